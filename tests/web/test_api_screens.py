"""Screens over REST say what the page says and refuse what cannot be."""

import json
from datetime import UTC, datetime

import pytest

from midstance.store.models import ScreenReading

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
