"""Columns to FIT bytes: for the files that Midstance itself writes."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from midstance.importers.fit.crc import compute_crc
from midstance.importers.fit.profile import BASE_TYPES, FIT_EPOCH_S, STRING
from midstance.importers.fit.walk import DEFINITION

ENUM, SINT8, UINT8, UINT16, SINT32, UINT32, UINT32Z = 0, 1, 2, 4, 5, 6, 12
NEEDS_ORDER = 0x80  # marks base types of several bytes
HEADER_BYTES = 14
PROFILE_VERSION = 2195
FIRST_PROTOCOL, SECOND_PROTOCOL = 0x10, 0x20

Field = tuple[int, int]
"""Number of the field, and of its base type."""
Values = Any
"""One number or text for all messages, or one for each; None where a message lacks it."""


def encode_messages(number: int, local: int, fields: Mapping[Field, Values]) -> bytes:
    """The definition of a kind of message and its messages, as many as the longest column.

    Parameters
    ----------
    number : the kind.
    local : 0 to 15, what the file calls it from here on.
    fields : the raw values of each field, already scaled.
    """
    definition = struct.pack("<BBBHB", DEFINITION | local, 0, 0, number, len(fields))
    kinds, columns = [("header", "u1")], []
    for index, ((field, base), values) in enumerate(fields.items()):
        column = _column(base, values)
        wide = NEEDS_ORDER if BASE_TYPES[base].size > 1 else 0
        definition += struct.pack("<BBB", field, column.dtype.itemsize, base | wide)
        kinds.append((f"f{index}", column.dtype.str))
        columns.append(column)
    table = np.zeros(max(column.size for column in columns), dtype=kinds)
    table["header"] = local
    for index, column in enumerate(columns):
        table[f"f{index}"] = column
    return definition + table.tobytes()


def encode_file(messages: Iterable[bytes], *, protocol: int = FIRST_PROTOCOL) -> bytes:
    """Messages between header and check sum; a reader of an older protocol refuses the file."""
    body = b"".join(messages)
    header = struct.pack("<BBHI4s", HEADER_BYTES, protocol, PROFILE_VERSION, len(body), b".FIT")
    header += struct.pack("<H", compute_crc(header))
    return header + body + struct.pack("<H", compute_crc(header + body))


def to_fit_time(at: datetime) -> int:
    """Whole seconds since the epoch of FIT."""
    return int(at.timestamp() - FIT_EPOCH_S)


def _column(base: int, values: Values) -> NDArray[np.generic]:
    if base == STRING:
        texts = [values] if isinstance(values, str) else list(values)
        return np.array([_octets(text) for text in texts])
    kind = BASE_TYPES[base]
    if isinstance(values, Sequence):
        values = [kind.invalid if value is None else value for value in values]
    return np.atleast_1d(np.asarray(values)).astype(f"<{kind.code}")


def _octets(text: str | None) -> bytes:
    return (text or "").encode() + b"\0"
