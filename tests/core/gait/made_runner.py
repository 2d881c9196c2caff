"""A runner whose joints follow plain waves."""

import numpy as np

from midstance.core.gait.keypoints import JOINTS, Keypoints


def a_runner(seconds=8.0, rate_hz=60.0, stride_s=0.7, noise_px=0.0, seed=0):
    """A made-up runner to the right: hips at 250 px above the ground, feet on loops."""
    time_s = np.arange(int(seconds * rate_hz)) / rate_hz
    at = np.zeros((time_s.size, len(JOINTS), 2))
    turn = 2 * np.pi * time_s / stride_s
    hip_y = 300 + 10 * np.cos(2 * turn)
    for side, phase in (("left", 0.0), ("right", np.pi)):
        x = 640 + 90 * np.cos(turn + phase)
        lift = 60 * np.maximum(np.sin(turn + phase + np.pi), 0) ** 2
        ankle = np.stack((x, 520 - lift), axis=1)
        at[:, JOINTS.index(f"{side}_ankle")] = ankle
        at[:, JOINTS.index(f"{side}_heel")] = ankle + np.array((-15, 20))
        at[:, JOINTS.index(f"{side}_toe")] = ankle + np.array((55, 20))
        hip = np.stack((np.full(time_s.size, 640.0), hip_y), axis=1)
        at[:, JOINTS.index(f"{side}_hip")] = hip
        at[:, JOINTS.index(f"{side}_knee")] = (hip + ankle) / 2 + np.array((25, 0))
        at[:, JOINTS.index(f"{side}_shoulder")] = hip + np.array((12, -150))
        at[:, JOINTS.index(f"{side}_ear")] = hip + np.array((15, -200))
    at[:, 0] = at[:, 1] + np.array((15, 5))
    at += noise_px * np.random.default_rng(seed).standard_normal(at.shape)
    return Keypoints(time_s, at, np.full(at.shape[:2], 0.9), 1280, 720)


def without_runner(clip, kind):
    """A clip that is "empty", of "one" picture, "still", or in which nothing is seen ("nan")."""
    frames = {"empty": 0, "one": 1}.get(kind, clip.time_s.size)
    position = clip.position_px[:frames].copy()
    if kind == "nan":
        position[:] = np.nan
    if kind == "still":
        position[:] = position[:1]
    return Keypoints(clip.time_s[:frames], position, clip.score[:frames], 1280, 720)
