"""Laws of a step's load, then the published grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.core.load.step import BLOCK, estimate_step_load, newtons
from midstance.core.load.tissue import FORCE_TISSUES
from midstance.knowledge.parameters import load_parameters

PARAMETERS = load_parameters()

speeds = st.floats(0.5, 8)
cadences = st.none() | st.floats(100, 260)
slopes = st.floats(-0.4, 0.4)
heights = st.none() | st.floats(1.2, 2.2)
masses = st.none() | st.floats(35, 150)
contact_times = st.none() | st.floats(0.1, 0.6)
bodies = st.fixed_dictionaries({"height_m": heights, "mass_kg": masses})
rest = st.fixed_dictionaries(
    {
        "cadence_spm": cadences,
        "slope_frac": slopes,
        "height_m": heights,
        "contact_time_s": contact_times,
    }
)
HAIR = 1e-9


def knee_forces(speed, **inputs):
    load = estimate_step_load(speed, PARAMETERS, **inputs)
    return np.array([load.peak_bw(tissue) for tissue in FORCE_TISSUES])


@given(st.tuples(speeds, speeds).map(sorted), rest)
def test_more_speed_never_less_force(pair, inputs):
    slower, faster = (knee_forces(speed, **inputs) for speed in pair)
    assert np.all(faster >= slower - HAIR)


@given(speeds, st.tuples(slopes, slopes).map(sorted), rest)
def test_more_decline_never_less_force(speed, pair, inputs):
    steeper, gentler = (knee_forces(speed, **inputs | {"slope_frac": slope}) for slope in pair)
    assert np.all(steeper >= gentler - HAIR)


@given(speeds, st.tuples(*[st.floats(100, 260)] * 2).map(sorted), rest)
def test_lower_cadence_never_less_force(speed, pair, inputs):
    fewer, more = (knee_forces(speed, **inputs | {"cadence_spm": cadence}) for cadence in pair)
    assert np.all(fewer >= more - HAIR)


@given(st.tuples(speeds, speeds).map(sorted), slopes)
def test_more_speed_and_more_decline_never_less_iliotibial_index(pair, slope):
    at = [
        estimate_step_load(speed, PARAMETERS, slope_frac=-abs(slope)).iliotibial_index
        for speed in pair
    ]
    level = estimate_step_load(pair[1], PARAMETERS).iliotibial_index
    assert level - HAIR <= at[1]
    assert at[0] - HAIR <= at[1]


@given(speeds, rest, st.floats(35, 130), st.floats(1.1, 3))
def test_mass_scales_newtons_and_stress_and_no_body_weights(speed, inputs, mass, times):
    light = estimate_step_load(speed, PARAMETERS, mass_kg=mass, **inputs)
    heavy = estimate_step_load(speed, PARAMETERS, mass_kg=mass * times, **inputs)
    assert heavy.stress_mpa == pytest.approx(light.stress_mpa * times)
    for tissue in FORCE_TISSUES:
        assert heavy.peak_bw(tissue) == light.peak_bw(tissue)
        force_n = newtons(light.peak_bw(tissue), mass, PARAMETERS)
        assert newtons(heavy.peak_bw(tissue), mass * times, PARAMETERS) == pytest.approx(
            force_n * times
        )


@given(speeds, rest, masses)
def test_no_nan_and_nothing_negative_from_valid_input(speed, inputs, mass):
    load = estimate_step_load(speed, PARAMETERS, mass_kg=mass, **inputs)
    for name, value in vars(load).items():
        assert np.isfinite(value), name
        assert value > 0, name


@given(speeds, rest)
def test_loads_stay_within_what_a_knee_has_ever_borne(speed, inputs):
    load = estimate_step_load(speed, PARAMETERS, **inputs)
    assert 1 <= load.patellofemoral_bw <= 26
    assert 0.5 <= load.peak_vgrf_bw <= 4
    assert 5 <= load.knee_flexion_deg <= 90
    assert 0.08 <= load.contact_time_s <= 0.55


@given(st.lists(speeds, min_size=1, max_size=8), slopes)
def test_many_steps_at_once_are_the_same_as_one_by_one(many, slope):
    together = estimate_step_load(many, PARAMETERS, slope_frac=slope).patellofemoral_bw
    alone = [
        float(estimate_step_load(speed, PARAMETERS, slope_frac=slope).patellofemoral_bw)
        for speed in many
    ]
    assert together == pytest.approx(alone, rel=1e-12)


def test_blocks_leave_no_seam():
    speed = np.linspace(1, 7, 2 * BLOCK + 17)
    whole = estimate_step_load(speed, PARAMETERS, height_m=1.6)
    part = estimate_step_load(speed[BLOCK - 5 : BLOCK + 5], PARAMETERS, height_m=1.6)
    for name, value in vars(part).items():
        assert getattr(whole, name)[BLOCK - 5 : BLOCK + 5] == pytest.approx(value, rel=1e-12)


def test_inputs_broadcast_and_every_result_has_their_shape():
    load = estimate_step_load(
        np.array([[2.5], [3.5]]), PARAMETERS, slope_frac=[-0.1, 0, 0.1], mass_kg=60
    )
    assert {value.shape for value in vars(load).values()} == {(2, 3)}
    assert estimate_step_load([], PARAMETERS).patellofemoral_bw.shape == (0,)


def test_standing_is_no_load():
    for value in vars(estimate_step_load([0.0, 0.49], PARAMETERS, cadence_spm=160)).values():
        assert np.all(value == 0)


@pytest.mark.parametrize("name", ["cadence_spm", "slope_frac", "height_m", "contact_time_s"])
def test_a_nan_stays_in_its_place(name):
    typical = {"cadence_spm": 170.0, "slope_frac": 0.0, "height_m": 1.7, "contact_time_s": 0.24}
    inputs = {name: np.array([typical[name], np.nan])}
    load = estimate_step_load([3.0, 3.0], PARAMETERS, **inputs)
    assert np.isfinite(load.patellofemoral_bw).tolist() == [True, False]
    speeds_with_gap = estimate_step_load([np.nan, 3.0], PARAMETERS)
    assert np.isfinite(speeds_with_gap.stress_mpa).tolist() == [False, True]


@pytest.mark.parametrize(
    "inputs",
    [
        {"speed_mps": -1.0},
        {"speed_mps": 30.0},
        {"speed_mps": 3.0, "cadence_spm": 0.0},
        {"speed_mps": 3.0, "slope_frac": 6.0},
        {"speed_mps": 3.0, "height_m": 175.0},
        {"speed_mps": 3.0, "mass_kg": 0.0},
        {"speed_mps": 3.0, "contact_time_s": 240.0},
        {"speed_mps": np.inf},
    ],
)
def test_what_cannot_be_is_refused(inputs):
    with pytest.raises(InvalidValueError, match="Expected"):
        estimate_step_load(parameters=PARAMETERS, **inputs)


GRID = {
    2.5: (6.17, 6.66, 5.90, 6.96, 5.70, 2.33, 18.0),
    3.0: (6.63, 7.15, 6.34, 7.48, 6.13, 2.45, 19.3),
    3.5: (7.05, 7.60, 6.75, 7.95, 6.53, 2.55, 20.5),
    4.0: (7.45, 8.03, 7.14, 8.39, 6.91, 2.63, 21.7),
}


@pytest.mark.parametrize("speed", GRID)
def test_the_published_grid_is_met_within_one_percent(speed):
    expected = GRID[speed]
    body = {"height_m": 1.75, "mass_kg": 70}
    slopes_of_grid = [0, -0.06, 0.06, -0.10, 0.10]
    load = estimate_step_load(speed, PARAMETERS, slope_frac=slopes_of_grid, **body)
    assert load.patellofemoral_bw == pytest.approx(expected[:5], rel=0.01)
    assert load.peak_vgrf_bw[0] == pytest.approx(expected[5], rel=0.01)
    assert load.stress_mpa[0] == pytest.approx(expected[6], rel=0.01)


def test_the_tibiofemoral_grid_is_met():
    load = estimate_step_load([2.5, 3, 3.5, 4], PARAMETERS)
    assert load.tibiofemoral_bw == pytest.approx([9.6, 10.2, 10.7, 11.2], rel=0.01)
    assert load.patellar_tendon_bw / load.patellofemoral_bw == pytest.approx(0.98, abs=0.01)
