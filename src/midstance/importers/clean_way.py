"""Repairs of the way: distance, speed and positions."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.signal.derivative import estimate_rate
from midstance.core.signal.distance import measure_between, measure_steps
from midstance.core.signal.filter import detect_outliers, find_rising
from midstance.core.signal.gaps import NO_INTERVALS, merge_intervals
from midstance.importers.activity import Note

SPIKE_MPS = 8.0
SPIKE_LONGEST_S = 3.0
SPIKE_ACCELERATION_MPS2 = 4.0
HAMPEL_WIDTH = 7
FASTEST_RUNNER_MPS = 12.5
RIDE_SHORTEST_S = 60.0
FROZEN_MPS = 0.3
FROZEN_SHORTEST_S = 2.0
CAUGHT_UP_FRAC = 1.3
LATE_START_M = 100.0
FEW_FRAC = 0.05
SHORTEST_WAY_M = 200.0


@dataclass(frozen=True)
class Repaired:
    """Values (n,) after a repair, and what it was."""

    values: FloatArray
    notes: tuple[Note, ...] = ()


def mend_distance(time_s: FloatArray, distance_m: FloatArray, *, on_foot: bool) -> Repaired:
    """Make a cumulative distance start near 0, never fall and, on foot, have no spikes."""
    rising = _mend_falls(distance_m)
    rebased = _rebase(time_s, rising.values)
    if not on_foot:
        return Repaired(rebased.values, (*rising.notes, *rebased.notes))
    smooth = _mend_spikes(time_s, rebased.values)
    return Repaired(smooth.values, (*rising.notes, *rebased.notes, *smooth.notes))


def _mend_falls(distance_m: FloatArray) -> Repaired:
    known = np.flatnonzero(np.isfinite(distance_m))
    steps_m = np.diff(distance_m[known])
    if not (steps_m < 0).any():
        return Repaired(distance_m)
    mended_m = distance_m.copy()
    keep = find_rising(distance_m[known])
    lost = int(known.size - np.count_nonzero(keep))
    if lost <= max(FEW_FRAC * known.size, 1):
        mended_m[known[~keep]] = np.nan
        return Repaired(mended_m, (Note("distance_backwards", lost),))
    restarts = np.concatenate(([0.0], np.cumsum(np.maximum(-steps_m, 0.0))))
    mended_m[known] += restarts
    return Repaired(mended_m, (Note("distance_restarted", int(np.count_nonzero(steps_m < 0))),))


def _rebase(time_s: FloatArray, distance_m: FloatArray) -> Repaired:
    known = np.flatnonzero(np.isfinite(distance_m))
    if known.size == 0:
        return Repaired(distance_m)
    first_m = float(distance_m[known[0]])
    if first_m <= LATE_START_M + SPIKE_MPS * float(time_s[known[0]] - time_s[0]):
        return Repaired(distance_m)
    return Repaired(
        distance_m - first_m, (Note("distance_rebased", 1, amounts={"first_m": first_m}),)
    )


def _mend_spikes(time_s: FloatArray, distance_m: FloatArray) -> Repaired:
    known = np.flatnonzero(np.isfinite(distance_m))
    step_s, step_m = np.diff(time_s[known]), np.diff(distance_m[known])
    rate_mps = step_m / step_s
    hidden = np.zeros(known.size, dtype=bool)
    kept_m = step_m.copy()
    caught_up = spikes = 0
    for first, past in _find_stretches(rate_mps > SPIKE_MPS):
        if not _is_spike(rate_mps, step_s, first, past):
            continue
        if frozen := _count_frozen(rate_mps, step_s, first, past):
            hidden[first - frozen + 1 : past] = True
            caught_up += 1
        else:
            kept_m[first:past] = _usual_rate(rate_mps, first, past) * step_s[first:past]
            spikes += 1
    if not spikes and not caught_up:
        return Repaired(distance_m)
    mended_m = np.full(distance_m.shape, np.nan)
    mended_m[known] = distance_m[known[0]] + np.concatenate(([0.0], np.cumsum(kept_m)))
    mended_m[known[hidden]] = np.nan
    removed_m = float((step_m - kept_m).sum())
    notes = (
        Note("speed_spikes", spikes, amounts={"removed_m": removed_m}),
        Note("distance_caught_up", caught_up),
    )
    return Repaired(mended_m, tuple(note for note in notes if note.count))


def _find_stretches(flags: BoolArray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _is_spike(rate_mps: FloatArray, step_s: FloatArray, first: int, past: int) -> bool:
    """Too short for a sprint, and reached or left with more than a runner's acceleration."""
    if float(step_s[first:past].sum()) >= SPIKE_LONGEST_S:
        return False
    before = rate_mps[first - 1] if first else 0.0
    after = rate_mps[past] if past < rate_mps.size else 0.0
    gain = (rate_mps[first] - before) / step_s[first]
    loss = (rate_mps[past - 1] - after) / step_s[past - 1]
    return bool(max(gain, loss) > SPIKE_ACCELERATION_MPS2)


def _usual_rate(rate_mps: FloatArray, first: int, past: int) -> float:
    half = HAMPEL_WIDTH // 2
    around = rate_mps[max(first - half, 0) : past + half]
    around = around[around <= SPIKE_MPS]
    return float(np.median(around)) if around.size else 0.0


def _count_frozen(rate_mps: FloatArray, step_s: FloatArray, first: int, past: int) -> int:
    """Count the standing steps before a jump that the jump makes up for, 0 when it does not."""
    start = first
    while start > 0 and rate_mps[start - 1] < FROZEN_MPS:
        start -= 1
    half = HAMPEL_WIDTH // 2
    around = np.concatenate((rate_mps[max(start - half, 0) : start], rate_mps[past : past + half]))
    around = around[(around >= FROZEN_MPS) & (around <= SPIKE_MPS)]
    if around.size == 0 or float(step_s[start:first].sum()) < FROZEN_SHORTEST_S:
        return 0
    gained_m = float((rate_mps[first:past] * step_s[first:past]).sum())
    expected_m = float(np.median(around)) * float(step_s[start:past].sum())
    return first - start if gained_m <= CAUGHT_UP_FRAC * expected_m else 0


def mend_speed(speed_mps: FloatArray) -> Repaired:
    """Leave out the device's own speed where it is a spike."""
    with np.errstate(invalid="ignore"):
        fast = speed_mps > SPIKE_MPS
    if not fast.any():
        return Repaired(speed_mps)
    wild = fast & detect_outliers(speed_mps, HAMPEL_WIDTH)
    if not wild.any():
        return Repaired(speed_mps)
    mended_mps = np.where(wild, np.nan, speed_mps)
    return Repaired(mended_mps, (Note("speed_spikes", int(np.count_nonzero(wild))),))


def find_rides(time_s: FloatArray, distance_m: FloatArray) -> tuple[FloatArray, tuple[Note, ...]]:
    """Find what is too fast for a runner: anything above 12.5 m/s, or 8 m/s for a minute.

    Parameters
    ----------
    time_s, distance_m : (n,) [s], [m]; NaN is missing.

    Returns
    -------
    (k, 2) intervals [s], and the notes.
    """
    known = np.isfinite(distance_m)
    at_s = time_s[known]
    rate_mps = estimate_rate(at_s, distance_m[known])[1:]
    stretches = [
        (float(at_s[first]), float(at_s[past]))
        for first, past in _find_stretches(rate_mps > SPIKE_MPS)
        if rate_mps[first:past].max() > FASTEST_RUNNER_MPS
        or at_s[past] - at_s[first] >= RIDE_SHORTEST_S
    ]
    if not stretches:
        return NO_INTERVALS, ()
    rides_s = merge_intervals(np.array(stretches))
    lasted_s = rides_s[:, 1] - rides_s[:, 0]
    long = lasted_s >= RIDE_SHORTEST_S
    notes = [
        Note(kind, int(np.count_nonzero(which)), amounts={"lasted_s": float(lasted_s[which].sum())})
        for kind, which in (("too_fast_to_run", long), ("distance_burst", ~long))
        if which.any()
    ]
    return rides_s, tuple(notes)


def find_position_jumps(
    time_s: FloatArray, latitude_deg: FloatArray, longitude_deg: FloatArray
) -> BoolArray:
    """Mark single positions that lie far from both neighbours, which lie near each other.

    Parameters
    ----------
    time_s, latitude_deg, longitude_deg : (n,) [s], [deg]; NaN is missing.

    Returns
    -------
    (n,) True where the position cannot be true.
    """
    jumped = np.zeros(time_s.shape, dtype=bool)
    known = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    at_s, latitude, longitude = time_s[known], latitude_deg[known], longitude_deg[known]
    fast = _may_be_fast(at_s, latitude, longitude)
    if not fast.any():
        return jumped
    rate_mps = measure_steps(latitude, longitude) / np.diff(at_s)
    across_m = measure_between(latitude[:-2], longitude[:-2], latitude[2:], longitude[2:])
    away = (rate_mps[:-1] > FASTEST_RUNNER_MPS) & (rate_mps[1:] > FASTEST_RUNNER_MPS)
    back = across_m / (at_s[2:] - at_s[:-2]) < SPIKE_MPS
    jumped[known[1:-1][away & back]] = True
    return jumped


def _may_be_fast(at_s: FloatArray, latitude: FloatArray, longitude: FloatArray) -> BoolArray:
    """Rule most runs out with no more than differences: one degree is at most 111.7 km."""
    degrees = np.abs(np.diff(latitude)) + np.abs(np.diff(longitude))
    return np.asarray(degrees * 111_700.0 > FASTEST_RUNNER_MPS * np.diff(at_s))
