"""Where a figure lies among runners at that speed, where its own range lets one say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.records import Curve, Metric


class Where(StrEnum):
    """Where a figure lies against the usual band."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    CANNOT_SAY = "cannot_say"
    """Its range reaches over an edge of the band."""


@dataclass(frozen=True)
class SpeedNorm:
    """What is usual at one speed, in the unit of the figure.

    Parameters
    ----------
    people : runners measured.
    usual, low, high : their middle, and where nine in ten of them lie.
    """

    speed_mps: float
    people: int
    usual: float
    low: float
    high: float


@dataclass(frozen=True)
class Norm:
    """What is usual for one figure, slowest speed first."""

    metric: str
    by_speed: tuple[SpeedNorm, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class SpeedBand:
    """What is usual over the stride at one speed.

    Parameters
    ----------
    people : runners measured.
    low, high : (phases,) between which nine in ten of them lie [deg].
    """

    speed_mps: float
    people: int
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class CurveNorm:
    """What is usual of one angle over the stride, slowest speed first.

    Parameters
    ----------
    phase_frac : (phases,) from one landing to the next of that foot, 0 to 1.
    """

    curve: str
    phase_frac: tuple[float, ...]
    by_speed: tuple[SpeedBand, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class UsualBand:
    """What is usual of a curve at a speed; low and high at the curve's own phases."""

    low: FloatArray
    high: FloatArray
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a figure lies among runners at that speed.

    Parameters
    ----------
    usual, low, high : the usual band at that speed, between the speeds measured.
    people : the fewest runners that it rests on.
    """

    metric: Metric
    where: Where
    usual: float
    low: float
    high: float
    people: int
    sources: tuple[str, ...]


def compare(metric: Metric, speed_mps: float | None, norms: Mapping[str, Norm]) -> Place | None:
    """Place a figure among runners at that speed.

    Returns
    -------
    None where the figure is not told, where nothing is known of what is usual, or where the speed
    is unknown or slower or faster than those measured.

    Notes
    -----
    WITHIN only where all of the figure's range lies in the band, BELOW and ABOVE only where none
    does. Usual is not the same as good.
    """
    norm = norms.get(metric.name)
    if norm is None or speed_mps is None or metric.low is None or metric.high is None:
        return None
    speeds = [each.speed_mps for each in norm.by_speed]
    if not speeds[0] <= speed_mps <= speeds[-1]:
        return None
    usual, low, high = (
        float(np.interp(speed_mps, speeds, [getattr(each, name) for each in norm.by_speed]))
        for name in ("usual", "low", "high")
    )
    where = find_where(metric.low, metric.high, low, high)
    people = min(each.people for each in norm.by_speed)
    return Place(metric, where, usual, low, high, people, norm.sources)


def find_band(
    curve: Curve, speed_mps: float | None, norms: Mapping[str, CurveNorm]
) -> UsualBand | None:
    """What is usual of a curve at that speed, between the speeds measured.

    Returns
    -------
    None where nothing is known of what is usual, or where the speed is unknown or slower or faster
    than those measured.
    """
    norm = norms.get(curve.name)
    if norm is None or speed_mps is None:
        return None
    speeds = [each.speed_mps for each in norm.by_speed]
    if not speeds[0] <= speed_mps <= speeds[-1]:
        return None
    low, high = (
        np.interp(curve.phase_frac, norm.phase_frac, _at_speed(rows, speeds, speed_mps))
        for rows in ([each.low for each in norm.by_speed], [each.high for each in norm.by_speed])
    )
    return UsualBand(low, high, norm.sources)


def _at_speed(
    rows: Sequence[tuple[float, ...]], speeds: Sequence[float], speed_mps: float
) -> FloatArray:
    """(phases,) between the rows of the speeds."""
    columns = zip(*rows, strict=True)
    return np.array([np.interp(speed_mps, speeds, column) for column in columns])


def find_where(low: float, high: float, band_low: float, band_high: float) -> Where:
    """Where a range lies against a band."""
    if high < band_low:
        return Where.BELOW
    if low > band_high:
        return Where.ABOVE
    return Where.WITHIN if band_low <= low and high <= band_high else Where.CANNOT_SAY
