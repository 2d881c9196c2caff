"""The week that holds on a day: kept while nothing changed, planned anew when something did."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from midstance.app.training.diary import Diary
from midstance.app.training.kept_weeks import KeptWeek, differs, keep_week
from midstance.app.training.state import Situated, build_inputs, situate
from midstance.core.plan.problem import MOBILITY, RUN, PlanInputs
from midstance.core.plan.progression import Move
from midstance.core.plan.week import plan_week
from midstance.store.models import PlanWishes, Runner

BACK = frozenset({Move.LESS, Move.EASIER})


def week_of(runner: Runner, day: date) -> KeptWeek:
    """The week that holds on a day, made and stored when there is none or something changed."""
    return week_for(situate(runner, day))


def week_for(found: Situated) -> KeptWeek:
    """The same for a runner of whom all is known."""
    inputs = build_inputs(found)
    if found.week is not None and not _is_stale(found, found.week, inputs):
        return found.week
    began_on = found.today if found.week is None or found.is_new_week else found.week.began_on
    plan = plan_week(inputs, found.book, found.constants)
    with transaction.atomic():
        return keep_week(found.runner, inputs, plan, found.today, began_on)


def _is_stale(found: Situated, week: KeptWeek, inputs: PlanInputs) -> bool:
    versions = (week.plan.constants_version, week.plan.book_version)
    return (
        found.is_new_week
        or versions != (found.constants.version, found.book.version)
        or differs(_at_rest(week.inputs, found.today), _at_rest(inputs, found.today))
        or any(step.move in BACK for step in inputs.steps)
        or _wishes_changed(found, week)
        or bool(missed_days(week, found.diary))
        or _did_otherwise(week, inputs)
    )


def _did_otherwise(week: KeptWeek, inputs: PlanInputs) -> bool:
    """Whether she ran or trained hard where nothing of the kind stood: days lie between, anew."""
    runs = {session.day for session in week.plan.sessions if session.kind == RUN}
    hard = {session.day for session in week.plan.sessions if session.is_hard}
    return inputs.last_run_day not in runs | {
        week.inputs.last_run_day
    } or inputs.last_hard_day not in hard | {week.inputs.last_hard_day}


def _at_rest(inputs: PlanInputs, today: date) -> PlanInputs:
    """Without what moves within a week by itself: the steps, and a rest that is over."""
    first_day = max(inputs.pain.first_day, today.toordinal())
    running = replace(inputs.running, most_s=None, most_m=None)
    return replace(
        inputs,
        steps=(),
        change=type(inputs.change).NONE,
        runs_grow=False,
        pain=replace(inputs.pain, first_day=first_day),
        running=running,
    )


def _wishes_changed(found: Situated, week: KeptWeek) -> bool:
    rows = PlanWishes.objects.owned_by(found.runner)
    return rows.filter(changed_at__gt=week.made_at).exists()


def missed_days(week: KeptWeek, diary: Diary) -> tuple[tuple[date, str], ...]:
    """Days of a week that are past, and what stood on them and was not done."""
    gone = [
        (date.fromordinal(session.day), session.kind)
        for session in week.plan.sessions
        if session.day is not None and session.kind != MOBILITY
    ]
    return tuple(
        (day, kind) for day, kind in gone if day < diary.today and not diary.did_on(day, kind)
    )
