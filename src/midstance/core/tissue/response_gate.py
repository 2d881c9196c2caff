"""Whether the pain response forecasts this runner's answers better than a guess from them would.

Both are asked for each answer before it is known. The guess is a strong one: it weighs her own
earlier answers of that moment in several ways, from all alike to hardly more than the last, and
leans on the way that did best so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.response_constants import ANSWERS, ResponseConstants


class Verdict(StrEnum):
    """What a comparison says."""

    TOO_FEW = "too_few"
    NOT_BETTER = "not_better"
    BEHIND_OF_LATE = "behind_of_late"
    BETTER = "better"


@dataclass(frozen=True)
class Comparison:
    """The model beside the naive forecast on the same answers.

    Parameters
    ----------
    answers : how many were compared.
    lead : by how much the model is ahead, summed over them [nats]; below 0 it is behind.
    late_lead : the same over the newest of them.
    missing : answers that are still needed before anything is said.
    """

    verdict: Verdict
    answers: int
    lead: float
    late_lead: float
    missing: int


def score_naive(answers: Sequence[int], constants: ResponseConstants) -> FloatArray:
    r"""(n,) logarithm of the chance that the naive forecast gave to each answer beforehand.

    Each way :math:`j` gives

    .. math:: P_j(y) \propto \alpha\,\pi(y) + \sum_i k_j^{\,n-i} K(y, y_i)

    and the ways are mixed by what they gave to the answers so far, as Bayes has it.

    Parameters
    ----------
    answers : 0 to 10, in order of time.
    """
    ways = [
        (keep, _kernel(near))
        for keep in constants.response_naive_keep_fracs
        for near in constants.response_naive_near_fracs
    ]
    keeps = np.array([keep for keep, _ in ways])[:, None]
    near = np.stack([kernel for _, kernel in ways], axis=1)
    prior = constants.response_naive_answers * _base(constants)
    counts, weights = np.tile(prior, (len(ways), 1)), np.zeros(len(ways))
    found = np.empty(len(answers))
    for at, answer in enumerate(answers):
        chances = counts / counts.sum(axis=1, keepdims=True)
        mixed = np.exp(weights - weights.max())
        found[at] = np.log(mixed @ chances[:, answer] / mixed.sum())
        weights += np.log(chances[:, answer])
        counts = prior + keeps * (counts - prior) + near[answer]
    return found


def _kernel(near_frac: float) -> FloatArray:
    """(11, 11) what an answer lends to its neighbours."""
    away = np.abs(np.subtract.outer(np.arange(ANSWERS), np.arange(ANSWERS)))
    near: FloatArray = np.power(near_frac, away)
    kernel: FloatArray = near / near.sum(axis=1, keepdims=True)
    return kernel


def _base(constants: ResponseConstants) -> FloatArray:
    """(11,) before any answer: less pain is likelier, as the model's prior has it."""
    mean, sd = constants.response_level
    base: FloatArray = np.exp(-0.5 * ((np.maximum(np.arange(ANSWERS), mean) - mean) / sd) ** 2)
    base += constants.response_slip_frac
    prior: FloatArray = base / base.sum()
    return prior


def compare(
    answers: Sequence[int], log_chances: Sequence[float], constants: ResponseConstants
) -> Comparison:
    r"""Hold the model against the naive forecast.

    The lead is :math:`\Lambda = \sum_i \ln p_i - \ln q_i` with the chances :math:`p` of the model
    and :math:`q` of the naive forecast. Were the naive one right, :math:`e^\Lambda` would be a
    fair game: whenever one looks, the chance that it ever reached :math:`e^l` is at most
    :math:`e^{-l}`.

    Parameters
    ----------
    answers : 0 to 10, of one moment, in order of time.
    log_chances : what the model gave to each beforehand.

    Returns
    -------
    Comparison
        Better only with enough answers, the least lead, and no fall behind over the newest ones.
    """
    ahead = np.asarray(log_chances, dtype=np.float64) - score_naive(answers, constants)
    lead = float(ahead.sum())
    late = float(ahead[-round(constants.response_late_answers) :].sum())
    missing = max(round(constants.response_fewest_answers) - len(answers), 0)
    verdict = Verdict.BETTER
    if missing:
        verdict = Verdict.TOO_FEW
    elif lead < constants.response_least_lead:
        verdict = Verdict.NOT_BETTER
    elif late < 0:
        verdict = Verdict.BEHIND_OF_LATE
    return Comparison(verdict, len(answers), lead, late, missing)
