"""Screens in words: what was measured, what that says, and why."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.number_words import decimal_words
from midstance.core.assess.screens import (
    Change,
    Found,
    Quality,
    Range,
    Reason,
    ScreenRule,
    ScreenState,
    Side,
    Unit,
)
from midstance.knowledge.load import read_sources
from midstance.knowledge.records import ASSUMED, Certainty, Source
from midstance.knowledge.records_text import Claim
from midstance.knowledge.words import read_words

Words = str | Promise
NOT_NOTED = "not noted"

QUALITY_WORDS: Mapping[Quality, Words] = {
    Quality.ANKLE: gettext_lazy("Ankle"),
    Quality.HIP_CONTROL: gettext_lazy("Hip control"),
    Quality.HIP_STRENGTH: gettext_lazy("Hip strength"),
    Quality.THIGH: gettext_lazy("Thigh"),
    Quality.CALF: gettext_lazy("Calf"),
    Quality.TRUNK: gettext_lazy("Trunk"),
    Quality.HIP_LENGTH: gettext_lazy("Hip and thigh length"),
    Quality.BALANCE: gettext_lazy("Balance and foot"),
}
FOUND_WORDS: Mapping[Found, Words] = {
    Found.FINE: gettext_lazy("Fine"),
    Found.WORTH_TRAINING: gettext_lazy("Worth training"),
    Found.CANNOT_SAY: gettext_lazy("Cannot say yet"),
}
SIDE_WORDS: Mapping[Side, Words] = {
    Side.LEFT: gettext_lazy("Left"),
    Side.RIGHT: gettext_lazy("Right"),
    Side.BOTH: gettext_lazy("Both legs"),
}
UNIT_WORDS: Mapping[Unit, Words] = {
    Unit.CM: gettext_lazy("cm"),
    Unit.SECONDS: gettext_lazy("seconds"),
    Unit.REPS: gettext_lazy("times"),
    Unit.SIGNS: gettext_lazy("signs"),
    Unit.DEGREES: gettext_lazy("degrees"),
}
REASON_WORDS: Mapping[Reason, Words] = {
    Reason.NO_TEST: gettext_lazy("Not tested yet."),
    Reason.ONE_DAY: gettext_lazy("Tested on one day. Do it once more on another day."),
    Reason.AGE_UNKNOWN: gettext_lazy(
        "What is usual goes by age. Say your year of birth in the settings."
    ),
    Reason.NO_NORM: gettext_lazy("We know no figures to hold this against for you."),
    Reason.DAYS_DIFFER: gettext_lazy("Your two last tests say different things. Do one more."),
    Reason.NEAR_CUT: gettext_lazy("You are so near the limit that the test cannot tell."),
    Reason.SIDES_NEAR: gettext_lazy("Your sides differ, but by no more than this test can be off."),
}
FINE = gettext_lazy("On two days you were past the limit by more than the test can be off.")
LOW = gettext_lazy("On two days you were short of the limit by more than the test can be off.")
FEW_SIGNS = gettext_lazy("On two days you saw fewer signs than the limit, by more than the noise.")
MANY_SIGNS = gettext_lazy(
    "On two days you saw as many signs as the limit, and more than the noise."
)
SIDE_BEHIND: Mapping[Side, Words] = {
    Side.LEFT: gettext_lazy("On two days your left side was behind, by more than the test is off."),
    Side.RIGHT: gettext_lazy(
        "On two days your right side was behind, by more than the test is off."
    ),
}
CHANGE_WORDS: Mapping[Change, Words] = {
    Change.BETTER: gettext_lazy("%(side)s: better than on the first day."),
    Change.SAME: gettext_lazy("%(side)s: no change beyond what the test can be off."),
    Change.WORSE: gettext_lazy("%(side)s: less good than on the first day."),
    Change.CANNOT_SAY: gettext_lazy("%(side)s: it takes two days to see a change."),
}
TRIAL_NOTE = gettext_lazy(
    "These tests show what to train and whether it helps. They do not tell who will get hurt."
)


def value_words(value: float, unit: Unit) -> str:
    """Gives "9.5 cm", "24 times", "31 s" or "2 signs"."""
    if unit is Unit.CM:
        return _("%(value)s cm") % {"value": decimal_words(value, 0 if value % 1 == 0 else 1)}
    number = round(value, 1)
    shown = decimal_words(number, 0 if number % 1 == 0 else 1)
    if unit is Unit.SECONDS:
        return _("%(value)s s") % {"value": shown}
    if unit is Unit.DEGREES:
        return _("%(value)s°") % {"value": shown}
    if unit is Unit.REPS:
        return ngettext("%(value)s time", "%(value)s times", round(value)) % {"value": shown}
    return ngettext("%(value)s sign", "%(value)s signs", round(value)) % {"value": shown}


def range_words(span: Range, unit: Unit) -> str:
    """Gives "24 times (20 to 28)"."""
    low, high = (decimal_words(max(each, 0.0)) for each in (span.low, span.high))
    if unit in {Unit.CM, Unit.SIGNS}:
        low, high = (decimal_words(max(each, 0.0), 1) for each in (span.low, span.high))
    told = {"value": value_words(span.value, unit), "low": low, "high": high}
    return _("%(value)s (%(low)s to %(high)s)") % told


def state_words(state: ScreenState, *, higher_is_better: bool) -> str:
    """What a screen says, in one sentence."""
    if state.found is Found.FINE:
        return str(FINE if higher_is_better else FEW_SIGNS)
    if state.found is Found.WORTH_TRAINING:
        low = LOW if higher_is_better else MANY_SIGNS
        behind = SIDE_BEHIND.get(state.weaker) if state.weaker is not None else None
        return str(behind if state.reason is Reason.SIDES and behind is not None else low)
    return str(REASON_WORDS[state.reason])


def cut_words(rule: ScreenRule, cut: tuple[float, float] | None, unit: Unit) -> str:
    """From when on it is worth training, for her."""
    told = []
    if cut is not None:
        told.append(_level_words(cut, unit, higher_is_better=rule.higher_is_better))
    if rule.side_least is not None:
        words = _("A difference between the sides counts from %(value)s on.")
        told.append(words % {"value": value_words(rule.side_least, unit)})
    if rule.side_least_frac is not None:
        words = _("A difference between the sides counts from %(percent)s %% of the better one on.")
        told.append(words % {"percent": decimal_words(100 * rule.side_least_frac)})
    return " ".join(told)


def _level_words(cut: tuple[float, float], unit: Unit, *, higher_is_better: bool) -> str:
    low, high = cut
    if not higher_is_better:
        return _("Worth training from %(value)s on.") % {"value": value_words(high, unit)}
    if decimal_words(low, 1) == decimal_words(high, 1):
        return _("Worth training below %(value)s.") % {"value": value_words(low, unit)}
    told = {"low": decimal_words(low, 0), "high": value_words(high, unit)}
    return _("Worth training below a limit between %(low)s and %(high)s.") % told


def error_words(rule: ScreenRule, unit: Unit) -> str:
    """How far one test may be off."""
    fixed, percent = rule.error_fixed, decimal_words(100 * rule.error_frac)
    if fixed and rule.error_frac:
        told = {"value": value_words(fixed, unit), "percent": percent}
        return _("One test can be off by %(value)s, or %(percent)s %% if that is more.") % told
    if fixed:
        return _("One test can be off by %(value)s.") % {"value": value_words(fixed, unit)}
    return _("One test can be off by %(percent)s %%.") % {"percent": percent}


def change_sentence(side: Side, change: Change) -> str:
    """How the last test compares with the first, of one side."""
    return str(CHANGE_WORDS[change]) % {"side": SIDE_WORDS[side]}


def source_words(sources: Iterable[str], certainty: Certainty) -> str:
    """Gives "Hébert-Losier K and others 2017", and says what is judged."""
    known = read_sources()
    told = "; ".join(_named(known[name]) for name in sources)
    if not told:
        return _("expert judgement")
    is_judged = certainty in ASSUMED
    return _("%(sources)s; part is expert judgement") % {"sources": told} if is_judged else told


def _named(source: Source) -> str:
    """Gives "Hébert-Losier K and others 2017"; the authors of some are not noted."""
    if source.authors == NOT_NOTED:
        return _("a study of %(year)s") % {"year": source.year}
    return f"{source.authors} {source.year}"


def claim_source(claim: Claim) -> str:
    """What a claim rests on."""
    return source_words(claim.sources, claim.certainty)


FROM_SIDES = ":sides"
"""Ends the name of a screen in a plan where it stands for a side that is behind."""
FROM_FILMS = "film:"
"""Begins the name of what films found."""


def found_words(found: Iterable[str], language: str) -> tuple[str, ...]:
    """Why exercises stand in a plan: what each of these screens or films found."""
    reasons = (_reason(name, language) for name in found)
    return tuple(_("because %(why)s") % {"why": reason} for reason in reasons if reason)


def _reason(name: str, language: str) -> str:
    """What was found, "" for what there is no more."""
    if name.startswith(FROM_FILMS):
        seen = read_words("film_findings", language).get(name.removeprefix(FROM_FILMS))
        return "" if seen is None else seen.because or ""
    text = read_words("screens", language).get(name.removesuffix(FROM_SIDES))
    if text is None:
        return ""
    return (text.because_sides if name.endswith(FROM_SIDES) else None) or str(text.because)
