"""How far an estimate may be off: the level of a load, and the change between two runs.

Spreads are standard deviations of the natural logarithm, so they combine in quadrature and give
ranges that stay above zero. The level is uncertain by the runner (what the inputs cannot tell) and
far more by the method (how a patellofemoral joint is modelled at all); the method cancels when two
runs of one runner are compared.
"""

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.load.inputs import KnownInputs
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.tissue import Tissue


def interval(value: float, log_sd: float, parameters: LoadParameters) -> tuple[float, float]:
    """The 90 % range about a value."""
    factor = float(np.exp(parameters.interval_z * log_sd))
    return value / factor, value * factor


def method_log_sd(tissue: Tissue, parameters: LoadParameters) -> float:
    """How far published methods disagree on the level of one tissue."""
    return {
        Tissue.PATELLOFEMORAL: parameters.patellofemoral_method_log_sd,
        Tissue.PATELLAR_TENDON: parameters.patellar_tendon_method_log_sd,
        Tissue.TIBIOFEMORAL: parameters.tibiofemoral_method_log_sd,
    }[tissue]


def peak_level_log_sd(
    tissue: Tissue, known: KnownInputs, slope_frac: float, parameters: LoadParameters
) -> float:
    """Spread of the level of a peak: runner, inputs that were not measured, slope and method."""
    p = parameters
    measured, estimated = p.level_with_contact_time_log_sd, p.level_log_sd
    runner = known.contact_time_frac * measured + (1 - known.contact_time_frac) * estimated
    missing = input_log_sd(known, slope_frac, p)
    return quadrature(runner, missing, method_log_sd(tissue, p))


def impulse_level_log_sd(
    tissue: Tissue, known: KnownInputs, slope_frac: float, parameters: LoadParameters
) -> float:
    """Spread of the level of an impulse, which also holds the spread of the contact time."""
    p = parameters
    missing = input_log_sd(known, slope_frac, p)
    return quadrature(p.impulse_level_log_sd, missing, method_log_sd(tissue, p))


def input_log_sd(known: KnownInputs, slope_frac: float, parameters: LoadParameters) -> float:
    """Spread by inputs that were not measured, and by the slope effect itself."""
    p = parameters
    # force follows height with a power of 0.96 at a known cadence, of 1.83 where that follows too
    height_power = 2 - known.cadence_frac
    return quadrature(
        (1 - known.cadence_frac) * p.cadence_missing_log_sd,
        (1 - known.height_frac) * p.height_missing_log_sd * height_power,
        (1 - known.slope_frac) * p.slope_missing_log_sd,
        abs(slope_frac) * p.slope_log_sd_per_frac,
    )


def change_log_sd(known: KnownInputs, parameters: LoadParameters) -> float:
    """Spread of the change between two level runs of one runner; body and method cancel."""
    p = parameters
    return quadrature(
        p.change_log_sd,
        (1 - known.cadence_frac) * p.change_cadence_missing_log_sd,
        (1 - known.slope_frac) * p.slope_missing_log_sd,
    )


def slope_widening(slope_frac: FloatArray, log_sd: float, parameters: LoadParameters) -> FloatArray:
    """Factor from a value to the end of its range, for each slope, given the spread without it."""
    by_slope = parameters.slope_log_sd_per_frac * slope_frac
    return np.asarray(np.exp(parameters.interval_z * np.hypot(log_sd, by_slope)))


def quadrature(*log_sds: float) -> float:
    """Independent spreads together."""
    return float(np.sqrt(sum(log_sd**2 for log_sd in log_sds)))
