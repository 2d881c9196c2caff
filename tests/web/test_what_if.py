"""The room and the sliders: a plain form, the part that htmx asks for, and what comes first."""

import re

import pytest

from app.knee_answers import HOT
from midstance.app.run_room import read_run_room
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.app.what_if import usual_run, what_if
from midstance.core.load.planned import PlannedRun
from midstance.store.models import Units
from midstance.web import figures
from midstance.web.pages.what_if.forms import WhatIfForm, planned_of, sliders_of
from web.conftest import TODAY
from web.made_up import store_made_up_runs

pytestmark = pytest.mark.django_db
PAGE = "/what-if/"
HTMX = {"HTTP_HX_REQUEST": "true"}
RUN = PlannedRun(7224.0, 2.9755, 77.0, 72.0, cadence_spm=165.6)


@pytest.fixture
def running(runner):
    """A runner with some weeks of runs."""
    store_made_up_runs(runner, TODAY, count=16)
    set_up_plan(runner, DEFAULT_WISHES)
    return runner


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_page_says_how_much_and_what_binds(client, running):
    response = client.get(PAGE)
    room = read_run_room(running)
    assert response.status_code == 200
    shown = text_of(response)
    assert room.sentence in shown
    assert room.week_words in shown
    for limit in room.limits:
        assert limit.words.split("%")[0] in shown
        assert limit.source in shown


def test_it_begins_with_her_usual_run(client, running):
    asked = what_if(running, usual_run(running))
    assert asked.sentence in text_of(client.get(PAGE))


def test_a_form_that_is_sent_is_a_run_that_is_asked_about(client, running):
    far = client.get(f"{PAGE}?distance=15")
    assert 'value="15' in far.content.decode()
    usual = usual_run(running)
    moved = {**first_values(usual), "distance": 15.0}
    asked = what_if(running, planned_of(moved, usual, figures.Units.METRIC))
    assert asked.sentence in text_of(far)
    assert not asked.is_within


def first_values(usual, units=figures.Units.METRIC):
    return {name: each.first for name, each in sliders_of(usual, units).items()}


@pytest.mark.usefixtures("running")
def test_htmx_gets_only_what_moves_with_the_sliders(client):
    part = client.get(f"{PAGE}?distance=12&down=200", **HTMX)
    words = part.content.decode()
    assert "<html" not in words
    assert 'hx-swap-oob="innerHTML:#what-if-said"' in words
    for name in ("distance", "pace", "up", "down", "walk", "run", "rate"):
        assert f'hx-swap-oob="innerHTML:#{name}-said"' in words
    assert "12.0 km" in words
    assert len(part.content) < 20_000


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("query", ["distance=1e9", "pace=0", "walk=-5", "distance=x", "rate=99"])
def test_a_value_that_no_slider_has_is_refused_in_words(client, query):
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 422
    assert "There is something to put right" in response.content.decode()
    assert "choose a value from" in response.content.decode()


@pytest.mark.usefixtures("running")
def test_more_hills_than_way_are_refused_in_words(client):
    response = client.get(f"{PAGE}?distance=1&up=300&down=300&pace=300")
    assert response.status_code in {200, 422}
    steep = WhatIfForm(
        {"distance": "1", "up": "600", "down": "600"},
        usual=PlannedRun(5000.0, 3.0, 200.0, 200.0), units=figures.Units.METRIC,
    )  # fmt: skip
    assert steep.planned() == steep.usual
    assert "more hills than way" in str(steep.errors)


def test_a_lock_takes_the_place_of_the_sliders(client, running):
    save_check(running, HOT)
    response = client.get(PAGE)
    words = response.content.decode()
    assert 'type="range"' not in words
    assert read_run_room(running).sentence in text_of(response)
    assert "Not today" in words
    part = text_of(client.get(PAGE, **HTMX))
    assert read_run_room(running).sentence in part
    assert "kneecap" not in part


@pytest.mark.usefixtures("runner")
def test_without_runs_the_page_says_what_comes_first(client):
    shown = text_of(client.get(PAGE))
    assert "brisk walks come first" in shown
    assert "no runs yet" in shown


def test_her_units_are_on_every_slider(client, running):
    running.units = Units.IMPERIAL
    running.save()
    shown = text_of(client.get(PAGE))
    assert " mi" in shown
    assert "min/mi" in shown
    assert " ft" in shown
    assert not re.search(r"\d km\b", shown)


@pytest.mark.parametrize("units", list(figures.Units))
def test_sliders_that_were_not_moved_are_her_usual_run(units):
    form = WhatIfForm(None, usual=RUN, units=units)
    got = form.planned()
    assert got.distance_m == RUN.distance_m
    assert got.speed_mps == RUN.speed_mps
    assert (got.ascent_m, got.descent_m) == (RUN.ascent_m, RUN.descent_m)
    assert got.cadence_spm == pytest.approx(RUN.cadence_spm)


@pytest.mark.parametrize("units", list(figures.Units))
def test_a_moved_slider_is_told_in_si(units):
    sent = {"distance": "10", "pace": "360", "up": "100", "walk": "60", "run": "4", "rate": "5"}
    got = WhatIfForm(sent, usual=RUN, units=units).planned()
    assert got.distance_m == pytest.approx(10 * units.distance_m)
    assert got.speed_mps == pytest.approx(units.distance_m / 360)
    assert got.ascent_m == pytest.approx(100 * units.height_m)
    assert got.descent_m == RUN.descent_m
    assert (got.run_s, got.walk_s) == (240, 60)
    slower = got.speed_mps < RUN.speed_mps
    assert (got.cadence_spm / 1.05 < RUN.cadence_spm) == slower


def test_what_stands_beside_a_slider_says_its_value():
    outputs = WhatIfForm(None, usual=RUN, units=figures.Units.METRIC).outputs()
    assert outputs["distance"] == "7.2 km"
    assert outputs["pace"] == "5:36 min/km"
    assert outputs["walk"] == "none"
    assert outputs["run"] == "no walks"
    assert outputs["rate"] == "as usual, 166 a minute"
    sent = {"rate": "5", "walk": "30"}
    quicker = WhatIfForm(sent, usual=RUN, units=figures.Units.METRIC).outputs()
    assert quicker["rate"] == "5 % quicker, 174 a minute"
    assert quicker["walk"] == "30 s"
    slower = WhatIfForm({"rate": "-5"}, usual=RUN, units=figures.Units.METRIC).outputs()
    assert slower["rate"].startswith("5 % slower")
    unknown = WhatIfForm(None, usual=PlannedRun(5000.0, 2.5), units=figures.Units.METRIC).outputs()
    assert unknown["rate"] == "as usual"


@pytest.mark.usefixtures("running")
def test_today_and_the_load_page_lead_here(client):
    assert PAGE in client.get("/load/").content.decode()
    today = client.get("/today/").content.decode()
    assert PAGE in today
