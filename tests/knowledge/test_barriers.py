"""What gets in the way: each changes something, and a fault in a record is found."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from midstance.knowledge.barriers import read_barriers
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.records_barriers import Choose

TODAY = datetime.now(UTC).date()
ASKED_FOR = {
    "no_time", "too_tired", "it_hurt", "forgot", "boring", "no_equipment", "not_sure_how", "away",
}  # fmt: skip


def problems_with(**changes):
    base = read_knowledge_base()
    record = replace(base.barriers["no_time"], **changes)
    planted = replace(base, barriers={**base.barriers, "no_time": record})
    return [each for each in problems(planted, TODAY) if "barriers/no_time" in each]


def test_all_that_commonly_gets_in_the_way_is_there_in_order():
    barriers = read_barriers()
    assert set(barriers) == ASKED_FOR
    assert [record.order for record in barriers.values()] == list(range(1, len(barriers) + 1))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"most_exercise_s": None}, "changes nothing"),
        ({"most_exercise_s": 0}, "no room"),
        ({"most_confidence": 10}, "confidence"),
        ({"situation": "rain"}, "unknown situation"),
        ({"order": 2}, "shares its place"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
    ],
)
def test_a_fault_is_found(changes, words):
    assert any(words in each for each in problems_with(**changes))


def test_a_barrier_that_only_asks_for_exercises_changes_something():
    assert problems_with(most_exercise_s=None, exercises=Choose.MUST) == []
