"""What a run would do to the knee before it is run, and whether it is within the limits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isinf

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.checking.days import today_of
from midstance.app.number_words import decimal_words
from midstance.app.run_room import RoomLimit, tell_limit, tell_stop
from midstance.app.tissue_words import TISSUE_WORDS
from midstance.app.training.asked_run import (
    TissueForecast,
    forecast_tissues,
    hold_against_limits,
    predict,
    ratios_of,
)
from midstance.app.training.plan_words import PERCENT, distance_words
from midstance.app.training.room import DayRoom, room_of
from midstance.app.training.room_words import unsaid_words
from midstance.app.training.state import Situated, situate
from midstance.app.training.tissue_past import read_past
from midstance.core.load.planned import PLANNABLE, PlannedRun, shifted_cadence_spm
from midstance.core.load.tissue import Tissue
from midstance.core.plan.run_room import RoomCode
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Runner, Units

FIRST_RUN = PlannedRun(distance_m=5000.0, speed_mps=2.5)
"""What the sliders begin with where nothing is usual yet."""

WITHIN = 1 + 1e-9
ALIKE_PERCENT = 5
TIMES_FROM = 1.95


@dataclass(frozen=True)
class LimitCheck:
    """A limit and how much of it the run takes; `share` is None where nothing may be run at all."""

    limit: RoomLimit
    share: float | None
    is_within: bool
    words: str


@dataclass(frozen=True)
class WhatIf:
    """What a planned run would mean.

    Parameters
    ----------
    planned : the run; `usual` the one that it is compared with, None where nothing is usual.
    total_s, running_s : how long it takes, and the running in it [s].
    tissues : what it would do to each; empty while care comes first.
    limits : the one that it takes most of first.
    binding : code of the first of them, "" where there is none.
    fits_m : how long a run of this kind may be within all limits [m]; None where there is none.
    needs_care : whether something asks for care before any running; the sentence says what.
    """

    day: date
    planned: PlannedRun
    usual: PlannedRun | None
    total_s: float
    running_s: float
    tissue: str
    tissues: tuple[TissueForecast, ...]
    limits: tuple[LimitCheck, ...]
    binding: str
    is_within: bool
    fits_m: float | None
    sentence: str
    relax: str
    needs_care: bool
    cannot_say: str


def usual_run(runner: Runner, today: date | None = None) -> PlannedRun:
    """The run that a question begins with: her usual one, or a short one where nothing is usual.

    *Changes* nothing.
    *Refuses* nothing.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    usual = read_past(runner, today or today_of(runner)).usual
    return FIRST_RUN if usual is None else usual.run


def changed_run(usual: PlannedRun, changes: Mapping[str, float | None]) -> PlannedRun:
    """A run with some of its numbers changed; hills, and the cadence with the pace, follow.

    *Changes* nothing.
    *Refuses* a run that cannot be (InvalidValueError).
    *Twice* gives the same.
    *Privacy* reads nothing.
    """
    told = {name: value for name, value in changes.items() if value is not None}
    run = usual
    if "distance_m" in told:
        run = usual.times(told["distance_m"] / usual.distance_m)
    if "speed_mps" in told and usual.cadence_spm is not None:
        cadence = shifted_cadence_spm(
            usual.cadence_spm, usual.speed_mps, told["speed_mps"], load_parameters()
        )
        run = replace(run, cadence_spm=cadence)
    return replace(run, **told)


def what_if(runner: Runner, planned: PlannedRun, today: date | None = None) -> WhatIf:
    """Say what a run would do to each tissue and whether it lies within the limits of a day.

    *Changes* nothing.
    *Refuses* a run that cannot be (InvalidValueError, where it is made); a lock, a red flag and a
    red day are answers, and come before everything.
    *Twice* gives the same.
    *Privacy* stays in the data folder.
    """
    found = situate(runner, today or today_of(runner))
    day = room_of(found)
    height_m = runner.body.height_m
    made = predict(planned, height_m)
    ratios = ratios_of(made, day.past, height_m)
    is_care = day.room.binding is RoomCode.CARE
    tissues = () if is_care else forecast_tissues(day.past, ratios)
    held = hold_against_limits(planned, made, ratios, day, found.constants)
    limits = tuple(_check(tell_limit(bound, found, day), share) for bound, share in held)
    asked = WhatIf(
        day=found.today,
        planned=planned,
        usual=None if day.past.usual is None else day.past.usual.run,
        total_s=made.total_s,
        running_s=made.running_s,
        tissue=str(day.tissue),
        tissues=tissues,
        limits=limits[:1] if is_care else limits,
        binding=limits[0].limit.code if limits else "",
        is_within=all(each.is_within for each in limits),
        fits_m=_fits_m(planned, held[0][1]) if held else None,
        sentence="",
        relax="",
        needs_care=is_care,
        cannot_say="" if is_care else unsaid_words(day),
    )
    return replace(asked, sentence=_sentence(asked, found, day), relax=_relax(asked, found))


def _check(limit: RoomLimit, share: float) -> LimitCheck:
    is_within = share <= WITHIN
    if isinf(share):
        return LimitCheck(limit, None, is_within=False, words=_("not today"))
    told = {"percent": decimal_words(PERCENT * share)}
    words = _("%(percent)s %% of it") if is_within else _("%(percent)s %% of it, so past it")
    return LimitCheck(limit, share, is_within, words % told)


def _fits_m(planned: PlannedRun, share: float) -> float | None:
    """All shares grow with the length of a run of one kind."""
    if share <= 0:
        return None
    fits_m = 0.0 if isinf(share) else planned.distance_m / share
    return min(fits_m, PLANNABLE["distance_m"][1])


def _sentence(asked: WhatIf, found: Situated, day: DayRoom) -> str:
    """What the run would load, then whether it may be run; what asks for care stands alone."""
    stop = tell_stop(found, day)
    if asked.needs_care:
        return stop
    told = {"load": load_words(asked, day.tissue), "verdict": stop or _verdict(asked)}
    return _("%(load)s %(verdict)s") % told


def _verdict(asked: WhatIf) -> str:
    past = sum(not each.is_within for each in asked.limits)
    if not past:
        return _("It is within all of your limits of today.")
    return ngettext(
        "It goes past one of your limits of today.",
        "It goes past %(count)s of your limits of today.",
        past,
    ) % {"count": past}


def load_words(asked: WhatIf, tissue: Tissue) -> str:
    """The load against that of the usual run, in steps of five per cent."""
    times = next((each.times for each in asked.tissues if each.tissue == tissue), None)
    told: dict[str, object] = {"tissue": TISSUE_WORDS[tissue]}
    if times is None:
        words = _("Nothing is usual for you yet to hold this run's %(tissue)s load against.")
        return words % told
    percent = ALIKE_PERCENT * round(PERCENT / ALIKE_PERCENT * (times - 1))
    told |= {"percent": abs(percent), "times": decimal_words(times, 1)}
    if abs(percent) <= ALIKE_PERCENT:
        return _("This run would load your %(tissue)s about as much as your usual run.") % told
    if times >= TIMES_FROM:
        words = _("This run would load your %(tissue)s about %(times)s times your usual run.")
        return words % told
    if percent > 0:
        return (
            _("This run would load your %(tissue)s about %(percent)s %% more than your usual run.")
            % told
        )
    return (
        _("This run would load your %(tissue)s about %(percent)s %% less than your usual run.")
        % told
    )


def _relax(asked: WhatIf, found: Situated) -> str:
    """Which limit is the tightest, and how far a run of this kind may go."""
    if asked.needs_care or not asked.limits or asked.fits_m is None:
        return ""
    if asked.limits[0].share is None or asked.fits_m < PLANNABLE["distance_m"][0]:
        return asked.limits[0].limit.relax
    imperial = found.runner.units == Units.IMPERIAL
    told = {"distance": distance_words(asked.fits_m, imperial=imperial)}
    return _("A run of this kind may be up to %(distance)s.") % told
