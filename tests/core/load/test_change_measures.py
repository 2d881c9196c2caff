"""What was before and after: sums, means, the longest, breaks, shoes, and what is not known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.load.changes_made import FIRST, change_last, make_runs
from midstance.core.load.change_measures import Look, Measure, Stretches, at_like_speed, measure
from midstance.core.load.change_runs import ChangeSessions

NONE = ChangeSessions.none()


def look(runs, day=None, sessions=NONE, window=14, usual=84):
    days = np.array([runs.day[-1] if day is None else day])
    return Look(runs, sessions, days, window, usual, 30)


def told(name, runs, **where):
    found = measure(Measure(name), look(runs, **where))
    return float(found.before[0]), float(found.after[0])


def test_every_measure_is_worked_out_and_says_nothing_of_too_few_runs():
    runs = make_runs(4)
    for name in Measure:
        assert np.isnan(told(name, runs)).all()


@pytest.mark.parametrize(
    ("every", "count", "known"), [(2, 43, True), (2, 29, True), (2, 28, False), (20, 60, False)]
)
def test_a_usual_takes_five_runs_and_half_of_its_days(every, count, known):
    before, after = told("weekly_distance", make_runs(count, every=every))
    assert np.isfinite(before) == np.isfinite(after) == known


@pytest.mark.parametrize(("missing", "known"), [(0.3, True), (0.5, False)])
def test_a_stretch_speaks_where_most_of_its_distance_is_known(missing, known):
    runs = make_runs(100, noise=0.0)
    holes = np.arange(100) % 10 < 10 * missing
    for name, column in (("step_length", "cadence_spm"), ("downhill", "descent_m")):
        holed = replace(runs, **{column: np.where(holes, np.nan, getattr(runs, column))})
        assert np.isfinite(told(name, holed)).all() == known
    uncounted = np.where(holes[:, None], 0.0, runs.seconds_by_speed)
    assert np.isfinite(told("fast_time", replace(runs, seconds_by_speed=uncounted))).all() == known


def test_distance_a_week_is_that_of_the_days():
    runs = make_runs(100, noise=0.0)
    assert told("weekly_distance", runs) == pytest.approx((8000 * 3.5, 8000 * 3.5))
    doubled = change_last(runs, 14, distance_m=2.0)
    assert told("weekly_distance", doubled) == pytest.approx((8000 * 3.5, 16000 * 3.5))


def test_the_longest_run_is_held_against_the_longest_of_the_thirty_days_before():
    runs = make_runs(100, noise=0.0)
    distance = runs.distance_m.copy()
    distance[-3], distance[-14], distance[-40] = 12_000, 10_000, 30_000
    runs = replace(runs, distance_m=distance)
    assert told("longest_run", runs) == (10_000, 12_000)
    found = measure(Measure.LONGEST_RUN, look(runs))
    assert found.run[0] == len(runs) - 3


def test_a_longest_run_takes_three_runs_before_it():
    runs = make_runs(100, noise=0.0)
    for gone, known in ((11, True), (13, False)):
        kept = np.ones(100, dtype=np.bool_)
        kept[-gone - 1 : -1] = False
        left = runs.among(kept)
        assert np.isfinite(told("longest_run", left)).all() == known


def test_downhill_counts_the_treadmill_as_flat_and_does_not_guess_elsewhere():
    runs = make_runs(100, noise=0.0)
    belt = replace(
        runs,
        is_treadmill=runs.day > runs.day[-1] - 14,
        descent_m=np.where(runs.day > runs.day[-1] - 14, np.nan, runs.descent_m),
    )
    assert told("downhill", belt)[1] == 0
    unknown = replace(belt, is_treadmill=np.zeros(len(runs), dtype=np.bool_))
    assert np.isnan(told("downhill", unknown)).all()


def test_usually_a_tenth_of_the_time_is_fast():
    chance = np.random.default_rng(3)
    runs = make_runs(100, seconds_by_speed=chance.uniform(10, 50, (100, 20)))
    before, after = told("fast_time", runs)
    recent = np.sum(runs.seconds_by_speed[runs.day <= runs.day[-1] - 14][-42:]) / 12 / 60
    assert before == pytest.approx(0.1 * recent)
    assert after == pytest.approx(before, rel=0.2)
    shifted = np.zeros((100, 23))
    shifted[:, :20] = runs.seconds_by_speed
    last = runs.day > runs.day[-1] - 14
    shifted[last] = np.roll(shifted[last], 3, axis=1)
    assert told("fast_time", replace(runs, seconds_by_speed=shifted))[1] > 2 * before


def test_speed_alone_does_not_move_what_is_taken_at_like_speed():
    chance = np.random.default_rng(4)
    runs = make_runs(100)
    speed = 2.8 * np.exp(chance.normal(0, 0.1, 100))
    runs = replace(runs, moving_s=runs.distance_m / speed, cadence_spm=160 * (speed / 2.8) ** 0.2)
    like = at_like_speed(runs, runs.cadence_spm)
    assert np.ptp(like) < 1e-6 * 160
    assert like[0] == pytest.approx(np.median(runs.cadence_spm), rel=0.01)
    before, after = told("step_rate", runs)
    assert after == pytest.approx(before)


def test_step_length_is_speed_over_step_rate():
    runs = make_runs(100, noise=0.0)
    before, after = told("step_length", change_last(runs, 14, cadence_spm=0.9))
    assert before == pytest.approx(2.8 / (166 / 60))
    assert after == pytest.approx(before / 0.9)


def test_a_break_is_counted_in_days_without_a_run_even_after_an_empty_usual():
    runs = make_runs(200)
    days = np.where(np.arange(200) >= 195, runs.day + 120, runs.day)
    back = replace(runs, day=days)
    assert told("return", back, window=21) == (1, 121)
    young = back.among(np.arange(200) >= 186)
    assert np.isnan(told("return", young, window=21)).all()
    assert np.isnan(told("weekly_distance", back)).all()


def test_days_in_a_row():
    day = np.concatenate([FIRST + 3 * np.arange(60), FIRST + 180 + np.arange(6)])
    runs = make_runs(66, day=day.astype(np.int64))
    assert told("days_in_a_row", runs) == (1, 6)


def test_two_runs_of_a_day_are_one_day():
    runs = make_runs(100)
    twice = replace(runs, day=np.sort(np.concatenate([runs.day[:50], runs.day[:50]])))
    assert told("days_in_a_row", twice) == (1, 1)


def test_shoes_new_other_and_worn():
    runs = make_runs(200)
    last = runs.day > runs.day[-1] - 28
    shoe = np.where(last, 2, 1)
    metres = np.where(last, 5_000.0, 400_000.0)
    new = replace(runs, shoe=shoe, shoe_m=metres, shoe_days=np.where(last, 3.0, np.inf))
    assert told("new_shoes", new, window=28) == pytest.approx((0, 1))
    assert told("changed_shoes", new, window=28)[1] == 0
    other = replace(new, shoe_days=np.full(200, np.inf))
    assert told("new_shoes", other, window=28) == pytest.approx((0, 0))
    assert told("changed_shoes", other, window=28) == pytest.approx((0, 1))
    assert told("worn_shoes", other, window=28) == pytest.approx((400_000, 5_000))
    for name in ("new_shoes", "changed_shoes", "worn_shoes"):
        assert np.isnan(told(name, runs, window=28)).all()


def test_sessions_are_known_only_from_the_first_on():
    runs = make_runs(200)
    days = np.arange(FIRST, runs.day[-1] - 28, 3)
    sessions = replace(NONE, strength_day=days)
    before, after = told("strength", runs, sessions=sessions, window=28)
    assert before == pytest.approx(7 / 3, rel=0.05)
    assert after == 0
    late = replace(NONE, strength_day=days[days > runs.day[-1] - 60])
    assert np.isnan(told("strength", runs, sessions=late, window=28)).all()
    assert np.isnan(told("strength", runs)).all()


def test_other_sport_is_counted_in_minutes():
    runs = make_runs(200)
    days = np.arange(FIRST, runs.day[-1] + 1, 7)
    sessions = replace(NONE, other_day=days, other_s=np.full(days.size, 3600.0))
    before, after = told("other_sport", runs, sessions=sessions)
    assert before == pytest.approx(60, rel=0.1)
    assert after == pytest.approx(60, rel=0.6)


@pytest.mark.parametrize("name", [*Measure])
def test_what_comes_later_plays_no_part(name):
    runs = make_runs(120, shoe=np.ones(120, dtype=np.int64), shoe_m=np.linspace(0, 9e5, 120))
    day = int(runs.day[99])
    cut = runs.until(day)
    if name in {Measure.STEP_RATE, Measure.CONTACT_TIME}:
        runs = replace(runs, cadence_spm=np.where(runs.day > day, np.nan, runs.cadence_spm))
    assert np.array_equal(told(name, runs, day=day), told(name, cut), equal_nan=True)


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_the_largest_of_a_stretch_is_the_largest(values, first, end):
    value = np.array(values)
    first, end = sorted((min(first, value.size), min(end, value.size)))
    at = np.array([first])
    most, run = Stretches(at, at, at, np.array([end])).most(value)
    if first == end:
        assert most[0] == -np.inf
    else:
        assert most[0] == value[first:end].max()
        assert value[run[0]] == most[0]
