"""From the places of messages to columns: one structured gather for each definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.fit.layout import Layout, Slot, field_name, is_scalar
from midstance.importers.fit.profile import (
    FIRST_ABSOLUTE_TIME,
    FIT_EPOCH_S,
    FieldProfile,
)
from midstance.importers.fit.walk import Group
from midstance.importers.limits import FIT_MAX_RECORDS

Rows = NDArray[np.void]
Column = NDArray[Any]
Columns = dict[str, Column]
MAX_CELLS = 25_000_000
MAX_TEXTS = 2_000_000


class DeveloperKey(NamedTuple):
    """Who a developer field belongs to, and its number there; never its name."""

    index: int
    number: int


@dataclass(frozen=True, eq=False)
class DeveloperColumn:
    """A developer field: its values beside what its description says."""

    name: str
    unit: str
    native_message: int | None
    native_field: int | None
    values: Column


@dataclass(frozen=True, eq=False)
class Messages:
    """All messages of one kind.

    Parameters
    ----------
    number, name : the kind; "message_140" for a kind without a name here.
    offsets : (n,) where each message starts in the file.
    columns : field name to (n,) numbers with NaN for none, (n, k) for arrays, or (n,) texts. Times
        are seconds since 1970-01-01 UTC, or since the device was switched on where below 2**28.
    developer : developer fields, apart.
    """

    number: int
    name: str
    offsets: IntArray
    columns: Mapping[str, Column]
    developer: Mapping[DeveloperKey, DeveloperColumn]

    def __len__(self) -> int:
        return int(self.offsets.size)

    def numbers(self, name: str) -> FloatArray | None:
        """A column of numbers, the first of each array; None where the file has none."""
        column = self.columns.get(name)
        if column is None or column.dtype == object:
            return None
        return column if column.ndim == 1 else column[:, 0]

    def texts(self, name: str) -> list[str]:
        column = self.columns.get(name)
        return [] if column is None or column.dtype != object else column.tolist()


class Part(NamedTuple):
    """The messages of one definition inside a kind: its rows, and where among all they stand."""

    layout: Layout
    rows: Rows
    where: IntArray | slice


def take_rows(data: bytes, offsets: IntArray, layout: Layout) -> Rows:
    """Copy messages out of the bytes, each as one record of its layout."""
    size = layout.size
    window = np.ndarray((len(data) - size + 1,), f"V{size}", data, strides=(1,))
    rows: Rows = window[offsets].view(layout.dtype)
    return rows


def gather(data: bytes, groups: Sequence[Group]) -> tuple[IntArray, list[Part]]:
    """Gather all messages of one kind in the order of the file."""
    count = sum(group.count for group in groups)
    if count > FIT_MAX_RECORDS:
        raise LimitExceededError(
            f"Expected at most {FIT_MAX_RECORDS} messages of a kind, found {count}. "
            "Split the recording or export the activities one by one."
        )
    each = [group.offsets() for group in groups]
    if len(groups) == 1:
        return each[0], [Part(groups[0].layout, take_rows(data, each[0], groups[0].layout), _ALL)]
    offsets = np.concatenate(each)
    order = np.argsort(offsets, kind="stable")
    places = np.empty_like(order)
    places[order] = np.arange(order.size)
    parts, first = [], 0
    for group, own in zip(groups, each, strict=True):
        where = places[first : first + own.size]
        parts.append(Part(group.layout, take_rows(data, own, group.layout), where))
        first += own.size
    return offsets[order], parts


_ALL = slice(None)


def read_columns(count: int, parts: Sequence[Part], *, unknown: bool) -> Columns:
    """Turn the rows of one kind into columns: numbers in one block, arrays and texts one by one."""
    fields = {
        slot.number: field
        for part in parts
        for slot, field in part.layout.wanted(unknown=unknown)
    }
    _check_cells(count, parts, unknown=unknown)
    odd = {
        slot.number
        for part in parts
        for slot, _ in part.layout.wanted(unknown=unknown)
        if not is_scalar(slot)
    }
    columns = _read_scalars(count, parts, fields, odd, unknown=unknown)
    for number in odd:
        columns[fields[number].name] = _read_odd(count, parts, number, fields[number])
    for field in fields.values():
        if field.is_time and columns[field.name].dtype != object:
            columns[field.name] = place_times(columns[field.name])
    return columns


def _check_cells(count: int, parts: Sequence[Part], *, unknown: bool) -> None:
    wanted = [slot for part in parts for slot, _ in part.layout.wanted(unknown=unknown)]
    widest: dict[int, int] = {}
    for slot in wanted:
        widest[slot.number] = max(widest.get(slot.number, 1), slot.count)
    texts = count * len({slot.number for slot in wanted if slot.base.is_text})
    if count * sum(widest.values()) > MAX_CELLS or texts > MAX_TEXTS:
        raise_too_many()


def raise_too_many() -> None:
    raise LimitExceededError(
        f"Expected at most {MAX_CELLS} values in the messages of a kind, found more. "
        "The file is damaged or no recording; export it again."
    )


def _read_scalars(
    count: int,
    parts: Sequence[Part],
    fields: Mapping[int, FieldProfile],
    odd: set[int],
    *,
    unknown: bool,
) -> Columns:
    if len(parts) == 1 and isinstance(parts[0].where, slice):
        plan = parts[0].layout.plan(unknown=unknown)
        block = _read_block(parts[0], unknown=unknown)
        return {fields[number].name: block[at] for at, number in enumerate(plan.numbers)}
    place = {number: at for at, number in enumerate(n for n in fields if n not in odd)}
    whole = np.full((len(place), count), np.nan)
    for part in parts:
        block = _read_block(part, unknown=unknown)
        numbers = part.layout.plan(unknown=unknown).numbers
        kept = [at for at, number in enumerate(numbers) if number in place]
        target = [place[numbers[at]] for at in kept]
        whole[np.ix_(target, np.atleast_1d(part.where))] = block[kept]
    return {fields[number].name: whole[at] for number, at in place.items()}


def _read_block(part: Part, *, unknown: bool) -> FloatArray:
    plan = part.layout.plan(unknown=unknown)
    block = np.empty((len(plan.names), part.rows.size))
    for at, name in enumerate(plan.names):
        block[at] = part.rows[name]
    block[block == plan.invalid] = np.nan
    for at, invalid in plan.wide.items():
        block[at, part.rows[plan.names[at]] == invalid] = np.nan
    if plan.scaled:
        block[: plan.scaled] /= plan.scale
        block[: plan.scaled] -= plan.offset
    return block


def _read_odd(count: int, parts: Sequence[Part], number: int, field: FieldProfile) -> Column:
    found = [
        (part, slot) for part in parts for slot in part.layout.unique if slot.number == number
    ]
    if any(slot.base.is_text for _, slot in found):
        texts = np.full(count, "", dtype=object)
        for part, slot in found:
            if slot.base.is_text:
                texts[part.where] = decode_texts(part.rows[field_name(slot)])
        return texts
    column = np.full((count, max(slot.count for _, slot in found)), np.nan)
    for part, slot in found:
        raw = part.rows[field_name(slot)].reshape(part.rows.size, slot.count)
        column[part.where, : slot.count] = as_floats(raw, slot)
    return column / field.scale - field.offset


def as_floats(raw: Column, slot: Slot) -> FloatArray:
    """Numbers with NaN for none; bytes stand or fall together."""
    values = raw.astype(np.float64)
    if slot.base.invalid is None:
        return values
    invalid = raw == slot.base.invalid
    if slot.base.is_bytes:
        invalid = np.broadcast_to(invalid.all(axis=-1, keepdims=True), raw.shape)
    values[invalid] = np.nan
    return values


def decode_texts(raw: Column) -> list[str]:
    """Texts up to their first zero byte; what is not UTF-8 is replaced."""
    known: dict[bytes, str] = {}
    texts = []
    for value in raw.tolist():
        text = known.get(value)
        if text is None:
            text = known[value] = value.split(b"\0", 1)[0].decode("utf-8", "replace")
        texts.append(text)
    return texts


def place_times(times: FloatArray) -> FloatArray:
    """Count times from 1970; those since the device was switched on stay as they are."""
    placed: FloatArray = np.where(times >= FIRST_ABSOLUTE_TIME, times + FIT_EPOCH_S, times)
    return placed
