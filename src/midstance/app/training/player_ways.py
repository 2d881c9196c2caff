"""One way to do an exercise, as steps on a clock that last as long as the plan says."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from midstance.app.training import player_words as words
from midstance.app.training.plan_words import change_words, prescription_words
from midstance.app.training.player import Beat, PlayStep, PlayWay, StepKind
from midstance.core.plan.book import Dose, Exercise, ExerciseBook, Sides
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.progression import Prescription, dose_of
from midstance.core.plan.solution import PlanItem
from midstance.knowledge.words import read_words

SIDE_CHANGE_S = 5
"""Taken out of the time to change over and of the rests, so that the sum stays."""

UNPACED_S = (1.0, 0.0, 1.0)
"""One repetition without a tempo, as the plan reckons it."""

Work = tuple[StepKind, int, str]
"""What a stretch is for, its set, its side."""


@dataclass(frozen=True)
class Timing:
    """How long each stretch of an exercise lasts [s]."""

    ready_s: int
    work_s: int
    side_s: int
    rest_s: int


@dataclass(frozen=True)
class Dosed:
    """An exercise with its dose today, and what is said of it."""

    told: Prescription
    dose: Dose
    timing: Timing
    name: str
    dose_words: str
    how: str


def planned_way(
    item: PlanItem, book: ExerciseBook, constants: PlanConstants, language: str
) -> PlayWay:
    """An exercise of the plan with its dose."""
    told = item.prescription
    exercise = book.exercises[told.exercise]
    texts = read_words("exercises", language)[exercise.id]
    dose = dose_of(exercise, told.form)
    changes = change_words(item, language)
    dose_line = prescription_words(told, book)
    timing = timing_of(exercise, told, dose, constants)
    how = " ".join((*texts.steps, *changes))
    dosed = Dosed(told, dose, timing, texts.name, dose_line, how)
    return PlayWay(
        exercise=exercise.id,
        name=texts.name,
        cue=texts.feel,
        how=texts.steps,
        changes=changes,
        stop_if=stop_words(exercise, language),
        dose=dose_line,
        form=told.form,
        sets=told.sets,
        reps=told.reps,
        hold_s=told.hold_s,
        motion=exercise.motion,
        figure_alt=alt_of(texts.name),
        steps=tuple(_step(part, dosed) for part in _parts(exercise, told.sets)),
    )


def alt_of(name: str) -> str:
    return _("A figure shows the exercise “%(name)s”, as the steps tell it.") % {"name": name}


def stop_words(exercise: Exercise, language: str) -> tuple[str, ...]:
    return tuple(read_words("stops", language)[code].words for code in exercise.stop_if)


def timing_of(
    exercise: Exercise, told: Prescription, dose: Dose, constants: PlanConstants
) -> Timing:
    """The times of `seconds_of`, with the change of sides taken out of what comes before work."""
    one_s = told.hold_s or sum(dose.tempo_s or UNPACED_S)
    work_s = told.reps * one_s
    takes_turns = exercise.sides is Sides.ONE
    rested_s = work_s if takes_turns else 0.0
    rest_s = max(dose.rest_s - rested_s, min(dose.rest_s, constants.switch_s))
    side_s = SIDE_CHANGE_S if takes_turns else 0
    return Timing(
        ready_s=round(constants.switch_s) - side_s,
        work_s=round(work_s),
        side_s=side_s,
        rest_s=max(round(rest_s) - side_s, 0),
    )


def _parts(exercise: Exercise, sets: int) -> Iterator[Work]:
    """Get ready once; each set on each side, with a rest between sets."""
    sides = {
        Sides.ONE: ("right", "left"), Sides.BOTH: ("both",), Sides.ALTERNATING: ("turns",)
    }[exercise.sides]  # fmt: skip
    yield StepKind.READY, 1, sides[0]
    for number in range(1, sets + 1):
        if number > 1:
            yield StepKind.REST, number, sides[0]
        for side in sides:
            if side != sides[0]:
                yield StepKind.SIDE, number, side
            yield StepKind.WORK, number, side


def _step(part: Work, dosed: Dosed) -> PlayStep:
    kind, number, side = part
    told, timing = dosed.told, dosed.timing
    is_counted = told.hold_s is None or told.reps > 1
    seconds = {
        StepKind.READY: timing.ready_s,
        StepKind.WORK: timing.work_s,
        StepKind.SIDE: timing.side_s,
        StepKind.REST: timing.rest_s,
    }[kind]
    reps = told.reps if is_counted and kind is StepKind.WORK else 0
    title = words.titled(dosed.name, side)
    spoken = {
        StepKind.READY: words.ready_words(title, dosed.dose_words),
        StepKind.WORK: words.work_words(title, seconds, reps),
        StepKind.SIDE: words.change_words(side),
        StepKind.REST: words.rest_words(seconds),
    }[kind]
    return PlayStep(
        kind=kind,
        set=number,
        side=side,
        side_words=words.side_words(side),
        seconds=seconds,
        reps=reps,
        beats=_beats(told, dosed.dose) if reps else (),
        title=title,
        set_words=words.set_words(number, told.sets),
        spoken=spoken,
        told=dosed.how if kind is StepKind.READY else "",
    )


def _beats(told: Prescription, dose: Dose) -> tuple[Beat, ...]:
    """The tempo of one repetition; a held one is held, one without a tempo is only counted."""
    go, hold, back = words.beat_words()
    if told.hold_s is not None:
        return (Beat(hold, float(told.hold_s)),)
    if dose.tempo_s is None:
        return (Beat("", sum(UNPACED_S)),)
    named = zip((go, hold, back), dose.tempo_s, strict=True)
    return tuple(Beat(word, seconds) for word, seconds in named if seconds > 0)
