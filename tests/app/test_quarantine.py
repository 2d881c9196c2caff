"""A file that kills its reader is counted, set aside after three times, and stops nothing."""

from functools import partial

import pytest

from midstance.app.import_runs import import_paths
from midstance.importers.sandbox import SandboxedReader
from midstance.store.models import Quarantine

open_hostile = partial(SandboxedReader, reader="app.hostile_readers:die_on_poison")


@pytest.fixture
def folder(recordings, tmp_path):
    """A poisoned file between two good ones."""
    (tmp_path / "a.gpx").write_bytes((recordings / "phone.gpx").read_bytes())
    (tmp_path / "b.poison").write_bytes(b"POISON and more")
    (tmp_path / "c.txt").write_bytes(b"nothing")
    return tmp_path


def poison(report):
    return next(one for one in report.problems if one.path.endswith("b.poison"))


def test_the_other_files_are_read_on(runner, folder):
    report = import_paths(runner, [folder], open_reader=open_hostile)
    assert report.imported == 1
    assert poison(report).kind == "reader_stopped"
    assert Quarantine.objects.get(owner=runner).kills == 1


def test_three_times_and_it_is_read_no_more(runner, folder):
    kinds = [
        poison(import_paths(runner, [folder], open_reader=open_hostile)).kind for _ in range(5)
    ]
    assert kinds == ["reader_stopped"] * 3 + ["quarantined"] * 2
    assert Quarantine.objects.get(owner=runner).kills == 3


def test_the_same_bytes_under_another_name_are_known(runner, folder):
    for _ in range(3):
        import_paths(runner, [folder], open_reader=open_hostile)
    other = folder / "renamed.fit"
    other.write_bytes((folder / "b.poison").read_bytes())
    report = import_paths(runner, [other], open_reader=open_hostile)
    assert report.problems[0].kind == "quarantined"
