"""Bring the database up to date before anything uses it; a backup comes first."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from midstance.core.base.errors import RefusedError
from midstance.store.home import backups_folder, open_folder, open_home
from midstance.store.models import Run

try:
    import fcntl
except ImportError:  # Windows: two first starts at the same moment are not kept apart
    fcntl = None  # type: ignore[assignment]

BEFORE_UPDATE = "before-update-"


def prepare_store() -> None:
    """Create or migrate the database; backs up first when there is something to lose.

    *Changes* the database's tables, and adds a backup before a migration.
    *Refuses* a database that a newer Midstance has written (RefusedError).
    *Twice* changes nothing more.
    *Privacy* the backup stays in the data folder.
    """
    with _alone():
        executor = MigrationExecutor(connection)
        applied = set(executor.loader.applied_migrations)
        unknown = sorted(applied - set(executor.loader.disk_migrations))
        if any(app == "store" for app, _name in unknown):
            raise RefusedError(
                "A newer Midstance has written this data folder. Install that version again; "
                "nothing was changed."
            )
        due = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not due:
            return
        if applied:
            _back_up_first()
        call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: web and worker start together."""
    with (open_home() / "migrate.lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _back_up_first() -> None:
    """A copy of the database as it is; originals are never touched by a migration."""
    if not _holds_runs():
        return
    folder = open_folder(backups_folder())
    name = f"{BEFORE_UPDATE}{timezone.now():%Y%m%d-%H%M%S}"
    if connection.vendor == "sqlite":
        _copy_file(folder / f"{name}.sqlite3")
    else:
        from midstance.store.backup import copy_rows  # noqa: PLC0415 (an update is rare)

        copy_rows(folder / f"{name}.zip")


def _copy_file(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    with closing(sqlite3.connect(target)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise RefusedError(f"The copy before the update is damaged ({found}). Nothing was changed.")


def _holds_runs() -> bool:
    table = Run._meta.db_table  # noqa: SLF001 (Django's documented way)
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 (our own table)
        return cursor.fetchone() is not None
