"""Why some weeks loaded a tissue more than the weeks before, in shares that add up exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.explain import Factor, LoadDescriptor
from midstance.core.load.shares import joining_weights

FREQUENCY = "frequency"
"""How often she ran: the share of a change of weeks that is no run's own."""


@dataclass(frozen=True)
class PeriodShares:
    """The load of a week of the later stretch over one of the earlier, and what made it.

    Parameters
    ----------
    log_ratio : log of load a day, later over earlier.
    log_shares : each factor and `FREQUENCY` to its part; they sum to `log_ratio`.
    """

    log_ratio: float
    log_shares: Mapping[str, float]

    @property
    def ratio(self) -> float:
        return float(np.exp(self.log_ratio))


def explain_periods(
    earlier: Sequence[LoadDescriptor],
    later: Sequence[LoadDescriptor],
    *,
    earlier_days: float,
    later_days: float,
) -> PeriodShares:
    """Split log(load a day later / load a day earlier) into what each factor made of it.

    With n runs in D days, and loads I of the runs, the load of a day is (n / D) mean(I). The log of
    the mean, against one reference load R for all runs, is joined from the logs of the runs with
    logarithmic means as weights, as the stretches of a run are:

        log(mean(I) / R) = sum over runs of w log(I / R),  w = L(I, R) / L(sum I, n R)

    and each log is the sum of its factors. Both stretches are split against the same R, factor by
    factor the geometric mean of the earlier runs, and subtracted; log(n / D) is the frequency.

    Raises
    ------
    InvalidValueError
        A stretch without runs or days, or runs of several tissues.

    Notes
    -----
    Exact, and the order of runs and factors plays no part.
    """
    tissues = {each.tissue for each in (*earlier, *later)}
    if not earlier or not later or min(earlier_days, later_days) <= 0 or len(tissues) != 1:
        raise InvalidValueError(
            f"Expected runs of one tissue in both stretches, got {len(earlier)} and {len(later)} "
            f"runs of {len(tissues)} tissues."
        )
    logs = [_logs(runs) for runs in (earlier, later)]
    reference = np.mean(logs[0], axis=0)
    before, after = (_split(each, reference) for each in logs)
    shares = {str(factor): float(part) for factor, part in zip(Factor, after - before, strict=True)}
    often = np.log(len(later) / later_days) - np.log(len(earlier) / earlier_days)
    shares[FREQUENCY] = float(often)
    return PeriodShares(sum(shares.values()), shares)


def _logs(runs: Sequence[LoadDescriptor]) -> FloatArray:
    """(n, factors)."""
    return np.array([[run.logs[factor] for factor in Factor] for run in runs])


def _split(logs: FloatArray, reference: FloatArray) -> FloatArray:
    """(factors,) parts of log(mean load / load of the reference)."""
    against = logs - reference
    load = np.exp(np.sum(against, axis=1))
    weights = joining_weights(load, np.ones_like(load))
    return np.asarray(weights @ against)
