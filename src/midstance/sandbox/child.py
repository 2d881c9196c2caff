"""A process that reads what strangers wrote: it starts, gives up what it can, and serves.

Started by `midstance.sandbox.locked` with one end of a socket. A request is a frame and the open
file; the answer is a row of frames of which the last is "end" or "unreadable". Whatever else
happens ends the process, and the parent starts another.
"""

import codecs
import contextlib
import hashlib
import importlib
import io
import json
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from midstance.core.base.errors import UnreadableFileError
from midstance.sandbox.frames import LENGTHS, Header, Payload, pack_lengths
from midstance.sandbox.lock import Limits, allow_cpu, die_with_parent, lock_down

CODECS = (
    *("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp437"),
    *(f"cp{page}" for page in range(1250, 1259)),
    *(f"iso8859-{part}" for part in (2, 5, 7, 9, 15)),
)
MOST_GATHERED = 64
LEFT_TO_THE_PARENT = (signal.SIGINT, signal.SIGTERM)  # a file is not to blame for Ctrl+C
CRASH_TEXT = 200


@dataclass(frozen=True)
class Instructions:
    """What the parent wants of this child, as JSON on the command line.

    Parameters
    ----------
    socket : the descriptor of its end of the line.
    loader, argument : "module:function", called with the argument before the locks close; it gives
        the function that answers a request.
    limits, without : how much the child may take, and the locks to leave open.
    die_with_parent : whether the system is to end the child with the thread that started it.
    """

    socket: int
    loader: str
    argument: str
    limits: dict[str, Any]
    without: list[str]
    die_with_parent: bool

    def to_json(self) -> str:
        return json.dumps(asdict(self))


class Talk:
    """The child's end of the line, and its leave to go on computing."""

    def __init__(self, line: socket.socket, cpu_s: float) -> None:
        self._line = line
        self._cpu_s = cpu_s

    def say(self, header: Header, payload: Payload | None = None) -> None:
        """Send a frame."""
        _send(self._line, header, payload)

    def renew(self) -> None:
        """Begin the time anew: from now on the child may compute as long as at its start."""
        allow_cpu(self._cpu_s)


Answer = Callable[[Header, BinaryIO, Talk], None]


def main(text: str) -> None:
    """Start, lock down and serve until the parent hangs up."""
    for name in LEFT_TO_THE_PARENT:
        signal.signal(name, signal.SIG_IGN)
    instructions = Instructions(**json.loads(text))
    if instructions.die_with_parent:
        die_with_parent()
    limits = Limits(**instructions.limits)
    answer: Answer = find(instructions.loader)(instructions.argument)
    with socket.socket(fileno=instructions.socket) as line:
        _load_what_comes_late()
        active = lock_down(limits, instructions.without)
        _send(line, {"kind": "ready", "active": active})
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while _serve(line, answer, limits):
                pass


def find(path: str) -> Any:  # noqa: ANN401 - what a path names is known to who wrote it
    """Give the function that "module:function" names."""
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def _load_what_comes_late() -> None:
    """Load what Python would look for in files only at its first use; afterwards none opens."""
    for name in CODECS:
        codecs.lookup(name)
    hashlib.sha256(b"").hexdigest()
    for module in ("unicodedata", "numpy.ma", "numpy.lib.recfunctions"):
        importlib.import_module(module)
    with contextlib.suppress(RuntimeError):
        raise RuntimeError


def _serve(line: socket.socket, answer: Answer, limits: Limits) -> bool:
    request, files = _receive(line)
    if request is None:
        return False
    with open(files[0], "rb") as stream:  # noqa: PTH123 - a descriptor has no path
        cpu_s = limits.member_cpu_s(os.fstat(stream.fileno()).st_size)
        return _answer(Talk(line, cpu_s), answer, request, stream)


def _answer(talk: Talk, answer: Answer, request: Header, stream: BinaryIO) -> bool:
    talk.renew()
    try:
        answer(request, stream, talk)
    except UnreadableFileError as error:
        talk.say({"kind": "unreadable", "error": type(error).__name__, "text": str(error)})
    except (BrokenPipeError, ConnectionResetError):
        return False
    except MemoryError:
        talk.say({"kind": "crash", "text": "memory"})
        return False
    except Exception as error:  # noqa: BLE001 - whatever a broken reader raises ends this process
        text = f"crash: {type(error).__name__}: {error}"[:CRASH_TEXT]
        talk.say({"kind": "crash", "text": text})
        return False
    else:
        talk.say({"kind": "end"})
    return True


def _send(line: socket.socket, header: Header, payload: Payload | None = None) -> None:
    parts = payload.parts if payload is not None else []
    length = payload.length if payload is not None else 0
    waiting = [memoryview(pack_lengths(header, length)), *parts]
    while waiting:
        sent = line.sendmsg(waiting[:MOST_GATHERED])
        while waiting and sent >= waiting[0].nbytes:
            sent -= waiting.pop(0).nbytes
        if sent:
            waiting[0] = waiting[0][sent:]


def _receive(line: socket.socket) -> tuple[Header | None, list[int]]:
    beginning, files, _, _ = socket.recv_fds(line, LENGTHS.size, 1)
    if not beginning:
        return None, []
    with io.BytesIO() as text:
        text.write(beginning)
        while text.tell() < LENGTHS.size:
            text.write(_more(line, LENGTHS.size - text.tell()))
        length, _ = LENGTHS.unpack(text.getvalue())
        while text.tell() < LENGTHS.size + length:
            text.write(_more(line, LENGTHS.size + length - text.tell()))
        header: Header = json.loads(text.getvalue()[LENGTHS.size :])
    return header, files


def _more(line: socket.socket, size: int) -> bytes:
    received = line.recv(min(size, 1 << 20))
    if not received:
        raise ConnectionResetError
    return received
