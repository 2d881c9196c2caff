"""The command as a person or a script calls it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.isolated import environment, new_home, prepared_home

__all__ = ["new_home", "prepared_home"]
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


@dataclass(frozen=True)
class Command:
    """`midstance` with a data folder of its own."""

    home: Path

    def __call__(self, *words: object) -> Answer:
        told = subprocess.run(
            [MIDSTANCE, *map(str, words)],
            env=environment(self.home),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return Answer(told.returncode, told.stdout, told.stderr)


@pytest.fixture
def midstance(new_home) -> Command:
    """`midstance` on an empty data folder."""
    return Command(new_home())


@pytest.fixture
def bare(tmp_path) -> Command:
    """`midstance` without a data folder."""
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
def filled(filled_home) -> Command:
    """`midstance` on a data folder that tests only read."""
    return Command(filled_home)


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
