"""What is shown of the habits and of the notes."""

from dataclasses import dataclass
from datetime import date

from midstance.app.checking.records import Lock


@dataclass(frozen=True)
class WeekMark:
    """Seven days of a habit; `is_kept` is None where there was nothing to see."""

    first_day: date
    last_day: date
    is_kept: bool | None


@dataclass(frozen=True)
class HabitLine:
    """One habit as it was these weeks, and one gentle next step.

    Parameters
    ----------
    state : what was seen, as a sentence; `is_known` is False while nothing can be said.
    is_there : whether it was there of late; None while nothing can be said.
    weeks : the last weeks, the oldest first; none for a habit that has no weeks.
    basis : what the figure comes from.
    counts, counts_source : when a week counts, and who says so.
    step : one next step, "" while something forbids to train.
    action : a page to do it on, "" where there is none; `action_words` says it.
    """

    id: str
    name: str
    state: str
    is_known: bool
    is_there: bool | None
    weeks: tuple[WeekMark, ...]
    basis: str
    counts: str
    counts_source: str
    why: str
    why_source: str
    step: str
    action: str
    action_words: str


@dataclass(frozen=True)
class NoteLine:
    """One short note with its source; `lesson` names the page that says more, or ""."""

    id: str
    text: str
    source: str
    lesson: str


@dataclass(frozen=True)
class HabitsSheet:
    """The five habits, and the one step that comes first.

    `stop` says what forbids to train, "" where nothing does; `first` names the habit of the step.
    """

    day: date
    sentence: str
    first: str
    stop: str
    lock: Lock | None
    habits: tuple[HabitLine, ...]
    note: NoteLine | None
