"""Walking through damage: what cannot be true is skipped until the messages make sense again."""

from collections.abc import Container

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import IntArray
from midstance.importers.activity import Note
from midstance.importers.fit.compressed import NO_TIME, read_full_times
from midstance.importers.fit.header import Span
from midstance.importers.fit.layout import TIMESTAMP_BYTES, read_layout
from midstance.importers.fit.profile import FIRST_ABSOLUTE_TIME
from midstance.importers.fit.walk import Group, Walk, find_definition

DAY_S = 86_400
DAYS = 2
SAMPLE = 50
MAX_RESTARTS = 1_000
MAX_CAREFUL_STEPS = 2_000_000
MAX_GUESSES = 200_000
LONGEST_DEFINITION = 2 + 5 + 3 * 255 + 3 * 255
FIRST_SCAN_BYTES = 1 << 10
WIDEST_SCAN_BYTES = 1 << 18


def walk_through(
    data: bytes, span: Span, wanted: Container[int] | None
) -> tuple[list[Group], tuple[Note, ...]]:
    """Find each definition's messages; a damaged file is walked again, every message checked."""
    walk = Walk(data, wanted)
    at = walk.run(span.start, span.end)
    groups = list(walk.groups.values())
    rest = span.end - at
    if rest == 0 and span.is_whole:
        return groups, ()
    _, times = read_full_times(data, groups)
    ranges = _believe_ranges(times)
    if not rest or _is_cut(walk, at, span.end):
        low, high = ranges[0]
        if ((times >= low) & (times <= high)).all():
            return groups, _note_cut(rest)
    tries = [CarefulWalk(data, span.end, low, high) for low, high in ranges]
    for careful in tries:
        careful.run(span.start)
    best = max(tries, key=CarefulWalk.count_timed)
    found = best.walk.groups.values()
    return [group for group in found if _is_wanted(group, wanted)], best.notes()


def _is_wanted(group: Group, wanted: Container[int] | None) -> bool:
    return wanted is None or group.layout.message in wanted


def _note_cut(rest: int) -> tuple[Note, ...]:
    return (Note("last_message_cut", 1, amounts={"found_bytes": rest}),) if rest else ()


def _is_cut(walk: Walk, at: int, end: int) -> bool:
    """Whether the rest could be the beginning of a message whose end is missing."""
    size = walk.sizes[walk.data[at]]
    if size:
        return at + size > end
    return walk.data[at] & 0xC0 == 0x40 and end - at < LONGEST_DEFINITION  # noqa: PLR2004 - header bits


def _believe_ranges(times: IntArray) -> list[tuple[int, int]]:
    """Ranges that the timestamps may lie in, as the file counts: around most of them, or around
    the first or last ones, since behind missing bytes most of a file can be misread.
    """
    samples = (times, times[:SAMPLE], times[-SAMPLE:])
    return list(dict.fromkeys(_believe_around(sample) for sample in samples))


def _believe_around(times: IntArray) -> tuple[int, int]:
    absolute = times[times >= FIRST_ABSOLUTE_TIME]
    if not times.size:
        return FIRST_ABSOLUTE_TIME, NO_TIME - 1
    if 2 * absolute.size < times.size:
        return 1, FIRST_ABSOLUTE_TIME - 1
    day = int(np.median(absolute)) // DAY_S
    return max((day - DAYS) * DAY_S, FIRST_ABSOLUTE_TIME), (day + 1 + DAYS) * DAY_S


class CarefulWalk:
    """A walk that believes a message only when its time does, and starts again where it fails."""

    def __init__(self, data: bytes, end: int, low: int, high: int) -> None:
        self.walk = Walk(data)
        self.data = data
        self.end = end
        self.low = low
        self.high = high
        self.restarts = self.skipped = self.lost = self.cut = self.guesses = 0

    def run(self, at: int) -> None:
        for _ in range(MAX_CAREFUL_STEPS):
            if at >= self.end:
                return
            following = self._step(at)
            if following == at:
                following = self._start_again(at)
            at = following
        self.lost = self.end - at

    def count_timed(self) -> int:
        groups = self.walk.groups.values()
        return sum(group.count for group in groups if group.layout.timestamp_at is not None)

    def notes(self) -> tuple[Note, ...]:
        notes = (
            Note("damage_skipped", self.restarts, amounts={"lost_bytes": self.skipped}),
            Note("last_message_cut", min(self.cut, 1), amounts={"found_bytes": self.cut}),
            Note("rest_lost", min(self.lost, 1), amounts={"lost_bytes": self.lost}),
        )
        return tuple(note for note in notes if note.count)

    def _step(self, at: int) -> int:
        """Where the message at `at` ends, or `at` when it cannot be one."""
        group = self.walk.local[self.data[at]]
        if group is None:
            return self.walk.define(at, self.end) if self._defines(at) else at
        if not self._fits(at, group):
            return at
        group.singles.append(at)
        return at + group.layout.size

    def _defines(self, at: int) -> bool:
        found = find_definition(self.data, at, self.end)
        return found is not None and read_layout(found[0], has_developer=found[1]).is_sound

    def _fits(self, at: int, group: Group) -> bool:
        layout = group.layout
        if at + layout.size > self.end:
            return False
        if layout.timestamp_at is None:
            return True
        start = at + layout.timestamp_at
        octets = self.data[start : start + TIMESTAMP_BYTES]
        time = int.from_bytes(octets, "big" if layout.order == ">" else "little")
        return self.low <= time <= self.high or time == NO_TIME

    def _start_again(self, at: int) -> int:
        if _is_cut(self.walk, at, self.end):
            self.cut = self.end - at
            cut_at = at
        else:
            cut_at = -1
        found = self.end
        if self.restarts < MAX_RESTARTS:
            found = self._find_sense(at + 1)
        if found < self.end:
            self.cut = 0
            self.restarts += 1
            self.skipped += found - at
        elif cut_at < 0:
            self.lost = self.end - at
        return found

    def _find_sense(self, at: int) -> int:
        """The next place from which two messages in a row make sense."""
        width = FIRST_SCAN_BYTES
        while at < self.end:
            stop = min(at + width, self.end)
            for guess in self._guess(at, stop).tolist():
                self.guesses += 1
                if self.guesses > MAX_GUESSES:
                    return self.end
                if self._makes_sense(guess):
                    return int(guess)
            at, width = stop, min(2 * width, WIDEST_SCAN_BYTES)
        return self.end

    def _guess(self, start: int, stop: int) -> IntArray:
        octets = np.frombuffer(self.data, dtype=np.uint8)
        found = [self._guess_definitions(octets, start, stop)]
        for header, group in enumerate(self.walk.local[:16]):
            if group is not None and group.layout.timestamp_at is not None:
                at = start + np.flatnonzero(octets[start:stop] == header)
                found.append(self._believed(at[at + group.layout.size <= self.end], group))
        return np.sort(np.concatenate(found))

    def _guess_definitions(self, octets: NDArray[np.uint8], start: int, stop: int) -> IntArray:
        stop = min(stop, self.end - 2)
        here = octets[start:stop]
        follows = (octets[start + 1 : stop + 1] == 0) & (octets[start + 2 : stop + 2] <= 1)
        at: IntArray = start + np.flatnonzero((here & 0xD0 == 0x40) & follows)  # noqa: PLR2004 - header bits
        return at

    def _believed(self, at: IntArray, group: Group) -> IntArray:
        times = np.ndarray(
            (len(self.data) - TIMESTAMP_BYTES + 1,),
            group.layout.order + "u4",
            self.data,
            strides=(1,),
        )[at + (group.layout.timestamp_at or 0)]
        return at[(times >= self.low) & (times <= self.high)]

    def _makes_sense(self, at: int) -> bool:
        group = self.walk.local[self.data[at]]
        if group is None:
            found = find_definition(self.data, at, self.end)
            if found is None or not self._defines(at):
                return False
            return read_layout(found[0], has_developer=found[1]).timestamp_at is not None
        following = at + group.layout.size
        if following >= self.end:
            return True
        successor = self.walk.local[self.data[following]]
        if successor is None:
            return self._defines(following)
        return self._fits(following, successor)
