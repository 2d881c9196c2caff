"""The page on what changed before a pain, in every state."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from app.even_runs import run_every_second_day
from app.knee_answers import HOT
from app.makers import add_run
from midstance.app.explain_pain import explain_pain
from midstance.app.save_check import save_check
from midstance.app.why import words
from midstance.store.models import PainEntry

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)


def page(client, address="/why/", status=200):
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def heading(text):
    return re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)[1].strip()


@pytest.fixture
def downhill(runner):
    run_every_second_day(runner, TODAY, descent_m=300.0)


@pytest.mark.usefixtures("downhill")
def test_the_page_says_what_changed_from_what_to_what_and_how_sure(client, runner):
    text = page(client, f"/why/{TODAY}/")
    line = explain_pain(runner, TODAY).changes[0]
    assert heading(text) == words.WORDS["downhill"].head
    for part in (line.words, line.before_words, line.after_words, line.usual_words):
        assert part in text
    assert line.certainty_words in text
    assert "does not show that it was the reason" in text
    assert text.index("What stands out") < text.index("Looked at, and as usual")


@pytest.mark.usefixtures("downhill")
def test_the_picture_holds_the_same_as_its_table(client, runner):
    text = page(client, f"/why/{TODAY}/")
    line = explain_pain(runner, TODAY).changes[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", text)
    assert cells.count(line.after_words) == 1
    assert len(cells) >= len(line.history)


def test_at_most_three_changes_are_shown(client, runner):
    last = {"descent_m": 400.0, "cadence_spm": 150.0, "distance_m": 20_000.0}
    run_every_second_day(runner, TODAY, **last)
    assert len(explain_pain(runner, TODAY).changes) > 3
    assert page(client, f"/why/{TODAY}/").count('class="why-change-title"') == 3


def test_nothing_unusual_is_said_with_what_it_does_not_mean(client, runner):
    run_every_second_day(runner, TODAY)
    text = page(client, f"/why/{TODAY}/")
    assert heading(text) == words.NOTHING
    assert "does not mean that nothing is wrong with the knee" in text
    assert "Do the knee check" in text
    assert "What stands out" not in text


def test_the_latest_pain_that_began_is_asked_about(client, runner):
    run_every_second_day(runner, TODAY)
    assert heading(page(client)) == words.NO_PAIN
    for back in (80, 3):
        PainEntry.objects.create(owner=runner, day=TODAY - back * DAY, moment="during", pain=4)
    text = page(client)
    assert heading(text) == words.NOTHING
    assert f'href="/why/{TODAY - 80 * DAY}/"' in text
    assert f'href="/why/{TODAY - 3 * DAY}/"' not in text


def test_the_form_leads_to_the_day_and_says_what_is_wrong(client, runner):
    add_run(runner, datetime.now(UTC))
    response = client.get("/why/", {"day": str(TODAY)})
    assert response.status_code == 302
    assert response["Location"] == f"/why/{TODAY}/"
    for wrong in ("yesterday", str(TODAY + 3 * DAY)):
        assert "Choose a day up to today" in page(client, f"/why/?day={wrong}", 422)


@pytest.mark.parametrize("day", ["2026-02-31", "tomorrow", "2999-01-01"])
def test_a_day_that_is_none_or_to_come_is_no_address(client, runner, day):
    add_run(runner, datetime.now(UTC))
    page(client, f"/why/{day}/", 404)


def test_without_runs_the_page_says_so(client, runner):
    PainEntry.objects.create(owner=runner, day=TODAY, moment="during", pain=4)
    assert heading(page(client)) == words.NO_RUNS


def test_a_red_flag_hides_every_reason(client, runner):
    run_every_second_day(runner, TODAY, descent_m=300.0)
    save_check(runner, HOT)
    text = page(client, f"/why/{TODAY}/")
    assert "Care comes first" in text
    for hidden in ("What stands out", "Looked at", "What it did to the load", "Ask about another"):
        assert hidden not in text


@pytest.mark.usefixtures("downhill")
def test_programs_read_the_same(client, runner):
    answer = client.get("/api/why", {"day": str(TODAY)}).json()
    found = explain_pain(runner, TODAY)
    assert answer["sentence"] == found.sentence
    assert [each["what"] for each in answer["changes"]] == [each.what for each in found.changes]
    assert answer["load_share"] == pytest.approx(dict(found.load_share))
    assert client.get("/api/why?day=2999-01-01").status_code == 422
    assert client.get("/api/why?tissue=elbow").status_code == 422
