"""What a film from the side tells of how she runs: the one entry for faces and use cases."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import erf, sqrt

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.clean import clean_keypoints
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.events import detect_events
from midstance.core.gait.keypoints import SIDES, Keypoints
from midstance.core.gait.quality import FATAL, judge_clip
from midstance.core.gait.records import (
    NO_EVENTS,
    SIDE_METRICS,
    ClipQuality,
    Confidence,
    FootStrike,
    GaitRunner,
    Metric,
    Reason,
    Setting,
    Side,
    SideGait,
)
from midstance.core.gait.setting import estimate_tilt, find_setting, level, shows_width
from midstance.core.gait.signals import Signals, build_side_signals
from midstance.core.gait.steps import (
    Steps,
    draw_curves,
    find_typical_step,
    scaled,
    tell_timing,
)
from midstance.core.gait.tell import untold

LONGEST_STRIDE_S = 4.0
LEAST_SURE_FRAC = 2 / 3


@dataclass(frozen=True, eq=False)
class _SideSteps(Steps):
    """The steps seen from the side, the near leg and its angles; `signals` stand level."""

    near: int
    angles: dict[str, FloatArray]

    @property
    def near_side(self) -> Side:
        return Side.RIGHT if self.near else Side.LEFT


def assess_side(clip: Keypoints, runner: GaitRunner, constants: GaitConstants) -> SideGait:
    """Assess a film from the side.

    Parameters
    ----------
    clip : keypoints of one runner as a pose model saw them.
    runner : her height, where known.

    Returns
    -------
    SideGait: every metric of `SIDE_METRICS` with its 90 % range, or the reason for none.

    Notes
    -----
    Angles are those of the near leg: the right one of a runner to the right of the picture. On a
    treadmill they are told against the belt. What was never tested stands in
    `docs/science/gait.md`.

    Source: rbds_2017.
    """
    clip = replace(clip, time_s=clip.time_s * runner.frame_rate_factor)
    clip, swapped = clean_keypoints(clip, LONGEST_STRIDE_S)
    signals = build_side_signals(clip, LONGEST_STRIDE_S)
    events = detect_events(signals, constants) if signals else NO_EVENTS
    quality = judge_clip(
        clip,
        signals,
        events,
        swapped_frac=swapped,
        height_m=runner.height_m,
        constants=constants,
        more={Reason.WRONG_VIEW: signals is not None and shows_width(signals)},
    )
    if signals is None or not quality.is_enough:
        return _nothing(clip, quality, signals, constants)
    setting = find_setting(signals, events)
    quality = replace(quality, tilt_deg=estimate_tilt(signals, events, setting))
    signals = replace(signals, joints=level(signals.joints, quality.tilt_deg))
    near = 1 if signals.direction > 0 else 0
    angles = measure_angles(signals, near)
    steps = _SideSteps(signals, events, quality, setting, constants, near, angles)
    told = _all_metrics(steps, runner.height_m)
    return SideGait(
        quality=quality,
        setting=setting,
        near_side=steps.near_side,
        direction=signals.direction,
        events=events,
        metrics=tuple(told[name] for name in SIDE_METRICS),
        foot_strike=classify_foot_strike(told["foot_strike_angle_deg"], constants),
        curves=tuple(draw_curves(steps, near, _for_curves(steps), steps.near_side)),
        moments=find_typical_step(steps, near),
        keypoints=clip,
        version=constants.version,
    )


def _nothing(
    clip: Keypoints, quality: ClipQuality, signals: Signals | None, constants: GaitConstants
) -> SideGait:
    reason = next(each for each in quality.problems if each in FATAL)
    metrics = tuple(untold(name, reason) for name in SIDE_METRICS)
    direction = signals.direction if signals else 0
    unknown = Setting.UNKNOWN
    version = constants.version
    return SideGait(
        quality, unknown, None, direction, NO_EVENTS, metrics, None, (), None, clip, version
    )


def _for_curves(steps: _SideSteps) -> dict[str, FloatArray]:
    """The angles as they are drawn: that of the foot from where it stands flat."""
    foot = steps.angles["foot_angle_deg"]
    flat = np.nanmedian(steps.while_flat(foot)[steps.of(steps.near)])
    return {**steps.angles, "foot_angle_deg": foot - flat}


def measure_angles(signals: Signals, near: int) -> dict[str, FloatArray]:
    """Angles of the near leg and of the trunk, all (g,) [deg].

    Notes
    -----
    Knee flexion is positive, shank positive with the foot ahead of the knee, foot positive with the
    toe up, trunk positive forward.
    """
    side = SIDES[near]
    hip, knee, ankle, heel, toe = (
        signals.joint(f"{side}_{name}") for name in ("hip", "knee", "ankle", "heel", "toe")
    )
    hips, neck = (
        np.mean([signals.joint(f"{s}_{name}") for s in SIDES], axis=0)
        for name in ("hip", "shoulder")
    )
    shank = _degrees(ankle[:, 0] - knee[:, 0], knee[:, 1] - ankle[:, 1])
    thigh = _degrees(knee[:, 0] - hip[:, 0], hip[:, 1] - knee[:, 1])
    return {
        "knee_flexion_deg": thigh - shank,
        "shank_angle_deg": shank,
        "foot_angle_deg": _degrees(toe[:, 1] - heel[:, 1], toe[:, 0] - heel[:, 0]),
        "trunk_lean_deg": _degrees(neck[:, 0] - hips[:, 0], neck[:, 1] - hips[:, 1]),
    }


def _degrees(rise: FloatArray, run: FloatArray) -> FloatArray:
    return np.degrees(np.arctan2(rise, run))


def _all_metrics(steps: _SideSteps, height_m: float | None) -> dict[str, Metric]:
    c = steps.constants
    timing = tell_timing(steps, c.gait_contact_spread, c.gait_time_spread)
    told = [*timing, *_balances(steps), *_leg(steps), *_lengths(steps, height_m)]
    return {metric.name: metric for metric in told}


def _balances(steps: Steps) -> list[Metric]:
    c = steps.constants
    return [
        _balance("contact_balance_left_frac", steps.contact_s, c.gait_contact_spread, steps),
        _balance("step_time_balance_left_frac", steps.step_s, c.gait_time_spread, steps),
    ]


def _balance(name: str, values: FloatArray, spread: Spread, steps: Steps) -> Metric:
    """Left over both, where it differs from even by more than its own range."""
    means = [values[(steps.events.side == side) & np.isfinite(values)] for side in (0, 1)]
    if min(each.size for each in means) < steps.constants.gait_least_steps / 2:
        return untold(name, Reason.TOO_FEW_STEPS)
    left, right = (float(each.mean()) for each in means)
    share = np.full(min(each.size for each in means), left / (left + right))
    found = steps.tell(name, share, scaled(spread, 1 / (2 * (left + right)) * np.sqrt(2)))
    if found.low is not None and found.high is not None and found.low <= 0.5 <= found.high:
        return untold(name, Reason.NOISE_FLOOR, steps=found.steps)
    return replace(found, confidence=Confidence.LOW, reason=Reason.FAR_LEG)


def _leg(steps: _SideSteps) -> list[Metric]:
    c, near, a = steps.constants, steps.of(steps.near), steps.angles
    strike_s = steps.events.strike_s[near]
    foot = a["foot_angle_deg"]
    flat = np.median(steps.while_flat(foot)[near], axis=1)
    bent = a["knee_flexion_deg"]
    side, both = steps.near_side, Side.BOTH
    rows: tuple[tuple[str, FloatArray, Spread, Side], ...] = (
        ("shank_angle_deg", steps.at(a["shank_angle_deg"], strike_s), c.gait_angle_spread, side),
        ("foot_strike_angle_deg", steps.at(foot, strike_s) - flat, c.gait_foot_spread, side),
        ("knee_flexion_contact_deg", steps.at(bent, strike_s), c.gait_angle_spread, side),
        ("knee_flexion_peak_deg", _most_in_stance(steps, bent)[near], c.gait_angle_spread, side),
        ("trunk_lean_deg", steps.at(a["trunk_lean_deg"], strike_s), c.gait_angle_spread, both),
    )
    return [
        steps.tell(name, values, spread, side=of, confidence=Confidence.FAIR)
        for name, values, spread, of in rows
    ]


def _most_in_stance(steps: Steps, values: FloatArray) -> FloatArray:
    """(steps,) the largest value while the foot is down."""
    return np.asarray(steps.in_stance(values, np.linspace(0, 1, 31)).max(axis=1))


def _lengths(steps: _SideSteps, height_m: float | None) -> list[Metric]:
    names = ("overstride_m", "vertical_oscillation_m")
    if height_m is None:
        return [untold(name, Reason.NO_HEIGHT) for name in names]
    c, signals = steps.constants, steps.signals
    hip_m = c.gait_hip_height_frac * height_m
    hips = np.mean([signals.joint(f"{s}_hip") for s in SIDES], axis=0)
    ankle = signals.joint(f"{SIDES[steps.near]}_ankle")
    strike_s = steps.events.strike_s[steps.of(steps.near)]
    ahead = steps.at(ankle[:, 0] - hips[:, 0], strike_s)
    rises = measure_rises(steps, hips[:, 1])
    fair, spread = Confidence.FAIR, c.gait_length_spread
    side = steps.near_side
    return [
        steps.tell(names[0], ahead * hip_m, spread, side=side, confidence=fair),
        steps.tell(names[1], rises * hip_m, c.gait_rise_spread, confidence=fair),
    ]


def measure_rises(steps: Steps, up: FloatArray) -> FloatArray:
    """(steps - 1,) how far the hips go up and down from one landing to the next [hip heights]."""
    grid_s, least_s = steps.signals.grid_s, steps.signals.stride_s / 4
    return np.array(
        [
            np.ptp(up[(grid_s >= start) & (grid_s < end)])
            for start, end in pairwise(steps.events.strike_s)
            if end - start > least_s
        ]
    )


def classify_foot_strike(angle: Metric, constants: GaitConstants) -> FootStrike | None:
    """The part of the foot that lands first, where two thirds of the angle's range agree; or None.

    Notes
    -----
    The angle counts from that of the flat foot, so that neither where a model puts a heel nor a
    camera that leans matters.

    Source: rbds_2017.
    """
    if angle.value is None or angle.sd is None:
        return None
    heel_first, ball_first = constants.gait_strike_class_deg
    below_heel, below_ball = (
        0.5 + 0.5 * erf((edge - angle.value) / angle.sd / sqrt(2))
        for edge in (heel_first, ball_first)
    )
    chances = {
        FootStrike.REARFOOT: 1 - below_heel,
        FootStrike.MIDFOOT: below_heel - below_ball,
        FootStrike.FOREFOOT: below_ball,
    }
    likeliest = max(chances, key=lambda each: chances[each])
    return likeliest if chances[likeliest] >= LEAST_SURE_FRAC else None
