"""How much she may run on a day and in the days after, and the plan's run of today within it."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from midstance.app.training.kept_weeks import KeptWeek
from midstance.app.training.pace import usual_speed_mps
from midstance.app.training.running_words import NO_RUNS_WITH
from midstance.app.training.state import Situated, running_now, situations_of
from midstance.app.training.tissue_past import RunnerPast, read_past
from midstance.core.load.planned import TISSUES
from midstance.core.load.tissue import Tissue
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.problem import DAYS, RUN
from midstance.core.plan.return_to_run import ILIOTIBIAL
from midstance.core.plan.run_room import Bound, Room, RoomCode, RoomState, find_room, fit_outing
from midstance.core.plan.solution import Session
from midstance.core.tissue.room import estimate_days_room_s
from midstance.knowledge.planned_constants import load_planned_constants
from midstance.knowledge.tissue_constants import load_tissue_constants

TISSUE_OF = {
    ILIOTIBIAL: Tissue.ILIOTIBIAL_BAND,
    "patellar_tendinopathy": Tissue.PATELLAR_TENDON,
    "quadriceps_tendinopathy": Tissue.PATELLAR_TENDON,
    "knee_osteoarthritis": Tissue.TIBIOFEMORAL,
}
"""The tissue that a pattern is about; the kneecap joint stands for all others."""

OF_THE_DAY = frozenset({RoomCode.RAN, RoomCode.PLAN_RESTS, RoomCode.REST, RoomCode.STATE})
"""What holds for today alone, and says nothing of the days after."""


@dataclass(frozen=True)
class DayRoom:
    """The room of a day.

    Parameters
    ----------
    tissue : the tissue that load and state are taken of.
    past : what her history makes of the day.
    week_s : how long the run of each day of the next seven may be that the plan has one for [s];
        None where nothing bounds it.
    """

    room: Room
    state: RoomState
    tissue: Tissue
    past: RunnerPast
    week_s: tuple[tuple[date, float | None], ...]


def room_of(found: Situated, week: KeptWeek | None = None) -> DayRoom:
    """The room of today, and of the runs of a week in the next seven days."""
    past = read_past(found.runner, found.today)
    tissue = TISSUE_OF.get(found.condition, Tissue.PATELLOFEMORAL)
    state = _room_state(found, past, tissue)
    room = find_room(state, found.constants)
    day = DayRoom(room, state, tissue, past, ())
    return day if week is None else replace(day, week_s=_week_s(found, week, day))


def _room_state(found: Situated, past: RunnerPast, tissue: Tissue) -> RoomState:
    today = found.today.toordinal()
    knee = found.knee
    return RoomState(
        today=today,
        pain=found.pain,
        running=running_now(found),
        condition=found.condition,
        needs_care=knee.is_locked or knee.has_red_flag or found.needs_screen,
        must_not_run=bool(situations_of(found) & NO_RUNS_WITH),
        outings=found.outings,
        yesterday=found.lights.get(today - 1, Light.UNKNOWN),
        now=found.lights.get(today, Light.UNKNOWN),
        runs_a_week=found.wishes.runs_a_week,
        longest_m=past.longest_m,
        most_by_load_s=_most_by_load_s(past, tissue, found.constants.longest_times),
        most_by_state_s=most_by_state_s(past, tissue),
        usual_mps=usual_speed_mps(found.runner, found.today),
        walk_mps=load_planned_constants().brisk_walk_mps,
    )


def _most_by_load_s(past: RunnerPast, tissue: Tissue, times: float) -> float | None:
    """Length of a usual run that loads the tissue a little more than the heaviest of 30 days."""
    heaviest = float(past.heaviest[TISSUES.index(tissue)])
    if past.usual is None or past.lacks_load or np.isnan(heaviest):
        return None
    usual = float(past.usual.load[TISSUES.index(tissue)])
    return times * heaviest / usual * past.usual.seconds if usual > 0 else None


def most_by_state_s(past: RunnerPast, tissue: Tissue) -> float | None:
    """Length of a usual run that fills the tissue as a heavy usual day of hers does."""
    (most_s,) = _days_s(past, tissue, (1,))
    return None if np.isnan(most_s) else most_s


def _days_s(
    past: RunnerPast, tissue: Tissue, days: tuple[int, ...], most_s: float = np.inf
) -> tuple[float, ...]:
    """Length of a usual run on each day [s], day 1 being today; NaN where nothing is known."""
    usual, tissues, at = past.usual, past.tissues, TISSUES.index(tissue)
    if usual is None or tissues is None or past.lacks_load:
        return (float("nan"),) * len(days)
    from_tomorrow = min(days) > 1
    evening = tissues.end if from_tomorrow else tissues.before
    return estimate_days_room_s(
        evening.of(at),
        tissues.peak[at],
        usual.damage[at] / tissues.usual[at] / usual.seconds,
        tuple(day - from_tomorrow for day in days),
        load_tissue_constants(),
        most_s=most_s,
    )


def _week_s(found: Situated, week: KeptWeek, day: DayRoom) -> tuple[tuple[date, float | None], ...]:
    """Each run of the plan in the next seven days as long as all before it leave room for."""
    days = _run_days(found, week)
    cap_s = _cap_s(day.room.bounds)
    if not days or cap_s == 0:
        return ()
    places = tuple((each - found.today).days + 1 for each in days)
    most_s = np.inf if cap_s is None else cap_s
    lengths = _days_s(day.past, day.tissue, places, most_s)
    return tuple(
        (each, cap_s if np.isnan(length_s) else length_s)
        for each, length_s in zip(days, lengths, strict=True)
    )


def _run_days(found: Situated, week: KeptWeek) -> tuple[date, ...]:
    """The days of the plan with a run that is still to come."""
    first = max(found.today.toordinal() + found.diary.ran_on(found.today), found.pain.first_day)
    last = found.today.toordinal() + DAYS
    days = {each.day for each in week.plan.sessions if each.kind == RUN and each.day is not None}
    return tuple(date.fromordinal(day) for day in sorted(days) if first <= day < last)


def _cap_s(bounds: tuple[Bound, ...]) -> float | None:
    """The most of any one run of the days ahead; None where nothing bounds it."""
    lasting = [
        each.most_s for each in bounds if each.code not in OF_THE_DAY and each.most_s is not None
    ]
    return min(lasting, default=None)


def within_room(found: Situated, week: KeptWeek) -> KeptWeek:
    """The week with the run of today no longer than the room of today; the kept week stays.

    A run that was done stays as it was planned.
    """
    today = found.today.toordinal()
    stands = any(each.kind == RUN and each.day == today for each in week.plan.sessions)
    if found.diary.ran_on(found.today) or not stands:
        return week
    most_s = room_of(found).room.most_s
    sessions = tuple(
        fitted
        for each in week.plan.sessions
        if (fitted := _fitted(each, most_s) if each.day == today else each) is not None
    )
    return replace(week, plan=replace(week.plan, sessions=sessions))


def _fitted(session: Session, most_s: float | None) -> Session | None:
    if session.outing is None:
        return session
    outing = fit_outing(session.outing, most_s)
    if outing is None:
        return None
    return replace(session, outing=outing, seconds=round(outing.total_s))
