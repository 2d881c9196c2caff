"""The records of an activity: FIT fields to the channels that every reader gives."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.importers.activity import Note
from midstance.importers.fit.columns import Messages
from midstance.importers.fit.heart import Beats, fill_heart_rate
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME, FIT_EPOCH_S

LAST_TIME_S = 4_102_444_800.0  # 2100-01-01


class _Channel(NamedTuple):
    name: str
    field: str
    per_unit: float = 1.0


CHANNELS = (
    _Channel("latitude_deg", "position_lat"),
    _Channel("longitude_deg", "position_long"),
    _Channel("altitude_m", "enhanced_altitude"),
    _Channel("distance_m", "distance"),
    _Channel("speed_mps", "enhanced_speed"),
    _Channel("heart_rate_bpm", "heart_rate"),
    _Channel("power_w", "power"),
    _Channel("temperature_c", "temperature"),
    _Channel("gps_accuracy_m", "gps_accuracy"),
    _Channel("grade_frac", "grade", 100),
    _Channel("vertical_oscillation_m", "vertical_oscillation", 1000),
    _Channel("contact_time_s", "stance_time", 1000),
    _Channel("contact_balance_left_frac", "stance_time_balance", 100),
    _Channel("vertical_ratio_frac", "vertical_ratio", 100),
    _Channel("step_length_m", "step_length", 1000),
)


@dataclass(frozen=True, eq=False)
class Records:
    """Records in the order of the file: (n,) times [s since 1970] and (n,) channels."""

    time_s: FloatArray
    columns: dict[str, FloatArray]
    notes: tuple[Note, ...] = ()

    def chosen(self, rows: IntArray) -> "Records":
        columns = {name: values[rows] for name, values in self.columns.items()}
        return Records(self.time_s[rows], drop_empty(columns), self.notes)


def read_records(messages: Messages | None, shift_s: float, beats: Beats) -> Records:
    """Read the records that have a believable time; `shift_s` places a clock that counts uptime."""
    if messages is None:
        return Records(np.empty(0), {})
    stamps = messages.numbers("timestamp")
    time_s = np.full(len(messages), np.nan) if stamps is None else place(stamps, shift_s)
    columns = {
        channel.name: values / channel.per_unit if channel.per_unit != 1 else values
        for channel in CHANNELS
        if (values := messages.numbers(channel.field)) is not None
    }
    cadence_rpm = _read_cadence(messages)
    if cadence_rpm is not None:
        columns["cadence_rpm"] = cadence_rpm
    good = np.isfinite(time_s)
    notes = _note_untimed(good.size - int(np.count_nonzero(good)))
    if notes:
        time_s = time_s[good]
        columns = {name: values[good] for name, values in columns.items()}
    columns = drop_empty(columns)
    beat_notes = fill_heart_rate(time_s, columns, beats, shift_s)
    return Records(time_s, columns, notes + beat_notes)


def place(stamps: FloatArray, shift_s: float) -> FloatArray:
    """Seconds since 1970 from a column of timestamps; NaN where the date cannot be true."""
    uptime = stamps < FIRST_ABSOLUTE_TIME
    time_s = np.where(uptime, stamps + shift_s, stamps) if uptime.any() else stamps
    if (time_s <= LAST_TIME_S).all():
        return time_s
    return np.where(time_s <= LAST_TIME_S, time_s, np.nan)


def find_shift(stamps: FloatArray | None, created_s: float | None) -> float:
    """Where the clock of a device that does not know the time began, in seconds since 1970.

    A file of uptimes alone starts when it was created, or else in 1989, which tells that the clock
    was not set; uptimes among full times cannot be placed and become NaN.
    """
    if stamps is None or not (stamps < FIRST_ABSOLUTE_TIME).any():
        return 0.0
    if (stamps >= FIRST_ABSOLUTE_TIME).any():
        return float("nan")
    if created_s is None:
        return FIT_EPOCH_S
    return created_s - float(np.nanmin(stamps))


def drop_empty(columns: dict[str, FloatArray]) -> dict[str, FloatArray]:
    return {name: values for name, values in columns.items() if not np.isnan(values).all()}


def _note_untimed(count: int) -> tuple[Note, ...]:
    return (Note("points_without_time", count),) if count else ()


def _read_cadence(messages: Messages) -> FloatArray | None:
    cadence_rpm = messages.numbers("cadence")
    if cadence_rpm is None:
        return messages.numbers("cadence256")
    fraction_rpm = messages.numbers("fractional_cadence")
    if fraction_rpm is None:
        return cadence_rpm
    return cadence_rpm + np.nan_to_num(fraction_rpm)
