"""A slow movement of one person on an even grid, and where it turns."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.clean import clean_keypoints
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.core.gait.screen_records import Repetition
from midstance.core.gait.smooth import fit_local_cubics

SLOW_HZ = 30.0
HALF_WIDTH_S = 0.2
SAMPLES_EACH_SIDE = 3.0
SHARE_OF_DEPTH = 0.1
"""A repetition begins and ends where it is this share of its depth deep."""


@dataclass(frozen=True, eq=False)
class Slow:
    """The joints of a slow movement.

    Parameters
    ----------
    grid_s : (g,) even times [s].
    joints : (g, joints, 2) x to the right, y down [px]; NaN where not seen.
    """

    grid_s: FloatArray
    joints: FloatArray

    def joint(self, name: str) -> FloatArray:
        """(g, 2) positions of one joint [px]."""
        return self.joints[:, JOINTS.index(name)]

    def middle(self, joint: str) -> FloatArray:
        """(g, 2) between the two sides [px]."""
        return (self.joint(f"left_{joint}") + self.joint(f"right_{joint}")) / 2

    def around(self, time_s: float, half_s: float = 0.1) -> slice:
        """The part of the grid near an instant."""
        first, last = np.searchsorted(self.grid_s, (time_s - half_s, time_s + half_s))
        return slice(int(first), max(int(last), int(first) + 1))

    def during(self, repetition: Repetition) -> slice:
        """The part of the grid of a repetition."""
        ends = (repetition.from_s, repetition.to_s)
        first, last = np.searchsorted(self.grid_s, ends)
        return slice(int(first), int(last) + 1)


def clean_slow(clip: Keypoints, time_factor: float) -> Keypoints:
    """The clip in true time, without what was hardly seen and what jumps."""
    clip = replace(clip, time_s=clip.time_s * time_factor)
    return clean_keypoints(clip, 1.0, across=False)[0]


def build_slow(clip: Keypoints) -> Slow:
    """Smooth the joints of a cleaned clip over about a third of a second."""
    frames = clip.time_s.size
    if frames < 2:
        return Slow(np.empty(0), np.empty((0, len(JOINTS), 2)))
    half_s = max(HALF_WIDTH_S, SAMPLES_EACH_SIDE * float(np.median(np.diff(clip.time_s))))
    grid_s = np.arange(0.0, clip.time_s[-1], 1 / SLOW_HZ)
    flat = clip.position_px.reshape(frames, -1)
    joints = fit_local_cubics(clip.time_s, flat, grid_s, half_s).reshape(grid_s.size, -1, 2)
    return Slow(grid_s, joints)


def seen_frac(clip: Keypoints, names: tuple[str, ...]) -> float:
    """Share of the pictures in which all of these joints were seen; 0 without a picture."""
    if clip.time_s.size == 0:
        return 0.0
    columns = [JOINTS.index(name) for name in names]
    return float(np.isfinite(clip.position_px[:, columns]).all(axis=(1, 2)).mean())


def middle_of(values: FloatArray) -> float:
    """The median of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else float("nan")


def percentile_of(values: FloatArray, percent: float) -> float:
    """A percentile of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(np.percentile(known, percent)) if known.size else float("nan")


def find_turns(values: FloatArray, least: float) -> list[tuple[int, bool]]:
    """Find where a series turns, with a swing of at least `least` before and after.

    Parameters
    ----------
    values : (n,) without gaps.
    least : above 0.

    Returns
    -------
    Indices in order, with whether the series was rising before; tops and bottoms alternate.
    """
    pivots: list[int] = []
    low = high = way = 0
    for at, value in enumerate(values.tolist()):
        low = at if way <= 0 and value < values[low] else low
        high = at if way >= 0 and value > values[high] else high
        if way >= 0 and values[high] - value >= least:
            pivots.append(high)
            way, low = -1, at
        elif way <= 0 and value - values[low] >= least:
            pivots.append(low)
            way, high = 1, at
    return [(at, bool(values[at] > values[before])) for before, at in pairwise(pivots)]


def find_repetitions(
    grid_s: FloatArray, depth: FloatArray, least: float, least_s: float
) -> tuple[Repetition, ...]:
    """Find each movement down and up again of at least that depth and time.

    Parameters
    ----------
    grid_s : (g,) [s].
    depth : (g,) how deep; NaN is bridged.
    least_s : a walk bobs quicker than anybody squats [s].
    """
    known = np.isfinite(depth)
    if np.count_nonzero(known) < 2:
        return ()
    whole = np.interp(grid_s, grid_s[known], depth[known])
    turns = find_turns(whole, least)
    tops = [at for at, was_rising in turns if was_rising]
    found = (_repetition(grid_s, whole, at, tops) for at in tops)
    return tuple(each for each in found if each.to_s - each.from_s >= least_s)


def _repetition(grid_s: FloatArray, depth: FloatArray, top: int, tops: list[int]) -> Repetition:
    before = max((at for at in tops if at < top), default=0)
    after = min((at for at in tops if at > top), default=depth.size - 1)
    left, right = depth[before : top + 1], depth[top : after + 1]
    first = top - _steps_to_shallow(left[::-1])
    last = top + _steps_to_shallow(right)
    base = max(float(left.min()), float(right.min()))
    return Repetition(
        float(grid_s[first]),
        float(grid_s[top]),
        float(grid_s[last]),
        float(depth[top] - base),
    )


def _steps_to_shallow(away: FloatArray) -> int:
    """How far from the deepest point until little of the depth is left."""
    limit = away.min() + SHARE_OF_DEPTH * (away[0] - away.min())
    return int(np.argmax(away <= limit))
