"""A small FIT writer: just the messages that a running watch writes.

Field numbers, types, scales and the checksum follow the public FIT protocol description.
"""

import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from midstance.app.sample.seconds import RecordedSeconds
from midstance.app.sample.story import UTC_OFFSET

FIT_EPOCH_S = int(datetime(1989, 12, 31, tzinfo=UTC).timestamp())
BASE_TYPES = {
    "u1": 0x02,
    "<u2": 0x84,
    "<i4": 0x85,
    "<u4": 0x86,
    "i1": 0x01,
    "u4z": 0x8C,
    "enum": 0x00,
}
NUMPY_TYPES = {"u4z": "<u4", "enum": "u1"}
SEMICIRCLES_PER_DEGREE = 2**31 / 180

Field = tuple[int, str]  # field number, base type
FILE_ID, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, ACTIVITY = 0, 18, 19, 20, 21, 23, 34
RUNNING, CYCLING = 1, 2
GENERIC, TREADMILL = 0, 1


def write_fit(
    start_at: datetime, seconds: RecordedSeconds, *, sport: int = RUNNING, sub_sport: int = GENERIC
) -> bytes:
    """The bytes of one recorded activity."""
    start = int(start_at.timestamp()) - FIT_EPOCH_S
    last = start + seconds.distance_m.size - 1
    body = b"".join(
        (
            _file_id(start),
            _event(start, stops=False),
            _records(start, seconds),
            _event(last, stops=True),
            _message(LAP, 1, _summary(start, last, seconds)),
            _message(
                SESSION,
                2,
                _summary(start, last, seconds) | {(5, "enum"): sport, (6, "enum"): sub_sport},
            ),
            _activity(last),
        )
    )
    header = struct.pack("<BBHI4s", 14, 0x20, 2195, len(body), b".FIT")
    header += struct.pack("<H", checksum(header))
    return header + body + struct.pack("<H", checksum(header + body))


def checksum(content: bytes) -> int:
    """The CRC-16 of FIT: polynomial 0xA001, reflected, from zero."""
    table = _checksum_table()
    crc = 0
    for byte in content:
        crc = (crc >> 8) ^ table[(crc ^ byte) & 0xFF]
    return crc


@cache
def _checksum_table() -> tuple[int, ...]:
    def entry(value: int) -> int:
        for _ in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
        return value

    return tuple(entry(value) for value in range(256))


def _message(number: int, local: int, rows: Mapping[Field, object]) -> bytes:
    """One definition and its rows: a number for a single row, arrays for many."""
    fields = list(rows)
    definition = struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(fields))
    kinds = [("header", "u1")]
    for index, (field, kind) in enumerate(fields):
        numpy_kind = np.dtype(NUMPY_TYPES.get(kind, kind))
        definition += struct.pack("<BBB", field, numpy_kind.itemsize, BASE_TYPES[kind])
        kinds.append((f"f{index}", numpy_kind.str))
    columns = [np.atleast_1d(np.asarray(values)) for values in rows.values()]
    table = np.zeros(max(column.size for column in columns), dtype=kinds)
    table["header"] = local
    for index, column in enumerate(columns):
        table[f"f{index}"] = column
    return definition + table.tobytes()


def _file_id(start: int) -> bytes:
    return _message(
        FILE_ID,
        0,
        {(0, "enum"): 4, (1, "<u2"): 255, (2, "<u2"): 1, (3, "u4z"): 8600, (4, "<u4"): start},
    )


def _event(at: int, *, stops: bool) -> bytes:
    return _message(EVENT, 3, {(253, "<u4"): at, (0, "enum"): 0, (1, "enum"): 4 if stops else 0})


def _activity(last: int) -> bytes:
    local = last + int(UTC_OFFSET.total_seconds())
    rows: dict[Field, object] = {(253, "<u4"): last, (5, "<u4"): local, (1, "<u2"): 1}
    return _message(ACTIVITY, 4, rows)


def _summary(start: int, last: int, seconds: RecordedSeconds) -> dict[Field, object]:
    elapsed_ms = 1000 * (last - start)
    return {
        (253, "<u4"): last,
        (2, "<u4"): start,
        (7, "<u4"): elapsed_ms,
        (8, "<u4"): elapsed_ms,
        (9, "<u4"): int(100 * seconds.distance_m[-1]),
    }


def _records(start: int, seconds: RecordedSeconds) -> bytes:
    n = seconds.distance_m.size
    rows: dict[Field, object] = {
        (253, "<u4"): start + np.arange(n),
        (5, "<u4"): _scaled(seconds.distance_m, 100),
        (73, "<u4"): _scaled(seconds.speed_mps, 1000),
        (3, "u1"): _scaled(seconds.heart_rate_bpm, 1),
        (13, "i1"): _scaled(seconds.temperature_c, 1),
    }
    strides = _scaled(seconds.cadence_spm, 64)  # per minute and leg, in 1/128
    rows |= {(4, "u1"): strides // 128, (53, "u1"): strides % 128}
    return _message(RECORD, 5, rows | _optional_columns(seconds))


def _optional_columns(seconds: RecordedSeconds) -> dict[Field, object]:
    candidates = (
        ((0, "<i4"), seconds.latitude_deg, SEMICIRCLES_PER_DEGREE, 0.0),
        ((1, "<i4"), seconds.longitude_deg, SEMICIRCLES_PER_DEGREE, 0.0),
        ((78, "<u4"), seconds.altitude_m, 5, 500.0),
        ((41, "<u2"), seconds.contact_time_s, 10_000, 0.0),
        ((84, "<u2"), seconds.balance_left_frac, 10_000, 0.0),
        ((39, "<u2"), seconds.vertical_oscillation_m, 10_000, 0.0),
        ((85, "<u2"), seconds.step_length_m, 10_000, 0.0),
    )
    return {
        field: _scaled(values + offset, scale)
        for field, values, scale, offset in candidates
        if values is not None
    }


def _scaled(values: NDArray[np.float64], scale: float) -> NDArray[np.int64]:
    return np.rint(values * scale).astype(np.int64)
