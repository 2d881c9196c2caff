"""Store a batch of prepared files in one transaction, and say what became of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, OperationalError, transaction

from midstance.app.importing.groups import link_duplicates
from midstance.app.importing.prepare import PreparedFile, PreparedRun
from midstance.app.importing.rows import load_row, run_row, streams_row, tissue_rows
from midstance.app.outcome import FileOutcome, Outcome
from midstance.app.shoes.kinds import ShoeBook, read_shoe_book
from midstance.app.shoes.settle import settle_shoes, wear, wearing_of
from midstance.importers.activity import ShoeRecord
from midstance.store.blobs import Blobs, StoredBlob
from midstance.store.models import (
    ImportedFile,
    Job,
    Original,
    Run,
    RunLoad,
    Runner,
    RunStreams,
    Shoe,
    TissueLoadRow,
)
from midstance.store.models.fields import storable_short_words

TRIES = 5
SAME_BYTES = "The same recording was imported before."
SAME_RUN = "The same run came from another file already. Both are kept, the fuller one is shown."


@dataclass
class Batch:
    """One transaction's worth of files.

    Parameters
    ----------
    blobs : where the bytes of each file lie now; None for files without runs.
    existing : runs that were stored before, by key.
    new : runs of this batch, by key.
    """

    runner: Runner
    files: Sequence[PreparedFile]
    blobs: Sequence[StoredBlob | None]
    existing: dict[str, Run] = field(default_factory=dict)
    new: dict[str, Run] = field(default_factory=dict)

    def store(self) -> list[FileOutcome]:
        """Insert what is new; the caller holds the transaction."""
        keys = [run.key for file in self.files for run in file.runs]
        stored = Run.objects.owned_by(self.runner).filter(key__in=keys)
        self.existing = {run.key: run for run in stored.select_related("original")}
        self._rename_originals()
        book = self._insert_shoes()
        merged = self._insert_runs(book)
        groups = link_duplicates(self.runner, list(self.new.values())) if self.new else {}
        settle_shoes(self.runner, {*merged, *(run.pk for run in self.new.values())}, book)
        return self._judge(groups)

    def _insert_runs(self, book: ShoeBook) -> list[int]:
        """Insert what is new; gives the known runs of which more was told."""
        originals = self._insert_originals()
        merged: list[int] = []
        prepared: dict[str, PreparedRun] = {}
        for file, blob in zip(self.files, self.blobs, strict=True):
            if blob is None:
                continue
            for run in file.runs:
                told = run_row(self.runner, run, originals[blob.sha256])
                known = self.existing.get(run.key) or self.new.get(run.key)
                if known is None:
                    self.new[run.key], prepared[run.key] = told, run
                elif merge_tellings(known, told) and known.pk is not None:
                    known.save()
                    merged.append(known.pk)
        for row in self.new.values():
            wear(row, wearing_of([row], book))
        rows = Run.objects.bulk_create(self.new.values())
        insert_details([(row, prepared[row.key]) for row in rows])
        return merged

    def _rename_originals(self) -> None:
        """Of the names that the same bytes came under, the first in the alphabet is kept."""
        names = {file.original_sha256: file.name for file in self.files if file.original_sha256}
        for original in Original.objects.owned_by(self.runner).filter(sha256__in=list(names)):
            if names[original.sha256] < original.name:
                original.name = names[original.sha256]
                original.save(update_fields=["name"])

    def _insert_originals(self) -> dict[str, Original]:
        """The originals of all runs of the batch, by the digest of their bytes."""
        wanted: dict[str, Original] = {}
        for file, blob in zip(self.files, self.blobs, strict=True):
            if blob is None:
                continue
            told = original_row(self.runner, file, blob)
            known = wanted.setdefault(blob.sha256, told)
            known.name = min(known.name, told.name)
        there = Original.objects.owned_by(self.runner).filter(sha256__in=list(wanted))
        for known in there:
            told = wanted[known.sha256]
            if told.name < known.name:
                known.name = told.name
                known.save(update_fields=["name"])
            wanted[known.sha256] = known
        missing = [original for original in wanted.values() if original.pk is None]
        Original.objects.bulk_create(missing)
        return wanted

    def _insert_shoes(self) -> ShoeBook:
        """The shoes that she has and that the files name; a listed pair brings brand and model."""
        worn = {run.run.gear: ShoeRecord(run.run.gear) for file in self.files for run in file.runs}
        listed = {shoe.name: shoe for file in self.files for shoe in file.shoes}
        told = {storable_short_words(name): shoe for name, shoe in (worn | listed).items() if name}
        book = read_shoe_book(self.runner)
        for name, shoe in told.items():
            row = book.of_gear(name)
            if row is None:
                Shoe.objects.create(
                    owner=self.runner, name=name, brand=shoe.brand, model=shoe.model
                )
            elif (shoe.brand or shoe.model) and not (row.brand or row.model):
                row.brand, row.model = shoe.brand, shoe.model
                row.save()
        return read_shoe_book(self.runner) if told else book

    def _judge(self, groups: dict[int, frozenset[int]]) -> list[FileOutcome]:
        told: set[int] = set()  # runs of this batch that an earlier file of it brought
        outcomes = []
        for file in self.files:
            if file.outcome is not Outcome.IMPORTED:
                outcomes.append(FileOutcome(file.path, file.outcome, file.kind, file.reason))
                continue
            outcomes.append(self._judge_file(file, groups, told))
            told |= {self.new[run.key].pk for run in file.runs if run.key in self.new}
        return outcomes

    def _judge_file(
        self, file: PreparedFile, groups: dict[int, frozenset[int]], told: set[int]
    ) -> FileOutcome:
        keys = tuple(run.key for run in file.runs)
        fresh = [self.new[key].pk for key in keys if key in self.new]
        fresh = [pk for pk in fresh if pk not in told]
        if not fresh:
            return FileOutcome(file.path, Outcome.DUPLICATE, "same_bytes", SAME_BYTES, keys)
        later = {row.pk for row in self.new.values()} - told
        if all(groups[pk] - later for pk in fresh):
            return FileOutcome(file.path, Outcome.DUPLICATE, "same_run", SAME_RUN, keys)
        return FileOutcome(file.path, Outcome.IMPORTED, runs=keys)


def original_row(runner: Runner, file: PreparedFile, blob: StoredBlob) -> Original:
    return Original(
        owner=runner,
        sha256=blob.sha256,
        content_sha256=file.content_sha256,
        size=blob.size,
        name=file.name,
        format=file.runs[0].run.source,
    )


def merge_tellings(known: Run, told: Run) -> bool:
    """What lay beside the same bytes elsewhere, chosen so that the order plays no part."""
    before = (known.original.sha256, known.name, known.gear)
    if told.original.sha256 < known.original.sha256:
        known.original = told.original
    known.name = first_told(known.name, told.name)
    known.gear = first_told(known.gear, told.gear)
    return before != (known.original.sha256, known.name, known.gear)


def first_told(one: str, other: str) -> str:
    """The first in the alphabet of two words that are not empty."""
    return min(filter(None, (one, other)), default="")


def insert_details(pairs: Sequence[tuple[Run, PreparedRun]]) -> None:
    """The streams and loads of runs that were just inserted."""
    RunStreams.objects.bulk_create([streams_row(run, one.packed) for run, one in pairs])
    RunLoad.objects.bulk_create([load_row(run, one.load) for run, one in pairs])
    TissueLoadRow.objects.bulk_create(
        [row for run, one in pairs for row in tissue_rows(run, one.load)]
    )


def store_files(
    runner: Runner, job: Job, files: Sequence[PreparedFile], blobs: Blobs
) -> list[FileOutcome]:
    """Blobs first, then all rows of the batch at once, with the report of its files.

    Another import may store the same files at the same moment: then the transaction is tried
    again and finds them there.
    """
    stored = put_originals(files, blobs)
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                lock_runner(runner)
                outcomes = Batch(runner, files, stored).store()
                report_files(runner, job, files, outcomes)
        except (IntegrityError, OperationalError):
            if not left:
                raise
        else:
            return outcomes
    raise AssertionError  # the loop returns or raises


def put_originals(files: Sequence[PreparedFile], blobs: Blobs) -> list[StoredBlob | None]:
    """None for files without runs."""
    contents = [file.data for file in files if file.runs and file.data is not None]
    stored = iter(blobs.put_all(contents))
    return [put_original(file, stored, blobs) for file in files]


def put_original(
    file: PreparedFile, stored: Iterator[StoredBlob], blobs: Blobs
) -> StoredBlob | None:
    if not file.runs:
        return None
    if file.data is not None:
        return next(stored)
    with file.source.open("rb") as stream:
        return blobs.put(stream)


def lock_runner(runner: Runner) -> None:
    """One writer a runner at a time, so that groups of duplicates are seen whole."""
    Runner.objects.select_for_update().only("pk").get(pk=runner.pk)


def report_files(
    runner: Runner, job: Job, files: Sequence[PreparedFile], outcomes: Sequence[FileOutcome]
) -> None:
    ImportedFile.objects.bulk_create(
        [
            ImportedFile(
                owner=runner,
                job=job,
                path=outcome.path,
                content_sha256=file.content_sha256,
                outcome=outcome.outcome,
                kind=outcome.kind,
                reason=outcome.reason,
                runs=list(outcome.runs),
            )
            for file, outcome in zip(files, outcomes, strict=True)
        ],
        ignore_conflicts=True,  # the same job taken up twice reports a file once
    )
