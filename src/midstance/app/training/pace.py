"""How fast she usually runs, for turning a distance that she wants into a time."""

from datetime import date, timedelta
from statistics import median

from midstance.store.models import Run, Runner

LOOK_BACK = timedelta(days=90)
FEWEST_RUNS = 3


def usual_speed_mps(runner: Runner, today: date) -> float | None:
    """The median speed of the runs of ninety days [m/s]; None where there are fewer than three."""
    rows = (
        Run.objects.owned_by(runner)
        .shown()
        .filter(local_day__gt=today - LOOK_BACK, local_day__lte=today)
        .filter(distance_m__gt=0, moving_s__gt=0)
        .values_list("distance_m", "moving_s")
    )
    speeds = [distance_m / moving_s for distance_m, moving_s in rows if distance_m and moving_s]
    return median(speeds) if len(speeds) >= FEWEST_RUNS else None
