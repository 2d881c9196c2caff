"""The backups that lie in the data folder, for a download."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from midstance.app.prepare_store import BEFORE_UPDATE
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.home import backups_folder
from midstance.store.models import Runner


@dataclass(frozen=True)
class BackupFile:
    """One finished backup."""

    name: str
    size_bytes: int
    made_at: datetime


def list_backups(*, limit: int = 5) -> tuple[BackupFile, ...]:
    """The finished backups of the data folder, newest first.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until one is added.
    *Privacy* names and sizes only.
    """
    files = sorted(_finished(), key=lambda path: path.name, reverse=True)
    return tuple(_described(path) for path in files[:limit])


def backup_path(name: str) -> Path:
    """Where a backup lies, for a download.

    *Changes* nothing.
    *Refuses* an unknown name (NotFoundError); several runners in one installation (RefusedError).
    *Twice* gives the same.
    *Privacy* a backup holds everything, so it is given only where there is one runner.
    """
    if Runner.objects.count() > 1:
        raise RefusedError("A backup holds every runner, so none of them may download it.")
    known = {path.name: path for path in _finished()}
    if name not in known:
        raise NotFoundError(f"There is no backup named “{name}”.")
    return known[name]


def _finished() -> list[Path]:
    """What can be restored anywhere; a copy before an update needs the data folder."""
    every = backups_folder().glob("*.zip")
    return [path for path in every if not path.name.startswith(BEFORE_UPDATE)]


def _described(path: Path) -> BackupFile:
    stat = path.stat()
    return BackupFile(path.name, stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC))
