import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from midstance.store.backup import create_backup
from midstance.store.epoch import read_epoch, renew_epoch
from midstance.store.home import home
from midstance.store.models import Runner
from midstance.store.restore import build_copy, restore


def test_it_stays_while_nothing_goes_back():
    assert read_epoch() == read_epoch()
    assert len(read_epoch()) == 32
    assert stat.S_IMODE((home() / "epoch").stat().st_mode) == 0o600


def test_a_new_one_is_another():
    before = read_epoch()
    renew_epoch()
    assert read_epoch() != before
    assert [path.name for path in home().iterdir()] == ["epoch"]


def test_starts_at_the_same_moment_end_in_one():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: read_epoch(), range(8)))
    assert read_epoch() == read_epoch()
    assert [path.name for path in home().iterdir()] == ["epoch"]


@pytest.mark.django_db(transaction=True)
def test_no_backup_carries_it_and_a_restore_makes_another(tmp_path, monkeypatch):
    Runner.objects.create()
    before = read_epoch()
    backup = tmp_path / "backup.zip"
    create_backup(backup)
    build_copy(backup, tmp_path / "copy")
    assert not list((tmp_path / "copy").rglob("epoch*"))
    assert read_epoch() == before
    monkeypatch.setenv("MIDSTANCE_HOME", str(tmp_path / "elsewhere"))
    fresh = read_epoch()
    restore(backup)
    assert read_epoch() not in {before, fresh}
