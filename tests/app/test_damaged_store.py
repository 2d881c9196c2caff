"""A damaged database is told in plain words, with the way back; nothing more is lost."""

import hashlib
import json
import re
import shutil
import subprocess
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from django.db import DatabaseError

from app.isolated import MIDSTANCE, environment, serving
from midstance.app.prepare_store import damage_told
from midstance.core.base.errors import DamagedStoreError
from midstance.store.soundness import NOTE, read_damage
from midstance.store.sqlite.base import Library

PAGE_BYTES = 4096
Answer = subprocess.CompletedProcess[str]


def midstance(home: Path, *words: object) -> Answer:
    command = [MIDSTANCE, *(str(word) for word in words), "--json"]
    return subprocess.run(
        command, env=environment(home), capture_output=True, text=True, check=False
    )


def runs_of(home: Path) -> list[dict[str, object]]:
    return json.loads(midstance(home, "runs").stdout)


@pytest.fixture(scope="module")
def filled_once(recordings, prepared_home, tmp_path_factory) -> Path:
    """A data folder with runs and a backup of them."""
    home = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("filled") / "home"))
    midstance(home, "import", recordings)
    assert midstance(home, "backup").returncode == 0
    with closing(Library.connect(home / "midstance.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # no good pages are left beside it
    return home


@pytest.fixture
def home(filled_once, tmp_path) -> Path:
    return Path(shutil.copytree(filled_once, tmp_path / "home"))


def backup_in(home: Path) -> Path:
    (backup,) = (home / "backups").glob("midstance-*.zip")
    return backup


def spoil(home: Path) -> str:
    """Nonsense in every third page; gives the digest of what is there then."""
    file, rng = home / "midstance.sqlite3", np.random.default_rng(1)
    content = bytearray(file.read_bytes())
    for first in range(PAGE_BYTES * 3, len(content), PAGE_BYTES * 3):
        content[first : first + PAGE_BYTES] = rng.bytes(PAGE_BYTES)
    file.write_bytes(content)
    return digest_of(home)


def digest_of(home: Path) -> str:
    return hashlib.sha256((home / "midstance.sqlite3").read_bytes()).hexdigest()


def reason_of(answer: Answer) -> str:
    assert answer.returncode == 1, answer.stderr
    told = json.loads(answer.stdout)["error"]
    assert told["kind"] == "DamagedStoreError"
    return str(told["reason"])


def test_a_command_names_the_newest_good_backup_and_what_it_says_brings_all_back(home):
    runs, backup = json.loads(midstance(home, "runs").stdout), backup_in(home)
    (home / "backups" / "midstance-99991231-000000-000000.zip").write_bytes(b"cut off")
    spoilt = spoil(home)
    reason = reason_of(midstance(home, "runs"))
    assert str(backup) in reason
    assert str(home / "blobs") in reason
    assert reason_of(midstance(home, "doctor")) == reason
    assert digest_of(home) == spoilt
    (command,) = re.findall(r'midstance (restore --replace) "(.+?)"', reason)
    assert midstance(home, *command[0].split(), command[1]).returncode == 0
    assert runs_of(home) == runs
    assert not (home / NOTE).exists()
    (aside,) = home.glob("replaced-*")
    assert digest_of(aside) == spoilt


def test_without_a_backup_the_originals_bring_all_back(home):
    runs = runs_of(home)
    shutil.rmtree(home / "backups")
    spoil(home)
    reason = reason_of(midstance(home, "runs"))
    ((folder, aside),) = re.findall(r"Rename the folder (\S+) to (\S+)\.", reason)
    (files,) = re.findall(r'midstance import "(.+?)"', reason)
    assert Path(folder) == home
    Path(folder).rename(aside)
    midstance(home, "import", files)
    assert [run["id"] for run in runs_of(home)] == [run["id"] for run in runs]


def test_a_copy_from_before_an_update_is_taken_back_as_a_backup_is(home):
    runs = runs_of(home)
    backup_in(home).unlink()
    copy = home / "backups" / "before-update-20260101-000000.sqlite3"
    shutil.copy(home / "midstance.sqlite3", copy)
    spoil(home)
    assert str(copy) in reason_of(midstance(home, "runs"))
    restored = json.loads(midstance(home, "restore", "--replace", copy).stdout)
    assert restored["rows"] > len(runs)
    assert runs_of(home) == runs
    assert midstance(home, "doctor").returncode == 0


@pytest.mark.parametrize("content", [None, b""], ids=["gone", "empty"])
def test_a_lost_database_is_not_begun_anew_beside_its_originals(home, content):
    file = home / "midstance.sqlite3"
    whole = file.read_bytes()
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    assert "gone or empty" in reason_of(midstance(home, "runs"))
    file.write_bytes(whole)
    assert runs_of(home)
    assert not (home / NOTE).exists()


class CorruptError(Exception):
    sqlite_errorcode = 11 | 3 << 8  # extended: an index that does not fit


def test_damage_that_shows_in_the_middle_of_the_work_is_noted_for_all(data_folder):
    data_folder.mkdir()
    with pytest.raises(DamagedStoreError, match="There is no good backup"), damage_told():
        raise DatabaseError("malformed") from CorruptError()
    assert read_damage() == "malformed"
    with pytest.raises(DatabaseError, match="locked"), damage_told():
        raise DatabaseError("locked")


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 - our own loopback address
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_app_starts_into_a_page_that_says_what_to_do(home):
    spoilt = spoil(home)
    with serving(home) as process:
        for path in ("", "runs/", "settings/"):
            status, page = get(process.address + path)
            assert status == 503
            assert "Your database is damaged" in page
            assert str(backup_in(home)) in page
        assert get(process.address + "api/runs")[0] == 503
        assert get(process.address + "static/icon.svg")[0] == 200
    assert digest_of(home) == spoilt
