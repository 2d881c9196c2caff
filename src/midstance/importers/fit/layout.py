"""A definition message: which fields its data messages hold, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.importers.fit.profile import (
    BASE_TYPES,
    BYTE,
    MESSAGES,
    TIMESTAMP,
    BaseType,
    FieldProfile,
    MessageProfile,
)

BIG_ENDIAN = 1
FIXED_BYTES = 5
FIELD_BYTES = 3
TIMESTAMP_BYTES = 4


@dataclass(frozen=True)
class Slot:
    """A field's place in a message: `at` counts from the message's header byte."""

    number: int
    base: BaseType
    at: int
    count: int

    @property
    def size(self) -> int:
        return self.base.size * self.count


@dataclass(frozen=True)
class DeveloperSlot:
    """A developer field's place in a message; its type stands in a field description."""

    index: int
    number: int
    at: int
    size: int


@dataclass(frozen=True, eq=False)
class Plan:
    """How the scalar numbers of a layout become one block of floats, the scaled fields first."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]
    invalid: FloatArray
    scaled: int
    scale: FloatArray
    offset: FloatArray
    wide: Mapping[int, int]


@dataclass(frozen=True, eq=False)
class Layout:
    """One definition: the same bytes give the same layout, in whatever file."""

    message: int
    order: str
    size: int
    slots: tuple[Slot, ...]
    developer: tuple[DeveloperSlot, ...]
    is_sound: bool

    @cached_property
    def dtype(self) -> np.dtype[np.void]:
        return np.dtype(
            {
                "names": [field_name(slot) for slot in self.unique],
                "formats": [self._format(slot) for slot in self.unique],
                "offsets": [slot.at for slot in self.unique],
                "itemsize": self.size,
            }
        )

    @cached_property
    def unique(self) -> tuple[Slot, ...]:
        """The slots, the first where a field stands twice, those of no size left out."""
        return tuple({slot.number: slot for slot in reversed(self.slots) if slot.count}.values())

    @cached_property
    def timestamp_at(self) -> int | None:
        for slot in self.slots:
            if slot.number == TIMESTAMP and slot.size == TIMESTAMP_BYTES:
                return slot.at
        return None

    def profile(self) -> MessageProfile:
        known = MESSAGES.get(self.message)
        return known or MessageProfile(
            self.message, f"message_{self.message}", MappingProxyType({})
        )

    def wanted(self, *, unknown: bool) -> tuple[tuple[Slot, FieldProfile], ...]:
        """The slots to read with what they mean; those without a name only when asked for."""
        return self._wanted_unknown if unknown else self._wanted_known

    @cached_property
    def _wanted_known(self) -> tuple[tuple[Slot, FieldProfile], ...]:
        profile = self.profile()
        pairs = ((slot, profile.field(slot.number)) for slot in self.unique)
        return tuple((slot, field) for slot, field in pairs if field is not None)

    @cached_property
    def _wanted_unknown(self) -> tuple[tuple[Slot, FieldProfile], ...]:
        fields = self.profile().fields
        return tuple(
            (slot, fields.get(slot.number, FieldProfile(f"field_{slot.number}")))
            for slot in self.unique
        )

    def plan(self, *, unknown: bool) -> Plan:
        return self._plan_unknown if unknown else self._plan_known

    @cached_property
    def _plan_known(self) -> Plan:
        return _make_plan(self._wanted_known)

    @cached_property
    def _plan_unknown(self) -> Plan:
        return _make_plan(self._wanted_unknown)

    def _format(self, slot: Slot) -> Any:  # noqa: ANN401 - numpy's own union of dtype spellings
        if slot.base.is_text:
            return f"S{slot.size}"
        code = self.order + slot.base.code
        return code if slot.count == 1 else (code, (slot.count,))


def is_scalar(slot: Slot) -> bool:
    return slot.count == 1 and not slot.base.is_text


def field_name(slot: Slot) -> str:
    return f"f{slot.number}"


def _make_plan(wanted: tuple[tuple[Slot, FieldProfile], ...]) -> Plan:
    pairs = [(slot, field) for slot, field in wanted if is_scalar(slot)]
    pairs.sort(key=lambda pair: pair[1].scale == 1 and pair[1].offset == 0)
    scaled = [field for _, field in pairs if field.scale != 1 or field.offset != 0]
    return Plan(
        names=tuple(field_name(slot) for slot, _ in pairs),
        numbers=tuple(slot.number for slot, _ in pairs),
        invalid=_column(
            np.nan if slot.base.is_wide or slot.base.invalid is None else slot.base.invalid
            for slot, _ in pairs
        ),
        scaled=len(scaled),
        scale=_column(field.scale for field in scaled),
        offset=_column(field.offset for field in scaled),
        wide=MappingProxyType(
            {
                at: slot.base.invalid
                for at, (slot, _) in enumerate(pairs)
                if slot.base.is_wide and slot.base.invalid is not None
            }
        ),
    )


def _column(values: Any) -> FloatArray:  # noqa: ANN401 - any iterable of floats
    return np.fromiter(values, dtype=np.float64).reshape(-1, 1)


@lru_cache(maxsize=1024)
def read_layout(definition: bytes, *, has_developer: bool) -> Layout:
    """Read a definition from its reserved byte on."""
    order = ">" if definition[1] == BIG_ENDIAN else "<"
    message = int.from_bytes(definition[2:4], "big" if order == ">" else "little")
    fields_end = FIXED_BYTES + FIELD_BYTES * definition[4]
    slots, at, sound = [], 1, definition[0] == 0 and definition[1] <= BIG_ENDIAN
    for field in range(FIXED_BYTES, fields_end, FIELD_BYTES):
        number, size, code = definition[field : field + FIELD_BYTES]
        base = _find_base(code, size)
        sound = sound and base is not None and size > 0
        base = base or BASE_TYPES[BYTE]
        slots.append(Slot(number, base, at, size // base.size))
        at += size
    developer = []
    for field in range(fields_end + 1, len(definition) if has_developer else 0, FIELD_BYTES):
        number, size, index = definition[field : field + FIELD_BYTES]
        developer.append(DeveloperSlot(index, number, at, size))
        at += size
    return Layout(message, order, at, tuple(slots), tuple(developer), sound and at > 1)


def _find_base(code: int, size: int) -> BaseType | None:
    number = code & 0x1F
    if number >= len(BASE_TYPES) or size % BASE_TYPES[number].size:
        return None
    return BASE_TYPES[number]
