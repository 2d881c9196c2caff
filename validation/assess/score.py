"""How a trial went: one number for each thing that the check promises."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.result import Band
from validation.assess.trial import Case

BINS = 10


@dataclass(frozen=True)
class Naming:
    """How well the patterns were named, over cases whose pattern has a name.

    Parameters
    ----------
    calibration_error : mean distance of stated and true share, by tenths of probability.
    well_true_frac : share of "fits well" that was true.
    """

    cases: int
    first_frac: float
    listed_frac: float
    names: float
    cannot_say_frac: float
    calibration_error: float
    well_true_frac: float
    flips_frac: float


def naming(model: CheckModel, cases: Sequence[Case]) -> Naming:
    named = [case for case in cases if model.patterns[case.runner.pattern].named]
    first = [_first(model, case) for case in named]
    listed = [_is_listed(model, case) for case in named]
    said = [case for case in named if case.result.fits]
    stated = np.array([case.result.fits[0].probability for case in said])
    true = np.array([_first(model, case) for case in said])
    well = np.array([case.result.fits[0].band is Band.FITS_WELL for case in said], dtype=np.bool_)
    return Naming(
        cases=len(named),
        first_frac=float(np.mean(first)),
        listed_frac=float(np.mean(listed)),
        names=float(np.mean([len(case.result.fits) for case in named])),
        cannot_say_frac=float(np.mean([case.result.cannot_say for case in named])),
        calibration_error=calibration_error(stated, true) if said else float("nan"),
        well_true_frac=float(true[well].mean()) if well.any() else float("nan"),
        flips_frac=float(np.mean([case.result.fits[0].flips for case in said])) if said else 0.0,
    )


def _first(model: CheckModel, case: Case) -> bool:
    fits = case.result.fits
    return bool(fits) and fits[0].pattern == model.patterns[case.runner.pattern].id


def _is_listed(model: CheckModel, case: Case) -> bool:
    name = model.patterns[case.runner.pattern].id
    return any(fit.pattern == name for fit in case.result.fits)


def calibration_error(stated: np.ndarray, true: np.ndarray) -> float:
    """Mean over the cases of the distance between stated and true share in their tenth."""
    tenth = np.minimum((stated * BINS).astype(int), BINS - 1)
    return sum(
        float(
            np.mean(tenth == number)
            * abs(stated[tenth == number].mean() - true[tenth == number].mean())
        )
        for number in range(BINS)
        if (tenth == number).any()
    )


def urgency_matrix(cases: Sequence[Case]) -> np.ndarray:
    """(right, said) counts of actions."""
    counts = np.zeros((len(Action), len(Action)), dtype=np.int64)
    for case in cases:
        counts[case.truth, case.result.action] += 1
    return counts


def share(cases: Sequence[Case], holds: Callable[[Case], bool]) -> float:
    return float(np.mean([holds(case) for case in cases])) if cases else float("nan")


def is_urgent_enough(case: Case) -> bool:
    """At least what the red flags ask for, were all answers true and known."""
    return case.result.action >= case.flag_truth


def is_safe(case: Case) -> bool:
    """No more than one level below the right action."""
    return case.result.action >= case.truth - 1


def is_left_alone(case: Case) -> bool:
    """Told to carry on."""
    return case.result.action is Action.CARRY_ON
