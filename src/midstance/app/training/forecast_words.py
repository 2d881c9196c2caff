"""A forecast of pain in words: modest ones, and plain ones for why there is none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.training.forecast_sheet import Band
from midstance.core.tissue.response_gate import Comparison, Verdict

DURING, AFTER_RUN, AFTER_REST = "during", "morning_after_run", "morning_after_rest"
TENTHS = 10
TITLES: Mapping[str, str | Promise] = {
    DURING: gettext_lazy("During the run"),
    AFTER_RUN: gettext_lazy("The morning after the run"),
    AFTER_REST: gettext_lazy("The same morning, without a run"),
}
SAID: Mapping[str, str | Promise] = {
    DURING: gettext_lazy("During the run: most likely %(half)s of 10."),
    AFTER_RUN: gettext_lazy("The morning after the run: most likely %(half)s of 10."),
    AFTER_REST: gettext_lazy("The same morning without a run: most likely %(half)s of 10."),
}
NOT_SHOWN: Mapping[Verdict, str | Promise] = {
    Verdict.NOT_BETTER: gettext_lazy(
        "We tested a forecast on %(answers)s of your runs. It did no better than a guess from "
        "your earlier answers, so we do not show it."
    ),
    Verdict.BEHIND_OF_LATE: gettext_lazy(
        "We tested a forecast on %(answers)s of your runs. Of late it did worse than a guess from "
        "your earlier answers, so we do not show it for now."
    ),
}


def needs_words(comparison: Comparison, fewest: int) -> str:
    """Why no forecast is shown, and how many runs it still takes."""
    if comparison.verdict is not Verdict.TOO_FEW:
        return str(NOT_SHOWN[comparison.verdict]) % {"answers": comparison.answers}
    told = {"fewest": fewest, "missing": comparison.missing, "answers": comparison.answers}
    if not comparison.answers:
        return (
            _(
                "A forecast takes %(fewest)s runs with your pain during the run told. There is "
                "none yet. Then it is shown only if it does better than a guess."
            )
            % told
        )
    return (
        ngettext(
            "A forecast takes %(fewest)s runs with your pain during the run told: %(missing)s "
            "more to go. Then it is shown only if it does better than a guess.",
            "A forecast takes %(fewest)s runs with your pain during the run told: %(missing)s "
            "more to go. Then it is shown only if it does better than a guess.",
            comparison.missing,
        )
        % told
    )


def forecast_sentence(half: Band, most: Band, planned_times_usual: float) -> str:
    """What she will probably answer, and how far it may be off."""
    told = {
        "half": band_words(half),
        "low": most[0],
        "high": most[1],
        "times": times_words(planned_times_usual),
    }
    if planned_times_usual == 1:
        return (
            _(
                "After a run like your usual one tomorrow you would most likely answer %(half)s "
                "of 10 for the pain during it. %(low)s to %(high)s would be no surprise."
            )
            % told
        )
    return (
        _(
            "After a run with %(times)s times your usual load tomorrow you would most likely "
            "answer %(half)s of 10 for the pain during it. %(low)s to %(high)s would be no "
            "surprise."
        )
        % told
    )


def moment_sentence(moment: str, half: Band) -> str:
    return str(SAID[moment]) % {"half": band_words(half)}


def band_words(band: Band) -> str:
    low, high = band
    if low == high:
        return f"{low}"
    if high == low + 1:
        return _("%(low)s or %(high)s") % {"low": low, "high": high}
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def times_words(times: float) -> str:
    return f"{times:.2g}"


def days_of_ten(chance: float) -> str:
    """A chance as so many of ten such days; small ones are not told to the digit."""
    days = round(TENTHS * chance)
    return _("about %(days)s") % {"days": days} if days else _("less than 1")


def basis_words(comparison: Comparison, times_closer: float) -> str:
    """What the forecast was held against, before it knew each answer."""
    told = {"answers": comparison.answers, "times": times_words(times_closer)}
    return (
        _(
            "Tested on your own %(answers)s answers, each forecast the day before: it gave what "
            "you then said %(times)s times the chance that a guess from your earlier answers gave."
        )
        % told
    )


def limits_words() -> str:
    return _(
        "It is about your answers only: not how likely an injury is, and not a limit. It does not "
        "change your plan. If your knee feels worse than this says, trust your knee."
    )


def rests_words() -> str:
    """Why a sore day has no forecast: what helps on it is rest."""
    return _("Your knee rests after its last pain, so there is no forecast of a run.")


def beyond_words() -> str:
    """Why a run heavier than all that she told of has no forecast."""
    return _("You have not told the pain of a run that heavy, so there is no forecast of one.")


def warning_words() -> str:
    return _("Warning signs come first. Answer them before anything about tomorrow is shown.")
