"""What stands around an exercising figure or is held by it, in line only.

Each drawing takes the numbers of its record, in metres, and the joints of the body at that moment,
so that a band or a weight goes where the hand goes. x is ahead of the figure, z up, y to its left.
"""

from collections.abc import Callable, Mapping, Sequence
from math import copysign, dist, radians, tan

from midstance.knowledge.records_motion import MotionProp
from midstance.web.components.body.skeleton import Skeleton, Vector
from midstance.web.components.self_test import props as shared
from midstance.web.components.self_test.props import outline
from midstance.web.components.self_test.scene import Line, ring

At = Mapping[str, float]
Joints = Sequence[Vector]
WALL_M, WALL_TOP_M, MAT_M, ARROW_M, RAIL_M = 0.06, 1.9, 0.025, 0.06, 0.22


def lines_of(prop: MotionProp, body: Skeleton) -> tuple[Line, ...]:
    """A prop around a body."""
    if prop.id not in PROPS:
        raise ValueError(f"no prop is called {prop.id}: expected one of {', '.join(PROPS)}")
    return PROPS[prop.id](prop.at, [body.joints[name] for name in prop.joints])


def chair(at: At, _: Joints) -> tuple[Line, ...]:
    """`x_m` of who sits on it, `z_m` of its seat."""
    return shared.chair(at["x_m"], at["z_m"])


def wall(at: At, _: Joints) -> tuple[Line, ...]:
    """`x_m` of its face; negative = behind the figure."""
    x = at["x_m"]
    far = x + (WALL_M if x > 0 else -WALL_M)
    return (outline((x, 0), (x, WALL_TOP_M), (far, WALL_TOP_M), (far, 0)),)


def table(at: At, _: Joints) -> tuple[Line, ...]:
    return shared.table(at["x_m"], at["z_m"])


def block(at: At, _: Joints) -> tuple[Line, ...]:
    """A step or a box from `x_m` to `to_x_m`, as high as `z_m`."""
    return (
        outline(
            (at["x_m"], 0), (at["x_m"], at["z_m"]), (at["to_x_m"], at["z_m"]), (at["to_x_m"], 0)
        ),
    )


def block_across(at: At, _: Joints) -> tuple[Line, ...]:
    """A step seen from the front, from `y_m` to `to_y_m`."""
    corners = (
        (at["y_m"], 0.0),
        (at["y_m"], at["z_m"]),
        (at["to_y_m"], at["z_m"]),
        (at["to_y_m"], 0.0),
    )
    return (Line(tuple((at.get("x_m", 0.0), y, z) for y, z in corners)),)


def bench(at: At, _: Joints) -> tuple[Line, ...]:
    """Its top from `x_m` to `to_x_m` at `z_m`, on two legs."""
    left, right, top = at["x_m"], at["to_x_m"], at["z_m"]
    return (
        outline((left, top), (right, top), (right, top - 0.06), (left, top - 0.06), (left, top)),
        outline((left + 0.06, top - 0.06), (left + 0.06, 0)),
        outline((right - 0.06, top - 0.06), (right - 0.06, 0)),
    )


def bench_across(at: At, _: Joints) -> tuple[Line, ...]:
    """A bench seen along its end."""
    left, right, top = at["y_m"], at["to_y_m"], at["z_m"]
    paths = (
        ((left, top), (right, top), (right, top - 0.06), (left, top - 0.06), (left, top)),
        ((left + 0.05, top - 0.06), (left + 0.05, 0)),
        ((right - 0.05, top - 0.06), (right - 0.05, 0)),
    )
    return tuple(Line(tuple((0.0, y, z) for y, z in path)) for path in paths)


def board(at: At, _: Joints) -> tuple[Line, ...]:
    """A sloping board from its low end `x_m` to its high end `to_x_m`, `slope_deg` steep."""
    top = abs(at["to_x_m"] - at["x_m"]) * tan(radians(at["slope_deg"]))
    return (outline((at["x_m"], 0), (at["to_x_m"], top), (at["to_x_m"], 0)),)


def mat(at: At, _: Joints) -> tuple[Line, ...]:
    left, right = at["x_m"], at["to_x_m"]
    return (outline((left, 0), (left, -MAT_M), (right, -MAT_M), (right, 0)),)


def ground(at: At, _: Joints) -> tuple[Line, ...]:
    """A mat seen from above: from `x_m` to `to_x_m` and from `y_m` to `to_y_m`."""
    (left, right), (low, high) = (at["y_m"], at["to_y_m"]), (at["x_m"], at["to_x_m"])
    corners = (low, left), (low, right), (high, right), (high, left), (low, left)
    return (Line(tuple((x, y, 0.0) for x, y in corners)),)


def tilt(at: At, joints: Joints) -> tuple[Line, ...]:
    """A straight line through two joints, as long as `past_m` past each."""
    one, other = joints
    part = at["past_m"] / dist(one, other)
    before, after = (
        tuple(a + part * (a - b) for a, b in zip(first, second, strict=True))
        for first, second in ((one, other), (other, one))
    )
    return (Line((before, after), "hold"),)  # type: ignore[arg-type] # three axes


def mat_across(at: At, _: Joints) -> tuple[Line, ...]:
    corners = (at["y_m"], 0.0), (at["y_m"], -MAT_M), (at["to_y_m"], -MAT_M), (at["to_y_m"], 0.0)
    return (Line(tuple((0.0, y, z) for y, z in corners)),)


def post(at: At, _: Joints) -> tuple[Line, ...]:
    """Something fixed at `x_m` and `y_m` that a band is tied to, as high as `z_m`."""
    x, y, top = at["x_m"], at.get("y_m", 0.0), at["z_m"]
    return (Line(((x, y, 0.0), (x, y, top))),)


def band(at: At, joints: Joints) -> tuple[Line, ...]:
    """From one joint to the next; from a fixed place, if one is given, to the first.

    With `past_x_m` it runs so much past the last one, as around the back of a knee.
    """
    fixed = ((at["x_m"], at.get("y_m", 0.0), at["z_m"]),) if "x_m" in at else ()
    x, y, z = joints[-1]
    end = x + at.get("past_x_m", 0.0), y, z
    return (Line((*fixed, *joints[:-1], end), "band"),)


def weight(at: At, joints: Joints) -> tuple[Line, ...]:
    """A round weight in the middle of what holds it; `below_m` = hangs that much lower."""
    x, y, z = (sum(axis) / len(joints) for axis in zip(*joints, strict=True))
    middle = x, y, z - at.get("below_m", 0.0)
    return (Line(ring(middle, at.get("radius_m", 0.085), 24), "weight"),)


def weight_across(at: At, joints: Joints) -> tuple[Line, ...]:
    """The same, seen from the front."""
    x, y, z = (sum(axis) / len(joints) for axis in zip(*joints, strict=True))
    flat = ring((y, 0, z - at.get("below_m", 0.0)), at.get("radius_m", 0.085), 24)
    return (Line(tuple((x, across, up) for across, _, up in flat), "weight"),)


def roll(at: At, _: Joints) -> tuple[Line, ...]:
    """A rolled towel or a foam roller seen from its end."""
    middle = at["x_m"], at.get("y_m", 0.0), at["z_m"]
    return (Line(ring(middle, at["radius_m"], 24)),)


def arrow(at: At, _: Joints) -> tuple[Line, ...]:
    """The way that the figure goes, from `x_m` to `to_x_m`."""
    start, end, z = at["x_m"], at["to_x_m"], at["z_m"]
    back = (start - end) / abs(start - end) * ARROW_M
    wings = (end + back, z + ARROW_M), (end, z), (end + back, z - ARROW_M)
    return (outline((start, z), (end, z), *wings),)


def push(at: At, joints: Joints) -> tuple[Line, ...]:
    """An arrow beside a joint: from `x_m` and `z_m` away from it, `long_m` down; negative = up."""
    x, y, z = joints[0]
    start, end = (x + at["x_m"], y, z + at["z_m"]), (x + at["x_m"], y, z + at["z_m"] - at["long_m"])
    back_m = copysign(ARROW_M, at["long_m"])
    wings = [(end[0] + aside, y, end[2] + back_m) for aside in (ARROW_M, -ARROW_M)]
    return (Line((start, end, wings[0], end, wings[1]), "mark"),)


def barbell(at: At, joints: Joints) -> tuple[Line, ...]:
    """A large plate on the shoulders, seen from its end."""
    x, y, z = (sum(axis) / len(joints) for axis in zip(*joints, strict=True))
    middle = x + at.get("x_m", 0.0), y, z + at.get("z_m", 0.0)
    return Line(ring(middle, 0.17, 32), "plate"), Line(ring(middle, 0.03, 16), "weight")


def knee_extension_machine(at: At, joints: Joints) -> tuple[Line, ...]:
    """Seat and back below who sits at `x_m`, an arm from the knee to a roller at the ankle."""
    knee, ankle = joints
    x, seat = at["x_m"], at["z_m"]
    pad = ankle[0] + at["pad_x_m"], ankle[1], ankle[2] + at["pad_z_m"]
    return (
        outline((x - 0.3, seat + 0.55), (x - 0.16, seat), (x + 0.32, seat)),
        outline((x + 0.1, seat), (x + 0.1, 0)),
        outline((x - 0.2, 0), (x + 0.35, 0)),
        Line((knee, pad), "band"),
        Line(ring(pad, 0.05, 20), "weight"),
    )


def leg_press_machine(at: At, joints: Joints) -> tuple[Line, ...]:
    """A leaning seat behind who sits at `x_m`, and a plate at the soles that slides on a rail."""
    heel, toe = joints
    x, seat = at["x_m"], at["z_m"]
    away = tuple(a - b for a, b in zip(toe, heel, strict=True))
    low = tuple(h - 0.35 * d for h, d in zip(heel, away, strict=True))
    high = tuple(t + 0.45 * d for t, d in zip(toe, away, strict=True))
    push = 0.05
    plate = tuple((p[0] + push, p[1], p[2]) for p in (low, high))
    return (
        outline((x - 0.5, seat + 0.47), (x - 0.13, seat), (x + 0.2, seat)),
        outline((x - 0.1, seat), (x - 0.1, 0)),
        Line((plate[0], (plate[0][0], plate[0][1], RAIL_M))),
        outline((x - 0.1, RAIL_M), (at["to_x_m"], RAIL_M), (at["to_x_m"], 0)),
        Line(plate, "band"),
    )


def chair_back(at: At, _: Joints) -> tuple[Line, ...]:
    """A chair ahead of who holds its back: `x_m` and `z_m` of the top of that back."""
    x, top = at["x_m"], at["z_m"]
    seat = top - 0.42
    return (
        outline((x, top), (x + 0.05, seat), (x + 0.51, seat)),
        outline((x + 0.05, seat), (x + 0.02, 0)),
        outline((x + 0.48, seat), (x + 0.48, 0)),
    )


def slider(_: At, joints: Joints) -> tuple[Line, ...]:
    """A flat disc on the ground below each joint."""
    return tuple(
        Line(((x - 0.1, y, 0.0), (x - 0.1, y, -MAT_M), (x + 0.1, y, -MAT_M), (x + 0.1, y, 0.0)))
        for x, y, _ in joints
    )


def bike(at: At, joints: Joints) -> tuple[Line, ...]:
    """A saddle at `x_m` and `z_m`, a bar at `bar_x_m` and `bar_z_m`, and cranks from their middle
    at `crank_x_m` and `crank_z_m` to the joints.
    """
    x, top = at["x_m"], at["z_m"]
    middle = at["crank_x_m"], 0.0, at["crank_z_m"]
    bar_x, bar_z = at["bar_x_m"], at["bar_z_m"]
    wheel = bar_x + 0.12, 0.0, 0.24
    under = ((each[0], each[1], each[2] - 0.05) for each in joints)
    return (
        outline((x - 0.14, top + 0.01), (x + 0.14, top)),
        outline((x, top), (middle[0], middle[2]), (bar_x, bar_z - 0.25)),
        outline((bar_x + 0.1, bar_z + 0.02), (bar_x - 0.05, bar_z), (wheel[0], wheel[2])),
        outline((x - 0.1, 0), (middle[0], middle[2]), (wheel[0], wheel[2])),
        outline((x - 0.25, 0), (bar_x + 0.35, 0)),
        Line(ring(wheel, 0.22, 28)),
        *(Line((middle, pedal), "band") for pedal in under),
    )


def metronome(at: At, _: Joints) -> tuple[Line, ...]:
    """One that stands at `x_m`, its arm at `z_m`."""
    x, low = at["x_m"], at["z_m"]
    return (
        outline((x - 0.14, low), (x + 0.14, low), (x + 0.05, low + 0.36), (x - 0.05, low + 0.36)),
        outline((x - 0.05, low + 0.36), (x - 0.14, low)),
        Line(((x, 0.0, low + 0.06), (x + 0.16, 0.0, low + 0.38)), "mark"),
    )


PROPS: Mapping[str, Callable[[At, Joints], tuple[Line, ...]]] = {
    drawing.__name__: drawing
    for drawing in (
        chair,
        wall,
        table,
        block,
        block_across,
        bench,
        bench_across,
        board,
        mat,
        mat_across,
        ground,
        tilt,
        post,
        band,
        weight,
        weight_across,
        roll,
        arrow,
        push,
        barbell,
        knee_extension_machine,
        leg_press_machine,
        chair_back,
        slider,
        bike,
        metronome,
    )
}
