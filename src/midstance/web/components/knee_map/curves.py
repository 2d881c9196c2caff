"""Smooth curves through points, and areas whose edges are pieces of such curves.

Neighbouring areas share the very same pieces, so that they meet without gap and without overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Segment = tuple[Point, Point, Point, Point]
HANDLE_FRAC = 1 / 3


@dataclass(frozen=True)
class Curve:
    """A smooth line through all its points; a closed one returns to the first."""

    points: tuple[Point, ...]
    closed: bool = False

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """One cubic Bézier from each point to the next."""
        ends = [*self.points, self.points[0]] if self.closed else list(self.points)
        count = len(self.points)
        return tuple(
            bezier(start, self.heading(i), end, self.heading((i + 1) % count))
            for i, (start, end) in enumerate(pairwise(ends))
        )

    def heading(self, index: int) -> Point:
        """The unit direction at a point: from its neighbour before to its neighbour after."""
        last = len(self.points) - 1
        before = index - 1 if index or self.closed else 0
        after = (index + 1) % (last + 1) if self.closed else min(index + 1, last)
        (x0, y0), (x1, y1) = self.points[before], self.points[after]
        length = hypot(x1 - x0, y1 - y0)
        return (x1 - x0) / length, (y1 - y0) / length

    def piece(self, start: Point, end: Point) -> tuple[Segment, ...]:
        """The way from one of the points to another; on a closed curve the shorter way round."""
        i, j = self.points.index(start), self.points.index(end)
        forth = self.run(i, j)
        back = tuple(segment[::-1] for segment in reversed(self.run(j, i)))
        if not self.closed:
            return forth if i < j else back
        return forth if len(forth) <= len(back) else back

    def run(self, start: int, end: int) -> tuple[Segment, ...]:
        if start <= end:
            return self.segments[start:end]
        return self.segments[start:] + self.segments[:end] if self.closed else ()


@dataclass(frozen=True)
class Outline:
    """A closed edge, piece after piece."""

    segments: tuple[Segment, ...]

    @cached_property
    def path(self) -> str:
        return f"{path_of(self.segments)}Z"

    def polygon(self, steps: int = 8) -> tuple[Point, ...]:
        """Points along the edge, close enough to measure by."""
        return tuple(
            along(segment, step / steps) for segment in self.segments for step in range(steps)
        )


def bezier(start: Point, leaving: Point, end: Point, arriving: Point) -> Segment:
    reach = hypot(end[0] - start[0], end[1] - start[1]) * HANDLE_FRAC
    first = start[0] + leaving[0] * reach, start[1] + leaving[1] * reach
    second = end[0] - arriving[0] * reach, end[1] - arriving[1] * reach
    return start, first, second, end


def along(segment: Segment, t: float) -> Point:
    weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
    x = sum(weight * point[0] for weight, point in zip(weights, segment, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, segment, strict=True))
    return x, y


def outline(curves: Sequence[Curve], junctions: Sequence[Point]) -> Outline:
    """The area with these corners: each two neighbours lie on exactly one common curve."""
    pairs = zip(junctions, [*junctions[1:], junctions[0]], strict=True)
    return Outline(tuple(s for start, end in pairs for s in shared(curves, start, end)))


def shared(curves: Sequence[Curve], start: Point, end: Point) -> tuple[Segment, ...]:
    common = [curve for curve in curves if start in curve.points and end in curve.points]
    if len(common) != 1:
        raise ValueError(f"expected one curve through {start} and {end}; {len(common)} found")
    return common[0].piece(start, end)


def path_of(segments: Sequence[Segment]) -> str:
    """SVG path commands, to a tenth of a unit."""
    x, y = segments[0][0]
    return f"M{short(x)} {short(y)}" + "".join(commands(segments))


def commands(segments: Sequence[Segment]) -> Iterator[str]:
    for _, *controls in segments:
        yield "C" + " ".join(f"{short(x)} {short(y)}" for x, y in controls)


def short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
