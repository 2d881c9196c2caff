"""The check-ins can be asked within a minute, and each fault in them is found."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType

import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.check_ins import check_in_version, read_check_ins
from midstance.knowledge.load import read_parameters
from midstance.knowledge.progress_constants import (
    PROGRESS,
    ProgressConstants,
    build_progress_constants,
    load_progress_constants,
)
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_check_in import Better, PartOf, SameWithinRecord, Scoring
from midstance.knowledge.words import read_words

TODAY = datetime.now(UTC).date()
BASE = cache(read_knowledge_base)
INSTRUMENTS = re.compile(
    r"\b(UWRI|KOOS\w*|AKPS|Kujala|VISA\w*|LEFS|IKDC|OSTRC\w*|Oslo|PSFS|Wisconsin|Lysholm)\b",
    re.IGNORECASE,
)


def planted(name="running_recovery", **changes):
    record = replace(BASE().check_ins[name], **changes)
    return problems(replace(BASE(), check_ins={**BASE().check_ins, name: record}), TODAY)


def planted_words(name="running_recovery", **changes):
    texts = BASE().words["en"]["check_ins"]
    changed = {**texts, name: replace(texts[name], **changes)}
    words = {**BASE().words, "en": {**BASE().words["en"], "check_ins": changed}}
    return problems(replace(BASE(), words=words), TODAY)


def same(part=PartOf.SCORE, points=0.5, condition=None):
    return SameWithinRecord(part, points, condition, (), Certainty.JUDGEMENT)


def test_there_are_the_four_that_the_review_asks_for():
    records = read_check_ins()
    assert sorted(records, key=lambda name: records[name].order) == [
        "pain_numbers", "own_activities", "running_recovery", "overuse_week",
    ]  # fmt: skip
    assert [item.id for item in records["pain_numbers"].items] == [
        "run_worst", "run_average", "stairs", "sitting", "morning",
    ]  # fmt: skip
    assert len(records["running_recovery"].items) == 9
    assert len(records["overuse_week"].items) == 4
    assert records["own_activities"].for_each_activity


def test_published_changes_of_pain_are_those_of_the_review():
    told = {each.condition: each for each in read_check_ins()["pain_numbers"].same_within}
    assert (told[None].points, told[None].sources) == (2.0, ("salaffi_2004",))
    assert told["patellofemoral_pain"].points == 1.16
    assert all(each.certainty is Certainty.PUBLISHED for each in told.values())


@pytest.mark.parametrize("name", ["own_activities", "running_recovery", "overuse_week"])
def test_what_is_our_own_borrows_no_published_limit_and_says_so(name):
    record, text = read_check_ins()[name], read_words("check_ins", "en")[name]
    assert {each.certainty for each in record.same_within} == {Certainty.JUDGEMENT}
    assert "our" in text.note.text
    assert text.note.certainty is Certainty.JUDGEMENT


def test_no_word_names_an_instrument():
    for text in read_words("check_ins", "en").values():
        assert not INSTRUMENTS.search(repr(text)), text.id


def test_the_lint_of_names_finds_one():
    assert INSTRUMENTS.search("Your KOOS-PF score")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"seconds": 61}, "more than a minute"),
        ({"days_between": 0}, "more than once a day"),
        ({"order": 1}, "shares its place"),
        ({"items": ()}, "has no item"),
        ({"fewest_items": 10}, "asks for 10 answers"),
        ({"for_each_activity": True}, "more than one question of each"),
        ({"scoring": Scoring.EACH}, "for a score that it has not"),
        ({"same_within": (same(),)}, "for a item that it has not, or not for one that it has"),
        ({"same_within": (same(), same(), same(PartOf.ITEM))}, "says twice"),
        ({"same_within": (same(condition="gout"), same(PartOf.ITEM))}, "unknown condition gout"),
        ({"same_within": (same(points=4.0), same(PartOf.ITEM))}, "calls a change of 4 the same"),
        ({"same_within": (same(points=0.0), same(PartOf.ITEM))}, "calls a change of 0 the same"),
        ({"sources": ("nobody",)}, "unknown source nobody"),
    ],
)
def test_a_fault_in_a_record_is_found(changes, wrong):
    assert any(wrong in line for line in planted(**changes))


def test_unlike_scales_have_no_mean():
    items = read_check_ins()["running_recovery"].items
    assert any(
        "unlike scales" in line for line in planted(items=(replace(items[0], high=9), *items[1:]))
    )
    assert any(
        "without room" in line for line in planted(items=(replace(items[0], high=0), *items[1:]))
    )


def test_missing_words_and_labels_are_found():
    text = read_words("check_ins", "en")["running_recovery"]
    fewer = MappingProxyType({k: v for k, v in text.items.items() if k != "mind"})
    assert any("of mind" in line for line in planted_words(items=fewer))
    half = replace(text.items["mind"], labels={"0": "all the time", "3": "hardly"})
    bad = MappingProxyType({**text.items, "mind": half})
    assert any("neither the ends" in line for line in planted_words(items=bad))
    assert any("without a name" in line for line in planted_words(score=None))
    without = {k: v for k, v in BASE().check_ins.items() if k != "overuse_week"}
    found = problems(replace(BASE(), check_ins=without), TODAY)
    assert any("overuse_week has words but no record" in line for line in found)


def test_questions_make_the_version_and_limits_of_change_do_not():
    record = read_check_ins()["running_recovery"]
    assert check_in_version(replace(record, same_within=())) == check_in_version(record)
    assert check_in_version(replace(record, better=Better.LOWER)) == check_in_version(record)
    assert check_in_version(replace(record, fewest_items=8)) != check_in_version(record)
    assert check_in_version(replace(record, items=record.items[1:])) != check_in_version(record)


def test_each_constant_of_progress_has_its_record():
    ids = {item.id for item in read_parameters().values() if item.model == PROGRESS}
    assert ids == {field.name for field in fields(ProgressConstants)}
    assert load_progress_constants().trend_window_days == 14
    some = {k: v for k, v in read_parameters().items() if k != "free_miss_each"}
    with pytest.raises(InvalidValueError, match="free_miss_each"):
        build_progress_constants(some)
