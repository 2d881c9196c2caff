"""Made-up rows of every table."""

import datetime as dt
import hashlib
from types import MappingProxyType

import numpy as np

from midstance.core.base.streams import Streams
from midstance.store.blobs import blobs
from midstance.store.models import (
    CheckIn,
    ClinicianAnswer,
    CueTrial,
    Film,
    FilmGait,
    FilmPicture,
    ImportedFile,
    Job,
    KneeCheck,
    NoteShown,
    Original,
    OwnActivity,
    PainEntry,
    PlannedWeek,
    PlanWishes,
    Quarantine,
    Questionnaire,
    ReminderShown,
    Reminding,
    Run,
    RunLoad,
    Runner,
    ScreenReading,
    SessionLog,
    Shoe,
    ShoeChange,
    TissueLoadRow,
    WeekReview,
)
from midstance.store.streams import as_stored, write_streams

TISSUES = ("patellofemoral", "patellar_tendon", "tibiofemoral")
EPOCH = dt.datetime(2026, 3, 1, 6, tzinfo=dt.UTC)
LOAD = MappingProxyType(
    {
        "model_version": "made",
        "steps": 80.5,
        "moving_s": 55.0,
        "modelled_s": 50.0,
        "walking_s": 5.0,
        "unknown_s": 0.0,
        "distance_m": 180.0,
        "unrecorded_m": 6.0,
        "unrecorded_frac": 0.03,
        "iliotibial_index": 0.9,
        "iliotibial_peak_index": 1.1,
        "contact_time_s": 0.245,
        "seconds_by_speed": [0, 0, 4, 46],
        "inputs": {"cadence": "measured", "slope": "absent"},
    }
)
TISSUE_LOAD = MappingProxyType(
    {
        "peak_bw": 5.0,
        "peak_low_bw": 4.0,
        "peak_high_bw": 6.0,
        "mean_peak_bw": 4.5,
        "impulse_low_bw_s": 30.0,
        "impulse_high_bw_s": 1e6,
        "impulse_bw_s_per_km": None,
        "damage_m3": 1e-3,
        "damage_m6": 1e-6,
        "damage_m9": 1e300,
        "level_log_sd": 0.1,
        "change_log_sd": 0.05,
        "descriptor": {
            "logs": {"distance": 1.5, "speed": -0.25, "rest": 0.0},
            "slope_frac": 0.01,
        },
    }
)


def make_streams(seed: int, n: int = 60) -> Streams:
    rng = np.random.default_rng(seed)
    speed_mps = 3 + np.cumsum(rng.normal(0, 0.02, n))
    altitude_m = 100 + np.cumsum(rng.normal(0, 0.1, n))
    altitude_m[5:9] = np.nan
    return as_stored(
        Streams(
            np.arange(n) * 1.0,
            MappingProxyType({"speed_mps": speed_mps, "altitude_m": altitude_m}),
            np.array([[20.0, 25.0]]),
        )
    )


def add_original(owner: Runner, content: bytes, name: str = "run.fit") -> Original:
    stored = blobs().put(content)
    return Original.objects.create(
        owner=owner,
        sha256=stored.sha256,
        content_sha256=stored.sha256,
        size=stored.size,
        name=name,
        format="fit",
    )


def add_run(owner: Runner, seed: int, **changes: object) -> Run:
    original = add_original(owner, f"the bytes of run {seed}".encode())
    start_at = EPOCH + dt.timedelta(days=seed, microseconds=seed)
    columns = {
        "key": hashlib.sha256(f"{seed}".encode()).hexdigest()[:16],
        "start_at": start_at,
        "end_at": start_at + dt.timedelta(seconds=60),
        "local_day": start_at.date(),
        "utc_offset_s": 3600.0,
        "sport": "running",
        "source": "fit",
        "elapsed_s": 60.0,
        "moving_s": 55.0 + seed / 3,
        "distance_m": 180.0 + seed / 7,
        "repairs": [{"kind": "speed_spike", "count": seed, "detail": "Zürich 🏃"}],
        "totals": {"elapsed_s": 60.0, "steps": None, "ascent_m": 0.1 + 0.2},
    }
    run = Run.objects.create(owner=owner, original=original, **{**columns, **changes})
    write_streams(run, make_streams(seed))
    add_load(run, seed)
    return run


def add_load(run: Run, seed: int) -> None:
    make_load(run).save()
    TissueLoadRow.objects.bulk_create(
        make_tissue_load(run, tissue, impulse_bw_s=40 + seed / 9) for tissue in TISSUES
    )


def make_load(run: Run, **changes: object) -> RunLoad:
    return RunLoad(run=run, **{**LOAD, **changes})


def make_tissue_load(run: Run, tissue: str, **changes: object) -> TissueLoadRow:
    return TissueLoadRow(run=run, tissue=tissue, **{**TISSUE_LOAD, **changes})


def add_check(owner: Runner, seed: int = 1, **changes: object) -> KneeCheck:
    """A finished check with an answer of a clinician."""
    started_at = EPOCH + dt.timedelta(days=seed)
    columns = {
        "key": hashlib.sha256(f"check {seed}".encode()).hexdigest()[:16],
        "side": "left",
        "started_at": started_at,
        "finished_at": started_at + dt.timedelta(minutes=3),
        "answers": {
            "side": "left",
            "age_y": 36,
            "where": {"front_tip": "yes"},
            "walking": "unknown",
        },
        "asked": ["side", "where", "walking"],
        "action": 3,
        "result": '{"action":"same_day","note":"Zürich"}',
        "rules_version": "1-abc",
    }
    check = KneeCheck.objects.create(owner=owner, **{**columns, **changes})
    ClinicianAnswer.objects.create(
        owner=owner,
        knee_check=check,
        kind="doctor",
        said="Nothing broken.",
        may_load=True,
        answered_on=started_at.date(),
        recorded_at=started_at + dt.timedelta(days=1),
    )
    return check


def add_training(owner: Runner, run: Run, seed: int = 1) -> None:
    """A plan, and everything that can be told of it."""
    at = EPOCH + dt.timedelta(days=seed)
    day = at.date()
    mine = {"owner": owner, "key": hashlib.sha256(f"told {seed}".encode()).hexdigest()[:32]}
    told = {**mine, "recorded_at": at}
    PlanWishes.objects.create(owner=owner, days=[{"exercise_s": 900}], changed_at=at)
    PlannedWeek.objects.create(
        **mine, first_day=day, made_at=at, inputs="{}", inputs_sha256="0" * 64,
        plan='{"note":"Zürich"}', constants_version="1-abc", book_version="1-def",
    )  # fmt: skip
    SessionLog.objects.create(
        **told, day=day, kind="strength", started_at=at, seconds=600, effort_rpe=6,
        items=[{"exercise": "mini_squat", "sets_done": 2}],
    )  # fmt: skip
    PainEntry.objects.create(
        **told, day=day, moment="during", pain=2, places=["front_tip"], told_at=at, run=run
    )
    WeekReview.objects.create(**told, first_day=day, confidence=8, barrier="no_time")
    OwnActivity.objects.create(**mine, name="Stairs at work", added_at=at)
    CheckIn.objects.create(**told, kind="recovery", day=day, answers={"pace": 3}, version="1")
    Questionnaire.objects.create(owner=owner, name="own", document={"items": []}, added_at=at)
    Reminding.objects.create(owner=owner, is_on=True, at=dt.time(18, 0), address_sha256="0" * 64)
    ReminderShown.objects.create(owner=owner, day=day, shown_at=at)
    NoteShown.objects.create(owner=owner, note="new_shoe", day=day)
    ScreenReading.objects.create(
        owner=owner,
        screen="calf_raises",
        day=day,
        left=21,
        right=24,
        version="1",
        is_filmed=True,
        recorded_at=at,
    )


def add_film(owner: Runner, **changes: object) -> Film:
    """A film that was analysed, with a picture, and a cue that was tried because of it."""
    columns = {
        "view": "side",
        "day": EPOCH.date(),
        "name": "Zürich.mov",
        "told": {"treadmill_mps": 2.8},
        "state": "done",
        "look": {"light_frac": 0.5},
        "told_at": EPOCH,
    }
    film = Film.objects.create(owner=owner, **{**columns, **changes})
    FilmGait.objects.create(
        film=film, document={"metrics": [{"value": 171.5}]}, codec=5, blob=b"\0\1", version="1"
    )
    FilmPicture.objects.create(film=film, moment="contact", jpeg=b"\xff\xd8\0")
    CueTrial.objects.create(
        owner=owner, film=film, cue="quicker_steps", beat_spm=180.0, began_on=film.day, version="1"
    )
    return film


def add_history(owner: Runner, runs: int = 3) -> list[Run]:
    """Rows of every table of one runner."""
    shoe = Shoe.objects.create(
        owner=owner,
        name="Blue pair",
        brand="Any",
        first_day=dt.date(2026, 1, 5),
        before_m=40_000.0,
        kinds=["every"],
        also_named=["Old name"],
    )
    ShoeChange.objects.create(owner=owner, kind="added", before={"shoes": {"Blue pair": None}})
    made = [add_run(owner, seed, shoe=shoe) for seed in range(runs)]
    if runs > 1:
        made[1].duplicate_of = made[0]
        made[1].save()
    job = Job.objects.create(owner=owner, kind="import", arguments={"paths": ["a.zip"]})
    ImportedFile.objects.create(owner=owner, job=job, path="a.zip/1.fit", outcome="imported")
    Quarantine.objects.add_kill(owner, "0" * 64, "bad.fit", "out of memory")
    add_check(owner)
    add_training(owner, made[0])
    add_film(owner)
    return made
