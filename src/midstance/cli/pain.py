"""`midstance pain`: tell a pain and read what it means; without a number, what was told."""

import argparse
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from midstance.app.start import start_django
from midstance.cli import words
from midstance.cli._answer import refuse_all, write_json, write_line
from midstance.cli._days import day_from

if TYPE_CHECKING:
    from midstance.app.training.records import Meaning, PainLine, PainTold
    from midstance.store.models import Runner

MOMENTS = ("before", "during", "after", "morning")
YES_NO = {None: words.UNKNOWN, True: "yes", False: "no"}
SIGNS = (
    ("--swollen", "swollen", True, "the knee is swollen"),
    ("--not-swollen", "swollen", False, "it is not"),
    ("--limp", "limp", True, "you limp"),
    ("--no-limp", "limp", False, "you do not"),
)
ABOUT = ("moment", "day", "run", "swollen", "limp", "where", "key")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "pain", type=int, nargs="?", help="0 is none, 10 the worst you can think of"
    )
    parser.add_argument(
        "--moment", choices=MOMENTS, help="before or during load, an hour after, the morning after"
    )
    parser.add_argument("--day", type=day_from, help="as 2026-11-30; else the run's, or today")
    parser.add_argument("--run", metavar="RUN", help="which run it was, by its id in `runs`")
    for option, name, is_so, help_ in SIGNS:
        parser.add_argument(option, dest=name, action="store_const", const=is_so, help=help_)
    parser.add_argument(
        "--where",
        metavar="ZONE",
        action="append",
        help="a place of `where` in `check --questions`; more than one is fine",
    )
    parser.add_argument("--key", help="a name of your own; telling it twice keeps it once")
    parser.add_argument("--since", type=day_from, help="list the pains of this day and later")
    parser.add_argument(
        "--forecast",
        metavar="TIMES",
        type=float,
        nargs="?",
        const=1.0,
        help="what you may answer tomorrow after a run of so many times your usual load",
    )
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    check_usage(arguments)
    start_django()
    from midstance.app.open_store import open_store

    runner = open_store()
    if arguments.forecast is not None:
        return show_forecast(runner, arguments)
    if arguments.pain is None:
        return show_pains(runner, arguments)
    return tell_pain(runner, arguments)


def check_usage(arguments: argparse.Namespace) -> None:
    if arguments.forecast is not None and (arguments.pain, arguments.since) != (None, None):
        arguments.refuse("--forecast stands alone; leave the number and --since out")
    if arguments.pain is None:
        about = [f"--{name}" for name in ABOUT if getattr(arguments, name) is not None]
        if about:
            arguments.refuse(f"{', '.join(about)} tells about a pain; say how much, 0 to 10")
    elif arguments.moment is None:
        arguments.refuse(f"say when it hurt: --moment {'|'.join(MOMENTS)}")
    elif arguments.since is not None:
        arguments.refuse("--since lists pains; leave the number out")


def tell_pain(runner: "Runner", arguments: argparse.Namespace) -> int:
    from midstance.app.log_pain import log_pain
    from midstance.app.plain import to_plain
    from midstance.core.base.errors import InvalidValuesError

    try:
        meaning = log_pain(runner, pain_told(runner, arguments))
    except InvalidValuesError as error:
        what = "that cannot be; nothing was kept."
        return refuse_all(what, error.problems, as_json=arguments.json)
    write_json(to_plain(meaning)) if arguments.json else tell(meaning)
    return 0


def pain_told(runner: "Runner", arguments: argparse.Namespace) -> "PainTold":
    from midstance.app.training.records import PainTold

    return PainTold(
        day=day_of_pain(runner, arguments),
        moment=arguments.moment,
        pain=arguments.pain,
        places=tuple(arguments.where or ()),
        swelling=arguments.swollen,
        limp=arguments.limp,
        run=arguments.run or "",
        key=arguments.key or "",
    )


def day_of_pain(runner: "Runner", arguments: argparse.Namespace) -> date:
    """As it was said; else the day of the run, but for a morning, which is told on its own day."""
    from midstance.app.checking.days import today_of
    from midstance.app.stored_runs import find_run
    from midstance.core.base.errors import NotFoundError

    said: date | None = arguments.day
    if said is None and arguments.run and arguments.moment != "morning":
        with suppress(NotFoundError):  # told with all other problems
            said = find_run(runner, arguments.run).local_day
    return said or today_of(runner)


def tell(meaning: "Meaning") -> None:
    from midstance.cli._plan_words import tell_paragraph

    write_line(meaning.light_words.upper())
    tell_paragraph(meaning.sentence)
    if meaning.rescreen:
        write_line("  midstance check --save")


def show_forecast(runner: "Runner", arguments: argparse.Namespace) -> int:
    from midstance.app.forecast_pain import forecast_pain
    from midstance.app.plain import to_plain
    from midstance.cli._plan_words import tell_paragraph
    from midstance.core.base.errors import InvalidValueError

    try:
        found = forecast_pain(runner, arguments.forecast)
    except InvalidValueError as error:
        return refuse_all("no forecast for that load.", (str(error),), as_json=arguments.json)
    if arguments.json:
        write_json(to_plain(found))
        return 0
    mornings = (each.sentence for each in found.moments[1:])
    for paragraph in (found.sentence, *mornings, found.limits):
        tell_paragraph(paragraph)
    return 0


def show_pains(runner: "Runner", arguments: argparse.Namespace) -> int:
    from midstance.app.list_pains import list_pains
    from midstance.app.plain import to_plain

    pains = list_pains(runner, arguments.since)
    if arguments.json:
        write_json(to_plain(pains))
    elif pains:
        show_table(pains)
    else:
        write_line("Nothing told yet. Tell one: midstance pain 0-10 --moment during")
    return 0


def show_table(pains: "tuple[PainLine, ...]") -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("Day", "When", "Pain", "Swollen", "Limp", "Run", "Where"):
        table.add_column(
            name, justify="right" if name == "Pain" else "left", no_wrap=name != "Where"
        )
    for line in pains:
        table.add_row(
            line.day.isoformat(),
            line.moment_words,
            str(line.pain),
            YES_NO[line.swelling],
            YES_NO[line.limp],
            line.run or words.UNKNOWN,
            ", ".join(line.places) or words.UNKNOWN,
        )
    Console().print(table)
