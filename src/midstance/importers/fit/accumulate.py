"""Counters that a file writes with too few bits, and times that it writes with five."""

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray


def accumulate(low: IntArray, full: FloatArray, bits: int) -> FloatArray:
    """Give a counter its lost high bits back: from one value to the next it only grows.

    Parameters
    ----------
    low : (n,) the lowest `bits` bits of each value.
    full : (n,) the whole value where the file gives it, NaN elsewhere; before the first of them
        the counter starts from its own first value.

    Examples
    --------
    >>> accumulate(np.array([30, 31, 2]), np.array([62.0, np.nan, np.nan]), 5).tolist()
    [62.0, 63.0, 66.0]
    """
    if low.size == 0:
        return np.empty(0)
    grown = np.concatenate(([0], np.cumsum(np.diff(low) & ((1 << bits) - 1))))
    known = np.flatnonzero(~np.isnan(full))
    latest = np.searchsorted(known, np.arange(low.size), side="right") - 1
    start = np.where(latest >= 0, known[latest] if known.size else 0, 0)
    base = np.where(latest >= 0, full[start], low[0])
    result: FloatArray = base + (grown - grown[start])
    return result
