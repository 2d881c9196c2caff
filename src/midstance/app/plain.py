"""Records as plain documents and back, so that a stored document gives the same record again."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

Plain = Any
"""What JSON holds."""


def to_plain(value: object) -> Plain:
    """Records as mappings, tuples as lists, sets in order; `for_` is written `for`."""
    if is_dataclass(value):
        value = {field.name.rstrip("_"): getattr(value, field.name) for field in fields(value)}
    match value:
        case Mapping():
            return {str(key): to_plain(part) for key, part in value.items()}
        case AbstractSet():
            return sorted(to_plain(part) for part in value)
        case Enum() | str():
            return getattr(value, "value", value)
        case Sequence():
            return [to_plain(part) for part in value]
        case date():
            return _day_or_moment(value)
        case _:
            return value


def _day_or_moment(value: date) -> str:
    """Gives "2026-11-30" or "2026-11-30T05:40:00Z"."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_plain(kind: Any, value: Plain) -> Any:  # noqa: ANN401 # any record, as its own kind
    """A record of that kind from what `to_plain` made of it; what came later has its default."""
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _read_union(get_args(kind), value)
    if origin is tuple:
        return tuple(
            read_plain(part, item)
            for part, item in zip(_parts(get_args(kind), value), value, strict=True)
        )
    if origin is frozenset:
        return frozenset(read_plain(get_args(kind)[0], part) for part in value)
    return _read_single(kind, value) if isinstance(kind, type) else value


def _read_union(kinds: tuple[Any, ...], value: Plain) -> Plain:
    """An optional value; other unions hold plain values only."""
    named = [kind for kind in kinds if kind is not NoneType]
    return read_plain(named[0], value) if value is not None and len(named) == 1 else value


def _parts(kinds: tuple[Any, ...], value: Sequence[Plain]) -> Sequence[Any]:
    return [kinds[0]] * len(value) if kinds[-1] is Ellipsis else kinds


def _read_single(kind: type, value: Plain) -> Plain:
    if is_dataclass(kind):
        known = {name: hint for name, hint in _hints(kind).items() if name.rstrip("_") in value}
        return kind(**{name: read_plain(known[name], value[name.rstrip("_")]) for name in known})
    if issubclass(kind, Enum):
        return kind(value)
    return kind.fromisoformat(value) if kind in {date, datetime} else value


@cache
def _hints(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 # the class of any record
    return get_type_hints(kind)
