"""The feet and the pelvis of a runner in one view, in hip heights, on an even grid."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, SIDES, Keypoints
from midstance.core.gait.smooth import fit_local_cubics

GRID_HZ = 120.0
HALF_WIDTH_S = 0.085
SAMPLES_EACH_SIDE = 2.2
LOW_QUANTILE = 5.0
HEEL_ALONG, HEEL_UP, TOE_ALONG = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Signals:
    """All that the events and metrics of one view read.

    Parameters
    ----------
    grid_s : (g,) even times [s].
    joints : (g, joints, 2) along and up [hip heights]; along is forward from the side, and towards
        the runner's right from behind.
    feet : (2, g, 5) of the left and the right foot: heel along and up, toe along and up, and the
        pelvis up; along from the middle of the hips, and from behind outwards for either foot.
    hip_px : height of the hips above the ground [px].
    direction : 1 where along is to the right of the picture, -1 where it is to the left.
    stride_s : time of one stride; NaN where nothing repeats [s].
    """

    grid_s: FloatArray
    joints: FloatArray
    feet: FloatArray
    hip_px: float
    direction: int
    stride_s: float

    def joint(self, name: str) -> FloatArray:
        """(g, 2) along and up [hip heights]."""
        return self.joints[:, JOINTS.index(name)]


def build_side_signals(clip: Keypoints, longest_stride_s: float) -> Signals | None:
    """Smooth the joints and turn them into a runner's own frame; None where nobody is seen.

    Parameters
    ----------
    clip : cleaned keypoints, seen from the side.
    longest_stride_s : longest time in which a stride is looked for [s].
    """
    feet = np.mean([clip.joint(f"{s}_toe") - clip.joint(f"{s}_heel") for s in SIDES], axis=0)
    return _build_signals(clip, feet[:, 0], HEEL_ALONG, longest_stride_s)


def build_rear_signals(clip: Keypoints, longest_stride_s: float) -> Signals | None:
    """The same of a clip seen from behind; along is outwards for either foot."""
    across = clip.joint("right_hip") - clip.joint("left_hip")
    signals = _build_signals(clip, across[:, 0], HEEL_UP, longest_stride_s)
    if signals is not None:
        signals.feet[0][:, [HEEL_ALONG, TOE_ALONG]] *= -1
    return signals


def _build_signals(
    clip: Keypoints, pointing: FloatArray, repeats: int, longest_stride_s: float
) -> Signals | None:
    frames = clip.time_s.size
    if frames < 2:
        return None
    known = np.isfinite(pointing)
    if np.count_nonzero(known) < frames / 4:
        return None
    direction = 1 if np.median(pointing[known]) >= 0 else -1
    half_s = max(HALF_WIDTH_S, SAMPLES_EACH_SIDE * float(np.median(np.diff(clip.time_s))))
    grid_s = np.arange(0.0, clip.time_s[-1], 1 / GRID_HZ)
    flat = clip.position_px.reshape(frames, -1)
    joints = fit_local_cubics(clip.time_s, flat, grid_s, half_s).reshape(grid_s.size, -1, 2)
    joints = joints * np.array([direction, -1.0])
    return _in_hip_heights(grid_s, joints, direction, repeats, longest_stride_s)


def _in_hip_heights(
    grid_s: FloatArray, joints: FloatArray, direction: int, repeats: int, longest_stride_s: float
) -> Signals | None:
    hips = joints[:, [JOINTS.index(f"{s}_hip") for s in SIDES]].mean(axis=1)
    heels = joints[:, [JOINTS.index(f"{s}_heel") for s in SIDES], 1]
    whole = np.isfinite(hips[:, 1]) & np.isfinite(heels).all(axis=1)
    if np.count_nonzero(whole) < GRID_HZ / 2:
        return None
    low = np.percentile(heels[whole].min(axis=1), LOW_QUANTILE)
    hip_px = float(np.median(hips[whole, 1]) - low)
    if hip_px <= 1:
        return None
    feet = np.stack([_foot(joints, hips, side, whole) for side in SIDES]) / hip_px
    apart = feet[0, :, repeats] - feet[1, :, repeats]
    stride_s = find_period_s(apart, longest_stride_s)
    return Signals(grid_s, joints / hip_px, feet, hip_px, direction, stride_s)


def _foot(joints: FloatArray, hips: FloatArray, side: str, whole: np.ndarray) -> FloatArray:
    heel = joints[:, JOINTS.index(f"{side}_heel")]
    toe = joints[:, JOINTS.index(f"{side}_toe")]
    ground = np.percentile(heel[whole, 1], LOW_QUANTILE)
    pelvis = hips[:, 1] - np.median(hips[whole, 1])
    ahead = hips[:, 0]
    return np.stack(
        (heel[:, 0] - ahead, heel[:, 1] - ground, toe[:, 0] - ahead, toe[:, 1] - ground, pelvis),
        axis=1,
    )


def find_period_s(values: FloatArray, longest_s: float, shortest_s: float = 0.35) -> float:
    """Find the time after which a series on the grid repeats, by its autocorrelation.

    Parameters
    ----------
    values : (g,) NaN is missing.
    longest_s, shortest_s : where it is looked for [s].

    Returns
    -------
    [s]; NaN where the best repeat explains less than a third, or the series is too short.
    """
    first, last = int(shortest_s * GRID_HZ), min(int(longest_s * GRID_HZ), values.size // 2)
    if last - first < 3 or not np.isfinite(values).any():
        return float("nan")
    centred = np.nan_to_num(values - np.nanmean(values))
    power = np.abs(np.fft.rfft(centred, 2 * values.size)) ** 2
    repeat = np.fft.irfft(power)[: last + 2]
    best = first + int(np.argmax(repeat[first : last + 1]))
    if repeat[0] < 1e-6 * values.size or repeat[best] < repeat[0] / 3:
        return float("nan")
    a, b, c = repeat[best - 1 : best + 2]
    bend = a - 2 * b + c
    shift = float(np.clip(0.5 * (a - c) / bend, -0.5, 0.5)) if bend < 0 else 0.0
    return (best + shift) / GRID_HZ
