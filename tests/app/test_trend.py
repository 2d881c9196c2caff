"""A trend says no more than its answers do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.app.training.trend import Change, Spans, find_trend

TODAY = date(2026, 11, 23)
SPANS = Spans(window_days=14, back_days=28)
LIMITS = st.sampled_from([0.5, 1.16, 2.0, 3.0])
PAINS = st.integers(0, 10)
AGO = st.integers(0, 60)
POINTS = st.lists(st.tuples(AGO.map(lambda ago: TODAY - timedelta(days=ago)), PAINS), max_size=60)
NOW = st.lists(PAINS, min_size=3, max_size=14)
MIRRORED = {
    Change.LOWER: Change.HIGHER,
    Change.HIGHER: Change.LOWER,
    Change.SAME: Change.SAME,
    Change.CANNOT_SAY: Change.CANNOT_SAY,
}
ORDER = (Change.LOWER, Change.SAME, Change.HIGHER)


def trend_of(points, same_within=2.0, fewest=3):
    return find_trend(points, TODAY, SPANS, same_within=same_within, fewest=fewest)


def on_days(now, before):
    """Values of the last days, and of the same days four weeks earlier."""
    late = [(TODAY - timedelta(days=ago), value) for ago, value in enumerate(now)]
    early = [(TODAY - timedelta(days=28 + ago), value) for ago, value in enumerate(before)]
    return [*late, *early]


@given(PAINS, LIMITS)
def test_what_stays_is_about_the_same(pain, limit):
    every_day = [(TODAY - timedelta(days=ago), pain) for ago in range(60)]
    assert trend_of(every_day, limit).change is Change.SAME


@given(POINTS, LIMITS)
def test_the_order_of_answers_changes_nothing(points, limit):
    assert trend_of(points, limit) == trend_of(points[::-1], limit)


@given(POINTS, LIMITS)
def test_turned_about_it_says_the_opposite(points, limit):
    turned = [(day, 10 - value) for day, value in points]
    assert trend_of(turned, limit).change is MIRRORED[trend_of(points, limit).change]


@given(NOW, NOW, LIMITS)
def test_both_stretches_swapped_say_the_opposite(now, before, limit):
    one, other = trend_of(on_days(now, before), limit), trend_of(on_days(before, now), limit)
    assert other.change is MIRRORED[one.change]


@given(NOW, NOW, LIMITS, st.data())
def test_more_pain_never_reads_as_better(now, before, limit, data):
    worse = [min(10, value + data.draw(st.integers(0, 4))) for value in now]
    was = trend_of(on_days(now, before), limit).change
    becomes = trend_of(on_days(worse, before), limit).change
    assert ORDER.index(becomes) >= ORDER.index(was)


@given(NOW, NOW, LIMITS, LIMITS)
def test_a_wider_limit_never_says_more(now, before, one, other):
    narrow, wide = sorted((one, other))
    said = trend_of(on_days(now, before), wide).change
    assert said in {Change.SAME, trend_of(on_days(now, before), narrow).change}


@given(POINTS, LIMITS, st.integers(1, 8))
def test_asking_for_more_answers_never_says_more(points, limit, fewest):
    more = trend_of(points, limit, fewest + 1).change
    assert more in {Change.CANNOT_SAY, trend_of(points, limit, fewest).change}


@given(st.lists(PAINS, max_size=2), NOW)
def test_with_too_few_answers_it_cannot_say(few, enough):
    assert trend_of(on_days(few, enough)).change is Change.CANNOT_SAY
    assert trend_of(on_days(enough, few)).change is Change.CANNOT_SAY


@given(POINTS, POINTS)
def test_days_outside_of_both_stretches_play_no_part(points, others):
    outside = [
        (day, value)
        for day, value in others
        if not (0 <= (TODAY - day).days < 14 or 28 <= (TODAY - day).days < 42)
    ]
    assert trend_of([*points, *outside]) == trend_of(points)


@pytest.mark.parametrize(
    ("now", "before", "limit", "change"),
    [
        ([2, 2, 2], [4, 4, 4], 2.0, Change.LOWER),
        ([2, 2, 3], [3, 4, 4], 2.0, Change.LOWER),
        ([3, 3, 3], [4, 4, 4], 2.0, Change.SAME),
        ([3, 3, 3], [4, 4, 4], 1.16, Change.SAME),
        ([5, 3, 9], [3, 3, 3], 1.16, Change.HIGHER),
        ([0, 0, 0], [0, 0, 0], 0.5, Change.SAME),
    ],
)
def test_medians_are_held_against_the_limit(now, before, limit, change):
    assert trend_of(on_days(now, before), limit).change is change


def test_the_stretches_and_their_answers_are_told():
    trend = trend_of([(TODAY, 3), (TODAY - timedelta(days=13), 5), (TODAY - timedelta(days=14), 9)])
    assert (trend.now.first, trend.now.last) == (TODAY - timedelta(days=13), TODAY)
    assert (trend.now.answers, trend.now.middle) == (2, 4)
    assert (trend.before.last, trend.before.answers) == (TODAY - timedelta(days=28), 0)
    assert trend.before.middle is None
