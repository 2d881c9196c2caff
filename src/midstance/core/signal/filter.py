"""Smoothing that keeps what is real: running medians, Hampel's test, local straight lines."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

MAD_TO_SD = 1.4826


def _windows(values: FloatArray, width: int) -> FloatArray:
    half = width // 2
    padded = np.concatenate((np.full(half, np.nan), values, np.full(half, np.nan)))
    return np.asarray(sliding_window_view(padded, width), dtype=np.float64)


def _nan_medians(windows: FloatArray) -> FloatArray:
    ordered = np.sort(windows, axis=1)  # NaN last
    known = windows.shape[1] - np.count_nonzero(np.isnan(windows), axis=1)
    row = np.arange(windows.shape[0])
    low = ordered[row, np.maximum(known - 1, 0) // 2]
    high = ordered[row, np.minimum(known // 2, windows.shape[1] - 1)]
    return np.asarray(0.5 * (low + high))


def _median_of_five(values: FloatArray) -> FloatArray:
    a, b, c, d, e = (values[k : values.size - 4 + k] for k in range(5))
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), e))


def filter_median(values: FloatArray, width: int) -> FloatArray:
    """Replace each value by the median of its window.

    Parameters
    ----------
    values : (n,) evenly sampled; NaN is missing.
    width : odd number of samples.

    Returns
    -------
    (n,) medians of what is known in each window; NaN stays NaN. Towards the ends the window
        narrows from both sides, so that a straight line stays one.
    """
    n, half = values.size, width // 2
    if n <= 2 * half:
        medians = values.copy()
    elif width == 5:
        medians = np.concatenate((values[:half], _median_of_five(values), values[n - half :]))
        unsure = np.isnan(medians) & ~np.isnan(values)
        if unsure.any():
            medians[unsure] = _nan_medians(_windows(values, width)[unsure])
    else:
        medians = _nan_medians(_windows(values, width))
    _narrow_at_the_ends(values, medians, half)
    medians[np.isnan(values)] = np.nan
    return medians


def _narrow_at_the_ends(values: FloatArray, medians: FloatArray, half: int) -> None:
    n = values.size
    medians[:1], medians[n - 1 :] = values[:1], values[n - 1 :]
    for reach in range(1, min(half, (n + 1) // 2)):
        ends = np.stack((values[: 2 * reach + 1], values[n - 2 * reach - 1 :]))
        medians[[reach, n - 1 - reach]] = _nan_medians(ends)


def detect_outliers(values: FloatArray, width: int, threshold: float = 3.0) -> BoolArray:
    r"""Mark what lies far from its neighbours (Hampel's identifier).

    :math:`|x_i - m_i| > k \cdot 1.4826 \cdot \mathrm{MAD}_i` in a window around each value.

    Parameters
    ----------
    values : (n,) evenly sampled; NaN is missing and never an outlier.
    width : odd number of samples.
    threshold : k, in standard deviations of a normal distribution.

    Returns
    -------
    (n,) True at outliers.

    Notes
    -----
    Source: F. R. Hampel, "The influence curve and its role in robust estimation", 1974.
    """
    if values.size == 0:
        return np.zeros(0, dtype=bool)
    windows = _windows(values, width)
    median = _nan_medians(windows)
    spread = _nan_medians(np.abs(windows - median[:, None]))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(values - median) > threshold * MAD_TO_SD * spread)


def find_rising(values: FloatArray) -> BoolArray:
    """Choose which values to keep so that what is left never falls.

    Parameters
    ----------
    values : (n,) NaN is never kept.

    Returns
    -------
    (n,) True where kept: either all that reach the highest so far, or all that stay below the
        lowest to come, whichever keeps more, so that one wild value never costs the rest.
    """
    known = np.isfinite(values)
    highest = np.maximum.accumulate(np.where(known, values, -np.inf))
    lowest = np.minimum.accumulate(np.where(known, values, np.inf)[::-1])[::-1]
    forward, backward = known & (values >= highest), known & (values <= lowest)
    return forward if np.count_nonzero(forward) >= np.count_nonzero(backward) else backward


@dataclass(frozen=True)
class LocalLines:
    """A straight line fitted around each point: all (n,), NaN where there was too little.

    Parameters
    ----------
    level : the line's height at the point, in the unit of y.
    slope : its slope, in the unit of y per unit of x.
    spread : weighted sum of squared distances from the window's middle, in the unit of x cubed;
        with noise of variance s² that is correlated over a length c, the slope's variance
        is s² c / spread.
    """

    level: FloatArray
    slope: FloatArray
    spread: FloatArray


def fit_local_lines(
    x: FloatArray, y: FloatArray, weight: FloatArray, segment: IntArray, window: float
) -> LocalLines:
    r"""Fit a straight line by least squares in a window around each point.

    With weights :math:`w` and the window's means, the slope is
    :math:`\sum w (x-\bar x)(y-\bar y) / \sum w (x-\bar x)^2`. On evenly spaced points this is the
    first-order Savitzky-Golay filter; the spacing need not be even here.

    Parameters
    ----------
    x : (n,) never falling.
    y : (n,) NaN counts as weight 0.
    weight : (n,) not negative; the length of way that a point stands for.
    segment : (n,) never falling; no window reaches into another segment.
    window : full width, in the unit of x.

    Returns
    -------
    LocalLines

    Notes
    -----
    Windows at the ends of a segment are one-sided, and their `spread` says so. Sums run over
    the whole series once, so the cost does not depend on the window.

    Source: A. Savitzky and M. Golay, 1964; W. S. Cleveland, 1979.
    """
    if x.size == 0:
        return LocalLines(x.copy(), x.copy(), x.copy())
    known = np.isfinite(y) & (weight > 0)
    first, past = _window_bounds(x, segment, window)
    x_0, y_0 = x[x.size // 2], (y[known].mean() if known.any() else 0.0)
    w = np.where(known, weight, 0.0)
    dx, dy = x - x_0, np.where(known, y - y_0, 0.0)

    def summed(values: FloatArray) -> FloatArray:
        total = np.zeros(values.size + 1)
        np.cumsum(values, out=total[1:])
        return np.asarray(total.take(past) - total.take(first))

    with np.errstate(invalid="ignore", divide="ignore"):
        mass = summed(w)
        mean_x, mean_y = summed(w * dx) / mass, summed(w * dy) / mass
        spread = summed(w * dx * dx) - mass * mean_x * mean_x
        joint = summed(w * dx * dy) - mass * mean_x * mean_y
        enough = (mass > 0.25 * window) & (spread > mass * (0.05 * window) ** 2)
        slope = np.where(enough, joint / spread, np.nan)
        level = y_0 + mean_y + np.where(enough, slope, 0.0) * (dx - mean_x)
    level[~(mass > 1e-9 * window)] = np.nan
    return LocalLines(level, slope, np.where(enough, spread, np.nan))


def _window_bounds(x: FloatArray, segment: IntArray, window: float) -> tuple[IntArray, IntArray]:
    starts = np.flatnonzero(np.concatenate(([True], segment[1:] != segment[:-1])))
    ends = np.append(starts[1:], x.size)
    which = np.cumsum(np.concatenate(([0], segment[1:] != segment[:-1])))
    first = np.searchsorted(x, x - window / 2, side="left")
    past = np.searchsorted(x, x + window / 2, side="right")
    return np.maximum(first, starts[which]), np.minimum(past, ends[which])
