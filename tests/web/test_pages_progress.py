"""The progress pages in every state."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from app.knee_answers import HOT, KNEECAP
from app.makers import add_run
from app.questionnaire_document import as_bytes, made_up
from midstance.app.add_questionnaire import add_questionnaire
from midstance.app.check_in import save_check_in
from midstance.app.forecast_pain import forecast_pain
from midstance.app.own_activities import add_own_activity
from midstance.app.save_check import save_check
from midstance.app.training.forecast_words import days_of_ten
from midstance.store.models import CheckIn, OwnActivity, PainEntry, Questionnaire

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
RADIO = re.compile(r'<input type="radio" name="([^"]+)" value="([^"]*)"')


def page(client, address="/progress/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def heading(text):
    return re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip()


def tell(runner, days, pain):
    PainEntry.objects.create(
        owner=runner, day=TODAY - timedelta(days=days), moment="during", pain=pain
    )


def upload(client, content):
    sent = SimpleUploadedFile("form.json", content, content_type="application/json")
    return client.post("/progress/questionnaires/", {"document": sent})


def test_an_empty_page_says_what_will_be_here_and_how(client):
    text = page(client)
    assert heading(text) == "We cannot say yet how your pain changes."
    assert "Here you will see how your knee does" in text
    assert 'href="/import/"' in text
    assert "pain-chart" not in text


def test_the_answer_is_the_heading_and_the_rest_stands_below(client, runner):
    for days in (0, 3, 6):
        tell(runner, days, 5)
        tell(runner, days + 28, 2)
    text = page(client)
    assert heading(text) == "Your pain during sessions is higher than 4 weeks ago."
    assert "Middle value 5 in the last 14 days (answers: 3)" in text
    assert "See what to do today" in text
    assert "Smallest meaningful change: 2 points (Salaffi and others, 2004)." in text
    assert re.search(r"progress-adjust.*?higher", text, re.DOTALL)


def test_load_stands_above_pain_on_one_axis(client, runner, runs):
    tell(runner, 1, 3)
    text = page(client)
    spec = text[text.index('id="pain-chart-spec"') :]
    assert spec.index('"color": "load"') < spec.index('"color": "pain"')
    assert "Nothing is guessed for them." in text
    assert len(runs) == 12


def test_a_red_flag_stands_before_the_answer(client, runner):
    save_check(runner, HOT)
    text = page(client)
    assert text.index("Training waits for now") < text.index("<h1")
    assert "See what to do today" not in text


def test_the_first_that_is_due_is_the_main_action(client, runner):
    quiet = 'class="button button-quiet" href="/progress/check-in/pain_numbers/"'
    assert quiet in page(client)  # runs come first while there is nothing
    save_check_in(runner, "pain_numbers", {"stairs": 1})
    assert 'class="button" href="/progress/check-in/running_recovery/"' in page(client)


@pytest.mark.parametrize("kind", ["pain_numbers", "running_recovery", "overuse_week"])
def test_a_check_in_is_asked_kept_and_seen(client, kind):
    asked = page(client, f"/progress/check-in/{kind}/")
    radios = RADIO.findall(asked)
    items = {name for name, _value in radios}
    assert {value for _name, value in radios} >= {"", "0", "3"}
    assert "checked" not in asked
    key = re.search(r'name="key" value="([^"]+)"', asked)[1]
    said = dict.fromkeys(items, "3") | {"key": key}
    for _turn in range(2):
        answer = client.post(f"/progress/check-in/{kind}/", said)
        assert answer.headers["Location"] == f"/progress/#{kind}"
    assert CheckIn.objects.get().answers == dict.fromkeys(items, 3)
    shown = page(client)
    assert "Last answered on" in shown
    assert re.search(r"toast.*?Kept", shown, re.DOTALL)


def test_what_cannot_be_kept_is_said_at_its_question_and_the_rest_stays(client):
    address = "/progress/check-in/pain_numbers/"
    answer = client.post(address, {"stairs": "11", "sitting": "4", "morning": "x"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert '<a href="#stairs">On stairs: choose one of the answers.</a>' in text
    assert '<a href="#morning">' in text
    assert '<a href="#sitting">' not in text
    assert re.search(r'name="sitting" value="4" checked', text)
    assert not CheckIn.objects.exists()


def test_an_empty_form_asks_for_one_answer(client):
    answer = client.post("/progress/check-in/pain_numbers/", {})
    assert answer.status_code == 422
    assert "Answer one question at least." in answer.content.decode()


def test_a_check_in_that_is_not_there_is_not_found(client):
    page(client, "/progress/check-in/mood/", 404)


def test_own_activities_are_named_asked_and_taken_off(client):
    assert "Name an activity" in page(client)
    assert client.get("/progress/check-in/own_activities/").status_code == 302
    client.post("/progress/activities/", {"name": "Kneeling <b>"})
    assert "Kneeling &lt;b&gt;" in client.get("/progress/activities/").content.decode()
    key = OwnActivity.objects.get().key
    client.post("/progress/check-in/own_activities/", {key: "7"})
    assert CheckIn.objects.get().answers == {key: 7}
    client.post("/progress/activities/drop/", {"key": key})
    assert "None yet" in page(client, "/progress/activities/")
    assert client.post("/progress/activities/drop/", {"key": "nothing"}).status_code == 404


def test_a_fourth_activity_and_an_empty_one_are_refused_in_words(client, runner):
    assert client.post("/progress/activities/", {"name": " "}).status_code == 422
    for name in ("one", "two", "three"):
        add_own_activity(runner, name)
    answer = client.post("/progress/activities/", {"name": "four"})
    assert answer.status_code == 422
    assert "Take one off first" in answer.content.decode()
    assert 'name="name"' not in page(client, "/progress/activities/")


def test_a_licensed_questionnaire_is_put_in_answered_and_taken_out(client):
    assert upload(client, as_bytes(made_up())).status_code == 302
    listed = page(client, "/progress/questionnaires/")
    assert "“Bird Score” belongs to The Bird Society." in listed
    kind = re.search(r'name="kind" value="([^"]+)"', listed)[1]
    asked = page(client, f"/progress/check-in/{kind}/")
    assert "Does the bird sing?" in asked
    client.post(f"/progress/check-in/{kind}/", {"sing": "2", "limp": "0", "fly": "1"})
    assert "Smallest meaningful change: 16.4 points (Wren 2019)." in page(client)
    client.post("/progress/questionnaires/remove/", {"kind": kind})
    assert not Questionnaire.objects.exists()
    assert "Bird Score" not in re.sub(r"toast.*", "", page(client), flags=re.DOTALL)


def test_a_bad_document_is_refused_with_every_problem(client):
    answer = upload(client, as_bytes(made_up(format="1", lead="", name="")))
    text = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert text.count('<li><a href="#document">') == 3
    assert 'lead: expected a text of up to 1000 characters, got "".' in text
    assert client.post("/progress/questionnaires/", {}).status_code == 422
    assert not Questionnaire.objects.exists()


def test_text_of_a_document_is_never_markup(client, runner):
    items = [item | {"text": "<script>alert(1)</script>"} for item in made_up()["items"]]
    line = add_questionnaire(runner, as_bytes(made_up(items=items, name="<i>Bird</i>")))
    for address in ("/progress/", "/progress/questionnaires/", f"/progress/check-in/{line.kind}/"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<i>Bird" not in text


def test_until_a_forecast_is_earned_the_page_says_what_it_takes(client, runner):
    tell(runner, 1, 2)
    text = page(client)
    assert "What you may answer tomorrow" in text
    assert "A forecast takes 20 runs with your pain during the run told." in text
    assert "forecast-chart" not in text


def test_an_earned_forecast_has_words_and_picture_alike(client, runner):
    answers_load(runner)
    found = forecast_pain(runner)
    assert found.is_shown
    text = page(client)
    assert found.sentence in text
    assert found.limits in text
    assert found.basis in text
    for moment in found.moments:
        assert text.count(moment.title) >= 2  # in the table and in the list
    cells = [days_of_ten(chance) for chance in found.chances]
    table = text[text.index('id="forecast"') :]
    told = re.findall(r"<td[^>]*>([^<]+)</td>", table)
    assert told[: len(cells)] == cells


def test_the_page_of_the_next_run_holds_an_earned_forecast_in_one_line(client, runner):
    assert "Where this comes from" not in page(client, "/what-if/")
    answers_load(runner)
    text = page(client, "/what-if/")
    assert forecast_pain(runner).sentence in text
    assert 'href="/progress/#forecast"' in text


def test_a_lock_leaves_no_forecast_on_the_page(client, runner):
    answers_load(runner)
    save_check(runner, HOT)
    text = page(client)
    assert "What you may answer tomorrow" not in text
    assert text.index("Training waits for now") < text.index("How does it go?")


def test_the_page_says_when_to_see_someone(client, runner):
    tell(runner, 1, 2)
    text = page(client)
    assert "When to see someone" in text
    assert "No better after 6 weeks." in text
    assert "See someone about this knee" not in text
    save_check(runner, {**KNEECAP, "duration_w": 20})
    text = page(client)
    assert "See someone about this knee" in text
    assert "Yours began about 20 weeks ago, by your last knee check." in text


def answers_load(runner):
    """Half a year of runs and pains of a knee that answers load."""
    loads = (0.5, 1.0, 1.7, 1.0, 1.7, 0.5)
    for place in range(40):
        days = 3 * (40 - place) - 1
        times = loads[place * place % len(loads)]
        start = datetime.combine(TODAY - timedelta(days=days), datetime.min.time(), UTC)
        run = add_run(runner, start, impulse_bw_s=1000.0 * times, utc_offset_s=0.0)
        PainEntry.objects.create(
            owner=runner, day=run.local_day, moment="during", run=run,
            pain=round(1.2 * (times - 0.2)),
        )  # fmt: skip
