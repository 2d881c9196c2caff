"""The knee check as runners meet it: carry on, emergency, cannot say, resumed, without script."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import ALL_RULES, axe_faults
from e2e.product import DESKTOP, PHONE, Product, watching

Said = str | tuple[str, ...] | None  # None is "I am not sure"
MOST_QUESTIONS = 20
QUESTION = re.compile(r"/check/[\w-]+/([\w-]+)/$")

KNEECAP: Mapping[str, Said] = {
    "age_y": "31",
    "sex": "female",
    "side": "left",
    "onset": "gradual",
    "walking": "normal",
    "pain_walking": "1",
    "swelling": "none",
    "stuck": "no",
    "morning_stiffness": "none",
    "duration_w": "3",
    "trend": "same",
    "worst_daily_pain": "3",
    "where": ("front_kneecap", "front_inner_edge"),
    "point": "palm_over_kneecap",
    "provoked_by": ("squat", "stairs_down", "sitting_long", "kneeling"),
    "run_pattern": ("only_after",),
    "load_change": ("longer_run_or_week",),
    "double_leg_squat": "pain",
    "single_leg_squat": "pain",
    "step_down": "pain",
    "palpation": ("kneecap_edges",),
    "step_down_form": ("none",),
}


SCREENED = {
    question: said
    for question, said in KNEECAP.items()
    if question in {"onset", "walking", "pain_walking", "swelling", "stuck", "duration_w"}
}
CLEAR = {"medical": "none", "elsewhere": "none", "leg_signs": "none", "bone_health": "none"}


def begin(page: Page) -> None:
    send(page, "Left knee")


def send(page: Page, button: str) -> None:
    """Press a button and wait for the next page, or the next answer would go to the one before."""
    here = page.url
    page.get_by_role("button", name=button).click()
    expect(page).not_to_have_url(here)
    page.wait_for_load_state()


def asked(page: Page) -> str | None:
    found = QUESTION.search(page.url)
    return found[1] if found and found[1] != "answers" else None


def answer(page: Page, said: Said) -> None:
    if said is None:
        send(page, "I am not sure")
        return
    box = page.locator("input[type=text][name=answer]")
    if box.count():
        box.fill(str(said))
    for option in (said,) if isinstance(said, str) else said:
        if not box.count():
            choose(page, option)
    send(page, "Continue")


def choose(page: Page, option: str) -> None:
    zone = page.locator(f"label.knee-zone[data-zone={option}] path")
    if zone.count():
        zone.dispatch_event("click")
    else:
        page.locator(f"input[name=answer][value='{option}']").check()


def plainly(page: Page) -> Said:
    """No, none, or nothing of the kind."""
    for option in ("none", "no", "no_pain"):
        if page.locator(f"input[name=answer][value='{option}']").count():
            return option
    return None


def go_through(page: Page, said: Mapping[str, Said], default=plainly) -> int:
    count = 0
    while question := asked(page):
        count += 1
        assert count <= MOST_QUESTIONS, f"question {count}: {question}"
        answer(page, said[question] if question in said else default(page))
    return count


@pytest.fixture
def product(untouched_product: Product) -> Product:
    return untouched_product


def test_a_sore_kneecap_may_carry_on(product, chromium: Browser):
    context = chromium.new_context(viewport=DESKTOP, accept_downloads=True)
    with watching(context, product.url) as watched:
        page = watched.open("/check/")
        begin(page)
        go_through(page, KNEECAP)
        expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
        page.get_by_role("button", name="Show what to do").click()
        expect(page.locator(".care-carry_on, .care-within_weeks")).to_be_visible()
        expect(page.locator(".care-level")).to_contain_text("left knee")
        expect(page.locator(".fit").first).to_contain_text("kneecap")
        expect(page.locator(".fit").first).to_contain_text("Because")
        assert axe_faults(page, ALL_RULES) == []
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("PDF")).click()
        assert download.value.path().read_bytes().startswith(b"%PDF")


def test_an_emergency_comes_before_every_other_question_and_locks(product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE)
    with watching(context, product.url) as watched:
        page = watched.open("/check/")
        begin(page)
        count = go_through(page, {**KNEECAP, "urgent_signs": ("chest_or_breath",)})
        assert count <= 6
        expect(page.locator(".care-emergency")).to_be_visible()
        assert page.locator(".care-emergency a").count() == 0
        assert axe_faults(page, ALL_RULES) == []
        page.get_by_role("button", name="Keep this result").click()
        watched.open("/check/")
        expect(page.locator(".notice-stop").first).to_contain_text("wait")
        page.get_by_role("link", name="See what to do").click()
        page.get_by_label("A doctor").check()
        page.get_by_label("Yes, they said so").check()
        page.get_by_role("button", name="Keep what they said").click()
        expect(page.get_by_role("heading", name="What a clinician said")).to_be_visible()
        watched.open("/check/")
        expect(page.get_by_text("Exercises and running plans wait")).to_have_count(0)


def test_not_sure_all_the_way_says_that_it_cannot_say(product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE)
    settled = {"urgent_signs": "none", "general": "none", "age_y": "40", **CLEAR}
    with watching(context, product.url) as watched:
        page = watched.open("/check/")
        begin(page)
        go_through(page, {**SCREENED, **settled}, default=lambda _page: None)
        page.get_by_role("button", name="Show what to do").click()
        expect(page.get_by_text("We cannot say. That is a normal answer.")).to_be_visible()


@pytest.mark.long
def test_an_interrupted_check_goes_on_where_it_was(product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE)
    with watching(context, product.url) as watched:
        page = watched.open("/check/")
        begin(page)
        first = asked(page)
        assert first is not None
        answer(page, KNEECAP.get(first, plainly(page)))
        second = asked(page)
        page.reload()
        assert asked(page) == second
    again = chromium.new_context(viewport=PHONE)
    with watching(again, product.url) as watched:
        page = watched.open("/check/")
        page.get_by_role("link", name="Go on where you were").click()
        assert asked(page) == second
        page.get_by_role("link", name="Back").click()
        assert asked(page) == first
        kept = page.locator("input[name=answer]:checked, input[name=answer][type=text]").first
        assert kept.input_value() != ""


def test_the_whole_check_works_without_script_on_a_phone(product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{product.url}/check/")
    begin(page)
    go_through(page, KNEECAP)
    page.get_by_role("button", name="Show what to do").click()
    expect(page.locator(".fit").first).to_contain_text("kneecap")
    context.close()


def test_a_slip_is_said_and_nothing_is_lost(product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE)
    with watching(context, product.url) as watched:
        page = watched.open("/check/")
        begin(page)
        question = asked(page)
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("There is something to put right")
        assert asked(page) == question
        watched.faults.clear()  # the browser notes the answer 422 in its console
