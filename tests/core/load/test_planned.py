"""Laws of the load of a run that was not run yet."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.load.planned import (
    PLANNABLE,
    TISSUES,
    PlannedRun,
    estimate_planned_load,
    shifted_cadence_spm,
)
from midstance.core.load.session import reference_peaks_bw
from midstance.core.load.step import estimate_step_load
from midstance.core.load.tissue import FORCE_TISSUES
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.planned_constants import load_planned_constants

PARAMETERS, CONSTANTS = load_parameters(), load_planned_constants()
RUNS = st.builds(
    lambda distance_m, speed_mps, up, down, **more: PlannedRun(
        distance_m, speed_mps, up * distance_m, down * distance_m, **more
    ),
    st.floats(200, 50_000), st.floats(1.5, 6), st.floats(0, 0.1), st.floats(0, 0.1),
    run_s=st.floats(30, 3000), walk_s=st.just(0.0) | st.floats(5, 300),
    cadence_spm=st.none() | st.floats(140, 200),
)  # fmt: skip
STEADY = PlannedRun(6000.0, 3.0)


def load(planned, height_m=1.7):
    return estimate_planned_load(planned, height_m, PARAMETERS, CONSTANTS)


def assert_same(one, other, rtol=1e-9):
    np.testing.assert_allclose(one.load, other.load, rtol=rtol)
    np.testing.assert_allclose(one.damage, other.damage, rtol=rtol)


@given(RUNS, st.floats(0.1, 4))
def test_a_longer_run_of_one_kind_loads_in_proportion(planned, times):
    assume(100 <= planned.distance_m * times <= 200_000)
    one, other = load(planned), load(planned.times(times))
    for name in ("load", "damage", "total_s", "running_m", "steps"):
        got, meant = getattr(other, name), np.multiply(getattr(one, name), times)
        np.testing.assert_allclose(got, meant, rtol=1e-9)


@given(RUNS, st.floats(1, 3))
def test_more_way_with_the_same_hills_never_loads_less(planned, times):
    hills = (planned.ascent_m + planned.descent_m) / planned.distance_m
    assume(hills <= CONSTANTS.hill_slope_frac)
    assume(planned.distance_m * times <= 200_000)
    more = replace(planned, distance_m=planned.distance_m * times)
    assert np.all(load(more).load >= load(planned).load * (1 - 1e-9))
    assert np.all(load(more).damage >= load(planned).damage * (1 - 1e-9))


@given(RUNS, st.floats(0, 0.03))
def test_more_downhill_never_loads_less(planned, more):
    up = planned.ascent_m / planned.distance_m
    flat = replace(planned, ascent_m=min(up, 0.02) * planned.distance_m, descent_m=0.0)
    steep = replace(flat, descent_m=more * planned.distance_m)
    assert np.all(load(steep).load >= load(flat).load * (1 - 1e-9))
    assert np.all(load(steep).damage >= load(flat).damage * (1 - 1e-9))
    assert load(steep).change_log_sd >= load(flat).change_log_sd


@given(RUNS)
def test_walks_in_between_never_load_more_and_take_longer(planned):
    whole = replace(planned, walk_s=0.0)
    broken = replace(planned, walk_s=max(planned.walk_s, 5.0))
    assume(planned.speed_mps > CONSTANTS.brisk_walk_mps)
    assert np.all(load(broken).load <= load(whole).load)
    assert np.all(load(broken).damage <= load(whole).damage)
    assert load(broken).total_s >= load(whole).total_s
    assert load(whole).walking_s == 0


@given(RUNS, st.floats(0.95, 1.0), st.floats(1.01, 1.08))
def test_a_quicker_cadence_never_loads_a_tissue_of_force_more(planned, slower, times):
    """As far as the equations take a cadence: beyond that the force stays and the steps do not."""
    own = 60 * load(replace(planned, cadence_spm=None)).steps / load(planned).running_s
    slow = replace(planned, cadence_spm=own * slower)
    quick = replace(planned, cadence_spm=own * slower * times)
    assert np.all(load(quick).damage[:3] <= load(slow).damage[:3] * (1 + 1e-9))
    assert np.all(load(quick).load[:3] <= load(slow).load[:3] * (1 + 1e-9))


@given(RUNS)
def test_the_ways_add_up(planned):
    made = load(planned)
    assert made.running_m + made.walking_s * CONSTANTS.brisk_walk_mps == pytest.approx(
        planned.distance_m
    )
    assert made.running_m == pytest.approx(made.running_s * planned.speed_mps)
    assert made.total_s == made.running_s + made.walking_s
    assert made.load.shape == (len(TISSUES),)
    assert made.damage.shape == (len(TISSUES), len(PARAMETERS.damage_exponents))


def test_a_level_run_is_its_steps_by_hand():
    made = load(replace(STEADY, cadence_spm=170.0))
    step = estimate_step_load(3.0, PARAMETERS, cadence_spm=170.0, height_m=1.7)
    steps = 2000 * 170 / 60
    assert made.steps == pytest.approx(steps)
    for at, tissue in enumerate(FORCE_TISSUES):
        assert made.load[at] == pytest.approx(steps / 2 * float(step.impulse_bw_s(tissue)))
        ratio = float(step.peak_bw(tissue)) / reference_peaks_bw(PARAMETERS)[tissue]
        for place, power in enumerate(PARAMETERS.damage_exponents):
            assert made.damage[at, place] == pytest.approx(steps / 2 * ratio**power)
    assert made.load[3] == pytest.approx(steps / 2 * float(step.iliotibial_index))
    index = float(step.iliotibial_index)
    assert made.damage[3, 0] == pytest.approx(steps / 2 * index ** PARAMETERS.damage_exponents[0])


def test_hills_are_as_steep_as_the_record_says_or_as_they_must_be():
    up = load(replace(STEADY, ascent_m=60.0, cadence_spm=170.0))
    slope = CONSTANTS.hill_slope_frac
    level, hill = (
        estimate_step_load(3.0, PARAMETERS, cadence_spm=170.0, slope_frac=each, height_m=1.7)
        for each in (0.0, slope)
    )
    part = 60 / slope / 6000
    steps = 2000 * 170 / 60
    mean = (1 - part) * level.patellofemoral_impulse_bw_s + part * hill.patellofemoral_impulse_bw_s
    assert up.load[0] == pytest.approx(steps / 2 * float(mean))
    steep = load(replace(STEADY, ascent_m=300.0, descent_m=600.0, cadence_spm=170.0))
    ways = [
        estimate_step_load(3.0, PARAMETERS, cadence_spm=170.0, slope_frac=each, height_m=1.7)
        for each in (0.15, -0.15)
    ]
    mean = ways[0].patellofemoral_impulse_bw_s / 3 + 2 * ways[1].patellofemoral_impulse_bw_s / 3
    assert steep.load[0] == pytest.approx(steps / 2 * float(mean))
    assert steep.change_log_sd > up.change_log_sd > load(STEADY).change_log_sd - 0.06


def test_without_a_cadence_or_a_height_the_typical_one_is_taken():
    typical = load(STEADY, height_m=PARAMETERS.reference_height_m)
    assert_same(load(STEADY, height_m=None), typical)
    assert 150 < 60 * typical.steps / typical.running_s < 180
    known = load(replace(STEADY, cadence_spm=60 * typical.steps / typical.running_s), height_m=None)
    np.testing.assert_allclose(known.load, typical.load, rtol=1e-9)
    assert known.change_log_sd < typical.change_log_sd


def test_taller_runners_take_fewer_steps_where_no_cadence_is_told():
    short, tall = load(STEADY, height_m=1.55), load(STEADY, height_m=1.9)
    assert tall.steps < short.steps
    assert tall.steps / short.steps == pytest.approx((1.55 / 1.9) ** 0.5)


def test_the_range_is_that_of_a_change_wider_by_the_slope():
    p = PARAMETERS
    told = replace(STEADY, cadence_spm=170.0)
    assert load(told).change_log_sd == pytest.approx(p.change_log_sd)
    untold = np.hypot(p.change_log_sd, p.change_cadence_missing_log_sd)
    assert load(STEADY).change_log_sd == pytest.approx(untold)
    hilly = load(replace(told, ascent_m=120.0, descent_m=60.0))
    by_slope = p.slope_log_sd_per_frac * 180 / 6000
    assert hilly.change_log_sd == pytest.approx(np.hypot(p.change_log_sd, by_slope))


@given(st.floats(150, 190), st.floats(2, 5), st.floats(2, 5))
def test_a_cadence_goes_with_the_speed_and_back(cadence, one, other):
    there = shifted_cadence_spm(cadence, one, other, PARAMETERS)
    assert shifted_cadence_spm(there, other, one, PARAMETERS) == pytest.approx(cadence)
    assert (there >= cadence) == (other >= one) or there == pytest.approx(cadence)
    assert shifted_cadence_spm(cadence, one, one, PARAMETERS) == pytest.approx(cadence)


def test_a_shifted_cadence_stays_within_what_can_be_planned():
    assert shifted_cadence_spm(259.0, 2.0, 6.0, PARAMETERS) == PLANNABLE["cadence_spm"][1]
    assert shifted_cadence_spm(101.0, 6.0, 2.0, PARAMETERS) == PLANNABLE["cadence_spm"][0]


@pytest.mark.parametrize("name", sorted(PLANNABLE))
def test_what_no_run_can_be_is_refused_and_the_ends_are_not(name):
    low, high = PLANNABLE[name]
    for wrong in (low - 0.001, high + 0.001, float("nan"), float("inf")):
        with pytest.raises(InvalidValueError, match=name):
            replace(PlannedRun(50_000.0, 3.0), **{name: wrong})
    for right in (low, high):
        assert getattr(replace(PlannedRun(50_000.0, 3.0), **{name: right}), name) == right


def test_more_hills_than_way_are_refused():
    with pytest.raises(InvalidValueError, match="fewer metres up and down than along"):
        PlannedRun(1000.0, 3.0, ascent_m=600.0, descent_m=401.0)
    assert PlannedRun(1000.0, 3.0, ascent_m=600.0, descent_m=400.0).descent_m == 400
