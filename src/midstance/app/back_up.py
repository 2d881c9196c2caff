"""Write everything into one file, proved by a restore; and bring it back."""

from pathlib import Path

from django.utils import timezone

from midstance.app.renew_old_loads import renew_old_loads
from midstance.store.backup import create_backup
from midstance.store.home import backups_folder
from midstance.store.restore import BackupReport
from midstance.store.restore import restore as restore_backup


def back_up(target: Path | None) -> BackupReport:
    """Write a backup; without a target it goes to the data folder's `backups`.

    *Changes* adds one file.
    *Refuses* a target that exists, or whose restored copy differs.
    *Twice* adds a second file.
    *Privacy* the file holds everything and is not encrypted; it stays where it is put.
    """
    if target is None:
        name = timezone.now().strftime("midstance-%Y%m%d-%H%M%S-%f.zip")
        target = backups_folder() / name
    return create_backup(target)


def restore(path: Path, *, replace: bool = False) -> BackupReport:
    """Bring a backup back into an empty data folder.

    *Changes* everything; with `replace` what was there is moved aside, never deleted. Loads of an
    older version are queued to be worked out anew.
    *Refuses* a folder that holds runs, and a damaged backup.
    *Twice* is refused without `replace`.
    *Privacy* stays on this machine.
    """
    report = restore_backup(path, replace=replace)
    renew_old_loads()
    return report
