"""What the locked process says of a film, and how it is checked."""

from dataclasses import asdict

import numpy as np

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import Keypoints
from midstance.pose.clip import Box, Clip, Look, Print, SeenPerson, Tracked
from midstance.pose.limits import FILM_MAX_FRAMES, FILM_MAX_LONG_SIDE_PX
from midstance.sandbox.frames import (
    FrameError,
    Header,
    Payload,
    Raw,
    each,
    maybe,
    read_as,
    read_count,
    read_number,
    read_text,
)

MOST_PEOPLE = 10_000
WIDEST_PX = 4 * FILM_MAX_LONG_SIDE_PX  # pixels may be wider than high


def write_tracked(tracked: Tracked) -> tuple[Header, Payload]:
    """Write what was followed as header and payload."""
    payload = Payload([])
    keypoints, clip = tracked.keypoints, tracked.clip
    header: Header = {
        "kind": "tracked",
        "time": payload.add(keypoints.time_s),
        "position": payload.add(keypoints.position_px),
        "score": payload.add(keypoints.score),
        "clip": {name: getattr(clip, name) for name in Clip.__dataclass_fields__},
    }
    return header, payload


def read_tracked(header: Header, payload: bytearray) -> Tracked:
    """Read what was followed, believing nothing.

    Raises
    ------
    FrameError
        Anything is missing, of another type or size, or left over.
    """
    raw = Raw(memoryview(payload).toreadonly())
    try:
        clip = _read_clip(read_as(dict, header["clip"]))
        keypoints = Keypoints(
            raw.array(header["time"], 1),
            raw.array(header["position"], 3),
            raw.array(header["score"], 2),
            clip.width_px,
            clip.height_px,
        )
    except (KeyError, ValueError, TypeError, OverflowError, InvalidValueError) as error:
        raise FrameError(f"a film that cannot be ({type(error).__name__})") from error
    raw.finish()
    _check(keypoints, clip)
    return Tracked(keypoints, clip)


def write_look(look: Look) -> Header:
    """Write what a first look saw."""
    return {"kind": "look", **asdict(look)}


def read_look(header: Header) -> Look:
    """Read what a first look saw, believing nothing.

    Raises
    ------
    FrameError
        Anything is missing, of another type or size, or cannot be.
    """
    try:
        look = Look(
            clip=_read_clip(read_as(dict, header["clip"])),
            people=tuple(each(header["people"], _read_person)),
            has_rivals=read_as(bool, header["has_rivals"]),
            light_frac=_read_frac(header["light_frac"]),
            looked_s=_read_length(header["looked_s"]),
        )
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise FrameError(f"a look that cannot be ({type(error).__name__})") from error
    if not _is_honest(look.clip):
        raise FrameError("a look that cannot be")
    return look


def _read_person(value: object) -> SeenPerson:
    row = read_as(dict, value)
    box = read_as(dict, row["box"])
    return SeenPerson(
        seen_s=_read_length(row["seen_s"]),
        box=Box(**{name: _read_place(box[name]) for name in Box.__dataclass_fields__}),
        body_px=_read_length(row["body_px"]),
        head_frac=_read_frac(row["head_frac"]),
        feet_frac=_read_frac(row["feet_frac"]),
    )


def _read_place(value: object) -> float:
    place = read_number(value)
    if not abs(place) <= WIDEST_PX:
        raise FrameError(f"a place at {place}")
    return place


def _read_length(value: object) -> float:
    length = read_number(value)
    if not 0 <= length <= WIDEST_PX:
        raise FrameError(f"a length of {length}")
    return length


def _read_frac(value: object) -> float:
    frac = read_number(value)
    if not 0 <= frac <= 1:
        raise FrameError(f"a share of {frac}")
    return frac


def write_print(printed: Print) -> tuple[Header, Payload]:
    """Write a printed picture as header and payload."""
    payload = Payload([])
    payload.add_bytes(printed.pixels)
    return {"kind": "print", "time": printed.time_s}, payload


def read_print(header: Header, payload: bytearray, width: int, height: int) -> Print:
    """Read a printed picture of the size that was asked for.

    Raises
    ------
    FrameError
        Its time is missing or cannot be, or it is of another size.
    """
    raw = Raw(memoryview(payload))
    pixels = raw.bytes_array(height, width, 3)
    raw.finish()
    return Print(_read_length(header.get("time")), pixels)


def _read_clip(row: Header) -> Clip:
    return Clip(
        container=read_text(row["container"]),
        codec=read_text(row["codec"]),
        width_px=read_count(row["width_px"], WIDEST_PX),
        height_px=read_count(row["height_px"], WIDEST_PX),
        rotation_deg=read_as(int, row["rotation_deg"]),
        duration_s=read_number(row["duration_s"]),
        fps=read_number(row["fps"]),
        frames=read_count(row["frames"], FILM_MAX_FRAMES),
        is_variable_rate=read_as(bool, row["is_variable_rate"]),
        filmed_fps=maybe(read_number, row["filmed_fps"]),
        is_cut_short=read_as(bool, row["is_cut_short"]),
        people=read_count(row["people"], MOST_PEOPLE),
        start_s=read_number(row["start_s"]),
    )


def _check(keypoints: Keypoints, clip: Clip) -> None:
    scores, places = keypoints.score, keypoints.position_px
    honest = (
        _is_honest(clip)
        and keypoints.time_s.size == clip.frames
        and bool(((scores >= 0) & (scores <= 1)).all())
        and not bool(np.isinf(places).any())
        and bool((np.isnan(places) | (np.abs(places) <= WIDEST_PX)).all())
    )
    if not honest:
        raise FrameError("a film that cannot be")


def _is_honest(clip: Clip) -> bool:
    numbers = [clip.duration_s, clip.fps, clip.filmed_fps or 0.0, clip.start_s]
    return (
        bool(np.isfinite(numbers).all())
        and min(clip.duration_s, clip.fps, clip.width_px, clip.height_px) > 0
        and min(clip.start_s, clip.filmed_fps or 0.0) >= 0
    )
