"""Load along a run, thinned for drawing, every channel on the same points."""

from collections.abc import Mapping
from dataclasses import dataclass

from midstance.store.models import Runner

Series = tuple[float | None, ...]


@dataclass(frozen=True)
class TraceBand:
    """Load per point [body weights]: mean of the point's seconds, its extremes, and its range.

    low and high are the uncertainty of the mean; min and max are real variation within the point.
    """

    mean: Series
    min: Series
    max: Series
    low: Series
    high: Series


@dataclass(frozen=True)
class RunTrace:
    """One value a point in every series; None where unknown or the timer stood still."""

    key: str
    seconds_per_point: float
    seconds: tuple[float, ...]  # since the start, at the beginning of each point
    distance_m: Series
    speed_mps: Series
    cadence_spm: Series
    grade_frac: Series
    altitude_m: Series
    heart_rate_bpm: Series
    load_bw: Mapping[str, TraceBand]  # by tissue


def read_trace(runner: Runner, key: str, *, max_points: int = 600) -> RunTrace:
    """Read the trace of one run in at most `max_points` points.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError) and fewer than 10 points.
    *Twice* gives the same.
    *Privacy* the runner's own run only.
    """
    raise NotImplementedError
