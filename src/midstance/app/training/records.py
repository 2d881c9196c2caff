"""What the use cases of plan, today and log give: sheets that pages, commands and REST show."""

from dataclasses import dataclass
from datetime import date, datetime

from midstance.app.checking.records import Lock

Entry = dict[str, int | float | bool | None]
"""What she can do before she runs, by the names of `EntryAnswers`."""


@dataclass(frozen=True)
class DayWish:
    """What a day of the week has room for: exercise and outings [s], 0 for none."""

    exercise_s: int
    outing_s: int
    time: str


@dataclass(frozen=True)
class Wishes:
    """What she wants of a plan and has for it; `days` are seven, from Monday on.

    `is_returning` is None while she did not say whether she can run now.
    """

    days: tuple[DayWish, ...]
    equipment: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    runs_a_week: int = 3
    goal_s: int | None = None
    is_returning: bool | None = None
    onset_s: int | None = None
    hills_back: bool = False
    confidence: int | None = None
    place: str = ""
    entry: tuple[tuple[str, int | float | bool | None], ...] = ()


@dataclass(frozen=True)
class Advice:
    """One recommendation: at most 60 words together; "" where there is nothing to say.

    `source` names a published source, or says that it is expert judgement.
    """

    because: str
    expect: str
    stop_if: str
    source: str


@dataclass(frozen=True)
class ItemLine:
    """One exercise of a session; `dose` as "2 sets of 12 a side"."""

    exercise: str
    name: str
    form: str
    dose: str
    sets: int
    reps: int
    hold_s: int | None
    seconds: int
    motion: str
    because: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True)
class OutingLine:
    """A run, a walk-run, a walk or hops; `most` says the limit that no outing passes.

    `has_drill` says whether it is run to the beat of a cue that is being tried.
    """

    kind: str
    repeats: int
    walk_s: int
    run_s: int
    seconds: int
    words: str
    most: str
    edits: tuple[str, ...]
    has_drill: bool = False


@dataclass(frozen=True)
class SessionLine:
    """What stands on a day; `key` is the day and the kind, as "2026-11-30-strength".

    `day` is None for the least that helps, which may be done whenever.
    """

    key: str
    day: date | None
    kind: str
    title: str
    summary: str
    time: str
    time_words: str
    seconds: int
    items: tuple[ItemLine, ...]
    outing: OutingLine | None
    is_hard: bool
    is_done: bool


@dataclass(frozen=True)
class DayLine:
    """One day of a week."""

    day: date
    sessions: tuple[SessionLine, ...]
    is_rest: bool


@dataclass(frozen=True)
class RunningLine:
    """How she runs this week; `missing` is what stands before running."""

    mode: str
    words: str
    most: str
    edits: tuple[str, ...]
    missing: tuple[str, ...]
    advice: Advice


@dataclass(frozen=True)
class PlanSheet:
    """A week in words, and why it is as it is.

    `empty` says why it holds nothing, "" when it holds something. `differences` are what is other
    than in the week before, each with its reason. `findings` are what stands in it because of
    movement screens. `key` names the stored week, `began_on` the first
    day of the week of training that it goes on with.
    """

    key: str
    first_day: date
    began_on: date
    made_at: datetime
    programme: str
    programme_words: str
    condition: str
    days: tuple[DayLine, ...]
    empty: str
    least: SessionLine | None
    running: RunningLine
    limits: tuple[str, ...]
    differences: tuple[str, ...]
    findings: tuple[str, ...]
    see_clinician: tuple[str, ...]
    rescreen: bool
    review_day: date
    advice: Advice
    constants_version: str
    book_version: str


@dataclass(frozen=True)
class Ask:
    """A question of pain that waits for an answer; `run` is the key of the run it is about.

    `hint` shows what was told last, as words; it is never filled in.
    """

    day: date
    moment: str
    run: str
    question: str
    hint: str


@dataclass(frozen=True)
class Left:
    """What is left of a kind this week, as a band from the least that helps to what is planned."""

    kind: str
    words: str
    done: int
    least: int
    most: int


@dataclass(frozen=True)
class MainAction:
    """The one button of a day: `kind` is session, routine, check, set_up, review, pain or none."""

    kind: str
    words: str
    target: str


@dataclass(frozen=True)
class TodaySheet:
    """What to do today. `light` is carry_on, adjust or stop.

    `note_key` names the note where it is one that she may put away. `new_pain` is the day on which
    a pain began of late, to ask what changed before it.
    """

    day: date
    light: str
    light_words: str
    sentence: str
    action: MainAction
    advice: Advice
    sessions: tuple[SessionLine, ...]
    asks: tuple[Ask, ...]
    left: tuple[Left, ...]
    reset_after: str
    lock: Lock | None
    see_clinician: tuple[str, ...]
    note: str
    is_review_due: bool
    is_set_up: bool
    plan_key: str
    note_key: str = ""
    new_pain: date | None = None


@dataclass(frozen=True)
class PainTold:
    """One pain as it is told; `run` is the key of a run or "", `key` the device's own or ""."""

    day: date
    moment: str
    pain: int
    places: tuple[str, ...] = ()
    swelling: bool | None = None
    limp: bool | None = None
    run: str = ""
    key: str = ""
    told_at: datetime | None = None


@dataclass(frozen=True)
class PainLine:
    """One pain as it is shown."""

    key: str
    day: date
    moment: str
    moment_words: str
    pain: int
    places: tuple[str, ...]
    swelling: bool | None
    limp: bool | None
    run: str
    told_at: datetime


@dataclass(frozen=True)
class Meaning:
    """What an answer means for the days to come, in a sentence; `light` as in `TodaySheet`."""

    light: str
    light_words: str
    sentence: str
    rescreen: bool


@dataclass(frozen=True)
class DoneItem:
    """What was done of one exercise; `instead_of` names the planned one after a swap."""

    exercise: str
    form: str
    sets: int
    reps: int
    hold_s: int | None
    sets_done: int
    pain: int | None = None
    instead_of: str = ""


@dataclass(frozen=True)
class SessionTold:
    """A session as a device tells it."""

    day: date
    kind: str
    started_at: datetime
    seconds: int
    effort_rpe: int | None = None
    pain_during: int | None = None
    items: tuple[DoneItem, ...] = ()
    stopped: str = ""
    key: str = ""
