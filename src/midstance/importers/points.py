"""Points read one by one into columns, in blocks, so that a long file needs little memory."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.activity import Note
from midstance.importers.limits import XML_MAX_POINTS
from midstance.importers.times import read_times

BLOCK_POINTS = 16_384
TIME = "time"
ZONE = "zone"
SHORTEST_PAUSE_S = 10.0
MOST_OFFSET_S = 14 * 3600
OFFSET_STEP_S = 15 * 60


def read_number(text: str | bytes) -> float:
    """A number, NaN where the text is none."""
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if np.isfinite(value) else np.nan


def read_numbers(texts: Sequence[str] | Sequence[bytes]) -> FloatArray:
    """Numbers, NaN where a text is none."""
    try:
        values = np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return np.array([read_number(text) for text in texts], dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return values


@dataclass(frozen=True)
class PointBlock:
    """Consecutive points read at once: (count,) values for each column that they write."""

    count: int
    columns: Mapping[str, FloatArray]


def read_block(
    count: int, texts: Mapping[str, tuple[Sequence[int], Sequence[bytes]]]
) -> PointBlock:
    """Read the columns of points from rows and what the file writes; TIME becomes TIME and ZONE."""
    read: dict[str, tuple[Sequence[int], FloatArray]] = {
        name: (rows, read_numbers(column)) for name, (rows, column) in texts.items() if name != TIME
    }
    if TIME in texts:
        rows, column = texts[TIME]
        times = read_times(column)
        read |= {TIME: (rows, times.time_s), ZONE: (rows, times.zone_s)}
    return PointBlock(count, {name: _spread(count, *column) for name, column in read.items()})


def _spread(count: int, rows: Sequence[int], values: FloatArray) -> FloatArray:
    spread = np.full(count, np.nan)
    spread[np.asarray(rows, dtype=np.int64)] = values
    return spread


@dataclass
class _Column:
    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    row_blocks: list[IntArray] = field(default_factory=list)
    value_blocks: list[FloatArray] = field(default_factory=list)

    def add_block(self, first_row: int, values: FloatArray) -> None:
        self.row_blocks.append(np.arange(first_row, first_row + len(values)))
        self.value_blocks.append(values)

    def laid_out(self, count: int) -> FloatArray:
        values = np.full(count, np.nan)
        for rows, block in zip(self.row_blocks, self.value_blocks, strict=True):
            values[rows] = block
        return values


class Points:
    """Columns that grow point by point; a point may lack any of them but has a row in all."""

    def __init__(self) -> None:
        self.row = -1
        self.inside = False
        self._columns = {TIME: _Column(), ZONE: _Column()}

    @property
    def count(self) -> int:
        return self.row + 1

    def open(self) -> None:
        """Begin a point; what the sinks take belongs to it until `close`."""
        self._grow(1)
        self.inside = True
        if self.row % BLOCK_POINTS == 0:
            self._flush()

    def close(self) -> None:
        self.inside = False

    def add_block(self, block: PointBlock) -> None:
        first_row = self.row + 1
        self._grow(block.count)
        for name, values in block.columns.items():
            self._column(name).add_block(first_row, values)

    def sink(self, column: str) -> Callable[[str], None]:
        """A function that takes the text of this column for the point being read."""
        found = self._column(column)
        add_row, add_text = found.rows.append, found.texts.append

        def take(text: str) -> None:
            if self.inside:
                add_row(self.row)
                add_text(text)

        return take

    def finish(self) -> "PointTable":
        """All columns over all points."""
        self._flush()
        columns = {name: column.laid_out(self.count) for name, column in self._columns.items()}
        return PointTable(columns.pop(TIME), columns.pop(ZONE), columns)

    def _column(self, name: str) -> _Column:
        return self._columns.setdefault(name, _Column())

    def _grow(self, points: int) -> None:
        self.row += points
        if self.row >= XML_MAX_POINTS:
            raise LimitExceededError(
                f"A file may hold {XML_MAX_POINTS} points; this one holds more. Split it."
            )

    def _flush(self) -> None:
        for name, column in list(self._columns.items()):
            if column.rows:
                self._flush_column(name, column)

    def _flush_column(self, name: str, column: _Column) -> None:
        rows = np.array(column.rows, dtype=np.int64)
        texts = [text.encode() for text in column.texts]
        block = read_block(len(rows), {name: (range(len(rows)), texts)})
        for each, values in block.columns.items():
            self._column(each).row_blocks.append(rows)
            self._column(each).value_blocks.append(values)
        column.rows.clear()
        column.texts.clear()


@dataclass(frozen=True)
class PointTable:
    """(n,) time, zone and columns of points, in the order of the file."""

    time_s: FloatArray
    zone_s: FloatArray
    columns: Mapping[str, FloatArray]

    def part(self, first: int, last: int) -> "PointTable":
        """The points from `first` up to but without `last`."""
        rows = slice(first, last)
        columns = {name: values[rows] for name, values in self.columns.items()}
        return PointTable(self.time_s[rows], self.zone_s[rows], columns)

    def timed(self) -> "PointTable":
        """The points that have a time."""
        rows = np.isfinite(self.time_s)
        columns = {name: values[rows] for name, values in self.columns.items()}
        return PointTable(self.time_s[rows], self.zone_s[rows], columns)

    def present_columns(self) -> MappingProxyType[str, FloatArray]:
        """The columns that hold any value at all."""
        return MappingProxyType(
            {name: values for name, values in self.columns.items() if np.isfinite(values).any()}
        )

    def notes(self) -> tuple[Note, ...]:
        """What the times made necessary; points without one are left out by `timed`."""
        timed = np.isfinite(self.time_s)
        untimed, naive = int((~timed).sum()), int((timed & np.isnan(self.zone_s)).sum())
        notes = (
            Note("points_without_time", untimed),
            Note("naive_times", naive),
        )
        return tuple(note for note in notes if note.count)

    def utc_offset_s(self) -> float | None:
        """The one offset that the times state; +00:00 says nothing, exporters write UTC so."""
        zones = np.unique(self.zone_s[np.isfinite(self.zone_s)])
        if len(zones) != 1 or zones[0] == 0:
            return None
        offset_s = float(zones[0])
        believable = abs(offset_s) <= MOST_OFFSET_S and offset_s % OFFSET_STEP_S == 0
        return offset_s if believable else None


def find_pauses(time_s: FloatArray, breaks: Sequence[int]) -> FloatArray:
    """(k, 2) times between the points on both sides of each break, where that is long enough.

    A new piece that follows within seconds is how some exporters write a lap.
    """
    timed = np.flatnonzero(np.isfinite(time_s))
    at = np.searchsorted(timed, np.unique(np.asarray(breaks, dtype=np.int64)))
    at = at[(at > 0) & (at < len(timed))]
    pauses = np.column_stack([time_s[timed[at - 1]], time_s[timed[at]]])
    return pauses[pauses[:, 1] - pauses[:, 0] > SHORTEST_PAUSE_S]
