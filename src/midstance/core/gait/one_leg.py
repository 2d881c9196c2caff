"""A squat or a step-down on one leg, filmed from the front: which signs are seen how often."""

from collections.abc import Mapping

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.keypoints import SIDES, Keypoints, mirror
from midstance.core.gait.records import Side
from midstance.core.gait.screen_constants import Limit, ScreenFilmConstants
from midstance.core.gait.screen_records import (
    FilmedScreen,
    Repetition,
    ScreenProblem,
    Sign,
    SignCount,
)
from midstance.core.gait.slow import (
    Slow,
    build_slow,
    clean_slow,
    find_repetitions,
    find_turns,
    middle_of,
    percentile_of,
    seen_frac,
)

NEEDED = tuple(
    f"{side}_{joint}"
    for joint in ("shoulder", "hip", "knee", "ankle", "toe")
    for side in ("left", "right")
)
TALLEST_PERCENT = 95.0
EXTRA_TURNS = 3
"""Once in and out again is the movement itself; a wobble turns more often."""
UPRIGHT_S = 0.3
"""So long before and after a repetition she stands upright on that leg."""
SWINGS = np.linspace(0.3, 0.01, 30)


def assess_one_leg(
    clip: Keypoints, leg: Side, constants: ScreenFilmConstants, time_factor: float = 1.0
) -> FilmedScreen:
    """Count the signs of a squat or a step-down on one leg.

    Parameters
    ----------
    clip : keypoints of one person, seen from the front, as a pose model saw them.
    leg : the leg that carries her.
    time_factor : true time over the clip's own.

    Returns
    -------
    FilmedScreen: one count for each `Sign`, or why there is none.

    Notes
    -----
    Each sign is read at the deepest point of a repetition; it is unclear where it lies nearer to
    its limit than one camera tells. The knee counts from the toe, which stands still; the farther
    the foot stands from the middle of the picture, the less its place is known, as the knee is
    nearer to the camera. No value here was held against a laboratory.

    Source: haberkamp_2022, schurr_2017 for how little one camera sees; limits are judged.
    """
    clip = clean_slow(clip, time_factor)
    told = mirror(clip) if leg is Side.RIGHT else clip
    body = build_slow(told)
    repetitions = repetitions_of(body, constants)
    problem = find_problem(told, body, repetitions, constants)
    return FilmedScreen(
        leg=leg,
        problem=problem,
        repetitions=repetitions,
        signs=() if problem else count_signs(body, repetitions, told.width_px, constants),
        angle=None,
        keypoints=clip,
        version=constants.version,
    )


def find_problem(
    clip: Keypoints,
    body: Slow,
    repetitions: tuple[Repetition, ...],
    constants: ScreenFilmConstants,
) -> ScreenProblem | None:
    """Why nothing can be told of a left leg that carries her; None where it can."""
    c = constants
    leg_px = leg_length_px(body)
    hips_px = middle_of((body.joint("left_hip") - body.joint("right_hip"))[:, 0])
    found = {
        ScreenProblem.NO_BODY: not leg_px > 0,
        ScreenProblem.WRONG_VIEW: not hips_px >= c.filmed_least_width_frac * leg_px,
        ScreenProblem.OCCLUSION: seen_frac(clip, NEEDED) < c.filmed_least_seen_frac,
        ScreenProblem.TOO_SMALL: leg_px < c.filmed_least_leg_px,
        ScreenProblem.OTHER_LEG: stands_on_other(body, repetitions, c),
        ScreenProblem.TOO_FEW_REPETITIONS: len(repetitions) < c.filmed_least_repetitions,
    }
    return next((problem for problem, there in found.items() if there), None)


def stands_on_other(
    body: Slow, repetitions: tuple[Repetition, ...], constants: ScreenFilmConstants
) -> bool:
    """Whether the middle of the body is over the right foot, as a body that balances is."""
    middle_x = (body.middle("hip") + body.middle("shoulder"))[:, 0] / 2
    away = {
        side: np.array(
            [
                abs(middle_of((middle_x - body.joint(f"{side}_ankle")[:, 0])[each]))
                for each in (body.around(repetition.deepest_s) for repetition in repetitions)
            ]
        )
        for side in SIDES
    }
    further_px = constants.filmed_balance_frac * leg_length_px(body)
    nearer = np.count_nonzero(away["left"] - away["right"] > further_px)
    return bool(nearer > len(repetitions) / 2)


def leg_length_px(body: Slow) -> float:
    """How long the left leg is where it stands straight [px]; NaN where it was not seen."""
    height = body.joint("left_ankle")[:, 1] - body.joint("left_hip")[:, 1]
    return percentile_of(height, TALLEST_PERCENT)


def repetitions_of(body: Slow, constants: ScreenFilmConstants) -> tuple[Repetition, ...]:
    """Each time the hips came down in the picture and up again."""
    leg_px = leg_length_px(body)
    if not leg_px > 0:
        return ()
    down = body.middle("hip")[:, 1] / leg_px
    return find_repetitions(
        body.grid_s, down, constants.filmed_least_depth_frac, constants.filmed_least_repetition_s
    )


def count_signs(
    body: Slow,
    repetitions: tuple[Repetition, ...],
    width_px: int,
    constants: ScreenFilmConstants,
) -> tuple[SignCount, ...]:
    """In how many repetitions of a left leg each sign was seen."""
    limits = _limits(body, width_px, constants)
    measured = [measure_signs(body, each) for each in repetitions]
    return tuple(_count(sign, [each[sign] for each in measured], limits[sign]) for sign in Sign)


def _limits(body: Slow, width_px: int, c: ScreenFilmConstants) -> Mapping[Sign, Limit]:
    aside = middle_of(body.joint("left_ankle")[:, 0]) - (width_px - 1) / 2
    aside_shanks = c.filmed_nearer_frac * abs(aside) / shank_px(body)
    toe, foot = (
        (limit, margin + aside_shanks)
        for limit, margin in (c.filmed_second_toe, c.filmed_past_foot)
    )
    return {
        Sign.KNEE_PAST_SECOND_TOE: toe,
        Sign.KNEE_PAST_FOOT: foot,
        Sign.KNEE_WOBBLES: c.filmed_wobble,
        Sign.PELVIS_TILTS: c.filmed_pelvis_tilt_deg,
        Sign.PELVIS_SHIFTS: c.filmed_pelvis_shift,
        Sign.TRUNK_LEANS: c.filmed_trunk_lean_deg,
        Sign.FOOT_DOWN: c.filmed_foot_down,
    }


def _count(sign: Sign, values: list[float], limit: Limit) -> SignCount:
    at, margin = limit
    seen = sum(value > at + margin for value in values)
    absent = sum(value < at - margin for value in values)
    return SignCount(sign, seen, absent, len(values) - seen - absent)


def shank_px(body: Slow) -> float:
    """How long the shank is from the front where the leg stands straight [px]."""
    length = body.joint("left_ankle")[:, 1] - body.joint("left_knee")[:, 1]
    return percentile_of(length, TALLEST_PERCENT)


def measure_signs(body: Slow, repetition: Repetition) -> Mapping[Sign, float]:
    """How far each sign of a left leg goes in one repetition, in the units of its limit.

    NaN where its joints were not seen.
    """
    deepest = body.around(repetition.deepest_s)
    ends = (repetition.from_s - UPRIGHT_S, repetition.to_s + UPRIGHT_S)
    upright = [body.around(time_s) for time_s in ends]
    leg_px, shank = leg_length_px(body), shank_px(body)
    toe_x = middle_of(body.joint("left_toe")[body.during(repetition), 0])
    inwards = (toe_x - middle_of(body.joint("left_knee")[deepest, 0])) / shank
    tilt = _change(pelvis_tilt_deg(body), deepest, upright)
    hips_x = body.middle("hip")[:, 0] - body.joint("left_ankle")[:, 0]
    return {
        Sign.KNEE_PAST_SECOND_TOE: inwards,
        Sign.KNEE_PAST_FOOT: inwards,
        Sign.KNEE_WOBBLES: largest_wobble(body, repetition, shank),
        Sign.PELVIS_TILTS: abs(tilt),
        Sign.PELVIS_SHIFTS: abs(_change(hips_x, deepest, upright)) / leg_px,
        Sign.TRUNK_LEANS: abs(middle_of(trunk_lean_deg(body)[deepest])),
        Sign.FOOT_DOWN: -lowest_free_foot(body, repetition) / leg_px,
    }


def _change(values: FloatArray, deepest: slice, upright: list[slice]) -> float:
    return middle_of(values[deepest]) - float(
        np.mean([middle_of(values[part]) for part in upright])
    )


def pelvis_tilt_deg(body: Slow) -> FloatArray:
    """(g,) how far the line of the hips is from level in the picture [deg]."""
    across = body.joint("left_hip") - body.joint("right_hip")
    return np.asarray(np.degrees(np.arctan2(across[:, 1], np.abs(across[:, 0]))))


def trunk_lean_deg(body: Slow) -> FloatArray:
    """(g,) how far the trunk leans from upright in the picture, to either side [deg]."""
    up = body.middle("shoulder") - body.middle("hip")
    return np.asarray(np.degrees(np.arctan2(up[:, 0], -up[:, 1])))


def largest_wobble(body: Slow, repetition: Repetition, shank: float) -> float:
    """The largest swing that the knee makes at least three times to and fro [shank lengths].

    0 where it does not, NaN where the knee was lost.
    """
    across = body.joint("left_knee")[body.during(repetition), 0] / shank
    if not np.isfinite(across).all():
        return float("nan")
    swings = (swing for swing in SWINGS if len(find_turns(across, swing)) >= EXTRA_TURNS)
    return float(next(swings, 0.0))


def lowest_free_foot(body: Slow, repetition: Repetition) -> float:
    """How high the free ankle is at least over the one that carries [px]."""
    part = body.during(repetition)
    height = body.joint("left_ankle")[part, 1] - body.joint("right_ankle")[part, 1]
    return percentile_of(height, 0.0)
