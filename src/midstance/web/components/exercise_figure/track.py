"""What the script draws a motion from: the shapes once, and where their points go.

Between two samples of a way every point goes straight on; eight of them are so near each other that
no bone changes its length by more than a line is thick.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from midstance.knowledge.records_motion import FOOT_VIEWS, MotionRecord, View
from midstance.web.components.body.draw import (
    DOTTED,
    FRONT,
    HALF,
    JOINT_DOT_M,
    LIMB_PARTS,
    SIDE,
    TRUNK,
    UNITS_PER_M,
    draw_body,
    is_far,
    near,
    project,
)
from midstance.web.components.body.foot import draw_foot, foot_parts
from midstance.web.components.body.skeleton import SIDES, Skeleton, Vector
from midstance.web.components.exercise_figure.props import lines_of
from midstance.web.components.exercise_figure.timeline import Movement, Way
from midstance.web.components.self_test.scene import Box, Line, Still, box_of

STEPS = 8
TENTHS = 10  # of a unit on paper, which is a hundredth of a metre
A_LITTLE_FROM_THE_FRONT_DEG = 14
FOOT_SIDE, FOOT_HALF = -70, -30  # from the inner side
EYES_DEG = {
    "side": SIDE - A_LITTLE_FROM_THE_FRONT_DEG,
    "half": HALF,
    "front": FRONT,
    "half_behind": 2 * SIDE - HALF,
    "front_above": FRONT,
    "foot_side": FOOT_SIDE,
    "foot_half": FOOT_HALF,
}
NEAREST_M = 0.45  # ahead of the figure, where the edge of the ground is
ABOVE_FRAC = 0.6  # how much of its nearness brings a point down for an eye that looks from above

Point = tuple[int, int]


@dataclass(frozen=True)
class Body:
    """One part of the body by its joints."""

    tone: str
    joints: tuple[str, ...]
    dot: str

    def nearness(self, skeleton: Skeleton, eye_deg: float) -> float:
        return sum(near(skeleton.joints[joint], eye_deg) for joint in self.joints) / len(
            self.joints
        )


@dataclass(frozen=True)
class Track(Movement):
    """A motion as stills along its ways."""

    @cached_property
    def eye_deg(self) -> float:
        return EYES_DEG[self.motion.view]

    @cached_property
    def paths(self) -> Mapping[tuple[int, int], tuple[Still, ...]]:
        """The stills of each way, once for there and back."""
        if not self.ways:
            return {(0, 0): (self.still(0, 0, 0.0),)}
        pairs = {(min(way.start, way.end), max(way.start, way.end)) for way in self.ways}
        return {
            (start, end): tuple(self.still(start, end, i / STEPS) for i in range(STEPS + 1))
            for start, end in sorted(pairs)
        }

    @cached_property
    def box(self) -> Box:
        """The room that the whole motion takes."""
        boxes = [box_of(still) for stills in self.paths.values() for still in stills]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @cached_property
    def parts(self) -> tuple[Body, ...]:
        """All parts of the body, that which is farthest most of the time first."""
        if self.motion.view in FOOT_VIEWS:
            return tuple(
                Body(part.tone(self.working), part.joints, part.dot) for part in foot_parts()
            )
        skeletons = [still.skeleton for stills in self.paths.values() for still in stills]

        def nearness(part: Body) -> float:
            return sum(part.nearness(skeleton, self.eye_deg) for skeleton in skeletons)

        return tuple(sorted(body_parts(self.eye_deg, self.working), key=nearness))

    @cached_property
    def working(self) -> frozenset[str]:
        return frozenset(map(str, self.motion.working))

    def still(self, start: int, end: int, part_frac: float) -> Still:
        skeleton = self.stance_between(start, end, part_frac).skeleton
        lines = tuple(line for prop in self.motion.props for line in lines_of(prop, skeleton))
        if self.motion.view is View.FRONT_ABOVE:
            skeleton, lines = from_above(skeleton, lines)
        drawing = draw_foot if self.motion.view in FOOT_VIEWS else draw_body
        return Still(skeleton, self.eye_deg, self.working, lines, drawing)

    def frame(self, index: int) -> Still:
        return self.still(index, index, 0.0)


def from_above(skeleton: Skeleton, lines: tuple[Line, ...]) -> tuple[Skeleton, tuple[Line, ...]]:
    """All points with what is nearer to the eye lower, the ground where they are."""
    joints = {name: lowered(point) for name, point in skeleton.joints.items()}
    drawn = (replace(line, points=tuple(map(lowered, line.points))) for line in lines)
    return replace(skeleton, joints=joints), tuple(drawn)


def lowered(point: Vector) -> Vector:
    x, y, z = point
    return x, y, z + ABOVE_FRAC * (NEAREST_M - x)


def body_parts(eye_deg: float, working: frozenset[str]) -> tuple[Body, ...]:
    trunk = "working" if "trunk" in working else "near"
    limbs = (
        Body(
            tone_of(f"{side}_{kind}", side, eye_deg, working),
            tuple(f"{joint}_{side}" for joint in joints),
            f"{DOTTED[name]}_{side}" if name in DOTTED else "",
        )
        for side in SIDES
        for name, (kind, joints) in LIMB_PARTS.items()
    )
    return Body(trunk, TRUNK, ""), Body("near", ("head",), ""), *limbs


def tone_of(limb: str, side: str, eye_deg: float, working: frozenset[str]) -> str:
    if limb in working:
        return "working"
    return "far" if is_far(side, eye_deg) else "near"


def spec_of(motion: MotionRecord) -> dict[str, object]:
    """All that the script needs, as JSON: places in tenths of a unit, each as its change."""
    track = Track(motion)
    drawn = list(dict.fromkeys(joint for part in track.parts for joint in part.joints))
    box = track.box
    moving = moving_lines(track)
    body = next(iter(track.paths.values()))[0].skeleton
    return {
        "box": [round(edge, 1) for edge in (box.left, box.top, box.width, box.height)],
        "lasts": motion.lasts_s,
        "loops": motion.loops,
        "ways": [way_spec(way, list(track.paths)) for way in track.ways],
        "radii": [round(body.radius_m(joint) * UNITS_PER_M, 1) for joint in drawn],
        "dot": round(JOINT_DOT_M * UNITS_PER_M, 1),
        "parts": [part_spec(part, drawn) for part in track.parts],
        "lines": [[kind, count] for kind, count in moving],
        "paths": [path_spec(stills, drawn, track) for stills in track.paths.values()],
    }


def way_spec(way: Way, pairs: Sequence[tuple[int, int]]) -> list[float]:
    back = way.start > way.end
    index = pairs.index((way.end, way.start) if back else (way.start, way.end))
    return [way.start_s, way.end_s, way.leaves, way.arrives, index, int(back)]


def part_spec(part: Body, drawn: Sequence[str]) -> list[object]:
    dot = drawn.index(part.dot) if part.dot else -1
    return [part.tone, dot, *(drawn.index(joint) for joint in part.joints)]


def moving_lines(track: Track) -> list[tuple[str, int]]:
    """The kind of each line of a prop, and how many points it has."""
    first = next(iter(track.paths.values()))[0]
    return [(line.kind, len(line.points)) for line in first.lines]


def path_spec(stills: Sequence[Still], drawn: Sequence[str], track: Track) -> list[list[int]]:
    """For every point its x and its y along the way: the first, then each change."""
    tracks = zip(*(points_of(still, drawn, track.eye_deg) for still in stills), strict=True)
    return [changes(axis) for points in tracks for axis in zip(*points, strict=True)]


def points_of(still: Still, drawn: Sequence[str], eye_deg: float) -> list[Point]:
    spots = [still.skeleton.joints[joint] for joint in drawn]
    spots += [point for line in still.lines for point in line.points]
    return [tenths(*project(spot, eye_deg)) for spot in spots]


def tenths(x: float, y: float) -> Point:
    return round(x * TENTHS), round(y * TENTHS)


def changes(values: Sequence[int]) -> list[int]:
    """One number for what stays where it is."""
    if len(set(values)) == 1:
        return [values[0]]
    return [values[0], *(later - earlier for earlier, later in pairwise(values))]
