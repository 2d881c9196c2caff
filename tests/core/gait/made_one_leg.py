"""Somebody made of sticks who squats on one leg or brings a knee to the wall, seen by a camera."""

import numpy as np

from midstance.core.gait.keypoints import JOINTS, Keypoints

THIGH_M, SHANK_M, FOOT_M, HIPS_M, SHOULDERS_M, TRUNK_M = 0.42, 0.42, 0.24, 0.2, 0.36, 0.5
STILL_S, EACH_S = 0.8, 2.4
FOCAL_PX, WIDTH_PX, HEIGHT_PX = 1000.0, 1280, 1280
CAMERA_UP_M = 0.9


def course(count, rate_hz, still_s=STILL_S):
    """Times, and how deep from 0 to 1."""
    time_s = np.arange(int((2 * still_s + count * EACH_S) * rate_hz)) / rate_hz
    turn = np.clip((time_s - still_s) / EACH_S, 0, count)
    return time_s, (1 - np.cos(2 * np.pi * turn)) / 2


def a_squat(
    *, leg="left", count=5, rate_hz=30.0, bend_deg=60.0, inwards_m=0.0, wobble_m=0.0,
    tilt_deg=0.0, shift_m=0.0, lean_deg=0.0, free_foot_m=0.2, step_m=0.0, aside_m=0.0,
    away_m=3.0, noise_px=0.0, seed=0,
):  # fmt: skip
    """Squats on one leg from the front; `inwards_m` and the rest are reached at the deepest point.

    With `step_m` the free foot begins beside the standing one and goes down by that.
    """
    time_s, deep = course(count, rate_hz)
    half = np.radians(bend_deg) * deep / 2
    zero = 0 * time_s
    at = {}
    inward = -1.0  # of a left leg, with x to its outside
    ankle = np.stack((0.05 + zero, 0.08 + zero, zero), axis=1)
    ahead, up = SHANK_M * np.sin(half), SHANK_M * np.cos(half)
    wave = wobble_m * np.sin(2 * np.pi * 1.9 * time_s) * (deep > 0.05)
    knee_x = ankle[:, 0] + inward * (inwards_m * deep) + wave
    knee = np.stack((knee_x, ankle[:, 1] + up, ahead), axis=1)
    hip_up = knee[:, 1] + THIGH_M * np.cos(half)
    hip = np.stack((ankle[:, 0] + 0.06 + shift_m * deep, hip_up, ahead - THIGH_M * np.sin(half)), 1)
    tilt, lean = np.radians(tilt_deg) * deep, np.radians(lean_deg) * deep
    across = HIPS_M * np.stack((-np.cos(tilt), np.sin(tilt), zero), axis=1)
    free_hip = hip + across
    middle = (hip + free_hip) / 2
    neck = middle + TRUNK_M * np.stack((np.sin(lean), np.cos(lean), zero), axis=1)
    half_wide = np.array((SHOULDERS_M / 2, 0, 0))
    free_up = free_foot_m + 0.08 + zero if step_m == 0 else 0.08 - step_m * deep
    free_ankle = np.stack((free_hip[:, 0], free_up, zero), axis=1)
    toe = ankle + np.array((0.0, -0.06, FOOT_M * 0.7))
    heel = ankle + np.array((0.0, -0.05, -FOOT_M * 0.3))
    at |= {"left_hip": hip, "left_knee": knee, "left_ankle": ankle, "left_toe": toe}
    at |= {"left_heel": heel, "right_hip": free_hip, "right_ankle": free_ankle}
    at |= {"right_knee": (free_hip + free_ankle) / 2 + np.array((0, 0, 0.1))}
    at |= {"right_toe": free_ankle + (toe - ankle), "right_heel": free_ankle + (heel - ankle)}
    at |= {"left_shoulder": neck + half_wide, "right_shoulder": neck - half_wide}
    head = neck + np.array((0, 0.2, 0))
    at |= {"nose": head, "left_ear": head + 0.08, "right_ear": head - 0.08}
    place = np.stack([at[name] for name in JOINTS], axis=1) + np.array((aside_m, 0, 0))
    clip = as_keypoints(time_s, seen_from_front(place, away_m), noise_px, seed)
    return clip if leg == "left" else as_in_a_mirror(clip)


def seen_from_front(place, away_m):
    scale = FOCAL_PX / (away_m - place[..., 2])
    x = (WIDTH_PX - 1) / 2 + scale * place[..., 0]
    y = HEIGHT_PX / 2 - scale * (place[..., 1] - CAMERA_UP_M)
    return np.stack((x, y), axis=2)


def as_keypoints(time_s, position, noise_px, seed):
    position = position + noise_px * np.random.default_rng(seed).standard_normal(position.shape)
    return Keypoints(time_s, position, np.full(position.shape[:2], 0.9), WIDTH_PX, HEIGHT_PX)


def as_in_a_mirror(clip):
    """Written anew here, so that a fault of the code's own mirror is seen."""
    other = [JOINTS.index(_other(name)) for name in JOINTS]
    position = clip.position_px[:, other].copy()
    position[..., 0] = WIDTH_PX - 1 - position[..., 0]
    return Keypoints(clip.time_s, position, clip.score[:, other], WIDTH_PX, HEIGHT_PX)


def _other(name):
    if name.startswith("left_"):
        return "right_" + name.removeprefix("left_")
    return "left_" + name.removeprefix("right_") if name.startswith("right_") else name


def a_lunge(
    *, leg="left", count=5, rate_hz=30.0, lean_deg=38.0, lift_from_deg=90.0, to_the="right",
    noise_px=0.0, roll_deg=0.0, px_per_m=300.0, seed=0,
):  # fmt: skip
    """A knee that goes to the wall, from the side; the heel lifts beyond `lift_from_deg`."""
    time_s, deep = course(count, rate_hz)
    lean = np.radians(5 + (lean_deg - 5) * deep)
    over = np.maximum(np.degrees(lean) - lift_from_deg, 0)
    zero = 0 * time_s
    ankle = np.stack((zero, 0.08 + 0.01 * over), axis=1)
    knee = ankle + SHANK_M * np.stack((np.sin(lean), np.cos(lean)), axis=1)
    hip = knee + THIGH_M * np.stack((-np.sin(lean), np.cos(lean)), axis=1)
    heel = np.stack((zero - 0.06, 0.02 + 0.015 * over), axis=1)
    toe = np.stack((zero + 0.18, zero), axis=1)
    neck = hip + np.array((0, TRUNK_M))
    front = {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "toe": toe, "shoulder": neck}
    behind = np.array((-0.6, 0.08)) + np.zeros_like(ankle)
    back = {"hip": hip, "knee": (hip + behind) / 2, "ankle": behind, "shoulder": neck}
    back |= {"heel": behind + np.array((-0.06, -0.06)), "toe": behind + np.array((0.18, -0.08))}
    legs = {leg: front, ("right" if leg == "left" else "left"): back}
    at = {
        f"{side}_{name}": place for side, joints in legs.items() for name, place in joints.items()
    }
    head = neck + np.array((0.05, 0.2))
    at |= {"nose": head, "left_ear": head, "right_ear": head}
    place = np.stack([at[name] for name in JOINTS], axis=1)
    roll = np.radians(roll_deg)
    turned = place @ np.array(((np.cos(roll), np.sin(roll)), (-np.sin(roll), np.cos(roll))))
    sign = 1.0 if to_the == "right" else -1.0
    x = WIDTH_PX / 2 + sign * px_per_m * turned[..., 0]
    y = HEIGHT_PX - 100 - px_per_m * turned[..., 1]
    return as_keypoints(time_s, np.stack((x, y), axis=2), noise_px, seed)
