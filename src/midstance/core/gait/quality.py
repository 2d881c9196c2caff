"""How good a film is, before anything is told from it."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.constants import GaitConstants
from midstance.core.gait.keypoints import JOINTS, SIDES, Keypoints
from midstance.core.gait.records import ClipQuality, GaitEvents, Reason
from midstance.core.gait.signals import Signals

NEEDED = [JOINTS.index(f"{side}_{joint}") for side in SIDES for joint in ("hip", "ankle", "heel")]
FEET = [JOINTS.index(f"{side}_{joint}") for side in SIDES for joint in ("heel", "toe")]
THIRD_DIFFERENCE = np.sqrt(20.0)
SCALE_LOG_SD = 0.05
SMALLEST_BODY_PX = 150.0
UNEVEN_FRAC = 0.15
FATAL = (
    Reason.NO_RUNNER,
    Reason.WRONG_VIEW,
    Reason.DISTANCE,
    Reason.TIME_BASE,
    Reason.OCCLUSION,
    Reason.TREMBLE,
    Reason.TOO_FEW_STEPS,
)


def judge_clip(
    clip: Keypoints,
    signals: Signals | None,
    events: GaitEvents,
    *,
    swapped_frac: float,
    height_m: float | None,
    constants: GaitConstants,
    more: Mapping[Reason, bool] = MappingProxyType({}),
) -> ClipQuality:
    """Judge a cleaned clip.

    Parameters
    ----------
    signals : what was made of it; None where nobody was seen.
    events : the steps that were found.
    swapped_frac : share of the pictures whose legs had been exchanged.
    height_m : body height [m]; None unknown.
    more : what a view finds beside that, and whether it is there.
    """
    frames = clip.time_s.size
    step_s = float(np.median(np.diff(clip.time_s))) if frames > 1 else np.inf
    seen = np.isfinite(clip.position_px[:, NEEDED]).all(axis=(1, 2))
    seen_frac = float(seen.mean()) if frames else 0.0
    hip_px = signals.hip_px if signals else 0.0
    stride_s = signals.stride_s if signals else np.nan
    body_px = hip_px / constants.gait_hip_height_frac
    jitter_frac = measure_jitter(clip.position_px[:, FEET], hip_px)
    shortest, longest = constants.gait_stride_s
    found = {
        Reason.NO_RUNNER: hip_px == 0 or np.isnan(stride_s),
        **more,
        Reason.TIME_BASE: stride_s < shortest or stride_s > longest,
        Reason.OCCLUSION: seen_frac < constants.gait_least_seen_frac,
        Reason.TREMBLE: jitter_frac > constants.gait_most_jitter_frac
        or even_frac(events, stride_s) < constants.gait_least_even_frac,
        Reason.TOO_FEW_STEPS: events.count < constants.gait_least_steps,
        Reason.FRAME_RATE: 1 / step_s < constants.gait_least_frame_rate_hz,
        Reason.TOO_SMALL: 0 < body_px < SMALLEST_BODY_PX,
        Reason.NO_HEIGHT: height_m is None,
    }
    problems = tuple(reason for reason, there in found.items() if there)
    return ClipQuality(
        frame_rate_hz=1 / step_s,
        duration_s=float(clip.time_s[-1]) if frames else 0.0,
        seen_frac=seen_frac,
        body_px=body_px,
        px_per_m=body_px / height_m if height_m and hip_px else None,
        scale_log_sd=SCALE_LOG_SD,
        jitter_frac=jitter_frac,
        swapped_frac=swapped_frac,
        problems=problems,
        is_enough=not any(reason in FATAL for reason in problems),
        distance_m=estimate_distance(
            body_px, height_m, max(clip.width_px, clip.height_px), constants
        ),
    )


def even_frac(events: GaitEvents, stride_s: float) -> float:
    """Share of the steps in which the other foot lands half a stride later; 1 where there are few.

    Parameters
    ----------
    stride_s : time after which the feet do the same again [s].
    """
    if events.count < 2:
        return 1.0
    step_s = np.diff(events.strike_s)
    takes_turns = np.diff(events.side) != 0
    return float((takes_turns & (np.abs(2 * step_s / stride_s - 1) <= UNEVEN_FRAC)).mean())


def estimate_distance(
    body_px: float, height_m: float | None, long_side_px: float, constants: GaitConstants
) -> tuple[float, float] | None:
    """How near and how far the camera may stand [m]; None where her size is not known.

    Parameters
    ----------
    body_px : how tall she stands in the picture; 0 unknown [px].
    height_m : body height [m]; None unknown.
    long_side_px : longer side of the picture [px].

    Notes
    -----
    A film does not tell what its lens takes in: the range is that of phones that do not zoom.
    """
    if height_m is None or body_px == 0:
        return None
    narrow, wide = np.radians(constants.gait_camera_view_deg)
    across_m = height_m * long_side_px / body_px
    return float(across_m / 2 / np.tan(wide / 2)), float(across_m / 2 / np.tan(narrow / 2))


def measure_jitter(position_px: FloatArray, hip_px: float) -> float:
    """Tremble from picture to picture by third differences, in hip heights; 0 where unknown.

    Parameters
    ----------
    position_px : (frames, joints, 2) [px].

    Notes
    -----
    The lower quartile is read, as a foot on the ground moves evenly and a swinging one does not.
    """
    if hip_px == 0 or position_px.shape[0] < 8:
        return 0.0
    change = np.abs(np.diff(position_px, 3, axis=0)) / THIRD_DIFFERENCE
    known = change[np.isfinite(change)]
    return float(np.quantile(known, 0.25) / 0.3186 / hip_px) if known.size else 0.0
