"""The words between a locked process and ours: a JSON header, then raw bytes. Never pickle.

The child reads a stranger's bytes, so what it says is a stranger's word: every size, name, type
and shape is checked here before it is used, and anything unexpected is a `FrameError`.
"""

import json
import math
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray

LENGTHS = struct.Struct("<IQ")
LONGEST_HEADER = 8 << 20
LONGEST_PAYLOAD = 320 << 20
LONGEST_TEXT = 65_536
MOST_ITEMS = 100_000
MOST_POINTS = 2_000_000
ITEM_BYTES = 8

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
    return read_as(dict, header)


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

    def add_bytes(self, values: NDArray[np.uint8]) -> list[int]:
        """Append an array of bytes and give its shape."""
        plain = np.ascontiguousarray(values, dtype=np.uint8)
        if plain.size:
            self.parts.append(plain.data.cast("B"))
        return list(plain.shape)


# --- reading, in the parent -----------------------------------------------------------------------


class Raw:
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
        sizes = tuple(read_count(size, MOST_POINTS) for size in read_items(shape))
        if len(sizes) != rank:
            raise FrameError(f"an array of rank {len(sizes)}")
        raw = self.take(math.prod(sizes) * ITEM_BYTES)
        return np.frombuffer(raw, dtype="<f8").reshape(sizes)

    def bytes_array(self, *shape: int) -> NDArray[np.uint8]:
        """Take an array of bytes of just this shape."""
        return np.frombuffer(self.take(math.prod(shape)), dtype=np.uint8).reshape(shape)

    def finish(self) -> None:
        if self._at != len(self._view):
            raise FrameError("a payload that is too long")


def read_hash(value: object) -> str:
    """Read a SHA-256 in hexadecimal, or "" where nothing was read."""
    text = read_text(value)
    if (text and len(text) != 64) or not set(text) <= set("0123456789abcdef"):  # noqa: PLR2004 - 256 bits
        raise FrameError("a hash that is none")
    return text


def read_as(kind: type[T], value: object) -> T:
    """Read a value of just this type."""
    if type(value) is not kind:
        raise FrameError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value


def read_text(value: object) -> str:
    """Read a text of bearable length."""
    text = read_as(str, value)
    if len(text) > LONGEST_TEXT:
        raise FrameError(f"a text of {len(text)} characters")
    return text


def read_number(value: object) -> float:
    """Read a number."""
    return float(value) if type(value) is int else read_as(float, value)


def read_count(value: object, most: int) -> int:
    """Read a whole number from 0 to so many."""
    count = read_as(int, value)
    if not 0 <= count <= most:
        raise FrameError(f"a count of {count}")
    return count


def maybe(read: Callable[[object], T], value: object) -> T | None:
    """Read what may be missing."""
    return None if value is None else read(value)


def read_items(value: object) -> list[Any]:
    """Read a list of bearable length."""
    items: list[Any] = read_as(list, value)
    if len(items) > MOST_ITEMS:
        raise FrameError(f"a list of {len(items)}")
    return items


def read_row(value: object, length: int) -> list[Any]:
    """Read a list of just this length."""
    row = read_items(value)
    if len(row) != length:
        raise FrameError(f"a row of {len(row)}")
    return row


def read_rows(value: object, length: int) -> Iterable[list[Any]]:
    """Read lists of just this length."""
    return (read_row(row, length) for row in read_items(value))


def each(value: object, read: Callable[[object], T]) -> Iterable[T]:
    """Read each item of a list."""
    return (read(item) for item in read_items(value))
