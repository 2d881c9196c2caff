"""What a guided session consists of: steps on a clock, ways to do each exercise, the pain rule."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class StepKind(StrEnum):
    """What a stretch of time is for: get ready, work, change sides, rest."""

    READY = "ready"
    WORK = "work"
    SIDE = "side"
    REST = "rest"


@dataclass(frozen=True)
class Beat:
    """A part of one repetition; `words` are "" where only the count is told."""

    words: str
    seconds: float


@dataclass(frozen=True)
class PlayStep:
    """One stretch of time.

    Parameters
    ----------
    set : which set it belongs to, from 1 on.
    reps : how many repetitions fill the time, 0 where it is held or timed.
    beats : the parts of one repetition in order.
    title : what it is, with the side: "Bridge, both sides".
    spoken : what is said and written when it begins; `told` is said after it where it is new.
    """

    kind: StepKind
    set: int
    side: str
    side_words: str
    seconds: int
    reps: int
    beats: tuple[Beat, ...]
    title: str
    set_words: str
    spoken: str
    told: str


@dataclass(frozen=True)
class PlayWay:
    """One whole way to do an item; `exercise` is "" for walking, running and looking after oneself.

    Parameters
    ----------
    cue : one sentence to keep in mind.
    how : the whole of it, step by step.
    changes : what is other about it for this runner.
    form, sets, reps, hold_s : the dose as a log holds it.
    """

    exercise: str
    name: str
    cue: str
    how: tuple[str, ...]
    changes: tuple[str, ...]
    stop_if: tuple[str, ...]
    dose: str
    form: str
    sets: int
    reps: int
    hold_s: int | None
    motion: str
    figure_alt: str
    steps: tuple[PlayStep, ...]


@dataclass(frozen=True)
class PlayItem:
    """What is planned, and the easier and the harder way that the week's limits allow."""

    planned: PlayWay
    easier: PlayWay | None = None
    harder: PlayWay | None = None


@dataclass(frozen=True)
class PainRule:
    """What a pain from 0 to 10 means while she moves.

    Up to `ceiling` she goes on, up to `stop_above` she takes the easier way, above it she stops.
    """

    ceiling: int
    stop_above: int
    go_on: str
    ease: str
    stop: str
    source: str


@dataclass(frozen=True)
class Thing:
    """A thing that is needed, and what in a household can stand for it."""

    name: str
    household: str


@dataclass(frozen=True)
class PlaySheet:
    """All that a player needs, so that it works far from the server.

    Parameters
    ----------
    day : the day that it stands on; None for what may be done whenever.
    order : for each stretch in order its item and its place among the steps of that item.
    keeps_time : whether a swap keeps every second in its place, as a routine of fixed length does.
    is_quiet : without jumps.
    side_words : which side comes first, "" where no side stands alone.
    read_at : when it was made, so that an old one can be told from a new one.
    """

    key: str
    kind: str
    title: str
    summary: str
    day: date | None
    seconds: int
    order: tuple[tuple[int, int], ...]
    items: tuple[PlayItem, ...]
    keeps_time: bool
    things: tuple[Thing, ...]
    positions: tuple[str, ...]
    uses_floor: bool
    is_quiet: bool
    side_words: str
    stop_if: tuple[str, ...]
    pain: PainRule
    after: str
    week_key: str
    book_version: str
    constants_version: str
    read_at: datetime

    @property
    def steps(self) -> tuple[PlayStep, ...]:
        """The stretches in order, as they are planned."""
        return tuple(self.items[item].planned.steps[place] for item, place in self.order)
