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
GO_BACK = (
    BEGIN + "from django.core.management import call_command; "
    "call_command('migrate', 'sessions', 'zero', verbosity=0)"
)
FIRST_RELEASE = (
    BEGIN
    + """
from datetime import UTC, date, datetime
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from midstance.store.blobs import blobs

call_command("migrate", "store", "0001", verbosity=0)
tables = MigrationLoader(connection).project_state([("store", "0001_first")]).apps
runner = tables.get_model("store.Runner").objects.create(name="Ada")
kept = blobs().put(b"the bytes of a run")
original = tables.get_model("store.Original").objects.create(
    owner=runner, sha256=kept.sha256, content_sha256=kept.sha256, size=kept.size, name="a.fit"
)
moment = datetime(2026, 1, 2, 7, tzinfo=UTC)
run = tables.get_model("store.Run").objects.create(
    owner=runner, original=original, key="0" * 16, sport="running", source="fit",
    start_at=moment, end_at=moment, local_day=moment.date(), elapsed_s=60.0,
)
figures = ("steps", "moving_s", "modelled_s", "walking_s", "unknown_s", "distance_m")
tables.get_model("store.RunLoad").objects.create(
    run=run, iliotibial_index=1.0, iliotibial_peak_index=1.0, **dict.fromkeys(figures, 5.0)
)
"""
)
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


@pytest.mark.once
def test_preparing_twice_changes_nothing_more(installation):
    installation.do(PREPARE)
    database = installation.home / "midstance.sqlite3"
    before = database.stat().st_mtime_ns if database.exists() else None
    installation.do(PREPARE)
    assert (database.stat().st_mtime_ns if database.exists() else None) == before
    assert installation.copies == []


def test_a_due_migration_is_preceded_by_a_copy_and_keeps_every_row(installation):
    installation.do(FIRST_RELEASE)
    told = installation.do(TELL)
    (copy,) = installation.copies
    assert runs_in(copy) == 1
    assert told.split()[1] == "1"
    assert installation.do(TELL) == told
    assert installation.copies == [copy]


@pytest.mark.once
def test_tables_that_are_not_ours_are_due_too(installation):
    installation.do(ADD_RUNS)
    installation.do(GO_BACK)
    installation.do(PREPARE)
    (copy,) = installation.copies
    assert runs_in(copy) == 3


@pytest.mark.once
def test_nothing_to_lose_is_not_copied(installation):
    installation.do(PREPARE)
    installation.do(GO_BACK)
    installation.do(PREPARE)
    assert installation.copies == []


@pytest.mark.once
def test_a_newer_database_is_refused_and_left_alone(installation):
    installation.do(ADD_RUNS)
    installation.do(FROM_THE_FUTURE)
    answer = installation.try_to(PREPARE)
    assert answer.returncode != 0
    assert "newer Midstance" in answer.stderr
    assert installation.copies == []


@pytest.mark.once
@pytest.mark.postgres
def test_the_copy_brings_everything_back_where_its_originals_are(installation, tmp_path):
    installation.do(FIRST_RELEASE)
    told = installation.do(TELL)
    (copy,) = installation.copies
    installation.take_new_database()
    installation.do(RESTORE.format(path=str(copy)))
    assert installation.do(TELL) == told
    installation.take_new_database()
    installation.own["MIDSTANCE_HOME"] = str(tmp_path / "elsewhere")
    answer = installation.try_to(RESTORE.format(path=str(copy)))
    assert "none of its originals" in answer.stderr
