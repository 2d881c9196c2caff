"""Distance along the way: from the device's count, its speed or its positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.signal.gaps import find_gaps, measure_covered, merge_intervals

EARTH_RADIUS_M = 6_371_008.8
LONGEST_STEP_S = 10.0
FASTEST_UNRECORDED_MPS = 8.0  # a break crossed faster than this was ridden
ENOUGH_POSITIONS_FRAC = 0.9


def measure_between(
    from_latitude_deg: FloatArray,
    from_longitude_deg: FloatArray,
    to_latitude_deg: FloatArray,
    to_longitude_deg: FloatArray,
) -> FloatArray:
    r"""Great-circle distance between pairs of positions.

    :math:`d = 2R\arcsin\sqrt{\sin^2(\Delta\varphi/2)
    + \cos\varphi_1\cos\varphi_2\sin^2(\Delta\lambda/2)}`

    Parameters
    ----------
    from_latitude_deg, from_longitude_deg, to_latitude_deg, to_longitude_deg : (n,) [deg];
        NaN gives NaN.

    Returns
    -------
    (n,) [m].

    Notes
    -----
    A sphere with the Earth's mean radius: at most 0.6 % off the ellipsoid.

    Source: R. W. Sinnott, "Virtues of the Haversine", 1984.
    """
    north, south = np.radians(from_latitude_deg), np.radians(to_latitude_deg)
    turn = np.radians(to_longitude_deg - from_longitude_deg)
    across = np.cos(north) * np.cos(south) * np.sin(turn / 2) ** 2
    half_chord = np.sqrt(np.sin((south - north) / 2) ** 2 + across)
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.minimum(half_chord, 1.0)))


def measure_steps(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """Great-circle distance from each position to the next: (n - 1,) [m], empty when n is 0."""
    return measure_between(
        latitude_deg[:-1], longitude_deg[:-1], latitude_deg[1:], longitude_deg[1:]
    )


def add_up_positions(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """Distance covered by each position [m] (n,), NaN where the position is unknown."""
    known = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    distance_m = np.full(latitude_deg.shape, np.nan)
    if known.size:
        steps_m = measure_steps(latitude_deg[known], longitude_deg[known])
        distance_m[known] = np.concatenate(([0.0], np.cumsum(steps_m)))
    return distance_m


DistanceSource = Literal["distance", "positions", "speed", "none"]


def choose_distance_source(channels: Mapping[str, FloatArray]) -> DistanceSource:
    """Choose what tells the distance: the device's count, its positions, else its speed.

    Positions must be known for nine samples in ten to go before the speed: added up they come
    closer to what devices count (docs/science/cleaning.md).
    """
    known = {
        name: np.count_nonzero(np.isfinite(channels[name]))
        for name in ("distance_m", "latitude_deg", "longitude_deg", "speed_mps")
        if name in channels
    }
    if known.get("distance_m", 0) > 1:
        return "distance"
    positions = min(known.get("latitude_deg", 0), known.get("longitude_deg", 0))
    if positions > 1 and positions >= ENOUGH_POSITIONS_FRAC * channels["latitude_deg"].size:
        return "positions"
    if known.get("speed_mps", 0) > 0:
        return "speed"
    return "positions" if positions > 1 else "none"


@dataclass(frozen=True)
class Way:
    """Distance at the edges of rows: all (n + 1,).

    Parameters
    ----------
    distance_m : distance covered by each edge, what was gained inside breaks included.
    active_m : the same without what was gained inside breaks.
    unrecorded_m : what was gained inside breaks, as far as a runner can have run it.
    unknown_s : how much of the time before each edge has no known distance.
    """

    distance_m: FloatArray
    active_m: FloatArray
    unrecorded_m: FloatArray
    unknown_s: FloatArray


def lay_out_way(
    time_s: FloatArray, distance_m: FloatArray, breaks_s: FloatArray, edge_s: FloatArray
) -> Way | None:
    """Spread a cumulative distance over the time in which it was covered.

    Parameters
    ----------
    time_s, distance_m : (n,) samples [s], [m]; distance never falls; NaN is missing.
    breaks_s : (k, 2) sorted and disjoint [s].
    edge_s : (m,) where to read it [s].

    Returns
    -------
    Way, or None with fewer than two known distances.

    Notes
    -----
    Between samples the distance grows evenly over the time outside breaks. Where a break fills
    the whole step, or more was gained than the neighbouring steps' speeds allow, the rest is
    counted at the end of the step and belongs to no second. Known distances more than 10 s
    apart are a break of their own. What was gained inside a break at more than 8 m/s was no run
    (expert judgement: the same speed above which a minute counts as a ride).
    """
    known = np.isfinite(distance_m)
    if np.count_nonzero(known) < 2:
        return None
    if not known.all():
        time_s, distance_m = time_s[known], distance_m[known]
    holes_s = find_gaps(time_s, LONGEST_STEP_S)
    still_s = merge_intervals(np.concatenate((breaks_s, holes_s)))
    still_at = measure_covered(still_s, time_s)
    step_m = np.diff(distance_m)
    still_step_s = np.diff(still_at)
    active_m, jump_m = _split_steps(step_m, np.diff(time_s), still_step_s)
    unrecorded_m = np.where(jump_m <= FASTEST_UNRECORDED_MPS * still_step_s, jump_m, 0.0)
    walked_m = np.concatenate(([0.0], np.cumsum(active_m)))
    active_at = np.interp(edge_s - measure_covered(still_s, edge_s), time_s - still_at, walked_m)
    jump_at = _add_up_jumps(time_s, jump_m, edge_s)
    unrecorded_at = _add_up_jumps(time_s, unrecorded_m, edge_s)
    unknown_s = measure_covered(holes_s, edge_s) + np.minimum(edge_s, time_s[0])
    unknown_s += np.maximum(edge_s - time_s[-1], 0.0)
    return Way(distance_m[0] + active_at + jump_at, active_at, unrecorded_at, unknown_s)


def _add_up_jumps(time_s: FloatArray, jump_m: FloatArray, edge_s: FloatArray) -> FloatArray:
    jumps = np.flatnonzero(jump_m)
    if not jumps.size:
        return np.zeros(edge_s.shape)
    total_m = np.concatenate(([0.0], np.cumsum(jump_m[jumps])))
    return np.asarray(total_m[np.searchsorted(time_s[jumps + 1], edge_s, side="right")])


def _split_steps(
    step_m: FloatArray, step_s: FloatArray, still_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    broken = still_s > 0
    if not broken.any():
        return step_m, np.zeros_like(step_m)
    rate_mps = np.where(broken, 0.0, step_m / step_s)
    beside_mps = np.maximum(np.append(rate_mps[1:], 0.0), np.concatenate(([0.0], rate_mps[:-1])))
    active_m = np.where(broken, np.minimum(step_m, beside_mps * (step_s - still_s)), step_m)
    return active_m, step_m - active_m
