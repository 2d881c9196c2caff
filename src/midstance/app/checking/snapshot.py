"""The snapshot of a check, which is replayed as it was."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from midstance.app.checking.records import CheckReport, Document
from midstance.app.plain import read_plain, to_plain


@dataclass(frozen=True)
class Snapshot:
    """Inputs and output of one check."""

    answers: Document
    asked: tuple[str, ...]
    report: CheckReport


def write_snapshot(document: Document, asked: Sequence[str], report: CheckReport) -> str:
    """Equal inputs and output give equal bytes, whichever engine stores them."""
    content = {"answers": document, "asked": list(asked), "report": to_plain(report)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_snapshot(text: str) -> Snapshot:
    """The inverse of `write_snapshot`."""
    content = json.loads(text)
    report = read_plain(CheckReport, content["report"])
    return Snapshot(content["answers"], tuple(content["asked"]), report)
