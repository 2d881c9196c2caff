"""Fit the cues of the event detector to force-plate times, runners left out in turn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.constants import GaitConstants
from midstance.core.gait.events import first_guesses, first_rear_guesses, move_by, read_cues
from midstance.core.gait.keypoints import Keypoints
from midstance.core.gait.signals import Signals, build_rear_signals, build_side_signals
from midstance.knowledge.gait_constants import load_gait_constants
from validation.gait.camera import CLEAN, DIM, NOISIER, PHONE, Camera, film
from validation.gait.recordings import Recording, all_recordings

PENALTY = 1e-3
START_S, START_STRIDES = (0.03, -0.11), (0.39, -0.28)
NEAR_S, EDGE_S, LONGEST_STRIDE_S = 0.2, 0.4, 1.4

Guesses = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class View:
    """How a clip of one view becomes signals and first guesses, and the constants that it fits."""

    constants: str
    cameras: tuple[Camera, ...]
    build: Callable[[Keypoints, float], Signals | None]
    guess: Callable[[Signals, int], Guesses]


SIDE = View(
    "gait",
    (CLEAN, CLEAN.at(30), CLEAN.at(24), NOISIER, PHONE, DIM.at(30)),
    build_side_signals,
    lambda signals, side: first_guesses(signals, side, START_S),
)
REAR = View(
    "gait_rear",
    tuple(
        replace(camera, behind=True, distance_m=distance_m, camera_m=camera_m)
        for camera, distance_m, camera_m in (
            (CLEAN, 3.0, 0.6),
            (CLEAN.at(30), 3.0, 1.1),
            (CLEAN, 4.0, 0.9),
            (NOISIER, 3.0, 0.9),
            (PHONE, 2.5, 0.6),
            (DIM.at(30), 3.5, 0.9),
        )
    ),
    build_rear_signals,
    lambda signals, side: first_rear_guesses(signals, side, START_STRIDES),
)


@dataclass(frozen=True, eq=False)
class Filmed:
    recording: Recording
    camera: Camera
    clip: Keypoints
    signals: Signals


def film_all(
    recordings: Sequence[Recording], cameras: Sequence[Camera], view: View = SIDE
) -> list[Filmed]:
    found = []
    for camera in cameras:
        for at, recording in enumerate(recordings):
            clip = film(recording, replace(camera, from_right=at % 2 == 0), 1)
            signals = view.build(clip, LONGEST_STRIDE_S)
            if signals:
                found.append(Filmed(recording, camera, clip, signals))
    return found


def fit_weights(filmed: Sequence[Filmed], view: View = SIDE) -> dict[str, tuple[float, ...]]:
    fitted: dict[str, tuple[float, ...]] = {}
    for event, name in enumerate(("strike", "toe_off")):
        first = [guess_first(each, view, event, side) for each in filmed for side in (0, 1)]
        weights = fit_once(first)
        second = [guess_again(each, weights) for each in first]
        fitted[f"{view.constants}_{name}_first"] = weights
        fitted[f"{view.constants}_{name}_second"] = fit_once(second)
    return fitted


@dataclass(frozen=True, eq=False)
class Guessed:
    """Guesses of one event of one foot, what surrounds them, and when it truly was."""

    filmed: Filmed
    side: int
    when_s: FloatArray
    cues: FloatArray
    truth_s: FloatArray


@cache
def guess_first(filmed: Filmed, view: View, event: int, side: int) -> Guessed:
    when_s = view.guess(filmed.signals, side)[event]
    cues = read_cues(when_s, filmed.signals, filmed.signals.feet[side])
    return Guessed(filmed, side, when_s, cues, true_times(filmed, event, side))


def guess_again(first: Guessed, weights: tuple[float, ...]) -> Guessed:
    foot = first.filmed.signals.feet[first.side]
    when_s = move_by(first.when_s, first.cues, weights)
    cues = read_cues(when_s, first.filmed.signals, foot)
    return Guessed(first.filmed, first.side, when_s, cues, first.truth_s)


def fit_once(guessed: Sequence[Guessed]) -> tuple[float, ...]:
    cues, moves = [], []
    for each in guessed:
        if each.when_s.size and each.truth_s.size:
            nearest = np.abs(each.when_s[None, :] - each.truth_s[:, None]).argmin(axis=1)
            move = each.truth_s - each.when_s[nearest]
            close = np.abs(move) < NEAR_S
            cues.append(each.cues[nearest[close]])
            moves.append(move[close])
    x, y = np.concatenate(cues), np.concatenate(moves)
    whole = np.isfinite(x).all(axis=1)
    return ridge(x[whole], y[whole])


def ridge(x: FloatArray, y: FloatArray) -> tuple[float, ...]:
    """The last column is the constant."""
    cues = x[:, :-1]
    middle, spread = cues.mean(axis=0), cues.std(axis=0) + 1e-9
    scaled = (cues - middle) / spread
    normal = scaled.T @ scaled + PENALTY * len(y) * np.eye(scaled.shape[1])
    weights = np.linalg.solve(normal, scaled.T @ (y - y.mean())) / spread
    return tuple(float(f"{w:.4g}") for w in (*weights, y.mean() - middle @ weights))


def true_times(each: Filmed, event: int, side: int) -> FloatArray:
    of = each.recording
    times = (of.strike_s, of.toe_off_s)[event][of.side == side]
    return times[(times > EDGE_S) & (times < each.signals.grid_s[-1] - EDGE_S)]


def match(truth: FloatArray, found: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Found and true times that belong together."""
    if found.size == 0 or truth.size == 0:
        return np.empty(0), np.empty(0)
    near = found[np.abs(found[None, :] - truth[:, None]).argmin(axis=1)]
    close = np.abs(near - truth) < NEAR_S
    return near[close], truth[close]


def with_weights(constants: GaitConstants, weights: dict[str, tuple[float, ...]]) -> GaitConstants:
    return replace(constants, **weights)


@cache
def left_out(view: View) -> Mapping[int, GaitConstants]:
    """For each runner the constants fitted to all others."""
    filmed = film_all(all_recordings(), view.cameras, view)
    return {
        runner: with_weights(
            load_gait_constants(),
            fit_weights([each for each in filmed if each.recording.runner != runner], view),
        )
        for runner in {each.recording.runner for each in filmed}
    }
