"""The seconds of one run of the story: what a watch would have recorded."""

from dataclasses import dataclass

import numpy as np

from midstance.app.sample.story import SEED, PlannedRun, Route
from midstance.core.base.arrays import FloatArray

HEIGHT_M = 1.68
HOME_DEG = (47.05, 8.31)
METRES_PER_DEGREE = 111_320.0
HEIGHTS_M = {Route.RIVER: 2.0, Route.ROLLING: 14.0, Route.HILL_PATH: 45.0, Route.TREADMILL: 0.0}
HILL_LENGTH_M = {Route.RIVER: 1500, Route.ROLLING: 1300, Route.HILL_PATH: 1500, Route.TREADMILL: 1}


@dataclass(frozen=True)
class RecordedSeconds:
    """One value a second, (n,) each; None where the watch had no such sensor."""

    distance_m: FloatArray
    speed_mps: FloatArray
    altitude_m: FloatArray | None
    latitude_deg: FloatArray | None
    longitude_deg: FloatArray | None
    heart_rate_bpm: FloatArray
    cadence_spm: FloatArray
    temperature_c: FloatArray
    contact_time_s: FloatArray | None
    balance_left_frac: FloatArray | None
    vertical_oscillation_m: FloatArray | None
    step_length_m: FloatArray | None


def record_seconds(run: PlannedRun) -> RecordedSeconds:
    """Make the seconds of a run; the same run always gives the same seconds."""
    chance = np.random.default_rng([SEED, run.index, 1])
    speed, slope = _pace_over_terrain(run, chance)
    distance = np.cumsum(speed)
    cadence = 164 + 8 * (speed - 2.8) + 30 * slope + _drifting(chance, speed.size, 1.6)
    outdoors = run.route is not Route.TREADMILL
    dynamics = run.has_dynamics
    contact = _contact_time_s(speed, cadence, slope, chance)
    latitude, longitude = _out_and_back(distance, run.index, chance)
    return RecordedSeconds(
        distance_m=distance,
        speed_mps=speed,
        altitude_m=_altitude_m(run, distance, chance) if outdoors else None,
        latitude_deg=latitude if outdoors else None,
        longitude_deg=longitude if outdoors else None,
        heart_rate_bpm=_heart_rate_bpm(speed, slope, run.temperature_c),
        cadence_spm=cadence,
        temperature_c=np.full(speed.size, run.temperature_c if outdoors else 21.0),
        contact_time_s=contact if dynamics else None,
        balance_left_frac=0.497 + _drifting(chance, speed.size, 0.006) if dynamics else None,
        vertical_oscillation_m=0.088 + 0.004 * (speed - 2.8) if dynamics else None,
        step_length_m=speed * 60 / cadence if dynamics else None,
    )


def _pace_over_terrain(
    run: PlannedRun, chance: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Speed and slope a second: slower uphill, a little faster downhill, standing nowhere."""
    seconds = int(run.distance_m / run.speed_mps)
    even_m = np.linspace(0, run.distance_m, seconds)
    for _ in range(2):  # the place depends on the pace, and the pace on the place
        slope = _slope_frac(run.route, even_m)
        pace = run.speed_mps * np.exp(-3.2 * np.maximum(slope, 0) - 0.9 * np.minimum(slope, 0))
        speed = pace * (1 + _drifting(chance, seconds, 0.025))
        even_m = np.cumsum(speed)
    return speed, slope


def _terrain_m(route: Route, distance_m: FloatArray) -> FloatArray:
    along = 2 * np.pi * distance_m / HILL_LENGTH_M[route]
    return 440 + HEIGHTS_M[route] * (1 - np.cos(along)) / 2 * (1 + 0.25 * np.sin(0.37 * along))


def _slope_frac(route: Route, distance_m: FloatArray) -> FloatArray:
    return (_terrain_m(route, distance_m + 5) - _terrain_m(route, distance_m - 5)) / 10


def _altitude_m(run: PlannedRun, distance_m: FloatArray, chance: np.random.Generator) -> FloatArray:
    return _terrain_m(run.route, distance_m) + _drifting(chance, distance_m.size, 0.3)


def _contact_time_s(
    speed: FloatArray, cadence: FloatArray, slope: FloatArray, chance: np.random.Generator
) -> FloatArray:
    """Contact time by the relation of knee_load's step model, with the sensor's own noise."""
    step_s = 60 / cadence
    by_height = (HEIGHT_M / 1.75) ** 1.089
    level: FloatArray = 0.242 * (speed / 3) ** -0.487 * (step_s / 0.36) ** 0.285 * by_height
    return level * (1 + 0.15 * slope) * (1 + _drifting(chance, speed.size, 0.008))


def _heart_rate_bpm(speed: FloatArray, slope: FloatArray, temperature_c: float) -> FloatArray:
    effort = speed * (1 + 5 * np.maximum(slope, 0) + 1.5 * np.minimum(slope, 0))
    target = 62 + 30 * effort + 0.5 * max(temperature_c - 14, 0)
    drift = 1 + 0.04 * np.arange(speed.size) / 3600
    rise = 1 - 0.35 * np.exp(-np.arange(speed.size) / 70)
    return np.clip(_smooth(target, 45) * drift * rise, 70, 192)


def _out_and_back(
    distance_m: FloatArray, index: int, chance: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    half = distance_m[-1] / 2
    out_m = half - np.abs(distance_m - half)
    heading = 0.6 + 0.9 * (index % 3) + 0.25 * np.sin(out_m / 700)
    step = np.diff(out_m, prepend=0.0)
    north = np.cumsum(step * np.cos(heading)) + _drifting(chance, out_m.size, 1.2)
    east = np.cumsum(step * np.sin(heading)) + _drifting(chance, out_m.size, 1.2)
    east_degrees = METRES_PER_DEGREE * np.cos(np.radians(HOME_DEG[0]))
    return HOME_DEG[0] + north / METRES_PER_DEGREE, HOME_DEG[1] + east / east_degrees


def _drifting(chance: np.random.Generator, seconds: int, spread: float) -> FloatArray:
    """Noise that wanders over half a minute instead of jumping every second."""
    knots = chance.normal(0, spread, seconds // 30 + 3)
    return np.interp(np.arange(seconds) / 30, np.arange(knots.size), knots)


def _smooth(values: FloatArray, width_s: int) -> FloatArray:
    padded = np.concatenate([np.full(width_s, values[0]), values])
    sums = np.cumsum(padded)
    return np.asarray((sums[width_s:] - sums[:-width_s]) / width_s)
