"""The week as people get it: sessions by day, why each exercise, and what limited it."""

from dataclasses import dataclass, replace
from itertools import pairwise

from midstance.core.plan.book import Avoid
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import SeeClinician
from midstance.core.plan.problem import (
    CANNOT_SAY,
    CROSS,
    DAYS,
    MOBILITY,
    RUN,
    STRENGTH,
    Because,
    Boldness,
    Candidate,
    EmptyBecause,
    Limit,
    PlanInputs,
    PlanProblem,
    Programme,
    TimeOfDay,
)
from midstance.core.plan.progression import Prescription, WeekChange
from midstance.core.plan.return_to_run import RunMode, RunPlan, Stage
from midstance.core.plan.solver import Choice, boldness_of

BIKE, WALK = "stationary_bike", "brisk_walk"


@dataclass(frozen=True)
class PlanItem:
    """One exercise of a session.

    Parameters
    ----------
    seconds : how long all of its sets last, with changing over to it [s].
    avoid : what changes about it.
    because : why it is in the plan.
    found_by : ids of the movement screens whose findings it trains.
    """

    prescription: Prescription
    seconds: int
    avoid: tuple[Avoid, ...]
    because: tuple[Because, ...]
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Session:
    """What stands on a day.

    Parameters
    ----------
    day : number of the day; None for the least that helps, which may be done whenever.
    kind : strength, mobility, cross or run.
    items : the exercises in order; none for cross-training and runs.
    activity : the bike or brisk walking, for cross-training.
    outing : the run.
    is_hard : whether two days must lie between it and the next hard one.
    """

    day: int | None
    kind: str
    time: TimeOfDay
    seconds: int
    items: tuple[PlanItem, ...] = ()
    activity: str | None = None
    outing: Stage | None = None
    is_hard: bool = False


@dataclass(frozen=True)
class Plan:
    """A week, and why it is as it is.

    Parameters
    ----------
    sessions : in order of days.
    rest_days : days without strength, cross-training or run.
    empty_because : why it holds nothing.
    least : the least that helps, where no day has room for exercise.
    limits : what kept it from being more.
    running : how she runs; without an outing where no day has room for one.
    left_out : which exercises each limit ruled out.
    review_day : when to look over it.
    constants_version, book_version : equal inputs and versions, equal plan.
    """

    first_day: int
    programme: Programme
    sessions: tuple[Session, ...]
    rest_days: tuple[int, ...]
    empty_because: EmptyBecause | None
    least: Session | None
    change: WeekChange
    running: RunPlan
    limits: tuple[Limit, ...]
    left_out: tuple[tuple[Limit, tuple[str, ...]], ...]
    boldness: Boldness
    review_day: int
    rescreen: bool
    see_clinician: tuple[SeeClinician, ...]
    is_best: bool
    constants_version: str
    book_version: str


def assemble(
    inputs: PlanInputs,
    problem: PlanProblem,
    choice: Choice,
    constants: PlanConstants,
    book_version: str,
) -> Plan:
    """The week that a choice means.

    Parameters
    ----------
    inputs, problem : what was asked.
    choice : what the solver chose.

    Returns
    -------
    Plan
        With the least that helps where no day has room for exercise and nothing empties the plan.
    """
    sessions = () if problem.empty_because else _sessions(inputs, problem, choice)
    busy = {session.day for session in sessions if session.kind != MOBILITY}
    days = range(inputs.first_day, inputs.first_day + DAYS)
    early = inputs.condition == CANNOT_SAY or inputs.pain.steps_back > 0
    has_exercise = any(session.kind == STRENGTH for session in sessions)
    return Plan(
        first_day=inputs.first_day,
        programme=problem.programme,
        sessions=sessions,
        rest_days=tuple(day for day in days if day not in busy),
        empty_because=problem.empty_because,
        least=None if has_exercise or problem.empty_because else _least(problem, constants),
        change=inputs.change,
        running=replace(inputs.running, outing=problem.outing),
        limits=_limits(inputs, problem, choice, constants),
        left_out=problem.left_out,
        boldness=boldness_of(problem, choice),
        review_day=inputs.first_day
        + round(constants.early_review_days if early else constants.review_days),
        rescreen=inputs.pain.rescreen,
        see_clinician=inputs.pain.see_clinician,
        is_best=choice.is_best,
        constants_version=constants.version,
        book_version=book_version,
    )


def _sessions(inputs: PlanInputs, problem: PlanProblem, choice: Choice) -> tuple[Session, ...]:
    strength = _in_order(problem, choice)
    is_hard = boldness_of(problem, choice).hard_sessions > 0
    mobility = tuple(
        item_of(problem.mobility[place], len(problem.mobility[place].seconds))
        for place in choice.mobility_items
    )
    found = []
    for day in range(DAYS):
        number, room = inputs.first_day + day, problem.rooms[day]
        if day in choice.strength:
            seconds = sum(item.seconds for item in strength)
            found.append(Session(number, STRENGTH, room.time, seconds, strength, is_hard=is_hard))
        if day in choice.mobility:
            seconds = sum(item.seconds for item in mobility)
            found.append(Session(number, MOBILITY, room.time, seconds, mobility))
        if day in choice.runs and problem.outing is not None:
            length_s = round(problem.outing.total_s)
            found.append(Session(number, RUN, room.time, length_s, outing=problem.outing))
        if day in choice.cross:
            activity = BIKE if "bike" in inputs.equipment else WALK
            length_s = round(min(room.outing_s, problem.cross_s))
            found.append(Session(number, CROSS, room.time, length_s, activity=activity))
    return tuple(found)


def _in_order(problem: PlanProblem, choice: Choice) -> tuple[PlanItem, ...]:
    """The most demanding first, while she is fresh; the trunk last."""
    chosen = [
        (item, sets) for item, sets in zip(problem.candidates, choice.sets, strict=True) if sets
    ]
    places = {region: place for place, (region, _, _) in enumerate(problem.emphasis)}
    chosen.sort(
        key=lambda each: (
            not each[0].is_hard, -each[0].patellofemoral_tier, places[each[0].region],
            each[0].number,
        )
    )  # fmt: skip
    return tuple(item_of(item, sets) for item, sets in chosen)


def item_of(candidate: Candidate, sets: int) -> PlanItem:
    """An exercise in so many sets."""
    told = candidate.prescription
    return PlanItem(
        Prescription(told.exercise, told.form, sets, told.reps, told.hold_s, told.most_flexion_deg),
        candidate.seconds[sets - 1],
        candidate.avoid,
        candidate.because,
        candidate.found_by,
    )


def _least(problem: PlanProblem, constants: PlanConstants) -> Session | None:
    """One set of the exercise that is worth most in five minutes, whenever there is time."""
    worths = {region: first for region, first, _ in problem.emphasis}
    fitting = [
        item
        for item in problem.candidates
        if not item.is_hard and item.seconds[0] <= constants.mobility_s
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda item: (item.worth + worths[item.region], -item.number))
    return Session(None, STRENGTH, TimeOfDay.ANY, best.seconds[0], (item_of(best, 1),))


def _limits(
    inputs: PlanInputs, problem: PlanProblem, choice: Choice, constants: PlanConstants
) -> tuple[Limit, ...]:
    """Which limits bind: the week would be more without them."""
    if problem.empty_because is not None:
        return ()
    used = [sets for sets in choice.sets if sets]
    length_s = sum(
        item.seconds[sets - 1]
        for item, sets in zip(problem.candidates, choice.sets, strict=True)
        if sets
    )
    further = [
        item.seconds[sets] - item.seconds[sets - 1]
        for item, sets in zip(problem.candidates, choice.sets, strict=True)
        if 0 < sets < len(item.seconds)
    ]
    shortest = min((room.exercise_s for room in problem.rooms if room.exercise_s), default=0.0)
    most_s = min(problem.most_session_s, shortest) if used else problem.most_session_s
    unsure = inputs.confidence is not None and inputs.confidence < constants.shrink_below_confidence
    is_hard = boldness_of(problem, choice).hard_sessions > 0
    binding = {
        Limit.EXERCISES: len(used) == problem.most_exercises,
        Limit.SESSION_TIME: bool(further) and length_s + min(further) > most_s,
        Limit.DAYS: len(choice.strength) < problem.strength[0],
        Limit.CONFIDENCE: unsure,
        Limit.REST_AFTER_RED: inputs.pain.first_day > inputs.first_day,
        Limit.HOURS_BETWEEN_HARD: is_hard
        and any(later - one == 2 for one, later in pairwise(choice.strength)),
        Limit.REST_DAY: len({*choice.strength, *choice.runs, *choice.cross})
        == DAYS - round(constants.least_rest_days),
        Limit.RUN_LENGTH: inputs.running.most_s is not None and bool(choice.runs),
        Limit.RUN_ROOM: inputs.running.outing is not None
        and problem.outing != inputs.running.outing,
        Limit.RUN_ENTRY: inputs.running.mode in {RunMode.NONE, RunMode.WALK_FIRST},
    }
    ruled = {limit for limit, _ in problem.left_out}
    return tuple(limit for limit in Limit if binding.get(limit) or limit in ruled)
