"""What a clinician reads of a check, in versions from long to short."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.checking.blocks import Block, Role
from midstance.app.checking.days import day_of
from midstance.app.checking.records import AnswerLine, CheckPage, CheckReport, FitLine, FlagLine
from midstance.app.checking.report import action_words
from midstance.store.models import Runner

Version = tuple[list[Block], list[Block]]
DAY = "j F Y"
FLAGS_IN_FULL = 8
SHORTER = (40, 25, 12, 0)


@dataclass(frozen=True)
class Extent:
    """How much a version tells: answers one by one or at most so many, flags in full or by name."""

    answers: int | None
    is_full: bool


EXTENTS = (Extent(None, is_full=True), *(Extent(most, is_full=False) for most in (None, *SHORTER)))


def summary_title(page: CheckPage) -> str:
    return _("Knee check: summary for a clinician, %(side)s") % {"side": page.side_words}


def write_versions(
    runner: Runner, page: CheckPage, report: CheckReport, unasked: Sequence[str]
) -> Iterator[Version]:
    """The longest version first; each says everything that asks for care."""
    head = list(_head(runner, page, report))
    for extent in EXTENTS:
        body = [
            *_flags(report, extent),
            *_patterns(report),
            *_answers(page, extent),
            *_gaps(page, unasked, extent),
        ]
        yield head, body


def _head(runner: Runner, page: CheckPage, report: CheckReport) -> Iterator[Block]:
    moment = page.finished_at or page.started_at
    yield Block(Role.TITLE, summary_title(page))
    yield Block(Role.PARAGRAPH, _who(runner, page), is_bold=True)
    yield Block(Role.PARAGRAPH, _side(page.side))
    asked = _("What the check asks for: %(action)s.") % {"action": report.action_words}
    yield Block(Role.PARAGRAPH, asked, is_bold=True)
    day = date_format(day_of(runner, moment), DAY)
    words = {"day": day, "version": report.rules_version}
    yield Block(
        Role.PARAGRAPH,
        _(
            "Made from the runner's own answers on %(day)s; not an examination. "
            "Fixed rules, version %(version)s."
        )
        % words,
    )


def _who(runner: Runner, page: CheckPage) -> str:
    said = {line.question: ", ".join(line.said) for line in page.lines}
    parts = (runner.name, said.get("age_y", ""), said.get("sex", ""), page.side_words)
    return " · ".join(part for part in parts if part)


def _side(side: str) -> str:
    """Both sides by name, so that no slip of a letter can swap them."""
    match side:
        case "left":
            return _("The left knee hurts. The right knee was not named as the one that hurts.")
        case "right":
            return _("The right knee hurts. The left knee was not named as the one that hurts.")
        case "both":
            return _("Both knees hurt, the left and the right.")
        case _:
            return _("Whether it is the left or the right knee was not said.")


def _flags(report: CheckReport, extent: Extent) -> Iterator[Block]:
    yield Block(Role.HEADING, _("Red flags"))
    if not report.red_flags:
        yield Block(Role.PARAGRAPH, _("None from what was answered."))
    if not report.screen_complete:
        yield Block(Role.PARAGRAPH, _("The questions for red flags were not all answered."))
    in_full = report.red_flags if extent.is_full else report.red_flags[:FLAGS_IN_FULL]
    for flag in in_full:
        yield Block(Role.ITEM, _flag_words(flag, is_full=extent.is_full))
    rest = report.red_flags[len(in_full) :]
    for level, flags in groupby(rest, lambda flag: flag.level):
        titles = "; ".join(_flag_title(flag) for flag in flags)
        yield Block(Role.ITEM, f"{action_words(level)}: {titles}")


def _flag_words(flag: FlagLine, *, is_full: bool) -> str:
    words = f"{_flag_title(flag)} ({action_words(flag.level)})"
    return f"{words}: {'; '.join(flag.because)}" if is_full and flag.because else words


def _flag_title(flag: FlagLine) -> str:
    return flag.title if flag.sure else _("%(title)s, not sure") % {"title": flag.title}


def _patterns(report: CheckReport) -> Iterator[Block]:
    yield Block(Role.HEADING, _("What the answers fit"))
    if report.cannot_say:
        reasons = " ".join(reason.text for reason in report.cannot_say_because)
        yield Block(Role.PARAGRAPH, _("Cannot say. %(reasons)s") % {"reasons": reasons})
    for fit in report.fits:
        yield Block(Role.ITEM, _fit_words(fit))
    if report.contributors:
        names = "; ".join(each.name for each in report.contributors)
        yield Block(Role.PARAGRAPH, _("May stand beside it: %(names)s.") % {"names": names})


def _fit_words(fit: FitLine) -> str:
    words = [f"{fit.name} ({fit.term}): {fit.band_words}."]
    if fit.for_:
        words.append(_("For: %(reasons)s.") % {"reasons": "; ".join(fit.for_)})
    if fit.against:
        words.append(_("Against: %(reasons)s.") % {"reasons": "; ".join(fit.against)})
    return " ".join(words)


def _answers(page: CheckPage, extent: Extent) -> Iterator[Block]:
    yield Block(Role.HEADING, _("Answers"))
    told = [line for line in page.lines if not line.is_plain_no]
    kept = told if extent.answers is None else told[: extent.answers]
    said = [_say(line) for line in kept]
    if extent.is_full:
        yield from (Block(Role.ITEM, words) for words in said)
    elif said:
        yield Block(Role.PARAGRAPH, " · ".join(said))
    if left := len(told) - len(kept):
        words = ngettext("And %(n)s more answer.", "And %(n)s more answers.", left)
        yield Block(Role.PARAGRAPH, words % {"n": left})
    denied = [words for line in page.lines for words in line.denied]
    if denied and extent.answers is None:
        names = " · ".join(denied)
        yield Block(Role.PARAGRAPH, _("Answered no to: %(names)s") % {"names": names})


def _say(line: AnswerLine) -> str:
    return f"{line.text} {', '.join(line.said)}"


def _gaps(page: CheckPage, unasked: Sequence[str], extent: Extent) -> Iterator[Block]:
    yield Block(Role.HEADING, _("Not sure, or not asked"))
    unsure = [line.text for line in page.lines if line.is_unsure]
    if unsure:
        names = " · ".join(unsure)
        yield Block(Role.PARAGRAPH, _("Not sure of: %(names)s") % {"names": names})
    if unasked and extent.is_full:
        names = " · ".join(unasked)
        yield Block(Role.PARAGRAPH, _("Not asked: %(names)s") % {"names": names})
    elif unasked:
        words = ngettext(
            "%(n)s question was not asked.", "%(n)s questions were not asked.", len(unasked)
        )
        yield Block(Role.PARAGRAPH, words % {"n": len(unasked)})
    elif not unsure:
        yield Block(Role.PARAGRAPH, _("Nothing: each question that applies was answered."))
