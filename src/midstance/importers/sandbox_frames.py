"""The words between the parser's process and ours: a JSON header, then raw bytes. Never pickle.

The child reads a stranger's bytes, so what it says is a stranger's word: every size, name, type
and shape is checked here before it is used, and anything unexpected is a `FrameError`.
"""

import json
import math
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.channels import CHANNELS
from midstance.importers.activity import (
    Activity,
    Device,
    Failed,
    Lap,
    Member,
    Note,
    Parsed,
    ShoeRecord,
    Source,
    Sport,
    Totals,
)

LENGTHS = struct.Struct("<IQ")
LONGEST_HEADER = 8 << 20
LONGEST_PAYLOAD = 320 << 20
LONGEST_TEXT = 65_536
MOST_ITEMS = 100_000
MOST_POINTS = 2_000_000
ITEM_BYTES = 8
COLUMNS = frozenset(CHANNELS) | {"cadence_rpm", "grade_frac", "gps_accuracy_m"}

Header = dict[str, Any]
T = TypeVar("T")


class FrameError(Exception):
    """The child said something that no honest child says."""


def pack_lengths(header: Header, payload_bytes: int) -> bytes:
    """Write a frame's beginning: both lengths and the header."""
    text = json.dumps(header, separators=(",", ":"), default=_plain).encode()
    return LENGTHS.pack(len(text), payload_bytes) + text


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"Expected plain values in a frame, got {type(value).__name__}.")


def unpack_lengths(beginning: bytes) -> tuple[int, int]:
    """Read both lengths and refuse absurd ones."""
    header_bytes, payload_bytes = LENGTHS.unpack(beginning)
    if header_bytes > LONGEST_HEADER or payload_bytes > LONGEST_PAYLOAD:
        raise FrameError(f"a frame of {header_bytes} + {payload_bytes} bytes")
    return header_bytes, payload_bytes


def unpack_header(text: bytes | bytearray) -> Header:
    """Read a header."""
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError("a header that is not JSON") from error
    return _as(dict, header)


# --- writing, in the child ------------------------------------------------------------------------


@dataclass(frozen=True)
class Payload:
    """The raw parts of a frame in their order."""

    parts: list[memoryview]

    @property
    def length(self) -> int:
        return sum(part.nbytes for part in self.parts)

    def add(self, values: FloatArray) -> list[int]:
        """Append an array and give its shape."""
        plain = np.ascontiguousarray(values, dtype="<f8")
        if plain.size:
            self.parts.append(plain.data.cast("B"))
        return list(plain.shape)


def write_member(member: Member) -> tuple[Header, Payload]:
    """Write a member as header and payload."""
    payload = Payload([])
    header: Header = {"kind": "member", "path": member.path, "sha256": member.sha256, "size": None}
    if member.data is not None:
        header["size"] = len(member.data)
        if member.data:
            payload.parts.append(memoryview(member.data))
    if isinstance(member.outcome, Failed):
        header["failed"] = [member.outcome.kind, member.outcome.reason]
    else:
        header["parsed"] = _write_parsed(member.outcome, payload)
    return header, payload


def _write_parsed(parsed: Parsed, payload: Payload) -> Header:
    return {
        "activities": [_write_activity(activity, payload) for activity in parsed.activities],
        "shoes": [[shoe.name, shoe.brand, shoe.model] for shoe in parsed.shoes],
        "why_empty": parsed.why_empty,
    }


def _write_activity(activity: Activity, payload: Payload) -> Header:
    return {
        "source": activity.source.value,
        "member": activity.member,
        "sport": activity.sport.value,
        "start_s": activity.start_s,
        "time": payload.add(activity.time_s),
        "columns": [[name, payload.add(values)] for name, values in activity.columns.items()],
        "pauses": payload.add(activity.pauses_s),
        "laps": [[lap.start_s, lap.elapsed_s, lap.distance_m] for lap in activity.laps],
        "totals": [getattr(activity.totals, name) for name in TOTALS],
        "device": [getattr(activity.device, name) for name in DEVICE],
        "utc_offset_s": activity.utc_offset_s,
        "name": activity.name,
        "gear": activity.gear,
        "notes": [
            [note.kind, note.count, note.detail, list(note.amounts.items())]
            for note in activity.notes
        ],
    }


TOTALS = ("elapsed_s", "timer_s", "distance_m", "ascent_m", "descent_m", "steps")
DEVICE = ("manufacturer", "product", "serial", "created_s", "has_barometer")


# --- reading, in the parent -----------------------------------------------------------------------


def read_member(header: Header, payload: bytearray) -> Member:
    """Read a member, believing nothing.

    Raises
    ------
    FrameError
        Anything is missing, of another type or size, or left over.
    """
    raw = _Raw(memoryview(payload).toreadonly())
    try:
        size = header["size"]
        data = None if size is None else bytes(raw.take(_count(size, LONGEST_PAYLOAD)))
        outcome: Parsed | Failed
        if "failed" in header:
            kind, reason = map(_text, _items(header["failed"]))
            outcome = Failed(kind, reason)
        else:
            outcome = _read_parsed(_as(dict, header["parsed"]), raw)
        member = Member(_text(header["path"]), data, read_hash(header["sha256"]), outcome)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise FrameError(f"a member that cannot be ({type(error).__name__})") from error
    raw.finish()
    return member


class _Raw:
    """The payload, taken from the front."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def take(self, size: int) -> memoryview:
        if size > len(self._view) - self._at:
            raise FrameError("a payload that is too short")
        self._at += size
        return self._view[self._at - size : self._at]

    def array(self, shape: object, rank: int) -> FloatArray:
        sizes = tuple(_count(size, MOST_POINTS) for size in _items(shape))
        if len(sizes) != rank:
            raise FrameError(f"an array of rank {len(sizes)}")
        raw = self.take(math.prod(sizes) * ITEM_BYTES)
        return np.frombuffer(raw, dtype="<f8").reshape(sizes)

    def finish(self) -> None:
        if self._at != len(self._view):
            raise FrameError("a payload that is too long")


def _read_parsed(header: Header, raw: _Raw) -> Parsed:
    return Parsed(
        activities=tuple(_each(header["activities"], lambda item: _read_activity(item, raw))),
        shoes=tuple(ShoeRecord(*map(_text, row)) for row in _rows(header["shoes"], 3)),
        why_empty=_text(header["why_empty"]),
    )


def _read_activity(item: object, raw: _Raw) -> Activity:
    header: Header = _as(dict, item)
    time_s = raw.array(header["time"], 1)
    columns = _read_columns(header["columns"], raw, time_s.size)
    pauses_s = raw.array(header["pauses"], 2)
    if pauses_s.shape[1] != 2:  # noqa: PLR2004 - a start and an end
        raise FrameError("pauses without an end")
    return Activity(
        source=Source(header["source"]),
        member=_text(header["member"]),
        sport=Sport(header["sport"]),
        start_s=_number(header["start_s"]),
        time_s=time_s,
        columns=columns,
        pauses_s=pauses_s,
        laps=tuple(
            Lap(_number(start), _maybe(_number, elapsed), _maybe(_number, distance))
            for start, elapsed, distance in _rows(header["laps"], 3)
        ),
        totals=Totals(*(_maybe(_number, value) for value in _row(header["totals"], len(TOTALS)))),
        device=_read_device(_row(header["device"], len(DEVICE))),
        utc_offset_s=_maybe(_number, header["utc_offset_s"]),
        name=_text(header["name"]),
        gear=_text(header["gear"]),
        notes=tuple(
            Note(_text(kind), _count(count, 1 << 53), _text(detail), _read_amounts(amounts))
            for kind, count, detail, amounts in _rows(header["notes"], 4)
        ),
    )


def _read_columns(items: object, raw: _Raw, n: int) -> Mapping[str, FloatArray]:
    columns = {}
    for name, shape in _rows(items, 2):
        if name not in COLUMNS or name in columns:
            raise FrameError("a column that there is not")
        columns[name] = raw.array(shape, 1)
        if columns[name].size != n:
            raise FrameError(f"{columns[name].size} values of {name} at {n} times")
    return MappingProxyType(columns)


def _read_amounts(items: object) -> dict[str, float]:
    amounts = {_text(name): _amount(amount) for name, amount in _rows(items, 2)}
    if not all(map(math.isfinite, amounts.values())):
        raise FrameError("an amount that is no number")
    return amounts


def _read_device(row: list[Any]) -> Device:
    manufacturer, product, serial, created_s, has_barometer = row
    return Device(
        manufacturer=_text(manufacturer),
        product=_text(product),
        serial=_text(serial),
        created_s=_maybe(_number, created_s),
        has_barometer=_maybe(lambda value: _as(bool, value), has_barometer),
    )


def read_hash(value: object) -> str:
    """Read a SHA-256 in hexadecimal, or "" where nothing was read."""
    text = _text(value)
    if (text and len(text) != 64) or not set(text) <= set("0123456789abcdef"):  # noqa: PLR2004 - 256 bits
        raise FrameError("a hash that is none")
    return text


def read_text(value: object) -> str:
    """Read a text of bearable length."""
    return _text(value)


def _as(kind: type[T], value: object) -> T:
    if type(value) is not kind:
        raise FrameError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value


def _text(value: object) -> str:
    text = _as(str, value)
    if len(text) > LONGEST_TEXT:
        raise FrameError(f"a text of {len(text)} characters")
    return text


def _number(value: object) -> float:
    return float(value) if type(value) is int else _as(float, value)


def _amount(value: object) -> float:
    return value if type(value) is int else _as(float, value)


def _count(value: object, most: int) -> int:
    count = _as(int, value)
    if not 0 <= count <= most:
        raise FrameError(f"a count of {count}")
    return count


def _maybe(read: Callable[[object], T], value: object) -> T | None:
    return None if value is None else read(value)


def _items(value: object) -> list[Any]:
    items: list[Any] = _as(list, value)
    if len(items) > MOST_ITEMS:
        raise FrameError(f"a list of {len(items)}")
    return items


def _row(value: object, length: int) -> list[Any]:
    row = _items(value)
    if len(row) != length:
        raise FrameError(f"a row of {len(row)}")
    return row


def _rows(value: object, length: int) -> Iterable[list[Any]]:
    return (_row(row, length) for row in _items(value))


def _each(value: object, read: Callable[[object], T]) -> Iterable[T]:
    return (read(item) for item in _items(value))
