"""What the force plate and the markers say of the very steps that a film tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.assess_rear import STANCE
from midstance.core.gait.keypoints import JOINTS
from midstance.core.gait.records import RearGait, Side, SideGait
from midstance.core.gait.steps import FLAT_FROM, FLAT_SAMPLES, FLAT_TO
from validation.gait.recordings import Recording

SLACK_S = 0.1
LEGS = ((Side.LEFT, "left"), (Side.RIGHT, "right"))
WHOLE = 1.5


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


def measure_courses(r: Recording, phases: FloatArray) -> dict[str, FloatArray]:
    """(phases,) angles over the stride as the product draws them, the mean of both legs [deg]."""
    found: dict[str, list[FloatArray]] = {"foot_angle_deg": [], "pelvis_tilt_deg": []}
    for at, (_, name) in enumerate(LEGS):
        mine = r.side == at
        strike_s, contact_s = r.strike_s[mine], (r.toe_off_s - r.strike_s)[mine]
        foot = true_foot_course(r, name)
        flat = np.median(np.interp(flat_times(strike_s, contact_s), r.time_s, foot))
        tilt = true_tilt(r, name)
        found["foot_angle_deg"].append(over_strides(r, foot - flat, strike_s, phases))
        found["pelvis_tilt_deg"].append(over_strides(r, tilt - tilt.mean(), strike_s, phases))
    return {name: np.mean(courses, axis=0) for name, courses in found.items()}


def over_strides(
    r: Recording, values: FloatArray, strike_s: FloatArray, phases: FloatArray
) -> FloatArray:
    """(phases,) the mean over the strides of a leg, without those in which a step was missed."""
    stride_s = np.diff(strike_s)
    whole = stride_s < WHOLE * np.median(stride_s)
    when = strike_s[:-1][whole, None] + phases * stride_s[whole, None]
    return np.asarray(np.interp(when, r.time_s, values).mean(axis=0))


def flat_times(strike_s: FloatArray, contact_s: FloatArray) -> FloatArray:
    """(steps, samples) when a foot stands flat [s]."""
    share = np.linspace(FLAT_FROM, FLAT_TO, FLAT_SAMPLES)
    return np.asarray(strike_s[:, None] + share * contact_s[:, None])


def joint(recording: Recording, name: str) -> FloatArray:
    """(n, 3) forward, up, to the right [m]."""
    return recording.joints_m[:, JOINTS.index(name)]


def true_widths(
    r: Recording, strike_s: FloatArray, contact_s: FloatArray, side: np.ndarray
) -> FloatArray:
    when = flat_times(strike_s, contact_s)
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
    angle = true_foot_course(r, name)
    flat = np.median(np.interp(flat_times(strike_s, contact_s), r.time_s, angle), axis=1)
    return float(np.mean(np.interp(strike_s, r.time_s, angle) - flat))


def true_foot_course(r: Recording, name: str) -> FloatArray:
    """(n,) the foot's angle in the plane of running, up with the toe [deg]."""
    along = joint(r, f"{name}_toe") - joint(r, f"{name}_heel")
    return np.asarray(np.degrees(np.arctan2(along[:, 1], along[:, 0])))


def true_tilt(r: Recording, name: str) -> FloatArray:
    """(n,) how much higher this leg's hip is than the other one [deg]."""
    sign = 1 if name == "right" else -1
    across = joint(r, "right_hip") - joint(r, "left_hip")
    return np.asarray(sign * np.degrees(np.arctan2(across[:, 1], across[:, 2])))


def true_drop(r: Recording, name: str, strike_s: FloatArray, contact_s: FloatArray) -> float:
    """The largest mean tilt of the line through both hips in the stance, from its own mean."""
    tilt = true_tilt(r, name)
    course = np.interp(strike_s[:, None] + STANCE * contact_s[:, None], r.time_s, tilt)
    return float(course.mean(axis=0).max() - tilt.mean())
