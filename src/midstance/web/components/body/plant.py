"""Limbs whose end is at a place: the angles that bring a foot or a hand there."""

from dataclasses import replace
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin

from midstance.web.components.body.pose import Arm, Leg, Pose
from midstance.web.components.body.reach import REACH_M, corner_deg
from midstance.web.components.body.skeleton import (
    RADII_M,
    SHANK_M,
    THIGH_M,
    UPPER_ARM_M,
    Rotation,
    Vector,
    about_y,
    dot,
    leg,
    leg_turns,
    move,
    out,
    pelvis_turn,
    spine_turn,
)

STRETCHED_M = 1e-6
WAY_BACK_DEG = -90
UPRIGHT_FOOT_DEG = 90
ROUNDS = 6
CLOSE_M2 = 1e-8
ORIGIN: Vector = (0, 0, 0)
UPRIGHT: Rotation = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


def planted(  # noqa: PLR0917 - what is there, then where it belongs
    leg_now: Leg, hip: Vector, pose: Pose, side: str, ball: Vector, pitch_deg: float
) -> Leg:
    """The leg whose foot stands at a place.

    Parameters
    ----------
    ball : the place below the ball of the foot; below the heel when the toes are up.
    pitch_deg : of the sole; positive = the heel is up.
    """
    pelvis = pelvis_turn(pose)
    part = "toe" if pitch_deg >= 0 else "heel"
    wanted = ball[0], ball[1], ball[2] + RADII_M[part]
    ankle = plus(wanted, above(part, pitch_deg))
    for _ in range(ROUNDS):
        leg_now = levelled(bent_leg(leg_now, hip, pelvis, side, ankle), pelvis, side, pitch_deg)
        there = leg(leg_now, hip, pelvis, side)[f"{part}_{side}"]
        missed = minus(wanted, there)
        if dot(missed, missed) < CLOSE_M2:
            break
        ankle = plus(ankle, missed)
    return leg_now


def above(part: str, pitch_deg: float) -> Vector:
    """From the ball or the heel to the ankle of a foot that points ahead."""
    straight = leg(Leg(), ORIGIN, UPRIGHT, "right")
    up = minus(straight["ankle_right"], straight[f"{part}_right"])
    return move(ORIGIN, about_y(pitch_deg), up)


def bent_leg(leg_now: Leg, hip: Vector, pelvis: Rotation, side: str, ankle: Vector) -> Leg:
    bent = bend_deg(hip, ankle, THIGH_M, SHANK_M)
    knee = radians(bent)
    end = -SHANK_M * sin(knee), 0.0, -THIGH_M - SHANK_M * cos(knee)
    turn = radians(out(side) * leg_now.hip_rotation_deg)
    end = end[0] * cos(turn), end[0] * sin(turn), end[2]
    flexion_deg, aside_deg = aim_deg(end, into(pelvis, minus(ankle, hip)))
    return replace(
        leg_now,
        hip_flexion_deg=flexion_deg,
        hip_abduction_deg=out(side) * aside_deg,
        knee_flexion_deg=bent,
    )


def levelled(leg_now: Leg, pelvis: Rotation, side: str, pitch_deg: float) -> Leg:
    """The leg with its sole at that pitch."""
    _, shank = leg_turns(leg_now, pelvis, side)
    ahead_z, up_z = shank[2][0], shank[2][2]
    steepest = hypot(ahead_z, up_z)
    rise = min(max(-sin(radians(pitch_deg)) / steepest, -1), 1)
    toes_over = -pi - asin(rise) if pitch_deg > UPRIGHT_FOOT_DEG else asin(rise)
    ankle_deg = degrees(toes_over - atan2(ahead_z, up_z))
    ankle_deg = (ankle_deg - WAY_BACK_DEG) % 360 + WAY_BACK_DEG
    return replace(leg_now, ankle_dorsiflexion_deg=ankle_deg)


def reached(arm_now: Arm, shoulder: Vector, pose: Pose, side: str, hand: Vector) -> Arm:
    """The arm whose hand is at a place."""
    bent = bend_deg(shoulder, hand, UPPER_ARM_M, REACH_M)
    elbow = radians(bent)
    end = REACH_M * sin(elbow), 0.0, -UPPER_ARM_M - REACH_M * cos(elbow)
    flexion_deg, aside_deg = aim_deg(end, into(spine_turn(pose), minus(hand, shoulder)))
    return replace(
        arm_now,
        shoulder_flexion_deg=flexion_deg,
        shoulder_abduction_deg=out(side) * aside_deg,
        elbow_flexion_deg=bent,
    )


def bend_deg(socket: Vector, end: Vector, upper_m: float, lower_m: float) -> float:
    away = minus(end, socket)
    far_m = min(dot(away, away) ** 0.5, upper_m + lower_m - STRETCHED_M)
    return 180 - corner_deg(upper_m, lower_m, far_m)


def aim_deg(end: Vector, target: Vector) -> tuple[float, float]:
    """Flexion and turn to the left that bring the end of a bent limb onto a line."""
    size = (dot(end, end) / dot(target, target)) ** 0.5
    x, y, z = target[0] * size, target[1] * size, target[2] * size
    across = hypot(end[1], end[2])
    aside = asin(min(max(y / across, -1), 1)) - atan2(end[1], -end[2])
    down = end[1] * sin(aside) + end[2] * cos(aside)
    flexion_deg = degrees(atan2(x, -z) - atan2(end[0], -down))
    return (flexion_deg - WAY_BACK_DEG) % 360 + WAY_BACK_DEG, degrees(aside)


def into(rotation: Rotation, vector: Vector) -> Vector:
    """A direction in the axes that a rotation made."""
    first, second, third = zip(*rotation, strict=True)
    return dot(first, vector), dot(second, vector), dot(third, vector)


def plus(a: Vector, b: Vector) -> Vector:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]
