"""An open file read from a place of one's own, so that two can read it at a time."""

import io
import os
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def open_view(stream: BinaryIO) -> BinaryIO:
    """Read a file without moving the place at which others read it."""
    return io.BufferedReader(_View(stream.fileno()))


class _View(io.RawIOBase):
    def __init__(self, file: int) -> None:
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        space = memoryview(buffer).cast("B")
        content = os.pread(self._file, space.nbytes, self._at)
        space[: len(content)] = content
        self._at += len(content)
        return len(content)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        bases = {os.SEEK_CUR: self._at, os.SEEK_END: os.fstat(self._file).st_size}
        self._at = max(0, bases.get(whence, 0) + offset)
        return self._at

    def tell(self) -> int:
        return self._at
