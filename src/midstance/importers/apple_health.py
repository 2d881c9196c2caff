"""Apple Health's export: running workouts, their routes and what the watch measured meanwhile.

export.xml lists millions of records before the first workout, so it is read twice: for the
workouts, then for the records that lie in them. Memory is bounded by keeping a fixed number of
samples at a time; a history with more is read in several rounds.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import BinaryIO, Self

import numpy as np

from midstance.core.base.errors import LimitExceededError, UnknownFormatError, UnreadableFileError
from midstance.importers.activity import (
    Activity,
    Device,
    Failed,
    Lap,
    Member,
    Note,
    Parsed,
    Source,
    Sport,
    Totals,
)
from midstance.importers.apple_samples import QUANTITIES, UNITS, Samples, choose_source, lay_out
from midstance.importers.detect import Format, detect_format
from midstance.importers.gpx import read_gpx
from midstance.importers.limits import (
    APPLE_MAX_SAMPLES_IN_MEMORY,
    APPLE_MAX_WORKOUT_S,
    APPLE_MAX_WORKOUTS,
    HEAD_BYTES,
    XML_MAX_BYTES,
)
from midstance.importers.points import read_number
from midstance.importers.times import LATEST_S
from midstance.importers.xml import Elements, read_stream
from midstance.importers.zips import Budget, Entry, Readable, SafeZip, our_errors

RUNNING = "HKWorkoutActivityTypeRunning"
PAUSES = {"HKWorkoutEventTypePause", "HKWorkoutEventTypeMotionPaused"}
RESUMES = {"HKWorkoutEventTypeResume", "HKWorkoutEventTypeMotionResumed"}
LAP = "HKWorkoutEventTypeLap"
DISTANCE = "HKQuantityTypeIdentifierDistanceWalkingRunning"
STEPS = "HKQuantityTypeIdentifierStepCount"
NO_RUNS = "The Apple Health export holds no running workouts."
NOTHING_MEASURED = "The workout has no route and nothing was measured during it."
CHUNK_BYTES = 256 * 1024
FIRST_WORKOUT = re.compile(rb"<Workout\s")
LONGEST_MARK = 16
DTD = re.compile(rb"<!DOCTYPE\s[^\[>]*\[(?P<inside>.*?)\]\s*>", re.DOTALL)
DEVICE_PART = re.compile(r"(name|manufacturer|hardware):(.+?)(?=, \w+:|>|$)")
DAY_LETTERS = 10
MOST_REMEMBERED = 10_000
MOST_OVERLAPPING = 8
MOST_SOURCES = 16
DAY_S = 86_400


@dataclass(frozen=True)
class AppleExport:
    """Where the parts of an export are: its records, which can be read again, and its routes.

    `mark` stands for the content of the records, which are too long to be hashed first.
    """

    name: str
    path: str
    mark: str
    open_records: Callable[[], Readable]
    read_route: Callable[[str], bytes | None]

    @classmethod
    def of_zip(cls, archive: SafeZip, name: str) -> Self | None:
        """The export in a zip, whatever its files are called; None where there is none."""
        records = [entry for entry in archive.entries if _holds_records(archive, entry)]
        if not records:
            return None
        entry = max(records, key=lambda each: each.info.file_size)
        routes = {_file_name(each.path): each for each in archive.entries if not each.refusal}

        def open_records() -> Readable:
            archive.budget.start_again()
            return archive.open(entry)

        def read_route(path: str) -> bytes | None:
            route = routes.get(_file_name(path))
            return None if route is None else archive.read(route, XML_MAX_BYTES)

        mark = f"{entry.info.CRC:08x} {entry.info.file_size}"
        return cls(name, f"{name}/{entry.path}", _hash(mark), open_records, read_route)

    @classmethod
    def of_file(cls, stream: BinaryIO, name: str, budget: Budget) -> Self:
        """An export.xml that was dropped by itself, without its routes."""

        def open_records() -> Readable:
            stream.seek(0)
            budget.start_again()
            return _Counted(stream, budget)

        return cls(name, name, _hash(name), open_records, lambda _path: None)


@dataclass(frozen=True)
class _Counted:
    stream: BinaryIO
    budget: Budget

    def read(self, size: int = -1, /) -> bytes:
        with our_errors("An Apple Health export"):
            piece = self.stream.read(size)
        self.budget.spend(len(piece))
        return piece


@dataclass
class _Workout:
    attributes: Mapping[str, str]
    start_s: float
    end_s: float
    offset_s: float | None
    statistics: dict[str, float] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    events: list[tuple[str, float, float]] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        return self.attributes.get("sourceName", "")

    @property
    def identity(self) -> str:
        """The same in every later export, whatever else that holds and whichever zone it is in."""
        created_s, _ = read_moment(self.attributes.get("creationDate", ""))
        return _hash(f"{self.start_s} {self.end_s} {self.source} {created_s}")


_DAYS: dict[str, float] = {}
_OFFSETS: dict[str, float] = {}


def read_moment(text: str) -> tuple[float, float]:
    """Seconds since 1970-01-01 UTC and the offset [s] of "2024-05-01 07:12:03 +0200", else NaN.

    >>> read_moment("1970-01-02 01:00:00 +0100")
    (86400.0, 3600.0)
    """
    try:
        day_s = _remembered(_DAYS, text[:10], _read_day)
        offset_s = _remembered(_OFFSETS, text[20:], _read_offset)
        clock_s = int(text[11:13]) * 3600 + int(text[14:16]) * 60 + int(text[17:19])
    except ValueError:
        return np.nan, np.nan
    return day_s + clock_s - offset_s, offset_s


def _remembered(known: dict[str, float], text: str, read: Callable[[str], float]) -> float:
    value = known.get(text)
    if value is None:
        if len(known) > MOST_REMEMBERED:
            known.clear()
        value = known[text] = read(text)
    return value


def _read_day(text: str) -> float:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days * float(DAY_S)


def _read_offset(text: str) -> float:
    digits = text.replace(":", "")
    if len(digits) != 5 or digits[0] not in "+-":  # noqa: PLR2004 - "+0200" has five letters
        raise ValueError(text)
    seconds = int(digits[1:3]) * 3600 + int(digits[3:5]) * 60
    return float(-seconds if digits[0] == "-" else seconds)


def read_apple_health(
    export: AppleExport, skip: Callable[[str], bool], on_member: Callable[[str, str], None]
) -> Iterator[Member]:
    """Every running workout of an export as a member of its own, oldest first."""
    if skip(export.path):
        return
    on_member(export.path, export.mark)
    workouts, notes = _read_workouts(export)
    if not workouts:
        yield Member(export.path, None, export.mark, Parsed((), why_empty=NO_RUNS))
    named = _name_members(export.name, workouts)
    left = {path: workout for path, workout in named.items() if not skip(path)}
    while left:
        on_member(export.path, export.mark)
        taken = _read_records(export, list(left.values()))
        for (path, workout), samples in zip(list(left.items()), taken.samples, strict=False):
            on_member(path, workout.identity)
            outcome = _read_outcome(export, workout, samples, notes + taken.notes)
            yield Member(path, None, workout.identity, outcome)
            del left[path]


def _name_members(name: str, workouts: Sequence[_Workout]) -> dict[str, _Workout]:
    named: dict[str, _Workout] = {}
    for workout in workouts:
        start = datetime.fromtimestamp(workout.start_s, UTC)
        path = f"{name}/workout-{start:%Y%m%dT%H%M%SZ}"
        again = sum(each == path or each.startswith(f"{path}-") for each in list(named)[-9:])
        named[f"{path}-{again + 1}" if again else path] = workout
    return named


def _read_workouts(export: AppleExport) -> tuple[list[_Workout], tuple[Note, ...]]:
    reader = _WorkoutReader()
    notes = _walk(export, _from_first_workout, reader.elements)
    return sorted(reader.workouts, key=lambda workout: workout.start_s), notes


def _walk(
    export: AppleExport,
    select: Callable[[Iterator[bytes]], Iterator[bytes]],
    elements: Elements,
) -> tuple[Note, ...]:
    return read_stream(select(_chunks(export.open_records())), elements)


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _from_first_workout(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Pass by the records, which are nearly all of the file, without looking into them."""
    before = b""
    for chunk in chunks:
        window = before + chunk
        first = FIRST_WORKOUT.search(window)
        if first is not None:
            yield b"<HealthData>" + window[first.start() :]
            yield from chunks
            return
        before = window[-LONGEST_MARK:]
    yield b"<HealthData/>"


def _without_dtd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Leave the inline DTD out: some releases of iOS wrote a broken one."""
    first = next(chunks, b"").lstrip(b"\xef\xbb\xbf \t\r\n")
    dtd = DTD.search(first[:CHUNK_BYTES])
    if dtd is not None and b"<!ENTITY" not in dtd.group("inside"):
        first = first[: dtd.start()] + first[dtd.end() :]
    yield first
    yield from chunks


class _WorkoutReader:
    def __init__(self) -> None:
        self.workouts: list[_Workout] = []
        self._current: _Workout | None = None
        self.elements = Elements(
            opens={
                "workout": self._open,
                "workoutevent": self._take_event,
                "workoutstatistics": self._take_statistics,
                "metadataentry": self._take_metadata,
                "filereference": self._take_route,
            },
            ends={"workout": self._close},
        )

    def _open(self, attributes: Mapping[str, str]) -> None:
        start_s, offset_s = read_moment(attributes.get("startDate", ""))
        end_s, _ = read_moment(attributes.get("endDate", ""))
        running = attributes.get("workoutActivityType") == RUNNING and 0 <= start_s <= LATEST_S
        if running and 0 < end_s - start_s <= APPLE_MAX_WORKOUT_S:
            offset = None if offset_s == 0 else offset_s
            self._current = _Workout(dict(attributes), start_s, end_s, offset)

    def _close(self) -> None:
        if self._current is not None:
            self.workouts.append(self._current)
            self._current = None
        if len(self.workouts) > APPLE_MAX_WORKOUTS:
            raise LimitExceededError(
                f"An export may hold {APPLE_MAX_WORKOUTS} workouts; this one holds more."
            )

    def _take_event(self, attributes: Mapping[str, str]) -> None:
        if self._current is not None:
            moment_s, _ = read_moment(attributes.get("date", ""))
            lasting_s = _in_si(attributes.get("duration", ""), attributes.get("durationUnit", ""))
            if np.isfinite(moment_s):
                self._current.events.append((attributes.get("type", ""), moment_s, lasting_s))

    def _take_statistics(self, attributes: Mapping[str, str]) -> None:
        if self._current is not None and "sum" in attributes:
            total = _in_si(attributes["sum"], attributes.get("unit", ""))
            self._current.statistics[attributes.get("type", "")] = total

    def _take_metadata(self, attributes: Mapping[str, str]) -> None:
        if self._current is not None and self.elements.path[-2:-1] == ["workout"]:
            self._current.metadata[attributes.get("key", "")] = attributes.get("value", "")

    def _take_route(self, attributes: Mapping[str, str]) -> None:
        if self._current is not None and attributes.get("path"):
            self._current.routes.append(attributes["path"])


def _in_si(text: str, unit: str) -> float:
    return read_number(text) * UNITS.get(unit.strip(), np.nan)


def _read_records(export: AppleExport, workouts: list[_Workout]) -> "_RecordReader":
    reader = _RecordReader(workouts)
    notes = _walk(export, _without_dtd, reader.elements)
    reader.notes = (*notes, *reader.own_notes())
    return reader


class _RecordReader:
    """Keeps the samples that lie in a workout; of the oldest workouts only, when they are many."""

    def __init__(self, workouts: list[_Workout]) -> None:
        self.workouts = workouts
        self.notes: tuple[Note, ...] = ()
        self.elements = Elements(opens={"record": self._take})
        self._starts_s = [workout.start_s for workout in workouts]
        self._days = _days_around(workouts)
        self.samples: list[dict[str, dict[str, Samples]]] = [{} for _ in workouts]
        self._counts = [0] * len(workouts)
        self._kept = 0
        self._unknown_units = 0

    def own_notes(self) -> tuple[Note, ...]:
        note = Note("unit_unknown", self._unknown_units)
        return (note,) if note.count else ()

    def _take(self, attributes: Mapping[str, str]) -> None:
        column = QUANTITIES.get(attributes.get("type", ""))
        start = attributes.get("startDate", "")
        if column is None or start[:DAY_LETTERS] not in self._days:
            return
        start_s, _ = read_moment(start)
        end_s, _ = read_moment(attributes.get("endDate", ""))
        middle_s = (start_s + end_s) / 2
        newest = bisect_right(self._starts_s, middle_s)
        for at in range(max(newest - MOST_OVERLAPPING, 0), newest):
            if middle_s <= self.workouts[at].end_s and end_s >= start_s:
                self._keep(at, column, attributes, (start_s, end_s))

    def _keep(
        self, at: int, column: str, attributes: Mapping[str, str], interval_s: tuple[float, float]
    ) -> None:
        value = _in_si(attributes.get("value", ""), attributes.get("unit", ""))
        by_source = self.samples[at].setdefault(column, {})
        source = attributes.get("sourceName", "")
        if not np.isfinite(value):
            self._unknown_units += 1
        elif source in by_source or len(by_source) < MOST_SOURCES:
            by_source.setdefault(source, Samples()).add(*interval_s, value)
            self._counts[at] += 1
            self._kept += 1
            if self._kept > APPLE_MAX_SAMPLES_IN_MEMORY:
                self._let_go()

    def _let_go(self) -> None:
        """Leave the newer half of the workouts for another round."""
        keep = len(self.workouts) // 2
        if not keep:
            raise LimitExceededError(
                f"A workout may have {APPLE_MAX_SAMPLES_IN_MEMORY} samples; this one has more."
            )
        for column in (self.workouts, self._starts_s, self.samples, self._counts):
            del column[keep:]
        self._kept = sum(self._counts)
        self._days = _days_around(self.workouts)


def _days_around(workouts: Sequence[_Workout]) -> frozenset[str]:
    """The local days in which a record of the workouts can start, in any zone."""
    return frozenset(
        datetime.fromtimestamp(day_s, UTC).date().isoformat()
        for workout in workouts
        for day_s in np.arange(workout.start_s - DAY_S, workout.end_s + 2 * DAY_S, DAY_S)
    )


def _read_outcome(
    export: AppleExport,
    workout: _Workout,
    samples: Mapping[str, Mapping[str, Samples]],
    notes: tuple[Note, ...],
) -> Parsed | Failed:
    try:
        routes, route_notes = _read_routes(export, workout)
    except UnreadableFileError as error:
        return Failed(type(error).__name__, str(error))
    chosen = {
        column: choose_source(by_source, workout.source)
        for column, by_source in samples.items()
        if by_source
    }
    time_s, columns = lay_out(workout.start_s, workout.end_s, chosen, routes)
    if not len(time_s):
        return Parsed((), why_empty=NOTHING_MEASURED)
    activity = Activity(
        source=Source.APPLE_HEALTH,
        member="",
        sport=Sport.TREADMILL if workout.metadata.get("HKIndoorWorkout") == "1" else Sport.ROAD,
        start_s=workout.start_s,
        time_s=time_s,
        columns=MappingProxyType(columns),
        pauses_s=_find_pauses(workout),
        laps=tuple(
            Lap(start_s, None if np.isnan(lasting_s) else lasting_s, None)
            for kind, start_s, lasting_s in workout.events
            if kind == LAP
        ),
        totals=_read_totals(workout),
        device=_read_device(workout.attributes),
        utc_offset_s=workout.offset_s,
        notes=notes + route_notes,
    )
    return Parsed((activity,))


def _read_routes(export: AppleExport, workout: _Workout) -> tuple[list[Activity], tuple[Note, ...]]:
    found = [export.read_route(path) for path in workout.routes]
    routes: list[Activity] = []
    notes = [Note("route_missing", found.count(None))] if None in found else []
    for content in found:
        if content is not None:
            try:
                routes += read_gpx(content)
            except UnreadableFileError as error:
                notes.append(Note("route_unreadable", 1, str(error)))
    return routes, tuple(notes)


def _find_pauses(workout: _Workout) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    pauses: list[tuple[float, float]] = []
    paused_s: float | None = None
    for kind, moment_s, _ in sorted(workout.events, key=lambda event: event[1]):
        if kind in PAUSES and paused_s is None:
            paused_s = moment_s
        elif kind in RESUMES and paused_s is not None:
            pauses.append((paused_s, moment_s))
            paused_s = None
    if paused_s is not None and paused_s < workout.end_s:
        pauses.append((paused_s, workout.end_s))
    return np.array(pauses, dtype=np.float64).reshape(-1, 2)


def _read_totals(workout: _Workout) -> Totals:
    given = workout.attributes
    distance_m = _in_si(given.get("totalDistance", ""), given.get("totalDistanceUnit", ""))
    timer_s = _in_si(given.get("duration", ""), given.get("durationUnit", ""))
    climbed, _, unit = workout.metadata.get("HKElevationAscended", "").partition(" ")
    return Totals(
        elapsed_s=workout.end_s - workout.start_s,
        timer_s=_or_none(timer_s),
        distance_m=_or_none(workout.statistics.get(DISTANCE, distance_m)),
        ascent_m=_or_none(_in_si(climbed, unit)),
        steps=_or_none(workout.statistics.get(STEPS, np.nan)),
    )


def _read_device(attributes: Mapping[str, str]) -> Device:
    parts: dict[str, str] = dict(DEVICE_PART.findall(attributes.get("device", "")))
    product = parts.get("hardware") or parts.get("name") or attributes.get("sourceName", "")
    return Device(manufacturer=parts.get("manufacturer", "").strip(), product=product.strip())


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _holds_records(archive: SafeZip, entry: Entry) -> bool:
    if entry.refusal or not entry.path.lower().endswith(".xml"):
        return False
    try:
        return detect_format(archive.read_head(entry, HEAD_BYTES)) is Format.APPLE_HEALTH
    except (UnknownFormatError, UnreadableFileError):
        return False


def _file_name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
