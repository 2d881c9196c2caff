"""The page of the day, and the one on which a pain is told."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from app.makers import add_run
from midstance.app.save_check import save_check
from midstance.store.models import PainEntry

HOT = {"urgent_signs": ["hot_red_swollen_knee"]}


def words_of(response) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


def form_of(client, path="/today/pain/"):
    page = client.get(path).content.decode()
    return re.search(r'name="key" value="(\w+)"', page)[1]


@pytest.mark.usefixtures("runner")
def test_the_day_has_one_sentence_and_one_button(client):
    page = client.get("/today/").content.decode()
    assert page.count("<h1") == 1
    assert page.count('class="button today-start"') == 1
    assert "Carry on" in page


@pytest.mark.usefixtures("runner")
def test_a_pain_is_told_in_one_post_and_once_for_a_doubled_tap(client):
    sent = {"key": form_of(client), "pain": 2, "moment": "during"}
    sent["day"] = timezone.now().date().isoformat()
    for _ in range(2):
        assert client.post("/today/pain/", sent).headers["Location"] == "/today/"
    assert PainEntry.objects.get().pain == 2


@pytest.mark.usefixtures("runner")
def test_no_pain_is_filled_in_before_she_chooses(client):
    assert not re.search(r'name="pain"[^>]*checked', client.get("/today/pain/").content.decode())


@pytest.mark.parametrize(
    "wrong",
    [
        {"pain": 11},
        {"pain": ""},
        {"moment": "noon"},
        {"day": "2199-01-01"},
        {"day": "yesterday"},
        {"places": ["elbow"]},
        {"run": "none"},
    ],
)
@pytest.mark.usefixtures("runner")
def test_a_slip_is_said_and_nothing_is_kept(client, wrong):
    day = timezone.now().date().isoformat()
    sent = {"key": form_of(client), "pain": 2, "moment": "during", "day": day}
    response = client.post("/today/pain/", sent | wrong)
    assert response.status_code == 422
    assert "error" in response.content.decode()
    assert not PainEntry.objects.exists()


@pytest.mark.usefixtures("runner")
def test_strong_pain_leads_to_the_check(client):
    day = timezone.now().date().isoformat()
    sent = {"key": form_of(client), "pain": 9, "moment": "during", "day": day}
    assert client.post("/today/pain/", sent).headers["Location"] == "/check/"
    assert "Start the knee check" in words_of(client.get("/today/"))


def test_a_lock_comes_before_everything(client, runner):
    save_check(runner, HOT)
    page = client.get("/today/").content.decode()
    assert "light-stop" in page
    assert "/session/" not in page
    assert "Stop" in page


def test_a_red_morning_rests(client, runner):
    today = timezone.now().date()
    PainEntry.objects.create(owner=runner, day=today - timedelta(days=1), moment="during", pain=1)
    PainEntry.objects.create(owner=runner, day=today, moment="morning", pain=4)
    page = client.get("/today/").content.decode()
    assert "light-stop" in page
    assert "/session/" not in page


def test_a_run_that_came_in_is_asked_about(client, runner):
    add_run(runner, timezone.now(), utc_offset_s=0.0)
    page = words_of(client.get("/today/"))
    assert "during the run" in page
    assert "Start the five-minute reset" in page
