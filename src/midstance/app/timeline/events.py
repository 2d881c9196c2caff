"""What happened: pain that began, checks, the plan, shoes, pauses and the run after them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Max, Min

from midstance.app.checking.days import day_of
from midstance.app.timeline import words
from midstance.app.timeline.pains import ToldPain
from midstance.app.timeline.records import Event
from midstance.app.timeline.shoes import Names, read_first_days
from midstance.app.why.onsets import find_onsets, worst_by_day
from midstance.core.base.arrays import IntArray
from midstance.knowledge.why_constants import load_why_constants
from midstance.store.models import KneeCheck, PlannedWeek, Run, Runner


@dataclass(frozen=True)
class Stretch:
    """The days that are shown, [first, end), and the last of them that is over or goes on."""

    first: date
    end: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day < self.end


def read_checks(runner: Runner, shown: Stretch) -> Iterator[Event]:
    """The finished knee checks."""
    checks = KneeCheck.objects.owned_by(runner).exclude(finished_at=None)
    for key, started_at in checks.order_by("started_at").values_list("key", "started_at"):
        day = day_of(runner, started_at)
        if shown.holds(day):
            yield words.check_event(shown.last.year, day, key)


def read_plan_start(runner: Runner, shown: Stretch) -> Iterator[Event]:
    """The day from which on a plan stood."""
    first = PlannedWeek.objects.owned_by(runner).aggregate(first=Min("first_day"))["first"]
    if first is not None and shown.holds(first):
        yield words.plan_event(shown.last.year, first)


def read_new_shoes(
    runner: Runner, names: Names, first_run: date | None, shown: Stretch
) -> Iterator[Event]:
    """The first run in each pair; what she ran in from the first run on is not new."""
    for shoe, day in read_first_days(runner).items():
        if shown.holds(day) and first_run is not None and day > first_run:
            yield words.shoes_event(shown.last.year, day, names[shoe])


def read_pauses(
    runner: Runner, run_day: IntArray, shown: Stretch, pause_days: int
) -> Iterator[Event]:
    """The run after each pause, and the pause that goes on."""
    days = np.unique(run_day[run_day < shown.end.toordinal()])
    if len(days):
        days = np.concatenate((_day_before(runner, int(days[0])), days))
    without = np.diff(days) - 1
    for place in np.flatnonzero(without >= pause_days).tolist():
        day = date.fromordinal(int(days[place + 1]))
        if shown.holds(day):
            yield words.restart_event(shown.last.year, day, int(without[place]))
    last = date.fromordinal(int(days[-1])) if len(days) else None
    if last is not None and shown.holds(last) and (shown.last - last).days > pause_days:
        yield words.pause_event(shown.last.year, last, (shown.last - last).days)


def _day_before(runner: Runner, day: int) -> IntArray:
    """The day of the last run before a day, if there is one."""
    earlier = Run.objects.owned_by(runner).shown().filter(local_day__lt=date.fromordinal(day))
    last = earlier.aggregate(last=Max("local_day"))["last"]
    return np.array([] if last is None else [last.toordinal()], dtype=np.int64)


def tell_onsets(pains: Sequence[ToldPain], shown: Stretch) -> Iterator[Event]:
    """Where a pain began, on the days that can be looked into."""
    worst = worst_by_day((told.day, told.moment, told.pain) for told in pains)
    for day in find_onsets(worst, load_why_constants()):
        if shown.holds(day):
            yield words.onset_event(shown.last.year, day, worst[day])


def onset_days() -> timedelta:
    """How far back pains are read, so that an onset is the same in every span."""
    constants = load_why_constants()
    return timedelta(days=constants.onset_usual_days + constants.onset_apart_days + 1)
