"""A right foot by itself, much larger than the figure has it, to show what its arch and toes do.

Axes as in skeleton.py; the heel stays where it is, 0 is its back. It is seen from its inner side,
where the arch is. Lengths are ours, in proportion to the foot of the figure; the range of the toes
is that of Norkin and White (as in pose.py), that of the arch what can be seen and not more.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import acos, asin, cos, degrees, hypot, radians, sin, sqrt
from types import MappingProxyType

from midstance.core.base.errors import InvalidValueError
from midstance.web.components.body.draw import Part, draw_part
from midstance.web.components.body.skeleton import Skeleton, Vector

LARGER = 6
ARCH, TOES = "arch", "toes"
LIMITS_DEG: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"arch_deg": (0, 20), "big_toe_deg": (0, 70), "toes_deg": (0, 50)}
)

HEEL: Vector = (0.036, 0, 0.034)
TALUS: Vector = (0.066, 0, 0.088)
SHIN_BACK: Vector = (0.036, 0, 0.17)
SHIN_FRONT: Vector = (0.086, 0, 0.17)
NAVICULAR: Vector = (0.112, 0.012, 0.062)
CUBOID: Vector = (0.104, -0.03, 0.026)
BALLS: Mapping[str, Vector] = MappingProxyType(
    {
        "1": (0.188, 0.026, 0.026),
        "2": (0.196, 0.003, 0.021),
        "3": (0.189, -0.016, 0.019),
        "4": (0.178, -0.033, 0.017),
        "5": (0.164, -0.049, 0.016),
    }
)
TOE_LENGTHS_M: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "1": (0.033, 0.025),
        "2": (0.027, 0.022),
        "3": (0.024, 0.02),
        "4": (0.021, 0.018),
        "5": (0.018, 0.015),
    }
)
RADII_M: Mapping[str, float] = MappingProxyType(
    {
        name: radius * LARGER
        for name, radius in {
            "heel": 0.034, "talus": 0.034, "shin": 0.006, "navicular": 0.028, "cuboid": 0.024,
            "ball1": 0.026, "ball2": 0.021, "ball3": 0.019, "ball4": 0.017, "ball5": 0.016,
            "knuckle1": 0.018, "knuckle2": 0.0125, "knuckle3": 0.0115, "knuckle4": 0.011,
            "knuckle5": 0.0105,
            "tip1": 0.0155, "tip2": 0.011, "tip3": 0.0105, "tip4": 0.01, "tip5": 0.0095,
        }.items()
    }
)  # fmt: skip
RIGHT_ANGLE_DEG = 90


@dataclass(frozen=True)
class FootPose:
    """What a foot does, 0 is at rest on the ground.

    Parameters
    ----------
    arch_deg : how much further the arch is bent, the ball of the foot drawn towards the heel.
    big_toe_deg, toes_deg : how far the big toe and the other four are lifted.
    """

    arch_deg: float = 0
    big_toe_deg: float = 0
    toes_deg: float = 0

    def __post_init__(self) -> None:
        for name, (low, high) in LIMITS_DEG.items():
            angle_deg = getattr(self, name)
            if not low <= angle_deg <= high:
                raise InvalidValueError(
                    f"{name} is {angle_deg:g}°: expected {low:g} to {high:g}, "
                    "which is as far as a foot goes."
                )


def place_foot(pose: FootPose) -> Skeleton:
    """The foot on the ground."""
    joints = {
        name: (LARGER * x, LARGER * y, LARGER * z) for name, (x, y, z) in foot_joints(pose).items()
    }
    return Skeleton(joints, RADII_M)


def foot_joints(pose: FootPose) -> dict[str, Vector]:
    """Every joint, as large as a foot is."""
    navicular, drawn_m = bent_arch(pose.arch_deg)
    balls = {toe: (x - drawn_m, y, z) for toe, (x, y, z) in BALLS.items()}
    cuboid = CUBOID[0] - drawn_m / 2, CUBOID[1], CUBOID[2]
    joints = {
        "heel": HEEL,
        "talus": TALUS,
        "shin_back": SHIN_BACK,
        "shin_front": SHIN_FRONT,
        "navicular": navicular,
        "cuboid": cuboid,
    }
    for toe, ball in balls.items():
        joints[f"ball{toe}"] = ball
        joints |= toe_joints(toe, ball, pose.big_toe_deg if toe == "1" else pose.toes_deg)
    return joints


def bent_arch(arch_deg: float) -> tuple[Vector, float]:
    """Where the top of the arch is, and how far the ball of the foot came towards the heel.

    The bones of the arch keep their length, and heel and ball stay on the ground.
    """
    ball = BALLS["1"]
    back_m, front_m = (hypot(NAVICULAR[0] - end[0], NAVICULAR[2] - end[2]) for end in (HEEL, ball))
    rest_m = hypot(ball[0] - HEEL[0], ball[2] - HEEL[2])
    rest_deg = degrees(acos((back_m**2 + front_m**2 - rest_m**2) / (2 * back_m * front_m)))
    bend = radians(rest_deg - arch_deg)
    span_m = sqrt(back_m**2 + front_m**2 - 2 * back_m * front_m * cos(bend))
    drop_m = HEEL[2] - ball[2]
    ahead_m = sqrt(span_m**2 - drop_m**2)
    along_m = (back_m**2 - front_m**2 + span_m**2) / (2 * span_m)
    up_m = sqrt(back_m**2 - along_m**2)
    tilt = asin(drop_m / span_m)
    top = (
        HEEL[0] + along_m * cos(tilt) + up_m * sin(tilt),
        NAVICULAR[1],
        HEEL[2] - along_m * sin(tilt) + up_m * cos(tilt),
    )
    return top, ball[0] - HEEL[0] - ahead_m


def toe_joints(toe: str, ball: Vector, lifted_deg: float) -> dict[str, Vector]:
    """A toe's knuckle and tip; at rest both touch the ground."""
    knuckle_m, tip_m = (RADII_M[f"{part}{toe}"] / LARGER for part in ("knuckle", "tip"))
    first_m, last_m = TOE_LENGTHS_M[toe]
    knuckle = ahead(ball, first_m, lifted_deg - degrees(asin((ball[2] - knuckle_m) / first_m)))
    tip = ahead(knuckle, last_m, lifted_deg - degrees(asin((knuckle_m - tip_m) / last_m)))
    return {f"knuckle{toe}": knuckle, f"tip{toe}": tip}


def ahead(start: Vector, length_m: float, up_deg: float) -> Vector:
    x, y, z = start
    return x + length_m * cos(radians(up_deg)), y, z + length_m * sin(radians(up_deg))


@dataclass(frozen=True)
class FootPart:
    """One rounded piece of the foot; `belongs_to` the arch, the toes or neither."""

    name: str
    belongs_to: str
    joints: tuple[str, ...]
    dot: str = ""
    is_far: bool = False

    def tone(self, working: Collection[str]) -> str:
        if self.belongs_to in working:
            return "working"
        return "far" if self.is_far else "near"


def foot_parts() -> Iterator[FootPart]:
    """All pieces of the foot, that which is farthest from its inner side first."""
    yield FootPart("outer", "", ("heel", "cuboid", "ball2", "ball3", "ball4", "ball5"), is_far=True)
    for toe in "5432":
        yield from toe_parts(toe)
    yield FootPart("shin", "", ("talus", "shin_back", "shin_front"))
    yield FootPart("back", ARCH, ("heel", "talus", "navicular"))
    yield FootPart("front", ARCH, ("talus", "navicular", "ball1"), "talus")
    yield from toe_parts("1", "ball1")


def toe_parts(toe: str, dot: str = "") -> Iterator[FootPart]:
    yield FootPart(f"toe{toe}", TOES, (f"ball{toe}", f"knuckle{toe}"), dot)
    yield FootPart(f"end{toe}", TOES, (f"knuckle{toe}", f"tip{toe}"))


def draw_foot(
    skeleton: Skeleton, eye_deg: float, working: Collection[str] = ()
) -> tuple[Part, ...]:
    """All parts of the foot, the farthest first."""
    return tuple(
        draw_part(skeleton, eye_deg, part.name, "foot", part.joints, part.tone(working), part.dot)
        for part in foot_parts()
    )
