"""How far a pair is from the band in which she wants to be reminded of it."""

import math
from collections.abc import Sequence

from midstance.knowledge.keep_well_constants import KeepWellConstants

BELOW, WITHIN, BEYOND = "below", "within", "beyond"

Ago = tuple[int, float]
"""How many days ago, and what was run then in one pair [m]."""


def band_of(most_m: float | None, constants: KeepWellConstants) -> tuple[float, float]:
    """Her own setting, else the usual band."""
    return constants.shoe_band_m if most_m is None else (most_m, most_m)


def state_of(distance_m: float, band_m: tuple[float, float]) -> str:
    """Below the band, within it, or beyond it; her own setting is reached or not."""
    low_m, high_m = band_m
    if distance_m < low_m:
        return BELOW
    return WITHIN if distance_m < high_m or low_m == high_m else BEYOND


def expect_band(
    distance_m: float,
    band_m: tuple[float, float],
    lately: Sequence[Ago],
    in_use_days: int,
    constants: KeepWellConstants,
) -> tuple[int, int] | None:
    """In how many days a pair may reach its band at the soonest and the latest, as she runs now.

    The faster of the rates of four and of eight weeks leads to the start of the band, the slower
    one to its end. None while it is in use for too short, stands still, would take years, or is
    there already.
    """
    low_m, high_m = band_m
    if in_use_days < constants.shoe_rate_least_days or distance_m >= low_m:
        return None
    rates = [_metres_a_day(lately, min(days, in_use_days)) for days in constants.shoe_rate_days]
    if min(rates) <= 0:
        return None
    soonest = math.ceil((low_m - distance_m) / max(rates))
    latest = math.ceil((high_m - distance_m) / min(rates))
    return None if latest > constants.shoe_date_most_days else (soonest, latest)


def _metres_a_day(lately: Sequence[Ago], days: float) -> float:
    return math.fsum(distance_m for ago, distance_m in lately if ago < days) / days
