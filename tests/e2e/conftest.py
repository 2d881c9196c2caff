"""One server for all journeys, and one browser for those of a module."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from app.isolated import made_once, prepared_home
from e2e.product import Product, running_product

__all__ = ["prepared_home"]

SOON_MS = 15_000
expect.set_options(timeout=SOON_MS)

QUIET_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def fresh_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Nobody was here before."""
    with running_product(tmp_path_factory.mktemp("fresh-home")) as product:
        yield product


@pytest.fixture
def untouched_product(prepared_home: Path, tmp_path: Path) -> Iterator[Product]:
    """For a journey of its own, from the very first page."""
    with running_product(Path(shutil.copytree(prepared_home, tmp_path / "home"))) as product:
        yield product


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that `midstance demo` fills; tests copy it."""
    return made_once(tmp_path_factory, "sample", show_demo)


def show_demo(home: Path) -> None:
    with running_product(home, "demo"):
        pass


@pytest.fixture(scope="session")
def sample_product(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Product]:
    """The sample runner, as `midstance demo` shows her."""
    home = Path(shutil.copytree(sample_home, tmp_path_factory.mktemp("sample") / "home"))
    with running_product(home) as product:
        yield product


@pytest.fixture(scope="module")  # its event loop must not run on beside tests of the database
def chromium() -> Iterator[Browser]:
    named = os.environ.get("MIDSTANCE_CHROMIUM", "chromium")
    path = shutil.which(named)
    if path is None:
        pytest.fail(f"no browser at {named!r}: install Chromium or set MIDSTANCE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET_FLAGS)
        yield browser
        browser.close()
