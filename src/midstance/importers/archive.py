"""From what was dropped to its members: files by their content, archives within their limits."""

import contextlib
import hashlib
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from midstance.core.base.errors import (
    DamagedFileError,
    LimitExceededError,
    UnknownFormatError,
    UnreadableFileError,
)
from midstance.importers import fit, garmin
from midstance.importers.activity import (
    Activity,
    Failed,
    Member,
    Note,
    Parsed,
    ShoeRecord,
    Sport,
)
from midstance.importers.apple_health import AppleExport, read_apple_health
from midstance.importers.detect import Format, detect_format
from midstance.importers.gpx import explain_empty_gpx, read_gpx
from midstance.importers.limits import (
    APPLE_MAX_TOTAL_BYTES,
    ARCHIVE_MAX_TOTAL_BYTES,
    ARCHIVE_MAX_ZIP_DEPTH,
    FIT_MAX_BYTES,
    GZIP_MAX_DEPTH,
    HEAD_BYTES,
    TABLE_MAX_BYTES,
    XML_MAX_BYTES,
)
from midstance.importers.strava import GearRow, read_gear_table, read_shoes
from midstance.importers.tcx import explain_empty_tcx, read_tcx
from midstance.importers.zips import Budget, Entry, SafeZip, gunzip, our_errors, read_at_most

Skip = Callable[[str], bool]
OnMember = Callable[[str, str], None]
NOTHING_INSIDE = "The archive holds no activity files that can be read (FIT, GPX or TCX)."
START_TOLERANCE_S = 2
TABLES = (".csv", garmin.ACTIVITIES, garmin.GEAR)


@dataclass(frozen=True)
class _Leaf:
    """A format without anything inside: how large it may be and how it is read."""

    most_bytes: int
    read: Callable[[bytes], tuple[Activity, ...]]
    explain_empty: Callable[[bytes], str]
    read_runs: Callable[[bytes, Collection[Sport]], tuple[Activity, ...]] | None = None


def _explain_empty_fit(content: bytes) -> str:
    return f"It holds no recorded points: a FIT file of the kind {fit.decode_fit(content).kind!r}."


LEAVES = {
    Format.FIT: _Leaf(FIT_MAX_BYTES, fit.read_fit, _explain_empty_fit, fit.read_fit_runs),
    Format.GPX: _Leaf(XML_MAX_BYTES, read_gpx, explain_empty_gpx),
    Format.TCX: _Leaf(XML_MAX_BYTES, read_tcx, explain_empty_tcx),
}


@dataclass
class _Tables:
    """What the tables of an export add to its recordings, and whether only runs are wanted."""

    only_runs: bool = False
    rows: dict[str, GearRow] = field(default_factory=dict)
    summaries: dict[int, garmin.Summary] = field(default_factory=dict)
    gear_of: dict[str, str] = field(default_factory=dict)

    def read(self, leaf: "_Leaf", content: bytes) -> tuple[Activity, ...]:
        if not self.only_runs or leaf.read_runs is None:
            return leaf.read(content)
        named = {Sport.OTHER} if self.rows else set()
        return leaf.read_runs(content, {Sport.UNKNOWN, *named})

    def enrich(self, activity: Activity, path: str) -> Activity:
        row = self.rows.get(path.rpartition("/")[2])
        if row is not None:
            return enrich_activity(activity, row)
        summary = self._summary_at(activity.start_s)
        if summary is None:
            return activity
        gear = self.gear_of.get(summary.identity, "")
        return replace(activity, name=summary.name or activity.name, gear=gear or activity.gear)

    def _summary_at(self, start_s: float) -> garmin.Summary | None:
        nearby = range(round(start_s) - START_TOLERANCE_S, round(start_s) + START_TOLERANCE_S + 1)
        by_distance = sorted(nearby, key=lambda second: abs(second - start_s))
        return next((self.summaries[s] for s in by_distance if s in self.summaries), None)


def enrich_activity(activity: Activity, row: GearRow) -> Activity:
    """Add what the export's table says; its sport counts where the file does not tell better."""
    vague = activity.sport in {Sport.UNKNOWN, Sport.OTHER}
    known = row.sport not in {Sport.UNKNOWN, Sport.OTHER}
    return replace(
        activity,
        name=row.name or activity.name,
        gear=row.gear or activity.gear,
        sport=row.sport if vague and known else activity.sport,
    )


def read_source(stream: BinaryIO, name: str, skip: Skip, on_member: OnMember) -> Iterator[Member]:
    """Every member of what was dropped, one at a time, whatever kind of file it is.

    `skip(path)` leaves members out, `on_member(path, sha256)` is called before one is parsed. A
    member that cannot be read comes as `Failed` and never stops the rest. Files in an archive
    that are no activities (pictures, tables) are left out.
    """
    yield from _read_all(_Source(skip, on_member), stream, name)


def read_runs(stream: BinaryIO, name: str, skip: Skip, on_member: OnMember) -> Iterator[Member]:
    """The same, but of other sports only what they were: an import reads none of their columns."""
    for member in _read_all(_Source(skip, on_member, _Tables(only_runs=True)), stream, name):
        yield replace(member, outcome=_without_other_sports(member.outcome))


def _read_all(source: "_Source", stream: BinaryIO, name: str) -> Iterator[Member]:
    try:
        yield from source.read(stream, name)
    except UnreadableFileError as error:
        yield _failed(name, error)


def _without_other_sports(outcome: Parsed | Failed) -> Parsed | Failed:
    if isinstance(outcome, Failed):
        return outcome
    activities = tuple(
        activity
        if activity.sport.is_run or activity.sport is Sport.UNKNOWN
        else replace(activity, columns={}, time_s=activity.time_s[:0])
        for activity in outcome.activities
    )
    return replace(outcome, activities=activities)


@dataclass
class _Source:
    skip: Skip
    on_member: OnMember
    tables: _Tables = field(default_factory=_Tables)
    found: int = 0

    def read(self, stream: BinaryIO, name: str) -> Iterator[Member]:
        with our_errors("A file"):
            packed_bytes = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
        kind = None if self.skip(name) else detect_format(head)
        if kind is None:
            return
        if kind is Format.ZIP:
            yield from self._read_dropped_zip(stream, name, packed_bytes)
        elif kind is Format.APPLE_HEALTH:
            budget = Budget(APPLE_MAX_TOTAL_BYTES, APPLE_MAX_TOTAL_BYTES)
            export = AppleExport.of_file(stream, name, budget)
            yield from read_apple_health(export, self.skip, self.on_member)
        else:
            most_bytes = LEAVES[kind].most_bytes if kind in LEAVES else XML_MAX_BYTES
            content = read_at_most(stream, most_bytes)
            yield from self._read_content(_Content(content, name), kind, zip_depth=0)

    def _read_dropped_zip(self, stream: BinaryIO, name: str, packed_bytes: int) -> Iterator[Member]:
        archive = SafeZip(stream, Budget(APPLE_MAX_TOTAL_BYTES, packed_bytes))
        apple = AppleExport.of_zip(archive, name)
        if apple is not None:
            yield from read_apple_health(apple, self.skip, self.on_member)
            return
        archive.budget = Budget(ARCHIVE_MAX_TOTAL_BYTES, packed_bytes)
        yield from self._read_zip(archive, name, zip_depth=1)
        if not self.found:
            raise UnknownFormatError(NOTHING_INSIDE)

    def _read_zip(self, archive: SafeZip, name: str, zip_depth: int) -> Iterator[Member]:
        if zip_depth > ARCHIVE_MAX_ZIP_DEPTH:
            raise LimitExceededError(
                f"Zips may lie {ARCHIVE_MAX_ZIP_DEPTH} deep inside each other; this one lies "
                "deeper. Unpack it yourself and drop the folder."
            )
        yield from self._read_tables(archive, name)
        for entry in archive.entries:
            path = f"{name}/{entry.path}"
            if self.skip(path):
                self.found += 1
                continue
            try:
                yield from self._read_entry(archive, entry, path, zip_depth)
            except UnreadableFileError as error:
                self.found += 1
                yield _failed(path, error)

    def _read_entry(
        self, archive: SafeZip, entry: Entry, path: str, zip_depth: int
    ) -> Iterator[Member]:
        if entry.refusal:
            raise DamagedFileError(entry.refusal)
        kind = _kind_of(archive.read_head(entry, HEAD_BYTES))
        if kind is Format.ZIP:
            inner = SafeZip(archive.open_inner(entry), archive.budget)
            yield from self._read_zip(inner, path, zip_depth + 1)
        elif kind is not None:
            most_bytes = LEAVES[kind].most_bytes if kind in LEAVES else XML_MAX_BYTES
            raw = archive.read(entry, most_bytes)
            content = _Content(raw, path, data=raw, notes=entry.notes)
            yield from self._read_content(content, kind, zip_depth)

    def _read_content(self, content: "_Content", kind: Format, zip_depth: int) -> Iterator[Member]:
        if kind is Format.GZIP:
            content = content.unpacked()
            inner_kind = _kind_of(content.head()) if content.data else detect_format(content.head())
            if inner_kind is not None:
                yield from self._read_content(content, inner_kind, zip_depth)
        elif kind is Format.ZIP:
            inner = SafeZip(io.BytesIO(content.raw), content.budget())
            yield from self._read_zip(inner, content.path, zip_depth + 1)
        else:
            self.found += 1
            sha256 = hashlib.sha256(content.raw).hexdigest()
            self.on_member(content.path, sha256)
            outcome = _read_leaf(content, kind, self.tables)
            yield Member(content.path, content.data, sha256, outcome)

    def _read_tables(self, archive: SafeZip, name: str) -> Iterator[Member]:
        for entry in archive.entries:
            path = f"{name}/{entry.path}"
            if not entry.refusal and not self.skip(path) and entry.path.endswith(TABLES):
                with contextlib.suppress(UnreadableFileError):
                    shoes = self._read_table(archive.read(entry, TABLE_MAX_BYTES), entry.path)
                    if shoes.records:
                        self.on_member(path, shoes.sha256)
                        yield shoes.member(path)

    def _read_table(self, table: bytes, path: str) -> "_Shoes":
        if path.endswith(garmin.ACTIVITIES):
            self.tables.summaries |= {round(s.start_s): s for s in garmin.read_summaries(table)}
        elif path.endswith(garmin.GEAR):
            shoes, gear_of = garmin.read_gear(table)
            self.tables.gear_of |= gear_of
            return _Shoes(table, shoes)
        elif read_gear_table(table):
            self.tables.rows.update(read_gear_table(table))
        else:
            return _Shoes(table, read_shoes(table))
        return _Shoes(table, ())


@dataclass(frozen=True)
class _Content:
    """The bytes of a file and where it lay; `data` is None where it was dropped by itself."""

    raw: bytes
    path: str
    data: bytes | None = None
    notes: tuple[Note, ...] = ()
    gzip_depth: int = 0

    def head(self) -> bytes:
        return self.raw[:HEAD_BYTES]

    def budget(self) -> Budget:
        return Budget(ARCHIVE_MAX_TOTAL_BYTES, len(self.raw))

    def unpacked(self) -> "_Content":
        if self.gzip_depth >= GZIP_MAX_DEPTH:
            raise LimitExceededError(
                "A gzip in a gzip is not read. Unpack it yourself and drop what is inside."
            )
        raw, notes = gunzip(self.raw, XML_MAX_BYTES)
        return replace(self, raw=raw, notes=self.notes + notes, gzip_depth=self.gzip_depth + 1)


@dataclass(frozen=True)
class _Shoes:
    """A list of shoes and the table it stood in."""

    table: bytes
    records: tuple[ShoeRecord, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.table).hexdigest()

    def member(self, path: str) -> Member:
        outcome = Parsed((), shoes=self.records, why_empty="A list of shoes.")
        return Member(path, self.table, self.sha256, outcome)


def _read_leaf(content: _Content, kind: Format, tables: _Tables) -> Parsed | Failed:
    try:
        return _parse_leaf(content, kind, tables)
    except UnreadableFileError as error:
        return Failed(type(error).__name__, str(error))
    except MemoryError:
        return Failed(LimitExceededError.__name__, "Reading it takes more memory than allowed.")
    except Exception as error:  # noqa: BLE001 - a mistake in one reader must not stop the other files
        return Failed(
            DamagedFileError.__name__,
            f"Midstance stumbled over this file ({type(error).__name__}). Please report it.",
        )


def _parse_leaf(content: _Content, kind: Format, tables: _Tables) -> Parsed:
    leaf = LEAVES.get(kind)
    if leaf is None:
        raise UnknownFormatError("An Apple Health export has to be dropped by itself.")
    if len(content.raw) > leaf.most_bytes:
        raise LimitExceededError(
            f"A {kind.upper()} file may hold {leaf.most_bytes} bytes; this one holds "
            f"{len(content.raw)}."
        )
    activities = tables.read(leaf, content.raw)
    if not activities:
        return Parsed((), why_empty=leaf.explain_empty(content.raw))
    noted = (replace(each, notes=content.notes + each.notes) for each in activities)
    return Parsed(tuple(tables.enrich(each, content.path) for each in noted))


def _kind_of(head: bytes) -> Format | None:
    """The format of a file in an archive; None where it is no activity file."""
    try:
        return detect_format(head)
    except UnknownFormatError:
        return None


def _failed(path: str, error: UnreadableFileError) -> Member:
    return Member(path, None, "", Failed(type(error).__name__, str(error)))
