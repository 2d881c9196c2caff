"""The habits and notes: each is there, is used, and a fault in a record is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.habits import read_habit_records, read_note_records
from midstance.knowledge.keep_well_constants import (
    build_keep_well_constants,
    load_keep_well_constants,
)
from midstance.knowledge.load import read_parameters

TODAY = datetime.now(UTC).date()
FIVE = ["warm_up", "strength", "gradual", "shoes", "listening"]


def planted(kind, id_, **changes):
    base = read_knowledge_base()
    records = getattr(base, kind)
    faulty = replace(base, **{kind: {**records, id_: replace(records[id_], **changes)}})
    return [each for each in problems(faulty, TODAY) if f"{kind}/{id_}" in each]


def test_the_five_habits_are_there_in_order():
    assert list(read_habit_records()) == FIVE
    assert [record.order for record in read_note_records().values()] == list(
        range(1, len(read_note_records()) + 1)
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weeks": 0}, "not read"),
        ({"weeks": 11}, "not read"),
        ({"least": 0.0}, "nothing was done"),
        ({"fewest": 0}, "about nothing"),
        ({"order": 2}, "shares its place"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
    ],
)
def test_a_fault_in_a_habit_is_found(changes, words):
    assert any(words in each for each in planted("habits", "warm_up", **changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": 0}, "never there"),
        ({"least": 0.0}, "needs nothing"),
        ({"again_days": 13}, "too soon"),
        ({"order": 2}, "shares its place"),
    ],
)
def test_a_fault_in_a_note_is_found(changes, words):
    assert any(words in each for each in planted("notes", "longer_run", **changes))


def test_a_note_that_names_no_lesson_that_exists_is_found():
    base = read_knowledge_base()
    texts = base.words["en"]["notes"]
    wrong = {**texts, "downhill": replace(texts["downhill"], lesson="nowhere")}
    faulty = replace(base, words={"en": {**base.words["en"], "notes": wrong}})
    assert any("unknown lesson nowhere" in each for each in problems(faulty, TODAY))


def test_a_constant_that_is_missing_or_too_much_is_named():
    records = dict(read_parameters())
    assert build_keep_well_constants(records) == load_keep_well_constants()
    del records["shoe_band_m"]
    with pytest.raises(InvalidValueError, match="shoe_band_m"):
        build_keep_well_constants(records)
