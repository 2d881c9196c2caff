"""One steady step and its ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.load.inputs import InputSource
from midstance.core.load.steady import Ranged, estimate_steady_load
from midstance.core.load.step import estimate_step_load
from midstance.knowledge.parameters import load_parameters

PARAMETERS = load_parameters()


def ranges_of(steady):
    return {name: value for name, value in vars(steady).items() if isinstance(value, Ranged)}


def width(ranged):
    return ranged.high / ranged.low


@given(st.floats(0, 8), st.none() | st.floats(100, 260), st.none() | st.floats(-0.4, 0.4))
def test_every_value_lies_in_its_range(speed, cadence, slope):
    steady = estimate_steady_load(speed, PARAMETERS, cadence_spm=cadence, slope_frac=slope)
    for ranged in ranges_of(steady).values():
        assert 0 <= ranged.low <= ranged.value <= ranged.high


def test_the_values_are_those_of_the_step_model():
    steady = estimate_steady_load(3.2, PARAMETERS, cadence_spm=172, slope_frac=-0.03)
    step = estimate_step_load(3.2, PARAMETERS, cadence_spm=172, slope_frac=-0.03)
    for name, ranged in ranges_of(steady).items():
        assert ranged.value == float(getattr(step, name))


@pytest.mark.parametrize("known", ["cadence_spm", "height_m", "slope_frac", "contact_time_s"])
def test_knowing_more_never_widens_a_range(known):
    typical = {"cadence_spm": 170, "height_m": 1.75, "slope_frac": 0.0, "contact_time_s": 0.24}
    less = ranges_of(estimate_steady_load(3.0, PARAMETERS))
    more = ranges_of(estimate_steady_load(3.0, PARAMETERS, **{known: typical[known]}))
    assert width(more["patellofemoral_bw"]) < width(less["patellofemoral_bw"])
    for name in more.keys() - {"knee_flexion_deg"}:  # its range is the same sum everywhere
        assert width(more[name]) <= width(less[name]) + 1e-12


def test_it_says_what_was_measured():
    nothing = estimate_steady_load(3.0, PARAMETERS).inputs
    assert nothing.cadence is InputSource.ESTIMATED
    assert nothing.contact_time is InputSource.ESTIMATED
    assert nothing.slope is InputSource.ABSENT
    assert nothing.height is InputSource.ABSENT
    level = estimate_steady_load(3.0, PARAMETERS, slope_frac=0.0, mass_kg=60).inputs
    assert level.slope is InputSource.MEASURED
    assert level.mass is InputSource.MEASURED


def test_it_says_which_inputs_were_held_at_the_edge():
    assert estimate_steady_load(3.0, PARAMETERS, cadence_spm=170, slope_frac=0.1).held == ()
    steady = estimate_steady_load(
        7.5, PARAMETERS, cadence_spm=120, slope_frac=-0.35, height_m=2.1, contact_time_s=0.5
    )
    assert set(steady.held) == {
        "speed_mps",
        "cadence_spm",
        "slope_frac",
        "height_m",
        "contact_time_s",
    }


def test_the_range_of_the_level_is_that_of_the_evidence():
    steady = estimate_steady_load(
        3.0, PARAMETERS, cadence_spm=170, slope_frac=0.0, height_m=1.75, mass_kg=70
    )
    # log spread 0.105 (runner) and 0.26 (method), 90 %
    assert width(steady.patellofemoral_bw) == pytest.approx(2.516, rel=1e-3)
