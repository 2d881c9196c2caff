"""Why a run was heavier or lighter than another, in shares that add up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from midstance.core.load.tissue import Tissue


class Factor(StrEnum):
    """What can make one run heavier than another."""

    DISTANCE = "distance"
    SPEED = "speed"
    CADENCE = "cadence"
    SLOPE = "slope"
    CONTACT_TIME = "contact_time"
    BODY = "body"
    REST = "rest"


@dataclass(frozen=True)
class LoadDescriptor:
    """The impulse of one run on one tissue, as logs of factors against the reference kilometre.

    The logs add up to `log_load`, the log of `TissueLoad.impulse_bw_s`. Comparing two runs is a
    subtraction, and the mean of many descriptors is a usual run, so streams are never read again.

    Parameters
    ----------
    logs : every `Factor` to its log [natural log].
    slope_frac : mean absolute slope of the run, for the range of a comparison.
    """

    tissue: Tissue
    logs: Mapping[Factor, float]
    slope_frac: float

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
        """What this factor alone would have changed [%]."""
        raise NotImplementedError


def usual_load(descriptors: Sequence[LoadDescriptor]) -> LoadDescriptor:
    """The geometric mean of several runs: their usual."""
    raise NotImplementedError


def explain_difference(run: LoadDescriptor, usual: LoadDescriptor) -> LoadShares:
    """Split the difference of two runs into exact log-additive shares."""
    raise NotImplementedError
