"""Apple Health: running workouts with their routes and dynamics, in bounded memory."""

import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from importers.activity_files import START_S, iso, read_all
from importers.apple_export import (
    DTD,
    PHONE,
    WATCH,
    dynamics,
    export_xml,
    export_zip,
    long_export,
    moment,
    record,
    route,
    route_reference,
    statistics,
    workout,
)
from importers.same import fingerprint
from midstance.importers.activity import Lap, Source, Sport
from midstance.importers.apple_health import read_moment

RUN = workout(0, 60)
PATH = f"export.zip/workout-{iso(0).replace('-', '').replace(':', '')}"


def members_of(records="", workouts=RUN, routes=None, **kinds):
    content = export_zip(export_xml(records, workouts), routes, **kinds)
    return read_all(content, "export.zip")


def read_run(records="", workouts=RUN, routes=None, **kinds):
    (member,) = members_of(records, workouts, routes, **kinds)
    (activity,) = member.outcome.activities
    return activity


def column(activity, name):
    return dict(
        zip((activity.time_s - START_S).tolist(), activity.columns[name].tolist(), strict=True)
    )


@pytest.mark.parametrize(
    ("kind", "value", "unit", "name", "expected"),
    [
        ("RunningSpeed", 10.8, "km/hr", "speed_mps", 3.0),
        ("RunningSpeed", 3, "m/s", "speed_mps", 3.0),
        ("RunningSpeed", 6.7108, "mi/hr", "speed_mps", 3.0),
        ("RunningStrideLength", 1.05, "m", "step_length_m", 1.05),
        ("RunningStrideLength", 105, "cm", "step_length_m", 1.05),
        ("RunningGroundContactTime", 251, "ms", "contact_time_s", 0.251),
        ("RunningVerticalOscillation", 8.4, "cm", "vertical_oscillation_m", 0.084),
        ("RunningPower", 240, "W", "power_w", 240),
        ("HeartRate", 150, "count/min", "heart_rate_bpm", 150),
        ("HeartRate", 2.5, "count/s", "heart_rate_bpm", 150),
        ("StepCount", 14, "count", "cadence_rpm", 84),
    ],
)
def test_units_are_respected(kind, value, unit, name, expected):
    values = read_run(record(kind, 10, 15, value, unit)).columns[name]
    assert values == pytest.approx([expected] * len(values), rel=1e-4)


def test_a_sample_fills_its_interval_and_no_more():
    speed = column(read_run(record("RunningSpeed", 10, 15, 3, "m/s")), "speed_mps")
    assert speed == dict.fromkeys([10, 11, 12, 13, 14], 3)


def test_distances_add_up_and_holes_stay_unknown():
    records = "".join(
        record("DistanceWalkingRunning", start, start + 5, value, unit)
        for start, value, unit in ((0, 15, "m"), (5, 0.01, "km"), (40, 15, "m"))
    )
    distance = column(read_run(records), "distance_m")
    assert [distance[s] for s in (0, 5, 7.0, 10, 40, 45)] == pytest.approx([0, 15, 19, 25, 25, 40])
    assert 20 not in distance


def test_samples_outside_of_the_workout_are_not_its_own():
    records = record("HeartRate", -5, -5, 90, "count/min") + record(
        "HeartRate", 65, 65, 90, "count/min"
    )
    (member,) = members_of(records)
    assert member.outcome.activities == ()
    assert "nothing was measured" in member.outcome.why_empty


def test_watch_and_phone_are_not_counted_twice():
    both = dynamics(0, 60) + dynamics(0, 60, PHONE)
    alone = read_run(dynamics(0, 60))
    assert fingerprint(read_run(both)) == fingerprint(alone)
    assert alone.columns["distance_m"][-1] == pytest.approx(180)


def test_the_source_of_the_workout_comes_first():
    records = dynamics(0, 60) + record("HeartRate", 1, 1, 99, "count/min", PHONE)
    by_phone = read_run(records, workout(0, 60, source=PHONE))
    assert np.nanmax(by_phone.columns["heart_rate_bpm"]) == 99
    by_an_app = read_run(records, workout(0, 60, source="An app"))
    assert np.nanmax(by_an_app.columns["heart_rate_bpm"]) == 150


def test_the_route_is_found_by_its_reference():
    run = workout(0, 60, route_reference("route_1.gpx"))
    activity = read_run(
        dynamics(0, 60), run, {"route_1.gpx": route(0, 60), "other.gpx": route(0, 9)}
    )
    assert (activity.source, activity.sport) == (Source.APPLE_HEALTH, Sport.ROAD)
    assert activity.columns["latitude_deg"][:2].tolist() == [50.0, 50.00003]
    assert activity.columns["gps_accuracy_m"][0] == 2.5
    assert activity.columns["speed_mps"][0] == pytest.approx(3.0)


def test_the_speed_of_the_route_fills_what_the_watch_left_open():
    run = workout(0, 60, route_reference("r.gpx"))
    speed = column(
        read_run(record("RunningSpeed", 10, 15, 3, "m/s"), run, {"r.gpx": route(0, 60)}),
        "speed_mps",
    )
    assert (speed[9], speed[10], speed[15]) == (3.1, 3, 3.1)


def test_a_route_that_is_missing_or_damaged_is_noted():
    references = route_reference("gone.gpx") + route_reference("bad.gpx")
    activity = read_run(dynamics(0, 60), workout(0, 60, references), {"bad.gpx": b"<gpx><trk>"})
    assert {"route_missing", "route_unreadable"} <= {note.kind for note in activity.notes}


@pytest.mark.parametrize(
    "name",
    [
        "apple_health_export/export.xml",
        "apple_health_export/Exportieren.xml",
        "apple_health_export/exportación.xml",
        "exportation_apple_health/exporter.xml",
        "苹果健康/导出.xml",
    ],
)
def test_the_export_is_found_whatever_it_is_called(name):
    assert len(read_run(dynamics(0, 60), name=name).time_s) == 61


def test_every_run_is_a_member_and_other_sports_are_none():
    workouts = workout(86_400, 86_460) + workout(500, 600, kind="Cycling") + RUN
    records = dynamics(0, 60) + dynamics(86_400, 86_460)
    members = members_of(records, workouts)
    assert [member.path for member in members] == [PATH, "export.zip/workout-20240502T071203Z"]
    assert all(member.data is None for member in members)
    assert len({member.sha256 for member in members}) == 2


def test_two_workouts_of_one_start_have_two_names():
    members = members_of(dynamics(0, 60), RUN + workout(0, 50, source="An app"))
    assert [member.path for member in members] == [PATH, f"{PATH}-2"]


def test_a_later_export_gives_the_same_identity():
    early = members_of(dynamics(0, 60))[0]
    later = members_of(dynamics(0, 60) + dynamics(86_400, 86_460), RUN + workout(86_400, 86_460))[0]
    assert early.sha256 == later.sha256
    assert fingerprint(early.outcome) == fingerprint(later.outcome)


def test_runs_of_impossible_dates_are_no_runs():
    broken = workout(0, 60).replace("2024-05-01", "9999-12-31")
    (member,) = members_of(dynamics(0, 60), broken + workout(60, 0) + RUN)
    assert member.path == PATH


def test_skipped_runs_are_left_out():
    content = export_zip(export_xml(dynamics(0, 60), RUN))
    assert read_all(content, "export.zip", lambda path: path == PATH) == []


def test_totals_events_and_device_are_read():
    inside = (
        '  <MetadataEntry key="HKIndoorWorkout" value="1"/>\n'
        '  <MetadataEntry key="HKElevationAscended" value="1234 cm"/>\n'
        f'  <WorkoutEvent type="HKWorkoutEventTypePause" date="{moment(20)}"/>\n'
        f'  <WorkoutEvent type="HKWorkoutEventTypeResume" date="{moment(35)}"/>\n'
        f'  <WorkoutEvent type="HKWorkoutEventTypeLap" date="{moment(0)}" duration="0.5" '
        'durationUnit="min"/>\n'
        + statistics("DistanceWalkingRunning", 0.17, "km")
        + statistics("StepCount", 160, "count")
    )
    activity = read_run(dynamics(0, 60), workout(0, 60, inside))
    totals = activity.totals
    assert (totals.elapsed_s, totals.timer_s, totals.steps) == (60, 60, 160)
    assert (totals.distance_m, totals.ascent_m) == pytest.approx((170, 12.34))
    assert activity.pauses_s.tolist() == [[START_S + 20, START_S + 35]]
    assert activity.laps == (Lap(START_S, 30, None),)
    assert activity.sport is Sport.TREADMILL
    assert (activity.device.manufacturer, activity.device.product) == ("Apple Inc.", "Watch6,1")
    assert activity.utc_offset_s == 7200


def test_an_export_without_runs_says_so():
    (member,) = members_of(dynamics(0, 60), workout(0, 60, kind="Yoga"))
    assert "no running workouts" in member.outcome.why_empty


def test_the_records_alone_can_be_dropped():
    (member,) = read_all(export_xml(dynamics(0, 60), RUN), "export.xml")
    assert len(member.outcome.activities[0].time_s) == 61


def test_control_bytes_and_a_broken_dtd_do_no_harm():
    broken = DTD.replace("#IMPLIED>", "#IMPLIED").encode()
    content = export_xml(dynamics(0, 60), RUN).replace(DTD.encode(), broken)
    content = content.replace(WATCH.encode(), WATCH.encode() + b"\x0b")
    (member,) = read_all(export_zip(content), "export.zip")
    assert len(member.outcome.activities[0].time_s) == 61


def test_entities_in_the_dtd_are_refused():
    content = export_xml(dynamics(0, 60), RUN).replace(b"]>", b'<!ENTITY a "b">]>', 1)
    (member,) = read_all(export_zip(content), "export.zip")
    assert member.outcome.kind == "LimitExceededError"


def test_an_export_that_breaks_off_in_its_workouts_keeps_the_whole_ones():
    content = export_xml(dynamics(0, 60), RUN + workout(86_400, 86_460))
    (member,) = read_all(export_zip(content[:-60]), "export.zip")
    (activity,) = member.outcome.activities
    assert "cut_short" in {note.kind for note in activity.notes}


def test_many_samples_are_read_in_rounds(monkeypatch):
    starts = range(0, 5 * 86_400, 86_400)
    records = "".join(dynamics(start, start + 60) for start in starts)
    workouts = "".join(workout(start, start + 60) for start in starts)
    at_once = [fingerprint(member) for member in members_of(records, workouts)]
    monkeypatch.setattr("midstance.importers.apple_health.APPLE_MAX_SAMPLES_IN_MEMORY", 200)
    assert [fingerprint(member) for member in members_of(records, workouts)] == at_once
    monkeypatch.setattr("midstance.importers.apple_health.APPLE_MAX_SAMPLES_IN_MEMORY", 20)
    assert members_of(records, workouts)[0].outcome.kind == "LimitExceededError"


def test_samples_of_an_unknown_unit_are_left_out_and_noted():
    records = dynamics(0, 60) + record("RunningPower", 5, 10, 3, "furlong")
    notes = {note.kind: note.count for note in read_run(records).notes}
    assert notes["unit_unknown"] == 1


@pytest.mark.parametrize(
    "text", ["", "2024-05-01", "2024-05-01 07:12:03", "x" * 25, "2024-13-01 00:00:00 +0000"]
)
def test_moments_that_cannot_be_read_are_none(text):
    assert np.isnan(read_moment(text)).all()


PEAK = """
import re, sys
from pathlib import Path
from midstance.importers.archive import read_source
with open(sys.argv[1], "rb") as stream:
    members = sum(1 for _ in read_source(stream, "e.zip", lambda p: False, lambda p, s: None))
status = Path("/proc/self/status").read_text()  # getrusage would count the parent's peak too
print(members, int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) // 1024)
"""


def write_long_export(path: Path, records: int, runs: int) -> int:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("apple_health_export/export.xml", "w") as xml,
    ):
        return sum(xml.write(block) for block in long_export(records, runs))


def peak_mib(path: Path) -> tuple[int, int]:
    answer = subprocess.run(
        [sys.executable, "-c", PEAK, path], capture_output=True, text=True, check=True
    )
    members, peak = map(int, answer.stdout.split())
    return members, peak


def test_memory_does_not_grow_with_the_export(tmp_path):
    peaks = []
    for records in (2_000, 40_000):
        write_long_export(tmp_path / "e.zip", records, runs=2)
        members, peak = peak_mib(tmp_path / "e.zip")
        assert members == 2
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 8


@pytest.mark.long
def test_hundreds_of_megabytes_take_bounded_memory(tmp_path):
    size = write_long_export(tmp_path / "e.zip", 700_000, runs=60)
    assert size > 300_000_000
    members, peak = peak_mib(tmp_path / "e.zip")
    assert members == 60
    assert peak < 300
