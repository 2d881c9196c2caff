"""Takes the README's pictures: starts the app with the sample runner and photographs its pages."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHECKOUT = Path(__file__).parent.parent
PICTURES = CHECKOUT / "docs" / "images"
MIDSTANCE = Path(sys.executable).with_name("midstance")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
START_S = 60


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sample_app() as address, sync_playwright() as play:
        chromium = shutil.which(os.environ.get("MIDSTANCE_CHROMIUM", "chromium"))
        browser = play.chromium.launch(executable_path=chromium, args=QUIET)
        page = browser.new_page(viewport=WIDE, reduced_motion="reduce")
        photograph(page, f"{address}/today/", "today")
        photograph(page, f"{address}/load/", "load")
        photograph(page, first_run(page, address), "run")
        page.set_viewport_size(PHONE)
        photograph(page, f"{address}/load/", "load-phone")
        browser.close()


def photograph(page: Page, url: str, name: str) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def first_run(page: Page, address: str) -> str:
    page.goto(f"{address}/runs/")
    return address + str(
        page.locator("a[href^='/runs/']:not([href='/runs/'])").first.get_attribute("href")
    )


@contextmanager
def sample_app() -> Iterator[str]:
    """The app on a free port with the sample runner, stopped at the end."""
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        command = [MIDSTANCE, "demo", "--no-browser", "--port", str(port)]
        app = subprocess.Popen(command, env={**os.environ, "MIDSTANCE_HOME": home})
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_for(url: str) -> None:
    for _ in range(START_S * 10):
        try:
            urllib.request.urlopen(url).close()  # noqa: S310 - our own loopback address
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"expected an answer from {url} within {START_S} s, got none")


if __name__ == "__main__":
    main()
