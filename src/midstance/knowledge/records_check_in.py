"""The records of check-ins: short questions, asked again and again, that show a slow change."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_text import Claim


class Better(StrEnum):
    """Which end of a scale is the good one."""

    HIGHER = "higher"
    LOWER = "lower"


class Scoring(StrEnum):
    """What becomes of the answers: each stands alone, or their mean does too."""

    EACH = "each"
    MEAN = "mean"


class PartOf(StrEnum):
    """What a change is looked for in."""

    ITEM = "item"
    SCORE = "score"


@dataclass(frozen=True)
class CheckInItemRecord:
    """One question, answered with a whole number from `low` to `high`."""

    id: str
    low: int
    high: int


@dataclass(frozen=True)
class SameWithinRecord:
    """A change smaller than `points` says "about the same".

    Parameters
    ----------
    condition : the pattern for which it was found; null is for everybody.
    """

    part: PartOf
    points: float
    condition: str | None
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class CheckInRecord:
    """One check-in.

    Parameters
    ----------
    seconds : how long it takes.
    days_between : after how many days it is worth asking again.
    for_each_activity : whether its one question is asked of each activity of her own.
    fewest_items : how many answers a score takes.
    """

    id: str
    order: int
    seconds: int
    days_between: int
    better: Better
    scoring: Scoring
    for_each_activity: bool
    fewest_items: int
    items: tuple[CheckInItemRecord, ...]
    same_within: tuple[SameWithinRecord, ...]
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class CheckInItemText:
    """A question as it is asked; `labels` name its ends, or every step where words tell more.

    Parameters
    ----------
    name : what it is about, for a line of figures.
    """

    name: str
    text: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class CheckInText:
    """A check-in in words.

    Parameters
    ----------
    score : what the mean of the answers is called, where there is one.
    note : what its figures do not say.
    """

    id: str
    name: str
    lead: str
    why: str
    score: str | None
    items: Mapping[str, CheckInItemText]
    note: Claim
