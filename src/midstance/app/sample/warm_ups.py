"""The warm-ups that the sample runner told: before most of her runs, at first before none."""

from datetime import date, timedelta
from uuid import uuid5

from midstance.app.sample.diary import TOLD
from midstance.store.models import Run, Runner, SessionKind, SessionLog

BEGAN_DAYS_AGO = 38
SECONDS = 300
LEFT_OUT_EACH = 4
"""Each fourth run goes without."""


def tell_warm_ups(runner: Runner, today: date) -> None:
    """Tell the warm-ups of the sample runner.

    *Changes* adds a warm-up on most days with a run of the last weeks.
    *Refuses* nothing.
    *Twice* adds none that is there.
    *Privacy* all of it is made up.
    """
    first = today - timedelta(days=BEGAN_DAYS_AGO)
    runs = Run.objects.owned_by(runner).shown().filter(local_day__gte=first).order_by("start_at")
    for number, run in enumerate(runs):
        if number % LEFT_OUT_EACH:
            began = run.start_at - timedelta(seconds=2 * SECONDS)
            SessionLog.objects.get_or_create(
                owner=runner,
                key=uuid5(TOLD, f"{run.key} warm_up").hex,
                defaults={
                    "day": run.local_day,
                    "kind": SessionKind.WARM_UP,
                    "started_at": began,
                    "seconds": SECONDS,
                    "recorded_at": began,
                },
            )
