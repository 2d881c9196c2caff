"""A definition message: which fields its data messages hold, and where."""

from collections.abc import Iterable, Mapping
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
    def name(self) -> str:
        return f"f{self.number}"

    @property
    def size(self) -> int:
        return self.base.size * self.count

    @property
    def is_scalar(self) -> bool:
        return self.count == 1 and not self.base.is_text


@dataclass(frozen=True)
class DeveloperSlot:
    """A developer field's place in a message; its type stands in a field description."""

    index: int
    number: int
    at: int
    size: int


Meant = tuple[Slot, FieldProfile]


@dataclass(frozen=True, eq=False)
class Plan:
    """How to read a layout: its scalar numbers as one block, scaled ones first; the rest singly.

    Parameters
    ----------
    scalars, odd : what stands once as a number, and the arrays and texts.
    invalid : (k, 1) the value that means none, NaN where another test has to tell.
    scale, offset : (j, 1) of the first j scalars; the others need none.
    wide : row of the block to the value for none, where a float cannot hold it exactly.
    widths : number of each field to how many values it holds.
    """

    scalars: tuple[Meant, ...]
    odd: tuple[Meant, ...]
    invalid: FloatArray
    scale: FloatArray
    offset: FloatArray
    wide: Mapping[int, int]
    widths: Mapping[int, int]
    times: tuple[FieldProfile, ...]

    @property
    def texts(self) -> int:
        return sum(slot.base.is_text for slot, _ in self.odd)


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
                "names": [slot.name for slot in self.unique],
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

    def plan(self, *, unknown: bool) -> Plan:
        """How to read the fields; those without a name only when asked for."""
        return self._whole_plan if unknown else self._named_plan

    @cached_property
    def _named_plan(self) -> Plan:
        fields = self.profile().fields
        return _make_plan(
            (slot, fields[slot.number]) for slot in self.unique if slot.number in fields
        )

    @cached_property
    def _whole_plan(self) -> Plan:
        fields = self.profile().fields
        return _make_plan(
            (slot, fields.get(slot.number, FieldProfile(f"field_{slot.number}")))
            for slot in self.unique
        )

    def _format(self, slot: Slot) -> Any:  # noqa: ANN401 - numpy's own union of dtype spellings
        if slot.base.is_text:
            return f"S{slot.size}"
        code = self.order + slot.base.code
        return code if slot.count == 1 else (code, (slot.count,))


def _make_plan(meant: Iterable[Meant]) -> Plan:
    meant = tuple(meant)
    scalars = [pair for pair in meant if pair[0].is_scalar]
    scaled = [pair for pair in scalars if pair[1].is_scaled]
    scalars = scaled + [pair for pair in scalars if not pair[1].is_scaled]
    return Plan(
        scalars=tuple(scalars),
        odd=tuple(pair for pair in meant if not pair[0].is_scalar),
        invalid=_column(
            np.nan if slot.base.is_wide or slot.base.invalid is None else slot.base.invalid
            for slot, _ in scalars
        ),
        scale=_column(field.scale for _, field in scaled),
        offset=_column(field.offset for _, field in scaled),
        wide=MappingProxyType(
            {
                row: slot.base.invalid
                for row, (slot, _) in enumerate(scalars)
                if slot.base.is_wide and slot.base.invalid is not None
            }
        ),
        widths=MappingProxyType({slot.number: slot.count for slot, _ in meant}),
        times=tuple(field for _, field in meant if field.is_time),
    )


def _column(values: Iterable[float]) -> FloatArray:
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
