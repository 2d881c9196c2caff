"""One walk over the bytes of a FIT file: where each definition's messages lie.

Some watches write ten messages that nobody reads for each record. A stretch of them is a regular
language (header byte, then so many bytes), so a regular expression steps over it in one call.
"""

import re
from array import array
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat

import numpy as np

from midstance.core.base.arrays import IntArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.fit.layout import FIELD_BYTES, FIXED_BYTES, Layout, read_layout
from midstance.importers.limits import (
    FIT_MAX_DEFINITIONS,
    FIT_MAX_MESSAGES,
    FIT_MAX_REDEFINITIONS,
)

COMPRESSED = 0x80
DEFINITION = 0x40
HAS_DEVELOPER = 0x20
RESERVED = 0x10
PATIENCE = 400  # messages stepped over singly before it is worth compiling an expression
MAX_PATTERNS = 200
FIRST_LOOK = 32
WIDEST_LOOK = 1 << 16


@dataclass(eq=False)
class Group:
    """The messages of one definition: single ones, and runs of equal distance."""

    layout: Layout
    singles: "array[int]" = field(default_factory=lambda: array("q"))
    runs: list[tuple[int, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.singles) + sum(count for _, count in self.runs)

    def offsets(self) -> IntArray:
        """(n,) where each message starts, in the order of the file."""
        size = self.layout.size
        runs = [np.arange(at, at + count * size, size) for at, count in self.runs]
        singles = np.frombuffer(self.singles, dtype=np.int64) if self.singles else _NONE
        if not runs:
            return singles
        offsets = np.concatenate((singles, *runs))
        return np.sort(offsets) if len(self.singles) or len(runs) > 1 else offsets


_NONE = np.empty(0, dtype=np.int64)
_NOWHERE = array("q").append
_NO_RUNS: list[tuple[int, int]] = []


class Walk:
    """The state of a walk: the definitions so far and what each local number means now.

    Messages of kinds that are not `wanted` are stepped over and not counted; None wants all.
    """

    def __init__(self, data: bytes, wanted: Container[int] | None = None) -> None:
        self.data = data
        self.wanted = wanted
        self.groups: dict[tuple[bytes, bool], Group] = {}
        self.local: list[Group | None] = [None] * 256
        self.sizes = [0] * 256
        self.singles: list[Callable[[int], None]] = [_NOWHERE] * 256
        self.runs: list[list[tuple[int, int]]] = [_NO_RUNS] * 256
        self.unwanted = [False] * 256
        self.patterns = self.defined = 0
        self.is_stale = False

    def run(self, at: int, end: int) -> int:  # noqa: C901, PLR0912 - calls would double its time
        """Walk from `at` until `end` or to where it cannot go on, and say where that is."""
        data, sizes, unwanted = self.data, self.sizes, self.unwanted
        singles, runs = self.singles, self.runs
        stretch, stepped = None, 0
        for _ in repeat(None, FIT_MAX_MESSAGES):
            if at >= end:
                return at
            header = data[at]
            size = sizes[header]
            if unwanted[header]:
                if stretch is not None:
                    following = stretch.match(data, at, end).end()  # type: ignore[union-attr] # even nothing matches
                else:
                    following = at + size
                    stepped += 1
                    if stepped > PATIENCE and self.patterns < MAX_PATTERNS:
                        stretch, stepped = self._make_stretch(), 0
                if following == at or following > end:
                    return at
                at = following
                continue
            if not size:
                following = self.define(at, end)
                if following == at:
                    return at
                at = following
                if self.is_stale:
                    stretch, self.is_stale = None, False
                continue
            following = at + size
            if following >= end or data[following] != header:
                if following > end:
                    return at
                singles[header](at)
                at = following
            else:
                count = count_run(data, at, size, end)
                runs[header].append((at, count))
                at += count * size
        raise LimitExceededError(
            f"Expected at most {FIT_MAX_MESSAGES} messages in a FIT file, found more. "
            "Export the activities one by one."
        )

    def _make_stretch(self) -> re.Pattern[bytes]:
        self.patterns += 1
        return _compile_stretch(
            tuple((header, self.sizes[header]) for header in range(16) if self.unwanted[header])
        )

    def define(self, at: int, end: int) -> int:
        """Read the definition at `at`; gives where it ends, or `at` when there is none."""
        found = find_definition(self.data, at, end)
        if found is None:
            return at
        self.defined += 1
        if self.defined > FIT_MAX_REDEFINITIONS:
            raise LimitExceededError(
                f"Expected at most {FIT_MAX_REDEFINITIONS} definitions in a FIT file, found more. "
                "The file is damaged or no recording; export it again."
            )
        body, has_developer = found
        group = self.groups.get((body, has_developer))
        if group is None:
            group = self._open_group(body, has_developer=has_developer)
        number = self.data[at] & 0x0F
        self._assign(number, group)
        if number < 4:  # noqa: PLR2004 - compressed headers have two bits for it
            first = COMPRESSED | number << 5
            whole = slice(first, first + 32)
            self.local[whole] = [group] * 32
            self.sizes[whole] = [group.layout.size] * 32
            self.singles[whole] = [group.singles.append] * 32
            self.runs[whole] = [group.runs] * 32
        return at + 1 + len(body)

    def _assign(self, header: int, group: Group) -> None:
        self.local[header] = group
        self.sizes[header] = group.layout.size
        self.singles[header] = group.singles.append
        self.runs[header] = group.runs
        unwanted = self.wanted is not None and group.layout.message not in self.wanted
        self.is_stale = self.is_stale or unwanted or self.unwanted[header]
        self.unwanted[header] = unwanted

    def _open_group(self, body: bytes, *, has_developer: bool) -> Group:
        if len(self.groups) == FIT_MAX_DEFINITIONS:
            raise LimitExceededError(
                f"Expected at most {FIT_MAX_DEFINITIONS} kinds of messages, found more. "
                "The file is damaged or no recording; export it again."
            )
        group = Group(read_layout(body, has_developer=has_developer))
        self.groups[body, has_developer] = group
        return group


@lru_cache(maxsize=512)
def _compile_stretch(sizes: tuple[tuple[int, int], ...]) -> re.Pattern[bytes]:
    messages = b"|".join(
        re.escape(bytes([header])) + b".{%d}" % (size - 1) for header, size in sizes
    )
    return re.compile(b"(?:%b)*+" % messages, re.DOTALL)


def count_run(data: bytes, at: int, size: int, end: int) -> int:
    """How many messages of this size follow each other under the same header byte."""
    header = data[at : at + 1]
    most = (end - at) // size
    count, look = 1, FIRST_LOOK
    while count < most:
        start = at + count * size
        headers = data[start : min(start + look * size, at + most * size) : size]
        rest = len(headers.lstrip(header))
        count += len(headers) - rest
        if rest:
            break
        look = min(2 * look, WIDEST_LOOK)
    return count


def find_definition(data: bytes, at: int, end: int) -> tuple[bytes, bool] | None:
    """The body of the definition message at `at`, and whether it has developer fields."""
    if data[at] & (COMPRESSED | DEFINITION | RESERVED) != DEFINITION or at + 1 + FIXED_BYTES > end:
        return None
    start = at + 1
    stop = start + FIXED_BYTES + FIELD_BYTES * data[start + FIXED_BYTES - 1]
    has_developer = bool(data[at] & HAS_DEVELOPER)
    if has_developer and stop < end:
        stop += 1 + FIELD_BYTES * data[stop]
    elif has_developer:
        return None
    return (data[start:stop], has_developer) if stop <= end else None
