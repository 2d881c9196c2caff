"""An ordinal logistic baseline of our own: tomorrow's answer from load and the last answers."""

from collections.abc import Sequence

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.tissue.response import PainDay, When
from midstance.core.tissue.response_constants import ANSWERS, ResponseConstants

SHRINK = 0.5
LATELY = 5
START = np.array([0.5, 0.5, 0.5, 0.3, 0.0, np.log(0.6)])
"""Weights of 1, load, last answer, mean of the last five, last answer at rest; log of the noise."""


def score_logistic(season: Sequence[PainDay], constants: ResponseConstants) -> FloatArray:
    """(n,) logarithm of the chance of each answer during a run, given the days before."""
    rows, answers = features_of(season)
    weights, found = START.copy(), []
    for at, answer in enumerate(answers):
        found.append(float(np.log(chances_of(weights, rows[at : at + 1], constants)[0, answer])))
        weights = fit(weights, rows[: at + 1], answers[: at + 1], constants)
    return np.array(found)


def features_of(season: Sequence[PainDay]) -> tuple[FloatArray, IntArray]:
    rows, answers, rest = [], [], 0
    for day in season:
        if When.DURING in day.told:
            last = answers[-LATELY:] or [0]
            rows.append((1.0, day.load_times, last[-1], float(np.mean(last)), rest))
            answers.append(day.told[When.DURING])
        rest = day.told.get(When.REST, rest)
    return np.array(rows).reshape(-1, len(START) - 1), np.array(answers, dtype=np.int64)


def chances_of(weights: FloatArray, rows: FloatArray, constants: ResponseConstants) -> FloatArray:
    """(n, 11) of each answer, with the same cut-points and slips as the model."""
    cuts = np.array(constants.response_cuts)
    over = (cuts - (rows @ weights[:-1])[:, None]) / np.exp(weights[-1])
    below = 1 / (1 + np.exp(-np.clip(over, -60, 60)))
    edges = np.concatenate([np.zeros((len(rows), 1)), below, np.ones((len(rows), 1))], axis=1)
    slip = constants.response_slip_frac
    chances: FloatArray = (1 - slip) * np.diff(edges, axis=1) + slip / ANSWERS
    return chances


def fit(
    weights: FloatArray, rows: FloatArray, answers: IntArray, constants: ResponseConstants
) -> FloatArray:
    """Penalised likelihood, climbed by Newton steps on numeric slopes from the last fit."""
    for _ in range(3):
        slopes, bends = _slopes(weights, rows, answers, constants)
        step = np.linalg.solve(bends, slopes)
        size = 1.0
        before = loss_of(weights, rows, answers, constants)
        while size > 1e-3 and loss_of(weights - size * step, rows, answers, constants) > before:
            size /= 2
        if size <= 1e-3:
            break
        weights = weights - size * step
    return weights


def loss_of(
    weights: FloatArray, rows: FloatArray, answers: IntArray, constants: ResponseConstants
) -> float:
    chances = chances_of(weights, rows, constants)[np.arange(len(answers)), answers]
    return float(-np.sum(np.log(chances)) + 0.5 * np.sum(((weights - START) / SHRINK) ** 2))


def _slopes(
    weights: FloatArray, rows: FloatArray, answers: IntArray, constants: ResponseConstants
) -> tuple[FloatArray, FloatArray]:
    """First derivatives, and the Gauss-Newton form of the second ones."""
    little = 1e-4
    at = np.arange(len(answers))
    each = np.array(
        [
            (
                np.log(chances_of(weights + little * unit, rows, constants)[at, answers])
                - np.log(chances_of(weights - little * unit, rows, constants)[at, answers])
            )
            / (2 * little)
            for unit in np.eye(len(weights))
        ]
    )
    slopes = -each.sum(axis=1) + (weights - START) / SHRINK**2
    return slopes, each @ each.T + np.eye(len(weights)) / SHRINK**2
