"""Films of runners whose ground forces were measured, and of squats and lunges, as real files."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, SIDES
from validation.filmed.figure import Lunge, Squat, course, lunge, squat
from validation.gait.camera import joints_at
from validation.gait.recordings import Recording
from validation.rendered.body import (
    HEIGHT_PX,
    WIDTH_PX,
    Places,
    Project,
    Spot,
    draw_person,
    make_scene,
)

AWAY_M, CAMERA_UP_M, BODY_FRAC = 4.0, 0.9, 0.72
UPPER_ARM_M, FOREARM_M, ELBOW_DEG, SWING, BACK_DEG = 0.29, 0.25, 90.0, 1.6, 20.0
FIGURE_M = 1.65
PASSING_AWAY_M = 8.0


def film_run(
    path: Path,
    recording: Recording,
    *,
    behind: bool = False,
    passes: bool = False,
    rate_hz: int = 60,
    start_s: float = 2.0,
    seconds: float = 8.0,
) -> Path:
    """Film a recorded runner on her treadmill from her right side, or from behind.

    One who passes runs over the ground at her speed, past a camera that stands still, and is before
    it in the middle of the film.
    """
    times_s = start_s + np.arange(int(seconds * rate_hz)) / rate_hz
    joints = joints_at(recording, np.repeat(times_s[:, None], len(JOINTS), axis=1))
    hips = recording.joints_m[:, [JOINTS.index(f"{side}_hip") for side in SIDES]]
    level = hips.mean(axis=(0, 1)) * np.array((1.0, 0.0, 1.0))
    way_m = recording.speed_mps * (times_s - times_s.mean()) if passes else 0.0 * times_s
    joints = joints - level + way_m[:, None, None] * np.array((1.0, 0.0, 0.0))
    bodies = (run_places(each, behind=behind) for each in joints)
    away_m = PASSING_AWAY_M if passes else AWAY_M
    return write_film(path, bodies, camera(recording.height_m, away_m), rate_hz)


def run_places(joints: FloatArray, *, behind: bool) -> Places:
    """Joints that are forward, up and right of the runner as the camera sees them, with arms."""
    places = {name: joints[at] for at, name in enumerate(JOINTS)}
    places |= running_arms(places)
    forward, right = ((2, -1.0), (0, 1.0)) if behind else ((0, 1.0), (2, 1.0))
    seen = {}
    for name, place in places.items():
        turned = np.array((0.0, place[1], 0.0))
        turned[forward[0]] = forward[1] * place[0]
        turned[right[0]] = right[1] * place[2]
        seen[name] = turned
    return seen


def running_arms(places: Places) -> dict[str, FloatArray]:
    """Arms that swing against the leg of their side."""
    arms = {}
    for side, out in (("left", -1.0), ("right", 1.0)):
        ahead_m = float(places[f"{side}_knee"][0] - places[f"{side}_hip"][0])
        swing = -SWING * ahead_m - np.radians(BACK_DEG)
        upper = np.array((np.sin(swing), -np.cos(swing), 0.12 * out))
        bent = swing + np.radians(ELBOW_DEG)
        lower = np.array((np.sin(bent), -np.cos(bent), -0.25 * out))
        elbow = places[f"{side}_shoulder"] + UPPER_ARM_M * upper
        arms |= {f"{side}_elbow": elbow, f"{side}_wrist": elbow + FOREARM_M * lower}
    return arms


def film_squat(path: Path, how: Squat, *, count: int = 4, rate_hz: int = 30) -> Path:
    """Film squats on the left leg from the front, hands on the hips."""
    time_s, deep = course(count, rate_hz)
    bodies = (
        {**body, **hands_on_hips(body), "nose": body["nose"] + np.array((0, 0, 0.1))}
        for body in at_each(squat(how, time_s, deep), time_s.size)
    )
    return write_film(path, bodies, camera(FIGURE_M), rate_hz)


def film_lunge(path: Path, how: Lunge, *, count: int = 4, rate_hz: int = 30) -> Path:
    """Film the left knee going to the wall from its side, hands to the wall."""
    time_s, deep = course(count, rate_hz)
    bodies = (
        {**body, **hands_to_wall(body), **head_to_left(body)}
        for body in at_each(lunge(how, deep), time_s.size)
    )
    return write_film(path, bodies, camera(FIGURE_M), rate_hz)


def at_each(places: Mapping[str, FloatArray], frames: int) -> Iterator[dict[str, FloatArray]]:
    for at in range(frames):
        yield {name: place[at] for name, place in places.items()}


def hands_on_hips(body: Places) -> dict[str, FloatArray]:
    arms = {}
    for side, out in (("left", 1.0), ("right", -1.0)):
        wrist = body[f"{side}_hip"] + np.array((0.05 * out, 0.08, 0.06))
        elbow = (body[f"{side}_shoulder"] + wrist) / 2 + np.array((0.17 * out, -0.02, -0.05))
        arms |= {f"{side}_elbow": elbow, f"{side}_wrist": wrist}
    return arms


def hands_to_wall(body: Places) -> dict[str, FloatArray]:
    arms = {}
    for side in SIDES:
        elbow = body[f"{side}_shoulder"] + np.array((-0.15, -0.24, 0.0))
        arms |= {f"{side}_elbow": elbow, f"{side}_wrist": elbow + np.array((-0.23, 0.08, 0.0))}
    return arms


def head_to_left(body: Places) -> dict[str, FloatArray]:
    near, far = np.array((0, 0, 0.07)), np.array((0, 0, -0.07))
    return {
        "nose": body["nose"] + np.array((-0.1, 0, 0)),
        "left_ear": body["left_ear"] + near,
        "right_ear": body["right_ear"] + far,
    }


def camera(height_m: float, away_m: float = AWAY_M) -> Project:
    """From four metres away she fills most of the height of the picture, in its middle."""
    focal_px = BODY_FRAC * HEIGHT_PX / height_m * AWAY_M

    def project(place: FloatArray) -> Spot:
        depth_m = away_m - place[2]
        px_per_m = focal_px / depth_m
        x = WIDTH_PX / 2 + px_per_m * place[0]
        y = HEIGHT_PX / 2 - px_per_m * (place[1] - CAMERA_UP_M)
        return Spot(np.array((x, y)), float(depth_m), float(px_per_m))

    return project


def write_film(path: Path, bodies: Iterable[Places], project: Project, rate_hz: int) -> Path:
    """Draw each body and write them as a film of H.264."""
    scene = make_scene()
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=Fraction(rate_hz))
        stream.width, stream.height, stream.pix_fmt = WIDTH_PX, HEIGHT_PX, "yuv420p"
        stream.options = {"crf": "20", "preset": "veryfast"}
        for body in bodies:
            picture = draw_person(body, project, scene)
            film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        film.mux(stream.encode())
    return path
