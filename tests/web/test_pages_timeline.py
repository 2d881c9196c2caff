"""The timeline in every state: a drawing with script, a table without, and a way on from a pain."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import NoReverseMatch

from app.knee_answers import HOT, KNEECAP
from midstance.app.read_timeline import read_timeline
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.app.timeline.records import ShoeStretch, Span
from midstance.store.models import PainEntry, Run, SessionLog, Shoe
from midstance.web.pages.timeline import charts
from web.made_up import store_made_up_runs

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def page(client, query=""):
    response = client.get(f"/timeline/{query}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def spec_of(text):
    return json.loads(re.search(r'id="timeline-chart-spec"[^>]*>(.*?)</script>', text)[1])


def tell(runner, days, pain, moment="during"):
    PainEntry.objects.create(
        owner=runner, day=TODAY - timedelta(days=days), moment=moment, pain=pain
    )


def panels_of(text):
    return {panel["label"]: panel for panel in spec_of(text)["panels"]}


def test_an_empty_page_says_what_will_be_here_and_how(client):
    text = page(client)
    assert "Here you will see load, pain and all else on one line of time" in text
    assert 'href="/import/"' in text
    assert "ms-chart" not in text


@pytest.mark.usefixtures("runs")
def test_load_limits_pain_sessions_and_shoes_share_one_axis(client, runner):
    tell(runner, 3, 4)
    tell(runner, 2, 2, "morning")
    SessionLog.objects.create(
        owner=runner, day=TODAY, kind="strength", started_at=datetime.now(UTC)
    )
    pair = Shoe.objects.create(owner=runner, name="Blue pair")
    Run.objects.owned_by(runner).update(shoe=pair)
    spec = spec_of(page(client, "?span=4w"))
    labels = [panel["label"] for panel in spec["panels"]]
    assert labels == ["Knee load", "Longest run", "Pain", "Sessions", "Shoes"]
    for panel in spec["panels"]:
        assert len(panel["texts"]) == len(spec["x"]) == 28
        assert all(len(series["values"]) == 28 for series in panel["series"])
    panels = {panel["label"]: panel for panel in spec["panels"]}
    assert panels["Shoes"]["stretches"][0]["text"] == "Blue pair"
    with_load, at_rest = panels["Pain"]["series"]
    assert (with_load["values"][-4], at_rest["values"][-3]) == (4, 2)
    assert panels["Sessions"]["texts"][-1] == "strength 1"


@pytest.mark.usefixtures("runs")
def test_the_table_holds_every_bar_and_leads_on_from_a_pain(client, runner):
    tell(runner, 3, 4)
    tell(runner, 5, 0)
    text = page(client, "?span=4w")
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert table.count("<tr>") == 28
    day = (TODAY - timedelta(days=3)).isoformat()
    assert re.findall(r'href="(/why/[^"]+)"', table) == [f"/why/{day}/"]
    assert client.get(f"/why/{day}/").status_code == 200
    columns = text.count('<th scope="col">')
    assert all(row.count("<td>") == columns - 1 for row in table.split("</tr>")[:-1])


@pytest.mark.usefixtures("runs")
def test_a_pain_leads_on_in_the_drawing_and_a_day_without_one_nowhere(client, runner):
    tell(runner, 3, 4)
    tell(runner, 5, 0)
    with_load, at_rest = panels_of(page(client, "?span=4w"))["Pain"]["series"]
    assert with_load["hrefs"][-4] == f"/why/{(TODAY - timedelta(days=3)).isoformat()}/"
    assert with_load["hrefs"].count("") == 27
    assert with_load["hrefs"] == at_rest["hrefs"]


def test_without_the_page_on_reasons_there_is_no_way_to_it(monkeypatch):
    def nowhere(*_args, **_more):
        raise NoReverseMatch

    monkeypatch.setattr(charts, "reverse", nowhere)
    assert charts.why_address(TODAY) == ""


@pytest.mark.parametrize(("span", "bars"), [("1w", 7), ("4w", 28), ("3m", 91), ("1y", 53)])
@pytest.mark.usefixtures("runs")
def test_every_span_has_its_own_link_that_works_without_script(client, span, bars):
    link = re.search(rf'id="span-{span}"\s+href="([^"]+)"', page(client))
    text = page(client, link[1])
    assert re.search(rf'id="span-{span}".*?aria-current="true"', text, re.DOTALL)
    assert len(spec_of(text)["x"]) in {bars, bars - 1}


def test_ten_years_are_sent_by_month(client, runner):
    store_made_up_runs(runner, TODAY.replace(year=TODAY.year - 9, day=1), count=6)
    text = page(client, "?span=10y")
    assert 100 < len(spec_of(text)["x"]) <= 121
    assert len(text) < 200_000


@pytest.mark.usefixtures("runs")
def test_only_days_are_held_against_the_limit_of_one_run(client):
    def styles(query):
        series = panels_of(page(client, query))["Knee load"]["series"]
        return [each["style"] for each in series]

    assert styles("?span=3m") == ["steps", "bars"]
    assert styles("?span=1y") == ["bars"]
    assert styles("?span=3m&tissue=iliotibial_band") == ["bars"]
    assert panels_of(page(client, "?span=1y"))["Longest run"]["series"][0]["style"] == "steps"


@pytest.mark.usefixtures("runs")
def test_earlier_and_later_lead_through_the_years(client, runner):
    store_made_up_runs(runner, TODAY - timedelta(days=400), count=6)
    text = page(client, "?span=4w")
    assert 'id="later"' not in text
    for _turn in range(3):
        text = page(client, re.search(r'id="earlier" href="([^"]+)"', text)[1])
    ends = [re.search(r'id="later" href="([^"]+)"', text)[1]]
    assert "In the last 7 days" not in text
    for _turn in range(2):
        text = page(client, ends[-1])
        ends.append(re.search(r'id="later" href="([^"]+)"', text)[1])
    assert "until" not in ends[-1]
    assert len(spec_of(text)["x"]) == 28


@pytest.mark.usefixtures("runs")
def test_what_happened_is_told_below_and_leads_on(client, runner):
    key = save_check(runner, KNEECAP)
    tell(runner, 4, 5)
    text = page(client)
    assert f'href="/check/{key}/' in text
    assert "a pain began: 5 of 10." in text
    shorts = {note["text"] for note in spec_of(text)["annotations"]}
    assert {"knee check", "pain 5"} <= shorts


def test_what_happened_twice_in_a_bar_is_written_once(client, runner):
    keys = store_made_up_runs(runner, TODAY, count=12)
    for name, key in (("Blue pair", keys[-1]), ("Red pair", keys[-2])):
        pair = Shoe.objects.create(owner=runner, name=name)
        Run.objects.filter(key=key).update(shoe=pair)
    months = spec_of(page(client, "?span=10y"))["annotations"]
    assert 1 <= [note["text"] for note in months].count("new shoes") <= 2
    days = [note["text"] for note in spec_of(page(client, "?span=3m"))["annotations"]]
    assert days.count("new shoes") == 2


@pytest.mark.usefixtures("runs")
def test_a_red_flag_stands_before_the_answer(client, runner):
    save_check(runner, HOT)
    text = page(client)
    assert text.index("Training waits for now") < text.index("<h1")


@pytest.mark.usefixtures("runs")
def test_the_words_beside_the_limit_promise_nothing(client):
    text = page(client)
    assert "A run below it does not mean that it will not." in text
    assert "It does not show that one thing made the other." in text
    assert "Frandsen and others, 2025" in text
    assert "expert judgement" in text


@pytest.mark.parametrize(
    "query", ["?span=<script>", "?until=yesterday", "?tissue=%00", "?until=0001-01-01", "?span="]
)
@pytest.mark.usefixtures("runs")
def test_a_strange_address_gives_the_usual_page(client, query):
    text = page(client, query)
    assert "<script>" not in text
    assert re.search(r'id="tissue-patellofemoral".*?aria-current="true"', text, re.DOTALL)


@pytest.mark.usefixtures("runs")
def test_imperial_runners_read_miles(client, runner):
    set_up_runner(runner, Profile(units="imperial"))
    panels = panels_of(page(client))
    assert panels["Longest run"]["unit"] == "mi"
    longest_m = max(bar.by_distance.largest or 0 for bar in read_timeline(runner).bars)
    assert max(filter(None, panels["Longest run"]["series"][1]["values"])) == pytest.approx(
        longest_m / 1609.344, abs=0.01
    )


@pytest.mark.usefixtures("runs")
def test_the_outer_band_is_labelled_as_not_checked(client):
    assert "A rough index, not checked" in page(client, "?tissue=iliotibial_band")
    assert "A rough index, not checked" not in page(client)


def test_shoes_that_overlap_have_rows_of_their_own_and_too_many_are_left_to_words():
    shoes = [ShoeStretch(f"Pair {n}", TODAY, TODAY, 1) for n in range(6)]
    placed = list(charts.place_stretches(shoes))
    assert [each.row for each in placed] == [0, 1, 2, 3]
    after = ShoeStretch("Later", TODAY + timedelta(days=1), TODAY + timedelta(days=2), 1)
    assert [each.row for each in charts.place_stretches([shoes[0], after])] == [0, 0]


@pytest.mark.usefixtures("runs")
def test_load_and_progress_lead_here(client, runner):
    tell(runner, 1, 2)
    for address in ("/load/", "/progress/"):
        assert 'href="/timeline/"' in client.get(address).content.decode().split("<main")[1]


def get(client, address, status=200):
    response = client.get(f"/api{address}")
    assert response.status_code == status, response.content[:300]
    return response.json()


@pytest.mark.usefixtures("runs")
def test_the_timeline_over_rest_is_that_of_the_use_case(client, runner):
    tell(runner, 3, 4)
    answer = get(client, "/timeline?span=4w")
    told = read_timeline(runner, Span.FOUR_WEEKS)
    assert answer["sentence"] == told.sentence
    assert [bar["load"]["value"] for bar in answer["bars"]] == [b.load.value for b in told.bars]
    assert [bar["pain"]["worst"] for bar in answer["bars"]] == [b.pain.worst for b in told.bars]
    assert answer["bars"][0]["by_distance"]["most"] == told.bars[0].by_distance.most
    days = get(client, "/timeline?span=1y&by=day")
    assert (days["span"], days["bucket"], len(days["bars"])) == ("1y", "day", 364)
    get(client, "/timeline?span=2y", 422)
    get(client, "/timeline?tissue=elbow", 422)
