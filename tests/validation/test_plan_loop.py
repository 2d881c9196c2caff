"""The loop around the plan on a few simulated runners, and the simulation itself."""

from dataclasses import replace

import numpy as np
import pytest
from validation.plan.coaches import FixedCoach, LoopCoach, RunsOnly, rest_only, ten_percent
from validation.plan.knee import Knee
from validation.plan.report import DOCS, MOST_ABOVE_FRAC, obeys
from validation.plan.runners import PATTERNS, draw_runners
from validation.plan.told import Told, tell
from validation.plan.trial import COACHES, DAYS, HEADROOM, Season, run_trial, worst_pain_of

from midstance.core.plan.pain_rules import DayLog
from midstance.core.plan.return_to_run import EntryAnswers

RUNNERS = tuple(draw_runners(24, 5))
LOOP = {"the loop": COACHES["the loop"]}
OTHERS = {name: coach for name, coach in COACHES.items() if name not in LOOP}


def mean(outcomes, name):
    return np.mean([getattr(each, name) for each in outcomes])


@pytest.fixture(scope="module")
def sore():
    return [RUNNERS[at] for at in (0, 7, 9)]


@pytest.fixture(scope="module")
def loop(sore):
    return run_trial(sore, LOOP)["the loop"]


def test_the_loop_keeps_sore_runners_below_the_ceiling(loop):
    assert mean(loop, "above_frac") <= MOST_ABOVE_FRAC


@pytest.mark.long
def test_the_loop_hurts_less_often_than_rest_and_return(loop, sore):
    other = run_trial(sore, {"rest only": rest_only})["rest only"]
    assert mean(loop, "above_frac") < mean(other, "above_frac")
    assert mean(loop, "tolerable_end_frac") > mean(other, "tolerable_end_frac")


@pytest.mark.long
def test_who_cannot_run_and_does_and_tells_all_bears_more_after_it():
    outcomes = run_trial([obeys(RUNNERS[at]) for at in range(6, 10)], LOOP)["the loop"]
    start, end = mean(outcomes, "tolerable_start_frac"), mean(outcomes, "tolerable_end_frac")
    assert end > 1.15 * start


def test_every_pattern_and_both_beginnings_are_drawn():
    assert {(each.pattern, each.can_run) for each in RUNNERS} == {
        (pattern, can_run) for pattern in PATTERNS for can_run in (True, False)
    }
    assert all(0.3 <= each.adherence <= 1 for each in RUNNERS)


def test_the_same_runner_has_the_same_season():
    runner = RUNNERS[1]
    once, twice = (Season(runner, ten_percent(runner)).play() for _ in range(2))
    assert once == twice


def test_a_well_runner_who_goes_on_as_usual_never_hurts():
    runner = obeys(RUNNERS[4])
    assert runner.pattern == "no_pain"
    outcome = Season(runner, RunsOnly(runner, (1.0,))).play()
    assert (outcome.worst_pain, outcome.above_frac, outcome.red_frac) == (0, 0, 0)
    assert outcome.tolerable_end_frac == pytest.approx(1, abs=0.1)


def test_more_running_never_hurts_less_on_the_same_day():
    knees = [Knee(RUNNERS[0], HEADROOM) for _ in range(2)]
    felt = [knee.do(minutes * 60.0) for knee, minutes in zip(knees, (10, 40), strict=True)]
    assert felt[0].pain <= felt[1].pain
    for knee in knees:
        knee.sleep()
    assert knees[0].sensitivity <= knees[1].sensitivity


def test_six_weeks_of_rest_calm_a_knee_and_cost_it_capacity():
    knee = Knee(RUNNERS[6], HEADROOM)
    before = knee.sensitivity, knee.capacity_frac
    for _ in range(42):
        knee.sleep()
    assert knee.sensitivity < before[0]
    assert knee.capacity_frac < before[1]


def test_rest_comes_first_and_then_the_usual():
    runner = RUNNERS[0]
    coach, told = rest_only(runner), Told(EntryAnswers())
    lengths = [sum(session.seconds for session in coach.sessions(day, told)) for day in range(DAYS)]
    assert sum(lengths[:42]) == 0
    assert max(lengths[42:]) == round(runner.usual_run_s)


def test_a_fixed_plan_is_the_first_week_again_and_again():
    runner = RUNNERS[0]
    told = Told(EntryAnswers())
    coach = FixedCoach(LoopCoach(runner, worst_pain_of(runner)))
    weeks = [[coach.sessions(7 * week + day, told) for day in range(7)] for week in (0, 3)]
    kinds = [[[each.kind for each in day] for day in week] for week in weeks]
    assert kinds[0] == kinds[1]
    assert any(kinds[0])


TRUTH = DayLog(10, True, 1, 2, 1, 1)


def told_by(**changes):
    runner = replace(RUNNERS[0], **{"forgets": 0.0, "misreports": 0.0, "wrong_day": 0.0} | changes)
    told = Told(EntryAnswers())
    tell(TRUTH, told, runner, np.random.default_rng(3))
    return told.logs


def test_answers_may_be_right_left_out_off_or_a_day_early():
    assert told_by() == {10: TRUTH}
    assert told_by(forgets=1.0) == {10: DayLog(10, True)}
    assert set(told_by(wrong_day=1.0)) == {9}
    off = told_by(misreports=1.0)[10]
    assert all(
        1 <= abs(getattr(off, name) - getattr(TRUTH, name)) <= 2 or getattr(off, name) == 0
        for name in ("before", "during", "after_60_min", "next_morning")
    )
    assert off != TRUTH


def test_the_page_holds_a_place_for_each_table_and_says_what_it_is():
    text = DOCS.read_text(encoding="utf-8")
    for name in ("plan_loop", "plan_patterns", "plan_answers"):
        assert f"<!-- validation: {name} -->" in text
    assert "says nothing about patients" in text
