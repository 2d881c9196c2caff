"""The state of the tissues day by day: damage left, load they are used to, capacity, how full.

A proposal that nobody has tested in runners. All numbers are in usual days: 1 is what the runner's
own average day did to that tissue, so nothing here is a force or a probability. Axes after those
of tissue and side: e exponents, r time constants of repair, a time constants of adaptation.
"""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.capacity import follow_load
from midstance.core.tissue.constants import TissueConstants

BLOCK_DAYS = 64
MEMBER_AXES = (-3, -2, -1)


@dataclass(frozen=True, eq=False)
class TissueState:
    """How the tissues stand at the end of a day.

    Parameters
    ----------
    damage : (..., e, r) damage that is not repaired yet [usual days].
    used_to : (..., e) load that they are used to [usual days].
    capacity : (..., e, a) load that they may bear each day [usual days].
    """

    damage: FloatArray
    used_to: FloatArray
    capacity: FloatArray

    def of(self, tissue: int) -> "TissueState":
        """The state of one tissue, whose axis is the first."""
        return TissueState(self.damage[tissue], self.used_to[tissue], self.capacity[tissue])


@dataclass(frozen=True, eq=False)
class TissueHistory:
    """The tissues at the end of each day; shapes are those of `TissueState` behind a first axis.

    Parameters
    ----------
    utilisation : (n, ..., e, r, a) how much of its capacity a tissue used that day, damage of the
        days before among it; 1 is all of it.
    """

    damage: FloatArray
    used_to: FloatArray
    capacity: FloatArray
    utilisation: FloatArray
    end: TissueState


@dataclass(frozen=True, eq=False)
class TissueBand:
    """Least, middle and most over all exponents and time constants: a spread, not a 90 % range."""

    least: FloatArray
    middle: FloatArray
    most: FloatArray


def steady_state(
    shape: tuple[int, ...], constants: TissueConstants, load: float = 1.0
) -> TissueState:
    """The state after long enough of one load a day.

    Parameters
    ----------
    shape : (..., e) that of one day's damage.
    load : that load [usual days]; 1 is the usual, 0 a long rest.

    Raises
    ------
    InvalidValueError
        The load is negative or not a number.
    """
    if not 0 <= load < np.inf:
        raise InvalidValueError(f"Expected a load of 0 or more, got {load}.")
    repair = 1 - kept_frac(constants)
    held = constants.headroom_times * max(load, constants.least_capacity_frac)
    return TissueState(
        damage=np.broadcast_to(load / repair, (*shape, len(repair))).copy(),
        used_to=np.full(shape, float(load)),
        capacity=np.full((*shape, len(constants.rise_days)), held),
    )


def simulate_tissue(
    daily: FloatArray, start: TissueState, constants: TissueConstants
) -> TissueHistory:
    r"""Follow the tissues through days of load.

    .. math:: x_n = x_{n-1} e^{-1/\tau_r} + D_n, \quad
              E_n = E_{n-1} e^{-1/\tau_E} + (1 - e^{-1/\tau_E}) D_n, \quad
              u_n = x_n (1 - e^{-1/\tau_r}) / C_{n-1}

    and :math:`C` as `capacity.follow_load` has it.

    Parameters
    ----------
    daily : (n, ..., e) damage of each day [usual days]; 0 on days of rest.
    start : the state before the first day.
    constants : time constants, of which some are several.

    Returns
    -------
    TissueHistory
        Days cut in two and followed one after the other give the same as all of them at once.

    Raises
    ------
    InvalidValueError
        A load is negative, endless or missing, or the state is one of other tissues.

    Notes
    -----
    More load never leaves less damage, rest never adds any. How full a tissue is can be lower after
    more training, since capacity follows it: that is what the model is for, and it is not tested.

    Source: `edwards_2018` for damage as a power of force; all else is expert judgement.
    """
    _refuse(daily, start, constants)
    keep = kept_frac(constants)
    damage = np.stack(
        [_leak(daily, start.damage[..., at], one) for at, one in enumerate(keep)], axis=-1
    )
    forget = float(np.exp(-1 / constants.usual_days))
    used_to = _leak((1 - forget) * daily, start.used_to, forget)
    capacity = follow_load(used_to, start.capacity, constants)
    before = np.concatenate((start.capacity[None], capacity[:-1]))[: len(daily)]
    utilisation = (damage * (1 - keep))[..., None] / before[..., None, :]
    return TissueHistory(
        damage=damage,
        used_to=used_to,
        capacity=capacity,
        utilisation=utilisation,
        end=TissueState(damage[-1], used_to[-1], capacity[-1]) if len(daily) else start,
    )


def kept_frac(constants: TissueConstants) -> FloatArray:
    """(r,) share of the damage that a day leaves."""
    return np.exp(-1 / np.array(constants.repair_days))


def _refuse(daily: FloatArray, start: TissueState, constants: TissueConstants) -> None:
    if not np.all((daily >= 0) & (daily < np.inf)):
        raise InvalidValueError("Expected loads of 0 or more on every day; fill days of rest by 0.")
    shape = daily.shape[1:]
    wanted = (
        (*shape, len(constants.repair_days)),
        shape,
        (*shape, len(constants.rise_days)),
    )
    got = (start.damage.shape, start.used_to.shape, start.capacity.shape)
    if wanted != got:
        raise InvalidValueError(f"Expected a state of the shapes {wanted}, got {got}.")


def _leak(inflow: FloatArray, start: FloatArray, keep: float) -> FloatArray:
    """Of the days so far what is left each day: a block of days at a time as one product."""
    flat = inflow.reshape(len(inflow), start.size)
    gaps = np.subtract.outer(np.arange(BLOCK_DAYS), np.arange(BLOCK_DAYS))
    within = np.where(gaps >= 0, keep ** np.maximum(gaps, 0), 0.0)
    since = keep ** np.arange(1, BLOCK_DAYS + 1)[:, None]
    left, now = np.empty(flat.shape), start.reshape(-1)
    for at in range(0, len(flat), BLOCK_DAYS):
        block = flat[at : at + BLOCK_DAYS]
        days = len(block)
        left[at : at + days] = within[:days, :days] @ block + since[:days] * now
        now = left[at + days - 1]
    return left.reshape(inflow.shape)


def usual_peak(
    utilisation: FloatArray, daily: FloatArray, constants: TissueConstants
) -> FloatArray:
    """How full a tissue is on a heavy usual day.

    Parameters
    ----------
    utilisation : (n, ..., e, r, a) as `simulate_tissue` has it.
    daily : (n, ..., e) the load of those days.

    Returns
    -------
    (..., e, r, a) the `usual_peak_frac` quantile of the utilisation over days with load; NaN for a
    tissue without any.

    Notes
    -----
    The quicker the repair the higher the peaks of the same running, so that no one number is the
    limit: each member is held against its own.
    """
    peak = np.full(utilisation.shape[1:], np.nan)
    for place in np.ndindex(*daily.shape[1:]):
        loaded = daily[(slice(None), *place)] > 0
        if loaded.any():
            days = utilisation[(slice(None), *place)][loaded]
            peak[place] = np.quantile(days, constants.usual_peak_frac, axis=0)
    return peak


def band_of(values: FloatArray) -> TissueBand:
    """The band over all exponents and time constants, (..., e, r, a) to (...)."""
    return TissueBand(
        least=np.min(values, axis=MEMBER_AXES),
        middle=np.median(values, axis=MEMBER_AXES),
        most=np.max(values, axis=MEMBER_AXES),
    )
