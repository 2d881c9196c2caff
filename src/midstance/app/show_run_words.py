"""The sentences of the run page."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from midstance.app.number_words import decimal_words
from midstance.app.usual import FEWEST_RUNS, USUAL_DAYS
from midstance.core.load.explain import Factor
from midstance.core.load.trace import HeavyMinute as CoreMinute

Words = str | Promise


@dataclass(frozen=True)
class ShareWords:
    """What one factor did: more load in times, more load in per cent, less load in per cent."""

    times: Words
    more: Words
    less: Words


SHARES: Mapping[Factor, ShareWords] = {
    Factor.DISTANCE: ShareWords(
        gettext_lazy("It was longer than usual: about %(times)s times as much load."),
        gettext_lazy("It was longer than usual: about %(percent)s %% more load."),
        gettext_lazy("It was shorter than usual: about %(percent)s %% less load."),
    ),
    Factor.SPEED: ShareWords(
        gettext_lazy("You ran at another speed: about %(times)s times as much load."),
        gettext_lazy("You ran at another speed: about %(percent)s %% more load."),
        gettext_lazy("You ran at another speed: about %(percent)s %% less load."),
    ),
    Factor.CADENCE: ShareWords(
        gettext_lazy("Your step rate was lower: about %(times)s times as much load."),
        gettext_lazy("Your step rate was lower: about %(percent)s %% more load."),
        gettext_lazy("Your step rate was higher: about %(percent)s %% less load."),
    ),
    Factor.SLOPE: ShareWords(
        gettext_lazy("The slope asked more of your knee: about %(times)s times as much load."),
        gettext_lazy("The slope asked more of your knee: about %(percent)s %% more load."),
        gettext_lazy("The slope asked less of your knee: about %(percent)s %% less load."),
    ),
    Factor.CONTACT_TIME: ShareWords(
        gettext_lazy(
            "Your foot was on the ground differently: about %(times)s times as much load."
        ),
        gettext_lazy("Your foot was on the ground differently: about %(percent)s %% more load."),
        gettext_lazy("Your foot was on the ground differently: about %(percent)s %% less load."),
    ),
    Factor.BODY: ShareWords(
        gettext_lazy("Your body data changed: about %(times)s times as much load."),
        gettext_lazy("Your body data changed: about %(percent)s %% more load."),
        gettext_lazy("Your body data changed: about %(percent)s %% less load."),
    ),
    Factor.REST: ShareWords(
        gettext_lazy("Changes within the run: about %(times)s times as much load."),
        gettext_lazy("Changes within the run: about %(percent)s %% more load."),
        gettext_lazy("Changes within the run: about %(percent)s %% less load."),
    ),
}


@dataclass(frozen=True)
class Reason:
    """Why a minute was heavy: as the first reason, and as one more."""

    first: Words
    also: Words


REASONS: Mapping[Factor, Reason] = {
    Factor.SPEED: Reason(
        gettext_lazy("Heavier than the rest of the run because you ran faster."),
        gettext_lazy("You also ran faster."),
    ),
    Factor.CADENCE: Reason(
        gettext_lazy("Heavier than the rest of the run because your step rate was lower."),
        gettext_lazy("Your step rate was lower, too."),
    ),
    Factor.CONTACT_TIME: Reason(
        gettext_lazy(
            "Heavier than the rest of the run because your foot was on the ground for a shorter "
            "time."
        ),
        gettext_lazy("Your foot was on the ground for a shorter time, too."),
    ),
}
DOWNHILL = Reason(
    gettext_lazy("Heavier than the rest of the run because it went downhill (%(percent)s %%)."),
    gettext_lazy("It went downhill, too (%(percent)s %%)."),
)
LESS_UPHILL = Reason(
    gettext_lazy("Heavier than the rest of the run because it went less uphill than the rest."),
    gettext_lazy("It went less uphill than the rest, too."),
)
NOTHING = math.log(1.01)
LITTLE = math.log(1.05)
LARGE_PART = 0.25
UNKNOWN_MAKER = re.compile(r"manufacturer \d+")
TIMES_FROM = 1.95
FIVES_FROM = 10  # per cent


def rounded_percent(ratio: float) -> int:
    """How far a ratio is from 1, no finer than it is known."""
    percent = round(100 * abs(ratio - 1))
    step = 5 if percent >= FIVES_FROM else 1
    return step * round(percent / step)


def usual_sentence(ratio: float, runs: int) -> str:
    told = {
        "runs": decimal_words(runs),
        "days": USUAL_DAYS,
        "times": decimal_words(ratio, 1),
        "percent": rounded_percent(ratio),
    }
    return _usual_words(ratio, runs) % told


def _usual_words(ratio: float, runs: int) -> str:
    if abs(math.log(ratio)) < LITTLE:
        return ngettext(
            "This was a usual run for your knee (%(runs)s run in the %(days)s days before).",
            "This was a usual run for your knee (%(runs)s runs in the %(days)s days before).",
            runs,
        )
    if ratio >= TIMES_FROM:
        return ngettext(
            "Your knee took about %(times)s times as much load as in your usual run "
            "(%(runs)s run in the %(days)s days before).",
            "Your knee took about %(times)s times as much load as in your usual run "
            "(%(runs)s runs in the %(days)s days before).",
            runs,
        )
    if ratio > 1:
        return ngettext(
            "Your knee took about %(percent)s %% more load than in your usual run "
            "(%(runs)s run in the %(days)s days before).",
            "Your knee took about %(percent)s %% more load than in your usual run "
            "(%(runs)s runs in the %(days)s days before).",
            runs,
        )
    return ngettext(
        "Your knee took about %(percent)s %% less load than in your usual run "
        "(%(runs)s run in the %(days)s days before).",
        "Your knee took about %(percent)s %% less load than in your usual run "
        "(%(runs)s runs in the %(days)s days before).",
        runs,
    )


def too_few_sentence(runs: int) -> str:
    told = {"fewest": FEWEST_RUNS, "days": USUAL_DAYS, "runs": runs}
    if runs == 0:
        return (
            _(
                "We cannot say yet how this compares with your usual run: that takes %(fewest)s "
                "runs in the %(days)s days before, and there are none."
            )
            % told
        )
    return (
        ngettext(
            "We cannot say yet how this compares with your usual run: that takes %(fewest)s runs "
            "in the %(days)s days before, and there is %(runs)s.",
            "We cannot say yet how this compares with your usual run: that takes %(fewest)s runs "
            "in the %(days)s days before, and there are %(runs)s.",
            runs,
        )
        % told
    )


def share_sentence(factor: Factor, log_share: float) -> str:
    if abs(log_share) < NOTHING:
        return _("No real difference.")
    ratio = math.exp(log_share)
    words = SHARES[factor]
    if ratio >= TIMES_FROM:
        return str(words.times % {"times": decimal_words(ratio, 1)})
    chosen = words.more if ratio > 1 else words.less
    return str(chosen % {"percent": rounded_percent(ratio)})


def minute_sentence(minute: CoreMinute) -> str:
    """Why it was heavy: the reasons that made a good part of it, the strongest first."""
    shares = {Factor(name): share for name, share in minute.log_shares.items()}
    whole = math.log(minute.ratio) if minute.ratio > 0 else 0.0
    if whole < NOTHING:
        return _("Hardly heavier than the rest of the run.")
    reasons = [
        _minute_reason(factor, minute)
        for factor, share in sorted(shares.items(), key=lambda pair: -pair[1])
        if factor in {*REASONS, Factor.SLOPE} and share >= max(LARGE_PART * whole, NOTHING)
    ]
    if not reasons:
        return _("Heavier than the rest of the run because several small things came together.")
    slope_frac = minute.slope_frac if math.isfinite(minute.slope_frac) else 0.0
    told = {"percent": round(100 * abs(slope_frac))}
    first, *others = reasons
    sentences = [first.first, *(reason.also for reason in others)]
    return " ".join(str(sentence) % told for sentence in sentences)


def _minute_reason(factor: Factor, minute: CoreMinute) -> Reason:
    if factor is not Factor.SLOPE:
        return REASONS[factor]
    return DOWNHILL if minute.slope_frac < 0 else LESS_UPHILL


def device_name(maker: str, product: str) -> str:
    """The watch in words; the numbers that files give instead of a name say nothing to people."""
    known_maker = "" if UNKNOWN_MAKER.fullmatch(maker) else maker
    known_product = "" if product.isdigit() else product
    return " ".join(filter(None, (known_maker, known_product)))
