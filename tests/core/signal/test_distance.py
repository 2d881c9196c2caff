"""Distances on the globe and along the clock."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.signal.distance import (
    EARTH_RADIUS_M,
    add_up_positions,
    lay_out_way,
    measure_between,
)
from midstance.core.signal.gaps import NO_INTERVALS

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


def between(a, b, c, d):
    return float(measure_between(*(np.array([value]) for value in (a, b, c, d)))[0])


@given(latitudes, longitudes, latitudes, longitudes)
def test_the_way_back_is_as_long(a, b, c, d):
    assert between(a, b, c, d) == pytest.approx(between(c, d, a, b), abs=1e-6)
    assert 0 <= between(a, b, c, d) <= np.pi * EARTH_RADIUS_M * (1 + 1e-12)


positions = st.tuples(latitudes, longitudes)


@given(positions, positions, positions)
def test_a_detour_is_never_shorter(here, there, detour):
    assert between(*here, *there) <= between(*here, *detour) + between(*detour, *there) + 1e-3


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_a_degree_of_latitude_is_a_known_way(latitude, longitude):
    expected_m = np.pi / 180 * EARTH_RADIUS_M
    assert between(latitude, longitude, latitude + 1, longitude) == pytest.approx(expected_m)


def test_the_date_line_is_no_wall():
    assert between(0, 179.999, 0, -179.999) == pytest.approx(222.4, abs=0.1)


def test_unknown_positions_are_walked_past():
    latitude = np.array([0, np.nan, 0.001])
    distance_m = add_up_positions(latitude, np.zeros(3))
    assert np.isnan(distance_m[1])
    assert distance_m[2] == pytest.approx(111.19, abs=0.01)


@st.composite
def recordings(draw):
    n = draw(st.integers(2, 30))
    steps_s = np.array(draw(st.lists(st.integers(1, 30), min_size=n, max_size=n)), dtype=float)
    time_s = np.cumsum(steps_s) - steps_s[0]
    distance_m = np.cumsum(draw(st.lists(st.floats(0, 50), min_size=n, max_size=n)))
    start, length = draw(st.integers(0, 400)), draw(st.integers(1, 60))
    breaks_s = np.array([[start, start + length]], dtype=float)
    return time_s, distance_m, draw(st.sampled_from([breaks_s, NO_INTERVALS]))


@given(recordings())
def test_every_metre_is_counted_once(recording):
    time_s, distance_m, breaks_s = recording
    edge_s = np.arange(time_s[-1] + 1)
    way = lay_out_way(time_s, distance_m, breaks_s, edge_s)
    assert way.distance_m[0] == pytest.approx(distance_m[0])
    assert way.distance_m[-1] == pytest.approx(distance_m[-1])
    assert (np.diff(way.distance_m) >= -1e-9).all()
    assert (np.diff(way.active_m) >= -1e-9).all()
    assert (np.diff(way.unrecorded_m) >= 0).all()
    gained_m = distance_m[-1] - distance_m[0]
    assert way.active_m[-1] + way.unrecorded_m[-1] <= gained_m + 1e-6


@given(st.floats(0, 7.9) | st.floats(8.1, 30), st.integers(11, 300))
def test_a_break_that_a_runner_can_have_crossed_is_unrecorded_way(speed_mps, hole_s):
    time_s = np.array([0.0, 1.0, 1.0 + hole_s, 2.0 + hole_s])
    distance_m = np.array([0.0, 3.0, 3.0 + speed_mps * hole_s, 6.0 + speed_mps * hole_s])
    way = lay_out_way(time_s, distance_m, NO_INTERVALS, np.arange(hole_s + 3.0))
    gained_m = speed_mps * hole_s if speed_mps < 8 else 0.0
    assert way.unrecorded_m[-1] == pytest.approx(gained_m, abs=1e-6)
    assert way.active_m[-1] == pytest.approx(6.0)


@given(recordings())
def test_nobody_moves_inside_a_break(recording):
    time_s, distance_m, breaks_s = recording
    edge_s = np.arange(time_s[-1] + 1)
    way = lay_out_way(time_s, distance_m, breaks_s, edge_s)
    for start, end in breaks_s:
        inside = (edge_s[:-1] >= start) & (edge_s[1:] <= end)
        np.testing.assert_allclose(np.diff(way.active_m)[inside], 0, atol=1e-9)


@given(st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_a_distance_known_each_second_is_given_back(n, seed):
    distance_m = np.cumsum(np.random.default_rng(seed).uniform(0, 5, size=n))
    time_s = np.arange(float(n))
    way = lay_out_way(time_s, distance_m, NO_INTERVALS, time_s)
    np.testing.assert_allclose(way.distance_m, distance_m)


def test_one_known_distance_tells_no_way():
    time_s = np.arange(3.0)
    assert lay_out_way(time_s, np.array([1, np.nan, np.nan]), NO_INTERVALS, time_s) is None
