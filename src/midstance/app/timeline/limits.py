"""The one limit with a large group of runners behind it: a run against the longest before it."""

import numpy as np

from midstance.app.timeline.records import BarLimit
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.plan.constants import PlanConstants

SAME_FRAC = 1e-9  # what rounding adds to a run that is just as long


def longest_before(
    run_day: IntArray, size: FloatArray, days: IntArray, span_days: int
) -> FloatArray:
    r"""The largest run of the days before each day, :math:`L_d = \max \{x_r : d-s \le d_r < d\}`.

    Parameters
    ----------
    run_day, size : (n,) day of each run and its size; NaN or 0 is unknown.
    days : (m,) one day after the other.
    span_days : :math:`s` [days].

    Returns
    -------
    (m,) NaN where no run lies in the days before. Nothing is read of the day itself and of later
    ones.
    """
    if not len(days):
        return np.empty(0)
    first = int(days[0]) - span_days
    daily = np.full(len(days) + span_days, -np.inf)
    told = (size > 0) & (run_day >= first) & (run_day <= days[-1])
    np.maximum.at(daily, run_day[told] - first, size[told])
    windows = np.lib.stride_tricks.sliding_window_view(daily, span_days)[: len(days)]
    found = windows.max(axis=1)
    return np.where(np.isfinite(found), found, np.nan)


def fill_limits(
    edges: IntArray, run_day: IntArray, size: FloatArray, constants: PlanConstants
) -> tuple[tuple[BarLimit, ...], BoolArray]:
    """The largest run of each bar with its limit, and which runs (n,) pass theirs."""
    days = np.arange(edges[0], edges[-1])
    before = longest_before(run_day, size, days, round(constants.longest_days))
    inside = (size > 0) & (run_day >= edges[0]) & (run_day < edges[-1])
    told_day, told = run_day[inside], size[inside]
    most = constants.longest_times * before[told_day - edges[0]]
    passed = np.zeros(len(run_day), dtype=bool)
    passed[inside] = told > most * (1 + SAME_FRAC)

    bar = np.searchsorted(edges, told_day, side="right") - 1
    at_day = edges[:-1].copy()
    largest = np.full(len(at_day), np.nan)
    order = np.lexsort((-told_day, told, bar))  # the last of each bar is the first largest
    at_day[bar[order]], largest[bar[order]] = told_day[order], told[order]
    held = before[at_day - edges[0]]
    rows = zip(largest, held, constants.longest_times * held, strict=True)
    return tuple(BarLimit(*map(_known, row)) for row in rows), passed


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
