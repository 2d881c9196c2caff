"""`midstance restore`: bring a backup back."""

import argparse
from pathlib import Path

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line
from midstance.cli.backup import as_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="a backup")
    parser.add_argument(
        "--replace", action="store_true", help="move what is there aside (nothing is deleted)"
    )


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.back_up import restore

    report = restore(arguments.file, replace=arguments.replace)
    if arguments.json:
        write_json(as_json(report))
    else:
        write_line(f"Restored {arguments.file}: {report.originals} files.")
    return 0
