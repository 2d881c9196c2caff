"""From the device's own sampling to one row a second, without inventing anything in gaps."""

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray


def find_latest(time_s: FloatArray, n: int) -> IntArray:
    """Index of the last sample before the end of each of n seconds, -1 where there is none.

    Parameters
    ----------
    time_s : (k,) not negative, strictly increasing [s].
    n : number of seconds.
    """
    arrived = np.bincount(time_s.astype(np.int64), minlength=n)[:n]
    return np.cumsum(arrived) - 1


def hold_latest(
    time_s: FloatArray,
    values: FloatArray,
    latest: IntArray,
    *,
    row_s: FloatArray,
    not_before_s: FloatArray,
    longest_s: float,
) -> FloatArray:
    """Carry the last known value forward, for a while.

    Parameters
    ----------
    time_s, values : (n,) samples; NaN is missing.
    latest : (m,) last sample that a row may use, -1 for none.
    row_s : (m,) start of each row [s].
    not_before_s : (m,) values older than this are not used (the end of the last break) [s].
    longest_s : for how long a value holds [s].

    Returns
    -------
    (m,) values; NaN where nothing recent enough is known.
    """
    known = np.isfinite(values)
    source = latest
    if not known.all():
        index = np.maximum.accumulate(np.where(known, np.arange(values.size), -1))
        source = np.where(latest >= 0, index[latest], -1)
    at_s = time_s[source]
    fresh = (source >= 0) & (row_s - at_s < longest_s) & (at_s >= not_before_s)
    return np.where(fresh, values[source], np.nan)


def average_neighbours(values: FloatArray, usable: BoolArray, half: int) -> FloatArray:
    """Average each value with the usable ones up to `half` rows to either side.

    Parameters
    ----------
    values : (n,) one a second.
    usable : (n,) which of them count; a row that does not count gets NaN.
    half : rows to either side.

    Returns
    -------
    (n,) means over an unbroken stretch: an unusable row ends the window.
    """
    n = values.size
    index = np.arange(n)
    barred = np.where(usable, -1, index)
    last_barred = np.maximum.accumulate(barred)
    next_barred = np.minimum.accumulate(np.where(usable, n, index)[::-1])[::-1]
    reach = np.minimum(np.minimum(index - last_barred, next_barred - index) - 1, half)
    reach = np.maximum(reach, 0)
    total = np.zeros(n + 1)
    np.cumsum(np.where(usable, values, 0.0), out=total[1:])
    mean = np.zeros(n)
    width = 2 * half + 1
    mean[half : n - half] = (total[width:] - total[:-width]) / width
    short = np.flatnonzero(reach < half)
    near, far = short - reach[short], short + reach[short] + 1
    mean[short] = (total[far] - total[near]) / (far - near)
    return np.where(usable, mean, np.nan)
