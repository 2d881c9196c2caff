"""The records of exercises: doses, equipment, exercises, routines."""

from collections.abc import Mapping
from dataclasses import dataclass

from midstance.core.plan.book import (
    Change,
    DoseForm,
    Period,
    Position,
    Region,
    RoutineSide,
    Sides,
    Stop,
)
from midstance.knowledge.records import Certainty, Checked

Pair = tuple[int, ...]
"""The least and the most."""


@dataclass(frozen=True)
class DoseRecord:
    """One form of dose; see `core.plan.book.Dose`. Its id is that of the form."""

    id: DoseForm
    sets: Pair
    reps: Pair
    hold_s: Pair | None
    rest_s: int
    tempo_s: tuple[float, ...] | None
    effort_rpe: Pair
    per_week: Pair
    least_hours_between: int
    weight_rises: bool
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class EquipmentRecord:
    """Something that an exercise needs.

    `at_home` says whether most homes have it or its like, `is_weight` whether it can be made
    heavier.
    """

    id: str
    at_home: bool
    is_weight: bool
    checked: Checked


@dataclass(frozen=True)
class DoseUse:
    """A form of dose for one exercise; null where it is as in the form."""

    form: DoseForm
    sets: Pair | None
    reps: Pair | None
    hold_s: Pair | None


@dataclass(frozen=True)
class LoadRecord:
    """How much of one tissue; see `core.plan.book.TissueLoad`."""

    tier: int
    low_tier: int
    index: float | None
    peak_bw: float | None
    same_move: bool
    sources: tuple[str, ...]
    certainty: Certainty


@dataclass(frozen=True)
class LoadsRecord:
    """The load on the kneecap joint and on the patellar tendon."""

    patellofemoral: LoadRecord
    patellar_tendon: LoadRecord


@dataclass(frozen=True)
class SuitRecord:
    """A pattern, a contributor or `all`, and when."""

    who: str
    period: Period


@dataclass(frozen=True)
class AvoidRecord:
    """What stands against it; see `core.plan.book.Avoid`."""

    when: str
    period: Period
    change: Change
    most_flexion_deg: int | None
    instead: str | None


@dataclass(frozen=True)
class ExerciseRecord:
    """One exercise; see `core.plan.book.Exercise`.

    Parameters
    ----------
    sources : what its use rests on; the loads and doses name their own.
    """

    id: str
    number: int
    region: Region
    targets: tuple[str, ...]
    doses: tuple[DoseUse, ...]
    sides: Sides
    load: LoadsRecord
    suits: tuple[SuitRecord, ...]
    avoid: tuple[AvoidRecord, ...]
    knee_flexion_deg: Pair
    is_loaded: bool
    needs: tuple[str, ...]
    heavier_with: tuple[str, ...]
    positions: tuple[Position, ...]
    easier: tuple[str, ...]
    harder: tuple[str, ...]
    stop_if: tuple[Stop, ...]
    motion: str
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked


@dataclass(frozen=True)
class BlockRecord:
    """A stretch of a routine; its id is that of its words, unique within the routine."""

    id: str
    exercise: str | None
    start_s: int
    seconds: int
    side: RoutineSide


@dataclass(frozen=True)
class SwapRecord:
    """What takes the place of some blocks, and when."""

    when: tuple[str, ...]
    replaces: tuple[str, ...]
    blocks: tuple[BlockRecord, ...]


@dataclass(frozen=True)
class RoutineRecord:
    """A session of fixed length.

    Parameters
    ----------
    motions : how a block moves, by its id, where it is done in another way than its exercise.
    needs, positions : what it needs and how the body rests then, by the id of the block.
    """

    id: str
    seconds: int
    blocks: tuple[BlockRecord, ...]
    swaps: tuple[SwapRecord, ...]
    motions: Mapping[str, str]
    needs: Mapping[str, tuple[str, ...]]
    positions: Mapping[str, tuple[Position, ...]]
    sources: tuple[str, ...]
    certainty: Certainty
    checked: Checked
