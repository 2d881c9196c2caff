"""The command `midstance`: finds the command that is asked for and runs it.

A command is a module with `add_arguments(parser)` and `run(arguments) -> exit code`. Only the one
asked for is imported, so that a light command stays light.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from midstance.cli._answer import refuse
from midstance.core.base.errors import MidstanceError

COMMANDS = {
    "serve": "start the app and open it in the browser (what `midstance` alone does)",
    "demo": "fill an empty data folder with a made-up runner and start the app",
    "import": "bring in activity files, folders, zips and exports",
    "runs": "list your runs",
    "load": "the knee load of a run, of a file, or of one steady step",
    "check": "the knee check: what to do now, what the pain fits, and why",
    "today": "what to do today, why, and which questions wait",
    "what-if": "how much you may run today, and what a run would do before you run it",
    "plan": "your week, day by day, and what it is made from",
    "pain": "say how much the knee hurt and read what it means; alone, what you said so far",
    "why": "what changed before a pain, beside your own past",
    "screen": "movement self-tests: how each is done, what yours say, when the next one is due",
    "gait": "what a film from the side tells of how you run",
    "shoes": "how far each pair of shoes went; add one, put one away, say what a run was run in",
    "routine": "the five-minute reset after a run, step by step, and other short sessions",
    "backup": "write everything into one file, and prove that it can be read back",
    "restore": "fill an empty data folder from a backup",
    "rebuild": "make everything that is derived anew from the originals",
    "doctor": "look whether everything is in order",
}
MODULES = {"import": "import_", "what-if": "what_if"}
DONE, PROBLEMS, WRONG_USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    arguments = _parse(words)
    try:
        return _run(arguments)
    except MidstanceError as error:
        return refuse(error, as_json=arguments.json)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # the reader of a pipe had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS


def _run(arguments: argparse.Namespace) -> int:
    """Run the command; a database that turns out damaged on the way is told as such."""
    try:
        return int(arguments.module.run(arguments))
    except Exception as error:
        if getattr(error.__cause__, "sqlite_errorcode", None) is None:
            raise
        with import_module("midstance.app.prepare_store").damage_told():
            raise


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="midstance",
        description="Midstance, the knee coach for runners. Everything stays on this machine.",
        epilog="Each command has its own --help. MIDSTANCE_HOME sets the data folder.",
        allow_abbrev=False,
    )
    if "--version" in words[:1]:
        parser.add_argument("--version", action="version", version=_version())
    else:
        parser.add_argument("--version", action="store_true", help="say the version and stop")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(
            name, help=purpose, description=purpose.capitalize() + ".", allow_abbrev=False
        )
        if name == asked:
            _complete(command, name)
    return parser.parse_args(words)


def _complete(command: argparse.ArgumentParser, name: str) -> None:
    module = _module(name)
    command.add_argument("--json", action="store_true", help="one JSON document on standard output")
    command.set_defaults(module=module)
    module.add_arguments(command)


def _module(name: str) -> ModuleType:
    return import_module(f"midstance.cli.{MODULES.get(name, name)}")


def _version() -> str:
    return f"midstance {import_module('midstance').__version__}"


if __name__ == "__main__":
    sys.exit(main())
