"""Every page for every eye and hand: two themes, three widths, keys alone, no script, no motion."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import DESKTOP, PHONE, Product, watching

PAGES = (
    "/load/",
    "/load/?tissue=iliotibial_band&range=1y",
    "/runs/",
    "/import/",
    "/help/",
    "/why/",
    "/what-if/",
)


def every_page(page: Page, base_url: str) -> list[str]:
    """The fixed addresses, the latest run and the latest import."""
    page.goto(f"{base_url}/runs/")
    run = page.locator(".run-link").nth(1).get_attribute("href")
    page.goto(f"{base_url}/import/")
    job = page.locator(".file-list a").first.get_attribute("href")
    assert run is not None
    assert job is not None
    return [*PAGES, run, f"{job}?show=skipped"]


@for_narrow_and_wide
def test_no_page_shuts_anybody_out(sample_product: Product, chromium: Browser, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    faults = {}
    with watching(context, sample_product.url) as watched:
        for address in every_page(watched.page, sample_product.url):
            page = watched.open(address)
            faults[address] = faults_in_both_themes(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_keys_alone_are_enough(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/load/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        tab_to(page, "#tissue-tibiofemoral")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=re.compile("tibiofemoral joint"))).to_be_visible()
        expect(page.locator("#tissue-tibiofemoral")).to_be_focused()
        tab_to(page, ".chart-box")
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("ms-chart [aria-live]")).not_to_be_empty()
        tab_to(page, ".run-link")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/runs/[0-9a-f]{16}/"))


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the place has the focus, as a hand without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(where) => document.activeElement.matches(where)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_one_cursor_speaks_for_every_panel_of_a_run(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/runs/")
        page.locator(".run-link").nth(1).click()
        page.locator(".chart-box").focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        said = page.locator("ms-chart [aria-live]")
        for panel in ("Load", "Pace", "Slope", "Step rate"):
            expect(said).to_contain_text(panel)


def test_the_list_finds_while_she_types(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), sample_product.url) as watched:
        page = watched.open("/runs/")
        before = page.locator(".run-link").count()
        page.get_by_label("Search").first.fill("treadmill")
        expect(page).to_have_url(re.compile("q=treadmill"))
        expect(page.get_by_role("status").first).to_contain_text("treadmill")
        page.get_by_label("Search").first.fill("no such run")
        expect(page.get_by_text("No run fits these words.")).to_be_visible()
        page.get_by_role("link", name="Show all runs").click()
        expect(page.locator(".run-link")).to_have_count(before)
        page.get_by_label("Order").select_option("-load")
        expect(page).to_have_url(re.compile("sort=-load"))


def test_everything_works_without_script(sample_product: Product, chromium: Browser, tmp_path):
    context = chromium.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{sample_product.url}/load/")
    page.get_by_role("link", name="1 year").click()
    expect(page).to_have_url(re.compile("range=1y"))
    page.get_by_text("Show as a table").click()
    assert page.locator(".chart-table tbody tr").count() > 40
    page.goto(f"{sample_product.url}/runs/")
    page.get_by_label("Search").first.fill("treadmill")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile("q=treadmill"))
    (tmp_path / "note.txt").write_text("no run")
    page.goto(f"{sample_product.url}/import/")
    page.locator("#files").set_input_files(tmp_path / "note.txt")
    page.get_by_role("button", name="Bring them in").click()
    expect(page).to_have_url(re.compile("/import/[0-9a-f-]{36}/"))
    look_until_over(page)
    expect(page.locator(".report")).to_contain_text("note.txt")
    context.close()


def look_until_over(page: Page) -> None:
    for _ in range(60):
        if page.locator(".report").count():
            return
        page.wait_for_timeout(500)
        page.goto(page.url)
    pytest.fail("the import is never over")


DROP_TWICE = """zone => {
  for (const turn of [1, 2]) {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'.repeat(9)], 'dropped.txt'));
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }
}"""


def test_a_dropped_file_is_taken_and_a_second_drop_waits(
    sample_product: Product, chromium: Browser
):
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/import/")
        page.locator(".drop-zone").evaluate(DROP_TWICE)
        expect(page.locator(".report")).to_contain_text("dropped.txt", timeout=30_000)
        page.go_back()
        expect(page.get_by_role("heading", name="Bring your runs", exact=True)).to_be_visible()


def test_a_whole_folder_comes_with_its_folders(
    sample_product: Product, chromium: Browser, tmp_path
):
    folder = tmp_path / "history"
    for number in range(250):
        place = folder / f"{number % 5}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number}.txt").write_text(f"note {number}")
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/import/")
        page.get_by_label("Choose a folder").set_input_files(folder)
        expect(page.locator(".report")).to_contain_text("history/", timeout=30_000)
        expect(page.get_by_role("link", name=re.compile("All"))).to_contain_text("250")


def test_nothing_moves_when_she_asked_for_stillness(sample_product: Product, chromium: Browser):
    context = chromium.new_context(viewport=PHONE, reduced_motion="reduce")
    with watching(context, sample_product.url) as watched:
        page = watched.open("/load/")
        longest = page.evaluate(
            "() => Math.max(...[...document.querySelectorAll('*')].map((each) => {"
            " const style = getComputedStyle(each);"
            " return Math.max(parseFloat(style.transitionDuration),"
            " parseFloat(style.animationDuration)); }))"
        )
        assert longest == 0


@pytest.mark.long
@pytest.mark.real_data
def test_real_files_end_in_exactly_one_class_each(sample_product: Product, chromium, unpacked):
    files = sorted(path for path in unpacked("device_files").rglob("*") if path.is_file())[::60]
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/import/")
        page.get_by_label("Choose files").set_input_files(files)
        page.get_by_role("heading", name="What became of each file").wait_for(timeout=60_000)
        counts = [int(words) for words in page.locator(".counts .figure-value").all_inner_texts()]
        assert sum(counts) >= len(files)
        assert page.locator(".report li").count() == sum(counts)
