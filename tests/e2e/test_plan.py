"""The plan in a real browser: set-up, week, review, calendar and a reminder, phone and keys."""

import re
import urllib.request

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import DESKTOP, PHONE, Product, watching
from e2e.test_pages import tab_to

FIXED = (
    "/plan/", "/plan/review/", "/plan/calendar/", "/reminders/", "/plan/set-up/answers/",
    "/plan/set-up/days/", "/plan/set-up/when/", "/plan/set-up/things/", "/plan/set-up/running/",
    "/plan/set-up/goal/", "/plan/set-up/leave-out/", "/plan/set-up/sure/",
)  # fmt: skip
NOTES = """
window.asked = 0;
class Note extends EventTarget {
  constructor(title, options) {
    super();
    const shown = JSON.parse(localStorage.getItem("notes") ?? "[]");
    localStorage.setItem("notes", JSON.stringify([...shown, `${title}: ${options.body}`]));
  }
  static permission = localStorage.getItem("may") ?? "default";
  static async requestPermission() {
    window.asked += 1;
    localStorage.setItem("may", "granted");
    Note.permission = "granted";
    return "granted";
  }
}
window.Notification = Note;
"""


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


@for_narrow_and_wide
def test_no_page_of_the_plan_shuts_anybody_out(
    sample_product: Product, chromium: Browser, size, theme
):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    faults = {}
    with watching(context, sample_product.url) as watched:
        for address in FIXED:
            page = watched.open(address)
            faults[address] = faults_in_both_themes(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_from_the_first_question_to_the_week_and_back(
    untouched_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=PHONE), untouched_product.url) as watched:
        page = watched.open("/plan/")
        page.get_by_role("link", name="Make it yours").click()
        page.get_by_role("link", name="15 minutes, three times").click()
        expect(page.get_by_label("Monday, minutes for exercise")).to_have_value("15")
        expect(page.get_by_label("Tuesday, minutes for exercise")).to_have_value("")
        go_on(page)
        page.get_by_label("After the run").check()
        page.get_by_label("Where", exact=True).fill("living room")
        go_on(page)
        page.get_by_role("link", name="Nothing at all").click()
        go_on(page)
        page.go_back()
        page.get_by_role("link", name="Back").click()
        expect(page.get_by_label("Where", exact=True)).to_have_value("living room")
        page.reload()
        expect(page.get_by_label("After the run")).to_be_checked()
        page.goto(f"{untouched_product.url}/plan/set-up/")
        expect(page.get_by_role("heading", name="Can you run now?")).to_be_visible()
        page.get_by_label("No, not now").check()
        go_on(page)
        expect(page.get_by_label("Pain in half an hour of brisk walking")).to_have_value("")
        page.get_by_label("Pain in half an hour of brisk walking").select_option("1")
        page.get_by_label("Do you limp when you walk?").select_option("no")
        go_on(page)
        go_on(page)
        page.get_by_role("button", name="Skip this question").click()
        page.get_by_label("5", exact=True).check()
        go_on(page)
        expect(page.get_by_text("it starts small")).to_be_visible()
        page.get_by_role("button", name="Make my plan").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Your week:")
        expect(page.get_by_text("Smaller, because you were not sure")).to_be_visible()
        expect(page.locator(".plan-day")).to_have_count(7)


def test_keys_alone_answer_a_question(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/plan/set-up/running/")
        tab_to(page, "[name=can_run]")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/plan/set-up/(tests|goal)/"))


def test_a_review_takes_a_minute_and_its_change_can_be_taken_back(
    untouched_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=PHONE), untouched_product.url) as watched:
        page = watched.open("/plan/review/")
        page.get_by_label("8", exact=True).check()
        page.get_by_label("I had no time").check()
        go_on(page)
        expect(page.get_by_text("8 min instead of 15 min")).to_be_visible()
        page.get_by_role("button", name="Change it so").click()
        expect(page.get_by_role("heading", name="Day by day")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("heading", name="This changes nothing")).to_be_visible()
        page.goto(f"{untouched_product.url}/plan/review/")
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_text("15 min instead of 8 min")).to_be_visible()


def test_only_the_chosen_barrier_asks_for_exercises(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), sample_product.url) as watched:
        page = watched.open("/plan/review/")
        boxes = page.locator("[name=left_out]")
        assert boxes.count() > 0
        expect(page.locator("[name=left_out]:visible")).to_have_count(0)
        page.get_by_label("It was boring").check()
        expect(page.locator("[name=left_out]:visible").first).to_be_visible()


@pytest.mark.long
def test_everything_works_without_script(untouched_product: Product, chromium: Browser):
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{untouched_product.url}/plan/set-up/days/")
    page.get_by_role("link", name="10 minutes on most days").click()
    go_on(page)
    page.goto(f"{untouched_product.url}/plan/set-up/answers/")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.get_by_role("heading", name="Day by day")).to_be_visible()
    page.goto(f"{untouched_product.url}/plan/review/")
    page.get_by_label("I was away").check()
    go_on(page)
    page.get_by_role("button", name="Change it so").click()
    expect(page).to_have_url(re.compile("/plan/$"))
    context.close()


def test_a_calendar_program_reads_the_private_address(
    untouched_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=DESKTOP), untouched_product.url) as watched:
        page = watched.open("/plan/calendar/")
        page.get_by_role("button", name="Make a private address").click()
        address = page.get_by_label("Private address").input_value()
        page.get_by_role("button", name="Copy the address").click()
        content = urllib.request.urlopen(address, timeout=10).read()  # noqa: S310 - our own
        assert content.startswith(b"BEGIN:VCALENDAR")
        assert b"BEGIN:VEVENT" in content
        page.get_by_role("button", name="Stop the address").click()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(address, timeout=10)  # noqa: S310 - our own


def notes_of(page: Page) -> list[str]:
    shown: list[str] = page.evaluate("() => JSON.parse(localStorage.getItem('notes') ?? '[]')")
    return shown


def test_permission_is_asked_when_she_turns_it_on_and_two_pages_show_one_reminder(
    untouched_product: Product, chromium: Browser
):
    context = chromium.new_context(viewport=PHONE, timezone_id="UTC")
    context.add_init_script(NOTES)
    with watching(context, untouched_product.url) as watched:
        page = watched.open("/plan/")
        assert page.evaluate("() => window.asked") == 0
        page = watched.open("/reminders/")
        assert page.evaluate("() => window.asked") == 0
        page.get_by_label("Remind me on this device").check()
        page.get_by_label("At", exact=True).fill("00:01")
        page.get_by_label("Quiet from").fill("23:59")
        page.get_by_label("Quiet until").fill("00:00")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("at most once a day")
        other = context.new_page()
        other.goto(f"{untouched_product.url}/plan/")
        has_session = other.locator(".plan-day-today .plan-session").count() > 0
        for each in (page, other):
            with each.expect_response(re.compile("/reminders/claim/"), timeout=30_000):
                each.reload()
        page.wait_for_timeout(500)
        shown = notes_of(page)
        assert len(shown) == (1 if has_session else 0)
        assert all(re.fullmatch(r"Midstance: Planned for today: about [\w ]+\.", n) for n in shown)
        other.close()
