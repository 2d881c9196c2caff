"""Give the next seven days in one document, for a device that may be far from here."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from midstance.app.checking.days import day_of
from midstance.app.make_plan import week_to_come
from midstance.app.plain import to_plain
from midstance.app.play_session import LEAST, ROUTINE, routine_sheet, session_sheet
from midstance.app.read_today import read_today
from midstance.app.routine_lock import routine_lock
from midstance.app.training.day_sentence import Day, say_day
from midstance.app.training.diary import SLIP
from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.player import PlaySheet
from midstance.app.training.player_routine import KINDS
from midstance.app.training.records import DayLine, PlanSheet, SessionLine, TodaySheet
from midstance.app.training.room import within_room
from midstance.app.training.sheets import build_sheet, session_key, with_limits
from midstance.app.training.state import Situated, situate
from midstance.app.training.weeks import week_for
from midstance.core.base.errors import RefusedError
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import DayLog, ceiling_of
from midstance.core.plan.problem import DAYS
from midstance.core.plan.solution import Session
from midstance.store.models import Runner

VERSION = 1
"""Raised when the document changes, so that an older page on a device does not misread it."""

REMEMBERED = timedelta(days=2)
"""The days before today whose light an answer on the device may still change."""


@dataclass(frozen=True)
class LightRule:
    """The numbers of `light_of`, so that a device judges a pain as the server does.

    Parameters
    ----------
    ceiling : most pain while moving that is green.
    well_pain : pain that counts as none when it is asked whether it rose.
    amber_over : by how much one rule may fail and still be amber.
    red_above : pain above it is red by itself.
    red_morning_rise : a rise by this much by the morning is red.
    rescreen_pain : from this pain on the warning signs come first.
    slip_s : within this time a pain may be put right; later it stands.
    """

    ceiling: float
    well_pain: float
    amber_over: float
    red_above: float
    red_morning_rise: float
    rescreen_pain: float
    slip_s: float


@dataclass(frozen=True)
class OfflineDay:
    """One day: what stands on it, in a sentence and session by session."""

    day: date
    sentence: str
    sessions: tuple[SessionLine, ...]


@dataclass(frozen=True)
class OfflineDays:
    """Seven days as a device keeps them.

    Parameters
    ----------
    key : the same while nothing changed that the days depend on.
    plan_key : names the stored week.
    light, light_words : of the day on which it was made; carry_on, adjust or stop.
    opens_on : the first day on which a session may stand; None while nothing may be done at all.
    days : empty while nothing may be done.
    sheets : of every session with a clock, and of the routines.
    logs : what is known of today and the days before it, by which a pain told later is judged.
    """

    version: int
    key: str
    day: date
    made_at: datetime
    plan_key: str
    light: str
    light_words: str
    sentence: str
    opens_on: date | None
    days: tuple[OfflineDay, ...]
    sheets: tuple[PlaySheet, ...]
    rule: LightRule
    logs: tuple[DayLog, ...]
    book_version: str
    constants_version: str


def offline_days(runner: Runner, now: datetime | None = None) -> OfflineDays:
    """Give the next seven days with all that a player needs to lead through them.

    *Changes* stores the week when there is none yet or something changed since.
    *Refuses* nothing: while a lock, a red flag or much pain forbids to train there is no session.
    *Twice* gives the same but for the moment at which it was made.
    *Privacy* holds health data; a device keeps it encrypted, and no cache does.
    """
    moment = now or timezone.now()
    seen = _see(runner, moment)
    found = seen.found
    ahead, sheets = _lead(seen) if seen.opens_on else ((), ())
    return OfflineDays(
        version=VERSION,
        key=_key(seen),
        day=found.today,
        made_at=moment,
        plan_key=seen.sheet.key,
        light=seen.today.light,
        light_words=seen.today.light_words,
        sentence=seen.today.sentence,
        opens_on=seen.opens_on,
        days=ahead,
        sheets=sheets,
        rule=light_rule(found.condition, found.constants),
        logs=_logs(found),
        book_version=found.book.version,
        constants_version=found.constants.version,
    )


def offline_key(runner: Runner, now: datetime | None = None) -> str:
    """The key that `offline_days` would give now, without the work of its sheets."""
    return _key(_see(runner, now or timezone.now()))


@dataclass(frozen=True)
class _Seen:
    found: Situated
    today: TodaySheet
    week: KeptWeek
    sheet: PlanSheet
    opens_on: date | None


def _see(runner: Runner, moment: datetime) -> _Seen:
    today = read_today(runner, moment)  # first, because it plans the week where there is none
    found = situate(runner, day_of(runner, moment))
    week = within_room(found, week_for(found))
    sheet = build_sheet(runner, week, None, found.diary, get_language() or "")
    return _Seen(found, today, week, sheet, _opens_on(found, today, week))


def _opens_on(found: Situated, today: TodaySheet, week: KeptWeek) -> date | None:
    """The first day that may hold a session; None where something other than a rest forbids it."""
    if today.light != "stop":
        return found.today
    first_day = date.fromordinal(found.pain.first_day)
    forbidden = (
        today.lock is not None
        or found.knee.has_red_flag
        or found.needs_screen
        or found.pain.rescreen
        or week.plan.empty_because is not None
    )
    return None if forbidden or first_day <= found.today else first_day


def _key(seen: _Seen) -> str:
    """A digest of all that the days are made of; the words of today are among it."""
    depends_on = {
        "version": VERSION,
        "language": get_language(),
        "today": seen.today,
        "sheet": seen.sheet,
        "opens_on": seen.opens_on,
        "rule": light_rule(seen.found.condition, seen.found.constants),
        "logs": _logs(seen.found),
    }
    text = json.dumps(to_plain(depends_on), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def light_rule(condition: str, constants: PlanConstants) -> LightRule:
    """The numbers for a pattern of pain."""
    return LightRule(
        ceiling=ceiling_of(condition, constants),
        well_pain=constants.well_pain,
        amber_over=constants.amber_over,
        red_above=constants.red_above,
        red_morning_rise=constants.red_morning_rise,
        rescreen_pain=constants.rescreen_pain,
        slip_s=SLIP.total_seconds(),
    )


def _logs(found: Situated) -> tuple[DayLog, ...]:
    first = (found.today - REMEMBERED).toordinal()
    return tuple(log for log in found.diary.logs if log.day >= first)


def _lead(seen: _Seen) -> tuple[tuple[OfflineDay, ...], tuple[PlaySheet, ...]]:
    to_come = week_to_come(seen.week, seen.found)
    ahead = tuple(_ahead(seen, to_come))
    return ahead, tuple(_sheets(seen, to_come, ahead))


def _ahead(seen: _Seen, to_come: KeptWeek) -> Iterator[OfflineDay]:
    """Today and the six days after it; where this week ends, as the next one would be."""
    found = seen.found
    next_sheet = build_sheet(found.runner, to_come, None, found.diary, get_language() or "")
    lines = (*seen.sheet.days, *next_sheet.days)
    for number in range(DAYS):
        day = found.today + timedelta(days=number)
        there = next((line.sessions for line in lines if line.day == day), ())
        sessions = tuple(with_limits(item, seen.sheet.running) for item in there)
        sentence = seen.today.sentence if number == 0 else _sentence(seen, lines, day, sessions)
        yield OfflineDay(day, sentence, sessions)


def _sentence(
    seen: _Seen, lines: tuple[DayLine, ...], day: date, sessions: tuple[SessionLine, ...]
) -> str:
    """What the day will say if nothing changes until then."""
    to_come = tuple(line for line in lines if line.day >= day)
    said = say_day(
        Day(
            found=replace(seen.found, today=day),
            sheet=replace(seen.sheet, days=to_come),
            lock=routine_lock(seen.found.runner),
            light="carry_on",
            sessions=sessions,
            reset_after="",
        )
    )
    return said.sentence


def _sheets(seen: _Seen, to_come: KeptWeek, ahead: tuple[OfflineDay, ...]) -> Iterator[PlaySheet]:
    language = get_language() or "en"
    lines = [line for day in ahead for line in day.sessions]
    if seen.sheet.least is not None:
        lines.append(seen.sheet.least)
    wanted = {line.key for line in lines if not line.is_done}
    for week in (seen.week, to_come):
        for key, session in _sessions(week):
            if key in wanted:
                wanted.discard(key)
                yield from _led(seen.found, week, session, key, language)
    for name in KINDS:
        try:
            yield routine_sheet(seen.found, f"{ROUTINE}{name}", language)
        except RefusedError:
            continue


def _sessions(week: KeptWeek) -> Iterator[tuple[str, Session]]:
    for session in week.plan.sessions:
        if session.day is not None:
            yield session_key(date.fromordinal(session.day), session.kind), session
    if week.plan.least is not None:
        yield f"{LEAST}{week.plan.least.kind}", week.plan.least


def _led(
    found: Situated, week: KeptWeek, session: Session, key: str, language: str
) -> Iterator[PlaySheet]:
    """The sheet of a session, where a clock can lead through it."""
    try:
        yield session_sheet(found, week, session, key, language)
    except RefusedError:
        return
