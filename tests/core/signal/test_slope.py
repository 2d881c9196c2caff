"""Altitude and slope: exact where they can be, honest about the rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from midstance.core.signal.slope import (
    QUALITIES,
    STEEPEST_FRAC,
    choose_altitude_source,
    estimate_climb,
    estimate_slope,
    find_quantum,
)

sources = st.sampled_from(sorted(QUALITIES))
hills = hnp.arrays(np.float64, st.integers(2, 80), elements=st.floats(-50, 500))


def run_over(altitude_m, source, speed_mps=3.0, recorded=None):
    n = altitude_m.size
    distance_m = speed_mps * (np.arange(n) + 0.5)
    recorded = np.ones(n, dtype=bool) if recorded is None else recorded
    return estimate_slope(altitude_m, distance_m, np.full(n, speed_mps), recorded, source)


@given(st.floats(-0.39, 0.39), st.floats(1.5, 6), sources)
def test_an_even_hill_has_its_slope_everywhere(grade, speed_mps, source):
    n = 400
    slope = run_over(100 + grade * speed_mps * np.arange(n), source, speed_mps)
    np.testing.assert_allclose(slope.grade_frac[5:-5], grade, atol=1e-3)


@given(hills, st.floats(-400, 400), sources)
def test_the_height_of_the_start_does_not_matter(altitude_m, shift_m, source):
    slope, shifted = run_over(altitude_m, source), run_over(altitude_m + shift_m, source)
    np.testing.assert_allclose(shifted.grade_frac, slope.grade_frac, atol=1e-9)
    np.testing.assert_allclose(shifted.altitude_m, slope.altitude_m + shift_m, atol=1e-7)


@given(hills, sources)
def test_the_way_back_has_the_opposite_slope(altitude_m, source):
    there, back = run_over(altitude_m, source), run_over(altitude_m[::-1].copy(), source)
    np.testing.assert_allclose(back.grade_frac[::-1], -there.grade_frac, atol=1e-9)
    np.testing.assert_allclose(back.grade_sd_frac[::-1], there.grade_sd_frac, atol=1e-9)


@given(hills, sources)
def test_no_slope_is_steeper_than_forty_percent_and_each_has_its_uncertainty(altitude_m, source):
    slope = run_over(altitude_m, source)
    known = np.isfinite(slope.grade_frac)
    assert (np.abs(slope.grade_frac[known]) <= STEEPEST_FRAC).all()
    assert (slope.grade_sd_frac[known] > 0).all()
    np.testing.assert_array_equal(np.isfinite(slope.grade_sd_frac), known)


def test_the_ends_are_less_certain_than_the_middle():
    sd = run_over(np.zeros(400), "barometer").grade_sd_frac
    assert sd[0] > 1.5 * sd[200]
    quality = QUALITIES["barometer"]
    full = quality.noise_m * np.sqrt(12 * quality.correlation_m / quality.window_m**3)
    assert sd[200] == pytest.approx(full, rel=0.15)


@pytest.mark.parametrize("source", sorted(QUALITIES))
def test_the_stated_uncertainty_is_that_of_noise_of_the_stated_kind(source):
    quality, random, speed_mps = QUALITIES[source], np.random.default_rng(7), 3.0
    width = round(quality.correlation_m / speed_mps)
    white = random.normal(size=200_000 + width)
    noise = np.convolve(white, np.full(width, 1 / np.sqrt(width)), mode="valid")[:200_000]
    slope = run_over(quality.noise_m * noise, source, speed_mps)
    stated, actual = np.nanmedian(slope.grade_sd_frac), np.nanstd(slope.grade_frac)
    assert 0.7 < actual / stated < 1.3


def test_standing_adds_no_weight():
    walked = 0.1 * 3.0 * np.arange(200)
    stood = np.concatenate((walked[:100], np.full(300, walked[99] + 0.3), walked[100:]))
    way_m = np.concatenate((np.full(100, 3.0), np.zeros(300), np.full(100, 3.0)))
    distance_m = np.cumsum(way_m)
    recorded = np.ones(500, dtype=bool)
    slope = estimate_slope(stood, distance_m, way_m, recorded, "barometer")
    np.testing.assert_allclose(slope.grade_frac[:90], 0.1, atol=2e-3)
    np.testing.assert_allclose(slope.grade_frac[410:], 0.1, atol=2e-3)


def test_a_new_zero_in_a_break_is_no_wall():
    altitude_m = np.concatenate((np.zeros(200), np.full(60, np.nan), np.full(200, 40.0)))
    recorded = np.isfinite(altitude_m)
    way_m = np.where(recorded, 3.0, 0.0)
    slope = estimate_slope(altitude_m, np.cumsum(way_m), way_m, recorded, "barometer")
    np.testing.assert_allclose(slope.grade_frac[recorded], 0, atol=1e-9)
    assert np.isnan(slope.grade_frac[~recorded]).all()


@given(hills, st.floats(0.1, 10))
def test_climbs_and_descents_swap_on_the_way_back(altitude_m, hysteresis_m):
    ascent_m, descent_m = estimate_climb(altitude_m, hysteresis_m)
    back = estimate_climb(altitude_m[::-1], hysteresis_m)
    assert ascent_m >= 0 <= descent_m
    assert back == pytest.approx((descent_m, ascent_m), abs=2.01 * hysteresis_m)


@given(hills, st.floats(0.1, 10))
def test_climbs_less_descents_is_the_difference_in_height(altitude_m, hysteresis_m):
    ascent_m, descent_m = estimate_climb(altitude_m, hysteresis_m)
    net_m = altitude_m[-1] - altitude_m[0]
    assert ascent_m - descent_m == pytest.approx(net_m, abs=2 * hysteresis_m + 1e-6)


@given(hills, st.floats(0, 5), st.floats(0, 5))
def test_a_wider_hysteresis_never_climbs_more(altitude_m, one_m, two_m):
    low, high = min(one_m, two_m), max(one_m, two_m)
    assert estimate_climb(altitude_m, high)[0] <= estimate_climb(altitude_m, low)[0] + 1e-9


def test_climbs_by_hand():
    assert estimate_climb(np.array([0, 10, 8, 12.0]), 3) == (12, 0)
    assert estimate_climb(np.array([0, 10, 6, 12.0]), 3) == (16, 4)
    assert estimate_climb(np.array([5, 3, 0, 2, 10, 9, 8, 2, 7, 20, 18.0]), 3) == (28, 13)
    assert estimate_climb(np.array([0, 1, 0, 1, 0.0]), 3) == (0, 0)
    assert estimate_climb(np.array([np.nan]), 3) == (0, 0)


@given(st.sampled_from([0.1, 0.2, 1.0]), st.integers(0, 2**32 - 1))
def test_the_quantum_of_a_series_is_found(quantum_m, seed):
    random = np.random.default_rng(seed)
    altitude_m = quantum_m * np.cumsum(random.integers(-1, 2, size=500))
    assert find_quantum(altitude_m) == pytest.approx(quantum_m)


def test_a_coarse_altitude_counts_as_gps_whatever_the_device_says():
    coarse, fine = np.arange(50.0), 0.2 * np.arange(50.0)
    assert choose_altitude_source(coarse, has_barometer=True) == "gps"
    assert choose_altitude_source(fine, has_barometer=True) == "barometer"
    assert choose_altitude_source(fine, has_barometer=None) == "barometer"
    assert choose_altitude_source(fine, has_barometer=False) == "gps"
    assert choose_altitude_source(np.full(3, np.nan), has_barometer=True) == "none"
    assert choose_altitude_source(None, has_barometer=True) == "none"
