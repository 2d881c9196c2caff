"""Habits and notes have their place, believable numbers and lessons that exist."""

from collections import Counter
from collections.abc import Iterator, Mapping

from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_habits import HabitRecord, NoteRecord

MOST_WEEKS = 10
SOONEST_AGAIN_DAYS = 14


def problems_of_habits(base: KnowledgeBase) -> Iterator[str]:
    """Everything about habits and notes but their citing and missing words."""
    yield from _shared_places("habits", base.habits)
    yield from _shared_places("notes", base.notes)
    for habit in base.habits.values():
        yield from (f"habits/{habit.id} {fault}" for fault in _of_habit(habit))
    for note in base.notes.values():
        yield from (f"notes/{note.id} {fault}" for fault in _of_note(note))
    for language, texts in base.words.items():
        for text in texts["notes"].values():
            if text.lesson is not None and text.lesson not in texts["articles"]:
                yield f"{language}/notes/{text.id} names the unknown lesson {text.lesson}"


def _shared_places(
    kind: str, records: Mapping[str, HabitRecord] | Mapping[str, NoteRecord]
) -> Iterator[str]:
    orders = Counter(record.order for record in records.values())
    for record in records.values():
        if orders[record.order] > 1:
            yield f"{kind}/{record.id} shares its place in the order"


def _of_habit(record: HabitRecord) -> Iterator[str]:
    if not 1 <= record.weeks <= MOST_WEEKS:
        yield "looks at weeks that are not read"
    if record.least is not None and record.least <= 0:
        yield "counts weeks in which nothing was done"
    if record.fewest < 1:
        yield "says something about nothing"


def _of_note(record: NoteRecord) -> Iterator[str]:
    if record.days < 1:
        yield "waits for an occasion that is never there"
    if record.least is not None and record.least <= 0:
        yield "needs nothing to be shown"
    if record.again_days < SOONEST_AGAIN_DAYS:
        yield "comes back too soon"
