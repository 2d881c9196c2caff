"""Progress over REST says what the pages say, and keeps what a device tells once."""

import json
from datetime import UTC, datetime

import pytest

from app.questionnaire_document import as_bytes, made_up
from midstance.app.set_up_runner import default_runner
from midstance.app.show_progress import show_progress
from midstance.store.models import CheckIn, OwnActivity, Questionnaire

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def get(client, address, status=200):
    response = client.get(f"/api{address}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def post(client, address, document, status=200):
    body = document if isinstance(document, bytes) else json.dumps(document)
    response = client.post(f"/api{address}", body, content_type="application/json")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_progress_is_that_of_the_use_case(client):
    post(client, "/check-ins/pain_numbers", {"answers": {"stairs": 4}})
    answer, sheet = get(client, "/progress"), show_progress(default_runner())
    assert answer["sentence"] == sheet.sentence
    assert [pain["basis"] for pain in answer["pains"]] == [pain.basis for pain in sheet.pains]
    assert answer["pains"][0]["same_within"] == 2.0
    line = next(each for each in answer["check_ins"] if each["kind"] == "pain_numbers")
    points = {item["id"]: item["points"] for item in line["items"]}
    assert points["stairs"] == [{"day": TODAY.isoformat(), "value": 4.0}]
    assert answer["lock"] is None
    assert [rule["text"] for rule in answer["course"]["see_when"]] == [
        rule.text for rule in sheet.course.see_when
    ]


def test_a_first_day_that_cannot_be_is_refused(client):
    get(client, "/progress?since=2999-01-01", 422)
    get(client, "/progress?since=yesterday", 422)


def test_what_a_device_tells_twice_is_kept_once(client):
    told = {"answers": {"stairs": 2}, "day": TODAY.isoformat(), "key": "phone-1"}
    first = post(client, "/check-ins/pain_numbers", told)
    assert post(client, "/check-ins/pain_numbers", told) == first
    assert CheckIn.objects.count() == 1


def test_all_problems_of_a_check_in_come_at_once(client):
    told = {"answers": {"stairs": 99, "mood": 1}, "key": "not a key"}
    answer = post(client, "/check-ins/pain_numbers", told, 422)
    assert [one["question"] for one in answer["problems"]] == ["stairs", "mood", "key"]
    get(client, "/check-ins/mood", 404)


def test_the_questions_are_those_of_the_pages(client):
    kinds = [each["kind"] for each in get(client, "/check-ins")]
    assert kinds == ["pain_numbers", "own_activities", "running_recovery", "overuse_week"]
    assert len(get(client, "/check-ins/running_recovery")["items"]) == 9


def test_activities_are_added_listed_and_taken_off(client):
    key = post(client, "/own-activities", {"name": "Kneeling"})["key"]
    assert [each["key"] for each in get(client, "/own-activities")] == [key]
    post(client, "/own-activities", {"name": " "}, 422)
    assert client.delete(f"/api/own-activities/{key}").status_code == 204
    assert not OwnActivity.objects.get().is_kept
    assert client.delete("/api/own-activities/nothing").status_code == 404


def test_a_licensed_questionnaire_goes_in_and_out(client):
    line = post(client, "/questionnaires", as_bytes(made_up()))
    assert get(client, "/questionnaires") == [line]
    assert get(client, f"/check-ins/{line['kind']}")["licence"] == line["words"]
    post(client, "/questionnaires", as_bytes(made_up(lead="Another.")), 409)
    bad = post(client, "/questionnaires", as_bytes(made_up(format="1", lead="")), 422)
    assert [one["question"] for one in bad["problems"]] == ["format", "lead"]
    assert client.delete(f"/api/questionnaires/{line['kind']}").status_code == 204
    assert not Questionnaire.objects.exists()
