"""Started processes with a data folder of their own."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MIDSTANCE = Path(sys.executable).with_name("midstance")
PREPARE = (
    "from midstance.app.start import start_django; start_django(); "
    "from midstance.app.prepare_store import prepare_store; prepare_store()"
)


def environment(home: Path) -> dict[str, str]:
    """SQLite in that folder, whatever database the tests themselves run on."""
    own = {name: value for name, value in os.environ.items() if name != "MIDSTANCE_DATABASE_URL"}
    return {**own, "MIDSTANCE_HOME": str(home)}


@contextmanager
def serving(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The app on a free port, with its address; killed at the end if it still runs."""
    command = [MIDSTANCE, "serve", "--no-browser", "--json", "--port", str(free_port())]
    process = subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    line = process.stdout.readline()
    assert line, process.stderr.read().decode()
    process.address = json.loads(line)["address"]
    yield process
    process.kill()
    process.communicate()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory) -> Path:
    """A data folder whose empty database is made; tests copy it, since making one takes long."""
    return made_once(tmp_path_factory, "prepared", prepare)


def prepare(home: Path) -> None:
    subprocess.run([sys.executable, "-c", PREPARE], env=environment(home), check=True)


def made_once(tmp_path_factory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first worker to ask for it makes, and the others only read."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder, made = common / name / "home", common / f"{name}.made"
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            folder.parent.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture
def new_home(prepared_home, tmp_path):
    """A function that gives a fresh data folder of a name."""
    return lambda name="home": Path(shutil.copytree(prepared_home, tmp_path / name))
