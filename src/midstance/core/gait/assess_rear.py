"""What a film from behind tells of how she runs; every angle is a rough trend."""

from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.assess import LONGEST_STRIDE_S
from midstance.core.gait.clean import clean_keypoints
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.events import detect_rear_events
from midstance.core.gait.keypoints import SIDES, Keypoints
from midstance.core.gait.quality import FATAL, judge_clip
from midstance.core.gait.records import (
    NO_EVENTS,
    OF_EACH_LEG,
    REAR_METRICS,
    ClipQuality,
    Confidence,
    GaitRunner,
    Metric,
    RearGait,
    RearMoments,
    Reason,
    Setting,
    Side,
)
from midstance.core.gait.setting import find_growth, shows_width
from midstance.core.gait.signals import Signals, build_rear_signals
from midstance.core.gait.steps import Steps, draw_curves, find_typical_step, tell_timing
from midstance.core.gait.tell import tell_frac, untold

MOST_GROWTH = 1.15
STANCE = np.linspace(0.1, 0.8, 29)
LEGS = (Side.LEFT, Side.RIGHT)
FOLDED = ("frontal_knee_deg", "heel_angle_deg")


@dataclass(frozen=True, eq=False)
class _RearSteps(Steps):
    """The steps seen from behind, and the angles of each leg."""

    angles: tuple[dict[str, FloatArray], dict[str, FloatArray]]


def assess_rear(clip: Keypoints, runner: GaitRunner, constants: GaitConstants) -> RearGait:
    """Assess a film from behind of a runner on a treadmill.

    Parameters
    ----------
    clip : keypoints of one runner as a pose model saw them.
    runner : her height, where known.

    Returns
    -------
    RearGait: every metric of `REAR_METRICS` with its 90 % range, or the reason for none.

    Notes
    -----
    The drop of the pelvis counts from its mean over the clip, so that a camera that leans changes
    nothing; a pelvis that always hangs to one side is not seen. One camera flattens what turns: no
    angle is told with more than low confidence. What was never tested stands in
    `docs/science/gait.md`.

    Source: rbds_2017.
    """
    clip = replace(clip, time_s=clip.time_s * runner.frame_rate_factor)
    clip, swapped = clean_keypoints(clip, LONGEST_STRIDE_S, across=False)
    signals = build_rear_signals(clip, LONGEST_STRIDE_S)
    events = detect_rear_events(signals, constants) if signals else NO_EVENTS
    quality = judge_clip(
        clip,
        signals,
        events,
        swapped_frac=swapped,
        height_m=runner.height_m,
        constants=constants,
        more={
            Reason.WRONG_VIEW: signals is not None
            and not (signals.direction > 0 and shows_width(signals)),
            Reason.DISTANCE: signals is not None and find_growth(signals) > MOST_GROWTH,
        },
    )
    if signals is None or not quality.is_enough:
        return _nothing(clip, quality, constants)
    setting = Setting.TREADMILL
    angles = measure_leg_angles(signals, 0), measure_leg_angles(signals, 1)
    steps = _RearSteps(signals, events, quality, setting, constants, angles)
    left, right = (find_typical_step(steps, side) for side in (0, 1))
    return RearGait(
        quality=quality,
        setting=setting,
        events=events,
        metrics=_all_metrics(steps, runner.height_m),
        curves=tuple(
            curve for at in (0, 1) for curve in draw_curves(steps, at, angles[at], LEGS[at], FOLDED)
        ),
        moments=RearMoments(left, right),
        keypoints=clip,
        version=constants.version,
    )


def _nothing(clip: Keypoints, quality: ClipQuality, constants: GaitConstants) -> RearGait:
    reason = next(each for each in quality.problems if each in FATAL)
    metrics = tuple(
        untold(name, reason, side)
        for name in REAR_METRICS
        for side in (LEGS if name in OF_EACH_LEG else (Side.BOTH,))
    )
    unknown, version = Setting.UNKNOWN, constants.version
    return RearGait(quality, unknown, NO_EVENTS, metrics, (), None, clip, version)


def measure_leg_angles(signals: Signals, side: int) -> dict[str, FloatArray]:
    """Angles of one leg in the picture from behind, all (g,) [deg].

    Notes
    -----
    The pelvis counts from its mean over the clip and is positive with this leg's hip higher, the
    thigh and the knee where they lean towards the other leg (adduction, knock-knee), the heel where
    its lower end lies outwards.
    """
    name, other = SIDES[side], SIDES[1 - side]
    inwards = -1.0 if side else 1.0
    hip, knee, ankle, heel = (
        signals.joint(f"{name}_{joint}") for joint in ("hip", "knee", "ankle", "heel")
    )
    pelvis = hip - signals.joint(f"{other}_hip")
    tilt = np.degrees(np.arctan2(pelvis[:, 1], np.abs(pelvis[:, 0])))
    thigh, shank, foot = (
        np.degrees(np.arctan2(inwards * (low - top)[:, 0], (top - low)[:, 1]))
        for top, low in ((hip, knee), (knee, ankle), (ankle, heel))
    )
    return {
        "pelvis_tilt_deg": tilt - np.nanmean(tilt),
        "hip_adduction_deg": thigh + tilt,
        "frontal_knee_deg": thigh - shank,
        "heel_angle_deg": shank - foot,
    }


def _all_metrics(steps: _RearSteps, height_m: float | None) -> tuple[Metric, ...]:
    c = steps.constants
    of_markers, step, tremble = c.gait_rear_contact_spread
    spread = (hypot(of_markers, c.gait_rear_pose_s), step, tremble)
    timing = {each.name: each for each in tell_timing(steps, spread, c.gait_rear_time_spread)}
    contact = timing["contact_time_s"]
    return (
        timing["cadence_spm"],
        replace(contact, confidence=Confidence.LOW) if contact.is_told else contact,
        *_widths(steps, height_m),
        *_of_legs(steps),
    )


def measure_widths(steps: Steps) -> FloatArray:
    """(steps - 1,) how far the heel stands beside the other's last place [hip heights].

    Notes
    -----
    Negative where the feet cross; NaN where the other foot's step was missed.
    """
    heels = np.stack(
        [np.median(steps.while_flat(steps.signals.joint(f"{s}_heel")[:, 0]), axis=1) for s in SIDES]
    )
    side = steps.events.side
    place = heels[side, np.arange(side.size)]
    right_of = np.where(side[1:] == 1, 1.0, -1.0)
    return np.where(np.isfinite(steps.step_s[:-1]), np.diff(place) * right_of, np.nan)


def _widths(steps: Steps, height_m: float | None) -> list[Metric]:
    c, names = steps.constants, ("step_width_m", "crossover_frac")
    hip_m = c.gait_hip_height_frac * (height_m or c.gait_usual_height_m)
    widths = measure_widths(steps) * hip_m
    width = steps.tell(names[0], widths, c.gait_width_spread, confidence=Confidence.FAIR)
    if height_m is None:
        width = untold(names[0], Reason.NO_HEIGHT, steps=width.steps)
    jitter = steps.quality.jitter_frac
    return [width, tell_frac(names[1], widths, c.gait_width_spread, jitter, c)]


def _of_legs(steps: _RearSteps) -> list[Metric]:
    """Each at the moment of the stance at which its mean is largest."""
    c = steps.constants
    rows: tuple[tuple[str, str, Spread], ...] = (
        ("pelvic_drop_deg", "pelvis_tilt_deg", c.gait_drop_spread),
        ("hip_adduction_deg", "hip_adduction_deg", c.gait_frontal_spread),
        ("frontal_knee_deg", "frontal_knee_deg", c.gait_frontal_spread),
        ("heel_angle_deg", "heel_angle_deg", c.gait_heel_spread),
    )
    return [
        steps.tell(
            name,
            most_in_stance(steps, side, angle),
            spread,
            side=LEGS[side],
            reason=Reason.ONE_CAMERA,
            confidence=Confidence.LOW,
        )
        for name, angle, spread in rows
        for side in (0, 1)
    ]


def most_in_stance(steps: _RearSteps, side: int, angle: str) -> FloatArray:
    """(steps of that leg,) an angle where its mean course over the stance is largest [deg]."""
    courses = steps.in_stance(steps.angles[side][angle], STANCE)[steps.of(side)]
    whole = courses[np.isfinite(courses).all(axis=1)]
    if whole.size == 0:
        return np.full(courses.shape[0], np.nan)
    return np.asarray(courses[:, int(np.argmax(whole.mean(axis=0)))])
