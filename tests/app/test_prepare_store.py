"""The database comes up to date by itself, and nothing is risked on the way."""

import sqlite3
import subprocess
import sys

import pytest

from app.isolated import environment

BEGIN = "from midstance.app.start import start_django; start_django();"
PREPARE = BEGIN + "from midstance.app.open_store import open_store; open_store()"
ADD_RUN = (
    BEGIN + "from midstance.app.open_store import open_store; "
    "from app.makers import add_run; add_run(open_store())"
)
GO_BACK = (
    BEGIN + "from django.core.management import call_command; "
    "call_command('migrate', 'sessions', 'zero', verbosity=0)"
)
FROM_THE_FUTURE = """
INSERT INTO django_migrations (app, name, applied)
VALUES ('store', '9999_future', '2099-01-01')
"""


@pytest.fixture
def do(data_folder, pytestconfig):
    own = environment(data_folder)
    own["PYTHONPATH"] = str(pytestconfig.rootpath / "tests")

    def run(code: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code], env=own, capture_output=True, text=True, check=False
        )

    return run


def copies(folder):
    return list((folder / "backups").glob("before-update-*.sqlite3"))


def test_preparing_twice_changes_nothing_more(do, data_folder):
    assert do(PREPARE).returncode == 0
    before = (data_folder / "midstance.sqlite3").stat().st_mtime_ns
    assert do(PREPARE).returncode == 0
    assert (data_folder / "midstance.sqlite3").stat().st_mtime_ns == before
    assert copies(data_folder) == []


def test_a_due_migration_is_preceded_by_a_copy(do, data_folder):
    assert do(ADD_RUN).returncode == 0
    assert do(GO_BACK).returncode == 0
    answer = do(PREPARE)
    assert answer.returncode == 0, answer.stderr
    (copy,) = copies(data_folder)
    with sqlite3.connect(copy) as database:
        assert database.execute("SELECT count(*) FROM store_run").fetchone() == (1,)
    database.close()


def test_nothing_to_lose_is_not_copied(do, data_folder):
    assert do(PREPARE).returncode == 0
    assert do(GO_BACK).returncode == 0
    assert do(PREPARE).returncode == 0
    assert copies(data_folder) == []


def test_a_newer_database_is_refused_and_left_alone(do, data_folder):
    assert do(ADD_RUN).returncode == 0
    with sqlite3.connect(data_folder / "midstance.sqlite3") as database:
        database.execute(FROM_THE_FUTURE)
    database.close()
    answer = do(PREPARE)
    assert answer.returncode != 0
    assert "newer Midstance" in answer.stderr
