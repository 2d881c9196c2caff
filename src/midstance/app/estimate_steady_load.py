"""Knee load of one steady step; needs neither the store nor Django."""

from midstance.core.base.body import Body
from midstance.core.load import steady
from midstance.knowledge.parameters import load_parameters


def estimate_steady_load(
    speed_mps: float,
    *,
    cadence_spm: float | None = None,
    slope_frac: float | None = None,
    contact_time_s: float | None = None,
    body: Body | None = None,
) -> steady.SteadyLoad:
    """Estimate the load of one steady step.

    *Changes* nothing.
    *Refuses* values outside what is possible (InvalidValueError).
    *Twice* gives the same.
    *Privacy* reads nothing.
    """
    known = body or Body()
    return steady.estimate_steady_load(
        speed_mps,
        load_parameters(),
        cadence_spm=cadence_spm,
        slope_frac=slope_frac,
        height_m=known.height_m,
        mass_kg=known.mass_kg,
        contact_time_s=contact_time_s,
    )
