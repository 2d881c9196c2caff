"""What five per cent more steps at the same speed would do to the kneecap joint, by the model."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from django.utils.translation import gettext as _

from midstance.app.number_words import decimal_words
from midstance.core.gait.records import Metric
from midstance.core.load.planned import PLANNABLE, PlannedRun, estimate_planned_load
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.planned_constants import load_planned_constants

CADENCE_STEP = 1.05
KILOMETRE_M = 1000.0
RANGE_Z = 1.645
HUNDRED = 100


@dataclass(frozen=True)
class QuickerSteps:
    """What five per cent more steps at the same speed would do to the kneecap joint, by the model.

    Parameters
    ----------
    cadence_spm, raised_spm : steps a minute as filmed, and with five per cent more.
    times, low, high : load of a kilometre over that as filmed, and its 90 % range.
    """

    speed_mps: float
    cadence_spm: float
    raised_spm: float
    times: float
    low: float
    high: float


def estimate_quicker_steps(
    cadences: Iterable[Metric], speed_mps: float | None, height_m: float | None
) -> QuickerSteps | None:
    """From the surest of these cadences; None without one or without the speed."""
    known = [(each.sd, each.value) for each in cadences if each.sd is not None and each.value]
    if speed_mps is None or not known:
        return None
    cadence_spm = min(known)[1]
    raised_spm = CADENCE_STEP * cadence_spm
    low, high = PLANNABLE["cadence_spm"]
    if not low <= cadence_spm <= raised_spm <= high:
        return None
    now, then = (
        estimate_planned_load(
            PlannedRun(KILOMETRE_M, speed_mps, cadence_spm=each),
            height_m,
            load_parameters(),
            load_planned_constants(),
        )
        for each in (cadence_spm, raised_spm)
    )
    at = FORCE_TISSUES.index(Tissue.PATELLOFEMORAL)
    times = float(then.load[at] / now.load[at])
    off = exp(RANGE_Z * now.change_log_sd)
    return QuickerSteps(speed_mps, cadence_spm, raised_spm, times, times / off, times * off)


def quicker_sentence(steps: QuickerSteps) -> str:
    """The same in a sentence."""
    told = {
        "raised": decimal_words(steps.raised_spm),
        "cadence": decimal_words(steps.cadence_spm),
        "change": _change_words(steps.times),
        "low": _change_words(steps.low),
        "high": _change_words(steps.high),
    }
    return (
        _(
            "With %(raised)s steps a minute instead of %(cadence)s at this speed, the load model "
            "puts %(change)s (%(low)s to %(high)s) on the kneecap joint for each kilometre."
        )
        % told
    )


def _change_words(times: float) -> str:
    """Gives "4 % less"."""
    percent = {"percent": decimal_words(HUNDRED * abs(times - 1))}
    return (_("%(percent)s %% less") if times < 1 else _("%(percent)s %% more")) % percent
