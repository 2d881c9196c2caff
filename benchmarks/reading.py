"""Reading a history: decoding alone, cleaning and view beside it, and what the sandbox adds.

Bar: under 3 ms of CPU a file for cleaning and view. Needs the recordings that
MIDSTANCE_TEST_DATA names. `python benchmarks/reading.py [EVERY]` takes each EVERY-th file.
"""

import os
import resource
import statistics
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from midstance.importers.activity import Parsed
from midstance.importers.archive import read_source
from midstance.importers.clean import clean_activity, view_run
from midstance.importers.sandbox import SandboxedReader

RECORDINGS = Path(
    os.environ.get("MIDSTANCE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data")
)
ROUNDS = 3


def cpu_s() -> float:
    """CPU of this process and of the children that have ended."""
    own, ended = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


def measure(work: Callable[[], object]) -> float:
    before_s = cpu_s()
    work()
    return cpu_s() - before_s


def read_alone(paths: list[Path]) -> list:
    activities = []
    for path in paths:
        with path.open("rb") as stream:
            for member in read_source(stream, path.name, lambda _: False, lambda *_: None):
                if isinstance(member.outcome, Parsed):
                    activities += member.outcome.activities
    return activities


def read_sandboxed(paths: list[Path]) -> None:
    with SandboxedReader() as reader:
        for path in paths:
            for _ in reader.read_source(path, path.name):
                pass


def start_sandbox() -> None:
    with SandboxedReader() as reader:
        reader.report()


def main() -> None:
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(RECORDINGS / "activities" / "history_a.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())[::every]
        activities = [a for a in read_alone(paths) if a.time_s.size]
        rounds = [
            (
                measure(lambda: read_alone(paths)),
                measure(lambda: [view_run(clean_activity(a)) for a in activities]),
                measure(lambda: read_sandboxed(paths)),
                measure(start_sandbox),
            )
            for _ in range(ROUNDS)
        ]
    alone, cleaned, sandboxed, started = (
        statistics.median(column) for column in zip(*rounds, strict=True)
    )
    started_at = time.perf_counter()
    start_sandbox()
    waited_s = time.perf_counter() - started_at
    print(f"{len(paths)} files, {len(activities)} activities, CPU medians of {ROUNDS} rounds")
    for name, spent_s in (
        ("decode alone", alone),
        ("clean and 1 Hz view", cleaned),
        ("through the sandbox", sandboxed),
    ):
        print(
            f"{name:<22}{1000 * spent_s / len(paths):6.2f} ms a file, {spent_s / alone:.2f} of it"
        )
    print(f"starting the sandbox  {started:6.2f} s of CPU, {waited_s:.2f} s waited")


if __name__ == "__main__":
    main()
