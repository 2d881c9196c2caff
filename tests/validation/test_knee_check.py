"""The bars that the knee check must meet on simulated runners."""

import numpy as np
import pytest
from validation.assess.report import DOCS, not_today, of_kind
from validation.assess.score import (
    calibration_error,
    is_left_alone,
    is_safe,
    is_urgent_enough,
    naming,
    share,
)
from validation.assess.trial import run_trial

from midstance.core.assess.explain import assess_picture
from midstance.core.assess.model import Action
from midstance.knowledge.knee_check import load_check_model

MODEL = load_check_model()
NOISY = ("forgetful", "exaggerating", "unsure")


def trial(count, seed):
    return run_trial(MODEL, count, seed, {"check": assess_picture})["check"]


@pytest.fixture(scope="module")
def few():
    return trial(700, 11)


@pytest.fixture(scope="module")
def many():
    return trial(8000, 12)


def clean(cases):
    return [case for case in cases if case.persona == "clean"]


def noisy(cases):
    return [case for case in cases if case.persona in NOISY]


def flagged(cases, least=Action.WITHIN_WEEKS):
    return [case for case in cases if case.flag_truth >= least]


def at_least_within_days(case):
    return case.result.action >= Action.WITHIN_DAYS


def test_clean_answers_miss_no_red_flag(few):
    missed = [case for case in flagged(clean(few)) if not is_urgent_enough(case)]
    assert [(case.runner.rule, case.asked) for case in missed] == []


def test_the_check_asks_no_more_than_twenty_questions(few):
    assert max(len(case.asked) for case in few) <= 20
    assert np.median([len(case.asked) for case in few]) <= 13


def test_most_patterns_are_named_first(few):
    found = naming(MODEL, not_today(of_kind(few, "knee"), of_kind(few, "knee")))
    assert found.first_frac >= 0.65
    assert found.listed_frac >= 0.75
    assert found.names <= 2.5


def test_pain_beside_the_knee_is_not_named(few):
    assert share(of_kind(few, "away"), lambda case: case.result.cannot_say) >= 0.9


def test_the_distance_of_stated_and_true_is_weighed_by_the_cases():
    stated = np.array([0.05, 0.95, 0.95, 0.95])
    true = np.array([False, True, True, False])
    assert calibration_error(stated, true) == pytest.approx(0.25 * 0.05 + 0.75 * abs(0.95 - 2 / 3))


@pytest.mark.long
def test_clean_answers_miss_no_red_flag_of_any_kind(many):
    missed = [case.runner.rule for case in flagged(clean(many)) if not is_urgent_enough(case)]
    assert missed == []
    raised = {flag.id for case in many for flag in case.result.red_flags}
    assert len(raised) >= 0.9 * len(MODEL.red_flags)


@pytest.mark.long
def test_noisy_answers_rarely_miss_care_today(many):
    today = flagged(noisy(many), Action.SAME_DAY)
    assert share(today, at_least_within_days) >= 0.98
    assert share(noisy(many), is_safe) >= 0.98


@pytest.mark.long
def test_the_median_runner_is_asked_twelve_questions_at_most(many):
    assert np.median([len(case.asked) for case in many]) <= 12
    assert np.median([len(case.asked) for case in of_kind(many, "knee", "even")]) <= 12


@pytest.mark.long
def test_the_unsure_are_mostly_left_to_themselves_when_they_need_nobody(many):
    mine = [case for case in of_kind(many, "knee", "even") if case.persona == "unsure"]
    plain = [case for case in mine if case.truth is Action.CARRY_ON]
    assert share(plain, is_left_alone) >= 0.60


@pytest.mark.long
def test_self_care_is_left_as_self_care(many):
    self_care = [case for case in of_kind(many, "knee", "even") if case.truth is Action.CARRY_ON]
    assert share(clean(self_care), is_left_alone) >= 0.85
    assert share(self_care, is_left_alone) >= 0.70


@pytest.mark.long
def test_the_targets_of_naming_are_met(many):
    asked_on = not_today(many, many)
    plain = naming(MODEL, clean(of_kind(asked_on, "knee")))
    rough = naming(MODEL, noisy(of_kind(asked_on, "knee")))
    assert plain.first_frac >= 0.75
    assert plain.listed_frac >= 0.85
    assert rough.listed_frac >= 0.75
    assert max(plain.names, rough.names) <= 2.5
    assert plain.well_true_frac >= 0.70
    assert naming(MODEL, of_kind(asked_on, "knee")).calibration_error <= 0.08


@pytest.mark.long
def test_pain_out_of_scope_is_not_named(many):
    away = of_kind(many, "away")
    assert share(away, lambda case: case.result.cannot_say) >= 0.9


def test_the_page_holds_a_place_for_each_table():
    text = DOCS.read_text(encoding="utf-8")
    for name in ("naming", "safety", "urgency", "baselines", "questions", "again"):
        assert f"<!-- validation: {name} -->" in text
