"""What came out of a check, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.checking.answer_words import say_sign
from midstance.app.checking.records import (
    CareCard,
    CheckReport,
    ClaimLine,
    ContributorLine,
    Document,
    FitLine,
    FlagLine,
    ReasonLine,
)
from midstance.core.assess.answers import Answers, Known
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.questions import next_questions
from midstance.core.assess.red_flags import RaisedFlag
from midstance.core.assess.result import (
    Assessment,
    Band,
    CannotSay,
    ContributorFit,
    Fit,
    Reason,
)
from midstance.knowledge.records_text import Claim, FindingText
from midstance.knowledge.words import read_words

ACTION_WORDS = {
    Action.EMERGENCY: gettext_lazy("Emergency: get help now"),
    Action.SAME_DAY: gettext_lazy("See someone today"),
    Action.WITHIN_DAYS: gettext_lazy("See someone within days"),
    Action.WITHIN_WEEKS: gettext_lazy("See someone within weeks"),
    Action.CARRY_ON: gettext_lazy("Carry on, with changes"),
}
SIDE_WORDS = {
    "left": gettext_lazy("left knee"),
    "right": gettext_lazy("right knee"),
    "both": gettext_lazy("both knees"),
    "": gettext_lazy("knee, side not said"),
}
BAND_WORDS = {
    Band.FITS_WELL: gettext_lazy("Fits well"),
    Band.FITS_PARTLY: gettext_lazy("Fits partly"),
}
CANNOT_SAY_WORDS = {
    CannotSay.NOT_ENOUGH_ANSWERS: gettext_lazy(
        "There are not enough answers to tell patterns apart."
    ),
    CannotSay.TWO_CLOSE: gettext_lazy("Two or more patterns fit about equally well."),
    CannotSay.NOTHING_FITS: gettext_lazy("The answers fit none of the patterns that we know well."),
    CannotSay.OUT_OF_SCOPE: gettext_lazy(
        "The answers point to something that this check does not cover."
    ),
}
PARTS = 10
LOCKING = Action.SAME_DAY
"""From here on plan and routines wait for a clinician."""


def action_name(action: Action) -> str:
    """The name of an action as files and programs spell it."""
    return action.name.lower()


def action_words(name: str) -> str:
    """An action as a person reads it."""
    return str(ACTION_WORDS[Action[name.upper()]])


def side_words(side: str) -> str:
    """The knee as a person reads it."""
    return str(SIDE_WORDS.get(side, SIDE_WORDS[""]))


@dataclass(frozen=True)
class Checked:
    """Answers and what the engine makes of them."""

    model: CheckModel
    document: Document
    answers: Answers
    assessment: Assessment

    @property
    def side(self) -> str:
        """The side that was said, or ""."""
        given = self.answers.given.get("side")
        states = given if isinstance(given, Mapping) else {}
        return next((side for side, state in states.items() if state is Known.YES), "")


def build_report(checked: Checked, language: str) -> CheckReport:
    """All that came out, in one language."""
    found, side = checked.assessment, checked.side
    names = read_words("conditions", language)
    return CheckReport(
        action=action_name(found.action),
        action_words=str(ACTION_WORDS[found.action]),
        action_from=found.action_from,
        side=side,
        side_words=side_words(side),
        care=_care(action_name(found.action), language),
        red_flags=tuple(_flag(checked, flag, language) for flag in found.red_flags),
        screen_complete=found.screen_complete,
        fits=tuple(_fit(fit, found.action, language) for fit in found.fits),
        unlikely=tuple(names[name].name for name in found.unlikely),
        cannot_say=found.cannot_say,
        cannot_say_because=tuple(
            ReasonLine(reason, str(CANNOT_SAY_WORDS[reason])) for reason in found.cannot_say_because
        ),
        contributors=tuple(_contributor(checked, each, language) for each in found.contributors),
        next_questions=tuple(dict.fromkeys(next_questions(checked.model, checked.answers))),
        flips_if=tuple(_flips_if(found, language)),
        rules_version=found.rules_version,
        language=language,
    )


def _care(level: str, language: str) -> CareCard:
    text = read_words("care", language)[level]
    return CareCard(level, text.heading, text.who, text.what, text.when)


def _flag(checked: Checked, flag: RaisedFlag, language: str) -> FlagLine:
    text = read_words("red_flags", language)[flag.id]
    return FlagLine(
        id=flag.id,
        title=text.title,
        why=text.why,
        level=action_name(flag.level),
        sure=flag.sure,
        because=_say_signs(checked, flag.because, language),
    )


def _say_signs(
    checked: Checked, signs: Iterable[tuple[str, str]], language: str
) -> tuple[str, ...]:
    return tuple(say_sign(checked.model, checked.document, sign, language) for sign in signs)


def _fit(fit: Fit, action: Action, language: str) -> FitLine:
    """A pattern; what helps with it is left out while somebody else has to look first."""
    text = read_words("conditions", language)[fit.pattern]
    findings = read_words("findings", language)
    return FitLine(
        condition=fit.pattern,
        name=text.name,
        term=text.term,
        band=fit.band,
        band_words=str(BAND_WORDS[fit.band]),
        share_words=_share_words(fit),
        for_=tuple(_say_finding(reason, findings) for reason in fit.for_),
        against=tuple(_say_finding(reason, findings) for reason in fit.against),
        flips=fit.flips,
        summary=_claim(text.summary),
        helps=_claims(text.helps) if action < LOCKING else (),
        course=_claims(text.course),
        not_known=_claims(text.not_known),
    )


def _claim(claim: Claim) -> ClaimLine:
    return ClaimLine(claim.text, claim.sources, claim.certainty)


def _claims(claims: Iterable[Claim]) -> tuple[ClaimLine, ...]:
    return tuple(map(_claim, claims))


def _say_finding(reason: Reason, findings: Mapping[str, FindingText]) -> str:
    text = findings[reason.finding]
    return text.seen if reason.state >= Known.UNSURE else text.not_seen


def _share_words(fit: Fit) -> str:
    """The probability as so many in ten, as wide as it is known."""
    low, high = round(PARTS * fit.probability_low), round(PARTS * fit.probability_high)
    if low >= high:
        return _("Our estimate: about %(low)s in 10 runners with these answers.") % {"low": low}
    return _("Our estimate: %(low)s to %(high)s in 10 runners with these answers.") % {
        "low": low,
        "high": high,
    }


def _contributor(checked: Checked, found: ContributorFit, language: str) -> ContributorLine:
    text = read_words("contributors", language)[found.id]
    return ContributorLine(
        id=found.id,
        name=text.name,
        band=found.band,
        because=_say_signs(checked, found.because, language),
        summary=_claim(text.summary),
        helps=_claims(text.helps) if checked.assessment.action < LOCKING else (),
    )


def _flips_if(found: Assessment, language: str) -> Iterator[ReasonLine]:
    """What could change the picture: one more answer, or other believable figures."""
    if found.most_informative is not None:
        text = read_words("questions", language)[found.most_informative].text
        words = _("The answer to “%(question)s” could change this most.") % {"question": text}
        yield ReasonLine(found.most_informative, words)
    for fit in found.fits:
        if fit.flips:
            name = read_words("conditions", language)[fit.pattern].name
            words = _("Studies differ: %(name)s could change places with another pattern.")
            yield ReasonLine(fit.pattern, words % {"name": name})
