"""The whole product as one runner meets it: `midstance serve` in a fresh home, real Chromium."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

CHECKOUT = Path(__file__).parents[2]
AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
START_LIMIT_S = 60
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 720}
WATCH_FOR_VIOLATIONS = """
window.policyViolations = [];
addEventListener("securitypolicyviolation", (event) => {
  window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def midstance() -> str:
    beside = Path(sys.executable).with_name("midstance")
    return str(beside) if beside.exists() else "midstance"


def wait_until_answering(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended at once with exit code {server.returncode}")
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as answer:
            answer.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not answer within {START_LIMIT_S} s")


@dataclass
class Product:
    """A running Midstance: its address and its folder."""

    url: str
    home: Path

    def command(self, *arguments: str) -> str:
        return subprocess.run(
            [midstance(), *arguments],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"MIDSTANCE_HOME": str(self.home)},
        ).stdout

    def store(self, module: str) -> list[str]:
        """Let a module of the tests store something in the home; what it wrote, word by word."""
        ours = os.pathsep.join([str(CHECKOUT / "tests"), str(CHECKOUT)])
        return subprocess.run(
            [sys.executable, "-m", module],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"MIDSTANCE_HOME": str(self.home), "PYTHONPATH": ours},
        ).stdout.split()


@contextmanager
def running_product(home: Path, command: str = "serve", **environment: str) -> Iterator[Product]:
    port = free_port()
    log = (home.parent / f"{home.name}.log").open("wb")
    server = subprocess.Popen(
        [midstance(), command, "--no-browser", "--port", str(port)],
        env=os.environ | {"MIDSTANCE_HOME": str(home)} | environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    product = Product(f"http://127.0.0.1:{port}", home)
    try:
        wait_until_answering(product.url, server)
        yield product
    finally:
        log.close()
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


@dataclass
class Watched:
    """A page and all that it did wrong."""

    page: Page
    base_url: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        response = self.page.goto(self.base_url + path)
        assert response is not None
        assert response.ok, f"{path} answered {response.status}"
        return self.page

    def note_request(self, url: str) -> None:
        if not url.startswith((self.base_url, "data:", "blob:")):
            self.faults.append(f"request to another place: {url}")

    def note_console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.faults.append(f"console: {text}")

    def check(self) -> None:
        if not self.page.is_closed() and self.page.url.startswith(self.base_url):
            self.faults += self.page.evaluate("() => window.policyViolations ?? []")
        assert self.faults == []


@contextmanager
def watching(context: BrowserContext, base_url: str) -> Iterator[Watched]:
    context.add_init_script(WATCH_FOR_VIOLATIONS)
    context.set_default_timeout(10_000)
    watched = Watched(context.new_page(), base_url)
    watched.page.on("request", lambda request: watched.note_request(request.url))
    watched.page.on("console", lambda message: watched.note_console(message.type, message.text))
    watched.page.on("pageerror", lambda error: watched.faults.append(f"script: {error}"))
    yield watched
    watched.check()
    context.close()
