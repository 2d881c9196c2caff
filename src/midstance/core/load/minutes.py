"""The heaviest minutes of a run."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

MINUTE_S = 60
ENOUGH_S = 30
"""A minute counts when at least half of it, or all the running there is, was running."""


@dataclass(frozen=True)
class Minutes:
    """The minutes that start in each row of a run, to be averaged over.

    Parameters
    ----------
    row : (k,) rows that hold a value, of `length` rows in all.
    weight : (k,) of each value.
    length, span : rows of the run and of one minute; the run's own where it is shorter.
    enough : (starts,) where enough of the minute holds a value.
    weights : (starts,) sum of the weights in each minute, 1 where there is too little.
    """

    row: IntArray
    weight: FloatArray
    length: int
    span: int
    enough: BoolArray
    weights: FloatArray

    def means(self, value: FloatArray) -> FloatArray:
        """(starts,) weighted mean of (k,) values; -inf where too little of the minute has one."""
        sums = _window_sums(self.row, self.weight * value, self.length, self.span)
        return np.where(self.enough, sums / self.weights, -np.inf)


def lay_out_minutes(row: IntArray, weight: FloatArray, length: int) -> Minutes:
    """Lay out the minutes of a run once for every quantity; see `minute_means`."""
    span = min(MINUTE_S, length)
    counted = _window_sums(row, None, length, span)
    enough = counted >= min(ENOUGH_S, counted.max(initial=1.0))
    weights = np.where(enough, _window_sums(row, weight, length, span), 1.0)
    return Minutes(row, weight, length, span, enough, weights)


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
    return lay_out_minutes(row, weight, length).means(value)


def _window_sums(row: IntArray, value: FloatArray | None, length: int, span: int) -> FloatArray:
    """Sums of what the rows of each window hold; without values, how many rows hold one."""
    total = np.zeros(length + 1)
    np.cumsum(np.bincount(row, weights=value, minlength=length), out=total[1:])
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
