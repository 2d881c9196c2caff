"""The page of the habits: one step, five states, one note that can be put away."""

import pytest

from app.knee_answers import HOT
from midstance.app.add_shoe import add_shoe
from midstance.app.save_check import save_check
from midstance.app.shoes.records import ShoeFacts
from midstance.store.models import NoteShown, Run

pytestmark = pytest.mark.django_db


def page(client, address="/keep-well/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def worn_out(runner, runs):
    """A pair that came to its reminder this week, so that a note fits."""
    Run.objects.update(descent_m=0.0)
    run = Run.objects.get(key=runs[-1])
    pk = add_shoe(runner, ShoeFacts("Old pair", before_m=500_000.0 - run.distance_m / 2))
    Run.objects.filter(pk=run.pk).update(shoe=pk, shoe_told="hand")
    return pk


def test_an_empty_page_says_how_to_begin(client):
    words = page(client)
    assert "You have told no warm-up here yet" in words
    assert words.count('class="habit"') == 5
    assert "Worth knowing" not in words


def test_a_note_is_shown_on_both_pages_and_put_away_on_either(client, worn_out):
    words = page(client, "/today/")
    assert "“Old pair” went 50" in words
    assert NoteShown.objects.get().note == "worn_shoe"
    assert "“Old pair” went 50" in page(client)
    answer = client.post("/keep-well/notes/worn_shoe/away/", {"to": "habits"})
    assert answer.url == "/keep-well/"
    assert "Worth knowing" not in page(client)
    assert "Worth knowing" not in page(client, "/today/")
    assert client.post("/keep-well/notes/worn_shoe/away/").url == "/today/"
    assert client.post("/keep-well/notes/moon/away/").status_code == 404
    assert worn_out


def test_a_red_flag_stands_first_and_no_step_loads_the_knee(client, runner, worn_out):
    save_check(runner, HOT)
    words = page(client)
    assert "Training waits for now" in words
    assert words.index("Training waits for now") < words.index("<h1>")
    assert "Open the warm-up" not in words
    assert "Worth knowing" not in words
    assert worn_out


def test_the_habits_over_rest_are_those_of_the_page(client, worn_out):
    answer = client.get("/api/habits").json()
    assert [habit["id"] for habit in answer["habits"]][-1] == "listening"
    assert answer["note"]["id"] == "worn_shoe"
    assert not NoteShown.objects.exists()
    assert client.post("/api/habits/notes/worn_shoe/away").status_code == 204
    assert client.get("/api/habits").json()["note"] is None
    assert client.post("/api/habits/notes/moon/away").status_code == 404
    assert worn_out
