import hashlib
import os
import signal
import stat
import time
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import DamagedFileError, NotFoundError
from midstance.store.blobs import Blobs, blobs
from store.conftest import race

KILLS = 25


@pytest.fixture
def folder(tmp_path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@given(st.binary(max_size=3000))
def test_what_is_put_is_read(tmp_path_factory, content):
    folder = Blobs(tmp_path_factory.getbasetemp() / "many")
    stored = folder.put(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.size == len(content)
    assert folder.read(stored.sha256) == content
    assert folder.put(BytesIO(content)) == stored


def test_the_same_bytes_are_written_once(folder):
    path = folder.path(folder.put(b"once").sha256)
    before = path.stat()
    folder.put(b"once")
    folder.put(BytesIO(b"once"))
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert folder.drafts() == ()


@given(st.lists(st.binary(max_size=3), max_size=8))
def test_putting_all_is_putting_each(tmp_path_factory, contents):
    folder = Blobs(tmp_path_factory.mktemp("all") / "blobs")
    folder.put(b"")
    stored = folder.put_all(contents)
    assert stored == [folder.put(content) for content in contents]
    assert [folder.read(blob.sha256) for blob in stored] == contents
    assert set(folder.walk()) == {folder.put(b"").sha256, *(blob.sha256 for blob in stored)}
    assert folder.drafts() == ()


def test_every_name_is_synced_before_putting_ends(folder, monkeypatch):
    synced = []
    monkeypatch.setattr("midstance.store.blobs.sync_folder", synced.append)
    there = folder.put(b"there")
    synced.clear()
    for blob in folder.put_all([b"there", b"new"]):
        assert folder.path(blob.sha256).parent in synced
    assert folder.path(there.sha256).exists()


def test_a_file_is_private_and_read_only(folder):
    path = folder.path(folder.put(b"hers").sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_digests_are_names(folder, name):
    with pytest.raises(NotFoundError):
        folder.open(name)


def test_a_missing_original_says_what_to_do(folder):
    with pytest.raises(NotFoundError, match="restore it from a backup"):
        folder.open("a" * 64)


def test_an_original_that_changed_is_not_handed_out(folder):
    stored = folder.put(b"as it was")
    damage(folder, stored.sha256, b"as it is!")
    with pytest.raises(DamagedFileError):
        folder.read(stored.sha256)


def damage(folder: Blobs, sha256: str, content: bytes) -> None:
    path = folder.path(sha256)
    path.unlink()
    path.write_bytes(content)


def test_the_check_looks_both_ways(folder):
    kept, lost, short, changed, extra = (folder.put(name.encode()) for name in "abcde")
    expected = {blob.sha256: blob.size for blob in (kept, lost, short, changed)}
    folder.path(lost.sha256).unlink()
    damage(folder, short.sha256, b"")
    damage(folder, changed.sha256, b"X")
    report = folder.check(expected)
    assert report.checked == 3
    assert report.missing == (lost.sha256,)
    assert set(report.damaged) == {short.sha256, changed.sha256}
    assert report.unlisted == (extra.sha256,)
    assert not report.is_whole
    assert folder.check(expected, read_all=False).damaged == (short.sha256,)


def test_a_writer_that_fails_leaves_nothing(folder):
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(size)

    with pytest.raises(OSError, match="1048576"):
        folder.put(Broken())
    assert list(folder.walk()) == []
    assert folder.drafts() == ()


def test_drafts_of_killed_writers_are_swept_when_old(folder):
    folder.put(b"x")
    (folder.root / "abc.draft").write_bytes(b"half")
    assert folder.sweep(time.time() - 3600) == 0
    assert folder.sweep(time.time() + 1) == 1
    assert folder.drafts() == ()


def test_two_processes_that_put_the_same_bytes_agree(new_store, monkeypatch):
    printed = race(*(new_store.start("put", "same", "30") for _ in range(2)))
    assert printed[0] == printed[1]
    monkeypatch.setenv("MIDSTANCE_HOME", str(new_store.home))
    digests = printed[0].split()
    assert set(blobs().walk()) == set(digests)
    assert all(blobs().is_intact(sha256) for sha256 in digests)
    assert blobs().drafts() == ()


def test_killed_at_any_moment_a_blob_is_whole_or_absent(folder):
    rng = np.random.default_rng(1)
    content = os.urandom(300_000)
    for turn in range(KILLS):
        written = content + turn.to_bytes(2, "big")
        child = os.fork()
        if child == 0:
            folder.put_all([written, written[::-1]])
            os._exit(0)
        time.sleep(rng.uniform(0, 0.008))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert all(folder.is_intact(sha256) for sha256 in folder.walk())
        assert folder.read(folder.put(written).sha256) == written
