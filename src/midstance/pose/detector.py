"""Where people are in a picture: BlazePose's first network.

It looks at a grid of anchors, each of which proposes a person by four points. Two of them serve:
the middle between the hips, and the point that tells how large and how turned the body is.

Source: the public graph of MediaPipe's pose solution, whose numbers these are.
"""

from dataclasses import dataclass
from itertools import product

import av
import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.pose.network import Network
from midstance.pose.picture import Camera, Pixels, Square

GRIDS = ((28, 2), (14, 2), (7, 6))
SURE_FROM = 0.5
SAME_FROM_IOU = 0.3
LARGEST_LOGIT = 100.0
HIPS, BODY = 4, 6
ROI_FACTOR = 1.25
LARGEST_IN_PART = 1.5


@dataclass(frozen=True)
class Seen:
    """One person in one picture.

    Parameters
    ----------
    square : around the whole body, turned as she is.
    score : how sure the network is, 0 to 1.
    """

    square: Square
    score: float


class Detector:
    """Finds people."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find(self, camera: Camera, picture: av.VideoFrame) -> list[Seen]:
        """Everybody in the picture, the surest first."""
        side = self._network.side
        longest = max(camera.width_px, camera.height_px)
        pixels = camera.show(picture, side / longest)[:side, :side, :3]
        return self._find(pixels, longest / side, (0, 0))

    def find_small(self, camera: Camera, picture: av.VideoFrame, zoom: int) -> list[Seen]:
        """Those too whom a look at the whole is too coarse for; somebody may come twice.

        Parameters
        ----------
        zoom : into how many parts, half upon each other, the longer side is cut.
        """
        side = self._network.side
        scale = max(camera.width_px, camera.height_px) / (side * zoom)
        whole = camera.show(picture, 1 / scale)[..., :3]
        parts = product(*(_starts(length, side) for length in whole.shape[:2]))
        return [
            seen
            for top, left in parts
            for part in [whole[top : top + side, left : left + side]]
            for seen in self._find(part, scale, (left, top))
            if seen.square.size_px <= LARGEST_IN_PART * side * scale
        ]

    def _find(self, pixels: Pixels, scale: float, start: tuple[int, int]) -> list[Seen]:
        """Those in a part of a picture that is as large as the network's or smaller.

        Parameters
        ----------
        scale : points of the film for each of these.
        start : left and upper edge of the part.
        """
        side = self._network.side
        height, width = pixels.shape[:2]
        top, left = (side - height) // 2, (side - width) // 2
        canvas = np.full((side, side, 3), -1.0, dtype=np.float32)
        canvas[top : top + height, left : left + width] = pixels / np.float32(127.5) - 1
        outputs = {k: v.astype(np.float64) for k, v in self._network.run(canvas).items()}
        boxes, scores = _decode(outputs["Identity"], outputs["Identity_1"][:, 0], side)
        off = np.tile([left - start[0], top - start[1]], boxes.shape[1] // 2)
        boxes -= off * (np.arange(boxes.shape[1]) // 2 != 1)
        return [
            Seen(body_square(box[HIPS : HIPS + 2], box[BODY : BODY + 2]), score)
            for box, score in _merge(boxes, scores)
            for box in [box * scale]
        ]


def _starts(length: int, side: int) -> list[int]:
    """Where parts of a side begin so that each lies half upon the next."""
    return [*range(0, max(1, length - side), side // 2), *([length - side] * (length > side))]


def body_square(hips: FloatArray, body: FloatArray) -> Square:
    """The region around a body: hips in the middle, turned so that the trunk stands upright."""
    x, y = body - hips
    return Square(
        x_px=float(hips[0]),
        y_px=float(hips[1]),
        size_px=float(2 * np.hypot(x, y) * ROI_FACTOR),
        turn_rad=float(wrap_angle(np.pi / 2 - np.arctan2(-y, x))),
    )


def wrap_angle(angle_rad: float) -> float:
    """The same direction, from minus to plus half a turn."""
    return (angle_rad + np.pi) % (2 * np.pi) - np.pi


def _anchors() -> FloatArray:
    """(anchors, 2) middles, 0 to 1, in the order in which the network speaks."""
    return np.concatenate(
        [
            np.repeat(
                np.stack(np.meshgrid(*[(np.arange(n) + 0.5) / n] * 2), axis=-1).reshape(-1, 2),
                each,
                axis=0,
            )
            for n, each in GRIDS
        ]
    )


ANCHORS = _anchors()


def _decode(raw: FloatArray, logits: FloatArray, side: int) -> tuple[FloatArray, FloatArray]:
    """(found, 12) middle, size and four points in the network's pixels, and how sure each is."""
    scores = 1 / (1 + np.exp(-np.clip(logits, -LARGEST_LOGIT, LARGEST_LOGIT)))
    found = np.flatnonzero(scores >= SURE_FROM)
    boxes = raw[found].copy()
    moved = np.tile(ANCHORS[found] * side, boxes.shape[1] // 2)
    moved[:, 2:4] = 0  # the size has no place
    return boxes + moved, scores[found]


def _merge(boxes: FloatArray, scores: FloatArray) -> list[tuple[FloatArray, float]]:
    """One box, weighted by how sure each is, for boxes that lie upon each other."""
    left = np.argsort(-scores)
    merged = []
    while left.size:
        overlap = _overlap(boxes[left[0]], boxes[left])
        same = left[overlap >= SAME_FROM_IOU] if overlap.max() > 0 else left[:1]
        merged.append((np.average(boxes[same], axis=0, weights=scores[same]), scores[left[0]]))
        left = left[~np.isin(left, same)]
    return [(box, float(score)) for box, score in merged]


def _overlap(one: FloatArray, others: FloatArray) -> FloatArray:
    """Intersection over union."""
    low = np.maximum(one[:2] - one[2:4] / 2, others[:, :2] - others[:, 2:4] / 2)
    high = np.minimum(one[:2] + one[2:4] / 2, others[:, :2] + others[:, 2:4] / 2)
    shared = np.prod(np.clip(high - low, 0, None), axis=1)
    return np.asarray(shared / (np.prod(one[2:4]) + np.prod(others[:, 2:4], axis=1) - shared))
