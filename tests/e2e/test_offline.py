"""Without the server, in a real browser: cold start, session, pain, the way home, nothing left."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.everybody import axe_faults_in_both_themes, for_narrow_and_wide
from e2e.line import Line
from e2e.product import (
    PHONE,
    Product,
    free_port,
    midstance,
    wait_until_answering,
)

PASS_PHRASE = "a long enough pass phrase"  # noqa: S105 - of a made-up account
SERVER_HOST = "127.0.0.2"  # behind the line, on the port that the browser knows
SOON_MS = 15_000
SENT_MS = 30_000  # the server wakes up, takes what waits and draws the days anew
LATE_MS = 40_000  # the first seven days, with every figure drawn once
ROUTINE_S = 400  # longer than the short session for mobility
OPEN_STORE = """const store = await new Promise((done, fail) => {
  const asked = indexedDB.open("midstance");
  asked.onsuccess = () => done(asked.result); asked.onerror = () => fail(asked.error);
});
const read = (name, how) => new Promise((done) => {
  store.transaction(name).objectStore(name)[how]().onsuccess = (event) => done(event.target.result);
});"""
IS_READY = f"""async () => {{
  if (!navigator.serviceWorker.controller) return false;
  if (!(await indexedDB.databases()).some((one) => one.name === "midstance")) return false;
  {OPEN_STORE}
  const names = await read("notes", "getAllKeys");
  store.close();
  return names.includes("days");
}}"""
LEFT_HERE = """async () => ({
  stores: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage).filter((name) => name !== "htmx-current-path-for-history"),
})"""
NOTHING = {"stores": [], "caches": [], "workers": 0, "local": [], "session": []}
ALL_BYTES = f"""async () => {{
  {OPEN_STORE}
  const rows = [...await read("notes", "getAll"), ...await read("entries", "getAll")];
  const keys = await read("keys", "getAll");
  store.close();
  const exported = await crypto.subtle.exportKey("raw", keys[0].key).then(() => true, () => false);
  const text = JSON.stringify(rows, (_, value) =>
    value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value);
  return {{ text, exported }};
}}"""
IN_CACHES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const asked = await (await caches.open(name)).keys();
    found.push(...asked.map((each) => new URL(each.url).pathname));
  }
  return found;
}"""


@dataclass
class FarProduct(Product):
    """A running Midstance at the end of a line."""

    line: Line


def far_away(context: BrowserContext, product: FarProduct) -> None:
    product.line.cut()
    context.set_offline(True)


def home_again(context: BrowserContext, product: FarProduct) -> None:
    product.line.mend()
    context.set_offline(False)


@contextmanager
def serving(home, port: int, **environment: str) -> Iterator[FarProduct]:
    """The same address each time, so that a device meets the server again after it was away."""
    line = Line(port, SERVER_HOST)
    with (home.parent / f"{home.name}.log").open("ab") as log:
        server = subprocess.Popen(
            [midstance(), "serve", "--no-browser", "--host", SERVER_HOST, "--port", str(port)],
            env=os.environ | {"MIDSTANCE_HOME": str(home)} | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_answering(f"http://127.0.0.1:{port}", server)
        yield FarProduct(f"http://127.0.0.1:{port}", home, line)
    finally:
        line.cut()
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


@pytest.fixture(scope="module")
def product(prepared_home, tmp_path_factory) -> Iterator[FarProduct]:
    home = shutil.copytree(prepared_home, tmp_path_factory.mktemp("offline") / "home")
    with serving(home, free_port()) as started:
        yield started


@pytest.fixture
def home(prepared_home, tmp_path) -> Path:
    """The data folder of a server of its own."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    made.set_default_timeout(SOON_MS)
    yield made
    made.close()


def wait_for(page: Page, asked: str, within_ms: int = SOON_MS) -> None:
    """Until an asynchronous question is answered with yes."""
    until = time.monotonic() + within_ms / 1000
    while not page.evaluate(asked):
        assert time.monotonic() < until, asked.strip().splitlines()[-2:]
        page.wait_for_timeout(100)


def ready(context: BrowserContext, product: FarProduct) -> Page:
    """A page of the day, with all kept that is needed without the server."""
    product.line.mend()
    page = context.new_page()
    page.goto(f"{product.url}/today/")
    wait_for(page, IS_READY, LATE_MS)
    return page


def rows(product: Product, table: str) -> list[tuple]:
    with closing(sqlite3.connect(product.home / "midstance.sqlite3")) as store:
        return store.execute(f"SELECT key FROM store_{table}").fetchall()  # noqa: S608 - our own


def wait_for_rows(page: Page, product: Product, table: str, count: int) -> None:
    """Until so many were kept, and then no more than that."""
    until = time.monotonic() + SENT_MS / 1000
    while len(rows(product, table)) < count and time.monotonic() < until:
        page.wait_for_timeout(100)
    assert len(rows(product, table)) == count


def tell_pain(page: Page, pain: int) -> None:
    form = page.locator('[data-part="pain-form"]')
    form.locator(f'label:has([name=pain][value="{pain}"])').click()
    form.get_by_role("button", name="Keep").click()


def badge(page: Page):
    return page.locator(".offline-badge")


def heading(page: Page):
    return page.locator('h1[data-text="sentence"]')


def test_a_session_and_a_pain_told_far_away_come_home_once(context, product):
    ready(context, product).close()
    sessions, pains = rows(product, "sessionlog"), rows(product, "painentry")
    far_away(context, product)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{product.url}/today/")
    page.get_by_role("button", name="Start: Short mobility session").click()
    page.get_by_role("button", name=re.compile("^Start · ")).click()
    page.clock.run_for(1000 * ROUTINE_S)
    page.locator('label:has([name=effort][value="3"])').click()
    page.locator('.player-log label:has([name=pain][value="1"])').click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#meaning-title")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(badge(page)).to_contain_text("1 answer waits")
    tell_pain(page, 2)
    expect(badge(page)).to_contain_text(
        re.compile(r"Offline · 2 answers wait · last sync \d+:\d\d")
    )
    expect(page.get_by_role("status").filter(has_text="Kept on this device")).to_be_visible()
    assert rows(product, "sessionlog") == sessions
    assert rows(product, "painentry") == pains
    page.close()  # the tab is gone, and with it all that lived in it

    page = context.new_page()
    page.goto(f"{product.url}/today/")
    expect(page.locator('[data-part="wait-list"] > li')).to_have_count(2)
    expect(page.locator('[data-part="wait-list"]')).to_contain_text("Pain: 2 of 10")
    home_again(context, product)
    page.get_by_role("link", name="Try to reach Midstance").click()
    wait_for_rows(page, product, "sessionlog", len(sessions) + 1)
    wait_for_rows(page, product, "painentry", len(pains) + 2)  # one in the session, one by itself
    expect(page.locator(".places")).to_be_visible()
    expect(badge(page)).to_be_hidden()
    wait_for(page, IS_READY)
    page.goto(f"{product.url}/offline/")
    expect(page.locator('[data-part="waits"]')).to_be_hidden()
    assert len(rows(product, "sessionlog")) == len(sessions) + 1
    assert len(rows(product, "painentry")) == len(pains) + 2


def test_it_opens_from_cold_while_the_server_is_down_and_sends_when_it_is_back(context, home):
    port = free_port()
    with serving(home, port) as product:
        ready(context, product).close()
    page = context.new_page()
    page.goto(f"{product.url}/today/")
    expect(heading(page)).to_contain_text("Today")
    expect(badge(page)).to_contain_text("Offline")
    tell_pain(page, 1)
    expect(badge(page)).to_contain_text("1 answer waits")
    with serving(home, port):
        page.evaluate("dispatchEvent(new Event('online'))")
        wait_for_rows(page, product, "painentry", 1)
        expect(badge(page)).to_be_hidden(timeout=SENT_MS)


def test_a_pain_on_a_page_that_was_open_is_kept_when_nobody_answers(context, product):
    page = ready(context, product)
    page.goto(f"{product.url}/today/pain/")
    before = len(rows(product, "painentry"))
    far_away(context, product)
    page.locator('label:has([name=pain][value="0"])').click()
    page.get_by_role("button", name="Keep").first.click()
    page.wait_for_url("**/offline/")
    expect(page.locator('[data-part="wait-list"]')).to_contain_text("Pain: 0 of 10")
    home_again(context, product)
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_for_rows(page, product, "painentry", before + 1)
    expect(badge(page)).to_be_hidden(timeout=SENT_MS)


@pytest.mark.parametrize("told", ["red", "limp", "alarming"])
def test_a_red_pain_told_far_away_locks_every_session_at_once(context, home, told):
    with serving(home, free_port()) as product:
        page = ready(context, product)
        far_away(context, product)
        page.goto(f"{product.url}/today/")
        starts = page.get_by_role("button", name=re.compile("^Start"))
        expect(starts.first).to_be_visible()
        if told == "limp":
            page.get_by_text("I limp").click()
        tell_pain(page, {"red": 6, "limp": 1, "alarming": 8}[told])
        for _ in range(2):
            expect(heading(page)).to_have_text("That was too much for your knee. It rests now.")
            expect(page.locator('.light-stop[data-light="stop"]').first).to_be_visible()
            expect(starts).to_have_count(0)
            expect(page.locator('[data-part="main"]')).to_be_hidden()
            page.goto(f"{product.url}/offline/")
        home_again(context, product)
        page.goto(f"{product.url}/today/")
        expect(badge(page)).to_be_hidden()
        page.goto(f"{product.url}/offline/")
        expect(page.locator('.light-stop[data-light="stop"]').first).to_be_visible()
        expect(heading(page)).not_to_have_text("That was too much for your knee. It rests now.")
        expect(starts).to_have_count(0)


def test_an_old_plan_says_how_old_it_is_and_after_seven_days_offers_nothing(context, product):
    ready(context, product).close()
    far_away(context, product)
    for days, is_open in ((3, True), (7, False)):
        page = context.new_page()
        page.clock.install()
        page.clock.fast_forward(days * 24 * 3600 * 1000)
        page.goto(f"{product.url}/offline/")
        made = page.locator('[data-text="made"]')
        if is_open:
            expect(made).to_have_text(
                re.compile(r"^Made on \w+day .*Newer answers may change it\.")
            )
        else:
            expect(heading(page)).to_have_text("This plan is more than seven days old.")
            expect(made).to_be_hidden()
        starts = page.get_by_role("button", name=re.compile("^Start: "))
        expect(starts).to_have_count(0) if not is_open else expect(starts.first).to_be_visible()
        page.close()


def test_a_clock_turned_back_makes_no_old_plan_new(context, product):
    ready(context, product).close()
    far_away(context, product)
    page = context.new_page()
    page.clock.install()
    page.clock.fast_forward(8 * 24 * 3600 * 1000)
    page.goto(f"{product.url}/offline/")
    expect(heading(page)).to_have_text("This plan is more than seven days old.")
    page.close()
    page = context.new_page()
    page.goto(f"{product.url}/offline/")
    expect(heading(page)).to_have_text("This plan is more than seven days old.")


def test_what_lies_on_the_device_is_sealed_and_no_cache_holds_a_page(context, product):
    page = ready(context, product)
    far_away(context, product)
    page.goto(f"{product.url}/offline/")
    tell_pain(page, 3)
    expect(badge(page)).to_contain_text("answer")
    lies = page.evaluate(ALL_BYTES)
    assert not lies["exported"]
    for word in ("strength", "pain", "moment", "sentence", "player", "swelling"):
        assert word not in lies["text"]
    cached = page.evaluate(IN_CACHES)
    assert set(cached) - {"/offline/"} == {
        path for path in cached if path.startswith("/static/built/assets/")
    }
    assert page.evaluate("localStorage.length") == 0


def test_a_shared_device_keeps_nothing_and_opens_nothing(context, product):
    page = ready(context, product)
    page.goto(f"{product.url}/settings/")
    page.get_by_role("button", name="A shared device").click()
    page.wait_for_url("**/settings/")
    expect(page.get_by_role("button", name="A shared device")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.goto(f"{product.url}/today/")
    page.goto(f"{product.url}/session/routine-warm_up/")
    expect(page.locator("ms-player[data-state]")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.evaluate(LEFT_HERE) == NOTHING
    far_away(context, product)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{product.url}/today/")


@pytest.fixture(scope="module")
def account_home(prepared_home, tmp_path_factory, chromium: Browser) -> Path:
    """The data folder of somebody with an account; tests copy it."""
    home = Path(shutil.copytree(prepared_home, tmp_path_factory.mktemp("account") / "home"))
    page = chromium.new_page()
    with serving(home, free_port()) as product:
        page.goto(f"{product.url}/account/signup/")
        page.get_by_label(re.compile("Username")).fill("ada")
        page.locator("#id_password1").fill(PASS_PHRASE)
        page.locator("#id_password2").fill(PASS_PHRASE)
        page.get_by_role("button", name="Make the account").click()
        page.wait_for_load_state()
        page.close()
    return home


@pytest.fixture
def with_account(context, account_home, tmp_path) -> Iterator[tuple[Page, FarProduct]]:
    """Under an address of its own, so that everybody logs in."""
    home, port = shutil.copytree(account_home, tmp_path / "home"), free_port()
    with serving(home, port, MIDSTANCE_ADDRESS=f"http://127.0.0.1:{port}") as product:
        yield logged_in(context, product), product


def logged_in(context: BrowserContext, product: FarProduct) -> Page:
    page = context.new_page()
    page.goto(f"{product.url}/today/")
    page.locator("#id_login").fill("ada")
    page.locator("#id_password").fill(PASS_PHRASE)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url("**/today/")
    wait_for(page, IS_READY, LATE_MS)
    return page


def test_logging_out_leaves_nothing_that_can_be_read(with_account):
    page, product = with_account
    other = page.context.new_page()
    other.goto(f"{product.url}/offline/")
    expect(heading(other)).to_contain_text("Today")
    page.goto(f"{product.url}/account/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(re.compile("/account/login/"))
    assert page.evaluate(LEFT_HERE) == NOTHING
    expect(other.locator("body")).not_to_contain_text("Today:")
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert "Today:" not in page.inner_text("body")
        assert "minutes" not in page.inner_text("body")
    far_away(page.context, product)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{product.url}/offline/")


def test_logging_out_far_away_leaves_nothing_and_ends_the_session_too(with_account):
    page, product = with_account
    far_away(page.context, product)
    page.goto(f"{product.url}/today/")
    tell_pain(page, 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Leave this device").click()
    expect(page.locator("main")).to_have_count(0)  # not even the page without data is left
    home_again(page.context, product)
    page.goto(f"{product.url}/today/")
    page.wait_for_url(re.compile("/account/login/"))
    assert page.evaluate(LEFT_HERE) == NOTHING
    page.go_back()
    assert "Today:" not in page.inner_text("body")


def test_what_waits_is_sent_before_the_log_out(with_account):
    page, product = with_account
    far_away(page.context, product)
    page.goto(f"{product.url}/offline/")
    tell_pain(page, 1)
    expect(badge(page)).to_contain_text("1 answer waits")
    home_again(page.context, product)
    page.goto(f"{product.url}/account/logout/")
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url(re.compile("/account/login/"))
    wait_for_rows(page, product, "painentry", 1)


def test_a_new_front_end_takes_the_place_of_the_old_one(context, product):
    page = ready(context, product)
    page.evaluate("""async () => {
      const cache = await caches.open("midstance-shell-0123456789abcdef");
      await cache.put("/offline/", new Response("old"));
    }""")
    page.evaluate("""async () => {
      for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
      for (const name of await caches.keys())
        if (!name.endsWith('0123456789abcdef')) await caches.delete(name);
    }""")
    page.goto(f"{product.url}/today/")
    wait_for(
        page,
        "async () => { const names = await caches.keys();"
        " return names.length === 1 && !names[0].endsWith('0123456789abcdef'); }",
    )


@for_narrow_and_wide
def test_the_page_without_a_server_shuts_nobody_out(chromium, product, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    page = ready(context, product)
    far_away(context, product)
    page.goto(f"{product.url}/today/")
    expect(heading(page)).to_contain_text("Today")
    assert axe_faults_in_both_themes(page) == []
    tell_pain(page, 8)
    expect(heading(page)).to_contain_text("too much")
    assert axe_faults_in_both_themes(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
