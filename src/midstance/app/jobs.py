"""Background work: start it, watch it, call it off. A killed worker's job goes on elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from midstance.app.import_runs import FileOutcome
from midstance.store.models import Runner


@dataclass(frozen=True)
class JobStatus:
    """How a job stands; `state` is queued, running, done, failed or cancelled.

    `counts` holds imported, duplicates, skipped and failed for an import.
    """

    id: UUID
    kind: str  # import, sample, rebuild
    state: str
    progress_done: int
    progress_total: int
    message: str
    counts: dict[str, int]
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}


def start_import(runner: Runner, paths: Sequence[Path]) -> JobStatus:
    """Queue an import of files and folders of this machine.

    *Changes* adds a job.
    *Refuses* paths that do not exist.
    *Twice* adds a second job, which finds only duplicates.
    *Privacy* reads only the given paths.
    """
    raise NotImplementedError


def start_upload(runner: Runner, uploads: Iterable[tuple[str, BinaryIO]]) -> JobStatus:
    """Take uploaded files (name, stream) into the inbox and queue their import.

    *Changes* writes the inbox, adds a job; the inbox is emptied when the job is done.
    *Refuses* an empty upload.
    *Twice* adds a second job, which finds only duplicates.
    *Privacy* files stay in the data folder.
    """
    raise NotImplementedError


def start_sample(runner: Runner) -> JobStatus:
    """Queue the sample runner.

    *Changes* adds a job that writes and imports sample files.
    *Refuses* when the runner already has runs (RefusedError).
    *Twice* is refused.
    *Privacy* the sample is made up.
    """
    raise NotImplementedError


def job_status(runner: Runner, job_id: UUID) -> JobStatus:
    """How a job stands.

    *Changes* nothing.
    *Refuses* an unknown job (NotFoundError).
    *Twice* gives the same until the job moves.
    *Privacy* the runner's own job only.
    """
    raise NotImplementedError


def list_jobs(runner: Runner, *, limit: int = 10) -> tuple[JobStatus, ...]:
    """The latest jobs, newest first.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until a job moves.
    *Privacy* the runner's own jobs only.
    """
    raise NotImplementedError


def read_file_outcomes(
    runner: Runner, job_id: UUID, *, outcome: str = "", limit: int = 1000
) -> tuple[FileOutcome, ...]:
    """The per-file report of an import, in the order read.

    *Changes* nothing.
    *Refuses* an unknown job (NotFoundError).
    *Twice* gives the same until the job moves.
    *Privacy* the runner's own job only.
    """
    raise NotImplementedError


def cancel_job(runner: Runner, job_id: UUID) -> JobStatus:
    """Call a job off; what it has brought in so far stays.

    *Changes* the job's state.
    *Refuses* an unknown job (NotFoundError).
    *Twice* changes nothing more.
    *Privacy* the runner's own job only.
    """
    raise NotImplementedError
