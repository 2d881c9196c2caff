"""The second look at every plan: the hard limits anew, from the inputs and the book alone.

It shares no code with the problem or the solver beyond their records, so that a fault there does
not hide here. A plan that passes a limit is refused, never mended.
"""

from collections.abc import Iterator
from itertools import pairwise

from midstance.core.base.errors import RefusedError
from midstance.core.plan.book import Change, DoseForm, ExerciseBook, Period
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import TENDONS
from midstance.core.plan.problem import CROSS, MOBILITY, RUN, STRENGTH, Irritability, PlanInputs
from midstance.core.plan.progression import Move
from midstance.core.plan.return_to_run import OutingKind
from midstance.core.plan.solution import Plan, PlanItem, Session

WEEK_DAYS = 7
HARD_FORMS = frozenset({DoseForm.STRENGTH, DoseForm.PLYOMETRIC})
RUNNING = frozenset({OutingKind.RUN, OutingKind.WALK_RUN})


class UnsafePlanError(RefusedError):
    """A plan that passes a hard limit; it is a fault of ours and reaches nobody."""


def check_plan(
    plan: Plan, inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants
) -> None:
    """Refuse a plan that passes any hard limit.

    Parameters
    ----------
    plan : the plan, whoever made it.
    inputs : what it was made for.

    Raises
    ------
    UnsafePlanError
        Every limit that it passes, each in one sentence.
    """
    found = tuple(problems_of(plan, inputs, book, constants))
    if found:
        raise UnsafePlanError("Expected a plan within its hard limits; " + " ".join(found))


def problems_of(
    plan: Plan, inputs: PlanInputs, book: ExerciseBook, constants: PlanConstants
) -> Iterator[str]:
    """Each hard limit that a plan passes, as a sentence."""
    everything = (*plan.sessions, *((plan.least,) if plan.least is not None else ()))
    if (everything or plan.running.outing is not None) and (
        inputs.has_red_flag
        or inputs.is_locked
        or inputs.pain.rescreen
        or inputs.condition == "bone_stress_injury"
    ):
        yield "A red flag, a lock or a bone stress injury leaves nothing in it."
    for session in everything:
        yield from _of_session(session, inputs, constants)
        for item in session.items:
            yield from _of_item(item, session, inputs, book)
    yield from _of_days(plan, inputs, constants)
    yield from _of_runs(plan, inputs)
    yield from _of_rises(plan, inputs)


def _of_session(session: Session, inputs: PlanInputs, constants: PlanConstants) -> Iterator[str]:
    most = constants.most_exercises
    if len(session.items) > most or (
        session.kind in {STRENGTH, MOBILITY} and session.seconds > constants.most_session_s
    ):
        yield f"The session of day {session.day} is too long."
    if sum(item.seconds for item in session.items) > session.seconds:
        yield f"The session of day {session.day} is longer than it says."
    if session.day is None:
        return
    place = session.day - inputs.first_day
    if not 0 <= place < WEEK_DAYS:
        yield f"Day {session.day} is not in the week."
        return
    if session.day < inputs.pain.first_day:
        yield f"Day {session.day} is one of rest after red."
    room = inputs.days[place]
    if session.seconds > (room.outing_s if session.kind in {RUN, CROSS} else room.exercise_s):
        yield f"Day {session.day} has no room for it."


def _of_item(
    item: PlanItem, session: Session, inputs: PlanInputs, book: ExerciseBook
) -> Iterator[str]:
    told = item.prescription
    exercise = book.exercises.get(told.exercise)
    if exercise is None:
        yield f"{told.exercise} is not in the book."
        return
    if told.exercise in inputs.contra:
        yield f"{told.exercise} was struck out."
    if any(need not in inputs.equipment for need in exercise.needs):
        yield f"{told.exercise} needs what she does not have."
    most_pf, most_pt = _tiers(inputs)
    if exercise.patellofemoral.tier > most_pf or exercise.patellar_tendon.tier > most_pt:
        yield f"{told.exercise} loads the knee too much."
    doses = [dose for dose in exercise.doses if dose.form is told.form]
    if not doses or not 1 <= told.sets <= doses[0].sets[1] or told.reps > doses[0].reps[1]:
        yield f"{told.exercise} has a dose that it does not have."
    if told.form in HARD_FORMS and not session.is_hard:
        yield f"{told.exercise} is hard in a session that is not."
    yield from _of_avoid(item, inputs, book)


def _tiers(inputs: PlanInputs) -> tuple[int, int]:
    """Never above her own limits, nor above moderate while the knee flares easily."""
    own = inputs.tier_limits
    flares = inputs.condition != "no_pain" and inputs.irritability is not Irritability.LOW
    most = 2 if flares else 3
    kneecap = 3 if inputs.condition in TENDONS else most
    return min(own.patellofemoral, kneecap), min(own.patellar_tendon, most)


def _of_avoid(item: PlanItem, inputs: PlanInputs, book: ExerciseBook) -> Iterator[str]:
    told = item.prescription
    is_late = inputs.condition == "no_pain" or inputs.irritability is Irritability.LOW
    period = Period.LATE if is_late and inputs.pain.steps_back == 0 else Period.EARLY
    for each in book.exercises[told.exercise].avoid:
        holds = each.when == inputs.condition or each.when in inputs.situations
        if not holds or each.period not in {Period.ANY, period}:
            continue
        if each.change is Change.LEAVE_OUT:
            yield f"{told.exercise} stands against {each.when}."
        limit = each.most_flexion_deg
        if limit is not None and (told.most_flexion_deg is None or told.most_flexion_deg > limit):
            yield f"{told.exercise} bends the knee too far for {each.when}."


def _of_days(plan: Plan, inputs: PlanInputs, constants: PlanConstants) -> Iterator[str]:
    hard = sorted(
        {session.day for session in plan.sessions if session.is_hard and session.day is not None}
    )
    if inputs.last_hard_day is not None:
        hard.insert(0, min(inputs.last_hard_day, inputs.first_day))
    gap = constants.hours_between_hard_h / 24
    if any(later - one < gap for one, later in pairwise(hard)):
        yield "Hard sessions stand closer than 48 hours."
    busy = {session.day for session in plan.sessions if session.kind != MOBILITY}
    if len(busy) > WEEK_DAYS - constants.least_rest_days:
        yield "No day of rest is left."
    yield from _of_seven_days(plan, inputs, constants)
    kinds = [(session.day, session.kind) for session in plan.sessions]
    if len(set(kinds)) < len(kinds):
        yield "A day holds the same kind of session twice."


def _of_seven_days(plan: Plan, inputs: PlanInputs, constants: PlanConstants) -> Iterator[str]:
    """What was done before counts, but what she did beyond the plan is her own."""
    holds_still = inputs.condition in TENDONS
    strength = constants.isometric_sessions if holds_still else constants.strength_sessions
    most = {
        STRENGTH: strength[1],
        RUN: inputs.runs_a_week,
        CROSS: constants.cross_sessions[1],
    }
    for kind, limit in most.items():
        planned = [each.day for each in plan.sessions if each.kind == kind and each.day is not None]
        for last in planned:
            before = sum(last - WEEK_DAYS < day < last for day, done in inputs.done if done == kind)
            there = sum(last - WEEK_DAYS < day <= last for day in planned)
            if there > max(limit - before, 0):
                yield f"Seven days up to {last} hold more of {kind} than they may."


def _of_runs(plan: Plan, inputs: PlanInputs) -> Iterator[str]:
    running = inputs.running
    runs = [session for session in plan.sessions if session.outing is not None]
    if runs and (running.outing is None or inputs.situations & {"effusion", "locking"}):
        yield "It runs where she must not."
    if len(runs) > inputs.runs_a_week:
        yield "It runs more often than she asked for."
    days = [session.day for session in runs if session.day is not None]
    if running.rest_day_between and inputs.last_run_day is not None:
        days.insert(0, inputs.last_run_day)
    if running.rest_day_between and any(later - one < 2 for one, later in pairwise(days)):
        yield "Runs stand on two days in a row."
    for session in runs:
        outing, meant = session.outing, running.outing
        if outing is None or meant is None:
            continue
        too_long = running.most_s is not None and outing.total_s > running.most_s * (1 + 1e-9)
        if too_long or outing.running_s > meant.running_s * (1 + 1e-9):
            yield f"The run of day {session.day} is longer than it may be."
        if outing.kind in RUNNING and meant.kind not in RUNNING:
            yield f"Day {session.day} runs instead of walking or hopping."


def _of_rises(plan: Plan, inputs: PlanInputs) -> Iterator[str]:
    """Not amount and difficulty in one week, and nothing that red stepped back from."""
    before = {step.before.exercise: step.before for step in inputs.steps}
    told = [item.prescription for session in plan.sessions for item in session.items]
    amount = any(
        each.exercise in before
        and each.form is before[each.exercise].form
        and (each.reps, each.hold_s or 0, each.sets)
        > (
            before[each.exercise].reps,
            before[each.exercise].hold_s or 0,
            before[each.exercise].sets,
        )
        for each in told
    )
    harder = {step.after.exercise for step in inputs.steps if step.move is Move.HARDER}
    if (amount or inputs.runs_grow) and harder & {each.exercise for each in told}:
        yield "Amount and difficulty rise in one week."
    back = {
        step.before.exercise
        for step in inputs.steps
        if step.move is Move.EASIER and step.after.exercise != step.before.exercise
    }
    for name in sorted(back & {each.exercise for each in told}):
        yield f"{name} stands although red stepped back from it."
