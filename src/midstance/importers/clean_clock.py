"""Repairs of the clock: order, repeats, wild dates, breaks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.signal.distance import LONGEST_STEP_S
from midstance.core.signal.filter import find_rising
from midstance.core.signal.gaps import clip_intervals, find_gaps, merge_intervals
from midstance.importers.activity import Note

DAY_S = 86_400.0
LONGEST_GAP_S = DAY_S
LONGEST_RUN_S = 7 * DAY_S
FIRST_SET_CLOCK_S = 1_041_379_200.0  # 2003-01-01; watches fall back to 1989 to 2002
WIDEST_OFFSET_S = 14 * 3600
OFFSET_STEP_S = 900
OFFSET_SLACK_S = 90
RUNNING_IN_PAUSE_MPS = 1.5
RUNNING_IN_PAUSE_S = 30.0


@dataclass(frozen=True)
class Records:
    """Times (n,) [s since 1970-01-01 UTC] and columns (n,) on them, with what was repaired."""

    time_s: FloatArray
    columns: Mapping[str, FloatArray]
    notes: tuple[Note, ...] = ()

    def kept(self, keep: BoolArray, kind: str) -> "Records":
        """Keep some of the records and note how many were not."""
        lost = int(keep.size - np.count_nonzero(keep))
        if lost == 0:
            return self
        columns = {name: values[keep] for name, values in self.columns.items()}
        return Records(self.time_s[keep], columns, (*self.notes, Note(kind, lost)))


def order_records(records: Records) -> Records:
    """Make the times strictly rise and lie together."""
    records = records.kept(np.isfinite(records.time_s), "times_missing")
    if not np.all(np.diff(records.time_s) > 0):
        records = records.kept(find_rising(records.time_s), "times_backwards")
        records = _merge_repeats(records)
    if records.time_s.size == 0 or records.time_s[-1] - records.time_s[0] < LONGEST_GAP_S:
        return records
    records = records.kept(_find_largest_cluster(records.time_s), "times_far_away")
    return records.kept(records.time_s - records.time_s[0] <= LONGEST_RUN_S, "recording_too_long")


def _merge_repeats(records: Records) -> Records:
    opens = np.concatenate(([True], np.diff(records.time_s) > 0))
    repeats = int(opens.size - np.count_nonzero(opens))
    if repeats == 0:
        return records
    starts = np.flatnonzero(opens)
    columns = {name: _last_known(values, starts) for name, values in records.columns.items()}
    notes = (*records.notes, Note("times_repeated", repeats))
    return Records(records.time_s[starts], columns, notes)


def _last_known(values: FloatArray, starts: IntArray) -> FloatArray:
    index = np.where(np.isfinite(values), np.arange(values.size), -1)
    last = np.maximum.reduceat(index, starts)
    return np.where(last >= 0, values[last], np.nan)


def _find_largest_cluster(time_s: FloatArray) -> BoolArray:
    cluster = np.concatenate(([0], np.cumsum(np.diff(time_s) > LONGEST_GAP_S)))
    return np.asarray(cluster == np.argmax(np.bincount(cluster)))


def check_clock(start_s: float) -> tuple[Note, ...]:
    """Note a date from before any watch of this kind."""
    if start_s >= FIRST_SET_CLOCK_S:
        return ()
    year = int(np.datetime64(int(start_s), "s").astype("datetime64[Y]").astype(int)) + 1970
    return (Note("clock_not_set", 1, amounts={"year": year}),)


def check_offset(offset_s: float | None) -> tuple[float | None, tuple[Note, ...]]:
    """Round a time zone to its quarter of an hour, or refuse it."""
    if offset_s is None:
        return None, ()
    if np.isfinite(offset_s) and abs(offset_s) <= WIDEST_OFFSET_S + OFFSET_SLACK_S:
        rounded_s = round(offset_s / OFFSET_STEP_S) * float(OFFSET_STEP_S)
        if abs(rounded_s - offset_s) <= OFFSET_SLACK_S:
            return rounded_s, ()
    amounts = {"offset_s": offset_s} if np.isfinite(offset_s) else {}
    return None, (Note("offset_not_believed", 1, amounts=amounts),)


def find_breaks(
    time_s: FloatArray, pauses_s: FloatArray, distance_m: FloatArray | None
) -> tuple[FloatArray, tuple[Note, ...]]:
    """Unite the timer's pauses that can be believed with the gaps in the recording.

    Parameters
    ----------
    time_s : (n,) strictly increasing, from 0 [s].
    pauses_s : (k, 2) on the same clock [s].
    distance_m : (n,) [m] or None.

    Returns
    -------
    (m, 2) breaks, and the notes.
    """
    notes: list[Note] = []
    end_s = float(time_s[-1])
    inside_s = clip_intervals(pauses_s, 0.0, end_s)
    if inside_s.shape[0] and distance_m is not None:
        believed = ~_find_running(time_s, inside_s, distance_m)
        if not believed.all():
            notes.append(Note("pauses_while_moving", int(np.count_nonzero(~believed))))
            inside_s = inside_s[believed]
    gaps_s = find_gaps(time_s, LONGEST_STEP_S)
    breaks_s = merge_intervals(np.concatenate((inside_s, gaps_s)))
    unexplained_s = _sum(breaks_s) - _sum(merge_intervals(inside_s))
    if unexplained_s > LONGEST_STEP_S:
        notes.append(Note("gaps", int(gaps_s.shape[0]), amounts={"lasted_s": unexplained_s}))
    return breaks_s, tuple(notes)


def _sum(intervals_s: FloatArray) -> float:
    return float((intervals_s[:, 1] - intervals_s[:, 0]).sum())


def _find_running(time_s: FloatArray, pauses_s: FloatArray, distance_m: FloatArray) -> BoolArray:
    first = np.searchsorted(time_s, pauses_s[:, 0], side="left")
    last = np.maximum(np.searchsorted(time_s, pauses_s[:, 1], side="right") - 1, first)
    first, last = np.minimum(first, time_s.size - 1), np.minimum(last, time_s.size - 1)
    spent_s = time_s[last] - time_s[first]
    gained_m = distance_m[last] - distance_m[first]
    dense = (last - first) * LONGEST_STEP_S >= spent_s
    running = gained_m > RUNNING_IN_PAUSE_MPS * spent_s
    return np.asarray(dense & running & (spent_s >= RUNNING_IN_PAUSE_S))
