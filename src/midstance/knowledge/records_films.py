"""The records of what films say: which figure matters to which pattern, and what trains it."""

from dataclasses import dataclass

from midstance.core.gait.norms import Where
from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_text import Claim


@dataclass(frozen=True)
class FilmFindingRecord:
    """When a figure of films is worth a word; see `core.assess.films.FilmRule`.

    Parameters
    ----------
    bound : in the unit of the figure; null where the usual band at that speed is meant.
    conditions : the patterns to which it matters; empty for all.
    trains : exercises that train what it speaks for, the nearest first; empty where it leans no
        plan.
    """

    id: str
    order: int
    metric: str
    where: Where
    bound: float | None
    conditions: tuple[str, ...]
    trains: tuple[str, ...]
    confirm_days: int
    good_days: int
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class FilmFindingText:
    """A finding as it is told.

    Parameters
    ----------
    name : what was seen, as a label.
    matters : why it may matter to her pattern.
    because : why its exercises stand in a plan, as a phrase after "because"; null without any.
    """

    id: str
    name: str
    matters: Claim
    because: str | None
    checked: Checked
