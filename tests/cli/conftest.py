"""The command as a person or a script calls it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.isolated import environment, new_home, prepared_home

__all__ = ["new_home", "prepared_home"]
HERE = Path(__file__).parent
MIDSTANCE = Path(sys.executable).with_name("midstance")


@dataclass(frozen=True)
class Answer:
    """What came out of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output; anything beside it is an error."""
        return json.loads(self.out)


def start_alone(home: Path, words: Sequence[str]) -> Answer:
    """The command as a shell starts it."""
    told = subprocess.run(
        [MIDSTANCE, *words],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return Answer(told.returncode, told.stdout, told.stderr)


@dataclass(frozen=True)
class Ready:
    """A process that has loaded everything and runs each command in a fork of itself."""

    process: subprocess.Popen[str]
    folder: Path

    def __call__(self, home: Path, words: Sequence[str]) -> Answer:
        out, err = self.folder / "out", self.folder / "err"
        for each in (out, err):
            each.write_bytes(b"")
        order = {
            "words": words, "environment": environment(home), "out": str(out), "err": str(err)
        }  # fmt: skip
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        return Answer(code, out.read_text("utf-8"), err.read_text("utf-8"))


@dataclass(frozen=True)
class Command:
    """`midstance` with a data folder of its own."""

    home: Path
    start: Callable[[Path, Sequence[str]], Answer] = start_alone

    def __call__(self, *words: object) -> Answer:
        return self.start(self.home, list(map(str, words)))


@pytest.fixture(scope="session")
def ready(tmp_path_factory) -> Iterator[Ready]:
    folder = tmp_path_factory.mktemp("ready")
    with subprocess.Popen(
        [sys.executable, "-P", HERE / "ready.py"],
        env=environment(folder / "never"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Ready(process, folder)
        process.stdin.close()
    assert not (folder / "never").exists()


@pytest.fixture
def midstance(new_home, ready) -> Command:
    """`midstance` on an empty data folder."""
    return Command(new_home(), ready)


@pytest.fixture
def bare(tmp_path) -> Command:
    """`midstance` without a data folder, started alone."""
    return Command(tmp_path / "home")


@pytest.fixture(scope="session")
def watch_files(tmp_path_factory) -> Path:
    """A few files of the sample runner, and one that is nothing."""
    from datetime import date  # noqa: PLC0415 - only here

    from midstance.app.sample.fit_file import write_fit  # noqa: PLC0415 - only here
    from midstance.app.sample.seconds import record_seconds  # noqa: PLC0415 - only here
    from midstance.app.sample.story import tell_story  # noqa: PLC0415 - only here

    folder = tmp_path_factory.mktemp("watch")
    for run in list(tell_story(date(2026, 11, 23)))[-8:]:
        (folder / f"{run.index}.fit").write_bytes(write_fit(run.start_at, record_seconds(run)))
    (folder / "notes.txt").write_text("buy shoes", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory, watch_files) -> Path:
    """A data folder with the few files imported."""
    home = tmp_path_factory.mktemp("filled") / "home"
    answer = Command(home)("import", watch_files, "--json")
    assert answer.json["imported"] == 8, answer
    return home


@pytest.fixture
def filled(filled_home, ready) -> Command:
    """`midstance` on a data folder that tests only read."""
    return Command(filled_home, ready)


@pytest.fixture
def ran_yesterday(midstance, tmp_path) -> Command:
    """`midstance` with one run, of yesterday."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - only here

    from midstance.app.sample.fit_file import write_fit  # noqa: PLC0415 - only here
    from midstance.app.sample.seconds import record_seconds  # noqa: PLC0415 - only here
    from midstance.app.sample.story import tell_story  # noqa: PLC0415 - only here

    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    start_at = noon - timedelta(days=1)
    run = list(tell_story(start_at.date()))[-1]
    file = tmp_path / "yesterday.fit"
    file.write_bytes(write_fit(start_at, record_seconds(run)))
    assert midstance("import", file, "--json").json["imported"] == 1
    return midstance
