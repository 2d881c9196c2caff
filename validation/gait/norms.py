"""What is usual at three speeds: force plate and inverse dynamics of 26 runners, markers of 17."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.gait.records import METRICS
from validation.gait.recordings import Recording
from validation.gait.truth import measure_courses, measure_figures
from validation.rbds import SPEEDS_MPS, Trials

FOLDER = Path(__file__).parents[2] / "src" / "midstance" / "knowledge" / "data" / "gait_norms"
CURVE_FOLDER = FOLDER.with_name("gait_curves")
PHASES = np.linspace(0, 1, 21)
Z90 = 1.645
DIGITS = {"1/min": 1, "s": 4, "1": 4, "m": 4, "deg": 2}

FROM_FORCE = "Force plate, 26 runners, 25 of them men, on a level treadmill at their own cadence."
FROM_MARKERS = (
    "Markers on pelvis and shoes, 17 runners, nearly all men, on a level treadmill, defined as "
    "the film's figure is."
)
OF_MARKERS = (
    "step_width_m",
    "vertical_oscillation_m",
    "foot_strike_angle_deg",
    "pelvic_drop_deg",
)
"""What the markers hold as the product defines it; knee, shank, hip and trunk they do not hold."""


@dataclass(frozen=True)
class Usual:
    """Of one figure at one speed."""

    speed_mps: float
    people: int
    mean: float
    sd: float

    @property
    def band(self) -> tuple[float, float]:
        return self.mean - Z90 * self.sd, self.mean + Z90 * self.sd


@dataclass(frozen=True, eq=False)
class UsualCurve:
    """Of one angle over the stride at one speed; (phases,) bounds [deg]."""

    speed_mps: float
    people: int
    low: FloatArray
    high: FloatArray


def norms_of(trials: Trials, recordings: Iterable[Recording]) -> dict[str, tuple[Usual, ...]]:
    return {**norms_of_force(trials), **norms_of_markers(recordings)}


def norms_of_force(trials: Trials) -> dict[str, tuple[Usual, ...]]:
    step_s, contact_s = trials.step_time_s, trials.contact_time_s
    figures = {
        "cadence_spm": 60 / step_s,
        "contact_time_s": contact_s,
        "flight_time_s": step_s - contact_s,
        "duty_factor_frac": contact_s / (2 * step_s),
    }
    return {
        name: tuple(usual(speed, values[trials.speed_mps == speed]) for speed in SPEEDS_MPS)
        for name, values in figures.items()
    }


def norms_of_markers(recordings: Iterable[Recording]) -> dict[str, tuple[Usual, ...]]:
    found: dict[tuple[str, float], list[float]] = {}
    for recording in recordings:
        figures = measure_figures(recording, np.ones(recording.strike_s.size, bool))
        for name in OF_MARKERS:
            legs = [value for (metric, _), value in figures.items() if metric == name]
            found.setdefault((name, recording.speed_mps), []).append(float(np.mean(legs)))
    return {
        name: tuple(usual(speed, np.array(found[name, speed])) for speed in SPEEDS_MPS)
        for name in OF_MARKERS
    }


def curves_of(recordings: Iterable[Recording]) -> dict[str, tuple[UsualCurve, ...]]:
    """What is usual over the stride; of each runner the mean of both legs."""
    found: dict[tuple[str, float], list[FloatArray]] = {}
    for recording in recordings:
        for name, course in measure_courses(recording, PHASES).items():
            found.setdefault((name, recording.speed_mps), []).append(course)
    names = sorted({name for name, _ in found})
    return {
        name: tuple(usual_curve(speed, np.array(found[name, speed])) for speed in SPEEDS_MPS)
        for name in names
    }


def usual_curve(speed_mps: float, courses: FloatArray) -> UsualCurve:
    """Parameters: (runners, phases) courses [deg]."""
    mean, reach = courses.mean(axis=0), Z90 * courses.std(axis=0, ddof=1)
    return UsualCurve(speed_mps, courses.shape[0], mean - reach, mean + reach)


def usual(speed_mps: float, values: FloatArray) -> Usual:
    return Usual(speed_mps, values.size, float(values.mean()), float(values.std(ddof=1)))


def write_norms(norms: Mapping[str, tuple[Usual, ...]], checked: str) -> None:
    for name, by_speed in norms.items():
        (FOLDER / f"{name}.yaml").write_text(record_text(name, by_speed, checked), "utf-8")


def write_curves(curves: Mapping[str, tuple[UsualCurve, ...]], checked: str) -> None:
    CURVE_FOLDER.mkdir(exist_ok=True)
    for name, by_speed in curves.items():
        (CURVE_FOLDER / f"{name}.yaml").write_text(curve_text(name, by_speed, checked), "utf-8")


def curve_text(name: str, by_speed: tuple[UsualCurve, ...], checked: str) -> str:
    rows = []
    for each in by_speed:
        rows += [
            f"  - speed_mps: {each.speed_mps}",
            f"    people: {each.people}",
            f"    low: {listed(each.low)}",
            f"    high: {listed(each.high)}",
        ]
    lines = (
        f"id: {name}",
        'unit: "deg"',
        f"phase_percent: {listed(100 * PHASES)}",
        "by_speed:",
        *rows,
        f'whose: "{FROM_MARKERS}"',
        "sources: [rbds_2017]",
        "certainty: computed",
        f"checked: {{on: {checked}, by: validation/gait}}",
    )
    return "\n".join(lines) + "\n"


def listed(values: FloatArray) -> str:
    return f"[{', '.join(f'{value:.1f}' for value in values)}]"


def record_text(name: str, by_speed: tuple[Usual, ...], checked: str) -> str:
    digits = DIGITS[METRICS[name]]
    rows = []
    for each in by_speed:
        mean, sd, low, high = (round(v, digits) for v in (each.mean, each.sd, *each.band))
        rows.append(
            f"  - {{speed_mps: {each.speed_mps}, people: {each.people}, mean: {mean}, sd: {sd}, "
            f"low: {low}, high: {high}}}"
        )
    whose = FROM_MARKERS if name in OF_MARKERS else FROM_FORCE
    lines = (
        f"id: {name}",
        f'unit: "{METRICS[name]}"',
        "by_speed:",
        *rows,
        f'whose: "{whose}"',
        "sources: [rbds_2017]",
        "certainty: computed",
        f"checked: {{on: {checked}, by: validation/gait}}",
    )
    return "\n".join(lines) + "\n"
