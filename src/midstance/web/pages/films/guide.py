"""The drawings of how to film: where the phone stands, how high, and what its picture holds."""

from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from midstance.web.components.body.draw import SIDE, UNITS_PER_M, body_svg, draw_body, short
from midstance.web.components.body.pose import Arm, Leg, Pose
from midstance.web.components.body.skeleton import place
from midstance.web.components.exercise_figure import motion_of, shown_frames
from midstance.web.components.exercise_figure.track import Track
from midstance.web.components.self_test.scene import arrow_head, box_of, pair, said, still_svg
from midstance.web.figures import Units

BEHIND = 180
UPRIGHT_M = (1.5, 2.45)
"""What a phone that stands up sees of the room."""
HIP_M = 0.95
AWAY_M = 3.0
PHONE_M = (0.075, 0.15)
HALF_SHOULDERS = 25
BENT = 92
RUNNING = Pose(
    right_leg=Leg(30, knee_flexion_deg=16, ankle_dorsiflexion_deg=6),
    left_leg=Leg(-6, knee_flexion_deg=86, ankle_dorsiflexion_deg=-10),
    right_arm=Arm(shoulder_flexion_deg=-42, elbow_flexion_deg=BENT),
    left_arm=Arm(shoulder_flexion_deg=28, elbow_flexion_deg=BENT),
    pelvis_pitch_deg=7,
)
FROM_BEHIND = Pose(
    right_leg=Leg(12, -3, 0, 34, 18),
    left_leg=Leg(-4, 0, 0, 84),
    right_arm=Arm(-20, 16, BENT),
    left_arm=Arm(26, 16, BENT),
    pelvis_pitch_deg=7,
)
WORKING = frozenset({"right_leg"})
Box = tuple[float, float, float, float]
"""Left, top, right and bottom on paper."""


@dataclass(frozen=True)
class Drawing:
    """One picture of the guide; `label` stands in it where a length is shown."""

    name: str
    body: SafeString
    box: Box


@dataclass(frozen=True)
class GuideStep:
    """One drawing with what it says."""

    drawing: SafeString
    title: str
    words: str


def guide_of(units: Units) -> list[GuideStep]:
    """How to film, in four drawings."""
    away = _("10 to 16 ft") if units is Units.IMPERIAL else _("3 to 5 m")
    return [
        GuideStep(
            guide_svg("where", _("From above: a phone at each side and one behind the runner.")),
            _("From the left, the right and behind"),
            _("One film each. The phone looks straight at you, square to the way you run."),
        ),
        GuideStep(
            guide_svg("high", _("The phone stands beside the runner, as high as her hips."), away),
            _("As high as your hips"),
            _("It stands still, on a shelf, a chair or a stand. Nobody holds it."),
        ),
        GuideStep(
            guide_svg("side", _("The picture of the phone: the whole runner from the side.")),
            _("Your whole body, all the time"),
            _("Lay the phone on its side. Leave some room above your head and below your feet."),
        ),
        GuideStep(
            guide_svg("rear", _("The picture of the phone: the whole runner from behind.")),
            _("The same from behind"),
            _("Stand the phone up. Your heels and your hips need to be seen."),
        ),
    ]


def guide_svg(name: str, alt: str, label: str = "") -> SafeString:
    """One drawing of the guide, by its name."""
    return drawing_svg(DRAWINGS[name](), alt, label)


def screen_svg(motion: str, alt: str) -> SafeString:
    """What the phone shows of a movement test: the end position of its motion."""
    return drawing_svg(in_motion(motion), alt)


def drawing_svg(drawing: Drawing, alt: str, label: str = "") -> SafeString:
    left, top, right, bottom = drawing.box
    shown = format_html("{}{}", drawing.body, label_svg(drawing, label))
    view = " ".join(short(each) for each in (left, top, right - left, bottom - top))
    return format_html('<svg class="scene" viewBox="{}" {}>{}</svg>', view, said(alt), shown)


def label_svg(drawing: Drawing, label: str) -> SafeString:
    if not label:
        return SafeString()
    x, y = LABELS[drawing.name]
    return format_html(
        '<text class="guide-label" x="{}" y="{}">{}</text>', short(x), short(y), label
    )


@cache
def from_the_side() -> Drawing:
    """What the phone shows from the side: head to toe, with room above and below."""
    return in_phone("side", body_svg(draw_body(place(RUNNING), SIDE, WORKING)), (3.0, 2.25))


@cache
def from_behind() -> Drawing:
    return in_phone("rear", body_svg(draw_body(place(FROM_BEHIND), BEHIND, WORKING)), UPRIGHT_M)


@cache
def in_motion(motion: str) -> Drawing:
    """The last position of a motion, in the middle of a phone that stands up."""
    record = motion_of(motion)
    still = Track(record).frame(shown_frames(record)[-1])
    box = box_of(still)
    aside = short(-(box.left + box.right) / 2)
    body = format_html('<g transform="translate({} 0)">{}</g>', aside, still_svg(still, box))
    return in_phone(motion, body, UPRIGHT_M)


def in_phone(name: str, body: SafeString, size_m: tuple[float, float]) -> Drawing:
    width, height = (UNITS_PER_M * each for each in size_m)
    left, top, bottom = -width / 2, -height + 26, 26.0
    edge = 9
    frame = (
        rounded((left - edge, top - edge, left + width + edge, bottom + edge), 20),
        rounded((left, top, left + width, bottom), 8),
    )
    parts = [
        *(prop(path) for path in frame),
        format_html('<path class="scene-floor" d="M{} 0h{}"/>', short(left), short(width)),
        body,
    ]
    box = (left - 14, top - 14, left + width + 14, bottom + 14)
    return Drawing(name, joined(parts), box)


@cache
def how_high() -> Drawing:
    """Seen from behind: the lens beside her at the height of her hips."""
    away, hip = UNITS_PER_M * AWAY_M, UNITS_PER_M * HIP_M
    body = body_svg(draw_body(place(FROM_BEHIND), BEHIND, WORKING))
    width, height = (UNITS_PER_M * each for each in PHONE_M)
    phone = rounded((away - width / 2, -hip - height / 2, away + width / 2, -hip + height / 2), 3)
    stand = (
        f"M{short(away)} {short(-hip + height / 2)}V-34"
        f"M{short(away)} -34L{short(away - 22)} 0M{short(away)} -34L{short(away + 22)} 0"
    )
    sight = f"M{short(away - 12)} {short(-hip)}H34"
    reach = both_ways((20, 22), (away, 22))
    parts = [
        format_html('<path class="scene-floor" d="M-60 0H{}"/>', short(away + 60)),
        prop(stand),
        prop(phone),
        format_html('<path class="guide-sight" d="{}"/>', sight),
        body,
        prop(reach),
    ]
    return Drawing("high", joined(parts), (-66, -190, away + 66, 50))


@cache
def where() -> Drawing:
    """Seen from above: from the left, from the right, from behind, each at a right angle."""
    side, back, half = 150.0, 150.0, 44.0
    path = rounded((-half, -110, half, 116), 10)
    runner = format_html(
        '<ellipse class="body-near" cx="0" cy="0" rx="{}" ry="11"/>'
        '<circle class="body-near" cx="0" cy="-3" r="11"/>',
        HALF_SHOULDERS,
    )
    ahead = f"M0 -34V-84{arrow_head((0, -34), (0, -84))}"
    phones = [
        rounded((x - w / 2, y - h / 2, x + w / 2, y + h / 2), 4)
        for x, y, w, h in (
            (-side, 0, 12, 30),
            (side, 0, 12, 30),
            (0, back + 30, 30, 12),
        )
    ]
    sights = f"M{-side + 14} 0H-34M{side - 14} 0H34M0 {back + 16}V22"
    angle = f"M{-half - 14} 0v-14h14M{half + 14} 0v-14h-14"
    parts = [
        prop(path),
        format_html('<path class="guide-sight" d="{}"/>', sights),
        prop(angle),
        *(prop(each) for each in phones),
        runner,
        format_html('<path class="scene-mark" d="{}"/>', ahead),
    ]
    return Drawing("where", joined(parts), (-side - 60, -118, side + 60, back + 48))


def rounded(box: Box, radius: float) -> str:
    left, top, right, bottom = box
    r = short(radius)
    across, down = short(right - left - 2 * radius), short(bottom - top - 2 * radius)
    return (
        f"M{short(left + radius)} {short(top)}h{across}a{r} {r} 0 0 1 {r} {r}v{down}"
        f"a{r} {r} 0 0 1 -{r} {r}h-{across}a{r} {r} 0 0 1 -{r} -{r}v-{down}a{r} {r} 0 0 1 {r} -{r}z"
    )


def both_ways(start: tuple[float, float], end: tuple[float, float]) -> str:
    heads = arrow_head(start, end) + arrow_head(end, start)
    return f"M{pair(start)}L{pair(end)}{heads}"


def prop(path: str) -> SafeString:
    return format_html('<path class="scene-prop" d="{}"/>', path)


def joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


DRAWINGS = {"where": where, "high": how_high, "side": from_the_side, "rear": from_behind}
LABELS = {"high": (160.0, 42.0)}
