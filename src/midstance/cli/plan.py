"""`midstance plan`: the week, and what it is made from."""

import argparse
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import refuse_all, write_json, write_line, write_note

if TYPE_CHECKING:
    from midstance.app.checking.records import Lock
    from midstance.app.training.records import PlanSheet
    from midstance.store.models import Runner

MOST_WEEKS = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--weeks",
        type=int,
        choices=range(1, MOST_WEEKS + 1),
        metavar="N",
        help=f"1 to {MOST_WEEKS}; weeks after the first are a look ahead",
    )
    wishes = parser.add_mutually_exclusive_group()
    wishes.add_argument(
        "--set", metavar="FILE.yaml", help="keep what a file says you want; - reads standard input"
    )
    wishes.add_argument(
        "--wishes", action="store_true", help="print what you want as a file that --set reads"
    )
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    if arguments.wishes and arguments.weeks is not None:
        arguments.refuse("--weeks shows the plan, --wishes what it is made from; take one")
    start_django()
    from midstance.app.open_store import open_store

    runner = open_store()
    if arguments.wishes:
        return print_wishes(runner, as_json=arguments.json)
    if arguments.set is not None and (problems := set_wishes(runner, arguments.set)):
        what = f"{arguments.set} holds what cannot be; nothing was kept."
        return refuse_all(what, problems, as_json=arguments.json)
    if arguments.set is not None:
        write_note("Kept.")
    weeks = 1 if arguments.weeks is None else arguments.weeks
    return show_plan(runner, weeks, as_json=arguments.json)


def show_plan(runner: "Runner", weeks: int, *, as_json: bool) -> int:
    from midstance.app.make_plan import make_plan
    from midstance.app.plain import to_plain
    from midstance.app.routine_lock import routine_lock

    sheets, lock = make_plan(runner, weeks=weeks), routine_lock(runner)
    if as_json:
        write_json({"lock": to_plain(lock), "weeks": to_plain(sheets)})
    else:
        tell(runner, sheets, lock)
    return 0


def tell(runner: "Runner", sheets: "tuple[PlanSheet, ...]", lock: "Lock | None") -> None:
    """What forbids to train comes first and stands alone."""
    from midstance.cli._plan_words import tell_care, tell_empty, tell_plan

    if lock is None and not sheets[0].empty:
        tell_plan(sheets)
        return
    tell_empty(sheets[0], lock)
    if lock is not None:
        tell_care(runner, lock.key)


def print_wishes(runner: "Runner", *, as_json: bool) -> int:
    from midstance.app.set_up_plan import read_wishes
    from midstance.app.training.told_documents import write_wishes_document
    from midstance.app.training.wishes import DEFAULT_WISHES
    from midstance.cli._wishes_file import wishes_lines

    wishes = read_wishes(runner)
    if wishes is None:
        write_note("You have not said yet what you want; this is what the plan takes until then.")
    document = write_wishes_document(wishes or DEFAULT_WISHES)
    if as_json:
        write_json(document)
        return 0
    for line in wishes_lines(document):
        write_line(line)
    return 0


def set_wishes(runner: "Runner", file_name: str) -> tuple[str, ...]:
    """Keep what a file says; gives everything that is wrong with it, and then keeps nothing."""
    from midstance.app.set_up_plan import read_wishes, set_up_plan
    from midstance.app.training.told_documents import read_wishes_document
    from midstance.app.training.wishes import DEFAULT_WISHES
    from midstance.cli._answers_file import read_answers_file
    from midstance.core.base.errors import InvalidValuesError

    file = read_answers_file(file_name, of="wishes")
    twice = [f"{item.question}: {item.came}, expected {item.expected}." for item in file.problems]
    try:
        wishes = read_wishes_document(file.document, read_wishes(runner) or DEFAULT_WISHES)
    except InvalidValuesError as error:
        return (*twice, *error.problems)
    if not twice:
        set_up_plan(runner, wishes)
    return tuple(twice)
