"""Reminders: at most one a day, never when it is quiet or the knee rests, fewer when ignored."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from app.knee_answers import HOT
from midstance.app import remind
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.make_plan import make_plan
from midstance.app.remind import RemindingTold, claim_reminder, read_reminding, set_reminding
from midstance.app.save_check import save_check
from midstance.app.training.records import PainTold, SessionTold
from midstance.app.training.reminders import (
    STOPS_AFTER,
    Quiet,
    Remind,
    ReminderState,
    RemindKind,
    decide_reminder,
    ignored_days,
    seconds_until,
)
from midstance.core.base.errors import InvalidValueError
from midstance.store.models import ReminderShown

DAY = date(2026, 11, 23)
NIGHT = Quiet(time(21), time(8))
READY = ReminderState(
    now=datetime(2026, 11, 23, 18, 30),  # noqa: DTZ001 - by the clock on her wall
    is_on=True,
    at=time(18),
    quiet=NIGHT,
    is_waiting=True,
    is_done=False,
    is_red=False,
    is_locked=False,
    shown=frozenset(),
    active_on=None,
)
HEALTH = (
    "knee", "pain", "hurt", "injur", "sore", "doctor", "clinic", "physio", "swell", "rehab",
    "tendon", "exercise", "check", "health",
)  # fmt: skip

clocks = st.times()
days = st.dates(min_value=DAY - timedelta(days=60), max_value=DAY)
states = st.builds(
    ReminderState,
    now=st.datetimes(
        min_value=datetime(2026, 11, 1),  # noqa: DTZ001
        max_value=datetime(2026, 11, 30),  # noqa: DTZ001
    ),
    is_on=st.booleans(),
    at=clocks,
    quiet=st.builds(Quiet, clocks, clocks),
    is_waiting=st.booleans(),
    is_done=st.booleans(),
    is_red=st.booleans(),
    is_locked=st.booleans(),
    shown=st.frozensets(days, max_size=12),
    active_on=st.none() | days,
)


def is_quiet(clock: time, quiet: Quiet) -> bool:
    """Minute by minute from the start on, as a clock goes round."""
    asked = 60 * clock.hour + clock.minute + clock.second / 60 + clock.microsecond / 6e7
    start, end = (60 * each.hour + each.minute + each.second / 60 + each.microsecond / 6e7
                  for each in (quiet.start, quiet.end))  # fmt: skip
    span = (end - start) % 1440 or 1440
    return (asked - start) % 1440 < span


def test_a_reminder_comes_when_all_is_well():
    assert decide_reminder(READY) == Remind(DAY, RemindKind.USUAL)


@given(states)
def test_whatever_the_state_nothing_is_shown_where_it_must_not_be(state):
    told = decide_reminder(state)
    if told is None:
        return
    assert state.is_on
    assert state.is_waiting
    assert not any((state.is_red, state.is_locked, state.is_done))
    assert not is_quiet(state.now.time(), state.quiet)
    assert state.now.time() >= state.at
    assert told.day == state.now.date()
    assert told.day not in state.shown


@given(states)
def test_a_red_or_locked_day_is_silent_whatever_else_holds(state):
    assert decide_reminder(replace(state, is_red=True)) is None
    assert decide_reminder(replace(state, is_locked=True)) is None


@given(clocks, clocks, clocks)
def test_quiet_hours_are_those_of_the_clock_that_goes_round(start, end, clock):
    assert Quiet(start, end).holds(clock) == is_quiet(clock, Quiet(start, end))


@given(states)
def test_off_is_off(state):
    assert decide_reminder(replace(state, is_on=False)) is None


@given(
    st.lists(st.tuples(st.integers(0, 120 * 24 * 60), st.booleans()), min_size=5, max_size=200),
    st.builds(Quiet, clocks, clocks),
)
def test_over_months_with_restarts_never_two_a_day_and_fewer_when_ignored(moments, quiet):
    """What is known is only what was stored, so each moment may be another process."""
    start = datetime(2026, 1, 1)  # noqa: DTZ001
    shown, active_on = set(), None
    told = []
    for minutes, does_something in sorted(moments):
        now = start + timedelta(minutes=minutes)
        state = replace(
            READY,
            now=now,
            at=time(0),
            quiet=quiet,
            is_done=active_on == now.date(),
            shown=frozenset(shown),
            active_on=active_on,
        )
        if found := decide_reminder(state):
            assert found.day not in shown
            shown.add(found.day)
            told.append((found, active_on))
        if does_something:
            active_on = now.date()
    check_fewer(told)


def check_fewer(told):
    """Between two things that she did: three at most before it gets weekly, then the last one."""
    for since in {active for _found, active in told}:
        spell = [found for found, active in told if active == since]
        gaps = [later.day - one.day for one, later in pairwise(spell)]
        assert all(gap >= timedelta(days=7) for gap in gaps[2:])
        last = [place for place, found in enumerate(spell) if found.kind is RemindKind.LAST]
        assert last in ([], [len(spell) - 1])
        assert all(
            (found.kind is RemindKind.LAST) == (found.day - spell[0].day >= STOPS_AFTER)
            for found in spell
        )


def test_ignored_day_after_day_they_get_weekly_and_then_stop():
    shown, kinds = set(), []
    for number in range(90):
        now = READY.now + timedelta(days=number)
        found = decide_reminder(replace(READY, now=now, shown=frozenset(shown)))
        if found is not None:
            shown.add(found.day)
            kinds.append((number, found.kind))
    assert kinds == [
        (0, RemindKind.USUAL),
        (1, RemindKind.USUAL),
        (2, RemindKind.USUAL),
        (9, RemindKind.USUAL),
        (16, RemindKind.LAST),
    ]
    back = replace(
        READY,
        now=READY.now + timedelta(days=91),
        shown=frozenset(shown),
        active_on=DAY + timedelta(days=90),
    )
    assert decide_reminder(back) is not None


@given(st.frozensets(days), st.none() | days)
def test_what_was_followed_by_something_is_not_ignored(shown, active_on):
    ignored = ignored_days(shown, active_on)
    assert set(ignored) <= shown
    assert all(active_on is None or day > active_on for day in ignored)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), clocks)  # noqa: DTZ001
def test_the_next_question_comes_at_her_time(now, at):
    again = now + timedelta(seconds=seconds_until(now, at))
    assert 0 < seconds_until(now, at) <= 24 * 3600 + 1
    away = abs(again - datetime.combine(again.date(), at))
    assert min(away, timedelta(days=1) - away) <= timedelta(seconds=1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(17, 30), UTC)  # half past six in Berlin


TODAY = datetime.now(UTC).date()


@pytest.fixture
def reminded(runner):
    set_reminding(runner, RemindingTold(is_on=True))
    return runner


def first_waiting(runner) -> date:
    """The first day from today on with something to do."""
    (sheet,) = make_plan(runner, TODAY)
    return next(day.day for day in sheet.days if day.sessions)


def test_off_until_she_turns_it_on(runner):
    assert not read_reminding(runner).told.is_on
    assert claim_reminder(runner, noon(TODAY)).words is None
    assert not ReminderShown.objects.exists()


def test_only_one_asks_and_gets_it(reminded):
    day = first_waiting(reminded)
    first, second = (claim_reminder(reminded, noon(day)) for _time in range(2))
    assert first.words is not None
    assert second.words is None
    assert ReminderShown.objects.owned_by(reminded).count() == 1


def test_the_store_lets_no_second_one_of_a_day_through(reminded):
    ReminderShown.objects.create(owner=reminded, day=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderShown.objects.create(owner=reminded, day=TODAY)


def test_two_that_decide_at_once_show_one(reminded, monkeypatch):
    """Both have decided before either has stored: the constraint lets one through."""
    day = first_waiting(reminded)
    read = remind.read_today

    def overtaken(runner, now):
        ReminderShown.objects.get_or_create(owner=runner, day=day)
        return read(runner, now)

    monkeypatch.setattr(remind, "read_today", overtaken)
    assert claim_reminder(reminded, noon(day)).words is None


def test_a_locked_screen_tells_nothing_about_health(reminded):
    words = claim_reminder(reminded, noon(first_waiting(reminded))).words
    told = f"{words.title} {words.body}".lower()
    assert not [word for word in HEALTH if word in told]
    ReminderShown.objects.all().delete()
    day = first_waiting(reminded)
    for gone in (16, 15, 14, 9):
        ReminderShown.objects.create(owner=reminded, day=day - timedelta(days=gone))
    last = claim_reminder(reminded, noon(day)).words
    assert "last reminder" in last.body
    assert not [word for word in HEALTH if word in last.body.lower()]


def test_a_red_day_is_silent(reminded):
    day = first_waiting(reminded)
    log_pain(reminded, PainTold(day - timedelta(days=1), "during", 7))
    assert claim_reminder(reminded, noon(day)).words is None


def test_a_lock_is_silent(reminded):
    day = first_waiting(reminded)
    save_check(reminded, HOT)
    assert claim_reminder(reminded, noon(day)).words is None


def test_a_day_that_is_done_is_silent(reminded):
    day = first_waiting(reminded)
    log_session(reminded, SessionTold(day, "mobility", noon(day) - timedelta(hours=8), 300))
    assert claim_reminder(reminded, noon(day)).words is None


def test_quiet_hours_are_by_her_own_clock(reminded):
    set_reminding(reminded, RemindingTold(True, time(9), time(21), time(8)))
    day = first_waiting(reminded)
    at_night = datetime.combine(day, time(20, 30), UTC)  # half past nine in Berlin
    assert claim_reminder(reminded, at_night).words is None
    assert claim_reminder(reminded, noon(day)).words is not None


@pytest.mark.parametrize(
    "told",
    [
        RemindingTold(True, time(22), time(21), time(8)),
        RemindingTold(True, time(18), time(9), time(9)),
    ],
)
def test_what_can_never_come_is_refused(runner, told):
    with pytest.raises(InvalidValueError):
        set_reminding(runner, told)
    assert not read_reminding(runner).told.is_on


def test_turning_them_off_and_on_counts_anew(reminded):
    for number in range(17):
        ReminderShown.objects.create(owner=reminded, day=TODAY - timedelta(days=1 + number))
    assert read_reminding(reminded).has_stopped
    set_reminding(reminded, RemindingTold(is_on=False))
    set_reminding(reminded, RemindingTold(is_on=True))
    assert not read_reminding(reminded).has_stopped
    assert claim_reminder(reminded, noon(first_waiting(reminded))).words is not None
