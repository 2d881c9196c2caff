"""Writing so that after a kill or a power loss a file is there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from midstance.store.home import PRIVATE_FILE, open_folder


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the platform lets folders be synced."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_synced_folder(folder: Path) -> Path:
    if not folder.is_dir():
        open_folder(folder)
        sync_folder(folder.parent)
    return folder


@contextmanager
def draft(path: Path) -> Iterator[BinaryIO]:
    """A new private file, on disk when the block ends well and gone when it does not."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def publish(drafted: Path, path: Path) -> None:
    """Give a finished draft its name; a file of that name is replaced in one step."""
    drafted.replace(path)
    sync_folder(path.parent)
