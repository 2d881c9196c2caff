"""`midstance routine`: the five-minute reset and other short sessions, step by step."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line

if TYPE_CHECKING:
    from midstance.app.read_routine import RoutineSheet

KEYS = ("name", "side", "start_s", "seconds", "how", "exercise")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--for",
        dest="whens",
        metavar="CONDITION",
        action="append",
        default=[],
        help="a pattern or a situation that swaps steps; else those of your newest knee check",
    )
    parser.add_argument(
        "--name", default="post_run_reset", help="post_run_reset, warm_up, short_mobility, ..."
    )
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.open_store import open_store
    from midstance.app.read_routine import read_routine, routine_reasons
    from midstance.app.read_routine_reasons import read_routine_reasons

    for when in arguments.whens:
        if when not in routine_reasons():
            arguments.refuse(f"--for takes one of {', '.join(routine_reasons())}; got {when}")
    runner = open_store()
    whens = tuple(arguments.whens) or read_routine_reasons(runner)
    sheet = read_routine(runner, whens, arguments.name)
    write_json(as_json(sheet)) if arguments.json else tell(sheet)
    return 0


def as_json(sheet: "RoutineSheet") -> dict[str, object]:
    steps = [{key: asdict(step)[key] for key in KEYS} for step in sheet.steps]
    return {
        "routine": sheet.id,
        "name": sheet.name,
        "for": list(sheet.for_),
        "seconds": sheet.seconds,
        "steps": steps,
        "stop_if": list(sheet.stop_if),
        "after": sheet.after,
        "version": sheet.version,
    }


def tell(sheet: "RoutineSheet") -> None:
    """Each step with the time at which it begins."""
    from midstance.cli._check_words import wrapped

    lines = [*wrapped(f"{sheet.name} · {clock(sheet.seconds)}"), *wrapped(sheet.summary), ""]
    for step in sheet.steps:
        side = f", {step.side_words}" if step.side_words else ""
        lines += wrapped(f"{clock(step.start_s)}  {step.name}{side} ({step.seconds} s)")
        lines += wrapped(step.how, start=" " * 6, after=" " * 6)
    lines += wrapped(f"{clock(sheet.seconds)}  {sheet.after}", after=" " * 6)
    lines += ["", "Stop if:", *(line for reason in sheet.stop_if for line in bullet(reason))]
    for line in lines:
        write_line(line)


def bullet(words: str) -> list[str]:
    from midstance.cli._check_words import wrapped

    return wrapped(words, start="  - ", after="    ")


def clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
