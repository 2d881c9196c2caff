"""What the locked process says of a film, and how it is checked."""

import numpy as np

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import Keypoints
from midstance.pose.clip import Clip, Tracked
from midstance.pose.limits import FILM_MAX_FRAMES, FILM_MAX_LONG_SIDE_PX
from midstance.sandbox.frames import (
    FrameError,
    Header,
    Payload,
    Raw,
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
    numbers = [clip.duration_s, clip.fps, clip.filmed_fps or 0.0, clip.start_s]
    honest = (
        keypoints.time_s.size == clip.frames
        and bool(np.isfinite(numbers).all())
        and min(clip.duration_s, clip.fps) > 0
        and clip.start_s >= 0
        and bool(((scores >= 0) & (scores <= 1)).all())
        and not bool(np.isinf(places).any())
        and bool((np.isnan(places) | (np.abs(places) <= WIDEST_PX)).all())
    )
    if not honest:
        raise FrameError("a film that cannot be")
