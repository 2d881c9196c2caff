"""Rows as lines of JSON that read the same whichever engine held them."""

import base64
import datetime as dt
import json
import math
import uuid
from collections.abc import Generator, Iterable
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import models

ROWS_PER_TURN = 500
EXACT_WHOLE = 2**53
LEFT_OUT_APPS = frozenset({"contenttypes", "sessions"})  # made anew by migrating and logging in
LEFT_OUT_TABLES = frozenset(
    {"auth.permission", "auth.group_permissions", "auth.user_user_permissions"}  # not used here
)
Model = type[models.Model]


def kept_models(apps: Apps) -> list[Model]:
    """Every table that a backup holds, in a fixed order."""
    every = apps.get_models(include_auto_created=True)
    return sorted((model for model in every if is_kept(model)), key=name_of)


def is_kept(model: Model) -> bool:
    options = model._meta  # noqa: SLF001 # Django's documented way to a model's options
    own_table = options.managed and not options.proxy
    return own_table and not (
        options.app_label in LEFT_OUT_APPS or options.label_lower in LEFT_OUT_TABLES
    )


def name_of(model: Model) -> str:
    return model._meta.label_lower  # noqa: SLF001 # see is_kept


def columns_of(model: Model) -> list[Any]:
    """By name, since migrations and models list them in different orders."""
    columns = model._meta.concrete_fields  # noqa: SLF001 # see is_kept
    return sorted(columns, key=lambda column: column.attname)


def dump_rows(model: Model, alias: str) -> Generator[str]:
    """One line a row in the order of the primary key; the first line names the columns."""
    names = [column.attname for column in columns_of(model)]
    yield to_line(names)
    rows = model._base_manager.using(alias).order_by("pk").values_list(*names)  # noqa: SLF001 # past every filter
    for row in rows.iterator(chunk_size=ROWS_PER_TURN):
        yield to_line([to_plain(value) for value in row])


def load_rows(model: Model, alias: str, lines: Iterable[str]) -> int:
    """Insert the rows of `dump_rows` with their keys; gives how many."""
    rows = iter(lines)
    named = {column.attname: column for column in columns_of(model)}
    columns = [named[name] for name in json.loads(next(rows))]
    count = 0
    while turn := list(islice(rows, ROWS_PER_TURN)):
        made = [make_row(model, columns, json.loads(line)) for line in turn]
        model._base_manager.using(alias).bulk_create(made)  # noqa: SLF001 # past every filter
        count += len(made)
    return count


def make_row(model: Model, columns: list[Any], values: list[Any]) -> models.Model:
    return model(
        **{
            column.attname: to_python(column, value)
            for column, value in zip(columns, values, strict=True)
        }
    )


def to_python(column: Any, value: Any) -> Any:  # noqa: ANN401 # any column, any value
    if value is None or isinstance(column, models.JSONField):
        return value
    return column.to_python(value)


def to_line(values: list[Any]) -> str:
    return json.dumps(values, ensure_ascii=False, allow_nan=False, sort_keys=True) + "\n"


def to_plain(value: Any) -> Any:  # noqa: ANN401 # any value
    """A value as JSON holds it; instants in UTC, bytes in base64."""
    match value:
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
        case dt.date() | dt.time():
            return value.isoformat()
        case uuid.UUID():
            return value.hex
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case dict() | list():
            return plain_json(value)
        case _:
            return value


def plain_json(value: Any) -> Any:  # noqa: ANN401 # any value
    """JSON with one spelling per number, since PostgreSQL keeps a float as a decimal."""
    match value:
        case dict():
            return {key: plain_json(part) for key, part in value.items()}
        case list() | tuple():
            return [plain_json(part) for part in value]
        case float() if math.isfinite(value) and value.is_integer() and abs(value) < EXACT_WHOLE:
            return int(value)
        case int() if abs(value) >= EXACT_WHOLE:
            return float(value)
        case _:
            return value
