"""How wide a range must be so that it holds in nine of ten clips, runners left out in turn."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.keypoints import Keypoints
from midstance.core.gait.records import GaitRunner, RearGait, SideGait
from midstance.core.gait.tell import estimate_spread
from validation.gait.camera import CLEAN, DIM, NOISIER, NOISIEST, PHONE, Camera, film
from validation.gait.recordings import Recording, all_recordings
from validation.gait.train import REAR, View, left_out
from validation.gait.truth import Truth, measure_truth

SPANS_S = ((0.0, 10.0), (10.0, 20.0), (5.0, 9.0))
SIDE_CAMERAS = (CLEAN, CLEAN.at(30), NOISIER, NOISIEST.at(30), PHONE, DIM.at(30))
REAR_CAMERAS = tuple(replace(each, behind=True, distance_m=3.0) for each in SIDE_CAMERAS)
HELD_FRAC, Z90 = 0.9, 1.645
LEAST = (1e-4, 1e-4, 0.0)

Assess = Callable[[Keypoints, GaitRunner, GaitConstants], SideGait | RearGait]


@dataclass(frozen=True, eq=False)
class Clip:
    """One clip as told with the constants of the other runners, beside what is true of it."""

    recording: Recording
    camera: Camera
    span_s: tuple[float, float]
    gait: SideGait | RearGait
    truth: Truth

    @property
    def jitter_frac(self) -> float:
        return self.gait.quality.jitter_frac


@dataclass(frozen=True, eq=False)
class Misses:
    """(k,) told less true, of whom, what the spread is made from, and the range that is told."""

    runner: FloatArray
    miss: FloatArray
    steps: FloatArray
    jitter_frac: FloatArray
    low: FloatArray
    high: FloatArray

    def of(self, chosen: BoolArray) -> "Misses":
        return Misses(*(values[chosen] for values in vars(self).values()))


def assess_clips(
    recordings: Iterable[Recording],
    cameras: Sequence[Camera],
    constants_of: Mapping[int, GaitConstants],
) -> list[Clip]:
    clips = []
    for at, recording in enumerate(recordings):
        for camera in cameras:
            assess: Assess = assess_rear if camera.behind else assess_side
            shot = replace(camera, from_right=at % 2 == 0)
            for start_s, end_s in SPANS_S:
                seen = film(recording, shot, 1, start_s, end_s)
                runner = GaitRunner(recording.height_m)
                gait = assess(seen, runner, constants_of[recording.runner])
                if gait.quality.is_enough:
                    truth = measure_truth(recording, gait, start_s)
                    clips.append(Clip(recording, camera, (start_s, end_s), gait, truth))
    return clips


@cache
def calibrated_clips(view: View) -> list[Clip]:
    """Clips of every runner in one view, told with what was fitted to the others."""
    cameras = REAR_CAMERAS if view is REAR else SIDE_CAMERAS
    return assess_clips(all_recordings(), cameras, left_out(view))


def find_misses(clips: Sequence[Clip], name: str) -> Misses:
    """Of one figure, each leg by itself; a cadence as the step time that it is read from."""
    rows = []
    for clip in clips:
        for metric in clip.gait.metrics:
            true = clip.truth.of(metric.name, metric.side)
            if metric.name != name or metric.value is None or true is None:
                continue
            miss = metric.value - true
            scale = 60 / true**2 if name == "cadence_spm" else 1.0
            rows.append(
                (
                    clip.recording.runner,
                    miss * scale,
                    metric.steps,
                    clip.jitter_frac,
                    metric.low - true,
                    metric.high - true,
                )
            )
    return Misses(*np.array(rows, float).T)


def fit_spread(misses: Misses, least: Spread = LEAST) -> Spread:
    """The spread of a clip, of a step and of tremble that holds nine of ten."""
    columns = np.column_stack((np.ones(misses.miss.size), 1 / misses.steps, misses.jitter_frac**2))
    typical = np.mean(misses.miss**2)
    parts = np.sqrt(solve_positive(columns, misses.miss**2 / typical) * typical)
    spread = np.maximum(parts, least)
    reach = np.abs(misses.miss) / sds(misses, (spread[0], spread[1], spread[2]))
    times = max(float(np.quantile(reach, HELD_FRAC)) / Z90, 0.5)
    fixed, step, tremble = (float(f"{each * times:.2g}") for each in spread)
    return fixed, step, tremble


def solve_positive(columns: FloatArray, values: FloatArray) -> FloatArray:
    """The least squares of few columns of which no part is negative."""
    best, least = np.zeros(columns.shape[1]), np.inf
    for count in range(1, columns.shape[1] + 1):
        for chosen in combinations(range(columns.shape[1]), count):
            some = np.linalg.lstsq(columns[:, chosen], values, rcond=None)[0]
            miss = float(np.sum((columns[:, chosen] @ some - values) ** 2))
            if (some >= 0).all() and miss < least:
                best, least = np.zeros(columns.shape[1]), miss
                best[list(chosen)] = some
    return best


def sds(misses: Misses, spread: Spread) -> FloatArray:
    return np.array(
        [
            estimate_spread(spread, int(steps), float(jitter))
            for steps, jitter in zip(misses.steps, misses.jitter_frac, strict=True)
        ]
    )


def held_frac(misses: Misses, spread: Spread) -> float:
    return float(np.mean(np.abs(misses.miss) <= Z90 * sds(misses, spread)))


def held_left_out(misses: Misses) -> float:
    """Share of the clips of left-out runners that ranges fitted to the others hold."""
    held = 0.0
    for runner in np.unique(misses.runner):
        out = misses.runner == runner
        held += np.count_nonzero(out) * held_frac(misses.of(out), fit_spread(misses.of(~out)))
    return held / misses.miss.size
