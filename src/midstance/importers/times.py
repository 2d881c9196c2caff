"""Times as text to seconds since 1970-01-01 UTC, a column at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

LONGEST = 40
EARLIEST_S = 0.0
LATEST_S = 4_133_980_800.0  # 2101-01-01
MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
DIGITS = [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18]
SHORTEST = 19
ByteMatrix = NDArray[np.uint8]


@dataclass(frozen=True)
class Times:
    """(n,) seconds since 1970-01-01 UTC, NaN where unreadable, and the zone that each text states.

    `zone_s` is local time minus UTC; NaN where the text states none and UTC was assumed.
    """

    time_s: FloatArray
    zone_s: FloatArray


def read_times(texts: Sequence[bytes]) -> Times:
    """Read ISO 8601 times: with Z, with an offset or naive (taken as UTC), with any fraction."""
    count = len(texts)
    time_s, zone_s = np.full(count, np.nan), np.full(count, np.nan)
    if not count:
        return Times(time_s, zone_s)
    plain = [text if len(text) <= LONGEST else b"" for text in texts]
    raw = np.array(plain, dtype=f"S{LONGEST}")
    letters = raw.view(np.uint8).reshape(count, LONGEST)
    lengths = np.fromiter(map(len, plain), np.int64, count)
    for length in np.unique(lengths[lengths >= SHORTEST]):
        rows = np.flatnonzero(lengths == length)
        time_s[rows], zone_s[rows] = _read_same_length(letters[rows, :length])
    for row in np.flatnonzero(np.isnan(time_s)):
        time_s[row], zone_s[row] = _read_one(texts[int(row)])
    time_s[(time_s < EARLIEST_S) | (time_s > LATEST_S)] = np.nan
    return Times(time_s, zone_s)


def read_time(text: str) -> float | None:
    """One time [s since 1970-01-01 UTC], or None where it cannot be read."""
    time_s = float(read_times([text.encode()]).time_s[0])
    return None if np.isnan(time_s) else time_s


def _read_one(text: bytes) -> tuple[float, float]:
    try:
        moment = datetime.fromisoformat(text[: 2 * LONGEST].decode().strip())
        zone = moment.utcoffset()
        known = moment if zone is not None else moment.replace(tzinfo=UTC)
        return known.timestamp(), np.nan if zone is None else zone.total_seconds()
    except (ValueError, OverflowError):
        return np.nan, np.nan


def _read_same_length(letters: ByteMatrix) -> tuple[FloatArray, FloatArray]:
    count, length = letters.shape
    time_s, zone_s = np.full(count, np.nan), np.full(count, np.nan)
    utc = (letters[:, -1] == ord("Z")) | (letters[:, -1] == ord("z"))
    offset = np.zeros(count, dtype=bool)
    if length >= SHORTEST + 6:
        offset = np.isin(letters[:, -6], (ord("+"), ord("-"))) & (letters[:, -3] == ord(":"))
    for rows, tail in ((utc, 1), (offset & ~utc, 6), (~utc & ~offset, 0)):
        if length - tail >= SHORTEST and rows.any():
            chosen = letters[rows]
            zone = _read_zone(chosen, tail)
            time_s[rows] = _read_clock(chosen[:, : length - tail]) - np.nan_to_num(zone)
            zone_s[rows] = zone
    return time_s, zone_s


def _read_zone(letters: ByteMatrix, tail: int) -> FloatArray:
    if tail < 6:  # noqa: PLR2004 - "+01:00" has six letters
        return np.full(len(letters), 0.0 if tail else np.nan)
    digits = letters[:, [-5, -4, -2, -1]].astype(np.int64) - ord("0")
    seconds = (digits[:, 0] * 10 + digits[:, 1]) * 3600 + (digits[:, 2] * 10 + digits[:, 3]) * 60
    sign = np.where(letters[:, -6] == ord("-"), -1, 1)
    good = ((digits >= 0) & (digits <= 9)).all(axis=1)  # noqa: PLR2004 - digits
    return np.where(good, sign * seconds, np.nan).astype(np.float64)


def _read_clock(letters: ByteMatrix) -> FloatArray:
    digits = letters[:, DIGITS].astype(np.int64) - ord("0")
    good = ((digits >= 0) & (digits <= 9)).all(axis=1)  # noqa: PLR2004 - digits
    for at, marks in ((4, "-"), (7, "-"), (10, "Tt "), (13, ":"), (16, ":")):
        good &= np.isin(letters[:, at], [ord(mark) for mark in marks])
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month, day, hour, minute, second = (
        digits[:, at] * 10 + digits[:, at + 1] for at in range(4, 14, 2)
    )
    good &= _exists((year, month, day), (hour, minute, second))
    whole_s = _days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    return np.where(good, whole_s + _read_fraction(letters[:, SHORTEST:]), np.nan)


def _exists(date: Sequence[IntArray], clock: Sequence[IntArray]) -> BoolArray:
    year, month, day = date
    hour, minute, second = clock
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last_day = MONTH_DAYS[np.clip(month, 0, 12)] - ((month == 2) & ~leap)  # noqa: PLR2004 - February
    good = (month >= 1) & (month <= 12) & (day >= 1) & (day <= last_day)  # noqa: PLR2004 - calendar
    good &= (hour < 24) & (minute < 60) & (second <= 60)  # noqa: PLR2004 - a leap second is a time
    return np.asarray(good, dtype=np.bool_)


def _days_since_1970(year: IntArray, month: IntArray, day: IntArray) -> IntArray:
    # The year is taken to begin in March, so that the leap day is its last.
    shifted = year - (month <= 2)  # noqa: PLR2004 - January and February
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    leap_days = shifted // 4 - shifted // 100 + shifted // 400
    days: IntArray = 365 * shifted + leap_days + day_of_year - 719_468
    return days


def _read_fraction(letters: ByteMatrix) -> FloatArray:
    count, length = letters.shape
    if not length:
        return np.zeros(count)
    digits = letters[:, 1:].astype(np.float64) - ord("0")
    good = np.isin(letters[:, 0], (ord("."), ord(","))) & (length > 1)
    good &= ((digits >= 0) & (digits <= 9)).all(axis=1)  # noqa: PLR2004 - digits
    return np.where(good, digits @ 10.0 ** -np.arange(1, length), np.nan)
