"""Filters against slow and obvious counterparts, and the laws that they must keep."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from midstance.core.signal.filter import (
    detect_outliers,
    filter_median,
    find_rising,
    fit_local_lines,
)

values = st.floats(-1e4, 1e4) | st.just(np.nan)
series = hnp.arrays(np.float64, st.integers(0, 40), elements=values)
widths = st.sampled_from([1, 3, 5, 7])


def windows_of(x, width):
    half = width // 2
    return [x[max(i - half, 0) : i + half + 1] for i in range(x.size)]


def narrow_window(x, i, half):
    reach = min(half, i, x.size - 1 - i)
    return x[i - reach : i + reach + 1]


@given(series, widths)
def test_a_running_median_is_the_median_of_each_window(x, width):
    expected = [
        np.nan if np.isnan(x[i]) else np.nanmedian(narrow_window(x, i, width // 2))
        for i in range(x.size)
    ]
    np.testing.assert_allclose(filter_median(x, width), expected, rtol=1e-12, atol=1e-9)


@given(series, widths, st.floats(-50, 50))
def test_a_median_moves_and_turns_with_its_values(x, width, shift):
    np.testing.assert_allclose(
        filter_median(shift - x, width), shift - filter_median(x, width), atol=1e-8
    )


@given(st.integers(0, 40), widths, st.floats(-10, 10))
def test_a_median_leaves_a_straight_line_alone(n, width, slope):
    x = slope * np.arange(n)
    np.testing.assert_allclose(filter_median(x, width), x, atol=1e-9)


@given(hnp.arrays(np.float64, st.integers(5, 40), elements=st.floats(-1e4, 1e4)))
def test_a_median_of_five_removes_any_two_neighbouring_wild_values(x):
    calm = np.zeros(x.size + 10)
    wild = calm.copy()
    wild[7:9] = x[:2]
    np.testing.assert_array_equal(filter_median(wild, 5), calm)


@given(series, st.sampled_from([3, 5, 7]))
def test_outliers_are_those_that_hampel_names(x, width):
    expected = []
    for i, window in enumerate(windows_of(x, width)):
        median = np.nanmedian(window) if np.isfinite(window).any() else np.nan
        spread = np.nanmedian(np.abs(window - median)) if np.isfinite(median) else np.nan
        expected.append(bool(abs(x[i] - median) > 3 * 1.4826 * spread))
    np.testing.assert_array_equal(detect_outliers(x, width), expected)


@given(series)
def test_what_is_kept_as_rising_never_falls(x):
    kept = x[find_rising(x)]
    assert np.isfinite(kept).all()
    assert (np.diff(kept) >= 0).all()
    assert find_rising(kept).all()


@given(st.integers(3, 50), st.data(), st.floats(-1e6, 1e6))
def test_one_wild_value_never_costs_more_than_itself(n, data, wild):
    x = np.arange(float(n))
    place = data.draw(st.integers(0, n - 1))
    x[place] = wild
    assert np.count_nonzero(find_rising(x)) >= n - 1


@st.composite
def ways(draw):
    n = draw(st.integers(2, 60))
    steps = draw(hnp.arrays(np.float64, n, elements=st.floats(0.5, 6)))
    return np.cumsum(steps), steps


@given(ways(), st.floats(-0.4, 0.4), st.floats(-500, 2000), st.floats(20, 200))
def test_a_straight_line_is_found_whatever_the_spacing(way, slope, level, window):
    x, steps = way
    lines = fit_local_lines(x, level + slope * x, steps, np.zeros(x.size, dtype=int), window)
    known = np.isfinite(lines.slope)
    np.testing.assert_allclose(lines.slope[known], slope, atol=1e-6)
    np.testing.assert_allclose(lines.level[known], (level + slope * x)[known], atol=1e-5)


@given(ways(), st.integers(0, 2**32 - 1), st.floats(20, 100))
def test_each_line_is_the_weighted_least_squares_fit_of_its_window(way, seed, window):
    x, steps = way
    apart = np.abs(np.subtract.outer(x, x))
    assume((np.abs(apart - window / 2) > 1e-9).all())  # on the border either is right
    y = np.random.default_rng(seed).normal(size=x.size)
    lines = fit_local_lines(x, y, steps, np.zeros(x.size, dtype=int), window)
    for i in np.flatnonzero(np.isfinite(lines.slope)):
        near = np.abs(x - x[i]) <= window / 2
        slope, level = np.polyfit(x[near] - x[i], y[near], 1, w=np.sqrt(steps[near]))
        assert lines.slope[i] == pytest.approx(slope, abs=1e-6)
        assert lines.level[i] == pytest.approx(level, abs=1e-6)


@given(ways(), st.integers(0, 2**32 - 1), st.data())
def test_no_line_reaches_into_another_segment(way, seed, data):
    x, steps = way
    y = np.random.default_rng(seed).normal(size=x.size)
    cut = data.draw(st.integers(1, x.size - 1))
    segment = (np.arange(x.size) >= cut).astype(int)
    both = fit_local_lines(x, y, steps, segment, 40)
    alone = fit_local_lines(x[:cut], y[:cut], steps[:cut], segment[:cut], 40)
    np.testing.assert_allclose(both.slope[:cut], alone.slope, atol=1e-7)


@given(ways(), st.data())
def test_a_missing_value_counts_as_no_weight(way, data):
    x, steps = way
    y = np.sin(x)
    gone = data.draw(st.integers(0, x.size - 1))
    missing, weightless = y.copy(), steps.copy()
    missing[gone], weightless[gone] = np.nan, 0
    a = fit_local_lines(x, missing, steps, np.zeros(x.size, dtype=int), 40)
    b = fit_local_lines(x, y, weightless, np.zeros(x.size, dtype=int), 40)
    np.testing.assert_allclose(a.slope, b.slope, atol=1e-9)


def test_nothing_in_nothing_out():
    nothing = np.zeros(0)
    assert fit_local_lines(nothing, nothing, nothing, nothing.astype(int), 10).slope.size == 0
    assert detect_outliers(nothing, 7).size == 0
    assert filter_median(nothing, 5).size == 0


def test_a_way_of_150_km_costs_no_precision():
    steps = np.full(50_000, 3.0)
    x = np.cumsum(steps)
    lines = fit_local_lines(x, 500 + 0.05 * x, steps, np.zeros(x.size, dtype=int), 80)
    np.testing.assert_allclose(lines.slope, 0.05, atol=1e-5)
