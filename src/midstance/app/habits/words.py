"""The habits in words: a state and where it comes from, without praise and without blame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from midstance.app.habits.records import HabitLine, WeekMark
from midstance.app.habits.weeks import (
    Seen,
    see_growth,
    see_listening,
    see_sessions,
    see_warm_ups,
)
from midstance.app.shoes.records import ShoeLine
from midstance.app.shoes.wear import BELOW
from midstance.app.training.asked import source_words
from midstance.app.training.state import Situated
from midstance.knowledge.habits import read_habit_records
from midstance.knowledge.records_habits import HabitRecord
from midstance.knowledge.words import read_words

WARM_UP, STRENGTH, GRADUAL, SHOES, LISTENING = FIVE = (
    "warm_up", "strength", "gradual", "shoes", "listening",
)  # fmt: skip
ACTIONS = {
    WARM_UP: "warm_up",
    STRENGTH: "plan",
    GRADUAL: "what_if",
    SHOES: "shoes",
    LISTENING: "pain",
}
LOADING = frozenset({WARM_UP, STRENGTH, GRADUAL})
"""Habits whose next step loads the knee; it waits while something forbids to train."""

See = Callable[[Situated, HabitRecord], Seen]
SEEN_BY: dict[str, See] = {
    WARM_UP: see_warm_ups,
    STRENGTH: see_sessions,
    GRADUAL: see_growth,
    LISTENING: see_listening,
}


def read_habit_lines(
    found: Situated, shoes: Sequence[ShoeLine], *, waits: bool
) -> tuple[HabitLine, ...]:
    """The five habits in their order; a step that loads the knee is left out while it waits."""
    lines = []
    for record in read_habit_records().values():
        if record.id == SHOES:
            told = _shoes_told(shoes)
        else:
            told = _weeks_told(record, SEEN_BY[record.id](found, record))
        lines.append(_line(record, told, waits=waits and record.id in LOADING))
    return tuple(lines)


@dataclass(frozen=True)
class Told:
    """The state of a habit, before its words from the knowledge base join it."""

    state: str = ""
    basis: str = ""
    weeks: tuple[WeekMark, ...] = ()
    is_there: bool | None = None


def _line(record: HabitRecord, told: Told, *, waits: bool) -> HabitLine:
    text = read_words("habits", get_language() or "")[record.id]
    steps = {None: text.begin, True: text.kept, False: text.step}
    return HabitLine(
        id=record.id,
        name=text.name,
        state=told.state or text.unknown,
        is_known=told.is_there is not None,
        is_there=told.is_there,
        weeks=told.weeks if told.is_there is not None else (),
        basis=told.basis,
        counts=text.counts,
        counts_source=source_words(record.sources, record.certainty),
        why=text.why.text,
        why_source=source_words(text.why.sources, text.why.certainty),
        step="" if waits else steps[told.is_there],
        action="" if waits else ACTIONS[record.id],
        action_words="" if waits else text.button,
    )


def _weeks_told(record: HabitRecord, seen: Seen) -> Told:
    told = [mark for mark in seen.weeks if mark.is_kept is not None]
    if not seen.is_known or not told:
        return Told()
    state = _week_words(record.id, told, len(seen.weeks))
    return Told(state, _basis(record.id, seen), seen.weeks, is_there=told[-1].is_kept)


def _week_words(habit: str, told: Sequence[WeekMark], weeks: int) -> str:
    kept = {"kept": sum(bool(mark.is_kept) for mark in told), "weeks": len(told)}
    if habit == STRENGTH or len(told) == weeks:
        return _("%(kept)s of the last %(weeks)s weeks") % kept
    return (
        ngettext(
            "%(kept)s of %(weeks)s week with runs",
            "%(kept)s of %(weeks)s weeks with runs",
            len(told),
        )
        % kept
    )


def _basis(habit: str, seen: Seen) -> str:
    told = {"counted": seen.counted, "found": seen.found, "reds": seen.reds, "rested": seen.rested}
    if habit == WARM_UP:
        words = _("On %(found)s of %(counted)s days with a run you told a warm-up.")
    elif habit == STRENGTH:
        words = _("From the %(counted)s sessions that you told in these weeks.")
    elif habit == GRADUAL:
        words = _(
            "On %(found)s of %(counted)s days with a run, none was much longer than those of the "
            "month before."
        )
    elif seen.reds:
        words = _(
            "You told how the knee was on %(found)s of %(counted)s days with a run. There were "
            "%(reds)s red days, and you rested after %(rested)s."
        )
    else:
        words = _(
            "You told how the knee was on %(found)s of %(counted)s days with a run. No day was red."
        )
    return words % told


def _shoes_told(shoes: Sequence[ShoeLine]) -> Told:
    """Shoes have no weeks: what counts is the pairs that she runs in now."""
    worn = [line for line in shoes if line.lately_m > 0 and not line.is_retired]
    if not worn:
        return Told()
    due = [line.name for line in worn if line.state != BELOW]
    basis = ngettext(
        "From the %(pairs)s pair that you ran in during the last eight weeks.",
        "From the %(pairs)s pairs that you ran in during the last eight weeks.",
        len(worn),
    ) % {"pairs": len(worn)}
    if not due:
        return Told(_("No pair is at its reminder"), basis, (), is_there=True)
    state = ngettext("At its reminder: %(names)s", "At their reminder: %(names)s", len(due)) % {
        "names": ", ".join(f"“{name}”" for name in due)
    }
    return Told(state, basis, (), is_there=False)


def first_step(lines: Sequence[HabitLine]) -> HabitLine | None:
    """The habit whose step comes first: one that was not there of late, else one to begin with."""
    open_ones = [line for line in lines if line.step and line.is_there is False]
    begun = any(line.is_known for line in lines)
    unknown = [line for line in lines if line.step and line.is_there is None]
    return next(iter([*open_ones, *([] if begun else unknown)]), None)
