"""How probable each pattern is, what that asks to be done, and what may stand beside it."""

from dataclasses import dataclass
from math import exp, log

import numpy as np

from midstance.core.assess.answers import NO, UNTICKED, YES, Known
from midstance.core.assess.model import Action, CheckModel, Contributor, ContributorSign
from midstance.core.assess.picture import Picture
from midstance.core.base.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Posterior:
    """Probabilities of the patterns.

    Parameters
    ----------
    shown : (patterns,) after all that the answers say.
    careful : (patterns,) after what the action may rest on.
    """

    shown: FloatArray
    careful: FloatArray


def estimate_posterior(picture: Picture) -> Posterior:
    r"""Probabilities of the patterns.

    $$P(p) \propto \pi_p \prod_m t_{mp} \prod_g \exp\Big(\mathrm{clip} \sum_{f \in g} w_{fp}\Big)$$

    with the prior $\pi$ of the age, multipliers $t$ that apply, and the log ratios $w$ of the
    findings of each group $g$ (see `weigh_findings`). For the picture the prior is shrunk, since
    rare patterns are told by their signs; the action rests on the shares as they are.

    Source: `clinical.md` 1.0 and 1.2.
    """
    logs = log_prior(picture) + picture.told
    half = len(logs) // 2
    return Posterior(shown=softmax(logs[:half]), careful=softmax(logs[half:]))


def log_prior(picture: Picture) -> FloatArray:
    """(2 patterns,) log prior at this age, for the picture and for the action; not normed."""
    tables = picture.tables
    young = bool(picture.said.yes >> tables.adolescent & 1)
    prior = tables.adolescent_log if young else tables.adult_log
    logs: FloatArray = prior + picture.multipliers @ tables.multiplier_log
    return logs


def softmax(logs: FloatArray) -> FloatArray:
    """Probabilities from logs that are known but for a constant."""
    odds = np.exp(logs - logs.max())
    probabilities: FloatArray = odds / odds.sum()
    return probabilities


def choose_action(posterior: FloatArray, harm: FloatArray) -> Action:
    """The action of least expected harm; the calmer one where two are equal.

    Parameters
    ----------
    posterior : (patterns,).
    harm : (patterns, actions).
    """
    return Action(int(np.argmin(posterior @ harm)))


@dataclass(frozen=True)
class Standing:
    """How probable it is that a contributor stands beside the pattern, and by which signs."""

    contributor: Contributor
    probability: float
    because: tuple[tuple[str, str], ...]


def estimate_contributors(model: CheckModel, picture: Picture) -> tuple[Standing, ...]:
    """How probable each contributor is, each by itself.

    Notes
    -----
    Odds of the prior times the ratio of each sign; a sign left unticked counts as a weaker no, and
    one that was not asked or is not sure counts nothing.
    """
    given = picture.answers.given
    return tuple(
        _standing(item, model, picture)
        if any(clause.question in given for sign in item.signs for clause in sign.seen_when)
        else Standing(item, item.prior_frac, ())
        for item in model.contributors
    )


def _standing(contributor: Contributor, model: CheckModel, picture: Picture) -> Standing:
    states = [picture.answers.any_clause(sign.seen_when) for sign in contributor.signs]
    pairs = list(zip(contributor.signs, states, strict=True))
    prior = contributor.prior_frac
    logs = [_sign_log(sign, state, model) for sign, state in pairs]
    odds = prior / (1 - prior) * exp(sum(logs))
    because = tuple(
        place
        for sign, state in pairs
        if state is YES and sign.ratio_present > 1
        for place in _places(sign, picture)
    )
    return Standing(contributor, odds / (1 + odds), tuple(dict.fromkeys(because)))


def _sign_log(sign: ContributorSign, state: Known, model: CheckModel) -> float:
    exponents = {NO: 1.0, UNTICKED: model.constants.unticked_exponent}
    if state is YES:
        return log(sign.ratio_present)
    return exponents.get(state, 0.0) * log(sign.ratio_absent)


def _places(sign: ContributorSign, picture: Picture) -> tuple[tuple[str, str], ...]:
    """The answers that show a sign."""
    answers = picture.answers
    return tuple(
        (clause.question, option)
        for clause in sign.seen_when
        if answers.clause(clause) is YES
        for option in clause.options or ("",)
        if not option or answers.state(clause.question, option) is YES
    )
