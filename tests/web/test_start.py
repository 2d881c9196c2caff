"""The first run: every question may be skipped, nothing is asked twice, nothing said is lost."""

import pytest

from midstance.app.set_up_runner import default_runner, read_profile

pytestmark = pytest.mark.django_db
QUESTIONS = ("height", "weight", "sex", "birth-year")


def profile():
    return read_profile(default_runner())


def answer(client, question, **said):
    return client.post(f"/start/{question}/", said)


def test_a_first_visit_begins_with_the_questions(client):
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/start/"


def test_all_questions_can_be_skipped(client):
    for question, following in zip(QUESTIONS, [*QUESTIONS[1:], None], strict=True):
        response = answer(client, question, skip="1")
        assert response.headers["Location"] == (f"/start/{following}/" if following else "/import/")
    said = profile()
    assert (said.height_m, said.mass_kg, said.sex, said.birth_year) == (None, None, None, None)
    assert client.get("/").headers["Location"] == "/today/"


def test_answers_are_kept_in_si(client):
    answer(client, "height", height_cm="168,5")
    answer(client, "weight", mass="61.2")
    answer(client, "sex", sex="female")
    answer(client, "birth-year", birth_year="1988")
    said = profile()
    assert said.height_m == pytest.approx(1.685)
    assert said.mass_kg == pytest.approx(61.2)
    assert (said.sex, said.birth_year) == ("female", 1988)


def test_feet_inches_and_pounds_are_kept_in_si(client):
    client.post("/start/units/", {"units": "imperial", "question": "height"})
    answer(client, "height", height_ft="5", height_in="7")
    answer(client, "weight", mass="140")
    answer(client, "sex", skip="1")
    answer(client, "birth-year", skip="1")
    said = profile()
    assert said.height_m == pytest.approx(1.7018)
    assert said.mass_kg == pytest.approx(63.503, abs=0.001)
    assert said.units == "imperial"


def test_switching_units_keeps_what_was_said(client):
    answer(client, "height", height_cm="168")
    client.post("/start/units/", {"units": "imperial", "question": "height"})
    page = client.get("/start/height/").content.decode()
    assert 'value="5"' in page
    assert 'value="6.1"' in page


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        ("height", {"height_cm": "1.68"}, "in centimetres, from 100 to 250"),
        ("height", {"height_cm": "tall"}, "as a number"),
        ("weight", {"mass": "0"}, "from 25 to 300"),
        ("birth-year", {"birth_year": "88"}, "the year you were born in"),
        ("birth-year", {"birth_year": "nan"}, "as a number"),
        ("sex", {"sex": "unknown"}, "Select a valid choice"),
    ],
)
def test_a_wrong_answer_is_explained_beside_its_box(client, question, said, words):
    response = answer(client, question, **said)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "There is something to put right" in page
    box = next(iter(said))
    assert f'href="#id_{box}"' in page
    assert f'id="id_{box}_error"' in page
    assert "<title>To put right:" in page


def test_a_broken_off_start_goes_on_where_it_was(client):
    answer(client, "height", height_cm="168")
    page = client.get("/start/").content.decode()
    assert "Go on where you were" in page
    assert "/start/weight/" in page
    assert 'value="168"' in client.get("/start/height/").content.decode()


def test_each_question_says_why_and_what_skipping_costs(client):
    for question in QUESTIONS:
        page = client.get(f"/start/{question}/").content.decode()
        assert "Skip this question" in page
        assert "Without your" in page


def test_an_unknown_question_is_no_page(client):
    assert client.get("/start/shoe-size/").status_code == 404


@pytest.mark.parametrize(("told", "kept"), [("Asia/Tokyo", "Asia/Tokyo"), ("x", ""), ("", "")])
def test_the_clock_of_the_browser_is_kept_when_it_is_one(client, told, kept):
    for question in QUESTIONS:
        answer(client, question, skip="1", time_zone=told)
    assert profile().time_zone == kept
