"""Zips and gzips from strangers: every byte counted, nothing believed that a header claims."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO, Protocol, Self

from midstance.core.base.errors import DamagedFileError, LimitExceededError, UnreadableFileError
from midstance.importers.activity import Note
from midstance.importers.limits import (
    ARCHIVE_MAX_DIRECTORY_BYTES,
    ARCHIVE_MAX_MEMBERS,
    ARCHIVE_MAX_PACKED_INNER_BYTES,
    ARCHIVE_MAX_RATIO,
    ARCHIVE_RATIO_FREE_BYTES,
    GZIP_MAX_PARTS,
)

CHUNK_BYTES = 1024 * 1024
LOCAL_HEADER_BYTES = 30
END_BYTES = 22
LONGEST_COMMENT = 65_535
END_MARK = b"PK\x05\x06"
WIDE_END_MARK = b"PK\x06\x06"
GZIP_WINDOW = 31  # zlib's word for "with a gzip header"
GZIP_MARK = b"\x1f\x8b"
GZIP_SUM_BYTES = 8
DRIVE = re.compile(r"^[A-Za-z]:")
FOREIGN_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
)


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Budget:
    """How many bytes an archive may still unpack to."""

    def __init__(self, most_bytes: int, packed_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.ratio_bytes = ratio_limit(packed_bytes)
        self.spent_bytes = 0

    def start_again(self) -> None:
        """Count from zero, because the same bytes are going to be read again."""
        self.spent_bytes = 0

    def spend(self, count: int) -> None:
        self.spent_bytes += count
        if self.spent_bytes > self.most_bytes:
            raise LimitExceededError(
                f"An archive may hold {self.most_bytes} bytes once unpacked; this one holds more. "
                "Unpack it yourself and drop the folder."
            )
        if self.spent_bytes > self.ratio_bytes:
            raise _too_dense()


@dataclass(frozen=True)
class Entry:
    """One file in a zip; `refusal` says why it may not be read, "" where it may."""

    info: zipfile.ZipInfo
    path: str
    notes: tuple[Note, ...]
    refusal: str = ""


class SafeZip:
    """A zip whose members can be read one at a time, within limits."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self.budget = budget
        with our_errors("A zip"):
            _check_directory(stream)
            self._zip = zipfile.ZipFile(stream)
        infos = [info for info in self._zip.infolist() if not info.filename.endswith("/")]
        _check_count(len(infos))
        _check_overlap(infos, self._zip.start_dir)
        self.entries = tuple(_name_entries(sorted(infos, key=lambda info: info.header_offset)))

    def open(self, entry: Entry) -> "MemberStream":
        """The bytes of a member, counted while they are read."""
        with our_errors("A file in the zip"):
            return MemberStream(self._zip.open(entry.info), entry.info, self.budget)

    def read_head(self, entry: Entry, count: int) -> bytes:
        with self.open(entry) as member:
            return member.read(count)

    def read(self, entry: Entry, most_bytes: int) -> bytes:
        """All bytes of a member; refuses one with more than `most_bytes`."""
        with self.open(entry) as member:
            return read_at_most(member, most_bytes)

    def open_inner(self, entry: Entry) -> BinaryIO:
        """A zip in this zip, as a file that can be read from anywhere."""
        if entry.info.compress_type == zipfile.ZIP_STORED:
            with our_errors("A zip in the zip"):
                return io.BufferedReader(self._window(entry.info))
        return io.BytesIO(self.read(entry, ARCHIVE_MAX_PACKED_INNER_BYTES))

    def _window(self, info: zipfile.ZipInfo) -> "_Window":
        self._stream.seek(info.header_offset)
        header = self._stream.read(LOCAL_HEADER_BYTES)
        name_bytes, extra_bytes = struct.unpack("<HH", header[26:30])
        start = info.header_offset + LOCAL_HEADER_BYTES + name_bytes + extra_bytes
        return _Window(self._stream, start, info.file_size)


class MemberStream:
    """A member being unpacked; stops at the density and the budget of the archive."""

    def __init__(self, member: Readable, info: zipfile.ZipInfo, budget: Budget) -> None:
        self._member = member
        self.budget = budget
        self._left = ratio_limit(info.compress_size)

    def read(self, size: int = -1, /) -> bytes:
        with our_errors("A file in the zip"):
            piece = self._member.read(CHUNK_BYTES if size < 0 else size)
        self.budget.spend(len(piece))
        self._left -= len(piece)
        if self._left < 0:
            raise _too_dense()
        return piece

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if isinstance(self._member, zipfile.ZipExtFile):
            self._member.close()


class _Window(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        self._stream, self._start, self._size, self._at = stream, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the start of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override] # any writable buffer
        self._stream.seek(self._start + self._at)
        piece = self._stream.read(max(min(len(buffer), self._size - self._at), 0))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextmanager
def our_errors(what: str) -> Iterator[None]:
    """Turn what the standard library raises on damaged archives into our own error."""
    try:
        yield
    except UnreadableFileError:
        raise
    except FOREIGN_ERRORS as error:
        raise DamagedFileError(f"{what} was expected; it is damaged: {error}.") from error


def ratio_limit(packed_bytes: int) -> int:
    """How many bytes may come out of so many packed ones."""
    return max(ARCHIVE_MAX_RATIO * packed_bytes, ARCHIVE_RATIO_FREE_BYTES)


def read_at_most(stream: Readable, most_bytes: int) -> bytes:
    """All bytes of a stream; raises LimitExceededError where it holds more than `most_bytes`."""
    pieces: list[bytes] = []
    count = 0
    while piece := stream.read(CHUNK_BYTES):
        pieces.append(piece)
        count += len(piece)
        if count > most_bytes:
            raise LimitExceededError(
                f"A file of this kind may hold {most_bytes} bytes; this one holds more."
            )
    return b"".join(pieces)


def gunzip(packed: bytes, most_bytes: int) -> tuple[bytes, tuple[Note, ...]]:
    """Unpack every part of a gzip; one that breaks off gives what there is, with a note."""
    budget = Budget(most_bytes, len(packed))
    pieces: list[bytes] = []
    try:
        for piece in _gunzip_parts(packed):
            budget.spend(len(piece))
            pieces.append(piece)
    except (zlib.error, EOFError) as error:
        if not pieces:
            raise DamagedFileError(f"A gzip was expected; it is damaged: {error}.") from error
        return b"".join(pieces), (Note("gzip_cut_short", 1, str(error)),)
    return b"".join(pieces), ()


def _gunzip_parts(packed: bytes) -> Iterator[bytes]:
    rest = packed
    for _part in range(GZIP_MAX_PARTS):
        unpacker = zlib.decompressobj(GZIP_WINDOW)
        # The sum at the end comes by itself, so that a wrong one does not cost the last bytes.
        body, end = rest[:-GZIP_SUM_BYTES], rest[-GZIP_SUM_BYTES:]
        yield from _unpack(unpacker, body)
        if unpacker.eof:
            rest = unpacker.unused_data + end
        else:
            yield from _unpack(unpacker, end)
            rest = unpacker.unused_data
        if not unpacker.eof:
            raise EOFError("it breaks off")
        rest = rest.lstrip(b"\0")
        if not rest.startswith(GZIP_MARK):
            return
    raise LimitExceededError(f"A gzip may have {GZIP_MAX_PARTS} parts; this one has more.")


def _unpack(unpacker: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    while packed and not unpacker.eof:
        yield unpacker.decompress(packed, CHUNK_BYTES)
        packed = unpacker.unconsumed_tail


def _too_dense() -> LimitExceededError:
    return LimitExceededError(
        f"A file may grow {ARCHIVE_MAX_RATIO} times when unpacked; this one grows more, as no "
        "recording does. Unpack it yourself if you trust it."
    )


def _check_directory(stream: BinaryIO) -> None:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - LONGEST_COMMENT - 2 * END_BYTES - 76))
    tail = stream.read()
    sizes = [0]
    if (at := tail.rfind(END_MARK)) >= 0 and len(tail) >= at + END_BYTES:
        sizes.append(struct.unpack_from("<L", tail, at + 12)[0] % 0xFFFF_FFFF)
    if (at := tail.rfind(WIDE_END_MARK)) >= 0 and len(tail) >= at + 56:
        sizes.append(struct.unpack_from("<Q", tail, at + 40)[0])
    stream.seek(0)
    if min(max(sizes), size) > ARCHIVE_MAX_DIRECTORY_BYTES:
        raise LimitExceededError(
            f"The list of files in a zip may hold {ARCHIVE_MAX_DIRECTORY_BYTES} bytes; this one "
            f"holds {max(sizes)}. Unpack it yourself and drop the folder."
        )


def _check_count(count: int) -> None:
    if count > ARCHIVE_MAX_MEMBERS:
        raise LimitExceededError(
            f"A zip may hold {ARCHIVE_MAX_MEMBERS} files; this one holds {count}. "
            "Unpack it yourself and drop the folder."
        )


def _check_overlap(infos: list[zipfile.ZipInfo], directory_at: int) -> None:
    spans = sorted((info.header_offset, info.compress_size) for info in infos)
    for (start, packed_bytes), (following, _) in pairwise([*spans, (directory_at, 0)]):
        if start + LOCAL_HEADER_BYTES + packed_bytes > following:
            raise LimitExceededError(
                "Two files in this zip share the same bytes, which no honest program writes. "
                "Export it again from where it came."
            )


def _name_entries(infos: list[zipfile.ZipInfo]) -> Iterator[Entry]:
    seen: Counter[str] = Counter()
    for info in infos:
        path = info.orig_filename.replace("\\", "/").replace("\0", "?")
        seen[path] += 1
        again = seen[path]
        notes = () if again == 1 else (Note("name_repeated", again),)
        shown = path if again == 1 else f"{path} ({again})"
        yield Entry(info, shown, notes, _refusal(info))


def _refusal(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename.replace("\\", "/")
    if "\0" in name or name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        return "Its name points outside of the archive, so it was not read."
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return "It is a link or a device and not a file, so it was not read."
    if info.flag_bits & 1:
        return "It is locked with a password. Unpack the archive yourself and drop the folder."
    return ""
