"""A skeleton as flat, rounded parts seen from one side, and those parts as SVG.

Units on paper are hundredths of a metre: x to the right, y down, the ground at 0.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, radians, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from midstance.web.components.body.skeleton import SIDES, Skeleton, Vector

UNITS_PER_M = 100
CIRCLE_STEPS = 72
JOINT_DOT_M = 0.021
FAR_FROM_DEG = 25  # turned further than this, one half of the body is behind the other

FRONT, HALF, SIDE = 0, 50, 90
"""Where the eye is, in degrees from straight ahead of the figure towards its right side."""

Circle = tuple[float, float, float]
"""Middle and radius on paper."""


@dataclass(frozen=True)
class Part:
    """One rounded piece of the body.

    Parameters
    ----------
    limb : what it belongs to, as `right_leg`; the trunk and the head are `trunk`.
    tone : `working`, `near` or `far`.
    nearness : larger is nearer to the eye.
    """

    name: str
    limb: str
    tone: str
    path: str
    nearness: float
    dots: tuple[Circle, ...]


LIMB_PARTS = {
    "thigh": ("leg", ("hip", "knee")),
    "shank": ("leg", ("knee", "ankle")),
    "foot": ("leg", ("heel", "toe", "ankle")),
    "upper_arm": ("arm", ("shoulder", "elbow")),
    "forearm": ("arm", ("elbow", "wrist")),
    "palm": ("arm", ("wrist", "hand")),
}
DOTTED = {
    "thigh": "hip",
    "shank": "knee",
    "foot": "ankle",
    "upper_arm": "shoulder",
    "forearm": "elbow",
}
TRUNK = (
    "hip_right",
    "hip_left",
    "pelvis",
    "waist",
    "chest",
    "collar",
    "shoulder_right",
    "shoulder_left",
)


def draw_body(
    skeleton: Skeleton, eye_deg: float, working: Collection[str] = ()
) -> tuple[Part, ...]:
    """All parts of the figure, the farthest first."""
    limbs = [
        limb_part(skeleton, eye_deg, working, name, side) for side in SIDES for name in LIMB_PARTS
    ]
    head = draw_part(skeleton, eye_deg, "head", "trunk", ("head",), "near")
    tone = "working" if "trunk" in working else "near"
    trunk = draw_part(skeleton, eye_deg, "trunk", "trunk", TRUNK, tone)
    return tuple(sorted([trunk, head, *limbs], key=lambda part: part.nearness))


def limb_part(
    skeleton: Skeleton, eye_deg: float, working: Collection[str], name: str, side: str
) -> Part:
    kind, joints = LIMB_PARTS[name]
    limb = f"{side}_{kind}"
    tone = "working" if limb in working else "far" if is_far(side, eye_deg) else "near"
    names = tuple(f"{joint}_{side}" for joint in joints)
    dot = f"{DOTTED[name]}_{side}" if name in DOTTED else ""
    return draw_part(skeleton, eye_deg, f"{name}_{side}", limb, names, tone, dot)


def draw_part(  # noqa: PLR0917 - one call a row of the table above
    skeleton: Skeleton,
    eye_deg: float,
    name: str,
    limb: str,
    joints: Sequence[str],
    tone: str,
    dot: str = "",
) -> Part:
    circles = [
        circle(skeleton.joints[joint], eye_deg, skeleton.radius_m(joint)) for joint in joints
    ]
    nearness = sum(near(skeleton.joints[joint], eye_deg) for joint in joints) / len(joints)
    dots = (circle(skeleton.joints[dot], eye_deg, JOINT_DOT_M),) if dot else ()
    return Part(name, limb, tone, hull_path(circles), nearness, dots)


def is_far(side: str, eye_deg: float) -> bool:
    turned_deg = eye_deg if side == "left" else -eye_deg
    return FAR_FROM_DEG < turned_deg < 180 - FAR_FROM_DEG


def project(point: Vector, eye_deg: float) -> tuple[float, float]:
    x, y, z = point
    across = x * sin(radians(eye_deg)) + y * cos(radians(eye_deg))
    return across * UNITS_PER_M, -z * UNITS_PER_M


def near(point: Vector, eye_deg: float) -> float:
    return point[0] * cos(radians(eye_deg)) - point[1] * sin(radians(eye_deg))


def circle(point: Vector, eye_deg: float, radius_m: float) -> Circle:
    x, y = project(point, eye_deg)
    return x, y, radius_m * UNITS_PER_M


def hull_path(circles: Sequence[Circle]) -> str:
    """The tight band around some circles, as lines and arcs."""
    ring = hull([(x, y, index) for index, each in enumerate(circles) for x, y in rim(each)])
    first = next((i for i in range(len(ring)) if ring[i][2] != ring[i - 1][2]), 0)
    ring = ring[first:] + ring[:first]
    return f"M{at(ring[0])}" + "".join(strokes(ring, circles)) + "Z"


def rim(each: Circle) -> Iterator[tuple[float, float]]:
    x, y, radius = each
    for step in range(CIRCLE_STEPS):
        angle = 2 * pi * step / CIRCLE_STEPS
        yield x + radius * cos(angle), y + radius * sin(angle)


RimPoint = tuple[float, float, int]


def hull(points: Sequence[RimPoint]) -> list[RimPoint]:
    """The convex hull, clockwise on paper (monotone chain)."""
    ordered = sorted(points)
    return half_hull(ordered)[:-1] + half_hull(ordered[::-1])[:-1]


def half_hull(points: Sequence[RimPoint]) -> list[RimPoint]:
    kept: list[RimPoint] = []
    for point in points:
        while len(kept) > 1 and turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def turn(a: RimPoint, b: RimPoint, c: RimPoint) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def strokes(ring: Sequence[RimPoint], circles: Sequence[Circle]) -> Iterator[str]:
    """An arc for each run along one rim, a line from rim to rim."""
    start = 0
    for i, point in enumerate(ring):
        last = i + 1 == len(ring)
        if not last and ring[i + 1][2] == point[2]:
            continue
        if i > start:
            yield arc(circles[point[2]][2], i - start, ring[start], point, ring[(start + i) // 2])
        if not last:
            yield f"L{at(ring[i + 1])}"
        start = i + 1


def arc(radius: float, steps: int, start: RimPoint, end: RimPoint, middle: RimPoint) -> str:
    """In two halves, so that even a whole circle is well told."""
    half = f"A{short(radius)} {short(radius)} 0 0 1 "
    return f"{half}{at(middle)}{half}{at(end)}" if steps > 1 and middle != start else f"L{at(end)}"


def at(point: RimPoint) -> str:
    return f"{short(point[0])} {short(point[1])}"


def short(value: float) -> str:
    return f"{value + 0.0:.1f}".removesuffix(".0").replace("-0.0", "0")


def body_svg(parts: Sequence[Part]) -> SafeString:
    """The figure as SVG shapes, in the classes of body.css."""
    return format_html_join("", "{}", ((part_svg(part),) for part in parts))


def part_svg(part: Part) -> SafeString:
    dots = format_html_join(
        "",
        '<circle class="body-dot" cx="{}" cy="{}" r="{}"/>',
        (tuple(short(value) for value in dot) for dot in part.dots),
    )
    return format_html('<path class="body-{}" d="{}"/>{}', part.tone, part.path, dots)
