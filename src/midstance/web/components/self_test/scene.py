"""Stills of the jointed figure with their props, side by side as one SVG."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from midstance.web.components.body.draw import Part, body_svg, circle, draw_body, project, short
from midstance.web.components.body.skeleton import Skeleton, Vector

GAP, MARGIN = 26, 5
ROOM_FRAC = 1.8  # how much wider than high the room for all stills is, as a rule
ARROW_HEAD, ARROW_SPREAD_DEG = 7, 32
PaperPoint = tuple[float, float]
Drawing = Callable[[Skeleton, float, Collection[str]], tuple[Part, ...]]


@dataclass(frozen=True)
class Line:
    """A `prop`, or a mark: `mark` and `hold` (who pushes where), `spot` (where it is felt)."""

    points: tuple[Vector, ...]
    kind: str = "prop"
    has_arrow: bool = False


@dataclass(frozen=True)
class Still:
    """One moment of a test."""

    skeleton: Skeleton
    eye_deg: float
    working: frozenset[str]
    lines: tuple[Line, ...] = ()
    drawing: Drawing = draw_body


@dataclass(frozen=True)
class Box:
    """The room that a drawing takes on paper."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def scene_svg(stills: Sequence[Still], alt: str, *, is_left: bool) -> SafeString:
    """The stills from first to last with an arrow between; a left knee turns each one about."""
    boxes = [box_of(still) for still in stills]
    beside = are_larger_beside(boxes)
    origins = side_by_side(boxes) if beside else one_below_another(boxes)
    width = max(x + box.width for (x, _), box in zip(origins, boxes, strict=True))
    top, bottom = (
        min(y - box.height for (_, y), box in zip(origins, boxes, strict=True)),
        origins[-1][1],
    )
    drawn = (
        (placed(box, x, y, is_left=is_left), still_svg(still, box))
        for still, box, (x, y) in zip(stills, boxes, origins, strict=True)
    )
    middle = (top + bottom) / 2
    arrows = (
        arrow((x - GAP / 2, middle), 8, 0)
        if beside
        else arrow((width / 2, y - box.height - GAP / 2), 0, 8)
        for (x, y), box in zip(origins[1:], boxes[1:], strict=True)
    )
    return format_html(
        '<svg class="scene" viewBox="{}" {}>{}{}</svg>',
        view_box(0, top, width, bottom),
        said(alt),
        format_html_join("", '<g transform="{}">{}</g>', drawn),
        format_html_join("", '<path class="scene-then" d="{}"/>', ((path,) for path in arrows)),
    )


def are_larger_beside(boxes: Sequence[Box]) -> bool:
    """Whether the stills may be drawn larger beside than below each other."""
    gaps = GAP * (len(boxes) - 1)
    wide = sum(box.width for box in boxes) + gaps, max(box.height for box in boxes)
    high = max(box.width for box in boxes), sum(box.height for box in boxes) + gaps
    beside, below = (max(width / ROOM_FRAC, height) for width, height in (wide, high))
    return beside <= below


def said(alt: str) -> SafeString:
    """What a screen reader says of a drawing; nothing beside words that say the same."""
    return (
        format_html('role="img" aria-label="{}"', alt) if alt else mark_safe('aria-hidden="true"')
    )


def side_by_side(boxes: Sequence[Box]) -> list[PaperPoint]:
    """Where each still begins on the left, all on one floor."""
    return [(sum(box.width + GAP for box in boxes[:i]), 0.0) for i in range(len(boxes))]


def one_below_another(boxes: Sequence[Box]) -> list[PaperPoint]:
    return [(0.0, sum(box.height + GAP for box in boxes[1 : i + 1])) for i in range(len(boxes))]


def view_box(left: float, top: float, right: float, bottom: float) -> str:
    frame = left - MARGIN, top - MARGIN, right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    return " ".join(short(number) for number in frame)


def placed(box: Box, x: float, y: float, *, is_left: bool) -> str:
    if is_left:
        return f"translate({short(x + box.right)} {short(y)}) scale(-1 1)"
    return f"translate({short(x - box.left)} {short(y)})"


def still_svg(still: Still, box: Box) -> SafeString:
    floor = f"M{short(box.left)} 0H{short(box.right)}"
    behind = (line_part(line, still.eye_deg) for line in still.lines if line.kind == "prop")
    before = (line_part(line, still.eye_deg) for line in still.lines if line.kind != "prop")
    shape = '<path class="scene-{}" d="{}"/>'
    return format_html(
        '<path class="scene-floor" d="{}"/>{}{}{}',
        floor,
        format_html_join("", shape, behind),
        body_svg(still.drawing(still.skeleton, still.eye_deg, still.working)),
        format_html_join("", shape, before),
    )


def line_part(line: Line, eye_deg: float) -> tuple[str, str]:
    points = [project(point, eye_deg) for point in line.points]
    path = "M" + "L".join(pair(point) for point in points)
    return line.kind, path + (arrow_head(points[-2], points[-1]) if line.has_arrow else "")


def box_of(still: Still) -> Box:
    """Around the figure and its props, ending at the floor."""
    rims = [*body_rims(still), *line_rims(still)]
    return Box(
        min(x - r for x, _, r in rims),
        min(y - r for _, y, r in rims),
        max(x + r for x, _, r in rims),
        0,
    )


def body_rims(still: Still) -> Iterator[tuple[float, float, float]]:
    for name, joint in still.skeleton.joints.items():
        yield circle(joint, still.eye_deg, still.skeleton.radius_m(name))


def line_rims(still: Still) -> Iterator[tuple[float, float, float]]:
    for line in still.lines:
        for point in line.points:
            yield *project(point, still.eye_deg), 1


def arrow(middle: PaperPoint, reach_x: float, reach_y: float) -> str:
    x, y = middle
    start, end = (x - reach_x, y - reach_y), (x + reach_x, y + reach_y)
    return f"M{pair(start)}L{pair(end)}{arrow_head(start, end)}"


def arrow_head(start: PaperPoint, end: PaperPoint) -> str:
    back = atan2(start[1] - end[1], start[0] - end[0])
    size = min(ARROW_HEAD, hypot(end[0] - start[0], end[1] - start[1]))
    wings = (
        (end[0] + size * cos(back + spread), end[1] + size * sin(back + spread))
        for spread in (radians(ARROW_SPREAD_DEG), -radians(ARROW_SPREAD_DEG))
    )
    return "".join(f"M{pair(end)}L{pair(wing)}" for wing in wings)


def ring(middle: Vector, radius_m: float, steps: int = 32) -> tuple[Vector, ...]:
    x, y, z = middle
    turns = (2 * pi * step / steps for step in range(steps + 1))
    return tuple((x + radius_m * cos(t), y, z + radius_m * sin(t)) for t in turns)


def pair(point: PaperPoint) -> str:
    return f"{short(point[0])} {short(point[1])}"
