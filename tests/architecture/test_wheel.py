"""An installed wheel needs neither npm nor a network: all that the app serves is inside."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PACKAGE = CHECKOUT / "src" / "midstance"
LEFT_OUT = {".ts", ".pyc"}
MANIFEST = "midstance/web/static/built/.vite/manifest.json"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def test_the_wheel_holds_every_file_of_the_package(wheel):
    names = set(wheel.namelist())
    missing = [
        name
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in LEFT_OUT
        if (name := path.relative_to(PACKAGE.parent).as_posix()) not in names
    ]
    assert missing == []


def test_every_built_file_that_a_page_asks_for_is_in_the_wheel(wheel):
    names = set(wheel.namelist())
    entries = json.loads(wheel.read(MANIFEST)).values()
    wanted = {name for entry in entries for name in [entry["file"], *entry.get("css", [])]}
    assert wanted
    assert {f"midstance/web/static/built/{name}" for name in wanted} <= names


def test_the_wheel_holds_no_sources_of_the_front_end(wheel):
    assert [name for name in wheel.namelist() if name.endswith(".ts")] == []
