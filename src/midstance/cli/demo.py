"""`midstance demo`: the app with a made-up runner."""

import argparse

from midstance.app.start import start_django
from midstance.cli import serve
from midstance.cli._progress import show_import_progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serve.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.fill_with_sample import fill_with_sample

    with show_import_progress("Making up a runner") as on_progress:
        fill_with_sample(on_progress)
    return serve.run(arguments)
