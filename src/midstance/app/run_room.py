"""How much she may run today and this week, which limit binds, and what would give more."""

from dataclasses import dataclass, replace
from datetime import date

from midstance.app.checking.days import today_of
from midstance.app.number_words import MINUTE_S
from midstance.app.routine_lock import routine_lock
from midstance.app.training.day_sentence import stop_sentence
from midstance.app.training.records import SessionLine
from midstance.app.training.room import DayRoom, room_of
from midstance.app.training.room_words import (
    limit_words,
    room_sentence,
    unsaid_words,
    week_words,
)
from midstance.app.training.state import Situated, situate
from midstance.app.training.weeks import week_for
from midstance.core.plan.return_to_run import OutingKind
from midstance.core.plan.run_room import RUNNING, Bound, Room, RoomCode
from midstance.store.models import Runner, Units


@dataclass(frozen=True)
class RoomLimit:
    """One limit; `relax` says what would give more, `source` what it rests on."""

    code: str
    most_m: float | None
    most_s: float | None
    words: str
    relax: str
    source: str


@dataclass(frozen=True)
class RunRoom:
    """How much she may run.

    Parameters
    ----------
    most_m, most_s : the most of one run today; 0 where she is not to run, None where nothing is
        known to measure by.
    binding : the code of the limit that binds, "" where there is none.
    needs_care : whether something asks for care before any running; the sentence says what.
    limits : the smallest first.
    week_most_m, week_most_s : all runs of the plan in the next seven days together.
    cannot_say : which limits cannot be told and why, "" where all can.
    """

    day: date
    most_m: float | None
    most_s: float | None
    binding: str
    sentence: str
    needs_care: bool
    limits: tuple[RoomLimit, ...]
    week_most_m: float | None
    week_most_s: float | None
    week_words: str
    cannot_say: str


def read_run_room(runner: Runner, today: date | None = None) -> RunRoom:
    """Say how much she may run on a day.

    *Changes* stores the week of the plan when there is none yet or something changed since.
    *Refuses* nothing: a lock, a red flag and a red day are answers, and come before everything.
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    found = situate(runner, today or today_of(runner))
    return tell_room(found, room_of(found, week_for(found)))


def tell_room(found: Situated, day: DayRoom) -> RunRoom:
    """The same for a runner of whom all is known."""
    imperial = found.runner.units == Units.IMPERIAL
    room = day.room
    is_care = room.binding is RoomCode.CARE
    week_s, week_m = _week(day)
    return RunRoom(
        day=found.today,
        most_m=room.most_m,
        most_s=room.most_s,
        binding=str(room.binding or ""),
        sentence=tell_stop(found, day) or room_sentence(day, imperial=imperial),
        needs_care=is_care,
        limits=tuple(tell_limit(each, found, day) for each in room.bounds),
        week_most_m=week_m,
        week_most_s=week_s,
        week_words="" if is_care else week_words(day, week_m, imperial=imperial),
        cannot_say="" if is_care else unsaid_words(day),
    )


def tell_limit(bound: Bound, found: Situated, day: DayRoom) -> RoomLimit:
    """One limit in words."""
    imperial = found.runner.units == Units.IMPERIAL
    words, relax, source = limit_words(bound, day, found.constants, imperial=imperial)
    return RoomLimit(str(bound.code), bound.most_m, bound.most_s, words, relax, source)


def tell_stop(found: Situated, day: DayRoom) -> str:
    """Why she is not to run today, in the words of the day; "" where there is room."""
    room = day.room
    if room.binding is RoomCode.CARE:
        return stop_sentence(found, routine_lock(found.runner))
    if room.bounds and _is_nothing(room):
        return tell_limit(room.bounds[0], found, day).words
    return ""


def _is_nothing(room: Room) -> bool:
    return room.most_m == 0 or (room.most_s is not None and room.most_s < MINUTE_S)


def _week(day: DayRoom) -> tuple[float | None, float | None]:
    """Seconds and metres of the runs of the next seven days; None where a run has no bound."""
    lengths = [length_s for _day, length_s in day.week_s]
    known = [length_s for length_s in lengths if length_s is not None]
    if len(known) < len(lengths):
        return None, None
    total_s = sum(known)
    usual_mps = day.state.usual_mps
    return total_s, None if usual_mps is None else total_s * usual_mps


def told_within(line: SessionLine, found: Situated) -> SessionLine:
    """A run of today with what limits it today, in place of what limits the runs of the week."""
    if line.outing is None or line.is_done or OutingKind(line.outing.kind) not in RUNNING:
        return line
    told = tell_room(found, room_of(found))
    return replace(line, outing=replace(line.outing, most=told.limits[0].words))
