"""The timeline as runners meet it: look, move along it, lead on from a pain, without script too."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import DESKTOP, PHONE, Product, watching
from e2e.test_frame import MOUNT, UNTIL_DRAWN, WATCH_FOR_SHIFTS
from midstance.web.components.assets import files_of

ADDRESSES = ("/timeline/", *(f"/timeline/?span={span}" for span in ("1w", "4w", "1y", "10y")))
POINTS = 40
LEADS = (5, 20)
DAY_S = 86_400


def series(label, values, **more):
    plain = {"color": "load", "style": "bars", "low": None, "high": None, "texts": None}
    return plain | {"label": label, "values": values} | more


def panel(label, shown, **more):
    plain = {"unit": "", "digits": 0, "fromZero": True, "heightPx": 100, "upsideDown": False}
    return plain | {"label": label, "series": shown} | more


def spec():
    """Forty days: bars under a limit, two kinds of mark that lead on, sessions, two pairs."""
    pains = [3 if n in LEADS else None for n in range(POINTS)]
    hrefs = [f"/help/?day={n}" if n in LEADS else "" for n in range(POINTS)]
    limit = [None if n < 3 else 12 for n in range(POINTS)]
    longest = [None if n < 3 else 10 for n in range(POINTS)]
    panels = [
        panel(
            "Load",
            [
                series("limit", limit, color="limit", style="steps", low=longest, high=limit),
                series("Load", [n % 4 * 3 for n in range(POINTS)]),
            ],
            heightPx=160,
        ),
        panel(
            "Pain",
            [
                series("with load", pains, color="pain", style="marks", hrefs=hrefs),
                series("at rest", pains, color="pain", style="marks", mark="ring", hrefs=hrefs),
            ],
            most=10,
            texts=[f"pain {n}" for n in range(POINTS)],
        ),
        panel(
            "Sessions",
            [
                series("Strength", [n % 3 == 0 for n in range(POINTS)], color="accent"),
                series("Mobility", [2 * (n % 5 == 0) for n in range(POINTS)], color="accent"),
            ],
            rows=2,
            heightPx=52,
            texts=[f"sessions {n}" for n in range(POINTS)],
        ),
        panel(
            "Shoes",
            [],
            rows=2,
            heightPx=52,
            stretches=[
                {"start": 0, "end": 30 * DAY_S, "text": "Blue pair", "row": 0},
                {"start": 29.5 * DAY_S, "end": 30 * DAY_S, "text": "A short while", "row": 1},
            ],
            texts=["Blue pair"] * POINTS,
        ),
    ]
    events = ((2, "knee check"), (3, "plan"), (3, "new shoes"), (3, "pain 4"), (39, "at the end"))
    return json.dumps(
        {
            "axis": "date",
            "xLabel": "Day",
            "xUnit": "",
            "x": [n * DAY_S for n in range(POINTS)],
            "xTexts": [f"day {n}" for n in range(POINTS)],
            "panels": panels,
            "annotations": [{"x": day * DAY_S + 1000, "text": text} for day, text in events],
            "spans": [],
            "zoom": False,
            "go": "What changed before?",
        }
    )


@pytest.fixture
def desk(chromium, fresh_product):
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
    with watching(context, fresh_product.url) as watched:
        yield watched


@pytest.fixture
def chart(desk) -> Page:
    page = desk.open("/help/")
    script, _, _ = files_of("components/chart/chart.ts")
    page.evaluate(MOUNT, [f"/static/built/{script}", spec()])
    page.evaluate("document.querySelector('ms-chart').dataset.enter = 'Enter: {go}'")
    return page


def panel_of(page: Page, place: int):
    return page.locator("ms-chart .chart-svg").nth(place)


def move_to(page: Page, place: int) -> None:
    page.locator(".chart-box").focus()
    page.keyboard.press("Home")
    for _ in range(place):
        page.keyboard.press("ArrowRight")


def spoken(page: Page) -> str:
    page.wait_for_timeout(200)
    return page.locator("ms-chart [aria-live=polite]").inner_text()


def test_the_cursor_speaks_panel_by_panel_with_what_happened(chart):
    move_to(chart, 3)
    assert spoken(chart) == (
        "day 3: plan, new shoes, pain 4; Load limit 12 (10 to 12), Load 9; Pain pain 3; "
        "Sessions sessions 3; Shoes Blue pair"
    )
    move_to(chart, 5)
    assert spoken(chart).endswith("Enter: What changed before?")


def test_enter_leads_on_from_a_pain_and_nowhere_else(chart):
    move_to(chart, 4)
    chart.keyboard.press("Enter")
    expect(chart).to_have_url(re.compile(r"/help/$"))
    move_to(chart, 5)
    chart.keyboard.press("Enter")
    expect(chart).to_have_url(re.compile(r"day=5$"))


def test_a_press_on_a_mark_leads_on_and_one_beside_it_reads(chart):
    box = panel_of(chart, 1).bounding_box()
    mark = panel_of(chart, 1).locator(".chart-leads").last.bounding_box()
    chart.mouse.click(mark["x"] + 60, mark["y"])
    expect(chart).to_have_url(re.compile(r"/help/$"))
    assert "day" in chart.locator(".chart-readout strong").inner_text()
    chart.mouse.click(mark["x"] + mark["width"] / 2 + 15, mark["y"] + 8)  # a finger is no needle
    expect(chart).to_have_url(re.compile(r"day=20$"))
    assert box["height"] == 100


def test_a_link_stands_beside_the_cursor_where_it_leads_on(chart):
    link = chart.get_by_role("link", name="What changed before?", include_hidden=True)
    expect(link).to_be_hidden()
    move_to(chart, 5)
    expect(link).to_be_visible()
    assert link.bounding_box()["height"] >= 48
    move_to(chart, 6)
    expect(link).to_be_hidden()
    move_to(chart, 20)
    link.click()
    expect(chart).to_have_url(re.compile(r"day=20$"))


def test_a_level_is_broken_where_it_is_not_known_and_has_its_name(chart):
    line = panel_of(chart, 0).locator(".chart-line.chart-limit")
    assert line.get_attribute("d").count("M") == 1
    drawn, whole = line.bounding_box(), panel_of(chart, 0).bounding_box()
    assert drawn["x"] > whole["x"] + 60  # nothing over the first three days
    expect(panel_of(chart, 0).get_by_text("limit", exact=True)).to_be_visible()


def test_rows_share_one_scale_and_say_their_names(chart):
    strip = panel_of(chart, 2)
    heights = [
        re.findall(r"v-([\d.]+)", each.get_attribute("d"))
        for each in strip.locator(".chart-bar").all()
    ]
    assert float(heights[1][0]) == pytest.approx(2 * float(heights[0][0]))
    for name in ("Strength", "Mobility"):
        expect(strip.get_by_text(name)).to_be_visible()


def test_a_stretch_is_named_where_its_name_has_room(chart):
    strip = panel_of(chart, 3)
    expect(strip.get_by_text("Blue pair")).to_be_visible()
    assert strip.locator(".chart-stretch").count() == 2
    assert strip.get_by_text("A short").count() == 0


def test_words_of_what_happened_never_meet(chart):
    texts = chart.locator(".chart-note-text")
    boxes = [each.bounding_box() for each in texts.all()]
    assert len(boxes) == 4  # a fourth level is not there; its word is told by the cursor
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart_x = (
                one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            )
            apart_y = abs(one["y"] - other["y"]) >= 14
            assert apart_x or apart_y
    end = texts.get_by_text("at the end").bounding_box()
    assert end["x"] + end["width"] <= chart.viewport_size["width"]


def test_the_key_names_both_marks_until_the_cursor_tells_their_values(chart):
    key = chart.locator(".chart-key").filter(has_text="with load")
    expect(key).to_be_visible()
    assert key.locator("svg").count() == 2
    move_to(chart, 5)
    expect(key).to_be_hidden()


@for_narrow_and_wide
def test_no_span_shuts_anybody_out(sample_product: Product, chromium: Browser, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
    faults = {}
    with watching(context, sample_product.url) as watched:
        for address in ADDRESSES:
            page = watched.open(address)
            faults[address] = faults_in_both_themes(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_the_sample_runner_sees_her_story_and_what_lies_behind_a_pain(
    sample_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=PHONE), sample_product.url) as watched:
        page = watched.open("/timeline/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("at its worst")
        shown = page.locator("ms-chart .chart-note-text").all_text_contents()
        assert shown.index("pain 3") < shown.index("knee check") < shown.index("plan")
        page.get_by_role("link", name="4 weeks").click()
        expect(page).to_have_url(re.compile("span=4w"))
        expect(page.locator("#span-4w")).to_have_attribute("aria-current", "true")
        marks = page.locator("ms-chart .chart-leads")
        expect(marks.first).to_be_visible()
        marks.last.click(force=True)
        expect(page).to_have_url(re.compile(r"/why/\d{4}-\d\d-\d\d/$"))


def test_it_works_without_script(sample_product: Product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_product.url}/timeline/")
    page.get_by_role("link", name="1 year").click()
    expect(page).to_have_url(re.compile("span=1y"))
    page.get_by_text("Show as a table").click()
    assert page.locator(".chart-table tbody tr").count() > 50
    page.locator(".chart-table tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/why/"))
    context.close()


@pytest.mark.parametrize(
    "size", [pytest.param(PHONE, marks=pytest.mark.long), DESKTOP], ids=["390", "1280"]
)
def test_nothing_moves_while_it_loads_on_a_slow_machine(sample_product, chromium, size):
    context = chromium.new_context(viewport=size)
    with watching(context, sample_product.url) as watched:
        watched.page.add_init_script(WATCH_FOR_SHIFTS)
        slow = context.new_cdp_session(watched.page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for path in (*ADDRESSES, "/progress/", "/offline/"):
            page = watched.open(path)
            page.evaluate(UNTIL_DRAWN)
            assert page.evaluate("window.shift") <= 0.02, path
