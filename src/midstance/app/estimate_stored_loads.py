"""Estimate the loads of all stored runs anew, from their streams."""

from django.db import transaction

from midstance.app.importing.rows import load_row, tissue_rows
from midstance.app.run_job import JobLostError, beat
from midstance.app.stored_runs import read_view
from midstance.core.load.session import estimate_session_load
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Job, Run, RunLoad, Runner, TissueLoadRow

RUNS_AT_ONCE = 50


def estimate_stored_loads(runner: Runner, *, job: Job | None = None) -> int:
    """Estimate every run's load with the runner's body and the model as they are now.

    *Changes* the loads of all runs.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    keys = list(Run.objects.owned_by(runner).order_by("key").values_list("key", flat=True))
    for first in range(0, len(keys), RUNS_AT_ONCE):
        _estimate(runner, keys[first : first + RUNS_AT_ONCE])
        done = min(first + RUNS_AT_ONCE, len(keys))
        if job and not beat(job, progress_done=done, progress_total=len(keys)):
            raise JobLostError("Working the loads out anew was called off.")
    return len(keys)


def _estimate(runner: Runner, keys: list[str]) -> None:
    parameters = load_parameters()
    runs = list(Run.objects.owned_by(runner).filter(key__in=keys))
    loads = [(run, estimate_session_load(read_view(run), runner.body, parameters)) for run in runs]
    with transaction.atomic():
        RunLoad.objects.filter(run__in=runs).delete()
        TissueLoadRow.objects.filter(run__in=runs).delete()
        RunLoad.objects.bulk_create([load_row(run, load) for run, load in loads])
        TissueLoadRow.objects.bulk_create(
            [row for run, load in loads for row in tissue_rows(run, load)]
        )
