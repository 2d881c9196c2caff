"""Starts web and worker, keeps the worker alive, and leaves nobody behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from midstance.core.base.errors import RefusedError

WEB = "midstance.app.serving.pages"
WORKER = "midstance.app.serving.work"
FIRST_PAGE_S = 900.0  # a large store that is brought up to date is copied first
STOP_S = 5.0
LOOK_S = 0.25
DAMAGED = 3  # how a worker ends that found the database damaged: another would find the same
RESTART_S = (0.5, 1.0, 2.0, 5.0, 15.0)


@dataclass
class Supervisor:
    """One web process and one worker.

    Parameters
    ----------
    on_ready : called once, when the first page can be seen.
    """

    host: str
    port: int
    on_ready: Callable[[], None]
    restarts: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Serve until told to stop; the exit code of the command."""
        check_port_is_free(self.host, self.port)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        web = start_child(WEB, self.host, str(self.port))
        worker: subprocess.Popen[bytes] | None = None
        try:
            if not self._wait_for_first_page(web):
                return 0 if self._stopping.is_set() else 1
            worker = start_child(WORKER)
            self.on_ready()
            return self._watch(web, worker)
        finally:
            stop_children([child for child in (web, worker, self._worker) if child is not None])

    _worker: subprocess.Popen[bytes] | None = None

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _wait_for_first_page(self, web: subprocess.Popen[bytes]) -> bool:
        give_up_at = time.monotonic() + FIRST_PAGE_S
        while web.poll() is None and not self._stopping.is_set():
            if answers(self.host, self.port):
                return True
            if time.monotonic() > give_up_at:
                return False
            time.sleep(0.02)
        return False

    def _watch(self, web: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]) -> int:
        self._worker = worker
        while not self._stopping.wait(LOOK_S):
            if web.poll() is not None:
                return 1
            if self._worker.poll() not in {None, DAMAGED}:
                self._stopping.wait(RESTART_S[min(self.restarts, len(RESTART_S) - 1)])
                self.restarts += 1
                self._worker = start_child(WORKER)
        return 0


def start_child(module: str, *words: str) -> subprocess.Popen[bytes]:
    """A child whose standard input is its lifeline."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 (our own modules)


def stop_children(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask, wait, and end what does not listen."""
    for child in children:
        child.terminate()
    give_up_at = time.monotonic() + STOP_S
    for child in children:
        try:
            child.wait(max(give_up_at - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdin is not None:
            child.stdin.close()


def check_port_is_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RefusedError(
                f"Port {port} of {host} is taken ({error.strerror}). Midstance may be running "
                "already; otherwise choose another with --port."
            ) from error


def answers(host: str, port: int) -> bool:
    """True as soon as the first page comes, whatever its status."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(there, port, timeout=FIRST_PAGE_S)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
