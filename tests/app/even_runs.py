"""A runner who runs each second day alike, until something is changed at the end."""

from datetime import UTC, datetime, timedelta

import numpy as np

from app.makers import TISSUES, add_run, tissue_row
from midstance.store.models import Run, RunLoad, TissueLoadRow
from store.makers import make_load

DAY = timedelta(days=1)


def at(day, hour=6):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def run_every_second_day(runner, until, days=560, **last):
    """Like runs up to a day; `last` changes those of its last two weeks."""
    chance = np.random.default_rng(4)
    original = add_run(runner, at(until - (days + 2) * DAY)).original
    Run.objects.owned_by(runner).filter(original=original).delete()
    runs = []
    for back in range(days, -1, -2):
        metres = 8000 * float(np.exp(chance.normal(0, 0.06)))
        told = {"distance_m": metres, "descent_m": 60.0, "cadence_spm": 165.0}
        start_at = at(until - back * DAY)
        runs.append(
            Run(
                owner=runner,
                original=original,
                key=f"{until.toordinal() - back:016}",
                start_at=start_at,
                end_at=start_at + timedelta(seconds=2700),
                elapsed_s=2700.0,
                moving_s=2700.0,
                local_day=start_at.date(),
                sport="running",
                source="fit",
                **(told | (last if back < 14 else {})),
            )
        )
    store(runs)


def store(runs):
    """The runs with loads that follow their distances."""
    rows = Run.objects.bulk_create(runs)
    loads = [
        make_load(run, modelled_s=2700.0, distance_m=run.distance_m, contact_time_s=None)
        for run in rows
    ]
    RunLoad.objects.bulk_create(loads)
    tissues = [
        tissue_row(run, tissue, share * run.distance_m / 3)
        for run in rows
        for tissue, share in TISSUES.items()
    ]
    TissueLoadRow.objects.bulk_create(tissues)
