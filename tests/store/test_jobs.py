import datetime as dt

import pytest

from midstance.store.models import Job, JobState, Quarantine, Runner
from store.conftest import race
from store.makers import EPOCH

LEASE_S = 30
LATER = EPOCH + dt.timedelta(seconds=LEASE_S + 1)


@pytest.fixture
def job(runner) -> Job:
    Job.objects.create(owner=runner, kind="import")
    return Job.objects.claim(EPOCH, "first", LEASE_S)


def test_the_oldest_job_is_claimed_first_and_once(runner):
    jobs = [
        Job.objects.create(owner=runner, kind="x", created_at=EPOCH + dt.timedelta(days=day))
        for day in (2, 1, 3)
    ]
    claimed = [Job.objects.claim(EPOCH, "w", LEASE_S) for _ in range(4)]
    assert claimed == [jobs[1], jobs[0], jobs[2], None]
    assert {job.state for job in claimed[:3]} == {JobState.RUNNING}


def test_a_beat_prolongs_the_lease_and_keeps_the_progress(job):
    assert Job.objects.beat(job, LATER, LEASE_S, progress_done=7, checkpoint={"at": 7})
    job.refresh_from_db()
    assert (job.progress_done, job.checkpoint) == (7, {"at": 7})
    assert Job.objects.reap(LATER, 3) == (0, 0)


def test_a_lost_worker_s_job_goes_on_elsewhere_from_its_checkpoint(job):
    Job.objects.beat(job, EPOCH, LEASE_S, checkpoint={"at": 3})
    assert Job.objects.reap(LATER, 3) == (1, 0)
    again = Job.objects.claim(LATER, "second", LEASE_S)
    assert (again.pk, again.attempt, again.checkpoint) == (job.pk, 2, {"at": 3})


def test_a_worker_that_was_given_up_can_no_longer_write(job):
    Job.objects.reap(LATER, 3)
    again = Job.objects.claim(LATER, "first", LEASE_S)  # even under the same name
    assert not Job.objects.beat(job, LATER, LEASE_S, progress_done=99)
    assert not Job.objects.finish(job, LATER, JobState.DONE)
    assert not Job.objects.release(job)
    assert Job.objects.finish(again, LATER, JobState.DONE, result={"runs": 1})
    again.refresh_from_db()
    assert (again.state, again.result, again.progress_done) == ("done", {"runs": 1}, 0)


def test_a_job_that_loses_every_worker_fails(job):
    for attempt in range(2):
        assert Job.objects.reap(LATER, 3) == (1, 0), attempt
        Job.objects.claim(EPOCH, "next", LEASE_S)
    assert Job.objects.reap(LATER, 3) == (0, 1)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.message


def test_a_released_job_is_queued_again_at_once(job):
    assert Job.objects.release(job)
    assert Job.objects.claim(EPOCH, "second", LEASE_S) == job


def test_a_cancelled_job_tells_its_worker_at_the_next_beat(job, runner):
    assert Job.objects.owned_by(runner).cancel(EPOCH) == 1
    assert Job.objects.owned_by(runner).cancel(EPOCH) == 0
    assert not Job.objects.beat(job, EPOCH, LEASE_S)
    assert Job.objects.claim(EPOCH, "second", LEASE_S) is None


@pytest.mark.usefixtures("job")
def test_nobody_cancels_the_job_of_another():
    assert Job.objects.owned_by(Runner.objects.create()).cancel(EPOCH) == 0


def test_three_kills_close_a_file(runner):
    digest = "a" * 64
    kills = [Quarantine.objects.add_kill(runner, digest, "bad.fit", "time") for _ in range(2)]
    assert kills == [1, 2]
    assert not Quarantine.objects.owned_by(runner).closed().exists()
    assert Quarantine.objects.add_kill(runner, digest, "bad.fit", "memory") == 3
    assert Quarantine.objects.owned_by(runner).closed().get().reason == "memory"


def test_of_two_processes_exactly_one_gets_each_job(store):
    store.run("add_jobs", "40")
    workers = [store.start("claim", f"worker-{number}", "40") for number in range(2)]
    claimed = [printed.split() for printed in race(*workers)]
    assert len(claimed[0]) + len(claimed[1]) == 40
    assert set(claimed[0]).isdisjoint(claimed[1])
