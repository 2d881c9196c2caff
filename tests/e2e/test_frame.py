"""The frame, the first run and the chart element in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from e2e.everybody import axe_faults_in_both_themes
from e2e.product import DESKTOP, NARROW, PHONE, watching
from midstance.web.components.assets import files_of

POINTS = 61
PATHS = [
    *("/start/", "/start/height/", "/start/sex/", "/settings/", "/help/", "/account/login/"),
    *("/exercises/", "/exercises/straight_leg_raise/"),
]
MOUNT = """
async ([script, spec]) => {
  await import(script);
  const figure = document.createElement("figure");
  figure.className = "chart";
  const chart = document.createElement("ms-chart");
  Object.assign(chart.dataset, { label: "Load", how: "How", howZoom: "Zoom", zoomIn: "In",
    zoomOut: "Out", zoomAll: "All", unknown: "not known", between: "{low} to {high}",
    table: "Table" });
  const block = document.createElement("script");
  block.type = "application/json";
  block.textContent = spec;
  chart.append(block);
  figure.append(chart);
  document.querySelector("main").prepend(figure);
}
"""


def spec(style="line", *, zoom=True, odd=None):
    values = [None if i == 30 else 4 + i / 30 for i in range(POINTS)]
    if odd is not None:
        values[20] = odd
    line = {
        "label": "Load",
        "values": values,
        "color": "load",
        "style": style,
        "low": [None if v is None else v - 1 for v in values],
        "high": [None if v is None else v + 1 for v in values],
        "texts": None,
    }
    panel = {
        "label": "Knee load",
        "unit": "BW",
        "digits": 1,
        "fromZero": True,
        "heightPx": 200,
        "upsideDown": False,
        "series": [line],
    }
    return json.dumps(
        {
            "axis": "time",
            "xLabel": "Time",
            "xUnit": "",
            "x": [i * 10.0 for i in range(POINTS)],
            "xTexts": [f"minute {i}" for i in range(POINTS)],
            "panels": [panel, {**panel, "label": "Pace", "upsideDown": True}],
            "annotations": [{"x": 100.0, "text": "new shoes"}],
            "spans": [{"start": 200.0, "end": 260.0, "text": "1"}],
            "zoom": zoom,
        }
    )


@pytest.fixture
def desk(chromium, fresh_product):
    context = chromium.new_context(viewport=DESKTOP, reduced_motion="reduce")
    with watching(context, fresh_product.url) as watched:
        yield watched


@pytest.fixture
def chart(desk):
    return mount(desk, spec())


def mount(desk, drawn):
    page = desk.open("/help/")
    script, _, _ = files_of("components/chart/chart.ts")
    page.evaluate(MOUNT, [f"/static/built/{script}", drawn])
    return page


def spoken(page):
    page.wait_for_timeout(200)
    return page.locator("ms-chart [aria-live=polite]").inner_text()


def test_keys_move_the_cursor_and_the_value_is_spoken(chart):
    chart.locator(".chart-box").focus()
    chart.keyboard.press("Home")
    assert spoken(chart).startswith("minute 0: Knee load 4.0 (3.0 to 5.0) BW")
    chart.keyboard.press("ArrowRight")
    assert spoken(chart).startswith("minute 1:")
    chart.keyboard.press("End")
    assert spoken(chart).startswith("minute 60: Knee load 6.0")
    chart.keyboard.press("PageUp")
    assert spoken(chart).startswith("minute 54:")
    for _ in range(24):
        chart.keyboard.press("ArrowLeft")
    assert "not known" in spoken(chart)


def test_one_odd_value_does_not_press_a_line_flat_and_is_still_told(desk):
    chart = mount(desk, spec(odd=300))
    panel = chart.locator(".chart-svg").first
    ticks = [
        float(text) for text in panel.locator(".chart-text[text-anchor=end]").all_text_contents()
    ]
    assert max(ticks) < 20
    chart.locator(".chart-box").focus()
    chart.keyboard.press("Home")
    for _ in range(20):
        chart.keyboard.press("ArrowRight")
    assert spoken(chart).startswith("minute 20: Knee load 300.0")
    dot, drawing = panel.locator(".chart-dot").bounding_box(), panel.bounding_box()
    assert drawing["y"] <= dot["y"] <= drawing["y"] + drawing["height"]


def test_a_bar_is_drawn_to_its_full_height_however_tall(desk):
    chart = mount(desk, spec("bars", odd=300))
    panel = chart.locator(".chart-svg").first
    ticks = panel.locator(".chart-text[text-anchor=end]").all_text_contents()
    assert max(map(float, ticks)) >= 200
    tallest = panel.locator(".chart-soft").bounding_box()
    assert tallest["y"] >= panel.bounding_box()["y"]


def test_one_cursor_stands_in_all_panels(chart):
    box = chart.locator(".chart-svg").first.bounding_box()
    chart.mouse.move(box["x"] + box["width"] / 3, box["y"] + 50)
    assert chart.locator(".chart-dot").count() == 2
    ends = chart.locator(".chart-dot").evaluate_all(
        "dots => dots.map(dot => dot.getAttribute('cx'))"
    )
    assert len(set(ends)) == 1
    assert "minute" in chart.locator(".chart-readout strong").inner_text()


def test_zoom_by_keys_by_buttons_and_by_dragging(chart):
    def ticks():
        return chart.locator(".chart-svg").last.locator("text").all_text_contents()

    whole = ticks()
    chart.locator(".chart-box").focus()
    chart.keyboard.press("+")
    closer = ticks()
    assert closer != whole
    chart.keyboard.press("0")
    assert ticks() == whole
    chart.get_by_role("button", name="In", exact=True).click()
    assert ticks() == closer
    chart.get_by_role("button", name="All", exact=True).click()
    box = chart.locator(".chart-svg").first.bounding_box()
    chart.mouse.move(box["x"] + 300, box["y"] + 50)
    chart.mouse.down()
    chart.mouse.move(box["x"] + 500, box["y"] + 50, steps=4)
    chart.mouse.up()
    assert ticks() != whole


def test_the_table_holds_every_point(chart):
    chart.get_by_text("Table", exact=True).click()
    rows = chart.locator(".chart-table tbody tr")
    expect(rows).to_have_count(POINTS)
    assert rows.nth(30).locator("td").first.inner_text() == "not known"


def test_the_drawing_follows_the_width_and_breaks_where_nothing_is_known(chart):
    wide = chart.locator(".chart-svg").first.bounding_box()["width"]
    path = chart.locator(".chart-line").first.get_attribute("d")
    assert path.count("M") == 2
    chart.set_viewport_size(PHONE)
    chart.wait_for_timeout(200)
    assert chart.locator(".chart-svg").first.bounding_box()["width"] < min(wide, 390)


def test_dark_changes_colours_without_a_new_drawing(chart):
    line = chart.locator(".chart-line").first
    light = line.evaluate("path => getComputedStyle(path).stroke")
    chart.emulate_media(color_scheme="dark")
    assert line.evaluate("path => getComputedStyle(path).stroke") != light


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(NARROW, "light"), pytest.param(PHONE, "dark", marks=pytest.mark.long), (DESKTOP, "light")],
    ids=["320", "390", "1280"],
)
def test_pages_pass_axe_and_fit(chromium, fresh_product, scheme, size):
    context = chromium.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    with watching(context, fresh_product.url) as watched:
        for path in PATHS:
            page = watched.open(path)
            assert axe_faults_in_both_themes(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_first_run_by_keyboard_alone(desk):
    page = desk.open("/start/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Skip to")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main .button')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/start/height/")
    page.get_by_label("Height").focus()
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.get_by_role("link", name=re.compile("centimetres")).press("Enter")
    assert page.evaluate("document.activeElement.name") == "height_cm"
    page.keyboard.press("Control+a")
    page.keyboard.type("170")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/start/weight/"))
    desk.faults = [fault for fault in desk.faults if "422" not in fault]  # the answer to "17"


def test_the_menu_closes_with_escape_and_gives_the_focus_back(chromium, fresh_product):
    with watching(chromium.new_context(viewport=PHONE), fresh_product.url) as watched:
        page = watched.open("/help/")
        page.locator(".menu summary").click()
        page.get_by_role("link", name="Settings").focus()
        page.keyboard.press("Escape")
        assert not page.locator(".menu").evaluate("menu => menu.open")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_targets_are_large_enough(chromium, fresh_product):
    with watching(chromium.new_context(viewport=PHONE), fresh_product.url) as watched:
        for path in PATHS:
            page = watched.open(path)
            small = page.evaluate(
                "() => [...document.querySelectorAll('main .button, .places a, .segmented button,"
                " main input:not([type=hidden], [type=radio], [type=checkbox]), .menu summary')]"
                ".filter(e => e.checkVisibility())"
                ".map(e => [e.className, e.getBoundingClientRect().height])"
                ".filter(([, height]) => height < 48)"
            )
            assert small == [], path


def test_what_the_runner_chose_beats_what_her_device_says(chromium, fresh_product):
    context = chromium.new_context(viewport=DESKTOP, color_scheme="dark")
    with watching(context, fresh_product.url) as watched:
        page = watched.open("/settings/")
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.get_by_role("button", name="Light").click()
        page.wait_for_load_state()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
        page.get_by_role("button", name="As my device").click()
        page.wait_for_load_state()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before


WATCH_FOR_SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


UNTIL_DRAWN = """
() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))))
"""


@pytest.mark.parametrize(
    "size", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.long)], ids=["390", "1280"]
)
def test_nothing_moves_while_a_page_loads_on_a_slow_machine(chromium, fresh_product, size):
    context = chromium.new_context(viewport=size)
    with watching(context, fresh_product.url) as watched:
        watched.page.add_init_script(WATCH_FOR_SHIFTS)
        slow = context.new_cdp_session(watched.page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for path in [*PATHS, "/import/", "/load/"]:
            page = watched.open(path)
            page.evaluate(UNTIL_DRAWN)
            assert page.evaluate("window.shift") <= 0.02, path


def test_the_first_run_works_without_script(chromium, fresh_product):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{fresh_product.url}/start/height/")
    page.get_by_role("button", name="Use feet and pounds").click()
    page.get_by_label("Height, feet").fill("5")
    page.get_by_label("Height, inches").fill("7")
    page.get_by_role("button", name="Continue").click()
    for _ in range(3):
        page.get_by_role("button", name="Skip this question").click()
    assert page.url.endswith("/import/")
    page.goto(f"{fresh_product.url}/settings/")
    page.get_by_role("button", name="Kilometres, kilograms").click()  # as the others expect them
    context.close()
