"""A runner's joints drawn over a picture: smooth lines, the near leg told from the far one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS

Colour = tuple[int, int, int]
Pixels = NDArray[np.uint8]

NEAR: Colour = (255, 176, 0)
FAR: Colour = (86, 180, 233)
TRUNK: Colour = (255, 255, 255)
EDGE: Colour = (20, 20, 20)
LEG = (("hip", "knee"), ("knee", "ankle"), ("ankle", "heel"), ("heel", "toe"), ("ankle", "toe"))
THICK_FRAC = 1 / 180
FAR_THINNER = 0.6
PAIRS = ("shoulder", "hip")
EDGE_PX = 1.2
DOT_TIMES = 1.7
THINNEST_PX = 2.0


@dataclass(frozen=True)
class Line:
    """A bone of the drawing.

    Parameters
    ----------
    ends : the names of two joints.
    width_times : in widths of a line of the near leg.
    """

    ends: tuple[str, str]
    colour: Colour
    width_times: float = 1.0


def draw_joints(pixels: Pixels, joints: FloatArray, near_side: str | None) -> None:
    """Draw one person over a picture, in place; what is not known is left out.

    Parameters
    ----------
    pixels : (height, width, 3).
    joints : (joints, 2) in its points, in the order of `JOINTS`.
    near_side : "left" or "right", drawn in front; None takes the left one.
    """
    width_px = max(THINNEST_PX, max(pixels.shape[:2]) * THICK_FRAC)
    for line in choose_lines(near_side):
        one, other = (joints[JOINTS.index(name)] for name in line.ends)
        if np.isfinite([one, other]).all():
            half_px = width_px * line.width_times / 2
            _paint(pixels, one, other, half_px + EDGE_PX, EDGE)
            _paint(pixels, one, other, half_px, line.colour)
            for end in (one, other):
                _paint(pixels, end, end, half_px * DOT_TIMES, line.colour)


def choose_lines(near_side: str | None) -> Sequence[Line]:
    """What is drawn, the far leg first and the near one over it."""
    near = near_side or "left"
    far = "right" if near == "left" else "left"
    return (
        *(Line((f"{far}_{a}", f"{far}_{b}"), FAR, FAR_THINNER) for a, b in LEG),
        *(Line((f"{side}_shoulder", f"{side}_hip"), TRUNK, FAR_THINNER) for side in (far, near)),
        *(Line((f"{far}_{part}", f"{near}_{part}"), TRUNK, FAR_THINNER) for part in PAIRS),
        *(Line((f"{near}_{a}", f"{near}_{b}"), NEAR) for a, b in LEG),
    )


def _paint(
    pixels: Pixels, one: FloatArray, other: FloatArray, radius_px: float, colour: Colour
) -> None:
    """A line with round ends; at its edge a point is covered in part."""
    height, width = pixels.shape[:2]
    low = np.floor(np.minimum(one, other) - radius_px - 1).astype(int)
    high = np.ceil(np.maximum(one, other) + radius_px + 2).astype(int)
    left, right = np.clip([low[0], high[0]], 0, width)
    top, bottom = np.clip([low[1], high[1]], 0, height)
    if left >= right or top >= bottom:
        return
    points = np.stack(np.meshgrid(np.arange(left, right), np.arange(top, bottom)), axis=-1) - one
    along = other - one
    length2 = float(along @ along)
    part = np.clip(points @ along / length2, 0, 1) if length2 > 0 else np.zeros(points.shape[:2])
    off_px = np.hypot(*np.moveaxis(points - part[..., None] * along, -1, 0))
    cover = np.clip(radius_px + 0.5 - off_px, 0, 1)[..., None]
    under = pixels[top:bottom, left:right]
    pixels[top:bottom, left:right] = np.rint(under + cover * (np.array(colour) - under))
