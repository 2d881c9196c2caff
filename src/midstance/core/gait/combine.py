"""Several films of one day as one answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from midstance.core.gait.constants import GaitConstants
from midstance.core.gait.records import (
    METRICS,
    Confidence,
    Metric,
    Reason,
    Side,
)
from midstance.core.gait.tell import untold

Key = tuple[str, Side]


class Telling(Protocol):
    """What a film told, of any view."""

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """Its figures."""
        ...


NAMES, LEGS, REASONS = tuple(METRICS), tuple(Side), tuple(Reason)


def combine(films: Sequence[Telling], constants: GaitConstants) -> tuple[Metric, ...]:
    r"""Make one answer of several films of one runner.

    .. math:: \sigma^2 = \rho \min_i \sigma_i^2 + (1-\rho) \Big/ \sum_i \sigma_i^{-2} + \Delta,
              \qquad \Delta = 1\Big/\sum_i (\sigma_i^2+\tau^2)^{-1} - 1\Big/\sum_i \sigma_i^{-2}

    around the mean with weights of :math:`1/(\sigma_i^2+\tau^2)`.

    Parameters
    ----------
    films : from the side and from behind, in any order.

    Returns
    -------
    One metric for each name and leg that any of the films tells, and for each name that none tells.

    Notes
    -----
    :math:`\rho` is the share of the error that comes back in every film of a runner, and that more
    films do not lessen. :math:`\tau^2` is how much the films differ beyond their ranges
    (DerSimonian and Laird's moment). One film is its own answer.
    """
    found: dict[Key, list[Metric]] = {}
    for film in films:
        for metric in film.metrics:
            found.setdefault((metric.name, metric.side), []).append(metric)
    answers = {key: combine_metric(each, constants) for key, each in found.items()}
    return tuple(answers[key] for key in sorted(_worth_telling(answers), key=_order))


def _order(key: Key) -> tuple[int, int]:
    return NAMES.index(key[0]), LEGS.index(key[1])


def _worth_telling(answers: Mapping[Key, Metric]) -> set[Key]:
    """A figure that no film ties to a leg is left out where another tells it of one."""
    told = {name for (name, _), answer in answers.items() if answer.is_told}
    return {
        key
        for key, answer in answers.items()
        if answer.is_told or key[1] is not Side.BOTH or key[0] not in told
    }


def combine_metric(metrics: Sequence[Metric], constants: GaitConstants) -> Metric:
    """One figure out of those of several films; untold ones count only where all are."""
    if len(metrics) == 1:
        return metrics[0]
    told = sorted((each for each in metrics if each.is_told), key=lambda m: (m.sd, m.value))
    if not told:
        return _untold(metrics)
    if len(told) == 1:
        return told[0]
    value = np.array([each.value for each in told], float)
    variance = np.array([each.sd for each in told], float) ** 2
    apart = _between(value, variance)
    weight = 1 / (variance + apart)
    mean = float(weight @ value / weight.sum())
    alone, more = 1 / np.sum(1 / variance), 1 / weight.sum()
    shared = constants.gait_shared_frac
    sd = float(np.sqrt(shared * variance.min() + (1 - shared) * alone + more - alone))
    reach = constants.gait_interval_z * sd
    least, most = (0.0, 1.0) if told[0].unit == "1" else (-np.inf, np.inf)
    surest = replace(
        told[0],
        value=mean,
        low=max(least, mean - reach),
        high=min(most, mean + reach),
        sd=sd,
        steps=sum(each.steps for each in told),
    )
    if _share_a_point(told):
        return surest
    return replace(surest, confidence=Confidence.LOW, reason=Reason.FILMS_DISAGREE)


def _between(value: np.ndarray, variance: np.ndarray) -> float:
    weight = 1 / variance
    total = weight.sum()
    spread = float(weight @ (value - weight @ value / total) ** 2)
    return max(0.0, (spread - (value.size - 1)) / float(total - (weight**2).sum() / total))


def _share_a_point(told: Sequence[Metric]) -> bool:
    return max(each.low or 0.0 for each in told) <= min(each.high or 0.0 for each in told)


def _untold(metrics: Sequence[Metric]) -> Metric:
    """For the reason that most films have."""
    counted = Counter(each.reason for each in metrics if each.reason is not None)
    reason = min(counted, key=lambda each: (-counted[each], REASONS.index(each)))
    return untold(metrics[0].name, reason, metrics[0].side, sum(each.steps for each in metrics))
