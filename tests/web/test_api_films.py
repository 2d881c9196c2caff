"""Films over REST: handed over, watched, read, and what cannot be is refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from app.film_makers import TODAY, add_film, made_gait, see_made_runners
from app.knee_answers import HOT, KNEECAP
from midstance.app.films.files import films_there
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import default_runner
from midstance.app.worker import Worker
from midstance.store.home import inbox_folder
from midstance.store.models import Film, Job

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"
SLOW = {"stride_s": 0.78}
JPEG = b"\xff\xd8a picture"


def get(client, address, status=200):
    answer = client.get(f"/api/films{address}")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def send(client, address, document, status=200):
    body = json.dumps(document)
    answer = client.post(f"/api/films{address}", body, content_type="application/json")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def hand_over(client, status=202, **told):
    file = SimpleUploadedFile("run.mov", b"a film", "video/quicktime")
    answer = client.post("/api/films", {"files": file, **told})
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


def test_a_film_is_handed_over_watched_read_and_forgotten(client, monkeypatch):
    see_made_runners(monkeypatch)
    (line,) = hand_over(client, treadmill_mps="2.8", height_m="1.7", keep_pictures="true")
    assert (line["state"], line["name"]) == ("waiting", "run.mov")
    assert get(client, "")["films"] == [line]
    Worker().do_next_job()
    told = get(client, f"/{line['id']}")
    assert told["line"]["state"] == "done"
    assert told["verdict"]["level"] == "good"
    assert {each["name"] for each in told["metrics"]} >= {"cadence_spm", "overstride_m"}
    assert told["timeline"]["frames"][0]["points"]
    picture = client.get(f"/api/films/{line['id']}/pictures/contact")
    assert picture.headers["Content-Type"] == "image/jpeg"
    kept = client.delete(f"/api/films/{line['id']}/pictures").json()
    assert kept["has_pictures"] is False
    assert client.delete(f"/api/films/{line['id']}").status_code == 204
    get(client, f"/{line['id']}", 404)


def test_a_film_is_called_off(client):
    (line,) = hand_over(client)
    assert send(client, f"/{line['id']}/cancel", {})["state"] == "cancelled"
    assert films_there() == frozenset()
    assert send(client, f"/{line['id']}/person", {"whom": "left"}, 409)["detail"]
    assert Job.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"view": "top"}, 422),
        ({"height_m": "17"}, 422),
        ({"height_m": "tall"}, 422),
        ({"day": "1900-01-01"}, 422),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(client, told, status):
    hand_over(client, status, **told)
    assert not Film.objects.exists()
    assert films_there() == frozenset()
    assert list(inbox_folder().glob("open/*/*")) == []


def test_under_a_lock_no_film_is_taken(client, runner):
    save_check(runner, HOT)
    assert "asks you to get help" in hand_over(client, 409)["detail"]
    assert not Film.objects.exists()
    assert list(inbox_folder().glob("open/*/*")) == []


def test_nothing_is_taken_without_the_form_token():
    careful = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    hand_over(careful, 403)
    assert not Film.objects.exists()


def test_an_earlier_film_is_compared_and_one_thing_is_tried(client, runner):
    save_check(runner, KNEECAP | {"run_pattern": ["only_after"]})
    slow = made_gait(**SLOW)
    before, now = (add_film(runner, TODAY, slow) for _ in range(2))
    told = get(client, f"/{now.pk}?compare_with={before.pk}")
    assert told["compare"]["earlier"]["id"] == str(before.pk)
    assert told["cue"]["beat_spm"] > 154
    assert get(client, "/trial") is None
    assert send(client, "/trial", {"film": str(now.pk)})["state"] == "on"
    assert get(client, "/trial")["runs_done"] == 0
    assert send(client, "/trial", {"film": str(now.pk)}, 409)["detail"]
    assert send(client, "/trial/end", {"keep": False})["state"] == "dropped"


def test_what_is_not_there_is_not_found(client):
    for address in (f"/{NOBODY}", f"/{NOBODY}/pictures/contact"):
        get(client, address, 404)
    send(client, "/trial/end", {"keep": True}, 404)
    assert default_runner().films.count() == 0
