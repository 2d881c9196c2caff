"""Heart beats that a strap kept to itself and handed over at the end, as in swimming."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.importers.activity import Note
from midstance.importers.fit.columns import Columns, Messages
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME

LONGEST_AGE_S = 5.0


@dataclass(frozen=True, eq=False)
class Beats:
    """(n,) time of each beat on the clock of the timestamps [s], rising, and (n,) heart rate."""

    stamp_s: FloatArray
    heart_rate_bpm: FloatArray


NO_BEATS = Beats(np.empty(0), np.empty(0))


def read_beats(messages: Messages | None) -> Beats:
    """Place the strap's clock by the messages that carry both clocks."""
    if messages is None:
        return NO_BEATS
    count = len(messages)
    columns: Columns = dict(messages.columns)
    if "event_timestamp" not in columns or "filtered_bpm" not in columns:
        return NO_BEATS
    strap_s = columns["event_timestamp"].reshape(count, -1)
    rates = columns["filtered_bpm"].reshape(count, -1)
    width = min(strap_s.shape[1], rates.shape[1])
    offset_s = _find_offset(messages, strap_s[:, 0])
    stamps = (strap_s[:, :width] + offset_s[:, None]).ravel()
    values = rates[:, :width].ravel()
    good = np.isfinite(stamps) & np.isfinite(values) & (values > 0)
    return join_beats([Beats(stamps[good], values[good])])


def join_beats(each: Sequence[Beats]) -> Beats:
    """Beats of several straps or files on one clock."""
    stamps = np.concatenate([NO_BEATS.stamp_s, *(beats.stamp_s for beats in each)])
    rates = np.concatenate([NO_BEATS.heart_rate_bpm, *(beats.heart_rate_bpm for beats in each)])
    order = np.argsort(stamps, kind="stable")
    return Beats(stamps[order], rates[order])


def _find_offset(messages: Messages, strap_s: FloatArray) -> FloatArray:
    """(n,) timestamp minus strap clock [s], from the latest message that tells both."""
    stamps = messages.numbers("timestamp")
    if stamps is None:
        return np.full(len(messages), np.nan)
    fraction_s = messages.numbers("fractional_timestamp")
    known = stamps - strap_s + (0 if fraction_s is None else np.nan_to_num(fraction_s))
    anchors = np.flatnonzero(np.isfinite(known))
    if not anchors.size:
        return np.full(len(messages), np.nan)
    latest = np.searchsorted(anchors, np.arange(len(messages)), side="right") - 1
    offset_s: FloatArray = known[anchors[np.maximum(latest, 0)]]
    return offset_s


def fill_heart_rate(
    time_s: FloatArray, columns: dict[str, FloatArray], beats: Beats, shift_s: float
) -> tuple[Note, ...]:
    """Give records without a heart rate the latest beat of the strap."""
    if not beats.stamp_s.size or not time_s.size:
        return ()
    uptime = beats.stamp_s < FIRST_ABSOLUTE_TIME
    beat_s = np.where(uptime, beats.stamp_s + shift_s, beats.stamp_s)
    latest = np.searchsorted(beat_s, time_s, side="right") - 1
    found = np.maximum(latest, 0)
    fresh = (latest >= 0) & (time_s - beat_s[found] <= LONGEST_AGE_S)
    own = columns.get("heart_rate_bpm", np.full(time_s.size, np.nan))
    filled = fresh & np.isnan(own)
    if not filled.any():
        return ()
    columns["heart_rate_bpm"] = np.where(filled, beats.heart_rate_bpm[found], own)
    return (Note("heart_rate_merged", int(np.count_nonzero(filled))),)
