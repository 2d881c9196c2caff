"""Numbers as people read them."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.web import figures
from midstance.web.figures import Units

METRIC, IMPERIAL = Units.METRIC, Units.IMPERIAL
sizes = st.floats(0.01, 1e6)


@given(st.floats(0, 1e6), sizes, st.integers(1, 8))
def test_a_value_is_never_rounded_by_more_than_its_range_allows(value, room, steps):
    step = figures.known_step(value - room, value + room, steps)
    shown = float(figures.rounded(value, step).replace(",", ""))
    assert abs(shown - value) <= room / steps / 2 * (1 + 1e-6) + 1e-9 * value


@given(sizes, st.floats(1.1, 4))
def test_the_range_that_is_shown_never_turns_round(value, spread):
    low, high = value / spread, value * spread
    words = figures.between(low, high).replace(",", "")
    shown_low, shown_high = map(float, words.split(" to "))
    assert shown_low <= shown_high


@given(st.floats(0.1, 500_000))
def test_the_unit_changes_the_words_and_not_the_distance(distance_m):
    km, mi = (float(figures.bare_distance(distance_m, units)) for units in (METRIC, IMPERIAL))
    assert km == pytest.approx(distance_m / 1000, abs=0.051)
    assert mi == pytest.approx(distance_m / 1609.344, abs=0.051)


def test_a_force_is_no_finer_than_it_is_known():
    assert figures.about(5.37, 3.5, 7.2) == "about 5"
    assert figures.between(3.47, 7.2) == "3.5 to 7"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3600, "1:00:00"), (36_061, "10:01:01")],
)
def test_durations(seconds, words):
    assert figures.duration(seconds) == words


def test_pace_in_both_units():
    assert figures.pace(10_000, 3240, METRIC) == "5:24 min/km"
    assert figures.pace(10_000, 3240, IMPERIAL) == "8:41 min/mi"


@pytest.mark.parametrize("unknown", [None, math.nan, math.inf])
def test_what_is_unknown_is_a_dash(unknown):
    assert figures.distance(unknown, METRIC) == "–"
    assert figures.duration(unknown) == "–"
    assert figures.climb(unknown, IMPERIAL) == "–"


def test_standing_has_no_pace():
    assert math.isnan(figures.pace_s(0.0, METRIC))
    assert figures.pace(0, 100, METRIC) == "–"
    assert figures.pace(100, 0, METRIC) == "–"


def test_zero_is_a_value():
    assert figures.distance(0.0, METRIC) == "0.0 km"
    assert figures.climb(0.0, METRIC) == "0 m"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.03, "about the same"),
        (0.96, "about the same"),
        (1.2, "20 % more"),
        (0.75, "25 % less"),
        (2.5, "2.5 times as much"),
    ],
)
def test_comparisons_in_words(ratio, words):
    assert figures.versus(ratio) == words


def test_the_clock_is_that_of_the_place_where_she_ran():
    moment = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert figures.clock(moment, 3600.0) == "00:30"
    assert figures.day(moment, 3600.0) == "Mon 2 Mar 2026"
