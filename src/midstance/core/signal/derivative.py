"""How fast a series changes."""

import numpy as np

from midstance.core.base.arrays import FloatArray


def estimate_rate(time_s: FloatArray, values: FloatArray) -> FloatArray:
    """Divide each change since the last sample by the time it took.

    Parameters
    ----------
    time_s : (n,) strictly increasing [s].
    values : (n,) NaN is missing.

    Returns
    -------
    (n,) change per second over the interval that ends at each sample; the first is NaN.
    """
    rate = np.full(values.shape, np.nan)
    rate[1:] = np.diff(values) / np.diff(time_s)
    return rate
