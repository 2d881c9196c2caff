"""What the runs of a runner made of her tissues, day by day, against her own heavy usual day."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.tissue.constants import TissueConstants
from midstance.core.tissue.damage import estimate_usual, sum_days
from midstance.core.tissue.simulate import (
    TissueHistory,
    TissueState,
    band_of,
    simulate_tissue,
    steady_state,
    usual_peak,
)


@dataclass(frozen=True, eq=False)
class TissuePast:
    """The tissues up to a day; d days, t tissues, two sides, members as in `simulate`.

    Parameters
    ----------
    first_day, last_day : numbers of the days, both of them told.
    usual : (t, 2, e) damage of her usual day, the unit of all loads; NaN where it is not known.
    load : (d, t) load of each day on the worse side, the mean over the exponents [usual days].
    least, middle, most : (d, t) how full the worse side was over a heavy usual day of hers: 1 is as
        full as then. The band over all members; NaN where no heavy usual day is known.
    peak : (t, 2, e, r, a) how full each member was on a heavy usual day; NaN where not known.
    today : (t, 2, e) load of the last day [usual days].
    before, end : the state at the end of the day before the last, and at the end of the last.
    """

    first_day: int
    last_day: int
    usual: FloatArray
    load: FloatArray
    least: FloatArray
    middle: FloatArray
    most: FloatArray
    peak: FloatArray
    today: FloatArray
    before: TissueState
    end: TissueState


def follow_tissues(
    run_day: IntArray, damage: FloatArray, last_day: int, constants: TissueConstants
) -> TissuePast | None:
    """Follow the tissues from the first run up to a day.

    Parameters
    ----------
    run_day : (n,) number of the day of each run, up to the last.
    damage : (n, t, 2, e) damage of each run on each tissue and side; NaN counts as no load.
    last_day : number of the last day that is told.

    Returns
    -------
    TissuePast
        None while no whole stretch is known by which a day is usual.

    Notes
    -----
    The days begin in the steady state of her usual days. How heavy a usual day is, is told by the
    days after `settle_days` alone, since before them the state is that guess.
    """
    ran = run_day <= last_day
    if not ran.any():
        return None
    first_day = int(run_day[ran].min())
    raw = sum_days(run_day[ran], np.nan_to_num(damage[ran]), first_day, last_day)
    usual = estimate_usual(raw, constants)
    if np.isnan(usual).all():
        return None
    daily = np.divide(raw, usual, out=np.zeros_like(raw), where=usual > 0)
    history = simulate_tissue(daily, steady_state(daily.shape[1:], constants), constants)
    settled = round(constants.settle_days)
    peak = usual_peak(history.utilisation[settled:], daily[settled:], constants)
    band = band_of(history.utilisation / peak)
    worse = np.argmax(band.middle, axis=-1)[..., None]
    least, middle, most = (
        np.take_along_axis(values, worse, axis=-1)[..., 0]
        for values in (band.least, band.middle, band.most)
    )
    return TissuePast(
        first_day=first_day,
        last_day=last_day,
        usual=usual,
        load=daily.mean(axis=-1).max(axis=-1),
        least=least,
        middle=middle,
        most=most,
        peak=peak,
        today=daily[-1],
        before=_evening(history, -2, steady_state(daily.shape[1:], constants)),
        end=history.end,
    )


def _evening(history: TissueHistory, day: int, start: TissueState) -> TissueState:
    """The state at the end of one day, that of the start where it lies before the first."""
    if len(history.damage) < -day:
        return start
    return TissueState(history.damage[day], history.used_to[day], history.capacity[day])
