"""Take what a device told while it was far from here, piece by piece."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from midstance.app.log_pain import log_pain
from midstance.app.log_session import log_session
from midstance.app.training.records import Meaning
from midstance.app.training.told_documents import read_pain_document, read_session_document
from midstance.core.base.errors import InvalidValueError, LimitExceededError, MidstanceError
from midstance.store.models import PainEntry, Run, Runner, SessionLog

MOST_TOLD = 50
RUN = "run"


class Outcome(StrEnum):
    """What became of a piece: kept now, kept before, or not possible."""

    KEPT = "kept"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """One piece as a device sends it: `kind` is pain or session, `document` what it told."""

    kind: str
    document: Any


@dataclass(frozen=True)
class Taken:
    """What became of one piece, by its key; `reason` where it is refused, else `meaning`."""

    key: str
    outcome: Outcome
    reason: str
    meaning: Meaning | None


def sync_told(runner: Runner, told: Sequence[Told]) -> tuple[Taken, ...]:
    """Keep each piece that a device tells, and say of each what became of it.

    *Changes* adds what was not told before; each piece by itself, so that a batch that ends half
    way is safe to send again.
    *Refuses* more pieces than fit into one batch (LimitExceededError); a piece that cannot be is
    told as refused, with every reason, and keeps no other from being taken.
    *Twice* keeps it once, and says so.
    *Privacy* stays in the data folder.
    """
    if len(told) > MOST_TOLD:
        raise LimitExceededError(f"Expected at most {MOST_TOLD} pieces at once, got {len(told)}.")
    return tuple(_take(runner, each) for each in told)


def _take(runner: Runner, told: Told) -> Taken:
    key = _key_of(told)
    try:
        was_there = _is_kept(runner, told.kind, key)
        meaning = _keep(runner, told, key)
    except MidstanceError as error:
        return Taken(key, Outcome.REFUSED, str(error), None)
    return Taken(key, Outcome.AGAIN if was_there else Outcome.KEPT, "", meaning)


def _key_of(told: Told) -> str:
    key = told.document.get("key") if isinstance(told.document, Mapping) else None
    return key if isinstance(key, str) else ""


def _is_kept(runner: Runner, kind: str, key: str) -> bool:
    model = SessionLog if kind == "session" else PainEntry
    return "\0" not in key and model.objects.owned_by(runner).filter(key=key).exists()


def _keep(runner: Runner, told: Told, key: str) -> Meaning:
    if not key:
        raise InvalidValueError("Expected a key that the device made.")
    if told.kind == "pain":
        return _keep_pain(runner, told.document)
    if told.kind == "session":
        return log_session(runner, read_session_document(runner, told.document))
    raise InvalidValueError(f"Expected pain or session, got {told.kind!r}.")


def _keep_pain(runner: Runner, document: Mapping[str, Any]) -> Meaning:
    """A pain outlives its run: after a restore the run may not be back yet."""
    run = document.get(RUN)
    if isinstance(run, str) and run and not _has_run(runner, run):
        document = {**document, RUN: ""}
    return log_pain(runner, read_pain_document(runner, document))


def _has_run(runner: Runner, key: str) -> bool:
    return "\0" not in key and Run.objects.owned_by(runner).filter(key=key).exists()
