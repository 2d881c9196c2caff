"""What becomes of last week's exercises, from the sessions that she told."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from midstance.app.training.diary import Diary
from midstance.app.training.kept_weeks import KeptWeek
from midstance.core.plan.book import ExerciseBook
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.problem import STRENGTH, PlanInputs, allowed_exercises
from midstance.core.plan.progression import (
    ExerciseLog,
    Move,
    NextStep,
    Prescription,
    WeekChange,
    find_waiting,
    least_dose,
    plan_steps,
)
from midstance.store.models import SessionLog

Current = tuple[tuple[Prescription, tuple[ExerciseLog, ...]], ...]
"""Each exercise of the week with its sessions at this dose."""


def read_current(
    diary: Diary,
    weeks: tuple[KeptWeek, ...],
    lights: Mapping[int, Light],
    book: ExerciseBook,
    constants: PlanConstants,
) -> Current:
    """The exercises of the last week that held any, each with its sessions; none after a long gap.

    After a pause of two weeks each starts from the least of its dose.
    """
    planned = next((found for week in reversed(weeks) if (found := _exercises(week))), ())
    last = _last_strength(diary)
    first = diary.today - timedelta(days=round(constants.long_pause_days))
    if last is None or last <= first:
        is_fresh = any(week.made_on > first for week in weeks if _exercises(week))
        return tuple((each, ()) for each in planned) if is_fresh and last is None else ()
    return tuple(
        (each, _logs_of(each, diary.sessions, lights, book, constants)) for each in planned
    )


def read_waiting(
    diary: Diary, lights: Mapping[int, Light], book: ExerciseBook, constants: PlanConstants
) -> frozenset[str]:
    """The exercises that went red of late and wait."""
    done = [
        (
            session.day.toordinal(),
            str(item["exercise"]),
            _light_in(session, item, lights, constants),
        )
        for session in diary.sessions
        for item in session.items
        if item.get("exercise") in book.exercises and item.get("sets_done")
    ]
    return find_waiting(done, diary.today.toordinal(), book, constants)


def _light_in(
    session: SessionLog,
    item: Mapping[str, object],
    lights: Mapping[int, Light],
    constants: PlanConstants,
) -> Light:
    """The light of an exercise on a day; its own pain can only make it worse."""
    day = lights.get(session.day.toordinal(), Light.UNKNOWN)
    return max(day, _light_of(item.get("pain"), constants))


def _last_strength(diary: Diary) -> date | None:
    """The last day of strength; the reset alone keeps nobody in training."""
    days = [item.day for item in diary.sessions if item.kind == STRENGTH]
    return max(days, default=None)


def _exercises(week: KeptWeek) -> tuple[Prescription, ...]:
    sessions = [session for session in week.plan.sessions if session.kind == STRENGTH]
    return tuple(item.prescription for item in sessions[0].items) if sessions else ()


def _logs_of(
    told: Prescription,
    sessions: Sequence[SessionLog],
    lights: Mapping[int, Light],
    book: ExerciseBook,
    constants: PlanConstants,
) -> tuple[ExerciseLog, ...]:
    return tuple(
        ExerciseLog(
            day=session.day.toordinal(),
            light=_light_in(session, item, lights, constants),
            done_frac=min(item["sets_done"] / max(told.sets, 1), 1.0),
            effort_rpe=session.effort_rpe,
        )
        for session in sessions
        for item in session.items
        if _is_at(item, told) and not _was_made_harder(told.exercise, session, book)
    )


def _is_at(item: Mapping[str, object], told: Prescription) -> bool:
    """Whether it was this exercise at this dose."""
    done = (item.get("exercise"), item.get("form"), item.get("reps"), item.get("hold_s"))
    return done == (told.exercise, told.form, told.reps, told.hold_s)


def _was_made_harder(exercise: str, session: SessionLog, book: ExerciseBook) -> bool:
    """Left for a harder one by her own choice, which says nothing against it."""
    harder = book.exercises[exercise].harder
    return any(
        item.get("instead_of") == exercise and item.get("exercise") in harder
        for item in session.items
    )


def _light_of(pain: object, constants: PlanConstants) -> Light:
    """Pain in one exercise is red above the red limit; it is never better than the day."""
    hurts = isinstance(pain, int) and pain > constants.red_above
    return Light.RED if hurts else Light.GREEN


def plan_next_steps(
    inputs: PlanInputs,
    current: Current,
    diary: Diary,
    book: ExerciseBook,
    constants: PlanConstants,
    *,
    may_rise: bool,
    runs_grow: bool,
) -> tuple[WeekChange, tuple[NextStep, ...]]:
    """What becomes of each exercise; within a week of training only steps back count."""
    allowed = allowed_exercises(inputs, book, constants)
    change, steps = plan_steps(current, allowed, book, constants, amount_taken=runs_grow)
    if _pauses(diary, constants):
        return WeekChange.NONE, tuple(_restarted(step.before, book) for step in steps)
    if may_rise:
        return change, steps
    held = tuple(
        NextStep(Move.KEEP, step.before, step.before)
        if step.move in {Move.MORE, Move.HARDER}
        else step
        for step in steps
    )
    return WeekChange.AMOUNT if runs_grow else WeekChange.NONE, held


def _pauses(diary: Diary, constants: PlanConstants) -> bool:
    last = _last_strength(diary)
    return last is not None and (diary.today - last).days >= constants.pause_days


def _restarted(before: Prescription, book: ExerciseBook) -> NextStep:
    after = least_dose(book.exercises[before.exercise], before.form, before.sets)
    return NextStep(Move.KEEP if after == before else Move.LESS, before, after)
