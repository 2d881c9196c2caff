"""Bring activity files in: every file ends in exactly one class, with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from midstance.store.models import Job, Runner


class Outcome(StrEnum):
    """The four ends of a file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file; `kind` is a short class of reason, `reason` its words."""

    path: str
    outcome: Outcome
    kind: str = ""
    reason: str = ""
    runs: tuple[str, ...] = ()


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


def import_paths(
    runner: Runner,
    paths: Iterable[Path],
    *,
    on_progress: Callable[[ImportProgress], None] = lambda _progress: None,
    job: Job | None = None,
) -> ImportReport:
    """Import files and folders, each file once, and say what became of each.

    *Changes* originals, runs, streams, loads and the per-file report.
    *Refuses* nothing; a file that cannot be read is reported and the rest goes on.
    *Twice* gives only duplicates; with the same job it goes on at the last finished file.
    *Privacy* reads only the given paths; nothing leaves the machine.
    """
    raise NotImplementedError
