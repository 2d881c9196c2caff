"""Runners as a film saw them: the rounded figure from joints, and lines over a kept picture.

Joints are in the upright picture, x to the right and y down; the figure is drawn in hundredths of a
metre of a person of usual size, so that near and far films look alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot
from statistics import median

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from midstance.app.films.records import FrameLine, Point, Skeleton
from midstance.web.components.body.draw import JOINT_DOT_M, UNITS_PER_M, hull_path, short
from midstance.web.components.body.skeleton import RADII_M, SHANK_M, THIGH_M
from midstance.web.components.self_test.scene import pair, said

LEG_UNITS = (THIGH_M + SHANK_M) * UNITS_PER_M
BACK_RADIUS_M = 0.085
SIDES = ("left", "right")
LIMBS = {"thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "foot": ("ankle", "heel", "toe")}
DOTTED = {"thigh": "hip", "shank": "knee", "foot": "ankle"}
TRUNK = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
MARGIN = 14.0
NO_MARK = SafeString()
PointOnPaper = tuple[float, float]
Frames = Sequence[Sequence[Point]]


@dataclass(frozen=True)
class Piece:
    """A rounded part between joints; `dot` is the joint that is marked, "" for none."""

    tone: str
    joints: tuple[str, ...]
    radii: tuple[float, ...]
    dot: str = ""


@dataclass(frozen=True)
class Body:
    """The figure of one film.

    Parameters
    ----------
    working : the leg in the accent; "" for none.
    is_side : whether one leg is behind the other.
    unit_px : points of the picture that make a hundredth of a metre.
    """

    skeleton: Skeleton
    working: str
    is_side: bool
    unit_px: float

    @cached_property
    def number(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(self.skeleton.joints)}

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All parts, the farthest first."""
        near = self.working or "right"
        far = "left" if near == "right" else "right"
        behind = "far" if self.is_side else "near"
        legs = [*leg_pieces(far, behind), *leg_pieces(near, "working" if self.working else "near")]
        trunk = Piece("near", TRUNK, tuple(radius("back") for _ in TRUNK))
        head = Piece("near", ("head",), (radius("head"),))
        return (*legs[:3], trunk, head, *legs[3:])

    def is_far(self, bone: tuple[int, int]) -> bool:
        """Whether a line belongs to the leg behind the other."""
        if not (self.is_side and self.working):
            return False
        far = "left_" if self.working == "right" else "right_"
        return all(self.skeleton.joints[end].startswith(far) for end in bone)

    def joint(self, points: Sequence[Point], name: str) -> Point:
        """Where a joint is on paper; the head lies between the ears."""
        if name == "head":
            return self.head(points)
        at = points[self.number[name]]
        return None if at is None else (at[0] / self.unit_px, at[1] / self.unit_px)

    def head(self, points: Sequence[Point]) -> Point:
        ears = [at for name in ("left_ear", "right_ear") if (at := self.joint(points, name))]
        if not ears:
            return None
        return sum(x for x, _ in ears) / len(ears), sum(y for _, y in ears) / len(ears)


def leg_pieces(side: str, tone: str) -> list[Piece]:
    return [
        Piece(
            tone,
            tuple(f"{side}_{joint}" for joint in joints),
            tuple(radius(joint) for joint in joints),
            f"{side}_{DOTTED[name]}",
        )
        for name, joints in LIMBS.items()
    ]


def radius(joint: str) -> float:
    radius_m = BACK_RADIUS_M if joint == "back" else RADII_M[joint]
    return radius_m * UNITS_PER_M


def body_of(skeleton: Skeleton, frames: Frames, working: str, *, is_side: bool) -> Body | None:
    """The figure in the size of these frames; None where no whole leg is seen."""
    legs = list(leg_lengths(skeleton, frames))
    if not legs:
        return None
    return Body(skeleton, working, is_side, median(legs) / LEG_UNITS)


def leg_lengths(skeleton: Skeleton, frames: Frames) -> Iterator[float]:
    ways = [
        [skeleton.joints.index(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")]
        for side in SIDES
    ]
    for points in frames:
        for way in ways:
            hip, knee, ankle = (points[number] for number in way)
            if hip and knee and ankle:
                yield apart(hip, knee) + apart(knee, ankle)


def apart(one: PointOnPaper, other: PointOnPaper) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def figure_shapes(body: Body, points: Sequence[Point]) -> SafeString:
    """The rounded figure of one frame, in the classes of body.css."""
    return format_html_join("", "{}", ((piece,) for piece in piece_shapes(body, points)))


def piece_shapes(body: Body, points: Sequence[Point]) -> Iterator[SafeString]:
    for piece in body.pieces:
        at = [body.joint(points, name) for name in piece.joints]
        circles = [(*place, r) for place, r in zip(at, piece.radii, strict=True) if place]
        if len(circles) < len(piece.joints):
            continue
        yield format_html('<path class="body-{}" d="{}"/>', piece.tone, hull_path(circles))
        dot = body.joint(points, piece.dot) if piece.dot else None
        if dot:
            yield format_html(
                '<circle class="body-dot" cx="{}" cy="{}" r="{}"/>',
                short(dot[0]),
                short(dot[1]),
                short(JOINT_DOT_M * UNITS_PER_M),
            )


def line_shapes(body: Body, points: Sequence[Point]) -> SafeString:
    """Lines and joints over a picture, in its own points; the far side is dashed."""
    bones = [bone for bone in body.skeleton.bones if all(points[end] for end in bone)]
    far = [bone for bone in bones if body.is_far(bone)]
    near = [bone for bone in bones if bone not in far]
    size = short(2.2 * body.unit_px)
    dots = format_html_join(
        "",
        '<circle class="film-joint" cx="{}" cy="{}" r="{}"/>',
        (
            (short(at[0]), short(at[1]), size)
            for end in sorted({end for bone in bones for end in bone})
            if (at := points[end])
        ),
    )
    return format_html(
        '<path class="film-bone-edge" d="{0}{1}"/><path class="film-bone-far" d="{0}"/>'
        '<path class="film-bone" d="{1}"/>{2}',
        bone_path(far, points),
        bone_path(near, points),
        dots,
    )


def bone_path(bones: Sequence[tuple[int, int]], points: Sequence[Point]) -> str:
    ends = [(points[one], points[other]) for one, other in bones]
    return "".join(f"M{pair(a)}L{pair(b)}" for a, b in ends if a and b)


@dataclass(frozen=True)
class Box:
    """A part of the paper."""

    left: float
    top: float
    width: float
    height: float

    @property
    def view(self) -> str:
        return " ".join(short(each) for each in (self.left, self.top, self.width, self.height))

    def times(self, factor: float) -> "Box":
        return Box(*(factor * each for each in (self.left, self.top, self.width, self.height)))


def box_around(drawn: Sequence[tuple[Body, Sequence[Point]]]) -> list[Box]:
    """Equal boxes, each around its frame and upright on the same ground."""
    rims = [list(rims_of(body, points)) for body, points in drawn]
    if not rims:
        return []
    lefts = [min(x - r for x, _, r in each) for each in rims]
    rights = [max(x + r for x, _, r in each) for each in rims]
    width = max(right - left for left, right in zip(lefts, rights, strict=True)) + 2 * MARGIN
    top = min(y - r for each in rims for _, y, r in each) - MARGIN
    bottom = max(y + r for each in rims for _, y, r in each) + MARGIN
    return [
        Box((left + right) / 2 - width / 2, top, width, bottom - top)
        for left, right in zip(lefts, rights, strict=True)
    ]


def is_drawn(body: Body, points: Sequence[Point]) -> bool:
    """Whether enough of a frame was seen to show a body."""
    return sum(at is not None for at in points) > len(body.skeleton.joints) / 2


def rims_of(body: Body, points: Sequence[Point]) -> Iterator[tuple[float, float, float]]:
    for piece in body.pieces:
        for name, r in zip(piece.joints, piece.radii, strict=True):
            at = body.joint(points, name)
            if at:
                yield (*at, r)


def upright_shapes(body: Body, points: Sequence[Point], foot: str, top: str) -> SafeString:
    """A dashed line straight up from one joint, as high as another; nothing where one is unseen."""
    start, end = body.joint(points, foot), body.joint(points, top)
    if start is None or end is None:
        return NO_MARK
    path = f"M{pair(start)}V{short(end[1])}"
    return format_html(
        '<path class="film-upright-edge" d="{0}"/><path class="film-upright" d="{0}"/>', path
    )


def still_svg(
    body: Body, points: Sequence[Point], box: Box, alt: str, mark: SafeString = NO_MARK
) -> SafeString:
    """The figure of one frame on its ground, and a mark over it."""
    ground = max(y + r for _, y, r in rims_of(body, points))
    return format_html(
        '<svg class="scene film-still" viewBox="{}" {}>'
        '<path class="scene-floor" d="M{} {}h{}"/>{}{}</svg>',
        box.view,
        said(alt),
        short(box.left),
        short(ground),
        short(box.width),
        figure_shapes(body, points),
        mark,
    )


def picture_svg(
    body: Body, points: Sequence[Point], box: Box, address: str, alt: str
) -> SafeString:
    """A kept picture with the joints drawn over it, cut to the runner."""
    size = body.skeleton
    return format_html(
        '<svg class="film-still" viewBox="{}" {}><image href="{}" width="{}" height="{}"/>{}</svg>',
        box.times(body.unit_px).view,
        said(alt),
        address,
        size.width_px,
        size.height_px,
        line_shapes(body, points),
    )


@dataclass(frozen=True)
class Moving:
    """What the script needs to move the figure along the frames."""

    body: Body
    frames: Sequence[FrameLine]

    def spec(self) -> dict[str, object]:
        """Pieces by number of joint, and frames in tenths from the middle of the hips."""
        names = [*self.body.skeleton.joints, "head"]
        number = {name: each for each, name in enumerate(names)}
        frames = [self.placed(frame.points, names) for frame in self.frames]
        across = [x / 10 for frame in frames for x in frame[::2] if x is not None]
        down = [y / 10 for frame in frames for y in frame[1::2] if y is not None]
        left, right = min(across) - MARGIN, max(across) + MARGIN
        top, ground = min(down) - MARGIN, max(down) + radius("toe")
        return {
            "pieces": [self.piece(each, number) for each in self.body.pieces],
            "dot": JOINT_DOT_M * UNITS_PER_M,
            "frames": frames,
            "times": [round(frame.time_s, 3) for frame in self.frames],
            "box": [round(each, 1) for each in (left, top, right - left, ground + 3 - top)],
            "ground": round(ground, 1),
        }

    def piece(self, piece: Piece, number: Mapping[str, int]) -> list[object]:
        joints = zip(piece.joints, piece.radii, strict=True)
        dot = number[piece.dot] if piece.dot else -1
        return [piece.tone, dot, [[number[name], round(r, 1)] for name, r in joints]]

    def placed(self, points: Sequence[Point], names: Sequence[str]) -> list[int | None]:
        hips = [self.body.joint(points, f"{side}_hip") for side in SIDES]
        seen = [at[0] for at in hips if at]
        middle = sum(seen) / len(seen) if seen else 0.0
        return [each for name in names for each in self.tenths(points, name, middle)]

    def tenths(
        self, points: Sequence[Point], name: str, middle: float
    ) -> tuple[int | None, int | None]:
        at = self.body.joint(points, name)
        return (None, None) if at is None else (round(10 * (at[0] - middle)), round(10 * at[1]))
