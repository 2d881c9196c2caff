"""Reminders: when she wants one, and the one that may be shown now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from midstance.app.checking.days import zone_of
from midstance.app.number_words import duration_words
from midstance.app.read_today import read_today
from midstance.app.training.diary import Diary, read_diary
from midstance.app.training.records import SessionLine, TodaySheet
from midstance.app.training.reminders import (
    Quiet,
    Remind,
    ReminderState,
    RemindKind,
    decide_reminder,
    has_stopped,
    seconds_until,
)
from midstance.core.base.errors import InvalidValueError
from midstance.store.models import ReminderShown, Reminding, Runner

USUAL_AT = time(18)
USUAL_QUIET = Quiet(time(21), time(8))
STOP = "stop"


@dataclass(frozen=True)
class RemindingTold:
    """When she wants to be reminded, by the clock on her wall."""

    is_on: bool = False
    at: time = USUAL_AT
    quiet_from: time = USUAL_QUIET.start
    quiet_until: time = USUAL_QUIET.end


@dataclass(frozen=True)
class RemindingSheet:
    """The settings as they are; `has_stopped` says that they went quiet by themselves."""

    told: RemindingTold
    has_stopped: bool
    has_calendar: bool


@dataclass(frozen=True)
class ReminderWords:
    """What a locked screen may show: nothing about health."""

    day: date
    title: str
    body: str


@dataclass(frozen=True)
class Claim:
    """The reminder to show now, and after how long to ask again [s]."""

    words: ReminderWords | None
    again_s: int


def read_reminding(runner: Runner, now: datetime | None = None) -> RemindingSheet:
    """When she wants to be reminded; off while she has not said it.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own settings only.
    """
    row = _row(runner)
    if row is None:
        return RemindingSheet(RemindingTold(), has_stopped=False, has_calendar=False)
    wall = timezone.localtime(now or timezone.now(), zone_of(runner))
    shown, active_on = _shown(runner), _active_on(read_diary(runner, wall.date()))
    return RemindingSheet(
        _told(row),
        has_stopped=row.is_on and has_stopped(shown, active_on),
        has_calendar=bool(row.address_sha256),
    )


def set_reminding(runner: Runner, told: RemindingTold, now: datetime | None = None) -> None:
    """Keep when she wants to be reminded; turning it on begins to count anew.

    *Changes* the settings; when it is turned on, the reminders of the days before are forgotten.
    *Refuses* a time that is quiet, and quiet hours that never end (InvalidValueError).
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    quiet = Quiet(told.quiet_from, told.quiet_until)
    if quiet.start == quiet.end:
        raise InvalidValueError(_("Quiet hours that begin and end together never end."))
    if told.is_on and quiet.holds(told.at):
        raise InvalidValueError(_("Choose a time outside of the quiet hours."))
    columns: dict[str, Any] = {
        "is_on": told.is_on,
        "at": told.at,
        "quiet_from": told.quiet_from,
        "quiet_until": told.quiet_until,
    }
    today = timezone.localtime(now or timezone.now(), zone_of(runner)).date()
    with transaction.atomic():
        before = _row(runner)
        if told.is_on and (before is None or not before.is_on):
            ReminderShown.objects.owned_by(runner).exclude(day=today).delete()
        Reminding.objects.update_or_create(owner=runner, defaults=columns)


def claim_reminder(runner: Runner, now: datetime | None = None) -> Claim:
    """The reminder to show now; whoever gets it must show it, nobody gets it again.

    *Changes* the days on which a reminder was shown.
    *Refuses* nothing: when none may be shown there is none.
    *Twice* gives none the second time, from however many devices.
    *Privacy* its words tell nothing about health.
    """
    row = _row(runner)
    moment = now or timezone.now()
    wall = timezone.localtime(moment, zone_of(runner))
    if row is None or not row.is_on:
        return Claim(None, seconds_until(wall, USUAL_AT))
    return Claim(_claim(runner, row, wall, moment), seconds_until(wall, _told(row).at))


def _claim(
    runner: Runner, row: Reminding, wall: datetime, moment: datetime
) -> ReminderWords | None:
    """The words for whoever is the first to ask; the plan is only read when there may be some."""
    state = _state(runner, row, wall)
    if decide_reminder(state) is None:
        return None
    sheet = read_today(runner, moment)
    remind = decide_reminder(
        replace(
            state,
            is_waiting=bool(_waiting(sheet)),
            is_red=sheet.light == STOP,
            is_locked=sheet.lock is not None,
        )
    )
    if remind is None or not _keep(runner, remind, moment):
        return None
    return _words(remind, sheet)


def _keep(runner: Runner, remind: Remind, moment: datetime) -> bool:
    """Whether this reminder is ours to show: the store lets one through for each day."""
    row = {"shown_at": moment}
    _shown, is_new = ReminderShown.objects.get_or_create(owner=runner, day=remind.day, defaults=row)
    return bool(is_new)


def _row(runner: Runner) -> Reminding | None:
    found: Reminding | None = Reminding.objects.owned_by(runner).first()
    return found


def _told(row: Reminding) -> RemindingTold:
    usual = RemindingTold()
    return RemindingTold(
        is_on=row.is_on,
        at=usual.at if row.at is None else row.at,
        quiet_from=usual.quiet_from if row.quiet_from is None else row.quiet_from,
        quiet_until=usual.quiet_until if row.quiet_until is None else row.quiet_until,
    )


def _state(runner: Runner, row: Reminding, wall: datetime) -> ReminderState:
    """All but what the plan says of the day, which is taken as the best that it could be."""
    told = _told(row)
    active_on = _active_on(read_diary(runner, wall.date()))
    return ReminderState(
        now=wall,
        is_on=told.is_on,
        at=told.at,
        quiet=Quiet(told.quiet_from, told.quiet_until),
        is_waiting=True,
        is_done=active_on == wall.date(),
        is_red=False,
        is_locked=False,
        shown=_shown(runner),
        active_on=active_on,
    )


def _waiting(sheet: TodaySheet) -> tuple[SessionLine, ...]:
    return tuple(session for session in sheet.sessions if not session.is_done)


def _shown(runner: Runner) -> frozenset[date]:
    return frozenset(ReminderShown.objects.owned_by(runner).values_list("day", flat=True))


def _active_on(diary: Diary) -> date | None:
    did = [item.day for item in diary.sessions]
    ran = [run.day for run in diary.runs]
    told = [entry.day for entry in diary.pains]
    return max((*did, *ran, *told), default=None)


def _words(remind: Remind, sheet: TodaySheet) -> ReminderWords:
    if remind.kind is RemindKind.LAST:
        body = _("This is the last reminder. They come again once you do something, or ask for it.")
        return ReminderWords(remind.day, _("Midstance"), body)
    length_s = sum(session.seconds for session in _waiting(sheet))
    body = _("Planned for today: about %(time)s.") % {"time": _about(length_s)}
    return ReminderWords(remind.day, _("Midstance"), body)


def _about(length_s: float) -> str:
    """To whole minutes, upward."""
    return duration_words(-(-max(length_s, 1) // 60) * 60)
