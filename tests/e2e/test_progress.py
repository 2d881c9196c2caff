"""Progress as runners meet it: look, answer within a minute, see it there, without script too."""

import json
import re

from playwright.sync_api import Browser, Page, expect

from app.questionnaire_document import made_up
from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import DESKTOP, PHONE, Product, watching

ADDRESSES = (
    "/progress/",
    "/progress/check-in/pain_numbers/",
    "/progress/check-in/own_activities/",
    "/progress/check-in/running_recovery/",
    "/progress/check-in/overuse_week/",
    "/progress/activities/",
    "/progress/questionnaires/",
)
SMALL_TARGETS = """() => [...document.querySelectorAll("main label, main .button")]
  .filter((each) => each.getClientRects().length && each.getBoundingClientRect().height < 47.5)
  .map((each) => each.outerHTML.slice(0, 90))"""


@for_narrow_and_wide
def test_no_page_shuts_anybody_out(sample_product: Product, chromium: Browser, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    faults = {}
    with watching(context, sample_product.url) as watched:
        for address in ADDRESSES:
            page = watched.open(address)
            faults[address] = faults_in_both_themes(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_the_sample_runner_sees_pain_below_load(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), sample_product.url) as watched:
        page = watched.open("/progress/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("lower than 4 weeks ago")
        chart = page.locator("ms-chart[name=pain-chart]")
        assert chart.locator("svg.chart-svg").count() == 5  # four panels and the axis
        assert chart.locator("circle.chart-point.chart-pain").count() > 10
        assert chart.locator("path.chart-bar.chart-load").count() == 1
        chart.locator(".chart-box").focus()
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        said = chart.locator("[aria-live]")
        for panel in ("Load", "Pain during runs", "Pain the next morning"):
            expect(said).to_contain_text(panel)
        assert page.locator(".places a[aria-current=page]").inner_text().strip() == "Progress"


def answer_all(page: Page, value: str) -> int:
    """Taps that a whole check-in takes."""
    expect(page.get_by_role("button", name="Keep my answers")).to_be_visible()
    assert page.evaluate(SMALL_TARGETS) == []
    items = page.locator("fieldset.check-in-item")
    count = items.count()
    for place in range(count):
        items.nth(place).locator(f"label:has(input[value='{value}'])").click()
    page.get_by_role("button", name="Keep my answers").click()
    return count + 1


def test_a_check_in_takes_a_tap_for_each_question(untouched_product, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), untouched_product.url) as watched:
        page = watched.open("/progress/")
        page.get_by_role("link", name=re.compile("Pain in numbers: 25 seconds")).click()
        assert answer_all(page, "2") == 6
        expect(page).to_have_url(re.compile(r"/progress/#pain_numbers$"))
        expect(page.locator("#toasts")).to_contain_text("Kept")
        expect(page.locator("#pain_numbers")).to_contain_text("Last answered on")
        page.get_by_role(
            "link", name=re.compile("way back to running: 60 seconds", re.IGNORECASE)
        ).click()
        assert answer_all(page, "3") == 10
        expect(page.locator("#running_recovery")).to_contain_text("we cannot say yet")


def test_activities_and_answers_work_without_script(untouched_product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{untouched_product.url}/progress/")
    page.get_by_role("link", name="Name an activity").click()
    page.get_by_label("One more").fill("Stairs at work")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#kept")).to_contain_text("Stairs at work")
    page.goto(f"{untouched_product.url}/progress/check-in/own_activities/")
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.get_by_role("alert")).to_contain_text("Answer one question at least.")
    page.locator("label.scale-step", has_text="6").first.click()
    page.get_by_role("button", name="Keep my answers").click()
    expect(page.locator("#own_activities")).to_contain_text("Stairs at work")
    context.close()


def test_a_licensed_questionnaire_goes_in_and_says_whose_it_is(
    untouched_product, chromium: Browser, tmp_path
):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(made_up()))
    bad.write_text(json.dumps(made_up(lead="", format="1")))
    with watching(chromium.new_context(viewport=DESKTOP), untouched_product.url) as watched:
        page = watched.open("/progress/questionnaires/")
        page.locator("#document").set_input_files(bad)
        page.get_by_role("button", name="Put it in").click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert page.get_by_role("alert").locator("li").count() == 2
        watched.faults.clear()  # the browser notes the answer 422 in its console
        page.locator("#document").set_input_files(good)
        page.get_by_role("button", name="Put it in").click()
        expect(page.get_by_text("“Bird Score” belongs to The Bird Society.")).to_be_visible()
        page.get_by_role("link", name="Answer it").click()
        for question in page.locator("fieldset.check-in-item").all():
            question.get_by_label("at times").check()
        page.get_by_role("button", name="Keep my answers").click()
        expect(page.locator("#toasts")).to_contain_text("Bird Score: 50")
