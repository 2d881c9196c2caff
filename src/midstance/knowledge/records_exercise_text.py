"""Words about exercises, doses, equipment and routines."""

from collections.abc import Mapping
from dataclasses import dataclass

from midstance.knowledge.records import Checked
from midstance.knowledge.records_text import Claim


@dataclass(frozen=True)
class DoseText:
    """A form of dose: its name, and what it is for."""

    id: str
    name: str
    what: str


@dataclass(frozen=True)
class EquipmentText:
    """A thing, and what in a household can stand for it."""

    id: str
    name: str
    household: str | None


@dataclass(frozen=True)
class SituationText:
    """A situation as a phrase that follows "when": "kneeling hurts"."""

    id: str
    words: str


@dataclass(frozen=True)
class StopText:
    """What ends an exercise, as a phrase that follows "stop if"."""

    id: str
    words: str


@dataclass(frozen=True)
class ExerciseText:
    """An exercise as it is told.

    Parameters
    ----------
    targets : what it works, as a reader knows it.
    steps : three to five, in order.
    feel : what it should feel like.
    easier : how to make it easier at once.
    changes : by avoided pattern or situation that does not leave it out, how it is done then.
    claims : what is known about it beyond its load and its dose.
    """

    id: str
    name: str
    targets: str
    steps: tuple[str, ...]
    feel: str
    easier: str
    changes: Mapping[str, str]
    claims: tuple[Claim, ...]
    checked: Checked


@dataclass(frozen=True)
class BlockText:
    """A stretch of a routine: its name and how it is done."""

    name: str
    how: str


@dataclass(frozen=True)
class RoutineText:
    """A routine as it is told.

    Parameters
    ----------
    after : what to do when it is done.
    blocks : the words of each block by its id.
    """

    id: str
    name: str
    summary: Claim
    stop_if: tuple[str, ...]
    after: str
    blocks: Mapping[str, BlockText]
    checked: Checked
