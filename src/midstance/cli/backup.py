"""`midstance backup`: everything in one file, proved by a restore."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import iso_utc, write_json, write_line

if TYPE_CHECKING:
    from midstance.store.restore import BackupReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", nargs="?", type=Path, metavar="OUT.zip", help="default: in the data folder"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.back_up import back_up
    from midstance.app.open_store import open_store

    open_store()
    report = back_up(None if arguments.out is None else arguments.out.absolute())
    if arguments.json:
        write_json(as_json(report))
    else:
        write_line(f"Wrote {report.path} and proved it by a restore.")
    return 0


def as_json(report: "BackupReport") -> dict[str, object]:
    document = asdict(report)
    made_at = document["made_at"]
    document["made_at"] = made_at if isinstance(made_at, str) else iso_utc(made_at)
    return document | {"path": str(report.path), "verified": True}
