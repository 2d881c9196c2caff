"""The records of what may have changed before a pain, and how well each is known to matter."""

from dataclasses import dataclass
from enum import StrEnum

from midstance.core.load.change_measures import Measure
from midstance.core.load.changes import Scale, Turn
from midstance.core.load.tissue import Tissue
from midstance.knowledge.records import Certainty, Checked


class Grade(StrEnum):
    """What says that a change matters: many runners followed, studies, or experience."""

    COHORT = "cohort"
    STUDIES = "studies"
    JUDGEMENT = "expert judgement"


class Raises(StrEnum):
    """Which way the change puts more load on the tissues that are named."""

    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChangeRecord:
    """One change that is looked for; its id names what is measured.

    Parameters
    ----------
    order : place among those that are equally unusual.
    window_days, usual_days, turn, scale, least, spare : see `core.load.changes.ChangeRule`.
    raises, tissues : which way it loads which tissues; empty where nobody can say.
    limit_times : how many times of before a large group of runners stayed within; null without one.
    sources, certainty : what the grade and the direction rest on.
    """

    id: Measure
    order: int
    window_days: int
    usual_days: int
    turn: Turn
    scale: Scale
    least: float
    spare: float
    raises: Raises
    tissues: tuple[Tissue, ...]
    limit_times: float | None
    grade: Grade
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked
