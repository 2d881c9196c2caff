"""Laws of damage, repair and capacity."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.damage import (
    damage_of_index,
    damage_of_sides,
    estimate_usual,
    sum_days,
)
from midstance.core.tissue.room import estimate_room
from midstance.core.tissue.simulate import (
    TissueState,
    band_of,
    simulate_tissue,
    steady_state,
    usual_peak,
)
from midstance.knowledge.tissue_constants import load_tissue_constants

CONSTANTS = load_tissue_constants()
EXPONENTS = np.array([3.0, 6.0, 9.0])
REPAIRS, RISES = len(CONSTANTS.repair_days), len(CONSTANTS.rise_days)
TINY = 1e-9
LOADS = st.just(0.0) | st.floats(0, 12)


DAYS = st.integers(1, 150).flatmap(lambda n: hnp.arrays(float, (n, 2, 3), elements=LOADS))
STATES = st.builds(
    TissueState,
    hnp.arrays(float, (2, 3, REPAIRS), elements=st.floats(0, 30)),
    hnp.arrays(float, (2, 3), elements=st.floats(0, 5)),
    hnp.arrays(float, (2, 3, RISES), elements=st.floats(0.05, 6)),
)


def simulate(days, start=None):
    return simulate_tissue(days, start or steady_state(days.shape[1:], CONSTANTS), CONSTANTS)


def by_hand(days, *, damage, used_to, capacity, repair, rise):
    """The recursion of one member as the page writes it, day by day."""
    out = []
    for load in days:
        damage = damage * np.exp(-1 / repair) + load
        filled = damage * (1 - np.exp(-1 / repair)) / capacity
        keep = np.exp(-1 / CONSTANTS.usual_days)
        used_to = keep * used_to + (1 - keep) * load
        target = CONSTANTS.headroom_times * max(used_to, CONSTANTS.least_capacity_frac)
        way = rise if target > capacity else CONSTANTS.fall_days
        wanted = capacity + (1 - np.exp(-1 / way)) * (target - capacity)
        capacity = min(wanted, capacity * (1 + CONSTANTS.most_rise_frac) ** (1 / 7))
        out.append((damage, used_to, capacity, filled))
    return np.array(out)


@given(DAYS, STATES)
def test_each_member_is_the_recursion_written_by_hand(days, start):
    got = simulate(days, start)
    for e, r, a in np.ndindex(3, REPAIRS, RISES):
        repair, rise = CONSTANTS.repair_days[r], CONSTANTS.rise_days[a]
        at = (1, e)
        told = by_hand(
            days[:, 1, e],
            damage=start.damage[(*at, r)],
            used_to=start.used_to[at],
            capacity=start.capacity[(*at, a)],
            repair=repair,
            rise=rise,
        )
        np.testing.assert_allclose(got.damage[:, 1, e, r], told[:, 0], rtol=TINY, atol=TINY)
        np.testing.assert_allclose(got.used_to[:, 1, e], told[:, 1], rtol=TINY, atol=TINY)
        np.testing.assert_allclose(got.capacity[:, 1, e, a], told[:, 2], rtol=TINY, atol=TINY)
        np.testing.assert_allclose(got.utilisation[:, 1, e, r, a], told[:, 3], rtol=TINY, atol=TINY)


@given(DAYS, STATES, st.data())
def test_more_load_never_less_damage_nor_less_capacity(days, start, data):
    more = days + data.draw(hnp.arrays(float, days.shape, elements=LOADS))
    less, much = simulate(days, start), simulate(more, start)
    assert np.all(much.damage >= less.damage - TINY)
    assert np.all(much.used_to >= less.used_to - TINY)
    assert np.all(much.capacity >= less.capacity - TINY)


@given(DAYS, STATES, st.data())
def test_rest_never_adds_damage(days, start, data):
    day = data.draw(st.integers(0, len(days) - 1))
    rested = days.copy()
    rested[day] = 0
    got = simulate(rested, start)
    before = start.damage if day == 0 else got.damage[day - 1]
    assert np.all(got.damage[day] <= before + TINY)
    assert np.all(got.damage <= simulate(days, start).damage + TINY)


@given(DAYS, STATES, st.data())
def test_days_cut_in_two_and_followed_one_after_the_other_are_the_same(days, start, data):
    cut = data.draw(st.integers(0, len(days)))
    first = simulate(days[:cut], start)
    second = simulate(days[cut:], first.end)
    whole = simulate(days, start)
    for name in ("damage", "used_to", "capacity", "utilisation"):
        joined = np.concatenate([getattr(first, name), getattr(second, name)])
        np.testing.assert_allclose(joined, getattr(whole, name), rtol=TINY, atol=TINY)
    for name in ("damage", "used_to", "capacity"):
        told, meant = getattr(second.end, name), getattr(whole.end, name)
        np.testing.assert_allclose(told, meant, rtol=TINY, atol=TINY)


@given(DAYS, STATES)
def test_capacity_never_rises_past_its_cap(days, start):
    got = simulate(days, start).capacity
    before = np.concatenate([start.capacity[None], got[:-1]])
    cap = (1 + CONSTANTS.most_rise_frac) ** (1 / 7)
    assert np.all(got <= before * cap + TINY)
    week = got[7:] / got[:-7]
    assert np.all(week <= 1 + CONSTANTS.most_rise_frac + TINY)


@given(STATES)
def test_without_load_all_decays_to_what_everyday_life_keeps(start):
    got = simulate(np.zeros((1500, 2, 3)), start)
    for name in ("damage", "used_to"):
        values = getattr(got, name)
        assert np.all(np.diff(values, axis=0) <= TINY)
        assert np.all(values[-1] < 1e-6)
    least = CONSTANTS.headroom_times * CONSTANTS.least_capacity_frac
    np.testing.assert_allclose(got.capacity[-1], least, rtol=1e-6)


@given(st.floats(0.2, 4), st.integers(1, 200))
def test_the_same_load_every_day_changes_nothing(load, count):
    start = steady_state((1, 3), CONSTANTS, load)
    got = simulate(np.full((count, 1, 3), load), start)
    np.testing.assert_allclose(got.damage[-1], start.damage, rtol=TINY)
    np.testing.assert_allclose(got.capacity[-1], start.capacity, rtol=TINY)
    np.testing.assert_allclose(got.utilisation, 1 / CONSTANTS.headroom_times, rtol=TINY)


@given(DAYS, st.floats(1e-3, 1e6))
def test_the_unit_of_damage_changes_nothing(days, unit):
    usual = np.full((2, 3), 1.7)
    one = simulate(days / usual).utilisation
    other = simulate((days * unit) / (usual * unit)).utilisation
    np.testing.assert_allclose(one, other, rtol=TINY, atol=TINY)


@given(DAYS)
def test_tissues_do_not_touch_each_other(days):
    both = simulate(days)
    swapped = simulate(days[:, ::-1])
    np.testing.assert_array_equal(both.capacity[:, ::-1], swapped.capacity)
    np.testing.assert_allclose(both.damage[:, ::-1], swapped.damage, rtol=TINY, atol=TINY)


@given(DAYS, STATES)
def test_the_band_holds_every_member(days, start):
    got = simulate(days, start).utilisation
    band = band_of(got)
    assert np.all(band.least[..., None, None, None] <= got)
    assert np.all(band.most[..., None, None, None] >= got)
    assert np.all((band.least <= band.middle) & (band.middle <= band.most))


def test_after_a_spike_quick_repair_forgets_it_and_slow_repair_does_not():
    days = np.ones((30, 1, 3))
    days[10] = 6
    left = simulate(days).damage[20, 0, 0] / steady_state((1, 3), CONSTANTS).damage[0, 0]
    assert np.all(np.diff(left) > 0)


def test_six_weeks_of_rest_leave_less_capacity_than_half_of_the_running():
    rest = simulate(np.zeros((42, 1, 3))).capacity[-1]
    half = simulate(np.full((42, 1, 3), 0.5)).capacity[-1]
    assert np.all(rest < half)
    assert np.all(half < simulate(np.ones((42, 1, 3))).capacity[-1])


@given(DAYS, STATES, st.data())
def test_the_room_of_a_day_fills_a_tissue_as_far_as_it_may_be(days, start, data):
    end = simulate(days, start).end
    most = np.full((2, 3, REPAIRS, RISES), data.draw(st.floats(0.2, 3)))
    room = estimate_room(end, most, CONSTANTS)
    for r, a in np.ndindex(REPAIRS, RISES):
        used = simulate(room[None, :, :, r, a], end).utilisation[0, ..., r, a]
        open_ = room[..., r, a] > 0
        np.testing.assert_allclose(used[open_], most[..., r, a][open_], rtol=1e-7)
        assert np.all(used[~open_] >= most[..., r, a][~open_] - TINY)
    after_more = simulate(days + 1, start).end
    tired = TissueState(after_more.damage, end.used_to, end.capacity)
    assert np.all(estimate_room(tired, most, CONSTANTS) <= room + TINY)


def test_a_heavy_usual_day_is_known_only_where_there_was_load():
    days = np.zeros((60, 2, 3))
    days[::3, 0] = 3
    history = simulate(days)
    peak = usual_peak(history.utilisation, days, CONSTANTS)
    assert np.isnan(peak[1]).all()
    loaded = history.utilisation[::3, 0]
    assert np.all((peak[0] >= np.median(loaded, axis=0)) & (peak[0] <= loaded.max(axis=0)))
    assert np.all(peak[0, :, :-1] > peak[0, :, 1:])


RUNS = st.lists(st.tuples(st.integers(0, 9), st.floats(0, 50)), max_size=12)


@given(RUNS, st.floats(0, 1))
def test_splitting_a_run_changes_nothing(runs, frac):
    parts = [(day, load * part) for day, load in runs for part in (frac, 1 - frac)]
    told, meant = (
        sum_days(
            np.array([day for day, _ in each], dtype=int),
            np.array([load for _, load in each], dtype=float)[:, None],
            0, 9,
        )
        for each in (parts, runs)
    )  # fmt: skip
    np.testing.assert_allclose(told, meant, rtol=TINY, atol=TINY)
    assert told.sum() == pytest.approx(sum(load for _, load in runs))


def test_runs_outside_of_the_days_are_left_out():
    days = sum_days(np.array([0, 3, 4, 9]), np.ones((4, 2)), 3, 5)
    assert days.tolist() == [[1, 1], [1, 1], [0, 0]]


@given(hnp.arrays(float, (4, 2, 3), elements=st.floats(0, 9)), st.floats(0.3, 0.7))
def test_sides_mirror_and_even_sides_are_the_mean(damage, share):
    shares = np.array([share, 1 - share, 0.5, np.nan])
    sides = damage_of_sides(damage, EXPONENTS, shares)
    mirrored = damage_of_sides(damage, EXPONENTS, 1 - shares)
    np.testing.assert_allclose(sides[..., ::-1, :], mirrored, rtol=TINY)
    np.testing.assert_allclose(sides[2:, :, 0], damage[2:], rtol=TINY)
    np.testing.assert_allclose(sides[2:, :, 1], damage[2:], rtol=TINY)


def test_the_side_that_bears_more_takes_more_by_the_power_of_its_share():
    sides = damage_of_sides(np.ones((1, 3)), EXPONENTS, np.array([0.55]))
    np.testing.assert_allclose(sides[0, 0], 1.1**EXPONENTS)
    np.testing.assert_allclose(sides[0, 1], 0.9**EXPONENTS)


def test_the_index_of_the_band_counts_steps_by_its_power():
    told = damage_of_index(np.array([1.0, 1.2]), np.array([100.0, 50.0]), EXPONENTS)
    np.testing.assert_allclose(told[0], 100)
    np.testing.assert_allclose(told[1], 50 * 1.2**EXPONENTS)


def test_the_usual_day_is_the_median_of_stretches_that_hold_load():
    days = np.repeat([9.0, 0.0, 2.0, 1.0, 4.0], 28)[:, None] * np.array([1.0, 0.0])
    usual = estimate_usual(np.concatenate([np.full((5, 2), 99.0), days]), CONSTANTS)
    assert usual[0] == 3.0
    assert np.isnan(usual[1])
    assert np.isnan(estimate_usual(days[:20], CONSTANTS)).all()


@pytest.mark.parametrize("load", [-0.1, np.nan, np.inf])
def test_a_load_that_cannot_be_is_refused(load):
    days = np.ones((3, 1, 3))
    days[1, 0, 2] = load
    with pytest.raises(InvalidValueError, match="loads of 0 or more"):
        simulate(days)
    with pytest.raises(InvalidValueError, match="load of 0 or more"):
        steady_state((1, 3), CONSTANTS, load)


def test_a_state_of_other_tissues_is_refused():
    with pytest.raises(InvalidValueError, match="shapes"):
        simulate(np.ones((3, 2, 3)), steady_state((1, 3), CONSTANTS))


def test_days_out_of_order_and_runs_without_a_day_are_refused():
    with pytest.raises(InvalidValueError, match="days in order"):
        sum_days(np.array([1]), np.ones((1, 3)), 4, 3)
    with pytest.raises(InvalidValueError, match="one day for each run"):
        sum_days(np.array([1]), np.ones((2, 3)), 0, 3)


def test_capacity_that_falls_slower_than_it_rises_is_refused():
    with pytest.raises(InvalidValueError, match="fall"):
        replace(CONSTANTS, fall_days=90.0)


def test_no_days_leave_the_state_as_it_was():
    start = steady_state((1, 3), CONSTANTS)
    got = simulate(np.zeros((0, 1, 3)), start)
    assert got.end is start
    assert got.utilisation.shape == (0, 1, 3, REPAIRS, RISES)
