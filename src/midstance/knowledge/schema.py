"""JSON Schema of every kind of record, generated from the record types.

`python -m midstance.knowledge.schema` writes the schemas beside the records, so that an editor
checks a record while it is written.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import as_file
from types import UnionType
from typing import get_args, get_type_hints

from midstance.knowledge.load import DATA, TypeHint, origin_of
from midstance.knowledge.records import RECORD_TYPES

PLAIN: dict[TypeHint, dict[str, object]] = {
    str: {"type": "string", "minLength": 1},
    int: {"type": "integer"},
    float: {"type": "number"},
    date: {"type": "string", "format": "date"},
}


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
    if issubclass(kind, StrEnum):
        return {"enum": [str(member) for member in kind]}
    return PLAIN[kind]


def write_schema(folder: str) -> str:
    """The schema of one folder's records as the text that is committed beside them."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": RECORD_TYPES[folder].__name__,
        **describe(RECORD_TYPES[folder]),
    }
    return json.dumps(schema, indent=2) + "\n"


def main() -> None:
    with as_file(DATA) as data:
        for folder in RECORD_TYPES:
            (data / f"{folder}.schema.json").write_text(write_schema(folder), "utf-8")


if __name__ == "__main__":
    main()
