"""What is asked of the locked process about a film, and how its answers are understood."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import Keypoints
from midstance.pose.clip import Look, Print, Tracked
from midstance.pose.faces import find_heads
from midstance.pose.frames import read_look, read_print, read_tracked
from midstance.sandbox.frames import FrameError, Header, read_number

PICTURE_LONG_SIDE_PX = 960
FILM_LONG_SIDE_PX = 1280
MOST_PICTURES = 24
TENTH_PX = 1
T = TypeVar("T")
Size = tuple[int, int]


def fit_picture(keypoints: Keypoints, long_side_px: int) -> Size:
    """Width and height, both even, of a picture that is no larger than this or than the film's."""
    scale = min(1.0, long_side_px / max(keypoints.width_px, keypoints.height_px))
    width, height = (
        max(2, 2 * round(side * scale / 2)) for side in (keypoints.width_px, keypoints.height_px)
    )
    return width, height


def order_prints(keypoints: Keypoints, start_s: float, size: Size) -> Header:
    """Ask for pictures of a size, with the runner's head blurred wherever it may be."""
    heads = [
        [start_s + float(time_s), *(round(each, TENTH_PX) for each in vars(head).values())]
        for time_s, those in zip(keypoints.time_s, find_heads(keypoints), strict=True)
        for head in those
    ]
    return {"width": size[0], "height": size[1], "heads": heads}


def check_times(times_s: Sequence[float], keypoints: Keypoints) -> None:
    """Refuse more times than are taken at once, and those of which nothing was followed.

    Raises
    ------
    InvalidValueError
        Too many, or one outside.
    """
    if len(times_s) > MOST_PICTURES:
        raise InvalidValueError(
            f"Expected at most {MOST_PICTURES} pictures at once, got {len(times_s)}."
        )
    first_s, last_s = float(keypoints.time_s[0]), float(keypoints.time_s[-1])
    for time_s in times_s:
        if not first_s <= time_s <= last_s:
            raise InvalidValueError(
                f"Expected times from {first_s:.2f} to {last_s:.2f} s, got {time_s:.2f} s."
            )


def joints_at(keypoints: Keypoints, time_s: float) -> FloatArray:
    """(joints, 2) of the picture that has this time; NaN where none has."""
    at = int(np.argmin(np.abs(keypoints.time_s - time_s)))
    step_s = float(np.median(np.diff(keypoints.time_s)))
    near = abs(float(keypoints.time_s[at]) - time_s) <= step_s / 2
    return keypoints.position_px[at] if near else np.full_like(keypoints.position_px[at], np.nan)


def hear_progress(
    understand: Callable[[Header, bytearray], T],
) -> Callable[[Header, bytearray], T | float]:
    """Understand the share that is done too."""

    def hear(header: Header, payload: bytearray) -> T | float:
        if header.get("kind") != "progress":
            return understand(header, payload)
        done_frac = read_number(header.get("done"))
        if not 0 <= done_frac <= 1:
            raise FrameError(f"progress of {done_frac}")
        return done_frac

    return hear


def hear_tracked(header: Header, payload: bytearray) -> Tracked:
    """Understand what was followed."""
    _expect(header, "tracked")
    return read_tracked(header, payload)


def hear_look(header: Header, payload: bytearray) -> Look:
    """Understand a first look."""
    _expect(header, "look")
    if payload:
        raise FrameError("a payload that is too long")
    return read_look(header)


def hear_prints(size: Size, most: int, *, rising: bool) -> Callable[[Header, bytearray], Print]:
    """Understand printed pictures: of just this size, not more than so many, their times rising."""
    before_s: list[float] = []

    def hear(header: Header, payload: bytearray) -> Print:
        _expect(header, "print")
        printed = read_print(header, payload, *size)
        before_s.append(printed.time_s)
        if len(before_s) > most or (rising and before_s[-2:] != sorted(set(before_s[-2:]))):
            raise FrameError("pictures that nobody asked for")
        return printed

    return hear


def _expect(header: Header, kind: str) -> None:
    if header.get("kind") != kind:
        raise FrameError("a frame of no known kind")
