"""What may have changed: each is measured, graded on what is cited, and used."""

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from midstance.app.why.words import CERTAINTY, WORDS, value_words
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.change_measures import MEASURES, Measure
from midstance.knowledge.changes import read_change_rules, read_changes
from midstance.knowledge.check import problems, read_knowledge_base
from midstance.knowledge.load import read_parameters
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_changes import Grade, Raises
from midstance.knowledge.why_constants import (
    WHY,
    WhyConstants,
    build_why_constants,
    load_search_constants,
)

TODAY = datetime.now(UTC).date()


def problems_with(**changes):
    base = read_knowledge_base()
    record = replace(base.changes[Measure.DOWNHILL], **changes)
    planted = replace(base, changes={**base.changes, Measure.DOWNHILL: record})
    return [each for each in problems(planted, TODAY) if "changes/downhill" in each]


def test_every_measure_has_its_record_its_words_and_its_rule():
    assert set(read_changes()) == set(Measure) == set(MEASURES) == set(WORDS)
    assert {rule.measure for rule in read_change_rules()} == set(Measure)
    assert all(value_words(measure, 1.5, imperial=True) for measure in Measure)
    assert set(CERTAINTY) == set(Grade)


def test_only_the_large_group_of_runners_gives_a_limit():
    limits = {m: record.limit_times for m, record in read_changes().items() if record.limit_times}
    assert limits == {Measure.LONGEST_RUN: load_plan_constants().longest_times}
    cohort = [m for m, record in read_changes().items() if record.grade is Grade.COHORT]
    assert cohort == [Measure.LONGEST_RUN]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"window_days": 0}, "shorter usual"),
        ({"usual_days": 7}, "shorter usual"),
        ({"least": 0.0}, "nothing a change"),
        ({"spare": -1.0}, "no use"),
        ({"raises": Raises.UNKNOWN}, "both which way"),
        ({"tissues": ()}, "both which way"),
        ({"limit_times": 0.9}, "limit below"),
        ({"grade": Grade.JUDGEMENT}, "is graded"),
        ({"certainty": Certainty.JUDGEMENT}, "is graded"),
        ({"sources": ()}, "without a source"),
        ({"sources": ("nobody_1900",)}, "unknown source"),
        ({"order": 1}, "shares its place"),
    ],
)
def test_a_fault_is_found(changes, words):
    assert any(words in each for each in problems_with(**changes))


def test_a_measure_without_a_record_is_found():
    base = read_knowledge_base()
    fewer = {m: record for m, record in base.changes.items() if m is not Measure.TRAIL}
    found = problems(replace(base, changes=fewer), TODAY)
    assert "changes/trail is measured but has no record" in found


def test_the_constants_fill_their_record_and_no_other_is_there():
    ids = {item.id for item in read_parameters().values() if item.model == WHY}
    assert ids == {field.name for field in fields(WhyConstants)}
    assert load_search_constants().longest_days == load_plan_constants().longest_days
    some = {id_: item for id_, item in read_parameters().items() if id_ != "alarm_frac"}
    with pytest.raises(InvalidValueError, match="alarm_frac"):
        build_why_constants(some)
