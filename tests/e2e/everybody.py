"""Whether a page shuts anybody out: axe with all that folds open, nothing wider than the view."""

import pytest
from playwright.sync_api import Page

from e2e.product import AXE, DESKTOP, NARROW

for_narrow_and_wide = pytest.mark.parametrize(
    ("size", "theme"),
    [
        pytest.param(NARROW, "dark", id="320"),
        pytest.param(DESKTOP, "light", id="desktop", marks=pytest.mark.long),
    ],
)
"""Both ends of the design; the gate looks at the narrow one, and at the frame and journeys wide."""

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES: list[str] = []
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""All that another theme can change."""
RUN_AXE = """async (only) => {
  only = only.length ? { runOnly: only } : {};
  const found = await axe.run(document, { ...only, resultTypes: ["violations"] });
  return found.violations.map((each) =>
    `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"
LET_COLOURS_STAND = """() => {
  for (const round of [1, 2, 3])  // the end of one begins those of what inherits its colour
    for (const each of document.getAnimations()) if (each instanceof CSSTransition) each.finish();
}"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page as it is now."""
    open_everything(page)
    return axe_faults(page) + overflow(page)


def faults_in_both_themes(page: Page) -> list[str]:
    """What is wrong with a page, first in the theme that it came in, then in the other one."""
    open_everything(page)
    return axe_faults_in_both_themes(page) + overflow(page)


def axe_faults_in_both_themes(page: Page, tags: list[str] = AXE_RULES) -> list[str]:
    was = "dark" if page.evaluate(IS_DARK) else "light"
    other = "light" if was == "dark" else "dark"
    found = [f"{was}: {fault}" for fault in axe_faults(page, tags)]
    show_theme(page, other)
    found += [f"{other}: {fault}" for fault in axe_faults(page, OF_COLOUR)]
    show_theme(page, was)
    return found


def show_theme(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.evaluate(LET_COLOURS_STAND)


def axe_faults(page: Page, rules: list[str] = AXE_RULES) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, rules)
    return found


def open_everything(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((d) => d.open = true)")


def overflow(page: Page) -> list[str]:
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
