import importlib.util
import sqlite3
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.db.models import StdDev

from midstance.core.base.errors import InvalidValueError, MissingPartError, RefusedError
from midstance.store import database
from midstance.store.database import databases, describe_database, judge_sqlite
from midstance.store.digest import digest_runner
from midstance.store.models import Run, Runner
from midstance.store.scratch import scratch_database
from midstance.store.sqlite import base
from midstance.store.sqlite.library import choose_journal, choose_library, has_wal_fault
from store.conftest import race
from store.makers import add_run

VERSIONS = [
    ((3, 6, 23), False),
    ((3, 7, 0), True),
    ((3, 40, 1), True),
    ((3, 51, 2), True),
    ((3, 51, 3), False),
    ((3, 53, 4), False),
]


@pytest.mark.parametrize(("version", "faulty"), VERSIONS)
def test_versions_with_the_fault_never_run_in_wal_mode(version, faulty):
    assert has_wal_fault(version) is faulty
    assert choose_journal(version) == ("TRUNCATE" if faulty else "WAL")
    assert judge_sqlite(version, "wal")[0] is not faulty
    assert judge_sqlite(version, "truncate")[0]


def test_a_safe_library_is_chosen_where_there_is_one():
    assert choose_journal(choose_library().sqlite_version_info) == base.JOURNAL
    if importlib.util.find_spec("pysqlite3"):
        assert not has_wal_fault(choose_library().sqlite_version_info)


@pytest.mark.parametrize("bundled", [ImportError, (3, 51, 2)])
def test_python_s_own_library_is_the_last_resort(monkeypatch, bundled):
    def find(_name: str) -> SimpleNamespace:
        if bundled is ImportError:
            raise ImportError
        return SimpleNamespace(sqlite_version_info=bundled)

    monkeypatch.setattr("midstance.store.sqlite.library.importlib.import_module", find)
    assert choose_library() is sqlite3.dbapi2


def ask(alias: str, pragma: str) -> object:
    with connections[alias].cursor() as cursor:
        return cursor.execute(f"PRAGMA {pragma}").fetchone()[0]


@pytest.mark.django_db
def test_a_connection_is_set_to_lose_nothing(data_folder):
    with scratch_database(data_folder / "new" / "x.sqlite3") as alias:
        assert ask(alias, "journal_mode") == base.JOURNAL.lower()
        assert ask(alias, "synchronous") == 2
        assert ask(alias, "foreign_keys") == 1
        assert ask(alias, "mmap_size") == 0
        assert ask(alias, "busy_timeout") >= 20_000
        with connections[alias].cursor() as cursor:
            version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
        assert version == base.Library.sqlite_version


@pytest.mark.django_db
def test_the_fall_back_takes_an_existing_file_out_of_wal_mode(data_folder, monkeypatch):
    path = data_folder / "x.sqlite3"
    with scratch_database(path) as alias:
        assert ask(alias, "journal_mode") == base.JOURNAL.lower()
    monkeypatch.setattr(base, "JOURNAL", "TRUNCATE")
    with scratch_database(path) as alias:
        assert ask(alias, "journal_mode") == "truncate"


@pytest.mark.django_db
def test_a_database_that_vanished_is_not_silently_begun_anew(data_folder):
    (data_folder / "blobs" / "ab").mkdir(parents=True)
    with (
        pytest.raises(RefusedError, match="restore a backup"),
        scratch_database(data_folder / "midstance.sqlite3") as alias,
    ):
        ask(alias, "journal_mode")


def test_django_s_functions_and_types_work_on_the_library(runner):
    for seed in range(3):
        add_run(runner, seed, ascent_m=float(seed))
    runs = Run.objects.owned_by(runner)
    assert runs.aggregate(spread=StdDev("ascent_m"))["spread"] == pytest.approx((2 / 3) ** 0.5)
    assert runs.filter(start_at__year=2026, name__regex="^$").count() == 3
    assert runs.dates("local_day", "month").count() == 1
    assert runs.order_by("start_at").first().start_at.microsecond == 0
    assert runs.order_by("start_at").last().start_at.microsecond == 2


@pytest.mark.django_db
def test_placeholders_of_both_kinds_work():
    if connection.vendor != "sqlite":
        pytest.skip("asks SQLite itself")
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT %s || '%%'", ["a"]).fetchone() == ("a%",)
        assert cursor.execute("SELECT %(x)s + 1", {"x": 1}).fetchone() == (2,)
        assert cursor.execute("SELECT 'x%'").fetchone() == ("x%",)
        cursor.execute("CREATE TEMP TABLE t (a)")
        cursor.executemany("INSERT INTO t VALUES (%s)", [(1,), (2,)])
        cursor.executemany("INSERT INTO t VALUES (%(a)s)", iter([{"a": 3}]))
        cursor.executemany("INSERT INTO t VALUES (%s)", [])
        assert cursor.execute("SELECT sum(a) FROM t").fetchone() == (6,)


@pytest.mark.django_db
def test_the_report_names_the_engine_and_why_it_is_safe():
    report = describe_database()
    assert report.engine == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    assert report.version
    assert report.why.endswith(".")


def test_a_fault_is_reported(monkeypatch):
    assert judge_sqlite((3, 40, 1), "wal") == (
        False,
        "This version has the WAL-reset fault and the file is in WAL mode.",
    )
    monkeypatch.setattr(database, "is_on_network", lambda _folder: True)
    assert not judge_sqlite((3, 53, 4), "wal")[0]


def test_without_an_address_it_is_sqlite_in_the_data_folder(data_folder, monkeypatch):
    monkeypatch.delenv("MIDSTANCE_DATABASE_URL", raising=False)
    told = databases()["default"]
    assert told["NAME"] == str(data_folder / "midstance.sqlite3")
    assert not data_folder.exists()


def test_an_address_names_a_server(monkeypatch):
    address = "postgresql://ada%40x:p%2Fw@db.local:5433/knees?sslmode=require"
    monkeypatch.setenv("MIDSTANCE_DATABASE_URL", address)
    told = databases()["default"]
    assert told["ENGINE"] == "django.db.backends.postgresql"
    assert (told["USER"], told["PASSWORD"], told["NAME"]) == ("ada@x", "p/w", "knees")
    assert (told["HOST"], told["PORT"]) == ("db.local", "5433")
    assert told["OPTIONS"] == {"sslmode": "require"}


def test_a_socket_is_named_as_libpq_names_it(monkeypatch):
    monkeypatch.setenv("MIDSTANCE_DATABASE_URL", "postgresql:///knees?host=/run/postgresql")
    assert databases()["default"]["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://host", "knees"])
def test_any_other_address_is_refused(monkeypatch, address):
    monkeypatch.setenv("MIDSTANCE_DATABASE_URL", address)
    with pytest.raises(InvalidValueError, match="postgresql://user"):
        databases()


def test_a_missing_driver_says_how_to_install_it(monkeypatch):
    monkeypatch.setenv("MIDSTANCE_DATABASE_URL", "postgresql://h/knees")
    monkeypatch.setattr("midstance.store.database.importlib.util.find_spec", lambda _name: None)
    with pytest.raises(MissingPartError, match=r"midstance\[postgres\]"):
        databases()


def test_two_writers_at_once_lose_and_double_nothing(store, db):  # noqa: ARG001 # rows to compare
    store.run("add_runs", "0", "0")
    race(store.start("add_runs", "0", "10"), store.start("add_runs", "5", "10"))
    alone = Runner.objects.create()
    for seed in range(15):
        add_run(alone, seed)
    assert store.run("digest") == digest_runner(alone)


@pytest.mark.long
def test_writers_readers_and_checkpoints_at_once_leave_a_sound_database(store, db):  # noqa: ARG001 # rows to compare
    store.run("add_runs", "0", "0")
    writers = [store.start("add_runs", first, "120") for first in ("0", "120")]
    readers = [store.start("read_on", "20") for _ in range(2)]
    race(*writers, *readers)
    assert store.run("check") in {"", "ok"}
    alone = Runner.objects.create()
    for seed in range(240):
        add_run(alone, seed)
    assert store.run("digest") == digest_runner(alone)


def test_two_first_starts_at_once_make_one_database(new_store):
    for printed in race(new_store.start("open_new"), new_store.start("open_new")):
        assert "safe=True" in printed
