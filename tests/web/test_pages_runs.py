"""The list of runs."""

import re
from datetime import UTC, datetime

import pytest

from midstance.app.set_up_runner import Profile, set_up_runner
from midstance.store.models import Run

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()


def page(client, query=""):
    response = client.get(f"/runs/{query}")
    assert response.status_code == 200
    return response.content.decode()


def shown(text):
    return re.findall(r'class="run-link" href="/runs/([0-9a-f]+)/"', text)


def test_an_empty_list_holds_the_action_that_fills_it(client):
    assert 'href="/import/"' in page(client)


def test_the_newest_run_stands_first(client, runs):
    assert shown(page(client)) == runs[::-1]


def test_the_other_way_round(client, runs):
    assert shown(page(client, "?sort=start")) == runs


@pytest.mark.usefixtures("runs")
def test_the_heaviest_run_stands_first_when_asked(client, runner):
    keys = shown(page(client, "?sort=-load"))
    rows = {run.key: run for run in Run.objects.owned_by(runner)}
    loads = [rows[key].tissue_loads.get(tissue="patellofemoral").impulse_bw_s for key in keys]
    assert loads == sorted(loads, reverse=True)


def test_search_finds_a_name(client, runner, runs):
    Run.objects.owned_by(runner).filter(key=runs[3]).update(name="Öresund 5 & dime <b>")
    assert shown(page(client, "?q=Öresund")) == [runs[3]]


@pytest.mark.usefixtures("runs")
def test_names_from_files_are_text_and_never_markup(client, runner):
    Run.objects.owned_by(runner).update(name='<img src=x onerror="alert(1)">')
    text = page(client)
    assert "<img" not in text
    assert "&lt;img" in text


@pytest.mark.usefixtures("runs")
def test_a_search_without_a_result_leads_back(client):
    text = page(client, "?q=zzz")
    assert shown(text) == []
    assert "Show all runs" in text


@pytest.mark.usefixtures("runs")
def test_the_search_is_kept_when_the_order_changes(client):
    link = re.search(r'href="(\?[^"]*)"[^>]*id="sort-load"', page(client, "?q=run"))
    assert link
    assert "q=run" in link[1]


@pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=x", "?page=9999999999", "?sort=;"])
def test_a_strange_address_gives_a_page(client, runs, query):
    assert shown(page(client, query)) == runs[::-1]


@pytest.mark.usefixtures("runs")
def test_pages_follow_one_another(client, runner):
    template = Run.objects.owned_by(runner).first()
    copies = [copy_of(template, number) for number in range(60)]
    Run.objects.bulk_create(copies)
    first, second = page(client), page(client, "?page=2")
    assert len(shown(first)) == 50
    assert len(shown(second)) == 22
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert set(shown(first)).isdisjoint(shown(second))


def copy_of(run, number):
    copy = Run.objects.get(pk=run.pk)
    copy.pk, copy.key = None, f"{number:016x}"
    return copy


@pytest.mark.usefixtures("runs")
def test_imperial_runners_read_miles(client, runner):
    set_up_runner(runner, Profile(units="imperial"))
    text = page(client)
    assert "Distance (mi)" in text
    assert "Pace (min/mi)" in text
