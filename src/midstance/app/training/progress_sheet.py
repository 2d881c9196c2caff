"""What the progress page shows: trends with their limits, weeks with what was planned."""

from dataclasses import dataclass
from datetime import date

from midstance.app.checking.records import Lock
from midstance.app.summarise_load import LoadSummary


@dataclass(frozen=True)
class PointLine:
    """One day with a value; `words` say it."""

    day: date
    value: float
    words: str


@dataclass(frozen=True)
class StretchLine:
    """Some days, and the median of what was told in them."""

    first: date
    last: date
    answers: int
    middle: float | None


@dataclass(frozen=True)
class TrendLine:
    """Something that was told again and again, and whether it changed.

    `change` is lower, same, higher or cannot_say; `meaning` better, same, worse or cannot_say.
    `sentence` says it, `basis` on how many answers, `limit` what counts as the same and who found
    that, `published` the smallest meaningful change where one is published for this very scale.
    A difference below `same_within` is about the same; None where no change is called one.
    """

    id: str
    title: str
    change: str
    meaning: str
    sentence: str
    basis: str
    limit: str
    published: str
    same_within: float | None
    low: float
    high: float
    now: StretchLine
    before: StretchLine
    points: tuple[PointLine, ...]


@dataclass(frozen=True)
class WeekLine:
    """One week from Monday; `planned` is None without a plan, `least` with its free misses.

    `is_over` is False for the week that goes on: it counts the days up to today.
    """

    start: date
    end: date
    planned: int | None
    least: int | None
    done: int
    is_over: bool
    words: str


@dataclass(frozen=True)
class Adherence:
    """Sessions that were done, of those that were planned, week by week."""

    sentence: str
    note: str
    done: int
    planned: int
    weeks: tuple[WeekLine, ...]


@dataclass(frozen=True)
class CheckInProgress:
    """One check-in over time.

    `score` is None where each answer stands alone; `items` are its questions, each as a trend.
    `older` counts answers to an earlier wording, which are left out.
    """

    kind: str
    name: str
    seconds: int
    last_day: date | None
    is_due: bool
    answered: int
    older: int
    score: TrendLine | None
    items: tuple[TrendLine, ...]
    note: str
    note_source: str
    licence: str
    empty: str


@dataclass(frozen=True)
class CourseLine:
    """How long it takes others; `source` names who found it, or that it is expert judgement."""

    text: str
    source: str


@dataclass(frozen=True)
class CourseSheet:
    """How long hers has lasted, beside what is published of others.

    `weeks` is None where it is not known; `see_now` says why to see someone today, `see_when` the
    rules behind it.
    """

    weeks: int | None
    sentence: str
    lines: tuple[CourseLine, ...]
    see_now: tuple[str, ...]
    see_when: tuple[CourseLine, ...]


@dataclass(frozen=True)
class ProgressSheet:
    """How it goes, from one day to another.

    `sentence` answers first. `load_sentence` says what the knee carried over the same days, "" when
    that is not known; `missing` what was not told.
    """

    since: date
    until: date
    sentence: str
    load_sentence: str
    missing: str
    pains: tuple[TrendLine, ...]
    load: LoadSummary
    adherence: Adherence
    check_ins: tuple[CheckInProgress, ...]
    course: CourseSheet
    has_answers: bool
    lock: Lock | None
