"""`midstance doctor`: is everything in order?"""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line

if TYPE_CHECKING:
    from midstance.app.doctor import DoctorReport


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="do not read every original")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.doctor import doctor
    from midstance.app.open_store import open_store

    open_store()
    report = doctor(read_all=not arguments.quick)
    write_json(as_json(report)) if arguments.json else tell(report)
    return 1 if report.problems else 0


def as_json(report: "DoctorReport") -> dict[str, object]:
    document = asdict(report)
    return document | {"sandbox": document["sandbox"] | {"sentence": report.sandbox.sentence}}


def tell(report: "DoctorReport") -> None:
    database, counts = report.database, report.counts
    write_line(f"Data folder  {report.home} ({report.free_bytes / 1e9:.1f} GB free)")
    write_line(f"Database     {database.engine} {database.version}. {database.why}")
    write_line(f"Files        {report.sandbox.sentence}")
    write_line(f"Originals    {report.originals.checked} there and whole")
    write_line(f"Runs         {counts['runs']}, and {counts['duplicates']} duplicates")
    if counts["quarantined"]:
        write_line(f"Set aside    {counts['quarantined']} files that ended their reader")
    for problem in report.problems:
        write_line(f"Attention    {problem}")
    write_line("Something needs attention." if report.problems else "All is well.")
