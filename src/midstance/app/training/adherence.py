"""Sessions done of sessions planned, a week at a time, with the misses that are free."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.training.kept_weeks import KEPT_FOR, KeptWeek, read_weeks, week_in_force
from midstance.app.training.progress_sheet import Adherence, WeekLine
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH
from midstance.knowledge.progress_constants import ProgressConstants
from midstance.store.models import Run, Runner, SessionLog

PLANNED_KINDS = frozenset({STRENGTH, MOBILITY, CROSS, RUN})
WEEK = timedelta(days=7)
LATELY_WEEKS = 4

Done = dict[date, set[str]]
"""The kinds that were done on a day."""


def read_adherence(
    runner: Runner, since: date, today: date, constants: ProgressConstants
) -> Adherence:
    """The weeks from the Monday of `since` up to today."""
    weeks = read_weeks(runner, since + KEPT_FOR)
    done = read_done(runner, since - WEEK, today)
    lines = tuple(
        build_week(start, today, weeks, done, constants) for start in _mondays(since, today)
    )
    with_plan = [line for line in lines if line.planned is not None]
    lately = [line for line in with_plan if line.is_over][-LATELY_WEEKS:] or with_plan
    planned = sum(line.planned or 0 for line in lately)
    kept = sum(min(line.done, line.planned or 0) for line in lately)
    return Adherence(
        sentence=_sentence(lines, len(lately), kept, planned),
        note=_note(lately),
        done=kept,
        planned=planned,
        weeks=lines,
    )


def _mondays(since: date, today: date) -> Iterator[date]:
    start = since - timedelta(days=since.weekday())
    while start <= today:
        yield start
        start += WEEK


def read_done(runner: Runner, after: date, last: date) -> Done:
    """What was done on each day; a run of the watch is a run."""
    found: Done = {}
    logs = SessionLog.objects.owned_by(runner).filter(day__gt=after, day__lte=last)
    for day, kind in logs.values_list("day", "kind"):
        found.setdefault(day, set()).add(kind)
    runs = Run.objects.owned_by(runner).shown().filter(local_day__gt=after, local_day__lte=last)
    for day in runs.values_list("local_day", flat=True):
        found.setdefault(day, set()).add(RUN)
    return found


def build_week(
    start: date, today: date, weeks: tuple[KeptWeek, ...], done: Done, constants: ProgressConstants
) -> WeekLine:
    """One week. A plan that was made smaller on its way, as after pain, counts as the smaller."""
    days = [start + timedelta(days=n) for n in range(7) if start + timedelta(days=n) <= today]
    first, last = Counter[str](), Counter[str]()
    has_plan = False
    for day in days:
        held = week_in_force(weeks, day)
        has_plan = has_plan or held is not None
        kinds = PLANNED_KINDS if day < today else done.get(day, set())  # today is not over
        first.update(_kinds_on(_as_first_made(weeks, held), day, kinds))
        last.update(_kinds_on(held, day, kinds))
    planned = sum((first & last).values()) if has_plan else None
    count = sum(len(done.get(day, set()) & PLANNED_KINDS) for day in days)
    least = None if planned is None else planned - free_misses(planned, constants)
    is_over = start + WEEK <= today
    words = _week_words(planned, count, is_over=is_over)
    return WeekLine(start, start + WEEK, planned, least, count, is_over, words)


def _as_first_made(weeks: tuple[KeptWeek, ...], held: KeptWeek | None) -> KeptWeek | None:
    """The plan with which the week of training began."""
    if held is None:
        return None
    return next(week for week in weeks if week.began_on == held.began_on)


def _kinds_on(week: KeptWeek | None, day: date, kinds: AbstractSet[str]) -> Iterator[str]:
    for session in week.plan.sessions if week is not None else ():
        if session.day == day.toordinal() and session.kind in kinds:
            yield session.kind


def free_misses(planned: int, constants: ProgressConstants) -> int:
    """How many sessions of a week may fall out without a word."""
    return min(int(planned // constants.free_miss_each), round(constants.free_misses_most))


def _week_words(planned: int | None, done: int, *, is_over: bool) -> str:
    told = {"done": done, "planned": planned}
    if planned is None:
        return _("%(done)s done, no plan") % told
    if not planned:
        return _("%(done)s done, rest was planned") % told
    if not is_over:
        return _("%(done)s of %(planned)s so far") % told
    return _("%(done)s of %(planned)s") % told


def _sentence(lines: tuple[WeekLine, ...], weeks: int, done: int, planned: int) -> str:
    if not weeks:
        total = sum(line.done for line in lines)
        return ngettext(
            "No plan in these weeks, so nothing was planned. You did %(done)s session.",
            "No plan in these weeks, so nothing was planned. You did %(done)s sessions.",
            total,
        ) % {"done": total}
    told = {"done": done, "planned": planned, "weeks": weeks}
    if not planned:
        return _("Your plan asked for rest.")
    return (
        ngettext(
            "You did %(done)s of %(planned)s planned sessions in %(weeks)s week.",
            "You did %(done)s of %(planned)s planned sessions in %(weeks)s weeks.",
            weeks,
        )
        % told
    )


def _note(lately: list[WeekLine]) -> str:
    """What the free misses leave to say: calm in either case."""
    over = [line for line in lately if line.is_over and line.planned]
    within = sum(line.done >= (line.least or 0) for line in over)
    if not over:
        return _("In each week a session or two may fall out. The plan is made for that.")
    told = {"within": within, "weeks": len(over)}
    words = _(
        "In each week a session or two may fall out. With that, %(within)s of %(weeks)s weeks "
        "went as planned."
    )
    if within == len(over):
        return words % told
    more = _(
        "In each week a session or two may fall out. With that, %(within)s of %(weeks)s weeks "
        "went as planned. If it does not fit, let the weekly look back make it smaller."
    )
    return more % told
