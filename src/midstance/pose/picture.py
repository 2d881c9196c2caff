"""Pictures upright and small enough, and square cuts out of them turned as the body is."""

from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray

Pixels = NDArray[np.uint8]
Single = NDArray[np.float32]
Words = NDArray[np.uint32]
BITS = 8
PARTS = 1 << BITS
LANES = 0x00FF00FF
HALVES = 0x00800080
STEPS = (1 / 8, 3 / 16, 1 / 4, 3 / 8, 1 / 2, 3 / 4, 1.0)


@dataclass(frozen=True)
class Square:
    """A square region of the upright picture.

    Parameters
    ----------
    x_px, y_px : its middle.
    size_px : its side.
    turn_rad : how far it is turned, clockwise as one sees it.
    """

    x_px: float
    y_px: float
    size_px: float
    turn_rad: float

    def to_picture(self, inside: FloatArray) -> FloatArray:
        """(..., 2) points of the picture for points of the square, which run from 0 to 1."""
        x, y = np.moveaxis((inside - 0.5) * self.size_px, -1, 0)
        cos, sin = np.cos(self.turn_rad), np.sin(self.turn_rad)
        return np.stack([self.x_px + x * cos - y * sin, self.y_px + x * sin + y * cos], axis=-1)


class Camera:
    """Turns stored pictures into upright ones of the size that is needed."""

    def __init__(self, picture: av.VideoFrame) -> None:
        self.rotation_deg = round(picture.rotation / 90) * 90
        stored = (picture.width * _pixel_width(picture), picture.height)
        upright = stored[::-1] if self.rotation_deg % 180 else stored
        self.width_px, self.height_px = round(upright[0]), round(upright[1])
        self._reformatters: dict[tuple[int, int], VideoReformatter] = {}

    def show(self, picture: av.VideoFrame, scale: float) -> Pixels:
        """(height, width, 4) the upright picture, scaled."""
        width, height = (max(2, round(side * scale)) for side in (self.width_px, self.height_px))
        return self.show_at(picture, width, height)

    def show_at(self, picture: av.VideoFrame, width: int, height: int) -> Pixels:
        """(height, width, 4) the upright picture in just this size."""
        if self.rotation_deg % 180:
            width, height = height, width
        reformatter = self._reformatters.setdefault((width, height), VideoReformatter())
        # one thread: with several, swscale tells rows where they meet differently each time
        small = reformatter.reformat(
            picture, width, height, "rgba", interpolation="AREA", threads=1
        )
        pixels = np.rot90(small.to_ndarray(), self.rotation_deg // 90)
        return np.ascontiguousarray(pixels)

    def cut(self, picture: av.VideoFrame, square: Square, side: int) -> Single:
        """(side, side, 3) what a square shows, 0 to 1."""
        fits = (step for step in STEPS if square.size_px * step >= side)
        pixels = self.show(picture, next(fits, 1.0))
        height, width = pixels.shape[:2]
        middles = np.asarray((np.arange(side) + 0.5) / side - 0.5, dtype=np.float32)
        cos, sin = np.cos(square.turn_rad), np.sin(square.turn_rad)
        across, down = width / self.width_px, height / self.height_px
        x = _plane(square.x_px, square.size_px * cos, -square.size_px * sin, across, middles)
        y = _plane(square.y_px, square.size_px * sin, square.size_px * cos, down, middles)
        return _sample(pixels, x, y)[..., :3].astype(np.float32) * np.float32(1 / 255)


def camera_for(camera: Camera | None, picture: av.VideoFrame) -> Camera:
    """The same camera as long as the pictures keep their size."""
    new = Camera(picture)
    if camera is None or (new.width_px, new.height_px) != (camera.width_px, camera.height_px):
        return new
    return camera


def _plane(at_px: float, by_column: float, by_row: float, scale: float, middles: Single) -> Single:
    """(side, side) one coordinate of each point of a square, in the scaled picture."""
    columns = np.float32(by_column * scale) * middles + np.float32(at_px * scale - 0.5)
    rows = np.float32(by_row * scale) * middles
    return np.asarray(columns + rows[:, None], dtype=np.float32)


def _pixel_width(picture: av.VideoFrame) -> float:
    ratio = picture.sample_aspect_ratio if hasattr(picture, "sample_aspect_ratio") else None
    return float(ratio) if ratio else 1.0


def _sample(pixels: Pixels, x: Single, y: Single) -> Pixels:
    """(..., 4) bilinear, to the nearest whole step; beyond the edge the edge goes on.

    Whole numbers, two colours to a word: an eighth of the time that fractions take.
    """
    height, width = pixels.shape[:2]
    across = np.clip(x * PARTS, 0, (width - 1) * PARTS - 1).astype(np.int32)
    down = np.clip(y * PARTS, 0, (height - 1) * PARTS - 1).astype(np.int32)
    at = (down >> BITS) * width + (across >> BITS)
    right, low = ((each & (PARTS - 1)).astype(np.uint32) for each in (across, down))
    words = pixels.view(np.uint32).ravel()
    corners = [words.take(at + offset) for offset in (0, 1, width, width + 1)]
    odd, even = (
        _blend(_blend(one, two, right), _blend(three, four, right), low)
        for shift in (BITS, 0)
        for one, two, three, four in [[(word >> shift) & LANES for word in corners]]
    )
    return (even | (odd << BITS)).view(np.uint8).reshape(*x.shape, 4)


def _blend(one: Words, other: Words, part: Words) -> Words:
    """Two colours at a time, each in the lower half of 16 bits."""
    return np.asarray((one * (PARTS - part) + other * part + HALVES) >> BITS & LANES)
