"""Movement tests as runners meet them: for every eye and hand, counted by the beat, and kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import faults_in_both_themes
from e2e.product import DESKTOP, NARROW, PHONE, Product, running_product, watching

SQUAT, CALF = "/screens/single_leg_squat/", "/screens/calf_raises/"
TOLD = (
    ("single_leg_squat", "2026-01-05", 2, 4),
    ("single_leg_squat", "2026-01-12", 3, 4),
)


@pytest.fixture(scope="module")
def screened_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Somebody with two tests of a squat."""
    with running_product(tmp_path_factory.mktemp("screened-home")) as product:
        for name, day, left, right in TOLD:
            values = ("--left", str(left), "--right", str(right))
            product.command("screen", name, *values, "--day", day)
        yield product


@pytest.mark.parametrize(("size", "theme"), [(NARROW, "light"), (DESKTOP, "dark")])
def test_no_page_shuts_anybody_out(screened_product: Product, chromium: Browser, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    faults = {}
    with watching(context, screened_product.url) as watched:
        for address in ("/screens/", SQUAT, CALF):
            faults[address] = faults_in_both_themes(watched.open(address))
    assert {address: found for address, found in faults.items() if found} == {}


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep this test").click()
    expect(page.locator("#toasts")).to_contain_text("Kept.")


def test_raises_are_counted_by_the_beat_kept_and_taken_back(
    screened_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=PHONE), screened_product.url) as watched:
        page = watched.open(CALF)
        clock = page.locator("ms-screen-clock")
        clock.get_by_role("button", name="Start").click()
        expect(clock.locator(".screen-clock-said")).to_have_text("The clock runs.")
        expect(clock.locator(".screen-clock-time")).to_have_text(re.compile(r"0:(0[3-9]|[1-5]\d)"))
        clock.get_by_role("button", name="Stop").press("Enter")
        expect(clock.locator(".screen-clock-said")).to_contain_text("Stopped after")
        clock.get_by_role("button", name="Write it down: Left").click()
        left = page.get_by_label("Left", exact=True)
        expect(left).to_have_value(re.compile(r"[1-9]\d*"))
        page.get_by_label("Right", exact=True).fill("17")
        keep(page)
        page.get_by_text("Every test").click()
        expect(page.locator(".screen-readings")).to_contain_text("Right 17 times")
        page.get_by_role("button", name="Take back").click()
        expect(page.locator("#toasts")).to_contain_text("Taken back.")
        expect(page.locator(".screen-readings")).to_have_count(0)


def test_without_script_a_test_is_kept_by_hand(screened_product: Product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    with watching(context, screened_product.url) as watched:
        page = watched.open("/screens/modified_thomas/")
        for box in page.get_by_label("None of these").all():
            box.check()
        keep(page)
        expect(page.get_by_text("Tested on one day.").first).to_be_visible()
