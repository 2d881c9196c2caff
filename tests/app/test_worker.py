"""Jobs are done once, whatever becomes of their worker."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from app.makers import add_run
from midstance.app import worker as worker_module
from midstance.app.import_runs import import_paths
from midstance.app.jobs import (
    cancel_job,
    job_status,
    list_jobs,
    read_file_outcomes,
    start_import,
    start_sample,
    start_upload,
)
from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.app.watch_folder import FolderWatch
from midstance.app.worker import StopAskedError, Worker
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.digest import digest_runner
from midstance.store.home import inbox_folder
from midstance.store.models import Job, Run, RunLoad, Runner


def do_all_jobs() -> int:
    worker, done = Worker(), 0
    while worker.do_next_job():
        done += 1
    return done


def test_a_queued_import_is_done_and_reported(runner, recordings):
    job = start_import(runner, [recordings])
    assert job.state == "queued"
    assert do_all_jobs() == 1
    done = job_status(runner, job.id)
    assert done.state == "done"
    assert done.is_over
    assert done.counts == {"imported": 6, "duplicates": 3, "skipped": 1, "failed": 1}
    assert done.progress_done == done.progress_total == 11
    failed = read_file_outcomes(runner, job.id, outcome="failed")
    assert [Path(one.path).name for one in failed] == ["nonsense.bin"]


def test_an_upload_is_imported_and_its_inbox_emptied(runner, recordings):
    with (recordings / "copy.fit").open("rb") as one, (recordings / "phone.gpx").open("rb") as two:
        job = start_upload(runner, [("runs/one.fit", one), ("runs/two.gpx", two)])
    do_all_jobs()
    assert [one.path for one in read_file_outcomes(runner, job.id)] == [
        "runs/one.fit",
        "runs/two.gpx",
    ]
    assert not [path for path in inbox_folder().rglob("*") if path.is_file()]


def test_an_empty_upload_is_refused(runner):
    with pytest.raises(RefusedError):
        start_upload(runner, [])
    assert not Job.objects.exists()


def test_paths_that_are_not_there_are_refused(runner, tmp_path):
    with pytest.raises(NotFoundError):
        start_import(runner, [tmp_path / "absent"])


@pytest.mark.django_db(transaction=True)  # the worker's loop renews its connection
def test_a_job_whose_worker_died_goes_on_at_its_last_file(runner, recordings):
    files = sorted(recordings.iterdir())
    wanted = start_import(runner, files)
    dead = Job.objects.claim(timezone.now(), "dead worker", 30)
    import_paths(runner, files[:4], job=dead)
    Job.objects.filter(pk=dead.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    worker = Worker(max_jobs=1)
    worker.run()
    status = job_status(runner, wanted.id)
    assert status.state == "done"
    assert sum(status.counts.values()) == len(files)
    assert Job.objects.get(pk=wanted.id).attempt == 2
    assert len(read_file_outcomes(runner, wanted.id)) == len(files)


def test_a_worker_that_is_asked_to_stop_puts_its_job_back(runner, recordings, monkeypatch):
    def stop(_job):
        raise StopAskedError

    job = start_import(runner, [recordings])
    monkeypatch.setattr(worker_module, "WORK", {"import": stop})
    Worker().do_next_job()
    assert job_status(runner, job.id).state == "queued"


def test_a_job_that_goes_wrong_says_so_and_the_next_is_done(
    runner, recordings, monkeypatch, caplog
):
    def fall(_job):
        raise ZeroDivisionError

    broken = start_import(runner, [recordings])
    monkeypatch.setattr(worker_module, "WORK", {"import": fall})
    do_all_jobs()
    monkeypatch.undo()
    assert job_status(runner, broken.id).state == "failed"
    assert "ZeroDivisionError" in caplog.text
    start_import(runner, [recordings / "copy.fit"])
    assert do_all_jobs() == 1


def test_a_cancelled_job_is_not_done(runner, recordings):
    job = start_import(runner, [recordings])
    assert cancel_job(runner, job.id).state == "cancelled"
    assert cancel_job(runner, job.id).state == "cancelled"
    assert do_all_jobs() == 0
    assert not Run.objects.exists()


def test_nobody_sees_the_jobs_of_another(runner, recordings):
    job = start_import(runner, [recordings])
    other = Runner.objects.create()
    assert list_jobs(other) == ()
    with pytest.raises(NotFoundError):
        job_status(other, job.id)
    with pytest.raises(NotFoundError):
        cancel_job(other, job.id)


def test_the_sample_is_refused_beside_real_runs(runner):
    add_run(runner)
    with pytest.raises(RefusedError):
        start_sample(runner)


def test_asking_for_the_sample_twice_gives_one_job(runner):
    assert start_sample(runner).id == start_sample(runner).id


def test_another_body_gives_other_loads_and_back_again_the_same(runner, recordings):
    import_paths(runner, [recordings])
    set_up_runner(runner, Profile("Ada", 1.7, 60.0, time_zone="Europe/Berlin"))
    do_all_jobs()
    before = digest_runner(runner)
    set_up_runner(runner, Profile("Ada", 1.85, 60.0, time_zone="Europe/Berlin"))
    assert do_all_jobs() == 1
    assert digest_runner(runner) != before
    set_up_runner(runner, Profile("Ada", 1.7, 60.0, time_zone="Europe/Berlin"))
    do_all_jobs()
    assert digest_runner(runner) == before
    assert RunLoad.objects.count() == Run.objects.count()


@pytest.fixture
def watched(runner, tmp_path) -> Path:
    folder = tmp_path / "watched"
    folder.mkdir()
    runner.watched_folder = str(folder)
    runner.save()
    return folder


@pytest.mark.usefixtures("runner")
def test_a_new_file_is_taken_at_the_second_look(watched, recordings):
    watch = FolderWatch()
    shutil.copy(recordings / "copy.fit", watched)
    assert [watch.look(), watch.look()] == [0, 1]
    assert do_all_jobs() == 1
    assert Run.objects.count() == 1
    assert watch.look() == 0


def test_a_file_that_still_grows_is_left_alone(watched):
    watch = FolderWatch()
    growing = watched / "growing.fit"
    for size in range(1, 5):
        growing.write_bytes(b"x" * size)
        assert watch.look() == 0
    assert watch.look() == 1


def test_a_watched_folder_that_went_away_is_no_error(watched):
    watched.rmdir()
    assert FolderWatch().look() == 0
