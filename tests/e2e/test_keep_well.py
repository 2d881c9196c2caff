"""Shoes and habits as runners meet them: for every eye and hand, changed and taken back."""

import re

from playwright.sync_api import Browser, expect

from e2e.everybody import faults_in_both_themes, for_narrow_and_wide
from e2e.product import DESKTOP, PHONE, Product, watching

ADDRESSES = ("/shoes/", "/shoes/add/", "/shoes/1/", "/shoes/3/", "/keep-well/")
PAIR = "Race pair 🏁"


@for_narrow_and_wide
def test_no_page_shuts_anybody_out(sample_product: Product, chromium: Browser, size, theme):
    context = chromium.new_context(viewport=size, color_scheme=theme)
    faults = {}
    with watching(context, sample_product.url) as watched:
        for address in ADDRESSES:
            page = watched.open(address)
            faults[address] = faults_in_both_themes(page)
    assert {address: found for address, found in faults.items() if found} == {}


def test_a_pair_is_added_worn_and_taken_back(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=PHONE), sample_product.url) as watched:
        page = watched.open("/shoes/add/")
        page.get_by_label("What do you call the pair?").fill(PAIR)
        page.get_by_label("First day").fill("2000-01-01")
        page.get_by_label("Distance before").fill("12,5")
        page.get_by_role("button", name="Add this pair").click()
        expect(page.get_by_role("status")).to_contain_text("Added: " + PAIR)
        page = watched.open("/runs/")
        page.locator(".run-link").first.click()
        page.get_by_label("You ran in").select_option(label=PAIR)
        page.get_by_role("button", name="Keep the shoes").click()
        expect(page.get_by_text("You said so.")).to_be_visible()
        page = watched.open("/shoes/")
        pair = page.get_by_role("listitem").filter(has_text=PAIR)
        expect(pair).to_contain_text(re.compile(r"1 run · 1[23] km before"))
        page.get_by_role("button", name="Take it back").click()
        expect(page.get_by_role("listitem").filter(has_text=PAIR)).to_contain_text("0 runs")
        page.get_by_role("link", name=PAIR).click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_role("link", name=PAIR)).to_have_count(0)


def test_the_sample_runner_has_full_pages(sample_product: Product, chromium: Browser):
    with watching(chromium.new_context(viewport=DESKTOP), sample_product.url) as watched:
        page = watched.open("/shoes/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("at its reminder")
        expect(page.locator(".shoe")).to_have_count(3)
        page = watched.open("/keep-well/")
        expect(page.locator(".habit")).to_have_count(5)
        expect(page.locator(".habit-unknown")).to_have_count(0)
        expect(page.get_by_role("heading", name="Worth knowing")).to_be_visible()
