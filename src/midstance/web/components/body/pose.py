"""A pose as joint angles, with the range that a healthy body has.

All angles are in degrees and 0 is upright standing with hanging arms. Flexion, abduction and
outward rotation are positive; the spine and the neck bend forward positively, and to the right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, TypeVar

from midstance.core.base.errors import InvalidValueError

Joints = TypeVar("Joints", "Leg", "Arm", "Pose")

# Norkin and White, Measurement of Joint Motion (5th ed.), adult ranges, rounded up to what a supple
# runner reaches; the pelvis may be turned as the body lies or leans.
LIMITS_DEG: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "hip_flexion_deg": (-30, 135),
        "hip_abduction_deg": (-30, 60),
        "hip_rotation_deg": (-45, 60),
        "knee_flexion_deg": (-10, 155),
        "ankle_dorsiflexion_deg": (-60, 45),
        "shoulder_flexion_deg": (-60, 180),
        "shoulder_abduction_deg": (-40, 180),
        "elbow_flexion_deg": (-5, 150),
        "pelvis_pitch_deg": (-180, 180),
        "pelvis_roll_deg": (-90, 90),
        "spine_flexion_deg": (-30, 80),
        "spine_side_deg": (-40, 40),
        "neck_flexion_deg": (-60, 60),
    }
)


@dataclass(frozen=True)
class Leg:
    """The joints of one leg."""

    hip_flexion_deg: float = 0
    hip_abduction_deg: float = 0
    hip_rotation_deg: float = 0
    knee_flexion_deg: float = 0
    ankle_dorsiflexion_deg: float = 0


@dataclass(frozen=True)
class Arm:
    """The joints of one arm."""

    shoulder_flexion_deg: float = 0
    shoulder_abduction_deg: float = 0
    elbow_flexion_deg: float = 0


@dataclass(frozen=True)
class Pose:
    """The whole body.

    Parameters
    ----------
    pelvis_pitch_deg : forward lean of pelvis and trunk; -90 lies on the back.
    pelvis_roll_deg : the right side of the pelvis is that much lower.
    """

    right_leg: Leg = field(default_factory=Leg)
    left_leg: Leg = field(default_factory=Leg)
    right_arm: Arm = field(default_factory=Arm)
    left_arm: Arm = field(default_factory=Arm)
    pelvis_pitch_deg: float = 0
    pelvis_roll_deg: float = 0
    spine_flexion_deg: float = 0
    spine_side_deg: float = 0
    neck_flexion_deg: float = 0

    def __post_init__(self) -> None:
        for name, angle_deg in angles(self):
            low, high = LIMITS_DEG[name.rpartition(".")[2]]
            if not low <= angle_deg <= high:
                raise InvalidValueError(
                    f"{name} is {angle_deg:g}°: expected {low:g} to {high:g}, "
                    "which is as far as the joint goes."
                )


def angles(pose: Pose | Leg | Arm, within: str = "") -> Iterator[tuple[str, float]]:
    """Every angle of a pose with its name, as in `right_leg.knee_flexion_deg`."""
    for each in fields(pose):
        value = getattr(pose, each.name)
        if isinstance(value, Leg | Arm):
            yield from angles(value, f"{each.name}.")
        else:
            yield within + each.name, value


def mirrored(pose: Pose) -> Pose:
    """Left for right."""
    return replace(
        pose,
        right_leg=pose.left_leg,
        left_leg=pose.right_leg,
        right_arm=pose.left_arm,
        left_arm=pose.right_arm,
        pelvis_roll_deg=-pose.pelvis_roll_deg,
        spine_side_deg=-pose.spine_side_deg,
    )


def blend(start: Joints, end: Joints, part_frac: float) -> Joints:
    """The pose that far on the way from one to the other; every joint turns evenly."""
    turned: dict[str, Any] = {
        each.name: between(getattr(start, each.name), getattr(end, each.name), part_frac)
        for each in fields(start)
    }
    return replace(start, **turned)


def between(start: Leg | Arm | float, end: Leg | Arm | float, part_frac: float) -> object:
    if isinstance(start, Leg) and isinstance(end, Leg):
        return blend(start, end, part_frac)
    if isinstance(start, Arm) and isinstance(end, Arm):
        return blend(start, end, part_frac)
    if isinstance(start, int | float) and isinstance(end, int | float):
        return start + (end - start) * part_frac
    raise TypeError(f"expected two legs, two arms or two angles; {start!r} and {end!r} came")
