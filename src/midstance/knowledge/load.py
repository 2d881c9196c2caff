"""Read the knowledge base: one YAML file a record, in the folder of its kind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache, partial
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

Builder = Callable[[object, str], Built]
"""Takes a value and the place where it stands."""

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
    return _builder(kind)(value, where)


@cache
def _builder(kind: TypeHint) -> Builder:
    if is_dataclass(kind):
        return partial(_build_record, kind)
    origin = origin_of(kind)
    if origin is UnionType:
        return partial(_build_either, get_args(kind))
    if origin is tuple:
        return partial(_build_tuple, _builder(get_args(kind)[0]))
    if origin is Mapping:
        return partial(_build_mapping, _builder(get_args(kind)[1]))
    return partial(_build_enum if issubclass(kind, StrEnum) else _build_plain, kind)


def origin_of(kind: object) -> object:
    """`tuple` for a tuple of something, `UnionType` for a choice, None for a plain type."""
    return get_origin(kind)


def _build_record(kind: TypeHint, value: object, where: str) -> Built:
    if not isinstance(value, dict):
        raise InvalidValueError(f"Expected a mapping at {where}, got {value!r}.")
    builders = _builders(kind)
    unknown, missing = value.keys() - builders.keys(), builders.keys() - value.keys()
    if unknown or missing:
        raise InvalidValueError(
            f"Expected exactly the fields {', '.join(builders)} at {where}; "
            f"unknown: {sorted(map(str, unknown))}, missing: {sorted(missing)}."
        )
    parts = {name: part(value[name], f"{where}: {name}") for name, part in builders.items()}
    return kind(**parts)


@cache
def _builders(kind: TypeHint) -> Mapping[str, Builder]:
    hints = get_type_hints(kind)
    return {field.name: _builder(hints[field.name]) for field in fields(kind)}


def _build_either(kinds: tuple[TypeHint, ...], value: object, where: str) -> Built:
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        if (origin_of(kind) is tuple) == isinstance(value, list):
            return build(kind, value, where)
    raise InvalidValueError(f"Expected one of {kinds} at {where}, got {value!r}.")


def _build_mapping(part: Builder, value: object, where: str) -> Mapping[str, Built]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise InvalidValueError(f"Expected a mapping with words as keys at {where}, got {value!r}.")
    return MappingProxyType({key: part(item, f"{where}: {key}") for key, item in value.items()})


def _build_tuple(part: Builder, value: object, where: str) -> tuple[Built, ...]:
    if not isinstance(value, list):
        raise InvalidValueError(f"Expected a list at {where}, got {value!r}.")
    return tuple([part(item, f"{where}[{index}]") for index, item in enumerate(value)])


def _build_enum(kind: type[StrEnum], value: object, where: str) -> Built:
    allowed = [str(member) for member in kind]
    if value not in allowed:
        raise InvalidValueError(f"Expected one of {allowed} at {where}, got {value!r}.")
    return kind(str(value))


def _build_plain(kind: type, value: object, where: str) -> Built:
    if kind is float and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type] # a number, as the line above says
    if type(value) is kind and value != "":
        return value
    raise InvalidValueError(f"Expected a filled-in {kind.__name__} at {where}, got {value!r}.")
