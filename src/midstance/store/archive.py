"""The archive of a backup: a zip of rows, originals and a manifest with the digest of each part.

| member | holds |
|---|---|
| `rows/<app>.<table>.jsonl` | the columns' names, then one row a line |
| `originals/<sha256>` | the bytes of an original |
| `manifest.json` | format, migrations, and the digest and size of every other member |
"""

import hashlib
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, BinaryIO

from midstance.core.base.errors import DamagedFileError, NotFoundError, RefusedError
from midstance.store.blobs import copy_and_digest, digest_file

FORMAT = 1
MANIFEST = "manifest.json"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip; the manifest tells the real one
FAULTS = (  # what zipfile and json raise on bytes that nobody wrote
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    lzma.LZMAError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Table:
    """How many rows a table has, and the digest of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds; `migrations` names the last one of each app."""

    format: int
    version: str
    made_at: str
    engine: str
    migrations: dict[str, str]
    tables: dict[str, Table]
    originals: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def rows_alone(self) -> bool:
        """Whether it names originals and holds none, as the copy before an update does."""
        return not self.originals and self.tables["store.original"].rows > 0

    @property
    def digest(self) -> str:
        """Of the content alone: archives of the same rows and originals have the same."""
        content = [{name: asdict(table) for name, table in self.tables.items()}, self.originals]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def rows_member(table: str) -> str:
    return f"rows/{table}.jsonl"


def original_member(sha256: str) -> str:
    return f"originals/{sha256}"


def entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, FIRST_MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    return info


def write_table(archive: zipfile.ZipFile, name: str, lines: Iterable[str]) -> Table:
    member = entry(rows_member(name), packed=True)
    with archive.open(member, "w", force_zip64=True) as file:
        return digest_lines(lines, file)


def digest_lines(lines: Iterable[str], copy_to: IO[bytes] | None = None) -> Table:
    digest, count = hashlib.sha256(), -1  # the first line names the columns
    for line in lines:
        written = line.encode()
        digest.update(written)
        count += 1
        if copy_to is not None:
            copy_to.write(written)
    return Table(count, digest.hexdigest())


def write_original(archive: zipfile.ZipFile, sha256: str, source: BinaryIO) -> int:
    member = entry(original_member(sha256), packed=False)
    with archive.open(member, "w", force_zip64=True) as file:
        copied = copy_and_digest(source, file)
    if copied.sha256 != sha256:
        raise DamagedFileError(
            f"The original {sha256} is not what was stored, so no backup was made; "
            "`midstance doctor` lists such files."
        )
    return copied.size


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    told = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    archive.writestr(entry(MANIFEST, packed=True), told)


@contextmanager
def reading(path: Path) -> Iterator[zipfile.ZipFile]:
    """An open archive, every fault of which is told as one of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no backup at {path}.") from error
    except OSError as error:
        if error.errno is not None:  # the disk's fault; a decompressor's has no number
            raise
        raise damaged(path, error) from error
    except FAULTS as error:
        raise damaged(path, error) from error


def damaged(path: Path, error: Exception) -> DamagedFileError:
    return DamagedFileError(
        f"{path} is damaged or no backup of Midstance ({error}). Nothing was changed."
    )


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    told = json.loads(archive.read(MANIFEST))
    if told["format"] != FORMAT:
        raise RefusedError(
            f"The backup has format {told['format']} and this Midstance reads {FORMAT}; "
            "restore it with a newer Midstance. Nothing was changed."
        )
    tables = {name: Table(**table) for name, table in told["tables"].items()}
    return Manifest(**{**told, "tables": tables})


def check_members(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read every part once and compare it with the manifest, before anything is built of it."""
    expected = {rows_member(name): table.sha256 for name, table in manifest.tables.items()}
    expected |= {original_member(sha256): sha256 for sha256 in manifest.originals}
    if sorted(archive.namelist()) != sorted([*expected, MANIFEST]):
        raise ValueError("its parts are not those that its manifest names")
    for name, sha256 in expected.items():
        with archive.open(name) as file:
            if digest_file(file) != sha256:
                raise ValueError(f"{name} is not what was written")


@contextmanager
def open_table(archive: zipfile.ZipFile, name: str) -> Iterator[Iterator[str]]:
    with archive.open(rows_member(name)) as raw, TextIOWrapper(raw, "utf-8", newline="\n") as lines:
        yield iter(lines)
