"""What the knee check knows: questions, red-flag rules, findings and patterns, as plain numbers.

`knowledge` builds a `CheckModel` from its records; the engine takes it as an argument.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Action(IntEnum):
    """What to do next; a larger one is more urgent, and the largest that applies wins."""

    CARRY_ON = 0
    WITHIN_WEEKS = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY = 4


class QuestionKind(StrEnum):
    """The form of an answer."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MANY = "many"
    NUMBER = "number"
    SCALE = "scale"


class Stage(StrEnum):
    """When a question has its turn: the screen first, then whichever tells most for its time."""

    ABOUT = "about"
    SCREEN = "screen"
    PATTERN = "pattern"
    SELF_TEST = "self_test"


@dataclass(frozen=True)
class Clause:
    """One thing that an answer may say: one of some options, or a number in [at_least, below)."""

    question: str
    options: tuple[str, ...]
    at_least: float | None
    below: float | None


Lines = tuple[tuple[Clause, ...], ...]
"""Holds when every line holds; a line holds when any of its clauses does. Nothing is negated,
so one more sign can never switch a rule off."""


@dataclass(frozen=True)
class Question:
    """One question or self-test.

    Parameters
    ----------
    options : what can be chosen; `("yes", "no")` for a yes_no question, none for a number.
    none_of_these : the option of a `many` question that says that no other applies, or "".
    low, high : bounds of a number or scale.
    asked_when : needed before it is asked; no lines = always.
    unsafe_when : any of these, sure or not sure, forbids it (self-tests).
    seconds : about how long answering takes.
    asks_again : the question that it puts once more in plainer words, or ""; it comes up only when
        some answer to that one was "not sure", has the same options, and takes its place.
    """

    id: str
    kind: QuestionKind
    options: tuple[str, ...]
    none_of_these: str
    low: float | None
    high: float | None
    unit: str
    stage: Stage
    order: int
    asked_when: Lines
    unsafe_when: tuple[Clause, ...]
    seconds: float
    asks_again: str = ""


@dataclass(frozen=True)
class RedFlag:
    """A rule that no score can overrule.

    Parameters
    ----------
    level : the action when it holds.
    level_if_unsure : the action when it may hold: some of its signs are "not sure".
    topic : what it is about; "persistent" for the course of the pain.
    """

    id: str
    level: Action
    level_if_unsure: Action
    when: Lines
    topic: str = ""


@dataclass(frozen=True)
class Finding:
    """One sign and how often it is there in each pattern.

    Parameters
    ----------
    group : findings of one group say partly the same; their joint weight is capped.
    seen_when : any of these answers shows it.
    exponent : how far its likelihood ratios are trusted, 0 to 1.
    present_frac, low_frac, high_frac : P(present | pattern), in the order of the patterns.
    """

    id: str
    group: str
    seen_when: tuple[Clause, ...]
    exponent: float
    present_frac: tuple[float, ...]
    low_frac: tuple[float, ...]
    high_frac: tuple[float, ...]


@dataclass(frozen=True)
class Multiplier:
    """A prior changes by this factor when any of the clauses holds."""

    when: tuple[Clause, ...]
    times: float


@dataclass(frozen=True)
class Pattern:
    """Something that knee pain can fit.

    Parameters
    ----------
    adult_frac, adolescent_frac : share among runners with knee pain and no red flag.
    action : the next step when it fits well.
    harm : what each action costs if this is the true pattern, one number per `Action`, 0 = right.
    named : False for "something else", which is never shown by name.
    """

    id: str
    adult_frac: float
    adolescent_frac: float
    multipliers: tuple[Multiplier, ...]
    action: Action
    harm: tuple[float, ...]
    named: bool


@dataclass(frozen=True)
class Contributor:
    """What may stand beside a pattern: training, form, foot, strength; each judged by itself.

    Parameters
    ----------
    prior_frac : share of runners with knee pain in whom it matters.
    signs : clauses with their likelihood ratios when they hold and when they do not.
    """

    id: str
    prior_frac: float
    signs: tuple["ContributorSign", ...]


@dataclass(frozen=True)
class ContributorSign:
    """One sign of a contributor."""

    seen_when: tuple[Clause, ...]
    ratio_present: float
    ratio_absent: float


@dataclass(frozen=True, eq=False)
class CheckModel:
    """All that the engine needs, and the version that every result is stamped with.

    Two models are the same only if they are one: what is worked out from one is kept beside it.

    Parameters
    ----------
    questions : in the order of asking.
    constants : caps, thresholds and limits by name; see `knowledge/data/parameters`.
    """

    questions: tuple[Question, ...]
    red_flags: tuple[RedFlag, ...]
    findings: tuple[Finding, ...]
    patterns: tuple[Pattern, ...]
    contributors: tuple[Contributor, ...]
    constants: "CheckConstants"
    version: str


@dataclass(frozen=True)
class CheckConstants:
    """Caps, thresholds and limits; each is a record of `knowledge/data/parameters`.

    Parameters
    ----------
    prior_exponent : how far the shares of the patterns are trusted, 0 to 1.
    finding_ratio_range, group_ratio_range : clip of one finding's and one group's likelihood ratio.
    unticked_exponent : how much an option left unticked in a list counts beside a plain "no".
    fits_well_frac, fits_partly_frac : least probability of each band.
    gap_frac : least distance to the second, below which nothing is said.
    most_questions, most_names, most_self_tests : hard limits.
    least_groups : groups of findings that must be known before a pattern is named.
    surprise_z : standard deviations by which answers may be less usual than the best pattern's own.
    say_frac : least probability of the first pattern, below which nothing is said.
    out_of_scope_frac : probability of the unnamed pattern above which no other is named.
    stop_harm : expected harm that a further question must save to be asked for the action.
    stop_change_frac : least chance of another first pattern for a question to be asked for it.
    usual_questions : how many are asked for the pattern and what stands beside it; once it is known
        where it hurts, only what may change the action is asked beyond that, or the pattern with a
        chance of `late_change_frac`.
    contributor_bits : least information about contributors for a question to be asked for them.
    contributor_likely_frac, contributor_possible_frac : least probability of each band.
    """

    prior_exponent: float
    finding_ratio_range: tuple[float, ...]
    group_ratio_range: tuple[float, ...]
    unticked_exponent: float
    fits_well_frac: float
    fits_partly_frac: float
    gap_frac: float
    most_questions: float
    most_names: float
    most_self_tests: float
    least_groups: float
    surprise_z: float
    say_frac: float
    out_of_scope_frac: float
    stop_harm: float
    stop_change_frac: float
    usual_questions: float
    late_change_frac: float
    contributor_bits: float
    contributor_likely_frac: float
    contributor_possible_frac: float
