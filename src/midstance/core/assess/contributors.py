"""What a question tells of the contributors that may stand beside a pattern."""

from math import log2

from midstance.core.assess.model import CheckModel, ContributorSign


def bits_of_contributors(model: CheckModel, question: str) -> float:
    """Information of one question about the contributors before any answer, summed over signs."""
    return sum(
        bits_of_sign(contributor.prior_frac, sign)
        for contributor in model.contributors
        for sign in contributor.signs
        if any(clause.question == question for clause in sign.seen_when)
    )


def bits_of_sign(prior_frac: float, sign: ContributorSign) -> float:
    r"""Mutual information of a contributor and one of its signs [bit].

    $$I = H(\pi) - P(s) H\Big(\frac{\pi a}{P(s)}\Big)
        - (1 - P(s)) H\Big(\frac{\pi (1 - a)}{1 - P(s)}\Big)$$

    with $a$ and $b$ the shares of those with and without the contributor who show the sign, which
    follow from its two ratios: $b = (1 - r_0) / (r_1 - r_0)$ and $a = r_1 b$.

    Source: expert judgement, on the records in `knowledge/data/contributors`.
    """
    present, absent = sign.ratio_present, sign.ratio_absent
    if present <= 1 or absent >= 1:
        return 0.0
    without = (1 - absent) / (present - absent)
    share = prior_frac * present * without
    seen = share + (1 - prior_frac) * without
    after = seen * _entropy(share / seen) + (1 - seen) * _entropy((prior_frac - share) / (1 - seen))
    return _entropy(prior_frac) - after


def _entropy(frac: float) -> float:
    return -sum(part * log2(part) for part in (frac, 1 - frac) if part > 0)
