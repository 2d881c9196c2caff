"""The pages of the knee check: one answer at a time, nothing lost, help first."""

import re

import pytest
from django.http import QueryDict

from app.knee_answers import HOT
from midstance.app.answer_question import answer_question
from midstance.app.open_check import open_check
from midstance.app.read_questionnaire import read_questionnaire
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import Profile, default_runner, set_up_runner
from midstance.app.start_check import start_check
from midstance.web.pages.check.forms import read_sent

pytestmark = pytest.mark.django_db
SHEETS = {sheet.id: sheet for sheet in read_questionnaire()}


def sent(question, query):
    return read_sent(SHEETS[question], QueryDict(query))


def begin(client):
    return client.post("/check/begin/", follow=True).redirect_chain[-1][0]


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_the_knee_is_chosen_where_the_check_begins(client, side):
    client.post("/check/begin/", {"side": side})
    assert open_check(default_runner()).side == side


def test_a_knee_that_nobody_has_is_asked_again(client):
    client.post("/check/begin/", {"side": "third"})
    assert open_check(default_runner()).asked == 0


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.id)
def test_an_empty_answer_is_no_answer_and_says_what_to_do(sheet):
    empty = read_sent(sheet, QueryDict("go=on"))
    assert empty.answer is None
    assert empty.problem


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.id)
def test_every_question_may_be_answered_with_not_sure(sheet):
    assert read_sent(sheet, QueryDict("go=unsure")).answer == "unknown"


def test_what_was_ticked_stays_when_the_rest_is_not_sure():
    answer = sent("urgent_signs", "go=unsure&answer=open_wound").answer
    assert answer["open_wound"] == "yes"
    assert "none" not in answer
    assert set(answer.values()) == {"yes", "unknown"}


def test_none_and_something_else_exclude_each_other():
    assert sent("urgent_signs", "go=on&answer=open_wound&answer=none").problem
    assert sent("urgent_signs", "go=on&answer=none").answer == ["none"]


@pytest.mark.parametrize(("typed", "years"), [("31", 31), (" 31 ", 31), ("31,5", 31.5)])
def test_a_number_is_read_as_people_write_it(typed, years):
    assert sent("age_y", f"answer={typed}").answer == years


@pytest.mark.parametrize("typed", ["", "many", "7", "101", "nan", "inf", "-3"])
def test_an_impossible_number_is_told(typed):
    assert sent("age_y", f"answer={typed}").problem


def test_each_question_says_why_and_how_many_are_left(client):
    text = client.get(begin(client)).content.decode()
    assert "Why we ask" in text
    assert re.search(r"About (\d+ questions left|the last question)", text)


def test_a_slip_keeps_the_question_and_stores_nothing(client):
    address = begin(client)
    answer = client.post(address, {"go": "on"})
    assert answer.status_code == 422
    assert "There is something to put right" in answer.content.decode()
    assert open_check(default_runner()).asked == 0


def test_what_the_settings_hold_is_not_asked(client):
    set_up_runner(default_runner(), Profile(birth_year=1990, sex="female"))
    assert "age_y" not in begin(client)


def test_an_answer_that_asks_for_help_leads_to_the_care_card_at_once(client):
    key = start_check(default_runner())
    answer = client.post(f"/check/{key}/urgent_signs/", {"go": "on", "answer": "chest_or_breath"})
    assert answer["Location"] == f"/check/{key}/"
    text = client.get(f"/check/{key}/").content.decode()
    assert "care-emergency" in text
    assert "What your pain fits" not in text


def test_answers_that_no_longer_apply_go_only_when_they_were_seen(client):
    key = start_check(default_runner())
    for question, answer in (("onset", "twist"), ("injury_signs", ["none"]), ("onset", "gradual")):
        answer_question(default_runner(), key, question, answer)
    assert "These no longer count" in client.get(f"/check/{key}/answers/").content.decode()
    assert client.post(f"/check/{key}/answers/").status_code == 200
    assert open_check(default_runner()) is not None
    gone = client.post(f"/check/{key}/answers/", {"leave_out": "injury_signs"})
    assert gone.status_code == 302
    assert open_check(default_runner()) is None


def test_a_finished_check_is_listed_and_cannot_be_changed(client):
    key = save_check(default_runner(), HOT)
    assert f'href="/check/{key}/"' in client.get("/check/").content.decode()
    assert client.get(f"/check/{key}/onset/").status_code == 302
    assert "Change" not in client.get(f"/check/{key}/answers/").content.decode()


@pytest.mark.parametrize("rest", ["", "answers/", "next/", "onset/", "summary.pdf"])
def test_an_unknown_check_is_not_found(client, rest):
    assert client.get(f"/check/0123456789abcdef/{rest}").status_code == 404


def test_an_unknown_question_is_not_found(client):
    assert (
        client.get(f"/check/{start_check(default_runner())}/favourite_colour/").status_code == 404
    )
