"""How sure each pattern is within the believable likelihoods, and how usual the answers are."""

from dataclasses import dataclass

import numpy as np

from midstance.core.assess.answers import NO, UNTICKED, YES, Known
from midstance.core.assess.picture import Picture
from midstance.core.base.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Certainty:
    """How far the probabilities can be moved by believable likelihoods.

    Parameters
    ----------
    low, high : (patterns,) 90 % range of each probability.
    spread : (patterns,) half of the range of each pattern's log odds against a fixed rival.
    """

    low: FloatArray
    high: FloatArray
    spread: FloatArray


def estimate_certainty(picture: Picture, posterior: FloatArray) -> Certainty:
    r"""The range of each probability when every likelihood may be anywhere in its own range.

    With $h_{fp}$ half the range of a log ratio and $P$ the posterior, the logit of $P(p)$ moves by

    $$\sqrt{\sum_f h_{fp}^2 + \sum_{q \ne p} \Big(\frac{P(q)}{1 - P(p)}\Big)^2 \sum_f h_{fq}^2}$$

    Notes
    -----
    To first order, with errors of different findings and patterns independent. No draw of random
    numbers: the same answers give the same range.
    """
    weights, states = picture.tables.weights, picture.findings
    squares = (weights.spread[states, np.arange(len(states))] ** 2).sum(axis=0)
    rest = np.maximum(1 - posterior, 1e-12)
    share = posterior[None, :] / rest[:, None]
    np.fill_diagonal(share, 1.0)
    reach = np.sqrt(share**2 @ squares)
    logit = np.log(np.maximum(posterior, 1e-12) / rest)
    return Certainty(_logistic(logit - reach), _logistic(logit + reach), np.sqrt(squares))


def _logistic(logit: FloatArray) -> FloatArray:
    probability: FloatArray = 1 / (1 + np.exp(-logit))
    return probability


def find_rivals(posterior: FloatArray, certainty: Certainty) -> FloatArray:
    """(patterns, patterns) whether believable likelihoods could swap the order of two."""
    logs = np.log(np.maximum(posterior, 1e-300))
    gap = np.abs(logs[:, None] - logs[None, :])
    reach = np.hypot(certainty.spread[:, None], certainty.spread[None, :])
    swaps: FloatArray = (gap < reach) & ~np.eye(len(logs), dtype=np.bool_)
    return swaps


def estimate_surprise_z(picture: Picture, pattern: int) -> float:
    """By how many standard deviations the answers are less usual than a pattern's own.

    Notes
    -----
    The mean and the spread of minus the log likelihood are those of runners with the pattern whose
    findings are independent. An option left unticked counts as a part of a no.
    """
    weights, states = picture.tables.weights, picture.findings
    counted = np.zeros(len(Known))
    counted[[NO, YES]] = 1.0
    counted[UNTICKED] = picture.tables.model.constants.unticked_exponent
    share = counted[states]
    seen, absent, mean, variance = weights.usual[:, :, pattern]
    came = np.where(states == YES, seen, absent)
    spread = float(np.sqrt(np.sum(share**2 * variance)))
    return float(np.sum(share * (came - mean))) / max(spread, 1e-9)


def log_ratios_against_rivals(picture: Picture, posterior: FloatArray) -> FloatArray:
    """(findings, patterns) what each finding says for a pattern against the others.

    Notes
    -----
    The others are weighed by their probability; where the joint ratio of a group is clipped, each
    of its findings has the same share of what is left.
    """
    weights, states = picture.tables.weights, picture.findings
    each = weights.shown[states, np.arange(len(states))]
    joint = weights.groups @ each
    low, high = weights.group_range
    kept = np.divide(np.clip(joint, low, high), joint, out=np.ones_like(joint), where=joint != 0)
    scaled = each * (weights.groups.T @ kept)
    rest = np.maximum(1 - posterior, 1e-12)
    others = (scaled @ posterior)[:, None] - scaled * posterior
    against: FloatArray = scaled - others / rest
    return against
