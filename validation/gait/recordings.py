"""Runners whose markers and ground forces were measured, and a whole body around the markers."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.gait.keypoints import JOINTS
from validation.rbds import REAL

FOLDER = REAL / "rbds" / "gait"
SUBJECTS = REAL / "rbds" / "participantInfo.csv"

MISSING = -32768
BELL_MEDIAL, BELL_BACK, BELL_DOWN = 0.36, 0.19, 0.30
"""Centre of the hip from the two front spines, in widths between them: Bell 1989."""
THIGH, SHANK, TRUNK, HEAD = 0.245, 0.246, 0.288, 0.12
"""Segments in body heights: Winter's table."""
ANKLE_AHEAD_M, ANKLE_UP_M, TOE_AHEAD_M = 0.055, 0.035, 0.05
LEAN_DEG, SHOULDER_HALF_M, EAR_HALF_M = 6.0, 0.18, 0.07


@dataclass(frozen=True, eq=False)
class Recording:
    """One trial of thirty seconds.

    Parameters
    ----------
    time_s : (n,) at 150 Hz [s].
    joints_m : (n, joints, 3) forward, up, to the right of the runner [m]; the joints of
        `midstance.core.gait.keypoints`. Knees, ankles, shoulders and head are laid around the
        measured markers of feet and pelvis.
    strike_s, toe_off_s : (steps,) from the force plate [s].
    side : (steps,) 0 left, 1 right.
    """

    runner: int
    speed_mps: float
    height_m: float
    time_s: FloatArray
    joints_m: FloatArray
    strike_s: FloatArray
    toe_off_s: FloatArray
    side: IntArray


@cache
def heights_m() -> dict[int, float]:
    with SUBJECTS.open(encoding="utf-8", errors="replace", newline="") as lines:
        return {int(row["Subject"]): float(row["Height"]) / 100 for row in csv.DictReader(lines)}


def recording_paths() -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.glob("*.npz")))


@cache
def all_recordings() -> tuple[Recording, ...]:
    return tuple(read_recording(path) for path in recording_paths())


def read_recording(path: Path) -> Recording:
    with np.load(path) as kept:
        raw = kept["markers_tenth_mm"].astype(float)
        raw[raw == MISSING] = np.nan
        names = [str(name) for name in kept["names"]]
        markers = {name: fill(raw[:, at] / 10_000) for at, name in enumerate(names)}
        complete_balls(markers)
        strike_s, toe_off_s = kept["contact_start_s"], kept["contact_end_s"]
        time_s = np.arange(raw.shape[0]) / float(kept["rate_hz"])
    runner, speed = path.stem.removeprefix("RBDS").split("runT")
    height_m = heights_m()[int(runner)]
    joints = lay_out_joints(markers, height_m)
    return Recording(
        int(runner),
        int(speed) / 10,
        height_m,
        time_s,
        joints,
        strike_s,
        toe_off_s,
        sides_of(time_s, joints, strike_s, toe_off_s),
    )


def fill(positions: FloatArray) -> FloatArray:
    filled = positions.copy()
    at = np.arange(positions.shape[0])
    for axis in range(positions.shape[1]):
        known = np.isfinite(positions[:, axis])
        if not known.any():
            return filled
        filled[:, axis] = np.interp(at, at[known], positions[known, axis])
    return filled


def complete_balls(markers: dict[str, FloatArray]) -> None:
    """Two trials lost one marker of a foot; it lies as on the other foot."""
    for letter, other in (("L", "R"), ("R", "L")):
        if np.isnan(markers[f"{letter}mt1"]).any():
            apart = (markers[f"{other}mt1"] - markers[f"{other}mt5"]).mean(axis=0)
            markers[f"{letter}mt1"] = markers[f"{letter}mt5"] + apart * np.array([1, 1, -1])


def sides_of(
    time_s: FloatArray, joints: FloatArray, strike_s: FloatArray, toe_off_s: FloatArray
) -> IntArray:
    """The foot that is lower in the middle of the contact stands."""
    middle = (strike_s + toe_off_s) / 2
    low = [
        np.interp(middle, time_s, joints[:, JOINTS.index(f"{side}_heel"), 1])
        + np.interp(middle, time_s, joints[:, JOINTS.index(f"{side}_toe"), 1])
        for side in ("left", "right")
    ]
    return (low[1] < low[0]).astype(np.int64)


def lay_out_joints(markers: dict[str, FloatArray], height_m: float) -> FloatArray:
    """(n, joints, 3): the measured feet and pelvis, and what lies between and above them."""
    front = (markers["lasis"] + markers["rasis"]) / 2
    back = (markers["lpsis"] + markers["rpsis"]) / 2
    across = markers["rasis"] - markers["lasis"]
    width = np.linalg.norm(across, axis=1, keepdims=True)
    ahead = unit(front - back)
    up = np.cross(across / width, ahead)
    found: dict[str, FloatArray] = {}
    for side, sign in (("left", -1.0), ("right", 1.0)):
        hip = front + sign * BELL_MEDIAL * across - width * (BELL_BACK * ahead + BELL_DOWN * up)
        found |= {f"{side}_hip": hip, **lay_out_leg(markers, side, hip, height_m)}
    return complete_body(found, across / width, height_m)


def lay_out_leg(
    markers: dict[str, FloatArray], side: str, hip: FloatArray, height_m: float
) -> dict[str, FloatArray]:
    letter = side[0].upper()
    heel = (markers[f"{letter}heel"] + markers[f"{letter}heeltop"]) / 2
    ball = (markers[f"{letter}mt1"] + markers[f"{letter}mt5"]) / 2
    along = unit(ball - heel)
    level = unit(np.cross(along, np.array([0.0, 1.0, 0.0])))
    ankle = heel + ANKLE_AHEAD_M * along + ANKLE_UP_M * np.cross(level, along)
    return {
        f"{side}_heel": heel,
        f"{side}_toe": ball + TOE_AHEAD_M * along,
        f"{side}_ankle": ankle,
        f"{side}_knee": bend_knee(hip, ankle, height_m),
    }


def bend_knee(hip: FloatArray, ankle: FloatArray, height_m: float) -> FloatArray:
    """The knee between hip and ankle, bent forward as far as the lengths of the leg ask."""
    reach = ankle - hip
    distance = np.linalg.norm(reach, axis=1, keepdims=True)
    longest = (THIGH + SHANK) * height_m
    grow = np.maximum(1.0, 1.005 * distance.max() / longest)
    thigh, shank = THIGH * height_m * grow, SHANK * height_m * grow
    along = (thigh**2 - shank**2 + distance**2) / (2 * distance)
    out = np.sqrt(np.maximum(thigh**2 - along**2, 0))
    line = reach / distance
    forward = np.array([1.0, 0.0, 0.0])
    normal = unit(forward - (line @ forward)[:, None] * line)
    return np.asarray(hip + along * line + out * normal)


def complete_body(found: dict[str, FloatArray], across: FloatArray, height_m: float) -> FloatArray:
    lean = np.radians(LEAN_DEG)
    axis = np.array([np.sin(lean), np.cos(lean), 0.0])
    hips = (found["left_hip"] + found["right_hip"]) / 2
    neck = hips + TRUNK * height_m * axis
    head = neck + HEAD * height_m * axis
    found |= {
        "left_shoulder": neck - SHOULDER_HALF_M * across,
        "right_shoulder": neck + SHOULDER_HALF_M * across,
        "left_ear": head - EAR_HALF_M * across,
        "right_ear": head + EAR_HALF_M * across,
        "nose": head + np.array([0.1, 0.0, 0.0]),
    }
    return np.stack([found[name] for name in JOINTS], axis=1)


def unit(vectors: FloatArray) -> FloatArray:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))
