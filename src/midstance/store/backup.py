"""Everything in one archive: from SQLite or PostgreSQL, to either.

A backup counts only after it was restored into an empty folder and found equal. The copy before an
update holds the rows alone: no update touches the originals.
"""

import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from midstance import __version__
from midstance.core.base.errors import RefusedError
from midstance.store.archive import (
    FORMAT,
    Manifest,
    write_manifest,
    write_original,
    write_table,
)
from midstance.store.blobs import blobs
from midstance.store.durable import draft, publish
from midstance.store.home import open_folder
from midstance.store.models import Original
from midstance.store.restore import BackupReport, report_of, verify_backup
from midstance.store.rows import dump_rows, kept_models, name_of


def create_backup(target: Path) -> BackupReport:
    """Write everything into one archive, and restore it into an empty folder to be sure.

    Raises
    ------
    RefusedError
        When the target exists, or the database waits for migrations.
    DamagedFileError
        When an original is not what was stored, or the restored copy differs.
    """
    waiting = waiting_migrations()
    if waiting:
        raise RefusedError(f"The database waits for {', '.join(waiting)}; start the app once.")
    return write_proved(target, with_originals=True)


def copy_rows(target: Path) -> BackupReport:
    """Write the rows alone, of tables as old as they may be; restoring needs the data folder.

    Raises
    ------
    RefusedError
        When the target exists.
    DamagedFileError
        When the restored copy differs.
    """
    return write_proved(target, with_originals=False)


def write_proved(target: Path, *, with_originals: bool) -> BackupReport:
    if target.exists():
        raise RefusedError(f"{target} exists; name a new file, since no backup is overwritten.")
    drafted = open_folder(target.parent) / f"{target.name}.{secrets.token_hex(4)}.draft"
    with draft(drafted) as file:
        write_archive(file, with_originals=with_originals)
    try:
        manifest = verify_backup(drafted)
        publish(drafted, target)
    finally:
        drafted.unlink(missing_ok=True)
    return report_of(target, manifest)


def write_archive(file: IO[bytes], *, with_originals: bool) -> None:
    with zipfile.ZipFile(file, "w") as archive, snapshot():
        migrations = applied_migrations()
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            engine=connection.vendor,
            migrations=migrations,
            tables={
                name_of(model): write_table(
                    archive, name_of(model), dump_rows(model, DEFAULT_DB_ALIAS)
                )
                for model in kept_models(apps_at(migrations))
            },
            originals=write_originals(archive) if with_originals else {},
        )
        write_manifest(archive, manifest)


def write_originals(archive: zipfile.ZipFile) -> dict[str, int]:
    sizes = {}
    digests = Original.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    for sha256 in digests:
        with blobs().open(sha256) as source:
            sizes[sha256] = write_original(archive, sha256, source)
    return sizes


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the database, which writers may leave behind."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    wrapper.ensure_connection()  # which sets the mode
    usual, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"  # take no write lock
    try:
        with transaction.atomic():
            yield
    finally:
        wrapper.transaction_mode = usual


def applied_migrations() -> dict[str, str]:
    """The last migration of each app that the database has seen."""
    loader = MigrationLoader(connection)
    applied = loader.applied_migrations.keys() & loader.graph.nodes.keys()
    followed = {
        parent.key
        for key in applied
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return dict(sorted(applied - followed))


def waiting_migrations() -> list[str]:
    last = MigrationLoader(connection).graph.leaf_nodes()
    seen = applied_migrations()
    return [f"{app}.{name}" for app, name in last if seen.get(app) != name]


def apps_at(migrations: dict[str, str]) -> Apps:
    """The tables as they are: this version's, or before an update those of the last."""
    loader = MigrationLoader(connection)
    if migrations == dict(loader.graph.leaf_nodes()):
        return current_apps
    return loader.project_state(list(migrations.items())).apps
