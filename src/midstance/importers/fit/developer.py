"""Developer fields: described inside the file, kept apart from the fields of the format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.fit.columns import (
    Column,
    DeveloperColumn,
    DeveloperKey,
    Messages,
    Part,
    as_floats,
    decode_texts,
    raise_too_many,
)
from midstance.importers.fit.layout import DeveloperSlot
from midstance.importers.fit.profile import BASE_TYPES, BYTE, BaseType
from midstance.importers.limits import (
    FIT_MAX_DEVELOPER_FIELDS,
    FIT_MAX_DEVELOPER_PIECES,
    FIT_MAX_TEXTS,
    FIT_MAX_VALUES,
)


@dataclass(frozen=True)
class Description:
    """What a field description says of a developer field."""

    name: str = ""
    unit: str = ""
    base: BaseType = BASE_TYPES[BYTE]
    scale: float = 1.0
    offset: float = 0.0
    native_message: int | None = None
    native_field: int | None = None


UNDESCRIBED = Description()


Described = Mapping[DeveloperKey, list[tuple[int, Description]]]


def read_descriptions(messages: Messages) -> Described:
    """The developer fields that a file describes, and from which byte on each description counts.

    In multisport the next sport's app may describe another field under the same number.
    """
    described: dict[DeveloperKey, list[tuple[int, Description]]] = {}
    names, units = messages.texts("field_name"), messages.texts("units")
    rows = zip(
        *(_numbers(messages, name) for name in ("developer_data_index", "field_definition_number")),
        *(_numbers(messages, name) for name in ("fit_base_type_id", "scale", "offset")),
        *(_numbers(messages, name) for name in ("native_mesg_num", "native_field_num")),
        strict=True,
    )
    for at, (index, number, code, scale, offset, message, field) in enumerate(rows):
        if index is None or number is None:
            continue
        description = Description(
            name=names[at] if names else "",
            unit=units[at] if units else "",
            base=_find_base(code),
            scale=scale or 1,
            offset=offset or 0,
            native_message=message,
            native_field=field,
        )
        epochs = described.setdefault(DeveloperKey(index, number), [])
        if not epochs or epochs[-1][1] != description:
            epochs.append((int(messages.offsets[at]) if epochs else 0, description))
        if len(described) > FIT_MAX_DEVELOPER_FIELDS:
            raise LimitExceededError(
                f"Expected at most {FIT_MAX_DEVELOPER_FIELDS} developer fields, found more. "
                "Record with fewer extra data fields, or export the activity as TCX."
            )
    return described


def _numbers(messages: Messages, name: str) -> list[int | None]:
    values = messages.numbers(name)
    if values is None:
        return [None] * len(messages)
    return [None if np.isnan(value) else int(value) for value in values.tolist()]


def _find_base(code: int | None) -> BaseType:
    number = BYTE if code is None else code & 0x1F
    return BASE_TYPES[number if number < len(BASE_TYPES) else BYTE]


@dataclass(frozen=True, eq=False)
class _Piece:
    """The rows of one definition under one description: raw bytes, and where they stand."""

    raw: NDArray[np.uint8]
    where: IntArray
    order: str
    description: Description


def read_developer(
    offsets: IntArray, parts: Sequence[Part], described: Described
) -> dict[DeveloperKey, DeveloperColumn]:
    """Columns of all developer fields of one kind of message."""
    found: dict[DeveloperKey, list[tuple[Part, DeveloperSlot]]] = {}
    for part in parts:
        for slot in part.layout.developer:
            if slot.size:
                found.setdefault(DeveloperKey(slot.index, slot.number), []).append((part, slot))
    _check_size(offsets.size, found, described)
    return {key: _read_one(offsets, own, described.get(key, [])) for key, own in found.items()}


def _check_size(
    count: int,
    found: Mapping[DeveloperKey, list[tuple[Part, DeveloperSlot]]],
    described: Described,
) -> None:
    if len(found) > FIT_MAX_DEVELOPER_FIELDS:
        raise LimitExceededError(
            f"Expected at most {FIT_MAX_DEVELOPER_FIELDS} developer fields, found {len(found)}. "
            "Record with fewer extra data fields, or export the activity as TCX."
        )
    texts = sum(any(d.base.is_text for _, d in described.get(key, [])) for key in found)
    widest = sum(max(slot.size for _, slot in own) for own in found.values())
    pieces = sum(len(own) * max(len(described.get(key, [])), 1) for key, own in found.items())
    if (
        count * widest > FIT_MAX_VALUES
        or count * texts > FIT_MAX_TEXTS
        or pieces > FIT_MAX_DEVELOPER_PIECES
    ):
        raise_too_many()


def _read_one(
    offsets: IntArray,
    own: Sequence[tuple[Part, DeveloperSlot]],
    epochs: Sequence[tuple[int, Description]],
) -> DeveloperColumn:
    pieces = [
        piece for part, slot in own for piece in _cut_into_pieces(offsets, part, slot, epochs)
    ]
    last = epochs[-1][1] if epochs else UNDESCRIBED
    is_text = any(piece.description.base.is_text for piece in pieces)
    return DeveloperColumn(
        last.name,
        last.unit,
        last.native_message,
        last.native_field,
        _read_texts(offsets.size, pieces) if is_text else _read_numbers(offsets.size, pieces),
    )


def _cut_into_pieces(
    offsets: IntArray,
    part: Part,
    slot: DeveloperSlot,
    epochs: Sequence[tuple[int, Description]],
) -> Iterator[_Piece]:
    octets = part.rows.view(np.uint8).reshape(-1, part.layout.size)
    raw = np.ascontiguousarray(octets[:, slot.at : slot.at + slot.size])
    where = np.arange(offsets.size)[part.where]
    order = part.layout.order
    if len(epochs) < 2:  # noqa: PLR2004 - one description holds for all
        yield _Piece(raw, where, order, epochs[0][1] if epochs else UNDESCRIBED)
        return
    epoch = np.searchsorted([start for start, _ in epochs], offsets[where], side="right") - 1
    for at in np.unique(epoch).tolist():
        rows = np.flatnonzero(epoch == at)
        yield _Piece(raw[rows], where[rows], order, epochs[at][1])


def _read_texts(count: int, pieces: Sequence[_Piece]) -> Column:
    texts: Column = np.full(count, "", dtype=object)
    for piece in pieces:
        if piece.description.base.is_text:
            texts[piece.where] = decode_texts(piece.raw.view(f"S{piece.raw.shape[1]}").ravel())
    return texts


def _read_numbers(count: int, pieces: Sequence[_Piece]) -> Column:
    each = [(piece, _as_numbers(piece)) for piece in pieces]
    values = np.full((count, max(numbers.shape[1] for _, numbers in each)), np.nan)
    for piece, numbers in each:
        values[piece.where, : numbers.shape[1]] = numbers
    return values[:, 0] if values.shape[1] == 1 else values


def _as_numbers(piece: _Piece) -> FloatArray:
    description = piece.description
    base = BASE_TYPES[BYTE] if piece.raw.shape[1] % description.base.size else description.base
    numbers = as_floats(piece.raw.view(piece.order + base.code), base)
    if description.scale != 1 or description.offset != 0:
        numbers = numbers / description.scale - description.offset
    return numbers
