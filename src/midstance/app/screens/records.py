"""What the use cases of movement screens take and give."""

from dataclasses import dataclass
from datetime import date

from midstance.app.checking.records import Lock
from midstance.app.films.records import FilmLine


@dataclass(frozen=True)
class ScreenTold:
    """One day's test; None for a side that was not tested.

    `is_filmed` says that a film suggested it.
    """

    screen: str
    day: date
    left: float | None = None
    right: float | None = None
    both: float | None = None
    is_filmed: bool = False


@dataclass(frozen=True)
class ReadingLine:
    """One day's test as it was told; `is_filmed` says that a film suggested it."""

    day: date
    left: float | None
    right: float | None
    both: float | None
    is_filmed: bool
    words: str


@dataclass(frozen=True)
class SideLine:
    """One side: the last values with their range, and what they say.

    `value` is the mean of the last two days, `low` and `high` enclose 90 % of what it may be.
    """

    side: str
    side_words: str
    found: str
    reason: str
    value: float | None
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True)
class ChangeLine:
    """How the last test of a side compares with the first; `noise` is what says nothing."""

    side: str
    change: str
    difference: float | None
    noise: float | None
    sentence: str


@dataclass(frozen=True)
class ScreenLine:
    """A screen in the list.

    `found` is fine, worth_training or cannot_say, `reason` says why. `due` is the day from which on
    the next test is asked for; None before the first one. `unsafe` says why it is not done now.
    """

    id: str
    name: str
    quality: str
    quality_words: str
    found: str
    found_words: str
    reason: str
    sentence: str
    days: int
    last_day: date | None
    due: date | None
    is_due: bool
    unsafe: str
    motion: str


@dataclass(frozen=True)
class NormLine:
    """What is usual for her, or for one sex at an age."""

    who: str
    usual: float
    low: float | None
    high: float | None
    words: str
    source: str


@dataclass(frozen=True)
class MarkLine:
    """A sign to look for, one point."""

    id: str
    words: str


@dataclass(frozen=True)
class ExerciseName:
    """An exercise that trains what a screen speaks for."""

    id: str
    name: str


@dataclass(frozen=True)
class ScreenSheet:
    """One screen: how it is done, what came of it, and what that rests on.

    `sides` names what a reading holds: left and right, or both. `most` is the largest that can be.
    `seconds` is how long the clock runs, None where nothing ends it; `is_timed` whether the clock
    gives the reading. `cut` are the bounds of the value from which on it is worth training.
    `film_view` is from where a film of it is taken, "" where none is looked at; `film_how` how that
    is done. `films` are her newest films of it, those that were called off left out.
    """

    line: ScreenLine
    purpose: str
    purpose_source: str
    needs: str
    steps: tuple[str, ...]
    stop_if: tuple[str, ...]
    not_when: tuple[str, ...]
    reading: str
    unit: str
    unit_words: str
    sides: tuple[str, ...]
    marks: tuple[MarkLine, ...]
    most: float
    step: float
    seconds: int | None
    beat_per_min: int | None
    is_timed: bool
    higher_is_better: bool
    values: tuple[SideLine, ...]
    weaker: str
    cut: tuple[float, float] | None
    cut_words: str
    cut_source: str
    norms: tuple[NormLine, ...]
    usual: str
    usual_source: str
    error_words: str
    error_source: str
    limits: str
    limits_source: str
    changes: tuple[ChangeLine, ...]
    readings: tuple[ReadingLine, ...]
    trains: tuple[ExerciseName, ...]
    film_view: str
    film_how: tuple[str, ...]
    film_limits: str
    film_limits_source: str
    films: tuple[FilmLine, ...]
    lock: Lock | None
    version: str


@dataclass(frozen=True)
class ScreensSheet:
    """Every screen, and in a sentence what to do."""

    day: date
    sentence: str
    note: str
    lock: Lock | None
    screens: tuple[ScreenLine, ...]
    due: tuple[str, ...]
