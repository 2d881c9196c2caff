"""Importing twice is importing once, in any order, in any number of portions."""

import itertools
import random

import pytest

from midstance.app.import_runs import Outcome, import_paths, read_outcomes
from midstance.app.jobs import cancel_job
from midstance.app.list_runs import list_runs
from midstance.app.run_job import JobLostError
from midstance.core.base.errors import NotFoundError
from midstance.store.blobs import blobs
from midstance.store.digest import digest_parts, digest_runner
from midstance.store.models import ImportedFile, Job, Original, Run, Runner

CLASSES = {
    "nonsense.bin": Outcome.FAILED,
    "ride.fit": Outcome.SKIPPED,
}


def outcomes_of(runner) -> dict[str, str]:
    job = Job.objects.owned_by(runner).latest("created_at")
    return {one.path.rpartition("/")[2]: one.outcome for one in read_outcomes(runner, job)}


def forget(runner) -> None:
    Run.objects.owned_by(runner).update(duplicate_of=None)
    Run.objects.owned_by(runner).delete()
    Original.objects.owned_by(runner).delete()


def test_every_file_ends_in_exactly_one_class(runner, recordings):
    report = import_paths(runner, [recordings])
    assert report.files == len(list(recordings.iterdir()))
    assert report.files == report.imported + report.duplicates + report.skipped + report.failed
    assert (report.imported, report.duplicates, report.skipped, report.failed) == (6, 3, 1, 1)
    assert outcomes_of(runner).items() >= CLASSES.items()
    assert all(one.kind and one.reason for one in report.problems)
    assert len(report.runs) == 6


def test_importing_twice_is_importing_once(runner, recordings):
    import_paths(runner, [recordings])
    before = digest_parts(runner)
    again = import_paths(runner, [recordings])
    assert digest_parts(runner) == before
    assert (again.imported, again.duplicates, again.skipped, again.failed) == (0, 9, 1, 1)


@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_portions_give_the_same(runner, recordings, seed):
    import_paths(runner, [recordings])
    wanted = digest_parts(runner)
    forget(runner)
    files = sorted(recordings.iterdir())
    chance = random.Random(seed)  # noqa: S311 - no secret
    chance.shuffle(files)
    cut = chance.randrange(1, len(files))
    import_paths(runner, files[:cut])
    import_paths(runner, files[cut:])
    assert digest_parts(runner) == wanted


def test_the_fullest_recording_is_shown_and_none_is_dropped(runner, recordings):
    import_paths(runner, [recordings])
    hidden = Run.objects.owned_by(runner).exclude(duplicate_of=None).get()
    assert hidden.source == "gpx"
    assert hidden.duplicate_of.source == "fit"
    assert list_runs(runner).total == 6
    assert list_runs(runner, include_duplicates=True).total == 7


def test_every_original_is_kept_byte_for_byte(runner, recordings):
    import_paths(runner, [recordings])
    kept = {blobs().read(one.sha256) for one in Original.objects.owned_by(runner)}
    runs = {path.read_bytes() for path in recordings.iterdir() if path.name not in CLASSES}
    assert kept == runs


def test_progress_only_ever_grows(runner, recordings):
    told = []
    import_paths(runner, [recordings], on_progress=told.append)
    assert [one.done for one in told] == sorted(one.done for one in told)
    assert told[-1].done == told[-1].total == len(list(recordings.iterdir()))


def test_a_job_taken_up_again_reports_each_file_once(runner, recordings):
    job = Job.objects.create(owner=runner, kind="import")
    files = sorted(recordings.iterdir())
    hold(job)
    import_paths(runner, files[:5], job=job)
    report = import_paths(runner, files, job=job)
    assert report.files == len(files)
    assert report.imported == 6
    assert ImportedFile.objects.filter(job=job).count() == len(files)


def test_an_import_that_is_called_off_stops_and_keeps_what_it_has(runner, recordings):
    job = Job.objects.create(owner=runner, kind="import")
    hold(job)
    cancel_job(runner, job.pk)
    with pytest.raises(JobLostError):
        import_paths(runner, [recordings], job=job)
    assert Job.objects.get(pk=job.pk).state == "cancelled"


def test_nothing_at_all_is_refused_before_a_job_is_made(runner, tmp_path):
    with pytest.raises(NotFoundError, match="nothing at"):
        import_paths(runner, [tmp_path / "absent"])
    assert not Job.objects.exists()


def test_a_file_that_went_away_is_reported(runner, recordings, tmp_path):
    job = Job.objects.create(owner=runner, kind="import")
    hold(job)
    report = import_paths(runner, [recordings / "phone.gpx", tmp_path / "gone.fit"], job=job)
    assert (report.imported, report.failed) == (1, 1)
    assert report.problems[0].kind == "unreadable"


def test_two_runners_share_nothing_but_bytes(runner, recordings):
    other = Runner.objects.create(name="Bea")
    import_paths(runner, [recordings])
    before = digest_runner(runner)
    report = import_paths(other, [recordings])
    assert report.imported == 6
    assert digest_runner(runner) == before


def test_an_empty_folder_is_an_empty_import(runner, tmp_path):
    assert import_paths(runner, [tmp_path]).files == 0


def test_one_name_for_two_files_is_told_apart(runner, recordings):
    folder = recordings.parent
    report = import_paths(runner, [recordings / "ride.fit", folder / recordings.name / "ride.fit"])
    assert report.files == 1


def hold(job: Job) -> None:
    from django.utils import timezone  # noqa: PLC0415 - only here

    claimed = Job.objects.claim(timezone.now(), "test", 60)
    assert claimed.pk == job.pk
    job.refresh_from_db()


def test_groups_are_the_same_from_every_side(runner, recordings):
    files = [recordings / name for name in ("phone.gpx", "copy.fit", "packed.fit.gz")]
    seen = set()
    for order in itertools.permutations(files):
        forget(runner)
        for path in order:
            import_paths(runner, [path])
        seen.add(digest_runner(runner))
    assert len(seen) == 1
