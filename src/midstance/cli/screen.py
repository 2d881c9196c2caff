"""`midstance screen`: which movement screens there are, how one is done, and what yours say."""

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from midstance.app.start import start_django
from midstance.cli import words
from midstance.cli._answer import refuse_all, write_json, write_line
from midstance.cli._days import day_from
from midstance.cli._progress import show_progress

if TYPE_CHECKING:
    from midstance.app.films.records import FilmedScreenSheet
    from midstance.app.screens.records import ScreenSheet, ScreensSheet, ScreenTold
    from midstance.store.models import Runner

VALUES = ("left", "right", "both")
OF_A_FILM = ("leg", "slower", "from_s", "to_s", "whom")
HUNDRED = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("screen", nargs="?", help="one of the list, as calf_raises")
    parser.add_argument("--left", type=float, help="what the left side gave; keeps it")
    parser.add_argument("--right", type=float, help="what the right side gave; keeps it")
    parser.add_argument("--both", type=float, help="the same where both legs work at once")
    parser.add_argument("--day", type=day_from, help="of the test, as 2026-11-30; else today")
    parser.add_argument("--drop", action="store_true", help="take the test of --day back")
    parser.add_argument("--film", type=Path, metavar="VIDEO", help="say what a film of it saw")
    parser.add_argument("--leg", choices=("left", "right"), help="which leg the film is of")
    parser.add_argument("--slower", type=float, help="how many times slower than life it plays")
    parser.add_argument("--from-s", type=float, help="where to begin in the film")
    parser.add_argument("--to-s", type=float, help="where to end in the film")
    parser.add_argument("--whom", choices=("left", "right"), help="whom of two who are alike")
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    check_usage(arguments)
    start_django()
    from midstance.app.open_store import open_store
    from midstance.core.base.errors import InvalidValuesError

    runner = open_store()
    try:
        return answer(runner, arguments)
    except InvalidValuesError as error:
        what = "that cannot be; nothing was kept."
        return refuse_all(what, error.problems, as_json=arguments.json)


def check_usage(arguments: argparse.Namespace) -> None:
    has_values = any(getattr(arguments, name) is not None for name in VALUES)
    of_film = any(getattr(arguments, name) is not None for name in OF_A_FILM)
    check_usage_of_film(arguments, has_values=has_values, of_film=of_film)
    if arguments.screen is None and (has_values or arguments.day or arguments.drop):
        arguments.refuse("name the screen that this is about, as calf_raises")
    if arguments.drop and (has_values or arguments.day is None):
        arguments.refuse("--drop takes the test of a --day back, and no value")
    if arguments.day is not None and not (has_values or arguments.drop):
        arguments.refuse("--day goes with --left, --right, --both or --drop")


def check_usage_of_film(arguments: argparse.Namespace, *, has_values: bool, of_film: bool) -> None:
    if arguments.film is None:
        if of_film:
            arguments.refuse("--leg, --slower, --from-s, --to-s and --whom go with a --film")
        return
    if arguments.screen is None:
        arguments.refuse("name the screen that the film is of, as single_leg_squat")
    if arguments.leg is None:
        arguments.refuse("say the --leg that the film is of, left or right")
    if has_values or arguments.day is not None or arguments.drop:
        arguments.refuse("--film keeps nothing; keep a test without it, as --left 3")


def answer(runner: "Runner", arguments: argparse.Namespace) -> int:
    from midstance.app.plain import to_plain
    from midstance.app.read_screens import read_screens

    if arguments.screen is None:
        sheets = read_screens(runner)
        write_json(to_plain(sheets)) if arguments.json else show_list(sheets)
        return 0
    if arguments.film is not None:
        filmed = look(runner, arguments)
        write_json(to_plain(filmed)) if arguments.json else show_filmed(filmed)
        return 0
    sheet = sheet_for(runner, arguments)
    write_json(to_plain(sheet)) if arguments.json else show_one(sheet)
    return 0


def sheet_for(runner: "Runner", arguments: argparse.Namespace) -> "ScreenSheet":
    """Do what was asked for with one screen, and read it."""
    from midstance.app.read_screens import read_screen
    from midstance.app.screen_movement import drop_reading, screen_movement

    if arguments.drop:
        return drop_reading(runner, arguments.screen, arguments.day)
    if any(getattr(arguments, name) is not None for name in VALUES):
        return screen_movement(runner, told_by(runner, arguments))
    return read_screen(runner, arguments.screen)


def look(runner: "Runner", arguments: argparse.Namespace) -> "FilmedScreenSheet":
    from midstance.app.checking.days import today_of
    from midstance.app.films.records import FilmTold
    from midstance.app.look_at_screen import look_at_screen

    told = FilmTold(
        view="side",
        day=today_of(runner),
        slower_times=arguments.slower,
        whom=arguments.whom,
        from_s=arguments.from_s or 0.0,
        to_s=arguments.to_s,
        screen=arguments.screen,
        leg=arguments.leg,
    )
    bar = nullcontext(None) if arguments.json else show_progress("Looking at the film")
    with bar as tell:
        return look_at_screen(
            runner,
            arguments.film,
            told,
            on_progress=None
            if tell is None
            else lambda done: tell(round(HUNDRED * done), HUNDRED, arguments.film.name),
        )


def told_by(runner: "Runner", arguments: argparse.Namespace) -> "ScreenTold":
    from midstance.app.checking.days import today_of
    from midstance.app.screens.records import ScreenTold

    day = arguments.day or today_of(runner)
    return ScreenTold(arguments.screen, day, arguments.left, arguments.right, arguments.both)


def show_list(sheet: "ScreensSheet") -> None:
    write_line(sheet.sentence)
    write_line()
    table = Table(box=None, pad_edge=False)
    for name in ("Screen", "Speaks for", "Says", "Last", "Next"):
        table.add_column(name, no_wrap=name in {"Screen", "Last", "Next"})
    for line in sheet.screens:
        table.add_row(
            line.id,
            line.quality_words,
            "not now" if line.unsafe else line.found_words,
            words.UNKNOWN if line.last_day is None else line.last_day.isoformat(),
            words.UNKNOWN if line.due is None else line.due.isoformat(),
        )
    Console().print(table)
    write_line()
    write_line(sheet.note)


def show_one(sheet: "ScreenSheet") -> None:
    write_line(f"{sheet.line.name}: {sheet.line.found_words}. {sheet.line.sentence}")
    if sheet.line.unsafe:
        write_line(sheet.line.unsafe)
    for side in sheet.values:
        write_line(f"  {side.side_words}: {side.words}")
    show_way(sheet)
    show_meaning(sheet)
    show_history(sheet)


def show_filmed(sheet: "FilmedScreenSheet") -> None:
    """What a film saw, and how to keep what she makes of it."""
    write_line(f"{sheet.name}, {sheet.leg_words.lower()}: {sheet.sentence}")
    if sheet.problem:
        write_line(sheet.what_to_do)
    for mark in sheet.marks:
        write_line(f"  - {mark.words} {mark.seen_words}")
    write_line()
    write_line(f"{sheet.limits} ({sheet.limits_source})")
    if sheet.problem:
        return
    write_line("Nothing is kept. Look yourself, then keep what you decide:")
    number = "NUMBER_OF_SIGNS" if sheet.value is None else f"{sheet.value:g}"
    write_line(f"  midstance screen {sheet.screen} --{sheet.leg} {number}")


def show_way(sheet: "ScreenSheet") -> None:
    write_line()
    write_line(f"{sheet.purpose} {sheet.needs}")
    for number, step in enumerate(sheet.steps, 1):
        write_line(f"  {number}. {step}")
    for mark in sheet.marks:
        write_line(f"  - {mark.words}")
    write_line(f"Stop if {', or '.join(sheet.stop_if)}.")
    write_line("Do not do it when:")
    for reason in sheet.not_when:
        write_line(f"  - {reason}")


def show_meaning(sheet: "ScreenSheet") -> None:
    write_line()
    if sheet.cut_words:
        write_line(f"{sheet.cut_words} ({sheet.cut_source})")
    for norm in sheet.norms:
        write_line(f"Usual for {norm.who}: {norm.words} ({norm.source})")
    write_line(f"{sheet.error_words} ({sheet.error_source})")
    write_line(f"{sheet.limits} ({sheet.limits_source})")


def show_history(sheet: "ScreenSheet") -> None:
    if not sheet.readings:
        return
    write_line()
    for reading in sheet.readings:
        write_line(f"{reading.day.isoformat()}  {reading.words}")
    for change in sheet.changes:
        write_line(change.sentence)
