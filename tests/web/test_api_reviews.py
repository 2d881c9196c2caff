"""Weekly review and reminders over REST."""

import json

import pytest

from app.knee_answers import HOT
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import read_wishes
from midstance.store.models import WeekReview

ON = {"is_on": True, "at": "18:00:00", "quiet_from": "21:00:00", "quiet_until": "08:00:00"}


@pytest.fixture
def send(client, runner):  # noqa: ARG001 # there has to be a runner
    def call(method: str, path: str, document: object = None):
        body = {} if document is None else {"data": json.dumps(document)}
        return getattr(client, method)(f"/api/{path}", content_type="application/json", **body)

    return call


def test_a_review_is_read_previewed_kept_once_and_taken_back(send, runner):
    assert [each["id"] for each in send("get", "plan/review").json()["barriers"]]
    told = {"confidence": 8, "barrier": "no_time", "key": "k1"}
    shown = send("post", "plan/review/preview", told).json()["changes"]
    assert not WeekReview.objects.exists()
    assert send("post", "plan/review", told).json()["changes"] == shown
    assert send("post", "plan/review", told).json()["changes"] == []
    assert [each["key"] for each in send("get", "plan/review").json()["take_back"]] == ["k1"]
    assert send("post", "plan/review/k1/take-back").status_code == 200
    assert {day.exercise_s for day in read_wishes(runner).days} == {900}
    assert send("post", "plan/review/k1/take-back").status_code == 409
    assert send("post", "plan/review/none/take-back").status_code == 404


@pytest.mark.parametrize("told", [{"confidence": 11}, {"barrier": "rain"}, {"left_out": ["x"]}])
def test_what_cannot_be_is_refused(send, told):
    assert send("post", "plan/review", told).status_code == 422
    assert not WeekReview.objects.exists()


def test_a_lock_refuses_a_review(send, runner):
    save_check(runner, HOT)
    assert send("get", "plan/review").json()["lock"] is not None
    assert send("post", "plan/review", {"confidence": 9}).status_code == 409


def test_reminders_are_off_until_they_are_put_on(send):
    assert not send("get", "reminders").json()["is_on"]
    answer = send("put", "reminders", ON)
    assert {name: answer.json()[name] for name in ON} == ON
    assert send("get", "reminders").json()["is_on"]
    assert send("put", "reminders", ON | {"at": "23:00:00"}).status_code == 422
    assert send("get", "reminders").json()["at"] == "18:00:00"
