"""`midstance today`: what to do today, why, and which questions wait."""

import argparse
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line

if TYPE_CHECKING:
    from midstance.app.training.records import Ask, TodaySheet
    from midstance.store.models import Runner

COMMANDS = {
    "start_check": "midstance check --save",
    "routine": "midstance routine",
    "pain": "midstance pain 0-10 --moment before",
    "plan": "midstance plan",
}
LEAST = "least-"
"""What the button of a day is on a terminal."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.open_store import open_store
    from midstance.app.plain import to_plain
    from midstance.app.read_today import read_today

    runner = open_store()
    sheet = read_today(runner)
    write_json(to_plain(sheet)) if arguments.json else tell(runner, sheet)
    return 0


def tell(runner: "Runner", sheet: "TodaySheet") -> None:
    """The sentence and the light, then why, then the sessions, then what is open."""
    from django.utils.formats import date_format
    from django.utils.translation import gettext as _

    from midstance.cli._plan_words import (
        tell_advice,
        tell_care,
        tell_list,
        tell_paragraph,
        tell_session,
    )

    tell_paragraph(sheet.sentence)
    write_line(f"{sheet.light_words.upper()} · {date_format(sheet.day, 'l, j F')}")
    kind = "plan" if sheet.action.target.startswith(LEAST) else sheet.action.kind
    if kind in COMMANDS:
        tell_command(COMMANDS[kind])
    if sheet.action.kind == "check" and sheet.action.target:
        tell_care(runner, sheet.action.target)
    for words in sheet.see_clinician:
        tell_paragraph(words)
    if sheet.advice.because:
        write_line()
    tell_advice(sheet.advice)
    for session in sheet.sessions:
        write_line()
        tell_session(session)
    tell_asks(sheet.asks)
    tell_list(_("Your week so far"), (left.words for left in sheet.left))
    if sheet.new_pain:
        write_line()
        day = {"day": date_format(sheet.new_pain, "l")}
        tell_paragraph(_("What changed before the pain of %(day)s") % day)
        tell_command(f"midstance why --date {sheet.new_pain.isoformat()}")
    if sheet.note:
        write_line()
        tell_paragraph(sheet.note)
    if not sheet.is_set_up and sheet.light != "stop":
        tell_set_up()


def tell_asks(asks: "tuple[Ask, ...]") -> None:
    """Each question that waits, with the command that answers it."""
    from django.utils.translation import gettext as _

    from midstance.cli._plan_words import tell_paragraph

    if not asks:
        return
    write_line()
    write_line(_("Waiting for your answer"))
    for ask in asks:
        tell_paragraph(ask.question, "  - ", "    ")
        if ask.hint:
            tell_paragraph(ask.hint, "    ", "    ")
        tell_command(answering(ask), "    ")


def answering(ask: "Ask") -> str:
    about = f" --run {ask.run}" if ask.run else f" --day {ask.day}"
    return f"midstance pain 0-10 --moment {ask.moment}{about}"


def tell_command(command: str, start: str = "  ") -> None:
    """A command stays on its line, so that it can be copied."""
    write_line(f"{start}{command}")


def tell_set_up() -> None:
    from django.utils.translation import gettext as _

    from midstance.cli._plan_words import tell_paragraph

    write_line()
    tell_paragraph(_("Say what you have time for, and the plan fits you better:"))
    tell_command("midstance plan --wishes > wishes.yaml")
    tell_command("midstance plan --set wishes.yaml")
