"""The 1 Hz view: nothing lost, nothing made up, wherever it is cut."""

import tracemalloc
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.signal.recordings import cut, make_streams, recordings
from midstance.core.base.errors import InvalidValueError
from midstance.core.signal.gaps import NO_INTERVALS, measure_covered
from midstance.core.signal.slope import QUALITIES
from midstance.core.signal.view import RunView, build_view, summarise_view

sources = st.sampled_from(["barometer", "gps", "none"])


@given(recordings(), sources, st.booleans())
def test_every_column_has_a_row_for_each_begun_second(streams, source, treadmill):
    view = build_view(streams, source, treadmill)
    seconds = int(np.ceil(streams.time_s[-1])) if streams.time_s.size else 0
    assert {getattr(view, field.name).shape for field in fields(view)} == {(seconds,)}


@given(recordings(shortest=2), sources)
def test_the_distance_adds_up_to_the_devices(streams, source):
    view = build_view(streams, source, False)
    distance_m = streams.channel("distance_m")
    known = np.array([]) if distance_m is None else distance_m[np.isfinite(distance_m)]
    if known.size < 2:
        assert np.isnan(view.distance_m).all()
    else:
        assert view.distance_m[-1] == pytest.approx(known[-1])
        assert (np.diff(view.distance_m) >= -1e-9).all()
        assert view.unrecorded_m.sum() <= known[-1] + 1e-6


@given(recordings())
def test_inside_a_break_nothing_is_known_and_nobody_moves(streams):
    view = build_view(streams, "barometer", False)
    edge_s = np.arange(view.recorded.size + 1.0)
    still_s = np.diff(measure_covered(streams.breaks_s, edge_s))
    assert not view.recorded[still_s > 0.5].any()
    assert view.recorded[:-1][still_s[:-1] < 0.5].all()
    assert not (view.moving & ~view.recorded).any()
    for name in ("speed_mps", "cadence_spm", "altitude_m", "grade_frac", "heart_rate_bpm"):
        assert np.isnan(getattr(view, name)[~view.recorded]).all()


@given(recordings(shortest=2, each_second=True, gaps=False))
def test_what_was_recorded_each_second_is_given_back(streams):
    view = build_view(streams, "none", False)
    for name in ("cadence_spm", "heart_rate_bpm"):
        values = streams.channel(name)
        if values is None:
            assert np.isnan(getattr(view, name)).all()
        else:
            known = np.isfinite(values[:-1])
            np.testing.assert_array_equal(getattr(view, name)[known], values[:-1][known])
    distance_m = streams.channel("distance_m")
    if distance_m is not None and np.isfinite(distance_m).all():
        np.testing.assert_allclose(view.distance_m, distance_m[1:])


@given(recordings())
def test_only_recorded_values_are_held_and_for_ten_seconds_at_most(streams):
    view = build_view(streams, "none", False)
    values = streams.channel("cadence_spm")
    if values is None:
        return
    known_s = streams.time_s[np.isfinite(values)]
    held = np.isfinite(view.cadence_spm)
    assert set(view.cadence_spm[held]) <= set(values)
    for second in np.flatnonzero(held):
        assert ((known_s > second - 10) & (known_s < second + 1)).any()


def same_away_from(edge, one, two):
    far = np.ones(one.size, dtype=bool)
    far[max(edge[0], 0) : edge[1]] = False
    np.testing.assert_allclose(one[far], two[far], atol=1e-6)


@settings(deadline=None)
@given(recordings(shortest=60, each_second=True, gaps=False), st.data())
def test_cutting_a_run_in_two_changes_nothing_away_from_the_cut(streams, data):
    whole = build_view(streams, "barometer", False)
    second = data.draw(st.integers(1, whole.recorded.size - 1))
    for values in streams.channels.values():
        assume(np.isfinite(values[[0, second, -1]]).all())
    parts = [build_view(part, "barometer", False) for part in cut(streams, second)]
    both = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(RunView)
    }
    for name in ("recorded", "distance_m"):
        np.testing.assert_allclose(both[name], getattr(whole, name), atol=1e-6)
    same_away_from((second, second + 10), both["cadence_spm"], whole.cadence_spm)
    same_away_from((second - 2, second + 2), both["speed_mps"], whole.speed_mps)
    reach = round(QUALITIES["barometer"].window_m / 1.5) + 5  # at 1.5 m/s, the slowest here
    for name in ("altitude_m", "grade_frac", "grade_sd_frac"):
        same_away_from((second - reach, second + reach), both[name], getattr(whole, name))


@given(recordings(), st.floats(-300, 300))
def test_the_height_above_the_sea_changes_no_slope(streams, shift_m):
    view = build_view(streams, "barometer", False)
    channels = dict(streams.channels)
    if "altitude_m" in channels:
        channels["altitude_m"] = channels["altitude_m"] + shift_m
    moved = build_view(
        make_streams(streams.time_s, streams.breaks_s, **channels), "barometer", False
    )
    np.testing.assert_allclose(moved.grade_frac, view.grade_frac, atol=1e-7)


@given(recordings(), sources)
def test_a_belts_slope_is_never_known(streams, source):
    view = build_view(streams, source, True)
    assert np.isnan(view.grade_frac).all()
    assert np.isnan(view.grade_sd_frac).all()
    assert summarise_view(view).ascent_m is None


@given(recordings(), sources)
def test_sums_are_finite_and_in_order(streams, source):
    view = build_view(streams, source, False)
    totals = summarise_view(view)
    assert 0 <= totals.moving_s <= totals.elapsed_s == view.recorded.size
    for name in ("distance_m", "ascent_m", "descent_m", "cadence_spm", "steps"):
        value = getattr(totals, name)
        assert value is None or np.isfinite(value)
    if totals.ascent_m is not None:
        assert totals.ascent_low_m <= totals.ascent_m <= totals.ascent_high_m
        assert totals.descent_low_m <= totals.descent_m <= totals.descent_high_m


@given(st.floats(1, 6), st.integers(20, 200), st.integers(1, 9))
def test_an_even_pace_is_even_however_it_is_sampled(speed_mps, n, step_s):
    time_s = np.arange(n, dtype=float) * step_s
    view = build_view(make_streams(time_s, distance_m=speed_mps * time_s), "none", False)
    np.testing.assert_allclose(view.speed_mps, speed_mps)
    assert view.moving.all()


@pytest.mark.parametrize("n", [0, 1])
def test_a_run_without_length_has_no_rows(n):
    streams = make_streams(np.zeros(n), distance_m=np.zeros(n), cadence_spm=np.full(n, 170.0))
    totals = summarise_view(build_view(streams, "gps", False))
    assert totals.elapsed_s == totals.moving_s == 0
    assert totals.distance_m is None
    assert totals.steps is None


def test_standing_is_not_moving():
    time_s = np.arange(100.0)
    streams = make_streams(time_s, distance_m=np.zeros(100), cadence_spm=np.zeros(100))
    totals = summarise_view(build_view(streams, "none", False))
    assert totals.moving_s == 0
    assert totals.distance_m == 0


def test_a_belt_without_distance_moves_by_its_cadence():
    time_s = np.arange(120.0)
    cadence_spm = np.where(time_s < 60, 170.0, 0.0)
    streams = make_streams(time_s, cadence_spm=cadence_spm, heart_rate_bpm=np.full(120, 150.0))
    view = build_view(streams, "none", True)
    totals = summarise_view(view)
    assert totals.distance_m is None
    assert totals.moving_s == 60
    assert totals.steps == pytest.approx(170)
    assert np.isnan(view.speed_mps).all()


def test_without_any_hint_the_timer_is_believed():
    streams = make_streams(np.arange(61.0), heart_rate_bpm=np.full(61, 150.0))
    assert summarise_view(build_view(streams, "none", True)).moving_s == 60


def test_distance_from_speed_where_the_device_gave_only_that():
    time_s = np.arange(101.0)
    view = build_view(make_streams(time_s, speed_mps=np.full(101, 3.0)), "none", False)
    assert view.distance_m[-1] == pytest.approx(300)
    np.testing.assert_allclose(view.speed_mps, 3)


def test_distance_from_positions_where_there_is_nothing_else():
    time_s = np.arange(101.0)
    latitude_deg = 50 + time_s * 3 / 111_195.08
    streams = make_streams(time_s, latitude_deg=latitude_deg, longitude_deg=np.full(101, 7.0))
    view = build_view(streams, "none", False)
    assert view.distance_m[-1] == pytest.approx(300, rel=1e-4)
    np.testing.assert_allclose(view.speed_mps, 3, rtol=1e-3)


def test_distance_gained_in_a_pause_belongs_to_no_second():
    time_s = np.array([*range(11), *range(100, 111)], dtype=float)
    distance_m = np.array([*range(0, 33, 3), *range(500, 533, 3)], dtype=float)
    streams = make_streams(time_s, np.array([[10.0, 100.0]]), distance_m=distance_m)
    view = build_view(streams, "none", False)
    np.testing.assert_allclose(view.speed_mps[view.recorded], 3)
    assert view.distance_m[-1] == 530
    assert view.distance_m[98] == 30
    assert view.distance_m[99] == 500
    assert summarise_view(view).moving_s == 20


def test_a_pause_between_two_samples_takes_its_time_out():
    time_s = np.array([0, 1, 2, 3, 10, 11, 12, 13], dtype=float)
    distance_m = np.array([0, 3, 6, 9, 12, 15, 18, 21], dtype=float)
    streams = make_streams(time_s, np.array([[3.5, 9.5]]), distance_m=distance_m)
    view = build_view(streams, "none", False)
    np.testing.assert_allclose(view.speed_mps[view.recorded], 3, atol=1e-9)
    assert summarise_view(view).moving_s == 8


def test_a_pause_at_the_start_and_at_the_end():
    time_s = np.array([0, 60, 61, 62, 63, 64, 65, 120], dtype=float)
    distance_m = np.array([0, 0, 3, 6, 9, 12, 15, 15], dtype=float)
    breaks_s = np.array([[0, 60], [65, 120]], dtype=float)
    view = build_view(make_streams(time_s, breaks_s, distance_m=distance_m), "none", False)
    assert np.flatnonzero(view.recorded).tolist() == list(range(60, 65))
    assert view.distance_m[-1] == 15


def test_ten_hours_of_nothing_cost_little_and_add_nothing():
    time_s = np.concatenate((np.arange(600.0), 36_000 + np.arange(600.0)))
    distance_m = np.concatenate((3 * np.arange(600.0), 2000 + 3 * np.arange(600.0)))
    streams = make_streams(time_s, np.array([[599.0, 36_000.0]]), distance_m=distance_m)
    tracemalloc.start()
    view = build_view(streams, "none", False)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 20e6
    assert summarise_view(view).moving_s == 1198


def test_a_run_of_many_days_is_refused():
    with pytest.raises(InvalidValueError, match="at most"):
        build_view(make_streams([0.0, 9 * 86_400.0]), "none", False)


def test_climbs_are_less_certain_without_a_barometer():
    time_s = np.arange(2001.0)
    channels = {"distance_m": 3 * time_s, "altitude_m": 100 + 0.05 * 3 * time_s}
    streams = make_streams(time_s, NO_INTERVALS, **channels)
    fine = summarise_view(build_view(streams, "barometer", False))
    rough = summarise_view(build_view(streams, "gps", False))
    assert fine.ascent_m == pytest.approx(300, rel=0.01)
    assert fine.ascent_high_m / fine.ascent_m == pytest.approx(1.15, abs=0.02)
    assert rough.ascent_high_m / rough.ascent_m == pytest.approx(1.40, abs=0.02)
