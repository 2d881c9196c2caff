"""What stands around the figure, in line only; x ahead of the figure and z up, in metres."""

from collections.abc import Sequence

from midstance.web.components.self_test.scene import Line, ring

TREAD_M = 0.24


def outline(*points: tuple[float, float]) -> Line:
    return Line(tuple((x, 0.0, z) for x, z in points))


def chair(x_m: float, seat_z_m: float) -> tuple[Line, ...]:
    """Its seat below the pelvis at x, its back behind."""
    back, front = x_m - 0.2, x_m + 0.26
    return (
        outline((back - 0.05, seat_z_m + 0.42), (back, seat_z_m), (front, seat_z_m)),
        outline((back, seat_z_m), (back - 0.03, 0)),
        outline((front - 0.03, seat_z_m), (front, 0)),
    )


def table(edge_x_m: float, top_z_m: float) -> tuple[Line, ...]:
    return (
        outline((edge_x_m, top_z_m), (edge_x_m + 0.26, top_z_m)),
        outline((edge_x_m + 0.2, top_z_m), (edge_x_m + 0.2, 0)),
    )


def post(x_m: float, top_z_m: float) -> tuple[Line, ...]:
    """The end of a rail."""
    return (
        outline((x_m - 0.06, top_z_m), (x_m + 0.1, top_z_m)),
        outline((x_m + 0.04, top_z_m), (x_m + 0.04, 0)),
    )


def step(edge_x_m: float, top_z_m: float) -> Line:
    back = edge_x_m - 0.48
    return outline((back, 0), (back, top_z_m), (edge_x_m, top_z_m), (edge_x_m, 0))


def step_from_front(foot_y_m: float, top_z_m: float) -> Line:
    left, right = foot_y_m - 0.26, foot_y_m + 0.07
    corners = ((left, 0.0), (left, top_z_m), (right, top_z_m), (right, 0.0))
    return Line(tuple((0.0, y, z) for y, z in corners))


def stairs(treads: Sequence[tuple[float, float]]) -> Line:
    """Steps by where each begins and how high it is, from left to right."""
    points = [(treads[0][0], 0.0)]
    for x, z in treads:
        points += [(x, points[-1][1]), (x, z)]
    return outline(*points, (points[-1][0] + TREAD_M, points[-1][1]))


def handrail(x_m: float, z_m: float, slope: float) -> Line:
    start, end = -0.34, 0.14
    return outline((x_m + start, z_m + slope * start), (x_m + end, z_m + slope * end))


def stopwatch(x_m: float, z_m: float) -> tuple[Line, ...]:
    """Two of twelve."""
    middle = (x_m, 0.0, z_m)
    return (
        Line(ring(middle, 0.15)),
        outline((x_m, z_m + 0.15), (x_m, z_m + 0.2)),
        outline((x_m - 0.04, z_m + 0.2), (x_m + 0.04, z_m + 0.2)),
        outline((x_m, z_m + 0.11), (x_m, z_m), (x_m + 0.09, z_m + 0.05)),
    )
