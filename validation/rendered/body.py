"""Somebody drawn out of rounded limbs, near enough to a person for a pose model to follow."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import SIDES

WIDTH_PX, HEIGHT_PX = 1280, 720
FINER = 2
"""Drawn so many times larger and then made smaller, for soft edges."""
AROUND_M = 0.25
SOLE_M = 0.02
SKIN, SHIRT, SHORTS = (205, 160, 130), (60, 95, 160), (45, 48, 60)
SHOE, SOLE, SOCK = (235, 120, 40), (240, 240, 240), (35, 35, 40)
"""Unlike each other: where white socks stood in white shoes no foot was followed from behind."""
HAIR, EYE, MOUTH = (60, 40, 30), (40, 30, 30), (150, 70, 70)
STRIPES = ((1.0, 0.72), (0.9, 0.84), (0.74, 0.94), (0.52, 1.03), (0.28, 1.1))
"""Width and brightness of the stripes that make a limb round."""
LIGHT = np.array((-0.35, -0.6))
Color = tuple[int, int, int]
Point = tuple[float, float]
Places = Mapping[str, FloatArray]
"""(3,) of each joint: x to the right of the picture, y up, z towards the camera [m]."""


@dataclass(frozen=True)
class Spot:
    """A place in the picture: where, how far away, and how many pixels a metre has there."""

    at: FloatArray
    depth_m: float
    px_per_m: float


Project = Callable[[FloatArray], Spot]


class _Canvas:
    """The part of the picture in which she is, drawn finer."""

    def __init__(self, scene: Image.Image, box: tuple[int, int, int, int]) -> None:
        self.scene, self.box = scene, box
        self.size = (box[2] - box[0], box[3] - box[1])
        self.image = scene.crop(box).resize((FINER * self.size[0], FINER * self.size[1]))
        self.pen = ImageDraw.Draw(self.image)
        self.corner = np.array(box[:2], float)

    def limb(self, start: Spot, end: Spot, radii_m: tuple[float, float], color: Color) -> None:
        one, other = FINER * (start.at - self.corner), FINER * (end.at - self.corner)
        first, last = FINER * radii_m[0] * start.px_per_m, FINER * radii_m[1] * end.px_per_m
        along = other - one
        normal = np.array((-along[1], along[0])) / (np.hypot(*along) + 1e-6)
        lit = normal * (1.0 if normal @ LIGHT > 0 else -1.0)
        for width, bright in STRIPES:
            moved = lit * (1 - width) * 0.55
            self._stripe(
                one + moved * first,
                other + moved * last,
                normal,
                (first * width, last * width),
                shade(color, bright),
            )

    def _stripe(
        self,
        one: FloatArray,
        other: FloatArray,
        normal: FloatArray,
        radii: tuple[float, float],
        color: Color,
    ) -> None:
        first, last = normal * radii[0], normal * radii[1]
        corners = (one + first, other + last, other - last, one - first)
        self.pen.polygon([point(each) for each in corners], fill=color)
        for center, radius in zip((one, other), radii, strict=True):
            self.pen.ellipse([*point(center - radius), *point(center + radius)], fill=color)

    def ball(self, center: Spot, radii_m: tuple[float, float], color: Color) -> None:
        middle = FINER * (center.at - self.corner)
        radii = FINER * center.px_per_m * np.array(radii_m)
        for width, bright in ((1.0, 0.8), (0.85, 0.92), (0.65, 1.0), (0.4, 1.08)):
            at = middle - np.array((0.2, 0.25)) * radii * (1 - width)
            ends = [*point(at - radii * width), *point(at + radii * width)]
            self.pen.ellipse(ends, fill=shade(color, bright))

    def done(self) -> Image.Image:
        drawn = self.scene.copy()
        drawn.paste(self.image.resize(self.size, Image.Resampling.LANCZOS), self.box[:2])
        return drawn


def point(at: FloatArray) -> Point:
    return float(at[0]), float(at[1])


def shade(color: Color, bright: float) -> Color:
    red, green, blue = (min(255, int(part * bright)) for part in color)
    return red, green, blue


def make_scene(seed: int = 0) -> Image.Image:
    """A room with a window, and the grain of a camera."""
    rng = np.random.default_rng(seed)
    down = np.linspace(0, 1, HEIGHT_PX)[:, None, None]
    room = np.tile(np.array((186.0, 190.0, 186.0)) * (1 - 0.15 * down), (1, WIDTH_PX, 1))
    floor = int(0.8 * HEIGHT_PX)
    room[floor:] = np.array((120, 105, 90)) * (1.8 - down[floor:])
    room[80:300, 700:860] = (150, 170, 190)
    room[:, 100:110] *= 0.9
    room += rng.normal(0, 3, room.shape)
    return Image.fromarray(np.clip(room, 0, 255).astype(np.uint8))


def draw_person(places: Places, project: Project, scene: Image.Image) -> Image.Image:
    """Draw her into the scene, what is farther away first.

    Parameters
    ----------
    places : the joints of `midstance.core.gait.keypoints`, and elbow and wrist of each side.
    """
    spots = {name: project(place) for name, place in with_middles(places).items()}
    canvas = _Canvas(scene, box_around(spots.values()))
    for _depth_m, draw in sorted(parts_of(spots), key=lambda part: -part[0]):
        draw(canvas)
    return canvas.done()


def with_middles(places: Places) -> Places:
    """The places between the joints at which a limb changes."""
    more = dict(places)
    for side in SIDES:
        hip, knee, ankle, shoulder, elbow = (
            places[f"{side}_{name}"] for name in ("hip", "knee", "ankle", "shoulder", "elbow")
        )
        more[f"{side}_hem"] = 0.45 * hip + 0.55 * knee
        more[f"{side}_calf"] = 0.7 * knee + 0.3 * ankle
        more[f"{side}_sock"] = 0.15 * knee + 0.85 * ankle
        heel, toe = places[f"{side}_heel"], places[f"{side}_toe"]
        down = SOLE_M * sole_of(heel, toe, ankle)
        more |= {f"{side}_sole_back": heel + down, f"{side}_sole_front": toe + down}
        more[f"{side}_sleeve"] = (shoulder + elbow) / 2
    more["neck"] = (places["left_shoulder"] + places["right_shoulder"]) / 2
    more["seat"] = (places["left_hip"] + places["right_hip"]) / 2
    more["head"] = (places["left_ear"] + places["right_ear"]) / 2
    more["chest"] = 0.8 * more["neck"] + 0.2 * more["seat"]
    more["waist"] = 0.25 * more["neck"] + 0.75 * more["seat"]
    return more


def sole_of(heel: FloatArray, toe: FloatArray, ankle: FloatArray) -> FloatArray:
    """The direction in which the sole looks."""
    along = (toe - heel) / np.linalg.norm(toe - heel)
    above = (ankle - heel) - ((ankle - heel) @ along) * along
    return np.asarray(-above / np.linalg.norm(above))


def box_around(spots: Collection[Spot]) -> tuple[int, int, int, int]:
    at = np.array([spot.at for spot in spots])
    room = AROUND_M * max(spot.px_per_m for spot in spots)
    left, top = np.maximum(np.floor(at.min(axis=0) - room), 0)
    right, bottom = np.ceil(at.max(axis=0) + room)
    return int(left), int(top), min(int(right), WIDTH_PX), min(int(bottom), HEIGHT_PX)


Part = tuple[float, Callable[[_Canvas], None]]


def parts_of(spots: Mapping[str, Spot]) -> Iterator[Part]:
    for side in SIDES:
        mine = {name.removeprefix(f"{side}_"): spots[name] for name in spots if side in name}
        yield depth_of(mine, "hip", "knee", "ankle"), lambda canvas, at=mine: draw_leg(canvas, at)
        yield (
            depth_of(mine, "shoulder", "elbow", "wrist"),
            lambda canvas, at=mine: draw_arm(canvas, at),
        )
    yield depth_of(spots, "neck", "seat"), lambda canvas: draw_trunk(canvas, spots)
    yield depth_of(spots, "head"), lambda canvas: draw_head(canvas, spots)


def depth_of(spots: Mapping[str, Spot], *names: str) -> float:
    return float(np.mean([spots[name].depth_m for name in names]))


def draw_leg(canvas: _Canvas, at: Mapping[str, Spot]) -> None:
    shows_sole = depth_of(at, "sole_back", "sole_front") < depth_of(at, "heel", "toe")
    if not shows_sole:
        draw_sole(canvas, at)
    canvas.limb(at["ankle"], at["heel"], (0.042, 0.040), SHOE)
    canvas.limb(at["heel"], at["toe"], (0.040, 0.030), SHOE)
    canvas.limb(at["ankle"], at["toe"], (0.038, 0.026), SHOE)
    canvas.limb(at["knee"], at["calf"], (0.055, 0.058), SKIN)
    canvas.limb(at["calf"], at["ankle"], (0.058, 0.036), SKIN)
    canvas.limb(at["sock"], at["ankle"], (0.038, 0.037), SOCK)
    canvas.limb(at["hem"], at["knee"], (0.075, 0.056), SKIN)
    canvas.limb(at["hip"], at["hem"], (0.098, 0.088), SHORTS)
    if shows_sole:
        canvas.limb(at["ankle"], at["heel"], (0.036, 0.040), SHOE)
        draw_sole(canvas, at)


def draw_sole(canvas: _Canvas, at: Mapping[str, Spot]) -> None:
    canvas.limb(at["sole_back"], at["sole_front"], (0.034, 0.030), SOLE)


def draw_arm(canvas: _Canvas, at: Mapping[str, Spot]) -> None:
    canvas.limb(at["elbow"], at["wrist"], (0.042, 0.030), SKIN)
    canvas.limb(at["shoulder"], at["elbow"], (0.050, 0.043), SKIN)
    canvas.limb(at["shoulder"], at["sleeve"], (0.058, 0.052), SHIRT)
    canvas.ball(at["wrist"], (0.045, 0.050), SKIN)


def draw_trunk(canvas: _Canvas, at: Mapping[str, Spot]) -> None:
    canvas.limb(at["left_shoulder"], at["right_shoulder"], (0.06, 0.06), SHIRT)
    for side in SIDES:
        canvas.limb(at[f"{side}_shoulder"], at[f"{side}_hip"], (0.07, 0.10), SHIRT)
    canvas.limb(at["chest"], at["waist"], (0.135, 0.115), SHIRT)
    canvas.limb(at["waist"], at["seat"], (0.115, 0.12), SHORTS)
    canvas.limb(at["left_hip"], at["right_hip"], (0.09, 0.09), SHORTS)


def draw_head(canvas: _Canvas, at: Mapping[str, Spot]) -> None:
    """From behind hair alone; else a face where the nose points."""
    head, nose, neck = at["head"], at["nose"], at["neck"]
    canvas.limb(neck, head, (0.055, 0.05), SKIN)
    up = head.at - neck.at
    up = head.px_per_m * up / np.hypot(*up)
    ahead = nose.at - head.at

    def beside(along: float, above: float, across: float = 0.0) -> Spot:
        aside = np.array((-up[1], up[0]))
        return Spot(
            head.at + along * ahead + above * up + across * aside, head.depth_m, head.px_per_m
        )

    if nose.depth_m > head.depth_m + 0.03:
        canvas.ball(beside(0, 0.05), (0.10, 0.115), HAIR)
        return
    canvas.ball(beside(0.15, 0.03), (0.095, 0.12), SKIN)
    canvas.ball(beside(-0.25, 0.085), (0.096, 0.080), HAIR)
    is_side = np.hypot(*ahead) > 0.05 * head.px_per_m
    for across in (0.0,) if is_side else (-0.035, 0.035):
        canvas.ball(beside(0.7 if is_side else 0.15, 0.03, across), (0.013, 0.009), EYE)
    canvas.ball(nose if is_side else beside(0.15, 0.0), (0.018, 0.022), shade(SKIN, 0.9))
    canvas.ball(beside(0.6 if is_side else 0.15, -0.05), (0.024, 0.007), MOUTH)
    if is_side:
        near = min((at["left_ear"], at["right_ear"]), key=lambda ear: ear.depth_m)
        canvas.ball(near, (0.020, 0.030), shade(SKIN, 0.9))
