"""Other forms that were tried in the hope of beating the closed form on runners left out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.load.parameters import LoadParameters
from validation.rbds import Trials
from validation.refit import Predict, load_of, physics, refit

Features = Callable[[Trials], FloatArray]
ROUNDS = 4000
STEP = 1e-3
ITERATIONS = 12


def features(*names: str) -> Features:
    """Logs of these quantities, a column each."""
    return lambda trials: np.column_stack([np.log(getattr(trials, name)) for name in names])


def speed_mean(known: Trials, asked: Trials) -> FloatArray:
    """The mean of the others at the same speed."""
    return np.array(
        [known.patellofemoral_bw[known.speed_mps == speed].mean() for speed in asked.speed_mps]
    )


def regression(chosen: Features, ridge: float = 0.0, base: Predict | None = None) -> Predict:
    """Log-linear regression, of the force or of what a base form leaves over."""

    def predict(known: Trials, asked: Trials) -> FloatArray:
        start = [np.zeros(1), np.zeros(1)]
        if base is not None:
            start = [np.log(base(known, trials)) for trials in (known, asked)]
        left = np.log(known.patellofemoral_bw) - start[0]
        mean, spread = chosen(known).mean(axis=0), chosen(known).std(axis=0)
        columns = (chosen(known) - mean) / spread
        gram = columns.T @ columns + ridge * np.eye(columns.shape[1])
        slope = np.linalg.solve(gram, columns.T @ (left - left.mean()))
        return np.exp(start[1] + left.mean() + (chosen(asked) - mean) / spread @ slope)

    return predict


def mixture(first: Predict, second: Predict) -> Predict:
    """The geometric mean of two forms."""
    return lambda known, asked: np.sqrt(first(known, asked) * second(known, asked))


def shrunken_contact(parameters: LoadParameters, trust: float) -> Predict:
    """The closed form that believes a measured contact time in part only."""

    def predict(known: Trials, asked: Trials) -> FloatArray:
        fitted = refit(parameters, known)
        typical = load_of(asked, fitted, timed=False).contact_time_s
        believed = typical * (asked.contact_time_s / typical) ** trust
        partly = replace(asked, contact_time_s=believed)
        return load_of(partly, fitted, timed=True).patellofemoral_bw

    return predict


def refitted_flexion(parameters: LoadParameters, prior_sd: float, *, timed: bool) -> Predict:
    """Drop and advance refitted too, drawn to their values by a prior, nested in the fit."""

    def predict(known: Trials, asked: Trials) -> FloatArray:
        fitted = _fit_flexion(refit(parameters, known), known, prior_sd, timed=timed)
        return load_of(asked, fitted, timed=timed).patellofemoral_bw

    return predict


def _fit_flexion(
    parameters: LoadParameters, known: Trials, prior_sd: float, *, timed: bool
) -> LoadParameters:
    names = (
        "flexion_per_drop_deg_m",
        "flexion_per_advance_deg_m",
        "flexion_deg",
        "moment_gain",
    )
    start = np.array([getattr(parameters, name) for name in names])
    spread = np.array([prior_sd, prior_sd, 2.0, 0.05])

    def residual(values: FloatArray) -> FloatArray:
        changed = replace(parameters, **dict(zip(names, map(float, values), strict=True)))
        force = load_of(known, changed, timed=timed).patellofemoral_bw
        misfit = np.log(force / known.patellofemoral_bw) / 0.1
        return np.concatenate([misfit, (values - start) / spread])

    fitted = gauss_newton(residual, start)
    return replace(parameters, **dict(zip(names, map(float, fitted), strict=True)))


def gauss_newton(residual: Callable[[FloatArray], FloatArray], start: FloatArray) -> FloatArray:
    values = start.copy()
    for _ in range(ITERATIONS):
        here = residual(values)
        steps = np.diag(STEP * np.abs(values))
        slopes = np.column_stack([(residual(values + step) - here) / step.sum() for step in steps])
        values = values - np.linalg.lstsq(slopes, here, rcond=None)[0]
    return values


def alternatives(parameters: LoadParameters) -> dict[str, tuple[Predict, bool]]:
    """Name to form, and whether it sees a measured contact time."""
    plain = physics(parameters, "patellofemoral_bw", timed=False)
    timed = physics(parameters, "patellofemoral_bw", timed=True)
    own = features("speed_mps", "step_time_s", "height_m")
    own_timed = features("speed_mps", "step_time_s", "height_m", "contact_time_s")
    power = regression(features("speed_mps", "step_time_s"))
    power_timed = regression(features("speed_mps", "step_time_s", "contact_time_s"))
    person = features("mass_kg", "age_years")
    return {
        "mean of the speed": (speed_mean, False),
        "log-linear: speed, step time": (power, False),
        "log-linear: speed, step time, height": (regression(own), False),
        "closed form + ridge on what it leaves over": (regression(own, 30.0, plain), False),
        "closed form + mass and age": (regression(person, 10.0, plain), False),
        "closed form, drop and advance refitted, firm prior": (
            refitted_flexion(parameters, 20.0, timed=False),
            False,
        ),
        "closed form, drop and advance refitted, weak prior": (
            refitted_flexion(parameters, 100.0, timed=False),
            False,
        ),
        "mean of closed form and log-linear": (mixture(plain, power), False),
        "log-linear: speed, step time, contact time": (power_timed, True),
        "closed form + ridge on what it leaves over, contact time": (
            regression(own_timed, 30.0, timed),
            True,
        ),
        "closed form, half of the measured contact time believed": (
            shrunken_contact(parameters, 0.5),
            True,
        ),
        "closed form, drop and advance refitted, firm prior, contact time": (
            refitted_flexion(parameters, 20.0, timed=True),
            True,
        ),
        "mean of closed form and log-linear, contact time": (mixture(timed, power_timed), True),
    }


def bootstrap_difference(
    first: FloatArray, second: FloatArray, observed: FloatArray, runner: FloatArray
) -> tuple[float, float]:
    """95 % range of RMSE(first) - RMSE(second) over runners drawn anew."""
    runners = np.unique(runner)
    squares = np.array(
        [
            [np.sum((form - observed)[runner == one] ** 2) for one in runners]
            for form in (first, second)
        ]
    )
    drawn = np.random.default_rng(20261123).integers(0, runners.size, (ROUNDS, runners.size))
    trials = observed.size
    rmse = np.sqrt(squares[:, drawn].sum(axis=2) / trials)
    low, high = np.percentile(rmse[0] - rmse[1], [2.5, 97.5])
    return float(low), float(high)
