"""What the numbers in a FIT file stand for: base types, messages and their fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

FIT_EPOCH_S = 631_065_600.0  # 1989-12-31T00:00:00Z in seconds since 1970
FIRST_ABSOLUTE_TIME = 0x10000000  # below it a time counts from when the device was switched on
TIMESTAMP = 253

FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT = 0, 12, 18, 19, 20, 21
DEVICE_INFO, ACTIVITY, HR, FIELD_DESCRIPTION = 23, 34, 132, 206

FILE_KINDS = MappingProxyType(
    {
        1: "device",
        2: "settings",
        3: "sport",
        4: "activity",
        5: "workout",
        6: "course",
        7: "schedules",
        9: "weight",
        10: "totals",
        11: "goals",
        14: "blood_pressure",
        15: "monitoring",
        20: "activity_summary",
        28: "monitoring",
        32: "monitoring",
        34: "segment",
        35: "segment_list",
    }
)


@dataclass(frozen=True)
class BaseType:
    """One way of writing a value: its NumPy code without byte order, and the value for none."""

    number: int
    code: str
    size: int
    invalid: int | None

    @property
    def is_text(self) -> bool:
        return self.number == STRING

    @property
    def is_bytes(self) -> bool:
        return self.number == BYTE

    @property
    def is_wide(self) -> bool:
        """Whether its integers are too long for a float to hold each of them."""
        return self.code in {"i8", "u8"}


STRING, BYTE = 7, 13
BASE_TYPES = tuple(
    BaseType(number, code, int(code[1:]), invalid)
    for number, (code, invalid) in enumerate(
        (
            ("u1", 0xFF),  # enum
            ("i1", 0x7F),
            ("u1", 0xFF),
            ("i2", 0x7FFF),
            ("u2", 0xFFFF),
            ("i4", 0x7FFFFFFF),
            ("u4", 0xFFFFFFFF),
            ("S1", None),
            ("f4", None),
            ("f8", None),
            ("u1", 0),  # the z types: zero means none
            ("u2", 0),
            ("u4", 0),
            ("u1", 0xFF),  # byte: none only when all of its bytes say so
            ("i8", 0x7FFFFFFFFFFFFFFF),
            ("u8", 0xFFFFFFFFFFFFFFFF),
            ("u8", 0),
        )
    )
)


@dataclass(frozen=True)
class FieldProfile:
    """A field of a message: a value is raw / scale - offset [unit]."""

    name: str
    scale: float = 1.0
    offset: float = 0.0
    unit: str = ""
    is_time: bool = False

    @property
    def is_scaled(self) -> bool:
        return self.scale != 1 or self.offset != 0


@dataclass(frozen=True)
class MessageProfile:
    """A kind of message and its fields by number."""

    number: int
    name: str
    fields: Mapping[int, FieldProfile]


def _read_profile() -> Mapping[int, MessageProfile]:
    messages: dict[int, MessageProfile] = {}
    fields: dict[int, FieldProfile] = {}
    lines = files(__package__).joinpath("profile.tsv").read_text("utf-8").splitlines()
    for line in (line for line in lines if not line.startswith("#")):
        first, *rest = line.split("\t")
        if first:
            fields = {}
            messages[int(first)] = MessageProfile(int(first), rest[0], MappingProxyType(fields))
        else:
            number, name, scale, offset, unit, kind = rest
            fields[int(number)] = FieldProfile(
                name, float(scale), float(offset), unit, kind == "time"
            )
    return MappingProxyType(messages)


MESSAGES = _read_profile()
