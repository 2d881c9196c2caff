"""The sentences of the run page."""

import math
import re
from collections.abc import Sequence

from midstance.app.usual import FEWEST_RUNS, USUAL_DAYS
from midstance.core.load.explain import Factor
from midstance.core.load.trace import HeavyMinute as CoreMinute

FACTOR_MORE = {
    Factor.DISTANCE: ("It was longer than usual", "It was shorter than usual"),
    Factor.SPEED: ("You ran at another speed", "You ran at another speed"),
    Factor.CADENCE: ("Your step rate was lower", "Your step rate was higher"),
    Factor.SLOPE: ("The slope asked more of your knee", "The slope asked less of your knee"),
    Factor.CONTACT_TIME: ("Your foot was on the ground differently",) * 2,
    Factor.BODY: ("Your body data changed",) * 2,
    Factor.REST: ("Changes within the run",) * 2,
}
MINUTE_REASONS = {
    Factor.SPEED: "you ran faster",
    Factor.CADENCE: "your step rate was lower",
    Factor.SLOPE: "of the slope",
    Factor.CONTACT_TIME: "your foot was on the ground for a shorter time",
}
NOTHING = math.log(1.01)
LARGE_PART = 0.25
UNKNOWN_MAKER = re.compile(r"manufacturer \d+")
TIMES_FROM = 1.95
FIVES_FROM = 10  # per cent


def percent_words(ratio: float) -> str:
    """Say a ratio: "about 20 % more"; from twice on in times."""
    if ratio >= TIMES_FROM:
        return f"about {ratio:.1f} times as much"
    percent = round(100 * abs(ratio - 1))
    step = 5 if percent >= FIVES_FROM else 1
    rounded = step * round(percent / step)
    if rounded == 0:
        return "about as much"
    return f"about {rounded} % {'more' if ratio > 1 else 'less'}"


def usual_sentence(ratio: float, runs: int) -> str:
    if abs(math.log(ratio)) < math.log(1.05):
        return f"This was a usual run for your knee ({runs} runs in the {USUAL_DAYS} days before)."
    return (
        f"Your knee took {percent_words(ratio)} load than in your usual run "
        f"({runs} runs in the {USUAL_DAYS} days before)."
    ).replace("as much load than in", "as much load as in")


def too_few_sentence(runs: int) -> str:
    there = {0: "there are none", 1: "there is 1"}.get(runs, f"there are {runs}")
    return (
        f"We cannot say yet how this compares with your usual run: that takes {FEWEST_RUNS} runs "
        f"in the {USUAL_DAYS} days before, and {there}."
    )


def share_sentence(factor: Factor, log_share: float) -> str:
    if abs(log_share) < NOTHING:
        return "No real difference."
    more, less = FACTOR_MORE[factor]
    return f"{more if log_share > 0 else less}: {percent_words(math.exp(log_share))} load."


def minute_sentence(minute: CoreMinute) -> str:
    """Why it was heavy: the reasons that made a good part of it."""
    shares = {Factor(name): share for name, share in minute.log_shares.items()}
    whole = math.log(minute.ratio) if minute.ratio > 0 else 0.0
    if whole < NOTHING:
        return "Hardly heavier than the rest of the run."
    reasons = [
        _minute_reason(factor, minute)
        for factor, share in sorted(shares.items(), key=lambda pair: -pair[1])
        if factor in MINUTE_REASONS and share >= max(LARGE_PART * whole, NOTHING)
    ]
    because = enumerated(reasons) if reasons else "several small things came together"
    return f"Heavier than the rest of the run because {because}."


def enumerated(parts: Sequence[str]) -> str:
    """One, "one and two", "one, two and three"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _minute_reason(factor: Factor, minute: CoreMinute) -> str:
    if factor is Factor.SLOPE and minute.slope_frac < 0:
        return f"it went downhill ({abs(100 * minute.slope_frac):.0f} %)"
    if factor is Factor.SLOPE:
        return "it went less uphill than the rest"
    return MINUTE_REASONS[factor]


def device_name(maker: str, product: str) -> str:
    """The watch in words; the numbers that files give instead of a name say nothing to people."""
    known_maker = "" if UNKNOWN_MAKER.fullmatch(maker) else maker
    known_product = "" if product.isdigit() else product
    return " ".join(filter(None, (known_maker, known_product)))
