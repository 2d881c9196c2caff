"""Cleaning on real recordings: the figures that the devices themselves counted are met."""

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from midstance.app.repair_words import REPAIRS
from midstance.core.base.errors import UnreadableFileError
from midstance.core.signal.view import summarise_view
from midstance.importers.activity import Parsed
from midstance.importers.archive import read_source
from midstance.importers.clean import clean_activity, view_run

pytestmark = pytest.mark.real_data
EVERY = 12


def read_all(paths):
    for path in paths:
        with path.open("rb") as stream:
            try:
                for member in read_source(stream, path.name, lambda _: False, lambda *_: None):
                    if isinstance(member.outcome, Parsed):
                        yield from member.outcome.activities
            except UnreadableFileError:
                continue


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def history(unpacked):
    """Some of the runs of two years-long histories: activity, cleaned run, its sums."""
    paths = chain.from_iterable(
        files_in(unpacked(name))[::EVERY] for name in ("history_a", "history_b")
    )
    runs = []
    for activity in read_all(paths):
        if activity.sport.is_run and activity.time_s.size > 600:
            run = clean_activity(activity)
            runs.append((activity, run, summarise_view(view_run(run))))
    assert len(runs) > 80
    return runs


def test_every_recording_of_any_device_can_be_cleaned(unpacked):
    kinds = set()
    count = 0
    for activity in read_all(files_in(unpacked("device_files"))):
        if activity.time_s.size == 0:
            with pytest.raises(UnreadableFileError):
                clean_activity(activity)
            continue
        count += 1
        run = clean_activity(activity)
        view = view_run(run)
        summarise_view(view)
        kinds |= {note.kind for note in run.repairs}
        assert (np.diff(run.streams.time_s) > 0).all()
        assert not (view.moving & ~view.recorded).any()
    assert count > 250
    assert kinds <= set(REPAIRS)


def test_distance_is_the_devices_own(history):
    ratios = [
        totals.distance_m / activity.totals.distance_m
        for activity, _, totals in history
        if activity.totals.distance_m and totals.distance_m is not None
    ]
    assert np.mean(np.abs(np.array(ratios) - 1) < 0.01) > 0.93
    assert np.median(ratios) == pytest.approx(1, abs=0.001)


def test_moving_time_is_at_most_the_timers(history):
    ratios = [t.moving_s / a.totals.timer_s for a, _, t in history if a.totals.timer_s]
    assert np.quantile(ratios, 0.98) < 1.02
    assert 0.93 < np.median(ratios) <= 1.0


def test_climbs_with_a_barometer_are_within_the_range_stated(history):
    device_m = [
        (a.totals.ascent_m, t)
        for a, run, t in history
        if run.device.has_barometer
        and run.altitude_source == "barometer"
        and (a.totals.ascent_m or 0) >= 50
    ]
    inside = [t.ascent_low_m <= ascent_m <= t.ascent_high_m for ascent_m, t in device_m]
    assert len(inside) > 30
    assert np.mean(inside) > 0.75


def test_steps_are_those_that_the_device_counted(history):
    ratios = [t.steps / a.totals.steps for a, _, t in history if a.totals.steps and t.steps]
    assert len(ratios) > 40
    assert np.median(ratios) == pytest.approx(1, abs=0.03)


def test_runners_take_between_two_and_four_steps_a_second(history):
    cadences = [
        totals.cadence_spm
        for _, _, totals in history
        if totals.cadence_spm is not None and totals.distance_m > 2 * totals.moving_s
    ]
    assert len(cadences) > 40
    assert np.mean([120 < cadence < 220 for cadence in cadences]) > 0.97


def test_speeds_are_those_of_runners(history):
    for _, run, _ in history:
        speed_mps = view_run(run).speed_mps
        known = speed_mps[np.isfinite(speed_mps)]
        assert known.size == 0 or known.max() < 12.5
