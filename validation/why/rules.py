"""The rules that others go by: what they say of the same last days."""

from collections.abc import Callable, Mapping

import numpy as np

from midstance.core.load.change_measures import Measure
from midstance.core.load.change_runs import ChangeRuns

Rule = Callable[[ChangeRuns], bool]
AMOUNT = frozenset({Measure.LONGEST_RUN, Measure.WEEKLY_DISTANCE, Measure.RETURN})
"""Causes of which a rule about the amount of running may be said to have named them."""


def _distance(runs: ChangeRuns, first: int, end: int) -> float:
    """Metres run from `first` days ago up to `end` days ago, that one left out; 0 is the last."""
    ago = runs.day[-1] - runs.day
    return float(np.nansum(runs.distance_m[(ago < first) & (ago >= end)]))


def week_to_week(runs: ChangeRuns) -> bool:
    """Over 1.3 times the week before."""
    return _distance(runs, 7, 0) > 1.3 * _distance(runs, 14, 7)


def acute_to_chronic(runs: ChangeRuns) -> bool:
    """Over 1.5 times the mean week of the last four."""
    return _distance(runs, 7, 0) > 1.5 * _distance(runs, 28, 0) / 4


def ten_percent(runs: ChangeRuns) -> bool:
    """Over 1.1 times the week before."""
    return _distance(runs, 7, 0) > 1.1 * _distance(runs, 14, 7)


RULES: Mapping[str, Rule] = {
    "week over week, above 1.3": week_to_week,
    "acute:chronic, above 1.5": acute_to_chronic,
    "10 % rule": ten_percent,
}
