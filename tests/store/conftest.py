"""A data folder for each test, and stores that several processes share."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from midstance.store.models import Runner

HERE = Path(__file__).parent
PATIENCE_S = 120
START = "import django; django.setup(); import programs; programs.main()"


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MIDSTANCE_HOME", str(folder))
    return folder


@pytest.fixture
def runner(db) -> Runner:  # noqa: ARG001 # a fixture cannot use `usefixtures`
    return Runner.objects.create(name="Ada", height_m=1.7, mass_kg=60)


@dataclass(frozen=True)
class Store:
    """A store of its own that only started processes open; all are ended with the test."""

    environment: dict[str, str]
    started: ExitStack

    def start(self, *program: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", START, *program],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.callback(end, process)
        return process

    def run(self, *program: str) -> str:
        return finish(self.start(*program))

    @property
    def home(self) -> Path:
        return Path(self.environment["MIDSTANCE_HOME"])


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def finish(process: subprocess.Popen[str]) -> str:
    """What a process printed."""
    output, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, errors
    return output.strip()


def race(*processes: subprocess.Popen[str]) -> list[str]:
    """Let processes that wait for it go at the same moment; gives what each printed."""
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [finish(process) for process in processes]


def environment_of(home: Path, url: str | None) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if name != "MIDSTANCE_DATABASE_URL"}
    own = {"DJANGO_SETTINGS_MODULE": "plain_settings", "PYTHONPATH": str(HERE)}
    server = {"MIDSTANCE_DATABASE_URL": url} if url else {}
    return {**kept, **own, **server, "MIDSTANCE_HOME": str(home)}


@pytest.fixture(scope="session")
def session_processes():
    with ExitStack() as started:
        yield started


@pytest.fixture
def processes():
    with ExitStack() as started:
        yield started


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory, session_processes) -> Path:
    """A migrated SQLite database, made once and copied for each test."""
    home = tmp_path_factory.mktemp("migrated")
    Store(environment_of(home, None), session_processes).run("migrate")
    return home / "midstance.sqlite3"


@pytest.fixture
def sqlite_store(tmp_path, migrated_file, processes) -> Store:
    home = tmp_path / "sqlite home"
    home.mkdir()
    shutil.copy(migrated_file, home)
    return Store(environment_of(home, None), processes)


@pytest.fixture
def new_store(tmp_path, processes) -> Store:
    """On SQLite, nothing there yet."""
    return Store(environment_of(tmp_path / "new home", None), processes)


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory, session_processes):
    """The same on the server that `scripts/with_postgres.py` started."""
    with database_on_server("") as url:
        home = tmp_path_factory.mktemp("migrated")
        Store(environment_of(home, url), session_processes).run("migrate")
        yield url.rpartition("/")[2]


@pytest.fixture
def server_store(tmp_path, migrated_database, processes):
    with database_on_server(f"TEMPLATE {migrated_database}") as url:
        yield Store(environment_of(tmp_path / "server home", url), processes)


@pytest.fixture
def new_server_store(tmp_path, processes):
    """On the server, nothing there yet."""
    with database_on_server("") as url:
        yield Store(environment_of(tmp_path / "server home", url), processes)


@contextmanager
def database_on_server(template: str) -> Iterator[str]:
    server, name = os.environ["MIDSTANCE_DATABASE_URL"], f"store_{secrets.token_hex(6)}"
    admit(server, f"CREATE DATABASE {name} {template}")
    yield f"{server.rpartition('/')[0]}/{name}"
    admit(server, f"DROP DATABASE {name} WITH (FORCE)")


def admit(url: str, statement: str) -> None:
    import psycopg  # noqa: PLC0415 # an extra, which the run on SQLite does without

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)


@pytest.fixture
def store(request) -> Store:
    """On the engine of this run."""
    on_server = "MIDSTANCE_DATABASE_URL" in os.environ
    return request.getfixturevalue("server_store" if on_server else "sqlite_store")
