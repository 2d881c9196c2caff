"""Every branch of the check's engine is taken by its own tests, without the help of others."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
SOURCE = CHECKOUT / "src/midstance/core/assess"


@pytest.mark.long
def test_every_branch_of_the_engine_is_taken(tmp_path):
    found = f"--data-file={tmp_path / 'found'}"
    coverage = [sys.executable, "-m", "coverage"]
    tests = ["-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider", "tests/core/assess"]
    run = [*coverage, "run", found, "--branch", f"--source={SOURCE}", *tests]
    subprocess.run(run, cwd=CHECKOUT, check=True, capture_output=True)
    report = [*coverage, "report", found, "--show-missing", "--fail-under=100"]
    told = subprocess.run(report, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
