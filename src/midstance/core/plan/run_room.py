"""How much a runner may run: the smallest of what each rule allows, and which rule that is.

Each rule gives a bound or says nothing. A rule more never gives more room. The plan is among the
rules, and `fit_outing` brings an outing of the plan within the room, so that neither is bolder than
the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf, isnan

from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import BONE_STRESS, Light, PainState
from midstance.core.plan.return_to_run import (
    LEAST_RUN_S,
    MINUTE_S,
    WEEK_DAYS,
    OutingKind,
    OutingLog,
    RunMode,
    RunPlan,
    Stage,
)

RUNNING = frozenset({OutingKind.RUN, OutingKind.WALK_RUN})


class RoomCode(StrEnum):
    """What bounds the room; safety first, then pain, then the plan, then what she is used to."""

    CARE = "care"
    REST = "rest"
    RAN = "ran"
    PLAN_RESTS = "plan_rests"
    PLAN_WAITS = "plan_waits"
    SAME_AGAIN = "same_again"
    PLAN = "plan"
    DISTANCE = "distance"
    LOAD = "load"
    STATE = "state"


@dataclass(frozen=True)
class Bound:
    """What one rule allows at most: length [s] and distance [m]; None where it says nothing."""

    code: RoomCode
    most_s: float | None
    most_m: float | None = None


@dataclass(frozen=True)
class RoomState:
    """What the room of a day depends on.

    Parameters
    ----------
    today : number of the day.
    needs_care : whether a lock, a red flag or the warning signs come before any running.
    must_not_run : whether the knee is swollen or gets stuck.
    outings : as the plan takes them; those of today are among them.
    yesterday, now : how yesterday and today went.
    runs_a_week : outings that she wants at most; it binds while a plan leads her.
    longest_m : longest run of the last 30 days [m].
    most_by_load_s, most_by_state_s : length of an ordinary run that loads the knee as the heaviest
        of the last 30 days and a little more, and that fills the tissue as a heavy usual day [s].
    usual_mps : her usual speed, by which metres and seconds are told in each other.
    walk_mps : how fast the walks of an outing are.
    """

    today: int
    pain: PainState
    running: RunPlan
    condition: str = ""
    needs_care: bool = False
    must_not_run: bool = False
    outings: tuple[OutingLog, ...] = ()
    yesterday: Light = Light.UNKNOWN
    now: Light = Light.UNKNOWN
    runs_a_week: int = WEEK_DAYS
    longest_m: float | None = None
    most_by_load_s: float | None = None
    most_by_state_s: float | None = None
    usual_mps: float | None = None
    walk_mps: float | None = None


@dataclass(frozen=True)
class Room:
    """How much she may run on a day.

    Parameters
    ----------
    most_s, most_m : the most by all bounds; None where none of them speaks of it.
    binding : the bound that is smallest; None where there is none.
    next : the one that would bind without it; None where there is none.
    bounds : all of them, the smallest first.
    """

    most_s: float | None
    most_m: float | None
    binding: RoomCode | None
    next: Bound | None
    bounds: tuple[Bound, ...]


def find_room(state: RoomState, constants: PlanConstants) -> Room:
    """How much she may run today.

    Parameters
    ----------
    state : all that is known of the day.

    Returns
    -------
    Room
        Zero while anything asks for care or for rest, whatever the other rules say.

    Source: `frandsen_2025` for the distance; all else is expert judgement.
    """
    return smallest(bounds_of(state, constants))


def bounds_of(state: RoomState, constants: PlanConstants) -> tuple[Bound, ...]:
    """What each rule allows, in metres and in seconds as far as her speed is known."""
    found = (
        _care(state),
        _rest(state),
        _ran_today(state),
        *_plan(state, constants),
        _same_again(state),
        _distance(state, constants),
        _length(RoomCode.LOAD, state.most_by_load_s),
        _length(RoomCode.STATE, state.most_by_state_s),
    )
    return tuple(in_both(each, state.usual_mps) for each in found if each is not None)


def smallest(bounds: Iterable[Bound]) -> Room:
    """The room that all bounds leave.

    Parameters
    ----------
    bounds : any, in order of their weight: of two that are equal the first binds.

    Notes
    -----
    A bound more never gives more room, and their order only chooses among equals.
    """
    told = sorted(bounds, key=_size)
    lengths = [each.most_s for each in told if each.most_s is not None]
    distances = [each.most_m for each in told if each.most_m is not None]
    return Room(
        most_s=min(lengths, default=None),
        most_m=min(distances, default=None),
        binding=told[0].code if told else None,
        next=told[1] if len(told) > 1 else None,
        bounds=tuple(told),
    )


def _size(bound: Bound) -> tuple[float, float]:
    return (
        inf if bound.most_s is None else bound.most_s,
        inf if bound.most_m is None else bound.most_m,
    )


def in_both(bound: Bound, usual_mps: float | None) -> Bound:
    """The bound in metres and in seconds, the one told by the other at her usual speed."""
    if not usual_mps:
        return bound
    if bound.most_s is None and bound.most_m is not None:
        return replace(bound, most_s=bound.most_m / usual_mps)
    if bound.most_m is None and bound.most_s is not None:
        return replace(bound, most_m=bound.most_s * usual_mps)
    return bound


def _nothing(code: RoomCode) -> Bound:
    return Bound(code, 0.0, 0.0)


def _length(code: RoomCode, most_s: float | None) -> Bound | None:
    return None if most_s is None or isnan(most_s) else Bound(code, most_s)


def _care(state: RoomState) -> Bound | None:
    stops = state.needs_care or state.pain.rescreen or state.condition == BONE_STRESS
    return _nothing(RoomCode.CARE) if stops else None


def _rest(state: RoomState) -> Bound | None:
    rests = state.pain.first_day > state.today or Light.RED in (state.now, state.yesterday)
    return _nothing(RoomCode.REST) if rests else None


def _ran_today(state: RoomState) -> Bound | None:
    ran = any(log.day == state.today for log in state.outings)
    return _nothing(RoomCode.RAN) if ran else None


def _plan(state: RoomState, constants: PlanConstants) -> Iterable[Bound]:
    """The outing of the plan; where nothing holds her back a little more than it."""
    running, outing = state.running, state.running.outing
    if outing is None or state.must_not_run or outing.kind not in RUNNING:
        yield _nothing(RoomCode.PLAN_WAITS)
        return
    if _rests_between(state):
        yield _nothing(RoomCode.PLAN_RESTS)
    free = running.mode is RunMode.FREE
    most_s = outing.total_s * (constants.longest_times if free else 1.0)
    most_s = most_s if running.most_s is None else min(most_s, running.most_s)
    yield Bound(RoomCode.PLAN, most_s, _way_m(outing, most_s, state))


def _way_m(outing: Stage, most_s: float, state: RoomState) -> float | None:
    """How far the plan lets her go: the walks of its outing are slower than her runs."""
    most_m = state.running.most_m
    if not state.usual_mps or not state.walk_mps or not outing.walk_s:
        return most_m
    walks = 1 - outing.running_s / outing.total_s
    way_m = most_s * ((1 - walks) * state.usual_mps + walks * min(state.walk_mps, state.usual_mps))
    return way_m if most_m is None else min(most_m, way_m)


def _rests_between(state: RoomState) -> bool:
    """Whether the plan keeps a day between runs, or holds no more of them in seven days."""
    days = {log.day for log in state.outings if log.continuous_s > 0}
    if state.running.rest_day_between and state.today - 1 in days:
        return True
    if state.running.mode is RunMode.FREE:
        return False
    return sum(state.today - WEEK_DAYS < day < state.today for day in days) >= state.runs_a_week


def _same_again(state: RoomState) -> Bound | None:
    """The last outing once more, when it or the last two days were amber."""
    last = max(state.outings, key=lambda log: log.day, default=None)
    if last is None or Light.AMBER not in (state.now, state.yesterday, last.light):
        return None
    return Bound(RoomCode.SAME_AGAIN, last.total_s, last.distance_m)


def _distance(state: RoomState, constants: PlanConstants) -> Bound | None:
    if state.longest_m is None:
        return None
    return Bound(RoomCode.DISTANCE, None, constants.longest_times * state.longest_m)


@dataclass(frozen=True)
class AskedRun:
    """An outing that is asked about, before it is run.

    Parameters
    ----------
    total_s, running_s : its length, and the running in it [s].
    load_share : its load over the most by the heaviest run of 30 days; None where not known.
    state_share : the largest share of their room that it takes of any member; None where not known.
    """

    total_s: float
    running_s: float
    distance_m: float
    load_share: float | None = None
    state_share: float | None = None


def shares_of(
    asked: AskedRun, state: RoomState, constants: PlanConstants
) -> tuple[tuple[Bound, float], ...]:
    """How much of each bound an outing would take: 1 is all of it, and more goes past it.

    Returns
    -------
    Each bound of `find_room` with its share, the largest share first; infinite where nothing may
    be run at all.
    """
    shares = [
        (bound, share)
        for bound in bounds_of(state, constants)
        if (share := _share(asked, bound, state, constants)) is not None
    ]
    return tuple(sorted(shares, key=lambda each: -each[1]))


def _share(
    asked: AskedRun, bound: Bound, state: RoomState, constants: PlanConstants
) -> float | None:
    if bound.most_s == 0 and bound.most_m == 0:
        return inf
    if bound.code is RoomCode.LOAD:
        return asked.load_share
    if bound.code is RoomCode.STATE:
        return asked.state_share
    if bound.code is RoomCode.DISTANCE:
        return _over(asked.distance_m, bound.most_m)
    if bound.code is RoomCode.PLAN:
        return max(
            _over(asked.total_s, bound.most_s),
            _over(asked.running_s, _most_running_s(state, constants)),
            _over(asked.distance_m, state.running.most_m),
        )
    last_m = max(state.outings, key=lambda log: log.day).distance_m
    return max(_over(asked.total_s, bound.most_s), _over(asked.distance_m, last_m))


def _over(value: float, most: float | None) -> float:
    if most is None:
        return 0.0
    return value / most if most > 0 else inf


def _most_running_s(state: RoomState, constants: PlanConstants) -> float | None:
    """The running that the outing of the plan holds, and a tenth more where nothing holds back."""
    outing = state.running.outing
    if outing is None:
        return 0.0
    free = state.running.mode is RunMode.FREE and outing.kind is OutingKind.RUN
    return outing.running_s * (constants.longest_times if free else 1.0)


def fit_outing(outing: Stage, most_s: float | None) -> Stage | None:
    """An outing within the room: as it is, in fewer blocks, or shorter.

    Parameters
    ----------
    outing : of the plan; walks and hops are no runs, and stay as they are.
    most_s : the most that the day allows [s]; None where nothing is known.

    Returns
    -------
    Stage
        Never longer than the outing nor than the room; None where no run is left that is worth it.
    """
    if most_s is None or outing.kind not in RUNNING or outing.total_s <= most_s:
        return outing
    if most_s < LEAST_RUN_S:
        return None
    if outing.kind is OutingKind.WALK_RUN:
        repeats = int(most_s // (outing.walk_s + outing.run_s))
        return replace(outing, repeats=repeats) if repeats else None
    return replace(outing, run_s=MINUTE_S * (most_s // MINUTE_S))
