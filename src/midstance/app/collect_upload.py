"""Collect uploaded files in the inbox, in as many portions as it takes, then import them as one."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID, uuid4

from midstance.core.base.errors import LimitExceededError, NotFoundError, RefusedError
from midstance.importers.limits import APPLE_MAX_TOTAL_BYTES, ARCHIVE_MAX_MEMBERS
from midstance.store.home import inbox_folder, open_folder

if TYPE_CHECKING:
    from midstance.app.jobs import JobStatus
    from midstance.store.models import Runner

UPLOAD_MAX_FILES = ARCHIVE_MAX_MEMBERS  # in one portion, and of one name
UPLOAD_MAX_FILE_BYTES = APPLE_MAX_TOTAL_BYTES
KEEP_FREE_BYTES = 256 * 1024**2
FORGOTTEN_AFTER_S = 24 * 3600
PART_MAX_BYTES = 120
NAME_MAX_PARTS = 8
UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]" if os.name == "posix" else r"[^\w .()-]")


def open_upload(runner: "Runner") -> UUID:
    """Open a place for uploaded files.

    *Changes* makes an empty folder in the inbox; drops what was left there a day ago.
    *Refuses* nothing.
    *Twice* opens a second place.
    *Privacy* the folder is the runner's own and readable by nobody else.
    """
    upload_id = uuid4()
    folder = open_folder(upload_folder(runner, upload_id))
    drop_forgotten(folder.parent)
    return upload_id


@contextmanager
def add_to_upload(runner: "Runner", upload_id: UUID, name: str) -> Iterator[BinaryIO]:
    """Open one more file of an upload for writing; it is dropped when the writing breaks off.

    *Changes* adds a file to the inbox.
    *Refuses* an unknown upload (NotFoundError), too many files or a full disk (LimitExceededError).
    *Twice* keeps both, the second under a new name.
    *Privacy* the file stays in the data folder.
    """
    folder = upload_folder(runner, upload_id)
    if not folder.is_dir():
        raise NotFoundError("This upload is not open any more. Drop the files again.")
    check_room(folder)
    path = free_path(folder, safe_parts(name))
    open_folder(path.parent)
    try:
        with path.open("xb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def start_collected(runner: "Runner", upload_id: UUID) -> "JobStatus":
    """Queue the import of all that an upload has collected.

    *Changes* adds a job; the inbox is emptied when the job is done.
    *Refuses* an unknown upload (NotFoundError) and an empty one (RefusedError).
    *Twice* is refused: the first start closed the upload.
    *Privacy* the files stay in the data folder.
    """
    from midstance.app.jobs import start_collected_import  # noqa: PLC0415 (it needs the store)

    folder = upload_folder(runner, upload_id)
    if not folder.is_dir():
        raise NotFoundError("This upload was started before, or is not known.")
    if not any(path.is_file() for path in folder.rglob("*")):
        raise RefusedError("Expected at least one file; none came. Choose a file or a folder.")
    return start_collected_import(runner, folder)


def drop_upload(runner: "Runner", upload_id: UUID) -> None:
    """Forget an upload that was never started.

    *Changes* removes its files from the inbox.
    *Refuses* nothing.
    *Twice* changes nothing more.
    *Privacy* nothing stays behind.
    """
    shutil.rmtree(upload_folder(runner, upload_id), ignore_errors=True)


def drop_forgotten(folder: Path) -> None:
    """Uploads that were opened long ago and never started, as when a browser was closed."""
    for forgotten in folder.iterdir():
        if time.time() - forgotten.stat().st_mtime > FORGOTTEN_AFTER_S:
            shutil.rmtree(forgotten, ignore_errors=True)


def upload_folder(runner: "Runner", upload_id: UUID) -> Path:
    return inbox_folder() / "open" / str(runner.pk) / str(upload_id)


def check_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < KEEP_FREE_BYTES:
        raise LimitExceededError(
            "The disk of this machine is nearly full. Nothing was lost. Make room, then try again."
        )


def safe_parts(name: str) -> list[str]:
    """The parts of an uploaded name that may become a path: no root, no way up, nothing long."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [safe_part(part) for part in parts if part not in {"/", ".", ".."}]
    return [part for part in kept if part][-NAME_MAX_PARTS:] or ["file"]


def safe_part(part: str) -> str:
    """One part without characters that a disk dislikes; a long one keeps its ending."""
    encoded = UNSAFE.sub("_", part).strip(" .").encode()
    return encoded[-PART_MAX_BYTES:].decode(errors="ignore")


def free_path(folder: Path, parts: list[str]) -> Path:
    """A path that is not taken yet: "run.fit", then "run (2).fit"."""
    wanted = folder.joinpath(*parts)
    for number in range(2, UPLOAD_MAX_FILES + 2):
        if not wanted.exists() and not any(above.is_file() for above in wanted.parents):
            return wanted
        wanted = folder.joinpath(*parts[:-1], f"{number}", parts[-1])
    raise LimitExceededError(
        f"Expected at most {UPLOAD_MAX_FILES:,} files of one name; more came. Zip the folder."
    )
