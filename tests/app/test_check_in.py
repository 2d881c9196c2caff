"""Check-ins are asked, kept once, and refuse everything that is no answer at once."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from app.questionnaire_document import as_bytes, made_up
from midstance.app.add_questionnaire import add_questionnaire
from midstance.app.check_in import list_check_ins, read_check_in, save_check_in
from midstance.app.checking.days import today_of
from midstance.app.own_activities import (
    add_own_activity,
    drop_own_activity,
    list_own_activities,
)
from midstance.core.assess.answers import InvalidAnswersError
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.store.models import CheckIn, OwnActivity, Runner

pytestmark = pytest.mark.django_db
OURS = ["pain_numbers", "own_activities", "running_recovery", "overuse_week"]
RECOVERY = dict.fromkeys(
    (
        "everyday", "mind", "way_back", "on_the_run", "after_the_run",
        "week", "longest", "speed", "trust",
    ),
    3,
)  # fmt: skip


def problems_of(runner, kind, answers, **more):
    with pytest.raises(InvalidAnswersError) as caught:
        save_check_in(runner, kind, answers, **more)
    return [problem.question for problem in caught.value.problems]


def test_all_four_are_offered_in_their_order_and_take_a_minute_at_most(runner):
    sheets = list_check_ins(runner)
    assert [sheet.kind for sheet in sheets] == OURS
    assert all(sheet.seconds <= 60 and sheet.name and sheet.lead for sheet in sheets)
    assert all(sheet.is_due is not (sheet.kind == "own_activities") for sheet in sheets)


def test_a_licensed_one_stands_behind_them(runner):
    added = add_questionnaire(runner, as_bytes(made_up()))
    assert [sheet.kind for sheet in list_check_ins(runner)] == [*OURS, added.kind]


def test_each_question_has_every_step_of_its_scale(runner):
    pains = read_check_in(runner, "pain_numbers").items
    assert [[step.value for step in item.steps] for item in pains] == [list(range(11))] * 5
    assert pains[0].is_scale
    assert (pains[0].steps[0].label, pains[0].steps[5].label) == ("no pain", "")
    overuse = read_check_in(runner, "overuse_week").items
    assert not any(item.is_scale for item in overuse)
    assert all(step.label for item in overuse for step in item.steps)


def test_a_kind_that_is_not_there_is_refused(runner):
    for kind in ("", "mood", "licensed-0", "../pain_numbers"):
        with pytest.raises(NotFoundError):
            read_check_in(runner, kind)
        with pytest.raises(NotFoundError):
            save_check_in(runner, kind, {"stairs": 1})


def test_answers_are_kept_with_day_and_version(runner):
    told = save_check_in(runner, "running_recovery", RECOVERY | {"trust": 1}, date(2026, 11, 2))
    row = CheckIn.objects.get()
    assert (row.kind, row.day, row.key) == ("running_recovery", date(2026, 11, 2), told.key)
    assert row.answers == RECOVERY | {"trust": 1}
    assert row.version.startswith("check-in-1-")
    assert told.score == pytest.approx(25 / 9)
    assert "2.8" in told.sentence
    assert "4" in told.sentence


def test_what_was_left_out_is_left_out(runner):
    told = save_check_in(runner, "pain_numbers", {"stairs": 0, "sitting": None})
    assert CheckIn.objects.get().answers == {"stairs": 0}
    assert (told.answered, told.asked, told.score) == (1, 5, None)


def test_too_few_answers_give_no_score(runner):
    few = dict(list(RECOVERY.items())[:6])
    assert save_check_in(runner, "running_recovery", few).score is None
    assert save_check_in(runner, "running_recovery", few | {"speed": 4}).score is not None


def test_told_twice_it_is_kept_once(runner):
    first = save_check_in(runner, "pain_numbers", {"stairs": 3}, key="from-the-phone")
    again = save_check_in(runner, "pain_numbers", {"stairs": 9}, key="from-the-phone")
    assert again == first
    assert CheckIn.objects.get().answers == {"stairs": 3}


def test_the_key_of_another_runner_hides_nothing(runner):
    other = Runner.objects.create(name="Bea")
    save_check_in(other, "pain_numbers", {"stairs": 3}, key="k")
    save_check_in(runner, "pain_numbers", {"stairs": 5}, key="k")
    assert CheckIn.objects.owned_by(runner).get().answers == {"stairs": 5}


def test_all_problems_come_at_once(runner):
    answers = {"stairs": 11, "mood": 3, "sitting": True, "morning": "3", "run_worst": 2.5}
    tomorrow = today_of(runner) + timedelta(days=2)
    found = problems_of(runner, "pain_numbers", answers, day=tomorrow, key="a b")
    assert found == ["stairs", "mood", "sitting", "morning", "run_worst", "day", "key"]
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("answers", [None, [], "3", 7, {}, {"stairs": None}])
def test_what_holds_no_answer_is_refused(runner, answers):
    assert problems_of(runner, "pain_numbers", answers) == ["answers"]


@pytest.mark.parametrize("value", [-1, 11, 10**400, float("nan"), None.__class__, [3], {"a": 1}])
def test_an_answer_that_is_none_is_refused(runner, value):
    assert problems_of(runner, "pain_numbers", {"stairs": value}) == ["stairs"]


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(9999, 1, 1)])
def test_a_day_that_cannot_be_is_refused(runner, day):
    assert problems_of(runner, "pain_numbers", {"stairs": 1}, day=day) == ["day"]


def test_it_is_asked_again_after_its_days(runner):
    today = today_of(runner)
    save_check_in(runner, "pain_numbers", {"stairs": 1}, today - timedelta(days=6))
    assert not read_check_in(runner, "pain_numbers").is_due
    CheckIn.objects.update(day=today - timedelta(days=7))
    sheet = read_check_in(runner, "pain_numbers")
    assert sheet.is_due
    assert sheet.last_day == today - timedelta(days=7)


def test_a_language_without_words_is_spoken_to_in_english(runner):
    with override("nl"):
        assert read_check_in(runner, "overuse_week").name == "The knee in your training week"


def test_own_activities_are_asked_each_by_its_name(runner):
    assert read_check_in(runner, "own_activities").empty
    stairs, park = add_own_activity(runner, "Stairs  at work"), add_own_activity(runner, "Park run")
    sheet = read_check_in(runner, "own_activities")
    assert [item.text for item in sheet.items] == ["Stairs at work", "Park run"]
    told = save_check_in(runner, "own_activities", {stairs.key: 4, park.key: 7})
    assert told.score == 5.5
    drop_own_activity(runner, park.key)
    assert problems_of(runner, "own_activities", {park.key: 5}) == [park.key]


def test_there_are_three_activities_at_most(runner):
    for name in ("one", "two", "three"):
        add_own_activity(runner, name)
    with pytest.raises(RefusedError):
        add_own_activity(runner, "four")
    drop_own_activity(runner, list_own_activities(runner)[0].key)
    add_own_activity(runner, "four")
    assert [line.name for line in list_own_activities(runner)] == ["two", "three", "four"]


def test_an_activity_is_there_once_and_comes_back_as_it_was(runner):
    first = add_own_activity(runner, "Kneeling")
    assert add_own_activity(runner, " kneeling ") == first
    drop_own_activity(runner, first.key)
    drop_own_activity(runner, first.key)
    assert list_own_activities(runner) == ()
    assert add_own_activity(runner, "KNEELING").key == first.key
    assert OwnActivity.objects.count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\0b", "\ud800"])
def test_a_name_that_is_none_is_refused(runner, name):
    with pytest.raises(InvalidValueError):
        add_own_activity(runner, name)


def test_what_belongs_to_another_runner_cannot_be_dropped(runner):
    theirs = add_own_activity(Runner.objects.create(name="Bea"), "Kneeling")
    with pytest.raises(NotFoundError):
        drop_own_activity(runner, theirs.key)
