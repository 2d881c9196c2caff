"""Twenty-six runners at three speeds on a level treadmill, as inverse dynamics saw them."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray

REAL = Path(os.environ.get("MIDSTANCE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
MEANS = REAL / "rbds" / "rbds_means.csv"
SPEEDS_MPS = (2.5, 3.5, 4.5)

COLUMNS = {
    "runner": "sub",
    "speed_mps": "sp",
    "mass_kg": "mass",
    "height_m": "height",
    "age_years": "age",
    "step_time_s": "tstep",
    "contact_time_s": "tc",
    "peak_vgrf_bw": "pk",
    "knee_moment_nm_kg": "Mk",
    "knee_flexion_deg": "th_Mk",
    "patellofemoral_bw": "PFJF",
    "patellofemoral_impulse_bw_s": "PFJFimp",
}


@dataclass(frozen=True)
class Trials:
    """(78,) trials, three of each runner."""

    runner: FloatArray
    speed_mps: FloatArray
    mass_kg: FloatArray
    height_m: FloatArray
    age_years: FloatArray
    step_time_s: FloatArray
    contact_time_s: FloatArray
    peak_vgrf_bw: FloatArray
    knee_moment_nm_kg: FloatArray
    knee_flexion_deg: FloatArray
    patellofemoral_bw: FloatArray
    patellofemoral_impulse_bw_s: FloatArray

    @property
    def steps_per_km(self) -> FloatArray:
        """Steps of one foot."""
        return 500 / (self.speed_mps * self.step_time_s)

    def of(self, chosen: BoolArray) -> "Trials":
        return Trials(*(values[chosen] for values in vars(self).values()))


def read_trials(path: Path = MEANS) -> Trials:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return Trials(
        **{name: np.array([float(row[column]) for row in rows]) for name, column in COLUMNS.items()}
    )
