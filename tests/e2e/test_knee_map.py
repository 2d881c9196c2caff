"""The pain map in a real browser: what a finger lights, the list ticks, with and without script."""

from collections.abc import Callable
from contextlib import contextmanager

import pytest
from django.template import engines
from playwright.sync_api import Page, Route, expect

from e2e.everybody import axe_faults_in_both_themes
from e2e.product import PHONE, watching
from midstance.web.components.knee_map import Zone
from midstance.web.components.knee_map.sides import SHOWN, SIDES, WIDTH, ZONE_IDS

ADDRESS = "/help/"  # whose headers, policy and all, the map is served under
BODY = """{% extends "components/frame/frame.html" %}
{% block head %}{% asset "components/knee_map/knee_map.ts" %}{% endblock %}
{% block content %}<h1>Where?</h1><form>{% knee_map zones side %}</form>{% endblock %}"""
PAINT = """zone => getComputedStyle(
  document.querySelector(`[data-zone="${zone}"] path`)).fill"""
INSIDE = {  # a point well inside each zone that is not around its own middle
    "front_beside_tendon": (87, 170),
    "front_thigh": (120, 25),
    "front_shin": (120, 270),
    "back_thigh": (120, 25),
}


def map_page(side="right", *checked):
    zones = [
        Zone(zone, view.id, f"{view.id}: place {number}", zone in checked)
        for view in SIDES.values()
        for number, zone in enumerate(view.corners)
    ]
    whole = Zone("whole_knee", "", "The whole knee")
    context = {"zones": [*zones, whole], "side": side, "is_built": True, "theme": "system"}
    return engines["django"].from_string(BODY).render(context)


def serving(html: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=html)

    return answer


@contextmanager
def opened_map(chromium, product, html, **options):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", **options)
    with watching(context, product.url) as watched:
        watched.page.route(f"**{ADDRESS}", serving(html))
        yield watched.open(ADDRESS)


def middle(zone):
    points = next(view.zones[zone] for view in SIDES.values() if zone in view.corners)[0].polygon()
    xs, ys = zip(*points, strict=True)
    return INSIDE.get(zone, ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))


def tap(page: Page, zone: str, *, is_left: bool = False) -> None:
    view = zone.partition("_")[0]
    page.locator(f'[data-tab="{view}"]').click()
    frame = page.locator(f'.knee-view[data-view="{view}"] .knee-view-frame')
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    assert box is not None
    x, y = middle(zone)
    x = WIDTH - x if is_left else x
    left, top, width, height = SHOWN
    page.mouse.click(
        box["x"] + (x - left) / width * box["width"], box["y"] + (y - top) / height * box["height"]
    )


def ticked(page: Page) -> list[str]:
    found: list[str] = page.locator("input[type=checkbox]:checked").evaluate_all(
        "boxes => boxes.map((box) => box.value)"
    )
    return found


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(True, id="script"),
        pytest.param(False, id="no-script", marks=pytest.mark.long),
    ],
)
def test_a_tap_on_each_zone_ticks_its_place_and_no_other(fresh_product, chromium, script):
    with opened_map(chromium, fresh_product, map_page(), java_script_enabled=script) as page:
        for number, zone in enumerate(ZONE_IDS, 1):
            tap(page, zone)
            assert ticked(page)[-1:] == [zone]
            assert len(ticked(page)) == number
        tap(page, "front_tip")
        expect(page.locator("#where-front_tip")).not_to_be_checked()


@pytest.mark.long
def test_a_left_knee_takes_its_taps_on_the_other_hand(fresh_product, chromium):
    with opened_map(chromium, fresh_product, map_page("left")) as page:
        tap(page, "front_inner_edge", is_left=True)
        tap(page, "outer_fibula_head", is_left=True)
        assert ticked(page) == ["front_inner_edge", "outer_fibula_head"]


def test_what_the_list_ticks_the_drawing_lights_and_names(fresh_product, chromium):
    with opened_map(chromium, fresh_product, map_page()) as page:
        unlit = page.evaluate(PAINT, "inner_joint_middle")
        page.locator("summary", has_text="Choose from a list instead").press("Enter")
        page.get_by_role("checkbox", name="inner: place 4", exact=True).press("Space")
        assert ticked(page) == ["inner_joint_middle"]
        assert page.evaluate(PAINT, "inner_joint_middle") != unlit
        expect(page.locator(".knee-map-chosen span:visible")).to_have_text(["inner: place 4"])


def test_the_side_strip_of_the_front_turns_the_knee(fresh_product, chromium):
    with opened_map(chromium, fresh_product, map_page()) as page:
        box = page.locator('.knee-view[data-view="front"] .knee-view-frame').bounding_box()
        page.mouse.click(box["x"] + box["width"] * 0.16, box["y"] + box["height"] * 0.45)
        expect(page.locator('.knee-view[data-view="outer"]')).to_be_visible()
        expect(page.locator('.knee-view[data-view="front"]')).to_be_hidden()
        assert ticked(page) == []


def test_keys_meet_each_place_once_and_the_drawing_never(fresh_product, chromium):
    with opened_map(chromium, fresh_product, map_page()) as page:
        page.locator("summary", has_text="Choose from a list instead").press("Enter")
        met = []
        for _ in ZONE_IDS:
            page.keyboard.press("Tab")
            met.append(page.evaluate("() => document.activeElement.value"))
        assert met == list(ZONE_IDS)


def test_what_is_sent_are_the_places_alone(fresh_product, chromium):
    with opened_map(chromium, fresh_product, map_page("right", "outer_shin")) as page:
        tap(page, "back_calf")
        sent = page.evaluate("() => [...new FormData(document.querySelector('form'))]")
        assert sent == [["where", "outer_shin"], ["where", "back_calf"]]


def test_the_map_shuts_nobody_out(fresh_product, chromium):
    chosen = "front_tip", "back_crease_inner"
    with opened_map(chromium, fresh_product, map_page("right", *chosen)) as page:
        page.locator("summary", has_text="Choose from a list instead").click()
        assert axe_faults_in_both_themes(page) == []
