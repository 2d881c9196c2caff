"""The 1 Hz view of a run: what every model reads, derived from the streams and never stored."""

from dataclasses import dataclass
from typing import Literal

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.base.streams import Streams

AltitudeSource = Literal["barometer", "gps", "none"]


@dataclass(frozen=True)
class RunView:
    """One row a second; row i covers the seconds [i, i + 1) since the run's start.

    Parameters
    ----------
    recorded : (n,) False where the timer stood still or nothing was recorded.
    moving : (n,) True where the runner was on the move; never True outside `recorded`.
    distance_m : (n,) distance covered by the end of the row [m].
    speed_mps : (n,) mean speed over the row [m/s]; NaN unknown.
    cadence_spm : (n,) steps of both feet [1/min]; 0 standing, NaN unknown.
    altitude_m : (n,) smoothed over distance [m]; NaN unknown.
    grade_frac : (n,) slope along the way [1], uphill positive; NaN unknown (treadmill).
    grade_sd_frac : (n,) standard deviation of that slope [1]; NaN where the slope is.
    contact_time_s : (n,) ground contact of one step [s]; NaN unknown.
    balance_left_frac : (n,) left foot's share of ground contact [1]; NaN unknown.
    heart_rate_bpm : (n,) [1/min]; NaN unknown.
    """

    recorded: BoolArray
    moving: BoolArray
    distance_m: FloatArray
    speed_mps: FloatArray
    cadence_spm: FloatArray
    altitude_m: FloatArray
    grade_frac: FloatArray
    grade_sd_frac: FloatArray
    contact_time_s: FloatArray
    balance_left_frac: FloatArray
    heart_rate_bpm: FloatArray


@dataclass(frozen=True)
class ViewTotals:
    """The sums of a view; None where the run does not tell."""

    distance_m: float | None
    moving_s: float
    elapsed_s: float
    ascent_m: float | None
    ascent_low_m: float | None
    ascent_high_m: float | None
    descent_m: float | None
    descent_low_m: float | None
    descent_high_m: float | None
    cadence_spm: float | None
    steps: float | None


def build_view(streams: Streams, altitude_source: AltitudeSource, treadmill: bool) -> RunView:  # noqa: FBT001 - the shape agreed with every caller
    """Derive the 1 Hz view of a run from its streams."""
    raise NotImplementedError


def summarise_view(view: RunView) -> ViewTotals:
    """Sum a view up."""
    raise NotImplementedError
