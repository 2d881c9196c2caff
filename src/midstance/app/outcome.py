"""The four ends of a file."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """The four ends of a file."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file; `kind` is a short class of reason, `reason` its words."""

    path: str
    outcome: Outcome
    kind: str = ""
    reason: str = ""
    runs: tuple[str, ...] = ()
