"""From FIT bytes to activities: one for each session, nothing repaired."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from importers.fit_writer import (
    FILE_ID,
    RECORD,
    START_S,
    Definition,
    Field,
    run_messages,
    stamp,
    write_file,
    write_run,
    write_table,
)
from importers.same import fingerprint
from midstance.importers.activity import Activity, Source, Sport
from midstance.importers.fit import decode_fit, read_fit, read_fit_runs

START = stamp(START_S)
SESSION = Definition(
    18,
    (Field(253, 6), Field(2, 6), Field(5, 0), Field(6, 0), Field(7, 6), Field(8, 6), Field(9, 6)),
    local=2,
)
EVENT = Definition(21, (Field(253, 6), Field(0, 0), Field(1, 0)), local=3)
LAP = Definition(19, (Field(2, 6), Field(7, 6), Field(9, 6)), local=4)
ACTIVITY = Definition(34, (Field(253, 6), Field(5, 6)), local=5)
RUNNING, TRAIL, CYCLING, TRANSITION = (1, 0), (1, 3), (2, 0), (3, 0)


def session(first: int, seconds: int, sport: tuple[int, int] = RUNNING) -> tuple[int, ...]:
    start = START + first
    return (start + seconds, start, *sport, seconds * 1000, seconds * 900, seconds * 300)


def read_one(messages: list[bytes]) -> Activity:
    (activity,) = read_fit(write_file(messages))
    return activity


def test_a_run_is_read_as_it_was_recorded():
    activity = read_one([*run_messages(60), *write_table(SESSION, [session(0, 60, TRAIL)])])
    assert (activity.source, activity.sport, activity.member) == (Source.FIT, Sport.TRAIL, "")
    np.testing.assert_array_equal(activity.time_s, START_S + np.arange(60))
    np.testing.assert_allclose(activity.columns["distance_m"], 3.0 * np.arange(60))
    np.testing.assert_array_equal(activity.columns["cadence_rpm"], 85)
    assert activity.start_s == START_S
    assert (activity.totals.elapsed_s, activity.totals.timer_s) == (60, 54)
    assert activity.totals.distance_m == 180
    device = activity.device
    assert (device.manufacturer, device.product, device.serial) == ("Garmin", "1234", "987")
    assert device.created_s == START_S
    assert device.has_barometer is None
    assert activity.notes == ()


def test_every_session_is_an_activity_with_its_own_records():
    sessions = [session(40, 60, RUNNING), session(0, 30, CYCLING), session(30, 10, TRANSITION)]
    found = read_fit(write_file([*run_messages(100), *write_table(SESSION, sessions)]))
    assert [activity.sport for activity in found] == [Sport.CYCLING, Sport.OTHER, Sport.ROAD]
    assert [activity.time_s.size for activity in found] == [30, 10, 60]
    assert [activity.member for activity in found] == ["session-1", "session-2", "session-3"]


def test_a_file_without_session_is_one_activity_of_unknown_sport():
    activity = read_one(run_messages(10))
    assert (activity.sport, activity.start_s) == (Sport.UNKNOWN, START_S)


def test_the_sport_message_speaks_where_the_session_is_silent():
    sport = Definition(12, (Field(0, 0), Field(1, 0)), local=6)
    messages = [*run_messages(10), *write_table(sport, [(1, 1)])]
    assert read_one(messages).sport is Sport.TREADMILL


@pytest.mark.parametrize("file_type", [2, 5, 6])
def test_a_file_of_another_kind_holds_no_activity(file_type: int):
    data = write_file(run_messages(5, file_type=file_type))
    assert read_fit(data) == ()
    assert decode_fit(data).kind in {"settings", "workout", "course"}


def test_chained_activities_are_all_read():
    found = read_fit(write_run(10) + write_run(20, START_S + 1000))
    assert [activity.time_s.size for activity in found] == [10, 20]


def test_pauses_go_from_each_stop_to_the_next_start():
    start, stop, stop_all = 0, 1, 4
    events = [(0, 0, start), (10, 0, stop_all), (12, 0, stop), (20, 0, start), (30, 9, stop),
              (40, 0, start), (50, 0, stop), (70, 0, start), (99, 0, stop_all)]  # fmt: skip
    rows = [(START + at, event, kind) for at, event, kind in events]
    activity = read_one([*run_messages(100), *write_table(EVENT, rows)])
    np.testing.assert_array_equal(activity.pauses_s - START_S, [[10, 20], [50, 70]])


def test_laps_keep_their_starts():
    rows = [(START, 30_000, 9_000), (START + 30, 20_000, 0xFFFFFFFF)]
    laps = read_one([*run_messages(50), *write_table(LAP, rows)]).laps
    assert [lap.start_s - START_S for lap in laps] == [0, 30]
    assert [(lap.elapsed_s, lap.distance_m) for lap in laps] == [(30, 90), (20, None)]


@pytest.mark.parametrize(
    ("offset_s", "believed"), [(7200, 7200), (-12_600, -12_600), (50 * 3600, None), (1000, None)]
)
def test_local_time_gives_the_offset_unless_it_is_garbage(offset_s: int, believed: int | None):
    messages = [*run_messages(5), *write_table(ACTIVITY, [(START, START + offset_s)])]
    activity = read_one(messages)
    assert activity.utc_offset_s == believed
    assert bool(activity.notes) is (believed is None)


def test_half_cadences_are_added():
    definition = Definition(20, (Field(253, 6), Field(4, 2), Field(53, 2)), local=1)
    rows = [(START, 85, 64), (START + 1, 86, 0xFF), (START + 2, 0xFF, 0)]
    activity = read_one(write_table(definition, rows))
    np.testing.assert_array_equal(activity.columns["cadence_rpm"], [85.5, 86, np.nan])


def test_running_dynamics_come_in_our_units():
    fields = tuple(Field(number, 4) for number in (39, 41, 84, 83, 85))
    definition = Definition(20, (Field(253, 6), *fields, Field(9, 3)), local=1)
    columns = read_one(
        write_table(definition, [(START, 82, 2415, 4950, 850, 11_000, -350)])
    ).columns
    expected = {
        "vertical_oscillation_m": 0.0082,
        "contact_time_s": 0.2415,
        "contact_balance_left_frac": 0.495,
        "vertical_ratio_frac": 0.085,
        "step_length_m": 1.1,
        "grade_frac": -0.035,
    }
    assert {name: float(values[0]) for name, values in columns.items()} == pytest.approx(expected)


def test_uptimes_are_placed_by_the_time_the_file_was_made():
    rows = [(5000 + at, 300 * at, 150, 85) for at in range(10)]
    messages = write_table(FILE_ID, [(4, 1, 1, 1, START)]) + write_table(RECORD, rows)
    activity = read_one(messages)
    np.testing.assert_array_equal(activity.time_s, START_S + np.arange(10))
    assert [note.kind for note in activity.notes] == ["clock_counts_uptime"]


def test_records_without_a_time_are_left_out_and_counted():
    rows = [(START, 0, 150, 85), (0xFFFFFFFF, 300, 150, 85), (START + 2, 600, 150, 85)]
    activity = read_one(write_table(RECORD, rows))
    assert activity.time_s.size == 2
    assert [(note.kind, note.count) for note in activity.notes] == [("points_without_time", 1)]


def test_beats_that_the_strap_kept_fill_records_without_heart_rate():
    bare = Definition(20, (Field(253, 6), Field(5, 6)), local=1)
    beats = Definition(132, (Field(253, 6), Field(9, 6), Field(6, 2)), local=2)
    more = Definition(132, (Field(10, 13, 3), Field(6, 2, 2)), local=3)
    first = 5000 * 1024
    second, third = (first + 1024) & 0xFFF, (first + 3 * 1024) & 0xFFF
    packed = (second & 0xFF, second >> 8 | (third & 0x0F) << 4, third >> 4)
    messages = write_table(bare, [(START + at, 300 * at) for at in range(6)])
    messages += write_table(beats, [(START + 1, first, 120)])
    messages += write_table(more, [(packed, (121, 123))])
    activity = read_one(messages)
    expected = [np.nan, 120, 121, 121, 123, 123]
    np.testing.assert_array_equal(activity.columns["heart_rate_bpm"], expected)
    assert [(note.kind, note.count) for note in activity.notes] == [("heart_rate_merged", 5)]


def test_a_barometer_in_the_list_of_sensors_is_known():
    info = Definition(23, (Field(25, 0), Field(1, 2)), local=7)
    activity = read_one([*run_messages(5), *write_table(info, [(5, 0), (5, 4)])])
    assert activity.device.has_barometer is True


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["history_a", "history_b", "device_files"])
def test_a_sample_of_recordings_holds_to_the_contract(name: str, unpacked: Callable[[str], Path]):
    assert_contract(Random(6).sample(fit_files(unpacked(name)), 60))  # noqa: S311 - a stated sample


@pytest.mark.real_data
@pytest.mark.long
@pytest.mark.parametrize(("name", "count"), [("history_a", 1743), ("history_b", 661)])
def test_every_recording_of_a_history_holds_to_the_contract(
    name: str, count: int, unpacked: Callable[[str], Path]
):
    paths = fit_files(unpacked(name))
    assert len(paths) == count
    assert_contract(paths)


def fit_files(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".fit")
    return [path for path in paths if path.name != "empty.fit"]


def assert_contract(paths: list[Path]) -> None:
    for path in paths:
        for activity in read_fit(path.read_bytes()):
            assert np.isfinite(activity.time_s).all(), path.name
            assert activity.pauses_s.shape[1:] == (2,)
            for name, values in activity.columns.items():
                assert values.shape == activity.time_s.shape, (path.name, name)
                assert values.dtype == np.float64


def lap_rows(*starts: int) -> list[bytes]:
    return write_table(LAP, [(START + start, 10_000, 3_000) for start in starts])


@pytest.mark.parametrize("sport", [RUNNING, TRAIL, (0, 0)])
def test_an_import_reads_all_of_a_run_but_its_laps(sport: tuple[int, int]):
    data = write_file(
        [*run_messages(60), *lap_rows(0, 30), *write_table(SESSION, [session(0, 60, sport)])]
    )
    (whole,) = read_fit(data)
    (read,) = read_fit_runs(data, {Sport.UNKNOWN})
    assert len(whole.laps) == 2
    assert fingerprint(read) == fingerprint(replace(whole, laps=()))


def test_an_import_reads_of_another_sport_only_which_it_was():
    data = write_file([*run_messages(60), *write_table(SESSION, [session(0, 60, CYCLING)])])
    (read,) = read_fit_runs(data, {Sport.UNKNOWN})
    assert (read.sport, read.time_s.size, read.columns) == (Sport.CYCLING, 0, {})


def test_what_may_yet_be_called_a_run_is_read_whole():
    data = write_file([*run_messages(60), *write_table(SESSION, [session(0, 60, TRANSITION)])])
    (other,) = read_fit_runs(data, {Sport.UNKNOWN})
    (kept,) = read_fit_runs(data, {Sport.UNKNOWN, Sport.OTHER})
    assert (other.sport, kept.sport) == (Sport.OTHER, Sport.OTHER)
    assert (other.time_s.size, kept.time_s.size) == (0, 60)


def test_of_several_sports_each_is_read():
    sessions = [session(0, 30, CYCLING), session(30, 70, RUNNING)]
    data = write_file([*run_messages(100), *write_table(SESSION, sessions)])
    assert fingerprint(read_fit_runs(data, {Sport.UNKNOWN})) == fingerprint(read_fit(data))


def test_chained_files_of_several_sports_keep_their_numbers():
    ride = write_file([*run_messages(10), *write_table(SESSION, [session(0, 10, CYCLING)])])
    found = read_fit_runs(ride + write_run(20, START_S + 1000), {Sport.UNKNOWN})
    assert [activity.member for activity in found] == ["session-1", "session-2"]
    assert [activity.time_s.size for activity in found] == [0, 20]
