"""Fit the constants of gait from film and compute its norms, and write them into the knowledge.

`python -m validation.gait.write` takes some minutes; `make validation` then says how good they are.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from midstance.knowledge.gait_constants import load_gait_constants
from validation.gait.calibrate import calibrated_clips, find_misses, fit_spread
from validation.gait.foot_strike import fit_edges, measure_feet
from validation.gait.norms import curves_of, norms_of, write_curves, write_norms
from validation.gait.recordings import all_recordings
from validation.gait.train import REAR, SIDE, film_all, fit_weights
from validation.rbds import read_trials

PARAMETERS = Path(__file__).parents[2] / "src" / "midstance" / "knowledge" / "data" / "parameters"
SPREADS = (
    (SIDE, "contact_time_s", "gait_contact_spread"),
    (SIDE, "cadence_spm", "gait_time_spread"),
    (REAR, "contact_time_s", "gait_rear_contact_spread"),
    (REAR, "cadence_spm", "gait_rear_time_spread"),
)


def main() -> None:
    recordings = all_recordings()
    today = datetime.now(UTC).date().isoformat()
    write_norms(norms_of(read_trials(), recordings), today)
    write_curves(curves_of(recordings), today)
    write_value("gait_strike_class_deg", fit_edges(measure_feet(recordings)))
    for view in (SIDE, REAR):
        filmed = film_all(recordings, view.cameras, view)
        for name, weights in fit_weights(filmed, view).items():
            write_value(name, weights)
    load_gait_constants.cache_clear()
    for view, figure, name in SPREADS:
        clips = calibrated_clips(view)
        write_value(name, fit_spread(find_misses(clips, figure)))


def write_value(name: str, values: Sequence[float]) -> None:
    """Put a new value into a parameter and leave all else as it is."""
    path = PARAMETERS / f"{name}.yaml"
    told = ", ".join(np.format_float_positional(float(f"{v:.4g}"), trim="0") for v in values)
    path.write_text(
        re.sub(r"(?m)^value: .*$", f"value: [{told}]", path.read_text("utf-8")), "utf-8"
    )


if __name__ == "__main__":
    main()
