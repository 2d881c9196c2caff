"""Altitude and slope along the way, with how far the slope can be trusted."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.signal.filter import filter_median, fit_local_lines

AltitudeSource = Literal["barometer", "gps", "none"]

STEEPEST_FRAC = 0.4
COARSE_QUANTUM_M = 0.9
MEDIAN_WIDTH_S = 5


@dataclass(frozen=True)
class AltitudeQuality:
    """How one kind of altitude is smoothed, and how noisy it is.

    Parameters
    ----------
    window_m : length of way over which a line is fitted [m].
    noise_m : standard deviation of the altitude's error within one window [m].
    correlation_m : length of way over which that error stays alike [m].
    step_m : a change over a break that is larger than this is a new zero, not a climb [m].
    """

    window_m: float
    noise_m: float
    correlation_m: float
    step_m: float


QUALITIES: dict[AltitudeSource, AltitudeQuality] = {
    "barometer": AltitudeQuality(window_m=80, noise_m=0.4, correlation_m=20, step_m=3),
    "gps": AltitudeQuality(window_m=180, noise_m=1.5, correlation_m=60, step_m=10),
}


@dataclass(frozen=True)
class Slope:
    """Along the rows of a view, all (n,): altitude [m], slope [1] and its standard deviation."""

    altitude_m: FloatArray
    grade_frac: FloatArray
    grade_sd_frac: FloatArray


def find_quantum(values: FloatArray) -> float:
    """Find the smallest step between values that occurs, NaN when they are all alike.

    Parameters
    ----------
    values : (n,) NaN is missing.

    Returns
    -------
    The 5th percentile of the steps that are not 0, in the unit of the values: a few odd steps
    (a pause, a re-calibration) do not make a coarse series fine.
    """
    steps = np.abs(np.diff(values))
    steps = steps[steps > 1e-6]
    if steps.size == 0:
        return float("nan")
    return float(np.partition(steps, steps.size // 20)[steps.size // 20])


def choose_altitude_source(
    altitude_m: FloatArray | None, *, has_barometer: bool | None
) -> AltitudeSource:
    """Choose the class of an altitude: a 1 m quantum counts as GPS whatever the device says.

    Parameters
    ----------
    altitude_m : (n,) as recorded [m], or None.
    has_barometer : what is known of the device; None is unknown.
    """
    if altitude_m is None or not np.isfinite(altitude_m).any():
        return "none"
    if has_barometer is False or find_quantum(altitude_m) >= COARSE_QUANTUM_M:
        return "gps"
    return "barometer"


def estimate_slope(
    altitude_m: FloatArray,
    distance_m: FloatArray,
    way_m: FloatArray,
    recorded: BoolArray,
    source: AltitudeSource,
) -> Slope:
    r"""Smooth the altitude over distance and read the slope from the same lines.

    A running median of 5 s takes out single wild values; a straight line over the window of the
    source, weighted by the way that each second covers, gives altitude and slope. With noise
    :math:`\sigma` that stays alike over a length :math:`c`,
    :math:`\mathrm{sd}(slope) = \sqrt{\sigma^2 c / \sum w (x-\bar x)^2}`; for a full window of
    length L this is :math:`\sigma\sqrt{12\,c/L^3}`, and windows cut short at an end widen it.

    Parameters
    ----------
    altitude_m : (n,) one a second [m]; NaN is missing.
    distance_m : (n,) at the middle of each row, never falling [m].
    way_m : (n,) covered within each row outside breaks [m].
    recorded : (n,) False inside breaks.
    source : class of the altitude.

    Returns
    -------
    Slope; the slope is clipped at ±40 % and NaN where less than a quarter of a window is known.

    Notes
    -----
    Source: A. Savitzky and M. Golay, 1964. Windows and noise: docs/science/cleaning.md.
    """
    unknown = np.full(altitude_m.shape, np.nan)
    if source == "none" or altitude_m.size == 0:
        return Slope(unknown, unknown, unknown)
    quality = QUALITIES[source]
    calm_m = filter_median(altitude_m, MEDIAN_WIDTH_S)
    segment = _find_segments(calm_m, distance_m, recorded, quality)
    lines = fit_local_lines(distance_m, calm_m, way_m, segment, quality.window_m)
    with np.errstate(invalid="ignore"):
        sd = quality.noise_m * np.sqrt(quality.correlation_m / lines.spread)
    grade = np.clip(lines.slope, -STEEPEST_FRAC, STEEPEST_FRAC)
    grade[~recorded] = sd[~recorded] = np.nan
    return Slope(np.where(recorded, lines.level, np.nan), grade, sd)


def _find_segments(
    altitude_m: FloatArray, distance_m: FloatArray, recorded: BoolArray, quality: AltitudeQuality
) -> IntArray:
    """Number the stretches that may share a line: a long break or a new zero in it parts them."""
    known = np.flatnonzero(recorded & np.isfinite(altitude_m))
    after = np.flatnonzero(np.diff(known) > 1)
    left, right = known[after], known[after + 1]
    far = distance_m[right] - distance_m[left] > quality.window_m / 2
    far |= np.abs(altitude_m[right] - altitude_m[left]) > quality.step_m
    opens = np.zeros(altitude_m.size, dtype=np.int64)
    opens[right[far]] = 1
    return np.cumsum(opens)


def estimate_climb(altitude_m: FloatArray, hysteresis_m: float) -> tuple[float, float]:
    """Add up climbs and descents that exceed a hysteresis.

    Parameters
    ----------
    altitude_m : (n,) smoothed [m]; NaN is left out.
    hysteresis_m : a turn counts when the altitude comes back by this much [m].

    Returns
    -------
    Ascent and descent, both not negative [m].
    """
    known_m = altitude_m[np.isfinite(altitude_m)]
    if known_m.size < 2:
        return 0.0, 0.0
    known_m = known_m[np.concatenate(([0], np.flatnonzero(np.diff(known_m)) + 1))]
    trend = np.diff(known_m)
    bends = np.flatnonzero(trend[1:] * trend[:-1] < 0) + 1
    levels_m = [float(known_m[0]), *known_m[bends].tolist(), float(known_m[-1])]
    changes_m = np.diff(_find_turns(levels_m, hysteresis_m))
    return float(np.maximum(changes_m, 0).sum()), float(np.maximum(-changes_m, 0).sum())


def _find_turns(levels_m: list[float], hysteresis_m: float) -> list[float]:
    """Keep the highs and lows that are followed by a way back of at least the hysteresis."""
    low_m = high_m = levels_m[0]
    turns_m: list[float] = []
    up: bool | None = None
    for level_m in levels_m:
        low_m, high_m = min(low_m, level_m), max(high_m, level_m)
        if up is not True and level_m - low_m >= hysteresis_m:
            turns_m.append(low_m)
            up, high_m = True, level_m
        elif up is not False and high_m - level_m >= hysteresis_m:
            turns_m.append(high_m)
            up, low_m = False, level_m
    if up is not None:
        turns_m.append(high_m if up else low_m)
    return turns_m
