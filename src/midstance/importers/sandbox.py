"""Reading a stranger's files in a process that can do little else: one child, many files."""

from collections.abc import Collection, Iterator
from pathlib import Path

from midstance.core.base.errors import ParserKilledError
from midstance.importers.activity import Member
from midstance.importers.sandbox_frames import read_member
from midstance.sandbox.frames import FrameError, Header
from midstance.sandbox.lock import Limits
from midstance.sandbox.locked import LOCKS, LockedProcess, SandboxReport

__all__ = [
    "LOCKS",
    "Limits",
    "ParserKilledError",
    "SandboxReport",
    "SandboxedReader",
    "describe_sandbox",
]

DEFAULT_READER = "midstance.importers.archive:read_source"
LOADER = "midstance.importers.sandbox_child:load_reader"


class SandboxedReader(LockedProcess):
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
        super().__init__(LOADER, reader, limits if limits is not None else Limits(), without)

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
        request: Header = {"name": name, "skip": sorted(skip)}
        yield from self._ask(path, name, request, _understand)


def _understand(header: Header, payload: bytearray) -> Member:
    if header.get("kind") != "member":
        raise FrameError("a frame of no known kind")
    return read_member(header, payload)


def describe_sandbox() -> SandboxReport:
    """Start a child and say which locks hold on this machine."""
    with SandboxedReader() as reader:
        return reader.report()
