"""The points of one body: BlazePose's second network, and where to look in the next picture.

Source: the public graph of MediaPipe's pose solution, whose numbers these are.
"""

from dataclasses import dataclass

import av
import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.pose.detector import body_square
from midstance.pose.network import Network
from midstance.pose.picture import Camera, Single, Square
from midstance.pose.weights import HEATMAP, POINTS, PRESENCE

MODEL_POINTS = np.array([0, 7, 8, 11, 12, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32])
"""(joints,) which of the network's points is which of our joints, in the order of `JOINTS`."""
HIPS_AND_BODY = np.array([33, 34])
PRESENT_FROM = 0.5
OFFSETS = np.arange(-3, 4)
PEAK_FROM = 0.5
TINY_WEIGHT = 1e-9


@dataclass(frozen=True)
class Body:
    """The joints of one person in one picture.

    Parameters
    ----------
    position_px : (joints, 2) in the upright picture.
    score : (joints,) how sure the network is that a joint can be seen, 0 to 1.
    square : where to look for her in the next picture.
    """

    position_px: FloatArray
    score: FloatArray
    square: Square


class Landmarker:
    """Finds the joints of the person in a square."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, camera: Camera, picture: av.VideoFrame, square: Square) -> Body | None:
        """The person's joints, or None where there is nobody."""
        side = self._network.side
        outputs = self._network.run(camera.cut(picture, square, side))
        if outputs[PRESENCE][0] < PRESENT_FROM:
            return None
        points = outputs[POINTS].reshape(-1, 5).astype(np.float64)
        kept = np.concatenate([MODEL_POINTS, HIPS_AND_BODY])
        inside = refine(points[kept, :2] / side, outputs[HEATMAP][..., kept])
        position_px = square.to_picture(inside)
        joints = MODEL_POINTS.size
        return Body(
            position_px=position_px[:joints],
            score=1 / (1 + np.exp(-points[MODEL_POINTS, 3])),
            square=body_square(position_px[joints], position_px[joints + 1]),
        )


def refine(inside: FloatArray, heat: FloatArray | Single) -> FloatArray:
    """Move points to the middle of the heat around them, where that is hot enough.

    Parameters
    ----------
    inside : (points, 2) x and y from 0 to 1.
    heat : (height, width, points) before the logistic function.

    Returns
    -------
    (points, 2) x and y from 0 to 1.
    """
    size = np.array(heat.shape[1::-1])
    middle = np.trunc(inside * size)[:, None, None]
    around = np.stack(np.meshgrid(OFFSETS, OFFSETS), axis=-1) + middle
    is_there = ((around >= 0) & (around < size)).all(axis=-1) & _lies_in(middle, size)
    columns, rows = np.where(is_there[..., None], around, 0).astype(np.int64).transpose(3, 0, 1, 2)
    found = heat[rows, columns, np.arange(len(inside))[:, None, None]].astype(np.float64)
    part = np.where(is_there, 1 / (1 + np.exp(-found)), 0.0)
    total = part.sum(axis=(1, 2))
    at = (part[..., None] * around).sum(axis=(1, 2)) / np.maximum(total, TINY_WEIGHT)[:, None]
    is_hot = (part.max(axis=(1, 2)) >= PEAK_FROM) & (total > TINY_WEIGHT)
    return np.where(is_hot[:, None], at / size, inside)


def _lies_in(point: FloatArray, size: IntArray) -> BoolArray:
    return np.asarray(((point >= 0) & (point < size)).all(axis=-1))
