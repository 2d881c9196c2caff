"""A SQLite file as it stood before an update: quick to make, and taken back like a backup."""

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from midstance.core.base.errors import DamagedFileError, NotFoundError, RefusedError
from midstance.store.archive import FORMAT, Manifest, digest_lines
from midstance.store.rows import dump_rows, kept_models, name_of
from midstance.store.scratch import scratch_database
from midstance.store.sqlite.base import Library

FILE_COPY = ".sqlite3"


def write_file_copy(target: Path) -> None:
    """Copy the database in use, and look whether the copy is sound.

    Raises
    ------
    RefusedError
        When the copy is damaged.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    if not is_sound(target):
        raise RefusedError("The copy before the update is damaged. Nothing was changed.")


def is_sound(path: Path) -> bool:
    try:
        with closing(Library.connect(f"{path.as_uri()}?mode=ro", uri=True)) as copy:
            return bool(copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    except Library.Error:
        return False


def take_file_copy(path: Path, target: Path) -> Manifest:
    """Put a copy where a restore builds, and bring it up to date; it holds rows alone.

    Raises
    ------
    NotFoundError
        When there is no such file.
    RefusedError
        When a newer Midstance wrote it.
    DamagedFileError
        When it is not sound.
    """
    if not path.is_file():
        raise NotFoundError(f"There is no backup at {path}.")
    if not is_sound(path):
        raise DamagedFileError(f"{path} is damaged or no database. Nothing was changed.")
    shutil.copyfile(path, target)
    with scratch_database(target) as alias:
        refuse_newer(alias)
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        return describe(alias, path)


def refuse_newer(alias: str) -> None:
    loader = MigrationLoader(connections[alias])
    if loader.applied_migrations.keys() - loader.disk_migrations.keys():
        raise RefusedError(
            "The copy was made by a newer Midstance. Restore it with that version. "
            "Nothing was changed."
        )


def describe(alias: str, path: Path) -> Manifest:
    made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Manifest(
        format=FORMAT,
        version="",
        made_at=made_at.isoformat(timespec="seconds"),
        engine="sqlite",
        migrations=dict(MigrationLoader(connections[alias]).graph.leaf_nodes()),
        tables={
            name_of(model): digest_lines(dump_rows(model, alias)) for model in kept_models(apps)
        },
        originals={},
    )
