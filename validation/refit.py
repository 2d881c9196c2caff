"""Refit the constants, one runner left out at a time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import StepLoad, estimate_step_load
from validation.rbds import Trials

Predict = Callable[[Trials, Trials], FloatArray]
"""From trials to fit on and trials to predict, to the predictions."""


def refit(parameters: LoadParameters, trials: Trials) -> LoadParameters:
    """Contact time, force shape, flexion intercept and moment gain from these trials alone."""
    return _refit_moment(_refit_force(_refit_contact(parameters, trials), trials), trials)


def load_of(trials: Trials, parameters: LoadParameters, *, timed: bool) -> StepLoad:
    """What the product's own model says of the trials."""
    return estimate_step_load(
        trials.speed_mps,
        parameters,
        cadence_spm=60 / trials.step_time_s,
        height_m=trials.height_m,
        mass_kg=trials.mass_kg,
        contact_time_s=trials.contact_time_s if timed else None,
    )


def _refit_contact(parameters: LoadParameters, trials: Trials) -> LoadParameters:
    p = parameters
    columns = (
        np.ones(trials.runner.size),
        np.log(trials.speed_mps / p.reference_speed_mps),
        np.log(trials.step_time_s / p.reference_step_time_s),
        np.log(trials.height_m / p.reference_height_m),
    )
    fitted = least_squares(np.column_stack(columns), np.log(trials.contact_time_s))
    return replace(
        p,
        contact_time_s=float(np.exp(fitted[0])),
        contact_time_speed_exponent=float(fitted[1]),
        contact_time_step_time_exponent=float(fitted[2]),
        contact_time_height_exponent=float(fitted[3]),
    )


def _refit_force(parameters: LoadParameters, trials: Trials) -> LoadParameters:
    ratio = trials.step_time_s / trials.contact_time_s
    shape = trials.peak_vgrf_bw / (np.pi / 2 * ratio)
    columns = np.column_stack((np.ones(ratio.size), ratio - parameters.force_shape_centre))
    level, slope = least_squares(columns, shape)
    return replace(parameters, force_shape=float(level), force_shape_slope=float(slope))


def _refit_moment(parameters: LoadParameters, trials: Trials) -> LoadParameters:
    flexion = load_of(trials, parameters, timed=True).knee_flexion_deg
    missed = float(np.mean(trials.knee_flexion_deg - flexion))
    bent = replace(parameters, flexion_deg=parameters.flexion_deg + missed)
    moment = load_of(trials, bent, timed=True).knee_moment_nm_kg
    gain = moment @ trials.knee_moment_nm_kg / (moment @ moment)
    return replace(bent, moment_gain=parameters.moment_gain * float(gain))


def least_squares(columns: FloatArray, values: FloatArray) -> FloatArray:
    return np.asarray(np.linalg.lstsq(columns, values, rcond=None)[0])


def predict_left_out(trials: Trials, predict: Predict) -> FloatArray:
    """Each runner predicted by a fit to the others."""
    predicted = np.empty(trials.runner.size)
    for runner in np.unique(trials.runner):
        out = trials.runner == runner
        predicted[out] = predict(trials.of(~out), trials.of(out))
    return predicted


def physics(parameters: LoadParameters, quantity: str, *, timed: bool) -> Predict:
    """The closed form with its constants refitted."""

    def predict(known: Trials, asked: Trials) -> FloatArray:
        load = load_of(asked, refit(parameters, known), timed=timed)
        return np.asarray(getattr(load, quantity))

    return predict


@dataclass(frozen=True)
class Errors:
    """How far predictions were off."""

    rmse: float
    percent: float
    r_squared: float
    log_sd: float


def errors_of(predicted: FloatArray, observed: FloatArray) -> Errors:
    """Root mean square, mean absolute percentage, share of variance, spread of the log."""
    error = predicted - observed
    return Errors(
        rmse=float(np.sqrt(np.mean(error**2))),
        percent=float(100 * np.mean(np.abs(error) / observed)),
        r_squared=float(1 - np.sum(error**2) / np.sum((observed - observed.mean()) ** 2)),
        log_sd=float(np.std(np.log(predicted / observed))),
    )
