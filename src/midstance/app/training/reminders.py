"""When a reminder may be shown: at most one a day, never at a quiet time or on a day of rest.

There is no clock and no store in here: the same state gives the same answer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

IGNORED_BEFORE_WEEKLY = 3
DAILY, WEEKLY = timedelta(days=1), timedelta(days=7)
STOPS_AFTER = timedelta(days=14)


class RemindKind(StrEnum):
    """A usual reminder, or the one that says that no more will come."""

    USUAL = "usual"
    LAST = "last"


@dataclass(frozen=True)
class Quiet:
    """From when until when nothing is shown; over midnight where it ends before it begins.

    Equal times are quiet all day.
    """

    start: time
    end: time

    def holds(self, clock: time) -> bool:
        """Whether it is quiet at a time of the day."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


@dataclass(frozen=True)
class ReminderState:
    """All that a reminder depends on.

    Parameters
    ----------
    now : by the clock on her wall.
    at : when she wants to be reminded.
    is_waiting : whether today has something that is not done.
    is_done : whether she did something today.
    is_red, is_locked : whether today is for rest, or all of it waits for a clinician.
    shown : the days on which a reminder was shown.
    active_on : the last day on which she did or told something, None for never.
    """

    now: datetime
    is_on: bool
    at: time
    quiet: Quiet
    is_waiting: bool
    is_done: bool
    is_red: bool
    is_locked: bool
    shown: frozenset[date]
    active_on: date | None


@dataclass(frozen=True)
class Remind:
    """A reminder to show now, and the day that it counts for."""

    day: date
    kind: RemindKind


def decide_reminder(state: ReminderState) -> Remind | None:
    """The reminder that may be shown now, or None.

    Parameters
    ----------
    state : what is known now.

    Returns
    -------
    Remind or None
        None when they are off, at a quiet time, before her time, on a day that is done or red or
        locked or free, and on a day that had one. After three that nothing followed there is one a
        week; after two weeks of that one says that no more will come, and then there are none.
        Whatever she does begins it anew.
    """
    today = state.now.date()
    if not state.is_on or _holds_back(state) or today in state.shown:
        return None
    ignored = ignored_days(state.shown, state.active_on)
    if not ignored:
        return Remind(today, RemindKind.USUAL)
    if has_stopped(state.shown, state.active_on) or today - ignored[-1] < _gap(len(ignored)):
        return None
    is_last = today - ignored[0] >= STOPS_AFTER
    return Remind(today, RemindKind.LAST if is_last else RemindKind.USUAL)


def _gap(ignored: int) -> timedelta:
    return WEEKLY if ignored >= IGNORED_BEFORE_WEEKLY else DAILY


def ignored_days(shown: Collection[date], active_on: date | None) -> list[date]:
    """The reminders that nothing followed yet, in order."""
    return sorted(day for day in shown if active_on is None or day > active_on)


def has_stopped(shown: Collection[date], active_on: date | None) -> bool:
    """Whether the reminder was shown that says that no more will come."""
    ignored = ignored_days(shown, active_on)
    return bool(ignored) and ignored[-1] - ignored[0] >= STOPS_AFTER


def _holds_back(state: ReminderState) -> bool:
    clock = state.now.time()
    rests = state.is_red or state.is_locked or state.is_done or not state.is_waiting
    return rests or clock < state.at or state.quiet.holds(clock)


def seconds_until(wall: datetime, at: time) -> int:
    """How long until that time of the day comes next [s]; never 0."""
    asked = wall.replace(tzinfo=None)
    today = datetime.combine(asked.date(), at)
    following = today if asked < today else today + DAILY
    return max(1, round((following - asked).total_seconds()))
