"""The app in a language that runs from right to left, and is longer than English, on a phone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.everybody import axe_faults
from e2e.product import CHECKOUT, DESKTOP, PHONE, Product, running_product, watching
from midstance.web.places import places

PATHS = ["/start/", "/start/height/", *(place.prefix for place in places())]
WIDER_THAN_THE_SCREEN = """
() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll("body *")]
      .filter(e => e.getBoundingClientRect().left < -1)
      .filter(e => !e.closest(".visually-hidden, .skip-link"))
      .map(e => `${e.tagName}.${e.className}`)
  : []
"""


@pytest.fixture(scope="module")
def product(sample_home: Path, tmp_path_factory) -> Iterator[Product]:
    ours = {
        "DJANGO_SETTINGS_MODULE": "pseudo_settings",
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "tests"), str(CHECKOUT)]),
    }
    home = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("sample") / "home"))
    with running_product(home, **ours) as running:
        yield running


@pytest.fixture(params=[PHONE, DESKTOP], ids=["390", "1280"])
def watched(request, chromium, product):
    context = chromium.new_context(viewport=request.param, reduced_motion="reduce")
    with watching(context, product.url) as each:
        yield each


def left_of(page: Page, selector: str) -> float:
    return page.locator(selector).first.bounding_box()["x"]


@pytest.mark.parametrize(
    "watched",
    [PHONE, pytest.param(DESKTOP, marks=pytest.mark.long)],
    ids=["390", "1280"],
    indirect=True,
)
def test_every_page_begins_at_the_right_and_fits(watched):
    one_run = watched.open("/runs/").locator("a.run-link").first.get_attribute("href")
    for path in [*PATHS, one_run]:
        page = watched.open(path)
        assert page.locator("html").get_attribute("dir") == "rtl", path
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == [], path
        heading = page.locator("h1").first.bounding_box()
        assert heading["x"] + heading["width"] > page.viewport_size["width"] / 2, path
        assert axe_faults(page) == [], path


def test_the_places_and_the_menu_are_at_hand(watched):
    page = watched.open("/load/")
    places = page.locator(".places a")
    boxes = [place.bounding_box() for place in places.all()]
    width = page.viewport_size["width"]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    if width == PHONE["width"]:
        assert [box["x"] for box in boxes] == sorted((box["x"] for box in boxes), reverse=True)
        page.locator(".menu summary").click()
        menu = page.locator(".menu nav").bounding_box()
        assert menu["x"] >= 0
        assert menu["x"] + menu["width"] <= width
    else:
        assert min(box["x"] for box in boxes) > width / 2


@pytest.mark.long
def test_a_form_takes_an_answer_and_time_runs_to_the_right_in_charts(watched):
    page = watched.open("/settings/")
    page.locator("#id_height_cm").fill("999")
    page.locator("form[action='/settings/you/'] button").click()
    expect(page.locator(".field-error")).to_be_visible()
    watched.faults.clear()  # the browser notes the answer 422 in its console
    label, box = page.locator("label[for=id_height_cm]"), page.locator("#id_height_cm")
    right_of = [each.bounding_box()["x"] + each.bounding_box()["width"] for each in (label, box)]
    assert abs(right_of[0] - right_of[1]) < 2
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    page = watched.open("/load/")
    chart = page.locator("ms-chart .chart-box")
    chart.scroll_into_view_if_needed()
    chart.focus()
    page.keyboard.press("Home")
    first = left_of(page, ".chart-cursor")
    page.keyboard.press("End")
    assert left_of(page, ".chart-cursor") > first
