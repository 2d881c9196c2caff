"""Simulation-based calibration: where her true constants lie among what the model believes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import erfc, sqrt

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.response import (
    PainDay,
    start_response,
    update_response,
    usual_members,
)
from midstance.core.tissue.response_constants import ResponseConstants
from validation.response.seasons import CONSTANTS, Truth, draw_truth, play_truth

NAMES = (
    "run_points", "load_power", "hour_frac", "left_frac", "keep_frac", "spread", "strength_points",
)  # fmt: skip
BINS = 10
EXACT = replace(CONSTANTS, response_keep_frac=1.0)
"""Without fading, which is no part of the model that draws the runners."""


@dataclass(frozen=True)
class Ranks:
    """(runners, names) share of the belief below the truth; even between 0 and 1 if it is right."""

    values: FloatArray

    def counts(self, at: int) -> FloatArray:
        return np.histogram(self.values[:, at], bins=BINS, range=(0, 1))[0]

    def chance(self, at: int) -> float:
        """How often even ranks would look as uneven as these: chi-squared, by Wilson-Hilferty."""
        expected = len(self.values) / BINS
        uneven = float(np.sum((self.counts(at) - expected) ** 2) / expected)
        free = BINS - 1
        z = ((uneven / free) ** (1 / 3) - (1 - 2 / (9 * free))) / sqrt(2 / (9 * free))
        return erfc(z / sqrt(2)) / 2


def rank_members(count: int, days: int, seed: int) -> Ranks:
    """Runners who are one of the members: the filter itself is on trial."""
    members = usual_members(EXACT)
    return _rank(
        count, days, seed, lambda rng: Truth(members, int(rng.integers(len(members.spread))))
    )


def rank_prior(count: int, days: int, seed: int) -> Ranks:
    """Runners from anywhere in the priors, with the fading that is used: all of it is on trial."""
    return _rank(count, days, seed, lambda rng: draw_truth(rng, EXACT), CONSTANTS)


def _rank(
    count: int,
    days: int,
    seed: int,
    draw: Callable[[np.random.Generator], Truth],
    constants: ResponseConstants = EXACT,
) -> Ranks:
    ranks = []
    for rng in np.random.default_rng(seed).spawn(count):
        truth = draw(rng)
        season = play_truth(truth, days, rng, EXACT)
        ranks.append(_ranks_of(season, truth, constants, rng))
    return Ranks(np.array(ranks))


def _ranks_of(
    season: Sequence[PainDay], truth: Truth, constants: ResponseConstants, rng: np.random.Generator
) -> list[float]:
    members, state = usual_members(constants), start_response(constants)
    for day in season:
        state, _ = update_response(state, day, constants)
    known = state.chances.sum(axis=1)
    ranks = []
    for name in NAMES:
        values, true = getattr(members, name), truth.of(name)
        ties = known[values == true].sum()
        ranks.append(float(known[values < true].sum() + rng.random() * ties))
    return ranks
