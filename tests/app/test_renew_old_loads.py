"""Loads from before speeds were counted are worked out anew, once."""

import pytest

from app.makers import MORNING, add_run
from app.test_prepare_store import ADD_RUNS, BEGIN, OPEN, installation
from midstance.app.estimate_stored_loads import estimate_stored_loads
from midstance.app.import_runs import import_paths
from midstance.app.jobs import LOADS
from midstance.app.renew_old_loads import renew_old_loads
from midstance.store.models import Job, JobState, RunLoad, Runner

__all__ = ["installation"]
GO_BACK = (
    BEGIN + "from django.core.management import call_command; "
    "call_command('migrate', 'store', '0006', verbosity=0)"
)
TELL_JOBS = (
    OPEN + "open_store(); from midstance.store.models import Job; "
    "print(*Job.objects.values_list('kind', flat=True))"
)


@pytest.fixture
def old_loads(runner, recordings):
    import_paths(runner, [recordings])
    Job.objects.all().delete()
    RunLoad.objects.owned_by(runner).update(seconds_by_speed=[])


@pytest.mark.usefixtures("old_loads")
def test_old_loads_are_queued_once_and_new_ones_are_not(runner):
    assert renew_old_loads() == 1
    assert renew_old_loads() == 0
    job = Job.objects.owned_by(runner).get(kind=LOADS)
    estimate_stored_loads(runner)
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    assert all(RunLoad.objects.owned_by(runner).values_list("seconds_by_speed", flat=True))
    assert renew_old_loads() == 0


@pytest.mark.usefixtures("old_loads")
def test_only_runners_with_old_loads_wait(runner):
    other = Runner.objects.create(name="Somebody else")
    run = add_run(other, MORNING)
    RunLoad.objects.filter(run=run).update(seconds_by_speed=[5])
    renew_old_loads()
    assert list(Job.objects.values_list("owner", flat=True)) == [runner.pk]


@pytest.mark.once
def test_an_update_of_the_store_queues_them(installation):
    installation.do(ADD_RUNS)
    installation.do(GO_BACK)
    assert installation.do(TELL_JOBS).split().count(LOADS) == 1
    assert installation.do(TELL_JOBS).split().count(LOADS) == 1
