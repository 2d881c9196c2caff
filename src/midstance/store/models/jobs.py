"""Background work that outlives its worker, and what became of each file of an import.

A running job belongs to the worker that holds its lease. Every change of state is one conditional
UPDATE, so of two workers exactly one wins, on SQLite and on PostgreSQL alike.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from midstance.store.models.fields import ShortWordsField, WordsField
from midstance.store.models.owned import Owned, OwnedQuerySet
from midstance.store.models.runner import Runner
from midstance.store.models.runs import SHA256_DIGITS

KILLS_TO_QUARANTINE = 3


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobQuerySet(OwnedQuerySet["Job"]):
    """Jobs; `now` is always the caller's clock."""

    def claim(self, now: datetime, worker_id: str, lease_s: float) -> "Job | None":
        """Give the oldest queued job to this worker, or None when there is none."""
        while True:
            key = self.queued().values_list("pk", flat=True).first()
            if key is None:
                return None
            won = self.filter(pk=key, state=JobState.QUEUED).update(
                state=JobState.RUNNING,
                worker_id=worker_id,
                attempt=F("attempt") + 1,
                heartbeat_at=now,
                lease_until=now + timedelta(seconds=lease_s),
            )
            if won:
                return self.get(pk=key)

    def queued(self) -> "JobQuerySet":
        return self.filter(state=JobState.QUEUED).order_by("created_at", "pk")

    def held_by(self, job: "Job") -> "JobQuerySet":
        """The job's row, as long as this attempt of this worker still holds it."""
        return self.filter(
            pk=job.pk, state=JobState.RUNNING, worker_id=job.worker_id, attempt=job.attempt
        )

    def beat(self, job: "Job", now: datetime, lease_s: float, **changes: Any) -> bool:  # noqa: ANN401 # columns of several types
        """Prolong the lease and store progress; False when the job is no longer this worker's."""
        lease_until = now + timedelta(seconds=lease_s)
        return bool(self.held_by(job).update(heartbeat_at=now, lease_until=lease_until, **changes))

    def finish(self, job: "Job", now: datetime, state: JobState, **changes: Any) -> bool:  # noqa: ANN401 # columns of several types
        """End the job as done, failed or cancelled; False when it is no longer this worker's."""
        return bool(
            self.held_by(job).update(
                state=state, finished_at=now, lease_until=None, worker_id="", **changes
            )
        )

    def release(self, job: "Job") -> bool:
        """Put the job back in the queue, as a worker does that is asked to stop."""
        return bool(self.held_by(job).update(state=JobState.QUEUED, lease_until=None, worker_id=""))

    def cancel(self, now: datetime) -> int:
        """Call these jobs off; a running one learns of it at its next beat."""
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).update(
            state=JobState.CANCELLED, finished_at=now, lease_until=None, worker_id=""
        )

    def reap(self, now: datetime, max_attempts: int) -> tuple[int, int]:
        """Queue again what lost its worker; fail what lost too many. Gives (queued, failed)."""
        lost = self.filter(state=JobState.RUNNING, lease_until__lt=now)
        failed = lost.filter(attempt__gte=max_attempts).update(
            state=JobState.FAILED,
            finished_at=now,
            lease_until=None,
            worker_id="",
            message="The work stopped without a word too often.",
        )
        queued = lost.update(state=JobState.QUEUED, lease_until=None, worker_id="")
        return queued, failed


class Job(Owned):
    """One piece of background work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=32)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=JobState, default=JobState.QUEUED)
    worker_id = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    checkpoint = models.JSONField(default=dict)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    message = WordsField(blank=True, default="")
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Job"]] = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
                name="job_running_means_leased",
            ),
        )
        indexes = (
            models.Index(fields=("state", "created_at"), name="job_queue"),
            models.Index(fields=("owner", "created_at"), name="job_owner"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Outcome(models.TextChoices):
    """The four ends of a file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


class ImportedFile(Owned):
    """What became of one file of an import; `runs` lists the keys of the runs it gave."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="imported_files")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="files")
    path = ShortWordsField()
    content_sha256 = models.CharField(max_length=SHA256_DIGITS, blank=True, default="")
    outcome = models.CharField(max_length=9, choices=Outcome)
    kind = models.CharField(max_length=64, blank=True, default="")
    reason = WordsField(blank=True, default="")
    runs = models.JSONField(default=list)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("job", "path"), name="imported_file_once_per_job"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="imported_file_outcome_known"
            ),
        )
        indexes = (models.Index(fields=("job", "outcome"), name="imported_file_outcome"),)

    def __str__(self) -> str:
        return f"{self.path} {self.outcome}"


class QuarantineQuerySet(OwnedQuerySet["Quarantine"]):
    """Files that killed their parser."""

    def closed(self) -> "QuarantineQuerySet":
        """Those that did so too often to be read again."""
        return self.filter(kills__gte=KILLS_TO_QUARANTINE)

    def add_kill(self, owner: Runner, content_sha256: str, path: str, reason: str) -> int:
        """Count one more kill and give the count."""
        self.get_or_create(owner=owner, content_sha256=content_sha256)
        row = self.filter(owner=owner, content_sha256=content_sha256)
        row.update(kills=F("kills") + 1, path=path, reason=reason)
        return row.values_list("kills", flat=True).get()


class Quarantine(Owned):
    """A file that killed its parser, and how often."""

    owner = models.ForeignKey(Runner, on_delete=models.CASCADE, related_name="quarantined")
    content_sha256 = models.CharField(max_length=SHA256_DIGITS)
    path = ShortWordsField(blank=True, default="")
    kills = models.PositiveSmallIntegerField(default=0)
    reason = WordsField(blank=True, default="")

    objects: ClassVar[models.Manager["Quarantine"]] = QuarantineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "content_sha256"), name="quarantine_once_per_owner"
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} {self.kills}"
