"""Load along a run, thinned for drawing, every channel on the same points."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from midstance.app.stored_runs import find_run, read_view
from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.trace import TissueTrace, estimate_load_trace
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Runner

Series = tuple[float | None, ...]
FEWEST_POINTS = 10
DIGITS = 5


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
    *Refuses* an unknown run (NotFoundError) and fewer than 10 points (InvalidValueError).
    *Twice* gives the same.
    *Privacy* the runner's own run only.
    """
    if max_points < FEWEST_POINTS:
        raise InvalidValueError(f"Expected at least {FEWEST_POINTS} points, got {max_points}.")
    view = read_view(find_run(runner, key))
    trace = estimate_load_trace(view, runner.body, load_parameters())
    seconds = view.recorded.size
    width = max(1, -(-seconds // max_points))
    thin = Thinning(width, view.recorded)
    return RunTrace(
        key=key,
        seconds_per_point=float(width),
        seconds=tuple(float(second) for second in range(0, seconds, width)),
        distance_m=thin.by(view.distance_m, np.nanmax),
        speed_mps=thin.by(view.speed_mps),
        cadence_spm=thin.by(view.cadence_spm),
        grade_frac=thin.by(view.grade_frac),
        altitude_m=thin.by(view.altitude_m),
        heart_rate_bpm=thin.by(view.heart_rate_bpm),
        load_bw={str(tissue): thin.band(band) for tissue, band in trace.tissues.items()},
    )


@dataclass(frozen=True)
class Thinning:
    """Seconds gathered into points of equal width; seconds not recorded count for nothing."""

    width: int
    recorded: np.ndarray

    def by(self, values: FloatArray, gather: Callable[..., FloatArray] = np.nanmean) -> Series:
        known = np.where(self.recorded, values, np.nan)
        short = -known.size % self.width
        padded = np.concatenate([known, np.full(short, np.nan)]).reshape(-1, self.width)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # a point may hold nothing known
            points = gather(padded, axis=1)
        return tuple(
            None if missing else value
            for value, missing in zip(
                np.round(points, DIGITS).tolist(), np.isnan(points).tolist(), strict=True
            )
        )

    def band(self, trace: TissueTrace) -> TraceBand:
        return TraceBand(
            mean=self.by(trace.peak_bw),
            min=self.by(trace.peak_bw, np.nanmin),
            max=self.by(trace.peak_bw, np.nanmax),
            low=self.by(trace.low_bw),
            high=self.by(trace.high_bw),
        )
