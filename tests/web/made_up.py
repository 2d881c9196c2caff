"""Runs of the sample runner, stored through the same door as imported ones, but without files."""

import hashlib
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import numpy as np

from midstance.app.importing.prepare import Estimator
from midstance.app.importing.store_files import store_files
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import PlannedRun, Route, tell_story
from midstance.importers.activity import Activity, Device, Member, Parsed, Source, Sport
from midstance.knowledge.parameters import load_parameters
from midstance.store.blobs import blobs
from midstance.store.models import Job, Runner

CHANNELS = (
    "distance_m",
    "speed_mps",
    "altitude_m",
    "heart_rate_bpm",
    "contact_time_s",
)


def store_made_up_runs(runner: Runner, today: date, count: int = 30) -> list[str]:
    """Store the last runs of the story; gives their keys, oldest first."""
    job = Job.objects.create(owner=runner, kind="import", arguments={})
    estimator = Estimator(runner.body, load_parameters())
    planned = list(tell_story(today))[-count:]
    files = [estimator.prepare_member(member) for member in members(planned)]
    outcomes = store_files(runner, job, files, blobs())
    counts = {"imported": len(files), "duplicates": 0, "skipped": 0, "failed": 0}
    Job.objects.filter(pk=job.pk).update(
        state="done", result=counts, progress_done=count, progress_total=count
    )
    return [outcome.runs[0] for outcome in outcomes]


def members(planned: list[PlannedRun]) -> Iterator[Member]:
    for run in planned:
        content = f"made up run {run.index} of {run.start_at:%Y-%m-%d}".encode()
        name = f"{run.start_at:%Y-%m-%d}.fit"
        digest = hashlib.sha256(content).hexdigest()
        yield Member(name, content, digest, Parsed((activity_of(run),)))


def activity_of(run: PlannedRun) -> Activity:
    seconds = record_seconds(run)
    told = {name: getattr(seconds, name) for name in CHANNELS}
    columns = {name: values for name, values in told.items() if values is not None}
    columns["cadence_rpm"] = seconds.cadence_spm / 2
    start_s = run.start_at.timestamp()
    return Activity(
        source=Source.FIT,
        member="",
        sport=Sport.TREADMILL if run.route is Route.TREADMILL else Sport.ROAD,
        start_s=start_s,
        time_s=start_s + np.arange(seconds.speed_mps.size),
        columns=MappingProxyType(columns),
        pauses_s=np.empty((0, 2)),
        device=Device(manufacturer="garmin", product="Forerunner", has_barometer=True),
        utc_offset_s=3600.0,
        name=str(run.route).capitalize(),
    )
