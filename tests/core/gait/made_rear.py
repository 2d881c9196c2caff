"""A runner seen from behind whose joints follow plain waves."""

import numpy as np

from midstance.core.gait.keypoints import JOINTS, Keypoints

HIP_PX = 250.0
"""How high the hips of the made runner are above the lowest heel."""


def a_runner_from_behind(
    *, seconds=8.0, rate_hz=60.0, stride_s=0.7, width_px=20.0, drop_deg=5.0, noise_px=0.0, seed=0
):
    """Feet that go up and down beside a middle line, and a pelvis that tips to the swinging leg."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    at = np.zeros((time_s.size, len(JOINTS), 2))
    turn = 2 * np.pi * time_s / stride_s
    tip = np.tan(np.radians(drop_deg)) * np.cos(turn)
    for side, sign, phase in (("left", -1.0, 0.0), ("right", 1.0, np.pi)):
        lift = 70 * np.maximum(np.sin(turn + phase - 0.2), 0) ** 2
        foot_x = 640 + sign * width_px / 2 + 0 * turn
        hip = np.stack((640 + sign * 35 + 0 * turn, 290 + 8 * np.cos(2 * turn)), axis=1)
        hip[:, 1] += sign * 35 * tip
        ankle = np.stack((foot_x, 520 - lift), axis=1)
        at[:, JOINTS.index(f"{side}_hip")] = hip
        at[:, JOINTS.index(f"{side}_ankle")] = ankle
        at[:, JOINTS.index(f"{side}_heel")] = ankle + np.array((0, 20))
        at[:, JOINTS.index(f"{side}_toe")] = ankle + np.array((sign * 6, 14))
        at[:, JOINTS.index(f"{side}_knee")] = (hip + ankle) / 2
        at[:, JOINTS.index(f"{side}_shoulder")] = (640 + sign * 50, 140)
        at[:, JOINTS.index(f"{side}_ear")] = (640 + sign * 20, 90)
    at[:, 0] = (640, 95)
    at += noise_px * np.random.default_rng(seed).standard_normal(at.shape)
    return Keypoints(time_s, at, np.full(at.shape[:2], 0.9), 1280, 720)
