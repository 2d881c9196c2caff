"""The pages of the movement screens: what they say; a test is kept, refused or taken back."""

from datetime import timedelta

import pytest

from midstance.app.checking.days import today_of
from midstance.app.save_check import save_check
from midstance.app.screen_movement import screen_movement
from midstance.app.screens.records import ScreenTold
from midstance.knowledge.screens import read_screen_records
from midstance.store.models import Runner, ScreenReading

pytestmark = pytest.mark.django_db
HOT = {"age_y": 34, "side": "left", "urgent_signs": ["hot_red_swollen_knee"]}
CALF = "/screens/calf_raises/"


def page(client, address="/screens/", status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, address, status=302, **fields):
    answer = client.post(address, {"day": "", **fields})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.fixture
def today(runner):
    Runner.objects.update(sex="female", birth_year=today_of(runner).year - 34)
    return today_of(runner)


def two_days(runner, today, screen="calf_raises", value=12.0):
    for day in (today - timedelta(days=6), today):
        screen_movement(runner, ScreenTold(screen, day, value, value))


def test_the_list_says_what_there_is_and_offers_one_to_begin_with(client):
    words = page(client)
    assert "Short tests show what is worth training." in words
    assert "Do this one: Knee to the wall" in words
    assert words.count("Not tested yet.") == 11


@pytest.mark.parametrize("screen", list(read_screen_records()))
def test_each_screen_says_how_when_not_and_what_it_cannot(client, screen):
    words = page(client, f"/screens/{screen}/")
    for part in ("How to do it", "Stop if", "Do not do it when", "What it can and cannot say"):
        assert part in words
    assert "exercise-figure" in words


def test_a_test_is_kept_and_shown(client, today):
    send(client, CALF, left="14", right="15,0", day=today)
    words = page(client, CALF)
    assert "Left 14 times, Right 15 times" in words
    assert "Tested on one day." in words
    assert "Usual" in words


def test_signs_are_counted_and_none_of_them_is_an_answer(client, today):
    address = "/screens/single_leg_squat/"
    send(client, address, left=["none"], right=["knee_in", "body_leans"], day=today)
    row = ScreenReading.objects.get()
    assert (row.left, row.right, row.both) == (0, 2, None)
    words = send(client, address, 422, left=["none", "knee_in"], day=today)
    assert "or the signs that you saw" in words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "at least one side"),
        ({"left": "many"}, "as a number"),
        ({"left": "-2"}, "from 0 to 100"),
        ({"left": "2", "day": ""}, "on which day"),
        ({"left": "2", "day": "1999-01-01"}, "last five years"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(client, today, fields, said):
    words = send(client, CALF, 422, **({"day": today} | fields))
    assert said in words
    assert not ScreenReading.objects.exists()


def test_a_finding_is_told_with_its_chart_and_its_exercises(client, runner, today):
    two_days(runner, today)
    words = page(client, CALF)
    assert "Worth training" in words
    assert "Calf raises to a beat over time" in words
    assert "/exercises/heel_raise/" in words
    assert "Worth training for you: Calf raises to a beat" in page(client)


def test_a_test_is_taken_back(client, runner, today):
    two_days(runner, today)
    send(client, f"{CALF}drop/", day=today)
    assert ScreenReading.objects.get().day < today
    send(client, f"{CALF}drop/", day=today)
    send(client, f"{CALF}drop/", 404, day="soon")
    page(client, "/screens/flying/", 404)


def test_a_lock_leaves_no_form_and_no_clock(client, runner, today):
    save_check(runner, HOT)
    words = page(client, CALF)
    assert "see somebody first" in words
    assert "Keep this test" not in words
    assert "ms-screen-clock" not in words
    assert "see somebody first" in send(client, CALF, 422, left="2", day=today)
    assert "Do this one" not in page(client)


def test_today_names_a_test_only_when_one_is_due(client, runner, today):
    assert "A movement test is due" not in page(client, "/today/")
    screen_movement(runner, ScreenTold("calf_raises", today - timedelta(days=9), 20, 20))
    assert "A movement test is due, when it suits you: Calf raises" in page(client, "/today/")


@pytest.mark.parametrize("address", ["/keep-well/", "/progress/"])
def test_the_tests_are_found_from_where_they_matter(client, address):
    assert 'href="/screens/"' in page(client, address)


def test_the_plan_says_why_an_exercise_is_there(client, runner, today):
    two_days(runner, today)
    assert "because your calf raises were lower than most of your age" in page(client, "/plan/")
