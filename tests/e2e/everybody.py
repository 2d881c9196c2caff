"""Whether a page shuts anybody out: axe with all that folds open, nothing wider than the view."""

from playwright.sync_api import Page

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map((each) =>
    `${each.id}: ${each.help} at ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""


def faults_of(page: Page) -> list[str]:
    """What is wrong with a page whose context brings axe along."""
    open_everything(page)
    return page.evaluate(RUN_AXE, AXE_RULES) + overflow(page)


def open_everything(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((d) => d.open = true)")


def overflow(page: Page) -> list[str]:
    wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
