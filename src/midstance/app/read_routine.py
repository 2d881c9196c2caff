"""Read a routine, such as the five-minute reset, as it is done for a pattern of pain."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from midstance.app.routine_lock import routine_lock
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.core.plan.book import Block, ExerciseBook, RoutineSide, Situation, variant_of
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.knee_check import read_check_records
from midstance.knowledge.records_exercise_text import RoutineText
from midstance.knowledge.words import read_words
from midstance.store.models import Runner

RESET = "post_run_reset"

BONE_PAIN = "bone_stress_injury"

STOPPING = frozenset({Situation.EFFUSION, Situation.LOCKING, Situation.PAIN_ABOVE_3})
"""What ends every routine keeps it from beginning."""


@dataclass(frozen=True)
class RoutineStep:
    """One stretch of a routine; `exercise` is "" for walking and looking after oneself."""

    name: str
    side: str
    side_words: str
    start_s: int
    seconds: int
    how: str
    exercise: str
    motion: str


@dataclass(frozen=True)
class RoutineSheet:
    """A routine from the first second to the last."""

    id: str
    name: str
    summary: str
    for_: tuple[str, ...]
    seconds: int
    steps: tuple[RoutineStep, ...]
    stop_if: tuple[str, ...]
    after: str
    version: str


def read_routine(
    runner: Runner, whens: tuple[str, ...] = (), name: str = RESET, language: str = "en"
) -> RoutineSheet:
    """Give the steps of a routine, with what these patterns and situations swap.

    *Changes* nothing.
    *Refuses* (RefusedError, which says what to do instead) while a check waits for a clinician, for
    bone pain, and for a knee that is swollen, gets stuck or hurts much; an unknown routine
    (NotFoundError), pattern or situation (InvalidValueError).
    *Twice* gives the same.
    *Privacy* looks at the runner's own checks only.
    """
    _refuse_while_locked(runner, language)
    book = load_exercise_book()
    if name not in book.routines:
        names = ", ".join(book.routines)
        raise NotFoundError(_("Expected one of %(names)s.") % {"names": names})
    _refuse_unknown(whens)
    _refuse_unsafe(whens, language)
    return _sheet(book, name, whens, language)


def routine_reasons() -> tuple[str, ...]:
    """What a routine may be asked for: every pattern and every situation."""
    return (*read_check_records().conditions, *Situation)


def _refuse_unknown(whens: tuple[str, ...]) -> None:
    unknown = [when for when in whens if when not in routine_reasons()]
    if unknown:
        raise InvalidValueError(
            _("Expected one of %(names)s, got %(came)s.")
            % {"names": ", ".join(routine_reasons()), "came": ", ".join(unknown)}
        )


def _refuse_while_locked(runner: Runner, language: str) -> None:
    lock = routine_lock(runner)
    if lock is not None:
        raise RefusedError(f"{lock.sentence} {_care(lock.action, language)}")


def _refuse_unsafe(whens: tuple[str, ...], language: str) -> None:
    if BONE_PAIN in whens:
        told = _("There is no routine for pain in the bone. Do not stretch it and do not run.")
        raise RefusedError(f"{told} {_care('within_days', language)}")
    if not STOPPING.isdisjoint(whens):
        raise RefusedError(
            _(
                "Leave the routine out today: the knee is swollen, gets stuck or hurts more than "
                "3 of 10. Rest it, and do the knee check to see what to do."
            )
        )


def _care(action: str, language: str) -> str:
    card = read_words("care", language)[action]
    told = (card.heading, card.who, card.what, card.when)
    return " ".join(words if words.endswith((".", "?")) else f"{words}." for words in told)


def _sheet(book: ExerciseBook, name: str, whens: tuple[str, ...], language: str) -> RoutineSheet:
    words = read_words("routines", language)[name]
    blocks = variant_of(book.routines[name], frozenset(whens))
    return RoutineSheet(
        id=name,
        name=words.name,
        summary=words.summary.text,
        for_=whens,
        seconds=sum(block.seconds for block in blocks),
        steps=tuple(_step(block, book, words) for block in blocks),
        stop_if=words.stop_if,
        after=words.after,
        version=book.version,
    )


def _step(block: Block, book: ExerciseBook, words: RoutineText) -> RoutineStep:
    told = words.blocks[block.id]
    return RoutineStep(
        name=told.name,
        side=block.side,
        side_words=_side_words(block.side),
        start_s=block.start_s,
        seconds=block.seconds,
        how=told.how,
        exercise=block.exercise or "",
        motion=block.motion or (book.exercises[block.exercise].motion if block.exercise else ""),
    )


def _side_words(side: RoutineSide) -> str:
    words = {
        RoutineSide.RIGHT: _("right side"),
        RoutineSide.LEFT: _("left side"),
        RoutineSide.BOTH: _("both sides"),
    }
    return words.get(side, "")
