"""Holding a job: the lease, the heartbeat, and noticing that somebody else took it."""

import os
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from midstance.core.base.errors import MidstanceError
from midstance.store.models import Job, JobState, Runner

LEASE_S = 30.0
BEAT_S = 5.0


class JobLostError(MidstanceError):
    """The job was called off or taken by another worker."""


def worker_name() -> str:
    return f"{os.getpid()}-{uuid.uuid4().hex[:12]}"


def beat(job: Job, **changes: object) -> bool:
    """Prolong the lease; False when the job is no longer ours."""
    return Job.objects.beat(job, timezone.now(), LEASE_S, **changes)


@contextmanager
def hold_own_job(runner: Runner, kind: str, arguments: Mapping[str, object]) -> Iterator[Job]:
    """A job that this process does itself; when it dies, a worker takes the job up."""
    now = timezone.now()
    job = Job.objects.create(
        owner=runner,
        kind=kind,
        arguments=dict(arguments),
        state=JobState.RUNNING,
        worker_id=worker_name(),
        attempt=1,
        heartbeat_at=now,
        lease_until=now + timedelta(seconds=LEASE_S),
    )
    try:
        with heartbeat(job):
            yield job
    except BaseException as error:
        finish(job, JobState.FAILED, message=str(error) or type(error).__name__)
        raise
    finish(job, JobState.DONE)


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Keep the lease from a thread while the work goes on."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(BEAT_S):
            close_old_connections()
            beat(job)
        connection.close()

    thread = threading.Thread(target=keep, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def finish(job: Job, state: JobState, **changes: object) -> bool:
    return Job.objects.finish(job, timezone.now(), state, **changes)
