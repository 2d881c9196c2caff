"""Whole histories of runs without files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.db.models import F

from app.makers import TISSUES, add_run, tissue_row
from midstance.store.models import Original, Run, RunLoad, Runner, TissueLoadRow
from store.makers import make_load

POWERS = {"damage_m3": 1.0, "damage_m6": 1.3, "damage_m9": 2.0}
"""Damage of a made-up run, as a share of its impulse."""

USUAL_S, USUAL_M, USUAL_BW_S = 2700.0, 8000.0, 1000.0


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)


def add_one(runner: Runner, day: date, *, times: float = 1.0, **columns: object) -> Run:
    """One run, `times` as long as the usual one of 8 km in 45 minutes."""
    return add_run(
        runner,
        start_of(day),
        impulse_bw_s=USUAL_BW_S * times,
        utc_offset_s=0.0,
        **{"distance_m": USUAL_M * times, "moving_s": USUAL_S * times} | columns,
    )


def add_history(runner: Runner, today: date, *, days: int = 140, every: int = 2) -> list[Run]:
    """Like runs every second day up to the day before yesterday, each fourth of them longer."""
    backs = range(days, 1, -every)
    planned = [
        (today - timedelta(days=back), 1.4 if number % 4 == 0 else 1.0)
        for number, back in enumerate(backs)
    ]
    runs = add_many(runner, planned)
    tell_damage(runner)
    return runs


def add_many(runner: Runner, planned: Iterable[tuple[date, float]]) -> list[Run]:
    """Runs of some days at once, each so many times the usual one."""
    planned = list(planned)
    originals = Original.objects.bulk_create([_original(runner, day) for day, _ in planned])
    runs = Run.objects.bulk_create(
        [_run(each, *told) for each, told in zip(originals, planned, strict=True)]
    )
    RunLoad.objects.bulk_create([_load(run) for run in runs])
    TissueLoadRow.objects.bulk_create(
        [
            tissue_row(run, tissue, USUAL_BW_S * times * share)
            for run, (_day, times) in zip(runs, planned, strict=True)
            for tissue, share in TISSUES.items()
        ]
    )
    return runs


def _original(runner: Runner, day: date) -> Original:
    digest = sha256(f"{runner.pk} {day}".encode()).hexdigest()
    return Original(
        owner=runner, sha256=digest, content_sha256=digest, size=9, name="made.fit", format="fit"
    )


def _run(original: Original, day: date, times: float) -> Run:
    return Run(
        owner=original.owner,
        key=original.sha256[:16],
        original=original,
        start_at=start_of(day),
        end_at=start_of(day) + timedelta(seconds=USUAL_S * times),
        elapsed_s=USUAL_S * times,
        moving_s=USUAL_S * times,
        distance_m=USUAL_M * times,
        utc_offset_s=0.0,
        local_day=day,
        sport="running",
        source="fit",
    )


def _load(run: Run) -> RunLoad:
    told = {"moving_s": run.moving_s, "modelled_s": run.moving_s, "walking_s": 0.0}
    return make_load(run, steps=run.moving_s * 2.6, distance_m=run.distance_m, **told)


def tell_damage(runner: Runner) -> None:
    """Give each run damage that goes with its impulse."""
    rows = TissueLoadRow.objects.owned_by(runner)
    rows.update(**{name: F("impulse_bw_s") * share for name, share in POWERS.items()})
