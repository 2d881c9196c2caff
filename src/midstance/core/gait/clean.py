"""Left and right put right over strides, and joints that jump taken out."""

from dataclasses import replace

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.keypoints import JOINTS, Keypoints, swap_sides
from midstance.core.gait.signals import GRID_HZ, find_period_s
from midstance.core.signal.filter import detect_outliers

LEAST_SCORE = 0.3
HARMONICS, ROUNDS, WINDOW_STRIDES = 3, 6, 4.0
LEGS = [at for at, name in enumerate(JOINTS) if name.endswith(("knee", "ankle", "heel", "toe"))]
OUTLIER_WIDTH, OUTLIER_THRESHOLD = 7, 6.0


def clean_keypoints(
    clip: Keypoints, longest_stride_s: float, *, across: bool = True
) -> tuple[Keypoints, float]:
    """Take out what was hardly seen, put left and right right, take out what jumps.

    Parameters
    ----------
    clip : as the pose model saw it.
    longest_stride_s : longest time in which a stride is looked for [s].
    across : whether the legs swing across the picture (a side view); else sides are left alone.

    Returns
    -------
    The cleaned clip, and the share of the pictures whose legs were exchanged.
    """
    seen = np.where((clip.score >= LEAST_SCORE)[..., None], clip.position_px, np.nan)
    clip = replace(clip, position_px=seen)
    if clip.time_s.size < OUTLIER_WIDTH:
        return clip, 0.0
    wrong = find_exchanged(clip, longest_stride_s) if across else np.zeros(clip.time_s.size, bool)
    clip = exchange_legs(clip, wrong)
    kept = clip.position_px.copy()
    for joint in range(len(JOINTS)):
        jumps = np.zeros(clip.time_s.size, bool)
        for axis in (0, 1):
            jumps |= detect_outliers(kept[:, joint, axis], OUTLIER_WIDTH, OUTLIER_THRESHOLD)
        kept[jumps, joint] = np.nan
    return replace(clip, position_px=kept), float(wrong.mean())


def exchange_legs(clip: Keypoints, wrong: BoolArray) -> Keypoints:
    """The clip with left and right exchanged below the hips in these pictures."""
    position, score = clip.position_px.copy(), clip.score.copy()
    rows = np.ix_(np.flatnonzero(wrong), np.array(LEGS))
    position[rows] = swap_sides(clip.position_px)[rows]
    score[rows] = swap_sides(clip.score)[rows]
    return replace(clip, position_px=position, score=score)


def find_exchanged(clip: Keypoints, longest_stride_s: float) -> BoolArray:
    r"""Find the pictures in which the legs of the two sides are exchanged.

    The distance between the ankles follows three harmonics of the stride, fitted robustly in
    windows of four strides; the path through the pictures that departs least from it, and in which
    the ankles jump least, is found by Viterbi's method.

    Returns
    -------
    (frames,) True where left is right. Never more than half the pictures: which of the two legs is
    called left is the model's word.
    """
    frames = clip.time_s.size
    ankles = np.stack((clip.joint("left_ankle"), clip.joint("right_ankle")), axis=1)
    apart = ankles[:, 0, 0] - ankles[:, 1, 0]
    known = np.isfinite(apart)
    none = np.zeros(frames, bool)
    if np.count_nonzero(known) < frames / 2 or np.ptp(apart[known]) == 0:
        return none
    grid_s = np.arange(0.0, clip.time_s[-1], 1 / GRID_HZ)
    even = np.interp(grid_s, clip.time_s[known], apart[known])
    stride_s = find_period_s(even, longest_stride_s)
    if np.isnan(stride_s):
        return none
    model = _periodic_model(clip.time_s, apart, stride_s)
    wrong = _likeliest_path(ankles, apart, model)
    return np.asarray(~wrong if wrong.mean() > 0.5 else wrong)


def _periodic_model(time_s: FloatArray, apart: FloatArray, stride_s: float) -> FloatArray:
    turns = 2 * np.pi * np.outer(time_s / stride_s, np.arange(1, HARMONICS + 1))
    waves = np.column_stack((np.ones(time_s.size), np.cos(turns), np.sin(turns)))
    window_s = WINDOW_STRIDES * stride_s
    model = np.full(time_s.size, np.nan)
    start_s = np.arange(0.0, max(time_s[-1] - window_s / 2, 0.0) + 1e-9, window_s / 2)
    for start in start_s:
        inside = (time_s >= start - window_s / 4) & (time_s < start + window_s)
        fitted = _fit_robustly(waves[inside], apart[inside])
        core = inside & (time_s >= start)
        model[core] = fitted[core[inside]]
    return np.asarray(np.nan_to_num(model))


def _fit_robustly(waves: FloatArray, values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    weight = known.astype(float)
    x, y = waves, np.nan_to_num(values)
    fitted = np.zeros(values.size)
    for _ in range(ROUNDS):
        normal = (x.T * weight) @ x + 1e-6 * np.eye(x.shape[1])
        fitted = x @ np.linalg.solve(normal, x.T @ (weight * y))
        miss = np.abs(y - fitted)
        typical = np.median(miss[known]) + 1e-9 if known.any() else 1.0
        weight = known / np.maximum(1.0, miss / (1.5 * typical)) ** 2
    return np.asarray(fitted)


def _likeliest_path(ankles: FloatArray, apart: FloatArray, model: FloatArray) -> BoolArray:
    other = ankles[:, ::-1]
    stay = np.nan_to_num(np.linalg.norm(ankles[1:] - ankles[:-1], axis=2).sum(axis=1))
    turn = np.nan_to_num(np.linalg.norm(other[1:] - ankles[:-1], axis=2).sum(axis=1))
    unary = np.nan_to_num(np.stack((np.abs(apart - model), np.abs(-apart - model)), axis=1))
    back = np.zeros((apart.size, 2), np.int64)
    right, wrong = (float(each) for each in unary[0])
    rows = zip(stay.tolist(), turn.tolist(), unary[1:].tolist(), strict=True)
    for at, (same, changed, (miss, missed_turned)) in enumerate(rows, start=1):
        back[at] = wrong + changed < right + same, right + changed >= wrong + same
        right, wrong = (
            min(right + same, wrong + changed) + miss,
            min(wrong + same, right + changed) + missed_turned,
        )
    path = np.zeros(apart.size, bool)
    state = int(wrong < right)
    for at in range(apart.size - 1, -1, -1):
        path[at] = state == 1
        state = int(back[at, state])
    return path
