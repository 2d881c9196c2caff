"""From the values of single steps to one metric with its range, or to the reason for none."""

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.records import Confidence, Metric, Reason, Side


def estimate_spread(spread: Spread, steps: int, jitter_frac: float, scatter: float = 0.0) -> float:
    r"""Standard deviation of a clip's mean from that of all her steps at that time.

    .. math:: \sigma = \sqrt{\sigma_0^2 + \max(\sigma_1, s)^2 / n + (k j)^2}

    Parameters
    ----------
    spread : of a clip, of one step, and for each hip height of tremble.
    steps : n, at least 1.
    jitter_frac : j, tremble of the joints in hip heights.
    scatter : s, standard deviation of the steps as they were seen.

    Notes
    -----
    More tremble never narrows it, more steps never widen it.
    """
    fixed, step, tremble = spread
    return float(np.sqrt(fixed**2 + max(step, scatter) ** 2 / steps + (tremble * jitter_frac) ** 2))


def tell(
    name: str,
    values: FloatArray,
    spread: Spread,
    jitter_frac: float,
    constants: GaitConstants,
    *,
    side: Side = Side.BOTH,
    reason: Reason | None = None,
    confidence: Confidence = Confidence.GOOD,
) -> Metric:
    """Tell the mean of the steps with its 90 % range; NaN steps do not count.

    Parameters
    ----------
    values : (steps,) in the unit of the metric.
    reason : why confidence is lower than good; with confidence NONE, why it is not told.
    """
    known = values[np.isfinite(values)]
    if confidence is Confidence.NONE or known.size < constants.gait_least_steps / 2:
        return untold(name, reason or Reason.TOO_FEW_STEPS, side, known.size)
    scatter = float(np.std(known, ddof=1)) if known.size > 1 else 0.0
    sd = estimate_spread(spread, known.size, jitter_frac, scatter)
    value, reach = float(np.mean(known)), constants.gait_interval_z * sd
    return Metric(
        name, side, value, value - reach, value + reach, sd, confidence, reason, known.size
    )


def tell_frac(
    name: str, values: FloatArray, spread: Spread, jitter_frac: float, constants: GaitConstants
) -> Metric:
    """Tell the share of the steps whose value is below nought, with its 90 % range.

    Parameters
    ----------
    values : (steps,) in the unit of the spread.
    spread : of the values; a clip whose values are all off by so much would have other shares.
    """
    known = values[np.isfinite(values)]
    if known.size < constants.gait_least_steps / 2:
        return untold(name, Reason.TOO_FEW_STEPS, steps=known.size)
    z = constants.gait_interval_z
    off = z * estimate_spread(spread, known.size, jitter_frac)
    share, fewer, more = (float(np.mean(known < each)) for each in (0.0, -off, off))
    by_chance = float(np.sqrt((share * (1 - share) + 1 / known.size) / known.size))
    low, high = max(0.0, fewer - z * by_chance), min(1.0, more + z * by_chance)
    sd = max(share - low, high - share) / z
    return Metric(name, Side.BOTH, share, low, high, sd, Confidence.LOW, None, known.size)


def untold(name: str, reason: Reason, side: Side = Side.BOTH, steps: int = 0) -> Metric:
    """A metric that is not good enough to say."""
    return Metric(name, side, None, None, None, None, Confidence.NONE, reason, steps)
