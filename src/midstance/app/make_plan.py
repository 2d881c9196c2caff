"""The plan of the next seven days, and a look at the weeks after."""

from dataclasses import replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from midstance.app.checking.days import today_of
from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.records import PlanSheet
from midstance.app.training.room import within_room
from midstance.app.training.sheets import build_sheet, previewed
from midstance.app.training.state import Situated, situate
from midstance.app.training.weeks import week_for
from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.problem import DAYS, RUN, PlanInputs
from midstance.core.plan.solution import Plan
from midstance.core.plan.week import plan_week
from midstance.store.models import Runner

MOST_WEEKS = 4


def make_plan(runner: Runner, today: date | None = None, weeks: int = 1) -> tuple[PlanSheet, ...]:
    """Give the week that holds today, and as many weeks after it as are asked for.

    *Changes* stores the week when there is none yet or something changed since; later weeks are
    only shown, as they would be if nothing rose.
    *Refuses* fewer than one week or more than four (InvalidValueError).
    *Twice* gives the same stored week.
    *Privacy* stays in the data folder.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InvalidValueError(f"Expected 1 to {MOST_WEEKS} weeks, got {weeks}.")
    found = situate(runner, today or today_of(runner))
    return plan_sheets(found, weeks)


def plan_sheets(found: Situated, weeks: int = 1) -> tuple[PlanSheet, ...]:
    """The same for a runner of whom all is known."""
    language = get_language() or ""
    week = week_for(found)
    earlier = [each for each in found.weeks if each.key != week.key]
    before = earlier[-1] if earlier else None
    today = within_room(found, week)
    sheets = [build_sheet(found.runner, today, before, found.diary, language)]
    for number in range(1, weeks):
        later = week_to_come(week, found, number)
        sheets.append(build_sheet(found.runner, later, None, found.diary, language))
    return tuple(sheets)


def week_to_come(week: KeptWeek, found: Situated, number: int = 1) -> KeptWeek:
    """A week after the one that holds, as it would be if nothing rose; it is only shown."""
    first_day = week.first_day + timedelta(days=DAYS * number)
    inputs = _week_on(week.inputs, week.plan, first_day)
    plan = plan_week(inputs, found.book, found.constants)
    return previewed(replace(week, inputs=inputs), plan, first_day, timezone.now())


def _week_on(inputs: PlanInputs, plan: Plan, first_day: date) -> PlanInputs:
    """The same runner a week on: rested, and no step taken."""
    shift = first_day.toordinal() - inputs.first_day
    hard = [item.day for item in plan.sessions if item.is_hard and item.day is not None]
    runs = [item.day for item in plan.sessions if item.kind == RUN and item.day is not None]
    return replace(
        inputs,
        first_day=first_day.toordinal(),
        pain=replace(inputs.pain, first_day=first_day.toordinal(), steps_back=0),
        steps=tuple(replace(step, before=step.after) for step in inputs.steps),
        last_hard_day=max(hard) + shift - DAYS if hard else inputs.last_hard_day,
        last_run_day=max(runs) + shift - DAYS if runs else inputs.last_run_day,
        done=tuple(
            (item.day + shift - DAYS, item.kind) for item in plan.sessions if item.day is not None
        ),
    )
