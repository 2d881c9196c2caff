"""`midstance why`: what changed before a pain, and what made the load of the days before it."""

import argparse
from typing import TYPE_CHECKING

from midstance.app.start import start_django
from midstance.cli._answer import write_json, write_line
from midstance.cli._days import day_from

if TYPE_CHECKING:
    from midstance.app.why.records import ChangeLine, PainReasons

TISSUES = ("patellofemoral", "patellar_tendon", "tibiofemoral", "iliotibial_band")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--date", type=day_from, help="as 2026-11-30; else the day of your latest new pain"
    )
    parser.add_argument("--tissue", choices=TISSUES, help="else the one that your check fits")


def run(arguments: argparse.Namespace) -> int:
    start_django()
    from midstance.app.explain_pain import explain_pain
    from midstance.app.open_store import open_store
    from midstance.app.plain import to_plain

    reasons = explain_pain(open_store(), arguments.date, arguments.tissue)
    write_json(to_plain(reasons)) if arguments.json else tell(reasons)
    return 0


def tell(reasons: "PainReasons") -> None:
    """The answer, what stands out, what made the load, then what was looked at and what not."""
    from django.utils.formats import date_format
    from django.utils.translation import gettext as _

    from midstance.cli._plan_words import tell_list, tell_paragraph

    tell_paragraph(reasons.sentence)
    if reasons.is_care:
        return
    if reasons.onset is not None:
        write_line(date_format(reasons.onset, "l, j F Y"))
    if reasons.note:
        tell_paragraph(reasons.note)
    for line in reasons.changes:
        write_line()
        tell_change(line)
    if reasons.beyond_limit is not None:
        write_line()
        tell_change(reasons.beyond_limit)
    if reasons.load_sentence:
        write_line()
        tell_paragraph(reasons.load_sentence)
        tell_list(_("What made it"), (part.sentence for part in reasons.load_parts if part.is_real))
    tell_list(_("Looked at"), map(compared, reasons.looked_at))
    tell_list(_("Not known"), reasons.not_known)
    if reasons.basis:
        write_line()
        tell_paragraph(reasons.basis)


def tell_change(line: "ChangeLine") -> None:
    from midstance.cli._plan_words import tell_paragraph

    tell_paragraph(f"{line.title}: {line.words}")
    for words in (line.usual_words, line.load_words, f"{line.certainty_words} ({line.source})"):
        tell_paragraph(words, "  ", "  ")


def compared(line: "ChangeLine") -> str:
    return f"{line.title}: {line.before_words} → {line.after_words}"
