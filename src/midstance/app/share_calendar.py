"""The plan as a calendar: a file, and a private address that programs read again and again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from hashlib import sha256

from django.utils.translation import gettext as _

from midstance.app.make_plan import make_plan
from midstance.app.number_words import duration_words
from midstance.app.plan_files.address import calendar_token, digest_of, token_matches
from midstance.app.plan_files.calendar import CalendarEvent, write_calendar
from midstance.app.routine_lock import routine_lock
from midstance.app.training.records import OutingLine, PlanSheet, SessionLine
from midstance.core.base.errors import NotFoundError
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH
from midstance.core.plan.return_to_run import OutingKind
from midstance.store.models import Reminding, Runner

WEEKS_OF_FEED = 2
OWNER_DIGITS = 12
WITH_A_TIME = frozenset({STRENGTH, MOBILITY})


@dataclass(frozen=True)
class CalendarFile:
    """A calendar as bytes, and the name to save it under."""

    name: str
    content: bytes


def share_calendar(runner: Runner) -> str:
    """Make a private address for the calendar and give its token, once.

    *Changes* the address: the one before stops at once.
    *Refuses* nothing.
    *Twice* gives another token, and the first one stops.
    *Privacy* only a digest of the token is kept; whoever has the token sees titles and lengths.
    """
    made = calendar_token()
    Reminding.objects.update_or_create(owner=runner, defaults={"address_sha256": made.digest})
    return made.token


def stop_sharing_calendar(runner: Runner) -> None:
    """Make the private address of the calendar stop.

    *Changes* the address.
    *Refuses* nothing.
    *Twice* changes nothing more.
    *Privacy* a program that read the calendar before keeps what it read until it asks again.
    """
    Reminding.objects.owned_by(runner).update(address_sha256="")


def is_calendar_shared(runner: Runner) -> bool:
    """Whether there is a private address.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own address only.
    """
    return bool(Reminding.objects.owned_by(runner).exclude(address_sha256="").exists())


def read_shared_calendar(token: str) -> CalendarFile:
    """The calendar behind a private address.

    *Changes* nothing but the week of the plan, which is made when it is missing.
    *Refuses* a token that is not or no longer in use (NotFoundError).
    *Twice* gives the same bytes while the plan is the same.
    *Privacy* titles and lengths alone, no word about health.
    """
    digest = digest_of(token)
    row = Reminding.objects.filter(address_sha256=digest).select_related("owner").first()
    if row is None or not token_matches(token, row.address_sha256):
        raise NotFoundError("There is no calendar at this address.")
    return write_plan_calendar(row.owner, weeks=WEEKS_OF_FEED)


def write_plan_calendar(runner: Runner, weeks: int = 1) -> CalendarFile:
    """The days of the plan as an iCalendar file; empty while a check waits for a clinician.

    *Changes* nothing but the week of the plan, which is made when it is missing.
    *Refuses* nothing.
    *Twice* gives the same bytes while the plan is the same.
    *Privacy* titles and lengths alone, no word about health.
    """
    sheets = make_plan(runner, weeks=weeks)
    row = Reminding.objects.owned_by(runner).first()
    at = None if row is None or not row.is_on else row.at
    events = () if routine_lock(runner) is not None else tuple(_events(runner, sheets, at))
    content = write_calendar(events, name=_("Midstance"), made_at=sheets[0].made_at)
    return CalendarFile("midstance.ics", content)


def _events(
    runner: Runner, sheets: Iterable[PlanSheet], at: time | None
) -> Iterator[CalendarEvent]:
    owner = sha256(str(runner.pk).encode()).hexdigest()[:OWNER_DIGITS]
    for sheet in sheets:
        if sheet.empty:
            continue
        for session in (each for day in sheet.days for each in day.sessions):
            if session.day is not None:
                yield CalendarEvent(
                    uid=f"{session.key}.{owner}@midstance",
                    day=session.day,
                    start_time=at if session.kind in WITH_A_TIME else None,
                    seconds=max(session.seconds, 1),
                    title=_title(session),
                )


def _title(session: SessionLine) -> str:
    told = {"what": _what(session), "time": duration_words(_whole_minutes(session.seconds))}
    return _("%(what)s, %(time)s") % told


def _whole_minutes(seconds: float) -> float:
    return max(60, -(-seconds // 60) * 60)


def _what(session: SessionLine) -> str:
    """What stands on the day, in words that any calendar may show."""
    if session.kind == RUN:
        return _of_outing(session.outing)
    words = {
        STRENGTH: _("Exercises"),
        MOBILITY: _("Stretching"),
        CROSS: _("Bike or brisk walk"),
    }
    return words.get(session.kind, _("Training"))


def _of_outing(outing: OutingLine | None) -> str:
    words = {
        OutingKind.WALK: _("Walk"),
        OutingKind.WALK_RUN: _("Walk and run"),
        OutingKind.HOPS_TWO_LEGS: _("Exercises"),
        OutingKind.HOPS_ONE_LEG: _("Exercises"),
    }
    kind = OutingKind.RUN if outing is None else OutingKind(outing.kind)
    return words.get(kind, _("Run"))
