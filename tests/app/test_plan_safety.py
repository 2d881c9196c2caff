"""Laws of the plan and the log, told through the use cases: what may harm is kept away always.

Each story is told to the store and undone again, so that one runner lives through many of them.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.knee_answers import CLEAN, HOT, KNEECAP
from app.makers import add_run
from core.plan.week_inputs import BOOK, CONSTANTS, WELL
from laws import cases
from midstance.app.checking.days import today_of
from midstance.app.list_pains import list_pains
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.make_plan import make_plan
from midstance.app.plain import read_plain, to_plain
from midstance.app.play_session import read_play_sheet
from midstance.app.read_today import read_today
from midstance.app.record_clinician_answer import record_clinician_answer
from midstance.app.remind import RemindingTold, claim_reminder, set_reminding
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.share_calendar import write_plan_calendar
from midstance.app.training.diary import read_diary
from midstance.app.training.plan_words import distance_words
from midstance.app.training.records import DayWish, DoneItem, PainTold, SessionTold
from midstance.app.training.state import build_inputs, situate
from midstance.app.training.weeks import week_of
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.app.write_run_workout import write_run_workout
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.core.plan import week as planning
from midstance.core.plan.book import Situation
from midstance.core.plan.problem import STRENGTH, PlanInputs
from midstance.core.plan.progression import WeekChange
from midstance.core.plan.safety import UnsafePlanError, problems_of
from midstance.core.plan.solution import Plan
from midstance.core.plan.week import plan_week
from midstance.store.models import PainEntry, PlannedWeek, SessionLog, Units

pytestmark = pytest.mark.django_db

HERE = UTC
SWOLLEN = KNEECAP | {"swelling": "clear"}
UNSURE = KNEECAP | {"urgent_signs": "unknown"}
ABLE = tuple(asdict(WELL).items())
RUNS = replace(DEFAULT_WISHES, is_returning=False, entry=ABLE)
RESET = "routine-post_run_reset"
MOMENTS = ("before", "during", "after", "morning")
FEW = settings(
    max_examples=cases(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MANY = settings(FEW, max_examples=cases(30))


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), HERE)


@pytest.fixture
def today(runner) -> date:
    return today_of(runner)


@st.composite
def pains(draw, most_back=9, most=10):
    """A pain as it is told: how many days ago, when, how much, swelling, a limp."""
    flag = st.sampled_from([None, None, False, True])
    return (
        draw(st.integers(0, most_back)),
        draw(st.sampled_from(MOMENTS)),
        draw(st.integers(0, most)),
        draw(flag),
        draw(flag),
    )


STORIES = st.lists(pains(), max_size=8)
CHECKS = st.sampled_from([None, KNEECAP])


def ago(minutes: int) -> datetime:
    return timezone.now() - timedelta(minutes=minutes)


def tell(runner, today, story):
    """Tell it with half an hour between two answers, so that none is a correction of another."""
    for number, (back, moment, pain, swelling, limp) in enumerate(story):
        told = PainTold(
            today - timedelta(days=back), moment, pain, swelling=swelling, limp=limp,
            told_at=ago(30 * (len(story) - number)), key=f"told{number}",
        )  # fmt: skip
        log_pain(runner, told)


def train(runner, day, effort=5, pain=0, *, and_tell=True):
    """Do what stands on a day, as the plan has it, and say how it was."""
    sheet = make_plan(runner, day)[0]
    for session in (each for line in sheet.days if line.day == day for each in line.sessions):
        items = tuple(
            DoneItem(item.exercise, item.form, item.sets, item.reps, item.hold_s, item.sets)
            for item in session.items
        )
        told = SessionTold(day, session.kind, at(day), session.seconds, effort, pain, items)
        log_session(runner, told)
        if and_tell:
            log_pain(runner, PainTold(day, "after", pain))
    if and_tell:
        log_pain(runner, PainTold(day + timedelta(days=1), "morning", pain))
    return week_of(runner, day)


def is_empty(runner, today):
    plan = week_of(runner, today).plan
    return (plan.sessions, plan.least, plan.running.outing) == ((), None, None)


def doses_of(plan: Plan):
    """Each exercise with its amount."""
    items = [item.prescription for each in plan.sessions for item in each.items]
    return {(told.exercise, told.form, told.sets, told.reps, told.hold_s) for told in items}


# Hard limits, snapshots and replays


@FEW
@given(STORIES, CHECKS, st.dictionaries(st.integers(0, 9), st.integers(3, 9), max_size=4))
def test_every_stored_week_keeps_every_hard_limit_and_replays_to_its_bytes(
    runner, today, story, answers, trained
):
    with undone():
        if answers is not None:
            save_check(runner, answers)
        set_up_plan(runner, RUNS)
        add_run(runner, at(today - timedelta(days=4)))
        for back in sorted(trained, reverse=True):
            train(runner, today - timedelta(days=back), trained[back], and_tell=False)
        tell(runner, today, story)
        for back in (2, 1, 0):
            make_plan(runner, today - timedelta(days=back))
        rows = list(PlannedWeek.objects.owned_by(runner))
        assert rows
        for row in rows:
            check_replay(row)


def check_replay(row):
    content = json.loads(row.inputs)
    inputs, plan = read_plain(PlanInputs, content["inputs"]), read_plain(Plan, json.loads(row.plan))
    assert list(problems_of(plan, inputs, BOOK, CONSTANTS)) == []
    again = plan_week(inputs, BOOK, CONSTANTS)
    text = json.dumps(to_plain(again), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    assert text == row.plan
    assert hashlib.sha256(row.inputs.encode()).hexdigest() == row.inputs_sha256
    assert (row.constants_version, row.book_version) == (CONSTANTS.version, BOOK.version)


def test_a_week_that_does_not_pass_the_second_look_reaches_nobody(runner, today, monkeypatch):
    def refuse(*_args):
        raise UnsafePlanError("planted")

    monkeypatch.setattr(planning, "check_plan", refuse)
    for ask in (lambda: make_plan(runner, today), lambda: read_today(runner, at(today))):
        with pytest.raises(UnsafePlanError):
            ask()
    assert not PlannedWeek.objects.exists()


# Red days


def is_bad(pain, swelling, limp):
    return pain > CONSTANTS.red_above or bool(swelling) or bool(limp)


@MANY
@given(STORIES, pains(most_back=1).filter(lambda told: is_bad(*told[2:])), st.integers(0, 8))
@example([(0, "during", 0, None, None)], (0, "during", 6, None, None), 0)
@example([(0, "morning", 0, False, False)], (1, "during", 6, None, None), 0)
def test_no_session_stands_on_a_red_day_whatever_else_is_told_in_whatever_order(
    runner, today, story, bad, place
):
    with undone():
        set_up_plan(runner, RUNS)
        make_plan(runner, today)
        tell(runner, today, [*story[:place], bad, *story[place:]])
        check_nothing_is_asked_of_her(runner, today)


def check_nothing_is_asked_of_her(runner, today):
    sheet = read_today(runner, at(today, 18))
    assert sheet.light == "stop"
    assert sheet.sessions == ()
    assert sheet.reset_after == ""
    assert sheet.action.kind not in {"session", "routine"}
    assert all(day.sessions == () for day in make_plan(runner)[0].days if day.day == today)
    assert f"{today:%Y%m%d}".encode() not in dates_of(write_plan_calendar(runner).content)
    for key in (RESET, "routine-short_strength", f"{today}-strength", f"{today}-run"):
        with pytest.raises((RefusedError, NotFoundError)):
            read_play_sheet(runner, key)
    with pytest.raises((RefusedError, NotFoundError)):
        write_run_workout(runner, f"{today}-run")
    set_reminding(runner, RemindingTold(is_on=True, at=time(9)))
    assert claim_reminder(runner, at(today, 12)).words is None


def dates_of(calendar: bytes) -> bytes:
    return b" ".join(line for line in calendar.splitlines() if line.startswith(b"DTSTART"))


@FEW
@given(st.integers(0, 6), st.sampled_from(MOMENTS))
def test_a_good_answer_later_on_does_not_take_a_bad_one_back(runner, today, pain, moment):
    with undone():
        log_pain(runner, PainTold(today, "during", 6, told_at=ago(60)))
        log_pain(runner, PainTold(today, moment, pain))
        check_nothing_is_asked_of_her(runner, today)


def test_a_slip_is_mended_within_minutes(runner, today):
    log_pain(runner, PainTold(today, "during", 6, told_at=ago(2)))
    log_pain(runner, PainTold(today, "during", 1))
    assert read_today(runner, at(today)).light == "carry_on"
    assert [line.pain for line in list_pains(runner)] == [1, 6]


@pytest.mark.parametrize("more", [{"pain": 7}, {"swelling": True}, {"limp": True}], ids=str)
def test_what_alarms_asks_for_the_warning_signs_even_when_it_was_a_slip(runner, today, more):
    told = {"pain": 0, **more}
    log_pain(runner, PainTold(today, "during", told_at=ago(1), **told))
    log_pain(runner, PainTold(today, "during", 0))
    assert read_today(runner, at(today)).action.kind == "start_check"
    assert is_empty(runner, today)


@pytest.mark.parametrize("more", [{"pain": 7}, {"swelling": True}, {"limp": True}], ids=str)
@pytest.mark.parametrize("days", [1, 2, 3, 6])
def test_silence_does_not_answer_the_warning_signs(runner, today, more, days):
    told = {"pain": 0, **more}
    log_pain(runner, PainTold(today - timedelta(days=days), "during", **told))
    assert read_today(runner, at(today)).action.kind == "start_check"
    assert is_empty(runner, today)
    save_check(runner, CLEAN)
    assert read_today(runner, at(today)).action.kind != "start_check"


# Locks and results that ask to see somebody within days


@FEW
@given(STORIES, st.sampled_from([HOT, SWOLLEN, UNSURE]))
def test_a_red_flag_empties_the_plan_until_a_clinician_says_that_she_may_load_the_knee(
    runner, today, story, answers
):
    with undone():
        set_up_plan(runner, RUNS)
        make_plan(runner, today)
        key = save_check(runner, answers)
        tell(runner, today, story)
        assert is_empty(runner, today)
        check_nothing_is_asked_of_her(runner, today)
        say(runner, key, today, may_load=False)
        assert is_empty(runner, today)
        check_nothing_is_asked_of_her(runner, today)


@pytest.mark.parametrize("answers", [HOT, SWOLLEN], ids=["today", "within_days"])
def test_a_clinicians_yes_brings_the_plan_back(runner, today, answers):
    key = save_check(runner, answers)
    assert is_empty(runner, today)
    say(runner, key, today, may_load=True)
    assert not is_empty(runner, today)


def say(runner, key, today, *, may_load):
    record_clinician_answer(
        runner, key, kind="doctor", said="", may_load=may_load, answered_on=today
    )


@pytest.mark.parametrize("answers", [HOT, UNSURE], ids=["today", "within_days"])
@pytest.mark.parametrize("sides", [("left", "right"), ("right", "left"), ("both", "left")])
def test_a_calm_check_of_one_knee_does_not_free_the_other(runner, today, answers, sides):
    sore, well = sides
    save_check(runner, answers | {"side": sore})
    save_check(runner, CLEAN | {"side": well})
    assert is_empty(runner, today)
    check_nothing_is_asked_of_her(runner, today)


def test_a_result_within_days_leads_through_nothing_either(runner):
    save_check(runner, UNSURE)
    for key in (RESET, "routine-short_strength", "routine-warm_up"):
        with pytest.raises(RefusedError, match="See someone"):
            read_play_sheet(runner, key)


# Limits of her own


@st.composite
def tighter(draw, wishes=RUNS):
    """The same wishes with more limits."""
    days = tuple(
        DayWish(
            draw(st.sampled_from([day.exercise_s, 600, 300, 0])),
            draw(st.sampled_from([day.outing_s, 1200, 0])),
            day.time,
        )
        for day in wishes.days
    )
    return replace(
        wishes,
        days=draw(st.sampled_from([wishes.days, days])),
        situations=tuple(draw(st.sets(st.sampled_from([str(item) for item in Situation])))),
        left_out=tuple(draw(st.sets(st.sampled_from(sorted(BOOK.exercises)), max_size=6))),
        runs_a_week=draw(st.integers(0, wishes.runs_a_week)),
        confidence=draw(st.sampled_from([None, 3, 9])),
    )


@MANY
@given(tighter(), CHECKS)
def test_a_limit_more_never_makes_the_stored_plan_bolder(runner, today, wishes, answers):
    with undone():
        if answers is not None:
            save_check(runner, answers)
        set_up_plan(runner, RUNS)
        add_run(runner, at(today - timedelta(days=4)))
        before = week_of(runner, today).plan
        set_up_plan(runner, wishes)
        after = week_of(runner, today).plan
        pairs = zip(astuple(after.boldness), astuple(before.boldness), strict=True)
        assert all(now <= then for now, then in pairs)
        assert running_s(after) <= running_s(before)
        assert weekly_running_s(after) <= weekly_running_s(before)
        assert not set(wishes.left_out) & {told[0] for told in doses_of(after)}


def running_s(plan):
    return 0.0 if plan.running.outing is None else plan.running.outing.running_s


def weekly_running_s(plan):
    return sum(each.outing.running_s for each in plan.sessions if each.outing is not None)


# Nothing presses on a dose


@FEW
@given(st.integers(1, 6), st.lists(st.integers(1, 13), max_size=6), st.integers(4, 7))
def test_the_same_history_on_other_days_gives_the_same_doses(runner, today, shift, trained, effort):
    told = []
    for moved in (0, shift):
        with undone():
            set_up_plan(runner, RUNS)
            last = today - timedelta(days=moved)
            add_run(runner, at(last - timedelta(days=5)))
            for back in sorted(set(trained), reverse=True):
                train(runner, last - timedelta(days=back), effort, and_tell=back % 2 == 0)
            told.append(as_from(week_of(runner, last).plan))
    assert told[0] == told[1]


def as_from(plan):
    """A week by its own days, without the calendar."""
    days = [
        (each.day - plan.first_day, each.kind, each.seconds, each.items, each.outing)
        for each in plan.sessions
    ]
    return days, plan.change, plan.boldness, plan.running.outing, plan.running.most_s


def test_a_miss_only_moves_sessions(runner, today):
    first = today - timedelta(days=3)
    before = week_of(runner, first).plan
    after = week_of(runner, today).plan
    assert doses_of(after) == doses_of(before)
    assert after.boldness == before.boldness
    assert all(each.day >= today.toordinal() for each in after.sessions)


@settings(FEW, max_examples=cases(6))
@given(st.lists(st.booleans(), min_size=14, max_size=14), st.sampled_from([3, 5]))
def test_nothing_rises_twice_within_a_week_of_training(runner, today, days, effort):
    with undone():
        set_up_plan(runner, replace(RUNS, goal_s=5400))
        start = today - timedelta(days=14)
        add_run(runner, at(start - timedelta(days=2)))
        weeks = [
            train(runner, start + timedelta(days=number), effort)
            if trains
            else week_of(runner, start + timedelta(days=number))
            for number, trains in enumerate(days)
        ]
        for one, later in pairwise(weeks):
            if one.began_on == later.began_on:
                check_no_rise(one.plan, later.plan)
            else:
                check_one_rise(later)


def check_no_rise(one, later):
    known = amounts_of(one)
    for name, amount in amounts_of(later).items():
        assert amount <= known.get(name, amount)
    assert running_s(later) <= running_s(one) + 1e-6 or later.running.place is not None


def check_one_rise(week):
    """Reps or a harder way, never both, and no harder way while runs grow."""
    moves = {str(step.move) for step in week.inputs.steps}
    assert not {"more", "harder"} <= moves
    if week.inputs.runs_grow:
        assert "harder" not in moves
        assert week.plan.change is not WeekChange.DIFFICULTY


def amounts_of(plan):
    items = [
        item.prescription for each in plan.sessions if each.kind == STRENGTH for item in each.items
    ]
    return {(told.exercise, told.form): told.reps * (told.hold_s or 1) for told in items}


@FEW
@given(st.integers(0, 6), st.integers(0, 6), CHECKS)
def test_a_run_that_was_not_planned_keeps_its_distance_to_the_next(
    runner, today, made_back, ran_back, answers
):
    with undone():
        if answers is not None:
            save_check(runner, answers)
        set_up_plan(runner, replace(RUNS, is_returning=True))
        add_run(runner, at(today - timedelta(days=12)), utc_offset_s=0.0)
        week_of(runner, today - timedelta(days=made_back))
        ran = today - timedelta(days=ran_back)
        add_run(runner, at(ran), utc_offset_s=0.0)
        plan = week_of(runner, today).plan
        assert plan.running.rest_day_between
        runs = [each.day for each in plan.sessions if each.outing is not None]
        assert all(day - ran.toordinal() >= 2 for day in runs if day > ran.toordinal())


# Pauses


@pytest.mark.parametrize("pause", [14, 21, 28, 40])
def test_after_a_pause_it_starts_again_lower(runner, today, pause):
    set_up_plan(runner, RUNS)
    last = today - timedelta(days=pause)
    for back in (9, 6, 3, 0):
        add_run(runner, at(last - timedelta(days=back)))
        train(runner, last - timedelta(days=back))
    before, after = week_of(runner, last).plan, week_of(runner, today).plan
    known = amounts_of(before)
    assert known
    for name, amount in amounts_of(after).items():
        least = least_of(name)
        assert amount == least, name
        assert amount <= known.get(name, amount)
    if pause < 28:
        assert running_s(after) <= 0.5 * running_s(before)
    else:
        assert after.running.outing is not None
        assert after.running.outing.run_s <= 60


def least_of(name):
    exercise, form = name
    dose = next(each for each in BOOK.exercises[exercise].doses if each.form is form)
    return dose.reps[0] * (1 if dose.hold_s is None else dose.hold_s[0])


# Silence


@FEW
@given(
    st.lists(st.integers(0, 27), max_size=12), st.lists(st.integers(0, 27), max_size=6),
    CHECKS,
)  # fmt: skip
def test_who_never_answers_never_gets_more(runner, today, trained, ran, answers):
    """Sessions and runs are done, and not a word is said about how the knee took them."""
    with undone():
        if answers is not None:
            save_check(runner, answers)
        set_up_plan(runner, replace(DEFAULT_WISHES, goal_s=7200))
        start = today - timedelta(days=28)
        add_run(runner, at(start - timedelta(days=1)))
        first = week_of(runner, start).plan
        for number in range(28):
            day = start + timedelta(days=number)
            if number in ran:
                add_run(runner, at(day))
            if number in trained:
                log_unsaid(runner, day)
        last = week_of(runner, today)
        assert not {str(step.move) for step in last.inputs.steps} & {"more", "harder"}
        assert last.plan.change is WeekChange.NONE
        assert running_s(last.plan) <= max(running_s(first), 2700.0)
        known = amounts_of(first)
        assert all(n <= known.get(name, n) for name, n in amounts_of(last.plan).items())


def log_unsaid(runner, day):
    sheet = make_plan(runner, day)[0]
    for session in (each for line in sheet.days if line.day == day for each in line.sessions):
        items = tuple(
            DoneItem(item.exercise, item.form, item.sets, item.reps, item.hold_s, item.sets)
            for item in session.items
        )
        log_session(runner, SessionTold(day, session.kind, at(day), session.seconds, items=items))


# Telling in any order, twice, on the wrong day


@MANY
@given(st.data(), STORIES)
def test_telling_in_any_order_and_twice_gives_the_same_week(runner, today, data, story):
    events = [*as_pains(today, story), *as_sessions(today, data.draw(st.sets(st.integers(0, 9))))]
    order = data.draw(st.permutations(events))
    twice = data.draw(st.lists(st.sampled_from(events), max_size=3)) if events else []
    found = []
    for told in (events, [*order, *twice]):
        with undone():
            set_up_plan(runner, RUNS)
            for event in told:
                log = log_pain if isinstance(event, PainTold) else log_session
                log(runner, event)
            found.append(inputs_on(runner, today))
    assert found[0] == found[1]


def as_pains(today, story):
    """Some told at one and the same moment, as a device tells them that was offline."""
    now = timezone.now()
    return [
        PainTold(today - timedelta(days=back), moment, pain, swelling=swelling, limp=limp,
                 told_at=now - timedelta(minutes=4 * (number // 2)), key=f"told{number}")
        for number, (back, moment, pain, swelling, limp) in enumerate(story)
    ]  # fmt: skip


def as_sessions(today, days):
    item = DoneItem("mini_squat", "endurance", 2, 12, None, 2)
    return [
        SessionTold(today - timedelta(days=back), STRENGTH, at(today - timedelta(days=back)), 600,
                    5, back % 4, (item,), key=f"did{back}")
        for back in sorted(days)
    ]  # fmt: skip


def inputs_on(runner, today):
    return build_inputs(situate(runner, today))


def test_a_doubled_answer_counts_once(runner, today):
    told = PainTold(today, "during", 2, key="a" * 32)
    session = SessionTold(today, STRENGTH, at(today), 600, 5, 1, key="b" * 32)
    for _time in range(3):
        log_pain(runner, told)
        log_session(runner, session)
    assert (PainEntry.objects.count(), SessionLog.objects.count()) == (2, 1)


@pytest.mark.parametrize("days", [2, 30, -61, -400])
def test_an_answer_for_a_day_that_cannot_be_is_refused(runner, today, days):
    day = today + timedelta(days=days)
    with pytest.raises(InvalidValueError):
        log_pain(runner, PainTold(day, "during", 0))
    with pytest.raises(InvalidValueError):
        log_session(runner, SessionTold(day, STRENGTH, at(day), 600, 5, 0))
    assert not PainEntry.objects.exists()


def test_an_answer_about_a_run_keeps_to_the_day_of_that_run(runner, today):
    run = add_run(runner, at(today - timedelta(days=2)), utc_offset_s=0.0)
    for day in (today, today - timedelta(days=1)):
        with pytest.raises(InvalidValueError, match="The run was on"):
            log_pain(runner, PainTold(day, "during", 0, run=run.key))
    log_pain(runner, PainTold(run.local_day, "during", 0, run=run.key))


@FEW
@given(st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_of_a_run_and_a_session_on_one_day_the_worse_counts(
    runner, today, of_run, of_session, run_first
):
    with undone():
        run = add_run(runner, at(today), utc_offset_s=0.0)
        logs = [
            lambda: log_pain(runner, PainTold(today, "during", of_run, run=run.key)),
            lambda: log_session(
                runner, SessionTold(today, STRENGTH, at(today), 600, 5, of_session)
            ),
        ]
        for log in logs if run_first else reversed(logs):
            log()
        (told,) = (log for log in read_diary(runner, today).logs if log.day == today.toordinal())
        assert told.during == max(of_run, of_session)


def test_swelling_that_was_told_keeps_every_run_away(runner, today):
    set_up_plan(runner, RUNS)
    add_run(runner, at(today - timedelta(days=3)))
    assert week_of(runner, today).plan.running.outing is not None
    log_pain(runner, PainTold(today, "morning", 0, swelling=True))
    assert is_empty(runner, today)
    save_check(runner, CLEAN)
    plan = week_of(runner, today).plan
    assert plan.running.outing is None
    assert all(each.outing is None for each in plan.sessions)


# Units


@FEW
@given(st.floats(300, 60_000), st.booleans())
def test_the_unit_changes_the_words_and_never_the_plan(runner, today, distance_m, imperial):
    with undone():
        set_up_plan(runner, RUNS)
        add_run(runner, at(today - timedelta(days=3)), distance_m=distance_m)
        runner.units = Units.IMPERIAL if imperial else Units.METRIC
        runner.save()
        sheet, week = make_plan(runner, today)[0], week_of(runner, today)
        most_m = week.plan.running.most_m
        assert most_m == pytest.approx(CONSTANTS.longest_times * distance_m)
        value, unit = distance_words(most_m, imperial=imperial).split()
        in_m = float(value) * (1609.344 if unit == "mi" else 1000.0)
        assert unit == ("mi" if imperial else "km")
        assert 0 <= most_m - in_m < (161 if imperial else 100) + 1e-6
        assert distance_words(most_m, imperial=imperial) in sheet.running.most
    runner.units = Units.METRIC
