"""The records of gait: what is usual at a speed, and what is worth a try."""

from dataclasses import dataclass

from midstance.core.gait.norms import Where
from midstance.knowledge.records import Certainty, Checked
from midstance.knowledge.records_text import Claim


@dataclass(frozen=True)
class SpeedNormRecord:
    """What is usual of one figure at one speed.

    Parameters
    ----------
    people : runners measured.
    mean, sd : over the runners, in the unit of the figure.
    low, high : where nine in ten of them lie.
    """

    speed_mps: float
    people: int
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True)
class GaitNormRecord:
    """What is usual of one figure; computed by validation/gait.

    Parameters
    ----------
    id : the name of the figure; see `core.gait.records.METRICS`.
    unit : that of the figure.
    by_speed : slowest first.
    whose : what was measured, and on whom.
    """

    id: str
    unit: str
    by_speed: tuple[SpeedNormRecord, ...]
    whose: str
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class SpeedCurveRecord:
    """What is usual of one angle over the stride at one speed.

    Parameters
    ----------
    people : runners measured.
    low, high : between which nine in ten of them lie, at each phase.
    """

    speed_mps: float
    people: int
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class GaitCurveRecord:
    """What is usual of one angle over the stride; computed by validation/gait.

    Parameters
    ----------
    id : the name of the curve; see `core.gait.records.Curve`.
    phase_percent : from one landing of a foot to its next.
    by_speed : slowest first.
    whose : what was measured, and on whom.
    """

    id: str
    unit: str
    phase_percent: tuple[float, ...]
    by_speed: tuple[SpeedCurveRecord, ...]
    whose: str
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class CueRecord:
    """One thing to try in how she runs; see `core.gait.cue.CueRule`.

    Parameters
    ----------
    order : the lower, the sooner it is offered.
    metric, where, bound : the figure that speaks for it when its whole range lies below or above
        the bound; a bound of null means the usual band at her speed.
    conditions : the patterns for which it is offered; empty for everyone.
    not_with : patterns and situations in which it is not.
    step_frac : how much quicker the steps become; null where they stay.
    exercise : the exercise that drills it; null where there is none.
    """

    id: str
    order: int
    metric: str
    where: Where
    bound: float | None
    conditions: tuple[str, ...]
    not_with: tuple[str, ...]
    step_frac: float | None
    exercise: str | None
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class CueText:
    """A cue as it is told.

    Parameters
    ----------
    what : what to do, as one sentence.
    why : what it may change.
    steps : how to go about it.
    watch_for : what may get worse, and when to stop.
    """

    id: str
    name: str
    what: str
    why: Claim
    steps: tuple[str, ...]
    watch_for: tuple[str, ...]
    checked: Checked
