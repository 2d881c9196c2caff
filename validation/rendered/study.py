"""Films of recorded runners through the whole way, pixels and pose model included."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from midstance.core.gait.assess import assess_side
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.records import GaitRunner, Metric
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.pose import FilmReader
from validation.gait.recordings import Recording, read_recording, recording_paths
from validation.rendered.film import film_run

EVERY = 7
START_S, SECONDS = 2.0, 8.0
ACROSS_M = 8.0
"""How far she runs through the picture of a camera that stands still."""
SIDE, BEHIND, PASSING = VIEWS = ("side", "behind", "passing")


@dataclass(frozen=True)
class Told:
    """What a film told beside the force plate; None where it told nothing."""

    runner: int
    speed_mps: float
    cadence: Metric
    contact: Metric
    true_cadence_spm: float
    true_contact_s: float


def study_runs(view: str) -> tuple[Told, ...]:
    """Every seventh recording, filmed from the side, from behind, or passing by."""
    recordings = [read_recording(path) for path in recording_paths()[::EVERY]]
    with TemporaryDirectory() as folder, FilmReader() as reader:
        return tuple(look_at(reader, each, Path(folder) / "run.mp4", view) for each in recordings)


def look_at(reader: FilmReader, recording: Recording, path: Path, view: str) -> Told:
    seconds = ACROSS_M / recording.speed_mps if view == PASSING else SECONDS
    film_run(
        path,
        recording,
        behind=view == BEHIND,
        passes=view == PASSING,
        start_s=START_S,
        seconds=seconds,
    )
    tracked = reader.track(path)
    path.unlink()
    assess = assess_rear if view == BEHIND else assess_side
    her = GaitRunner(recording.height_m)
    gait = assess(tracked.keypoints, her, load_gait_constants())
    cadence_spm, contact_s = true_timing(recording, seconds)
    return Told(
        recording.runner,
        recording.speed_mps,
        gait.metric("cadence_spm"),
        gait.metric("contact_time_s"),
        cadence_spm,
        contact_s,
    )


def true_timing(recording: Recording, seconds: float = SECONDS) -> tuple[float, float]:
    """Steps a minute and time on the ground by the force plate while the film ran."""
    strike_s = recording.strike_s
    inside = (strike_s >= START_S) & (strike_s <= START_S + seconds)
    contact_s = (recording.toe_off_s - strike_s)[inside]
    return float(60 / np.diff(strike_s[inside]).mean()), float(contact_s.mean())
