"""Views of runs made by hand, and all kinds of run for laws to hold on."""

import numpy as np
from hypothesis import strategies as st

from midstance.core.signal.view import RunView


def view_of(speed_mps, **channels):
    """A view of a run at these speeds; moving where the speed is not zero, nothing else known."""
    speed = np.asarray(speed_mps, dtype=np.float64)
    unknown = np.full(speed.size, np.nan)
    given = {
        "recorded": np.ones(speed.size, dtype=bool),
        "moving": ~(speed == 0),
        "distance_m": np.cumsum(np.nan_to_num(speed)),
        "unrecorded_m": np.zeros(speed.size),
        "speed_mps": speed,
        **dict.fromkeys(
            (
                "cadence_spm",
                "altitude_m",
                "grade_frac",
                "grade_sd_frac",
                "contact_time_s",
                "balance_left_frac",
                "heart_rate_bpm",
            ),
            unknown,
        ),
    }
    for name, value in channels.items():
        given[name] = np.broadcast_to(np.asarray(value), speed.shape).copy()
    return RunView(**given)


@st.composite
def views(draw, min_size=0):
    """Runs with gaps, pauses, walking, glitches and every channel there or not."""
    rows = draw(st.integers(min_size, 200))
    seed = np.random.default_rng(draw(st.integers(0, 2**32)))

    def channel(low, high, missing):
        values = seed.uniform(low, high, rows)
        values[seed.random(rows) < missing] = np.nan
        return values

    missing = draw(st.sampled_from([0.0, 0.3, 1.0]))
    speed = channel(0.3, 5.5, draw(st.sampled_from([0.0, 0.2])))
    still = seed.random(rows) < draw(st.sampled_from([0.0, 0.2, 1.0]))
    speed[still] = 0.0
    recorded = seed.random(rows) < 0.95
    after_a_break = seed.random(rows) < draw(st.sampled_from([0.0, 0.05]))
    return view_of(
        speed,
        recorded=recorded,
        unrecorded_m=np.where(after_a_break, seed.uniform(0, 500, rows), 0.0),
        moving=recorded & ~(speed == 0),
        cadence_spm=channel(0, 240, missing),
        grade_frac=channel(-0.3, 0.3, missing),
        contact_time_s=channel(0.15, 0.4, missing),
        balance_left_frac=channel(0.45, 0.55, missing),
    )
