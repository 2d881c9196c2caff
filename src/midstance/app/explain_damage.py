"""What to do when the database is damaged: say what is safe, and name the newest good backup."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from midstance.core.base.errors import DamagedFileError, DamagedStoreError, RefusedError
from midstance.store.archive import check_members, read_manifest, reading
from midstance.store.file_copy import FILE_COPY, is_sound
from midstance.store.home import backups_folder, blobs_folder, database_file, home


@dataclass(frozen=True)
class Damage:
    """What a runner reads; `steps` bring everything back."""

    what: str
    kept: str
    steps: tuple[str, ...]

    @property
    def words(self) -> str:
        return " ".join((self.what, self.kept, *self.steps))


def explain_damage(found: str) -> Damage:
    """Say what is damaged, what is not, and how to go on.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same until a backup comes or goes.
    *Privacy* names places on this machine.
    """
    backup = newest_good_backup()
    return Damage(
        what=_("The database %(file)s is damaged (%(found)s).")
        % {"file": database_file(), "found": found},
        kept=_(
            "Nothing was changed, and nothing is written to it any more. The files that you "
            "brought in are kept apart from it, in %(folder)s."
        )
        % {"folder": blobs_folder()},
        steps=_from_backup(backup) if backup else _from_originals(),
    )


def damaged_store(found: str) -> DamagedStoreError:
    return DamagedStoreError(explain_damage(found).words)


def newest_good_backup() -> Path | None:
    """The newest backup of the data folder whose every part is what was written."""
    files = [*backups_folder().glob("*.zip"), *backups_folder().glob(f"*{FILE_COPY}")]
    newest_first = sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)
    return next((path for path in newest_first if is_good(path)), None)


def is_good(path: Path) -> bool:
    if path.suffix == FILE_COPY:
        return is_sound(path)
    try:
        with reading(path) as archive:
            check_members(archive, read_manifest(archive))
    except (DamagedFileError, RefusedError):
        return False
    return True


def _from_backup(backup: Path) -> tuple[str, ...]:
    return (
        _("Stop Midstance."),
        _(
            'Bring back the newest good backup: midstance restore --replace "%(backup)s". '
            "What is there now is moved aside, never deleted."
        )
        % {"backup": backup},
        _("Bring in the runs that came after it once more."),
    )


def _from_originals() -> tuple[str, ...]:
    return (
        _("There is no good backup. Stop Midstance."),
        _("Rename the folder %(folder)s to %(aside)s.")
        % {"folder": home(), "aside": f"{home()}-damaged"},
        _(
            'Bring your files in anew: midstance import "%(files)s". That brings back your runs. '
            "Your knee checks and settings are in the damaged database, so keep that folder."
        )
        % {"files": Path(f"{home()}-damaged") / blobs_folder().name},
    )
