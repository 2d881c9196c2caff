"""Bring the database up to date before anything uses it; a backup comes first."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from midstance.core.base.errors import DamagedStoreError, RefusedError
from midstance.store import soundness
from midstance.store.home import backups_folder, is_lost, open_folder, open_home
from midstance.store.models import Run

try:
    import fcntl
except ImportError:  # Windows: two first starts at the same moment are not kept apart
    fcntl = None  # type: ignore[assignment]

BEFORE_UPDATE = "before-update-"


def prepare_store() -> None:
    """Create or migrate the database; backs up first when there is something to lose.

    *Changes* the database's tables, adds a backup before a migration, and queues new loads after it
    where older ones lack what is counted now.
    *Refuses* a database that a newer Midstance has written (RefusedError), and a damaged one
    (DamagedStoreError).
    *Twice* changes nothing more.
    *Privacy* the backup stays in the data folder.
    """
    with _alone(), damage_told():
        _refuse_damage()
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
        _renew_old_loads()


def _renew_old_loads() -> None:
    from midstance.app.renew_old_loads import renew_old_loads  # noqa: PLC0415 (an update is rare)

    renew_old_loads()


@contextmanager
def damage_told() -> Iterator[None]:
    """Damage that shows in the middle of anything is noted for everybody, and told."""
    try:
        yield
    except DatabaseError as error:
        if not soundness.is_damage(error):
            raise
        raise _damaged(str(error)) from error


def _refuse_damage() -> None:
    """Every page is looked at, which takes 20 ms for a thousand runs."""
    if connection.vendor == "sqlite" and is_lost():
        raise _damaged("it is gone or empty")
    found = soundness.find_damage()
    if found:
        raise _damaged(found)
    soundness.forget_damage()  # the file may have been put right


def _damaged(found: str) -> DamagedStoreError:
    from midstance.app.explain_damage import damaged_store  # noqa: PLC0415 (hardly ever needed)

    soundness.note_damage(found)
    return damaged_store(found)


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
    from midstance.store.backup import copy_rows  # noqa: PLC0415 (an update is rare)
    from midstance.store.file_copy import FILE_COPY, write_file_copy  # noqa: PLC0415 (the same)

    if connection.vendor == "sqlite":
        write_file_copy(folder / f"{name}{FILE_COPY}")
    else:
        copy_rows(folder / f"{name}.zip")


def _holds_runs() -> bool:
    table = Run._meta.db_table  # noqa: SLF001 (Django's documented way)
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 (our own table)
        return cursor.fetchone() is not None
