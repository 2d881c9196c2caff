"""Stored runs without files."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import log

from midstance.core.load.explain import Factor
from midstance.store.models import Original, Run, Runner, TissueLoadRow
from store.makers import make_load, make_tissue_load

MORNING = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
TISSUES = {"patellofemoral": 1.0, "patellar_tendon": 0.95, "tibiofemoral": 1.6}


def add_run(
    runner: Runner,
    start_at: datetime = MORNING,
    *,
    impulse_bw_s: float = 1000.0,
    utc_offset_s: float | None = 7200.0,
    **columns,
) -> Run:
    digest = sha256(f"{runner.pk}{start_at}{impulse_bw_s}{columns}".encode()).hexdigest()
    original = Original.objects.create(
        owner=runner, sha256=digest, content_sha256=digest, size=9, name="made.fit", format="fit"
    )
    values = {"distance_m": 8000.0, "moving_s": 2700.0, "sport": "running", "source": "fit"}
    run = Run.objects.create(
        owner=runner,
        key=digest[:16],
        original=original,
        start_at=start_at,
        end_at=start_at + timedelta(seconds=2700),
        elapsed_s=2700.0,
        utc_offset_s=utc_offset_s,
        local_day=(start_at + timedelta(seconds=utc_offset_s or 0)).date(),
        **(values | columns),
    )
    make_load(run, steps=7000.0, moving_s=2700.0, modelled_s=2700.0, distance_m=8000.0).save()
    TissueLoadRow.objects.bulk_create(
        [tissue_row(run, tissue, impulse_bw_s * share) for tissue, share in TISSUES.items()]
    )
    return run


def tissue_row(run: Run, tissue: str, impulse_bw_s: float) -> TissueLoadRow:
    logs = {str(factor): 0.0 for factor in Factor} | {"distance": log(impulse_bw_s)}
    return make_tissue_load(
        run,
        tissue,
        impulse_bw_s=impulse_bw_s,
        impulse_low_bw_s=impulse_bw_s * 0.7,
        impulse_high_bw_s=impulse_bw_s * 1.4,
        impulse_bw_s_per_km=impulse_bw_s / 8,
        change_log_sd=0.07,
        descriptor={
            "logs": logs,
            "incline_frac": 0.01,
            "decline_frac": 0.01,
            "change_log_sd": 0.07,
        },
    )
