"""kill -9 at any moment loses and doubles nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.isolated import environment

MIDSTANCE = Path(sys.executable).with_name("midstance")
DIGEST = """
from midstance.app.start import start_django
start_django()
from midstance.app.open_store import open_store
from midstance.store.digest import digest_parts
from midstance.store.blobs import blobs
from midstance.store.database import ask
from midstance.store.models import Original
runner = open_store()
assert ask("PRAGMA integrity_check") == "ok"
report = blobs().check(dict(Original.objects.values_list("sha256", "size")))
assert report.is_whole, report
print(digest_parts(runner))
"""


def import_all(files: Path, home: Path) -> None:
    subprocess.run(
        [MIDSTANCE, "import", files, "--json"],
        env=environment(home),
        capture_output=True,
        check=False,
    )


def digest_of(home: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", DIGEST],
        env=environment(home),
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def kill_after(seconds: float, files: Path, home: Path) -> bool:
    """Start an import and kill it, its reader and all; False when it was done before."""
    process = subprocess.Popen(
        [MIDSTANCE, "import", files, "--json"],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def check_kills(files: Path, new_home: Callable[[str], Path], kills: int, seed: int) -> None:
    """Kill at random moments, each time from a fresh start, then import to the end."""
    began = time.monotonic()
    whole = new_home("whole")
    import_all(files, whole)
    longest_s = time.monotonic() - began
    wanted = digest_of(whole)
    chance = random.Random(seed)  # noqa: S311 - no secret
    hits = 0
    for number in range(kills):
        home = new_home(f"home-{number}")
        hits += kill_after(chance.uniform(0.3, max(longest_s, 0.5)), files, home)
        import_all(files, home)
        assert digest_of(home) == wanted, f"after kill {number}"
        shutil.rmtree(home)
    assert hits


def test_a_killed_import_goes_on_as_if_nothing_was(recordings, new_home):
    check_kills(recordings, new_home, kills=3, seed=1)


def test_killed_again_and_again_it_still_comes_to_its_end(recordings, new_home):
    whole, killed = new_home("whole"), new_home("killed")
    import_all(recordings, whole)
    for number in range(4):
        kill_after(0.6 + 0.5 * number, recordings, killed)
    import_all(recordings, killed)
    assert digest_of(killed) == digest_of(whole)


def test_two_imports_at_once_lose_and_double_nothing(recordings, new_home):
    whole, home = new_home("whole"), new_home("both")
    import_all(recordings, whole)
    both = [
        subprocess.Popen(
            [MIDSTANCE, "import", recordings, "--json"],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    told = [process.communicate() for process in both]
    assert all(process.returncode == 1 for process in both), told  # one file is nonsense
    assert digest_of(home) == digest_of(whole)


@pytest.mark.long
@pytest.mark.real_data
def test_fifty_kills_in_a_real_history(unpacked, tmp_path, new_home):
    every = sorted(path for path in unpacked("history_a").rglob("*") if path.is_file())
    files = tmp_path / "some"
    files.mkdir()
    for path in every[:: max(1, len(every) // 150)]:
        shutil.copy(path, files / path.name)
    check_kills(files, new_home, kills=50, seed=2)
