"""Which files an import has to read."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SourceFile:
    """One dropped file: where it lies and what it is called in the report."""

    path: Path
    name: str


def find_sources(paths: Iterable[Path], root: Path | None = None) -> tuple[SourceFile, ...]:
    """Every file below the paths, once, in the order of their names.

    Names are as given, or below `root` where that is given.
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        for file in _files_below(path):
            name = str(file.relative_to(root)) if root else str(file)
            found.setdefault(file.resolve(), SourceFile(file, name))
    return tuple(found.values())


def _files_below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, below, names in os.walk(path):
        below.sort()
        for name in sorted(names):
            if (Path(folder) / name).is_file():
                yield Path(folder) / name
