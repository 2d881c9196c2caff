"""The figure of one moment: joint angles and places by name, made into a pose and its skeleton."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from midstance.knowledge.records_motion import FOOT_VIEWS, MotionRecord
from midstance.web.components.body import foot
from midstance.web.components.body.foot import FootPose, place_foot
from midstance.web.components.body.plant import levelled, planted, reached
from midstance.web.components.body.pose import Arm, Leg, Pose, angles
from midstance.web.components.body.skeleton import (
    FOOT_M,
    HALF_HIPS_M,
    HALF_SHOULDERS_M,
    HEEL_BACK_M,
    RADII_M,
    SIDES,
    Skeleton,
    Vector,
    arms,
    legs,
    out,
    pelvis_turn,
    radius_m,
    trunk,
)

Numbers = Mapping[str, float]
"""Angles as `right_leg.knee_flexion_deg` and places as `right_foot.x_m`."""

BOTH = {"legs": "leg", "arms": "arm", "feet": "foot", "hands": "hand"}
ANGLES = frozenset(name for name, _ in angles(Pose()))
PLACES = frozenset(
    {
        *(f"pelvis.{axis}_m" for axis in "xyz"),
        *(
            f"{side}_{end}.{axis}"
            for side in SIDES
            for end in ("foot", "hand")
            for axis in ("x_m", "out_m", "z_m")
        ),
        *(f"{side}_foot.pitch_deg" for side in SIDES),
    }
)
TOE_M = FOOT_M - HEEL_BACK_M - RADII_M["toe"]
HEEL_M = RADII_M["heel"] - HEEL_BACK_M - 0.015


@dataclass(frozen=True)
class Stance:
    """A pose and where its joints are."""

    pose: Pose | FootPose
    skeleton: Skeleton


def spelled_out(pose: Numbers) -> dict[str, float]:
    """The numbers of one frame with both sides named; refuses names that nothing has."""
    full = {name: value for key, value in pose.items() for name in names_of(key)}
    refuse(full.keys() - ANGLES - PLACES)
    return full


def refuse(unknown: Collection[str]) -> None:
    if unknown:
        raise ValueError(f"expected joint angles and places; {', '.join(sorted(unknown))} came")


def names_of(key: str) -> Iterator[str]:
    part, _, what = key.partition(".")
    if part in BOTH:
        yield from (f"{side}_{BOTH[part]}.{what}" for side in SIDES)
    else:
        yield key


def numbers_of(motion: MotionRecord) -> tuple[Numbers, ...]:
    """The numbers of every frame in full: all angles, and each place that any frame names."""
    if motion.view in FOOT_VIEWS:
        return tuple(foot_numbers(frame.pose) for frame in motion.frames)
    frames = [spelled_out(frame.pose) for frame in motion.frames]
    known: dict[str, float] = {}
    for frame in frames:
        known.update({name: frame[name] for name in frame.keys() & PLACES if name not in known})
    told = []
    for frame in frames:
        known |= {name: frame[name] for name in frame.keys() & PLACES}
        told.append({**dict.fromkeys(ANGLES, 0.0), **frame, **known})
    return tuple(told)


def foot_numbers(pose: Numbers) -> Numbers:
    """All angles of a foot alone; refuses names that it lacks."""
    refuse(pose.keys() - foot.LIMITS_DEG.keys())
    return {**dict.fromkeys(foot.LIMITS_DEG, 0.0), **pose}


def mixed(start: Numbers, end: Numbers, part_frac: float) -> Numbers:
    """The numbers that far on the way from one frame to another."""
    return {name: start[name] + (end[name] - start[name]) * part_frac for name in start}


def stand(numbers: Numbers, resting_on: Sequence[str], height_m: float) -> Stance:
    """The body where it rests, its feet and hands at their places."""
    pose = levelled_feet(pose_of(numbers), numbers)
    loose = joints_of(pose)
    shift = where_it_rests(loose, numbers, resting_on, height_m)
    body = shifted(loose, shift)
    for side in SIDES:
        pose = with_leg(pose, body, numbers, side)
        pose = with_arm(pose, body, numbers, side)
    return Stance(pose, Skeleton(shifted(joints_of(pose), shift)))


def stand_foot(numbers: Numbers) -> Stance:
    """A foot alone, on the ground."""
    pose = FootPose(**numbers)
    return Stance(pose, place_foot(pose))


def pose_of(numbers: Numbers) -> Pose:
    def limb(name: str) -> dict[str, float]:
        return {
            key.partition(".")[2]: value
            for key, value in numbers.items()
            if key in ANGLES and key.startswith(f"{name}.")
        }

    whole = {key: value for key, value in numbers.items() if key in ANGLES and "." not in key}
    return Pose(
        Leg(**limb("right_leg")),
        Leg(**limb("left_leg")),
        Arm(**limb("right_arm")),
        Arm(**limb("left_arm")),
        **whole,
    )


def joints_of(pose: Pose) -> dict[str, Vector]:
    return {**trunk(pose), **legs(pose), **arms(pose)}


def levelled_feet(pose: Pose, numbers: Numbers) -> Pose:
    for side in SIDES:
        pitch_deg = numbers.get(f"{side}_foot.pitch_deg")
        if pitch_deg is not None and place_of(numbers, f"{side}_foot", side, 0.0) is None:
            flat = levelled(leg_of(pose, side), pelvis_turn(pose), side, pitch_deg)
            pose = with_limb(pose, flat, side)
    return pose


def where_it_rests(
    joints: Mapping[str, Vector], numbers: Numbers, resting_on: Sequence[str], height_m: float
) -> Vector:
    """By how much the loose body moves to lie, stand or hang where it belongs."""
    if "pelvis.z_m" in numbers:
        return tuple(numbers.get(f"pelvis.{axis}_m", 0.0) for axis in "xyz")  # type: ignore[return-value]  # three axes
    carried = resting_on or tuple(joints)
    lift_m = height_m - min(joints[name][2] - radius_m(name) for name in carried)
    x, y, _ = joints[resting_on[0]] if resting_on else (0.0, 0.0, 0.0)
    return -x, -y, lift_m


def shifted(joints: Mapping[str, Vector], by: Vector) -> dict[str, Vector]:
    return {name: (x + by[0], y + by[1], z + by[2]) for name, (x, y, z) in joints.items()}


def with_leg(pose: Pose, body: Mapping[str, Vector], numbers: Numbers, side: str) -> Pose:
    place = place_of(numbers, f"{side}_foot", side, HALF_HIPS_M)
    if place is None:
        return pose
    pitch_deg = numbers.get(f"{side}_foot.pitch_deg", 0.0)
    ball = place[0] + (TOE_M if pitch_deg >= 0 else HEEL_M), place[1], place[2]
    found = planted(leg_of(pose, side), body[f"hip_{side}"], pose, side, ball, pitch_deg)
    return with_limb(pose, found, side)


def with_arm(pose: Pose, body: Mapping[str, Vector], numbers: Numbers, side: str) -> Pose:
    place = place_of(numbers, f"{side}_hand", side, HALF_SHOULDERS_M)
    if place is None:
        return pose
    held = pose.right_arm if side == "right" else pose.left_arm
    return with_limb(pose, reached(held, body[f"shoulder_{side}"], pose, side, place), side)


def place_of(numbers: Numbers, end: str, side: str, out_m: float) -> Vector | None:
    """Where a foot or a hand belongs; None when its limb goes by its angles."""
    if f"{end}.x_m" not in numbers and f"{end}.z_m" not in numbers:
        return None
    across = out(side) * numbers.get(f"{end}.out_m", out_m)
    return numbers.get(f"{end}.x_m", 0.0), across, numbers.get(f"{end}.z_m", 0.0)


def leg_of(pose: Pose, side: str) -> Leg:
    return pose.right_leg if side == "right" else pose.left_leg


def with_limb(pose: Pose, limb: Leg | Arm, side: str) -> Pose:
    if isinstance(limb, Leg):
        return replace(pose, **{f"{side}_leg": limb})  # type: ignore[arg-type]  # a leg for a leg
    return replace(pose, **{f"{side}_arm": limb})  # type: ignore[arg-type]  # an arm for an arm
