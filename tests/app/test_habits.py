"""The five habits: what is seen, what is not known, what waits; and one note at a time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.knee_answers import HOT
from app.makers import add_run
from midstance.app.habits.notes import OCCASIONS
from midstance.app.habits.words import FIVE, LOADING
from midstance.app.keep_note import mark_note_shown, put_note_away
from midstance.app.keep_well_line import keep_well_line
from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.read_habits import read_habits
from midstance.app.read_today import read_today
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.records import DoneItem, PainTold, SessionTold
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.habits import read_habit_records, read_note_records
from midstance.store.models import NoteShown, Shoe

HERE = ZoneInfo("Europe/Berlin")
TODAY = datetime.now(HERE).date()
WORDS_OF_BLAME = ("failed", "missed", "should", "streak", "score", "only", "!")


def ago(days):
    return TODAY - timedelta(days=days)


def run(runner, days, **columns):
    """A run of so many days ago, on the morning of that day."""
    return add_run(runner, datetime.combine(ago(days), time(5), HERE), **columns)


def tell(runner, kind, days, *items):
    started_at = datetime.combine(ago(days), time(4), HERE)
    log_session(runner, SessionTold(ago(days), kind, started_at, 600, items=items))


def hurt(runner, days, pain, moment="during"):
    log_pain(runner, PainTold(ago(days), moment, pain))


def line(runner, habit):
    return next(each for each in read_habits(runner, TODAY).habits if each.id == habit)


def marks(runner, habit):
    return [mark.is_kept for mark in line(runner, habit).weeks]


def test_every_record_is_used():
    assert tuple(read_habit_records()) == FIVE
    assert set(OCCASIONS) == set(read_note_records())


def test_not_known_is_a_normal_answer(runner):
    sheet = read_habits(runner, TODAY)
    assert [habit.is_known for habit in sheet.habits] == [False] * 5
    assert all(habit.state and habit.step and not habit.weeks for habit in sheet.habits)
    assert sheet.sentence == sheet.habits[0].step
    assert sheet.note is None


def test_weeks_of_warm_ups_are_seen(runner):
    for days in (1, 3, 8, 10, 24):
        run(runner, days)
    for days in (1, 3, 8):
        tell(runner, "warm_up", days)
    assert marks(runner, "warm_up") == [False, None, True, True]
    seen = line(runner, "warm_up")
    assert seen.state == "2 of 3 weeks with runs"
    assert seen.basis == "On 3 of 5 days with a run you told a warm-up."
    assert seen.is_there is True


def test_warm_ups_that_were_never_told_are_not_known(runner):
    for days in (1, 3, 8):
        run(runner, days)
    assert line(runner, "warm_up").is_known is False


def test_two_sessions_of_any_helping_kind_make_a_week(runner):
    for days, kind in ((1, "strength"), (2, "cross"), (9, "mobility"), (10, "reset")):
        tell(runner, kind, days)
    assert marks(runner, "strength") == [False, False, False, True]
    assert line(runner, "strength").state == "1 of the last 4 weeks"


def test_a_run_far_beyond_the_longest_of_the_month_marks_its_week(runner):
    for days, distance_m in ((40, 9000.0), (16, 8500.0), (9, 9000.0), (2, 10_000.0)):
        run(runner, days, distance_m=distance_m)
    assert marks(runner, "gradual") == [None, True, True, False]
    run(runner, 1, distance_m=10_500.0)
    assert line(runner, "gradual").basis.startswith("On 3 of 4 days")


def test_growth_by_a_tenth_is_gradual(runner):
    for days, distance_m in ((16, 10_000.0), (9, 10_000.0), (5, 10_500.0), (2, 11_000.0)):
        run(runner, days, distance_m=distance_m)
    assert marks(runner, "gradual")[-1] is True


def test_a_red_day_without_rest_marks_its_week(runner):
    for days in (10, 8, 3):
        run(runner, days)
    for days in (10, 8, 3):
        hurt(runner, days, 1)
    assert marks(runner, "listening")[2:] == [True, True]
    hurt(runner, 10, 8, "after")
    assert marks(runner, "listening")[2:] == [False, True]
    assert "There were 1 red days, and you rested after 0." in line(runner, "listening").basis


def test_shoes_at_their_reminder_are_named(runner):
    shoe = Shoe.objects.create(owner=runner, name="Blue", before_m=495_000.0)
    run(runner, 2, shoe=shoe)
    assert line(runner, "shoes").is_there is False
    assert line(runner, "shoes").state == "At its reminder: “Blue”"
    Shoe.objects.update(before_m=0.0)
    assert line(runner, "shoes").state == "No pair is at its reminder"


def test_a_red_flag_comes_before_every_step(runner):
    for days in (1, 3, 8):
        run(runner, days)
    tell(runner, "strength", 20)
    save_check(runner, HOT)
    sheet = read_habits(runner, TODAY)
    assert sheet.lock is not None
    assert sheet.sentence == sheet.stop == sheet.lock.sentence
    for habit in sheet.habits:
        assert bool(habit.step) is (habit.id not in LOADING)
        assert bool(habit.action) is (habit.id not in LOADING)
    assert sheet.first not in LOADING
    assert sheet.note is None
    assert keep_well_line(runner, TODAY) == ""


def test_after_a_red_day_what_loads_the_knee_waits(runner):
    run(runner, 0)
    hurt(runner, 0, 6)
    sheet = read_habits(runner, TODAY)
    assert sheet.stop
    assert not any(habit.step for habit in sheet.habits if habit.id in LOADING)


def test_nothing_blames_and_nothing_scores(runner):
    for days in range(1, 29, 2):
        run(runner, days, distance_m=5000.0 + 900 * (days % 5))
    tell(runner, "warm_up", 20)
    tell(runner, "strength", 20)
    hurt(runner, 3, 7)
    sheet = read_habits(runner, TODAY)
    for habit in sheet.habits:
        told = f"{habit.state} {habit.basis} {habit.step} {habit.why} {habit.counts}".lower()
        assert not [word for word in WORDS_OF_BLAME if word in told]


def worn(runner, name, days, before_m=0.0):
    shoe = Shoe.objects.create(owner=runner, name=name, before_m=before_m)
    for each in days:
        run(runner, each, shoe=shoe)


def run_farther(runner):
    run(runner, 20, distance_m=8000.0)
    run(runner, 1, distance_m=12_000.0)


def train_hard_twice(runner):
    for days in (1, 0):
        tell(runner, "strength", days, DoneItem("goblet_squat", "strength", 2, 8, None, 2))


def run_after_a_pause(runner):
    run(runner, 40)
    run(runner, 1)


def run_downhill(runner):
    for days in (30, 16, 2):
        run(runner, days, descent_m=100.0)


def leave_warm_ups_out(runner):
    tell(runner, "warm_up", 30)
    for days in (1, 3, 5):
        run(runner, days)


def train_less(runner):
    set_up_plan(runner, DEFAULT_WISHES)
    tell(runner, "strength", 20)


OCCASION = {
    "longer_run": run_farther,
    "hard_days": train_hard_twice,
    "after_a_pause": run_after_a_pause,
    "downhill": run_downhill,
    "new_shoe": lambda runner: worn(runner, "New", [1]),
    "worn_shoe": lambda runner: worn(runner, "Old", [1], 495_000.0),
    "few_warm_ups": leave_warm_ups_out,
    "one_pair": lambda runner: worn(runner, "Mine", range(1, 17, 2), 90_000.0),
    "few_sessions": train_less,
}


def with_occasion(runner, note):
    """The least that makes a note fit."""
    OCCASION[note](runner)


@pytest.mark.parametrize("note", sorted(OCCASIONS))
def test_each_note_has_an_occasion_and_a_source(runner, note):
    with_occasion(runner, note)
    found = read_habits(runner, TODAY).note
    assert found is not None
    assert found.id == note
    assert found.source
    assert read_today(runner).note_key in {note, ""}
    assert found.text in keep_well_line(runner, TODAY)


def run_once(runner):
    run(runner, 1)


def run_weekly(runner):
    for days in range(1, 60, 7):
        run(runner, days, distance_m=8000.0, descent_m=60.0)


def train_hard_every_other_day(runner):
    for days in (2, 0):
        tell(runner, "strength", days, DoneItem("goblet_squat", "strength", 2, 8, None, 2))


def change_between_pairs(runner):
    worn(runner, "One", range(1, 17, 2), 90_000.0)
    worn(runner, "Two", range(2, 17, 2), 90_000.0)


NO_OCCASION = {
    "the very first run is no run after a pause": run_once,
    "runs as ever": run_weekly,
    "a day lies between": train_hard_every_other_day,
    "a new pair that was not worn": lambda runner: worn(runner, "New", []),
    "a pair that came to its reminder long ago": lambda runner: worn(runner, "Old", [1], 700_000.0),
    "two pairs in turn": change_between_pairs,
}


@pytest.mark.parametrize("case", NO_OCCASION)
def test_without_an_occasion_there_is_no_note(runner, case):
    NO_OCCASION[case](runner)
    assert read_habits(runner, TODAY).note is None
    assert keep_well_line(runner, TODAY) == ""


def test_a_note_stays_for_the_day_and_does_not_come_back_soon(runner):
    with_occasion(runner, "worn_shoe")
    note = read_habits(runner, TODAY).note
    assert "“Old” went 503 km." in note.text
    mark_note_shown(runner, note.id, TODAY)
    mark_note_shown(runner, note.id, TODAY)
    assert read_habits(runner, TODAY).note == note
    assert read_habits(runner, TODAY + timedelta(days=3)).note is None
    assert NoteShown.objects.count() == 1


def test_a_note_that_was_put_away_is_gone_and_no_other_takes_its_place(runner):
    with_occasion(runner, "longer_run")
    with_occasion(runner, "new_shoe")
    first = read_habits(runner, TODAY).note
    put_note_away(runner, first.id, TODAY)
    assert read_habits(runner, TODAY).note is None
    assert keep_well_line(runner, TODAY) == ""
    assert read_habits(runner, TODAY + timedelta(days=1)).note is None
    assert read_habits(runner, TODAY + timedelta(days=3)).note.id == "new_shoe"


def test_an_unknown_note_is_refused(runner):
    for keep in (put_note_away, mark_note_shown):
        with pytest.raises(NotFoundError):
            keep(runner, "moon", TODAY)


def test_asking_changes_nothing(runner):
    with_occasion(runner, "downhill")
    assert read_habits(runner, TODAY) == read_habits(runner, TODAY)
    assert not NoteShown.objects.exists()
