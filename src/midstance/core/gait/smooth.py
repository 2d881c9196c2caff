"""A trembling series as smooth curves on an even grid: zero phase, gaps allowed, any frame rate."""

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray

LEAST_SAMPLES = 4
ORDER = 3


def fit_local_cubics(
    time_s: FloatArray, values: FloatArray, at_s: FloatArray, half_width_s: float
) -> FloatArray:
    r"""Fit a cubic through the neighbourhood of each instant and read it there.

    .. math:: \min_\beta \sum_i w\!\left(\tfrac{t_i - t}{h}\right)
              \Big(x_i - \sum_{k \le 3} \beta_k (t_i - t)^k\Big)^2, \qquad
              w(u) = (1 - |u|^3)^3

    Parameters
    ----------
    time_s : (n,) strictly increasing [s].
    values : (n, m) series; NaN is missing.
    at_s : (g,) increasing instants [s].
    half_width_s : h; where fewer than four samples are known within it, the answer is NaN [s].

    Returns
    -------
    (g, m) smoothed values.

    Notes
    -----
    The window is symmetric in time, so nothing is shifted. NaN outside the clip.
    """
    out = np.full((at_s.size, values.shape[1]), np.nan)
    if time_s.size < LEAST_SAMPLES or at_s.size == 0:
        return out
    index, offset, weight = _neighbours(time_s, at_s, half_width_s)
    known = np.isfinite(values)
    filled = np.nan_to_num(values)
    out[:] = _solve_shared(filled, index, offset, weight)
    for column in np.flatnonzero(~known.all(axis=0)):
        there = known[index, column]
        hard = np.flatnonzero(~(there | (weight == 0)).all(axis=1))
        kept = weight[hard] * there[hard]
        one = filled[:, column : column + 1]
        out[hard, column] = _solve_shared(one, index[hard], offset[hard], kept)[:, 0]
    return out


def _neighbours(
    time_s: FloatArray, at_s: FloatArray, half_width_s: float
) -> tuple[IntArray, FloatArray, FloatArray]:
    first = np.searchsorted(time_s, at_s - half_width_s, side="right")
    last = np.searchsorted(time_s, at_s + half_width_s, side="left")
    width = max(int((last - first).max()), 1)
    index = first[:, None] + np.arange(width)
    inside = index < last[:, None]
    index = np.minimum(index, time_s.size - 1)
    offset = (time_s[index] - at_s[:, None]) / half_width_s
    weight = np.where(inside, (1 - np.minimum(np.abs(offset), 1) ** 3) ** 3, 0.0)
    return index, offset, weight


def _solve_shared(
    values: FloatArray, index: IntArray, offset: FloatArray, weight: FloatArray
) -> FloatArray:
    """The constant of the weighted cubic: a row of weights for the samples of each window."""
    out = np.full((index.shape[0], values.shape[1]), np.nan)
    balanced = (
        (np.count_nonzero(weight > 0, axis=1) >= LEAST_SAMPLES)
        & ((offset < 0) & (weight > 0)).any(axis=1)
        & ((offset > 0) & (weight > 0)).any(axis=1)
    )
    if not balanced.any():
        return out
    index, offset, weight = index[balanced], offset[balanced], weight[balanced]
    powers = offset[..., None] ** np.arange(ORDER + 1)
    normal = np.einsum("gij,gi,gik->gjk", powers, weight, powers)
    normal += 1e-9 * np.eye(ORDER + 1) * np.trace(normal, axis1=1, axis2=2)[:, None, None]
    right = np.zeros((index.shape[0], ORDER + 1, 1))
    right[:, 0] = 1.0
    row = np.linalg.solve(normal, right)[..., 0]
    kernel = np.einsum("gij,gj->gi", powers, row) * weight
    out[balanced] = np.einsum("gi,gim->gm", kernel, values[index])
    return out
