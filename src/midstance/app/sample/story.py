"""What the sample runner did, week by week, up to a given day.

Sixty weeks of three or four runs, slowly more; a winter month on the treadmill; a new watch with
running dynamics half-way; then three weeks on a steep hill path, with four times the usual descent
in hardly more kilometres. The last run is cut short: the knee hurts.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import numpy as np

WEEKS = 60
TREADMILL_WEEKS = range(22, 27)
DYNAMICS_FROM_WEEK = 30
DOWNHILL_FROM_WEEK = WEEKS - 3
UTC_OFFSET = timedelta(hours=1)
SEED = 8600
QUICK_SHARE = 0.25  # short runs are run a little faster


class Route(StrEnum):
    """Where a run goes."""

    RIVER = "river"
    ROLLING = "rolling"
    HILL_PATH = "hill path"
    TREADMILL = "treadmill"


@dataclass(frozen=True)
class PlannedRun:
    """One run of the story, before its seconds are made."""

    index: int
    start_at: datetime  # UTC
    route: Route
    distance_m: float
    speed_mps: float  # on the flat
    temperature_c: float
    has_dynamics: bool


def tell_story(today: date) -> Iterator[PlannedRun]:
    """Every run of the sample runner; the last one lies two days before `today`."""
    first_monday = today - timedelta(days=2) - timedelta(weeks=WEEKS - 1, days=6)
    index = 0
    for week in range(WEEKS):
        for day, share in _training_days(week):
            on = first_monday + timedelta(weeks=week, days=day)
            yield _plan_run(index, week, on, share)
            index += 1


def _training_days(week: int) -> tuple[tuple[int, float], ...]:
    """Days after the week's first, with their share of the week's distance."""
    if week == WEEKS - 1:
        return ((2, 0.34), (4, 0.44), (6, 0.1))
    if week % 2 == 0 or week >= DOWNHILL_FROM_WEEK:
        return ((1, 0.22), (3, 0.24), (4, 0.18), (6, 0.36))
    return ((1, 0.28), (3, 0.3), (6, 0.42))


def _plan_run(index: int, week: int, on: date, share: float) -> PlannedRun:
    chance = np.random.default_rng([SEED, index])
    local = datetime.combine(on, time(6, 40), UTC) + timedelta(minutes=int(chance.integers(0, 90)))
    temperature_c = _season_temperature_c(on) + chance.normal(0, 2.5)
    fitness_mps = 2.72 + 0.0045 * week - 0.008 * max(temperature_c - 16, 0)
    return PlannedRun(
        index=index,
        start_at=local - UTC_OFFSET,
        route=_choose_route(week, on, share),
        distance_m=_week_distance_m(week) * share * chance.normal(1, 0.05),
        speed_mps=fitness_mps * chance.normal(1, 0.025) * (1.06 if share < QUICK_SHARE else 1.0),
        temperature_c=temperature_c,
        has_dynamics=week >= DYNAMICS_FROM_WEEK,
    )


def _season_temperature_c(on: date) -> float:
    return 11 - 9 * math.cos(2 * math.pi * (on.timetuple().tm_yday - 15) / 365.25)


def _week_distance_m(week: int) -> float:
    """From 18 km to 33 km a week, every fourth week a quarter less; a little more at the end."""
    if week >= DOWNHILL_FROM_WEEK:
        return 34_000
    return (18_000 + 250 * week) * (0.75 if week % 4 == 3 else 1.0)  # noqa: PLR2004 (every fourth)


def _choose_route(week: int, on: date, share: float) -> Route:
    is_long = share > 0.3  # noqa: PLR2004 (the week's long run)
    if week in TREADMILL_WEEKS and not is_long:
        return Route.TREADMILL
    if week >= DOWNHILL_FROM_WEEK:
        return Route.HILL_PATH if share > 0.2 else Route.RIVER  # noqa: PLR2004 (not the easy day)
    return Route.ROLLING if is_long or on.toordinal() % 5 == 0 else Route.RIVER
