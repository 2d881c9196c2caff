"""The records of the habits that keep knees happy, and of the short notes around them."""

from dataclasses import dataclass

from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_text import Claim


@dataclass(frozen=True)
class HabitRecord:
    """A habit and when a week of it counts.

    Parameters
    ----------
    weeks : how many weeks are looked at.
    least : what makes a week count: a share of her runs, or so many sessions; null where the
        rule stands elsewhere.
    fewest : with fewer runs or sessions than this in all the weeks nothing is said.
    """

    id: str
    order: int
    weeks: int
    least: float | None
    fewest: int
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class HabitText:
    """A habit in words.

    Parameters
    ----------
    counts : when a week counts, as a sentence.
    unknown : why nothing can be said yet.
    begin : one gentle next step until something can be said.
    step : one gentle next step.
    kept : the same where the habit is there.
    button : what the button below it says.
    """

    id: str
    name: str
    why: Claim
    counts: str
    unknown: str
    begin: str
    step: str
    kept: str
    button: str


@dataclass(frozen=True)
class NoteRecord:
    """A short note and what it takes to be shown.

    Parameters
    ----------
    order : of several that fit, the first one is shown.
    days : how many days back the occasion may lie.
    least : how much of it there must be; null where once is enough.
    again_days : it is not shown again for so many days.
    """

    id: str
    order: int
    days: int
    least: float | None
    again_days: int
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class NoteText:
    """A short note; `lesson` names the page that says more, or null."""

    id: str
    claim: Claim
    lesson: str | None
