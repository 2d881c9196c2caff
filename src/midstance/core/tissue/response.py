"""How one runner's knee answers load: a Bayesian model of what she tells, updated day by day.

Irritation that load raises and rest lets settle, a level that drifts by itself, steady strength
work that takes a little off. A fixed set of members stands for what is not known of her: each
member is one set of constants with its own irritation, and holds the level as chances on a grid, so
that the level is summed over exactly. Nothing is drawn at random.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response_constants import ANSWERS, MOST_PAIN, ResponseConstants

MEMBERS = 512
GRID = np.linspace(-4.0, 10.0, 29)
"""Levels by themselves [points]; half a point is finer than any answer."""
WEEK_DAYS = 7
MOST_EXPONENT = 300.0
LEAST_CHANCE = 1e-300
ROUNDING = 1e-12


class When(StrEnum):
    """At which moment a pain was told; rest is before any load of that day."""

    REST = "rest"
    DURING = "during"
    HOUR = "hour"


@dataclass(frozen=True)
class PainDay:
    """One day: what the knee bore and what she told.

    Parameters
    ----------
    load_times : load of the day's runs over that of her usual run; 0 without a run.
    strength : sessions of strength work.
    told : pain 0 to 10 of each moment that she told; what is not there was not told.
    """

    load_times: float = 0.0
    strength: int = 0
    told: Mapping[When, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not (0 <= self.load_times < np.inf and self.strength >= 0):
            raise InvalidValueError(
                f"Expected load and strength of 0 or more, got {self.load_times}, {self.strength}."
            )
        if any(pain not in range(ANSWERS) for pain in self.told.values()):
            raise InvalidValueError(f"Expected pains from 0 to 10, got {dict(self.told)}.")


@dataclass(frozen=True, eq=False)
class Members:
    """Sets of constants that a knee could have, (m,) each.

    Parameters
    ----------
    run_points, load_power, hour_frac, left_frac, keep_frac, spread, strength_points :
        as the priors of `ResponseConstants` have them; `keep_frac` is what a day leaves.
    tilt : (m, g) exp of the level over the spread.
    drifts : (k, g, g) chances of tomorrow's level given today's, one for each time constant; the
        members of each stand in a row.
    """

    run_points: FloatArray
    load_power: FloatArray
    hour_frac: FloatArray
    left_frac: FloatArray
    keep_frac: FloatArray
    spread: FloatArray
    strength_points: FloatArray
    tilt: FloatArray
    drifts: FloatArray

    def added(self, load_times: float) -> FloatArray:
        """(m,) points that a load adds while she runs."""
        return self.run_points * load_times**self.load_power


@dataclass(frozen=True, eq=False)
class ResponseState:
    """What is known of her knee on the evening of a day.

    Parameters
    ----------
    chances : (m, g) of each member and level; they sum to 1.
    irritation : (m,) left by the runs so far [points].
    strength : steady strength work of late; 1 is `response_strength_sessions` a week.
    """

    chances: FloatArray
    irritation: FloatArray
    strength: float


@dataclass(frozen=True)
class Scored:
    """What the model gave for one answer before it knew it: the natural logarithm of its chance."""

    when: When
    pain: int
    log_chance: float


def quasi_random(count: int, width: int) -> FloatArray:
    r"""(count, width) points that fill a cube evenly: an additive recurrence.

    .. math:: u_{n,j} = \{\tfrac12 + n \varphi^{-j}\},\quad \varphi^{w+1} = \varphi + 1
    """
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (width + 1))
    steps = root ** -np.arange(1, width + 1)
    points: FloatArray = (0.5 + np.arange(1, count + 1)[:, None] * steps) % 1
    return points


PRIORS = ("run_points", "load_power", "settle_days", "spread", "strength_points")
SHARES = ("hour_frac", "left_frac")


def members_of(constants: ResponseConstants, points: FloatArray) -> Members:
    """Members at quantiles of the priors.

    Parameters
    ----------
    points : (m, 7) between 0 and 1; m is a multiple of the number of `response_level_days`.
    """
    normal = NormalDist()
    z = np.array([[normal.inv_cdf(value) for value in row] for row in points])
    drawn = {}
    for at, name in enumerate((*PRIORS, *SHARES)):
        middle, spread = getattr(constants, f"response_{name}")
        if name in PRIORS:
            drawn[name] = middle * np.exp(spread * z[:, at])
        else:
            drawn[name] = 1 / (1 + (1 / middle - 1) * np.exp(-spread * z[:, at]))
    keep = np.exp(-1 / drawn.pop("settle_days"))
    return Members(
        **drawn,
        keep_frac=keep,
        tilt=np.exp(GRID / drawn["spread"][:, None]),
        drifts=np.stack([_drift(days, constants) for days in constants.response_level_days]),
    )


def _drift(days: float, constants: ResponseConstants) -> FloatArray:
    r"""Chances to go from each level of the grid to each other in a day.

    Neighbours swap at rates in balance with the prior :math:`\pi`; now and then, with the share
    :math:`j`, the level starts anew, as after a knock. Both leave the prior as it is,

    .. math:: q_{ik} = \frac{\sigma^2}{T h^2} \sqrt{\pi_k / \pi_i},\quad
              P = (1 - j)\,e^{Q} + j\,\mathbf{1}\pi
    """
    _, sd = constants.response_level
    level, anew = _level(constants), constants.response_anew_frac
    root = np.sqrt(level)
    step = GRID[1] - GRID[0]
    beside = np.eye(len(GRID), k=1) + np.eye(len(GRID), k=-1)
    swaps = sd**2 / (days * step**2) * beside
    leaves = (swaps * root).sum(axis=1) / root
    rates, ways = np.linalg.eigh(swaps - np.diag(leaves))
    kept = (ways * np.exp(rates)) @ ways.T
    chances: FloatArray = np.maximum(kept * root / root[:, None], 0.0)
    chances /= chances.sum(axis=1, keepdims=True)
    drift: FloatArray = (1 - anew) * chances + anew * level
    return drift


def _level(constants: ResponseConstants) -> FloatArray:
    """(g,) the prior of the level on the grid: normal, and a part that is even over all levels."""
    mean, sd = constants.response_level
    wide = constants.response_level_even_frac
    level: FloatArray = np.exp(-0.5 * ((GRID - mean) / sd) ** 2)
    prior: FloatArray = (1 - wide) * level / level.sum() + wide / len(GRID)
    return prior


@cache
def usual_members(constants: ResponseConstants) -> Members:
    """The fixed members that stand for the priors."""
    return members_of(constants, quasi_random(MEMBERS, len(PRIORS) + len(SHARES)))


def start_response(constants: ResponseConstants, members: Members | None = None) -> ResponseState:
    """What is known of a knee of which nothing was told."""
    members = members or usual_members(constants)
    count = len(members.spread)
    return ResponseState(
        chances=np.tile(_level(constants) / count, (count, 1)),
        irritation=np.zeros(count),
        strength=0.0,
    )


def update_response(
    state: ResponseState,
    day: PainDay,
    constants: ResponseConstants,
    members: Members | None = None,
) -> tuple[ResponseState, tuple[Scored, ...]]:
    r"""Learn from the next day; what was not told is not learned from.

    With the level :math:`u`, the irritation :math:`x`, steady strength :math:`S` and the load
    :math:`L` of the day,

    .. math:: \eta_\text{rest} = u + x - vS,\quad \eta_\text{during} = \eta_\text{rest} + gL^p,
              \quad \eta_\text{hour} = \eta_\text{rest} + a\,gL^p

    .. math:: P(y \ge k) = (1-\epsilon)\,\Lambda\big((\eta - c_k)/s\big)
              + \epsilon\,(11-k)/11,\quad x' = (x + b\,gL^p)\,e^{-1/\tau}

    Returns
    -------
    ResponseState, tuple of Scored
        The evening after, and the chance that each answer had before anything of the day was told.

    Notes
    -----
    Days one by one give the same as all at once. The order of a day's answers plays no part.
    """
    members = members or usual_members(constants)
    chances = _drifted(state.chances, members)
    if day.told:
        chances = _faded(chances, constants)
    strength = _strength(state, constants)
    added = members.added(day.load_times)
    likely = np.ones_like(chances)
    scored = []
    for when, pain in sorted(day.told.items()):
        eta = _above_level(when, state, added, strength, members)
        one = _chance_of(pain, eta, constants, members)
        scored.append(Scored(when, pain, float(np.log(np.sum(chances * one)))))
        likely *= one
    joint = chances * likely
    after = ResponseState(
        chances=joint / joint.sum(),
        irritation=(state.irritation + members.left_frac * added) * members.keep_frac,
        strength=strength + _strength_share(constants) * day.strength,
    )
    return after, tuple(scored)


def _drifted(chances: FloatArray, members: Members) -> FloatArray:
    """A night: each member's level drifts at its own pace."""
    groups = chances.reshape(len(members.drifts), -1, len(GRID))
    drifted: FloatArray = (groups @ members.drifts).reshape(chances.shape)
    return drifted


def _faded(chances: FloatArray, constants: ResponseConstants) -> FloatArray:
    """Older answers say less of the members, since a knee changes; the levels stay."""
    known = chances.sum(axis=1)
    faded = known**constants.response_keep_frac
    faded /= faded.sum()
    older: FloatArray = chances * (faded / np.maximum(known, LEAST_CHANCE))[:, None]
    return older


def _strength(state: ResponseState, constants: ResponseConstants) -> float:
    return state.strength * float(np.exp(-1 / constants.response_strength_days))


def _strength_share(constants: ResponseConstants) -> float:
    """What one session adds to steady strength work."""
    each_day = constants.response_strength_sessions / WEEK_DAYS
    return float(1 - np.exp(-1 / constants.response_strength_days)) / each_day


def _above_level(
    when: When, state: ResponseState, added: FloatArray, strength: float, members: Members
) -> FloatArray:
    """(m,) latent pain without the level."""
    rest = state.irritation - members.strength_points * strength
    if when is When.REST:
        return rest
    return rest + (added if when is When.DURING else members.hour_frac * added)


def _odds_at_least(
    pain: int, eta: FloatArray, constants: ResponseConstants, members: Members
) -> FloatArray:
    """(m,) odds that an answer is so much or more, at a level of 0."""
    below = (constants.response_cuts[pain - 1] - eta) / members.spread
    odds: FloatArray = np.exp(-np.clip(below, -MOST_EXPONENT, MOST_EXPONENT))
    return odds


def _chance_of(
    pain: int, eta: FloatArray, constants: ResponseConstants, members: Members
) -> FloatArray:
    """(m, g) chance of an answer."""
    chance = np.ones_like(members.tilt)
    if pain > 0:
        odds = _odds_at_least(pain, eta, constants, members)[:, None] * members.tilt
        chance = odds / (1 + odds)
    if pain < MOST_PAIN:
        odds = _odds_at_least(pain + 1, eta, constants, members)[:, None] * members.tilt
        chance -= odds / (1 + odds)
    slip = constants.response_slip_frac
    return (1 - slip) * np.maximum(chance, 0.0) + slip / ANSWERS


def _chance_at_least(
    pain: int, eta: FloatArray, constants: ResponseConstants, members: Members
) -> FloatArray:
    """(m, g) chance that an answer is so much or more; `pain` is at least 1."""
    odds = _odds_at_least(pain, eta, constants, members)[:, None] * members.tilt
    slip = constants.response_slip_frac
    return (1 - slip) * odds / (1 + odds) + slip * (ANSWERS - pain) / ANSWERS


def forecast_answers(
    state: ResponseState,
    load_times: float,
    constants: ResponseConstants,
    members: Members | None = None,
) -> Mapping[When, FloatArray]:
    """Chances of each answer, 0 to 10, on the day after.

    Parameters
    ----------
    state : the evening before.
    load_times : load that is planned, over that of her usual run; 0 is a day without a run.

    Returns
    -------
    (11,) for each moment; each sums to 1.

    Raises
    ------
    InvalidValueError
        The load is negative or not a number.

    Notes
    -----
    More load never gives less pain: at no moment does the chance of `k` or more fall.
    """
    members = members or usual_members(constants)
    day = PainDay(load_times)
    chances = _drifted(state.chances, members)
    strength, added = _strength(state, constants), members.added(day.load_times)
    found = {}
    for when in When:
        eta = _above_level(when, state, added, strength, members)
        least = [
            np.sum(chances * _chance_at_least(pain, eta, constants, members))
            for pain in range(1, ANSWERS)
        ]
        found[when] = -np.diff(np.concatenate(([1.0], least, [0.0])))
    return found


def band_of_answers(chances: FloatArray, share: float) -> tuple[int, int]:
    """Least and most answer that hold a share of the chance at least, the rest on both sides.

    Parameters
    ----------
    chances : (11,) of each answer.
    share : between 0 and 1.
    """
    below = np.cumsum(chances)
    tail = (1 - share) / 2
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1 - tail - ROUNDING, side="left"))
    return min(low, MOST_PAIN), min(high, MOST_PAIN)
