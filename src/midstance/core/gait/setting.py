"""Where she ran and how the camera stood, as far as the joints alone tell it."""

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import JOINTS, SIDES
from midstance.core.gait.records import GaitEvents, Setting
from midstance.core.gait.signals import GRID_HZ, Signals
from midstance.core.gait.steps import FLAT_FROM, FLAT_TO

CARRIED_PASSING, CARRIED_STILL = 0.8, 0.25
WIDEST_DRIFT, MOST_GROWTH = 0.5, 1.1
LEAST_SPEED = 0.5
LEAST_TILT_STEPS = 4
TILT_FLOOR_DEG = 0.6
BELT_FROM, BELT_TO = 0.2, 0.45
Z90 = 1.645
SQUAREST = 0.2


def find_setting(signals: Signals, events: GaitEvents) -> Setting:
    r"""Find where she ran, from how far her hips take part in the movement over the ground.

    .. math:: c = \dot x_{hip} / (\dot x_{hip} - \dot x_{foot})

    while the foot stands: 1 where she passes a camera that stands still, 0 on a treadmill.

    Notes
    -----
    A camera that turns with her lets her hips wander, and she grows and shrinks as she comes and
    goes. Over few strides, or from a car beside her, neither shows: that looks like a treadmill.
    """
    hip, foot = _moved_while_flat(signals, events)
    over_ground = hip - foot
    if over_ground.size < LEAST_TILT_STEPS or np.median(over_ground) < LEAST_SPEED:
        return Setting.UNKNOWN
    carried = float(np.median(hip) / np.median(over_ground))
    if carried >= CARRIED_PASSING:
        return Setting.PASSING
    wanders = _drift(signals) > WIDEST_DRIFT or find_growth(signals) > MOST_GROWTH
    if abs(carried) > CARRIED_STILL or wanders:
        return Setting.FOLLOWED
    return Setting.TREADMILL


def estimate_tilt(
    signals: Signals, events: GaitEvents, setting: Setting
) -> tuple[float, float] | None:
    """Estimate how far the picture leans against the ground that she runs on.

    Returns
    -------
    Degrees, positive where the ground rises in the direction of running, and the half width of the
    90 % range; None where too few feet stood, and where she is not on a treadmill.

    Notes
    -----
    On a treadmill a foot that stands flat travels along the belt, so the path of the standing feet
    shows the belt; it is read from 20 to 45 % of the contact, before the heel begins to rise. A
    belt that climbs and a camera that leans are one and the same to it.
    """
    if setting is not Setting.TREADMILL:
        return None
    paths = [_flat_path(signals, events, side) for side in (0, 1)]
    path = np.concatenate(paths)
    path = path[np.isfinite(path).all(axis=1)]
    if path.shape[0] < LEAST_TILT_STEPS:
        return None
    mean = path.mean(axis=0)
    tilt = float(np.degrees(np.arctan2(-mean[1], -mean[0])))
    of_steps = np.degrees(path[:, 1].std() / np.abs(mean[0]) / np.sqrt(path.shape[0]))
    return tilt, float(Z90 * np.hypot(of_steps, TILT_FLOOR_DEG))


def level(joints: FloatArray, tilt: tuple[float, float] | None) -> FloatArray:
    """The joints turned so that the ground is level; as they are where the tilt is not known."""
    if tilt is None:
        return joints
    angle = np.radians(tilt[0])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(joints @ turn)


def shows_width(signals: Signals) -> bool:
    """Whether her shoulders look wider than her feet look long: from behind, or from the front.

    Of one who passes the camera, the part counts in which it sees her squarest.
    """
    wide = np.abs(signals.joint("right_shoulder") - signals.joint("left_shoulder"))[:, 0]
    feet = [np.abs(signals.joint(f"{s}_toe") - signals.joint(f"{s}_heel"))[:, 0] for s in SIDES]
    long = np.mean(feet, axis=0)
    known = np.isfinite(wide) & np.isfinite(long)
    if not known.any():
        return False
    return bool(np.quantile(wide[known], SQUAREST) > np.median(long[known]))


def find_growth(signals: Signals) -> float:
    """How many times taller the trunk is where it is tallest than where it is smallest; 1 for none.

    Notes
    -----
    Read as medians of whole strides, so that no single picture and no phase of the step counts.
    """
    shoulders, hips = (
        np.mean([signals.joint(f"{side}_{name}") for side in SIDES], axis=0)
        for name in ("shoulder", "hip")
    )
    tall = np.linalg.norm(shoulders - hips, axis=1)
    stride = max(int(signals.stride_s * GRID_HZ), 1) if np.isfinite(signals.stride_s) else tall.size
    whole = [tall[at : at + stride] for at in range(0, tall.size - stride + 1, stride)]
    middles = [float(np.nanmedian(part)) for part in whole if np.isfinite(part).any()]
    return max(middles) / max(min(middles), 1e-9) if middles else 1.0


def _moved_while_flat(signals: Signals, events: GaitEvents) -> tuple[FloatArray, FloatArray]:
    """(steps,) how fast hips and the standing foot move along [hip heights a second]."""
    hips = np.mean([signals.joint(f"{side}_hip")[:, 0] for side in SIDES], axis=0)
    contact = events.toe_off_s - events.strike_s
    start, end = events.strike_s + FLAT_FROM * contact, events.strike_s + FLAT_TO * contact
    hip = _between(signals, hips, start, end)
    feet = np.stack([_between(signals, _foot(signals, side)[:, 0], start, end) for side in (0, 1)])
    foot = feet[events.side, np.arange(events.count)] if events.count else np.empty(0)
    took = (FLAT_TO - FLAT_FROM) * contact
    known = np.isfinite(hip) & np.isfinite(foot)
    return hip[known] / took[known], foot[known] / took[known]


def _flat_path(signals: Signals, events: GaitEvents, side: int) -> FloatArray:
    """(steps, 2) from where to where the standing foot of one side travels."""
    mine = events.side == side
    strike, contact = events.strike_s[mine], (events.toe_off_s - events.strike_s)[mine]
    start, end = strike + BELT_FROM * contact, strike + BELT_TO * contact
    foot = _foot(signals, side)
    return np.stack([_between(signals, foot[:, axis], start, end) for axis in (0, 1)], axis=1)


def _foot(signals: Signals, side: int) -> FloatArray:
    names = (JOINTS.index(f"{SIDES[side]}_{name}") for name in ("heel", "toe"))
    return np.asarray(signals.joints[:, list(names)].mean(axis=1))


def _between(
    signals: Signals, values: FloatArray, start_s: FloatArray, end_s: FloatArray
) -> FloatArray:
    first, last = (
        np.interp(when, signals.grid_s, values, left=np.nan, right=np.nan)
        for when in (start_s, end_s)
    )
    return np.asarray(last - first)


def _drift(signals: Signals) -> float:
    """How far the hips wander through the picture, strides evened out [hip heights]."""
    hips = np.mean([signals.joint(f"{side}_hip")[:, 0] for side in SIDES], axis=0)
    known = hips[np.isfinite(hips)]
    return float(np.ptp(np.quantile(known, (0.05, 0.95)))) if known.size else 0.0
