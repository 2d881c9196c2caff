"""Which changes before a day are unusual for this runner, with all the looks accounted for.

Each change is one number: the log of after over before, or after less before, turned so that more
of it is what is looked for. The same number is worked out for every earlier day with a run. On its
own scale (her median is 0, her one day in twenty is 1) the largest of all changes of a day is what
an eager eye would pick; how often that largest was as large before is the chance that something
would have stood out anyhow (the max-statistic of Westfall and Young).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.change_measures import Look, Measure, Told, measure
from midstance.core.load.change_runs import ChangeRuns, ChangeSessions

HIGH_QUANTILE = 0.95


class Turn(StrEnum):
    """Which way a change is looked for."""

    MORE = "more"
    LESS = "less"
    EITHER = "either"


class Scale(StrEnum):
    """How a change is counted: as times, or in points of the measure itself."""

    TIMES = "times"
    POINTS = "points"


@dataclass(frozen=True)
class ChangeRule:
    """How one change is looked for.

    Parameters
    ----------
    window_days : length of the recent stretch; it ends with the day that is asked about.
    usual_days : length of the usual before it, or less where her runs begin later.
    least : smallest change that is ever called unusual, as a log or in points.
    spare : added to both sides before the log, so that nothing is a number too [of the measure].
    """

    measure: Measure
    window_days: int
    usual_days: int
    turn: Turn
    scale: Scale
    least: float
    spare: float


@dataclass(frozen=True)
class SearchConstants:
    """How unusual is meant.

    Parameters
    ----------
    alarm_frac : on how many ordinary days something may be called unusual.
    strict_frac : times that is what a chance has to stay within, as her scale is drawn from the
        same days that it is used on.
    least_windows : earlier stretches of their own that a comparison takes.
    block_days : length of such a stretch.
    longest_days : days before a run in which the longest is looked for.
    look_back_days : how far back her past counts; what lies longer ago is another runner.
    """

    alarm_frac: float
    strict_frac: float
    least_windows: int
    block_days: int
    longest_days: int
    look_back_days: int


@dataclass(frozen=True, eq=False)
class Change:
    """One thing that was looked at; None is not known.

    Parameters
    ----------
    change : the number that is compared, above zero where it turned the way that is looked for.
    rose : whether after is more than before.
    run : which of the runs it is about, where it is about one.
    percentile_frac : share of her earlier days on which the change was smaller.
    size : on her own scale, where her median is 0 and her one day in twenty is 1.
    chance_frac : share of ordinary days on which something at least as unusual stands out, over all
        that is looked at.
    is_unusual : None while there is too little to compare with.
    history_day, history : (k,) earlier days and what the measure was then.
    """

    rule: ChangeRule
    before: float | None
    after: float | None
    change: float | None
    rose: bool
    run: int | None
    percentile_frac: float | None
    size: float | None
    chance_frac: float | None
    is_unusual: bool | None
    history_day: IntArray
    history: FloatArray


@dataclass(frozen=True, eq=False)
class ChangeSearch:
    """All that was looked at before a day.

    Parameters
    ----------
    last_run_day : the day with a run that everything ends with; None without one.
    windows : earlier stretches of their own that there was to compare with.
    """

    last_run_day: int | None
    windows: int
    changes: tuple[Change, ...]


def search_changes(
    runs: ChangeRuns,
    sessions: ChangeSessions,
    day: int,
    rules: Sequence[ChangeRule],
    constants: SearchConstants,
) -> ChangeSearch:
    """Look at every change before a day, the most unusual first.

    Parameters
    ----------
    day : ordinal of the day that is asked about; later runs play no part.

    Raises
    ------
    InvalidValueError
        The runs are not in the order of their days.

    Notes
    -----
    A change is unusual when chance <= alarm_frac * strict_frac: chance = (1 + N f) / (1 + N), f is
    the share of earlier days with this measure whose largest change, over all that is known on the
    day asked about, is at least as large, and N the number of stretches of them that do not
    overlap. Days whose runs the recent stretch shares are left out. Where another measure was not
    recorded on an earlier day, one of its other values stands in, so that a new sensor never makes
    the largest of a day look rare.
    """
    if np.any(np.diff(runs.day) < 0):
        raise InvalidValueError("Expected the runs in the order of their days.")
    runs = runs.among((runs.day <= day) & (runs.day > day - constants.look_back_days))
    if not len(runs):
        return ChangeSearch(None, 0, ())
    last = int(runs.day[-1])
    clear = max(rule.window_days for rule in rules)
    earlier = np.unique(runs.day[runs.day <= last - clear])
    days = np.append(earlier, last)
    told = [measure(rule.measure, _look(runs, sessions, days, rule, constants)) for rule in rules]
    numbers = np.stack([turned(rule, each) for rule, each in zip(rules, told, strict=True)])
    judged = _judge(numbers, earlier, np.array([rule.least for rule in rules]), constants)
    seen = _Seen(told, numbers, judged, earlier, constants.alarm_frac * constants.strict_frac)
    found = [_change(row, rule, seen) for row, rule in enumerate(rules)]
    return ChangeSearch(last, judged.windows, tuple(sorted(found, key=_rank)))


def turned(rule: ChangeRule, told: Told) -> FloatArray:
    """(r,) the change as one number, more of it being what is looked for."""
    if rule.scale is Scale.TIMES:
        change = np.log(told.after + rule.spare) - np.log(told.before + rule.spare)
    else:
        change = told.after - told.before
    if rule.turn is Turn.EITHER:
        return np.asarray(np.abs(change))
    return change if rule.turn is Turn.MORE else -change


def _look(
    runs: ChangeRuns,
    sessions: ChangeSessions,
    days: IntArray,
    rule: ChangeRule,
    constants: SearchConstants,
) -> Look:
    return Look(runs, sessions, days, rule.window_days, rule.usual_days, constants.longest_days)


@dataclass(frozen=True, eq=False)
class _Judged:
    """Sizes (k,) and chances (k,) on the day asked about; NaN where they cannot be told."""

    size: FloatArray
    chance: FloatArray
    windows: int


@dataclass(frozen=True, eq=False)
class _Seen:
    """Every measure on every day: (k,) as told, (k, r + 1) as numbers, judged on the last."""

    told: Sequence[Told]
    numbers: FloatArray
    judged: _Judged
    earlier: IntArray
    most_chance: float


def _judge(
    numbers: FloatArray, earlier: IntArray, least: FloatArray, constants: SearchConstants
) -> _Judged:
    """Hold the last column of (k, r + 1) numbers against all columns before it."""
    blocks = earlier // constants.block_days
    known = np.isfinite(numbers)
    past = known[:, :-1]
    windows = np.array([np.unique(blocks[row]).size for row in past])
    compared = known[:, -1] & (windows >= constants.least_windows)
    size = np.full(numbers.shape, np.nan)
    size[compared] = _sizes(numbers[compared], least[compared])
    here, chance = size[:, -1], np.full(least.size, np.nan)
    largest = _largest(size[compared, :-1])
    for row in np.flatnonzero(compared):
        often = float(np.mean(largest[past[row]] >= here[row]))
        chance[row] = (1 + windows[row] * often) / (1 + windows[row])
    return _Judged(here, chance, int(np.max(windows, initial=0)))


def _sizes(numbers: FloatArray, least: FloatArray) -> FloatArray:
    """Each number on its own scale; what is too small to matter is -inf."""
    middle = np.nanmedian(numbers, axis=1, keepdims=True)
    high = np.nanquantile(numbers, HIGH_QUANTILE, axis=1, keepdims=True)
    size = (numbers - middle) / np.maximum(high - middle, least[:, None])
    return np.where(numbers >= least[:, None], size, np.where(np.isnan(numbers), np.nan, -np.inf))


def _largest(size: FloatArray) -> FloatArray:
    """(r,) the largest of each day; where one is not known its known values stand in, in turn."""
    filled = size.copy()
    for row in filled:
        unknown = np.isnan(row)
        if unknown.any():
            row[unknown] = np.resize(row[~unknown], int(unknown.sum()))
    return np.max(filled, axis=0) if filled.size else np.empty(0)


def _change(row: int, rule: ChangeRule, seen: _Seen) -> Change:
    told, here, past = seen.told[row], float(seen.numbers[row, -1]), seen.numbers[row, :-1]
    chance = _known(seen.judged.chance[row])
    known = np.isfinite(here)
    kept: BoolArray = np.isfinite(told.after[:-1])
    return Change(
        rule=rule,
        before=_known(told.before[-1]) if known else None,
        after=_known(told.after[-1]) if known else None,
        change=here if known else None,
        rose=bool(told.after[-1] > told.before[-1]),
        run=int(told.run[-1]) if known and told.run is not None else None,
        percentile_frac=_percentile(past, here) if chance is not None else None,
        size=_known(seen.judged.size[row]),
        chance_frac=chance,
        is_unusual=None if chance is None else chance <= seen.most_chance,
        history_day=seen.earlier[kept],
        history=told.after[:-1][kept],
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _percentile(past: FloatArray, here: float) -> float:
    """Share of the earlier days on which it was smaller, ties halved."""
    past = past[np.isfinite(past)]
    return float(np.mean(past < here) + np.mean(past == here) / 2)


def _rank(change: Change) -> tuple[float, float, float]:
    """The unusual first, then by their size on her own scale; what is not known last."""
    unusual = 0.0 if change.is_unusual else 1.0
    size = -np.inf if change.size is None else change.size
    number = -np.inf if change.change is None else change.change
    return unusual, -size, -number
