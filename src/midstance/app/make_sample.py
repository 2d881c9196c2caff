"""Fill an empty place with the sample runner, through the same door as real files."""

import shutil
import tempfile
from pathlib import Path

from django.utils import timezone

from midstance.app.import_runs import ImportReport, OnProgress, import_paths
from midstance.app.sample.diary import tell_sample_diary
from midstance.app.sample.files import write_sample_files
from midstance.app.sample.screens import tell_sample_screens
from midstance.app.sample.shoes import tell_sample_shoes
from midstance.app.sample.warm_ups import tell_warm_ups
from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.core.base.errors import RefusedError
from midstance.store.home import inbox_folder, open_folder
from midstance.store.models import Job, Run, Runner

AGE_YEARS = 34
SAMPLE_NAME = "Sample runner"


def make_sample(
    runner: Runner, *, job: Job | None = None, on_progress: OnProgress = lambda _progress: None
) -> ImportReport:
    """Write the sample runner's files and import them; sets the runner up if nobody did.

    *Changes* the runner's profile when it is empty, and brings in about 210 runs. Only a runner who
    is the sample also gets what the sample told: somebody else's knee is never spoken for.
    *Refuses* a runner who has runs (RefusedError), unless the same job began it.
    *Twice* is refused; a job that was broken off goes on.
    *Privacy* all of it is made up.
    """
    if Run.objects.owned_by(runner).exists() and (job is None or job.attempt <= 1):
        raise RefusedError("There are runs already; the sample would mix with them.")
    today = timezone.now().date() if job is None else job.created_at.date()
    if runner.set_up_at is None:
        birth_year = today.year - AGE_YEARS
        sample = Profile(SAMPLE_NAME, 1.68, 61.0, "female", birth_year)
        runner = set_up_runner(runner, sample)
    folder = Path(tempfile.mkdtemp(prefix="sample-", dir=open_folder(inbox_folder())))
    try:
        files = write_sample_files(folder, today)
        report = import_paths(runner, files, on_progress=on_progress, job=job, root=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if runner.name == SAMPLE_NAME and Run.objects.owned_by(runner).exists():
        tell_sample_shoes(runner, today)
        tell_sample_diary(runner, today)
        tell_warm_ups(runner, today)
        tell_sample_screens(runner, today)
    return report
