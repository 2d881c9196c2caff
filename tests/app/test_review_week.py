"""The weekly review: what was done is told without blame, what got in the way changes the plan."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.knee_answers import HOT
from app.makers import add_run
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.make_plan import make_plan
from midstance.app.plain import to_plain
from midstance.app.review_week import (
    ReviewTold,
    is_review_due,
    preview_review,
    read_review,
    review_week,
    take_back_review,
)
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.training.barriers import list_barriers, wish_differences, with_barrier
from midstance.app.training.records import DayWish, PainTold, SessionTold, Wishes
from midstance.app.training.reviews import changes_between, without_changes
from midstance.app.training.wishes import problems_of
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.knowledge.exercises import load_exercise_book
from midstance.store.models import PlannedWeek, Runner, WeekReview

TODAY = datetime.now(UTC).date()
BARRIERS = [each.id for each in list_barriers()]
BOOK = load_exercise_book()
TIMES = ("any", "morning", "midday", "evening", "after_run")
GUILT = re.compile(
    r"\b(streak|miss(ed|ing)|lazy|should|fail|only|behind|catch up|shame)\b", re.IGNORECASE
)

day_wishes = st.builds(
    DayWish, st.integers(0, 120).map(lambda m: 60 * m), st.integers(0, 600).map(lambda m: 60 * m),
    st.sampled_from(TIMES),
)  # fmt: skip
some_of = lambda names: st.lists(st.sampled_from(sorted(names)), unique=True, max_size=5).map(tuple)  # noqa: E731
wishes = st.builds(
    Wishes,
    days=st.tuples(*(day_wishes for _day in range(7))),
    equipment=some_of(BOOK.equipment),
    situations=some_of(["kneeling_pain", "back_pain", "pain_above_3"]),
    left_out=some_of(BOOK.exercises),
    runs_a_week=st.integers(0, 7),
    confidence=st.none() | st.integers(0, 10),
)
left_outs = st.lists(st.sampled_from(sorted(BOOK.exercises)), min_size=1, max_size=3, unique=True)


def planned_ago(runner, days: int):
    """As if the plan had been made and nothing told for so many days."""
    make_plan(runner, TODAY - timedelta(days=days))
    moved = datetime.combine(TODAY - timedelta(days=days), time(4), UTC)
    PlannedWeek.objects.owned_by(runner).update(made_at=moved)


def did(runner, day, kind):
    log_session(runner, SessionTold(day, kind, datetime.combine(day, time(6), UTC), 600))


@given(wishes, st.sampled_from(BARRIERS), left_outs)
def test_no_barrier_ever_asks_for_more(before, barrier, left_out):
    after = with_barrier(before, barrier, left_out)
    assert all(
        new.exercise_s <= old.exercise_s and new.outing_s <= old.outing_s
        for old, new in zip(before.days, after.days, strict=True)
    )
    assert set(after.equipment) <= set(before.equipment)
    assert set(after.situations) >= set(before.situations)
    assert set(after.left_out) >= set(before.left_out)
    assert after.runs_a_week <= before.runs_a_week
    assert before.confidence is None or after.confidence <= before.confidence
    assert problems_of(after) == ()


@given(wishes, st.sampled_from(BARRIERS), left_outs)
def test_whatever_changes_is_shown_and_whatever_is_shown_changes(before, barrier, left_out):
    after = with_barrier(before, barrier, left_out)
    assert bool(wish_differences(before, after)) == (before != after)


@given(wishes, st.sampled_from(BARRIERS), left_outs)
def test_taking_back_gives_what_was_before(before, barrier, left_out):
    after = with_barrier(before, barrier, left_out)
    back = without_changes(after, to_plain(changes_between(before, after)))
    for name in ("equipment", "situations", "left_out"):
        assert set(getattr(back, name)) == set(getattr(before, name))
    lists = {"equipment": (), "situations": (), "left_out": ()}
    assert replace(back, **lists) == replace(before, **lists)


@given(wishes, st.sampled_from(BARRIERS), left_outs, wishes)
def test_taking_back_leaves_what_she_changed_since(before, barrier, left_out, later):
    after = with_barrier(before, barrier, left_out)
    back = without_changes(later, to_plain(changes_between(before, after)))
    assert back.runs_a_week == later.runs_a_week
    assert set(later.left_out) - (set(after.left_out) - set(before.left_out)) <= set(back.left_out)
    if later.days != after.days:
        assert back.days == later.days


@pytest.mark.parametrize("barrier", BARRIERS)
def test_each_barrier_changes_the_plan_of_a_usual_runner(runner, barrier):
    (sheet,) = make_plan(runner)
    items = [item.exercise for day in sheet.days for each in day.sessions for item in each.items]
    told = ReviewTold(confidence=9, barrier=barrier, left_out=tuple(items[:2]), key=barrier)
    assert preview_review(runner, told)
    assert WeekReview.objects.count() == 0
    review_week(runner, told)
    (after,) = make_plan(runner)
    assert shape(after) != shape(sheet)
    left = [item.exercise for day in after.days for each in day.sessions for item in each.items]
    if barrier in {"it_hurt", "boring"}:
        assert not set(left) & set(items[:2])


def shape(sheet):
    """What stands in a week: sessions, their times and what is in them."""
    return [
        (
            each.kind,
            each.seconds,
            each.time,
            tuple(item.dose + item.exercise for item in each.items),
        )
        for day in sheet.days
        for each in day.sessions
    ]


def test_a_review_is_kept_once(runner):
    told = ReviewTold(confidence=5, barrier="no_time", key="k1")
    assert review_week(runner, told)
    assert review_week(runner, told) == ()
    assert WeekReview.objects.owned_by(runner).count() == 1
    assert read_wishes(runner).confidence == 5
    assert {day.exercise_s for day in read_wishes(runner).days} == {480}


def test_low_confidence_makes_the_plan_smaller(runner):
    (before,) = make_plan(runner)
    review_week(runner, ReviewTold(confidence=4))
    (after,) = make_plan(runner)
    longest = [
        max(each.seconds for day in sheet.days for each in day.sessions if each.kind == "strength")
        for sheet in (before, after)
    ]
    assert longest[1] < longest[0]
    assert any("Smaller" in words for words in after.limits)


def test_a_change_can_be_taken_back_once(runner):
    set_up_plan(runner, Wishes(days=(DayWish(900, 2700, "any"),) * 7, equipment=("mat",)))
    before = read_wishes(runner)
    review_week(runner, ReviewTold(barrier="away", key="k1"))
    assert read_wishes(runner) != before
    assert [each.key for each in read_review(runner).take_back] == ["k1"]
    assert take_back_review(runner, "k1")
    assert read_wishes(runner) == before
    assert read_review(runner).take_back == ()
    with pytest.raises(RefusedError):
        take_back_review(runner, "k1")


def test_nobody_takes_back_what_is_not_hers(runner):
    review_week(runner, ReviewTold(barrier="away", key="k1"))
    with pytest.raises(NotFoundError):
        take_back_review(Runner.objects.create(name="Eve"), "k1")


@pytest.mark.parametrize(
    "told",
    [
        ReviewTold(barrier="rain"),
        ReviewTold(barrier="boring"),
        ReviewTold(barrier="boring", left_out=("trampoline",)),
        ReviewTold(confidence=11),
        ReviewTold(key="k" * 37),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(runner, told):
    with pytest.raises(InvalidValueError):
        review_week(runner, told)
    assert not WeekReview.objects.exists()
    assert read_wishes(runner) is None


def test_a_week_is_told_as_it_was_done(runner):
    planned_ago(runner, 7)
    week = PlannedWeek.objects.get()
    first = week.first_day
    did(runner, first, "strength")
    done = read_review(runner, TODAY).done
    assert (done.first_day, done.last_day) == (first, TODAY - timedelta(days=1))
    lines = {line.kind: (line.done, line.planned) for line in done.lines}
    assert lines["strength"][0] == 1
    assert lines["strength"][1] >= 2
    assert "You did 1 of" in done.sentence


def test_a_run_of_the_watch_counts(runner):
    planned_ago(runner, 7)
    add_run(runner, datetime.combine(TODAY - timedelta(days=3), time(6), UTC), utc_offset_s=0)
    lines = {line.kind: line.done for line in read_review(runner, TODAY).done.lines}
    assert lines["run"] == 1


def test_nothing_done_is_told_without_blame(runner):
    planned_ago(runner, 7)
    sentence = read_review(runner, TODAY).done.sentence
    assert "begin again" in sentence
    assert not GUILT.search(sentence)


def test_after_a_gap_it_starts_again_a_step_lower(runner):
    did(runner, TODAY - timedelta(days=20), "strength")
    planned_ago(runner, 7)
    done = read_review(runner, TODAY).done
    assert done.is_restart
    assert "starts again" in done.sentence
    assert not GUILT.search(done.sentence)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 14), st.integers(0, 10)), max_size=8))
def test_the_pain_is_compared_with_the_week_before(runner, told):
    for row in (runner.pain_entries.all(), PlannedWeek.objects.all()):
        row.delete()
    for ago, pain in told:
        log_pain(runner, PainTold(TODAY - timedelta(days=ago), "during", pain))
    last = dict(told)
    this = [pain for ago, pain in last.items() if ago <= 7]
    before = [pain for ago, pain in last.items() if ago > 7]
    words = read_review(runner, TODAY).pain
    if not this:
        assert "no pain" in words
        return
    assert f"at most {max(this)} of 10" in words
    wanted = "" if not before else (
        "lower" if max(this) < max(before) else "higher" if max(this) > max(before) else "as in"
    )  # fmt: skip
    assert wanted in words


def test_a_review_is_due_a_week_after_the_plan_and_after_the_last(runner):
    assert not is_review_due(runner, TODAY)
    planned_ago(runner, 6)
    assert not is_review_due(runner, TODAY)
    assert is_review_due(runner, TODAY + timedelta(days=1))
    review_week(runner, ReviewTold(confidence=8))
    assert not is_review_due(runner, TODAY + timedelta(days=6))
    assert is_review_due(runner, TODAY + timedelta(days=8))


def test_a_lock_is_told_with_it_and_nothing_is_kept(runner):
    save_check(runner, HOT)
    sheet = read_review(runner)
    assert sheet.lock is not None
    assert sheet.exercises == ()
    for use in (preview_review, review_week):
        with pytest.raises(RefusedError):
            use(runner, ReviewTold(confidence=9))
    assert not WeekReview.objects.exists()
