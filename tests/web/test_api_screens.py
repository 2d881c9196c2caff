"""Screens over REST say what the page says and refuse what cannot be."""

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from app.film_makers import see_made_runners
from app.knee_answers import HOT
from core.gait.made_one_leg import a_squat
from midstance.app.save_check import save_check
from midstance.app.worker import Worker
from midstance.store.home import inbox_folder
from midstance.store.models import Film, ScreenReading

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date().isoformat()


def send(client, address, document, status=200):
    body = json.dumps(document)
    answer = client.post(f"/api/screens/{address}", body, content_type="application/json")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def test_a_screen_is_listed_told_and_taken_back(client):
    listed = client.get("/api/screens").json()
    assert {line["reason"] for line in listed["screens"]} == {"no_test"}
    told = send(client, "calf_raises", {"left": 20, "right": 22})
    assert told["line"]["reason"] == "one_day"
    day = told["readings"][0]["day"]
    assert client.get("/api/screens/calf_raises").json() == told
    assert client.delete(f"/api/screens/calf_raises/{day}").json()["readings"] == []
    assert client.delete(f"/api/screens/calf_raises/{day}").status_code == 404


@pytest.mark.parametrize(
    ("address", "document", "status"),
    [
        ("calf_raises", {"left": -1}, 422),
        ("calf_raises", {}, 422),
        ("calf_raises", {"left": "many"}, 422),
        ("flying", {"left": 1}, 404),
    ],
)
def test_what_cannot_be_is_refused(client, address, document, status):
    send(client, address, document, status)
    assert not ScreenReading.objects.exists()


def hand_over(client, screen, status=202, **told):
    file = SimpleUploadedFile("squat.mov", b"a film", "video/quicktime")
    answer = client.post(f"/api/screens/{screen}/film", {"files": file, **told})
    assert answer.status_code == status, answer.content[:500]
    assert status == 202 or list(inbox_folder().glob("open/*/*")) == []
    return answer.json()


def test_a_film_of_one_leg_is_handed_over_read_and_kept_by_hand(client, monkeypatch):
    reader = see_made_runners(monkeypatch)
    reader.made = staticmethod(lambda: a_squat(leg="right", inwards_m=0.2))
    (line,) = hand_over(client, "single_leg_squat", leg="right")
    assert (line["view"], line["screen"], line["leg"]) == ("front", "single_leg_squat", "right")
    Worker().do_next_job()
    told = client.get(f"/api/films/{line['id']}").json()
    assert told["screen"]["marks_seen"] == 1
    assert told["screen"]["marks"][1] == {
        "id": "knee_in",
        "words": "The knee moves in past the big toe.",
        "seen": "seen",
        "seen_words": "The film saw it in 5 of 5.",
    }
    assert client.get("/api/films").json()["films"] == []
    screen = client.get("/api/screens/single_leg_squat").json()
    assert [film["id"] for film in screen["films"]] == [line["id"]]
    assert (screen["film_view"], screen["readings"]) == ("front", [])
    kept = send(client, "single_leg_squat", {"right": 2, "is_filmed": True})
    assert [reading["is_filmed"] for reading in kept["readings"]] == [True]


@pytest.mark.parametrize(
    ("screen", "told", "status"),
    [
        ("single_leg_squat", {}, 422),
        ("single_leg_squat", {"leg": "middle"}, 422),
        ("single_leg_squat", {"leg": "left", "day": "1900-01-01"}, 422),
        ("calf_raises", {"leg": "left"}, 409),
        ("flying", {"leg": "left"}, 404),
    ],
)
def test_a_film_that_cannot_be_taken_leaves_nothing(client, screen, told, status):
    hand_over(client, screen, status, **told)
    assert not Film.objects.exists()


def test_under_a_lock_no_film_of_a_screen_is_taken(client, runner):
    save_check(runner, HOT)
    assert hand_over(client, "single_leg_squat", 409, leg="left")["detail"]
    assert not Film.objects.exists()
