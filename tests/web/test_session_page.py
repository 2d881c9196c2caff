"""The page of a guided session: a list to read, a form to tell it with, a document to lead from."""

import gzip
import json
import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from app.knee_answers import HOT
from midstance.app.checking.days import today_of
from midstance.app.log_pain import log_pain
from midstance.app.play_session import read_play_sheet
from midstance.app.save_check import save_check
from midstance.app.training.records import PainTold
from midstance.app.training.weeks import week_of
from midstance.store.models import PainEntry, SessionLog

pytestmark = pytest.mark.django_db
RESET = "/session/routine-post_run_reset/"
SHEET = f"{RESET}sheet.json"
MOST_BYTES = 100_000


def page_of(client, address=RESET) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def key_in(html: str) -> str:
    return re.search(r'name="key" value="(\w+)"', html)[1]


def tell(client, key: str, **more):
    return client.post(RESET, {"key": key, "effort": "3", "pain": "1", "done": ["1", "2"], **more})


def test_the_page_reads_as_a_list_of_steps_with_times(client, runner):
    html = page_of(client)
    sheet = read_play_sheet(runner, "routine-post_run_reset")
    for step in sheet.steps:
        assert step.title in html
    assert "4:45" in html
    for words in ("You need", "Floor or standing", "Sides", "Noise", "Stop if", "Your limit"):
        assert words in html
    assert "Or from the house" in html


@pytest.mark.usefixtures("runner")
def test_a_plain_form_keeps_the_session_and_says_what_it_means(client):
    answer = tell(client, key_in(page_of(client)))
    assert answer.status_code == 200
    log = SessionLog.objects.get()
    assert (log.kind, log.seconds, log.effort_rpe) == ("reset", 300, 3)
    assert [item["sets_done"] for item in log.items][:3] == [1, 1, 0]
    assert PainEntry.objects.get().pain == 1
    html = answer.content.decode()
    assert "status-" in html
    assert reverse("today") in html


@pytest.mark.usefixtures("runner")
def test_a_double_tap_keeps_it_once(client):
    key = key_in(page_of(client))
    tell(client, key)
    tell(client, key)
    assert SessionLog.objects.count() == PainEntry.objects.count() == 1


@pytest.mark.usefixtures("runner")
@pytest.mark.parametrize("wrong", [{"effort": ""}, {"pain": "11"}, {"effort": "hard"}])
def test_what_is_missing_is_said_and_the_rest_stays(client, wrong):
    key = key_in(page_of(client))
    answer = tell(client, key, **wrong)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert key_in(html) == key
    assert "0 to 10" in html
    assert html.count(" checked") >= 2
    assert not SessionLog.objects.exists()


def test_what_was_done_is_kept_even_when_the_next_one_waits(client, runner):
    key = key_in(page_of(client))
    log_pain(runner, PainTold(today_of(runner), "during", 8))
    answer = tell(client, key, pain="8")
    assert answer.status_code == 200
    assert SessionLog.objects.get().effort_rpe == 3


@pytest.mark.usefixtures("runner")
def test_the_document_holds_all_that_the_player_needs(client):
    answer = client.get(SHEET)
    assert answer.headers["Content-Type"] == "application/json"
    sheet = json.loads(answer.content)
    assert sum(seconds_of(sheet)) == sheet["seconds"] == 300
    for item in sheet["items"]:
        for way in filter(None, (item["planned"], item["easier"], item["harder"])):
            sides = {"left" if step["side"] == "left" else "right" for step in way["steps"]}
            for side in sides if way["motion"] else ():
                figure = sheet["figures"][f"{way['motion']}/{side}"]
                assert figure["figure"].strip().startswith("<ms-exercise-figure")
                assert figure["thumb"].startswith("<svg")
    assert 'data-part="stage"' in sheet["html"]
    assert "csrf" not in sheet["html"]
    assert sheet["book_version"]
    assert sheet["constants_version"]
    assert datetime.fromisoformat(sheet["read_at"]).date() == datetime.now(UTC).date()


def seconds_of(sheet):
    return [
        sheet["items"][item]["planned"]["steps"][place]["seconds"] for item, place in sheet["order"]
    ]


@pytest.mark.usefixtures("runner")
def test_the_document_travels_packed(client):
    answer = client.get(SHEET, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < MOST_BYTES
    assert json.loads(gzip.decompress(answer.content))["key"] == "routine-post_run_reset"


def test_a_planned_session_has_its_page_and_its_document(client, runner):
    session = next(each for each in week_of(runner, today_of(runner)).plan.sessions if each.items)
    day = datetime.fromordinal(session.day).date()
    address = f"/session/{day}-{session.kind}/"
    assert "Set 1 of" in page_of(client, address)
    sheet = json.loads(client.get(f"{address}sheet.json").content)
    assert sheet["day"] == day.isoformat()
    assert sum(seconds_of(sheet)) == session.seconds


def test_while_a_clinician_is_due_nothing_is_led(client, runner):
    save_check(runner, HOT)
    html = page_of(client)
    assert "This session waits" in html
    assert "Plan and routines wait" in html
    assert "data-sheet" not in html
    answer = client.get(SHEET)
    assert answer.status_code == 409
    assert "wait" in json.loads(answer.content)["detail"]


@pytest.mark.usefixtures("runner")
@pytest.mark.parametrize("address", ["/session/nothing/", "/session/routine-marathon/sheet.json"])
def test_what_there_is_not_is_not_found(client, address):
    assert client.get(address).status_code == 404
