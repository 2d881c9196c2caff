"""The load of one steady step with its range: what the command line and the interface ask for."""

from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.load.inputs import InputSources, KnownInputs
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import StepLoad, estimate_step_load, hold_inputs
from midstance.core.load.tissue import Tissue
from midstance.core.load.uncertainty import (
    input_log_sd,
    interval,
    peak_level_log_sd,
    quadrature,
)


@dataclass(frozen=True)
class Ranged:
    """A value with the ends of its 90 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SteadyLoad:
    """One steady running step.

    Parameters
    ----------
    held : inputs that lay outside what the model takes and were held at its edge.
    """

    contact_time_s: Ranged
    peak_vgrf_bw: Ranged
    knee_flexion_deg: Ranged
    patellofemoral_bw: Ranged
    patellar_tendon_bw: Ranged
    tibiofemoral_bw: Ranged
    stress_mpa: Ranged
    inputs: InputSources
    held: tuple[str, ...]
    model_version: str


def estimate_steady_load(
    speed_mps: float,
    parameters: LoadParameters,
    *,
    cadence_spm: float | None = None,
    slope_frac: float | None = None,
    height_m: float | None = None,
    mass_kg: float | None = None,
    contact_time_s: float | None = None,
) -> SteadyLoad:
    """Estimate one steady step with the 90 % range of every value.

    Parameters
    ----------
    speed_mps : running speed [m/s].
    slope_frac : rise over run [1]; None means not known and is taken as level.
    cadence_spm, height_m, mass_kg, contact_time_s : as in `estimate_step_load`.

    Raises
    ------
    InvalidValueError
        An input is impossible.

    Notes
    -----
    The ranges are those of the absolute level, method included; for the comparison of two speeds of
    one runner they are far too wide (see `docs/science/knee_load.md`).

    Source: rbds_2017.
    """
    asked = {
        "cadence_spm": cadence_spm,
        "slope_frac": slope_frac,
        "height_m": height_m,
        "mass_kg": mass_kg,
        "contact_time_s": contact_time_s,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    step = estimate_step_load(speed_mps, parameters, **given)
    known = KnownInputs(
        **{f"{name.rpartition('_')[0]}_frac": float(name in given) for name in asked}
    )
    complete = {
        "speed_mps": speed_mps,
        "slope_frac": 0.0,
        "height_m": parameters.reference_height_m,
        "mass_kg": parameters.typical_mass_kg,
    } | given
    return _with_ranges(
        step, known, complete["slope_frac"], _held(complete, parameters), parameters
    )


def _with_ranges(
    step: StepLoad,
    known: KnownInputs,
    slope_frac: float,
    held: tuple[str, ...],
    parameters: LoadParameters,
) -> SteadyLoad:
    p = parameters
    missing = input_log_sd(known, 0.0, p)
    timed = known.contact_time_frac == 1
    contact = 0.0 if timed else quadrature(p.contact_time_log_sd, missing)
    force = p.peak_vgrf_with_contact_time_log_sd if timed else p.peak_vgrf_log_sd

    def ranged(value: FloatArray, log_sd: float) -> Ranged:
        return Ranged(float(value), *interval(float(value), log_sd, p))

    def tissue(value: FloatArray, kind: Tissue) -> Ranged:
        return ranged(value, peak_level_log_sd(kind, known, slope_frac, p))

    stress = quadrature(
        p.level_log_sd,
        input_log_sd(known, slope_frac, p),
        p.stress_method_log_sd,
        (1 - known.mass_frac) * p.mass_missing_log_sd,
    )
    return SteadyLoad(
        contact_time_s=ranged(step.contact_time_s, contact),
        peak_vgrf_bw=ranged(step.peak_vgrf_bw, quadrature(force, missing)),
        knee_flexion_deg=_flexion(step, p),
        patellofemoral_bw=tissue(step.patellofemoral_bw, Tissue.PATELLOFEMORAL),
        patellar_tendon_bw=tissue(step.patellar_tendon_bw, Tissue.PATELLAR_TENDON),
        tibiofemoral_bw=tissue(step.tibiofemoral_bw, Tissue.TIBIOFEMORAL),
        stress_mpa=ranged(step.stress_mpa, stress),
        inputs=known.sources(),
        held=held,
        model_version=p.version,
    )


def _flexion(step: StepLoad, parameters: LoadParameters) -> Ranged:
    value = float(step.knee_flexion_deg)
    spread = parameters.interval_z * parameters.flexion_sd_deg if value > 0 else 0.0
    return Ranged(value, max(value - spread, 0.0), value + spread)


def _held(given: dict[str, float], parameters: LoadParameters) -> tuple[str, ...]:
    """The inputs that the model could not take as they came."""
    inputs = hold_inputs({name: np.asarray(value) for name, value in given.items()}, parameters)
    used = {
        "speed_mps": inputs.speed_mps,
        "cadence_spm": 60 / inputs.step_time_s,
        "slope_frac": np.tan(inputs.slope_rad),
        "height_m": inputs.height_m,
        "contact_time_s": inputs.contact_time_s,
    }
    return tuple(
        name for name, value in used.items() if name in given and not np.isclose(value, given[name])
    )
