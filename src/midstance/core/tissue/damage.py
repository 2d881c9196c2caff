"""From the damage-weighted load of runs to that of days, of each knee, in the runner's own usual.

The last axis is that of the exponents by which force is weighted; time is axis 0.
"""

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.constants import TissueConstants


def sum_days(run_day: IntArray, damage: FloatArray, first_day: int, last_day: int) -> FloatArray:
    r"""Damage of each day, :math:`D_d = \sum_{r:\,day_r = d} D_r`.

    Parameters
    ----------
    run_day : (n,) number of the day of each run.
    damage : (n, ..., e) damage-weighted load of each run.
    first_day, last_day : the days that are told, both of them included.

    Returns
    -------
    (d, ..., e) zero on a day of rest. Runs outside of these days are left out.

    Raises
    ------
    InvalidValueError
        Days and damages differ in number, or the last day lies before the first.

    Notes
    -----
    A run that is cut in two on one day sums to the same.
    """
    if len(run_day) != len(damage) or last_day < first_day:
        raise InvalidValueError(
            f"Expected one day for each run and days in order, got {len(run_day)} days for "
            f"{len(damage)} runs from {first_day} to {last_day}."
        )
    inside = (run_day >= first_day) & (run_day <= last_day)
    days = np.zeros((last_day - first_day + 1, *damage.shape[1:]))
    np.add.at(days, run_day[inside] - first_day, damage[inside])
    return days


def damage_of_sides(
    damage: FloatArray, exponents: FloatArray, left_share_frac: FloatArray
) -> FloatArray:
    r"""Damage of the left and the right knee, :math:`D_s = D\,(2 p_s)^m`.

    Parameters
    ----------
    damage : (n, ..., e) of one knee, the mean of both.
    exponents : (e,) powers :math:`m`.
    left_share_frac : (n,) left knee's share :math:`p` of the impulse; NaN where no device told it,
        and both knees then count as even.

    Returns
    -------
    (n, ..., 2, e) left and right.

    Notes
    -----
    Both knees take as many steps, so a share of the impulse is taken as a share of the force.
    """
    left = np.where(np.isnan(left_share_frac), 0.5, left_share_frac)
    shares = np.stack((left, 1 - left), axis=-1)
    weight = (2 * shares[..., None]) ** exponents
    between = (1,) * (damage.ndim - 2)
    return damage[..., None, :] * weight.reshape(len(left), *between, 2, len(exponents))


def damage_of_index(index: FloatArray, steps: FloatArray, exponents: FloatArray) -> FloatArray:
    r"""Damage of the iliotibial band from its index, :math:`D = n\,i^m`.

    Parameters
    ----------
    index : (n,) mean index of each run; 1 is the reference step.
    steps : (n,) steps of one leg.
    exponents : (e,) powers :math:`m`.

    Returns
    -------
    (n, e)

    Notes
    -----
    The index is unvalidated, and its mean stands for every step, which makes too little of a run
    that is uneven.
    """
    return steps[:, None] * index[:, None] ** exponents


def estimate_usual(daily: FloatArray, constants: TissueConstants) -> FloatArray:
    """What a usual day does to her, rest days among them.

    The median over stretches of `usual_days`, counted back from the last day, of the mean damage of
    a day; stretches without any load are no usual ones.

    Parameters
    ----------
    daily : (d, ..., e) damage of each day.

    Returns
    -------
    (..., e) NaN where a tissue was never loaded or no whole stretch is known.
    """
    length = round(constants.usual_days)
    count = len(daily) // length
    stretches = daily[len(daily) - count * length :].reshape(count, length, *daily.shape[1:])
    means = stretches.mean(axis=1)
    means[means == 0] = np.nan
    known = ~np.isnan(means).all(axis=0) if count else np.zeros(daily.shape[1:], dtype=np.bool_)
    usual = np.full(daily.shape[1:], np.nan)
    usual[known] = np.nanmedian(means[:, known], axis=0)
    return usual
