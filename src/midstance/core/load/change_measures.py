"""What was otherwise before a day: each measure in the days up to it, and in her usual before that.

A measure is worked out for many days at once: `before` and `after` for each of them, NaN where it
cannot be told. Nothing here says whether a change is unusual or matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.load.change_runs import ChangeRuns, ChangeSessions

WEEK_DAYS = 7
FAST_FRAC = 0.1
"""The fastest tenth of her usual running is fast for her."""

LEAST_KNOWN_FRAC = 0.6
"""A stretch speaks where so much of its running is known."""

FEWEST_RECENT, FEWEST_USUAL = 1, 5
FEWEST_FIT = 10
RECENT_RUNS = 30
NEW_DAYS = 28


class Measure(StrEnum):
    """Everything that is looked at."""

    LONGEST_RUN = "longest_run"
    HEAVIEST_RUN = "heaviest_run"
    WEEKLY_DISTANCE = "weekly_distance"
    DOWNHILL = "downhill"
    FAST_TIME = "fast_time"
    STEP_RATE = "step_rate"
    STEP_LENGTH = "step_length"
    CONTACT_TIME = "contact_time"
    BALANCE = "balance"
    NEW_SHOES = "new_shoes"
    CHANGED_SHOES = "changed_shoes"
    WORN_SHOES = "worn_shoes"
    RETURN = "return"
    DAYS_IN_A_ROW = "days_in_a_row"
    TREADMILL = "treadmill"
    TRAIL = "trail"
    STRENGTH = "strength"
    MOBILITY = "mobility"
    OTHER_SPORT = "other_sport"


@dataclass(frozen=True, eq=False)
class Stretches:
    """For each of (r,) days a half-open range of days and of the runs in it."""

    first_day: IntArray
    end_day: IntArray
    first: IntArray
    end: IntArray

    @classmethod
    def of(cls, day: IntArray, first_day: IntArray, end_day: IntArray) -> "Stretches":
        """The runs with first_day <= day < end_day; `day` is in order."""
        first, end = (np.searchsorted(day, edge, "left") for edge in (first_day, end_day))
        return cls(first_day, end_day, first.astype(np.int64), end.astype(np.int64))

    @property
    def count(self) -> IntArray:
        """(r,) how many runs there are."""
        return self.end - self.first

    def sum(self, value: FloatArray) -> FloatArray:
        """(r, ...) the sum over the runs of each stretch."""
        sums = np.concatenate([np.zeros((1, *value.shape[1:])), np.cumsum(value, axis=0)])
        return np.asarray(sums[self.end] - sums[self.first])

    def most(self, value: FloatArray) -> tuple[FloatArray, IntArray]:
        """(r,) the largest value and whose it is; -inf and 0 where there is none."""
        best = np.full(self.first.size, -np.inf)
        at = np.zeros(self.first.size, dtype=np.int64)
        padded = np.append(np.where(np.isnan(value), -np.inf, value), -np.inf)
        for back in range(1, int(np.max(self.count, initial=0)) + 1):
            run = np.where(back <= self.count, self.end - back, value.size)
            better = padded[run] > best
            best, at = np.where(better, padded[run], best), np.where(better, run, at)
        return best, at

    def mean(self, value: FloatArray, weight: FloatArray, fewest: int) -> FloatArray:
        """(r,) weighted mean of what is known; NaN where too little is."""
        known = np.isfinite(value) & np.isfinite(weight)
        held = np.where(known, weight, 0.0)
        whole = self.sum(np.where(np.isfinite(weight), weight, 0.0))
        part = self.sum(held)
        count = self.sum(known.astype(np.float64))
        enough = (part >= LEAST_KNOWN_FRAC * whole) & (count >= fewest) & (part > 0)
        total = self.sum(np.where(known, value, 0.0) * held)
        return np.where(enough, total / np.where(enough, part, 1.0), np.nan)


@dataclass(frozen=True)
class Told:
    """A measure on (r,) days: what it was before and after; `run` is the run that it is about."""

    before: FloatArray
    after: FloatArray
    run: IntArray | None = None


@dataclass(frozen=True, eq=False)
class Look:
    """The days that are looked at, each with its recent stretch and her usual before it.

    Parameters
    ----------
    days : (r,) ordinals; the recent stretch ends with the day itself.
    longest_days : days before a run in which the longest is looked for.
    """

    runs: ChangeRuns
    sessions: ChangeSessions
    days: IntArray
    window_days: int
    usual_days: int
    longest_days: int

    @cached_property
    def recent(self) -> Stretches:
        return Stretches.of(self.runs.day, self.days + 1 - self.window_days, self.days + 1)

    @cached_property
    def usual(self) -> Stretches:
        end = self.days + 1 - self.window_days
        first_run = self.runs.day[0] if len(self.runs) else 0
        first = np.minimum(np.maximum(end - self.usual_days, first_run), end)
        return Stretches.of(self.runs.day, first, end)

    @cached_property
    def has_past(self) -> BoolArray:
        """(r,) whether her runs go back far enough to know what was usual."""
        days = self.usual.end_day - self.usual.first_day
        return (2 * days >= self.usual_days) & (self.recent.count >= FEWEST_RECENT)

    @cached_property
    def has_usual(self) -> BoolArray:
        """(r,) whether there are runs in the usual stretch."""
        return self.has_past & (self.usual.count >= FEWEST_USUAL)

    def a_week(self, value: FloatArray) -> Told:
        """Sum a week of (n,) values, of which most have to be known."""
        known = np.isfinite(value)
        held = np.where(known, value, 0.0)
        before, after = (
            np.where(self.has_enough(known, part), part.sum(held) * WEEK_DAYS / days, np.nan)
            for part, days in self.parts()
        )
        return Told(before, after)

    def mean(self, value: FloatArray) -> Told:
        """Mean of (n,) values, by distance."""
        weight = self.runs.distance_m
        return Told(
            self.usual.mean(value, weight, FEWEST_USUAL),
            self.recent.mean(value, weight, FEWEST_RECENT),
        )

    def parts(self) -> tuple[tuple[Stretches, FloatArray], ...]:
        """Usual and recent stretch, each with its (r,) length in days."""
        usual_days = np.maximum(self.usual.end_day - self.usual.first_day, 1).astype(np.float64)
        recent_days = np.full(self.days.size, float(self.window_days))
        return (self.usual, usual_days), (self.recent, recent_days)

    def has_enough(self, known: BoolArray, part: Stretches) -> BoolArray:
        """(r,) whether most of the distance of a stretch lies in runs with something known."""
        weight = np.where(np.isfinite(self.runs.distance_m), self.runs.distance_m, 0.0)
        whole = part.sum(weight)
        return (part.sum(weight * known) >= LEAST_KNOWN_FRAC * whole) & (whole > 0)


def measure(name: Measure, look: Look) -> Told:
    """One measure on every day of a look; NaN where a usual or the measure itself is not known."""
    told = MEASURES[name](look)
    known = np.isfinite(told.before) & np.isfinite(told.after)
    # who comes back after long has no runs in the weeks before
    known &= look.has_past if name is Measure.RETURN else look.has_usual
    return Told(np.where(known, told.before, np.nan), np.where(known, told.after, np.nan), told.run)


def _longest(look: Look, size: FloatArray) -> Told:
    """The run that lies furthest above the largest of the days before it."""
    day = look.runs.day
    earlier = Stretches.of(day, day - look.longest_days, day)
    largest, _ = earlier.most(size)
    known = (largest > 0) & (earlier.count >= 3) & (size > 0)
    ratio = np.where(known, size, np.nan) / np.where(known, largest, 1.0)
    best, run = look.recent.most(ratio)
    found = np.isfinite(best)
    return Told(np.where(found, largest[run], np.nan), np.where(found, size[run], np.nan), run)


def _longest_run(look: Look) -> Told:
    return _longest(look, look.runs.distance_m)


def _heaviest_run(look: Look) -> Told:
    return _longest(look, look.runs.load)


def _weekly_distance(look: Look) -> Told:
    return look.a_week(look.runs.distance_m)


def _downhill(look: Look) -> Told:
    runs = look.runs
    return look.a_week(np.where(runs.is_treadmill & np.isnan(runs.descent_m), 0.0, runs.descent_m))


def _fast_time(look: Look) -> Told:
    """Minutes a week faster than nine tenths of her usual running."""
    seconds = look.runs.seconds_by_speed
    counted = np.sum(seconds, axis=1)
    is_counted = np.where(counted > 0, 1.0, np.nan)
    usual, recent = look.usual.sum(seconds), look.recent.sum(seconds)
    threshold = _quantile(usual, 1 - FAST_FRAC)
    fast_s = np.stack([_above(usual, threshold), _above(recent, threshold)])
    before, after = (
        np.where(
            look.has_enough(np.isfinite(is_counted), part), fast * WEEK_DAYS / days / 60, np.nan
        )
        for fast, (part, days) in zip(fast_s, look.parts(), strict=True)
    )
    return Told(before, after)


def _quantile(counts: FloatArray, frac: float) -> FloatArray:
    """(r,) where that share of (r, b) counts lies below, in bins; even within a bin."""
    cumulated = np.cumsum(counts, axis=1)
    wanted = frac * cumulated[:, -1]
    at = np.minimum(np.sum(cumulated < wanted[:, None], axis=1), counts.shape[1] - 1)
    row = np.arange(at.size)
    inside = counts[row, at]
    below = cumulated[row, at] - inside
    within = (wanted - below) / np.where(inside > 0, inside, 1.0)
    return np.asarray(at + np.where(inside > 0, within, 0.0))


def _above(counts: FloatArray, threshold: FloatArray) -> FloatArray:
    """(r,) sum of the counts above a threshold in bins."""
    share = np.clip(np.arange(counts.shape[1]) + 1 - threshold[:, None], 0.0, 1.0)
    return np.asarray(np.sum(counts * share, axis=1))


def _step_rate(look: Look) -> Told:
    return look.mean(at_like_speed(look.runs, look.runs.cadence_spm))


def _contact_time(look: Look) -> Told:
    return look.mean(at_like_speed(look.runs, look.runs.contact_time_s))


def at_like_speed(runs: ChangeRuns, value: FloatArray) -> FloatArray:
    """(n,) what each value would be at her usual speed: the straight line of the logs taken off."""
    speed = runs.speed_mps
    known = np.isfinite(value) & np.isfinite(speed) & (value > 0)
    if np.sum(known) < FEWEST_FIT:
        return np.where(known, value, np.nan)
    x = np.log(speed[known])
    x = x - np.median(x)
    y = np.log(value[known])
    spread = float(np.sum((x - x.mean()) ** 2))
    slope = float(np.sum((x - x.mean()) * (y - y.mean()))) / spread if spread > 0 else 0.0
    found = np.full(value.size, np.nan)
    found[known] = np.exp(y - slope * x)
    return found


def _step_length(look: Look) -> Told:
    """Metres a step."""
    cadence = look.runs.cadence_spm
    steps_s = np.where(cadence > 0, cadence, np.nan) / 60
    return look.mean(look.runs.speed_mps / steps_s)


def _balance(look: Look) -> Told:
    return look.mean(look.runs.left_share_frac)


def _new_shoes(look: Look) -> Told:
    runs = look.runs
    return look.mean(np.where(runs.shoe > 0, (runs.shoe_days < NEW_DAYS).astype(float), np.nan))


def _changed_shoes(look: Look) -> Told:
    """Share of the distance in other pairs than before, new ones left aside."""
    runs = look.runs
    told = runs.shoe > 0
    weight = np.where(np.isfinite(runs.distance_m), runs.distance_m, 0.0) * told
    pairs = np.unique(runs.shoe[told])
    worn = weight[:, None] * (runs.shoe[:, None] == pairs)
    old = worn * (runs.shoe_days >= NEW_DAYS)[:, None]
    shares = [_shares(part.sum(worn), part.sum(weight)) for part in (look.usual, look.recent)]
    held = _shares(look.recent.sum(old), look.recent.sum(weight))
    moved = np.sum(np.maximum(held - shares[0], 0.0), axis=1)
    known = np.isfinite(look.mean(np.where(told, 0.0, np.nan)).before) & np.isfinite(
        look.mean(np.where(told, 0.0, np.nan)).after
    )
    return Told(np.where(known, 0.0, np.nan), np.where(known, moved, np.nan))


def _shares(part: FloatArray, whole: FloatArray) -> FloatArray:
    return part / np.where(whole > 0, whole, 1.0)[:, None]


def _worn_shoes(look: Look) -> Told:
    return look.mean(np.where(look.runs.shoe > 0, look.runs.shoe_m, np.nan))


def _return(look: Look) -> Told:
    """The longest break before a run of the recent days, against those of thirty runs before."""
    day = look.runs.day
    gap = np.diff(day, prepend=day[0] if day.size else 0) - 1.0
    gap = np.maximum(gap, 0.0)
    best, run = look.recent.most(gap)
    first = np.maximum(run - RECENT_RUNS, 1)
    before, _ = Stretches(first, first, first, np.maximum(run, first)).most(gap)
    known = np.isfinite(best) & (run - first >= FEWEST_FIT)
    return Told(np.where(known, before, np.nan), np.where(known, best, np.nan), run)


def _days_in_a_row(look: Look) -> Told:
    """The most days in a row with a run."""
    day = look.runs.day
    streak = _streaks(day)
    before, _ = look.usual.most(streak)
    after, run = look.recent.most(streak)
    return Told(before, after, run)


def _streaks(day: IntArray) -> FloatArray:
    """(n,) days in a row with a run, up to the day of each run."""
    if not day.size:
        return np.empty(0)
    days, at = np.unique(day, return_inverse=True)
    begins = np.concatenate([[True], np.diff(days) != 1])
    first = np.maximum.accumulate(np.where(begins, np.arange(days.size), 0))
    return np.asarray((np.arange(days.size) - first + 1.0)[at], dtype=np.float64)


def _treadmill(look: Look) -> Told:
    return _share_of(look, look.runs.is_treadmill)


def _trail(look: Look) -> Told:
    return _share_of(look, look.runs.is_trail)


def _share_of(look: Look, kind: BoolArray) -> Told:
    """Share of the distance; not known where no run is ever marked as one of the kind."""
    return look.mean(np.where(np.any(kind), kind.astype(np.float64), np.nan))


def _strength(look: Look) -> Told:
    days = look.sessions.strength_day
    return _sessions_a_week(look, days, np.ones(days.size))


def _mobility(look: Look) -> Told:
    days = look.sessions.mobility_day
    return _sessions_a_week(look, days, np.ones(days.size))


def _other_sport(look: Look) -> Told:
    """Minutes a week of other sport."""
    return _sessions_a_week(look, look.sessions.other_day, look.sessions.other_s / 60)


def _sessions_a_week(look: Look, day: IntArray, value: FloatArray) -> Told:
    """Known from the first session on; half of the usual days have to lie after it."""
    if not day.size:
        unknown = np.full(look.days.size, np.nan)
        return Told(unknown, unknown)
    first_day = np.maximum(look.usual.first_day, day[0])
    usual_days = look.usual.end_day - first_day
    known = 2 * usual_days >= look.usual_days
    usual = Stretches.of(day, first_day, look.usual.end_day)
    recent = Stretches.of(day, look.recent.first_day, look.recent.end_day)
    before = usual.sum(value) * WEEK_DAYS / np.maximum(usual_days, 1)
    after = recent.sum(value) * WEEK_DAYS / look.window_days
    return Told(np.where(known, before, np.nan), np.where(known, after, np.nan))


MEASURES: Mapping[Measure, Callable[[Look], Told]] = MappingProxyType(
    {
        Measure.LONGEST_RUN: _longest_run,
        Measure.HEAVIEST_RUN: _heaviest_run,
        Measure.WEEKLY_DISTANCE: _weekly_distance,
        Measure.DOWNHILL: _downhill,
        Measure.FAST_TIME: _fast_time,
        Measure.STEP_RATE: _step_rate,
        Measure.STEP_LENGTH: _step_length,
        Measure.CONTACT_TIME: _contact_time,
        Measure.BALANCE: _balance,
        Measure.NEW_SHOES: _new_shoes,
        Measure.CHANGED_SHOES: _changed_shoes,
        Measure.WORN_SHOES: _worn_shoes,
        Measure.RETURN: _return,
        Measure.DAYS_IN_A_ROW: _days_in_a_row,
        Measure.TREADMILL: _treadmill,
        Measure.TRAIL: _trail,
        Measure.STRENGTH: _strength,
        Measure.MOBILITY: _mobility,
        Measure.OTHER_SPORT: _other_sport,
    }
)
