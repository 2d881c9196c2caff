"""The line between a device and its server, which a test can cut: no request passes, whoever asks.

A browser's own way of being offline leaves out what a service worker asks for while it wakes up.
"""

import socket
import threading
from contextlib import suppress

CHUNK = 65536


class Line:
    """A way through to the same port of another host, open until it is cut."""

    def __init__(self, port: int, server_host: str) -> None:
        self.port, self.server_host = port, server_host
        self._listener: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self.mend()

    def mend(self) -> None:
        if self._listener is None:
            listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
            self._listener = listener
            threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuse what comes and break off what is on its way."""
        listener, self._listener = self._listener, None
        if listener is not None:
            _end(listener)
        for one in tuple(self._open):
            _end(one)

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):  # until it is cut
            while True:
                device, _ = listener.accept()
                self._lead_on(device)

    def _lead_on(self, device: socket.socket) -> None:
        try:
            server = socket.create_connection((self.server_host, self.port))
        except OSError:
            _end(device)
            return
        for pair in ((device, server), (server, device)):
            threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        self._open.add(one)
        with suppress(OSError):
            while chunk := one.recv(CHUNK):
                other.sendall(chunk)
        self._open.discard(one)
        _end(one)
        _end(other)


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
