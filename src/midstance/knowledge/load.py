"""Read the knowledge base: one YAML file a record, in the folder of its kind."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.records import Parameter, Source

R = TypeVar("R")

TypeHint = Any
"""A type as an annotation spells it, unions and tuples included."""

Built = Any
"""A value of that type."""

DATA = files("midstance.knowledge") / "data"

FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader reads all records in a blink; the Python one gives the same where it is absent."""


class RecordLoader(FastLoader):  # type: ignore[misc] # one of two classes, known when it runs
    """YAML as of version 1.2: `on`, `yes` and `no` are words, not truth values."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and shape that yaml asks for
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
        for first, resolvers in FastLoader.yaml_implicit_resolvers.items()
    }


RecordLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf")
)


@cache
def read_sources() -> Mapping[str, Source]:
    """Every source by id."""
    return read_folder(DATA / "sources", Source)


@cache
def read_parameters() -> Mapping[str, Parameter]:
    """Every parameter by id."""
    return read_folder(DATA / "parameters", Parameter)


def read_folder(folder: Traversable, kind: type[R]) -> Mapping[str, R]:
    """Every record of one folder by id, in the order of the ids; none when there is no folder."""
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else ()
    return MappingProxyType(
        {
            path.name.removesuffix(".yaml"): read_record(path, kind)
            for path in paths
            if path.name.endswith(".yaml")
        }
    )


def read_record(path: Traversable, kind: type[R]) -> R:
    """One record; refuses unknown, missing and misnamed ones and values of the wrong kind."""
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=RecordLoader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise InvalidValueError(f"Expected YAML in {path.name}: {error}") from error
    record: R = build(kind, content, path.name)
    if f"{content['id']}.yaml" != path.name:
        raise InvalidValueError(f"Expected the file {content['id']}.yaml, got {path.name}.")
    return record


def build(kind: TypeHint, value: object, where: str) -> Built:
    """The value as the type that a record asks for, or an error that names the place."""
    if is_dataclass(kind):
        return _build_record(kind, value, where)
    if origin_of(kind) is UnionType:
        return _build_either(get_args(kind), value, where)
    if origin_of(kind) is tuple:
        return _build_tuple(get_args(kind)[0], value, where)
    if origin_of(kind) is Mapping:
        return _build_mapping(get_args(kind)[1], value, where)
    return _build_plain(kind, value, where)


def origin_of(kind: object) -> object:
    """`tuple` for a tuple of something, `UnionType` for a choice, None for a plain type."""
    return get_origin(kind)


def _build_record(kind: TypeHint, value: object, where: str) -> Built:
    if not isinstance(value, dict):
        raise InvalidValueError(f"Expected a mapping at {where}, got {value!r}.")
    hints = _hints(kind)
    unknown, missing = value.keys() - hints.keys(), hints.keys() - value.keys()
    if unknown or missing:
        raise InvalidValueError(
            f"Expected exactly the fields {', '.join(hints)} at {where}; "
            f"unknown: {sorted(map(str, unknown))}, missing: {sorted(missing)}."
        )
    return kind(**{name: build(hints[name], value[name], f"{where}: {name}") for name in hints})


def _build_either(kinds: tuple[TypeHint, ...], value: object, where: str) -> Built:
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        if (origin_of(kind) is tuple) == isinstance(value, list):
            return build(kind, value, where)
    raise InvalidValueError(f"Expected one of {kinds} at {where}, got {value!r}.")


def _build_mapping(kind: TypeHint, value: object, where: str) -> Mapping[str, Built]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidValueError(f"Expected a mapping with words as keys at {where}, got {value!r}.")
    return MappingProxyType(
        {key: build(kind, item, f"{where}: {key}") for key, item in value.items()}
    )


def _build_tuple(kind: TypeHint, value: object, where: str) -> tuple[Built, ...]:
    if not isinstance(value, list):
        raise InvalidValueError(f"Expected a list at {where}, got {value!r}.")
    return tuple(build(kind, item, f"{where}[{index}]") for index, item in enumerate(value))


def _build_plain(kind: TypeHint, value: object, where: str) -> Built:
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(kind, type) and issubclass(kind, StrEnum) and value in list(kind):
        return kind(str(value))
    if kind in (int, str, bool, date) and type(value) is kind and value != "":
        return value
    raise InvalidValueError(f"Expected {_allowed(kind)} at {where}, got {value!r}.")


def _allowed(kind: TypeHint) -> str:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"one of {[str(member) for member in kind]}"
    return f"a filled-in {kind.__name__}"


@cache
def _hints(kind: TypeHint) -> Mapping[str, TypeHint]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
