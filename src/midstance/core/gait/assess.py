"""What a film from the side tells of how she runs: the one entry for faces and use cases."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.clean import clean_keypoints
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.events import detect_events
from midstance.core.gait.keypoints import JOINTS, SIDES, Keypoints
from midstance.core.gait.quality import FATAL, judge_clip
from midstance.core.gait.records import (
    NO_EVENTS,
    SIDE_METRICS,
    ClipQuality,
    Confidence,
    Curve,
    FootStrike,
    GaitEvents,
    GaitRunner,
    Metric,
    Moments,
    Reason,
    Setting,
    Side,
    SideGait,
)
from midstance.core.gait.signals import SideSignals, build_side_signals
from midstance.core.gait.tell import tell, untold

LONGEST_STRIDE_S = 4.0
PHASES = np.linspace(0, 1, 101)
SAME_PLACE_FRAC = 0.25
TIMING_FLOOR_Z = 1.645


@dataclass(frozen=True, eq=False)
class _Steps:
    """The steps of a clip beside the signals that they are read from."""

    signals: SideSignals
    events: GaitEvents
    near: int
    angles: dict[str, FloatArray]
    quality: ClipQuality
    constants: GaitConstants

    @property
    def of_near(self) -> BoolArray:
        return np.asarray(self.events.side == self.near)

    def at(self, values: FloatArray, when_s: FloatArray) -> FloatArray:
        return np.interp(when_s, self.signals.grid_s, values, left=np.nan, right=np.nan)

    def tell(self, name: str, values: FloatArray, spread: Spread, **more: object) -> Metric:
        jitter = self.quality.jitter_frac
        return tell(name, values, spread, jitter, self.constants, **more)  # type: ignore[arg-type] # passed on


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
    Angles are those of the near leg: the right one of a runner to the right of the picture. What
    was never tested stands in `docs/science/gait.md`.

    Source: rbds_2017.
    """
    clip = replace(clip, time_s=clip.time_s * runner.frame_rate_factor)
    clip, swapped = clean_keypoints(clip, LONGEST_STRIDE_S)
    signals = build_side_signals(clip, LONGEST_STRIDE_S)
    events = detect_events(signals, constants) if signals else NO_EVENTS
    quality = judge_clip(
        clip,
        hip_px=signals.hip_px if signals else 0.0,
        stride_s=signals.stride_s if signals else np.nan,
        steps=events.count,
        swapped_frac=swapped,
        height_m=runner.height_m,
        constants=constants,
    )
    if signals is None or not quality.is_enough:
        return _nothing(clip, quality, signals, constants)
    near = 1 if signals.direction > 0 else 0
    steps = _Steps(signals, events, near, measure_angles(signals, near), quality, constants)
    told = _all_metrics(steps, runner.height_m)
    return SideGait(
        quality=quality,
        setting=find_setting(clip),
        near_side=Side.RIGHT if near else Side.LEFT,
        direction=signals.direction,
        events=events,
        metrics=tuple(told[name] for name in SIDE_METRICS),
        foot_strike=classify_foot_strike(told["foot_strike_angle_deg"], constants),
        curves=_curves(steps),
        moments=_typical_step(steps),
        keypoints=clip,
        version=constants.version,
    )


def _nothing(
    clip: Keypoints, quality: ClipQuality, signals: SideSignals | None, constants: GaitConstants
) -> SideGait:
    reason = next(each for each in quality.problems if each in FATAL)
    metrics = tuple(untold(name, reason) for name in SIDE_METRICS)
    direction = signals.direction if signals else 0
    unknown = Setting.UNKNOWN
    version = constants.version
    return SideGait(
        quality, unknown, None, direction, NO_EVENTS, metrics, None, (), None, clip, version
    )


def measure_angles(signals: SideSignals, near: int) -> dict[str, FloatArray]:
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


def _all_metrics(steps: _Steps, height_m: float | None) -> dict[str, Metric]:
    told = [*_timing(steps), *_balances(steps), *_leg(steps), *_lengths(steps, height_m)]
    return {metric.name: metric for metric in told}


def _timing(steps: _Steps) -> list[Metric]:
    c, events = steps.constants, steps.events
    step_s = one_step_s(events, steps.signals.stride_s)
    contact_s = events.toe_off_s - events.strike_s
    mean_step_s = float(np.nanmean(step_s)) if np.isfinite(step_s).any() else np.nan
    slow = steps.quality.frame_rate_hz < c.gait_least_frame_rate_hz
    walking = np.nanmean(contact_s) > mean_step_s if np.isfinite(contact_s).any() else False
    bar = Reason.FRAME_RATE if slow else Reason.NO_FLIGHT if walking else None
    more = {"reason": bar, "confidence": Confidence.NONE} if bar else {}
    pace = 60 / mean_step_s**2 if mean_step_s > 0 else np.nan
    share = 1 / (2 * mean_step_s)
    return [
        steps.tell("cadence_spm", 60 / step_s, scaled(c.gait_time_spread, pace)),
        steps.tell("contact_time_s", contact_s, c.gait_contact_spread, **more),
        steps.tell("flight_time_s", mean_step_s - contact_s, c.gait_contact_spread, **more),
        steps.tell(
            "duty_factor_frac", contact_s * share, scaled(c.gait_contact_spread, share), **more
        ),
    ]


def one_step_s(events: GaitEvents, stride_s: float) -> FloatArray:
    """(steps,) time from each landing to that of the other foot [s]; NaN where it was missed."""
    step_s = np.append(np.diff(events.strike_s), np.nan)
    other = np.append(np.diff(events.side) != 0, False)
    return np.where(other & (np.abs(step_s - stride_s / 2) < stride_s / 4), step_s, np.nan)


def scaled(spread: Spread, factor: float) -> Spread:
    """The same spread in another unit."""
    fixed, step, tremble = (each * factor for each in spread)
    return fixed, step, tremble


def _balances(steps: _Steps) -> list[Metric]:
    c, events = steps.constants, steps.events
    contact_s = events.toe_off_s - events.strike_s
    step_s = one_step_s(events, steps.signals.stride_s)
    return [
        _balance("contact_balance_left_frac", contact_s, c.gait_contact_spread, steps),
        _balance("step_time_balance_left_frac", step_s, c.gait_time_spread, steps),
    ]


def _balance(name: str, values: FloatArray, spread: Spread, steps: _Steps) -> Metric:
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


def _leg(steps: _Steps) -> list[Metric]:
    c, near = steps.constants, steps.of_near
    strike_s, off_s = steps.events.strike_s[near], steps.events.toe_off_s[near]
    side = Side.RIGHT if steps.near else Side.LEFT
    a = steps.angles

    def at_contact(name: str, angle: str, spread: Spread) -> Metric:
        fair = Confidence.FAIR
        return steps.tell(name, steps.at(a[angle], strike_s), spread, side=side, confidence=fair)

    grid = steps.signals.grid_s
    peaks = [
        np.max(a["knee_flexion_deg"][(grid >= start) & (grid < end)], initial=-np.inf)
        if end > start
        else np.nan
        for start, end in zip(strike_s, off_s, strict=True)
    ]
    lean = steps.at(a["trunk_lean_deg"], strike_s)
    return [
        at_contact("shank_angle_deg", "shank_angle_deg", c.gait_angle_spread),
        at_contact("foot_strike_angle_deg", "foot_angle_deg", c.gait_foot_spread),
        at_contact("knee_flexion_contact_deg", "knee_flexion_deg", c.gait_angle_spread),
        steps.tell(
            "knee_flexion_peak_deg",
            np.array(peaks),
            c.gait_angle_spread,
            side=side,
            confidence=Confidence.FAIR,
        ),
        steps.tell("trunk_lean_deg", lean, c.gait_angle_spread, confidence=Confidence.FAIR),
    ]


def _lengths(steps: _Steps, height_m: float | None) -> list[Metric]:
    names = ("overstride_m", "vertical_oscillation_m")
    if height_m is None:
        return [untold(name, Reason.NO_HEIGHT) for name in names]
    c, signals, near = steps.constants, steps.signals, steps.of_near
    hip_m = c.gait_hip_height_frac * height_m
    side = SIDES[steps.near]
    hips = np.mean([signals.joint(f"{s}_hip") for s in SIDES], axis=0)
    ahead = steps.at(signals.joint(f"{side}_ankle")[:, 0] - hips[:, 0], steps.events.strike_s[near])
    rises = np.array(
        [
            np.ptp(hips[(signals.grid_s >= start) & (signals.grid_s < end), 1])
            for start, end in pairwise(steps.events.strike_s)
            if end - start > signals.stride_s / 4
        ]
    )
    return [
        steps.tell(
            names[0],
            ahead * hip_m,
            c.gait_length_spread,
            side=Side.RIGHT if steps.near else Side.LEFT,
            confidence=Confidence.FAIR,
        ),
        steps.tell(names[1], rises * hip_m, c.gait_length_spread, confidence=Confidence.FAIR),
    ]


def classify_foot_strike(angle: Metric, constants: GaitConstants) -> FootStrike | None:
    """The part of the foot that lands first; None where the angle is not told."""
    if angle.value is None:
        return None
    heel_first, ball_first = constants.gait_strike_class_deg
    if angle.value > heel_first:
        return FootStrike.REARFOOT
    return FootStrike.FOREFOOT if angle.value < ball_first else FootStrike.MIDFOOT


def find_setting(clip: Keypoints) -> Setting:
    """Treadmill where the hips stay within a quarter of the body's picture, else passing."""
    hips = clip.position_px[:, [JOINTS.index(f"{s}_hip") for s in SIDES], 0].mean(axis=1)
    known = hips[np.isfinite(hips)]
    if known.size == 0:
        return Setting.UNKNOWN
    return Setting.TREADMILL if np.ptp(known) < SAME_PLACE_FRAC * clip.width_px else Setting.PASSING


def _curves(steps: _Steps) -> tuple[Curve, ...]:
    strikes = steps.events.strike_s[steps.of_near]
    starts = [
        (start, end)
        for start, end in pairwise(strikes)
        if abs(end - start - steps.signals.stride_s) < steps.signals.stride_s / 4
    ]
    curves = []
    for name, values in steps.angles.items():
        rows = np.array([steps.at(values, s + PHASES * (e - s)) for s, e in starts])
        rows = rows[np.isfinite(rows).all(axis=1)] if rows.size else rows
        if rows.shape[0] >= 3:
            low, middle, high = np.quantile(rows, (0.05, 0.5, 0.95), axis=0)
            curves.append(Curve(name, PHASES, middle, low, high, rows.shape[0]))
    return tuple(curves)


def _typical_step(steps: _Steps) -> Moments | None:
    contact_s = (steps.events.toe_off_s - steps.events.strike_s)[steps.of_near]
    if not np.isfinite(contact_s).any():
        return None
    at = int(np.nanargmin(np.abs(contact_s - np.nanmedian(contact_s))))
    strike = float(steps.events.strike_s[steps.of_near][at])
    return Moments(strike, strike + float(contact_s[at]) / 2, strike + float(contact_s[at]))
