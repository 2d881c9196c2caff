"""Self-tests that look at the knee itself: where one fingertip presses, and what swelling fills."""

from collections.abc import Sequence
from functools import cache

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from midstance.web.components.body.draw import short
from midstance.web.components.knee_map import mirror
from midstance.web.components.knee_map.sides import HEIGHT, SHOWN, SIDES, WIDTH, Points, closed_path
from midstance.web.components.self_test.scene import arrow, said

Spot = tuple[float, float]
CLOSE_UP, DOT, FAR_SIZE = 128, 6, 0.55
LOW = HEIGHT * 0.8
FINGER = mark_safe(
    '<path d="M17-12C34-15 60-15 134-18L134 18C60 15 34 15 17 12C1 9 1-9 17-12Z"/>'
    '<path d="M11-6.5C16-9 22-8.5 26-8C28-3 28 3 26 8C22 8.5 16 9 11 6.5C9 3 9-3 11-6.5Z"/>'
    '<path d="M52-9C55-4 55 4 52 9M58-7C60-3 60 3 58 7"/>'
)

SPOTS: dict[str, tuple[str, tuple[Spot, ...]]] = {
    "upper_edge": ("front", ((120, 88),)),
    "kneecap_edges": ("front", ((149, 111), (91, 111))),
    "inner_edge_cord": ("front", ((155, 118),)),
    "lower_tip": ("front", ((120, 151),)),
    "tendon": ("front", ((120, 180),)),
    "tubercle": ("front", ((120, 218),)),
    "beside_tendon": ("front", ((150, 168), (90, 168))),
    "inner_joint_line": ("inner", ((112, 156),)),
    "inner_below": ("inner", ((98, 214),)),
    "outer_epicondyle": ("outer", ((122, 118),)),
    "outer_joint_line": ("outer", ((126, 155),)),
    "bone_pinpoint": ("inner", ((102, 268),)),
}
CLOSE_ONLY = {"inner_edge_cord"}  # too near to another spot to be told from it from afar
OVERVIEW = ("front", "inner", "outer")
FLUID: Points = (
    (86, 154), (76, 122), (80, 86), (98, 64), (120, 58), (142, 64), (160, 86), (164, 122),
    (154, 154), (146, 140), (153, 112), (142, 92), (120, 85), (98, 92), (87, 112), (94, 140),
)  # fmt: skip
HOLLOWS: tuple[Points, ...] = (
    ((86, 98), (80, 120), (86, 144), (90, 120)),
    ((154, 98), (160, 120), (154, 144), (150, 120)),
)
SWELLING_BOX = (0, 24, 2 * WIDTH, 216)


def swelling_svg(alt: str, *, is_left: bool) -> SafeString:
    """Both knees from the front: fluid around one kneecap, hollows beside the other."""
    shapes = knee_shapes("front")
    stroke = arrow((182, 118), 0, -34)
    look = arrow((56, 120), 13, 0) + arrow((184, 120), -13, 0)
    swollen = format_html(
        '{}<path class="scene-fluid" d="{}"/><path class="scene-mark" d="{}"/>',
        shapes,
        closed_path(FLUID),
        stroke,
    )
    other = format_html(
        '{}{}<path class="scene-hold" d="{}"/>',
        shapes,
        format_html_join(
            "", '<path class="scene-hollow" d="{}"/>', ((closed_path(each),) for each in HOLLOWS)
        ),
        look,
    )
    both = format_html(
        '<g>{}</g><g transform="translate({} 0) scale(-1 1)">{}</g>', swollen, 2 * WIDTH, other
    )
    turn = f"translate({2 * WIDTH} 0) scale(-1 1)" if is_left else ""
    return knee_svg(SWELLING_BOX, alt, both, turn)


def palpation_svg(spot: str, alt: str, *, is_left: bool) -> SafeString:
    """A close view of one spot, a fingertip on it."""
    view, places = SPOTS[spot]
    box = close_up(places, is_left=is_left)
    return knee_svg(box, alt, pressed(view, places, places[:1]), mirror("left" if is_left else ""))


def all_spots_svg(alt: str, *, is_left: bool) -> SafeString:
    """Three sides with every spot, a fingertip on the lower tip of the kneecap."""
    _, _, width, _ = SHOWN
    groups = (
        (i * width, mirror("left" if is_left else ""), pressed_view(view))
        for i, view in enumerate(OVERVIEW)
    )
    drawn = format_html_join("", '<g transform="translate({} 0) {}">{}</g>', groups)
    return knee_svg((SHOWN[0], 0, width * len(OVERVIEW), HEIGHT), alt, drawn, "")


def pressed_view(view: str) -> SafeString:
    far = (spots for name, spots in SPOTS.items() if name not in CLOSE_ONLY)
    places = [place for of_view, spots in far if of_view == view for place in spots]
    return pressed(view, places, SPOTS["lower_tip"][1] if view == "front" else (), FAR_SIZE)


def pressed(
    view: str, places: Sequence[Spot], fingers: Sequence[Spot], size: float = 1
) -> SafeString:
    return format_html(
        "{}{}{}",
        knee_shapes(view),
        format_html_join("", "{}", ((finger(spot, view, size),) for spot in fingers)),
        format_html_join(
            "",
            '<circle class="scene-dot" cx="{}" cy="{}" r="{}"/>',
            ((x, y, DOT) for x, y in places),
        ),
    )


@cache
def knee_shapes(view: str) -> SafeString:
    return render_to_string("components/knee_map/shapes.html", {"side": SIDES[view]})


def finger(spot: Spot, view: str, size: float) -> SafeString:
    """It comes from the nearer skin and from where there is room, its tip on the spot."""
    from_deg = 58 if view != "outer" else 122
    if spot[1] > LOW:
        from_deg = -from_deg
    turn = f"translate({spot[0]} {spot[1]}) rotate({from_deg}) scale({size})"
    return format_html('<g class="scene-finger" transform="{}">{}</g>', turn, FINGER)


def close_up(places: Sequence[Spot], *, is_left: bool) -> tuple[float, ...]:
    """A square around the spots that stays on the drawing."""
    x = sum(place[0] for place in places) / len(places)
    y = sum(place[1] for place in places) / len(places)
    left = min(max(x - CLOSE_UP / 2, SHOWN[0]), SHOWN[0] + SHOWN[2] - CLOSE_UP)
    top = min(max(y - CLOSE_UP * 0.42, 0), HEIGHT - CLOSE_UP)
    return (WIDTH - left - CLOSE_UP if is_left else left), top, CLOSE_UP, CLOSE_UP


def knee_svg(box: Sequence[float], alt: str, content: SafeString, turn: str) -> SafeString:
    return format_html(
        '<svg class="scene{}" viewBox="{}" {}><g transform="{}">{}</g></svg>',
        " scene-close" if box[2] == CLOSE_UP else "",
        " ".join(short(number) for number in box),
        said(alt),
        turn,
        content,
    )
