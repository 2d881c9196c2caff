"""The constants of the load model, as one argument; values and sources stand in `knowledge/`."""

from dataclasses import dataclass

Range = tuple[float, float]
Coefficients = tuple[float, ...]


@dataclass(frozen=True)
class LoadParameters:
    """Every constant of the closed form; each field is the id of a record in `knowledge/`.

    `version` names the form and the values together and is stamped on every stored load.
    Polynomial coefficients stand in rising powers of the knee flexion in degrees.
    """

    version: str

    gravity_mps2: float
    reference_speed_mps: float
    reference_height_m: float
    reference_step_time_s: float
    typical_mass_kg: float

    # equation 1: step time and contact time
    step_time_s: float
    step_time_per_speed_s2_m: float
    contact_time_s: float
    contact_time_speed_exponent: float
    contact_time_step_time_exponent: float
    contact_time_height_exponent: float

    # equation 2: peak vertical force
    force_shape: float
    force_shape_slope: float
    force_shape_centre: float

    # equations 3 and 4: knee flexion
    leg_length_frac: float
    flexion_deg: float
    flexion_per_drop_deg_m: float
    flexion_drop_centre_m: float
    flexion_per_advance_deg_m: float
    flexion_advance_centre_m: float
    flexion_per_decline_deg_deg: float
    flexion_per_incline_deg_deg: float

    # equations 5 to 7: moment, quadriceps, patellofemoral joint
    moment_gain: float
    quadriceps_lever_m: Coefficients
    patellofemoral_ratio_numerator: Coefficients
    patellofemoral_ratio_denominator: Coefficients
    contact_area_flexion_deg: Coefficients
    contact_area_mm2: Coefficients

    # equation 8: patellar tendon, tibiofemoral joint, impulses
    patellar_tendon_ratio: float
    calf_share_frac: float
    calf_moment_nm_kg: float
    calf_moment_per_speed_ns_kg: float
    calf_lever_m: float
    tibiofemoral_force_share_frac: float
    patellofemoral_impulse_shape: float
    patellar_tendon_impulse_shape: float
    tibiofemoral_impulse_shape: float

    # equation 9: iliotibial band index
    hip_adduction_deg: float
    hip_adduction_per_speed_deg_s_m: float
    iliotibial_per_decline_deg: float

    # where inputs are held at the edge
    speed_range_mps: Range
    height_range_m: Range
    slope_range_frac: Range
    step_time_ratio_range: Range
    contact_time_ratio_range: Range
    flexion_range_deg: Range

    # standing, walking, running
    standing_speed_mps: float
    walking_speed_mps: float
    walking_cadence_spm: float
    walking_speed_without_cadence_mps: float
    cadence_range_spm: Range

    # uncertainty, log standard deviations
    interval_z: float
    level_log_sd: float
    level_with_contact_time_log_sd: float
    impulse_level_log_sd: float
    cadence_missing_log_sd: float
    height_missing_log_sd: float
    slope_missing_log_sd: float
    slope_log_sd_per_frac: float
    patellofemoral_method_log_sd: float
    patellar_tendon_method_log_sd: float
    tibiofemoral_method_log_sd: float
    stress_method_log_sd: float
    mass_missing_log_sd: float
    contact_time_log_sd: float
    peak_vgrf_log_sd: float
    peak_vgrf_with_contact_time_log_sd: float
    flexion_sd_deg: float
    change_log_sd: float
    change_cadence_missing_log_sd: float

    # damage
    damage_exponents: Coefficients
