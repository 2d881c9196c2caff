"""Apple Health's samples laid onto the seconds of a workout.

A sample is a value over an interval. Those of one source are taken, because a watch and a phone
both count the same run. RunningStrideLength is the length of a single step (Apple's HealthKit
documentation), so it becomes `step_length_m`; steps are halved into strides, so that a rate is
never mistaken for one that counts both feet already.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.importers.activity import Activity

PREFIX = "HKQuantityTypeIdentifier"
QUANTITIES = {
    PREFIX + "RunningSpeed": "speed_mps",
    PREFIX + "RunningStrideLength": "step_length_m",
    PREFIX + "RunningGroundContactTime": "contact_time_s",
    PREFIX + "RunningVerticalOscillation": "vertical_oscillation_m",
    PREFIX + "RunningPower": "power_w",
    PREFIX + "HeartRate": "heart_rate_bpm",
    PREFIX + "DistanceWalkingRunning": "distance_m",
    PREFIX + "StepCount": "cadence_rpm",
}
UNITS = {
    "m/s": 1.0,
    "km/hr": 1 / 3.6,
    "km/h": 1 / 3.6,
    "mi/hr": 0.44704,
    "ft/s": 0.3048,
    "m": 1.0,
    "cm": 0.01,
    "mm": 0.001,
    "km": 1000.0,
    "mi": 1609.344,
    "ft": 0.3048,
    "yd": 0.9144,
    "in": 0.0254,
    "s": 1.0,
    "ms": 0.001,
    "min": 60.0,
    "hr": 3600.0,
    "W": 1.0,
    "count": 1.0,
    "count/min": 1.0,
    "count/s": 60.0,
}
LONGEST_FILL_S = 300.0
LONGEST_STILL_S = 10.0
FEET = 2
ROUTE_COLUMNS = ("latitude_deg", "longitude_deg", "altitude_m", "gps_accuracy_m")


@dataclass
class Samples:
    """What one source measured of one quantity: intervals [s since 1970-01-01 UTC] and values."""

    starts_s: "array[float]" = field(default_factory=lambda: array("d"))
    ends_s: "array[float]" = field(default_factory=lambda: array("d"))
    values: "array[float]" = field(default_factory=lambda: array("d"))

    def add(self, start_s: float, end_s: float, value: float) -> None:
        self.starts_s.append(start_s)
        self.ends_s.append(end_s)
        self.values.append(value)

    def in_order(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        starts_s, ends_s, values = (
            np.array(column, dtype=np.float64)
            for column in (self.starts_s, self.ends_s, self.values)
        )
        order = np.lexsort((ends_s, starts_s))
        return starts_s[order], ends_s[order], values[order]


def choose_source(by_source: Mapping[str, Samples], preferred: str) -> Samples:
    """The samples of the workout's own source, else of the one that has most."""
    if preferred in by_source:
        return by_source[preferred]
    return max(by_source.values(), key=lambda samples: len(samples.values))


def lay_out(
    start_s: float, end_s: float, chosen: Mapping[str, Samples], routes: Sequence[Activity]
) -> tuple[FloatArray, dict[str, FloatArray]]:
    """(n,) whole seconds since 1970-01-01 UTC at which anything is known, and (n,) columns."""
    first_s = np.floor(start_s)
    seconds = np.arange(first_s, np.ceil(end_s) + 1)
    columns = {name: _lay_quantity(name, samples, seconds) for name, samples in chosen.items()}
    for route in routes:
        _lay_route(route, seconds, columns)
    present = {name: values for name, values in columns.items() if np.isfinite(values).any()}
    known = np.zeros(len(seconds), dtype=bool)
    for values in present.values():
        known |= np.isfinite(values)
    return seconds[known], {name: values[known] for name, values in present.items()}


def _lay_quantity(name: str, samples: Samples, seconds: FloatArray) -> FloatArray:
    starts_s, ends_s, values = samples.in_order()
    if name == "distance_m":
        return _add_up(starts_s, ends_s, values, seconds)
    if name == "heart_rate_bpm":
        return _fill(starts_s, starts_s, values, seconds)
    if name == "cadence_rpm":
        lasting = ends_s > starts_s
        starts_s, ends_s, values = starts_s[lasting], ends_s[lasting], values[lasting]
        values = values / (ends_s - starts_s) * 60 / FEET
    return _fill(starts_s, ends_s, values, seconds)


def _fill(
    starts_s: FloatArray, ends_s: FloatArray, values: FloatArray, seconds: FloatArray
) -> FloatArray:
    """Give every second of an interval its value, and a moment's value to its second."""
    filled = np.full(len(seconds), np.nan)
    first = np.round(starts_s - seconds[0]).astype(np.int64)
    lasting_s = np.clip(np.round(ends_s - starts_s), 1, LONGEST_FILL_S).astype(np.int64)
    inside = (first >= 0) & (first < len(seconds))
    for at, count, value in zip(first[inside], lasting_s[inside], values[inside], strict=True):
        filled[at : at + count] = value
    return filled


def _add_up(
    starts_s: FloatArray, ends_s: FloatArray, values: FloatArray, seconds: FloatArray
) -> FloatArray:
    """The distance covered by each second; unknown before, after and in long holes."""
    begins_s = np.maximum(
        starts_s, np.concatenate([starts_s[:1], np.maximum.accumulate(ends_s)[:-1]])
    )
    finishes_s = np.maximum(ends_s, begins_s)
    reached = np.cumsum(values)
    knots_s = np.column_stack([begins_s, finishes_s]).ravel()
    distance = np.column_stack([reached - values, reached]).ravel()
    covered = np.interp(seconds, knots_s, distance, left=np.nan, right=np.nan)
    for hole in np.flatnonzero(begins_s[1:] - finishes_s[:-1] > LONGEST_STILL_S):
        covered[(seconds > finishes_s[hole]) & (seconds < begins_s[hole + 1])] = np.nan
    return covered


def _lay_route(route: Activity, seconds: FloatArray, columns: dict[str, FloatArray]) -> None:
    at = np.round(route.time_s - seconds[0]).astype(np.int64)
    inside = (at >= 0) & (at < len(seconds))
    for name in ROUTE_COLUMNS:
        if name in route.columns:
            column = columns.setdefault(name, np.full(len(seconds), np.nan))
            column[at[inside]] = route.columns[name][inside]
    if "speed_mps" in route.columns:
        speed_mps = columns.setdefault("speed_mps", np.full(len(seconds), np.nan))
        own = np.full(len(seconds), np.nan)
        own[at[inside]] = route.columns["speed_mps"][inside]
        columns["speed_mps"] = np.where(np.isnan(speed_mps), own, speed_mps)
