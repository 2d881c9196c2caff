"""Where heads are, rather too much than too little of them, and how they become unrecognisable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.keypoints import JOINTS, Keypoints

Pixels = NDArray[np.uint8]
HEAD = [JOINTS.index(name) for name in ("nose", "left_ear", "right_ear")]
SHOULDERS = [JOINTS.index(f"{side}_shoulder") for side in ("left", "right")]
HIPS = [JOINTS.index(f"{side}_hip") for side in ("left", "right")]
OF_TRUNK = 0.42
OF_FACE = 2.0
OF_SHOULDERS = 0.55
OF_BODY = 0.3
LOST_S = 0.5
LOST_TIMES = 1.5
SMALLEST_PX = 6.0
COLOUR_STEP = 16


@dataclass(frozen=True)
class Disc:
    """A round part of a picture."""

    x_px: float
    y_px: float
    radius_px: float

    def times(self, factor: float) -> "Disc":
        """As large so many times, about the same middle."""
        return Disc(self.x_px, self.y_px, factor * self.radius_px)

    def scaled(self, scale: float) -> "Disc":
        """The same part of a picture of another size."""
        return Disc(scale * self.x_px, scale * self.y_px, scale * self.radius_px)


def find_head(joints: FloatArray) -> Disc | None:
    """The head of a body; its upper part where the head is not known; None of no body.

    Parameters
    ----------
    joints : (joints, 2) in the order of `JOINTS`; NaN where not known [px].
    """
    known = joints[np.isfinite(joints).all(axis=1)]
    if not known.size:
        return None
    head, shoulders, hips = (_known(joints, those) for those in (HEAD, SHOULDERS, HIPS))
    body_px = float(np.ptp(known[:, 1]))
    if not head.size:
        top = shoulders if shoulders.size else known[[np.argmin(known[:, 1])]]
        x, y = top.mean(axis=0)
        return Disc(float(x), float(y), max(OF_BODY * body_px, SMALLEST_PX))
    sizes = [SMALLEST_PX, OF_FACE * _widest(head), OF_SHOULDERS * _widest(shoulders)]
    if shoulders.size and hips.size:
        sizes.append(OF_TRUNK * float(np.hypot(*(shoulders.mean(axis=0) - hips.mean(axis=0)))))
    else:
        sizes.append(OF_BODY * body_px)
    x, y = head.mean(axis=0)
    return Disc(float(x), float(y), max(sizes))


def _known(joints: FloatArray, those: Sequence[int]) -> FloatArray:
    part = joints[list(those)]
    return part[np.isfinite(part).all(axis=1)]


def _widest(points: FloatArray) -> float:
    if len(points) < 2:  # noqa: PLR2004 - it takes two to be apart
        return 0.0
    return float(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)).max())


def find_heads(keypoints: Keypoints) -> list[tuple[Disc, ...]]:
    """Where the head of the one who was followed may be in each picture.

    Where nothing of her is known, the heads of the moments before and after are taken, larger.
    """
    heads = [find_head(joints) for joints in keypoints.position_px]
    seen = np.flatnonzero([head is not None for head in heads])
    return [
        (head,) if head is not None else tuple(_beside(keypoints.time_s, heads, seen, at))
        for at, head in enumerate(heads)
    ]


def _beside(
    time_s: FloatArray, heads: Sequence[Disc | None], seen: NDArray[np.intp], at: int
) -> Iterable[Disc]:
    after = int(np.searchsorted(seen, at))
    for index in seen[max(0, after - 1) : after + 1]:
        head = heads[index]
        if head is not None and abs(time_s[index] - time_s[at]) <= LOST_S:
            yield head.times(LOST_TIMES)


def blur(pixels: Pixels, discs: Iterable[Disc]) -> None:
    """Blur these parts of a picture, in place, so far that each is left with one colour.

    Parameters
    ----------
    pixels : (height, width, 3).
    discs : in its points. Of those that touch only their mean colour stays, in coarse steps.
    """
    for group in _touching(list(discs)):
        rows, columns = _around(group, pixels.shape)
        part = pixels[rows, columns]
        is_inside = np.any([_inside(disc, rows, columns) for disc in group], axis=0)
        if is_inside.any():
            colour = part[is_inside].mean(axis=0)
            part[is_inside] = np.floor(colour / COLOUR_STEP) * COLOUR_STEP + COLOUR_STEP // 2


def _touching(discs: Sequence[Disc]) -> list[list[Disc]]:
    groups: list[list[Disc]] = []
    for disc in discs:
        near = [group for group in groups if any(_touch(disc, each) for each in group)]
        groups = [group for group in groups if group not in near]
        groups.append([disc, *(each for group in near for each in group)])
    return groups


def _touch(one: Disc, other: Disc) -> bool:
    apart_px = np.hypot(one.x_px - other.x_px, one.y_px - other.y_px)
    return bool(apart_px <= one.radius_px + other.radius_px)


def _around(discs: Sequence[Disc], shape: tuple[int, ...]) -> tuple[slice, slice]:
    def span(middles: Iterable[float], most: int) -> slice:
        reach = [
            (middle - disc.radius_px, middle + disc.radius_px + 1)
            for middle, disc in zip(middles, discs, strict=True)
        ]
        low, high = min(each for each, _ in reach), max(each for _, each in reach)
        return slice(*(int(np.clip(each, 0, most)) for each in (low, high)))

    return span([disc.y_px for disc in discs], shape[0]), span([d.x_px for d in discs], shape[1])


def _inside(disc: Disc, rows: slice, columns: slice) -> BoolArray:
    y = np.arange(rows.start, rows.stop)[:, None] - disc.y_px
    x = np.arange(columns.start, columns.stop) - disc.x_px
    return np.asarray(x * x + y * y <= disc.radius_px**2)
