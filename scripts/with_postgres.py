"""Run a command beside a fresh PostgreSQL server: `with_postgres.py pytest tests/store`.

The server lives in a temporary folder, listens on a free port of 127.0.0.1 with a password of its
own, and is gone when the command ends. `MIDSTANCE_DATABASE_URL` tells the command where it is.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "midstance"
PATIENCE_S = "120"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "unix_socket_directories": "''",
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
}


def find_binaries() -> Path:
    """The folder of initdb and pg_ctl: the newest installed server, else what PATH names."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    for folder in reversed(folders):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        sys.exit("No PostgreSQL server found: install the package `postgresql`.")
    return Path(found).resolve().parent


def choose_user() -> str | None:
    """The server refuses to run as root: borrow another user then."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_as(user: str | None, *command: str | Path) -> None:
    result = subprocess.run(
        command, user=user, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{result.stdout.decode(errors='replace')}")


def make_cluster(binaries: Path, folder: Path, user: str | None, password: str) -> Path:
    cluster, secret = folder / "cluster", folder / "password"
    secret.write_text(password, encoding="ascii")
    if user is not None:
        shutil.chown(folder, user)
        shutil.chown(secret, user)
    run_as(
        user,
        *(binaries / "initdb", "--pgdata", cluster, "--username", SUPERUSER),
        *("--pwfile", secret, "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-sync"),
        *("--locale", "C.UTF-8"),
    )
    return cluster


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a running server that nobody else uses."""
    binaries, user, password = find_binaries(), choose_user(), secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="midstance-pg-", ignore_cleanup_errors=True) as folder:
        cluster = make_cluster(binaries, Path(folder), user, password)
        port = free_port()
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        control = (binaries / "pg_ctl", "--pgdata", cluster, "--wait", "--timeout", PATIENCE_S)
        log = ("--log", cluster / "log", "--options", f"-p {port} {settings}")
        run_as(user, *control, *log, "start")
        try:
            yield f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            run_as(user, *control, "--mode", "immediate", "stop")


def main(command: list[str]) -> int:
    if not command:
        sys.exit("usage: with_postgres.py COMMAND [ARGUMENT ...]")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with postgres_server() as url:
        return subprocess.run(
            command, env={**os.environ, "MIDSTANCE_DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
