"""Published findings that can be recomputed from their conditions, beside what the model says.

The height is 1.75 m where the row names none.
"""

from dataclasses import dataclass

import numpy as np

from midstance.core.load.parameters import LoadParameters
from midstance.core.load.step import StepLoad, estimate_step_load, typical_step_time_s

MILE_M = 1609.344


@dataclass(frozen=True)
class Row:
    """One finding: what was seen and what the model says, as text."""

    finding: str
    source: str
    observed: str
    model: str


def rows(parameters: LoadParameters) -> tuple[Row, ...]:
    return (
        *_cadence(parameters),
        *_step_length(parameters),
        *_willy(parameters),
        _petersen(parameters),
        *_levels(parameters),
    )


def cadence_of(speed_mps: float, times: float, parameters: LoadParameters) -> float:
    """The typical cadence of a speed, times a factor."""
    typical = typical_step_time_s(np.asarray(speed_mps), np.asarray(1.75), parameters)
    return float(60 / typical * times)


def step(speed_mps: float, times: float, parameters: LoadParameters) -> StepLoad:
    cadence = cadence_of(speed_mps, times, parameters)
    return estimate_step_load(speed_mps, parameters, cadence_spm=cadence)


def percent(after: float, before: float) -> str:
    return f"{100 * (float(after) / float(before) - 1):+.0f} %"


def impulse_per_km(speed_mps: float, times: float, parameters: LoadParameters) -> float:
    """Of one knee."""
    steps = cadence_of(speed_mps, times, parameters) / 120 * 1000 / speed_mps
    return float(step(speed_mps, times, parameters).patellofemoral_impulse_bw_s) * steps


def _cadence(p: LoadParameters) -> tuple[Row, ...]:
    force = {times: float(step(3.3, times, p).patellofemoral_bw) for times in (0.9, 1.0, 1.1)}
    return (
        Row(
            "cadence +10 %, 3.3 m/s: peak patellofemoral force (not independent)",
            "lenhart_2014",
            "-14 %",
            percent(force[1.1], force[1.0]),
        ),
        Row(
            "cadence -10 %, 3.3 m/s: the same (not independent)",
            "lenhart_2014",
            "+17 %",
            percent(force[0.9], force[1.0]),
        ),
    )


def _step_length(p: LoadParameters) -> tuple[Row, ...]:
    stress = {length: float(step(3.7, 1 / length, p).stress_mpa) for length in (0.9, 1.0, 1.1)}

    def each(length: float) -> str:
        mile = percent(stress[length] / length, stress[1.0])
        return f"{percent(stress[length], stress[1.0])}; {mile}"

    title = "steps 10 % {}, 3.7 m/s: stress a step; times steps a mile"
    return (
        Row(title.format("longer"), "willson_2014", "+31 %; +14 %", each(1.1)),
        Row(title.format("shorter"), "willson_2014", "-22 %; -7.5 %", each(0.9)),
    )


def _willy(p: LoadParameters) -> tuple[Row, ...]:
    before, after = step(3.0, 1.0, p), step(3.0, 1.075, p)
    force = float(after.patellofemoral_bw - before.patellofemoral_bw)
    knee = float(after.tibiofemoral_bw - before.tibiofemoral_bw)
    impulse = impulse_per_km(3.0, 1.075, p) - impulse_per_km(3.0, 1.0, p)
    title = "cadence +7.5 % (with a 15 kg load; model without, 3 m/s): {}"
    return (
        Row(title.format("patellofemoral"), "willy_2016", "-0.5 BW", f"{force:+.2f} BW"),
        Row(title.format("tibiofemoral"), "willy_2016", "-0.8 BW", f"{knee:+.2f} BW"),
        Row(title.format("impulse"), "willy_2016", "-15 BW s/km", f"{impulse:+.0f} BW s/km"),
    )


def _petersen(p: LoadParameters) -> Row:
    slow, fast = impulse_per_km(8.02 / 3.6, 1, p), impulse_per_km(15.78 / 3.6, 1, p)
    return Row(
        "8.0 against 15.8 km/h: knee impulse per km",
        "petersen_2015",
        "+80 %",
        percent(slow, fast),
    )


def _levels(p: LoadParameters) -> tuple[Row, ...]:
    teng = estimate_step_load(3.4, p, height_m=1.70, mass_kg=66)
    men, women = (estimate_step_load(4.0, p, height_m=height) for height in (1.78, 1.67))
    level = estimate_step_load(4.0, p)
    return (
        Row(
            "3.4 m/s (66 kg, 1.70 m): stress",
            "teng_powers_2014",
            "21.5 MPa",
            f"{float(teng.stress_mpa):.1f} MPa",
        ),
        Row(
            "4.0 m/s, men of 1.78 m: patellar tendon",
            "sinclair_tendon_2015",
            "6.49 BW",
            f"{float(men.patellar_tendon_bw):.2f} BW",
        ),
        Row(
            "4.0 m/s, women of 1.67 m: patellar tendon",
            "sinclair_tendon_2015",
            "7.03 BW",
            f"{float(women.patellar_tendon_bw):.2f} BW",
        ),
        Row(
            "4.0 m/s: patellofemoral force; stress",
            "sinclair_2016",
            "4.70 BW; 13.3 MPa",
            f"{float(level.patellofemoral_bw):.2f} BW; {float(level.stress_mpa):.1f} MPa",
        ),
    )
