"""Where a film lies while it waits: in the inbox, under a name that says nothing."""

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from midstance.store.home import inbox_folder, open_folder


def films_folder() -> Path:
    return inbox_folder() / "films"


def take_in(source: Path) -> str:
    """Move a film here; gives its new name."""
    name = secrets.token_hex(16)
    shutil.move(source, open_folder(films_folder()) / name)
    return name


def film_path(file_name: str) -> Path:
    return films_folder() / file_name


def delete_film(file_name: str) -> None:
    """Delete a film; one that a platform holds open is swept later."""
    if file_name:
        with suppress(OSError):
            film_path(file_name).unlink(missing_ok=True)


def films_there() -> frozenset[str]:
    """The names of all films that lie here."""
    folder = films_folder()
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
