"""The check in words: care cards, how many questions are left, what fits and how well."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.checking.records import (
    AnswerLine,
    CareCard,
    CheckPage,
    CheckReport,
    CheckRow,
    ClaimLine,
    ContributorLine,
    FitLine,
)
from midstance.web.figures import day

LEVEL_WORDS = {
    "emergency": gettext_lazy("Emergency"),
    "same_day": gettext_lazy("Today"),
    "within_days": gettext_lazy("In the next days"),
    "within_weeks": gettext_lazy("In the next weeks"),
    "carry_on": gettext_lazy("Carry on"),
}
LEVEL_ICONS = {
    "emergency": "siren",
    "same_day": "octagon-x",
    "within_days": "triangle-alert",
    "within_weeks": "calendar-days",
    "carry_on": "circle-check",
}
URGENT = {"emergency", "same_day"}


@dataclass(frozen=True)
class CardPart:
    """One line of a care card."""

    name: str | Promise
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A care card as it is drawn."""

    level: str
    icon: str
    word: str | Promise
    title: str
    parts: tuple[CardPart, ...]


@dataclass(frozen=True)
class Said:
    """A statement, and whether it is expert judgement."""

    text: str
    is_judged: bool


@dataclass(frozen=True)
class FitWords:
    """A pattern that fits."""

    condition: str
    name: str
    term: str
    icon: str
    band_words: str
    share_words: str
    summary: Said
    because: tuple[str, ...]
    against: tuple[str, ...]
    flips: str


@dataclass(frozen=True)
class Helps:
    """What usually helps with one pattern, and how long it takes."""

    condition: str
    name: str
    statements: tuple[Said, ...]


@dataclass(frozen=True)
class ShownAnswer:
    """One line of the answers to look over."""

    text: str
    said: tuple[str, ...]
    is_unsure: bool
    change: str


@dataclass(frozen=True)
class Earlier:
    """One line of the history."""

    key: str
    day: str
    side: str
    words: str
    changes: tuple[str, ...]


def care_card(care: CareCard) -> Card:
    parts = ((_("Who"), care.who), (_("What to do"), care.what), (_("When"), care.when))
    return Card(
        level=care.level,
        icon=LEVEL_ICONS[care.level],
        word=LEVEL_WORDS[care.level],
        title=care.heading,
        parts=tuple(CardPart(name, tuple(words.splitlines())) for name, words in parts if words),
    )


def left_words(page: CheckPage) -> str:
    """About how far it is; never a bar that lies."""
    if page.left <= 1:
        return _("About the last question")
    return ngettext(
        "About %(count)s question left", "About %(count)s questions left", page.left
    ) % {"count": page.left}


def fit_words(fit: FitLine) -> FitWords:
    return FitWords(
        condition=fit.condition,
        name=fit.name,
        term=fit.term,
        icon="circle-check" if fit.band == "fits_well" else "circle-help",
        band_words=fit.band_words,
        share_words=fit.share_words,
        summary=said(fit.summary),
        because=fit.for_,
        against=fit.against,
        flips=_("Other believable figures would change this, so read it with care.")
        if fit.flips
        else "",
    )


def said(claim: ClaimLine) -> Said:
    return Said(claim.text, claim.is_judged)


def help_groups(report: CheckReport) -> tuple[Helps, ...]:
    return tuple(
        Helps(fit.condition, fit.name, tuple(said(claim) for claim in (*fit.helps, *fit.course)))
        for fit in report.fits
        if fit.helps or fit.course
    )


def unknown_lines(report: CheckReport) -> tuple[Said, ...]:
    claims = (claim for fit in report.fits for claim in fit.not_known)
    return tuple(dict.fromkeys(said(claim) for claim in claims))


def contributor_line(contributor: ContributorLine) -> Said:
    because = "; ".join(contributor.because)
    words = _("%(name)s, because %(because)s.") % {"name": contributor.name, "because": because}
    plain = words if because else f"{contributor.name}."
    return Said(f"{plain} {contributor.summary.text}", contributor.summary.is_judged)


def shown_answers(page: CheckPage) -> tuple[ShownAnswer, ...]:
    return tuple(shown_answer(page, line) for line in page.lines)


def shown_answer(page: CheckPage, line: AnswerLine) -> ShownAnswer:
    may_change = page.finished_at is None and not line.from_profile
    change = reverse("check_question", args=[page.key, line.question]) if may_change else ""
    return ShownAnswer(line.text, line.said, line.is_unsure, change)


def earlier_checks(rows: tuple[CheckRow, ...]) -> Iterator[Earlier]:
    for row in rows:
        parts = (row.action_words, ", ".join(row.patterns))
        words = " · ".join(part for part in parts if part)
        when = day(row.finished_at or row.started_at)
        yield Earlier(row.key, when, row.side_words, words, row.changes)
