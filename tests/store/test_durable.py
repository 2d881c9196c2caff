import errno
import os
import stat
from pathlib import Path

import pytest

from midstance.store import durable
from midstance.store.blobs import Blobs


@pytest.fixture
def deeds(monkeypatch) -> list[str]:
    """What was synced and named, in order."""
    done: list[str] = []
    sync, name = os.fsync, Path.replace

    def record_sync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        done.append("sync folder" if is_folder else "sync file")
        sync(descriptor)

    def record_name(path: Path, target: Path) -> Path:
        done.append("name")
        return name(path, target)

    monkeypatch.setattr(os, "fsync", record_sync)
    monkeypatch.setattr(Path, "replace", record_name)
    return done


def test_bytes_are_on_disk_before_they_have_a_name_and_the_name_before_it_is_told(tmp_path, deeds):
    folder = Blobs(tmp_path / "blobs")
    folder.put(b"first of its folder")
    assert deeds[-3:] == ["sync folder", "name", "sync folder"]  # the new folder, then the name
    assert deeds.index("sync file") < deeds.index("name")


@pytest.mark.parametrize("fault", [errno.EIO, errno.ENOSPC])
def test_a_disk_that_fails_to_sync_is_never_taken_for_success(tmp_path, monkeypatch, fault):
    folder = Blobs(tmp_path / "blobs")
    folder.put(b"before")

    def fail(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=os.strerror(fault)):
        folder.put(b"after")
    monkeypatch.undo()
    assert len(list(folder.walk())) == 1
    assert folder.drafts() == ()


def test_a_draft_that_is_given_up_leaves_nothing(tmp_path):
    path = tmp_path / "x"
    with pytest.raises(KeyboardInterrupt), durable.draft(path):
        raise KeyboardInterrupt
    assert not path.exists()


def test_a_draft_never_writes_over_a_file(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"hers")
    with pytest.raises(FileExistsError), durable.draft(path):
        pass
    assert path.read_bytes() == b"hers"


def test_publishing_replaces_in_one_step(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    with durable.draft(new) as file:
        file.write(b"new")
    durable.publish(new, old)
    assert old.read_bytes() == b"new"
    assert not new.exists()
