"""A first look at a film in the locked process: some moments of it, spread over the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import BinaryIO

import av
import numpy as np

from midstance.core.base.errors import DamagedFileError, SeveralInFilmError
from midstance.core.gait.keypoints import JOINTS
from midstance.pose.clip import Box, Clip, Look, SeenPerson
from midstance.pose.detector import Detector
from midstance.pose.faces import HIPS, SHOULDERS, find_head
from midstance.pose.landmarks import Body, Landmarker
from midstance.pose.people import LOOK_EVERY_S, Crowd, Person, choose_person
from midstance.pose.picture import Camera, camera_for
from midstance.pose.progress import OnProgress, Progress
from midstance.pose.spans import Outline, Span, measure_film, read_outline, read_spans
from midstance.pose.tracker import check_frames
from midstance.pose.video import (
    CUT_SHORT_FRAC,
    NO_PICTURES,
    Film,
    Reading,
    check_picture,
)
from midstance.pose.wish import Wish

GLANCES = (8, 6, 4, 3, 2, 1)
GLANCE_S = 0.8
WHOLE_UP_TO_S = 12.0
MOST_DECODED_PX = 700 * 1280 * 720
SAME_TIMES = 1.5
LIGHT_SIDE_PX = 64
BRIGHTNESS = (0.299, 0.587, 0.114)  # of red, green and blue, as television reckons
WHITE = 255
FEET = [JOINTS.index(f"{side}_{part}") for side in ("left", "right") for part in ("heel", "toe")]
NOSE = JOINTS.index("nose")
HEAD_OF_RADIUS = 0.6
FOREHEAD_OF_TRUNK = 0.5


@dataclass
class Glance:
    """One moment: who was there, and how bright it was."""

    crowd: Crowd
    times_s: list[float] = field(default_factory=list)
    light: list[float] = field(default_factory=list)


def glance_at(
    stream: BinaryIO,
    detector: Detector,
    landmarker: Landmarker,
    wish: Wish,
    on_progress: OnProgress,
) -> Look:
    """Look at some moments of a film.

    Raises
    ------
    UnreadableFileError
        No film, a damaged one, or one beyond a limit.
    """
    film = measure_film(stream)
    progress = Progress(film.duration_s, wish, on_progress)
    outline = read_outline(stream)
    spans = choose_spans(outline, wish, film.width_px * film.height_px)
    glances = [Glance(Crowd(detector, landmarker)) for _ in spans]
    camera: Camera | None = None
    for number, frame in read_spans(stream, outline, spans, only_some=True):
        progress.tell(frame.time_s)
        glance = glances[number]
        if glance.times_s and frame.time_s < glance.times_s[-1] + LOOK_EVERY_S * 0.99:
            continue
        camera = camera_for(camera, frame.picture)
        glance.crowd.look(frame.time_s, camera, frame.picture)
        glance.times_s.append(frame.time_s)
        glance.light.append(_light_of(camera, frame.picture))
    if camera is None:
        raise DamagedFileError(NO_PICTURES)
    people = [_describe(group, camera) for group in gather_people(glances)]
    return Look(
        clip=_facts(film, outline, wish, camera, len(people)),
        people=tuple(people),
        has_rivals=_have_rivals(glances),
        light_frac=float(np.mean([light for glance in glances for light in glance.light])),
        looked_s=float(sum(np.ptp(glance.times_s) for glance in glances if glance.times_s)),
    )


def choose_spans(outline: Outline, wish: Wish, picture_px: int) -> list[Span]:
    """A short part as a whole, of a longer one moments spread over it, if that is quick.

    Parameters
    ----------
    picture_px : points of a picture.
    """
    last_s = float(np.nanmax(outline.times_s))
    end_s = last_s if wish.end_s is None else min(wish.end_s, last_s)
    start_s = min(wish.start_s, end_s)
    length_s = end_s - start_s
    choices = [
        _spread(start_s, length_s, count) for count in GLANCES if count * GLANCE_S < length_s
    ]
    if length_s <= WHOLE_UP_TO_S:
        choices.insert(0, [Span(start_s, end_s)])
    for spans in choices:
        if outline.packets_of(spans).sum() * picture_px <= MOST_DECODED_PX:
            return spans
    return [Span(start_s, min(end_s, start_s + GLANCE_S))]


def _spread(start_s: float, length_s: float, count: int) -> list[Span]:
    room_s = length_s / count
    begins_s = start_s + room_s * np.arange(count) + (room_s - GLANCE_S) / 2
    return [Span(float(begin_s), float(begin_s + GLANCE_S)) for begin_s in begins_s]


def gather_people(glances: Sequence[Glance]) -> list[list[Person]]:
    """Who is the same from moment to moment: as large and nearest; most of the film first."""
    groups: list[list[Person]] = []
    for glance in glances:
        free = list(groups)
        for person in sorted(glance.crowd.people(), key=lambda each: -each.weight):
            alike = [group for group in free if _are_alike(group[-1], person)]
            if alike:
                group = min(alike, key=lambda each: _apart_px(each[-1], person))
                free.remove(group)
                group.append(person)
            else:
                groups.append([person])
    return sorted(groups, key=lambda group: -sum(person.weight for person in group))


def _are_alike(one: Person, other: Person) -> bool:
    sizes = sorted(person.weight / len(person.squares) for person in (one, other))
    return sizes[1] <= SAME_TIMES * sizes[0]


def _apart_px(one: Person, other: Person) -> float:
    before, after = one.squares[-1], other.squares[0]
    return float(np.hypot(before.x_px - after.x_px, before.y_px - after.y_px))


def _have_rivals(glances: Sequence[Glance]) -> bool:
    """Whether two are alike in at least half of the moments in which somebody was there."""
    rivals = []
    for glance in glances:
        if people := glance.crowd.people():
            try:
                choose_person(people, None)
            except SeveralInFilmError:
                rivals.append(True)
            else:
                rivals.append(False)
    return bool(rivals) and sum(rivals) >= len(rivals) / 2


def _describe(group: Sequence[Person], camera: Camera) -> SeenPerson:
    bodies = [body for person in group for body in person.bodies]
    boxes = [_box_of(body) for body in bodies]
    most = max(group, key=lambda person: person.weight)
    feet_px = [float(body.position_px[FEET, 1].max()) for body in bodies]
    return SeenPerson(
        seen_s=sum(person.lasts_s for person in group),
        box=_box_of(most.bodies[len(most.bodies) // 2]),
        body_px=median(box.bottom_px - box.top_px for box in boxes),
        head_frac=float(np.mean([_shows_head(body) for body in bodies])),
        feet_frac=float(np.mean([foot_px <= camera.height_px for foot_px in feet_px])),
    )


def _shows_head(body: Body) -> bool:
    """Whether the face lies in the picture; where it does not, the model squeezes it in."""
    joints = body.position_px
    shoulders, hips = (joints[those].mean(axis=0) for those in (SHOULDERS, HIPS))
    forehead = shoulders + FOREHEAD_OF_TRUNK * (shoulders - hips)
    return bool(forehead[1] >= 0 and joints[NOSE, 1] < shoulders[1])


def _box_of(body: Body) -> Box:
    joints = body.position_px
    left, top = joints.min(axis=0)
    right, bottom = joints.max(axis=0)
    head = find_head(joints)
    if head is not None:
        top = min(top, head.y_px - HEAD_OF_RADIUS * head.radius_px)
    return Box(float(left), float(top), float(right), float(bottom))


def _light_of(camera: Camera, picture: av.VideoFrame) -> float:
    small = camera.show(picture, LIGHT_SIDE_PX / max(camera.width_px, camera.height_px))
    return float((small[..., :3] @ np.array(BRIGHTNESS)).mean() / WHITE)


def _facts(film: Film, outline: Outline, wish: Wish, camera: Camera, people: int) -> Clip:
    shown_s = np.unique(outline.times_s[np.isfinite(outline.times_s)])
    part_s = [float(time_s) for time_s in shown_s if wish.covers(time_s)]
    if len(part_s) < 2:  # noqa: PLR2004 - a film is more than one picture
        raise DamagedFileError(NO_PICTURES)
    check_picture(film.width_px, film.height_px, part_s[-1])
    check_frames(len(part_s))
    reading = Reading(times_s=part_s)
    return Clip(
        container=film.container,
        codec=film.codec,
        width_px=camera.width_px,
        height_px=camera.height_px,
        rotation_deg=camera.rotation_deg,
        duration_s=part_s[-1] - part_s[0],
        fps=reading.fps,
        frames=len(part_s),
        is_variable_rate=reading.is_variable,
        filmed_fps=film.filmed_fps,
        is_cut_short=outline.broken > 0 or shown_s[-1] < film.duration_s * CUT_SHORT_FRAC,
        people=people,
        start_s=part_s[0],
    )
