"""Films as runners meet them: for every eye and hand, step by step, tried out, and deleted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import faults_of
from e2e.product import AXE, DESKTOP, NARROW, PHONE, Product, running_product, watching


@dataclass(frozen=True)
class Filmed:
    """Somebody with two films."""

    product: Product
    later: str
    earlier: str


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filmed]:
    with running_product(tmp_path_factory.mktemp("filmed-home")) as product:
        later, earlier = (f"/films/{film}/" for film in product.store("e2e.store_films")[-2:])
        yield Filmed(product, later, earlier)


PAGES = ("/movement/", "/films/", "/films/new/", "/films/drill/")


@pytest.mark.parametrize(
    ("size", "theme", "pages"), [(NARROW, "light", PAGES), (DESKTOP, "dark", PAGES[2:3])]
)
def test_no_page_shuts_anybody_out(filmed: Filmed, chromium: Browser, size, theme, pages):
    compared = f"{filmed.later}?with={filmed.earlier.split('/')[2]}"
    context = chromium.new_context(viewport=size, color_scheme=theme)
    context.add_init_script(AXE.read_text(encoding="utf-8"))
    faults = {}
    with watching(context, filmed.product.url) as watched:
        for address in (*pages, compared, f"{filmed.later}report/"):
            faults[address] = faults_of(watched.open(address))
    assert {address: found for address, found in faults.items() if found} == {}


def figure_of(page: Page) -> str:
    return str(page.locator(".film-stage-figure g").inner_html())


def test_steps_are_followed_by_keys_and_a_finger(filmed: Filmed, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, has_touch=True, reduced_motion="reduce")
    with watching(context, filmed.product.url) as watched:
        page = watched.open(filmed.later)
        chart = page.locator('ms-chart[name="film-steps"]')
        before = figure_of(page)
        chart.get_by_role("application").focus()
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        expect(chart.locator("[aria-live]")).to_contain_text("On the ground")
        by_key = figure_of(page)
        assert by_key != before
        box = chart.locator(".chart-panels").bounding_box()
        page.touchscreen.tap(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"])
        expect(chart.locator(".chart-readout strong")).to_have_text(re.compile(r"\d"))
        assert figure_of(page) != by_key
        play = page.get_by_role("button", name="Play slowly")
        play.click()
        expect(page.get_by_role("button", name="Pause")).to_be_visible()


@pytest.mark.long
def test_a_beat_is_tried_by_ear_and_eye_and_dropped(filmed: Filmed, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", color_scheme="dark")
    context.add_init_script(AXE.read_text(encoding="utf-8"))
    with watching(context, filmed.product.url) as watched:
        page = watched.open(filmed.earlier)
        page.get_by_role("button", name="Try it on your next runs").click()
        drill = page.locator("ms-drill")
        said = drill.locator(".drill-said")
        light = drill.get_by_role("button", name="Picture")
        expect(light).to_have_attribute("aria-pressed", "false")
        drill.get_by_role("button", name="Start the beat").press("Enter")
        expect(said).to_have_text("The beat runs.")
        expect(drill.locator(".beat-dot[data-on]")).to_have_count(0)
        light.click()
        expect(drill.locator(".beat-dot[data-on]")).to_have_count(1)
        expect(drill.locator(".drill-time")).to_have_text(re.compile("0:0[1-9]"))
        faults = faults_of(page)
        page.locator("h1").click()
        page.keyboard.press("Space")
        expect(said).to_contain_text("Stopped after")
        page.get_by_role("button", name="Drop it").click()
        expect(page.locator("#toasts")).to_contain_text("Run as you like")
        assert faults == []


def test_a_broken_film_is_told_with_what_to_do_and_deleted(
    filmed: Filmed, chromium: Browser, tmp_path
):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a film at all")
    with watching(chromium.new_context(viewport=PHONE), filmed.product.url) as watched:
        page = watched.open("/films/new/")
        page.get_by_role("button", name="Look at this film").click()
        expect(page.locator(".film-lost")).to_have_text("Choose a film first.")
        page.locator('input[type="file"]').set_input_files(broken)
        expect(page.locator(".film-chosen")).to_contain_text("broken.mp4")
        page.get_by_label("Speed of the belt").fill("fast")
        page.get_by_role("button", name="Look at this film").click()
        expect(page.locator("#film-problem")).to_contain_text("as a number")
        expect(page.locator(".film-chosen")).to_contain_text("broken.mp4")
        watched.faults.clear()  # the browser notes the answer 422 in its console
        page.get_by_label("Speed of the belt").fill("10")
        page.get_by_role("button", name="Look at this film").click()
        expect(page).to_have_url(re.compile(r"/films/[\w-]{36}/"))
        expect(page.get_by_role("link", name="Film again")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Delete all of this film").click()
        expect(page.locator("#toasts")).to_contain_text("deleted")


def test_without_script_the_film_is_told_in_stills_and_tables(filmed: Filmed, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    with watching(context, filmed.product.url) as watched:
        page = watched.open(filmed.earlier)
        expect(page.locator(".film-still")).to_have_count(3)
        expect(page.locator(".film-stage")).to_be_hidden()
        page.locator(".film-steps summary").click()
        expect(page.locator(".film-steps table")).to_contain_text("left")
        watched.open("/films/new/")
        page.get_by_role("button", name="Look at this film").click()
        expect(page.locator(".error-summary")).to_be_visible()
        watched.faults.clear()  # the browser notes the answer 422 in its console
