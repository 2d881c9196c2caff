"""When a foot lands and when it leaves, from how heel, toe and pelvis move around a first guess."""

from collections.abc import Callable

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.constants import GaitConstants, Weights
from midstance.core.gait.records import NO_EVENTS, GaitEvents
from midstance.core.gait.signals import GRID_HZ, HEEL_ALONG, HEEL_UP, TOE_ALONG, Signals

CUES_S = np.arange(-5, 6) * 0.04
CENTRED = (HEEL_ALONG, TOE_ALONG)
FURTHEST_CORRECTION_S = 0.1
PEAK_FRAC = 0.3
LONGEST_CONTACT_FRAC = 0.75

Guess = Callable[[int], tuple[FloatArray, FloatArray]]
"""From a side to first guesses of its landings and toe-offs."""

TwoRounds = tuple[Weights, Weights]


def detect_events(signals: Signals, constants: GaitConstants) -> GaitEvents:
    r"""Detect every landing and toe-off of both feet from the side.

    .. math:: t' = t + b + T w_T + \sum_{c,k} w_{ck}\, x_c(t + k\,\delta)

    once around a first guess and once around what comes out.

    Parameters
    ----------
    signals : of a runner seen from the side.

    Returns
    -------
    GaitEvents in the order of landing; a foot that was not seen to leave has NaN.

    Notes
    -----
    The first guess is the furthest point of the heel ahead of the pelvis, and of the toe behind it,
    moved by `gait_start_s` (Zeni 2008). Signals along are taken without their mean in the window,
    and heights from the lowest of the same joint, so that where exactly a model puts a heel matters
    little.

    Source: rbds_2017.
    """
    c = constants
    weights = (
        (c.gait_strike_first, c.gait_strike_second),
        (c.gait_toe_off_first, c.gait_toe_off_second),
    )
    return _detect(signals, lambda side: first_guesses(signals, side, c.gait_start_s), weights)


def detect_rear_events(signals: Signals, constants: GaitConstants) -> GaitEvents:
    """Detect every landing and toe-off of both feet from behind, by the same equation.

    Notes
    -----
    The first guess is counted from the highest point of the heel in the swing, in strides.

    Source: rbds_2017.
    """
    c = constants
    weights = (
        (c.gait_rear_strike_first, c.gait_rear_strike_second),
        (c.gait_rear_toe_off_first, c.gait_rear_toe_off_second),
    )
    start = c.gait_rear_start_strides
    return _detect(signals, lambda side: first_rear_guesses(signals, side, start), weights)


def _detect(signals: Signals, guess: Guess, weights: tuple[TwoRounds, TwoRounds]) -> GaitEvents:
    if np.isnan(signals.stride_s):
        return NO_EVENTS
    rows = []
    for side in (0, 1):
        foot = signals.feet[side]
        strikes, offs = (
            correct(correct(start, signals, foot, one), signals, foot, two)
            for start, (one, two) in zip(guess(side), weights, strict=True)
        )
        rows += [(s, _next(offs, s, signals.stride_s), side) for s in strikes]
    rows.sort()
    if not rows:
        return NO_EVENTS
    strike_s, toe_off_s, side_of = (np.array(column) for column in zip(*rows, strict=True))
    return GaitEvents(strike_s, toe_off_s, side_of.astype(np.int64))


def first_guesses(
    signals: Signals, side: int, start_s: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Guess landings and toe-offs of one foot: (k,) and (m,) [s]."""
    foot = signals.feet[side]
    half = max(int(PEAK_FRAC * signals.stride_s * GRID_HZ), 1)
    ahead = signals.grid_s[_peaks(foot[:, 0], half)]
    behind = signals.grid_s[_peaks(-foot[:, 2], half)]
    return ahead + start_s[0], behind + start_s[1]


def first_rear_guesses(
    signals: Signals, side: int, start_strides: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    """Guess landings and toe-offs of one foot seen from behind: (k,) and (k,) [s]."""
    half = max(int(PEAK_FRAC * signals.stride_s * GRID_HZ), 1)
    highest = signals.grid_s[_peaks(signals.feet[side][:, HEEL_UP], half)]
    landing, leaving = (highest + each * signals.stride_s for each in start_strides)
    return landing, leaving


def _peaks(values: FloatArray, half: int) -> np.ndarray:
    if values.size <= 2 * half:
        return np.empty(0, np.int64)
    windows = np.lib.stride_tricks.sliding_window_view(values, 2 * half + 1)
    top = (windows[:, half] == windows.max(axis=1)) & (windows[:, half] > windows.min(axis=1))
    found = np.flatnonzero(top) + half
    return found[np.diff(found, prepend=-half) >= half]


def read_cues(when_s: FloatArray, signals: Signals, foot: FloatArray) -> FloatArray:
    """(k, cues) what surrounds each instant, the stride time and a one last."""
    at = when_s[:, None] + CUES_S
    columns = []
    for channel in range(foot.shape[1]):
        values = np.interp(at, signals.grid_s, foot[:, channel], left=np.nan, right=np.nan)
        if channel in CENTRED:
            values = values - values.mean(axis=1, keepdims=True)
        columns.append(values)
    ends = (np.full((when_s.size, 1), signals.stride_s), np.ones((when_s.size, 1)))
    return np.concatenate((*columns, *ends), axis=1)


def correct(
    when_s: FloatArray, signals: Signals, foot: FloatArray, weights: tuple[float, ...]
) -> FloatArray:
    """Move each guess by what its cues say; one whose surroundings are not known is dropped."""
    return move_by(when_s, read_cues(when_s, signals, foot), weights)


def move_by(when_s: FloatArray, cues: FloatArray, weights: tuple[float, ...]) -> FloatArray:
    """The guesses moved by their cues, a tenth of a second at most."""
    move = cues @ np.array(weights)
    known = np.isfinite(move)
    bounded = np.clip(move[known], -FURTHEST_CORRECTION_S, FURTHEST_CORRECTION_S)
    return np.asarray(when_s[known] + bounded)


def _next(offs: FloatArray, strike_s: float, stride_s: float) -> float:
    later = offs[(offs > strike_s) & (offs < strike_s + LONGEST_CONTACT_FRAC * stride_s)]
    return float(later[0]) if later.size else float("nan")
