"""Exercises and routines over REST say what the use cases say."""

import pytest

from app.knee_answers import HOT
from midstance.app.plain import to_plain
from midstance.app.read_exercises import read_exercise
from midstance.app.save_check import save_check

pytestmark = pytest.mark.django_db


def get(client, address, status=200):
    response = client.get(f"/api/{address}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_the_list_and_a_sheet_are_those_of_the_use_case(client):
    told = get(client, "exercises?kit=nothing&region=calf")
    assert [line["name"] for line in told["lines"]] == ["heel_raise"]
    sheet = get(client, "exercises/clam")
    plain = to_plain(read_exercise("clam", "en"))
    assert {key: sheet[key] for key in ("steps", "loads", "doses", "claims")} == {
        key: plain[key] for key in ("steps", "loads", "doses", "claims")
    }


def test_the_reset_sums_to_five_minutes_and_swaps(client):
    told = get(client, "routines/post_run_reset?for=pregnancy&for=iliotibial_band_pain")
    assert sum(step["seconds"] for step in told["steps"]) == 300
    exercises = {step["exercise"] for step in told["steps"]}
    assert "side_lying_hip_abduction" in exercises
    assert "glute_bridge" not in exercises


def test_what_is_unknown_or_locked_is_refused(client, runner):
    get(client, "exercises/handstand", 404)
    get(client, "routines/marathon", 404)
    get(client, "routines/warm_up?for=rain", 422)
    get(client, "routines/warm_up?for=bone_stress_injury", 409)
    save_check(runner, HOT)
    assert "wait" in get(client, "routines/warm_up", 409)["detail"]
