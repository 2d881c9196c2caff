"""The forecast over REST says what the use case says, and refuses what cannot be."""

import pytest

from midstance.app.forecast_pain import forecast_pain
from midstance.app.set_up_runner import default_runner

pytestmark = pytest.mark.django_db


def get(client, query="", status=200):
    response = client.get(f"/api/pains/forecast{query}")
    assert response.status_code == status, response.content[:500]
    return response.json()


def test_it_is_that_of_the_use_case(client):
    answer, found = get(client), forecast_pain(default_runner())
    assert answer["sentence"] == answer["needs"] == found.needs
    assert (answer["is_shown"], answer["verdict"]) == (False, "too_few")
    assert (answer["chances"], answer["moments"], answer["lock"]) == ([], [], None)
    assert answer["runs_missing"] == found.runs_missing
    assert answer["day"] == found.day.isoformat()


def test_a_planned_load_is_taken(client):
    assert get(client, "?planned_times_usual=0.5")["planned_times_usual"] == 0.5


@pytest.mark.parametrize("times", ["-1", "0", "6", "nan", "much"])
def test_a_load_that_cannot_be_is_refused(client, times):
    get(client, f"?planned_times_usual={times}", status=422)
