"""`midstance check`: the knee check, asked in the terminal or read from a file."""

import argparse
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from midstance.app.checking.records import CheckReport
    from midstance.core.assess.answers import Problem

INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--questions", action="store_true", help="the questions and how to answer")
    source.add_argument(
        "--answers", metavar="FILE.yaml", help="judge the answers of a file; - reads standard input"
    )
    parser.add_argument("--save", action="store_true", help="keep the check in your history")
    parser.set_defaults(refuse=parser.error)


def run(arguments: argparse.Namespace) -> int:
    start_django()
    if arguments.questions:
        if arguments.save:
            arguments.refuse("--save keeps a check; there is none with --questions")
        return _tell_questions(as_json=arguments.json)
    if arguments.answers is not None:
        return _judge_file(arguments)
    return _ask(arguments)


def _tell_questions(*, as_json: bool) -> int:
    from midstance.app.plain import to_plain
    from midstance.app.read_questionnaire import read_questionnaire
    from midstance.cli._check_words import tell_questions

    sheets = read_questionnaire()
    write_json(to_plain(sheets)) if as_json else tell_questions(sheets)
    return 0


def _judge_file(arguments: argparse.Namespace) -> int:
    from midstance.app.check_answers import check_answers
    from midstance.cli._answers_file import read_answers_file
    from midstance.core.assess.answers import InvalidAnswersError

    file = read_answers_file(arguments.answers)
    try:
        report, problems = check_answers(file.document), file.problems
    except InvalidAnswersError as error:
        return _refuse((*file.problems, *error.problems), arguments)
    if problems:
        return _refuse(problems, arguments)
    return _give(report, file.document, arguments)


def _ask(arguments: argparse.Namespace) -> int:
    from midstance.app.check_answers import check_answers
    from midstance.app.open_store import open_store
    from midstance.app.read_known_answers import read_known_answers
    from midstance.cli._check_ask import ask_all

    try:
        document = ask_all(read_known_answers(open_store()))
    except (KeyboardInterrupt, EOFError) as error:
        write_note("\nStopped. Nothing was kept.")
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
    return _give(check_answers(document), document, arguments)


def _give(report: "CheckReport", document: object, arguments: argparse.Namespace) -> int:
    from midstance.app.plain import to_plain
    from midstance.cli._check_words import tell_report

    kept: Mapping[str, object] = {"saved": _save(document)} if arguments.save else {}
    if arguments.json:
        write_json({**to_plain(report), **kept})
        return 0
    tell_report(report)
    if arguments.save:
        write_note("Kept in your history.")
    return 0


def _save(document: object) -> str:
    from midstance.app.open_store import open_store
    from midstance.app.save_check import save_check

    return save_check(open_store(), document)


def _refuse(problems: "tuple[Problem, ...]", arguments: argparse.Namespace) -> int:
    lines = [f"{item.question}: expected {item.expected}, got {item.came}" for item in problems]
    write_note(f"midstance: {arguments.answers} holds what is no answer; nothing was kept.")
    for line in lines:
        write_note(f"  {line}")
    if arguments.json:
        write_json(
            {
                "error": {"kind": "InvalidAnswersError", "reason": "; ".join(lines)},
                "problems": [vars(item) for item in problems],
            }
        )
    return 1
