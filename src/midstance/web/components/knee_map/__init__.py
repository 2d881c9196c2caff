"""The pain map: a knee from four sides whose zones are bound to the checkboxes of an equal list.

The drawing is for the eye and the finger alone; whoever uses keys or a screen reader has the list.
No script is needed: a zone is a label, and the styles light it while its checkbox is ticked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from midstance.web.components.knee_map.sides import SHOWN, SIDES, WIDTH, Side

Words = str | Promise
VIEW_NAMES: dict[str, Words] = {
    "front": _("Front"),
    "inner": _("Inner side"),
    "outer": _("Outer side"),
    "back": _("Back"),
}
EDGE_WORDS: dict[str, tuple[Words, Words]] = {
    "front": (_("outer"), _("inner")),
    "inner": (_("front"), _("back")),
    "outer": (_("back"), _("front")),
    "back": (_("inner"), _("outer")),
}
KNEES: dict[str, Words] = {"right": _("Your right knee"), "left": _("Your left knee")}

MARKED: dict[str, Words] = {
    "right": _("What you marked on your right knee:"),
    "left": _("What you marked on your left knee:"),
}

BOX = " ".join(str(number) for number in SHOWN)


@dataclass(frozen=True)
class Zone:
    """One place to choose; `view` is front, inner, outer or back, else it is in the list alone."""

    id: str
    view: str
    label: Words
    checked: bool = False


@dataclass(frozen=True)
class DrawnZone:
    """A zone with its outline."""

    zone: Zone
    path: str


@dataclass(frozen=True)
class View:
    """One side of the knee as the template shows it; left and right as the eye sees them."""

    side: Side
    title: Words
    left_word: Words
    right_word: Words
    drawn: tuple[DrawnZone, ...]
    zones: tuple[Zone, ...]


@dataclass(frozen=True)
class KneePicture:
    """The marked places in words, and the sides of the knee that show them, for `picture.html`."""

    heading: Words
    said: tuple[str, ...]
    views: tuple[View, ...]
    box: str
    mirror: str


def knee_map_parts(zones: Sequence[Zone], side: str, name: str) -> dict[str, object]:
    """All that `knee_map.html` asks for; `side` is the runner's: right, left or anything else."""
    views = [view_of(view, zones, is_left=side == "left") for view in SIDES]
    chosen = (view.side.id for view in views if any(zone.checked for zone in view.zones))
    return {
        "name": name,
        "knee": KNEES.get(side, _("Your knee, drawn as a right one")),
        "views": views,
        "open_view": next(chosen, "front"),
        "elsewhere": [zone for zone in zones if zone.view not in SIDES],
        "box": BOX,
        "mirror": mirror(side),
    }


def mirror(side: str) -> str:
    """The transform that makes a left knee of the right one that is drawn."""
    return f"translate({WIDTH} 0) scale(-1 1)" if side == "left" else ""


def view_of(view: str, zones: Sequence[Zone], *, is_left: bool) -> View:
    side = SIDES[view]
    of_view = tuple(zone for zone in zones if zone.view == view)
    words = EDGE_WORDS[view]
    left, right = words[::-1] if is_left else words
    drawn = tuple(
        DrawnZone(zone, side.zone_paths[zone.id]) for zone in of_view if zone.id in side.corners
    )
    return View(side, VIEW_NAMES[view], left, right, drawn, of_view)


def knee_picture(places: Sequence[str], said: Sequence[str], side: str) -> KneePicture:
    """What was marked; a place that is not on the drawing is only said."""
    zones = [Zone(place, place.partition("_")[0], "") for place in places]
    views = (view_of(view, zones, is_left=side == "left") for view in SIDES)
    return KneePicture(
        heading=MARKED.get(side, _("What you marked, drawn on a right knee:")),
        said=tuple(said),
        views=tuple(view for view in views if view.drawn),
        box=BOX,
        mirror=mirror(side),
    )
