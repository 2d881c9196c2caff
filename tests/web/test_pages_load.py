"""The load page in every state."""

import re
from datetime import UTC, datetime

import pytest

from midstance.app.set_up_runner import Profile, set_up_runner
from web.made_up import store_made_up_runs

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def page(client, query=""):
    response = client.get(f"/load/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_page_says_what_will_be_here_and_how(client):
    text = page(client)
    assert "Here you will see what each run did to your knee" in text
    assert 'href="/import/"' in text
    assert 'action="/import/sample/"' in text
    assert "ms-chart" not in text


@pytest.mark.usefixtures("runs")
def test_the_answer_is_the_heading(client):
    heading = re.search(r"<h1>(.*?)</h1>", page(client), re.DOTALL)
    assert heading
    assert heading[1].strip().endswith(".")


@pytest.mark.usefixtures("runs")
def test_the_table_holds_every_bar(client):
    text = page(client, "?range=4w&by=day")
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert table.count("<tr>") == 28


@pytest.mark.parametrize(
    ("key", "plain", "term"),
    [
        ("patellofemoral", "kneecap joint", "patellofemoral joint"),
        ("patellar_tendon", "kneecap tendon", "patellar tendon"),
        ("tibiofemoral", "knee joint", "tibiofemoral joint"),
        ("iliotibial_band", "outer band", "iliotibial band"),
    ],
)
@pytest.mark.usefixtures("runs")
def test_each_tissue_has_its_plain_word_beside_the_term(client, key, plain, term):
    assert f"Load on your {plain} ({term})" in page(client, f"?tissue={key}")


@pytest.mark.usefixtures("runs")
def test_the_outer_band_is_labelled_as_not_checked(client):
    text = page(client, "?tissue=iliotibial_band&range=4w")
    assert "A rough index, not checked" in text
    assert not re.search(r"<td>([\d.]+) to \1</td>", text)
    assert "A rough index, not checked" not in page(client)


@pytest.mark.parametrize("key", ["4w", "3m", "1y", "10y"])
@pytest.mark.usefixtures("runs")
def test_every_range_has_its_own_link_that_works_without_script(client, key):
    text = page(client)
    link = re.search(rf'id="range-{key}"\s+href="([^"]+)"', text)
    assert link
    chosen = page(client, link[1].replace("&amp;", "&"))
    assert re.search(rf'id="range-{key}".*?aria-current="true"', chosen, re.DOTALL)


@pytest.mark.parametrize("query", ["?tissue=<script>", "?range=9z&by=second", "?tissue=%00"])
@pytest.mark.usefixtures("runs")
def test_a_strange_address_gives_the_usual_page(client, query):
    text = page(client, query)
    assert "<script>" not in text.replace('<script type="module"', "")
    assert re.search(r'id="tissue-patellofemoral".*?aria-current="true"', text, re.DOTALL)


def test_an_old_history_is_looked_at_far_enough_back(client, runner):
    store_made_up_runs(runner, TODAY.replace(year=TODAY.year - 2), count=6)
    text = page(client)
    assert re.search(r'id="range-10y".*?aria-current="true"', text, re.DOTALL)
    assert "No run lies in this stretch" in page(client, "?range=4w")


@pytest.mark.usefixtures("runs")
def test_imperial_runners_read_miles(client, runner):
    set_up_runner(runner, Profile(units="imperial"))
    text = page(client)
    assert "Distance (mi)" in text
    assert "Pace (min/mi)" in text
    assert "km" not in text[text.index("<main") :]
