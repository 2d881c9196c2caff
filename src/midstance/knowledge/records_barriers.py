"""The records of what stands in the way of a week, and how the plan changes for it."""

from dataclasses import dataclass
from enum import StrEnum

from midstance.core.plan.problem import TimeOfDay
from midstance.knowledge.records import Certainty, Checked


class Choose(StrEnum):
    """Whether she names exercises of this week, which the plan then leaves out."""

    NOTHING = "nothing"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True)
class BarrierRecord:
    """What stood in the way; each change is null or empty where it changes nothing.

    Parameters
    ----------
    most_exercise_s : room for exercise that a day keeps at most [s].
    most_confidence : how sure she counts as at most, 0 to 10; a low one makes the plan smaller.
    times : times of the day to move to; the first one that is another than now.
    drops_equipment : whether exercises need nothing from then on.
    situation : id of what stands against exercises from then on.
    exercises : whether she names exercises to leave out.
    """

    id: str
    order: int
    most_exercise_s: int | None
    most_confidence: int | None
    times: tuple[TimeOfDay, ...]
    drops_equipment: bool
    situation: str | None
    exercises: Choose
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class BarrierText:
    """What stood in the way in her words, and what the plan does about it.

    Parameters
    ----------
    next : one thing beside the plan that helps, or null.
    """

    id: str
    label: str
    does: str
    next: str | None
