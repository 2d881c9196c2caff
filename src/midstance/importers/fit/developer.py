"""Developer fields: described inside the file, kept apart from the fields of the format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.base.errors import LimitExceededError
from midstance.importers.fit.columns import (
    MAX_CELLS,
    MAX_TEXTS,
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
from midstance.importers.limits import FIT_MAX_DEVELOPER_FIELDS


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


def read_descriptions(messages: Messages | None) -> Mapping[DeveloperKey, Description]:
    """The developer fields that a file describes; the last description of each counts."""
    if messages is None:
        return {}
    described: dict[DeveloperKey, Description] = {}
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
        described[DeveloperKey(index, number)] = Description(
            name=names[at] if names else "",
            unit=units[at] if units else "",
            base=_find_base(code),
            scale=scale or 1,
            offset=offset or 0,
            native_message=message,
            native_field=field,
        )
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


def read_developer(
    count: int, parts: Sequence[Part], described: Mapping[DeveloperKey, Description]
) -> dict[DeveloperKey, DeveloperColumn]:
    """Columns of all developer fields of one kind of message."""
    found: dict[DeveloperKey, list[tuple[Part, DeveloperSlot]]] = {}
    for part in parts:
        for slot in part.layout.developer:
            if slot.size:
                found.setdefault(DeveloperKey(slot.index, slot.number), []).append((part, slot))
    _check_size(count, found, described)
    return {
        key: _read_one(count, own, described.get(key, UNDESCRIBED)) for key, own in found.items()
    }


def _check_size(
    count: int,
    found: Mapping[DeveloperKey, list[tuple[Part, DeveloperSlot]]],
    described: Mapping[DeveloperKey, Description],
) -> None:
    if len(found) > FIT_MAX_DEVELOPER_FIELDS:
        raise LimitExceededError(
            f"Expected at most {FIT_MAX_DEVELOPER_FIELDS} developer fields, found {len(found)}. "
            "Record with fewer extra data fields, or export the activity as TCX."
        )
    texts = sum(described.get(key, UNDESCRIBED).base.is_text for key in found)
    widest = sum(max(slot.size for _, slot in own) for own in found.values())
    if count * widest > MAX_CELLS or count * texts > MAX_TEXTS:
        raise_too_many()


def _read_one(
    count: int, own: Sequence[tuple[Part, DeveloperSlot]], description: Description
) -> DeveloperColumn:
    if description.base.is_text:
        values: Column = np.full(count, "", dtype=object)
        for part, slot in own:
            values[part.where] = decode_texts(_take_bytes(part, slot, f"S{slot.size}"))
    else:
        values = _read_numbers(count, own, description)
    return DeveloperColumn(
        description.name,
        description.unit,
        description.native_message,
        description.native_field,
        values,
    )


def _read_numbers(
    count: int, own: Sequence[tuple[Part, DeveloperSlot]], description: Description
) -> Column:
    base = description.base
    if any(slot.size % base.size for _, slot in own):
        base = BASE_TYPES[BYTE]
    values = np.full((count, max(slot.size // base.size for _, slot in own)), np.nan)
    for part, slot in own:
        width = slot.size // base.size
        raw = _take_bytes(part, slot, part.layout.order + base.code).reshape(-1, width)
        values[part.where, :width] = as_floats(raw, base)
    if description.scale != 1 or description.offset != 0:
        values = values / description.scale - description.offset
    return values[:, 0] if values.shape[1] == 1 else values


def _take_bytes(part: Part, slot: DeveloperSlot, code: str) -> Column:
    octets = part.rows.view(np.uint8).reshape(-1, part.layout.size)
    return np.ascontiguousarray(octets[:, slot.at : slot.at + slot.size]).view(code).reshape(-1)
