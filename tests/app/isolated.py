"""Started processes with a data folder of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PREPARE = (
    "from midstance.app.start import start_django; start_django(); "
    "from midstance.app.open_store import open_store; open_store()"
)


def environment(home: Path) -> dict[str, str]:
    """SQLite in that folder, whatever database the tests themselves run on."""
    own = {name: value for name, value in os.environ.items() if name != "MIDSTANCE_DATABASE_URL"}
    return {**own, "MIDSTANCE_HOME": str(home)}


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory) -> Path:
    """A data folder whose empty database is made; tests copy it, since making one takes long."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    subprocess.run([sys.executable, "-c", PREPARE], env=environment(home), check=True)
    return home


@pytest.fixture
def new_home(prepared_home, tmp_path):
    """A function that gives a fresh data folder of a name."""
    return lambda name="home": Path(shutil.copytree(prepared_home, tmp_path / name))
