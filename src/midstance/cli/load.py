"""`midstance load`: what a run, a file or one steady step does to the knee."""

import argparse
from pathlib import Path

from midstance.core.base.body import Body
from midstance.core.base.errors import InvalidValueError

BODY_HELP = "default: the profile, else typical"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run_or_file", nargs="?", metavar="RUN|FILE", help="id of a run, or a file")
    parser.add_argument("--speed-mps", type=float, help="one steady step at this speed instead")
    parser.add_argument("--cadence-spm", type=float, help="steps of both feet a minute")
    parser.add_argument(
        "--slope", type=float, metavar="FRAC", help="rise over run, downhill below 0"
    )
    parser.add_argument("--contact-time-s", type=float, help="ground contact of one step")
    parser.add_argument("--height-m", type=float, help=BODY_HELP)
    parser.add_argument("--mass-kg", type=float, help=BODY_HELP)
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    of_step = (arguments.cadence_spm, arguments.slope, arguments.contact_time_s)
    if (arguments.run_or_file is None) == (arguments.speed_mps is None):
        arguments.refuse("give either a run, a file, or --speed-mps")
    if arguments.speed_mps is None and any(value is not None for value in of_step):
        arguments.refuse("--cadence-spm, --slope and --contact-time-s go with --speed-mps")
    if arguments.speed_mps is not None:
        from midstance.cli import _load_step

        return _load_step.run(arguments, body_of(arguments))
    path = Path(arguments.run_or_file)
    from midstance.cli import _load_run

    if path.is_file():
        return _load_run.run_file(arguments, path, body_of(arguments))
    if body_of(arguments) != Body():
        raise InvalidValueError("A stored run uses the profile; --height-m goes with a file.")
    return _load_run.run_stored(arguments, arguments.run_or_file)


def body_of(arguments: argparse.Namespace) -> Body:
    return Body(height_m=arguments.height_m, mass_kg=arguments.mass_kg)
