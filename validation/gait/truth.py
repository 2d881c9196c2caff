"""What the force plate and the markers say of the very steps that a film tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.keypoints import JOINTS
from midstance.core.gait.records import RearGait, Side, SideGait
from midstance.core.gait.steps import FLAT_FROM, FLAT_SAMPLES, FLAT_TO
from validation.gait.recordings import Recording

SLACK_S = 0.1
LEGS = ((Side.LEFT, "left"), (Side.RIGHT, "right"))
STANCE = np.linspace(0.1, 0.8, 29)


@dataclass(frozen=True)
class Truth:
    """Figures by name and leg, defined as the product defines them."""

    figures: Mapping[tuple[str, Side], float]

    def of(self, name: str, side: Side) -> float | None:
        return self.figures.get((name, side))


def measure_truth(recording: Recording, gait: SideGait | RearGait, start_s: float) -> Truth:
    """Of the steps between the first and the last that the film tells of."""
    told = gait.events.strike_s + start_s
    r = recording
    inside = (r.strike_s > told.min() - SLACK_S) & (r.strike_s < told.max() + SLACK_S)
    return Truth(measure_figures(recording, inside))


def measure_figures(recording: Recording, inside: BoolArray) -> dict[tuple[str, Side], float]:
    """Every figure that the recording holds, over the chosen steps."""
    r, both = recording, Side.BOTH
    strike_s, contact_s, side = (
        r.strike_s[inside],
        (r.toe_off_s - r.strike_s)[inside],
        r.side[inside],
    )
    step_s = float(np.diff(strike_s).mean())
    contact = float(contact_s.mean())
    widths = true_widths(r, strike_s, contact_s, side)
    found = {
        ("cadence_spm", both): 60 / step_s,
        ("contact_time_s", both): contact,
        ("flight_time_s", both): step_s - contact,
        ("duty_factor_frac", both): contact / (2 * step_s),
        ("vertical_oscillation_m", both): true_rise(r, strike_s),
        ("step_width_m", both): float(widths.mean()),
        ("crossover_frac", both): float(np.mean(widths < 0)),
    }
    for at, (leg, name) in enumerate(LEGS):
        mine = side == at
        found["foot_strike_angle_deg", leg] = true_foot_angle(
            r, name, strike_s[mine], contact_s[mine]
        )
        found["pelvic_drop_deg", leg] = true_drop(r, name, strike_s[mine], contact_s[mine])
    return found


def joint(recording: Recording, name: str) -> FloatArray:
    """(n, 3) forward, up, to the right [m]."""
    return recording.joints_m[:, JOINTS.index(name)]


def true_widths(
    r: Recording, strike_s: FloatArray, contact_s: FloatArray, side: np.ndarray
) -> FloatArray:
    when = strike_s[:, None] + np.linspace(FLAT_FROM, FLAT_TO, FLAT_SAMPLES) * contact_s[:, None]
    heels = np.stack(
        [
            np.median(np.interp(when, r.time_s, joint(r, f"{name}_heel")[:, 2]), axis=1)
            for _, name in LEGS
        ]
    )
    place = heels[side, np.arange(side.size)]
    return np.diff(place)[np.diff(side) != 0] * np.where(side[1:] == 1, 1, -1)[np.diff(side) != 0]


def true_rise(r: Recording, strike_s: FloatArray) -> float:
    up = (joint(r, "left_hip") + joint(r, "right_hip"))[:, 1] / 2
    return float(
        np.mean([np.ptp(up[(r.time_s >= a) & (r.time_s < b)]) for a, b in pairwise(strike_s)])
    )


def true_foot_angle(r: Recording, name: str, strike_s: FloatArray, contact_s: FloatArray) -> float:
    """At the landing less while it stands flat, in the plane of running."""
    along = joint(r, f"{name}_toe") - joint(r, f"{name}_heel")
    angle = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    flat_s = strike_s[:, None] + np.linspace(FLAT_FROM, FLAT_TO, FLAT_SAMPLES) * contact_s[:, None]
    flat = np.median(np.interp(flat_s, r.time_s, angle), axis=1)
    return float(np.mean(np.interp(strike_s, r.time_s, angle) - flat))


def true_drop(r: Recording, name: str, strike_s: FloatArray, contact_s: FloatArray) -> float:
    """The largest mean tilt of the line through both hips in the stance, from its own mean."""
    sign = 1 if name == "right" else -1
    across = joint(r, "right_hip") - joint(r, "left_hip")
    tilt = sign * np.degrees(np.arctan2(across[:, 1], across[:, 2]))
    course = np.interp(strike_s[:, None] + STANCE * contact_s[:, None], r.time_s, tilt)
    return float(course.mean(axis=0).max() - tilt.mean())
