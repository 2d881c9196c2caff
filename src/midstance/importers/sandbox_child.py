"""The process that reads a stranger's files: it starts, gives up what it can, and serves.

Started by `midstance.importers.sandbox` with one end of a socket. A request is a frame and the
open file; the answer is a row of frames: "starting" before each member, "member", and at last
"end" or "unreadable". Whatever else happens ends the process, and the parent starts another.
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
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from midstance.core.base.errors import UnreadableFileError
from midstance.importers.activity import Member
from midstance.importers.sandbox_frames import (
    LENGTHS,
    Header,
    Payload,
    pack_lengths,
    write_member,
)
from midstance.importers.sandbox_lock import Limits, allow_cpu, die_with_parent, lock_down

Reader = Callable[
    [BinaryIO, str, Callable[[str], bool], Callable[[str, str], None]], Iterator[Member]
]
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
    """What the parent wants of this child, as JSON on the command line."""

    socket: int
    reader: str
    limits: dict[str, Any]
    without: list[str]
    die_with_parent: bool

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def main(text: str) -> None:
    """Start, lock down and serve until the parent hangs up."""
    for name in LEFT_TO_THE_PARENT:
        signal.signal(name, signal.SIG_IGN)
    instructions = Instructions(**json.loads(text))
    if instructions.die_with_parent:
        die_with_parent()
    limits = Limits(**instructions.limits)
    reader = _load(instructions.reader)
    with socket.socket(fileno=instructions.socket) as line:
        _load_what_comes_late()
        active = lock_down(limits, instructions.without)
        _send(line, {"kind": "ready", "active": active})
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while _serve(line, reader, limits):
                pass


def _load(path: str) -> Reader:
    module, _, name = path.partition(":")
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader


def _load_what_comes_late() -> None:
    """Load what Python would look for in files only at its first use; afterwards none opens."""
    for name in CODECS:
        codecs.lookup(name)
    hashlib.sha256(b"").hexdigest()
    for module in ("unicodedata", "numpy.ma", "numpy.lib.recfunctions"):
        importlib.import_module(module)
    with contextlib.suppress(RuntimeError):
        raise RuntimeError


def _serve(line: socket.socket, reader: Reader, limits: Limits) -> bool:
    request, files = _receive(line)
    if request is None:
        return False
    with open(files[0], "rb") as stream:  # noqa: PTH123 - a descriptor has no path
        cpu_s = limits.member_cpu_s(os.fstat(stream.fileno()).st_size)
        return _answer(line, reader, request, stream, cpu_s)


def _answer(
    line: socket.socket, reader: Reader, request: Header, stream: BinaryIO, cpu_s: float
) -> bool:
    def start(path: str, sha256: str) -> None:
        allow_cpu(cpu_s)
        _send(line, {"kind": "starting", "path": path, "sha256": sha256})

    allow_cpu(cpu_s)
    skipped = frozenset(request["skip"])
    try:
        for member in reader(stream, request["name"], skipped.__contains__, start):
            _send(line, *write_member(member))
            allow_cpu(cpu_s)
    except UnreadableFileError as error:
        _send(line, {"kind": "unreadable", "error": type(error).__name__, "text": str(error)})
    except (BrokenPipeError, ConnectionResetError):
        return False
    except MemoryError:
        _send(line, {"kind": "crash", "text": "memory"})
        return False
    except Exception as error:  # noqa: BLE001 - whatever a broken reader raises ends this process
        text = f"crash: {type(error).__name__}: {error}"[:CRASH_TEXT]
        _send(line, {"kind": "crash", "text": text})
        return False
    else:
        _send(line, {"kind": "end"})
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


if __name__ == "__main__":
    main(sys.argv[1])
