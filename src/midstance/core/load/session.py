"""From the one-second view of a run to the load on each tissue of the knee."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.body import Body
from midstance.core.load.explain import LoadDescriptor, describe_load
from midstance.core.load.inputs import InputSources
from midstance.core.load.minutes import Minutes, lay_out_minutes
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.running import RunningSeconds, estimate_running_load, read_running
from midstance.core.load.step import StepLoad, estimate_step_load
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.load.uncertainty import (
    change_log_sd,
    impulse_level_log_sd,
    interval,
    peak_level_log_sd,
)
from midstance.core.signal.view import RunView

STRETCH_S = 20
"""Seconds that the explanation takes as one: shorter surges and hills are its rest."""

SPEED_BIN_MPS = 0.25
"""Width of the bins in which the seconds of a run are counted by speed; the first begins at 0."""

BALANCE_RANGE_FRAC = (0.3, 0.7)
"""Balances beyond it are no runner's; they count as unknown."""


@dataclass(frozen=True)
class TissueLoad:
    """What one run did to one tissue of one knee (the mean of both knees).

    Low and high are the 90 % range of the absolute level. They say nothing of the comparison of two
    runs of the same runner, whose log standard deviation is `change_log_sd`. The high impulse also
    holds what the unrecorded distance would add if it was run like the rest.

    Parameters
    ----------
    peak_bw : mean step peak of the heaviest minute.
    mean_peak_bw : mean peak over all steps.
    impulse_bw_s : sum over the steps of one knee, which is half of all steps.
    impulse_bw_s_per_km : None where no distance was run.
    damage : m to the sum over the steps of one knee of (peak / reference force) ** m.
    left_impulse_bw_s, right_impulse_bw_s : None where the device records no balance.
    descriptor : compact logs for `explain_difference`; None where the load is zero.
    """

    peak_bw: float
    peak_low_bw: float
    peak_high_bw: float
    mean_peak_bw: float
    impulse_bw_s: float
    impulse_low_bw_s: float
    impulse_high_bw_s: float
    impulse_bw_s_per_km: float | None
    damage: Mapping[int, float]
    left_impulse_bw_s: float | None
    right_impulse_bw_s: float | None
    level_log_sd: float
    change_log_sd: float
    descriptor: LoadDescriptor | None


@dataclass(frozen=True)
class IliotibialIndex:
    """An unvalidated index of the load on the iliotibial band: 1 is the reference step.

    Parameters
    ----------
    index : mean over all steps (the command contract's `index`).
    peak_index : mean of the heaviest minute.
    """

    index: float
    peak_index: float


@dataclass(frozen=True)
class SessionLoad:
    """What one run did to the knee.

    Parameters
    ----------
    steps : of both feet, fractions kept.
    moving_s : seconds in which the runner moved.
    modelled_s : seconds of running that the model speaks of.
    walking_s : seconds of walking, which a running model cannot speak of; left out of the load.
    unknown_s : seconds moving at unknown speed; left out of the load.
    distance_m : run in the modelled seconds.
    unrecorded_m : gained where nothing was recorded; in no second, so left out of the load.
    unrecorded_frac : its share of all distance on foot, from 0 to 1.
    contact_time_s : mean over the steps; None where the device measured none.
    seconds_by_speed : modelled seconds in each bin of `SPEED_BIN_MPS`, up to the fastest.
    tissues : patellofemoral, patellar tendon and tibiofemoral.
    """

    steps: float
    moving_s: float
    modelled_s: float
    walking_s: float
    unknown_s: float
    distance_m: float
    unrecorded_m: float
    unrecorded_frac: float
    contact_time_s: float | None
    seconds_by_speed: tuple[int, ...]
    tissues: Mapping[Tissue, TissueLoad]
    iliotibial_band: IliotibialIndex
    inputs: InputSources
    model_version: str

    @property
    def not_modelled_s(self) -> float:
        return self.walking_s + self.unknown_s


def estimate_session_load(view: RunView, body: Body, parameters: LoadParameters) -> SessionLoad:
    """Estimate what one run did to each tissue of the knee.

    Parameters
    ----------
    view : (n,) one row a second.
    body : height and mass; None is replaced by a typical value and widens the ranges.

    Returns
    -------
    SessionLoad. A run in which nobody ran is zero throughout.

    Raises
    ------
    InvalidValueError
        The height cannot be.

    Notes
    -----
    Loads are of one knee, the mean of both: each takes half of the steps. Sums (steps, impulse,
    damage, distance, seconds) of the two parts of a run that is cut in two are those of the whole.
    Walking and seconds of unknown speed are left out and counted, and so is the distance that was
    gained where nothing was recorded.

    Source: rbds_2017, edwards_2018.
    """
    running = read_running(view, body, parameters)
    load = estimate_running_load(running, parameters)
    each = _EachSecond(running, load, view.moving.size, parameters)
    descriptors = _describe(each)
    left = _left_shares(running, parameters) or {}
    return SessionLoad(
        steps=float(each.steps.sum()),
        moving_s=float(np.sum(view.moving)),
        modelled_s=float(running.row.size),
        walking_s=running.walking_s,
        unknown_s=running.unknown_s,
        distance_m=running.distance_m,
        unrecorded_m=running.unrecorded_m,
        unrecorded_frac=_unrecorded_frac(view),
        contact_time_s=_mean_contact_s(each),
        seconds_by_speed=_count_by_speed(running.speed_mps),
        tissues={
            tissue: _tissue_load(tissue, each, descriptors.get(tissue), left.get(tissue))
            for tissue in FORCE_TISSUES
        },
        iliotibial_band=IliotibialIndex(
            index=_mean(load.iliotibial_index, each.steps),
            peak_index=each.heaviest(load.iliotibial_index),
        ),
        inputs=running.known.sources(),
        model_version=parameters.version,
    )


@dataclass(frozen=True)
class _EachSecond:
    """The running seconds of a run of `rows` seconds, and what every tissue asks of them."""

    running: RunningSeconds
    load: StepLoad
    rows: int
    parameters: LoadParameters

    @cached_property
    def steps(self) -> FloatArray:
        """(k,) of both feet."""
        return self.running.steps

    @cached_property
    def half_steps(self) -> FloatArray:
        """(k,) of one knee."""
        return self.steps / 2

    @cached_property
    def impulses_bw_s(self) -> Mapping[Tissue, FloatArray]:
        """For each tissue (k,) impulse of one knee."""
        return {
            tissue: self.half_steps * self.load.impulse_bw_s(tissue) for tissue in FORCE_TISSUES
        }

    @cached_property
    def slope_frac(self) -> float:
        """Mean of how steep the steps were, up or down."""
        return _mean(np.abs(self.running.slope_frac), self.half_steps)

    @cached_property
    def change_log_sd(self) -> float:
        return change_log_sd(self.running.known, self.parameters)

    @cached_property
    def _minutes(self) -> Minutes:
        return lay_out_minutes(self.running.row, self.steps, self.rows)

    def heaviest(self, value: FloatArray) -> float:
        """The mean of the heaviest minute."""
        return float(self._minutes.means(value).max()) if value.size else 0.0


def _describe(each: _EachSecond) -> Mapping[Tissue, LoadDescriptor]:
    running, parameters = each.running, each.parameters
    if not running.row.size:
        return {}
    stretch = running.row // STRETCH_S
    begins = np.concatenate(([False], stretch[1:] != stretch[:-1]))
    return describe_load(
        running.circumstances(parameters),
        group=np.cumsum(begins),
        distance_m=running.speed_mps,
        impulses_bw_s=each.impulses_bw_s,
        height_m=running.height_m,
        change_log_sd=each.change_log_sd,
        parameters=parameters,
    )


def _tissue_load(
    tissue: Tissue,
    each: _EachSecond,
    descriptor: LoadDescriptor | None,
    left_share: FloatArray | None,
) -> TissueLoad:
    p, known = each.parameters, each.running.known
    peak, impulses = each.load.peak_bw(tissue), each.impulses_bw_s[tissue]
    impulse, distance_km = float(impulses.sum()), each.running.distance_m / 1000
    heaviest = each.heaviest(peak)
    level = peak_level_log_sd(tissue, known, each.slope_frac, p)
    low, high = interval(heaviest, level, p)
    impulse_level = impulse_level_log_sd(tissue, known, each.slope_frac, p)
    impulse_low, impulse_high = interval(impulse, impulse_level, p)
    left, right = _sides(impulses, left_share)
    return TissueLoad(
        peak_bw=heaviest,
        peak_low_bw=low,
        peak_high_bw=high,
        mean_peak_bw=_mean(peak, each.half_steps),
        impulse_bw_s=impulse,
        impulse_low_bw_s=impulse_low,
        impulse_high_bw_s=impulse_high * _with_unrecorded(each.running),
        impulse_bw_s_per_km=impulse / distance_km if distance_km > 0 else None,
        damage=_damage(tissue, peak, each.half_steps, p),
        left_impulse_bw_s=left,
        right_impulse_bw_s=right,
        level_log_sd=level,
        change_log_sd=each.change_log_sd,
        descriptor=descriptor,
    )


def _unrecorded_frac(view: RunView) -> float:
    unrecorded_m = float(np.sum(view.unrecorded_m))
    whole_m = float(np.nansum(view.speed_mps)) + unrecorded_m
    return unrecorded_m / whole_m if whole_m > 0 else 0.0


def _mean_contact_s(each: _EachSecond) -> float | None:
    contact_s = each.running.contact_time_s
    return None if contact_s is None else _mean(contact_s, each.steps)


def _count_by_speed(speed_mps: FloatArray) -> tuple[int, ...]:
    return tuple(np.bincount((speed_mps / SPEED_BIN_MPS).astype(np.int64)).tolist())


def _with_unrecorded(running: RunningSeconds) -> float:
    """From what was run in recorded seconds to that and all that was not recorded."""
    return 1 + running.unrecorded_m / running.distance_m if running.distance_m > 0 else 1.0


def _mean(value: FloatArray, weight: FloatArray) -> float:
    return float((value * weight).sum() / weight.sum()) if value.size else 0.0


def _damage(
    tissue: Tissue, peak_bw: FloatArray, steps: FloatArray, parameters: LoadParameters
) -> Mapping[int, float]:
    """Sum over steps of (peak / reference peak) ** m: equivalent steps of the reference."""
    log_ratio = np.log(peak_bw / reference_peaks_bw(parameters)[tissue])
    return {
        int(exponent): float(np.sum(steps * np.exp(exponent * log_ratio)))
        for exponent in parameters.damage_exponents
    }


@lru_cache(maxsize=8)
def reference_peaks_bw(parameters: LoadParameters) -> Mapping[Tissue, float]:
    """Peak force of the reference step, the unit of damage: 3 m/s, level, 1.75 m tall."""
    load = estimate_step_load(parameters.reference_speed_mps, parameters)
    return MappingProxyType({tissue: float(load.peak_bw(tissue)) for tissue in FORCE_TISSUES})


def _left_shares(
    running: RunningSeconds, parameters: LoadParameters
) -> Mapping[Tissue, FloatArray] | None:
    """Left knee's share of each second's impulse, from 0 to 1.

    Told where contact time and its balance are measured for half the run. The side that stays
    longer on the ground bears more.
    """
    low, high = BALANCE_RANGE_FRAC
    known = (running.balance_left_frac >= low) & (running.balance_left_frac <= high)
    if running.contact_time_s is None or not known.size or np.mean(known) < 0.5:
        return None
    balance = np.where(known, running.balance_left_frac, 0.5)
    sides_s = np.stack((balance, 1 - balance)) * 2 * running.contact_time_s
    load = estimate_running_load(replace(running, contact_time_s=sides_s), parameters)
    impulses = {tissue: load.impulse_bw_s(tissue) for tissue in FORCE_TISSUES}
    return {tissue: left / (left + right) for tissue, (left, right) in impulses.items()}


def _sides(
    impulse_bw_s: FloatArray, left_share: FloatArray | None
) -> tuple[float | None, float | None]:
    """Impulse of the left and the right knee; the two average to the whole."""
    if left_share is None:
        return None, None
    left = 2 * float(np.sum(impulse_bw_s * left_share))
    return left, 2 * float(np.sum(impulse_bw_s)) - left
