"""Knee load of one running step from what a watch records: a closed form, one law a function.

Forces are in body weights, so that mass matters only where newtons or stress are asked for.
The equations, where they come from and where they fail: `docs/science/knee_load.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.tissue import FORCE_TISSUES, Tissue

FORM = 1
"""Raised when an equation changes; part of the version stamped on stored loads."""

BLOCK = 8192
"""Steps worked on at once: every array of a block stays in the fast cache."""

POSSIBLE = {
    "speed_mps": (0.0, 15.0),
    "cadence_spm": (20.0, 400.0),
    "slope_frac": (-1.0, 1.0),
    "height_m": (0.5, 2.6),
    "mass_kg": (10.0, 400.0),
    "contact_time_s": (0.02, 2.0),
}
"""What may come in at all, ends included; anything else is a slip of unit or sign."""


@dataclass(frozen=True)
class StepLoad:
    """Loads of one step or of many, every field of one shape.

    All are zero where the runner stands, and NaN where an input was NaN.
    """

    contact_time_s: FloatArray
    peak_vgrf_bw: FloatArray
    knee_flexion_deg: FloatArray
    knee_moment_nm_kg: FloatArray
    quadriceps_bw: FloatArray
    patellofemoral_bw: FloatArray
    patellofemoral_impulse_bw_s: FloatArray
    stress_mpa: FloatArray
    patellar_tendon_bw: FloatArray
    patellar_tendon_impulse_bw_s: FloatArray
    tibiofemoral_bw: FloatArray
    tibiofemoral_impulse_bw_s: FloatArray
    iliotibial_index: FloatArray

    def peak_bw(self, tissue: Tissue) -> FloatArray:
        """Peak force of one of `FORCE_TISSUES`."""
        return _by_tissue(
            tissue, self.patellofemoral_bw, self.patellar_tendon_bw, self.tibiofemoral_bw
        )

    def impulse_bw_s(self, tissue: Tissue) -> FloatArray:
        """Impulse of one step on one of `FORCE_TISSUES`."""
        return _by_tissue(
            tissue,
            self.patellofemoral_impulse_bw_s,
            self.patellar_tendon_impulse_bw_s,
            self.tibiofemoral_impulse_bw_s,
        )


@dataclass(frozen=True)
class StepInputs:
    """One step or many as the equations take them: complete and held within the model's range."""

    speed_mps: FloatArray
    height_m: FloatArray
    mass_kg: FloatArray
    slope_rad: FloatArray
    step_time_s: FloatArray
    contact_time_s: FloatArray
    standing: FloatArray


def estimate_step_load(
    speed_mps: ArrayLike,
    parameters: LoadParameters,
    *,
    cadence_spm: ArrayLike | None = None,
    slope_frac: ArrayLike = 0.0,
    height_m: ArrayLike | None = None,
    mass_kg: ArrayLike | None = None,
    contact_time_s: ArrayLike | None = None,
) -> StepLoad:
    """Estimate the load of running steps on the tissues of the knee.

    Parameters
    ----------
    speed_mps : (...) running speed [m/s], 0 to 15.
    parameters : constants, from `knowledge.parameters.load_parameters`.
    cadence_spm : (...) steps of both feet [1/min]; None takes the typical cadence of the speed.
    slope_frac : (...) rise over run [1], uphill positive.
    height_m, mass_kg : (...) body [m, kg]; None takes a typical one. Mass moves the stress only.
    contact_time_s : (...) measured ground contact of a step [s]; None estimates it.

    Returns
    -------
    StepLoad of the broadcast shape of all inputs.

    Raises
    ------
    InvalidValueError
        An input lies outside `POSSIBLE`.

    Notes
    -----
    Fitted at 2.5-4.5 m/s on the level. Outside `speed_range_mps`, `height_range_m`,
    `slope_range_frac` and the ranges of step and contact time about their typical value the input
    is held at the edge, because nothing says how the curve goes on. Below `standing_speed_mps`
    every load is zero. A NaN input gives NaN in its place only.

    Source: rbds_2017, matijevich_2019, telhan_2010.
    """
    given = {
        "speed_mps": speed_mps,
        "cadence_spm": cadence_spm,
        "slope_frac": slope_frac,
        "height_m": parameters.reference_height_m if height_m is None else height_m,
        "mass_kg": parameters.typical_mass_kg if mass_kg is None else mass_kg,
        "contact_time_s": contact_time_s,
    }
    arrays = {name: checked(name, value) for name, value in given.items() if value is not None}
    shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    size = int(np.prod(shape))
    if size <= BLOCK:
        return _reshaped(
            load_of_inputs(hold_inputs(_flat(arrays, shape), parameters), parameters), shape, size
        )
    results = {field.name: np.empty(size) for field in fields(StepLoad)}
    for part, block in _blocks(_flat(arrays, shape), size):
        load = load_of_inputs(hold_inputs(block, parameters), parameters)
        for name, result in results.items():
            result[part] = getattr(load, name)
    return _reshaped(StepLoad(**results), shape, size)


def checked(name: str, value: ArrayLike) -> FloatArray:
    """The value as an array; refuses what cannot be (NaN means missing and passes)."""
    array = np.asarray(value, dtype=np.float64)
    low, high = POSSIBLE[name]
    if (array < low).any() or (array > high).any():
        raise InvalidValueError(
            f"Expected {name} between {low:g} and {high:g}, got values from {np.nanmin(array):g} "
            f"to {np.nanmax(array):g}: check the unit and the sign."
        )
    return array


def typical_step_time_s(
    speed_mps: FloatArray, height_m: FloatArray, parameters: LoadParameters
) -> FloatArray:
    """T = (T0 + T1 (v - v0)) sqrt(h / h0), v held within its range."""
    p = parameters
    speed = np.clip(speed_mps, *p.speed_range_mps)
    height = np.clip(height_m, *p.height_range_m)
    level = p.step_time_s + p.step_time_per_speed_s2_m * (speed - p.reference_speed_mps)
    return level * np.sqrt(height / p.reference_height_m)


def typical_contact_time_s(
    speed_mps: FloatArray,
    step_time_s: FloatArray,
    height_m: FloatArray,
    parameters: LoadParameters,
) -> FloatArray:
    """t_c = t0 (v/v0)^a (T/T0)^b (h/h0)^c for inputs that are within range."""
    p = parameters
    log_ratio = p.contact_time_speed_exponent * np.log(speed_mps / p.reference_speed_mps)
    log_ratio = log_ratio + p.contact_time_step_time_exponent * np.log(
        step_time_s / p.reference_step_time_s
    )
    body = (height_m / p.reference_height_m) ** p.contact_time_height_exponent
    return p.contact_time_s * body * np.exp(log_ratio)


def peak_force_bw(
    step_time_s: FloatArray,
    contact_time_s: FloatArray,
    slope_rad: FloatArray,
    parameters: LoadParameters,
) -> FloatArray:
    """F = pi/2 r (c0 + c1 (r - r0)) cos(slope), r = step time / contact time."""
    p = parameters
    ratio = step_time_s / contact_time_s
    shape = p.force_shape + p.force_shape_slope * (ratio - p.force_shape_centre)
    return np.asarray(np.pi / 2 * ratio * shape * np.cos(slope_rad))


def knee_flexion_deg(
    force_bw: FloatArray, inputs: StepInputs, parameters: LoadParameters
) -> FloatArray:
    """Flexion from how far the body drops and how far it advances over the foot, and the slope."""
    p = parameters
    contact_squared = inputs.contact_time_s**2
    drop_m = p.gravity_mps2 * contact_squared * (force_bw / np.pi**2 - 0.125)
    leg_m = p.leg_length_frac * inputs.height_m
    reach_squared = leg_m**2 - inputs.speed_mps**2 * contact_squared / 4
    advance_m = leg_m - np.sqrt(np.maximum(reach_squared, 0.0))
    slope_deg = np.degrees(inputs.slope_rad)
    by_slope = np.where(
        slope_deg < 0,
        -p.flexion_per_decline_deg_deg * slope_deg,
        p.flexion_per_incline_deg_deg * slope_deg,
    )
    flexion = (
        p.flexion_deg
        + p.flexion_per_drop_deg_m * (drop_m - p.flexion_drop_centre_m)
        + p.flexion_per_advance_deg_m * (advance_m - p.flexion_advance_centre_m)
        + by_slope
    )
    return np.clip(flexion, *p.flexion_range_deg)


def knee_moment_nm_kg(
    force_bw: FloatArray,
    flexion_deg: FloatArray,
    height_m: FloatArray,
    parameters: LoadParameters,
) -> FloatArray:
    """M = gain g F (L/2) sin(flexion / 2): the force passes behind the bent knee."""
    p = parameters
    half_leg_m = p.leg_length_frac * height_m / 2
    lever_m = half_leg_m * np.sin(np.radians(flexion_deg / 2))
    return p.moment_gain * p.gravity_mps2 * force_bw * lever_m


def quadriceps_bw(
    moment_nm_kg: FloatArray, flexion_deg: FloatArray, parameters: LoadParameters
) -> FloatArray:
    """F_q = M / (g lever(flexion))."""
    lever_m = polyval(flexion_deg, parameters.quadriceps_lever_m)
    return moment_nm_kg / (parameters.gravity_mps2 * lever_m)


def patellofemoral_bw(
    quadriceps: FloatArray, flexion_deg: FloatArray, parameters: LoadParameters
) -> FloatArray:
    """F_PFJ = k(flexion) F_q, k a ratio of polynomials."""
    above = polyval(flexion_deg, parameters.patellofemoral_ratio_numerator)
    below = polyval(flexion_deg, parameters.patellofemoral_ratio_denominator)
    return quadriceps * above / below


def patellofemoral_stress_mpa(
    force_bw: FloatArray, flexion_deg: FloatArray, mass_kg: FloatArray, parameters: LoadParameters
) -> FloatArray:
    """Stress = F_PFJ m g / contact area(flexion)."""
    p = parameters
    area_mm2 = np.interp(flexion_deg, p.contact_area_flexion_deg, p.contact_area_mm2)
    return newtons(force_bw, mass_kg, p) / area_mm2


def tibiofemoral_bw(
    tendon_bw: FloatArray, force_bw: FloatArray, speed_mps: FloatArray, parameters: LoadParameters
) -> FloatArray:
    """F_TF = patellar tendon + the calf muscle that crosses the knee + ground force."""
    p = parameters
    calf_moment = p.calf_moment_nm_kg + p.calf_moment_per_speed_ns_kg * (
        speed_mps - p.reference_speed_mps
    )
    calf = p.calf_share_frac * calf_moment / (p.calf_lever_m * p.gravity_mps2)
    return tendon_bw + calf + p.tibiofemoral_force_share_frac * force_bw


def iliotibial_index(inputs: StepInputs, parameters: LoadParameters) -> FloatArray:
    """Hip adduction expected at the speed, over contact time, more on a decline: not validated."""
    p = parameters
    decline_deg = np.maximum(-np.degrees(inputs.slope_rad), 0.0)
    adduction = 1 + p.hip_adduction_per_speed_deg_s_m / p.hip_adduction_deg * (
        inputs.speed_mps - p.reference_speed_mps
    )
    quickness = p.contact_time_s / inputs.contact_time_s
    return adduction * quickness * (1 + p.iliotibial_per_decline_deg * decline_deg)


def newtons(force_bw: FloatArray, mass_kg: ArrayLike, parameters: LoadParameters) -> FloatArray:
    """Body weights to newtons."""
    return force_bw * (np.asarray(mass_kg) * parameters.gravity_mps2)


def hold_inputs(arrays: dict[str, FloatArray], parameters: LoadParameters) -> StepInputs:
    """Complete the inputs and hold each within the range that the model can speak of."""
    p = parameters
    speed = np.clip(arrays["speed_mps"], *p.speed_range_mps)
    height = np.clip(arrays["height_m"], *p.height_range_m)
    step_time = typical_step_time_s(speed, height, p)
    if "cadence_spm" in arrays:
        step_time = _held_about(60 / arrays["cadence_spm"], step_time, p.step_time_ratio_range)
    contact_time = typical_contact_time_s(speed, step_time, height, p)
    if "contact_time_s" in arrays:
        contact_time = _held_about(
            arrays["contact_time_s"], contact_time, p.contact_time_ratio_range
        )
    return StepInputs(
        speed_mps=speed,
        height_m=height,
        mass_kg=arrays["mass_kg"],
        slope_rad=np.arctan(np.clip(arrays["slope_frac"], *p.slope_range_frac)),
        step_time_s=step_time,
        contact_time_s=contact_time,
        standing=np.less(arrays["speed_mps"], p.standing_speed_mps).astype(np.float64),
    )


def _by_tissue(tissue: Tissue, *loads: FloatArray) -> FloatArray:
    return loads[FORCE_TISSUES.index(tissue)]


def _held_about(
    value: FloatArray, typical: FloatArray, ratio_range: tuple[float, float]
) -> FloatArray:
    return np.clip(value, ratio_range[0] * typical, ratio_range[1] * typical)


def load_of_inputs(inputs: StepInputs, parameters: LoadParameters) -> StepLoad:
    """All equations in their order, for inputs that are complete and within range."""
    p = parameters
    force = peak_force_bw(inputs.step_time_s, inputs.contact_time_s, inputs.slope_rad, p)
    flexion = knee_flexion_deg(force, inputs, p)
    moment = knee_moment_nm_kg(force, flexion, inputs.height_m, p)
    quadriceps = quadriceps_bw(moment, flexion, p)
    patellofemoral = patellofemoral_bw(quadriceps, flexion, p)
    tendon = p.patellar_tendon_ratio * quadriceps
    tibiofemoral = tibiofemoral_bw(tendon, force, inputs.speed_mps, p)
    load = StepLoad(
        contact_time_s=inputs.contact_time_s,
        peak_vgrf_bw=force,
        knee_flexion_deg=flexion,
        knee_moment_nm_kg=moment,
        quadriceps_bw=quadriceps,
        patellofemoral_bw=patellofemoral,
        patellofemoral_impulse_bw_s=p.patellofemoral_impulse_shape
        * patellofemoral
        * inputs.contact_time_s,
        stress_mpa=patellofemoral_stress_mpa(patellofemoral, flexion, inputs.mass_kg, p),
        patellar_tendon_bw=tendon,
        patellar_tendon_impulse_bw_s=p.patellar_tendon_impulse_shape
        * tendon
        * inputs.contact_time_s,
        tibiofemoral_bw=tibiofemoral,
        tibiofemoral_impulse_bw_s=p.tibiofemoral_impulse_shape
        * tibiofemoral
        * inputs.contact_time_s,
        iliotibial_index=iliotibial_index(inputs, p),
    )
    if inputs.standing.any():
        return _emptied(load, 1 - inputs.standing)
    return load


def _emptied(load: StepLoad, running: FloatArray) -> StepLoad:
    return StepLoad(**{name: value * running for name, value in vars(load).items()})


def _flat(arrays: dict[str, FloatArray], shape: tuple[int, ...]) -> dict[str, FloatArray]:
    """Every array as one row, single values left single: what does not vary is worked out once."""
    return {
        name: array.reshape(()) if array.size == 1 else np.broadcast_to(array, shape).reshape(-1)
        for name, array in arrays.items()
    }


def _blocks(
    arrays: dict[str, FloatArray], size: int
) -> Iterator[tuple[slice, dict[str, FloatArray]]]:
    for start in range(0, size, BLOCK):
        part = slice(start, start + BLOCK)
        yield part, {name: array[part] if array.ndim else array for name, array in arrays.items()}


def _reshaped(load: StepLoad, shape: tuple[int, ...], size: int) -> StepLoad:
    """Every field in the full shape, also those that did not vary."""
    return StepLoad(
        **{
            name: np.reshape(value, shape) if np.size(value) == size else np.full(shape, value)
            for name, value in vars(load).items()
        }
    )
