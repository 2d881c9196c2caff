"""What each self-test of the knee check looks like: its poses and props, a right knee at work."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from midstance.web.components.body.draw import FRONT, SIDE
from midstance.web.components.body.pose import Arm, Leg, Pose
from midstance.web.components.body.reach import reaching
from midstance.web.components.body.skeleton import Skeleton, place
from midstance.web.components.self_test import props
from midstance.web.components.self_test.scene import Line, Still, ring

ASIDE = SIDE - 14  # a little from the front, so that the far leg is seen
RIGHT, BOTH = frozenset({"right_leg"}), frozenset({"right_leg", "left_leg"})
STEP_M, STAIR_M, ROLL_M = 0.13, 0.17, 0.06
TABLE_X_M, TABLE_Z_M = 0.46, 0.98
SITTING_BACK_DEG = -14
FORWARD = Arm(shoulder_flexion_deg=70, elbow_flexion_deg=30)
ON_HIP = Arm(shoulder_flexion_deg=-28, shoulder_abduction_deg=30, elbow_flexion_deg=75)
ON_THIGH = Arm(shoulder_flexion_deg=28, elbow_flexion_deg=45)
ASTRIDE = Arm(shoulder_abduction_deg=22, elbow_flexion_deg=10)


def leg(hip_deg: float, knee_deg: float, lean_deg: float = 0) -> Leg:
    """A leg whose sole is level."""
    ankle_deg = knee_deg - hip_deg + lean_deg
    return Leg(hip_deg, knee_flexion_deg=knee_deg, ankle_dorsiflexion_deg=ankle_deg)


def double_leg_squat() -> tuple[Still, ...]:
    down = leg(98, 92, 32)
    squat = Pose(down, down, left_arm=FORWARD, pelvis_pitch_deg=32, neck_flexion_deg=-20)
    standing = Pose(leg(4, 4), leg(4, 4))
    return at_table(standing, BOTH), at_table(squat, BOTH, props.chair(-0.42, 0.45))


def single_leg_squat() -> tuple[Still, ...]:
    lean_deg = 18
    up = Pose(leg(4, 4), Leg(8, knee_flexion_deg=50), left_arm=ON_HIP)
    low = Leg(hip_flexion_deg=32, knee_flexion_deg=80)
    down = Pose(leg(55, 54, lean_deg), low, left_arm=ON_HIP, pelvis_pitch_deg=lean_deg)
    return at_table(up, RIGHT), at_table(down, RIGHT)


def at_table(pose: Pose, working: frozenset[str], more: tuple[Line, ...] = ()) -> Still:
    """The near hand on a table; the toes stay where they are."""
    body = moved(place(pose), "toe_right", 0.12)
    holding = reaching(pose, body, "right", TABLE_X_M, TABLE_Z_M)
    body = moved(place(holding), "toe_right", 0.12)
    return Still(body, ASIDE, working, (*more, *props.table(TABLE_X_M - 0.08, TABLE_Z_M - 0.05)))


def step_down() -> tuple[Still, ...]:
    lean_deg = 10
    high = Pose(leg(4, 4), Leg(hip_flexion_deg=24, knee_flexion_deg=4), left_arm=ON_HIP)
    tapping = Leg(hip_flexion_deg=33.5, knee_flexion_deg=4, ankle_dorsiflexion_deg=5)
    low = Pose(leg(52, 75, lean_deg), tapping, left_arm=ON_HIP, pelvis_pitch_deg=lean_deg)
    return on_step(high), on_step(low)


def on_step(pose: Pose) -> Still:
    """The right foot stands at the edge of the step, the near hand holds the rail."""
    edge_m, rail = 0.14, (0.43, 1.1)
    body = moved(place(pose, "right_foot", STEP_M), "toe_right", edge_m)
    holding = reaching(pose, body, "right", *rail)
    body = moved(place(holding, "right_foot", STEP_M), "toe_right", edge_m)
    lines = props.step(edge_m + 0.03, STEP_M), *props.post(rail[0] + 0.02, rail[1] - 0.04)
    return Still(body, ASIDE, RIGHT, lines)


def step_down_form() -> tuple[Still, ...]:
    """From the front: in one line, and with the knee in, the hip dropped, the body leaning."""
    free = Leg(hip_flexion_deg=30, hip_abduction_deg=6, knee_flexion_deg=20)
    straight = Pose(Leg(42, 2, 0, 60, 26), free, ASTRIDE, ASTRIDE, pelvis_pitch_deg=8)
    fallen = Pose(
        Leg(42, -16, -24, 60, 26),
        free,
        ASTRIDE,
        ASTRIDE,
        pelvis_pitch_deg=8,
        pelvis_roll_deg=-9,
        spine_side_deg=18,
    )
    return watched(straight), watched(fallen, shows=True)


def watched(pose: Pose, *, shows: bool = False) -> Still:
    body = place(pose, "right_foot", STEP_M)
    step = props.step_from_front(body.joints["toe_right"][1], STEP_M)
    return Still(body, FRONT, RIGHT, (step, *signs(body)) if shows else (step,))


def signs(body: Skeleton) -> tuple[Line, ...]:
    """The knee goes in, the free side of the hips drops, the body leans."""
    knee_x, knee_y, knee_z = body.joints["knee_right"]
    hip_x, hip_y, hip_z = body.joints["hip_left"]
    head_x, head_y, head_z = body.joints["head"]
    ways = (
        ((knee_x, knee_y - 0.3, knee_z), (knee_x, knee_y - 0.1, knee_z)),
        ((hip_x, hip_y + 0.17, hip_z + 0.1), (hip_x, hip_y + 0.17, hip_z - 0.1)),
        ((head_x, head_y + 0.12, head_z + 0.17), (head_x, head_y - 0.1, head_z + 0.17)),
    )
    return tuple(Line(way, "hold", has_arrow=True) for way in ways)


def resisted_extension() -> tuple[Still, ...]:
    pushing = Leg(hip_flexion_deg=88, hip_abduction_deg=-2, knee_flexion_deg=80)
    holding = Leg(hip_flexion_deg=88, hip_abduction_deg=-14, knee_flexion_deg=66)
    body = lifted(place(Pose(pushing, holding, ON_THIGH, ON_THIGH)), 0.06)
    x, y, z = body.joints["ankle_right"]
    push = Line(((x - 0.32, y, z), (x - 0.1, y, z + 0.03)), "mark", has_arrow=True)
    hold = Line(((x + 0.44, y, z + 0.14), (x + 0.22, y, z + 0.11)), "hold", has_arrow=True)
    return (Still(body, ASIDE, RIGHT, (*seat(body), push, hold)),)


def straight_leg_raise() -> tuple[Still, ...]:
    bent, arm = leg(46.3, 100, -90), Arm(shoulder_flexion_deg=-6)
    flat = Pose(Leg(), bent, arm, arm, pelvis_pitch_deg=-90)
    up = replace(flat, right_leg=Leg(hip_flexion_deg=24))
    return Still(place(flat), ASIDE, RIGHT), Still(place(up), ASIDE, RIGHT)


def full_straightening() -> tuple[Still, ...]:
    return heel_on_roll(97.7, 30), heel_on_roll(81.9, 0, sinks=True)


def heel_on_roll(hip_deg: float, knee_deg: float, *, sinks: bool = False) -> Still:
    """Sitting on the floor with a rolled towel under the heel."""
    behind = Arm(shoulder_flexion_deg=-42)
    sore, other = Leg(hip_deg, knee_flexion_deg=knee_deg), leg(123.4, 100, SITTING_BACK_DEG)
    body = place(Pose(sore, other, behind, behind, pelvis_pitch_deg=SITTING_BACK_DEG))
    x, y, _ = body.joints["heel_right"]
    roll = Line(ring((x - 0.02, y, ROLL_M), ROLL_M))
    knee_x, knee_y, knee_z = body.joints["knee_right"]
    sink = Line(
        ((knee_x, knee_y, knee_z + 0.3), (knee_x, knee_y, knee_z + 0.1)), "mark", has_arrow=True
    )
    return Still(body, ASIDE, RIGHT, (roll, sink) if sinks else (roll,))


def sit_pain() -> tuple[Still, ...]:
    bent = leg(90, 104)
    body = place(Pose(bent, bent, ON_THIGH, ON_THIGH))
    x, y, z = body.joints["knee_right"]
    spot = Line(ring((x, y, z), 0.13), "spot")
    return (Still(body, ASIDE, RIGHT, (*seat(body), spot, *props.stopwatch(0.66, 1.15))),)


def stairs_test() -> tuple[Still, ...]:
    up, down = 15, 8
    behind = Leg(hip_flexion_deg=-8, knee_flexion_deg=8, ankle_dorsiflexion_deg=-25)
    ahead = Leg(hip_flexion_deg=28.8, knee_flexion_deg=6, ankle_dorsiflexion_deg=-25)
    loose = Arm(shoulder_flexion_deg=-14, elbow_flexion_deg=25)
    climbing = Pose(leg(59.4, 53.4, up), behind, left_arm=loose, pelvis_pitch_deg=up)
    going_down = Pose(leg(50, 75, down), ahead, left_arm=loose, pelvis_pitch_deg=down)
    return (
        on_stairs(climbing, 0.3, ((-0.5, 0), (-0.32, STAIR_M), (0.02, 2 * STAIR_M)), 1.34),
        on_stairs(going_down, 0.08, ((-0.26, 2 * STAIR_M), (0.1, STAIR_M), (0.46, 0)), 1.14),
    )


def on_stairs(
    pose: Pose, toe_x_m: float, treads: tuple[tuple[float, float], ...], hand_z_m: float
) -> Still:
    """The right foot on the upper stair, the near hand on the rail above the next one."""
    height_m, hand_x = 2 * STAIR_M, toe_x_m + 0.26
    body = moved(place(pose, "right_foot", height_m), "toe_right", toe_x_m)
    holding = reaching(pose, body, "right", hand_x, hand_z_m)
    body = moved(place(holding, "right_foot", height_m), "toe_right", toe_x_m)
    rising = 1 if treads[-1][1] > treads[0][1] else -1
    rail = props.handrail(hand_x, hand_z_m - 0.04, rising * STAIR_M / 0.36)
    return Still(body, ASIDE, RIGHT, (props.stairs(treads), rail))


def seat(body: Skeleton) -> tuple[Line, ...]:
    return props.chair(body.joints["pelvis"][0], body.bottom_m("pelvis", "hip_right", "hip_left"))


def moved(body: Skeleton, joint: str, x_m: float) -> Skeleton:
    """The body carried along until a joint is above that place."""
    by_m = x_m - body.joints[joint][0]
    return Skeleton({name: (x + by_m, y, z) for name, (x, y, z) in body.joints.items()})


def lifted(body: Skeleton, by_m: float) -> Skeleton:
    return Skeleton({name: (x, y, z + by_m) for name, (x, y, z) in body.joints.items()})


DRAWINGS: dict[str, Callable[[], tuple[Still, ...]]] = {
    drawing.__name__: drawing
    for drawing in (
        double_leg_squat,
        single_leg_squat,
        step_down,
        step_down_form,
        resisted_extension,
        straight_leg_raise,
        full_straightening,
        sit_pain,
        stairs_test,
    )
}


@cache
def stills_of(test: str) -> tuple[Still, ...]:
    return DRAWINGS[test]()
