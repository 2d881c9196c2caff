"""The database comes up to date by itself, and nothing is risked on the way."""

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from app.isolated import environment
from midstance.store.archive import read_manifest, reading
from store.conftest import database_on_server

BEGIN = "from midstance.app.start import start_django; start_django();"
OPEN = BEGIN + "from midstance.app.open_store import open_store;"
PREPARE = OPEN + "open_store()"
ADD_RUNS = OPEN + "from store.makers import add_history; add_history(open_store())"
TELL = (
    OPEN + "from midstance.store.digest import digest_runner; print(digest_runner(open_store())); "
    "from midstance.store.models import RunLoad; print(RunLoad.objects.count())"
)
MIGRATE = (
    BEGIN + "from django.core.management import call_command; "
    "call_command('migrate', {app!r}, {to!r}, verbosity=0)"
)
GO_BACK = MIGRATE.format(app="store", to="0001")
FROM_THE_FUTURE = (
    BEGIN + "from django.db.migrations.recorder import MigrationRecorder; "
    "from django.db import connection; "
    "MigrationRecorder(connection).record_applied('store', '9999_future')"
)
RESTORE = (
    BEGIN + "from pathlib import Path; from midstance.app.back_up import restore; "
    "restore(Path({path!r}))"
)


class Installation:
    """A data folder, on the engine of this run; each command is a process of its own."""

    def __init__(self, home: Path, tests: Path, servers: ExitStack) -> None:
        self.own = {**environment(home), "PYTHONPATH": str(tests)}
        self.home, self.servers = home, servers
        self.take_new_database()

    def take_new_database(self) -> None:
        if "MIDSTANCE_DATABASE_URL" in os.environ:
            url = self.servers.enter_context(database_on_server(""))
            self.own["MIDSTANCE_DATABASE_URL"] = url

    def try_to(self, code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code], env=self.own, capture_output=True, text=True, check=False
        )

    def do(self, code: str) -> str:
        answer = self.try_to(code)
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    @property
    def copies(self) -> list[Path]:
        return list((self.home / "backups").glob("before-update-*"))


@pytest.fixture
def installation(data_folder, pytestconfig):
    with ExitStack() as servers:
        yield Installation(data_folder, pytestconfig.rootpath / "tests", servers)


def runs_in(copy: Path) -> int:
    if copy.suffix == ".zip":
        with reading(copy) as archive:
            return read_manifest(archive).tables["store.run"].rows
    with closing(sqlite3.connect(copy)) as database:
        return database.execute("SELECT count(*) FROM store_run").fetchone()[0]


def test_preparing_twice_changes_nothing_more(installation):
    installation.do(PREPARE)
    database = installation.home / "midstance.sqlite3"
    before = database.stat().st_mtime_ns if database.exists() else None
    installation.do(PREPARE)
    assert (database.stat().st_mtime_ns if database.exists() else None) == before
    assert installation.copies == []


def test_a_due_migration_is_preceded_by_a_copy_and_keeps_every_row(installation):
    installation.do(ADD_RUNS)
    installation.do(GO_BACK)
    told = installation.do(TELL)
    (copy,) = installation.copies
    assert runs_in(copy) == 3
    assert told.split()[1] == "3"
    assert installation.do(TELL) == told
    assert installation.copies == [copy]


def test_what_was_older_still_is_copied_too(installation):
    installation.do(ADD_RUNS)
    installation.do(MIGRATE.format(app="sessions", to="zero"))
    installation.do(PREPARE)
    (copy,) = installation.copies
    assert runs_in(copy) == 3


def test_nothing_to_lose_is_not_copied(installation):
    installation.do(PREPARE)
    installation.do(GO_BACK)
    installation.do(PREPARE)
    assert installation.copies == []


def test_a_newer_database_is_refused_and_left_alone(installation):
    installation.do(ADD_RUNS)
    installation.do(FROM_THE_FUTURE)
    answer = installation.try_to(PREPARE)
    assert answer.returncode != 0
    assert "newer Midstance" in answer.stderr
    assert installation.copies == []


@pytest.mark.postgres
def test_the_copy_brings_everything_back_where_its_originals_are(installation, tmp_path):
    installation.do(ADD_RUNS)
    installation.do(GO_BACK)
    told = installation.do(TELL)
    (copy,) = installation.copies
    installation.take_new_database()
    installation.do(RESTORE.format(path=str(copy)))
    assert installation.do(TELL) == told
    installation.take_new_database()
    installation.own["MIDSTANCE_HOME"] = str(tmp_path / "elsewhere")
    answer = installation.try_to(RESTORE.format(path=str(copy)))
    assert "none of its 3 originals" in answer.stderr
