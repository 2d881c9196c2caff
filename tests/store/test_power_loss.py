"""After a power loss the database is sound and holds whole commits only, and none is lost.

The disk is pictured after each commit, when SQLite has synced it. What a loss of power leaves in
between is any mixture of the sectors of two pictures that follow each other: written or not, in any
order, torn in the middle of a page.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from midstance.store.restore import DATABASE
from midstance.store.sqlite.base import JOURNAL, Library

COMMITS = 12
SECTOR_BYTES = 512
WAL = f"{DATABASE}-wal"
TABLES = ("store_original", "store_run", "store_runload", "store_tissueloadrow")
pytestmark = pytest.mark.skipif(JOURNAL != "WAL", reason="pictures the write-ahead log")
often = pytest.mark.parametrize("times", [40, pytest.param(1500, marks=pytest.mark.long)])


@dataclass(frozen=True)
class Picture:
    """What lay on the disk when a commit was done."""

    database: bytes
    log: bytes
    originals: frozenset[str]


def read_picture(folder: Path) -> Picture:
    names = frozenset((folder / "originals").read_text(encoding="utf-8").split())
    return Picture((folder / DATABASE).read_bytes(), (folder / WAL).read_bytes(), names)


@pytest.fixture(scope="module")
def drawn_once() -> dict[str, Picture]:
    return {}


@pytest.fixture
def pictures(request, drawn_once, tmp_path) -> dict[str, Picture]:
    if not drawn_once:
        folder = tmp_path / "pictures"
        request.getfixturevalue("sqlite_store").run("picture_commits", str(folder), str(COMMITS))
        drawn_once |= {path.name: read_picture(path) for path in sorted(folder.iterdir())}
    return drawn_once


@pytest.fixture
def states(pictures, tmp_path) -> list[str]:
    """What each commit left, first to last."""
    names = [name for name in pictures if name.isdigit()]
    found = [look(tmp_path, pictures[name].database, pictures[name].log) for name in names]
    assert len(set(found)) == COMMITS + 1
    return found


def look(folder: Path, database: bytes, log: bytes) -> str:
    """Start on such a disk: it is sound, every row has its bytes; gives a digest of the rows."""
    (folder / DATABASE).write_bytes(database)
    (folder / WAL).write_bytes(log)
    (folder / f"{DATABASE}-shm").unlink(missing_ok=True)
    with closing(Library.connect(folder / DATABASE)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = [opened.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]  # noqa: S608 # names of ours
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def mixed(before: bytes, after: bytes, rng: np.random.Generator) -> bytes:
    """Some sectors as they were, some as they were to be, and an end somewhere in between."""
    length = int(rng.integers(min(len(before), len(after)), max(len(before), len(after)) + 1))
    disk = bytearray(before[:length].ljust(length, b"\0"))
    for first in range(0, length, SECTOR_BYTES):
        sector = after[first : min(first + SECTOR_BYTES, length)]
        if rng.random() < 0.5:
            disk[first : first + len(sector)] = sector
    return bytes(disk)


def follow_each_other(pictures: dict[str, Picture]) -> list[tuple[int, str, str]]:
    """Number of the earlier commit, its picture, and that of the next commit."""
    pairs = []
    for number in range(COMMITS):
        moved = f"{number:03}-moved"
        earlier = moved if moved in pictures else f"{number:03}"
        pairs.append((number, earlier, f"{number + 1:03}"))
    return pairs


def test_a_log_cut_anywhere_holds_the_commits_before_the_cut(pictures, states, tmp_path):
    rng, half = np.random.default_rng(1), COMMITS // 2
    ends = [len(pictures[f"{number:03}"].log) for number in range(half + 1)]
    last = pictures[f"{half:03}"]
    cuts = {*rng.integers(0, len(last.log), 60).tolist(), *(end - 1 for end in ends[1:]), *ends}
    for cut in cuts:
        whole = max(number for number, end in enumerate(ends) if end <= cut)
        assert look(tmp_path, last.database, last.log[:cut]) == states[whole], cut


@often
def test_power_lost_in_a_commit_leaves_it_whole_or_not_at_all(pictures, states, tmp_path, times):
    rng, pairs = np.random.default_rng(2), follow_each_other(pictures)
    seen = set()
    for turn in range(times):
        number, earlier, later = pairs[turn % len(pairs)]
        before, after = pictures[earlier], pictures[later]
        assert before.database == after.database
        state = look(tmp_path, before.database, mixed(before.log, after.log, rng))
        assert state in states[number : number + 2], (number, turn)
        seen.add(state)
    assert len(seen) > COMMITS // 2


@often
def test_power_lost_while_the_log_is_moved_loses_nothing(pictures, states, tmp_path, times):
    rng, half = np.random.default_rng(3), COMMITS // 2
    before, after = pictures[f"{half:03}"], pictures[f"{half:03}-moved"]
    assert before.database != after.database
    for _ in range(times):
        disk = mixed(before.database, after.database, rng)
        assert look(tmp_path, disk, before.log) == states[half]


def test_no_row_is_committed_before_its_original_lies_on_the_disk(pictures, tmp_path):
    for picture in pictures.values():
        (tmp_path / DATABASE).write_bytes(picture.database)
        (tmp_path / WAL).write_bytes(picture.log)
        (tmp_path / f"{DATABASE}-shm").unlink(missing_ok=True)
        with closing(Library.connect(tmp_path / DATABASE)) as opened:
            named = {sha256 for (sha256,) in opened.execute("SELECT sha256 FROM store_original")}
        assert named <= picture.originals
