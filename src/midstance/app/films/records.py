"""What is told of films, as pages and programs read it.

Values of figures stand in the unit that `unit_words` names (steps a minute, ms, cm, degrees, %), so
that a page only has to write them down. Points are in the upright picture, x to the right, y down.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from midstance.app.checking.records import Lock

View = Literal["side", "rear", "front"]
Leg = Literal["", "left", "right"]
Whom = Literal["left", "right"]
Point = tuple[float, float] | None
"""Where a joint is in the picture [px]; None where it was not seen."""
MOST_FILMS = 8
"""At once."""
SLOWEST_TIMES = 16
"""Slower than life, at most."""


@dataclass(frozen=True)
class FilmTold:
    """What a runner says of a film when she hands it over.

    Parameters
    ----------
    view : from the side, from behind or, of a movement screen, from the front.
    day : when it was filmed.
    name : what its file is called, for her to know it by.
    height_m : her height; None takes the one of the settings [m].
    treadmill_mps : speed of the belt, or how fast she ran; None where it is not known.
    slower_times : how many times slower than life it plays; None leaves it to the file.
    whom : who it is, where two people are alike.
    from_s, to_s : the part to look at [s]; None to its end.
    keep_pictures : whether three pictures, with blurred faces, are kept; of a screen none are.
    screen : the movement screen it is of, "" of running; the screen sets the view.
    leg : the leg that a screen is of.
    """

    view: View
    day: date
    name: str = ""
    height_m: float | None = None
    treadmill_mps: float | None = None
    slower_times: float | None = None
    whom: Whom | None = None
    from_s: float = 0.0
    to_s: float | None = None
    keep_pictures: bool = False
    screen: str = ""
    leg: Leg = ""


@dataclass(frozen=True)
class FilmLine:
    """A film in the list; `screen` and `leg` are "" for one of running.

    `state` is waiting (in the queue), looking (before the verdict), asking (it waits for her
    answer), analysing, done, failed or cancelled. `job` is what `cancel_film` calls off, None once
    it is over. `done_frac` is the share that is done, 0 to 1.
    """

    id: UUID
    day: date
    name: str
    view: str
    view_words: str
    screen: str
    leg: str
    state: str
    state_words: str
    sentence: str
    speed_mps: float | None
    has_pictures: bool
    is_over: bool
    job: UUID | None
    done_frac: float
    told_at: datetime


@dataclass(frozen=True)
class FactLine:
    """One thing that decides how much a film can tell; `advice` is empty where it is fine."""

    name: str
    name_words: str
    words: str
    is_fine: bool
    advice: str


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the film: where, in shares of the picture's width and height."""

    whom: str
    whom_words: str
    left_frac: float
    top_frac: float
    right_frac: float
    bottom_frac: float


@dataclass(frozen=True)
class VerdictLine:
    """How good the film is, told before it is analysed.

    `level` is good, usable or not_enough.
    """

    level: str
    level_words: str
    sentence: str
    facts: tuple[FactLine, ...]
    people: tuple[PersonLine, ...]


@dataclass(frozen=True)
class ChoiceLine:
    """An answer that she can give to what a film asks."""

    whom: str
    words: str


@dataclass(frozen=True)
class ProblemLine:
    """Why nothing is told, and what to do.

    `choices` are there while the film waits for `choose_person`, until `answer_until`; then it is
    deleted.
    """

    kind: str
    reason: str
    what_to_do: str
    choices: tuple[ChoiceLine, ...]
    answer_until: datetime | None


@dataclass(frozen=True)
class PlaceLine:
    """Where a figure lies among runners at that speed: below, within, above or cannot_say."""

    place: str
    words: str
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True)
class MetricLine:
    """A figure that is told, with its range of 90 %.

    `note` says what takes confidence away, "" where nothing does.
    """

    name: str
    name_words: str
    side: str
    side_words: str
    value: float
    low: float
    high: float
    decimals: int
    unit_words: str
    words: str
    confidence: str
    confidence_words: str
    note: str
    steps: int
    place: PlaceLine | None


@dataclass(frozen=True)
class UntoldLine:
    """Why some figures are not told, and which."""

    reason: str
    reason_words: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Skeleton:
    """What joints are drawn, and between which of them lines run (by number)."""

    width_px: int
    height_px: int
    joints: tuple[str, ...]
    bones: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class MomentLine:
    """A moment of a typical step: `id` is contact, midstance or toe_off, from behind with its leg.

    Of a movement screen they are the lowest or furthest points: deepest_1, deepest_2 and so on.
    `points` follow the joints of the skeleton. `alt` says the picture in words.
    """

    id: str
    side: str
    words: str
    time_s: float
    points: tuple[Point, ...]
    has_picture: bool
    alt: str


@dataclass(frozen=True)
class CurveLine:
    """An angle of a leg over its stride, from one landing to the next of that foot.

    `low` and `high` are the middle 90 % of her strides; `usual_low` and `usual_high` what is usual
    among runners, empty where no figures are known. `summary` says the curve in words.
    """

    name: str
    name_words: str
    side: str
    unit_words: str
    strides: int
    phase_percent: tuple[float, ...]
    middle: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    usual_low: tuple[float, ...]
    usual_high: tuple[float, ...]
    usual_source: str
    toe_off_percent: float | None
    summary: str


@dataclass(frozen=True)
class StepLine:
    """A step; `toe_off_s` is None where it was not seen [s]."""

    number: int
    side: str
    side_words: str
    strike_s: float
    toe_off_s: float | None
    words: str


@dataclass(frozen=True)
class FrameLine:
    """The joints of one picture, in the order of the skeleton."""

    time_s: float
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Timeline:
    """The steps of a film, and its joints thinned out for drawing (ten seconds at most)."""

    from_s: float
    to_s: float
    steps: tuple[StepLine, ...]
    frames: tuple[FrameLine, ...]


@dataclass(frozen=True)
class MatterLine:
    """What matters for her pattern, and because of what."""

    name: str
    words: str
    because: str
    source: str


@dataclass(frozen=True)
class QuickerLine:
    """What five per cent more steps at the same speed would do to the kneecap joint, by model."""

    sentence: str
    speed_mps: float
    cadence_spm: float
    raised_spm: float
    percent: float
    low_percent: float
    high_percent: float


@dataclass(frozen=True)
class CueLine:
    """One thing to try while running.

    `because` is the figure that speaks for it, "" in a trial; `beat_spm` the beat of the metronome,
    None without one.
    """

    id: str
    name: str
    words: str
    because: str
    why: str
    how: tuple[str, ...]
    watch_for: tuple[str, ...]
    source: str
    beat_spm: float | None


@dataclass(frozen=True)
class TrialRun:
    """A run of a trial: for how much of it the beat or the thought is asked for.

    `day` is None while the run is to come.
    """

    number: int
    on_frac: float
    words: str
    day: date | None


@dataclass(frozen=True)
class TrialSheet:
    """A trial of a cue: `state` is on, kept or dropped.

    `today` is what today's run asks for, "" where there is nothing. `is_over` says that all runs
    are done and that it is hers to keep or to drop.
    """

    cue: CueLine
    film: UUID | None
    state: str
    state_words: str
    began_on: date
    ended_on: date | None
    runs: tuple[TrialRun, ...]
    runs_done: int
    today: str
    sentence: str
    schedule_source: str
    is_over: bool


@dataclass(frozen=True)
class ChangeLine:
    """How a figure changed from an earlier film: `is_real` beyond what two films differ by."""

    name: str
    name_words: str
    side: str
    side_words: str
    before_words: str
    after_words: str
    difference: float
    low: float
    high: float
    unit_words: str
    is_real: bool
    words: str


@dataclass(frozen=True)
class CompareSheet:
    """A film beside an earlier one; `untold` names what only one of them tells."""

    earlier: FilmLine
    sentence: str
    changes: tuple[ChangeLine, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True)
class DaySheet:
    """What the films of one day and view say together."""

    day: date
    view: str
    view_words: str
    films: tuple[UUID, ...]
    sentence: str
    metrics: tuple[MetricLine, ...]
    untold: tuple[UntoldLine, ...]


@dataclass(frozen=True)
class FindingLine:
    """What two films of different days agree on, and what the plan makes of it."""

    name: str
    words: str
    plan_words: str
    trains: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class FilmedMarkLine:
    """A sign to look for: `seen` is seen, not_seen or cannot_say."""

    id: str
    words: str
    seen: str
    seen_words: str


@dataclass(frozen=True)
class FilmedScreenSheet:
    """What a film of a movement screen suggests; nothing of it counts until she keeps it.

    `problem` says why nothing is told, "" where something is. `value` is the angle with its range
    [deg], None where signs are looked for. `marks_seen` and `marks_unclear` count the signs that
    the film saw and those that it cannot tell. `why_not` says why it cannot be kept, "" where it
    can.
    """

    screen: str
    name: str
    leg: str
    leg_words: str
    problem: str
    problem_words: str
    what_to_do: str
    repetitions: int
    value: float | None
    low: float | None
    high: float | None
    value_words: str
    marks: tuple[FilmedMarkLine, ...]
    marks_seen: int
    marks_unclear: int
    sentence: str
    limits: str
    limits_source: str
    why_not: str


@dataclass(frozen=True)
class FilmSheet:
    """One film: how good it is, what it tells and what not, and what to make of it.

    `screen` is what a film of a movement screen suggests, None for one of running.

    `earlier` are the films that `compare_with` may name. `lock` holds back what to try. `near_side`
    is the leg next to the camera, "" from behind; `no_pictures` says why none are kept, "" where
    they are.
    """

    line: FilmLine
    verdict: VerdictLine | None
    problem: ProblemLine | None
    sentence: str
    near_side: str
    skeleton: Skeleton | None
    no_pictures: str
    moments: tuple[MomentLine, ...]
    curves: tuple[CurveLine, ...]
    timeline: Timeline | None
    metrics: tuple[MetricLine, ...]
    untold: tuple[UntoldLine, ...]
    matters: tuple[MatterLine, ...]
    quicker: QuickerLine | None
    cue: CueLine | None
    no_cue: str
    trial: TrialSheet | None
    compare: CompareSheet | None
    together: DaySheet | None
    earlier: tuple[FilmLine, ...]
    limits: str
    lock: Lock | None
    version: str
    screen: FilmedScreenSheet | None = None


@dataclass(frozen=True)
class FilmsSheet:
    """Every film, newest first, and what they say together.

    `privacy` says what becomes of a film that is handed over.
    """

    day: date
    sentence: str
    privacy: str
    lock: Lock | None
    films: tuple[FilmLine, ...]
    days: tuple[DaySheet, ...]
    findings: tuple[FindingLine, ...]
    trial: TrialSheet | None
    limits: str
