"""Hands that hold on to something: the arm angles that bring a hand to a place."""

from dataclasses import replace
from math import acos, atan2, degrees, hypot

from midstance.web.components.body.pose import Arm, Pose
from midstance.web.components.body.skeleton import FOREARM_M, HAND_M, UPPER_ARM_M, Skeleton

REACH_M = FOREARM_M + HAND_M


def reaching(pose: Pose, body: Skeleton, side: str, x_m: float, z_m: float) -> Pose:
    """The pose with one hand at a place ahead; stretched towards it when it is too far away.

    Within the plane of the body's movement: the elbow bends forward, the arm is not spread.
    """
    x, _, z = body.joints[f"shoulder_{side}"]
    far_m = min(hypot(x_m - x, z_m - z), UPPER_ARM_M + REACH_M)
    lean_deg = pose.pelvis_pitch_deg + pose.spine_flexion_deg
    aim_deg = degrees(atan2(x_m - x, z - z_m))
    back_deg = corner_deg(UPPER_ARM_M, far_m, REACH_M)
    arm = Arm(
        shoulder_flexion_deg=aim_deg - back_deg + lean_deg,
        elbow_flexion_deg=180 - corner_deg(UPPER_ARM_M, REACH_M, far_m),
    )
    return replace(pose, right_arm=arm) if side == "right" else replace(pose, left_arm=arm)


def corner_deg(a_m: float, b_m: float, opposite_m: float) -> float:
    """The angle between two sides of a triangle, from the law of cosines."""
    cosine = (a_m**2 + b_m**2 - opposite_m**2) / (2 * a_m * b_m)
    return degrees(acos(min(max(cosine, -1), 1)))
