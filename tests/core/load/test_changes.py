"""A change is unusual beside her own past, over all that is looked at, and never by a guess."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.load.changes_made import CONSTANTS, change_last, make_runs, rule_for
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.change_measures import Look, Measure, measure
from midstance.core.load.change_runs import ChangeSessions
from midstance.core.load.changes import Scale, Turn, search_changes
from midstance.knowledge.changes import read_change_rules

NONE = ChangeSessions.none()
RULES = (
    rule_for("weekly_distance", least=0.15),
    rule_for("downhill", least=0.3, spare=30.0),
    rule_for("step_rate", turn=Turn.EITHER, least=0.02),
    rule_for("longest_run", least=0.0953),
    rule_for("trail", scale=Scale.POINTS, least=0.3),
)


def search(runs, rules=RULES, constants=CONSTANTS, day=None):
    return search_changes(runs, NONE, int(runs.day[-1] if day is None else day), rules, constants)


def unusual(runs, **told):
    return [each.rule.measure for each in search(runs, **told).changes if each.is_unusual]


def restless(runs):
    """Her step rate jumps in one month of three, and the last weeks went down a little more."""
    jumps = np.where((runs.day - runs.day[0]) % 90 < 25, 0.85, 1.0)
    runs = replace(runs, cadence_spm=runs.cadence_spm * jumps)
    return change_last(runs, 14, descent_m=1.6)


def test_what_is_planted_stands_first_and_nothing_else_does():
    runs = make_runs()
    assert unusual(runs) == []
    assert unusual(change_last(runs, 14, descent_m=4.0)) == [Measure.DOWNHILL]
    assert unusual(change_last(runs, 14, cadence_spm=0.94)) == [Measure.STEP_RATE]
    assert unusual(change_last(runs, 14, distance_m=1.6, moving_s=1.6))[:1] == [Measure.LONGEST_RUN]


def test_a_fall_is_seen_only_where_it_is_looked_for():
    less = change_last(make_runs(), 14, descent_m=0.1)
    assert unusual(less) == []
    turned = (rule_for("downhill", turn=Turn.LESS, spare=30.0), *RULES[:1])
    assert unusual(less, rules=turned) == [Measure.DOWNHILL]
    slower = search(change_last(make_runs(), 14, cadence_spm=0.9)).changes[0]
    assert (slower.is_unusual, slower.rose) == (True, False)


def test_what_is_too_small_to_matter_is_never_unusual():
    runs = make_runs(noise=0.0005)
    small = change_last(runs, 14, descent_m=1.2)
    assert unusual(small) == []
    finer = (replace(RULES[1], least=0.02), *RULES[2:])
    assert unusual(small, rules=finer) == [Measure.DOWNHILL]


def test_with_too_little_past_nothing_is_called_and_the_numbers_are_told():
    runs = change_last(make_runs(120), 14, descent_m=5.0)
    found = search(runs)
    assert found.windows < CONSTANTS.least_windows
    assert {each.is_unusual for each in found.changes} == {None}
    downhill = next(each for each in found.changes if each.rule.measure is Measure.DOWNHILL)
    assert downhill.after == pytest.approx(5 * downhill.before, rel=0.2)
    assert (downhill.chance_frac, downhill.percentile_frac) == (None, None)


def test_a_runner_whose_weeks_always_vary_as_much_is_not_told_of_this_one():
    chance = np.random.default_rng(5)
    runs = make_runs()
    wild = np.exp(chance.normal(0, 0.9, len(runs) // 7 + 1))[np.arange(len(runs)) // 7]
    varied = replace(runs, descent_m=runs.descent_m * wild)
    assert unusual(change_last(make_runs(), 14, descent_m=2.2)) == [Measure.DOWNHILL]
    assert Measure.DOWNHILL not in unusual(varied)


def test_more_looks_never_make_a_change_rarer():
    runs = restless(make_runs())
    few, many = (
        next(each for each in search(runs, rules=rules).changes if each.rule == RULES[1])
        for rules in (RULES[1:2], RULES)
    )
    assert few.chance_frac < many.chance_frac
    assert few.percentile_frac == many.percentile_frac


def test_her_median_is_nought_and_her_one_day_in_twenty_is_one():
    runs = make_runs(600, noise=0.4)
    rule = rule_for("weekly_distance", least=0.001)
    days = np.unique(runs.day)
    told = measure(rule.measure, Look(runs, NONE, days, 14, 84, 30))
    numbers = np.log(told.after / told.before)
    at = 300 + int(np.argmax(numbers[300:]))
    found = search(runs, rules=(rule,), day=int(days[at])).changes[0]
    past = numbers[(days <= days[at] - 14) | (days == days[at])]
    middle, high = np.nanmedian(past), np.nanquantile(past, 0.95)
    assert found.size == pytest.approx((numbers[at] - middle) / (high - middle))
    assert found.size > 1


def test_a_change_that_is_the_same_every_day_lies_in_the_middle():
    found = search(make_runs(), rules=(rule_for("days_in_a_row"),)).changes[0]
    assert (found.change, found.percentile_frac, found.is_unusual) == (0.0, 0.5, False)


@settings(max_examples=20)
@given(st.floats(1.0, 4.0), st.floats(1.0, 2.0))
def test_a_larger_change_is_never_less_unusual(times, more):
    runs = make_runs()

    def chance(by):
        found = search(change_last(runs, 14, descent_m=by)).changes
        return next(each for each in found if each.rule.measure is Measure.DOWNHILL).chance_frac

    assert chance(times * more) <= chance(times)


def test_later_runs_play_no_part():
    runs = make_runs()
    day = int(runs.day[250])
    with_later, without = search(runs, day=day), search(runs.until(day), day=day)
    assert [each.change for each in with_later.changes] == [each.change for each in without.changes]
    assert with_later.last_run_day == day
    assert search(runs.until(day), day=day + 9).last_run_day == day


def test_what_lies_too_far_back_plays_no_part():
    runs = make_runs(1000)
    recent = runs.among(runs.day > runs.day[-1] - CONSTANTS.look_back_days)
    assert search(runs).windows == search(recent).windows < 60


def test_a_new_sensor_does_not_make_its_largest_value_look_rare():
    runs = make_runs(600)
    known = runs.day > runs.day[-1] - 480
    late = replace(runs, cadence_spm=np.where(known, runs.cadence_spm, np.nan))
    whole, part = (
        next(each for each in search(each_runs).changes if each.rule.measure is Measure.STEP_RATE)
        for each_runs in (runs, late)
    )
    assert part.chance_frac == pytest.approx(whole.chance_frac, abs=0.15)
    striking = search(change_last(late, 14, cadence_spm=0.9)).changes[0]
    assert striking.rule.measure is Measure.STEP_RATE
    assert striking.chance_frac > 1 / 20  # some fourteen stretches know no rarer
    assert search(change_last(late, 14, descent_m=6.0)).changes[0].chance_frac < 1 / 20


def test_what_a_new_sensor_would_have_shown_stands_in_for_the_days_before_it():
    runs = make_runs(600)
    days = runs.day - runs.day[0]
    jumps = np.where(days % 600 // 16 == 19, 0.8, 1.0)  # once in each half
    runs = change_last(replace(runs, cadence_spm=runs.cadence_spm * jumps), 14, descent_m=1.35)
    late = replace(runs, cadence_spm=np.where(days >= 600, runs.cadence_spm, np.nan))
    never = replace(runs, cadence_spm=np.full(len(runs), np.nan))
    rules = (replace(RULES[1], least=0.1), RULES[2])
    whole, part, none = (
        next(each for each in search(one, rules).changes if each.rule is rules[0]).chance_frac
        for one in (runs, late, never)
    )
    assert part == pytest.approx(whole, rel=0.15)
    assert none < 0.6 * part


def test_what_is_not_known_is_none_and_stands_last():
    runs = make_runs()
    blind = replace(runs, cadence_spm=np.full(len(runs), np.nan))
    last = search(blind).changes[-2:]
    assert {each.rule.measure for each in last} == {Measure.STEP_RATE, Measure.TRAIL}
    for each in last:
        assert (each.before, each.after, each.change, each.is_unusual) == (None,) * 4


def test_no_runs_and_runs_out_of_order():
    runs = make_runs()
    assert search(runs, day=int(runs.day[0]) - 1).changes == ()
    with pytest.raises(InvalidValueError, match="order"):
        search(replace(runs, day=runs.day[::-1].copy()))


@settings(max_examples=60)
@given(st.integers(0, 2**31), st.floats(0, 0.9), st.integers(1, 400))
def test_whatever_is_missing_nothing_breaks_and_chances_are_chances(seed, missing, count):
    chance = np.random.default_rng(seed)
    runs = make_runs(count, seed=seed, noise=0.3)
    gaps = np.cumsum(chance.geometric(0.4, count) * (1 + 200 * (chance.random(count) < 0.01)))

    def holed(value):
        return np.where(chance.random(count) < missing, np.nan, value)

    runs = replace(
        runs,
        day=(runs.day[0] + gaps - gaps[0]).astype(np.int64),
        distance_m=holed(runs.distance_m * (chance.random(count) > 0.05)),
        moving_s=holed(runs.moving_s),
        descent_m=holed(runs.descent_m),
        cadence_spm=holed(runs.cadence_spm * (chance.random(count) > 0.05)),
        contact_time_s=holed(np.full(count, 0.24)),
        left_share_frac=holed(np.full(count, 0.5)),
        load=holed(runs.load),
        shoe=chance.integers(0, 3, count),
        shoe_days=holed(np.full(count, 9.0)),
        shoe_m=holed(np.full(count, 9e4)),
        is_treadmill=chance.random(count) < 0.3,
        is_trail=chance.random(count) < 0.3,
        seconds_by_speed=runs.seconds_by_speed * (chance.random(count) > missing)[:, None],
    )
    found = search(runs, rules=read_change_rules())
    assert len(found.changes) == len(Measure)
    for each in found.changes:
        assert (each.change is None) == (each.before is None) == (each.after is None)
        assert each.chance_frac is None or 0 < each.chance_frac <= 1
        assert each.is_unusual is None or each.change is not None


def test_ordinary_days_are_called_unusual_about_as_often_as_stated():
    runs = make_runs(900, seed=11, noise=0.25)
    days = np.unique(runs.day)[250::9]
    called = [bool(unusual(runs, day=int(day))) for day in days]
    assert 0 < np.mean(called) < 0.2
