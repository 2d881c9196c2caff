"""A knee that goes to the wall, filmed from the side: how far the shin leans with the heel down."""

from math import hypot

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.clean import exchange_legs
from midstance.core.gait.keypoints import SIDES, Keypoints
from midstance.core.gait.records import Side
from midstance.core.gait.screen_constants import ScreenFilmConstants
from midstance.core.gait.screen_records import FilmedScreen, Repetition, ScreenProblem, ShinAngle
from midstance.core.gait.slow import (
    Slow,
    build_slow,
    clean_slow,
    find_repetitions,
    middle_of,
    percentile_of,
    seen_frac,
)

OF_A_LEG = ("hip", "knee", "ankle", "heel", "toe")
LONGEST_PERCENT, FLAT_PERCENT = 95.0, 90.0
BEST = 3
"""As many of the furthest are averaged."""


def assess_lunge(
    clip: Keypoints, leg: Side, constants: ScreenFilmConstants, time_factor: float = 1.0
) -> FilmedScreen:
    """Measure how far the shin leans forward while the heel stays down.

    Parameters
    ----------
    clip : keypoints of one person, seen from the side, as a pose model saw them.
    leg : the leg in front.
    time_factor : true time over the clip's own.

    Returns
    -------
    FilmedScreen: the mean of the three furthest repetitions with its 90 % range, or why there is
    none.

    Notes
    -----
    The angle is that of the line from ankle to knee against the upright edge of the picture: a
    camera that leans adds its lean, and a leg that does not point across the picture looks less
    bent. Never held against a laboratory; the range is judged.
    """
    clip, exchanged_frac = put_in_front(clean_slow(clip, time_factor), leg)
    body = build_slow(clip)
    repetitions = repetitions_of(body, leg, constants)
    problem = find_problem(clip, body, leg, repetitions, constants)
    if problem is None and exchanged_frac > 1 / 2:
        problem = ScreenProblem.OTHER_LEG
    return FilmedScreen(
        leg=leg,
        problem=problem,
        repetitions=repetitions,
        signs=(),
        angle=None if problem else furthest_lean(body, leg, repetitions, constants),
        keypoints=clip,
        version=constants.version,
    )


def put_in_front(clip: Keypoints, leg: Side) -> tuple[Keypoints, float]:
    """Give the leg whose foot is ahead the name of that leg, and the share that had the other.

    A model now and then calls the near leg the far one; which foot is ahead it does not confuse.
    """
    ankles = (clip.joint("left_ankle") - clip.joint("right_ankle"))[:, 0]
    feet = [clip.joint(f"{side}_toe") - clip.joint(f"{side}_heel") for side in SIDES]
    left_ahead = ankles * (-1.0 if middle_of(np.mean(feet, axis=0)[:, 0]) < 0 else 1.0) > 0
    wrong = np.isfinite(ankles) & (left_ahead != (leg is Side.LEFT))
    frac = float(wrong.mean()) if wrong.size else 0.0
    return exchange_legs(clip, wrong), frac


def find_problem(
    clip: Keypoints,
    body: Slow,
    leg: Side,
    repetitions: tuple[Repetition, ...],
    constants: ScreenFilmConstants,
) -> ScreenProblem | None:
    """Why no angle can be told; None where it can."""
    c = constants
    shank, foot_px = shank_px(body, leg), abs(middle_of(_foot_x(body, leg)))
    seen = seen_frac(clip, tuple(f"{leg}_{joint}" for joint in OF_A_LEG))
    found = {
        ScreenProblem.NO_BODY: not shank > 0,
        ScreenProblem.WRONG_VIEW: not foot_px >= c.filmed_least_foot_frac * shank,
        ScreenProblem.OCCLUSION: seen < c.filmed_least_seen_frac,
        ScreenProblem.TOO_SMALL: 2 * shank < c.filmed_least_leg_px,
        ScreenProblem.TOO_FEW_REPETITIONS: len(repetitions) < c.filmed_least_repetitions,
    }
    return next((problem for problem, there in found.items() if there), None)


def shank_px(body: Slow, leg: Side) -> float:
    """How long the shank is in the picture [px]; NaN where it was not seen."""
    length = np.linalg.norm(body.joint(f"{leg}_knee") - body.joint(f"{leg}_ankle"), axis=1)
    return percentile_of(length, LONGEST_PERCENT)


def _foot_x(body: Slow, leg: Side) -> FloatArray:
    return np.asarray((body.joint(f"{leg}_toe") - body.joint(f"{leg}_heel"))[:, 0])


def shin_lean_deg(body: Slow, leg: Side) -> FloatArray:
    """(g,) how far the shin leans towards the toes from upright [deg]."""
    shin = body.joint(f"{leg}_knee") - body.joint(f"{leg}_ankle")
    forward = -1.0 if middle_of(_foot_x(body, leg)) < 0 else 1.0
    return np.asarray(np.degrees(np.arctan2(forward * shin[:, 0], -shin[:, 1])))


def repetitions_of(body: Slow, leg: Side, constants: ScreenFilmConstants) -> tuple[Repetition, ...]:
    """Each time the shin leant forward over a foot that was down, and came back."""
    lean = np.where(heel_is_down(body, leg, constants), shin_lean_deg(body, leg), np.nan)
    return find_repetitions(
        body.grid_s, lean, constants.filmed_least_lean_deg, constants.filmed_least_repetition_s
    )


def heel_is_down(body: Slow, leg: Side, constants: ScreenFilmConstants) -> BoolArray:
    """(g,) whether the heel is about as low as it mostly is."""
    heel_y = body.joint(f"{leg}_heel")[:, 1]
    floor_y = percentile_of(heel_y, FLAT_PERCENT)
    lifted_px = constants.filmed_heel_lift_frac * shank_px(body, leg)
    return np.asarray(floor_y - heel_y <= lifted_px)


def furthest_lean(
    body: Slow, leg: Side, repetitions: tuple[Repetition, ...], constants: ScreenFilmConstants
) -> ShinAngle:
    """The mean of the furthest leans, and the range in which it lies nine times of ten."""
    down, lean = heel_is_down(body, leg, constants), shin_lean_deg(body, leg)
    held = np.where(down, lean, np.nan)
    reached = [float(np.nanmax(held[body.during(each)])) for each in repetitions]
    best = sorted(reached, reverse=True)[:BEST]
    value = float(np.mean(best))
    of_film, of_one = constants.filmed_shin_deg
    half = hypot(of_film, of_one / len(best) ** 0.5)
    return ShinAngle(value, value - half, value + half)
