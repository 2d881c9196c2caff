"""The knee load model against measurements: every table of `docs/science/knee_load.md`."""

from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import estimate_step_load, typical_step_time_s
from midstance.knowledge.parameters import load_parameters
from validation.forms import alternatives, bootstrap_difference
from validation.published import rows as published_rows
from validation.rbds import SPEEDS_MPS, Trials, read_trials
from validation.refit import errors_of, load_of, physics, predict_left_out, refit
from validation.tables import Table

DOCS = Path(__file__).parents[1] / "docs" / "science" / "knee_load.md"
BODY = {"height_m": 1.75, "mass_kg": 70}
OBSERVED = "patellofemoral_bw"


def tables() -> tuple[Table, ...]:
    parameters, trials = load_parameters(), read_trials()
    return (
        refitted_table(parameters, trials),
        means_table(parameters, trials),
        left_out_table(parameters, trials),
        alternatives_table(parameters, trials),
        change_table(parameters, trials),
        damage_table(parameters, trials),
        published_table(parameters),
        elasticity_table(parameters),
        grid_table(parameters),
    )


def refitted_table(parameters: LoadParameters, trials: Trials) -> Table:
    fitted = refit(parameters, trials)
    names = (
        "contact_time_s",
        "contact_time_speed_exponent",
        "contact_time_step_time_exponent",
        "contact_time_height_exponent",
        "force_shape",
        "force_shape_slope",
        "flexion_deg",
        "moment_gain",
    )
    rows = tuple(
        (name, f"{getattr(parameters, name):.3f}", f"{getattr(fitted, name):.3f}") for name in names
    )
    title = "Constants in use, and refitted to all 78 trials"
    return Table("constants", title, ("constant", "in use", "refitted"), rows)


def means_table(parameters: LoadParameters, trials: Trials) -> Table:
    load = load_of(trials, parameters, timed=False)
    compared = {
        "contact time [s]": (trials.contact_time_s, load.contact_time_s, 3),
        "peak vertical force [BW]": (trials.peak_vgrf_bw, load.peak_vgrf_bw, 2),
        "knee moment [N m/kg]": (trials.knee_moment_nm_kg, load.knee_moment_nm_kg, 2),
        "patellofemoral force [BW]": (trials.patellofemoral_bw, load.patellofemoral_bw, 2),
        "patellofemoral impulse per km, one knee [BW s]": (
            trials.patellofemoral_impulse_bw_s * trials.steps_per_km,
            load.patellofemoral_impulse_bw_s * trials.steps_per_km,
            0,
        ),
    }
    rows = tuple(
        (name, _by_speed(trials, observed, digits), _by_speed(trials, model, digits))
        for name, (observed, model, digits) in compared.items()
    )
    title = "Means at 2.5, 3.5 and 4.5 m/s"
    return Table("means", title, ("quantity", "observed", "model"), rows)


def _by_speed(trials: Trials, values: FloatArray, digits: int) -> str:
    means = (values[trials.speed_mps == speed].mean() for speed in SPEEDS_MPS)
    return " / ".join(f"{mean:.{digits}f}" for mean in means)


def left_out_table(parameters: LoadParameters, trials: Trials) -> Table:
    asked = (
        ("patellofemoral force", "patellofemoral_bw", False),
        ("patellofemoral force", "patellofemoral_bw", True),
        ("patellofemoral impulse per step", "patellofemoral_impulse_bw_s", False),
        ("patellofemoral impulse per step", "patellofemoral_impulse_bw_s", True),
        ("knee moment", "knee_moment_nm_kg", False),
        ("knee moment", "knee_moment_nm_kg", True),
        ("peak vertical force", "peak_vgrf_bw", False),
        ("peak vertical force", "peak_vgrf_bw", True),
        ("knee flexion", "knee_flexion_deg", False),
        ("contact time", "contact_time_s", False),
    )
    rows = []
    for name, quantity, timed in asked:
        predicted = predict_left_out(trials, physics(parameters, quantity, timed=timed))
        errors = errors_of(predicted, getattr(trials, quantity))
        inputs = "speed, cadence, height" + (", contact time" if timed else "")
        rows.append(
            (
                name,
                inputs,
                f"{errors.rmse:.3f}",
                f"{errors.percent:.1f} %",
                f"{errors.r_squared:.2f}",
                f"{errors.log_sd:.3f}",
            )
        )
    rows.append(_calibrated_row(parameters, trials))
    title = "Errors on runners left out"
    head = ("quantity", "inputs", "RMSE", "mean error", "R²", "log SD")
    return Table("left-out", title, head, tuple(rows))


def _calibrated_row(parameters: LoadParameters, trials: Trials) -> tuple[str, ...]:
    """Each runner scaled to her own force at 3.5 m/s, judged at the other speeds."""
    predicted = predict_left_out(trials, physics(parameters, OBSERVED, timed=False))
    measured = trials.speed_mps == 3.5
    scale = dict(
        zip(
            trials.runner[measured],
            (trials.patellofemoral_bw / predicted)[measured],
            strict=True,
        )
    )
    scaled = predicted * np.array([scale[runner] for runner in trials.runner])
    errors = errors_of(scaled[~measured], trials.patellofemoral_bw[~measured])
    return (
        "patellofemoral force, other speeds",
        "the same, calibrated at 3.5 m/s",
        f"{errors.rmse:.3f}",
        f"{errors.percent:.1f} %",
        f"{errors.r_squared:.2f}",
        f"{errors.log_sd:.3f}",
    )


def alternatives_table(parameters: LoadParameters, trials: Trials) -> Table:
    observed = trials.patellofemoral_bw
    ours = {
        timed: predict_left_out(trials, physics(parameters, OBSERVED, timed=timed))
        for timed in (False, True)
    }
    rows = [
        (
            "**closed form" + (", contact time**" if timed else "**"),
            f"{errors_of(predicted, observed).rmse:.3f}",
            f"{errors_of(predicted, observed).percent:.2f} %",
            "",
        )
        for timed, predicted in ours.items()
    ]
    for name, (form, timed) in alternatives(parameters).items():
        predicted = predict_left_out(trials, form)
        errors = errors_of(predicted, observed)
        low, high = bootstrap_difference(predicted, ours[timed], observed, trials.runner)
        rows.append(
            (name, f"{errors.rmse:.3f}", f"{errors.percent:.2f} %", f"{low:+.3f} to {high:+.3f}")
        )
    title = "Patellofemoral force on runners left out, other forms"
    head = ("form", "RMSE [BW]", "mean error", "RMSE less that of the closed form, 95 %")
    return Table("alternatives", title, head, tuple(rows))


def change_table(parameters: LoadParameters, trials: Trials) -> Table:
    rows = []
    for timed in (False, True):
        predicted = predict_left_out(trials, physics(parameters, OBSERVED, timed=timed))
        for speed in (2.5, 4.5):
            seen = _log_change(trials, trials.patellofemoral_bw, speed)
            said = _log_change(trials, predicted, speed)
            rows.append(
                (
                    f"3.5 to {speed} m/s" + (", contact time" if timed else ""),
                    _percent_change(seen),
                    _percent_change(said),
                    f"{np.std(said - seen):.3f}",
                    f"{np.sqrt(np.mean((said - seen) ** 2)):.3f}",
                )
            )
    title = "Change of the patellofemoral force within a runner (mean and spread over runners)"
    head = ("change", "observed", "model", "log SD of the error", "log RMSE")
    return Table("change", title, head, tuple(rows))


def _log_change(trials: Trials, force: FloatArray, speed: float) -> FloatArray:
    return np.log(force[trials.speed_mps == speed] / force[trials.speed_mps == 3.5])


def _percent_change(log_change: FloatArray) -> str:
    change = 100 * np.expm1(log_change)
    return f"{change.mean():+.1f} ± {change.std(ddof=1):.1f} %"


def damage_table(parameters: LoadParameters, trials: Trials) -> Table:
    load = load_of(trials, parameters, timed=False)

    def grown(force: FloatArray, power: int) -> str:
        damage = force**power * trials.steps_per_km
        slow, fast = (damage[trials.speed_mps == speed].mean() for speed in (2.5, 4.5))
        return f"×{fast / slow:.2f}"

    rows = tuple(
        (str(power), grown(trials.patellofemoral_bw, power), grown(load.patellofemoral_bw, power))
        for power in (1, 3, 6, 9)
    )
    title = "Sum over the steps of a km of peak force to a power, from 2.5 to 4.5 m/s"
    return Table("damage", title, ("power m", "observed", "model"), rows)


def published_table(parameters: LoadParameters) -> Table:
    rows = tuple(
        (row.finding, f"`{row.source}`", row.observed, row.model)
        for row in published_rows(parameters)
    )
    title = "Published findings, none used in the fit unless it says so"
    return Table("published", title, ("finding", "source", "observed", "model"), rows)


def elasticity_table(parameters: LoadParameters) -> Table:
    p = parameters
    speed, step_time = 3.0, float(typical_step_time_s(np.asarray(3.0), np.asarray(1.75), p))
    contact = float(estimate_step_load(speed, p).contact_time_s)
    small = 1.001

    def force(speed: float = speed, **inputs: float) -> float:
        return float(estimate_step_load(speed, p, **inputs).patellofemoral_bw)

    def power(after: float, before: float) -> str:
        return f"{np.log(after / before) / np.log(small):.2f}"

    fixed = {"cadence_spm": 60 / step_time}
    timed = fixed | {"contact_time_s": contact}
    rows = (
        ("speed, cadence follows", power(force(speed * small), force())),
        ("speed, cadence fixed", power(force(speed * small, **fixed), force(**fixed))),
        ("step time", power(force(cadence_spm=60 / step_time / small), force())),
        ("height, cadence follows", power(force(height_m=1.75 * small), force())),
        (
            "height, cadence fixed",
            power(force(height_m=1.75 * small, **fixed), force(**fixed)),
        ),
        (
            "measured contact time",
            power(force(**timed | {"contact_time_s": contact * small}), force(**timed)),
        ),
        ("1 % decline", f"{100 * (force(slope_frac=-0.01) / force() - 1):+.1f} %"),
        ("1 % incline", f"{100 * (force(slope_frac=0.01) / force() - 1):+.1f} %"),
    )
    title = "Power with which the patellofemoral force follows each input at 3 m/s"
    return Table("elasticities", title, ("input", "power, or change"), rows)


def grid_table(parameters: LoadParameters) -> Table:
    slopes = (0.0, -0.06, 0.06, -0.10, 0.10)
    rows = []
    for speed in (2.5, 3.0, 3.5, 4.0):
        load = estimate_step_load(speed, parameters, slope_frac=slopes, **BODY)
        level = f"{load.patellofemoral_bw[0]:.2f} ({load.stress_mpa[0]:.1f})"
        slanted = (f"{force:.2f}" for force in load.patellofemoral_bw[1:])
        rows.append((f"{speed:.1f}", level, *slanted, f"{load.peak_vgrf_bw[0]:.2f}"))
    title = "Patellofemoral force [BW] (stress [MPa]) at 70 kg and 1.75 m, typical cadence"
    head = ("speed [m/s]", "level", "-6 %", "+6 %", "-10 %", "+10 %", "vertical force [BW]")
    return Table("grid", title, head, tuple(rows))
