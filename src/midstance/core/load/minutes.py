"""The heaviest minutes of a run."""

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

MINUTE_S = 60
ENOUGH_S = 30
"""A minute counts when at least half of it, or all the running there is, was running."""


def minute_means(row: IntArray, weight: FloatArray, value: FloatArray, length: int) -> FloatArray:
    """Weighted mean of each minute of a run; -inf where too little of the minute was running.

    Parameters
    ----------
    row : (k,) rows that hold a value, of `length` rows in all.
    weight, value : (k,).

    Returns
    -------
    (starts,) mean of the minute that starts in each row; one for runs of a minute or less.
    """
    span = min(MINUTE_S, length)
    counted = _window_sums(row, np.ones(row.size), length, span)
    weights = _window_sums(row, weight, length, span)
    sums = _window_sums(row, weight * value, length, span)
    enough = counted >= min(ENOUGH_S, counted.max(initial=1.0))
    return np.where(enough, sums / np.where(enough, weights, 1.0), -np.inf)


def _window_sums(row: IntArray, value: FloatArray, length: int, span: int) -> FloatArray:
    total = np.concatenate(([0.0], np.cumsum(np.bincount(row, weights=value, minlength=length))))
    return total[span:] - total[:-span] if span else np.zeros(0)


def choose_minutes(means: FloatArray, count: int) -> tuple[int, ...]:
    """Starts of the heaviest minutes, heaviest first, none overlapping."""
    free: BoolArray = np.isfinite(means)
    chosen: list[int] = []
    while len(chosen) < count and free.any():
        start = int(np.argmax(np.where(free, means, -np.inf)))
        chosen.append(start)
        free[max(start - MINUTE_S + 1, 0) : start + MINUTE_S] = False
    return tuple(chosen)
