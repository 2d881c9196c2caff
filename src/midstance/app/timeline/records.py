"""What the timeline shows: bars of equal width on one axis, and what happened beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from midstance.app.summarise_load import Bucket


class Span(StrEnum):
    """How far back the timeline goes."""

    WEEK = "1w"
    FOUR_WEEKS = "4w"
    THREE_MONTHS = "3m"
    YEAR = "1y"
    TEN_YEARS = "10y"


SPAN_DAYS: Mapping[Span, int] = {
    Span.WEEK: 7,
    Span.FOUR_WEEKS: 28,
    Span.THREE_MONTHS: 91,
    Span.YEAR: 364,
    Span.TEN_YEARS: 3652,
}
BUCKETS: Mapping[Span, Bucket] = {
    Span.WEEK: Bucket.DAY,
    Span.FOUR_WEEKS: Bucket.DAY,
    Span.THREE_MONTHS: Bucket.DAY,
    Span.YEAR: Bucket.WEEK,
    Span.TEN_YEARS: Bucket.MONTH,
}


class EventKind(StrEnum):
    """What happened."""

    PAIN = "pain"
    CHECK = "check"
    PLAN = "plan"
    SHOES = "shoes"
    PAUSE = "pause"
    RESTART = "restart"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day; `short` for the drawing, `words` as a sentence.

    `key` names the check, where it is one.
    """

    day: date
    kind: EventKind
    short: str
    words: str
    key: str = ""


@dataclass(frozen=True)
class BarLoad:
    """The runs of a bar, all of them; low and high are the range of a comparison within a runner.

    `unknown` counts runs of which no load is known; they add nothing to it.
    """

    value: float
    low: float
    high: float
    runs: int
    unknown: int
    distance_m: float
    moving_s: float


@dataclass(frozen=True)
class BarLimit:
    """The largest single run of a bar, the longest of the days before it, and the limit it gives.

    A bar without a run tells the limit of its first day. None where nothing is known.
    """

    largest: float | None
    before: float | None
    most: float | None

    @property
    def is_above(self) -> bool:
        """Whether the largest run passes the limit."""
        return self.largest is not None and self.most is not None and self.largest > self.most


@dataclass(frozen=True)
class BarPain:
    """The worst pain of a bar, of all and of each moment, 0 to 10; None where none was told.

    `at_rest` is told in the morning or before a load. `day` is that of the worst.
    """

    day: date | None = None
    worst: int | None = None
    during: int | None = None
    after: int | None = None
    at_rest: int | None = None
    told: int = 0


@dataclass(frozen=True)
class BarState:
    """How full the tissue was on the fullest day of a bar; 1 is as full as on a heavy usual day.

    least and most are the spread of assumptions.
    """

    least: float
    middle: float
    most: float


@dataclass(frozen=True)
class TimelineBar:
    """One bar: the local days in [start, end)."""

    start: date
    end: date
    load: BarLoad
    by_load: BarLimit
    by_distance: BarLimit
    above: int  # runs that pass the limit by load or by distance
    pain: BarPain
    sessions: Mapping[str, int]
    shoes: tuple[str, ...]
    state: BarState | None


@dataclass(frozen=True)
class ShoeStretch:
    """From the first run in a pair to the last, without a long pause between."""

    name: str
    first: date
    last: date
    runs: int


@dataclass(frozen=True)
class Timeline:
    """All that happened, on one axis of time.

    `sentence` says what hurt, `load_sentence` what the knee carried, `change_sentence` what changed
    last; `notes` say what is missing or odd. `unit` is "bw_s", or "index" for the iliotibial band.
    `first_day` is the first day of which anything is known; `is_now` whether the bars reach today.
    """

    span: Span
    bucket: Bucket
    tissue: str
    unit: str
    start: date
    end: date
    today: date
    is_now: bool
    bars: tuple[TimelineBar, ...]
    shoes: tuple[ShoeStretch, ...]
    events: tuple[Event, ...]
    sentence: str
    load_sentence: str
    change_sentence: str
    notes: tuple[str, ...]
    first_day: date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of her yet."""
        return self.first_day is None
