"""Questions and results of the knee check on a terminal: plain, wrapped, what to do first."""

import shutil
import textwrap
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from midstance.app.checking.records import (
    CheckReport,
    ClaimLine,
    ContributorLine,
    FitLine,
    QuestionSheet,
)
from midstance.cli._answer import write_line

WIDEST = 80
NARROWEST = 40
BULLET = "  - "
EMERGENCY = "emergency"  # nothing else to read then


def tell_report(report: CheckReport) -> None:
    """The care card, then why, then what it fits."""
    tell_card(report)
    tell_flags(report)
    if report.action != EMERGENCY:
        _tell_fits(report)
    _tell_rest(report)


def tell_card(report: CheckReport) -> None:
    """What to do, complete in itself."""
    card = report.care
    write_line(f"{report.action_words.upper()} · {report.side_words}")
    _paragraph(card.heading)
    for name, words in ((_("Who"), card.who), (_("What"), card.what), (_("When"), card.when)):
        _paragraph(words, start=f"{name}: ", after="    ")
    write_line()


def tell_flags(report: CheckReport) -> None:
    """Each warning sign with the answers that raised it."""
    if not report.red_flags:
        return
    write_line(_("Because of your answers"))
    for flag in report.red_flags:
        unsure = "" if flag.sure else _(" (you were not sure)")
        _bullet(f"{flag.title}{unsure}. {flag.why}")
        for said in flag.because:
            _paragraph(said, start="      ", after="      ")
    write_line()


def _tell_fits(report: CheckReport) -> None:
    write_line(_("What your answers fit"))
    if report.cannot_say:
        _paragraph(_("We cannot say. That is a normal answer."))
        for reason in report.cannot_say_because:
            _bullet(reason.text)
    for fit in report.fits:
        _tell_fit(fit)
    for contributor in report.contributors:
        _tell_contributor(contributor)
    write_line()


def _tell_fit(fit: FitLine) -> None:
    _paragraph(f"{fit.name} ({fit.term}): {fit.band_words}. {fit.share_words}")
    _labelled(_("For"), fit.for_)
    _labelled(_("Against"), fit.against)
    _labelled(_("What usually helps"), map(claim_words, fit.helps))
    _labelled(_("How long it takes"), map(claim_words, fit.course))
    _labelled(_("What nobody knows"), map(claim_words, fit.not_known))


def _tell_contributor(contributor: ContributorLine) -> None:
    words = {"name": contributor.name, "summary": claim_words(contributor.summary)}
    _paragraph(_("It may stand beside it: %(name)s. %(summary)s") % words)


def claim_words(claim: ClaimLine) -> str:
    """A statement and what it rests on."""
    if claim.is_judged:
        return _("%(claim)s (expert judgement)") % {"claim": claim.text}
    return _("%(claim)s (source: %(names)s)") % {
        "claim": claim.text,
        "names": ", ".join(claim.sources),
    }


def _tell_rest(report: CheckReport) -> None:
    if not report.screen_complete:
        _paragraph(
            _("Not everything that matters for safety was asked. To answer next: %(questions)s.")
            % {"questions": ", ".join(report.next_questions)}
        )
    for reason in report.flips_if:
        _paragraph(reason.text)
    _paragraph(
        _(
            "Made from your own answers by fixed rules (%(version)s). Nobody has examined the "
            "knee. If it gets worse, do not wait: ask a clinician."
        )
        % {"version": report.rules_version}
    )


def tell_questions(sheets: Sequence[QuestionSheet]) -> None:
    """Each question with its id, its options and how a file answers it."""
    for sheet in sheets:
        _paragraph(sheet.text, start=f"{sheet.id}: ", after="    ")
        for option in sheet.options:
            _paragraph(option.label, start=f"    {option.id}: ", after="        ")
        _paragraph(sheet.how_to_answer, start="    ", after="    ")
        if sheet.asked_when:
            _paragraph(sheet.asked_when, start="    ", after="    ")
        write_line()


def _labelled(label: str, lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        write_line(f"  {label}")
        for line in told:
            _bullet(line)


def _bullet(words: str) -> None:
    _paragraph(words, start=BULLET, after="    ")


def _paragraph(words: str, start: str = "", after: str = "") -> None:
    for line in wrapped(words, start, after):
        write_line(line)


def wrapped(words: str, start: str = "", after: str = "") -> list[str]:
    """The words in lines that fit on the terminal."""
    width = min(WIDEST, max(NARROWEST, shutil.get_terminal_size().columns))
    return textwrap.wrap(words, width, initial_indent=start, subsequent_indent=after) or [start]
