"""The weeks that were planned, as they are kept and read again."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from midstance.app.plain import read_plain, to_plain
from midstance.core.plan.problem import PlanInputs
from midstance.core.plan.solution import Plan
from midstance.store.models import PlannedWeek, Runner

KEPT_FOR = timedelta(days=70)
KEPT_IN_MEMORY = 256
PASSES = frozenset({"first_day", "last_hard_day", "last_run_day", "days", "done"})
"""What moves with the calendar alone: a new day by itself makes no new plan."""


@dataclass(frozen=True)
class KeptWeek:
    """Seven days as they were planned.

    Parameters
    ----------
    made_on : the day on which it was made, from which on it holds.
    began_on : first day of the week of training that it belongs to; a plan made anew within that
        week goes on with it, and nothing rises in it.
    """

    key: str
    made_at: datetime
    made_on: date
    began_on: date
    first_day: date
    inputs: PlanInputs
    plan: Plan


def keep_week(
    runner: Runner, inputs: PlanInputs, plan: Plan, made_on: date, began_on: date
) -> KeptWeek:
    """Store a week with all that it depends on."""
    content = to_plain({"made_on": made_on, "began_on": began_on, "inputs": inputs})
    row = PlannedWeek.objects.create(
        owner=runner,
        first_day=date.fromordinal(inputs.first_day),
        inputs=_text(content),
        inputs_sha256=hashlib.sha256(_text(content).encode()).hexdigest(),
        plan=_text(to_plain(plan)),
        constants_version=plan.constants_version,
        book_version=plan.book_version,
    )
    return _read(row)


def _text(content: Any) -> str:  # noqa: ANN401 # any plain document
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_weeks(runner: Runner, today: date) -> tuple[KeptWeek, ...]:
    """The weeks of the last ten weeks in the order in which they were made."""
    rows = PlannedWeek.objects.owned_by(runner).filter(first_day__gt=today - KEPT_FOR)
    return tuple(_read(row) for row in rows.order_by("made_at", "pk"))


def _read(row: PlannedWeek) -> KeptWeek:
    made_on, began_on, inputs, plan = _parse(row.inputs, row.plan)
    return KeptWeek(row.key, row.made_at, made_on, began_on, row.first_day, inputs, plan)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _parse(inputs: str, plan: str) -> tuple[date, date, PlanInputs, Plan]:
    """A week never changes, and each page asks for those of ten weeks."""
    content = json.loads(inputs)
    return (
        date.fromisoformat(content["made_on"]),
        date.fromisoformat(content["began_on"]),
        read_plain(PlanInputs, content["inputs"]),
        read_plain(Plan, json.loads(plan)),
    )


def week_in_force(weeks: tuple[KeptWeek, ...], day: date) -> KeptWeek | None:
    """The last week made by a day that holds it."""
    holding = [
        week
        for week in weeks
        if week.made_on <= day and week.first_day <= day < week.first_day + timedelta(days=7)
    ]
    return holding[-1] if holding else None


def differs(one: PlanInputs, other: PlanInputs) -> bool:
    """Whether anything but the passing of days changed."""
    names = [field.name for field in fields(PlanInputs) if field.name not in PASSES]
    return any(getattr(one, name) != getattr(other, name) for name in names)
