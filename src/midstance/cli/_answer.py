"""What a command gives back: words or one JSON document, problems on standard error."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from midstance.core.base.errors import MidstanceError

Json = Mapping[str, object] | Sequence[object]


def write_json(document: Json) -> None:
    """Exactly one document on standard output; NaN is refused, not written."""
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
    sys.stdout.flush()


def write_line(words: str = "") -> None:
    sys.stdout.write(words + "\n")


def write_note(words: str) -> None:
    """Progress and remarks go to standard error, out of the way of the answer."""
    sys.stderr.write(words + "\n")


def refuse(error: MidstanceError, *, as_json: bool) -> int:
    """Say why nothing was done; exit code 1."""
    if as_json:
        write_json({"error": {"kind": type(error).__name__, "reason": str(error)}})
    write_note(f"midstance: {error}")
    return 1


def refuse_all(what: str, problems: tuple[str, ...], *, as_json: bool) -> int:
    """The same for several problems at once."""
    write_note(f"midstance: {what}")
    for problem in problems:
        write_note(f"  {problem}")
    if as_json:
        error = {"kind": "InvalidValuesError", "reason": " ".join(problems)}
        write_json({"error": error, "problems": list(problems)})
    return 1


def iso_utc(moment: datetime) -> str:
    """Say a moment as "2026-11-23T05:40:00Z"."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
