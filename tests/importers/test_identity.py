"""Which recordings are one run, and which of them tells most."""

from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.streams import Streams
from midstance.importers.activity import Device, Source, Sport, Totals
from midstance.importers.clean import CleanRun
from midstance.importers.identity import assess_richness, same_run

times = st.floats(0, 1e5)
lengths = st.floats(60, 20_000)


def make_run(source: Source, names: tuple[str, ...], n: int = 100) -> CleanRun:
    channels = MappingProxyType({name: np.zeros(n) for name in names})
    streams = Streams(np.arange(float(n)), channels, np.zeros((0, 2)))
    return CleanRun(
        0.0, n - 1.0, Sport.ROAD, source, "", "", "", streams, Device(), Totals(), None, ()
    )


@given(times, lengths, times, lengths)
def test_it_does_not_matter_which_comes_first(a, a_length, b, b_length):
    spans = (a, a + a_length), (b, b + b_length)
    assert same_run(*spans[0], *spans[1]) == same_run(*spans[1], *spans[0])


@given(times, lengths)
def test_a_run_is_itself(start, length):
    assert same_run(start, start + length, start, start + length)


@given(times, lengths, lengths, st.floats(1, 600))
def test_runs_one_after_the_other_are_two(start, first, second, pause):
    late = start + first + pause
    shift_s = (late - start) % 3600
    if 10 < shift_s < 3590:
        assert not same_run(start, start + first, late, late + second)


@given(times, st.floats(1800, 20_000), st.integers(-14, 14), st.floats(-5, 5))
def test_local_time_written_as_utc_is_recognised(start, length, hours, slack_s):
    moved = start + 3600 * hours + slack_s
    assert same_run(start, start + length, moved, moved + length)


def test_a_lap_every_hour_on_the_hour_is_a_run_of_its_own():
    assert not same_run(0, 3000, 3600, 3600 + 3120)


def test_half_is_not_enough():
    assert not same_run(0, 1000, 0, 2000)
    assert same_run(0, 1001, 0, 2000)
    assert same_run(5, 5, 5, 5)
    assert not same_run(5, 5, 900, 900)


BASE = ("distance_m", "heart_rate_bpm")
RANKED = [
    make_run(Source.GPX, BASE),
    make_run(Source.GPX, BASE, n=5000),
    make_run(Source.GPX, (*BASE, "altitude_m")),
    make_run(Source.TCX, ("distance_m",)),
    make_run(Source.FIT, ("distance_m",)),
    make_run(Source.FIT, BASE),
    make_run(Source.FIT, ("contact_time_s",)),
    make_run(Source.FIT, ("contact_time_s", "distance_m")),
]


@pytest.mark.parametrize("place", range(1, len(RANKED)))
def test_dynamics_then_format_then_channels_then_points_tell_more(place):
    assert assess_richness(RANKED[place]) > assess_richness(RANKED[place - 1])
