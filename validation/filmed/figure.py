"""Somebody made of sticks who squats on one leg or brings a knee to the wall, seen by a camera.

Metres; x to the right of the picture, y up, z towards the camera. She faces it with her left at +x.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, Keypoints

THIGH_M, SHANK_M, FOOT_M, HIPS_M, SHOULDERS_M, TRUNK_M = 0.42, 0.42, 0.24, 0.2, 0.36, 0.5
ANKLE_M, HEAD_M = 0.08, 0.2
LEG_M = THIGH_M + SHANK_M
STILL_S, EACH_S = 0.8, 2.4
WOBBLE_HZ = 1.9
FOCAL_PX, WIDTH_PX, HEIGHT_PX = 1000.0, 1280, 1280
SIDES = {"left": "right", "right": "left"}
Places = Mapping[str, FloatArray]


@dataclass(frozen=True)
class Camera:
    """Where the phone stands, and how far she is turned from it."""

    away_m: float = 3.0
    up_m: float = 0.9
    aside_m: float = 0.0
    roll_deg: float = 0.0
    yaw_deg: float = 0.0


@dataclass(frozen=True)
class Squat:
    """How she squats on the left leg; what goes aside does so in step with the depth."""

    bend_deg: float = 60.0
    inwards_m: float = 0.0
    wobble_m: float = 0.0
    tilt_deg: float = 0.0
    shift_m: float = 0.0
    lean_deg: float = 0.0
    free_foot_m: float = 0.2
    step_m: float = 0.0
    """With a step the free foot begins beside the standing one and goes down by that."""


@dataclass(frozen=True)
class Lunge:
    """How the left knee goes to the wall; the heel lifts beyond a lean."""

    lean_deg: float = 38.0
    lift_from_deg: float = 90.0


def course(count: int, rate_hz: float = 30.0) -> tuple[FloatArray, FloatArray]:
    """Times of so many repetitions, and how deep from 0 to 1."""
    time_s = np.arange(int((2 * STILL_S + count * EACH_S) * rate_hz)) / rate_hz
    turn = np.clip((time_s - STILL_S) / EACH_S, 0, count)
    return time_s, (1 - np.cos(2 * np.pi * turn)) / 2


def along(*parts: FloatArray | float) -> FloatArray:
    """Places out of their three coordinates."""
    return np.stack(np.broadcast_arrays(*parts), axis=-1)


def squat(how: Squat, time_s: FloatArray, deep: FloatArray) -> Places:
    """The joints of a squat on the left leg."""
    half = np.radians(how.bend_deg) * deep / 2
    ankle = along(0.05 + 0 * deep, ANKLE_M, 0.0)
    ahead = SHANK_M * np.sin(half)
    aside = how.wobble_m * np.sin(2 * np.pi * WOBBLE_HZ * time_s) * (deep > 0.05)
    knee = ankle + along(aside - how.inwards_m * deep, SHANK_M * np.cos(half), ahead)
    over = ankle[:, 0] + 0.06 + how.shift_m * deep
    hip = along(over, knee[:, 1] + THIGH_M * np.cos(half), ahead - THIGH_M * np.sin(half))
    tilt, lean = np.radians(how.tilt_deg) * deep, np.radians(how.lean_deg) * deep
    free_hip = hip + HIPS_M * along(-np.cos(tilt), np.sin(tilt), 0.0)
    neck = (hip + free_hip) / 2 + TRUNK_M * along(np.sin(lean), np.cos(lean), 0.0)
    up_m = ANKLE_M - how.step_m * deep if how.step_m else ANKLE_M + how.free_foot_m
    free_ankle = along(free_hip[:, 0], up_m, 0.0)
    free_knee = (free_hip + free_ankle) / 2 + along(0.0, 0.0, 0.1)
    return {
        **_leg("left", hip, knee, ankle, along(0.0, 0.0, 1.0)),
        **_leg("right", free_hip, free_knee, free_ankle, along(0.0, 0.0, 1.0)),
        **_upper(neck, along(SHOULDERS_M / 2, 0.0, 0.0)),
    }


def lunge(how: Lunge, deep: FloatArray) -> Places:
    """The joints of a left knee that goes to the wall; she faces left, the left leg nearer."""
    lean_deg = 5 + (how.lean_deg - 5) * deep
    lean = np.radians(lean_deg)
    lifted = np.maximum(lean_deg - how.lift_from_deg, 0)
    ankle = along(0 * deep, ANKLE_M + 0.01 * lifted, 0.08)
    knee = ankle + SHANK_M * along(-np.sin(lean), np.cos(lean), 0.0)
    hip = knee + THIGH_M * along(np.sin(lean), np.cos(lean), 0.0)
    to_the_far = along(0.0, 0.0, -0.16)
    behind = along(0.6 + 0 * deep, ANKLE_M, -0.08)
    to_the_left = along(-1.0, 0.0, 0.0)
    front = _leg("left", hip, knee, ankle, to_the_left)
    front["left_heel"] = front["left_heel"] + along(0.0, 0.005 * lifted, 0.0)
    far_hip = hip + to_the_far
    return {
        **front,
        **_leg("right", far_hip, (far_hip + behind) / 2, behind, to_the_left),
        **_upper(hip + to_the_far / 2 + along(0.0, TRUNK_M, 0.0), along(0.0, 0.0, 0.17)),
    }


def _leg(
    side: str, hip: FloatArray, knee: FloatArray, ankle: FloatArray, forward: FloatArray
) -> dict[str, FloatArray]:
    down = along(0.0, -0.06, 0.0)
    return {
        f"{side}_hip": hip,
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        f"{side}_heel": ankle + down - 0.25 * FOOT_M * forward,
        f"{side}_toe": ankle + down + 0.75 * FOOT_M * forward,
    }


def _upper(neck: FloatArray, half_wide: FloatArray) -> dict[str, FloatArray]:
    head = neck + along(0.0, HEAD_M, 0.0)
    ears = {"left_ear": head + half_wide / 2, "right_ear": head - half_wide / 2}
    shoulders = {"left_shoulder": neck + half_wide, "right_shoulder": neck - half_wide}
    return {"nose": head, **ears, **shoulders}


def film(
    time_s: FloatArray,
    places: Places,
    camera: Camera,
    *,
    bias_m: FloatArray | float = 0.0,
    noise_m: float = 0.0,
    seed: int = 0,
) -> Keypoints:
    """What a pose model sees of the figure.

    Parameters
    ----------
    bias_m : (joints, 3) how far each joint is seen from where it is, through the whole film [m].
    noise_m : standard deviation of each picture [m].
    """
    place = np.stack([places[name] for name in JOINTS], axis=1) + bias_m
    place = place + noise_m * np.random.default_rng(seed).standard_normal(place.shape)
    place = _turned(place, camera.yaw_deg, (2, 0))
    place = place + np.array((camera.aside_m, -camera.up_m, 0.0))
    place = _turned(place, camera.roll_deg, (0, 1))
    scale_px = FOCAL_PX / (camera.away_m - place[..., 2])
    x = (WIDTH_PX - 1) / 2 + scale_px * place[..., 0]
    y = HEIGHT_PX / 2 - scale_px * place[..., 1]
    score = np.full(x.shape, 0.9)
    return Keypoints(time_s, np.stack((x, y), axis=2), score, WIDTH_PX, HEIGHT_PX)


def _turned(place: FloatArray, degrees: float, axes: tuple[int, int]) -> FloatArray:
    """Turned from the first axis to the second."""
    one, other = axes
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = place.copy()
    out[..., one] = cos * place[..., one] - sin * place[..., other]
    out[..., other] = sin * place[..., one] + cos * place[..., other]
    return out


def of_other_leg(clip: Keypoints) -> Keypoints:
    """The same done on the other leg; written apart from the code's own mirror."""
    order = [JOINTS.index(_other(name)) for name in JOINTS]
    position = clip.position_px[:, order].copy()
    position[..., 0] = clip.width_px - 1 - position[..., 0]
    return Keypoints(clip.time_s, position, clip.score[:, order], clip.width_px, clip.height_px)


def _other(name: str) -> str:
    side, _, joint = name.partition("_")
    return f"{SIDES[side]}_{joint}" if side in SIDES else name
