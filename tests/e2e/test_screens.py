"""Movement tests as runners meet them: for every eye and hand, counted or filmed, and kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect
from validation.filmed.figure import Squat
from validation.rendered.film import film_squat

from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import PHONE, Product, running_product, watching

SQUAT, CALF = "/screens/single_leg_squat/", "/screens/calf_raises/"
SHIN = "/screens/knee_to_wall_angle/"
TOLD = (
    ("single_leg_squat", "2026-01-05", 2, 4),
    ("single_leg_squat", "2026-01-12", 3, 4),
)


@dataclass(frozen=True)
class Screened:
    """Somebody with two tests of a squat, a film of one on the left, and one of the right shin."""

    product: Product
    squat: str
    shin: str


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screened]:
    with running_product(tmp_path_factory.mktemp("screened-home")) as product:
        for name, day, left, right in TOLD:
            values = ("--left", str(left), "--right", str(right))
            product.command("screen", name, *values, "--day", day)
        yield Screened(product, *product.store("e2e.store_screen_films")[-2:])


@for_narrow_and_wide
def test_no_page_shuts_anybody_out(screened: Screened, chromium: Browser, size, theme):
    pages = (
        "/screens/",
        CALF,
        f"/films/{screened.squat}/",
        f"/films/{screened.shin}/",
        f"{SQUAT}?film={screened.squat}",
        f"{SHIN}?film={screened.shin}",
        "/films/new/?screen=single_leg_squat",
    )
    context = chromium.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
    faults = {}
    with watching(context, screened.product.url) as watched:
        for address in pages:
            faults[address] = faults_in_both_themes(watched.open(address))
    assert {address: found for address, found in faults.items() if found} == {}


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep this test").click()
    expect(page.locator("#toasts")).to_contain_text("Kept.")


def test_raises_are_counted_by_the_beat_kept_and_taken_back(screened: Screened, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), screened.product.url) as watched:
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


def test_without_script_a_test_is_kept_by_hand(screened: Screened, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    with watching(context, screened.product.url) as watched:
        page = watched.open("/screens/modified_thomas/")
        for box in page.get_by_label("None of these").all():
            box.check()
        keep(page)
        expect(page.get_by_text("Tested on one day.").first).to_be_visible()


def test_from_the_film_to_the_test_by_keys_and_her_own_eyes(screened: Screened, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), screened.product.url) as watched:
        page = watched.open(SQUAT)
        page.locator(f".screen-films a[href*='{screened.squat}']").press("Enter")
        expect(page.locator(".film-still")).to_have_count(5)
        page.get_by_role("link", name="Write it down").press("Enter")
        expect(page.locator(".screen-mark")).to_have_count(5)
        expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)
        expect(page.get_by_role("heading", name="Write it down")).to_be_in_viewport()
        left = page.get_by_role("group", name="What you saw on the left")
        belt = left.get_by_role("checkbox", name="The belt line shifts, turns or drops.")
        expect(belt).to_have_accessible_name(re.compile("drops. The film"))
        belt.press("Space")
        page.get_by_role("button", name="Keep this test").press("Enter")
        expect(page.locator("#toasts")).to_contain_text("Kept.")
        page.get_by_text("Every test").click()
        readings = page.locator(".screen-readings")
        expect(readings).to_contain_text("Left 1 sign")
        expect(readings).to_contain_text("With the help of a film")


def test_the_page_that_films_speaks_of_the_test(screened: Screened, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), screened.product.url) as watched:
        page = watched.open("/films/new/?screen=knee_to_wall_angle&leg=right")
        expect(page.get_by_label("The right one")).to_be_checked()
        page.get_by_label("The left one").check()
        page.get_by_role("button", name="Look at this film").click()
        expect(page.locator(".film-lost")).to_have_text("Choose a film first.")
        recorder = page.locator("[data-film-recorder]")
        expect(recorder).to_contain_text("films for 30 seconds")


@pytest.mark.long
def test_a_drawn_squat_is_handed_over_looked_at_and_kept(
    screened: Screened, chromium: Browser, tmp_path
):
    how = Squat(inwards_m=0.11, lean_deg=20)
    film = film_squat(tmp_path / "squat.mp4", how, count=3, rate_hz=10)
    with watching(chromium.new_context(viewport=PHONE), screened.product.url) as watched:
        page = watched.open(f"{SQUAT}?film={screened.squat}")
        page.get_by_role("link", name="Film this test").click()
        page.locator("input[type=file]").set_input_files(film)
        page.get_by_label("The left one").check()
        page.get_by_role("button", name="Look at this film").click()
        write = page.get_by_role("link", name="Write it down")
        expect(write).to_be_visible(timeout=120_000)
        knee = page.locator(".film-marks li").filter(has_text="past the big toe")
        expect(knee).to_contain_text("The film saw it in 3 of 3.")
        write.click()
        page.get_by_role("checkbox", name="past the big toe. The film saw it").check()
        keep(page)
        page.get_by_text("Every test").click()
        expect(page.locator(".screen-readings")).to_contain_text("With the help of a film")
