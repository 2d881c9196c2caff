"""One axis of time: each thing lies in one bar, and what is not known is said to be so."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.makers import MORNING, add_run
from laws import cases
from midstance.app.read_timeline import read_timeline
from midstance.app.summarise_load import Bucket, summarise_load
from midstance.app.timeline.limits import fill_limits, longest_before
from midstance.app.timeline.pains import ToldPain, fill_pains
from midstance.app.timeline.records import SPAN_DAYS, EventKind, Span
from midstance.app.why.onsets import read_onsets
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.why_constants import load_why_constants
from midstance.store.models import (
    KneeCheck,
    Moment,
    PainEntry,
    PlannedWeek,
    Runner,
    SessionLog,
    Shoe,
    TissueLoadRow,
)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MONDAY = date(2026, 5, 4)
WEEKS = 60
TODAY = MONDAY + WEEKS * WEEK - DAY
CONSTANTS = load_plan_constants()
FIRST_DAY = MONDAY.toordinal()


@pytest.fixture
def history(runner):
    """Three runs a week for sixty weeks, every week a little longer."""
    for week in range(WEEKS):
        for day in (0, 2, 5):
            add_run(
                runner,
                MORNING + week * WEEK + day * DAY,
                impulse_bw_s=1000.0 + 10 * week + day,
                distance_m=8000.0 + 80 * week,
            )


def tell(runner, day, pain, moment=Moment.DURING, minute=0):
    told_at = datetime(day.year, day.month, day.day, 18, minute, tzinfo=UTC)
    PainEntry.objects.create(owner=runner, day=day, moment=moment, pain=pain, told_at=told_at)


def kinds(timeline):
    return [(event.kind, event.day) for event in timeline.events]


@pytest.mark.parametrize("span", Span)
@pytest.mark.usefixtures("history")
def test_bars_hold_every_run_of_the_span_once(runner, span):
    told = read_timeline(runner, span, TODAY)
    days = [MONDAY + week * WEEK + day * DAY for week in range(WEEKS) for day in (0, 2, 5)]
    assert sum(bar.load.runs for bar in told.bars) == sum(told.start <= day for day in days)
    assert all(a.end == b.start for a, b in zip(told.bars, told.bars[1:], strict=False))
    assert told.bars[0].start <= TODAY - timedelta(days=SPAN_DAYS[span] - 1) or told.first_day
    assert told.bars[-1].start <= TODAY < told.bars[-1].end


@pytest.mark.parametrize("width", Bucket)
@pytest.mark.usefixtures("history")
def test_another_span_never_changes_a_bar_that_both_show(runner, width):
    tell(runner, TODAY - 3 * DAY, 4)
    tell(runner, TODAY - 100 * DAY, 6)
    seen = {}
    for span in Span:
        for until in (None, TODAY - 9 * DAY):
            for bar in read_timeline(runner, span, TODAY, bucket=width, until=until).bars:
                assert seen.setdefault(bar.start, bar) == bar
    assert len(seen) > 12


@pytest.mark.parametrize("width", Bucket)
@pytest.mark.usefixtures("history")
def test_bars_are_those_of_the_load_page(runner, width):
    told = read_timeline(runner, Span.YEAR, TODAY, bucket=width)
    same = summarise_load(runner, bucket=width, start=told.start, end=told.end, today=TODAY)
    for bar, other in zip(told.bars, same.buckets, strict=True):
        assert (bar.start, bar.end, bar.load.runs) == (other.start, other.end, other.runs)
        assert bar.load.value == pytest.approx(other.value)
        assert (bar.load.low, bar.load.high) == pytest.approx((other.low, other.high))
    assert told.load_sentence == same.sentence


@pytest.mark.usefixtures("history")
def test_the_limit_is_a_little_more_than_the_longest_of_thirty_days_before(runner):
    told = read_timeline(runner, Span.FOUR_WEEKS, TODAY)
    for bar in told.bars:
        week = (bar.start - MONDAY).days // 7
        first_of_week = bar.start.weekday() == 0
        longest_m = 8000.0 + 80 * (week - 1 if first_of_week else week)
        assert bar.by_distance.before == longest_m
        assert bar.by_distance.most == pytest.approx(1.1 * longest_m)
        assert not bar.by_distance.is_above
    assert sum(bar.above for bar in told.bars) == 0


@pytest.mark.usefixtures("history")
def test_a_run_that_passes_its_limit_is_counted_and_seen_in_every_width(runner):
    add_run(runner, MORNING + (WEEKS - 1) * WEEK + DAY, impulse_bw_s=1600.0, distance_m=20_000.0)
    for span in (Span.WEEK, Span.YEAR, Span.TEN_YEARS):
        told = read_timeline(runner, span, TODAY)
        assert sum(bar.above for bar in told.bars) == 1
        above = [bar for bar in told.bars if bar.by_distance.is_above]
        assert [bar.by_distance.largest for bar in above] == [20_000.0]
        assert [bar.by_load.is_above for bar in above] == [False]


def test_after_a_long_pause_no_limit_is_known(runner):
    add_run(runner, MORNING)
    add_run(runner, MORNING + 200 * DAY)
    told = read_timeline(runner, Span.WEEK, MONDAY + 201 * DAY)
    bar = next(bar for bar in told.bars if bar.load.runs)
    assert bar.by_distance.largest == 8000.0
    assert bar.by_distance.most is None
    assert not bar.by_distance.is_above
    assert bar.above == 0


days_of_runs = st.lists(st.integers(0, 120), max_size=40).map(sorted)


@given(days_of_runs, st.data())
def test_a_limit_reads_earlier_days_alone(days, data):
    run_day = np.array(days, dtype=np.int64) + FIRST_DAY
    size = np.array([data.draw(st.floats(1, 30)) for _ in days])
    shown = np.arange(FIRST_DAY + 31, FIRST_DAY + 121)
    found = longest_before(run_day, size, shown, 30)
    for at, day in enumerate(shown):
        window = size[(run_day < day) & (run_day >= day - 30)]
        expected = window.max() if window.size else np.nan
        assert found[at] == expected or (np.isnan(found[at]) and np.isnan(expected))
    cut = data.draw(st.sampled_from(list(shown)))
    later = run_day >= cut
    changed = np.where(later, size * 7, size)
    kept = shown <= cut
    again = longest_before(run_day, changed, shown, 30)
    assert np.array_equal(found[kept], again[kept], equal_nan=True)


@given(days_of_runs, st.integers(1, 40))
def test_runs_that_pass_their_limit_are_the_same_in_every_width(days, width):
    run_day = np.array(days, dtype=np.int64) + FIRST_DAY
    size = 5 + (run_day * 7919 % 13).astype(np.float64)
    wide = np.arange(FIRST_DAY, FIRST_DAY + 121 + width, width)
    narrow = np.arange(FIRST_DAY, wide[-1] + 1)
    bars, passed = fill_limits(wide, run_day, size, CONSTANTS)
    _days, same = fill_limits(narrow, run_day, size, CONSTANTS)
    assert np.array_equal(passed, same)
    for first, bar in zip(wide, bars, strict=False):
        inside = (run_day >= first) & (run_day < first + width)
        assert bar.largest == (size[inside].max() if inside.any() else None)
        if bar.is_above:
            assert passed[inside].any()


moments = st.sampled_from(list(Moment))
told_pains = st.lists(st.tuples(st.integers(-20, 150), moments, st.integers(0, 10)), max_size=60)


@given(told_pains, st.integers(1, 40))
def test_a_pain_lies_in_exactly_one_bar(told, width):
    pains = [
        ToldPain(date.fromordinal(FIRST_DAY + day), moment, pain)
        for day, moment, pain in sorted(told, key=lambda each: each[0])
    ]
    edges = np.arange(FIRST_DAY, FIRST_DAY + 121 + width, width)
    bars = fill_pains(edges, pains)
    inside = [pain for pain in pains if edges[0] <= pain.day.toordinal() < edges[-1]]
    assert sum(bar.told for bar in bars) == len(inside)
    for first, bar in zip(edges, bars, strict=False):
        here = [pain for pain in inside if first <= pain.day.toordinal() < first + width]
        assert bar.worst == max((pain.pain for pain in here), default=None)
        told_of = [each for each in (bar.during, bar.after, bar.at_rest) if each is not None]
        assert bar.worst == max(told_of, default=None)


@pytest.mark.usefixtures("history")
def test_a_pain_begins_on_the_same_day_in_every_span(runner):
    for days in (300, 120, 113, 108, 60, 59, 20, 19, 5):
        tell(runner, TODAY - days * DAY, 3 + days % 5)
    told = {span: kinds(read_timeline(runner, span, TODAY)) for span in Span}
    longest = told[Span.TEN_YEARS]
    assert len(longest) > 3
    for span in Span:
        first = read_timeline(runner, span, TODAY).start
        assert told[span] == [event for event in longest if event[1] >= first]
    assert {day for _kind, day in longest} <= set(read_onsets(runner, TODAY, load_why_constants()))


def test_a_slip_that_was_mended_does_not_count(runner):
    tell(runner, MONDAY, 9, minute=0)
    tell(runner, MONDAY, 2, minute=5)
    told = read_timeline(runner, Span.WEEK, MONDAY)
    assert told.bars[-1].pain.worst == 2


@pytest.mark.usefixtures("history")
def test_the_worst_pain_of_a_week_is_told_with_its_day_and_moments(runner):
    day = TODAY - 4 * DAY
    tell(runner, day, 4)
    tell(runner, day, 3, Moment.AFTER)
    tell(runner, day + DAY, 2, Moment.MORNING)
    tell(runner, TODAY, 1)
    told = read_timeline(runner, Span.YEAR, TODAY)
    pain = told.bars[-1].pain
    assert (pain.day, pain.worst, pain.during, pain.after, pain.at_rest) == (day, 4, 4, 3, 2)
    assert told.sentence == (
        "Your pain was 4 of 10 at its worst, on 23 June. The last you told was 1."
    )


def test_a_runner_without_anything_is_not_refused(runner):
    told = read_timeline(runner)
    assert told.is_empty
    assert told.span is Span.THREE_MONTHS
    assert told.sentence.startswith("You told no pain since")
    assert told.load_sentence.startswith("There are no runs yet.")
    assert told.notes == ()


def test_one_run_is_one_run(runner):
    add_run(runner, MORNING)
    told = read_timeline(runner, Span.TEN_YEARS, MONDAY)
    assert sum(bar.load.runs for bar in told.bars) == 1
    assert len(told.bars) == 13  # a year of months, and the one that goes on
    assert told.events == ()
    assert told.notes == (
        "There is one run so far. What is usual for you shows after a few weeks.",
    )


def test_pain_before_the_first_run_gets_no_invented_reason(runner):
    tell(runner, MONDAY - 20 * DAY, 5)
    add_run(runner, MORNING)
    told = read_timeline(runner, Span.THREE_MONTHS, MONDAY)
    assert told.first_day == MONDAY - 20 * DAY
    assert any("before your first run here" in note for note in told.notes)
    assert kinds(told) == [(EventKind.PAIN, MONDAY - 20 * DAY)]


def test_runs_of_a_wrong_clock_stay_out_and_are_told(runner):
    add_run(runner, MORNING)
    add_run(runner, MORNING + 3 * DAY)
    add_run(runner, MORNING.replace(year=2068))
    told = read_timeline(runner, Span.YEAR, MONDAY)
    assert sum(bar.load.runs for bar in told.bars) == 1
    assert told.bars[-1].end > MONDAY + 3 * DAY  # the week goes on, its later days are not shown
    assert told.notes[0].startswith("2 runs are dated after today")


def test_years_without_a_run_are_a_pause_and_a_return(runner):
    add_run(runner, MORNING - 1500 * DAY)
    add_run(runner, MORNING)
    told = read_timeline(runner, Span.TEN_YEARS, MONDAY + 20 * DAY)
    assert kinds(told) == [(EventKind.RESTART, MONDAY), (EventKind.PAUSE, MONDAY)]
    assert told.events[0].words == "On 4 May you ran again after 1499 days without a run."
    week = read_timeline(runner, Span.FOUR_WEEKS, MONDAY + 20 * DAY)
    assert week.events == told.events  # the run before lies far outside of what is shown


def test_a_short_break_is_no_pause(runner):
    for days in (0, 14, 29):  # 13 days between, then 14
        add_run(runner, MORNING + days * DAY)
    told = read_timeline(runner, Span.THREE_MONTHS, MONDAY + 30 * DAY)
    assert kinds(told) == [(EventKind.RESTART, MONDAY + 29 * DAY)]


@pytest.mark.usefixtures("history")
def test_what_happened_stands_in_order(runner):
    pair = Shoe.objects.create(owner=runner, name="Blue pair")
    add_run(runner, MORNING + 55 * WEEK + DAY, shoe=pair)
    tell(runner, MONDAY + 56 * WEEK, 4)
    started = MORNING + 57 * WEEK
    KneeCheck.objects.create(
        owner=runner,
        key="0123456789abcdef",
        started_at=started,
        finished_at=started,
        action=1,
        result="{}",
        rules_version="1",
    )
    PlannedWeek.objects.create(
        owner=runner, first_day=MONDAY + 58 * WEEK, inputs="", plan="", inputs_sha256=""
    )
    told = read_timeline(runner, Span.THREE_MONTHS, TODAY)
    assert kinds(told) == [
        (EventKind.SHOES, MONDAY + 55 * WEEK + DAY),
        (EventKind.PAIN, MONDAY + 56 * WEEK),
        (EventKind.CHECK, MONDAY + 57 * WEEK),
        (EventKind.PLAN, MONDAY + 58 * WEEK),
    ]
    assert told.change_sentence == told.events[-1].words
    assert told.events[2].key == "0123456789abcdef"


def test_shoes_are_told_by_bar_and_by_stretch(runner):
    blue = Shoe.objects.create(owner=runner, name="Blue pair")
    red = Shoe.objects.create(owner=runner, name="Red pair")
    for days, pair in ((0, blue), (2, red), (4, blue), (60, blue)):
        add_run(runner, MORNING + days * DAY, shoe=pair)
    told = read_timeline(runner, Span.THREE_MONTHS, MONDAY + 61 * DAY)
    assert [(each.name, each.first, each.runs) for each in told.shoes] == [
        ("Blue pair", MONDAY, 2),
        ("Red pair", MONDAY + 2 * DAY, 1),
        ("Blue pair", MONDAY + 60 * DAY, 1),
    ]
    week = read_timeline(runner, Span.YEAR, MONDAY + 6 * DAY).bars[-1]
    assert week.shoes == ("Blue pair", "Red pair")  # the most used first


def test_sessions_are_counted_by_kind(runner):
    for kind in ("strength", "strength", "mobility", "cross", "reset", "run"):
        SessionLog.objects.create(owner=runner, day=MONDAY, kind=kind, started_at=MORNING)
    SessionLog.objects.create(owner=runner, day=MONDAY + DAY, kind="cross", started_at=MORNING)
    told = read_timeline(runner, Span.WEEK, MONDAY)
    assert dict(told.bars[-1].sessions) == {"strength": 2, "mobility": 1, "cross": 1}
    assert sum(sum(bar.sessions.values()) for bar in told.bars) == 4


def test_a_run_without_a_load_counts_and_adds_nothing(runner):
    run = add_run(runner, MORNING)
    TissueLoadRow.objects.filter(run=run).delete()
    told = read_timeline(runner, Span.WEEK, MONDAY)
    bar = told.bars[-1]
    assert (bar.load.runs, bar.load.unknown, bar.load.value) == (1, 1, 0.0)
    assert bar.by_load.largest is None
    assert bar.by_distance.largest == 8000.0
    assert any(note.startswith("Of 1 run no load is known.") for note in told.notes)


def test_the_outer_band_is_an_index_without_a_range(runner):
    add_run(runner, MORNING)
    told = read_timeline(runner, Span.WEEK, MONDAY, tissue="iliotibial_band")
    load = told.bars[-1].load
    assert told.unit == "index"
    assert load.low == load.value == load.high > 0


@pytest.mark.usefixtures("history")
def test_another_last_day_shows_what_lay_before_it(runner):
    told = read_timeline(runner, Span.FOUR_WEEKS, TODAY, until=MONDAY + 27 * DAY)
    assert (told.start, told.end) == (MONDAY, MONDAY + 28 * DAY)
    assert not told.is_now
    assert told.load_sentence == ""
    assert told.sentence == "You told no pain from 4 May to 31 May."
    assert read_timeline(runner, Span.WEEK, TODAY, until=date(1, 1, 1)).start < MONDAY
    assert read_timeline(runner, Span.WEEK, TODAY, until=date.max).is_now


def test_an_old_history_is_looked_at_far_enough_back(runner):
    add_run(runner, MORNING)
    assert read_timeline(runner, today=MONDAY + 80 * DAY).span is Span.THREE_MONTHS
    assert read_timeline(runner, today=MONDAY + 200 * DAY).span is Span.YEAR
    assert read_timeline(runner, today=MONDAY + 900 * DAY).span is Span.TEN_YEARS


def test_a_run_of_tomorrow_is_of_today_where_her_day_is_not_known(runner):
    Runner.objects.filter(pk=runner.pk).update(time_zone="")
    runner.refresh_from_db()
    now = datetime.now(UTC)
    add_run(runner, now, utc_offset_s=14 * 3600.0)
    told = read_timeline(runner, Span.WEEK)
    assert sum(bar.load.runs for bar in told.bars) == 1
    assert told.notes == (
        "There is one run so far. What is usual for you shows after a few weeks.",
    )


def test_nothing_of_others_is_read(runner):
    other = Runner.objects.create(name="Somebody else")
    shoe = Shoe.objects.create(owner=other, name="Theirs")
    add_run(other, MORNING, shoe=shoe)
    tell(other, MONDAY, 8)
    SessionLog.objects.create(owner=other, day=MONDAY, kind="cross", started_at=MORNING)
    told = read_timeline(runner, Span.WEEK, MONDAY)
    assert told.is_empty
    assert told.bars == read_timeline(Runner.objects.create(name="New"), Span.WEEK, MONDAY).bars


@pytest.mark.parametrize("wrong", [{"span": "2y"}, {"tissue": "skin"}, {"bucket": "hour"}])
def test_what_is_not_known_is_refused(runner, wrong):
    with pytest.raises(InvalidValueError):
        read_timeline(runner, wrong.pop("span", Span.WEEK), MONDAY, **wrong)


@settings(max_examples=cases(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.sets(st.integers(0, 4000), max_size=8),
    told=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 10)), max_size=8),
    span=st.sampled_from(Span),
)
@pytest.mark.usefixtures("db")
def test_any_history_has_a_timeline(days, told, span):
    runner = Runner.objects.create(name="Anybody")
    for day in days:
        add_run(runner, MORNING - day * DAY)
    for day, pain in told:
        tell(runner, MONDAY - day * DAY, pain)
    found = read_timeline(runner, span, MONDAY)
    shown = [run for run in runner.runs.all() if run.local_day >= found.start]
    assert sum(bar.load.runs for bar in found.bars) == len(shown)
    assert sum(bar.pain.told for bar in found.bars) == sum(
        MONDAY - day * DAY >= found.start for day, _pain in told
    )
    assert len(found.bars) <= 125
