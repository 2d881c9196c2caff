"""The day in a real browser: a run comes in, the knee is asked about, red and locks come first."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.knee_answers import HOT, KNEECAP
from e2e.everybody import faults_in_both_themes
from e2e.product import DESKTOP, PHONE, Product, running_product, watching
from e2e.test_pages import tab_to
from midstance.app.sample.gpx_file import write_gpx
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import Route, tell_story

NOW = datetime.now(UTC)
AHEAD_H = 13 - NOW.hour
"""Where she lives it is early afternoon, so that no run of the journey passes midnight."""
ZONE = f"Etc/GMT{-AHEAD_H:+d}" if AHEAD_H else "Etc/UTC"
TODAY = (NOW + timedelta(hours=AHEAD_H)).date()
YESTERDAY = TODAY - timedelta(days=1)
RUN_S, SPEED_MPS = 1800, 2.7
MOST_TAPS, MOST_S = 3, 10.0


@pytest.fixture(scope="module")
def begun_home(prepared_home: Path, tmp_path_factory, chromium: Browser) -> Path:
    """The data folder of somebody who just began, with her own clock; tests copy it."""
    home = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("begun") / "home"))
    context = chromium.new_context(timezone_id=ZONE)
    with running_product(home) as product, watching(context, product.url) as watched:
        page = watched.open("/")
        page.get_by_role("link", name="Start").click()
        page.get_by_role("spinbutton").or_(page.get_by_role("textbox")).first.fill("168")
        page.get_by_role("button", name="Continue").click()
        for _ in range(3):
            page.get_by_role("button", name="Skip this question").click()
        expect(page).to_have_url(re.compile("/import/$"))
    return home


@pytest.fixture
def home_of_hers(begun_home: Path, tmp_path: Path) -> Iterator[Product]:
    with running_product(Path(shutil.copytree(begun_home, tmp_path / "home"))) as product:
        yield product


def run_until(product: Product, end: datetime) -> None:
    """A run of half an hour comes in from the phone."""
    run = next(each for each in tell_story(TODAY) if each.route is Route.RIVER)
    start = end - timedelta(seconds=RUN_S + 60)
    run = replace(run, start_at=start, distance_m=RUN_S * SPEED_MPS, speed_mps=SPEED_MPS)
    file = product.home.parent / f"{end:%Y-%m-%d-%H-%M}.gpx"
    file.write_bytes(write_gpx(start, record_seconds(run)))
    product.command("import", str(file))


def ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def keep_check(product: Product, answers: dict) -> None:
    file = Path(product.home.parent) / "answers.json"
    file.write_text(json.dumps(answers))
    product.command("check", "--answers", str(file), "--save")


def head(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def light(page: Page) -> Locator:
    return page.locator(".today-head .light")


def ask(page: Page) -> Locator:
    return page.locator(".today-ask h2")


class Hand:
    """Counts what a hand does, and how long an answer takes."""

    def __init__(self) -> None:
        self.taps, self.began = 0, time.monotonic()

    def tap(self, place: Locator) -> None:
        self.taps += 1
        place.click()

    def check(self) -> None:
        assert self.taps <= MOST_TAPS
        assert time.monotonic() - self.began < MOST_S


def answer(page: Page, pain: int) -> None:
    """The question that waits, from the opened page to its meaning."""
    hand = Hand()
    hand.tap(page.locator(".today-ask label", has_text=re.compile(f"^{pain}$")))
    hand.tap(page.locator(".today-ask").get_by_role("button", name="Keep"))
    expect(page).to_have_url(re.compile("/(today|check)/$"))
    hand.check()


def look(page: Page, faults: dict, name: str) -> None:
    """No state of the day shuts anybody out."""
    found = faults_in_both_themes(page)
    if found:
        faults[name] = found


def test_from_the_first_day_to_the_morning_after_a_run(home_of_hers: Product, chromium: Browser):
    product, faults = home_of_hers, {}
    context = chromium.new_context(viewport=PHONE, timezone_id=ZONE, reduced_motion="reduce")
    with watching(context, product.url) as watched:
        page = watched.open("/today/")
        expect(light(page)).to_have_text("Carry on")
        expect(head(page)).to_contain_text("Today: ")
        expect(page.get_by_role("heading", name="Does your knee hurt?")).to_be_visible()
        expect(ask(page)).to_have_count(0)
        look(page, faults, "first day")

        keep_check(product, KNEECAP)
        run_until(product, ago(5))
        page = watched.open("/today/")
        expect(page.get_by_role("heading", name="Does your knee hurt?")).to_have_count(0)
        expect(ask(page)).to_contain_text("during the run")
        assert page.locator(".today-ask :checked").count() == 0
        look(page, faults, "a run is in")
        answer(page, 1)
        expect(head(page)).to_contain_text("Give the knee five minutes now")
        expect(ask(page)).to_have_count(0)  # an hour after has not come yet
        look(page, faults, "told")
        page.get_by_role("link", name="Start the five-minute reset").click()
        expect(page).to_have_url(re.compile("/session/routine-post_run_reset/$"))
        watched.open("/today/pain/")
        look(page, faults, "pain")
    assert faults == {}


def test_an_hour_after_a_run_and_in_the_morning_one_question_each(
    home_of_hers: Product, chromium: Browser
):
    product = home_of_hers
    keep_check(product, KNEECAP)
    run_until(product, ago(24 * 60))
    run_until(product, ago(90))
    context = chromium.new_context(viewport=PHONE, timezone_id=ZONE)
    with watching(context, product.url) as watched:
        page = watched.open("/today/")
        expect(ask(page)).to_have_text("How much does your knee hurt this morning?")
        answer(page, 0)
        expect(ask(page)).to_contain_text("during the run")  # of yesterday
        answer(page, 2)
        expect(ask(page)).to_contain_text("an hour after")
        answer(page, 0)
        expect(ask(page)).to_contain_text("during the run")  # of today
        expect(page.get_by_text("Last time you said 2.")).to_be_visible()
        answer(page, 1)
        expect(ask(page)).to_contain_text("an hour after")
        answer(page, 0)
        expect(ask(page)).to_have_count(0)
        expect(light(page)).to_have_text("Carry on")


def test_red_stops_everything_and_a_lock_more(home_of_hers: Product, chromium: Browser):
    product, faults = home_of_hers, {}
    keep_check(product, KNEECAP)
    run_until(product, ago(5))
    context = chromium.new_context(
        viewport=PHONE, color_scheme="dark", timezone_id=ZONE, reduced_motion="reduce"
    )
    with watching(context, product.url) as watched:
        page = watched.open("/today/")
        answer(page, 6)
        expect(light(page)).to_have_text("Stop")
        expect(head(page)).to_contain_text("Rest your knee until")
        expect(page.get_by_role("heading", name="Until then")).to_be_visible()
        assert page.locator("main a[href^='/session/']").count() == 0
        look(page, faults, "red")

        page.get_by_role("link", name="Say how it is now").click()
        page.locator("label", has_text=re.compile("^0$")).click()
        page.get_by_role("button", name="Keep").first.click()
        expect(light(page)).to_have_text("Stop")  # a better answer takes nothing back
        assert page.locator("main a[href^='/session/']").count() == 0

        page.goto(f"{product.url}/today/pain/")
        page.locator("label", has_text=re.compile("^8$")).click()
        page.get_by_role("button", name="Keep").first.click()
        expect(page).to_have_url(re.compile("/check/$"))
        watched.open("/today/")
        expect(page.get_by_role("link", name="Start the knee check")).to_be_visible()
        look(page, faults, "warning signs")

        keep_check(product, HOT)
        watched.open("/today/")
        expect(head(page)).to_contain_text("asks you to get help")
        expect(page.get_by_role("link", name="See what to do")).to_be_visible()
        assert page.locator("main a[href^='/session/']").count() == 0
        look(page, faults, "locked")
    assert faults == {}


@pytest.mark.long
def test_wishes_change_the_day(home_of_hers: Product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, timezone_id=ZONE)
    with watching(context, home_of_hers.url) as watched:
        page = watched.open("/today/")
        expect(head(page)).to_contain_text("strength for")
        page.get_by_role("link", name=re.compile("what you have time for")).click()
        day = f"{TODAY:%A}"
        page.get_by_label(f"{day}, minutes for exercise").fill("0")
        page.get_by_label(f"{day}, minutes for a run").fill("0")
        page.get_by_role("button", name="Continue").click()
        expect(page).not_to_have_url(re.compile("/days/$"))
        page.goto(f"{home_of_hers.url}/plan/set-up/answers/")
        page.get_by_role("button", name=re.compile("week|plan", re.IGNORECASE)).first.click()
        expect(page).to_have_url(re.compile("/plan/$"))
        watched.open("/today/")
        expect(head(page)).to_contain_text("Today is a day of rest")


def test_keys_alone_tell_a_pain(home_of_hers: Product, chromium: Browser):
    run_until(home_of_hers, ago(5))
    context = chromium.new_context(viewport=DESKTOP, timezone_id=ZONE)
    with watching(context, home_of_hers.url) as watched:
        page = watched.open("/today/")
        tab_to(page, ".today-ask input[name=pain]")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(ask(page)).to_have_count(0)
        expect(page.get_by_role("status").or_(page.locator(".messages"))).to_be_visible()


def test_without_script_a_pain_is_told_and_red_still_stops(
    home_of_hers: Product, chromium: Browser
):
    run_until(home_of_hers, ago(5))
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False, timezone_id=ZONE)
    page = context.new_page()
    page.goto(f"{home_of_hers.url}/today/")
    answer(page, 6)
    expect(light(page)).to_have_text("Stop")
    page.goto(f"{home_of_hers.url}/today/pain/")
    page.locator("summary", has_text="Swelling, a limp").click()
    page.get_by_role("group", name="Is the knee swollen?").get_by_label("Yes").check()
    page.locator("label", has_text=re.compile("^1$")).click()
    page.get_by_role("button", name="Keep").last.click()
    expect(page).to_have_url(re.compile("/check/$"))
    context.close()
