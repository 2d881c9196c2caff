"""A child process that reads what strangers wrote and can do little else.

One child serves many files. It is handed open files over a socket, answers in checked frames,
and is replaced whenever it breaks a limit, crashes or talks nonsense. What the platform offers
to hold it is used; what it lacks is left out and said by the report.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from midstance.core.base import errors
from midstance.core.base.errors import (
    MissingPartError,
    ParserKilledError,
    UnreadableFileError,
)
from midstance.sandbox.child import Instructions
from midstance.sandbox.frames import (
    LENGTHS,
    FrameError,
    Header,
    pack_lengths,
    read_hash,
    read_text,
    unpack_header,
    unpack_lengths,
)
from midstance.sandbox.lock import Limits

START_LONGEST_S = 60.0
GOODBYE_S = 2.0
MOST_FRAMES = 200_000
BUFFER_BYTES = 4 << 20
CHUNK_BYTES = 1 << 20
SHORT_BYTES = 1 << 14
OUT_OF_TIME_SIGNALS = (9, 24)  # SIGKILL (hard limit), SIGXCPU
START_CHILD = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from midstance.sandbox.child import main; main(sys.argv[1])"
)
T = TypeVar("T")
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


class LockedProcess:
    """Files answered by a limited child process; use it as a context manager.

    Parameters
    ----------
    loader, argument : "module:function", called in the child before the locks close; it gives the
        function that answers.
    limits : how much the child may take.
    without : locks to leave open, for platforms on which one of them misbehaves.
    """

    def __init__(
        self, loader: str, argument: str, limits: Limits, without: Collection[str] = ()
    ) -> None:
        self._loader, self._argument = loader, argument
        self._limits = limits
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

    def _ask(
        self,
        path: Path,
        name: str,
        request: Header,
        understand: Callable[[Header, bytearray], T],
    ) -> Generator[T, None, None]:
        """Hand a file to the child and give its frames, understood, as they come.

        Raises
        ------
        UnreadableFileError
            The child says that the file cannot be read.
        ParserKilledError
            The child broke a limit, crashed or talked nonsense; a new one can be asked.
        """
        child = self._ready_child(name)
        finished = False
        try:
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                child.ask(request, source.fileno(), name)
            yield from child.answers(self._limits.member_wall_s(size), understand)
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
            child = _Child(self._limits, self._loader, self._argument, self._without)
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


class _Child:
    """One child process and the line to it."""

    def __init__(
        self, limits: Limits, loader: str, argument: str, without: Collection[str]
    ) -> None:
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
            loader=loader,
            argument=argument,
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

    def answers(self, wall_s: float, understand: Callable[[Header, bytearray], T]) -> Iterator[T]:
        for _ in range(MOST_FRAMES):
            header, payload = self._receive(wall_s)
            if header.get("kind") == "end":
                return
            try:
                if self._concerns_the_line(header):
                    continue
                understood = understand(header, payload)
            except FrameError as error:
                raise self._killed(f"nonsense: {error}") from error
            yield understood
        raise self._killed("nonsense: no end of frames")

    def _concerns_the_line(self, header: Header) -> bool:
        kind = header.get("kind")
        if kind == "starting":
            self._path, self._sha256 = (
                read_text(header.get("path")),
                read_hash(header.get("sha256")),
            )
        if kind == "unreadable":
            raise _find_error(header.get("error"))(read_text(header.get("text")))
        if kind == "crash":
            raise self._killed(read_text(header.get("text")))
        return kind == "starting"

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
