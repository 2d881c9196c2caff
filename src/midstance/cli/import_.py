"""`midstance import`: bring activity files in."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line
from midstance.cli._progress import show_import_progress

if TYPE_CHECKING:
    from midstance.app.import_runs import ImportReport

SHOWN_PROBLEMS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file, folder or zip")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.import_runs import import_paths
    from midstance.app.open_store import open_store

    runner = open_store()
    with show_import_progress("Reading") as on_progress:
        report = import_paths(runner, arguments.paths, on_progress=on_progress)
    write_json(as_json(report)) if arguments.json else tell(report)
    return 1 if report.failed else 0


def as_json(report: "ImportReport") -> dict[str, object]:
    return {
        "files": report.files,
        "imported": report.imported,
        "duplicates": report.duplicates,
        "skipped": report.skipped,
        "failed": report.failed,
        "seconds": report.seconds,
        "runs": list(report.runs),
        "problems": [
            {"path": one.path, "outcome": one.outcome, "kind": one.kind, "reason": one.reason}
            for one in report.problems
        ],
    }


def tell(report: "ImportReport") -> None:
    write_line(
        f"{report.files} files in {report.seconds:.1f} s: {report.imported} imported, "
        f"{report.duplicates} known already, {report.skipped} not runs, "
        f"{report.failed} could not be read."
    )
    worth_telling = [one for one in report.problems if one.outcome != "duplicate"]
    for one in worth_telling[:SHOWN_PROBLEMS]:
        write_line(f"  {one.path}: {one.reason}")
    if len(worth_telling) > SHOWN_PROBLEMS:
        write_line(f"  and {len(worth_telling) - SHOWN_PROBLEMS} more; --json lists all")
