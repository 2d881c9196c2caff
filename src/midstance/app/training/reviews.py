"""A look back at seven days: what was done, what the pain did, and what a barrier changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.plain import read_plain, to_plain
from midstance.app.training.diary import Diary
from midstance.app.training.kept_weeks import KeptWeek, week_in_force
from midstance.app.training.plan_words import kind_words
from midstance.app.training.records import Wishes
from midstance.core.plan.pain_rules import DayLog
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH

WEEK = timedelta(days=7)
FREE_MISSES = 2
LONG_GAP = timedelta(days=14)
KINDS = (STRENGTH, RUN, CROSS, MOBILITY)

Changed = dict[str, list[Any]]
"""By the wish that changed: what it was before and what it became."""


@dataclass(frozen=True)
class DoneLine:
    """How much of one kind was done in the seven days."""

    kind: str
    title: str
    done: int
    planned: int


@dataclass(frozen=True)
class WeekDone:
    """What was done, as a sentence and by kind."""

    first_day: date
    last_day: date
    sentence: str
    lines: tuple[DoneLine, ...]
    is_restart: bool


def week_done(weeks: tuple[KeptWeek, ...], diary: Diary, today: date) -> WeekDone:
    """The seven days up to yesterday, against what was planned on the morning of each day."""
    days = [today - WEEK + timedelta(days=number) for number in range(WEEK.days)]
    planned = Counter(kind for day in days for kind in _planned_on(weeks, day))
    done = Counter(kind for day in days for kind in KINDS if diary.did_on(day, kind))
    lines = tuple(
        DoneLine(kind, kind_words(kind), done[kind], planned[kind])
        for kind in KINDS
        if done[kind] or planned[kind]
    )
    is_restart = _is_silent(diary, today)
    sentence = _restart_words() if is_restart and planned else _done_words(lines)
    return WeekDone(days[0], days[-1], sentence, lines, is_restart)


def _planned_on(weeks: tuple[KeptWeek, ...], day: date) -> Iterable[str]:
    """What stood on a day when it began; a kind counts once."""
    before = tuple(week for week in weeks if week.made_on < day) or weeks
    week = week_in_force(before, day) or week_in_force(weeks, day)
    sessions = week.plan.sessions if week is not None else ()
    return {session.kind for session in sessions if session.day == day.toordinal()}


def _is_silent(diary: Diary, today: date) -> bool:
    """Whether something was done once, and nothing for two weeks."""
    days = [item.day for item in diary.sessions] + [run.day for run in diary.runs]
    return bool(days) and max(days) <= today - LONG_GAP


def _restart_words() -> str:
    return _("Nothing was noted for two weeks. That happens. The plan starts again, a step lower.")


def _done_words(lines: tuple[DoneLine, ...]) -> str:
    planned = sum(line.planned for line in lines)
    done = sum(min(line.done, line.planned) for line in lines)
    told = {"done": done, "planned": planned}
    if not planned:
        return _("Nothing was planned in these seven days.")
    if not done:
        return _("None of it was noted this week. You can begin again with one small session.")
    if done == planned:
        return (
            ngettext(
                "The one session of the plan is done.",
                "All %(planned)s sessions are done.",
                planned,
            )
            % told
        )
    if planned - done <= FREE_MISSES:
        return _("You did %(done)s of %(planned)s. One or two misses are part of any week.") % told
    return _("You did %(done)s of %(planned)s. What you did counts.") % told


def pain_words(logs: Iterable[DayLog], today: date) -> str:
    """What the pain did in the seven days, against the seven before."""
    day, known = today.toordinal(), tuple(logs)
    this = _worst(log for log in known if day - WEEK.days <= log.day < day)
    before = _worst(log for log in known if day - 2 * WEEK.days <= log.day < day - WEEK.days)
    if this is None:
        return _("You told no pain in these seven days. Telling it takes ten seconds.")
    told = {"pain": this, "before": before}
    if before is None:
        return _("Your pain was at most %(pain)s of 10.") % told
    if this < before:
        return _("Your pain was at most %(pain)s of 10, the week before %(before)s: lower.") % told
    if this > before:
        return _("Your pain was at most %(pain)s of 10, the week before %(before)s: higher.") % told
    return _("Your pain was at most %(pain)s of 10, as in the week before.") % told


def _worst(logs: Iterable[DayLog]) -> int | None:
    told = [
        pain
        for log in logs
        for pain in (log.before, log.during, log.after_60_min, log.next_morning)
        if pain is not None
    ]
    return max(told, default=None)


def changes_between(before: Wishes, after: Wishes) -> Changed:
    """Each wish that is another, with both of its values as plain documents."""
    old, new = to_plain(before), to_plain(after)
    return {name: [old[name], new[name]] for name in old if old[name] != new[name]}


def without_changes(wishes: Wishes, changed: Mapping[str, list[Any]]) -> Wishes:
    """The wishes with the changes taken back; what she changed since then stays.

    In a list only what came or went is taken back; any other wish goes back where it still is what
    the change made of it.
    """
    now = to_plain(wishes)
    back = {
        name: _taken_back(now[name], before, after)
        for name, (before, after) in changed.items()
        if name in now
    }
    restored: Wishes = read_plain(Wishes, {**now, **back})
    return restored


def _taken_back(now: Any, before: Any, after: Any) -> Any:  # noqa: ANN401 # plain documents
    if isinstance(now, list) and all(isinstance(item, str) for item in (*now, *before, *after)):
        kept = [item for item in now if item in before or item not in after]
        return [*kept, *(item for item in before if item not in after and item not in kept)]
    return before if now == after else now
