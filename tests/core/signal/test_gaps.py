"""Intervals: uniting, clipping and measuring them."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from midstance.core.signal.gaps import (
    clip_intervals,
    find_gaps,
    measure_covered,
    merge_intervals,
)

edges = st.integers(0, 60).map(float)
intervals = hnp.arrays(np.float64, st.tuples(st.integers(0, 8), st.just(2)), elements=edges)
SECONDS = np.arange(61.0)


def seconds_inside(spans):
    return {t for start, end in spans for t in np.arange(start, end)}


@given(intervals)
def test_uniting_covers_the_same_seconds_once(spans):
    united = merge_intervals(spans)
    assert seconds_inside(united) == seconds_inside(spans)
    assert (united[:, 1] > united[:, 0]).all()
    assert (united[1:, 0] > united[:-1, 1]).all()
    np.testing.assert_array_equal(merge_intervals(united), united)


@given(intervals, edges, edges)
def test_clipping_keeps_what_is_inside(spans, start, end):
    start, end = min(start, end), max(start, end)
    expected = {t for t in seconds_inside(spans) if start <= t < end}
    assert seconds_inside(clip_intervals(spans, start, end)) == expected


@given(intervals)
def test_covered_time_counts_the_seconds_before(spans):
    united = merge_intervals(spans)
    inside = seconds_inside(united)
    expected = [sum(t < until for t in inside) for until in SECONDS]
    np.testing.assert_allclose(measure_covered(united, SECONDS), expected)


@given(hnp.arrays(np.float64, st.integers(0, 20), elements=edges, unique=True), edges)
def test_gaps_are_the_steps_that_are_too_long(time_s, longest_s):
    time_s = np.sort(time_s)
    gaps = find_gaps(time_s, longest_s)
    steps = list(pairwise(time_s))
    assert [tuple(gap) for gap in gaps] == [(a, b) for a, b in steps if b - a > longest_s]
