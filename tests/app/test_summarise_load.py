"""Load over time: nothing is lost between bars, and the sentence says what the bars say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.makers import MORNING, add_run
from laws import cases
from midstance.app.summarise_load import Bucket, summarise_load
from midstance.core.base.errors import InvalidValueError

MONDAY = date(2026, 5, 4)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def season(runner):
    """Three runs of 1000 a week, for sixteen weeks."""
    return [
        add_run(runner, MORNING + week * WEEK + day * DAY, impulse_bw_s=1000.0)
        for week in range(16)
        for day in (0, 2, 5)
    ]


def summary(runner, **wanted):
    return summarise_load(runner, today=MONDAY + 16 * WEEK - DAY, **wanted)


@pytest.mark.parametrize("bucket", Bucket)
@pytest.mark.usefixtures("season")
def test_bars_hold_every_run_once(runner, bucket):
    told = summary(runner, bucket=bucket, start=MONDAY, end=MONDAY + 16 * WEEK)
    assert sum(bar.value for bar in told.buckets) == pytest.approx(48_000)
    assert sum(bar.runs for bar in told.buckets) == 48
    assert all(
        one.end == other.start for one, other in zip(told.buckets, told.buckets[1:], strict=False)
    )


@pytest.mark.parametrize("bucket", Bucket)
@pytest.mark.usefixtures("season")
def test_each_bar_stays_in_its_band(runner, bucket):
    for bar in summary(runner, bucket=bucket).buckets:
        assert bar.low <= bar.value <= bar.high
        assert (bar.low < bar.high) == (bar.runs > 0)


@pytest.mark.usefixtures("season")
def test_a_week_begins_on_monday(runner):
    told = summary(runner, bucket="week", start=MONDAY + 2 * DAY, end=MONDAY + 3 * DAY)
    assert [(bar.start, bar.end) for bar in told.buckets] == [(MONDAY, MONDAY + WEEK)]


def test_a_run_falls_on_the_day_where_it_was_run(runner):
    add_run(runner, datetime(2026, 5, 4, 23, tzinfo=UTC), utc_offset_s=7200.0)
    told = summary(runner, bucket="day", start=MONDAY, end=MONDAY + 3 * DAY)
    assert [bar.runs for bar in told.buckets] == [0, 1, 0]


@pytest.mark.usefixtures("season")
def test_ten_years_of_days_are_one_bar_each(runner):
    start = date(2016, 8, 23)
    told = summary(runner, bucket="day", start=start, end=MONDAY + 16 * WEEK)
    assert len(told.buckets) == (MONDAY + 16 * WEEK - start).days


@pytest.mark.usefixtures("season")
def test_a_usual_week_is_called_usual(runner):
    assert "about the same as in your usual week" in summary(runner).sentence


@pytest.mark.usefixtures("season")
def test_a_heavier_week_is_called_heavier(runner):
    add_run(runner, MORNING + 15 * WEEK + DAY, impulse_bw_s=600.0)
    assert "about 20 % above that of your usual week" in summary(runner).sentence


def test_a_lighter_week_is_called_lighter(runner, season):
    season[-1].delete()
    assert "about 35 % below that of your usual week" in summary(runner).sentence


@pytest.mark.usefixtures("season")
def test_a_doubled_week_counts_in_times(runner):
    add_run(runner, MORNING + 15 * WEEK + DAY, impulse_bw_s=3000.0)
    assert "about 2.0 times that of your usual week" in summary(runner).sentence


@pytest.mark.usefixtures("season")
def test_a_week_without_a_run_says_so(runner):
    told = summarise_load(runner, today=MONDAY + 19 * WEEK)
    assert told.sentence.startswith("No run in the last 7 days")


def test_a_beginner_is_told_that_it_is_too_early(runner):
    for n in range(4):
        add_run(runner, MORNING + n * DAY)
    assert "too early" in summarise_load(runner, today=MONDAY + 4 * DAY).sentence


def test_without_runs_it_says_what_to_do(runner):
    told = summarise_load(runner, today=MONDAY)
    assert "Bring your runs" in told.sentence
    assert told.first_run is None


@pytest.mark.usefixtures("season")
def test_the_outer_band_is_an_index(runner):
    told = summary(runner, tissue="iliotibial_band")
    assert told.unit == "index"
    assert max(bar.value for bar in told.buckets) == pytest.approx(3 * 0.9 * 3.5)


def test_a_duplicate_counts_for_nothing(runner, season):
    before = summary(runner).buckets
    add_run(runner, MORNING + 15 * WEEK + DAY, duplicate_of=season[-1])
    assert summary(runner).buckets == before


@pytest.mark.parametrize(
    "wanted",
    [
        {"tissue": "elbow"},
        {"bucket": "hour"},
        {"start": MONDAY, "end": MONDAY},
        {"start": MONDAY, "end": MONDAY - DAY},
    ],
)
def test_what_makes_no_sense_is_refused(runner, wanted):
    with pytest.raises(InvalidValueError):
        summary(runner, **wanted)


@settings(
    max_examples=cases(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(cut=st.integers(1, 111), bucket=st.sampled_from([Bucket.DAY]))
def test_cutting_the_time_in_two_changes_no_sum(runner, cut, bucket):
    if not runner.runs.exists():
        for week in range(16):
            add_run(runner, MORNING + week * WEEK)
    end = MONDAY + 16 * WEEK
    edge = MONDAY + cut * DAY
    parts = [(MONDAY, end), (MONDAY, edge), (edge, end)]
    whole, *halves = (
        sum(bar.value for bar in summary(runner, bucket=bucket, start=a, end=b).buckets)
        for a, b in parts
    )
    assert whole == pytest.approx(sum(halves))
