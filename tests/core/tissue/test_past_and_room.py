"""Laws of what a history leaves and of how much more there is room for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.damage import sum_days
from midstance.core.tissue.past import follow_tissues
from midstance.core.tissue.room import estimate_days_room_s, estimate_room
from midstance.core.tissue.simulate import (
    TissueState,
    simulate_tissue,
    steady_state,
    usual_peak,
)
from midstance.knowledge.tissue_constants import load_tissue_constants

CONSTANTS = load_tissue_constants()
REPAIRS, RISES = len(CONSTANTS.repair_days), len(CONSTANTS.rise_days)
SHAPE = (2, 3)
TINY = 1e-9
EACH = np.full(SHAPE, 1 / 1800)
STATES = st.builds(
    TissueState,
    hnp.arrays(float, (*SHAPE, REPAIRS), elements=st.floats(0, 20)),
    hnp.arrays(float, SHAPE, elements=st.floats(0, 5)),
    hnp.arrays(float, (*SHAPE, RISES), elements=st.floats(0.1, 6)),
)
PEAKS = hnp.arrays(float, (*SHAPE, REPAIRS, RISES), elements=st.floats(0.5, 8))
DAYS = st.sets(st.integers(1, 9), min_size=1, max_size=5).map(sorted)
LOADS = st.floats(0, 12)


def room_s(state, peak, days=(1,), each=EACH, **more):
    return estimate_days_room_s(state, peak, each, days, CONSTANTS, **more)


def after(state, load):
    """The state a day later, of `load` usual days."""
    return simulate_tissue(np.full((1, *SHAPE), load), state, CONSTANTS).end


@given(STATES, PEAKS, LOADS, LOADS)
def test_more_load_today_never_gives_more_room_tomorrow(state, peak, load, more):
    less, much = room_s(after(state, load), peak), room_s(after(state, load + more), peak)
    assert much[0] <= less[0] * (1 + TINY)


@given(STATES, PEAKS, LOADS)
def test_a_day_of_rest_in_place_of_a_run_never_lowers_the_room(state, peak, load):
    assert room_s(after(state, 0.0), peak)[0] >= room_s(after(state, load), peak)[0] - TINY


@given(STATES, PEAKS, DAYS, st.integers(0, 1))
def test_a_tissue_or_a_side_more_never_gives_more_room(state, peak, days, side):
    alone = TissueState(state.damage[side], state.used_to[side], state.capacity[side])
    one = estimate_days_room_s(alone, peak[side], EACH[side], (days[0],), CONSTANTS)
    both = estimate_days_room_s(state, peak, EACH, (days[0],), CONSTANTS)
    assert both[0] <= one[0] * (1 + TINY)


@given(STATES, PEAKS, DAYS, st.data())
def test_a_run_before_never_gives_a_later_day_more_room(state, peak, days, data):
    whole = dict(zip(days, room_s(state, peak, days), strict=True))
    left_out = data.draw(st.sampled_from(days))
    fewer = [day for day in days if day != left_out]
    for day, length_s in zip(fewer, room_s(state, peak, fewer), strict=True):
        if day > left_out and all(each in {left_out, day} for each in days if each <= day):
            assert length_s >= whole[day] * (1 - TINY)


@given(STATES, PEAKS, DAYS, st.floats(0, 9000), st.floats(0, 9000))
def test_no_run_passes_the_most_that_is_given(state, peak, days, one_s, more_s):
    tight, wide = (room_s(state, peak, days, most_s=most) for most in (one_s, one_s + more_s))
    assert max(tight) <= one_s
    assert tight[0] <= wide[0]


@given(STATES, PEAKS, st.floats(0.5, 20), st.floats(1e-3, 1e3))
def test_units_change_nothing(state, peak, faster, unit):
    """A second that does twice as much leaves half of the seconds; damage has no unit."""
    usual = room_s(state, peak, (1, 3))
    quick = room_s(state, peak, (1, 3), EACH * faster)
    np.testing.assert_allclose(np.array(quick) * faster, usual, rtol=1e-7, atol=1e-6)
    scaled = TissueState(state.damage * unit, state.used_to * unit, state.capacity * unit)
    (got,) = estimate_days_room_s(scaled, peak, EACH * unit, (1,), CONSTANTS)
    assert got == pytest.approx(usual[0], rel=1e-7, abs=1e-6)


@given(STATES, PEAKS)
def test_the_day_ahead_is_the_least_of_all_members(state, peak):
    every = estimate_room(state, peak, CONSTANTS) * 1800
    assert room_s(state, peak)[0] == pytest.approx(every.min(), rel=1e-9, abs=1e-9)


@given(STATES, PEAKS, DAYS)
def test_no_day_of_the_room_fills_a_tissue_past_the_most(state, peak, days):
    lengths = dict(zip(days, room_s(state, peak, days), strict=True))
    daily = np.zeros((max(days), *SHAPE))
    for day, length_s in lengths.items():
        daily[day - 1] = length_s / 1800
    filled = simulate_tissue(daily, state, CONSTANTS).utilisation
    for day, length_s in lengths.items():
        if length_s > 0:
            assert np.all(filled[day - 1] <= peak * (1 + 1e-9))


def test_long_rest_lowers_the_room_since_capacity_falls():
    state, peak = steady_state(SHAPE, CONSTANTS), np.full((*SHAPE, REPAIRS, RISES), 2.0)
    soon, late = (room_s(state, peak, (day,))[0] for day in (3, 60))
    assert late < soon


def test_what_is_not_known_gives_no_room_and_no_zero():
    state, peak = steady_state(SHAPE, CONSTANTS), np.full((*SHAPE, REPAIRS, RISES), 2.0)
    assert np.isnan(room_s(state, np.full_like(peak, np.nan))).all()
    assert np.isnan(room_s(state, peak, each=np.zeros(SHAPE))).all()
    one_unknown = peak.copy()
    one_unknown[0, 0, 0, 0] = np.nan
    assert np.isnan(room_s(state, one_unknown)).all()


def test_a_side_that_is_not_loaded_does_not_count():
    state, peak = steady_state(SHAPE, CONSTANTS), np.full((*SHAPE, REPAIRS, RISES), 2.0)
    peak[1] = 0.001
    one_side = np.stack((EACH[0], np.zeros(3)))
    assert room_s(state, peak, each=one_side)[0] > 0
    assert room_s(state, peak)[0] == 0


@pytest.mark.parametrize("days", [(0,), (2, 1), (1, 1)])
def test_days_out_of_order_are_refused(days):
    state, peak = steady_state(SHAPE, CONSTANTS), np.full((*SHAPE, REPAIRS, RISES), 2.0)
    with pytest.raises(InvalidValueError, match="days in order"):
        room_s(state, peak, days)
    with pytest.raises(InvalidValueError, match="load of 0 or more"):
        room_s(state, peak, each=-EACH)


def test_no_day_has_no_room():
    state, peak = steady_state(SHAPE, CONSTANTS), np.full((*SHAPE, REPAIRS, RISES), 2.0)
    assert room_s(state, peak, ()) == ()


FIRST = 1000


def history(days=200, every=2, *, tissues=4):
    run_day = np.arange(FIRST, FIRST + days, every)
    rng = np.random.default_rng(3)
    damage = rng.lognormal(5, 0.4, (len(run_day), tissues, 1, 3)) * np.ones((1, 1, 2, 1))
    return run_day, damage


def follow(run_day, damage, last_day=None):
    return follow_tissues(run_day, damage, last_day or FIRST + 199, CONSTANTS)


def test_the_days_run_from_the_first_run_to_the_last_day():
    past = follow(*history())
    assert (past.first_day, past.last_day) == (FIRST, FIRST + 199)
    for values in (past.load, past.least, past.middle, past.most):
        assert values.shape == (200, 4)
    assert np.all((past.least <= past.middle) & (past.middle <= past.most))
    assert np.count_nonzero(past.load[:, 0]) == 100


def test_runs_in_any_order_and_in_parts_are_the_same():
    run_day, damage = history()
    meant = follow(run_day, damage)
    order = np.random.default_rng(1).permutation(len(run_day))
    shuffled = follow(run_day[order], damage[order])
    split = follow(np.concatenate((run_day, run_day)), np.concatenate((0.3 * damage, 0.7 * damage)))
    for told in (shuffled, split):
        np.testing.assert_allclose(told.most, meant.most, rtol=1e-9)
        np.testing.assert_allclose(told.peak, meant.peak, rtol=1e-9)
        np.testing.assert_allclose(told.end.damage, meant.end.damage, rtol=1e-9)


@given(st.floats(1e-4, 1e4))
def test_the_unit_of_damage_falls_out(unit):
    run_day, damage = history()
    one, other = follow(run_day, damage), follow(run_day, damage * unit)
    np.testing.assert_allclose(other.most, one.most, rtol=1e-7)
    np.testing.assert_allclose(other.load, one.load, rtol=1e-7)
    np.testing.assert_allclose(other.usual, one.usual * unit, rtol=1e-7)


def test_the_worse_side_is_the_one_that_is_told():
    run_day, damage = history()
    both = damage.copy()
    both[-20:, :, 1] *= 3
    mirrored = both[:, :, ::-1]
    one, other = follow(run_day, both), follow(run_day, mirrored)
    np.testing.assert_allclose(one.most, other.most)
    assert np.all(one.middle[-1] > follow(run_day, damage).middle[-1])
    assert np.all(one.load >= follow(run_day, damage).load - TINY)


def test_the_state_before_the_last_day_is_that_of_a_day_earlier():
    run_day, damage = history()
    past = follow(run_day, damage, FIRST + 198)
    last = past.load[-1] > 0
    assert last.all()
    day = np.nan_to_num(damage[run_day == FIRST + 198][0]) / past.usual
    after = simulate_tissue(day[None], past.before, CONSTANTS).end
    for name in ("damage", "used_to", "capacity"):
        np.testing.assert_allclose(getattr(after, name), getattr(past.end, name), rtol=1e-9)


def test_how_full_it_was_is_each_member_over_its_own_heavy_day():
    run_day, damage = history()
    past = follow(run_day, damage)
    daily = sum_days(run_day, damage, FIRST, FIRST + 199) / past.usual
    filled = simulate_tissue(daily, steady_state((4, 2, 3), CONSTANTS), CONSTANTS).utilisation
    share = filled[:, :, 0] / past.peak[:, 0]
    np.testing.assert_allclose(past.most, share.max(axis=(-3, -2, -1)), rtol=1e-9)
    np.testing.assert_allclose(past.least, share.min(axis=(-3, -2, -1)), rtol=1e-9)
    np.testing.assert_allclose(past.middle, np.median(share, axis=(-3, -2, -1)), rtol=1e-9)
    np.testing.assert_allclose(past.load, daily[:, :, 0].mean(axis=-1), rtol=1e-9)
    np.testing.assert_allclose(past.today, daily[-1], rtol=1e-9)
    heavy = past.middle[56:, 0][past.load[56:, 0] > 0]
    assert np.quantile(heavy, CONSTANTS.usual_peak_frac) == pytest.approx(1, abs=0.1)


def test_the_state_of_one_tissue_is_its_row():
    state = follow(*history()).end
    one = state.of(2)
    np.testing.assert_array_equal(one.damage, state.damage[2])
    np.testing.assert_array_equal(one.used_to, state.used_to[2])
    np.testing.assert_array_equal(one.capacity, state.capacity[2])


def test_light_days_count_as_days_with_load():
    days = np.full((60, 1, 3), 0.2)
    days[::2] = 0.4
    filled = simulate_tissue(days, steady_state((1, 3), CONSTANTS), CONSTANTS).utilisation
    peak = usual_peak(filled, days, CONSTANTS)
    meant = np.quantile(filled, CONSTANTS.usual_peak_frac, axis=0)
    np.testing.assert_allclose(peak, meant)


def test_a_long_rest_is_a_steady_state_too():
    state = steady_state(SHAPE, CONSTANTS, 0.0)
    assert not state.damage.any()
    assert not state.used_to.any()
    least = CONSTANTS.headroom_times * CONSTANTS.least_capacity_frac
    np.testing.assert_allclose(state.capacity, least)


def test_runs_after_the_last_day_change_nothing():
    run_day, damage = history()
    later = follow(np.append(run_day, FIRST + 500), np.concatenate((damage, damage[:1] * 99)))
    np.testing.assert_array_equal(later.most, follow(run_day, damage).most)


def test_a_run_without_load_counts_as_none():
    run_day, damage = history()
    lacking = damage.copy()
    lacking[5] = np.nan
    gone = follow(np.delete(run_day, 5), np.delete(damage, 5, axis=0))
    np.testing.assert_array_equal(follow(run_day, lacking).most, gone.most)


def test_a_tissue_that_was_never_loaded_is_not_known():
    run_day, damage = history()
    damage[:, 3] = 0
    past = follow(run_day, damage)
    assert np.isnan(past.most[:, 3]).all()
    assert np.isnan(past.peak[3]).all()
    assert np.isfinite(past.most[:, :3]).all()
    assert not past.load[:, 3].any()


def test_a_short_history_says_nothing_and_one_of_weeks_no_heavy_day():
    run_day, damage = history()
    assert follow(run_day, damage, FIRST + 26) is None
    assert follow(run_day, damage, FIRST - 1) is None
    assert follow(run_day[:0], damage[:0]) is None
    weeks = follow(run_day, damage, FIRST + 50)
    assert np.isnan(weeks.most).all()
    assert np.isfinite(weeks.load).all()


def test_the_first_weeks_tell_no_heavy_day():
    run_day, damage = history()
    wild = damage.copy()
    wild[:5] *= 50
    calm, shaken = follow(run_day, damage), follow(run_day, wild)
    assert shaken.peak.max() < 2 * calm.peak.max()
    settled = replace(CONSTANTS, settle_days=0.0)
    loose = follow_tissues(run_day, wild, FIRST + 199, settled)
    assert np.all(loose.peak >= shaken.peak)


def test_years_of_gap_leave_an_empty_tissue():
    run_day, damage = history()
    far = follow(run_day, damage, FIRST + 199 + 1500)
    assert np.all(far.most[-1] < 1e-3)
    assert np.all(far.end.capacity < 0.2)


def test_one_run_in_a_long_time_is_her_usual():
    run_day, damage = np.array([FIRST]), np.full((1, 4, 2, 3), 500.0)
    past = follow(run_day, damage, FIRST + 195)
    assert past.load[0, 0] == pytest.approx(CONSTANTS.usual_days)
    assert np.isnan(past.peak).all()
    assert follow(run_day, damage, FIRST + 199) is None


def test_on_the_first_day_the_state_before_is_that_of_the_start():
    constants = replace(CONSTANTS, usual_days=1.0)
    past = follow_tissues(np.array([FIRST]), np.full((1, 4, 2, 3), 500.0), FIRST, constants)
    start = steady_state((4, 2, 3), constants)
    np.testing.assert_array_equal(past.before.damage, start.damage)
    assert np.all(past.end.damage > 0)
