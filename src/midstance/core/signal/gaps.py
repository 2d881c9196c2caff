"""Half-open intervals of time: where nothing was recorded, and how much of it lies where."""

import numpy as np

from midstance.core.base.arrays import FloatArray

NO_INTERVALS: FloatArray = np.empty((0, 2))
NO_INTERVALS.flags.writeable = False


def find_gaps(time_s: FloatArray, longest_s: float) -> FloatArray:
    """Find the intervals between neighbouring samples that are longer than allowed.

    Parameters
    ----------
    time_s : (n,) strictly increasing [s].
    longest_s : the longest step that is no gap [s].

    Returns
    -------
    (k, 2) intervals [s].
    """
    last = np.flatnonzero(np.diff(time_s) > longest_s)
    return np.column_stack((time_s[last], time_s[last + 1])) if last.size else NO_INTERVALS


def merge_intervals(intervals_s: FloatArray) -> FloatArray:
    """Unite intervals that touch or overlap, in order; empty and backward ones vanish.

    Parameters
    ----------
    intervals_s : (k, 2) in any order [s].

    Returns
    -------
    (m, 2) sorted, disjoint, not touching [s].
    """
    kept = intervals_s[intervals_s[:, 1] > intervals_s[:, 0]]
    if kept.shape[0] < 2:
        return kept
    kept = kept[np.argsort(kept[:, 0], kind="stable")]
    reach_s = np.maximum.accumulate(kept[:, 1])
    opens = np.concatenate(([True], kept[1:, 0] > reach_s[:-1]))
    first = np.flatnonzero(opens)
    last = np.append(first[1:] - 1, kept.shape[0] - 1)
    return np.column_stack((kept[first, 0], reach_s[last]))


def clip_intervals(intervals_s: FloatArray, start_s: float, end_s: float) -> FloatArray:
    """Keep what of the intervals lies in [start_s, end_s)."""
    clipped = np.clip(intervals_s, start_s, end_s)
    return clipped[clipped[:, 1] > clipped[:, 0]]


def measure_covered(intervals_s: FloatArray, until_s: FloatArray) -> FloatArray:
    """Measure how much of the time before each instant lies inside the intervals.

    Parameters
    ----------
    intervals_s : (k, 2) sorted and disjoint [s].
    until_s : (n,) instants [s].

    Returns
    -------
    (n,) covered time before each instant [s], never falling.
    """
    if intervals_s.shape[0] == 0:
        return np.zeros(until_s.shape)
    knots_s = intervals_s.ravel()
    covered_s = np.zeros(knots_s.size)
    covered_s[1::2] = np.cumsum(intervals_s[:, 1] - intervals_s[:, 0])
    covered_s[2::2] = covered_s[1:-1:2]
    return np.interp(until_s, knots_s, covered_s)
