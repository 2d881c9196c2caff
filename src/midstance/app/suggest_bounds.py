"""From when on one of her own runs is long, or fast: a first guess."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from midstance.app.shoes.kinds import speed_of
from midstance.app.usual import FEWEST_RUNS, USUAL_DAYS
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.store.models import Run, Runner


@dataclass(frozen=True)
class Bounds:
    """From which distance a run is long and from which speed it is fast; None where unknown."""

    long_m: float | None
    fast_mps: float | None


def suggest_bounds(runner: Runner, today: date) -> Bounds:
    """Guess both from her runs of the last ninety days.

    *Changes* nothing.
    *Refuses* nothing; with few runs it suggests nothing.
    *Twice* gives the same.
    *Privacy* the runner's own only.
    """
    constants = load_keep_well_constants()
    first = today - timedelta(days=USUAL_DAYS)
    runs = Run.objects.owned_by(runner).shown().filter(local_day__gt=first, local_day__lte=today)
    told = list(runs.values_list("distance_m", "moving_s"))
    distances = [distance_m for distance_m, _moving_s in told if distance_m]
    speeds = [speed for distance_m, moving_s in told if (speed := speed_of(distance_m, moving_s))]
    return Bounds(
        _quantile(distances, constants.long_run_quantile),
        _quantile(speeds, constants.fast_run_quantile),
    )


def _quantile(values: list[float], share: float) -> float | None:
    return None if len(values) < FEWEST_RUNS else float(np.quantile(values, share))
