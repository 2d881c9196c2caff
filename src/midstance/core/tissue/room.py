"""How much more a tissue may bear before it is as full as it may be, today and in the days ahead.

All loads are in usual days, as in `simulate`; axes e, r and a are those of its members.
"""

from collections.abc import Sequence

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.constants import TissueConstants
from midstance.core.tissue.simulate import TissueState, kept_frac, simulate_tissue


def estimate_room(
    state: TissueState, most_utilisation: FloatArray, constants: TissueConstants
) -> FloatArray:
    r"""What the next day may hold until a tissue is as full as it may be.

    .. math:: R = \max(0,\ u C / (1 - e^{-1/\tau_r}) - x e^{-1/\tau_r})

    Parameters
    ----------
    state : the state at the end of the day before.
    most_utilisation : (..., e, r, a) how full it may be, as from `usual_peak`.

    Returns
    -------
    (..., e, r, a) [usual days]; NaN where that is not known.
    """
    keep = kept_frac(constants)[:, None]
    full = most_utilisation * state.capacity[..., None, :] / (1 - keep)
    return np.maximum(full - state.damage[..., None] * keep, 0.0)


def estimate_days_room_s(
    state: TissueState,
    most_utilisation: FloatArray,
    load_a_second: FloatArray,
    days: Sequence[int],
    constants: TissueConstants,
    *,
    most_s: float = np.inf,
) -> tuple[float, ...]:
    r"""How long an ordinary run may be on each of some days, by the most careful member of all.

    .. math:: t_j = \min_{members} R_j / d, \quad x_{j} = x_{j-1} e^{-g/\tau_r} + d\,t_j

    Parameters
    ----------
    state : the state at the end of the day before day 1.
    most_utilisation : (..., e, r, a) how full a tissue may be.
    load_a_second : (..., e) what a second of an ordinary run does, :math:`d` [usual days].
    days : numbers of the days, in order; 1 is the day after the state.
    most_s : no run is longer, whatever the state says.

    Returns
    -------
    Seconds of each day; each day is taken as full as the ones before it left room for. NaN where
    nothing is known.

    Raises
    ------
    InvalidValueError
        Days are out of order or begin before day 1, or a load is negative.

    Notes
    -----
    Capacity falls as in rest: what these days train is not counted on within them. More load before
    day 1 never gives a longer run on it, and nor does another tissue or side beside the one asked
    for. A run on an earlier day never makes a later one longer.
    """
    if list(days) != sorted(set(days)) or any(day < 1 for day in days):
        raise InvalidValueError(f"Expected days in order from 1 on, got {list(days)}.")
    if np.any(load_a_second < 0):
        raise InvalidValueError("Expected a load of 0 or more for each second of running.")
    keep = kept_frac(constants)[:, None]
    bears = _capacity_in_rest(state, max(days, default=1), constants)
    each_s = load_a_second[..., None, None]
    left = np.broadcast_to(state.damage[..., None], most_utilisation.shape)
    found, before = [], 0
    for day in days:
        left = left * keep ** (day - before)
        room = most_utilisation * bears[day - 1][..., None, :] / (1 - keep) - left
        room_s = min(_least_s(room, each_s), most_s)
        left, before = left + each_s * room_s, day
        found.append(room_s)
    return tuple(found)


def _least_s(room: FloatArray, each_s: FloatArray) -> float:
    """The least of the members that are loaded at all; NaN where one of them is not known."""
    loaded = np.broadcast_to(each_s != 0, room.shape)
    if not loaded.any():
        return float("nan")
    seconds = np.maximum(room, 0.0)[loaded] / np.broadcast_to(each_s, room.shape)[loaded]
    return float(np.min(seconds))


def _capacity_in_rest(
    state: TissueState, days: int, constants: TissueConstants
) -> tuple[FloatArray, ...]:
    """Capacity that holds on each of the days, the evening of the day before it."""
    idle = np.zeros((days - 1, *state.used_to.shape))
    return (state.capacity, *simulate_tissue(idle, state, constants).capacity)
