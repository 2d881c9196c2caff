"""Repairs of single channels: impossible values, empty positions, cadence to both feet."""

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.base.channels import CHANNELS
from midstance.core.signal.derivative import estimate_rate
from midstance.importers.activity import Note, Sport

BOTH_FEET_ABOVE = 120.0
RUNNING_MPS = 1.5
LOWEST_ALTITUDE_M = -499.9  # -500 m is how a FIT file writes raw 0
NOT_ON_FOOT = frozenset({Sport.CYCLING, Sport.SWIMMING})

Columns = dict[str, FloatArray]


def drop_impossible(columns: Columns) -> tuple[Note, ...]:
    """Empty what lies outside `CHANNELS`, in place; a channel left with nothing goes."""
    notes = []
    for name, values in list(columns.items()):
        wrong = _find_impossible(name, values)
        count = int(np.count_nonzero(wrong))
        if count:
            columns[name] = np.where(wrong, np.nan, values)
            notes.append(Note("values_not_possible", count, name))
        if not np.isfinite(columns[name]).any():
            del columns[name]
    return tuple(notes)


def _find_impossible(name: str, values: FloatArray) -> BoolArray:
    channel = CHANNELS[name]
    low = LOWEST_ALTITUDE_M if name == "altitude_m" else channel.low
    with np.errstate(invalid="ignore"):
        return np.asarray((values < low) | (values > channel.high))


def drop_empty_positions(columns: Columns) -> tuple[Note, ...]:
    """Empty positions of which one half is missing or both are exactly 0, in place."""
    latitude_deg, longitude_deg = columns.get("latitude_deg"), columns.get("longitude_deg")
    if latitude_deg is None or longitude_deg is None:
        columns.pop("latitude_deg", None)
        columns.pop("longitude_deg", None)
        return ()
    nowhere = (latitude_deg == 0) & (longitude_deg == 0)
    half = np.isnan(latitude_deg) != np.isnan(longitude_deg)
    empty = nowhere | half
    if empty.any():
        empty_positions(columns, empty)
    count = int(np.count_nonzero(nowhere))
    return (Note("positions_missing", count),) if count else ()


def empty_positions(columns: Columns, where: BoolArray) -> None:
    """Empty both halves of some positions, in place; without any left the channels go."""
    for name in ("latitude_deg", "longitude_deg"):
        columns[name] = np.where(where, np.nan, columns[name])
        if not np.isfinite(columns[name]).any():
            del columns[name]


def count_both_feet(columns: Columns, sport: Sport) -> tuple[Note, ...]:
    """Turn `cadence_rpm` as the file counts it into `cadence_spm` of both feet, in place.

    The median of what is not 0 tells: above 120 the file counts both feet already, else one.
    """
    counted = columns.pop("cadence_rpm", None)
    if counted is None or not np.isfinite(counted).any():
        return ()
    if sport in NOT_ON_FOOT:
        return (Note("cadence_not_of_feet", 1),)
    stepping = counted[counted > 0]
    if stepping.size == 0:
        return (Note("cadence_always_zero", 1),)
    if float(np.median(stepping)) > BOTH_FEET_ABOVE:
        columns["cadence_spm"] = counted
        return ()
    columns["cadence_spm"] = 2 * counted
    return (Note("cadence_doubled", 1),)


def empty_false_standing(time_s: FloatArray, columns: Columns) -> tuple[Note, ...]:
    """Empty cadences of 0 while the distance or the speed shows a runner on the move, in place."""
    cadence_spm = columns.get("cadence_spm")
    if cadence_spm is None or not (cadence_spm == 0).any():
        return ()
    speed_mps = _read_speed(time_s, columns)
    if speed_mps is None:
        return ()
    with np.errstate(invalid="ignore"):
        wrong = (cadence_spm == 0) & (speed_mps > RUNNING_MPS)
    count = int(np.count_nonzero(wrong))
    if count == 0:
        return ()
    columns["cadence_spm"] = np.where(wrong, np.nan, cadence_spm)
    return (Note("cadence_dropped_out", count),)


def _read_speed(time_s: FloatArray, columns: Columns) -> FloatArray | None:
    if "distance_m" in columns:
        return estimate_rate(time_s, columns["distance_m"])
    return columns.get("speed_mps")
