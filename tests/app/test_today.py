"""The loop: what is known, what was told and done, and the week and the day that follow."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.knee_answers import HOT
from app.makers import add_run
from laws import cases
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.make_plan import make_plan
from midstance.app.read_today import read_today
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.training.records import DayWish, DoneItem, PainTold, SessionTold, Wishes
from midstance.app.training.weeks import week_of
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import InvalidValueError
from midstance.store.models import PainEntry, PlannedWeek, SessionLog

HERE = ZoneInfo("Europe/Berlin")  # of the runner that the tests are about
TODAY = datetime.now(HERE).date()
YESTERDAY = TODAY - timedelta(days=1)


def at(day, hour=9):
    return datetime.combine(day, time(hour), HERE)


def told(day, moment, pain, **more):
    return PainTold(day, moment, pain, **more)


def test_without_a_word_there_is_a_plan_that_keeps_well(runner):
    sheet = make_plan(runner, TODAY)[0]
    assert sheet.programme == "keep_well"
    assert [day.day for day in sheet.days] == [TODAY + timedelta(days=n) for n in range(7)]
    assert any(day.sessions for day in sheet.days)
    assert not sheet.empty
    assert PlannedWeek.objects.count() == 1


def test_asking_again_changes_nothing(runner):
    first = make_plan(runner, TODAY)[0]
    assert make_plan(runner, TODAY)[0] == first
    assert PlannedWeek.objects.count() == 1


@pytest.mark.parametrize(("days_ago", "is_new"), [(0, True), (6, True), (7, False)])
def test_a_pain_that_began_within_a_week_asks_what_changed(runner, days_ago, is_new):
    day = TODAY - timedelta(days=days_ago)
    log_pain(runner, told(day, "during", 3))
    assert read_today(runner).new_pain == (day if is_new else None)


def test_a_lock_comes_before_what_changed(runner):
    log_pain(runner, told(TODAY, "during", 3))
    save_check(runner, HOT)
    sheet = read_today(runner)
    assert sheet.lock is not None
    assert sheet.new_pain is None


def test_new_wishes_make_a_new_plan(runner):
    make_plan(runner, TODAY)
    days = tuple(DayWish(600 if n == TODAY.weekday() else 0, 0, "any") for n in range(7))
    set_up_plan(runner, Wishes(days=days))
    sheet = make_plan(runner, TODAY)[0]
    assert read_wishes(runner).days == days
    assert PlannedWeek.objects.count() == 2
    assert {item.kind for day in sheet.days for item in day.sessions} <= {"strength", "mobility"}


def test_no_day_at_all_gets_the_least_that_helps(runner):
    set_up_plan(runner, Wishes(days=(DayWish(0, 0, "any"),) * 7))
    today = read_today(runner, at(TODAY))
    assert "least that helps" in today.sentence
    assert today.action.target.startswith("least-")


def test_every_problem_of_wishes_is_said_at_once(runner):
    with pytest.raises(InvalidValueError) as caught:
        set_up_plan(
            runner,
            Wishes(
                days=(DayWish(-1, 0, "noon"),) * 7, equipment=("trampoline",), runs_a_week=9,
                confidence=11, entry=(("walk_pain", 12), ("cartwheels", 3)),
            ),
        )  # fmt: skip
    for word in ("0 to 120", "noon", "trampoline", "7 runs", "0 to 10", "walk_pain", "cartwheels"):
        assert word in str(caught.value)
    assert read_wishes(runner) is None


def test_a_red_day_rests_and_goes_a_step_back(runner):
    add_run(runner, at(TODAY))
    meaning = log_pain(runner, told(TODAY, "during", 6))
    assert meaning.light == "stop"
    today = read_today(runner, at(TODAY, 12))
    assert today.light == "stop"
    assert not today.sessions
    assert today.action.kind == "pain"
    assert not today.reset_after


def test_strong_pain_asks_for_the_warning_signs_until_a_check_answers(runner):
    meaning = log_pain(runner, told(TODAY, "during", 8))
    assert meaning.rescreen
    today = read_today(runner, at(TODAY, 12))
    assert today.action.kind == "start_check"
    assert not today.sessions


def test_a_run_asks_how_it_was_and_offers_the_reset(runner):
    run = add_run(runner, at(TODAY, 6))
    today = read_today(runner, at(TODAY, 7))
    assert [(ask.moment, ask.run) for ask in today.asks] == [("during", run.key)]
    assert today.reset_after == run.key
    assert today.action.kind == "routine"
    log_pain(runner, told(TODAY, "during", 1, run=run.key))
    later = read_today(runner, at(TODAY, 9))
    assert [ask.moment for ask in later.asks] == ["after"]


def test_the_morning_after_asks_once(runner):
    run = add_run(runner, at(YESTERDAY))
    log_pain(runner, told(YESTERDAY, "during", 1, run=run.key))
    log_pain(runner, told(YESTERDAY, "after", 0, run=run.key))
    assert [ask.moment for ask in read_today(runner, at(TODAY)).asks] == ["morning"]
    assert log_pain(runner, told(TODAY, "morning", 0)).light == "carry_on"
    assert not read_today(runner, at(TODAY)).asks


def test_telling_twice_keeps_it_once(runner):
    for _ in range(2):
        log_pain(runner, told(TODAY, "during", 1, key="a" * 32))
        log_session(
            runner,
            SessionTold(TODAY, "strength", at(TODAY), 600, 6, 2, key="b" * 32),
        )
    assert PainEntry.objects.count() == 2
    assert SessionLog.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        told(TODAY + timedelta(days=3), "during", 2),
        told(TODAY - timedelta(days=90), "during", 2),
        told(TODAY, "during", 11),
        told(TODAY, "during", -1),
        told(TODAY, "at_noon", 2),
        told(TODAY, "during", 2, places=("elbow",)),
        told(TODAY, "during", 2, run="none"),
        told(TODAY, "during", 2, told_at=at(TODAY + timedelta(days=3))),
    ],
)
def test_an_impossible_pain_is_refused_and_nothing_is_kept(runner, wrong):
    with pytest.raises(InvalidValueError):
        log_pain(runner, wrong)
    assert not PainEntry.objects.exists()


def test_an_unknown_exercise_is_refused_and_nothing_is_kept(runner):
    item = DoneItem("cartwheel", "strength", 2, 10, None, 2)
    with pytest.raises(InvalidValueError, match="cartwheel"):
        log_session(runner, SessionTold(TODAY, "strength", at(TODAY), 60, items=(item,)))
    assert not SessionLog.objects.exists()


def train(runner, day, effort=5, pain=0):
    """Do what stands on a day, as the plan has it."""
    sheet = make_plan(runner, day)[0]
    there = [item for line in sheet.days if line.day == day for item in line.sessions]
    for session in there:
        items = tuple(
            DoneItem(item.exercise, item.form, item.sets, item.reps, item.hold_s, item.sets)
            for item in session.items
        )
        log_session(
            runner,
            SessionTold(day, session.kind, at(day), session.seconds, effort, pain, items),
        )
        log_pain(runner, told(day, "after", pain))
        log_pain(runner, told(day + timedelta(days=1), "morning", pain))
    return sheet


def test_weeks_of_green_bring_more_and_one_kind_of_rise_at_a_time(runner):
    start = TODAY - timedelta(days=28)
    set_up_plan(runner, DEFAULT_WISHES)
    sheets = [train(runner, start + timedelta(days=number)) for number in range(28)]
    assert SessionLog.objects.filter(kind="strength").count() >= 8
    rises = [sheet.differences for sheet in sheets if sheet.differences]
    assert rises
    for week in PlannedWeek.objects.all():
        assert week.inputs_sha256


def test_nothing_rises_within_a_week_of_training(runner):
    start = TODAY - timedelta(days=6)
    sheets = [train(runner, start + timedelta(days=number)) for number in range(6)]
    doses = {
        (item.exercise, item.dose) for sheet in sheets for day in sheet.days
        for session in day.sessions if session.kind == "strength" for item in session.items
    }  # fmt: skip
    assert len({name for name, _ in doses}) == len(doses)


URGENT = {"urgent_signs": ["hot_red_swollen_knee"]}


@settings(
    max_examples=cases(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pains=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from(["during", "after", "morning"]),
                  st.integers(0, 10), st.booleans()),
        max_size=6,
    )
)  # fmt: skip
def test_a_lock_empties_every_day_whatever_was_told(runner, pains):
    save_check(runner, URGENT)
    for back, moment, pain, swelling in pains:
        log_pain(runner, told(TODAY - timedelta(days=back), moment, pain, swelling=swelling))
    today = read_today(runner, at(TODAY))
    assert today.lock is not None
    assert today.light == "stop"
    assert not today.sessions
    assert not today.reset_after
    assert all(not day.sessions for day in make_plan(runner, TODAY)[0].days)


@pytest.mark.parametrize("pain", [0, 1, 4, 9])
@pytest.mark.parametrize("moment", ["before", "during", "after", "morning"])
def test_no_answer_softens_a_lock(runner, moment, pain):
    save_check(runner, URGENT)
    meaning = log_pain(runner, told(TODAY, moment, pain))
    assert (meaning.light, meaning.sentence) == ("stop", read_today(runner, at(TODAY)).sentence)
    session = SessionTold(TODAY, "strength", at(TODAY), 600, 3, 0)
    assert log_session(runner, session).light == "stop"


def test_a_good_answer_does_not_end_the_rest_after_a_red_day(runner):
    add_run(runner, at(YESTERDAY))
    log_pain(runner, told(YESTERDAY, "during", 6))
    meaning = log_pain(runner, told(TODAY, "before", 0))
    assert meaning.light == "stop"
    assert "rests until" in meaning.sentence


def test_a_swollen_morning_is_red_however_well_the_day_before_went(runner):
    add_run(runner, at(YESTERDAY))
    log_pain(runner, told(YESTERDAY, "during", 0))
    assert log_pain(runner, told(TODAY, "morning", 0, swelling=True)).light == "stop"


@settings(
    max_examples=cases(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    pains=st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["during", "after", "morning"]),
                  st.integers(0, 10), st.booleans(), st.booleans()),
        max_size=8,
    )
)  # fmt: skip
def test_no_session_stands_on_a_red_day(runner, pains):
    PainEntry.objects.all().delete()
    for back, moment, pain, swelling, limp in pains:
        day = TODAY - timedelta(days=back)
        log_pain(runner, told(day, moment, pain, swelling=swelling, limp=limp))
    today = read_today(runner, at(TODAY))
    if any(pain > 5 or swelling or limp for back, _, pain, swelling, limp in pains if back == 0):
        assert today.light == "stop"
    if today.light == "stop":
        assert not today.sessions
        assert today.action.kind not in {"session", "routine"}


def test_each_recommendation_is_at_most_sixty_words(runner):
    add_run(runner, at(YESTERDAY))
    sheet = make_plan(runner, TODAY)[0]
    for advice in (sheet.advice, sheet.running.advice, read_today(runner, at(TODAY)).advice):
        words = f"{advice.because} {advice.expect} {advice.stop_if} {advice.source}".split()
        assert len(words) <= 60


def test_the_load_of_a_run_moves_hard_exercises_away_and_limits_the_next_run(runner):
    for back in range(20, 0, -4):
        add_run(runner, at(TODAY - timedelta(days=back)), impulse_bw_s=1000.0)
    gentle = week_of(runner, TODAY).inputs
    assert gentle.last_hard_day is None
    assert gentle.running.most_s == pytest.approx(1.1 * 2700)
    add_run(runner, at(TODAY), impulse_bw_s=2500.0)
    heavy = week_of(runner, TODAY).inputs
    assert heavy.last_hard_day == TODAY.toordinal()
    assert "2.5 times" in read_today(runner, at(TODAY, 12)).note


def test_a_long_walk_does_not_raise_what_the_knee_may_carry(runner):
    for back in range(20, 0, -4):
        add_run(runner, at(TODAY - timedelta(days=back)), impulse_bw_s=1000.0)
    long = add_run(runner, at(TODAY - timedelta(days=1)), impulse_bw_s=1000.0, moving_s=9000.0)
    assert long.moving_s == 9000.0
    running = week_of(runner, TODAY).inputs.running
    assert running.is_bound_by_load
    assert running.most_s == pytest.approx(1.1 * 2700)
