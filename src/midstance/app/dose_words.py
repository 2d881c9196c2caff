"""A dose of exercise as words: how many, how slowly, how hard, how often."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.number_words import decimal_words, duration_words
from midstance.core.plan.book import Dose, DoseForm, Range

MINUTE_S = 60
DAILY = 7
ONCE: Range = (1, 1)


@dataclass(frozen=True)
class DoseWords:
    """Each part is a sentence or a part of one; "" where there is nothing to say."""

    amount: str
    tempo: str
    rest: str
    effort: str
    often: str


def dose_words(dose: Dose) -> DoseWords:
    """The parts of a dose in the reader's language."""
    return DoseWords(
        amount=_amount(dose),
        tempo=_tempo(dose),
        rest=_rest(dose),
        effort=_("Effort %(range)s of 10") % {"range": range_words(dose.effort_rpe)},
        often=_often(dose),
    )


def range_words(pair: Range) -> str:
    """Gives "3" or "3 to 4"."""
    low, high = pair
    if low == high:
        return str(low)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def span_words(pair: Range) -> str:
    """Gives "30 to 45 seconds" or "20 to 40 minutes"."""
    low, high = pair
    if low >= MINUTE_S and low % MINUTE_S == high % MINUTE_S == 0:
        minutes = (low // MINUTE_S, high // MINUTE_S)
        words = {"range": range_words(minutes)}
        return ngettext("%(range)s minute", "%(range)s minutes", minutes[1]) % words
    return ngettext("%(range)s second", "%(range)s seconds", high) % {"range": range_words(pair)}


def _amount(dose: Dose) -> str:
    told = {"sets": range_words(dose.sets), "reps": range_words(dose.reps)}
    most = dose.sets[1]
    if dose.hold_s is None:
        return ngettext("%(sets)s set of %(reps)s", "%(sets)s sets of %(reps)s", most) % told
    span = span_words(dose.hold_s)
    if dose.reps == dose.sets == ONCE:
        return span
    if dose.reps == ONCE:
        return _("%(sets)s times %(span)s") % {**told, "span": span}
    words = ngettext(
        "%(sets)s set of %(reps)s, %(span)s each", "%(sets)s sets of %(reps)s, %(span)s each", most
    )
    return words % {**told, "span": span}


def _tempo(dose: Dose) -> str:
    if dose.tempo_s is None:
        return ""
    lower, pause, lift = (decimal_words(part) for part in dose.tempo_s)
    told = {"lower": lower, "pause": pause, "lift": lift}
    return _("%(lower)s s one way, %(pause)s s still, %(lift)s s back") % told


def _rest(dose: Dose) -> str:
    if not dose.rest_s or dose.sets == ONCE:
        return ""
    return _("%(time)s rest between") % {"time": duration_words(dose.rest_s)}


def _often(dose: Dose) -> str:
    low, high = dose.per_week
    if high == DAILY:
        return _("%(low)s times a week or more, every day if you like") % {"low": low}
    often = range_words(dose.per_week)
    if dose.form in {DoseForm.STRENGTH, DoseForm.PLYOMETRIC}:
        told = {"range": often, "hours": dose.least_hours_between}
        return _("%(range)s times a week, at least %(hours)s hours apart") % told
    return _("%(range)s times a week") % {"range": often}
