"""Where each joint of a body is for a pose: forward kinematics, and the ground below it.

Axes: x forward, y to the left of the body, z up, in metres; the ground is z = 0.
Segment lengths: Drillis and Contini 1966, as in Winter, Biomechanics and Motor Control of Human
Movement (4th ed.), figure 4.1, for a person of 1.75 m. The radii are ours: what the figure is drawn
with, so that a sole and a back touch the ground with their flesh and not with their bones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians, sin
from types import MappingProxyType

from midstance.web.components.body.pose import Arm, Leg, Pose

Vector = tuple[float, float, float]
Rotation = tuple[Vector, Vector, Vector]

HEIGHT_M = 1.75
THIGH_M, SHANK_M = 0.245 * HEIGHT_M, 0.246 * HEIGHT_M
ANKLE_HEIGHT_M, FOOT_M = 0.039 * HEIGHT_M, 0.152 * HEIGHT_M
UPPER_ARM_M, FOREARM_M, HAND_M = 0.186 * HEIGHT_M, 0.146 * HEIGHT_M, 0.045 * HEIGHT_M
TRUNK_M, NECK_M = 0.288 * HEIGHT_M, 0.125 * HEIGHT_M
WAIST_FRAC = 0.3
HALF_HIPS_M, HALF_SHOULDERS_M = 0.05 * HEIGHT_M, 0.105 * HEIGHT_M
HEEL_BACK_M = 0.03 * HEIGHT_M

RADII_M: Mapping[str, float] = MappingProxyType(
    {
        "head": 0.105,
        "collar": 0.05,
        "chest": 0.105,
        "waist": 0.085,
        "pelvis": 0.095,
        "shoulder": 0.058,
        "elbow": 0.042,
        "wrist": 0.033,
        "hand": 0.038,
        "hip": 0.088,
        "knee": 0.062,
        "ankle": 0.042,
        "heel": 0.034,
        "toe": 0.024,
    }
)
SIDES = ("right", "left")
DOWN: Vector = (0, 0, -1)


@dataclass(frozen=True)
class Skeleton:
    """The place of each joint, as `knee_right` or `head`, and how thick the flesh around it is."""

    joints: Mapping[str, Vector]
    radii_m: Mapping[str, float] = field(default_factory=lambda: RADII_M)

    def radius_m(self, joint: str) -> float:
        return self.radii_m[joint.partition("_")[0]]

    def bottom_m(self, *names: str) -> float:
        """The height of the lowest point of the flesh around some joints, or around all."""
        return min(self.joints[name][2] - self.radius_m(name) for name in names or self.joints)


def radius_m(joint: str) -> float:
    return RADII_M[joint.partition("_")[0]]


def place(pose: Pose, resting_on: str = "", height_m: float = 0) -> Skeleton:
    """The body in a pose, set down on the ground.

    Parameters
    ----------
    resting_on : the part that carries it, as `right_foot`; nothing = whatever is lowest.
    height_m : of what that part stands on, such as a step.
    """
    free = Skeleton({**trunk(pose), **legs(pose), **arms(pose)})
    carried = feet(resting_on) if resting_on else ()
    lift_m = height_m - free.bottom_m(*carried)
    return Skeleton({name: (x, y, z + lift_m) for name, (x, y, z) in free.joints.items()})


def feet(name: str) -> tuple[str, ...]:
    side = name.removesuffix("_foot")
    return f"heel_{side}", f"toe_{side}"


def trunk(pose: Pose) -> dict[str, Vector]:
    pelvis, spine = pelvis_turn(pose), spine_turn(pose)
    waist = move((0, 0, 0), pelvis, (0, 0, TRUNK_M * WAIST_FRAC))
    chest = move(waist, spine, (0, 0, TRUNK_M * (1 - WAIST_FRAC)))
    neck = turned(spine, about_y(pose.neck_flexion_deg))
    return {
        "pelvis": (0, 0, 0),
        "waist": waist,
        "chest": move(chest, spine, (0, 0, -0.05)),
        "collar": move(chest, spine, (0, 0, 0.025)),
        "head": move(chest, neck, (0.015, 0, NECK_M)),
        **{
            f"hip_{side}": move((0, 0, 0), pelvis, (0, out(side) * HALF_HIPS_M, 0))
            for side in SIDES
        },
        **{
            f"shoulder_{side}": move(chest, spine, (0, out(side) * HALF_SHOULDERS_M, 0))
            for side in SIDES
        },
    }


def legs(pose: Pose) -> dict[str, Vector]:
    hips = trunk(pose)
    turn = pelvis_turn(pose)
    right = leg(pose.right_leg, hips["hip_right"], turn, "right")
    return {**right, **leg(pose.left_leg, hips["hip_left"], turn, "left")}


def leg(angles: Leg, hip: Vector, pelvis: Rotation, side: str) -> dict[str, Vector]:
    thigh, shank = leg_turns(angles, pelvis, side)
    foot = turned(shank, about_y(-angles.ankle_dorsiflexion_deg))
    knee = move(hip, thigh, scaled(DOWN, THIGH_M))
    ankle = move(knee, shank, scaled(DOWN, SHANK_M))
    heel_z, toe_z = (RADII_M[part] - ANKLE_HEIGHT_M for part in ("heel", "toe"))
    toe_x = FOOT_M - HEEL_BACK_M - RADII_M["toe"]
    return {
        f"knee_{side}": knee,
        f"ankle_{side}": ankle,
        f"heel_{side}": move(ankle, foot, (RADII_M["heel"] - HEEL_BACK_M - 0.015, 0, heel_z)),
        f"toe_{side}": move(ankle, foot, (toe_x, 0, toe_z)),
    }


def leg_turns(angles: Leg, pelvis: Rotation, side: str) -> tuple[Rotation, Rotation]:
    """Of thigh and shank: flexion about the pelvis' axis, abduction, rotation about the thigh."""
    thigh = turned(
        pelvis,
        about_y(-angles.hip_flexion_deg),
        about_x(out(side) * angles.hip_abduction_deg),
        about_z(out(side) * angles.hip_rotation_deg),
    )
    return thigh, turned(thigh, about_y(angles.knee_flexion_deg))


def arms(pose: Pose) -> dict[str, Vector]:
    shoulders = trunk(pose)
    turn = spine_turn(pose)
    right = arm(pose.right_arm, shoulders["shoulder_right"], turn, "right")
    return {**right, **arm(pose.left_arm, shoulders["shoulder_left"], turn, "left")}


def arm(angles: Arm, shoulder: Vector, spine: Rotation, side: str) -> dict[str, Vector]:
    upper = turned(
        spine,
        about_y(-angles.shoulder_flexion_deg),
        about_x(out(side) * angles.shoulder_abduction_deg),
    )
    fore = turned(upper, about_y(-angles.elbow_flexion_deg))
    elbow = move(shoulder, upper, scaled(DOWN, UPPER_ARM_M))
    wrist = move(elbow, fore, scaled(DOWN, FOREARM_M))
    hand = move(wrist, fore, scaled(DOWN, HAND_M))
    return {f"elbow_{side}": elbow, f"wrist_{side}": wrist, f"hand_{side}": hand}


def pelvis_turn(pose: Pose) -> Rotation:
    return turned(about_y(pose.pelvis_pitch_deg), about_x(pose.pelvis_roll_deg))


def spine_turn(pose: Pose) -> Rotation:
    bent = about_y(pose.spine_flexion_deg), about_x(pose.spine_side_deg)
    return turned(pelvis_turn(pose), *bent)


def out(side: str) -> int:
    """The sign of y towards that side of the body."""
    return 1 if side == "left" else -1


def about_x(angle_deg: float) -> Rotation:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return (1, 0, 0), (0, c, -s), (0, s, c)


def about_y(angle_deg: float) -> Rotation:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return (c, 0, s), (0, 1, 0), (-s, 0, c)


def about_z(angle_deg: float) -> Rotation:
    c, s = cos(radians(angle_deg)), sin(radians(angle_deg))
    return (c, -s, 0), (s, c, 0), (0, 0, 1)


def turned(first: Rotation, *others: Rotation) -> Rotation:
    """One rotation after the other, each in the axes that the one before left."""
    for other in others:
        x, y, z = zip(*other, strict=True)
        first = row(first[0], x, y, z), row(first[1], x, y, z), row(first[2], x, y, z)
    return first


def row(of: Vector, x: Vector, y: Vector, z: Vector) -> Vector:
    return dot(of, x), dot(of, y), dot(of, z)


def move(origin: Vector, rotation: Rotation, by: Vector) -> Vector:
    x, y, z = rotation
    return origin[0] + dot(x, by), origin[1] + dot(y, by), origin[2] + dot(z, by)


def scaled(vector: Vector, factor: float) -> Vector:
    return vector[0] * factor, vector[1] * factor, vector[2] * factor


def dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
