"""Why a run was heavier or lighter than another, in shares that add up exactly.

Each run is described once by logs against a reference kilometre (`describe_load`), a handful of
numbers that stand beside the run. Comparing is then a subtraction: the shares of a and b and those
of b and c add up to those of a and c, and no stream is read again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.shares import (
    Circumstances,
    impulse_per_m,
    joining_weights,
    shapley_logs,
)
from midstance.core.load.tissue import Tissue
from midstance.core.load.uncertainty import quadrature


class Factor(StrEnum):
    """What can make one run heavier than another; rest is change faster than a stretch."""

    DISTANCE = "distance"
    SPEED = "speed"
    CADENCE = "cadence"
    SLOPE = "slope"
    CONTACT_TIME = "contact_time"
    BODY = "body"
    REST = "rest"


FACTOR_OF = {
    "log_speed": Factor.SPEED,
    "log_step_time": Factor.CADENCE,
    "slope_frac": Factor.SLOPE,
    "log_contact_time": Factor.CONTACT_TIME,
}


@dataclass(frozen=True)
class LoadDescriptor:
    """The impulse of one run on one tissue, as logs of factors against the reference kilometre.

    Parameters
    ----------
    logs : every `Factor` to its natural log; they sum to the log of `TissueLoad.impulse_bw_s`.
    incline_frac, decline_frac : mean slope of the run's up and down, both zero or positive.
    change_log_sd : spread of a comparison with a like run.
    """

    tissue: Tissue
    logs: Mapping[Factor, float]
    incline_frac: float
    decline_frac: float
    change_log_sd: float

    @property
    def log_load(self) -> float:
        return sum(self.logs.values())


@dataclass(frozen=True)
class LoadShares:
    """How much of a log ratio each factor made; the shares sum to `log_ratio`.

    Parameters
    ----------
    ratio : load of the run over load of the usual run; low and high are its 90 % range.
    log_shares : every `Factor` to its part of `log_ratio`.
    """

    tissue: Tissue
    ratio: float
    ratio_low: float
    ratio_high: float
    log_ratio: float
    log_shares: Mapping[Factor, float]

    def percent(self, factor: Factor) -> float:
        """What this factor alone would have changed [%]; percentages multiply, they do not add."""
        return float(np.expm1(self.log_shares[factor]) * 100)


def describe_load(
    circumstances: Circumstances,
    *,
    group: IntArray,
    distance_m: FloatArray,
    impulses_bw_s: Mapping[Tissue, FloatArray],
    height_m: float,
    change_log_sd: float,
    parameters: LoadParameters,
) -> Mapping[Tissue, LoadDescriptor]:
    """Describe the running seconds of a run, stretch by stretch.

    Parameters
    ----------
    circumstances : (n,) of each running second.
    group : (n,) number of the stretch that each second belongs to, from 0 up without gaps.
    distance_m : (n,) run in each second.
    impulses_bw_s : for each tissue (n,) impulse of one knee in each second.
    """
    stretches = circumstances.mean(group)
    distance = np.bincount(group, weights=distance_m).astype(np.float64, copy=False)
    reference = Circumstances.reference(parameters)
    shares = shapley_logs(impulse_per_m(height_m, parameters), stretches, reference)
    own = reference_impulses(height_m, parameters)
    typical = reference_impulses(parameters.reference_height_m, parameters)
    slope = circumstances.slope_frac
    incline_frac = float(np.mean(np.maximum(slope, 0.0)))
    decline_frac = float(np.mean(np.maximum(-slope, 0.0)))
    whole_m = np.sum(distance)
    return {
        tissue: LoadDescriptor(
            tissue=tissue,
            logs={
                Factor.DISTANCE: float(np.log(whole_m * typical[tissue])),
                Factor.BODY: float(np.log(own[tissue] / typical[tissue])),
                **_joined(
                    np.bincount(group, weights=impulse).astype(np.float64),
                    distance * own[tissue],
                    shares[tissue],
                ),
            },
            incline_frac=incline_frac,
            decline_frac=decline_frac,
            change_log_sd=change_log_sd,
        )
        for tissue, impulse in impulses_bw_s.items()
    }


@lru_cache(maxsize=8)
def reference_impulses(height_m: float, parameters: LoadParameters) -> Mapping[Tissue, float]:
    """Impulse of one knee for each metre of reference steps [BW s/m], by a body of this height."""
    impulses = impulse_per_m(height_m, parameters)(Circumstances.reference(parameters))
    return MappingProxyType({tissue: float(impulse[0]) for tissue, impulse in impulses.items()})


def _joined(
    impulse: FloatArray, reference: FloatArray, shares: Mapping[str, FloatArray]
) -> Mapping[Factor, float]:
    rest = np.log(impulse / reference) - sum(shares.values())
    logs = {FACTOR_OF[name]: share for name, share in shares.items()} | {Factor.REST: rest}
    weights = joining_weights(impulse, reference)
    return {factor: float(np.sum(weights * share)) for factor, share in logs.items()}


def usual_load(descriptors: Sequence[LoadDescriptor]) -> LoadDescriptor:
    """The usual run: the geometric mean of several runs, factor by factor.

    Raises
    ------
    InvalidValueError
        No runs, or runs described for different tissues.
    """
    tissues = {descriptor.tissue for descriptor in descriptors}
    if len(tissues) != 1:
        raise InvalidValueError(
            f"Expected one or more runs described for one tissue, got {len(descriptors)} runs "
            f"of {len(tissues)} tissues."
        )
    return LoadDescriptor(
        tissue=descriptors[0].tissue,
        logs={
            factor: float(np.mean([item.logs[factor] for item in descriptors])) for factor in Factor
        },
        incline_frac=float(np.mean([item.incline_frac for item in descriptors])),
        decline_frac=float(np.mean([item.decline_frac for item in descriptors])),
        change_log_sd=float(np.mean([item.change_log_sd for item in descriptors])),
    )


def explain_difference(
    run: LoadDescriptor, usual: LoadDescriptor, parameters: LoadParameters
) -> LoadShares:
    """Split log(load of the run / load of the usual run) into what each factor made of it.

    Raises
    ------
    InvalidValueError
        The two are described for different tissues.

    Notes
    -----
    log r = sum over factors of (log of the run - log of the usual run): exact, and the same for any
    order of the factors. The range is that of a change within one runner; it widens by 0.08 for
    each 10 % of slope that the runs differ by.
    """
    if run.tissue is not usual.tissue:
        raise InvalidValueError(f"Expected runs of one tissue, got {run.tissue}, {usual.tissue}.")
    log_shares = {factor: run.logs[factor] - usual.logs[factor] for factor in Factor}
    log_ratio = sum(log_shares.values())
    log_sd = quadrature(
        max(run.change_log_sd, usual.change_log_sd),
        parameters.slope_log_sd_per_frac * (run.incline_frac - usual.incline_frac),
        parameters.slope_log_sd_per_frac * (run.decline_frac - usual.decline_frac),
    )
    spread = parameters.interval_z * log_sd
    return LoadShares(
        tissue=run.tissue,
        ratio=float(np.exp(log_ratio)),
        ratio_low=float(np.exp(log_ratio - spread)),
        ratio_high=float(np.exp(log_ratio + spread)),
        log_ratio=log_ratio,
        log_shares=log_shares,
    )
