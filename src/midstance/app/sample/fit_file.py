"""The sample's watch files: just the messages that a running watch writes.

Field numbers, types and scales follow the public FIT protocol description.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from midstance.app.sample.seconds import RecordedSeconds
from midstance.app.sample.story import UTC_OFFSET
from midstance.importers.fit.encode import (
    ENUM,
    SECOND_PROTOCOL,
    SINT8,
    SINT32,
    UINT8,
    UINT16,
    UINT32,
    UINT32Z,
    Field,
    encode_file,
    encode_messages,
    to_fit_time,
)

SEMICIRCLES_PER_DEGREE = 2**31 / 180

FILE_ID, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, ACTIVITY = 0, 18, 19, 20, 21, 23, 34
RUNNING, CYCLING = 1, 2
GENERIC, TREADMILL = 0, 1


def write_fit(
    start_at: datetime, seconds: RecordedSeconds, *, sport: int = RUNNING, sub_sport: int = GENERIC
) -> bytes:
    """The bytes of one recorded activity."""
    start = to_fit_time(start_at)
    last = start + seconds.distance_m.size - 1
    summary = _summary(start, last, seconds)
    messages = (
        _file_id(start),
        _event(start, stops=False),
        _records(start, seconds),
        _event(last, stops=True),
        encode_messages(LAP, 1, summary),
        encode_messages(SESSION, 2, summary | {(5, ENUM): sport, (6, ENUM): sub_sport}),
        _activity(last),
    )
    return encode_file(messages, protocol=SECOND_PROTOCOL)


def _file_id(start: int) -> bytes:
    return encode_messages(
        FILE_ID,
        0,
        {(0, ENUM): 4, (1, UINT16): 255, (2, UINT16): 1, (3, UINT32Z): 8600, (4, UINT32): start},
    )


def _event(at: int, *, stops: bool) -> bytes:
    return encode_messages(
        EVENT, 3, {(253, UINT32): at, (0, ENUM): 0, (1, ENUM): 4 if stops else 0}
    )


def _activity(last: int) -> bytes:
    local = last + int(UTC_OFFSET.total_seconds())
    rows: dict[Field, object] = {(253, UINT32): last, (5, UINT32): local, (1, UINT16): 1}
    return encode_messages(ACTIVITY, 4, rows)


def _summary(start: int, last: int, seconds: RecordedSeconds) -> dict[Field, object]:
    elapsed_ms = 1000 * (last - start)
    return {
        (253, UINT32): last,
        (2, UINT32): start,
        (7, UINT32): elapsed_ms,
        (8, UINT32): elapsed_ms,
        (9, UINT32): int(100 * seconds.distance_m[-1]),
    }


def _records(start: int, seconds: RecordedSeconds) -> bytes:
    n = seconds.distance_m.size
    rows: dict[Field, object] = {
        (253, UINT32): start + np.arange(n),
        (5, UINT32): _scaled(seconds.distance_m, 100),
        (73, UINT32): _scaled(seconds.speed_mps, 1000),
        (3, UINT8): _scaled(seconds.heart_rate_bpm, 1),
        (13, SINT8): _scaled(seconds.temperature_c, 1),
    }
    strides = _scaled(seconds.cadence_spm, 64)  # per minute and leg, in 1/128
    rows |= {(4, UINT8): strides // 128, (53, UINT8): strides % 128}
    return encode_messages(RECORD, 5, rows | _optional_columns(seconds))


def _optional_columns(seconds: RecordedSeconds) -> dict[Field, object]:
    candidates = (
        ((0, SINT32), seconds.latitude_deg, SEMICIRCLES_PER_DEGREE, 0.0),
        ((1, SINT32), seconds.longitude_deg, SEMICIRCLES_PER_DEGREE, 0.0),
        ((78, UINT32), seconds.altitude_m, 5, 500.0),
        ((41, UINT16), seconds.contact_time_s, 10_000, 0.0),
        ((84, UINT16), seconds.balance_left_frac, 10_000, 0.0),
        ((39, UINT16), seconds.vertical_oscillation_m, 10_000, 0.0),
        ((85, UINT16), seconds.step_length_m, 10_000, 0.0),
    )
    return {
        field: _scaled(values + offset, scale)
        for field, values, scale, offset in candidates
        if values is not None
    }


def _scaled(values: NDArray[np.float64], scale: float) -> NDArray[np.int64]:
    return np.rint(values * scale).astype(np.int64)
