"""What stood in the way, and what it changes about what she wants of a plan.

A barrier changes the plan, never only the words; each change is shown before it is kept, and can be
taken back.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midstance.app.number_words import duration_words
from midstance.app.training.records import DayWish, Wishes
from midstance.app.training.wish_words import TIME_WORDS, minutes_words
from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.problem import TimeOfDay
from midstance.knowledge.barriers import read_barriers
from midstance.knowledge.records_barriers import BarrierRecord, Choose
from midstance.knowledge.words import read_words


@dataclass(frozen=True)
class BarrierLine:
    """One barrier to choose; `exercises` is nothing, may or must."""

    id: str
    label: str
    does: str
    next: str
    exercises: str


def list_barriers() -> tuple[BarrierLine, ...]:
    """What can stand in the way, in the order in which it is offered."""
    words = read_words("barriers", get_language() or "")
    return tuple(
        BarrierLine(
            record.id,
            words[record.id].label,
            words[record.id].does,
            words[record.id].next or "",
            record.exercises.value,
        )
        for record in read_barriers().values()
    )


def with_barrier(wishes: Wishes, barrier: str, left_out: Collection[str] = ()) -> Wishes:
    """What she wants once a barrier has its effect; never more than before.

    Parameters
    ----------
    wishes : what she wants now.
    barrier : id of what stood in the way, "" for nothing.
    left_out : exercises that she named, where the barrier asks for them.

    Raises
    ------
    InvalidValueError
        The barrier is unknown, or lacks the exercises that it asks for.
    """
    if not barrier:
        return wishes
    record = read_barriers().get(barrier)
    if record is None:
        known = ", ".join(read_barriers())
        raise InvalidValueError(f"Expected one of {known} as what got in the way, got {barrier}.")
    if record.exercises is Choose.MUST and not left_out:
        raise InvalidValueError(_("Tick at least one exercise that should leave the plan."))
    named = frozenset(left_out) if record.exercises is not Choose.NOTHING else frozenset()
    return replace(
        wishes,
        days=_days(wishes.days, record),
        equipment=() if record.drops_equipment else wishes.equipment,
        situations=_with(wishes.situations, {record.situation} - {None}),
        left_out=_with(wishes.left_out, named),
        confidence=_confidence(wishes.confidence, record.most_confidence),
    )


def _days(days: tuple[DayWish, ...], record: BarrierRecord) -> tuple[DayWish, ...]:
    used = {day.time for day in days if day.exercise_s}
    runs = any(day.outing_s for day in days)
    times = [time.value for time in record.times if runs or time is not TimeOfDay.AFTER_RUN]
    moved = next((time for time in times if used != {time}), None)
    return tuple(
        replace(
            day,
            exercise_s=_at_most(day.exercise_s, record.most_exercise_s),
            time=moved if moved is not None and day.exercise_s else day.time,
        )
        for day in days
    )


def _at_most(seconds: int, most_s: int | None) -> int:
    return seconds if most_s is None else min(seconds, most_s)


def _confidence(told: int | None, most: int | None) -> int | None:
    return told if most is None else min(most, most if told is None else told)


def _with(kept: tuple[str, ...], more: Collection[str | None]) -> tuple[str, ...]:
    return (*kept, *sorted(name for name in more if name is not None and name not in kept))


def wish_differences(before: Wishes, after: Wishes) -> tuple[str, ...]:
    """What is other about two wishes, a sentence each, as "Exercise: from 15 min to 8 min"."""
    return tuple(
        sentence
        for told in (_of_minutes, _of_times, _of_things, _of_confidence, _of_runs)
        for sentence in told(before, after)
    )


def _of_minutes(before: Wishes, after: Wishes) -> Iterator[str]:
    pairs = dict.fromkeys(
        (old.exercise_s, new.exercise_s)
        for old, new in zip(before.days, after.days, strict=True)
        if old.exercise_s != new.exercise_s
    )
    for old_s, new_s in pairs:
        told = {"before": minutes_words(old_s), "after": minutes_words(new_s)}
        yield _("Room for exercise on a day: %(after)s instead of %(before)s.") % told


def _of_times(before: Wishes, after: Wishes) -> Iterator[str]:
    pairs = dict.fromkeys(
        (old.time, new.time)
        for old, new in zip(before.days, after.days, strict=True)
        if old.time != new.time
    )
    for old, new in pairs:
        told = {"before": TIME_WORDS[old], "after": TIME_WORDS[new]}
        yield _("When: %(after)s instead of %(before)s.") % told
    if before.place != after.place:
        told = {"before": before.place or "–", "after": after.place or "–"}
        yield _("Where: %(after)s instead of %(before)s.") % told


def _of_things(before: Wishes, after: Wishes) -> Iterator[str]:
    if set(before.equipment) > set(after.equipment) and not after.equipment:
        yield _("Equipment: none is needed any more.")
    elif set(before.equipment) != set(after.equipment):
        yield _("Equipment: what you have is another list now.")
    added = [name for name in after.left_out if name not in before.left_out]
    back = [name for name in before.left_out if name not in after.left_out]
    names = read_words("exercises", get_language() or "")
    if added:
        told = {"names": ", ".join(names[name].name for name in added)}
        yield _("Left out from now on: %(names)s.") % told
    if back:
        yield _("May come back: %(names)s.") % {"names": ", ".join(names[n].name for n in back)}
    words = read_words("situations", get_language() or "")
    for situation in after.situations:
        if situation not in before.situations:
            told = {"situation": words[situation].words}
            yield _("Left out: what does not suit when %(situation)s.") % told
    for situation in before.situations:
        if situation not in after.situations:
            told = {"situation": words[situation].words}
            yield _("No longer left out: what does not suit when %(situation)s.") % told


def _of_confidence(before: Wishes, after: Wishes) -> Iterator[str]:
    if before.confidence != after.confidence and after.confidence is not None:
        yield _("How sure you are counts as %(after)s of 10.") % {"after": after.confidence}


def _of_runs(before: Wishes, after: Wishes) -> Iterator[str]:
    if before.runs_a_week != after.runs_a_week:
        words = ngettext(
            "At most %(runs)s run a week instead of %(before)s.",
            "At most %(runs)s runs a week instead of %(before)s.",
            after.runs_a_week,
        )
        yield words % {"runs": after.runs_a_week, "before": before.runs_a_week}
    if before.goal_s != after.goal_s and after.goal_s is not None:
        told = {"time": duration_words(after.goal_s)}
        yield _("The longest run that you want: %(time)s.") % told
