"""Seasons through the model: what was forecast, what was told, and when it was shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.response import (
    PainDay,
    When,
    band_of_answers,
    forecast_answers,
    start_response,
    update_response,
)
from midstance.core.tissue.response_constants import ResponseConstants
from midstance.core.tissue.response_gate import Verdict, compare, score_naive
from validation.response.logistic import score_logistic
from validation.response.seasons import CONSTANTS

HALF, MOST = 0.5, 0.9


@dataclass(frozen=True)
class Followed:
    """The answers during runs of one season, (n,) each.

    Parameters
    ----------
    answers : what she told.
    model, naive, logistic : logarithm of the chance that each gave to it the day before.
    shown : whether the forecast was shown for it.
    half_held, most_held : whether the bands of 50 and 90 of 100 held it.
    half_said, most_said : chance that the model itself gave to those bands.
    most_width : points from the least to the most of the wider band.
    """

    answers: FloatArray
    model: FloatArray
    naive: FloatArray
    logistic: FloatArray
    shown: FloatArray
    half_held: FloatArray
    most_held: FloatArray
    half_said: FloatArray
    most_said: FloatArray
    most_width: FloatArray


def follow(
    season: Sequence[PainDay],
    constants: ResponseConstants = CONSTANTS,
    *,
    with_logistic: bool = True,
) -> Followed:
    state = start_response(constants)
    answers, model, bands = [], [], []
    for day in season:
        if When.DURING in day.told:
            chances = forecast_answers(state, day.load_times, constants)[When.DURING]
            answers.append(day.told[When.DURING])
            model.append(np.log(chances[answers[-1]]))
            bands.append(_bands(chances, answers[-1]))
        state, _ = update_response(state, day, constants)
    held = np.array(bands).reshape(-1, 5)
    return Followed(
        np.array(answers),
        np.array(model),
        score_naive(answers, constants),
        score_logistic(season, constants) if with_logistic else np.full(len(answers), np.nan),
        shown_before(answers, model, constants),
        *held.T,
    )


def _bands(chances: FloatArray, answer: int) -> tuple[float, ...]:
    half, most = band_of_answers(chances, HALF), band_of_answers(chances, MOST)
    held = [float(low <= answer <= high) for low, high in (half, most)]
    said = [float(np.sum(chances[low : high + 1])) for low, high in (half, most)]
    return (*held, *said, float(most[1] - most[0]))


def shown_before(
    answers: Sequence[int], model: Sequence[float], constants: ResponseConstants
) -> FloatArray:
    """(n,) whether the answers before each would have it shown."""
    return np.array(
        [
            compare(answers[:at], model[:at], constants).verdict is Verdict.BETTER
            for at in range(len(answers))
        ]
    )
