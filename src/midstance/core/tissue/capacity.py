"""Capacity follows what a tissue is used to: slowly and capped on its way up, sooner down."""

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.constants import TissueConstants

WEEK_DAYS = 7


def follow_load(used_to: FloatArray, start: FloatArray, constants: TissueConstants) -> FloatArray:
    r"""Capacity at the end of each day.

    With the target :math:`T_n = h \max(E_n, l)` it is
    :math:`C_n = \min(g\,C_{n-1},\ C_{n-1} + k_u (T_n - C_{n-1}),\ C_{n-1} + k_d (T_n - C_{n-1}))`:
    since :math:`k_d \ge k_u` the middle one holds on the way up and the last one on the way down.

    Parameters
    ----------
    used_to : (n, ..., e) load :math:`E` that the tissue is used to [usual days].
    start : (..., e, a) capacity before the first day [usual days].
    constants : :math:`h` headroom, :math:`l` what everyday life keeps, :math:`g` the weekly cap
        over seven days, and :math:`k = 1 - e^{-1/\tau}`.

    Returns
    -------
    (n, ..., e, a) where a is the number of time constants on the way up.

    Notes
    -----
    More load never gives less capacity later on, and no day raises it past the cap.
    """
    target = constants.headroom_times * np.maximum(used_to, constants.least_capacity_frac)
    rise = 1 - np.exp(-1 / np.array(constants.rise_days))
    fall = np.full_like(rise, 1 - np.exp(-1 / constants.fall_days))
    cap = np.full_like(rise, (1 + constants.most_rise_frac) ** (1 / WEEK_DAYS))
    slope = np.stack((cap, 1 - rise, 1 - fall))
    pull = np.stack((np.zeros_like(rise), rise, fall))
    lead = (3, *(1,) * (used_to.ndim - 1), len(rise))
    slopes = np.broadcast_to(slope.reshape(lead), (3, *start.shape)).copy()
    pulls = target[:, None, ..., None] * pull.reshape(1, *lead)
    capacity = np.empty((len(used_to), *start.shape))
    now, ways = start, np.empty_like(slopes)
    for pulled, row in zip(pulls, capacity, strict=True):
        np.multiply(slopes, now, out=ways)
        np.add(ways, pulled, out=ways)
        np.minimum.reduce(ways, axis=0, out=row)
        now = row
    return capacity
