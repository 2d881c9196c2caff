"""A screen is told, says something only after two days, and never moves the knee check."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.knee_answers import CLEAN, HOT, KNEECAP
from midstance.app.log_pain import log_pain
from midstance.app.make_plan import make_plan
from midstance.app.read_screens import list_due_screens, read_screen, read_screens
from midstance.app.sample.screens import TOLD, tell_sample_screens
from midstance.app.save_check import save_check
from midstance.app.screen_movement import drop_reading, screen_movement
from midstance.app.screens.records import ScreenTold
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.records import PainTold
from midstance.app.training.state import build_inputs, situate
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.core.base.errors import InvalidValuesError, NotFoundError, RefusedError
from midstance.knowledge.screens import read_screen_records
from midstance.store.models import KneeCheck, Runner, ScreenReading

HERE = ZoneInfo("Europe/Berlin")  # of the runner that the tests are about
TODAY = datetime.now(HERE).date()
BEFORE = TODAY - timedelta(days=5)
SORE = KNEECAP | {"run_pattern": ["only_after"]}
SCREENS = list(read_screen_records())


@pytest.fixture
def woman(runner):
    runner.sex, runner.birth_year = "female", TODAY.year - 34
    runner.save()
    return runner


def tell(runner, screen="calf_raises", day=TODAY, left=12, right=12):
    return screen_movement(runner, ScreenTold(screen, day, left, right))


def two_low_days(runner):
    tell(runner, day=BEFORE)
    return tell(runner)


def wanted(runner, day=TODAY):
    return build_inputs(situate(runner, day)).wanted


def reasons(sheet):
    return {
        reason
        for day in sheet.days
        for session in day.sessions
        for item in session.items
        for reason in item.because
    }


def test_without_a_test_nothing_is_said_or_due(woman):
    sheet = read_screens(woman)
    assert [line.id for line in sheet.screens] == SCREENS
    assert {line.reason for line in sheet.screens} == {"no_test"}
    assert sheet.due == ()
    assert wanted(woman) == ()


def test_one_day_says_nothing_and_asks_for_another(woman):
    sheet = tell(woman)
    assert (sheet.line.found, sheet.line.reason) == ("cannot_say", "one_day")
    assert sheet.line.due == TODAY + timedelta(days=2)
    assert read_screens(woman, TODAY + timedelta(days=2)).due == ("calf_raises",)
    assert wanted(woman) == ()


def test_one_day_leaves_the_plan_as_it_was(woman):
    before = make_plan(woman, TODAY)[0]
    tell(woman)
    assert make_plan(woman, TODAY)[0] == before


def test_two_low_days_are_worth_training_and_the_plan_says_why(woman):
    sheet = two_low_days(woman)
    assert (sheet.line.found, sheet.line.reason) == ("worth_training", "level")
    assert {screen for _exercise, screen in wanted(woman)} == {"calf_raises"}
    told = reasons(make_plan(woman, TODAY)[0])
    assert "because your calf raises were lower than most of your age, on two days" in told


def test_two_good_days_are_fine_and_ask_again_in_weeks(woman):
    tell(woman, day=BEFORE, left=33, right=34)
    sheet = tell(woman, left=34, right=34)
    assert sheet.line.found == "fine"
    assert sheet.line.due == TODAY + timedelta(days=42)
    assert wanted(woman) == ()


def test_a_side_that_is_behind_is_named_and_told_as_such(woman):
    tell(woman, "knee_to_wall", BEFORE, 15, 10.5)
    sheet = tell(woman, "knee_to_wall", TODAY, 15, 10)
    assert (sheet.line.reason, sheet.weaker) == ("sides", "right")
    assert {screen for _exercise, screen in wanted(woman)} == {"knee_to_wall:sides"}
    told = reasons(make_plan(woman, TODAY)[0])
    assert "because one ankle bent less than the other, on two days" in told


def test_without_a_year_of_birth_calf_raises_cannot_be_judged(runner):
    assert two_low_days(runner).line.reason == "age_unknown"
    assert wanted(runner) == ()


def test_a_later_test_of_a_day_takes_the_place_of_the_earlier_one(woman):
    tell(woman, left=12)
    sheet = tell(woman, left=30)
    assert [reading.left for reading in sheet.readings] == [30]


def test_a_side_that_is_told_later_leaves_the_other_of_that_day(woman):
    tell(woman, left=12, right=None)
    tell(woman, left=None, right=15)
    sheet = tell(woman, left=13, right=None)
    assert [(each.left, each.right) for each in sheet.readings] == [(13, 15)]


def test_a_test_can_be_taken_back_and_takes_its_finding_along(woman):
    two_low_days(woman)
    assert drop_reading(woman, "calf_raises", TODAY).line.reason == "one_day"
    assert wanted(woman) == ()
    with pytest.raises(NotFoundError):
        drop_reading(woman, "calf_raises", TODAY)


@pytest.mark.parametrize(
    ("told", "count"),
    [
        (ScreenTold("calf_raises", TODAY), 1),
        (ScreenTold("calf_raises", TODAY, -1, 101), 2),
        (ScreenTold("calf_raises", TODAY, 12.5, 3), 1),
        (ScreenTold("calf_raises", TODAY, 12, 12, 12), 1),
        (ScreenTold("sit_to_stand", TODAY, 12, 12), 3),
        (ScreenTold("calf_raises", TODAY + timedelta(days=2), float("nan"), 1), 2),
        (ScreenTold("calf_raises", TODAY - timedelta(days=2000), 1, 1), 1),
    ],
)
def test_all_that_cannot_be_is_said_at_once_and_nothing_is_kept(woman, told, count):
    with pytest.raises(InvalidValuesError) as caught:
        screen_movement(woman, told)
    assert len(caught.value.problems) == count
    assert not ScreenReading.objects.exists()


def test_an_unknown_screen_is_not_found(woman):
    with pytest.raises(NotFoundError, match="no movement screen"):
        tell(woman, "flying")


def test_a_lock_leaves_no_screen_and_no_test(woman):
    save_check(woman, HOT)
    assert all(line.unsafe for line in read_screens(woman).screens)
    for screen in SCREENS:
        told = ScreenTold(screen, TODAY, both=1) if screen == "sit_to_stand" else None
        with pytest.raises(RefusedError, match="see somebody first"):
            screen_movement(woman, told or ScreenTold(screen, TODAY, 1, 1))
    assert not ScreenReading.objects.exists()


@pytest.mark.parametrize(
    "more",
    [
        {"swelling": "clear"},
        {"swelling": "unknown"},
        {"stuck": "stuck_sometimes"},
        {"run_pattern": ["builds_and_lingers"]},
        {"palpation": ["bone_pinpoint"]},
    ],
)
def test_what_forbids_a_self_test_forbids_what_loads_the_knee(woman, more):
    save_check(woman, SORE | more)
    for record in read_screen_records().values():
        if record.loads_knee:
            assert read_screen(woman, record.id).line.unsafe, record.id


def test_a_kneecap_pain_leaves_screens_open(woman):
    save_check(woman, SORE)
    assert not read_screen(woman, "knee_to_wall").line.unsafe


def test_a_situation_that_she_told_closes_its_screens(woman):
    set_up_plan(woman, DEFAULT_WISHES.__class__(DEFAULT_WISHES.days, situations=("shoulder_pain",)))
    assert "shoulder hurts" in read_screen(woman, "side_plank_hold").line.unsafe
    assert not read_screen(woman, "calf_raises").line.unsafe


def test_a_strong_pain_asks_for_the_warning_signs_first(woman):
    log_pain(woman, PainTold(TODAY, "during", 9))
    assert "knee check" in read_screens(woman).sentence
    with pytest.raises(RefusedError):
        tell(woman)


def test_what_is_due_waits_while_it_is_not_safe(woman):
    tell(woman, day=TODAY - timedelta(days=9))
    assert read_screens(woman).due == ("calf_raises",)
    save_check(woman, HOT)
    assert read_screens(woman).due == ()


def test_nothing_but_days_is_read_while_nothing_is_due(woman, django_assert_num_queries):
    two_low_days(woman)
    with django_assert_num_queries(1):
        assert list_due_screens(woman, TODAY) == ()
    due = list_due_screens(woman, TODAY + timedelta(days=42))
    assert [line.id for line in due] == ["calf_raises"]


@pytest.mark.parametrize("answers", [CLEAN, KNEECAP, HOT])
def test_no_screen_changes_what_the_knee_check_says(woman, answers):
    other = Runner.objects.create(name="Eva", sex="female", birth_year=woman.birth_year)
    two_low_days(woman)
    save_check(woman, answers)
    save_check(other, answers)
    one, same = (KneeCheck.objects.owned_by(each).get() for each in (woman, other))
    assert (one.action, one.result) == (same.action, same.result)


def test_a_finding_never_fills_a_plan_that_a_lock_emptied(woman):
    two_low_days(woman)
    save_check(woman, HOT)
    sheet = make_plan(woman, TODAY)[0]
    assert sheet.empty
    assert not any(day.sessions for day in sheet.days)


def test_readings_are_those_of_one_runner(woman):
    two_low_days(woman)
    other = Runner.objects.create(name="Eva", sex="female", birth_year=woman.birth_year)
    assert not read_screen(other, "calf_raises").readings
    assert wanted(other) == ()


def test_a_sheet_tells_norm_limit_error_and_source(woman):
    sheet = two_low_days(woman)
    assert [norm.usual for norm in sheet.norms] == [27]
    assert "21" in sheet.cut_words or "22" in sheet.cut_words
    assert "6 times" in sheet.error_words
    assert "Hébert-Losier" in sheet.norms[0].source
    assert sheet.trains[0].id == "heel_raise"


def test_the_sample_runner_has_tests_and_her_plan_stays_that_of_her_knee(woman):
    tell_sample_screens(woman, TODAY)
    tell_sample_screens(woman, TODAY)
    assert ScreenReading.objects.count() == len(TOLD)
    found = {line.id: line.found for line in read_screens(woman).screens if line.days}
    assert found == {
        "knee_to_wall": "fine", "calf_raises": "cannot_say", "single_leg_squat": "cannot_say",
    }  # fmt: skip
    assert wanted(woman) == ()
