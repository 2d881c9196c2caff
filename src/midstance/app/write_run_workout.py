"""A run of the plan as a file that a watch leads through step by step."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from midstance.app.make_plan import make_plan
from midstance.app.plan_files.workout import write_workout
from midstance.app.routine_lock import routine_lock
from midstance.app.training.records import OutingLine, PlanSheet, SessionLine
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.core.plan.return_to_run import OutingKind, Stage
from midstance.store.models import Runner

LAST_SERIAL = 2**32 - 1


@dataclass(frozen=True)
class RunWorkout:
    """A workout file as bytes, and the name to save it under."""

    name: str
    content: bytes


def write_run_workout(runner: Runner, key: str) -> RunWorkout:
    """The outing of the plan that has this key, as a FIT workout file.

    *Changes* nothing but the week of the plan, which is made when it is missing.
    *Refuses* a key that is no outing of the plan (NotFoundError), hops, and all of them while a
    check waits for a clinician (RefusedError).
    *Twice* gives the same bytes while the plan is the same.
    *Privacy* holds times alone, nothing about her.
    """
    lock = routine_lock(runner)
    if lock is not None:
        raise RefusedError(lock.sentence)
    (sheet,) = make_plan(runner)
    session, outing = _find(sheet, key)
    day = sheet.first_day if session.day is None else session.day
    content = write_workout(
        _name(outing, day),
        Stage(0, OutingKind(outing.kind), outing.repeats, outing.walk_s, outing.run_s),
        created_at=sheet.made_at,
        serial=_serial(f"{sheet.key} {key}"),
    )
    return RunWorkout(f"{day.isoformat()}.fit", content)


def _find(sheet: PlanSheet, key: str) -> tuple[SessionLine, OutingLine]:
    for session in (each for day in sheet.days for each in day.sessions):
        if session.key == key and session.outing is not None:
            return session, session.outing
    raise NotFoundError(f"Expected a run of this week's plan, got {key}.")


def _name(outing: OutingLine, day: date) -> str:
    """As short as a watch shows it."""
    told = {"day": date_format(day, pgettext("date format", "D j M"))}
    words = {
        OutingKind.WALK: _("Walk %(day)s"),
        OutingKind.WALK_RUN: _("Walk-run %(day)s"),
    }
    return words.get(OutingKind(outing.kind), _("Run %(day)s")) % told


def _serial(text: str) -> int:
    """The same for the same outing, another for any other; never 0."""
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % LAST_SERIAL + 1
