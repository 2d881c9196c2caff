"""The data folder: the one place that knows where everything of this installation lies."""

import contextlib
import os
import secrets
from pathlib import Path

from platformdirs import user_data_path

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
MOUNTS = Path("/proc/self/mounts")
NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.rclone", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3"}
)


def home() -> Path:
    """The data folder, which may not exist yet."""
    named = os.environ.get("MIDSTANCE_HOME", "")
    return Path(named).expanduser().absolute() if named else user_data_path("midstance")


def open_folder(folder: Path) -> Path:
    """The folder, made when missing so that nobody else can look in."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def open_home() -> Path:
    return open_folder(home())


def database_file() -> Path:
    return home() / "midstance.sqlite3"


def blobs_folder() -> Path:
    return home() / "blobs"


def is_lost() -> bool:
    """Whether the database is gone or empty while originals lie where it should be."""
    file, blobs = database_file(), blobs_folder()
    there = file.exists() and file.stat().st_size > 0
    return not there and blobs.exists() and any(blobs.iterdir())


def inbox_folder() -> Path:
    return home() / "inbox"


def backups_folder() -> Path:
    return home() / "backups"


def read_secret_key() -> str:
    """The key that signs sessions; made once, readable by its owner only."""
    path = open_home() / "secret_key"
    if not path.exists():
        make_secret_key(path)
    return path.read_text(encoding="ascii")


def make_secret_key(path: Path) -> None:
    draft = path.with_name(f"secret_key.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)  # of two first starts one wins, and both read its key
    draft.unlink()


def file_system_of(folder: Path) -> str:
    """The kind of file system that holds a folder, empty where the platform does not tell."""
    if not MOUNTS.exists():
        return ""
    kinds = dict(line.split()[1:3] for line in MOUNTS.read_text(encoding="utf-8").splitlines())
    for parent in (folder.absolute(), *folder.absolute().parents):
        if str(parent) in kinds:
            return kinds[str(parent)]
    return ""


def is_on_network(folder: Path) -> bool:
    """Whether locks may not hold there, as SQLite needs them to."""
    return file_system_of(folder) in NETWORK_FILE_SYSTEMS
