"""The room and the what-if over REST say what the pages say."""

import pytest

from app.knee_answers import HOT
from midstance.app.plain import to_plain
from midstance.app.run_room import read_run_room
from midstance.app.save_check import save_check
from midstance.app.what_if import changed_run, usual_run, what_if
from web.conftest import TODAY
from web.made_up import store_made_up_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(runner):
    store_made_up_runs(runner, TODAY, count=16)
    return runner


def get(client, address, status=200):
    response = client.get(f"/api{address}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_the_room_is_that_of_the_use_case(client, running):
    assert get(client, "/run-room") == to_plain(read_run_room(running))


def test_the_room_of_another_day_may_be_asked_for(client, running):
    day = running.runs.latest("local_day").local_day
    assert get(client, f"/run-room?day={day}")["binding"] == "ran"
    get(client, "/run-room?day=soon", 422)


def test_the_what_if_is_that_of_the_use_case(client, running):
    usual = usual_run(running)
    assert get(client, "/what-if") == to_plain(what_if(running, usual))
    changed = changed_run(usual, {"distance_m": 12_000.0, "descent_m": 250.0})
    answer = get(client, "/what-if?distance_m=12000&descent_m=250")
    assert answer == to_plain(what_if(running, changed))


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("query", ["distance_m=1", "speed_mps=99", "walk_s=nan", "ascent_m=x"])
def test_a_run_that_cannot_be_is_refused(client, query):
    get(client, f"/what-if?{query}", 422)


def test_a_lock_comes_first(client, running):
    save_check(running, HOT)
    for address in ("/run-room", "/what-if"):
        answer = get(client, address)
        assert answer["needs_care"]
        assert answer["sentence"] == read_run_room(running).sentence
    assert get(client, "/what-if")["tissues"] == []
