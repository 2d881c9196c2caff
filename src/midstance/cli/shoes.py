"""`midstance shoes`: how far each pair went; add, put away, wear, fill in, take back."""

import argparse
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from midstance.app.start import start_django
from midstance.cli import words
from midstance.cli._answer import refuse_all, write_json, write_line
from midstance.cli._days import day_from

if TYPE_CHECKING:
    from midstance.app.shoes.records import ShoeFacts, ShoeLine, ShoeSheet
    from midstance.store.models import Runner

KINDS = ("every", "road", "trail", "treadmill", "track", "long", "fast")
FACTS = (
    "name", "brand", "model", "first_day", "before_km", "most_km", "usual_for", "long_km",
    "fast_pace",
)  # fmt: skip
NONE = "none"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument("--add", metavar="NAME", help="add a pair")
    acts.add_argument("--edit", metavar="NAME", help="change what is told of a pair")
    acts.add_argument("--retire", metavar="NAME", help="put a pair away, today or on --day")
    acts.add_argument("--restore", metavar="NAME", help="take a pair back into use")
    acts.add_argument(
        "--wear", nargs=2, metavar=("RUN", "NAME"), help="say the shoes of a run, or “none”"
    )
    acts.add_argument(
        "--join", nargs=2, metavar=("KEEP", "GONE"), help="make two pairs one, as after a new name"
    )
    acts.add_argument("--remove", metavar="NAME", help="remove a pair without runs")
    acts.add_argument(
        "--fill-in", action="store_true", help="give past runs without shoes the usual pair"
    )
    acts.add_argument("--undo", action="store_true", help="take back the last of these changes")
    add_facts(parser)
    parser.set_defaults(refuse=parser.error)


def add_facts(parser: argparse.ArgumentParser) -> None:
    """What can be told of a pair, with --add and --edit."""
    about = parser.add_argument_group("what is told of a pair")
    about.add_argument("--name", help="a new name, with --edit")
    about.add_argument("--brand")
    about.add_argument("--model")
    about.add_argument("--first-day", type=day_from, help="as 2026-11-30")
    about.add_argument("--before-km", type=float, help="run in it before the first run here")
    about.add_argument("--most-km", type=float, help="when to remind you; else 500 to 800 km")
    about.add_argument("--usual-for", action="append", choices=KINDS, help="more than one is fine")
    about.add_argument("--long-km", type=float, help="from when on a run is long")
    about.add_argument("--fast-pace", type=pace_from, help="minutes for one km, as 5:30")
    parser.add_argument("--day", type=day_from, help="with --retire: as 2026-11-30")


def pace_from(typed: str) -> float:
    """Metres a second."""
    minutes, _colon, seconds = typed.partition(":")
    if not (minutes.isdigit() and (seconds or "0").isdigit() and int(minutes + (seconds or "0"))):
        raise argparse.ArgumentTypeError(f"expected a pace as 5:30, got {typed!r}")
    return 1000.0 / (60 * int(minutes) + int(seconds or 0))


def run(arguments: argparse.Namespace) -> int:
    check_usage(arguments)
    start_django()
    from midstance.app.open_store import open_store
    from midstance.core.base.errors import InvalidValuesError

    runner = open_store()
    try:
        change(runner, arguments)
    except InvalidValuesError as error:
        what = "that cannot be; nothing was changed."
        return refuse_all(what, error.problems, as_json=arguments.json)
    show(runner, as_json=arguments.json)
    return 0


def check_usage(arguments: argparse.Namespace) -> None:
    told = [name for name in FACTS if getattr(arguments, name) is not None]
    if told and not (arguments.add or arguments.edit):
        names = ", ".join(f"--{name.replace('_', '-')}" for name in told)
        arguments.refuse(f"{names} tells about a pair; use it with --add or --edit")
    if arguments.add and arguments.name is not None:
        arguments.refuse("--name is for --edit; --add has the name already")
    if arguments.day is not None and not arguments.retire:
        arguments.refuse("--day says when a pair was put away; use it with --retire")


def change(runner: "Runner", arguments: argparse.Namespace) -> None:
    """Do the one thing that was asked for; nothing without one."""
    from midstance.app.add_shoe import add_shoe
    from midstance.app.apply_shoe_rules import apply_shoe_rules
    from midstance.app.assign_shoe import assign_shoe
    from midstance.app.edit_shoe import edit_shoe, read_shoe
    from midstance.app.join_shoes import join_shoes
    from midstance.app.remove_shoe import remove_shoe
    from midstance.app.retire_shoe import restore_shoe, retire_shoe
    from midstance.app.shoes.records import ShoeFacts
    from midstance.app.undo_shoes import undo_shoes

    if arguments.add:
        add_shoe(runner, facts_told(ShoeFacts(arguments.add), arguments))
    elif arguments.edit:
        pk = number_of(runner, arguments.edit)
        edit_shoe(runner, pk, facts_told(read_shoe(runner, pk), arguments))
    elif arguments.retire:
        retire_shoe(runner, number_of(runner, arguments.retire), arguments.day)
    elif arguments.restore:
        restore_shoe(runner, number_of(runner, arguments.restore))
    elif arguments.wear:
        key, name = arguments.wear
        assign_shoe(runner, key, None if name == NONE else number_of(runner, name))
    elif arguments.join:
        join_shoes(runner, *(number_of(runner, name) for name in arguments.join))
    elif arguments.remove:
        remove_shoe(runner, number_of(runner, arguments.remove))
    elif arguments.fill_in:
        apply_shoe_rules(runner)
    elif arguments.undo:
        undo_shoes(runner)


def number_of(runner: "Runner", name: str) -> int:
    """The pair of that name."""
    from midstance.app.watch_shoes import list_shoes
    from midstance.core.base.errors import NotFoundError

    lines = list_shoes(runner)
    found = [line.pk for line in lines if line.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(line.name for line in lines) or "none yet"
        raise NotFoundError(f"There is no pair “{name}”. Yours: {known}.")
    return found[0]


def facts_told(before: "ShoeFacts", arguments: argparse.Namespace) -> "ShoeFacts":
    """What is told of a pair, over what was known of it."""
    from dataclasses import replace

    told: dict[str, Any] = {
        "name": arguments.name,
        "brand": arguments.brand,
        "model": arguments.model,
        "first_day": arguments.first_day,
        "before_m": metres(arguments.before_km),
        "most_m": metres(arguments.most_km),
        "kinds": None if arguments.usual_for is None else tuple(arguments.usual_for),
        "long_m": metres(arguments.long_km),
        "fast_mps": arguments.fast_pace,
    }
    return replace(before, **{name: value for name, value in told.items() if value is not None})


def metres(kilometres: float | None) -> float | None:
    return None if kilometres is None else 1000.0 * kilometres


def show(runner: "Runner", *, as_json: bool) -> None:
    from midstance.app.plain import to_plain
    from midstance.app.read_shoes import read_shoes

    sheet = read_shoes(runner)
    write_json(to_plain(sheet)) if as_json else tell(sheet, runner.units)


def tell(sheet: "ShoeSheet", units: str) -> None:
    write_line(sheet.sentence)
    if not sheet.shoes:
        write_line("Add one: midstance shoes --add NAME")
        return
    write_line()
    show_table(sheet.shoes, units)
    write_line()
    write_line(sheet.rotation.sentence)
    if sheet.untold:
        write_line(f"Runs without shoes: {sheet.untold}, of which --fill-in knows {sheet.ruled}.")
    if sheet.last_change is not None:
        write_line(f"Last change: {sheet.last_change.words}. --undo takes it back.")


def show_table(lines: "tuple[ShoeLine, ...]", units: str) -> None:
    from midstance.app.shoes.words import state_words

    table = Table(box=None, pad_edge=False)
    for name in ("Pair", "Distance", "Runs", "Last", "Usual for", "State"):
        is_number = name in {"Distance", "Runs"}
        table.add_column(name, justify="right" if is_number else "left", no_wrap=name != "State")
    for line in lines:
        table.add_row(
            line.name,
            words.distance(line.distance_m, units),
            str(line.runs),
            words.UNKNOWN if line.last_day is None else line.last_day.isoformat(),
            ", ".join(line.kinds) or words.UNKNOWN,
            state_words(line, units),
        )
    Console().print(table)
