"""The tables in a Garmin account export: names of activities and the shoes they were run in.

The recordings lie in zips of FIT files; *summarizedActivities.json names them by their start in
milliseconds, *gear.json lists the gear and which activity used it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from midstance.core.base.errors import DamagedFileError, LimitExceededError
from midstance.importers.activity import ShoeRecord
from midstance.importers.limits import TABLE_MAX_BYTES

ACTIVITIES = "summarizedActivities.json"
GEAR = "gear.json"
MAX_DEPTH = 6


@dataclass(frozen=True)
class Summary:
    """One activity as the account lists it."""

    identity: str
    start_s: float
    name: str


def read_summaries(table: bytes) -> tuple[Summary, ...]:
    """The activities of *summarizedActivities.json."""
    return tuple(_summaries(_objects(_read_json(table))))


def read_gear(table: bytes) -> tuple[tuple[ShoeRecord, ...], Mapping[str, str]]:
    """The shoes of *gear.json, and the name of the gear by the id of the activity."""
    shoes: list[ShoeRecord] = []
    names: dict[str, str] = {}
    gear_of: dict[str, str] = {}
    top = _read_json(table)
    for item in _objects(top):
        if _text(item, "gearPk") and ("gearMakeName" in item or "displayName" in item):
            shoe = _read_shoe(item)
            names[_text(item, "gearPk")] = shoe.name
            if "shoe" in _text(item, "gearTypeName").lower():
                shoes.append(shoe)
    for item in _objects(top):
        if _text(item, "activityId") and _text(item, "gearPk") in names:
            gear_of[_text(item, "activityId")] = names[_text(item, "gearPk")]
    return tuple(shoes), gear_of


def _read_shoe(item: Mapping[str, Any]) -> ShoeRecord:
    brand, model = _text(item, "gearMakeName"), _text(item, "gearModelName")
    own_name = _text(item, "displayName") or _text(item, "customMakeModel")
    return ShoeRecord(own_name or f"{brand} {model}".strip(), brand, model)


def _summaries(items: Iterable[Mapping[str, Any]]) -> Iterator[Summary]:
    for item in items:
        start_ms = item.get("beginTimestamp")
        if isinstance(start_ms, int | float) and not isinstance(start_ms, bool):
            yield Summary(_text(item, "activityId"), start_ms / 1000, _text(item, "name"))


def _objects(item: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - any JSON
    if depth > MAX_DEPTH:
        return
    if isinstance(item, dict):
        yield item
        for value in item.values():
            yield from _objects(value, depth + 1)
    elif isinstance(item, list):
        for value in item:
            yield from _objects(value, depth + 1)


def _read_json(table: bytes) -> Any:  # noqa: ANN401 - any JSON
    if len(table) > TABLE_MAX_BYTES:
        raise LimitExceededError(
            f"A table may hold {TABLE_MAX_BYTES} bytes; this one holds {len(table)}."
        )
    try:
        return json.loads(table)
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(f"JSON was expected; {error}.") from error


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return str(value).strip() if isinstance(value, str | int) else ""
