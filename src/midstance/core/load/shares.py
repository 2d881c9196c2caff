"""Split the log of a load into what each circumstance made of it, exactly.

A load is a function of a few circumstances. Between a reference and the load at hand each
circumstance gets its Shapley value: the mean, over all orders in which the circumstances could have
changed one after the other, of what its change did to the log of the load. The values sum to the
whole, and no order is preferred. A run is many stretches; their logs are joined with logarithmic
means as weights (log-mean Divisia index), which keeps the sum exact.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import factorial

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import (
    StepInputs,
    hold_inputs,
    load_of_inputs,
    typical_step_time_s,
)
from midstance.core.load.tissue import FORCE_TISSUES, Tissue


@dataclass(frozen=True)
class Circumstances:
    """What a step depends on, (n,) each, in parts that can change one without the others.

    Parameters
    ----------
    log_speed : log of the speed [m/s].
    log_step_time : log of step time over the typical one of that speed.
    slope_frac : rise over run.
    log_contact_time : log of contact time over the typical one of that speed and step time.
    """

    log_speed: FloatArray
    log_step_time: FloatArray
    slope_frac: FloatArray
    log_contact_time: FloatArray

    @classmethod
    def reference(cls, parameters: LoadParameters) -> "Circumstances":
        """The reference step: reference speed, level, typical in all else."""
        speed = np.log([parameters.reference_speed_mps])
        return cls(speed, np.zeros(1), np.zeros(1), np.zeros(1))

    def mean(self, group: IntArray) -> "Circumstances":
        """The mean of each group of stretches; `group` numbers the stretches from 0 up."""
        count = np.bincount(group)
        return Circumstances(
            *(np.bincount(group, weights=values) / count for values in vars(self).values())
        )

    def among(self, chosen: BoolArray) -> "Circumstances":
        """The (1,) mean of the chosen stretches."""
        return Circumstances(*(np.mean(values[chosen])[None] for values in vars(self).values()))


Evaluate = Callable[[Circumstances], Mapping[Tissue, FloatArray]]
"""From (...) circumstances to a positive load of the same shape on each tissue."""


def read_circumstances(
    *,
    speed_mps: FloatArray,
    cadence_spm: FloatArray,
    slope_frac: FloatArray,
    contact_time_s: FloatArray | None,
    height_m: float,
    parameters: LoadParameters,
) -> Circumstances:
    """Separate speed, cadence, slope and contact time of (n,) stretches from each other."""
    typical_s = typical_step_time_s(speed_mps, np.asarray(height_m), parameters)
    log_step_time = np.log(60 / cadence_spm / typical_s)
    still = np.zeros_like(speed_mps)
    untimed = Circumstances(np.log(speed_mps), log_step_time, slope_frac, still)
    if contact_time_s is None:
        return untimed
    contact_s = step_inputs(untimed, height_m, parameters).contact_time_s
    return replace(untimed, log_contact_time=np.log(contact_time_s / contact_s))


def step_inputs(
    circumstances: Circumstances, height_m: float, parameters: LoadParameters
) -> StepInputs:
    """The inputs of the step model in these circumstances, held within its range."""
    c = circumstances
    speed = np.exp(c.log_speed)
    height = np.asarray(height_m)
    step_time = typical_step_time_s(speed, height, parameters) * np.exp(c.log_step_time)
    inputs = hold_inputs(
        {
            "speed_mps": speed,
            "cadence_spm": 60 / step_time,
            "slope_frac": c.slope_frac,
            "height_m": height,
            "mass_kg": np.asarray(parameters.typical_mass_kg),
        },
        parameters,
    )
    ratio = np.clip(np.exp(c.log_contact_time), *parameters.contact_time_ratio_range)
    return replace(inputs, contact_time_s=inputs.contact_time_s * ratio)


def impulse_per_m(height_m: float, parameters: LoadParameters) -> Evaluate:
    """Impulse of one knee for each metre [BW s/m]: steps per metre, halved, times impulse."""

    def evaluate(circumstances: Circumstances) -> Mapping[Tissue, FloatArray]:
        c = circumstances
        load = load_of_inputs(step_inputs(c, height_m, parameters), parameters)
        speed = np.exp(c.log_speed)
        step_time = typical_step_time_s(speed, np.asarray(height_m), parameters) * np.exp(
            c.log_step_time
        )
        steps_per_m = 0.5 / (step_time * speed)
        return {tissue: load.impulse_bw_s(tissue) * steps_per_m for tissue in FORCE_TISSUES}

    return evaluate


def step_peak(height_m: float, parameters: LoadParameters) -> Evaluate:
    """Peak force of a step [BW]."""

    def evaluate(circumstances: Circumstances) -> Mapping[Tissue, FloatArray]:
        load = load_of_inputs(step_inputs(circumstances, height_m, parameters), parameters)
        return {tissue: load.peak_bw(tissue) for tissue in FORCE_TISSUES}

    return evaluate


def shapley_logs(
    evaluate: Evaluate, here: Circumstances, reference: Circumstances
) -> Mapping[Tissue, Mapping[str, FloatArray]]:
    """What each circumstance made of log(load here / load of the reference).

    Parameters
    ----------
    here : (n,) stretches.
    reference : (1,) the one stretch that all are held against.

    Returns
    -------
    For each tissue the name of each circumstance to its (n,) logs; circumstances that do not differ
    from the reference are zero. Over the names the logs sum to the whole, to rounding.
    """
    pairs = {name: (getattr(here, name), getattr(reference, name)) for name in vars(here)}
    moved = [name for name, (value, typical) in pairs.items() if np.any(value != typical)]
    subsets = np.array(list(product((False, True), repeat=len(moved))), dtype=np.bool_)
    columns = {
        name: np.where(subsets[:, moved.index(name), None], value, typical)
        if name in moved
        else typical
        for name, (value, typical) in pairs.items()
    }
    loads = evaluate(Circumstances(**columns))
    weights = _shapley_weights(len(moved))
    still = np.zeros_like(here.log_speed)
    return {
        tissue: dict.fromkeys(pairs, still) | dict(zip(moved, weights @ np.log(load), strict=True))
        for tissue, load in loads.items()
    }


@cache
def _shapley_weights(count: int) -> FloatArray:
    """(count, 2 ** count): row j sums the marginal logs of circumstance j over all subsets."""
    weights = np.empty((count, 2**count))
    for column, subset in enumerate(product((False, True), repeat=count)):
        for row, member in enumerate(subset):
            before = sum(subset) - member
            share = factorial(before) * factorial(count - before - 1) / factorial(count)
            weights[row, column] = share if member else -share
    return weights


def log_mean(first: FloatArray, second: FloatArray) -> FloatArray:
    """(a - b) / log(a / b), and a where both are equal; positive arguments."""
    log_ratio = np.log(first / second)
    near = np.abs(log_ratio) < 1e-6
    # the series about equality, where the quotient would lose its digits
    series = np.sqrt(first * second) * (1 + log_ratio**2 / 24)
    return np.where(near, series, (first - second) / np.where(near, 1.0, log_ratio))


def joining_weights(load: FloatArray, reference: FloatArray) -> FloatArray:
    """(n,) weights that make the logs of stretches sum to the log of the whole, exactly.

    Parameters
    ----------
    load, reference : (n,) positive loads of the stretches, here and in the reference.
    """
    whole = log_mean(np.asarray(np.sum(load)), np.asarray(np.sum(reference)))
    return log_mean(load, reference) / whole
