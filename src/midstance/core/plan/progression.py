"""From one week's exercises to the next: more, harder, the same, less or easier.

Two green sessions in a row that were done and felt no harder than meant let an exercise rise, red
takes it back. In one week either the amount rises or the difficulty, for all exercises together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from midstance.core.plan.book import Dose, DoseForm, Exercise, ExerciseBook, Range, Region
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import Light


class Move(StrEnum):
    """What becomes of an exercise."""

    KEEP = "keep"
    MORE = "more"
    HARDER = "harder"
    LESS = "less"
    EASIER = "easier"


class WeekChange(StrEnum):
    """The one kind of rise that a week may hold."""

    NONE = "none"
    AMOUNT = "amount"
    DIFFICULTY = "difficulty"


@dataclass(frozen=True)
class Prescription:
    """An exercise with its dose.

    Parameters
    ----------
    sets, reps : of each side where sides take turns.
    hold_s : how long one repetition lasts [s] where it is timed.
    most_flexion_deg : deepest bend of the knee [deg], where it is limited.
    """

    exercise: str
    form: DoseForm
    sets: int
    reps: int
    hold_s: int | None
    most_flexion_deg: int | None = None

    @property
    def amount(self) -> int:
        """Repetitions, or seconds where they are timed, of all sets."""
        return self.sets * self.reps * (self.hold_s or 1)


@dataclass(frozen=True)
class ExerciseLog:
    """One session of one exercise.

    Parameters
    ----------
    done_frac : sets done of those meant, 0 to 1.
    effort_rpe : how hard it felt, 0 to 10; None where it was not told.
    """

    day: int
    light: Light
    done_frac: float
    effort_rpe: int | None


@dataclass(frozen=True)
class NextStep:
    """What becomes of an exercise, and the dose that comes of it."""

    move: Move
    before: Prescription
    after: Prescription


def dose_of(exercise: Exercise, form: DoseForm) -> Dose:
    """The dose of an exercise in one of its forms; its gentlest where it has no such form."""
    return next((dose for dose in exercise.doses if dose.form is form), exercise.doses[0])


def least_dose(exercise: Exercise, form: DoseForm, sets: int) -> Prescription:
    """An exercise as it is begun: its first repetitions and the shortest hold of its dose."""
    dose = dose_of(exercise, form)
    hold_s = None if dose.hold_s is None else dose.hold_s[0]
    return Prescription(exercise.id, dose.form, min(sets, dose.sets[1]), dose.first_reps, hold_s)


def choose_move(
    prescription: Prescription,
    logs: Sequence[ExerciseLog],
    book: ExerciseBook,
    constants: PlanConstants,
) -> Move:
    """What becomes of an exercise by its last sessions.

    Parameters
    ----------
    prescription : how it is done now.
    logs : its sessions at this dose, in order of time.

    Returns
    -------
    Move
        Red makes it easier. Half of it done, or more effort than meant, makes it less. Two green
        sessions in a row, done and not too hard, make it more, and harder once the amount is at
        the top of its dose. Anything else, silence too, keeps it.
    """
    if not logs:
        return Move.KEEP
    dose = dose_of(book.exercises[prescription.exercise], prescription.form)
    last = logs[-1]
    if last.light is Light.RED:
        return Move.EASIER
    if last.done_frac < 0.5 or (last.effort_rpe or 0) > dose.effort_rpe[1] + 1:
        return Move.LESS
    tail = logs[-round(constants.progress_greens) :]
    if len(tail) < constants.progress_greens or not all(
        _is_good(log, dose, constants) for log in tail
    ):
        return Move.KEEP
    return Move.HARDER if _at_top(prescription, dose) else Move.MORE  # fmt: skip


def _is_good(log: ExerciseLog, dose: Dose, constants: PlanConstants) -> bool:
    return (
        log.light is Light.GREEN
        and log.done_frac >= constants.least_done_frac
        and log.effort_rpe is not None
        and log.effort_rpe <= dose.effort_rpe[1]
    )


def _at_top(prescription: Prescription, dose: Dose) -> bool:
    if dose.weight_rises:
        return True
    if dose.hold_s is not None and prescription.hold_s is not None:
        return prescription.hold_s >= dose.hold_s[1] and prescription.reps >= dose.reps[1]
    return prescription.reps >= dose.reps[1]


def find_waiting(
    done: Sequence[tuple[int, str, Light]],
    today: int,
    book: ExerciseBook,
    constants: PlanConstants,
) -> frozenset[str]:
    """What bears on the knee and went red within two weeks, without a green session of it since.

    Parameters
    ----------
    done : day, exercise and light of each session that held it, in order of time.
    """
    since = today - constants.pause_days
    waiting: set[str] = set()
    for day, name, light in done:
        if light is Light.GREEN:
            waiting.discard(name)
        elif light is Light.RED and day >= since and _bears(book.exercises[name]):
            waiting.add(name)
    return frozenset(waiting)


def _bears(exercise: Exercise) -> bool:
    return exercise.is_loaded and exercise.region in {Region.KNEE, Region.JUMP}


def plan_steps(
    current: Sequence[tuple[Prescription, Sequence[ExerciseLog]]],
    allowed: frozenset[str],
    book: ExerciseBook,
    constants: PlanConstants,
    *,
    amount_taken: bool = False,
) -> tuple[WeekChange, tuple[NextStep, ...]]:
    """What becomes of each exercise of last week.

    Parameters
    ----------
    current : each exercise with its sessions.
    allowed : ids of exercises that limits, equipment and condition leave.
    amount_taken : whether running already grows this week.

    Returns
    -------
    WeekChange
        Which kind of rise this week holds.
    tuple of NextStep
        One for each exercise. A rise of the other kind waits; steps back never wait.

    Notes
    -----
    Any red light in the week keeps everything else from rising.
    """
    moves = [choose_move(each, logs, book, constants) for each, logs in current]
    change = _change_of(moves, amount_taken=amount_taken)
    steps = []
    for (prescription, _), move in zip(current, moves, strict=True):
        waits = (move is Move.MORE and change is not WeekChange.AMOUNT) or (
            move is Move.HARDER and change is not WeekChange.DIFFICULTY
        )
        after = prescription if waits else _step(prescription, move, allowed, book)
        kept = waits or after == prescription
        steps.append(NextStep(Move.KEEP if kept else move, prescription, after))
    risen = {step.move for step in steps} & {Move.MORE, Move.HARDER}
    return change if risen or amount_taken else WeekChange.NONE, tuple(steps)


def _change_of(moves: Sequence[Move], *, amount_taken: bool) -> WeekChange:
    if Move.EASIER in moves:
        return WeekChange.AMOUNT if amount_taken and Move.MORE not in moves else WeekChange.NONE
    if amount_taken or Move.MORE in moves:
        return WeekChange.AMOUNT
    return WeekChange.DIFFICULTY if Move.HARDER in moves else WeekChange.NONE


def _step(
    prescription: Prescription, move: Move, allowed: frozenset[str], book: ExerciseBook
) -> Prescription:
    exercise = book.exercises[prescription.exercise]
    match move:
        case Move.KEEP:
            return prescription
        case Move.MORE:
            return _resized(prescription, dose_of(exercise, prescription.form), up=True)
        case Move.LESS:
            return _resized(prescription, dose_of(exercise, prescription.form), up=False)
        case Move.HARDER:
            return _harder(prescription, exercise, allowed, book)
        case Move.EASIER:
            return _easier(prescription, exercise, allowed, book)


def _resized(prescription: Prescription, dose: Dose, *, up: bool) -> Prescription:
    """A third of the way to the top or the bottom of the dose, a set less at the bottom."""
    if dose.weight_rises:
        return prescription if up else _with_a_set_less(prescription)
    reps = _nudged(prescription.reps, dose.reps, up=up)
    hold_s = prescription.hold_s
    if hold_s is not None and dose.hold_s is not None:
        hold_s = _nudged(hold_s, dose.hold_s, up=up)
    resized = replace(prescription, reps=reps, hold_s=hold_s)
    if resized == prescription and not up:
        return _with_a_set_less(prescription)
    return resized


def _with_a_set_less(prescription: Prescription) -> Prescription:
    return replace(prescription, sets=max(prescription.sets - 1, 1))


def _nudged(value: int, span: Range, *, up: bool) -> int:
    low, high = span
    step = max((high - low + 2) // 3, 1)
    return max(min(value + step, high), value) if up else min(max(value - step, low), value)


def _harder(
    prescription: Prescription, exercise: Exercise, allowed: frozenset[str], book: ExerciseBook
) -> Prescription:
    """More weight, else the next form, else the first harder neighbour as it is begun."""
    dose = dose_of(exercise, prescription.form)
    if dose.weight_rises and prescription.reps > dose.reps[0]:
        return replace(prescription, reps=_nudged(prescription.reps, dose.reps, up=False))
    forms = [each.form for each in exercise.doses]
    place = forms.index(prescription.form) if prescription.form in forms else len(forms) - 1
    if place + 1 < len(forms):
        return _begun(exercise, forms[place + 1], prescription)
    for name in exercise.harder:
        if name in allowed:
            return _begun(book.exercises[name], book.exercises[name].doses[0].form, prescription)
    return prescription


def _easier(
    prescription: Prescription, exercise: Exercise, allowed: frozenset[str], book: ExerciseBook
) -> Prescription:
    """Less weight and a set less, else the form before, else the first easier neighbour."""
    dose = dose_of(exercise, prescription.form)
    if dose.weight_rises and prescription.reps < dose.reps[1]:
        lighter = replace(prescription, reps=_nudged(prescription.reps, dose.reps, up=True))
        return _with_a_set_less(lighter)
    forms = [each.form for each in exercise.doses]
    place = forms.index(prescription.form) if prescription.form in forms else 0
    if place > 0:
        return _begun(exercise, forms[place - 1], prescription)
    for name in exercise.easier:
        if name in allowed:
            return _begun(book.exercises[name], book.exercises[name].doses[-1].form, prescription)
    return _resized(prescription, dose_of(exercise, prescription.form), up=False)


def _begun(exercise: Exercise, form: DoseForm, before: Prescription) -> Prescription:
    return least_dose(exercise, form, before.sets)
