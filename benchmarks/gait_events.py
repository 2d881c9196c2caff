"""Ten seconds of keypoints to every metric, beside the furthest points alone (Zeni 2008)."""

import time
from collections.abc import Callable
from statistics import median

import numpy as np
from validation.gait.camera import PHONE, film
from validation.gait.recordings import read_recording, recording_paths

from midstance.core.gait.assess import LONGEST_STRIDE_S, assess_side
from midstance.core.gait.events import first_guesses
from midstance.core.gait.keypoints import Keypoints
from midstance.core.gait.records import GaitRunner
from midstance.core.gait.signals import build_side_signals
from midstance.knowledge.gait_constants import load_gait_constants

SECONDS, ROUNDS, AIM_S = 10.0, 7, 0.2


def median_cpu_s(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def furthest_points(clip: Keypoints) -> list[np.ndarray]:
    signals = build_side_signals(clip, LONGEST_STRIDE_S)
    if signals is None:
        return []
    return [times for side in (0, 1) for times in first_guesses(signals, side, (0.0, 0.0))]


def main() -> None:
    run = read_recording(recording_paths()[0])
    constants, runner = load_gait_constants(), GaitRunner(run.height_m)
    for rate_hz in (30.0, 60.0, 240.0):
        clip = film(run, PHONE.at(rate_hz), 1, 0.0, SECONDS)
        ours = median_cpu_s(lambda clip=clip: assess_side(clip, runner, constants))
        plain = median_cpu_s(lambda clip=clip: furthest_points(clip))
        print(
            f"{rate_hz:.0f} pictures a second: all metrics {1e3 * ours:.1f} ms "
            f"(aim {1e3 * AIM_S:.0f}), "
            f"furthest points alone {1e3 * plain:.1f} ms, ratio {ours / plain:.1f}"
        )


if __name__ == "__main__":
    main()
