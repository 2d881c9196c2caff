"""A data folder for each test, a runner, and a handful of small recordings."""

import gzip
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.isolated import new_home, prepared_home
from midstance.app.sample.fit_file import CYCLING, write_fit
from midstance.app.sample.gpx_file import write_gpx
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import Route, tell_story
from midstance.store.models import Runner

__all__ = ["new_home", "prepared_home"]
TODAY = date(2026, 11, 23)
SHORT_M = 900.0


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("MIDSTANCE_HOME", str(folder))
    return folder


@pytest.fixture
def runner(db) -> Runner:  # noqa: ARG001 # a fixture cannot use `usefixtures`
    return Runner.objects.create(name="Ada", height_m=1.7, mass_kg=60, time_zone="Europe/Berlin")


@pytest.fixture(scope="session")
def short_runs():
    """The last runs of the story, cut to a few minutes, one a day up to yesterday."""
    runs = [run for run in tell_story(TODAY) if run.route is not Route.TREADMILL][-12:]
    return [replace(run, distance_m=SHORT_M + 40 * run.index % 300) for run in runs]


@pytest.fixture(scope="session")
def recordings(tmp_path_factory, short_runs) -> Path:
    """Six runs, a phone's view of one, a copy, a packed copy, a ride, and nonsense."""
    folder = tmp_path_factory.mktemp("recordings")
    for run in short_runs[:6]:
        seconds = record_seconds(run)
        (folder / f"run-{run.index}.fit").write_bytes(write_fit(run.start_at, seconds))
    first = short_runs[0]
    seconds = record_seconds(first)
    (folder / "phone.gpx").write_bytes(write_gpx(first.start_at, seconds))
    content = write_fit(first.start_at, seconds)
    (folder / "copy.fit").write_bytes(content)
    (folder / "packed.fit.gz").write_bytes(gzip.compress(content, mtime=0))
    ride = write_fit(first.start_at + timedelta(hours=5), seconds, sport=CYCLING)
    (folder / "ride.fit").write_bytes(ride)
    (folder / "nonsense.bin").write_bytes(b"what is this? " * 9)
    return folder
