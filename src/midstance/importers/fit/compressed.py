"""Compressed timestamp headers: five bits of time, counted on from the last full timestamp."""

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.importers.fit.accumulate import accumulate
from midstance.importers.fit.columns import Columns, place_times
from midstance.importers.fit.header import Span
from midstance.importers.fit.layout import TIMESTAMP_BYTES
from midstance.importers.fit.walk import COMPRESSED, Group, Walk

BITS = 5
LOW = (1 << BITS) - 1
TIMESTAMP_NAME = "timestamp"
NO_TIME = 0xFFFFFFFF


def read_full_times(data: bytes, groups: Iterable[Group]) -> tuple[IntArray, IntArray]:
    """Every full timestamp of a file as it stands there, and where its message starts."""
    offsets, times = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for group in groups:
        at = group.layout.timestamp_at
        if at is None or not group.count:
            continue
        own = group.offsets()
        window = np.ndarray(
            (len(data) - TIMESTAMP_BYTES + 1,), group.layout.order + "u4", data, strides=(1,)
        )
        offsets.append(own)
        times.append(window[own + at].astype(np.int64))
    every, raw = np.concatenate(offsets), np.concatenate(times)
    keep = np.flatnonzero(raw != NO_TIME)
    keep = keep[np.argsort(every[keep], kind="stable")]
    return every[keep], raw[keep]


class CompressedClock:
    """The times of messages with compressed headers, worked out when first asked for."""

    def __init__(self, data: bytes, span: Span) -> None:
        self.data = data
        self.span = span

    def fill(self, offsets: IntArray, columns: Columns) -> None:
        """Give the messages at `offsets` that have such a header their timestamp."""
        headers = np.frombuffer(self.data, dtype=np.uint8)[offsets]
        if headers.size == 0 or headers.max() < COMPRESSED:
            return
        starts, times = self._resolved
        at = np.searchsorted(starts, offsets)
        found = np.append(starts, -1)[at] == offsets
        filled = np.full(offsets.size, np.nan)
        filled[found] = times[at[found]]
        written = columns.get(TIMESTAMP_NAME)
        if written is not None and written.ndim == 1 and written.dtype != object:
            filled = np.where(np.isnan(written), filled, written)
        columns[TIMESTAMP_NAME] = filled

    @cached_property
    def _resolved(self) -> tuple[IntArray, FloatArray]:
        walk = Walk(self.data)  # a time in whatever kind of message moves the clock on
        walk.run(self.span.start, self.span.end)
        groups = list(walk.groups.values())
        full_at, full = read_full_times(self.data, groups)
        octets = np.frombuffer(self.data, dtype=np.uint8)
        none = np.zeros(0, dtype=np.int64)
        every = np.sort(np.concatenate([none, *(group.offsets() for group in groups)]))
        short_at = np.setdiff1d(every[octets[every] >= COMPRESSED], full_at, assume_unique=True)
        short_at = short_at[short_at > full_at[0]] if full_at.size else short_at[:0]
        offsets = np.concatenate((full_at, short_at))
        order = np.argsort(offsets, kind="stable")
        low = np.concatenate((full & LOW, octets[short_at] & LOW)).astype(np.int64)
        known = np.concatenate((full.astype(np.float64), np.full(short_at.size, np.nan)))
        times = place_times(accumulate(low[order], known[order], BITS))
        return offsets[order], times
