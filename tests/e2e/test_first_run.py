"""From the first start to the file in her hands again."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.product import DESKTOP, Product, watching
from midstance.app.sample.fit_file import CYCLING, GENERIC, RUNNING, write_fit
from midstance.app.sample.gpx_file import write_gpx
from midstance.app.sample.seconds import record_seconds
from midstance.app.sample.story import tell_story

IMPORT_LIMIT_MS = 60_000


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[Path]:
    """Six runs, one of them twice, a ride, an empty file, a note, and a name that is no markup."""
    folder = tmp_path_factory.mktemp("watch")
    for run in list(tell_story(datetime.now(UTC).date()))[-6:]:
        content = write_fit(run.start_at, record_seconds(run), sport=RUNNING, sub_sport=GENERIC)
        (folder / f"{run.start_at:%Y-%m-%d}.fit").write_bytes(content)
    (folder / "again.fit").write_bytes(content)
    (folder / "phone.gpx").write_bytes(write_gpx(run.start_at, record_seconds(run)))
    ride = list(tell_story(datetime.now(UTC).date()))[-9]
    content = write_fit(ride.start_at, record_seconds(ride), sport=CYCLING, sub_sport=GENERIC)
    (folder / "ride.fit").write_bytes(content)
    (folder / "empty.fit").write_bytes(b"")
    (folder / "<img src=x onerror=alert(1)> ü 🏃.txt").write_text("a note")
    return sorted(folder.iterdir())


def test_from_the_first_start_to_the_file_in_her_hands(
    untouched_product: Product, chromium: Browser, files: list[Path]
):
    context = chromium.new_context(viewport=DESKTOP, accept_downloads=True)
    with watching(context, untouched_product.url) as watched:
        page = watched.open("/")
        answer_the_questions(page)
        bring(page, files)
        read_the_report(page)
        see_the_load(page)
        open_a_run(page)
        take_the_original(page, files)


def answer_the_questions(page: Page) -> None:
    page.get_by_role("link", name="Start").click()
    page.get_by_role("textbox").or_(page.get_by_role("spinbutton")).first.fill("168")
    page.get_by_role("button", name="Continue").click()
    for _ in range(3):
        page.get_by_role("button", name="Skip this question").click()
    expect(page).to_have_url(re.compile("/import/$"))


def bring(page: Page, files: list[Path]) -> None:
    page.wait_for_load_state("load")  # its script listens from then on
    page.get_by_label("Choose files").set_input_files(files)
    expect(page).to_have_url(re.compile("/import/[0-9a-f-]{36}/"))
    page.get_by_role("heading", name="What became of each file").wait_for(timeout=IMPORT_LIMIT_MS)


def read_the_report(page: Page) -> None:
    report = page.locator(".report")
    for name in ("empty.fit", "ride.fit", "again.fit", "<img src=x onerror=alert(1)>"):
        expect(report).to_contain_text(name)
    expect(report.get_by_role("img", name="x")).to_have_count(0)
    page.get_by_role("link", name=re.compile("Already there")).click()
    expect(page.locator(".report li")).to_have_count(2)
    page.get_by_role("link", name=re.compile("Imported")).first.click()
    expect(page.locator(".report li")).to_have_count(6)


def see_the_load(page: Page) -> None:
    page.get_by_role("link", name="See your knee load").click()
    expect(page.locator("ms-chart svg").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("load")
    page.get_by_role("link", name="Kneecap tendon").click()
    expect(page.get_by_role("heading", name=re.compile("patellar tendon"))).to_be_visible()
    expect(page.locator("ms-chart svg").first).to_be_visible()
    expect(page).to_have_url(re.compile("tissue=patellar_tendon"))
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("patellofemoral joint"))).to_be_visible()


def open_a_run(page: Page) -> None:
    page.locator(".run-link").nth(1).click()
    expect(page.locator("ms-chart svg").first).to_be_visible()
    for words in ("The heaviest minutes, and why", "Each part of your knee", "How sure this is"):
        expect(page.get_by_role("heading", name=words)).to_be_visible()


def take_the_original(page: Page, files: list[Path]) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the original").click()
    name = download.value.suggested_filename
    sent = next(path for path in files if path.name == name)
    assert Path(download.value.path()).read_bytes() == sent.read_bytes()
