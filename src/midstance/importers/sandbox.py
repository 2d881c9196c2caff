"""Reading a stranger's files in a process that can do little else.

One child serves many files. It is handed open files over a socket, answers in checked frames,
and is replaced whenever it breaks a limit, crashes or talks nonsense. What the platform offers
to hold it is used; what it lacks is left out and said by `describe_sandbox`.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from midstance.core.base import errors
from midstance.core.base.errors import (
    MissingPartError,
    ParserKilledError,
    UnreadableFileError,
)
from midstance.importers.activity import Member
from midstance.importers.sandbox_child import Instructions
from midstance.importers.sandbox_frames import (
    LENGTHS,
    FrameError,
    Header,
    pack_lengths,
    read_hash,
    read_member,
    read_text,
    unpack_header,
    unpack_lengths,
)
from midstance.importers.sandbox_lock import Limits

__all__ = [
    "LOCKS",
    "Limits",
    "ParserKilledError",
    "SandboxReport",
    "SandboxedReader",
    "describe_sandbox",
]

DEFAULT_READER = "midstance.importers.archive:read_source"
START_LONGEST_S = 60.0
GOODBYE_S = 2.0
MOST_FRAMES = 200_000
BUFFER_BYTES = 4 << 20
CHUNK_BYTES = 1 << 20
SHORT_BYTES = 1 << 14
OUT_OF_TIME_SIGNALS = (9, 24)  # SIGKILL (hard limit), SIGXCPU
START_CHILD = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from midstance.importers.sandbox_child import main; main(sys.argv[1])"
)
LOCKS = {
    "namespaces": "no network and no rights of its own (Linux namespaces)",
    "memory": "a limit on memory",
    "cpu_time": "a limit on processor time for each file",
    "file_size": "no writing to files",
    "open_files": "a limit on open files",
    "core_dumps": "no memory dumps",
    "processes": "no new processes for an ordinary user",
    "no_new_privileges": "no gaining of rights",
    "landlock": "no opening of files (Landlock)",
    "seccomp": "only the system calls that reading needs (seccomp)",
    "wall_clock": "a limit on waiting time for each file",
    "own_process": "a process of its own",
}


@dataclass(frozen=True)
class SandboxReport:
    """Which locks hold the process that reads files: names and words of `LOCKS`."""

    active: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def sentence(self) -> str:
        held = f"Files are read with {len(self.active)} of {len(LOCKS)} protections."
        if not self.missing:
            return held
        return f"{held} Not available here: {'; '.join(LOCKS[name] for name in self.missing)}."


class SandboxedReader:
    """Reads files through a limited child process; use it as a context manager.

    Parameters
    ----------
    limits : how much the child may take.
    reader : "module:function" of the reader that the child runs.
    without : locks to leave open, for platforms on which one of them misbehaves.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        reader: str = DEFAULT_READER,
        without: Collection[str] = (),
    ) -> None:
        self._limits = limits if limits is not None else Limits()
        self._reader = reader
        self._without = tuple(without)
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; reading again starts a new one."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def report(self) -> SandboxReport:
        """Say which locks hold."""
        active = {*self._ready_child("").active, "wall_clock", "own_process"}
        return SandboxReport(
            active=tuple(name for name in LOCKS if name in active),
            missing=tuple(name for name in LOCKS if name not in active),
        )

    def read_source(self, path: Path, name: str, skip: Collection[str] = ()) -> Iterator[Member]:
        """Read what lies in a file, member by member.

        Parameters
        ----------
        path : the file.
        name : what to call it in the members' paths.
        skip : paths of members to leave out.

        Raises
        ------
        UnreadableFileError
            The reader cannot read the file at all.
        ParserKilledError
            The child broke a limit, crashed or talked nonsense; the reader can be used again.
        """
        child = self._ready_child(name)
        finished = False
        try:
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                child.ask({"name": name, "skip": sorted(skip)}, source.fileno(), name)
            yield from child.answers(self._limits.member_wall_s(size))
            finished = True
        except ParserKilledError:
            raise
        except UnreadableFileError:
            finished = True
            raise
        finally:
            if not finished:
                self.close()

    def _ready_child(self, name: str) -> "_Child":
        if self._child is None:
            child = _Child(self._limits, self._reader, self._without)
            try:
                child.wait_until_ready(name)
            except ParserKilledError as error:
                child.end()
                raise MissingPartError(
                    f"Expected the process that reads files to start, but it stopped "
                    f"({error.reason}). Run `midstance doctor` to see why."
                ) from error
            self._child = child
        return self._child


def describe_sandbox() -> SandboxReport:
    """Start a child and say which locks hold on this machine."""
    with SandboxedReader() as reader:
        return reader.report()


class _Child:
    """One child process and the line to it."""

    def __init__(self, limits: Limits, reader: str, without: Collection[str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        for end in (ours, theirs):
            with contextlib.suppress(OSError):  # a smaller buffer is only slower
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER_BYTES)
        self._line = ours
        self.active: tuple[str, ...] = ()
        self._path, self._sha256 = "", ""
        self._ahead = bytearray()
        instructions = Instructions(
            socket=theirs.fileno(),
            reader=reader,
            limits=asdict(limits),
            without=list(without),
            die_with_parent=threading.current_thread() is threading.main_thread(),
        )
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [
                    sys.executable,
                    "-I",
                    "-c",
                    START_CHILD,
                    instructions.to_json(),
                    *filter(None, sys.path),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=_bare_environment(),
            )

    def end(self) -> None:
        """Hang up and make sure that the process is gone."""
        self._line.close()
        self._process.kill()
        self._process.wait()

    def wait_until_ready(self, name: str) -> None:
        self._path, self._sha256 = name, ""
        header, _ = self._receive(START_LONGEST_S)
        active = header.get("active")
        if header.get("kind") != "ready" or not isinstance(active, list):
            raise self._killed("nonsense: not ready")
        self.active = tuple(lock for lock in active if lock in LOCKS)

    def ask(self, request: Header, file: int, name: str) -> None:
        self._path, self._sha256 = name, ""
        frame = pack_lengths(request, 0)
        self._line.settimeout(START_LONGEST_S)
        try:
            sent = socket.send_fds(self._line, [frame], [file])
            if sent < len(frame):  # sending nothing would fail when the answer was quick
                self._line.sendall(frame[sent:])
        except OSError as error:
            raise self._killed(self._why_gone()) from error

    def answers(self, wall_s: float) -> Iterator[Member]:
        for _ in range(MOST_FRAMES):
            header, payload = self._receive(wall_s)
            try:
                member = self._understand(header, payload)
            except FrameError as error:
                raise self._killed(f"nonsense: {error}") from error
            if member is None:
                return
            if isinstance(member, Member):
                yield member
        raise self._killed("nonsense: no end of frames")

    def _understand(self, header: Header, payload: bytearray) -> Member | str | None:
        kind = header.get("kind")
        if kind == "member":
            return read_member(header, payload)
        if kind == "starting":
            self._path, self._sha256 = (
                read_text(header.get("path")),
                read_hash(header.get("sha256")),
            )
            return self._path
        if kind == "end":
            return None
        if kind == "unreadable":
            raise _find_error(header.get("error"))(read_text(header.get("text")))
        if kind == "crash":
            raise self._killed(read_text(header.get("text")))
        raise FrameError("a frame of no known kind")

    def _receive(self, wall_s: float) -> tuple[Header, bytearray]:
        until_s = time.monotonic() + wall_s
        try:
            beginning = self._receive_bytes(LENGTHS.size, until_s)
            header_bytes, payload_bytes = unpack_lengths(bytes(beginning))
            header = unpack_header(self._receive_bytes(header_bytes, until_s))
            return header, self._receive_bytes(payload_bytes, until_s)
        except FrameError as error:
            raise self._killed(f"nonsense: {error}") from error
        except TimeoutError as error:
            raise self._killed("time") from error
        except OSError as error:
            raise self._killed(self._why_gone()) from error

    def _receive_bytes(self, size: int, until_s: float) -> bytearray:
        """Receive so many bytes; memory grows with what arrives and not with what is promised."""
        received = self._ahead[:size]
        del self._ahead[:size]
        while (missing := size - len(received)) > 0:
            self._line.settimeout(max(until_s - time.monotonic(), 1e-3))
            came = self._line.recv(CHUNK_BYTES if missing > SHORT_BYTES else SHORT_BYTES)
            if not came:
                raise ConnectionResetError
            received += came[:missing]
            self._ahead += came[missing:]
        return received

    def _killed(self, reason: str) -> ParserKilledError:
        return ParserKilledError(self._path, self._sha256, reason)

    def _why_gone(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(GOODBYE_S)
            if -code in OUT_OF_TIME_SIGNALS:
                return "time"
            return f"signal {-code}" if code < 0 else f"exit {code}"
        return "hung up"


def _find_error(name: object) -> type[UnreadableFileError]:
    found = getattr(errors, name, None) if isinstance(name, str) else None
    if not isinstance(found, type) or not issubclass(found, UnreadableFileError):
        raise FrameError("an error that there is not")
    if found is ParserKilledError:
        raise FrameError("an error that only we may raise")
    return found


def _bare_environment() -> dict[str, str]:
    """Only what starting Python needs; one thread, so that it may enter a namespace."""
    kept = {
        name: os.environ[name]
        for name in ("LD_LIBRARY_PATH", "LC_ALL", "LANG")
        if name in os.environ
    }
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**kept, **one}
