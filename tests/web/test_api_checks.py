"""The knee check over REST says what the command and the pages say."""

import json
import subprocess

import pytest
from django.test import Client

from app.knee_answers import CLEAN, HOT, KNEECAP
from cli.conftest import MIDSTANCE
from midstance.app.check_answers import check_answers
from midstance.app.plain import to_plain
from midstance.app.read_questionnaire import read_questionnaire
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import default_runner
from midstance.store.models import KneeCheck, Runner

pytestmark = pytest.mark.django_db


def get(client, address, status=200):
    response = client.get(f"/api/checks{address}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def post(client, address, document, status=200):
    body = json.dumps(document)
    response = client.post(f"/api/checks{address}", body, content_type="application/json")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_the_questions_are_those_of_the_use_case(client):
    assert get(client, "/questions") == json.loads(json.dumps(to_plain(read_questionnaire())))


def test_answers_come_to_what_the_use_case_says_and_are_not_kept(client):
    assert post(client, "/judge", KNEECAP) == to_plain(check_answers(KNEECAP))
    assert not KneeCheck.objects.exists()


def test_the_command_and_rest_give_the_same_documents(client, tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(HOT))
    command = [MIDSTANCE, "check", "--answers", path, "--json"]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert post(client, "/judge", HOT) == json.loads(told.stdout)


def test_all_problems_of_answers_come_at_once(client):
    answer = post(client, "/judge", {"shoe": 1, "age_y": 999, "walking": "hop"}, status=422)
    assert [one["question"] for one in answer["problems"]] == ["shoe", "age_y", "walking"]
    assert all(one["expected"] in answer["detail"] for one in answer["problems"])
    assert post(client, "/next", {"age_y": "old"}, status=422)["problems"]


@pytest.mark.parametrize("body", ["[1]", "nonsense", '"a"', "[" * 100_000])
def test_what_is_no_document_is_refused(client, body):
    response = client.post("/api/checks/judge", body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response.json()["detail"]


def test_the_next_question_follows_from_the_answers(client):
    first = post(client, "/next", {})
    assert first["question"]["id"] == "age_y"
    assert first["left"] > 1
    assert first["stop"] is None
    assert post(client, "/next", HOT)["stop"]["action"] == "emergency"


def test_checks_are_listed_and_shown(client):
    keys = [save_check(default_runner(), document) for document in (CLEAN, KNEECAP)]
    rows = get(client, "")
    assert [row["key"] for row in rows] == keys[::-1]
    assert rows[0]["changes"]
    shown = get(client, f"/{keys[1]}")
    assert shown["report"] == to_plain(check_answers(KNEECAP))
    assert {line["question"] for line in shown["lines"]} == set(KNEECAP)


def test_a_lock_is_told(client):
    assert get(client, "/lock") is None
    key = save_check(default_runner(), HOT)
    assert get(client, "/lock")["key"] == key


def test_the_check_of_another_runner_is_not_there(client):
    default_runner()
    key = save_check(Runner.objects.create(name="Grace"), HOT)
    assert client.get(f"/api/checks/{key}").status_code in {401, 404}


def test_an_unknown_check_is_not_there(client):
    get(client, "/0000000000000000", status=404)


def test_answers_need_the_form_token():
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    response = strict.post("/api/checks/judge", "{}", content_type="application/json")
    assert response.status_code == 403
