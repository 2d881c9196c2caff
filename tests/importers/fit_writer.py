"""Write FIT bytes of any shape: every base type, both byte orders, all header kinds, chained."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

FORMATS = "BbBhHiIsfdBHIBqQQ"  # by base type number
NEEDS_ORDER = 0x80
STRING = 7
FIT_EPOCH_S = 631_065_600


def type_code(number: int) -> int:
    """The byte that names a base type: those of several bytes carry the highest bit."""
    wide = FORMATS[number] not in "Bbs"
    return number | NEEDS_ORDER if wide else number


def crc(data: bytes) -> int:
    """Bit by bit, as slow and plain as the format describes it."""
    value = 0
    for octet in data:
        value ^= octet
        for _ in range(8):
            value = (value >> 1) ^ (0xA001 if value & 1 else 0)
    return value


@dataclass(frozen=True)
class Field:
    """A field of a definition: number, base type number, and how many values (bytes for text)."""

    number: int
    base: int
    count: int = 1

    @property
    def size(self) -> int:
        return (
            self.count if self.base == STRING else struct.calcsize(FORMATS[self.base]) * self.count
        )

    def pack(self, value: object, order: str) -> bytes:
        if self.base == STRING:
            return bytes(value).ljust(self.count, b"\0")
        values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return struct.pack(f"{order}{self.count}{FORMATS[self.base]}", *values)


@dataclass(frozen=True)
class Developer:
    """A developer field: whose, which, and the base type that its description gave it."""

    index: int
    number: int
    base: int
    count: int = 1

    @property
    def as_field(self) -> Field:
        return Field(self.number, self.base, self.count)


@dataclass(frozen=True)
class Definition:
    """One kind of message under one local number."""

    message: int
    fields: tuple[Field, ...]
    developer: tuple[Developer, ...] = ()
    local: int = 0
    order: str = "<"

    def define(self) -> bytes:
        header = 0x40 | self.local | (0x20 if self.developer else 0)
        body = bytes([header, 0, self.order == ">"])
        body += struct.pack(f"{self.order}HB", self.message, len(self.fields))
        for field in self.fields:
            body += bytes([field.number, field.size, type_code(field.base)])
        if self.developer:
            body += bytes([len(self.developer)])
            for field in self.developer:
                body += bytes([field.number, field.as_field.size, field.index])
        return body

    def message_bytes(self, *values: object, seconds: int | None = None) -> bytes:
        """One data message; with `seconds`, under a compressed timestamp header."""
        header = self.local if seconds is None else 0x80 | self.local << 5 | seconds & 0x1F
        fields = chain(self.fields, (field.as_field for field in self.developer))
        packed = (
            field.pack(value, self.order) for field, value in zip(fields, values, strict=True)
        )
        return bytes([header]) + b"".join(packed)


def write_file(
    messages: Iterable[bytes], header_size: int = 14, *, header_crc: bool = True
) -> bytes:
    """Put header and check sum around messages."""
    body = b"".join(messages)
    head = struct.pack("<BBHI4s", header_size, 0x20, 2100, len(body), b".FIT")
    if header_size == 14:
        head += struct.pack("<H", crc(head) if header_crc else 0)
    whole = head + body
    return whole + struct.pack("<H", crc(whole))


def write_table(definition: Definition, rows: Iterable[Sequence[object]]) -> list[bytes]:
    """A definition and its messages."""
    return [definition.define(), *(definition.message_bytes(*row) for row in rows)]


def stamp(time_s: float) -> int:
    """A FIT timestamp of seconds since 1970."""
    return int(time_s) - FIT_EPOCH_S


FILE_ID = Definition(0, (Field(0, 0), Field(1, 4), Field(2, 4), Field(3, 12), Field(4, 6)), local=0)
RECORD = Definition(20, (Field(253, 6), Field(5, 6), Field(3, 2), Field(4, 2)), local=1)
START_S = 1_700_000_000


def write_run(seconds: int = 100, start_s: float = START_S, **kwargs: object) -> bytes:
    """A plain run: one record a second, 3 m/s, heart rate 150, 85 steps of one foot."""
    return write_file(run_messages(seconds, start_s), **kwargs)


def run_messages(seconds: int = 100, start_s: float = START_S, file_type: int = 4) -> list[bytes]:
    first = stamp(start_s)
    rows = [(first + at, 300 * at, 150, 85) for at in range(seconds)]
    return [
        *write_table(FILE_ID, [(file_type, 1, 1234, 987, first)]),
        *write_table(RECORD, rows),
    ]
