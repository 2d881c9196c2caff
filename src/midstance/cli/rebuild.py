"""`midstance rebuild`: everything derived, made anew from the originals."""

import argparse

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line
from midstance.cli._progress import show_progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing but --json."""


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.open_store import open_store
    from midstance.app.rebuild import rebuild

    runner = open_store()
    with show_progress("Rebuilding") as tell:
        report = rebuild(runner, on_progress=lambda done, total: tell(done, total, ""))
    same = report.digest_before == report.digest_after
    if arguments.json:
        write_json(
            {
                "originals": report.originals,
                "runs": report.runs,
                "digest_before": report.digest_before,
                "digest_after": report.digest_after,
                "unchanged": same,
                "problems": [vars(problem) for problem in report.problems],
            }
        )
    else:
        outcome = "nothing changed" if same else "the results are new"
        write_line(f"{report.runs} runs from {report.originals} originals: {outcome}.")
        for problem in report.problems:
            write_line(f"  {problem.name}: {problem.reason}")
    return 1 if report.problems else 0
