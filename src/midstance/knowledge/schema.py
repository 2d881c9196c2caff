"""JSON Schema of every kind of record, generated from the record types.

`python -m midstance.knowledge.schema` writes the schemas beside the records, so that an editor
checks a record while it is written.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import as_file
from importlib.resources.abc import Traversable
from types import NoneType, UnionType
from typing import get_args, get_type_hints

from midstance.knowledge.kinds import RECORD_TYPES, TEXT_TYPES
from midstance.knowledge.load import DATA, TypeHint, origin_of
from midstance.knowledge.words import TEXT

PLAIN: dict[TypeHint, dict[str, object]] = {
    str: {"type": "string", "minLength": 1},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
}

SCHEMAS: tuple[tuple[Traversable, str, type], ...] = (
    *((DATA, folder, kind) for folder, kind in RECORD_TYPES.items()),
    *((TEXT, folder, kind) for folder, kind in TEXT_TYPES.items()),
)
"""Where each schema is committed, for which folder and which kind of record."""


def describe(kind: TypeHint) -> dict[str, object]:
    """JSON Schema of a record, an enumeration, a list, a choice or a plain value."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)]
        return {
            "type": "object",
            "properties": {name: describe(hints[name]) for name in names},
            "required": names,
            "additionalProperties": False,
        }
    if origin_of(kind) is UnionType:
        return {"anyOf": [describe(choice) for choice in get_args(kind)]}
    if origin_of(kind) is tuple:
        return {"type": "array", "items": describe(get_args(kind)[0])}
    if origin_of(kind) is Mapping:
        return {"type": "object", "additionalProperties": describe(get_args(kind)[1])}
    if issubclass(kind, StrEnum):
        return {"enum": [str(member) for member in kind]}
    return PLAIN[kind]


def write_schema(kind: type) -> str:
    """The schema of one kind of record as the text that is committed beside its folder."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.__name__,
        **describe(kind),
    }
    return json.dumps(schema, indent=2) + "\n"


def main() -> None:
    for root, folder, kind in SCHEMAS:
        with as_file(root / f"{folder}.schema.json") as path:
            path.write_text(write_schema(kind), "utf-8")


if __name__ == "__main__":
    main()
