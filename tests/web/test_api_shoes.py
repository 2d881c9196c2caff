"""Shoes over REST say what the page says and refuse what cannot be."""

import json

import pytest

from midstance.store.models import Run, Shoe

pytestmark = pytest.mark.django_db


def send(client, method, address, document=None, status=200):
    body = json.dumps(document or {})
    call = getattr(client, method)
    answer = call(f"/api{address}", body, content_type="application/json")
    assert answer.status_code == status, answer.content[:500]
    return answer.json() if answer.content else None


def get(client, address, status=200):
    answer = client.get(f"/api{address}")
    assert answer.status_code == status, answer.content[:500]
    return answer.json()


@pytest.fixture
def pair(client):
    return send(client, "post", "/shoes", {"name": "Blue", "before_m": 9000.0})["pk"]


def test_a_pair_is_added_changed_and_put_away(client, pair):
    changed = {"name": "Red", "kinds": ["long"], "long_m": 15_000}
    send(client, "put", f"/shoes/{pair}", changed, 204)
    (line,) = get(client, "/shoes")["shoes"]
    assert (line["name"], line["kinds"], line["long_m"]) == ("Red", ["long"], 15_000)
    send(client, "post", f"/shoes/{pair}/retire", status=204)
    assert get(client, "/shoes")["shoes"][0]["is_retired"]
    send(client, "post", f"/shoes/{pair}/restore", status=204)
    assert send(client, "post", "/shoes/undo") == {"kind": "restored"}
    assert get(client, "/shoes")["shoes"][0]["is_retired"]
    send(client, "delete", f"/shoes/{pair}", status=204)
    assert get(client, "/shoes")["shoes"] == []


def test_a_run_gets_its_shoes(client, pair, runs):
    address = f"/runs/{runs[0]}/shoes"
    assert get(client, address)["told"] == ""
    assert send(client, "put", address, {"shoe": pair})["told"] == "hand"
    assert Run.objects.get(key=runs[0]).shoe_id == pair
    assert send(client, "put", address, {})["shoe"] is None
    assert send(client, "put", address, {"as_before": True})["told"] == ""


def test_usual_shoes_are_filled_in(client, runs):
    send(client, "post", "/shoes", {"name": "All", "kinds": ["every"], "first_day": "2000-01-01"})
    assert get(client, "/shoes")["ruled"] == len(runs)
    assert send(client, "post", "/shoes/rules") == {"runs": len(runs)}


def test_two_pairs_are_joined(client, pair):
    other = send(client, "post", "/shoes", {"name": "Same"})["pk"]
    send(client, "post", f"/shoes/{pair}/join", {"gone": other}, 204)
    assert Shoe.objects.get().also_named == ["Same"]


@pytest.mark.parametrize(
    ("method", "address", "document", "status"),
    [
        ("post", "/shoes", {"name": ""}, 422),
        ("post", "/shoes", {"name": "A", "before_m": -1}, 422),
        ("post", "/shoes", {"name": "A", "kinds": ["moon"]}, 422),
        ("post", "/shoes", {}, 422),
        ("post", "/shoes/undo", {}, 404),
        ("put", "/shoes/999", {"name": "A"}, 404),
        ("put", "/shoes/0", {"name": "A"}, 422),
        ("delete", f"/shoes/{2**63}", {}, 422),
        ("post", "/shoes/999/retire", {}, 404),
        ("put", "/runs/0000000000000000/shoes", {}, 404),
    ],
)
def test_what_cannot_be_is_refused(client, method, address, document, status):
    send(client, method, address, document, status)
