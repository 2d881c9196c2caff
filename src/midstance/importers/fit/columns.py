"""From the places of messages to columns: one structured gather for each definition."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.fit.layout import Layout, Plan
from midstance.importers.fit.profile import (
    FIRST_ABSOLUTE_TIME,
    FIT_EPOCH_S,
    BaseType,
    FieldProfile,
)
from midstance.importers.fit.walk import Group
from midstance.importers.limits import (
    FIT_MAX_RECORDS,
    FIT_MAX_TEXTS,
    FIT_MAX_VALUES,
)

Rows = NDArray[np.void]
Column = NDArray[Any]
Columns = dict[str, Column]


@dataclass(frozen=True)
class DeveloperKey:
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
    plans = [part.layout.plan(unknown=unknown) for part in parts]
    _check_cells(count, plans)
    odd = {slot.number: field for plan in plans for slot, field in plan.odd}
    if len(parts) == 1:
        block = _read_block(parts[0], plans[0])
        columns = {field.name: block[row] for row, (_, field) in enumerate(plans[0].scalars)}
    else:
        columns = _join_blocks(count, parts, plans, odd)
    for number, field in odd.items():
        columns[field.name] = _read_odd(count, parts, number, field)
    for field in {field for plan in plans for field in plan.times}:
        if columns[field.name].dtype != object:
            columns[field.name] = place_times(columns[field.name])
    return columns


def _check_cells(count: int, plans: Sequence[Plan]) -> None:
    widths = plans[0].widths
    for plan in plans[1:]:
        widths = {
            number: max(widths.get(number, 0), plan.widths.get(number, 0))
            for number in widths.keys() | plan.widths.keys()
        }
    if (
        count * sum(widths.values()) > FIT_MAX_VALUES
        or count * max(p.texts for p in plans) > FIT_MAX_TEXTS
    ):
        raise_too_many()


def raise_too_many() -> NoReturn:
    raise LimitExceededError(
        f"Expected at most {FIT_MAX_VALUES} values in the messages of a kind, found more. "
        "The file is damaged or no recording; export it again."
    )


def _join_blocks(
    count: int, parts: Sequence[Part], plans: Sequence[Plan], odd: Container[int]
) -> Columns:
    """Where a field stands once here and as an array there, the arrays take it."""
    fields = {
        slot.number: field
        for plan in plans
        for slot, field in plan.scalars
        if slot.number not in odd
    }
    place = {number: row for row, number in enumerate(fields)}
    whole = np.full((len(place), count), np.nan)
    for part, plan in zip(parts, plans, strict=True):
        block = _read_block(part, plan)
        for row, (slot, _) in enumerate(plan.scalars):
            if slot.number in place:
                whole[place[slot.number], part.where] = block[row]
    return {field.name: whole[place[number]] for number, field in fields.items()}


def _read_block(part: Part, plan: Plan) -> FloatArray:
    rows = part.rows
    block = np.empty((len(plan.scalars), rows.size))
    for row, (slot, _) in enumerate(plan.scalars):
        block[row] = rows[slot.name]
    block[block == plan.invalid] = np.nan
    for row, invalid in plan.wide.items():
        block[row, rows[plan.scalars[row][0].name] == invalid] = np.nan
    scaled = len(plan.scale)
    if scaled:
        block[:scaled] /= plan.scale
        block[:scaled] -= plan.offset
    return block


def _read_odd(count: int, parts: Sequence[Part], number: int, field: FieldProfile) -> Column:
    found = [(part, slot) for part in parts for slot in part.layout.unique if slot.number == number]
    if any(slot.base.is_text for _, slot in found):
        texts = np.full(count, "", dtype=object)
        for part, slot in found:
            if slot.base.is_text:
                texts[part.where] = decode_texts(part.rows[slot.name])
        return texts
    column = np.full((count, max(slot.count for _, slot in found)), np.nan)
    for part, slot in found:
        raw = part.rows[slot.name].reshape(part.rows.size, slot.count)
        column[part.where, : slot.count] = as_floats(raw, slot.base)
    return column / field.scale - field.offset if field.is_scaled else column


def as_floats(raw: Column, base: BaseType) -> FloatArray:
    """Numbers with NaN for none; bytes stand or fall together."""
    values = raw.astype(np.float64)
    if base.invalid is None:
        return values
    invalid = raw == base.invalid
    if base.is_bytes:
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
