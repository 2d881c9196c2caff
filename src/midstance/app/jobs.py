"""Background work: start it, watch it, call it off. A killed worker's job goes on elsewhere."""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from midstance.app.collect_upload import add_to_upload, open_upload, upload_folder
from midstance.app.films.states import end_films_of
from midstance.app.outcome import FileOutcome, Outcome
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.home import inbox_folder, open_folder
from midstance.store.models import ImportedFile, Job, JobState, Run, Runner

IMPORT, SAMPLE, LOADS, REBUILD = "import", "sample", "loads", "rebuild"
BACKUP, FILM = "backup", "film"
COUNTED = ("imported", "duplicates", "skipped", "failed")


@dataclass(frozen=True)
class JobStatus:
    """How a job stands; `state` is queued, running, done, failed or cancelled.

    `counts` holds imported, duplicates, skipped and failed for an import.
    """

    id: UUID
    kind: str  # import, sample, loads, rebuild, backup, film
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
    *Refuses* paths that do not exist (NotFoundError).
    *Twice* adds a second job, which finds only duplicates.
    *Privacy* reads only the given paths.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise NotFoundError(f"There is nothing at {', '.join(missing)}. Nothing was changed.")
    wanted = [str(path.absolute()) for path in paths]
    return _add_job(runner, IMPORT, {"paths": wanted})


def start_upload(runner: Runner, uploads: Iterable[tuple[str, BinaryIO]]) -> JobStatus:
    """Take uploaded files (name, stream) into the inbox and queue their import.

    *Changes* writes the inbox, adds a job; the inbox is emptied when the job is done.
    *Refuses* an empty upload (RefusedError).
    *Twice* adds a second job, which finds only duplicates.
    *Privacy* files stay in the data folder.
    """
    upload_id = open_upload(runner)
    count = 0
    for name, stream in uploads:
        with add_to_upload(runner, upload_id, name) as file:
            shutil.copyfileobj(stream, file)
        count += 1
    if not count:
        shutil.rmtree(upload_folder(runner, upload_id), ignore_errors=True)
        raise RefusedError("Expected at least one file; none came. Choose a file or a folder.")
    return start_collected_import(runner, upload_folder(runner, upload_id))


def start_collected_import(runner: Runner, folder: Path) -> JobStatus:
    """Queue the import of a folder of the inbox, which then belongs to the job.

    *Changes* moves the folder and adds a job; the folder is removed when the job is done.
    *Refuses* nothing.
    *Twice* cannot be: the folder is gone after the first.
    *Privacy* files stay in the data folder.
    """
    taken = open_folder(inbox_folder() / "taken") / folder.name
    folder.rename(taken)
    arguments = {"paths": [str(taken)], "root": str(taken), "remove": str(taken)}
    return _add_job(runner, IMPORT, arguments)


def start_backup(runner: Runner) -> JobStatus:
    """Queue a backup of the whole installation into the data folder's `backups`.

    *Changes* adds a job.
    *Refuses* while several runners share the installation (RefusedError): it would hold them all.
    *Twice* gives the job that is still going on.
    *Privacy* the file holds everything and is not encrypted; it stays in the data folder.
    """
    with transaction.atomic():
        if Runner.objects.count() > 1:
            raise RefusedError(
                "Several runners share this Midstance, and a backup holds them all. Whoever looks "
                "after the machine can make one with `midstance backup`."
            )
        going_on = Job.objects.owned_by(runner).filter(
            kind=BACKUP, state__in=(JobState.QUEUED, JobState.RUNNING)
        )
        job = going_on.first()
        return _status(job) if job else _add_job(runner, BACKUP, {})


def start_sample(runner: Runner) -> JobStatus:
    """Queue the sample runner.

    *Changes* adds a job that writes and imports sample files.
    *Refuses* when the runner already has runs (RefusedError).
    *Twice* is refused, or gives the job that is still going on.
    *Privacy* the sample is made up.
    """
    with transaction.atomic():
        if Run.objects.owned_by(runner).exists():
            raise RefusedError("There are runs already; the sample would mix with them.")
        going_on = Job.objects.owned_by(runner).filter(
            kind=SAMPLE, state__in=(JobState.QUEUED, JobState.RUNNING)
        )
        job = going_on.first()
        return _status(job) if job else _add_job(runner, SAMPLE, {})


def start_film(runner: Runner, film_id: UUID) -> JobStatus:
    """Queue the analysis of a film that lies in the inbox.

    *Changes* adds a job.
    *Refuses* nothing.
    *Twice* adds a second job; only the one that the film names does anything.
    *Privacy* the film is read in a locked process, and deleted after it.
    """
    return _add_job(runner, FILM, {"film": str(film_id)})


def job_status(runner: Runner, job_id: UUID) -> JobStatus:
    """How a job stands.

    *Changes* nothing.
    *Refuses* an unknown job (NotFoundError).
    *Twice* gives the same until the job moves.
    *Privacy* the runner's own job only.
    """
    return _status(_own_job(runner, job_id))


def list_jobs(
    runner: Runner, *, limit: int = 10, kinds: Collection[str] = ()
) -> tuple[JobStatus, ...]:
    """The latest jobs, newest first; of all kinds, unless some are named.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until a job moves.
    *Privacy* the runner's own jobs only.
    """
    jobs = Job.objects.owned_by(runner).order_by("-created_at", "pk")
    jobs = jobs.filter(kind__in=kinds) if kinds else jobs
    return tuple(_status(job) for job in jobs[:limit])


def read_file_outcomes(
    runner: Runner, job_id: UUID, *, outcome: str = "", limit: int = 1000
) -> tuple[FileOutcome, ...]:
    """The per-file report of an import, in the order read.

    *Changes* nothing.
    *Refuses* an unknown job (NotFoundError).
    *Twice* gives the same until the job moves.
    *Privacy* the runner's own job only.
    """
    files = ImportedFile.objects.owned_by(runner).filter(job=_own_job(runner, job_id))
    if outcome:
        files = files.filter(outcome=outcome)
    columns = ("path", "outcome", "kind", "reason", "runs")
    return tuple(
        FileOutcome(path, Outcome(end), kind, reason, tuple(runs))
        for path, end, kind, reason, runs in files.order_by("pk").values_list(*columns)[:limit]
    )


def cancel_job(runner: Runner, job_id: UUID) -> JobStatus:
    """Call a job off; what it has brought in so far stays, and a film it looks at goes.

    *Changes* the job's state.
    *Refuses* an unknown job (NotFoundError).
    *Twice* changes nothing more.
    *Privacy* the runner's own job only.
    """
    job = _own_job(runner, job_id)
    Job.objects.owned_by(runner).filter(pk=job.pk).cancel(timezone.now())
    end_films_of(job)
    return job_status(runner, job_id)


def _add_job(runner: Runner, kind: str, arguments: Mapping[str, object]) -> JobStatus:
    return _status(Job.objects.create(owner=runner, kind=kind, arguments=dict(arguments)))


def _own_job(runner: Runner, job_id: UUID) -> Job:
    try:
        return Job.objects.owned_by(runner).get(pk=job_id)
    except (Job.DoesNotExist, ValidationError):
        raise NotFoundError(
            "This job is not known. It may belong to another data folder."
        ) from None


def _status(job: Job) -> JobStatus:
    return JobStatus(
        id=job.pk,
        kind=job.kind,
        state=job.state,
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        message=job.message,
        counts={name: int(job.result.get(name, 0)) for name in COUNTED},
        created_at=job.created_at,
        finished_at=job.finished_at,
    )
