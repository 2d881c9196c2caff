"""Back from a backup: the copy is built and checked beside what is there, and then moved in."""

import shutil
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from midstance.core.base.errors import DamagedFileError, RefusedError
from midstance.store.archive import (
    Manifest,
    check_members,
    digest_lines,
    open_table,
    original_member,
    read_manifest,
    reading,
)
from midstance.store.blobs import Blobs
from midstance.store.durable import sync_folder
from midstance.store.epoch import renew_epoch
from midstance.store.file_copy import FILE_COPY, take_file_copy
from midstance.store.home import home, open_folder
from midstance.store.models import Original
from midstance.store.rows import Model, dump_rows, kept_models, load_rows, name_of
from midstance.store.scratch import scratch_database
from midstance.store.soundness import NOTE, find_damage

DATABASE = "midstance.sqlite3"
BLOBS = "blobs"
ASIDE = (NOTE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", f"{DATABASE}-journal", BLOBS)


@dataclass(frozen=True)
class BackupReport:
    """A backup that was restored and found equal."""

    path: Path
    size_bytes: int
    rows: int
    originals: int
    digest: str
    made_at: str


def report_of(path: Path, manifest: Manifest) -> BackupReport:
    return BackupReport(
        path=path,
        size_bytes=path.stat().st_size,
        rows=manifest.rows,
        originals=len(manifest.originals),
        digest=manifest.digest,
        made_at=manifest.made_at,
    )


def verify_backup(path: Path) -> Manifest:
    """Restore an archive into an empty folder beside it, compare everything, remove it again."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="verify-") as folder:
        return build_copy(path, Path(folder))


def restore(path: Path, *, replace: bool = False) -> BackupReport:
    """Bring everything of a backup back; the app must not be running.

    Into the data folder, whose former content is moved to `replaced-<time>` and never deleted; or
    into the PostgreSQL database in use, which must hold no runs.

    Raises
    ------
    RefusedError
        When there are runs and `replace` is not said, a newer Midstance made the backup, or it
        holds rows alone and the data folder is not theirs.
    DamagedFileError
        When the archive is not what was written. Nothing was changed then.
    """
    if not restores_into_folder():
        call_command("migrate", verbosity=0, interactive=False)
    refuse_if_there_are_runs(replace=replace)
    staging = Path(tempfile.mkdtemp(dir=open_folder(home()), prefix="restoring-"))
    try:
        manifest = build_copy(path, staging)
        if manifest.rows_alone:
            gather_originals(staging)
        renew_epoch()  # before: a kill in between makes devices tell twice, and never too little
        if restores_into_folder():
            move_in(staging)
        else:
            copy_to_server(staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return report_of(path, manifest)


def restores_into_folder() -> bool:
    return connection.vendor == "sqlite"


def refuse_if_there_are_runs(*, replace: bool) -> None:
    on_server = not restores_into_folder()
    if replace and not on_server:
        return
    if Original.objects.exists() if on_server else folder_holds_originals(home()):
        remedy = (
            "name a new database in MIDSTANCE_DATABASE_URL"
            if on_server
            else "restore into an empty data folder, or ask for what is there to be moved aside"
        )
        raise RefusedError(f"There are runs already, and a restore mixes nothing: {remedy}.")


def folder_holds_originals(folder: Path) -> bool:
    if any(Blobs(folder / BLOBS).walk()):
        return True
    if not (folder / DATABASE).exists():
        return False
    table = Original._meta.db_table  # noqa: SLF001 # Django's documented way to a model's options
    with scratch_database(folder / DATABASE) as alias:
        known = table in connections[alias].introspection.table_names()
        return known and Original.objects.using(alias).exists()


def build_copy(path: Path, folder: Path) -> Manifest:
    """A complete data folder, equal in every row and byte to what the archive was made of."""
    if path.suffix == FILE_COPY:
        return take_file_copy(path, folder / DATABASE)
    with reading(path) as archive:
        manifest = read_manifest(archive)
        check_members(archive, manifest)
    with zipfile.ZipFile(path) as archive:
        with scratch_database(folder / DATABASE) as alias:
            build_database(archive, manifest, alias)
        build_originals(archive, manifest, Blobs(folder / BLOBS))
    return manifest


def build_originals(archive: zipfile.ZipFile, manifest: Manifest, target: Blobs) -> None:
    for sha256, size in manifest.originals.items():
        with archive.open(original_member(sha256)) as source:
            target.put_stream(source)
        if not target.has(sha256, size):
            raise DamagedFileError(f"The original {sha256} came back different.")


def gather_originals(staging: Path) -> None:
    """Rows that were copied alone find their originals in the data folder."""
    here, beside = Blobs(home() / BLOBS), Blobs(staging / BLOBS)
    with scratch_database(staging / DATABASE) as alias:
        named = set(Original.objects.using(alias).values_list("sha256", flat=True))
    found = named & set(here.walk())
    if not found:
        raise RefusedError(
            f"This copy holds rows alone, and none of its originals is in {home()}. "
            "Name the data folder that it was made in. Nothing was changed."
        )
    for sha256 in sorted(found):
        with here.open(sha256) as source:
            beside.put_stream(source)


def build_database(archive: zipfile.ZipFile, manifest: Manifest, alias: str) -> None:
    """Fill the tables as they were when the backup was made, then bring them up to date."""
    apps = migrate_to(manifest, alias)
    tables = {name_of(model): model for model in kept_models(apps)}
    if tables.keys() != manifest.tables.keys():
        raise DamagedFileError("The backup's tables are not those of its migrations.")
    try:
        with transaction.atomic(using=alias):
            for name, model in tables.items():
                with open_table(archive, name) as lines:
                    load_rows(model, alias, lines)
    except DatabaseError as error:
        raise DamagedFileError(f"The backup's rows contradict each other: {error}.") from error
    for name, model in tables.items():
        if digest_lines(dump_rows(model, alias)) != manifest.tables[name]:
            raise DamagedFileError(f"The table {name} came back different.")
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    check_database(alias)


def migrate_to(manifest: Manifest, alias: str) -> Apps:
    executor = MigrationExecutor(connections[alias])
    targets = sorted(manifest.migrations.items())
    unknown = [
        f"{app}.{name}" for app, name in targets if (app, name) not in executor.loader.graph.nodes
    ]
    if unknown:
        raise RefusedError(
            f"The backup was made by Midstance {manifest.version}, which is newer "
            f"({', '.join(unknown)}). Restore it with that version. Nothing was changed."
        )
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def check_database(alias: str) -> None:
    found = find_damage(alias, every_index=True)
    if found:
        raise DamagedFileError(f"The restored database is not sound: {found}.")
    connections[alias].check_constraints()


def move_in(staging: Path) -> None:
    if connection.settings_dict["NAME"] == str(home() / DATABASE):
        connection.close()
    move_aside()
    for name in (BLOBS, DATABASE):
        if (staging / name).exists():
            (staging / name).rename(home() / name)
    sync_folder(home())


def move_aside() -> None:
    there = [home() / name for name in ASIDE if (home() / name).exists()]
    if there:
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        aside = open_folder(home() / f"replaced-{moment}")
        for path in there:
            path.rename(aside / path.name)


def copy_to_server(staging: Path) -> None:
    """Originals first, then all rows in one transaction: a kill leaves an empty database."""
    built = Blobs(staging / BLOBS)
    for sha256 in built.walk():
        with built.open(sha256) as source:
            Blobs(home() / BLOBS).put_stream(source)
    models = kept_models(current_apps)
    with scratch_database(staging / DATABASE) as alias, transaction.atomic():
        for model in models:
            empty_table(model)
        for model in models:
            with closing(dump_rows(model, alias)) as lines:
                load_rows(model, DEFAULT_DB_ALIAS, lines)
            copied = digest_lines(dump_rows(model, DEFAULT_DB_ALIAS))
            if copied != digest_lines(dump_rows(model, alias)):
                raise DamagedFileError(f"The table {name_of(model)} came back different.")
        set_sequences(models)


def empty_table(model: Model) -> None:
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 # see folder_holds_originals
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 # a name of ours, quoted


def set_sequences(models: list[Model]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
