"""The sample runner has a story, the same for everyone."""

from datetime import timedelta

import fitdecode
import numpy as np

from app.conftest import TODAY
from midstance.app.sample.files import write_sample_files
from midstance.app.sample.fit_file import write_fit
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import Route, tell_story


def descent_m(run) -> float:
    altitude = record_seconds(run).altitude_m
    return 0.0 if altitude is None else float(-np.minimum(np.diff(altitude[::10]), 0).sum())


def test_the_story_is_the_same_every_time():
    assert list(tell_story(TODAY)) == list(tell_story(TODAY))


def test_another_day_moves_the_story_along():
    here, there = list(tell_story(TODAY)), list(tell_story(TODAY + timedelta(days=40)))
    assert len(here) == len(there)
    assert there[-1].start_at.date() - here[-1].start_at.date() == timedelta(days=40)


def test_the_last_run_lies_two_days_back():
    assert list(tell_story(TODAY))[-1].start_at.date() == TODAY - timedelta(days=2)


def test_three_or_four_runs_a_week_over_more_than_a_year():
    runs = list(tell_story(TODAY))
    weeks = (runs[-1].start_at - runs[0].start_at).days / 7
    assert 52 <= weeks <= 70
    assert 3 <= len(runs) / weeks <= 4


def test_the_downhill_jumps_and_the_kilometres_do_not():
    runs = list(tell_story(TODAY))
    end = runs[-1].start_at
    last = [run for run in runs if run.start_at > end - timedelta(weeks=3)]
    before = [run for run in runs if end - timedelta(weeks=15) < run.start_at <= last[0].start_at]
    per_week = [
        sum(run.distance_m for run in part) / weeks for part, weeks in ((last, 3), (before, 12))
    ]
    down = [sum(map(descent_m, part)) / weeks for part, weeks in ((last, 3), (before, 12))]
    assert per_week[0] < 1.3 * per_week[1]
    assert down[0] > 3 * down[1]


def test_one_treadmill_phase_and_a_new_watch():
    runs = list(tell_story(TODAY))
    on_belt = [run.index for run in runs if run.route is Route.TREADMILL]
    assert len(on_belt) >= 8
    assert max(on_belt) - min(on_belt) < 25
    dynamics = [run.has_dynamics for run in runs]
    assert dynamics == sorted(dynamics)
    assert 0.3 < np.mean(dynamics) < 0.7


def test_another_reader_reads_the_files_to_the_last_record(tmp_path):
    run = list(tell_story(TODAY))[-1]
    seconds = record_seconds(run)
    path = tmp_path / "one.fit"
    path.write_bytes(write_fit(run.start_at, seconds))
    with fitdecode.FitReader(path, check_crc=fitdecode.CrcCheck.RAISE) as reader:
        records = [
            frame
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record"
        ]
    assert len(records) == seconds.distance_m.size
    assert records[0].get_value("timestamp") == run.start_at
    distance = [record.get_value("distance") for record in records]
    np.testing.assert_allclose(distance, seconds.distance_m, atol=0.006)
    contact_ms = [record.get_value("stance_time") for record in records]
    np.testing.assert_allclose(contact_ms, seconds.contact_time_s * 1000, atol=0.06)


def test_the_files_hold_a_ride_and_a_phone_recording(tmp_path):
    files = write_sample_files(tmp_path, TODAY)
    assert len({path.name for path in files}) == len(files) > 200
    assert sum(path.suffix == ".gpx" for path in files) == 1
