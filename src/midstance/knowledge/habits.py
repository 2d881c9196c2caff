"""The habits and the notes, read once."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_habits import HabitRecord, NoteRecord


@cache
def read_habit_records() -> Mapping[str, HabitRecord]:
    """Every habit by its id, in the order in which they are shown."""
    found = read_folder(DATA / "habits", HabitRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})


@cache
def read_note_records() -> Mapping[str, NoteRecord]:
    """Every note by its id, the most urgent one first."""
    found = read_folder(DATA / "notes", NoteRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})
