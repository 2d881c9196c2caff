"""The worker process: takes jobs one by one, and looks into the watched folder."""

import logging
import shutil
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.db import close_old_connections
from django.utils import timezone

from midstance.app.back_up import back_up
from midstance.app.estimate_stored_loads import estimate_stored_loads
from midstance.app.films.analysis import analyse_film
from midstance.app.films.states import sweep_films
from midstance.app.import_runs import import_paths
from midstance.app.jobs import BACKUP, FILM, IMPORT, LOADS, REBUILD, SAMPLE
from midstance.app.make_sample import make_sample
from midstance.app.prepare_store import damage_told
from midstance.app.rebuild import rebuild
from midstance.app.run_job import LEASE_S, JobLostError, finish, heartbeat, worker_name
from midstance.app.watch_folder import FolderWatch
from midstance.core.base.errors import MidstanceError
from midstance.store.models import Job, JobState
from midstance.store.soundness import is_damage

IDLE_S = 0.5
REAP_S = 5.0
WATCH_S = 10.0
SWEEP_S = 60.0
MAX_ATTEMPTS = 5

logger = logging.getLogger(__name__)


class StopAskedError(BaseException):
    """The worker was asked to stop in the middle of a job; passes through every `except`."""


def do_import(job: Job) -> None:
    arguments = job.arguments
    root = arguments.get("root")
    paths = [Path(path) for path in arguments["paths"]]
    import_paths(job.owner, paths, job=job, root=Path(root) if root else None)
    if arguments.get("remove"):
        shutil.rmtree(arguments["remove"], ignore_errors=True)


WORK: Mapping[str, Callable[[Job], object]] = {
    IMPORT: do_import,
    SAMPLE: lambda job: make_sample(job.owner, job=job),
    LOADS: lambda job: estimate_stored_loads(job.owner, job=job),
    REBUILD: lambda job: rebuild(job.owner, job=job),
    BACKUP: lambda _job: back_up(None),
    FILM: analyse_film,
}


@dataclass
class Worker:
    """Claims and does jobs until asked to stop.

    Parameters
    ----------
    max_jobs : stop after so many jobs; None goes on for ever.
    """

    max_jobs: int | None = None
    name: str = field(default_factory=worker_name)
    stopping: threading.Event = field(default_factory=threading.Event)
    busy: bool = False
    watch: FolderWatch = field(default_factory=FolderWatch)
    next_reap: float = 0.0
    next_watch: float = 0.0
    next_sweep: float = 0.0

    def run(self) -> None:
        done = 0
        while not self.stopping.is_set() and (self.max_jobs is None or done < self.max_jobs):
            close_old_connections()
            self._look_around()
            if self.do_next_job():
                done += 1
            else:
                self.stopping.wait(IDLE_S)

    def ask_to_stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self.stopping.set()
        if self.busy:
            raise StopAskedError

    def do_next_job(self) -> bool:
        """Do one job; False when there is none."""
        job = Job.objects.claim(timezone.now(), self.name, LEASE_S)
        if job is None:
            return False
        self._do(job)
        return True

    def _do(self, job: Job) -> None:
        self.busy = True
        try:
            with heartbeat(job):
                WORK[job.kind](job)
        except JobLostError:
            logger.info("job %s was called off or taken over", job.pk)
        except StopAskedError:
            Job.objects.release(job)
        except MidstanceError as error:
            finish(job, JobState.FAILED, message=str(error))
        except Exception as error:
            if is_damage(error):
                raise
            logger.exception("job %s went wrong", job.pk)
            finish(job, JobState.FAILED, message="Something went wrong that we did not foresee.")
        else:
            finish(job, JobState.DONE, message="")
        finally:
            self.busy = False

    def _look_around(self) -> None:
        now = time.monotonic()
        if now >= self.next_reap:
            self.next_reap = now + REAP_S
            Job.objects.reap(timezone.now(), MAX_ATTEMPTS)
        if now >= self.next_sweep:
            self.next_sweep = now + SWEEP_S
            sweep_films(timezone.now())
        if now >= self.next_watch:
            self.next_watch = now + WATCH_S
            self.watch.look()


def run_worker() -> None:
    """Work until the supervisor says stop."""
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.ask_to_stop)
    signal.signal(signal.SIGINT, worker.ask_to_stop)
    with damage_told():
        worker.run()
