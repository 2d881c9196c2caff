"""The exercises as pages: found by part of the body and by what one has, each complete."""

import re
from html import unescape

import pytest

from app.knee_answers import HOT
from midstance.app.dose_words import dose_words
from midstance.app.read_exercises import Kit, read_exercise, read_exercises, region_names
from midstance.app.save_check import save_check
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.exercises import load_exercise_book, read_plan_records

pytestmark = pytest.mark.django_db
NAMES = tuple(load_exercise_book().exercises)


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_leads_to_all_82(client):
    page = page_of(client, "/exercises/")
    assert all(f'href="/exercises/{name}/"' in page for name in NAMES)
    assert "82 exercises of 82" in page
    assert 'href="/exercises/"' in page_of(client, "/learn/")


def test_each_part_of_the_body_has_exercises_and_together_they_are_all():
    found = [read_exercises("en", region).lines for region in region_names()]
    assert all(found)
    assert sorted(line.name for lines in found for line in lines) == sorted(NAMES)


def test_things_at_home_and_machines_share_nothing_and_miss_nothing():
    home, gym, nothing = (
        {line.name for line in read_exercises("en", kit=kit).lines}
        for kit in (Kit.HOME, Kit.GYM, Kit.NOTHING)
    )
    assert home | gym == set(NAMES)
    assert not home & gym
    assert nothing < home


def test_a_filter_keeps_the_other_one(client):
    page = page_of(client, "/exercises/?kit=nothing&region=hip")
    assert 'href="/exercises/?kit=home&amp;region=hip"' in page
    assert 'href="/exercises/?kit=nothing&amp;region=calf"' in page
    assert 'href="/exercises/heel_raise/"' not in page
    assert 'href="/exercises/side_lying_hip_abduction/"' in page


def test_when_nothing_fits_it_says_so(client):
    assert "No exercise fits both" in page_of(client, "/exercises/?kit=gym&region=foot")


@pytest.mark.parametrize("path", ["?region=elbow", "?kit=castle", "nothing/"])
def test_what_is_not_there_is_not_found(client, path):
    assert client.get(f"/exercises/{path}").status_code == 404


def test_an_unknown_exercise_is_refused():
    with pytest.raises(NotFoundError, match="handstand"):
        read_exercise("handstand", "en")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_tells_every_step_and_cites_only_what_it_lists(client, name):
    page = page_of(client, f"/exercises/{name}/")
    sheet = read_exercise(name, "en")
    words = unescape(page)
    assert all(step in words for step in (*sheet.steps, sheet.feel, sheet.easier_now))
    cited = set(re.findall(r'href="#(source-\d+)"', page))
    assert cited == set(re.findall(r'id="(source-\d+)"', page))
    assert set(read_plan_records().exercises[name].sources) <= {item.id for item in sheet.sources}


def test_a_judged_load_says_so_and_a_measured_one_names_its_source(client):
    judged, measured = (
        read_exercise("clam", "en").loads[1],
        read_exercise("step_up_20", "en").loads[1],
    )
    assert judged.statement.is_judged
    assert not measured.statement.is_judged
    assert measured.statement.sources
    assert "0.19" in page_of(client, "/exercises/step_up_20/")


def test_neighbours_lead_to_each_other(client):
    assert 'href="/exercises/side_lying_hip_abduction/"' in page_of(client, "/exercises/clam/")
    page = page_of(client, "/exercises/side_lying_hip_abduction/")
    assert 'href="/exercises/clam/"' in page


def test_while_a_clinician_is_due_the_pages_say_that_exercises_wait(client, runner):
    assert "Exercises wait for now" not in page_of(client, "/exercises/clam/")
    save_check(runner, HOT)
    for path in ("/exercises/", "/exercises/clam/"):
        assert "Exercises wait for now" in page_of(client, path)


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        ("quad_set", "1 set of 10, 5 seconds each"),
        ("wall_sit", "5 times 30 to 45 seconds"),
        ("clam", "2 sets of 10 to 15"),
        ("stationary_bike", "20 to 40 minutes"),
        ("backward_walk", "5 times 1 minute"),
    ],
)
def test_a_dose_is_said_in_words(name, amount):
    assert dose_words(load_exercise_book().exercises[name].doses[0]).amount == amount


def test_strength_says_how_slowly_and_how_far_apart():
    words = dose_words(load_exercise_book().exercises["goblet_squat"].doses[0])
    assert words.tempo == "3 s one way, 1 s still, 3 s back"
    assert words.often == "2 to 3 times a week, at least 48 hours apart"
