"""How often a film of a screen is right, in doubt and wrong, where its joints err as assumed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.assess.filmed import judge_sign
from midstance.core.gait.keypoints import JOINTS
from midstance.core.gait.lunge import assess_lunge
from midstance.core.gait.one_leg import assess_one_leg
from midstance.core.gait.records import Side
from midstance.core.gait.screen_records import Seen, Sign
from midstance.knowledge.screen_film_constants import load_screen_film_constants
from validation.filmed.figure import (
    LEG_M,
    SHANK_M,
    Camera,
    Lunge,
    Squat,
    course,
    film,
    lunge,
    squat,
)

FILMS, REPETITIONS, SEED = 150, 5, 7
BIAS_M, NOISE_M, ROLL_DEG = 0.012, 0.006, 1.5


@dataclass(frozen=True)
class SignRow:
    """Of films with and without a sign, how many said each of the three."""

    sign: Sign
    there: Mapping[Seen, int]
    absent: Mapping[Seen, int]


@dataclass(frozen=True)
class AngleRow:
    """Told minus true, and the share of the ranges that hold the truth."""

    films: int
    bias_deg: float
    sd_deg: float
    held_frac: float


def _modelled_camera(rng: np.random.Generator) -> Camera:
    return Camera(
        away_m=rng.uniform(2.5, 4.0),
        up_m=rng.uniform(0.6, 1.2),
        aside_m=rng.uniform(-0.3, 0.3),
        roll_deg=rng.normal(0, ROLL_DEG),
        yaw_deg=rng.uniform(-10, 10),
    )


def _bias(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0, BIAS_M, (len(JOINTS), 3))


def _how(rng: np.random.Generator) -> Squat:
    """Each sign about as often there as not, and near its limit as often as far."""
    return Squat(
        bend_deg=rng.uniform(50, 75),
        inwards_m=rng.uniform(-0.06, 0.14),
        wobble_m=max(rng.uniform(-0.02, 0.04), 0.0),
        tilt_deg=rng.uniform(-20, 20),
        shift_m=rng.uniform(-0.04, 0.14),
        lean_deg=rng.uniform(-8, 25),
        free_foot_m=max(rng.uniform(-0.1, 0.2), 0.0),
    )


TRUE: Mapping[Sign, Callable[[Squat], float]] = {
    Sign.KNEE_PAST_SECOND_TOE: lambda how: how.inwards_m / SHANK_M,
    Sign.KNEE_PAST_FOOT: lambda how: how.inwards_m / SHANK_M,
    Sign.KNEE_WOBBLES: lambda how: 2 * how.wobble_m / SHANK_M,
    Sign.PELVIS_TILTS: lambda how: abs(how.tilt_deg),
    Sign.PELVIS_SHIFTS: lambda how: abs(how.shift_m) / LEG_M,
    Sign.TRUNK_LEANS: lambda how: abs(how.lean_deg),
    Sign.FOOT_DOWN: lambda how: -how.free_foot_m / LEG_M,
}


LIMITS = {
    Sign.KNEE_PAST_SECOND_TOE: "filmed_second_toe",
    Sign.KNEE_PAST_FOOT: "filmed_past_foot",
    Sign.KNEE_WOBBLES: "filmed_wobble",
    Sign.PELVIS_TILTS: "filmed_pelvis_tilt_deg",
    Sign.PELVIS_SHIFTS: "filmed_pelvis_shift",
    Sign.TRUNK_LEANS: "filmed_trunk_lean_deg",
    Sign.FOOT_DOWN: "filmed_foot_down",
}


def study_signs(films: int = FILMS) -> tuple[tuple[SignRow, ...], int]:
    """What films of made squats say of each sign, and how many told nothing at all."""
    c, rng = load_screen_film_constants(), np.random.default_rng(SEED)
    limits = {sign: getattr(c, name)[0] for sign, name in LIMITS.items()}
    told = {(sign, is_there): dict.fromkeys(Seen, 0) for sign in Sign for is_there in (True, False)}
    untold = 0
    for number in range(films):
        how = _how(rng)
        time_s, deep = course(REPETITIONS)
        clip = film(
            time_s,
            squat(how, time_s, deep),
            _modelled_camera(rng),
            bias_m=_bias(rng),
            noise_m=NOISE_M,
            seed=number,
        )
        filmed = assess_one_leg(clip, Side.LEFT, c)
        untold += filmed.problem is not None
        for count in filmed.signs:
            is_there = TRUE[count.sign](how) > limits[count.sign]
            told[count.sign, is_there][judge_sign(count)] += 1
    return tuple(SignRow(sign, told[sign, True], told[sign, False]) for sign in Sign), untold


def study_shin(films: int = FILMS) -> AngleRow:
    """What films of made lunges say of the lean of the shin."""
    c, rng = load_screen_film_constants(), np.random.default_rng(SEED)
    missed, held = [], 0
    for number in range(films):
        lean_deg = rng.uniform(25, 50)
        time_s, deep = course(REPETITIONS)
        places = lunge(Lunge(lean_deg=lean_deg), deep)
        clip = film(
            time_s,
            places,
            _modelled_camera(rng),
            bias_m=_bias(rng),
            noise_m=NOISE_M,
            seed=number,
        )
        angle = assess_lunge(clip, Side.LEFT, c).angle
        if angle is not None:
            missed.append(angle.value_deg - lean_deg)
            held += angle.low_deg <= lean_deg <= angle.high_deg
    return AngleRow(len(missed), float(np.mean(missed)), float(np.std(missed)), held / len(missed))
