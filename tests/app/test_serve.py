"""Web and worker start and end together, however their parent ends."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from app.isolated import MIDSTANCE, environment, free_port, serving
from midstance.app.serve import is_loopback

PATIENCE_S = 60
pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks into /proc")


@pytest.fixture
def app(new_home):
    with serving(new_home("served")) as process:
        yield process


def family(pid: int) -> set[int]:
    """A process's children and theirs."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = {child for child, parent in parents.items() if parent == pid}
    return found | {one for child in found for one in family(child)}


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if state(pid) not in {"", "Z"}}


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def eventually(is_true) -> bool:
    give_up_at = time.monotonic() + PATIENCE_S
    while not is_true():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


def worker_of(pid: int) -> int | None:
    found = [one for one in family(pid) if "serving.work" in command_line(one)]
    return found[0] if found else None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nobody_is_left_behind(app, number):
    children = family(app.pid)
    assert len(children) >= 3  # web, its child, worker
    app.send_signal(number)
    app.wait(PATIENCE_S)
    assert eventually(lambda: not alive(children))
    assert app.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0)


def test_a_dead_worker_is_replaced_and_the_pages_stay(app):
    first = worker_of(app.pid)
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: worker_of(app.pid) not in {None, first})
    assert urllib.request.urlopen(app.address).status == 200  # noqa: S310 - our own loopback address


def test_a_taken_port_is_refused_in_plain_words(app):
    port = app.address.rpartition(":")[2].strip("/")
    command = [MIDSTANCE, "serve", "--no-browser", "--json", "--port", port]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "taken" in json.loads(answer.stdout)["error"]["reason"]


def test_a_store_of_a_newer_version_is_refused_in_plain_words(new_home):
    home = new_home("newer")
    with closing(sqlite3.connect(home / "midstance.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999', '2099')"
        )
    command = [MIDSTANCE, "serve", "--no-browser", "--port", str(free_port())]
    answer = subprocess.run(
        command, env=environment(home), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "A newer Midstance has written this data folder" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_foreign_host_name_is_turned_away(app):
    request = urllib.request.Request(app.address, headers={"Host": "evil.example"})  # noqa: S310 - our own loopback address
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310 - our own loopback address
    assert refused.value.code in {400, 403, 421}
    refused.value.close()


def test_beyond_this_machine_it_does_not_start_without_an_account(data_folder):
    everywhere = "0.0.0.0"  # noqa: S104 - refused, not bound
    command = [MIDSTANCE, "serve", "--host", everywhere, "--port", str(free_port())]
    answer = subprocess.run(
        command, env=environment(data_folder), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert "account" in answer.stderr


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not bound
        ("::", False),
        ("192.168.1.5", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_alone(host, here):
    assert is_loopback(host) is here
