"""The week as a stated problem: what may stand in it, what limits it, and what each wish is worth.

`build_problem` takes what is known of the runner and leaves out every exercise that a limit rules
out; the solver sees only what is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.book import (
    ALL,
    Avoid,
    Change,
    Dose,
    DoseForm,
    Exercise,
    ExerciseBook,
    Period,
    Region,
    Sides,
    Situation,
    avoided,
    meets,
    suits,
)
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import BONE_STRESS, TENDONS, PainState
from midstance.core.plan.progression import (
    Move,
    NextStep,
    Prescription,
    WeekChange,
    dose_of,
    least_dose,
)
from midstance.core.plan.return_to_run import (
    ILIOTIBIAL,
    KNEECAP,
    NO_PAIN,
    Criterion,
    RunPlan,
    Stage,
)

DAYS = 7
HOURS_A_DAY = 24
SCALE = 100
"""Wishes are whole numbers to the solver, in hundredths."""

STRENGTH, MOBILITY, CROSS, RUN = "strength", "mobility", "cross", "run"
"""The kinds of session."""

CANNOT_SAY = "cannot_say"
PATELLAR_TENDON = "patellar_tendinopathy"
LIGHT_RPE = 5
HIGH_TIER = 3
FORM_OR_FOOT = frozenset({"running_form", "foot_mechanics_or_shoes"})
ORDER = (
    Region.KNEE,
    Region.HIP,
    Region.HIP_STANDING,
    Region.POSTERIOR,
    Region.CORE,
    Region.CALF,
    Region.FOOT,
    Region.ANKLE,
    Region.JUMP,
)
"""The order in which the emphasis of a programme names the regions."""


class Irritability(StrEnum):
    """How easily the knee flares."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Programme(StrEnum):
    """What the week leans on."""

    PATELLOFEMORAL = "patellofemoral"
    ILIOTIBIAL = "iliotibial"
    PATELLAR_TENDON = "patellar_tendon"
    QUADRICEPS_TENDON = "quadriceps_tendon"
    FORM_AND_FOOT = "form_and_foot"
    KEEP_WELL = "keep_well"
    GENERAL = "general"


class EmptyBecause(StrEnum):
    """Why a plan holds nothing."""

    RED_FLAG = "red_flag"
    LOCKED = "locked"
    BONE_STRESS = "bone_stress"


class Limit(StrEnum):
    """What rules an exercise out or keeps the week smaller."""

    AVOID = "avoid"
    CONTRA = "contra"
    EQUIPMENT = "equipment"
    TIER_PATELLOFEMORAL = "tier_patellofemoral"
    TIER_PATELLAR_TENDON = "tier_patellar_tendon"
    NOT_YET = "not_yet"
    EXERCISES = "exercises"
    SESSION_TIME = "session_time"
    DAYS = "days"
    CONFIDENCE = "confidence"
    REST_AFTER_RED = "rest_after_red"
    HOURS_BETWEEN_HARD = "hours_between_hard"
    REST_DAY = "rest_day"
    RUN_LENGTH = "run_length"
    RUN_ROOM = "run_room"
    RUN_ENTRY = "run_entry"


class Because(StrEnum):
    """Why an exercise stands in the plan."""

    FOR_PATTERN = "for_pattern"
    FOR_CONTRIBUTOR = "for_contributor"
    FOR_REGION = "for_region"
    FOR_FINDING = "for_finding"
    KNOWN = "known"
    TENDON_STAGE = "tendon_stage"


class TimeOfDay(StrEnum):
    """When she likes to do it."""

    ANY = "any"
    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"
    AFTER_RUN = "after_run"


@dataclass(frozen=True)
class DayRoom:
    """What a day has room for: exercise and outings [s], 0 for none."""

    exercise_s: float = 0.0
    outing_s: float = 0.0
    time: TimeOfDay = TimeOfDay.ANY


@dataclass(frozen=True)
class TierLimits:
    """The highest load tier that may stand, 1 to 3."""

    patellofemoral: int = 3
    patellar_tendon: int = 3


@dataclass(frozen=True)
class PlanInputs:
    """All that a week depends on; there is no clock, streak or calendar in it.

    Parameters
    ----------
    first_day : number of the first of the seven days.
    condition : id of the pattern, "cannot_say" or "no_pain".
    days : what each of the seven days has room for.
    situations : ids of what stands against exercises beside the pattern.
    contributors : what stands beside the pattern, from the check or from movement.
    equipment : what she has at hand.
    contra : ids of exercises that she or a clinician struck out.
    confidence : that she will do it, 0 to 10; None where it was not told.
    runs_a_week : outings that she wants at most.
    steps : what becomes of last week's exercises; `change` is the rise that they hold.
    runs_grow : whether outings hold more running than last week.
    waiting : ids of exercises that went red of late and may not come back as new ones yet.
    last_hard_day, last_run_day : the last ones before this week.
    done : day and kind of each session of the six days before; they count in every seven days.
    wanted : exercises that train what a movement screen found, each with the id of that screen.
    """

    first_day: int
    condition: str
    irritability: Irritability
    pain: PainState
    running: RunPlan
    days: tuple[DayRoom, ...]
    equipment: frozenset[str] = frozenset()
    situations: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    contra: frozenset[str] = frozenset()
    tier_limits: TierLimits = TierLimits()
    confidence: int | None = None
    runs_a_week: int = 3
    has_red_flag: bool = False
    is_locked: bool = False
    steps: tuple[NextStep, ...] = ()
    change: WeekChange = WeekChange.NONE
    runs_grow: bool = False
    waiting: frozenset[str] = frozenset()
    last_hard_day: int | None = None
    last_run_day: int | None = None
    done: tuple[tuple[int, str], ...] = ()
    wanted: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if len(self.days) != DAYS:
            raise InvalidValueError(f"Expected room for {DAYS} days, got {len(self.days)}.")
        if any(not 0 <= room < float("inf") for day in self.days for room in _rooms(day)):
            raise InvalidValueError("Expected rooms of 0 s or more for each day.")
        if self.confidence is not None and not 0 <= self.confidence <= 10:
            raise InvalidValueError(f"Expected confidence from 0 to 10, got {self.confidence}.")


def _rooms(day: DayRoom) -> tuple[float, float]:
    return day.exercise_s, day.outing_s


@dataclass(frozen=True)
class Candidate:
    """An exercise that may stand in the week.

    Parameters
    ----------
    prescription : its dose with the most sets that it may have.
    seconds : length [s] of one set, two sets and so on.
    worth : what it is worth beside its sets and its region [hundredths].
    is_hard : whether two days must lie between its sessions.
    most_per_week : sessions a week at most.
    avoid : what changes about it.
    harder : its harder neighbours; two neighbours of a chain never stand in one week.
    found_by : ids of the movement screens whose findings it trains.
    """

    prescription: Prescription
    number: int
    region: Region
    patellofemoral_tier: int
    patellar_tendon_tier: int
    seconds: tuple[int, ...]
    worth: int
    is_hard: bool
    most_per_week: int
    avoid: tuple[Avoid, ...]
    because: tuple[Because, ...]
    harder: tuple[str, ...]
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Boldness:
    """How much a week asks of the knee; each number may only fall when a limit is added.

    Parameters
    ----------
    session_load : sets times the tiers of both tissues, over one session.
    """

    patellofemoral_tier: int
    patellar_tendon_tier: int
    sessions: int
    hard_sessions: int
    session_load: int


@dataclass(frozen=True)
class PlanProblem:
    """What the solver sees.

    Parameters
    ----------
    emphasis : what the first and the second exercise of each region are worth [hundredths].
    strength : exercise sessions wanted, from the least to the most.
    rooms : what each day has room for; none on days of rest after red.
    most_cross, cross_s : cross-training at most, and its length [s]; the least while it flares.
    hard_before, run_before : days since the last hard session and run when the week begins.
    done_before : how many days before the week each session of the six days before it was, by kind.
    left_out : which exercises each limit ruled out.
    """

    programme: Programme
    empty_because: EmptyBecause | None
    candidates: tuple[Candidate, ...]
    mobility: tuple[Candidate, ...]
    emphasis: tuple[tuple[Region, int, int], ...]
    most_exercises: int
    most_session_s: int
    strength: tuple[int, int]
    rooms: tuple[DayRoom, ...]
    outing: Stage | None
    most_outings: int
    rest_day_between: bool
    can_cross: bool
    most_cross: int
    cross_s: int
    hard_before: int
    run_before: int
    done_before: tuple[tuple[int, str], ...]
    caps: Boldness | None
    left_out: tuple[tuple[Limit, tuple[str, ...]], ...]


def programme_of(inputs: PlanInputs) -> Programme:
    """What the week leans on; patterns without a programme of their own get the general one."""
    named = {
        KNEECAP: Programme.PATELLOFEMORAL,
        ILIOTIBIAL: Programme.ILIOTIBIAL,
        PATELLAR_TENDON: Programme.PATELLAR_TENDON,
        "quadriceps_tendinopathy": Programme.QUADRICEPS_TENDON,
        NO_PAIN: Programme.KEEP_WELL,
    }
    programme = named.get(inputs.condition, Programme.GENERAL)
    by_form = programme in {Programme.KEEP_WELL, Programme.GENERAL}
    return Programme.FORM_AND_FOOT if by_form and inputs.contributors & FORM_OR_FOOT else programme


def period_of(inputs: PlanInputs) -> Period:
    """Early while the knee flares easily or moderately or just went red, late once it settled."""
    has_settled = inputs.condition == NO_PAIN or inputs.irritability is Irritability.LOW
    return Period.LATE if has_settled and inputs.pain.steps_back == 0 else Period.EARLY


def tiers_of(inputs: PlanInputs, constants: PlanConstants) -> TierLimits:
    """The highest tiers: those of the irritability, or her own limits where they are lower.

    Each step back lowers them as one more step of irritability would.

    A sore tendon leaves the kneecap joint free: holding still in a bent knee, its first step, loads
    that joint most.
    """
    place = 2 if inputs.condition == NO_PAIN else tuple(Irritability).index(inputs.irritability)
    place = max(place - inputs.pain.steps_back, 0)
    kneecap_place = 2 if inputs.condition in TENDONS else place
    return TierLimits(
        min(
            round(constants.patellofemoral_tiers[kneecap_place]), inputs.tier_limits.patellofemoral
        ),
        min(round(constants.patellar_tendon_tiers[place]), inputs.tier_limits.patellar_tendon),
    )


def without_limits(inputs: PlanInputs, book: ExerciseBook) -> PlanInputs:
    """The same runner with all equipment, rested, and nothing that stands against an exercise."""
    return replace(
        inputs,
        equipment=frozenset(book.equipment),
        situations=frozenset(),
        contra=frozenset(),
        tier_limits=TierLimits(),
        done=(),
        wanted=(),
    )


def without_findings(inputs: PlanInputs) -> PlanInputs:
    """The same runner without what movement screens found."""
    return replace(inputs, wanted=())


def allowed_exercises(
    inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants
) -> frozenset[str]:
    """Every exercise that no limit rules out, whether she has worked up to it or not."""
    limits = {item.id: _limit_on(item, inputs, book, constants) for item in book.exercises.values()}
    return frozenset(name for name, limit in limits.items() if limit in {None, Limit.NOT_YET})


def build_problem(
    inputs: PlanInputs,
    book: ExerciseBook,
    constants: PlanConstants,
    caps: Boldness | None = None,
) -> PlanProblem:
    """State the week as a problem.

    Parameters
    ----------
    inputs : what is known of the runner.
    book : the exercises.
    constants : limits and what wishes are worth.
    caps : the plan without her own limits, which no limit may make bolder.

    Returns
    -------
    PlanProblem
        With no candidate at all where a red flag, a lock or a bone stress injury empties the plan.
    """
    empty = _empty_because(inputs)
    exercises = () if empty else tuple(book.exercises.values())
    ruled = [(item, _limit_on(item, inputs, book, constants)) for item in exercises]
    free = [item for item, limit in ruled if limit is None and _is_for(item, inputs)]
    built = [_candidate(item, inputs, constants) for item in free]
    rooms = tuple(_room(inputs, day) for day in range(DAYS))
    outing = None if empty else _outing(inputs, rooms)
    is_unsure = _shrinks(inputs, constants)
    is_late = period_of(inputs) is Period.LATE
    return PlanProblem(
        programme=programme_of(inputs),
        empty_because=empty,
        candidates=tuple(item for item in built if item.region in ORDER),
        mobility=tuple(item for item in built if item.region is Region.MOBILITY),
        emphasis=_emphasis(inputs, constants),
        most_exercises=round(constants.shrunk_exercises if is_unsure else constants.most_exercises),
        most_session_s=round(constants.shrunk_session_s if is_unsure else constants.most_session_s),
        strength=_strength(inputs, constants, is_unsure=is_unsure),
        rooms=rooms,
        outing=outing,
        most_outings=inputs.runs_a_week,
        rest_day_between=inputs.running.rest_day_between,
        can_cross=not empty and _can_cross(inputs),
        most_cross=round(constants.cross_sessions[is_late]),
        cross_s=round(constants.cross_s[is_late]),
        hard_before=_since(inputs.last_hard_day, inputs.first_day),
        run_before=_since(inputs.last_run_day, inputs.first_day),
        done_before=tuple((inputs.first_day - day, kind) for day, kind in inputs.done),
        caps=caps,
        left_out=_left_out((item, limit) for item, limit in ruled if _is_for(item, inputs)),
    )


def _empty_because(inputs: PlanInputs) -> EmptyBecause | None:
    if inputs.has_red_flag:
        return EmptyBecause.RED_FLAG
    if inputs.is_locked or inputs.pain.rescreen:
        return EmptyBecause.LOCKED
    return EmptyBecause.BONE_STRESS if inputs.condition == BONE_STRESS else None


def _shrinks(inputs: PlanInputs, constants: PlanConstants) -> bool:
    return inputs.confidence is not None and inputs.confidence < constants.shrink_below_confidence


def _since(day: int | None, first_day: int) -> int:
    return DAYS if day is None else max(first_day - day, 0)


def _room(inputs: PlanInputs, day: int) -> DayRoom:
    rests = inputs.first_day + day < inputs.pain.first_day
    return DayRoom() if rests else inputs.days[day]


def _left_out(
    ruled: Iterable[tuple[Exercise, Limit | None]],
) -> tuple[tuple[Limit, tuple[str, ...]], ...]:
    found: dict[Limit, list[str]] = {}
    for item, limit in ruled:
        if limit is not None:
            found.setdefault(limit, []).append(item.id)
    return tuple((limit, tuple(found[limit])) for limit in Limit if limit in found)


def _limit_on(
    exercise: Exercise, inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants
) -> Limit | None:
    """The first limit that rules an exercise out."""
    whens = inputs.situations | {inputs.condition}
    against = avoided(exercise, frozenset(whens), period_of(inputs))
    tiers = tiers_of(inputs, constants)
    rules = (
        (Limit.CONTRA, exercise.id in inputs.contra),
        (Limit.AVOID, any(item.change is Change.LEAVE_OUT for item in against)),
        (Limit.TIER_PATELLOFEMORAL, exercise.patellofemoral.tier > tiers.patellofemoral),
        (Limit.TIER_PATELLAR_TENDON, exercise.patellar_tendon.tier > tiers.patellar_tendon),
        (Limit.EQUIPMENT, not inputs.equipment.issuperset(exercise.needs)),
        (Limit.NOT_YET, not _is_earned(exercise, inputs, book, constants)),
    )
    return next((limit for limit, holds in rules if holds), None)


def _is_for(exercise: Exercise, inputs: PlanInputs) -> bool:
    who = (inputs.condition, *sorted(inputs.contributors), ALL)
    known = {step.after.exercise for step in inputs.steps}
    period = period_of(inputs)
    if _found_by(exercise, inputs) and any(meets(item.period, period) for item in exercise.suits):
        return True
    return exercise.id in known or any(suits(exercise, each, period) for each in who)


def _found_by(exercise: Exercise, inputs: PlanInputs) -> tuple[str, ...]:
    return tuple(screen for wanted, screen in inputs.wanted if wanted == exercise.id)


def _is_earned(
    exercise: Exercise, inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants
) -> bool:
    """Known, or a fair beginning: near the foot of its chain and of no high load.

    After red, what was stepped back from waits, and so does all that is new: a fresh exercise at
    its full dose would take back the step. What went red waits on in the weeks after.
    """
    back = [step for step in inputs.steps if step.move is Move.EASIER]
    if any(_leaves(step, exercise) for step in back):
        return False
    known = {name for step in inputs.steps for name in (step.before.exercise, step.after.exercise)}
    if exercise.id in known:
        return True
    is_held_back = bool(back) and exercise.region is not Region.MOBILITY
    if exercise.id in inputs.waiting or is_held_back or _is_high(exercise, inputs):
        return False
    if exercise.region is Region.JUMP:
        return period_of(inputs) is Period.LATE and bool(known.intersection(exercise.easier))
    return depth_of(exercise, book) <= constants.start_depth[period_of(inputs) is Period.LATE]


def _is_high(exercise: Exercise, inputs: PlanInputs) -> bool:
    """Whether it loads a tissue too much to begin with; a sore tendon leaves the kneecap free."""
    return exercise.patellar_tendon.tier == HIGH_TIER or (
        exercise.patellofemoral.tier == HIGH_TIER and inputs.condition not in TENDONS
    )


def depth_of(exercise: Exercise, book: ExerciseBook) -> int:
    """Steps down the chain to the nearest exercise that has no easier neighbour."""
    if not exercise.easier:
        return 0
    return 1 + min(depth_of(book.exercises[name], book) for name in exercise.easier)


def _candidate(exercise: Exercise, inputs: PlanInputs, constants: PlanConstants) -> Candidate:
    step = next((each for each in inputs.steps if each.after.exercise == exercise.id), None)
    prescription = _dose_now(exercise, inputs, constants) if step is None else step.after
    dose = dose_of(exercise, prescription.form)
    against = avoided(exercise, inputs.situations | {inputs.condition}, period_of(inputs))
    limits = [item.most_flexion_deg for item in against if item.most_flexion_deg is not None]
    because = _because(exercise, dose, inputs, is_known=step is not None)
    return Candidate(
        prescription=replace(prescription, most_flexion_deg=min(limits, default=None)),
        number=exercise.number,
        region=exercise.region,
        patellofemoral_tier=exercise.patellofemoral.tier,
        patellar_tendon_tier=exercise.patellar_tendon.tier,
        seconds=tuple(
            seconds_of(exercise, prescription, dose, sets, constants)
            for sets in range(1, prescription.sets + 1)
        ),
        worth=_worth(exercise, because, constants)
        - (_light_cost(exercise, dose, constants) if period_of(inputs) is Period.LATE else 0),
        is_hard=dose.least_hours_between >= constants.hours_between_hard_h,
        most_per_week=dose.per_week[1],
        avoid=against,
        because=because,
        harder=exercise.harder,
        found_by=_found_by(exercise, inputs),
    )


def _leaves(step: NextStep, exercise: Exercise) -> bool:
    """Whether a step leads from this exercise to another one."""
    return step.before.exercise == exercise.id != step.after.exercise


def _dose_now(exercise: Exercise, inputs: PlanInputs, constants: PlanConstants) -> Prescription:
    """The dose that she knows of an exercise she moves on from; of a new one the least."""
    known = next((step.before for step in inputs.steps if _leaves(step, exercise)), None)
    if known is not None:
        return known
    first = exercise.doses[0]
    least = least_dose(exercise, first.form, first.sets[1])
    if not first.weight_rises or inputs.condition in TENDONS:
        return least
    return replace(least, reps=min(least.reps, round(constants.weight_first_reps)))


def seconds_of(
    exercise: Exercise,
    prescription: Prescription,
    dose: Dose,
    sets: int,
    constants: PlanConstants,
) -> int:
    """How long some sets of an exercise last [s], with changing over to it.

    Where sides take turns one side rests while the other works, so the rest shortens by that.
    """
    one_s = prescription.hold_s or sum(dose.tempo_s or (1.0, 0.0, 1.0))
    work_s = prescription.reps * one_s
    times = 2 if exercise.sides is Sides.ONE else 1
    rest_s = max(dose.rest_s - (times - 1) * work_s, min(dose.rest_s, constants.switch_s))
    return round(constants.switch_s + sets * work_s * times + (sets - 1) * rest_s)


def _because(
    exercise: Exercise, dose: Dose, inputs: PlanInputs, *, is_known: bool
) -> tuple[Because, ...]:
    named = {item.who for item in exercise.suits}
    wanted = DoseForm.ISOMETRIC if period_of(inputs) is Period.EARLY else DoseForm.STRENGTH
    is_tendon = inputs.condition in TENDONS and exercise.region in {Region.KNEE, Region.CALF}
    reasons = (
        (Because.FOR_PATTERN, inputs.condition in named),
        (Because.FOR_CONTRIBUTOR, bool(named & inputs.contributors)),
        (Because.FOR_FINDING, bool(_found_by(exercise, inputs))),
        (Because.TENDON_STAGE, is_tendon and dose.form is wanted),
        (Because.KNOWN, is_known),
        (Because.FOR_REGION, exercise.region in ORDER),
    )
    return tuple(reason for reason, holds in reasons if holds)


def _worth(exercise: Exercise, because: tuple[Because, ...], constants: PlanConstants) -> int:
    worths = {
        Because.FOR_PATTERN: constants.worth_named,
        Because.FOR_CONTRIBUTOR: constants.worth_contributor,
        Because.FOR_FINDING: constants.worth_contributor,
        Because.KNOWN: constants.worth_current,
        Because.TENDON_STAGE: constants.worth_tendon_form,
        Because.FOR_REGION: 0.0,
    }
    gap = 0 if Because.KNOWN in because else constants.cost_depth * len(exercise.easier[:1])
    return round(SCALE * (sum(worths[reason] for reason in because) - gap))


def _light_cost(exercise: Exercise, dose: Dose, constants: PlanConstants) -> int:
    """What feels easy, or holds a knee that bears nothing, has done its work by then."""
    is_light = exercise.region is not Region.MOBILITY and (
        dose.effort_rpe[1] <= LIGHT_RPE
        or (exercise.region is Region.KNEE and not exercise.is_loaded)
    )
    return round(SCALE * constants.cost_light_late) if is_light else 0


def _emphasis(inputs: PlanInputs, constants: PlanConstants) -> tuple[tuple[Region, int, int], ...]:
    worths = {
        Programme.PATELLOFEMORAL: constants.emphasis_patellofemoral,
        Programme.ILIOTIBIAL: constants.emphasis_iliotibial,
        Programme.PATELLAR_TENDON: constants.emphasis_patellar_tendon,
        Programme.QUADRICEPS_TENDON: constants.emphasis_quadriceps_tendon,
        Programme.FORM_AND_FOOT: constants.emphasis_form_and_foot,
        Programme.KEEP_WELL: constants.emphasis_keep_well,
        Programme.GENERAL: constants.emphasis_general,
    }[programme_of(inputs)]
    second = constants.second_of_region_frac
    return tuple(
        (region, round(SCALE * worth), round(SCALE * worth * second))
        for region, worth in zip(ORDER, worths, strict=True)
    )


def _strength(inputs: PlanInputs, constants: PlanConstants, *, is_unsure: bool) -> tuple[int, int]:
    holds_still = inputs.condition in TENDONS and period_of(inputs) is Period.EARLY
    span = constants.isometric_sessions if holds_still else constants.strength_sessions
    least, most = round(span[0]), round(span[1])
    return (least, least) if is_unsure else (least, most)


def _outing(inputs: PlanInputs, rooms: tuple[DayRoom, ...]) -> Stage | None:
    """The outing, in fewer blocks or shorter where too few days have room for all of it."""
    outing = inputs.running.outing
    room_s = _outing_room_s(inputs, rooms)
    if outing is None or room_s == 0 or inputs.situations & {Situation.EFFUSION, Situation.LOCKING}:
        return None
    if outing.total_s <= room_s:
        return outing
    if outing.repeats == 1:
        return replace(outing, walk_s=min(outing.walk_s, room_s), run_s=min(outing.run_s, room_s))
    repeats = int(room_s // (outing.walk_s + outing.run_s))
    return replace(outing, repeats=repeats) if repeats > 0 else None


def _outing_room_s(inputs: PlanInputs, rooms: tuple[DayRoom, ...]) -> float:
    """What as many days have room for as she wants to go out on, or all that have any."""
    longest_first = sorted((day.outing_s for day in rooms if day.outing_s > 0), reverse=True)
    wanted = longest_first[: max(inputs.runs_a_week, 1)]
    return min(wanted, default=0.0)


def _can_cross(inputs: PlanInputs) -> bool:
    """The bike where she has one; else brisk walking, where walking does not hurt."""
    no_walk = {Criterion.WALK, Criterion.NO_LIMP, Criterion.NO_SWELLING}
    walks = not (inputs.running.outing is None and no_walk & set(inputs.running.missing))
    return "bike" in inputs.equipment or walks
