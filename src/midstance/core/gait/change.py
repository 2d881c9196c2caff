"""What differs between two films, and what of it is more than noise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from midstance.core.gait.constants import GaitConstants
from midstance.core.gait.records import Metric, Reason

SAME_SPEED_FRAC = 0.05


@dataclass(frozen=True)
class Change:
    """One figure before and after.

    Parameters
    ----------
    difference, low, high : after less before and its 90 % range, in the unit of the figure.
    is_real : whether the difference is more than noise: nought lies outside of its range and
        nothing speaks against comparing.
    reason : why the two cannot be compared; None where they can.
    """

    before: Metric
    after: Metric
    difference: float
    low: float
    high: float
    is_real: bool
    reason: Reason | None


def compare_films(
    before: Sequence[Metric],
    after: Sequence[Metric],
    constants: GaitConstants,
    *,
    speeds_mps: tuple[float | None, float | None] = (None, None),
) -> tuple[Change, ...]:
    """Say what differs between two films, or two days of films.

    Parameters
    ----------
    before, after : what is told of each, as `combine` or one film gives it.
    speeds_mps : of the two runs; where both are known and more than 5 % apart, no change is real,
        as nearly every figure changes with speed [m/s].

    Returns
    -------
    One change for each figure and leg that both tell, in the order of `before`.

    Notes
    -----
    Both films may err alike for one runner, and then a difference is known better than its range
    says; that is never counted on.
    """
    later = {(each.name, each.side): each for each in after}
    reason = None if are_alike(speeds_mps) else Reason.OTHER_SPEED
    pairs = ((one, later.get((one.name, one.side))) for one in before)
    return tuple(
        _change(one, other, reason, constants.gait_interval_z)
        for one, other in pairs
        if other is not None and one.is_told and other.is_told
    )


def are_alike(speeds_mps: tuple[float | None, float | None]) -> bool:
    """Whether two speeds are within 5 %; unknown ones are taken as alike."""
    one, other = speeds_mps
    if one is None or other is None:
        return True
    return abs(one - other) <= SAME_SPEED_FRAC * max(one, other)


def _change(one: Metric, other: Metric, reason: Reason | None, z: float) -> Change:
    difference = float(other.value or 0.0) - float(one.value or 0.0)
    reach = z * float(np.hypot(one.sd or 0.0, other.sd or 0.0))
    is_real = reason is None and abs(difference) > reach
    return Change(one, other, difference, difference - reach, difference + reach, is_real, reason)
