"""The guided session in a real browser: in time, after a kill, by keys alone, and when it hurts."""

import json
import re
from contextlib import contextmanager
from itertools import pairwise
from statistics import median

import pytest
from playwright.sync_api import Page, expect

from e2e.everybody import ALL_RULES, axe_faults, axe_faults_in_both_themes
from e2e.product import DESKTOP, PHONE, watching

RESET = "/session/routine-post_run_reset/"
SENT_TO = "**/offline/sync/"
RESET_S = [30, 20, 20, 25, 25, 25, 25, 20, 20, 30, 30, 15, 15]
COUNT_IN_MS = 3000
FIRST_TIME_MS = 20_000  # a server that has just begun draws every figure once
TARGET_PX = 48
MOST_SCRIPT, MOST_FIRST_LOAD = 25_000, 200_000
COUNTDOWN_ERROR_MS = 100
SOUND_ERROR_S = 0.08
MEANING = {
    "light": "carry_on",
    "light_words": "Carry on",
    "sentence": "It went well.",
    "rescreen": False,
}

EARS = """
window.said = []; window.tones = []; window.wakes = [];
Object.defineProperty(window, "speechSynthesis", { value: {
  speak: (one) => said.push(one.text), cancel: () => {} } });
const begin = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
  tones.push(Date.now() / 1000 + when - this.context.currentTime); begin.call(this, when); };
Object.defineProperty(navigator, "wakeLock", { value: { request: async () => {
  const lock = { released: false, release: async () => { lock.released = true; } };
  wakes.push(lock); return lock; } } });
"""
WATCH_STEPS = """() => {
  window.steps = [];
  addEventListener("click", () => { window.begun ??= Date.now(); }, true);
  const place = document.querySelector('[data-text="step"]');
  const note = () => steps.push([Date.now(), place.textContent,
    document.querySelector('.player-name').textContent]);
  new MutationObserver(note).observe(place, { childList: true });
  new MutationObserver(() => steps.push([Date.now(), "over", ""]))
    .observe(document.querySelector('[data-part="log"] h2'), { childList: true });
}"""
WATCH_COUNT = """() => {
  window.counts = [];
  addEventListener("click", () => { window.tapped ??= performance.now(); }, true);
  const place = document.querySelector('[data-text="count"]');
  new MutationObserver(() => counts.push([performance.now(), place.textContent]))
    .observe(place, { childList: true });
}"""


@contextmanager
def opened(chromium, product, address=RESET, *, clock=True, may_fail=False, **options):
    context = chromium.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
    context.add_init_script(EARS)
    with watching(context, product.url) as watched:
        if clock:
            watched.page.clock.install()
        page = watched.open(address)
        expect(page.locator("ms-player[data-state]")).to_be_visible(timeout=FIRST_TIME_MS)
        yield page
        if may_fail:  # the browser notes each unanswered request in its console
            watched.faults.clear()


def answer_with(page: Page, meaning=MEANING) -> list[dict]:
    """Stands for Midstance where a test is not about what it keeps; gives what it was told."""
    told: list[dict] = []

    def answer(route):
        posted = json.loads(route.request.post_data)
        entries = [entry["document"] for entry in posted["entries"]]
        told.extend(entries)
        taken = [
            {"key": each["key"], "outcome": "kept", "reason": "", "meaning": meaning}
            for each in entries
        ]
        state = page.request.get(page.url.split("/session/")[0] + "/offline/state.json").json()
        route.fulfill(json={"epoch": state["epoch"], "answers": taken})

    page.route(SENT_TO, answer)
    return told


def start(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Start")).click()
    expect(state(page)).to_have_attribute("data-state", "play")


def state(page: Page):
    return page.locator("ms-player")


def text(page: Page, name: str) -> str:
    return page.locator(f'.player-stage [data-text="{name}"]').inner_text()


def left_s(page: Page) -> int:
    minutes, seconds = re.search(r"(\d+):(\d\d)", text(page, "left")).groups()
    return 60 * int(minutes) + int(seconds)


def do(page: Page, name: str) -> None:
    page.locator(f'.player-stage [data-do="{name}"]').click()


def hurts(page: Page, pain: int) -> None:
    do(page, "hurts")
    page.locator(f'[data-pain="{pain}"]').click()


def keep(page: Page, effort: int = 3, pain: int | None = 1) -> None:
    page.locator(f'label:has([name=effort][value="{effort}"])').click()
    if pain is not None:
        page.locator(f'label:has([name=pain][value="{pain}"])').click()
    page.get_by_role("button", name="Keep it").click()


def test_the_whole_reset_is_led_second_by_second(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        page.evaluate(WATCH_STEPS)
        start(page)
        page.clock.run_for(COUNT_IN_MS + 1000 * sum(RESET_S) + 200)
        steps = page.evaluate("steps")
        assert [words for _, words, _ in steps] == [
            *(f"Step {n} of {len(RESET_S)}" for n in range(1, len(RESET_S) + 1)), "over",
        ]  # fmt: skip
        begins = [at for at, _, _ in steps]
        begins[0] = page.evaluate("begun") + COUNT_IN_MS
        lasted = [(later - one) / 1000 for one, later in pairwise(begins)]
        assert lasted[1:] == pytest.approx(RESET_S[1:], abs=0.05)
        assert lasted[0] == pytest.approx(RESET_S[0], abs=0.6)  # from the tap, until it is drawn
        expect(page.get_by_role("heading", name="That was the session")).to_be_focused()
        keep(page)
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        expect(page.get_by_role("heading", name="It went well.")).to_be_focused()
        expect(page.locator(".player-meaning .status:visible")).to_have_text("Carry on")
        assert page.get_by_role("link", name="Done").get_attribute("href") == "/today/"
    session = told[0]
    assert session["kind"] == "reset"
    assert session["seconds"] == 300
    assert (session["effort_rpe"], session["pain_during"], session["stopped"]) == (3, 1, "")
    assert len(session["items"]) == 7
    assert all(item["sets_done"] == item["sets"] == 1 for item in session["items"])


def test_cues_come_for_the_ear_the_eye_and_the_reader(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        tones = sorted(page.evaluate("tones"))
        began_s = tones[3] - 3  # after the first three comes the tone with which work begins
        due = [at - began_s for at in tones]
        count_in, halfway, last_three = [0, 1, 2, 3], [18, 18.11], [30, 31, 32, 33]
        expected = [*count_in, *halfway, *last_three]
        assert due[: len(expected)] == pytest.approx(expected, abs=SOUND_ERROR_S)
        assert text(page, "count") == "3"
        page.clock.run_for(COUNT_IN_MS + 100)
        assert text(page, "count") == "30"
        assert page.evaluate("said.slice(0, 3)") == ["3", "2", "1"]
        assert page.evaluate("said[3]").startswith("Walk and check: 30 seconds. Walk easily")
        page.clock.run_for(15_000)
        assert text(page, "caption") == "Half-way"
        page.clock.run_for(7_500)
        assert text(page, "caption") == "Next: Knee swing, right side"
        assert page.evaluate("said.at(-1)") == "Next: Knee swing, right side"
        page.clock.run_for(7_500 + 20_000)
        assert text(page, "caption") == "Change sides: left side."
        assert text(page, "side") == "left side"


def test_what_comes_next_is_seen_long_before(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 1000)
        for seconds in RESET_S[:-1]:
            assert text(page, "next").startswith("Next: ")
            expect(page.locator(".player-thumb svg")).to_be_visible()
            page.clock.run_for(1000 * seconds)
        assert text(page, "next") == "Then it is done"


def test_muted_it_says_and_sounds_nothing_and_stays_so(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        for name in ("Sound", "Voice"):
            page.get_by_role("button", name=name).click()
            expect(page.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "false")
        start(page)
        page.clock.run_for(40_000)
        assert page.evaluate("[said.length, tones.length]") == [0, 0]
        page.reload()
        expect(page.locator('.player-stage [data-do="sound"]')).to_have_attribute(
            "aria-pressed", "false"
        )


def test_a_page_that_slept_shows_the_true_state_at_once(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 5000)
        page.clock.fast_forward(58_000)  # no timer ran in between
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert text(page, "step") == "Step 3 of 13"
        assert left_s(page) == pytest.approx(300 - 63, abs=1)
        assert int(text(page, "count")) == pytest.approx(7, abs=1)


def test_reloaded_it_is_back_in_the_true_state_within_a_second(chromium, fresh_product):
    with opened(chromium, fresh_product, clock=False) as page:
        start(page)
        do(page, "skip")
        do(page, "skip")
        before, at = left_s(page), page.evaluate("Date.now()")
        page.reload()
        page.locator(".player-stage").wait_for(timeout=1000)
        gone = (page.evaluate("Date.now()") - at) / 1000
        assert text(page, "step") == "Step 2 of 13"
        assert left_s(page) == pytest.approx(before - gone, abs=1.1)
        took = page.evaluate(
            "performance.now() - performance.getEntriesByType('navigation')[0].responseEnd"
        )
        assert took < 1500


def test_killed_it_comes_back_in_another_tab_and_no_finished_set_is_lost(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        start(page)
        page.clock.run_for(COUNT_IN_MS + 52_000)
        other = page.context.new_page()
        page.close(run_before_unload=False)
        told = answer_with(other)
        other.goto(fresh_product.url + RESET)
        expect(other.locator(".player-stage")).to_be_visible()
        assert text(other, "step") == "Step 3 of 13"
        do(other, "end")
        keep(other)
        expect(state(other)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        swing = told[0]["items"][0]
        assert (swing["exercise"], swing["sets_done"]) == (
            "knee_pendulum",
            0,
        )  # the left is missing
        assert told[0]["stopped"] == "early"
        other.close()


def test_after_a_long_time_it_asks_before_it_goes_on(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 75_000)
        where = left_s(page)
        page.goto(fresh_product.url + "/help/")
        page.clock.fast_forward("20:00")
        page.goto(fresh_product.url + RESET)
        expect(page.get_by_text("You were at step 4 of 13")).to_be_visible()
        assert axe_faults(page, ALL_RULES) == []
        page.get_by_role("button", name="Go on where you were").click()
        assert left_s(page) == pytest.approx(where, abs=1)
        assert text(page, "step") == "Step 4 of 13"


def test_what_was_done_before_a_long_time_can_be_kept(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        start(page)
        page.clock.run_for(COUNT_IN_MS + 75_000)
        page.goto(fresh_product.url + "/help/")
        page.clock.fast_forward("20:00")
        page.goto(fresh_product.url + RESET)
        page.get_by_role("button", name="Keep what you did").click()
        keep(page)
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        done = [item["sets_done"] for item in told[0]["items"]]
        assert done == [1, 0, 0, 0, 0, 0, 0]
        assert told[0]["seconds"] == pytest.approx(75, abs=1)
        page.goto(fresh_product.url + RESET)
        expect(page.locator('[data-part="again"]')).to_be_hidden()


def test_pause_back_skip_and_longer_rest_are_one_tap(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 10_000)
        do(page, "pause")
        held = text(page, "count")
        page.clock.run_for(30_000)
        assert text(page, "count") == held
        assert text(page, "caption") == "Paused"
        do(page, "pause")
        page.clock.run_for(1000)
        assert int(text(page, "count")) == int(held) - 1
        do(page, "skip")
        assert text(page, "step") == "Step 2 of 13"
        page.clock.run_for(1000)
        do(page, "back")
        assert text(page, "step") == "Step 1 of 13"
        before = left_s(page)
        do(page, "rest")
        assert left_s(page) == before + 15
        do(page, "skip")
        assert text(page, "name") == "Rest"
        assert int(text(page, "count")) == 15
        do(page, "rest")
        assert int(text(page, "count")) == 30


@pytest.mark.parametrize(
    "size",
    [
        pytest.param(PHONE, marks=pytest.mark.long),
        pytest.param(DESKTOP, marks=pytest.mark.long),
        {"width": 320, "height": 568},
        {"width": 844, "height": 390},
    ],
    ids=["phone", "desktop", "small", "on its side"],
)
def test_every_key_is_in_reach_and_large_enough(chromium, fresh_product, size):
    with opened(chromium, fresh_product, viewport=size) as page:
        start(page)
        for button in page.locator(".player-stage button").all():
            if not button.is_visible():
                continue
            box = button.bounding_box()
            assert min(box["width"], box["height"]) >= TARGET_PX, button.inner_text()
            assert box["y"] + box["height"] <= size["height"]
        keys = page.locator(".player-keys").bounding_box()
        assert keys["y"] >= size["height"] / 2
        expect(page.locator(".player-count")).to_be_in_viewport(ratio=1)
        do(page, "skip")
        do(page, "skip")
        page.get_by_text("How to do it").click()
        page.locator('[data-do="hurts"]').click(trial=True)


def test_keys_alone_lead_from_the_start_to_the_log(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        tab_to(page, '[data-do="start"]')
        page.keyboard.press("Enter")
        expect(page.locator('.player-stage [data-do="pause"]')).to_be_focused()
        page.clock.run_for(COUNT_IN_MS + 1000)
        page.keyboard.press("Space")
        assert text(page, "caption") == "Paused"
        page.keyboard.press("Space")
        expect(state(page)).to_have_attribute("data-running", "yes")
        page.keyboard.press("ArrowRight")
        assert text(page, "step") == "Step 2 of 13"
        page.keyboard.press("ArrowDown")
        assert text(page, "cue") == "Make the swing smaller."
        page.keyboard.press("ArrowUp")
        assert text(page, "cue") != "Make the swing smaller."
        page.keyboard.press("ArrowLeft")
        assert text(page, "step") == "Step 1 of 13"
        for name in ("MediaPlayPause", "MediaTrackNext"):
            page.evaluate(
                "(key) => document.dispatchEvent(new KeyboardEvent('keydown', { key }))", name
            )
        assert text(page, "step") == "Step 2 of 13"
        expect(state(page)).to_have_attribute("data-running", "no")
        tab_to(page, '.player-stage [data-do="hurts"]')
        page.keyboard.press("Enter")
        tab_to(page, '[data-pain="2"]')
        page.keyboard.press("Enter")
        expect(page.get_by_text("within your limit")).to_be_focused()
        tab_to(page, '[data-do="verdict_on"]')
        page.keyboard.press("Enter")
        tab_to(page, '.player-stage [data-do="end"]')
        page.keyboard.press("Enter")
        tab_to(page, "[name=effort]")
        page.keyboard.press("Space")
        tab_to(page, "[type=submit]")
        page.keyboard.press("Enter")
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        expect(page.get_by_role("heading", name="It went well.")).to_be_focused()
        assert told[0]["pain_during"] == 2


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(where) => document.activeElement.matches(where)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_above_the_limit_the_easier_way_is_taken_and_nothing_gets_harder_again(
    chromium, fresh_product
):
    with opened(chromium, fresh_product) as page:
        start(page)
        do(page, "skip")
        do(page, "skip")
        before = text(page, "cue")
        hurts(page, 3)
        expect(page.get_by_text("That is above your limit of 2 of 10.")).to_be_focused()
        expect(page.get_by_text("This limit is expert judgement.").last).to_be_visible()
        page.get_by_role("button", name="Take the easier way").click()
        assert text(page, "cue") == "Make the swing smaller." != before
        expect(state(page)).to_have_attribute("data-running", "yes")
        expect(page.locator('.player-stage [data-do="harder"]')).to_have_attribute(
            "aria-disabled", "true"
        )
        hurts(page, 3)
        expect(page.get_by_role("heading", name="Stop here for today")).to_be_visible()


def test_too_much_pain_stops_and_offers_no_further_exercise(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        start(page)
        page.clock.run_for(COUNT_IN_MS + 55_000)
        hurts(page, 4)
        expect(page.get_by_role("heading", name="Stop here for today")).to_be_focused()
        expect(page.get_by_text("Rest it now")).to_be_visible()
        for name in ("Go on", "Start", "Easier", "Take the easier way", "Skip"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)
        page.evaluate("document.querySelector('[data-do=reopen]').click()")
        expect(state(page)).to_have_attribute("data-state", "log")
        expect(page.get_by_text("You said 4 during it.")).to_be_visible()
        page.get_by_role("button", name="Keep it").click()
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        assert told[0]["stopped"] == "pain"
        assert told[0]["pain_during"] == 4
        assert told[0]["items"][0]["pain"] == 4


def test_an_end_by_mistake_is_taken_back(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 40_000)
        where = left_s(page)
        do(page, "end")
        page.get_by_role("button", name="Go on with it").click()
        assert left_s(page) == pytest.approx(where, abs=1)


def test_the_log_asks_how_hard_it_was(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        answer_with(page)
        start(page)
        page.clock.run_for(COUNT_IN_MS + 300_500)
        page.get_by_role("button", name="Keep it").click()
        expect(page.get_by_role("alert").last).to_contain_text("how hard")


def planned_key(page: Page, product) -> str:
    page.goto(f"{product.url}/plan/")
    links = page.locator('a[href^="/session/"][href*="-strength"]')
    return links.first.get_attribute("href")


def test_a_planned_set_counts_its_repetitions_and_goes_easier(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        told = answer_with(page)
        page.goto(fresh_product.url + planned_key(page, fresh_product))
        expect(page.locator("ms-player[data-state=intro]")).to_be_visible()
        start(page)
        page.clock.run_for(COUNT_IN_MS)
        expect(state(page)).to_have_attribute("data-step", "ready")
        page.clock.run_for(15_000 + 100)
        expect(state(page)).to_have_attribute("data-step", "work")
        assert (text(page, "count"), text(page, "beat")) == ("1", "Go · 1 of 12")
        page.clock.run_for(2_000)
        assert text(page, "beat") == "Hold · 1 of 12"
        page.clock.run_for(3_000)
        assert (text(page, "count"), text(page, "beat")) == ("2", "Go · 2 of 12")
        planned = text(page, "name")
        page.clock.run_for(60_000)
        do(page, "easier")
        assert text(page, "name") != planned
        expect(state(page)).to_have_attribute("data-step", "ready")
        assert text(page, "set") == "Set 1 of 2"
        page.clock.run_for(120_000)
        do(page, "end")
        keep(page)
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        items = told[0]["items"]
        assert items[0]["instead_of"] == items[1]["exercise"] == "mini_squat"
        assert items[1]["sets_done"] == 1


def test_the_screen_is_kept_awake_and_asked_for_again(chromium, fresh_product):
    with opened(chromium, fresh_product) as page:
        assert page.evaluate("wakes.length") == 0
        start(page)
        assert page.evaluate("wakes.length") == 1
        page.evaluate("wakes[0].released = true")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert page.evaluate("wakes.length") == 2
        page.evaluate("wakes[1].released = true")
        do(page, "skip")
        assert page.evaluate("wakes.length") == 3
        do(page, "pause")
        assert page.evaluate("wakes[2].released") is True


def test_unheard_it_is_kept_on_the_device(chromium, fresh_product):
    with opened(chromium, fresh_product, may_fail=True) as page:
        page.route(SENT_TO, lambda route: route.abort())
        start(page)
        do(page, "end")
        keep(page)
        expect(page.get_by_text("Kept on this device.")).to_be_focused(timeout=FIRST_TIME_MS)
        expect(page.locator(".player-meaning .status:visible")).to_have_count(0)


def test_without_its_document_the_page_stays_a_list_and_a_form(chromium, fresh_product):
    context = chromium.new_context(viewport=PHONE)
    with watching(context, fresh_product.url) as watched:
        watched.page.route("**/sheet.json", lambda route: route.fulfill(status=500))
        page = watched.open(RESET)
        expect(page.get_by_role("button", name="Keep it")).to_be_visible()
        expect(
            page.get_by_role("listitem").filter(has_text="Knee swing, left side")
        ).to_be_visible()
        watched.faults.clear()  # the browser notes the answer 500 in its console


def test_it_leads_from_the_document_alone(chromium, fresh_product):
    def emptied(route):
        body = re.sub(
            r"(<ms-player[^>]*>).*(</ms-player>)", r"\1\2", route.fetch().text(), flags=re.DOTALL
        )
        route.fulfill(body=body, content_type="text/html")

    context = chromium.new_context(viewport=PHONE)
    with watching(context, fresh_product.url) as watched:
        watched.page.route(f"**{RESET}", emptied)
        page = watched.open(RESET)
        start(page)
        expect(page.locator(".player-name")).to_have_text("Walk and check")


def test_the_figure_moves_stands_still_in_a_pause_and_is_mirrored(chromium, fresh_product):
    with opened(chromium, fresh_product, clock=False, reduced_motion="no-preference") as page:
        start(page)
        do(page, "skip")
        do(page, "skip")
        figure = page.locator(".player-figure ms-exercise-figure")
        expect(figure).to_have_attribute("data-playing", "yes")
        do(page, "pause")
        expect(figure).to_have_attribute("data-playing", "no")
        do(page, "skip")
        expect(figure).to_have_attribute("data-turned", "yes")


def test_less_motion_shows_stills_and_a_bar_in_steps(chromium, fresh_product):
    with opened(chromium, fresh_product, clock=False) as page:
        start(page)
        do(page, "skip")
        do(page, "skip")
        expect(page.locator(".player-figure .exercise-figure-stills")).to_be_visible()
        expect(page.locator(".player-figure .exercise-figure-moving")).to_be_hidden()
        assert (
            page.evaluate("document.querySelector('.player-bar span').getAnimations().length") == 0
        )


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(PHONE, "dark"), pytest.param(DESKTOP, "light", marks=pytest.mark.long)],
    ids=["phone", "desktop"],
)
def test_every_state_passes_axe(chromium, fresh_product, size, scheme):
    with opened(chromium, fresh_product, viewport=size, color_scheme=scheme) as page:
        answer_with(page)
        faults = {"intro": axe_faults_in_both_themes(page, ALL_RULES)}
        start(page)
        page.clock.run_for(COUNT_IN_MS + 35_000)
        faults["work"] = axe_faults_in_both_themes(page, ALL_RULES)
        do(page, "pause")
        page.get_by_text("How to do it").click()
        faults["paused"] = axe_faults_in_both_themes(page, ALL_RULES)
        do(page, "hurts")
        faults["hurts"] = axe_faults_in_both_themes(page, ALL_RULES)
        page.locator('[data-pain="3"]').click()
        faults["eased"] = axe_faults_in_both_themes(page, ALL_RULES)
        page.get_by_role("dialog").get_by_role("button", name="Stop here").click()
        faults["log"] = axe_faults_in_both_themes(page, ALL_RULES)
        keep(page)
        expect(state(page)).to_have_attribute("data-state", "meaning", timeout=FIRST_TIME_MS)
        faults["meaning"] = axe_faults_in_both_themes(page, ALL_RULES)
        assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.long
def test_the_countdown_is_true_to_a_tenth_of_a_second(chromium, fresh_product):
    with opened(chromium, fresh_product, clock=False, reduced_motion="no-preference") as page:
        page.evaluate(WATCH_COUNT)
        start(page)
        page.wait_for_timeout(9_300)
        counts = page.evaluate("counts")
        assert [words for _, words in counts][:7] == ["3", "2", "1", "30", "29", "28", "27"]
        begins = [at - 1000 * n for n, (at, _) in enumerate(counts[1:])]
        errors = [begin - min(begins) for begin in begins]
        assert median(errors) <= COUNTDOWN_ERROR_MS


def test_the_first_load_stays_small(chromium, fresh_product):
    context = chromium.new_context(viewport=PHONE)
    sizes = {}
    with watching(context, fresh_product.url) as watched:
        watched.page.on(
            "requestfinished", lambda one: sizes.update({one.url: one.sizes()["responseBodySize"]})
        )
        page = watched.open(RESET)
        start(page)
        page.wait_for_timeout(300)
    script = sum(
        size
        for url, size in sizes.items()
        if re.search(r"/(player|outbox|exercise_figure)[\w.-]*\.js$", url)
    )
    assert 0 < script <= MOST_SCRIPT
    kept_for_later = sum(size for url, size in sizes.items() if "/offline/" in url)
    assert sum(sizes.values()) - kept_for_later <= MOST_FIRST_LOAD


def test_without_script_it_reads_as_a_list_and_is_told_in_a_form(chromium, untouched_product):
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(untouched_product.url + RESET)
    expect(page.get_by_role("button", name=re.compile("^Start"))).to_be_hidden()
    expect(page.get_by_role("listitem").filter(has_text="Knee swing, left side")).to_be_visible()
    expect(page.locator(".player-stage")).to_be_hidden()
    page.locator('label:has([name=effort][value="2"])').click()
    page.locator('label:has([name=pain][value="0"])').click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="Done")).to_be_visible()
    context.close()


def test_a_session_told_to_midstance_comes_back_as_a_sentence(chromium, untouched_product):
    with opened(chromium, untouched_product) as page:
        start(page)
        page.clock.run_for(COUNT_IN_MS + 300_500)
        keep(page, effort=2, pain=1)
        expect(page.locator("#meaning-title")).not_to_be_empty(timeout=FIRST_TIME_MS)
        expect(page.locator(".player-meaning .status:visible")).to_have_count(1)
    with opened(chromium, untouched_product) as page:
        start(page)
        hurts(page, 8)
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator(".status-stop:visible")).to_have_count(1, timeout=FIRST_TIME_MS)
        page.goto(untouched_product.url + RESET)
        expect(page.get_by_text("This session waits")).to_be_visible()
        assert axe_faults(page, ALL_RULES) == []


@pytest.mark.long
def test_the_reset_in_real_time(chromium, fresh_product):
    with opened(chromium, fresh_product, clock=False, reduced_motion="no-preference") as page:
        page.context.set_default_timeout(320_000)
        page.evaluate(WATCH_STEPS)
        start(page)
        expect(state(page)).to_have_attribute("data-state", "log", timeout=310_000)
        begins = [at for at, _, _ in page.evaluate("steps")][1:]
        due = [1000 * sum(RESET_S[: n + 1]) for n in range(len(begins))]
        drift = [at - begins[0] - at_due + due[0] for at, at_due in zip(begins, due, strict=True)]
        drift = [each - min(drift) for each in drift]
        assert median(drift) <= COUNTDOWN_ERROR_MS
        assert max(drift[-2:]) <= 3 * COUNTDOWN_ERROR_MS  # nothing adds up over five minutes
