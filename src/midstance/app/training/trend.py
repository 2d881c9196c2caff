"""Whether something is other than some weeks ago: two medians and a limit, nothing more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median


class Change(StrEnum):
    """How the later stretch compares with the earlier one."""

    LOWER = "lower"
    SAME = "same"
    HIGHER = "higher"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Stretch:
    """Answers of some days.

    Parameters
    ----------
    first, last : both belong to it.
    answers : how many there are.
    middle : their median; None without an answer.
    """

    first: date
    last: date
    answers: int
    middle: float | None


@dataclass(frozen=True)
class Trend:
    """Two stretches, and what the difference between their medians says.

    Parameters
    ----------
    same_within : a difference smaller than this says "about the same".
    fewest : how many answers each stretch takes for saying anything.
    """

    change: Change
    now: Stretch
    before: Stretch
    same_within: float
    fewest: int


@dataclass(frozen=True)
class Spans:
    """How long each stretch is, and how much earlier the first one lies [days]."""

    window_days: int
    back_days: int


def find_trend(
    points: Iterable[tuple[date, float]],
    today: date,
    spans: Spans,
    *,
    same_within: float,
    fewest: int,
) -> Trend:
    """The median of the days up to today against that of as many days some weeks earlier.

    change = lower, if median(now) - median(before) <= -same_within; higher, if >= same_within;
    else the same. Without `fewest` answers in each stretch it cannot be said.

    Parameters
    ----------
    points : days with a value, in any order; other days are left out, nothing is guessed.

    Returns
    -------
    Trend
        The same for the same points, whatever their order.
    """
    told = tuple(points)
    now = _stretch(told, today, spans.window_days)
    before = _stretch(told, today - timedelta(days=spans.back_days), spans.window_days)
    return Trend(_compare(now, before, same_within, fewest), now, before, same_within, fewest)


def _stretch(points: tuple[tuple[date, float], ...], last: date, days: int) -> Stretch:
    first = last - timedelta(days=days - 1)
    values = [value for day, value in points if first <= day <= last]
    return Stretch(first, last, len(values), median(values) if values else None)


def _compare(now: Stretch, before: Stretch, same_within: float, fewest: int) -> Change:
    enough = min(now.answers, before.answers) >= max(fewest, 1)
    if not enough or now.middle is None or before.middle is None:
        return Change.CANNOT_SAY
    difference = now.middle - before.middle
    if abs(difference) < same_within:
        return Change.SAME
    return Change.LOWER if difference < 0 else Change.HIGHER
