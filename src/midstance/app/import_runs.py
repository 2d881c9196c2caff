"""Bring activity files in: every file ends in exactly one class, with a reason."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from midstance.app.importing.prepare import Estimator, PreparedFile
from midstance.app.importing.sources import SourceFile, find_sources
from midstance.app.importing.store_files import store_files
from midstance.app.outcome import FileOutcome, Outcome
from midstance.app.run_job import JobLostError, beat, hold_own_job
from midstance.core.base.errors import NotFoundError, ParserKilledError, UnreadableFileError
from midstance.importers.activity import Failed, Member
from midstance.importers.sandbox import SandboxedReader
from midstance.knowledge.parameters import load_parameters
from midstance.store.blobs import Blobs, blobs
from midstance.store.models import ImportedFile, Job, Original, Quarantine, Runner
from midstance.store.models.fields import storable_short_words

__all__ = ["FileOutcome", "ImportProgress", "ImportReport", "Outcome", "import_paths"]

FILES_AT_ONCE = 32
BYTES_AT_ONCE = 16 * 1024**2
SECONDS_AT_ONCE = 2.0
READ_WHOLE_BYTES = 64 * 1024**2
SAME_BYTES = "The same file was imported before."
QUARANTINED = "Reading it ended its reader three times, so it was set aside and is not read again."


@dataclass(frozen=True)
class ImportReport:
    """One import counted; files = imported + duplicates + skipped + failed."""

    files: int
    imported: int
    duplicates: int
    skipped: int
    failed: int
    seconds: float
    runs: tuple[str, ...]
    problems: tuple[FileOutcome, ...]


@dataclass(frozen=True)
class ImportProgress:
    """How far an import is; total counts dropped files, `done` the ones read to their end."""

    done: int
    total: int
    path: str
    imported: int
    duplicates: int
    skipped: int
    failed: int


OnProgress = Callable[[ImportProgress], None]
open_run_reader = partial(SandboxedReader, reader="midstance.importers.archive:read_runs")


def import_paths(
    runner: Runner,
    paths: Iterable[Path],
    *,
    on_progress: OnProgress = lambda _progress: None,
    job: Job | None = None,
    root: Path | None = None,
    open_reader: Callable[[], SandboxedReader] = open_run_reader,
) -> ImportReport:
    """Import files and folders, each file once, and say what became of each.

    *Changes* originals, runs, streams, loads and the per-file report.
    *Refuses* paths that do not exist; a file that cannot be read is reported, the rest goes on.
    *Twice* gives only duplicates; with the same job it goes on at the last finished file.
    *Privacy* reads only the given paths; nothing leaves the machine.
    """
    began = time.monotonic()
    paths = [path.expanduser().absolute() if job else path for path in paths]
    missing = [str(path) for path in paths if not path.exists()]
    if missing and job is None:
        raise NotFoundError(f"There is nothing at {', '.join(missing)}. Nothing was imported.")
    if job is None:
        arguments = {"paths": [str(path.absolute()) for path in paths]}
        with hold_own_job(runner, "import", arguments) as own:
            _Import(runner, own, on_progress, open_reader).run(find_sources(paths, root))
            job = own
    else:
        _Import(runner, job, on_progress, open_reader).run(find_sources(paths, root))
    return _report(runner, job, time.monotonic() - began)


@dataclass
class _Import:
    """One run through the sources of a job; what is finished is skipped."""

    runner: Runner
    job: Job
    on_progress: OnProgress
    open_reader: Callable[[], SandboxedReader]
    waiting: list[PreparedFile] = field(default_factory=list)
    waiting_since: float = 0.0
    waiting_bytes: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    done: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        self.blobs: Blobs = blobs()
        self.estimator = Estimator(self.runner.body, load_parameters())
        finished = ImportedFile.objects.owned_by(self.runner).filter(job=self.job)
        self.reported: set[str] = set()
        for path, outcome in finished.values_list("path", "outcome"):
            self.reported.add(path)
            self.counts[Outcome(outcome)] += 1
        self.reported_before = frozenset(self.reported)
        originals = Original.objects.owned_by(self.runner)
        self.known = dict(originals.values_list("sha256", "content_sha256"))
        closed = Quarantine.objects.owned_by(self.runner).closed()
        self.closed = dict(closed.values_list("content_sha256", "path"))

    def run(self, sources: tuple[SourceFile, ...]) -> None:
        self.total = len(sources)
        with self.open_reader() as reader:
            for source in sources:
                if storable_short_words(source.name) not in self.reported:
                    for prepared in self._prepare_source(reader, source):
                        self._add(prepared)
                self.done += 1
                self._flush_when_full(source.name)
        self._flush(sources[-1].name if sources else "")

    def _prepare_source(
        self, reader: SandboxedReader, source: SourceFile
    ) -> Iterator[PreparedFile]:
        try:
            whole = source.path.stat().st_size <= READ_WHOLE_BYTES
            data = source.path.read_bytes() if whole else None
        except OSError as error:
            reason = f"It could not be opened ({error.strerror}). Nothing was changed."
            yield PreparedFile(source.name, "", Outcome.FAILED, "unreadable", reason)
            return
        sha256 = hashlib.sha256(data).hexdigest() if data is not None else ""
        if sha256 in self.closed:
            yield PreparedFile(source.name, sha256, Outcome.FAILED, "quarantined", QUARANTINED)
        elif sha256 in self.known:
            yield PreparedFile(
                source.name,
                self.known[sha256],
                Outcome.DUPLICATE,
                "same_bytes",
                SAME_BYTES,
                original_sha256=sha256,
            )
        else:
            for member in self._read(reader, source):
                yield self._prepare_member(member, source, data)

    def _prepare_member(
        self, member: Member, source: SourceFile, data: bytes | None
    ) -> PreparedFile:
        prepared = self.estimator.prepare_member(member)
        if member.data is None:
            prepared = replace(prepared, data=data, source=source.path)
        return prepared

    def _read(self, reader: SandboxedReader, source: SourceFile) -> Iterator[Member]:
        """Members one by one; one that ends its reader is counted, the rest is read on."""
        inside = f"{source.name}/"
        closed = {path for path in self.closed.values() if path.startswith(inside)}
        skip = closed | {path for path in self.reported_before if path.startswith(inside)}
        for path in sorted(closed - self.reported):
            yield Member(path, None, "", Failed("quarantined", QUARANTINED))
        while True:
            try:
                for member in reader.read_source(source.path, source.name, skip):
                    skip.add(member.path)
                    yield member
            except ParserKilledError as error:
                path = error.member_path or source.name
                yield self._count_kill(path, error)
                if path in skip or path == source.name:
                    return
                skip.add(path)
            except UnreadableFileError as error:
                yield Member(source.name, None, "", Failed(type(error).__name__, str(error)))
                return
            else:
                return

    def _count_kill(self, path: str, error: ParserKilledError) -> Member:
        Quarantine.objects.add_kill(self.runner, error.member_sha256, path, error.reason)
        reason = f"Reading it had to be stopped ({error.reason}). The other files were read on."
        return Member(path, None, error.member_sha256, Failed("reader_stopped", reason))

    def _add(self, prepared: PreparedFile) -> None:
        prepared = replace(prepared, path=self._free_name(prepared.path))
        self.reported.add(storable_short_words(prepared.path))
        if not self.waiting:
            self.waiting_since = time.monotonic()
        self.waiting.append(prepared)
        self.waiting_bytes += len(prepared.data or b"") + sum(
            len(run.packed.blob) for run in prepared.runs
        )
        self._flush_when_full(prepared.path)

    def _free_name(self, path: str) -> str:
        number, name = 1, path
        while storable_short_words(name) in self.reported:
            number += 1
            name = f"{path} ({number})"
        return name

    def _flush_when_full(self, path: str) -> None:
        too_long = time.monotonic() - self.waiting_since > SECONDS_AT_ONCE
        too_many = len(self.waiting) >= FILES_AT_ONCE or self.waiting_bytes >= BYTES_AT_ONCE
        if self.waiting and (too_long or too_many):
            self._flush(path)

    def _flush(self, path: str) -> None:
        waiting, self.waiting, self.waiting_bytes = self.waiting, [], 0
        if waiting:
            outcomes = store_files(self.runner, self.job, waiting, self.blobs)
            self.counts.update(outcome.outcome for outcome in outcomes)
        self._tell(path)

    def _tell(self, path: str) -> None:
        counts = count_words(self.counts)
        progress = ImportProgress(done=self.done, total=self.total, path=path, **counts)
        changes = {"progress_done": self.done, "progress_total": self.total, "result": counts}
        if not beat(self.job, message=path, **changes):
            raise JobLostError("The import was called off. What came in so far is kept.")
        self.on_progress(progress)


def count_words(counts: Counter[Outcome]) -> dict[str, int]:
    return {
        "imported": counts[Outcome.IMPORTED],
        "duplicates": counts[Outcome.DUPLICATE],
        "skipped": counts[Outcome.SKIPPED],
        "failed": counts[Outcome.FAILED],
    }


def read_outcomes(runner: Runner, job: Job) -> tuple[FileOutcome, ...]:
    """The report of a job's files in the order in which they were stored."""
    rows = ImportedFile.objects.owned_by(runner).filter(job=job).order_by("pk")
    return tuple(
        FileOutcome(path, Outcome(outcome), kind, reason, tuple(runs))
        for path, outcome, kind, reason, runs in rows.values_list(
            "path", "outcome", "kind", "reason", "runs"
        )
    )


def _report(runner: Runner, job: Job, seconds: float) -> ImportReport:
    files = read_outcomes(runner, job)
    counts = Counter(file.outcome for file in files)
    imported = [file for file in files if file.outcome is Outcome.IMPORTED]
    return ImportReport(
        files=len(files),
        seconds=round(seconds, 3),
        runs=tuple(key for file in imported for key in file.runs),
        problems=tuple(file for file in files if file.outcome is not Outcome.IMPORTED),
        **count_words(counts),
    )
