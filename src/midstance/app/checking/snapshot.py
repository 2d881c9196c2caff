"""Reports and sheets as plain documents, and the snapshot of a check that is replayed as it was."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from midstance.app.checking.records import CheckReport, Document

Plain = Any
"""What JSON holds."""


@dataclass(frozen=True)
class Snapshot:
    """Inputs and output of one check."""

    answers: Document
    asked: tuple[str, ...]
    report: CheckReport


def to_plain(value: object) -> Plain:
    """Records as mappings and tuples as lists; `for_` is written `for`."""
    if is_dataclass(value):
        return {
            field.name.rstrip("_"): to_plain(getattr(value, field.name)) for field in fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_plain(part) for part in value]
    return str(value) if isinstance(value, str) else value


def write_snapshot(document: Document, asked: Sequence[str], report: CheckReport) -> str:
    """Equal inputs and output give equal bytes, whichever engine stores them."""
    content = {"answers": document, "asked": list(asked), "report": to_plain(report)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_snapshot(text: str) -> Snapshot:
    """The inverse of `write_snapshot`."""
    content = json.loads(text)
    report = read_plain(CheckReport, content["report"])
    return Snapshot(content["answers"], tuple(content["asked"]), report)


def read_plain(kind: Any, value: Plain) -> Any:  # noqa: ANN401 # any record, as its own kind
    """A record of that kind from what `to_plain` made of it; what came later has its default."""
    if isinstance(kind, type) and is_dataclass(kind):
        known = {name: hint for name, hint in _hints(kind).items() if name.rstrip("_") in value}
        return kind(**{name: read_plain(known[name], value[name.rstrip("_")]) for name in known})
    if get_origin(kind) is tuple:
        return tuple(read_plain(get_args(kind)[0], part) for part in value)
    return value


@cache
def _hints(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 # the class of any record
    return get_type_hints(kind)
