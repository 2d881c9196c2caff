"""What a film told, kept and read back: figures as a document, arrays packed apart."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from math import isfinite
from types import MappingProxyType
from typing import Any

import numpy as np

from midstance.app.plain import Plain, read_plain, to_plain
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.core.gait.records import Metric, RearGait, SideGait
from midstance.core.gait.screen_records import FilmedScreen
from midstance.store.film_arrays import pack_arrays, unpack_arrays
from midstance.store.models import Film, FilmGait, FilmPicture, FilmView
from midstance.store.streams import PackedStreams

Gait = SideGait | RearGait
Telling = Gait | FilmedScreen
KINDS: Mapping[str, type] = {FilmView.SIDE: SideGait, FilmView.REAR: RearGait}
ARRAY, SHAPE, IS_WHOLE = "array", "shape", "is_whole"
STEPS = {"_px": 0.01, "_s": 1e-6, "score": 0.001, "_frac": 1e-4, "side": 1.0}
STEP = 0.001
"""Angles; and whatever else a later record holds."""
NO_JOINTS = Keypoints(
    np.empty(0), np.empty((0, len(JOINTS), 2)), np.empty((0, len(JOINTS))), width_px=1, height_px=1
)


def keep_gait(
    film: Film, gait: Telling, pictures: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Keep what a film told, and pictures (JPEG by moment), in place of what was there."""
    arrays: dict[str, Any] = {}
    document = _without_arrays(gait, "", arrays)
    packed = pack_arrays(arrays, {name: _step_of(name) for name in arrays})
    FilmGait.objects.update_or_create(
        film=film,
        defaults={
            "document": document,
            "codec": packed.codec,
            "blob": packed.blob,
            "version": gait.version,
        },
    )
    FilmPicture.objects.owned_by(film.owner).filter(film=film).delete()
    FilmPicture.objects.bulk_create(
        FilmPicture(film=film, moment=moment, jpeg=jpeg) for moment, jpeg in pictures.items()
    )


def read_gait(row: FilmGait, view: str) -> Gait:
    """What a film of running told.

    Raises
    ------
    DamagedFileError
        When the row is not what was written.
    """
    gait: Gait = _read(row, KINDS[view])
    return gait


def read_filmed(row: FilmGait) -> FilmedScreen:
    """What a film of a movement screen told.

    Raises
    ------
    DamagedFileError
        When the row is not what was written.
    """
    filmed: FilmedScreen = _read(row, FilmedScreen)
    return filmed


def outline_of(film: Film) -> FilmedScreen | None:
    """What a film of a movement screen told, its joints left where they are; None for nothing."""
    row = getattr(film, "gait", None)
    if row is None:
        return None
    document = {name: part for name, part in row.document.items() if name != "keypoints"}
    joints = {each.name: getattr(NO_JOINTS, each.name) for each in fields(NO_JOINTS)}
    filmed: FilmedScreen = read_plain(FilmedScreen, {**document, "keypoints": joints})
    return filmed


def _read(row: FilmGait, kind: type) -> Any:  # noqa: ANN401 # a record of that kind
    places = dict(_places(row.document))
    shapes = {place[ARRAY]: tuple(place[SHAPE]) for place in places.values()}
    found = unpack_arrays(PackedStreams(row.codec, bytes(row.blob)), shapes)
    whole = {place[ARRAY] for place in places.values() if place[IS_WHOLE]}
    arrays = {
        name: values.astype(np.int64) if name in whole else values for name, values in found.items()
    }
    return read_plain(kind, _with_arrays(row.document, arrays))


def metrics_of(film: Film) -> tuple[Metric, ...]:
    """The figures that a film of running told; none where it told nothing."""
    gait = getattr(film, "gait", None)
    if gait is None or film.screen:
        return ()
    return tuple(read_plain(Metric, each) for each in gait.document["metrics"])


def _step_of(name: str) -> float:
    return next((step for end, step in STEPS.items() if name.endswith(end)), STEP)


def _without_arrays(value: object, path: str, arrays: dict[str, Any]) -> Plain:
    """The record as a document; each array goes aside, under the way to it."""
    inside = partial(_without_arrays, arrays=arrays)
    if isinstance(value, np.ndarray):
        arrays[path] = value
        is_whole = bool(np.issubdtype(value.dtype, np.integer))
        return {ARRAY: path, SHAPE: list(value.shape), IS_WHOLE: is_whole}
    if is_dataclass(value):
        return {
            each.name: inside(getattr(value, each.name), f"{path}.{each.name}")
            for each in fields(value)
        }
    if isinstance(value, tuple):
        return [inside(each, f"{path}.{number}") for number, each in enumerate(value)]
    if isinstance(value, float) and not isfinite(value):
        return None  # JSON has no such number
    return to_plain(value)


def _is_place(value: Plain) -> bool:
    return isinstance(value, dict) and value.keys() == {ARRAY, SHAPE, IS_WHOLE}


def _places(value: Plain) -> Iterator[tuple[str, Any]]:
    """Where an array belongs, by its name."""
    if _is_place(value):
        yield value[ARRAY], value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _places(part)
    elif isinstance(value, list):
        for part in value:
            yield from _places(part)


def _with_arrays(value: Plain, arrays: Mapping[str, Any]) -> Plain:
    if _is_place(value):
        return arrays[value[ARRAY]]
    if isinstance(value, dict):
        return {name: _with_arrays(part, arrays) for name, part in value.items()}
    if isinstance(value, list):
        return [_with_arrays(part, arrays) for part in value]
    return value
