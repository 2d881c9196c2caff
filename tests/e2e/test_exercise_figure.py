"""The moving figure in a real browser: it plays, pauses, and stands still for whoever asks."""

from collections.abc import Callable
from contextlib import contextmanager

import pytest
from django.template import engines
from playwright.sync_api import Page, Route, expect

from e2e.everybody import ALL_RULES, axe_faults_in_both_themes
from e2e.product import PHONE, watching

ADDRESS = "/help/"  # whose headers, policy and all, the figure is served under
BODY = """{% extends "components/frame/frame.html" %}
{% block head %}{% asset "components/exercise_figure/exercise_figure.ts" %}{% endblock %}
{% block content %}<h1>Mini squat</h1>
{% exercise_figure motion "A person bends both knees a little" side %}{% endblock %}"""
OUTLINE = ".exercise-figure-moving path.body-working >> nth=0"
TARGET_PX = 48
MOVE_TO_THE_END = (
    "document.querySelector('main').append(document.querySelector('.exercise-figure'))"
)


def figure_page(side: str, motion: str) -> str:
    context = {"side": side, "motion": motion, "is_built": True, "theme": "system"}
    return engines["django"].from_string(BODY).render(context)


def serving(html: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=html)

    return answer


@contextmanager
def opened(chromium, product, side="right", motion="mini_squat", **options):
    context = chromium.new_context(viewport=PHONE, **options)
    with watching(context, product.url) as watched:
        watched.page.route(f"**{ADDRESS}", serving(figure_page(side, motion)))
        yield watched.open(ADDRESS)


def outline(page: Page) -> str | None:
    return page.locator(OUTLINE).get_attribute("d")


def wait_for_another(page: Page, before: str | None) -> None:
    expect(page.locator(OUTLINE)).not_to_have_attribute("d", before or "", timeout=10_000)


def test_the_figure_plays_and_pauses(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        expect(page.get_by_role("img", name="A person bends both knees a little")).to_be_visible()
        wait_for_another(page, outline(page))
        switch = page.get_by_role("button", name="Pause")
        size = switch.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= TARGET_PX
        switch.press("Enter")
        held = outline(page)
        page.wait_for_timeout(300)
        assert outline(page) == held
        page.get_by_role("button", name="Play").click()
        wait_for_another(page, held)


def test_less_motion_shows_stills_until_play_is_pressed(chromium, fresh_product):
    with opened(chromium, fresh_product, reduced_motion="reduce") as page:
        expect(page.locator(".exercise-figure-stills")).to_be_visible()
        expect(page.locator(".exercise-figure-moving")).to_be_hidden()
        page.get_by_role("button", name="Play").click()
        expect(page.locator(".exercise-figure-moving")).to_be_visible()
        expect(page.locator(".exercise-figure-stills")).to_be_hidden()


def test_asking_for_less_motion_stops_what_moves(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        expect(page.locator(".exercise-figure-moving")).to_be_visible()
        page.emulate_media(reduced_motion="reduce")
        expect(page.locator(".exercise-figure-stills")).to_be_visible()
        expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_figure_that_is_put_elsewhere_goes_on(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        wait_for_another(page, outline(page))
        page.evaluate(MOVE_TO_THE_END)
        page.locator(".exercise-figure").scroll_into_view_if_needed()
        wait_for_another(page, outline(page))
        expect(page.locator(".exercise-figure-moving")).to_have_count(1)


def test_without_script_there_are_stills(chromium, fresh_product):
    with opened(chromium, fresh_product, java_script_enabled=False) as page:
        expect(page.get_by_role("img", name="A person bends both knees a little")).to_be_visible()
        expect(page.locator(".exercise-figure-switch")).to_have_count(0)


def test_paper_shows_stills(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        expect(page.locator(".exercise-figure-moving")).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator(".exercise-figure-stills")).to_be_visible()
        expect(page.locator(".exercise-figure-moving")).to_be_hidden()
        expect(page.locator(".exercise-figure-switch")).to_be_hidden()


def test_nothing_moves_aside_when_the_figure_begins(chromium, fresh_product):
    with opened(chromium, fresh_product, reduced_motion="reduce") as page:
        figure = page.locator("ms-exercise-figure")
        before = figure.bounding_box()
        page.get_by_role("button", name="Play").click()
        assert figure.bounding_box() == before


STILL, MOVING = ".exercise-figure-stills g:first-of-type", ".exercise-figure-moving"
SIZES = """(places) => places.map((one) => {
  const figure = document.querySelector('ms-exercise-figure');
  figure.dataset.shows = one.startsWith('.exercise-figure-stills') ? '' : 'motion';
  const parts = [...document.querySelectorAll(`${one} path[class^="body-"]`)];
  return parts.map((part) => part.getBBox().height).sort((a, b) => a - b);
})"""


@pytest.mark.parametrize(
    "motion",
    [
        "mini_squat",
        pytest.param("clam", marks=pytest.mark.long),
        pytest.param("toe_yoga", marks=pytest.mark.long),
    ],
)
def test_the_script_draws_the_body_as_the_server_does(chromium, fresh_product, motion):
    with opened(chromium, fresh_product, motion=motion, reduced_motion="reduce") as page:
        page.get_by_role("button", name="Play").click()
        page.get_by_role("button", name="Pause").click()
        still, moving = page.evaluate(SIZES, [STILL, MOVING])
        assert len(still) == len(moving) >= 14
        assert still == pytest.approx(moving, abs=1)


@pytest.mark.parametrize(
    ("side", "scheme"), [("right", "light"), pytest.param("left", "dark", marks=pytest.mark.long)]
)
def test_the_figure_passes_axe(chromium, fresh_product, scheme, side):
    with opened(chromium, fresh_product, side, color_scheme=scheme) as page:
        expect(page.get_by_role("button", name="Pause")).to_be_visible()
        assert axe_faults_in_both_themes(page, ALL_RULES) == []
