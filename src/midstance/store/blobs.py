"""Originals, byte for byte, each under the digest of its bytes and written once."""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from midstance.core.base.errors import DamagedFileError, NotFoundError
from midstance.store.durable import draft, open_synced_folder, sync_folder
from midstance.store.home import blobs_folder

CHUNK_BYTES = 1 << 20
READ_ONLY = 0o400
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredBlob:
    """What was stored: the digest is its name."""

    sha256: str
    size: int


@dataclass(frozen=True)
class BlobReport:
    """Both directions: rows without their bytes, and bytes without a row."""

    checked: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.missing and not self.damaged


@dataclass(frozen=True)
class Blobs:
    """The folder of originals."""

    root: Path

    def path(self, sha256: str) -> Path:
        if not DIGEST.fullmatch(sha256):
            raise NotFoundError(f"Expected a SHA-256 of 64 hexadecimal digits, not {sha256!r}.")
        return self.root / sha256[:2] / sha256

    def put(self, source: bytes | IO[bytes]) -> StoredBlob:
        """Store bytes once; when this returns they survive a power loss."""
        return self.put_bytes(source) if isinstance(source, bytes) else self.put_stream(source)

    def put_bytes(self, content: bytes) -> StoredBlob:
        (blob,) = self.put_all([content])
        return blob

    def put_all(self, contents: Sequence[bytes]) -> list[StoredBlob]:
        """Several at once: the disk is waited for once for all files and once for all names."""
        blobs = [
            StoredBlob(hashlib.sha256(content).hexdigest(), len(content)) for content in contents
        ]
        missing = {
            blob: content
            for blob, content in zip(blobs, contents, strict=True)
            if not self.has(blob.sha256, blob.size)
        }
        drafted = {blob: self.name_draft() for blob in missing}
        with ExitStack() as drafts:
            for blob, content in missing.items():
                drafts.enter_context(draft(drafted[blob])).write(content)
        for blob, path in drafted.items():
            self.give_name(path, blob)
        for folder in {self.path(blob.sha256).parent for blob in blobs}:
            sync_folder(folder)  # of all: another process may have named one and not synced yet
        return blobs

    def put_stream(self, source: IO[bytes]) -> StoredBlob:
        drafted = self.name_draft()
        with draft(drafted) as file:
            blob = copy_and_digest(source, file)
        self.give_name(drafted, blob)
        sync_folder(self.path(blob.sha256).parent)
        return blob

    def name_draft(self) -> Path:
        return open_synced_folder(self.root) / f"{secrets.token_hex(16)}.draft"

    def give_name(self, drafted: Path, blob: StoredBlob) -> None:
        """The name is durable only when the folder is synced after this."""
        path = self.path(blob.sha256)
        if self.has(blob.sha256, blob.size):
            drafted.unlink()
            return
        drafted.chmod(READ_ONLY)
        open_synced_folder(path.parent)
        drafted.replace(path)

    def has(self, sha256: str, size: int) -> bool:
        path = self.path(sha256)
        return path.exists() and path.stat().st_size == size

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise NotFoundError(
                f"The original {sha256} is not in {self.root}; restore it from a backup."
            ) from error

    def read(self, sha256: str) -> bytes:
        """The bytes of an original, checked against their digest."""
        with self.open(sha256) as file:
            content = file.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFileError(
                f"The original {sha256} is not what was stored; restore it from a backup."
            )
        return content

    def walk(self) -> Iterator[str]:
        """The digests of all stored originals, sorted."""
        if self.root.is_dir():
            names = (path.name for path in self.root.glob("[0-9a-f][0-9a-f]/*"))
            yield from sorted(name for name in names if DIGEST.fullmatch(name))

    def drafts(self) -> tuple[Path, ...]:
        """What killed writers left behind; no row ever pointed there."""
        return tuple(self.root.glob("*.draft"))

    def sweep(self, before_s: float) -> int:
        """Remove drafts last written before this moment (seconds since 1970); gives how many."""
        left = [path for path in self.drafts() if path.stat().st_mtime < before_s]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def is_intact(self, sha256: str) -> bool:
        with self.open(sha256) as file:
            return digest_file(file) == sha256

    def check(self, expected: Mapping[str, int], *, read_all: bool = True) -> BlobReport:
        """Compare the folder with the (digest: size) that the rows expect."""
        there = set(self.walk())
        kept = sorted(there & expected.keys())
        damaged = [
            sha256
            for sha256 in kept
            if not self.has(sha256, expected[sha256]) or (read_all and not self.is_intact(sha256))
        ]
        return BlobReport(
            checked=len(kept),
            missing=tuple(sorted(expected.keys() - there)),
            damaged=tuple(damaged),
            unlisted=tuple(sorted(there - expected.keys())),
        )


def blobs() -> Blobs:
    """The originals of this installation."""
    return Blobs(blobs_folder())


def copy_and_digest(source: IO[bytes], target: IO[bytes]) -> StoredBlob:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return StoredBlob(digest.hexdigest(), size)


def digest_file(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return digest.hexdigest()
