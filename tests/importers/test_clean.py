"""Cleaning: whatever comes in, a run comes out that can be computed with, and nothing is hidden."""

from dataclasses import fields, replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.app.repair_words import REPAIRS
from midstance.core.base.channels import CHANNELS
from midstance.core.base.errors import DamagedFileError
from midstance.core.signal.view import RunView, summarise_view
from midstance.importers.activity import Activity, Device, Note, Source, Sport
from midstance.importers.clean import clean_activity, view_run

START_S = 1_700_000_000.0
NO_PAUSES = np.zeros((0, 2))


def make_activity(time_s, pauses_s=NO_PAUSES, sport=Sport.ROAD, source=Source.FIT, **columns):
    plain = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    return Activity(
        source=source,
        member="",
        sport=sport,
        start_s=START_S,
        time_s=START_S + np.asarray(time_s, dtype=float),
        columns=MappingProxyType(plain),
        pauses_s=START_S + np.asarray(pauses_s, dtype=float).reshape(-1, 2),
    )


def tidy(n=600, **changes):
    """Ten minutes at 3 m/s, 170 steps a minute, as a watch writes them."""
    time_s = np.arange(float(n))
    columns = {
        "distance_m": 3 * time_s,
        "speed_mps": np.full(n, 3.0),
        "cadence_rpm": np.full(n, 85.0),
        "heart_rate_bpm": np.full(n, 150.0),
        "altitude_m": np.round(500 * (100 + np.sin(time_s / 60))) / 500,
        "latitude_deg": 50 + time_s * 3 / 111_195,
        "longitude_deg": np.full(n, 7.0),
    }
    return make_activity(time_s, **(columns | changes))


def kinds(run):
    return {note.kind: note for note in run.repairs}


wild_numbers = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-50, 500)


@st.composite
def messy_activities(draw):
    n = draw(st.integers(1, 60))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    time_s = np.cumsum(random.choice([-3.0, 0, 1, 1, 1, 2, 7, 40], size=n))
    time_s[random.random(n) < 0.05] = draw(st.sampled_from([np.nan, -9e8, 9e8, np.inf, 0.5]))
    time_s[draw(st.integers(0, n - 1))] = 5.0
    names = draw(st.sets(st.sampled_from([*CHANNELS, "cadence_rpm", "grade_frac"])))
    names -= {"cadence_spm"}
    columns = {}
    for name in sorted(names):
        columns[name] = random.normal(random.choice([0.0, 3.0, 100.0]), 50, size=n)
        columns[name][draw(st.integers(0, n - 1))] = draw(wild_numbers)
        columns[name][random.random(n) < draw(st.sampled_from([0, 0.3, 1]))] = np.nan
    if "distance_m" in columns and draw(st.booleans()):
        columns["distance_m"] = np.cumsum(np.abs(columns["distance_m"]))
    pauses_s = random.uniform(-100, 400, size=(draw(st.integers(0, 3)), 2))
    sport, source = draw(st.sampled_from(Sport)), draw(st.sampled_from(Source))
    return make_activity(time_s, pauses_s, sport, source, **columns)


@given(messy_activities())
def test_whatever_comes_in_a_run_comes_out_that_can_be_computed_with(activity):
    run = clean_activity(activity)
    time_s, breaks_s = run.streams.time_s, run.streams.breaks_s
    assert time_s[0] == 0
    assert (np.diff(time_s) > 0).all()
    assert run.end_s - run.start_s == pytest.approx(time_s[-1])
    assert (breaks_s[:, 1] > breaks_s[:, 0]).all()
    assert (breaks_s[1:, 0] > breaks_s[:-1, 1]).all()
    assert breaks_s.size == 0 or (breaks_s.min() >= 0 and breaks_s.max() <= time_s[-1])
    for name, values in run.streams.channels.items():
        known = values[np.isfinite(values)]
        assert values.shape == time_s.shape
        assert not np.isinf(values).any()
        if name != "distance_m":
            assert (known >= CHANNELS[name].low).all()
            assert (known <= CHANNELS[name].high).all()
    distance_m = run.streams.channel("distance_m")
    if distance_m is not None:
        assert (np.diff(distance_m[np.isfinite(distance_m)]) >= -1e-6).all()
    view = view_run(run)
    assert {getattr(view, field.name).ndim for field in fields(RunView)} == {1}
    summarise_view(view)


@given(messy_activities())
def test_what_comes_in_is_never_changed(activity):
    before = [activity.time_s.copy(), *(v.copy() for v in activity.columns.values())]
    clean_activity(activity)
    for was, now in zip(before, [activity.time_s, *activity.columns.values()], strict=True):
        np.testing.assert_array_equal(was, now)


@given(messy_activities())
def test_the_same_file_gives_the_same_run(activity):
    first, second = clean_activity(activity), clean_activity(activity)
    assert first.repairs == second.repairs
    np.testing.assert_array_equal(first.streams.time_s, second.streams.time_s)


@given(messy_activities(), st.integers(-(10**8), 10**8))
def test_another_day_gives_the_same_run_on_that_day(activity, shift_s):
    moved = replace(
        activity,
        time_s=activity.time_s + shift_s,
        pauses_s=activity.pauses_s + shift_s,
    )
    run, later = clean_activity(activity), clean_activity(moved)
    assert later.start_s - run.start_s == pytest.approx(shift_s)
    np.testing.assert_allclose(later.streams.time_s, run.streams.time_s, atol=1e-5)
    assert set(kinds(later)) - {"clock_not_set"} == set(kinds(run)) - {"clock_not_set"}


@given(messy_activities())
def test_every_repair_has_words(activity):
    for note in clean_activity(activity).repairs:
        assert note.kind in REPAIRS
        assert note.count > 0


def test_a_tidy_run_needs_no_repair_but_the_other_foot():
    run = clean_activity(tidy())
    assert list(kinds(run)) == ["cadence_doubled"]
    totals = summarise_view(view_run(run))
    assert totals.distance_m == pytest.approx(3 * 599)
    assert totals.moving_s == 599
    assert totals.cadence_spm == 170
    assert totals.steps == pytest.approx(170 * 599 / 60)


@given(st.integers(1, 599), st.integers(1, 5))
def test_repeated_records_change_nothing(place, times):
    activity = tidy()
    order = np.sort(np.append(np.arange(600), [place] * times))
    columns = {name: values[order] for name, values in activity.columns.items()}
    again = replace(activity, time_s=activity.time_s[order], columns=MappingProxyType(columns))
    run, same = clean_activity(activity), clean_activity(again)
    assert kinds(same)["times_repeated"].count == times
    for name, values in run.streams.channels.items():
        np.testing.assert_array_equal(same.streams.channel(name), values)


def test_records_of_one_second_are_joined_and_keep_what_either_knows():
    activity = make_activity(
        [0, 1, 1, 2],
        heart_rate_bpm=[100, 110, np.nan, 120],
        distance_m=[0, np.nan, 3, 6],
    )
    streams = clean_activity(activity).streams
    assert streams.channel("heart_rate_bpm").tolist() == [100, 110, 120]
    assert streams.channel("distance_m").tolist() == [0, 3, 6]


def test_one_record_from_the_future_costs_only_itself():
    time_s = np.arange(100.0)
    time_s[50] = 5000
    run = clean_activity(make_activity(time_s, heart_rate_bpm=np.full(100, 140.0)))
    assert kinds(run)["times_backwards"].count == 1
    assert run.streams.time_s[-1] == 99


def test_records_of_another_year_are_left_out():
    time_s = np.concatenate((np.arange(5.0) - 9e8, np.arange(100.0)))
    run = clean_activity(make_activity(time_s, heart_rate_bpm=np.full(105, 140.0)))
    assert run.start_s == START_S
    assert kinds(run)["times_far_away"].count == 5


def test_a_clock_that_was_never_set_is_told():
    activity = tidy()
    old = replace(activity, time_s=activity.time_s - START_S + 631_065_600)
    assert kinds(clean_activity(old))["clock_not_set"].amounts == {"year": 1989}


@pytest.mark.parametrize("time_s", [[], [np.nan], [np.nan, np.inf]])
def test_a_file_without_any_time_is_refused_with_advice(time_s):
    with pytest.raises(DamagedFileError, match="export the recording"):
        clean_activity(make_activity(time_s))


def test_a_single_record_is_a_run_without_length():
    run = clean_activity(make_activity([7], heart_rate_bpm=[100], distance_m=[0]))
    assert run.start_s == run.end_s == START_S + 7
    assert view_run(run).recorded.size == 0


@pytest.mark.parametrize(
    ("offset_s", "expected"),
    [
        (None, None),
        (0, 0),
        (3600, 3600),
        (-34_200, -34_200),
        (20_700, 20_700),
        (7201, 7200),
        (50_400, 50_400),
        (54_000, None),
        (1234, None),
        (-9e8, None),
        (float("nan"), None),
    ],
)
def test_a_time_zone_is_a_quarter_of_an_hour_or_nothing(offset_s, expected):
    run = clean_activity(replace(tidy(), utc_offset_s=offset_s))
    assert run.utc_offset_s == expected
    assert ("offset_not_believed" in kinds(run)) == (offset_s is not None and expected is None)


@pytest.mark.parametrize("source", Source)
def test_cadence_counts_both_feet_however_the_file_counts(source):
    one = clean_activity(replace(tidy(), source=source))
    both = clean_activity(replace(tidy(cadence_rpm=np.full(600, 170.0)), source=source))
    for run in (one, both):
        np.testing.assert_array_equal(run.streams.channel("cadence_spm"), 170)
    assert "cadence_doubled" in kinds(one)
    assert "cadence_doubled" not in kinds(both)


def test_pedals_are_no_feet():
    run = clean_activity(replace(tidy(), sport=Sport.CYCLING))
    assert run.streams.channel("cadence_spm") is None
    assert "cadence_not_of_feet" in kinds(run)


def test_no_steps_while_standing_are_kept_and_while_running_are_not():
    cadence_rpm = np.full(600, 85.0)
    cadence_rpm[100:110] = cadence_rpm[300:310] = 0
    step_m = np.full(600, 3.0)
    step_m[95:115] = 0
    activity = tidy(cadence_rpm=cadence_rpm, distance_m=np.cumsum(step_m))
    run = clean_activity(activity)
    cadence_spm = run.streams.channel("cadence_spm")
    assert (cadence_spm[100:110] == 0).all()
    assert np.isnan(cadence_spm[300:310]).all()
    assert kinds(run)["cadence_dropped_out"].count == 10


def test_a_step_counter_that_never_counts_is_no_standing_still():
    run = clean_activity(tidy(cadence_rpm=np.zeros(600)))
    assert run.streams.channel("cadence_spm") is None
    assert summarise_view(view_run(run)).moving_s == 599


def test_values_that_cannot_be_true_are_left_out_and_counted_by_channel():
    heart_rate_bpm = np.full(600, 150.0)
    heart_rate_bpm[:3] = 0, 255, np.inf
    run = clean_activity(tidy(heart_rate_bpm=heart_rate_bpm))
    assert np.isnan(run.streams.channel("heart_rate_bpm")[:3]).all()
    assert Note("values_not_possible", 3, "heart_rate_bpm") in run.repairs


def test_an_empty_position_is_not_the_gulf_of_guinea():
    activity = tidy()
    latitude_deg, longitude_deg = (
        activity.columns[name].copy() for name in ("latitude_deg", "longitude_deg")
    )
    latitude_deg[:5] = longitude_deg[:5] = 0
    run = clean_activity(tidy(latitude_deg=latitude_deg, longitude_deg=longitude_deg))
    assert np.isnan(run.streams.channel("latitude_deg")[:5]).all()
    assert kinds(run)["positions_missing"].count == 5


def test_a_position_that_jumps_away_and_back_is_left_out():
    latitude_deg = tidy().columns["latitude_deg"].copy()
    latitude_deg[200] += 0.01
    run = clean_activity(tidy(latitude_deg=latitude_deg))
    assert np.flatnonzero(np.isnan(run.streams.channel("latitude_deg"))).tolist() == [200]
    assert np.isnan(run.streams.channel("longitude_deg")[200])


def test_one_second_of_forty_metres_is_smoothed_out_of_the_distance():
    step_m = np.full(600, 3.0)
    step_m[300] = 40
    run = clean_activity(tidy(distance_m=np.cumsum(step_m)))
    assert kinds(run)["speed_spikes"].count == 1
    assert kinds(run)["speed_spikes"].amounts == {"removed_m": pytest.approx(37)}
    view = view_run(run)
    np.testing.assert_allclose(view.speed_mps, 3)
    assert view.distance_m[-1] == pytest.approx(3 * 600)


def test_a_distance_that_stops_and_catches_up_is_spread_over_that_time():
    step_m = np.full(600, 3.0)
    step_m[300:306] = 0, 0, 0, 0, 0, 18
    run = clean_activity(tidy(distance_m=np.cumsum(step_m)))
    assert kinds(run)["distance_caught_up"].count == 1
    view = view_run(run)
    np.testing.assert_allclose(view.speed_mps, 3)
    assert view.distance_m[-1] == pytest.approx(3 * 600)


def test_a_sprint_is_not_a_spike():
    step_m = np.full(600, 3.0)
    step_m[300:310] = [4, 5.5, 7, 8.2, 8.6, 8.8, 8.5, 8, 6, 4]
    run = clean_activity(tidy(distance_m=np.cumsum(step_m)))
    assert "speed_spikes" not in kinds(run)
    assert "too_fast_to_run" not in kinds(run)


def test_the_drive_home_counts_as_a_break():
    step_m = np.concatenate((np.full(600, 3.0), np.linspace(3, 20, 30), np.full(300, 20.0)))
    activity = make_activity(np.arange(930.0), distance_m=np.cumsum(step_m))
    run = clean_activity(activity)
    assert "too_fast_to_run" in kinds(run)
    assert np.nanmax(view_run(run).speed_mps) < 9
    ride = clean_activity(replace(activity, sport=Sport.CYCLING))
    assert "too_fast_to_run" not in kinds(ride)


def test_seconds_of_impossible_speed_count_as_a_break():
    step_m = np.full(600, 3.0)
    step_m[300:304] = 9, 14, 16, 10
    run = clean_activity(tidy(distance_m=np.cumsum(step_m)))
    assert kinds(run)["distance_burst"] == Note("distance_burst", 1, amounts={"lasted_s": 4})
    assert run.streams.breaks_s.tolist() == [[299, 303]]
    np.testing.assert_allclose(view_run(run).speed_mps[view_run(run).recorded], 3)


def test_a_dip_in_the_distance_is_left_out_and_a_restart_added_up():
    distance_m = 3 * np.arange(600.0)
    dip = distance_m.copy()
    dip[300] = 5
    run = clean_activity(tidy(distance_m=dip))
    assert kinds(run)["distance_backwards"].count == 1
    assert run.streams.channel("distance_m")[-1] == distance_m[-1]
    restart = np.concatenate((distance_m[:300], distance_m[:300]))
    run = clean_activity(tidy(distance_m=restart))
    assert kinds(run)["distance_restarted"].count == 1
    assert run.streams.channel("distance_m")[-1] == pytest.approx(2 * distance_m[299])


def test_the_second_part_of_a_triathlon_starts_at_zero():
    run = clean_activity(tidy(distance_m=41_500 + 3 * np.arange(600.0)))
    assert kinds(run)["distance_rebased"].amounts == {"first_m": 41_500}
    assert run.streams.channel("distance_m")[0] == 0


def test_a_distance_that_stands_still_under_running_feet_is_not_believed():
    run = clean_activity(tidy(distance_m=np.zeros(600)))
    assert run.streams.channel("distance_m") is None
    assert {"distance_stood_still", "distance_from_positions"} <= set(kinds(run))
    assert summarise_view(view_run(run)).distance_m == pytest.approx(3 * 599, rel=1e-3)


def test_without_distance_and_positions_the_speed_is_added_up():
    nowhere = {name: np.full(600, np.nan) for name in ("latitude_deg", "distance_m")}
    run = clean_activity(tidy(**nowhere))
    assert "distance_from_speed" in kinds(run)
    assert summarise_view(view_run(run)).distance_m == pytest.approx(3 * 599)


def test_a_standing_runner_may_stand():
    still = {"distance_m": np.zeros(60), "cadence_rpm": np.zeros(60)}
    run = clean_activity(make_activity(np.arange(60.0), **still))
    assert summarise_view(view_run(run)).distance_m == 0
    assert summarise_view(view_run(run)).moving_s == 0


def test_indoors_positions_are_noise():
    random = np.random.default_rng(1)
    noise = {name: random.normal(0, 1e-4, 600) for name in ("latitude_deg", "longitude_deg")}
    columns = {"cadence_rpm": np.full(600, 85.0), **noise}
    run = clean_activity(make_activity(np.arange(600.0), sport=Sport.TREADMILL, **columns))
    assert "positions_indoors" in kinds(run)
    assert summarise_view(view_run(run)).distance_m is None
    assert summarise_view(view_run(run)).moving_s == 599


def test_only_heart_rate_and_steps_are_still_a_run():
    columns = {"cadence_rpm": np.full(600, 85.0), "heart_rate_bpm": np.full(600, 150.0)}
    run = clean_activity(make_activity(np.arange(600.0), sport=Sport.TREADMILL, **columns))
    totals = summarise_view(view_run(run))
    assert totals.steps == pytest.approx(170 * 599 / 60)
    assert "distance_unknown" in kinds(run)


def test_a_pause_of_the_timer_is_a_break_and_gaps_are_breaks_too():
    keep = np.ones(600, dtype=bool)
    keep[100:150] = keep[400:420] = False
    activity = tidy()
    columns = {name: values[keep] for name, values in activity.columns.items()}
    run = clean_activity(
        replace(
            activity,
            time_s=activity.time_s[keep],
            columns=MappingProxyType(columns),
            pauses_s=START_S + np.array([[99.0, 150.0]]),
        )
    )
    assert run.streams.breaks_s.tolist() == [[99, 150], [399, 420]]
    assert kinds(run)["gaps"] == Note("gaps", 2, amounts={"lasted_s": 21})
    view = view_run(run)
    assert np.flatnonzero(~view.recorded).tolist() == [*range(99, 150), *range(399, 420)]


def test_a_pause_that_never_ends_does_not_swallow_the_run():
    run = clean_activity(replace(tidy(), pauses_s=START_S + np.array([[10.0, 599.0]])))
    assert kinds(run)["pauses_while_moving"].count == 1
    assert summarise_view(view_run(run)).moving_s == 599


def test_pauses_before_the_start_and_after_the_end_are_nothing():
    pauses_s = START_S + np.array([[-50.0, 0.0], [599.0, 900.0], [700.0, 650.0]])
    run = clean_activity(replace(tidy(), pauses_s=pauses_s))
    assert run.streams.breaks_s.shape == (0, 2)


def test_the_class_of_the_altitude_follows_device_and_resolution():
    coarse = np.round(np.linspace(100, 160, 600))
    fine = np.round(np.linspace(100, 160, 600) * 5) / 5
    device = Device(has_barometer=True)
    assert clean_activity(replace(tidy(altitude_m=coarse), device=device)).altitude_source == "gps"
    assert clean_activity(replace(tidy(altitude_m=fine), device=device)).altitude_source == (
        "barometer"
    )
    empty = clean_activity(tidy(altitude_m=np.full(600, np.nan)))
    assert empty.altitude_source == "none"


def test_a_raw_zero_of_altitude_is_missing_not_500_metres_below_the_sea():
    altitude_m = np.full(600, 100.0)
    altitude_m[:4] = -500
    run = clean_activity(tidy(altitude_m=altitude_m))
    assert np.isnan(run.streams.channel("altitude_m")[:4]).all()


def test_the_readers_own_notes_come_first():
    run = clean_activity(replace(tidy(), notes=(Note("cut_short", 1, "9 bytes"),)))
    assert run.repairs[0] == Note("cut_short", 1, "9 bytes")
