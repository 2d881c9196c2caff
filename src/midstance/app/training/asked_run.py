"""A planned run held against the runner's usual one, her tissues and her limits."""

from dataclasses import dataclass

import numpy as np

from midstance.app.training.room import DayRoom
from midstance.app.training.tissue_past import RunnerPast
from midstance.core.base.arrays import FloatArray
from midstance.core.load.planned import (
    TISSUES,
    PlannedLoad,
    PlannedRun,
    estimate_planned_load,
)
from midstance.core.load.uncertainty import interval
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.run_room import AskedRun, Bound, shares_of
from midstance.core.tissue.room import estimate_room
from midstance.core.tissue.simulate import band_of, simulate_tissue
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.planned_constants import load_planned_constants
from midstance.knowledge.tissue_constants import load_tissue_constants


@dataclass(frozen=True)
class TissueForecast:
    """What a planned run would do to one tissue; None where too little is known.

    Parameters
    ----------
    times, low, high : load over that of her usual run, with its 90 % range.
    usual_days : what it does, in usual days of hers, by the middle exponent.
    least, middle, most : how full the tissue would be on the evening, on the worse side; 1 is as
        full as on a heavy usual day of hers.
    """

    tissue: str
    times: float | None
    low: float | None
    high: float | None
    usual_days: float | None
    least: float | None
    middle: float | None
    most: float | None


@dataclass(frozen=True, eq=False)
class Ratios:
    """A planned run over the usual one.

    Parameters
    ----------
    load : (4,) of the load on each tissue.
    damage : (4, e) of the damage.
    change_log_sd : spread of these ratios, as a log.
    """

    load: FloatArray
    damage: FloatArray
    change_log_sd: float


def predict(planned: PlannedRun, height_m: float | None) -> PlannedLoad:
    """What the run would do, by the model alone."""
    return estimate_planned_load(planned, height_m, load_parameters(), load_planned_constants())


def ratios_of(made: PlannedLoad, past: RunnerPast, height_m: float | None) -> Ratios | None:
    """The run over her usual one, both of steady steps; None where nothing is usual."""
    if past.usual is None:
        return None
    usual = predict(past.usual.run, height_m)
    spread = max(made.change_log_sd, past.usual.change_log_sd)
    return Ratios(made.load / usual.load, made.damage / usual.damage, spread)


def forecast_tissues(past: RunnerPast, ratios: Ratios | None) -> tuple[TissueForecast, ...]:
    """Each tissue after the run, today not run yet."""
    return tuple(_forecast(past, ratios, at) for at in range(len(TISSUES)))


def _forecast(past: RunnerPast, ratios: Ratios | None, at: int) -> TissueForecast:
    name = str(TISSUES[at])
    if ratios is None:
        return TissueForecast(name, None, None, None, None, None, None, None)
    times = float(ratios.load[at])
    low, high = interval(times, ratios.change_log_sd, load_parameters())
    days = _usual_days(past, ratios, at)
    if days is None or past.tissues is None:
        return TissueForecast(name, times, low, high, None, None, None, None)
    least, middle, most = _filled(past, days, at)
    middle_day = float(np.median(days.max(axis=0)))
    return TissueForecast(name, times, low, high, middle_day, least, middle, most)


def _usual_days(past: RunnerPast, ratios: Ratios, at: int) -> FloatArray | None:
    """(2, e) what the run does to each side, in usual days of hers."""
    usual, tissues = past.usual, past.tissues
    if usual is None or tissues is None or past.lacks_load or np.isnan(tissues.usual[at]).any():
        return None
    return np.asarray(ratios.damage[at] * usual.damage[at] / tissues.usual[at])


def _filled(
    past: RunnerPast, days: FloatArray, at: int
) -> tuple[float | None, float | None, float | None]:
    """Band of how full the worse side is on the evening after the run, all of the day among it."""
    tissues = past.tissues
    if tissues is None or np.isnan(tissues.peak[at]).any():
        return None, None, None
    whole_day = (tissues.today[at] + days)[None]
    filled = simulate_tissue(whole_day, tissues.before.of(at), load_tissue_constants())
    band = band_of(filled.utilisation[0] / tissues.peak[at])
    worse = int(np.argmax(band.middle))
    return float(band.least[worse]), float(band.middle[worse]), float(band.most[worse])


def hold_against_limits(
    planned: PlannedRun,
    made: PlannedLoad,
    ratios: Ratios | None,
    day: DayRoom,
    constants: PlanConstants,
) -> tuple[tuple[Bound, float], ...]:
    """How much of each limit the run would take, the largest share first."""
    asked = AskedRun(
        total_s=made.total_s,
        running_s=made.running_s,
        distance_m=planned.distance_m,
        load_share=_load_share(day, ratios, constants),
        state_share=_state_share(day, ratios),
    )
    return shares_of(asked, day.state, constants)


def _load_share(day: DayRoom, ratios: Ratios | None, constants: PlanConstants) -> float | None:
    at, usual = TISSUES.index(day.tissue), day.past.usual
    if ratios is None or usual is None or day.state.most_by_load_s is None:
        return None
    most = constants.longest_times * float(day.past.heaviest[at])
    return float(ratios.load[at] * usual.load[at]) / most if most > 0 else np.inf


def _state_share(day: DayRoom, ratios: Ratios | None) -> float | None:
    at, tissues = TISSUES.index(day.tissue), day.past.tissues
    if ratios is None or tissues is None or day.state.most_by_state_s is None:
        return None
    days = _usual_days(day.past, ratios, at)
    if days is None:
        return None
    room = estimate_room(tissues.before.of(at), tissues.peak[at], load_tissue_constants())
    asked = np.broadcast_to(days[..., None, None], room.shape)
    with np.errstate(divide="ignore"):
        return float(np.max(np.where(asked > 0, asked / room, 0.0)))
