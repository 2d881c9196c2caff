"""The exercise library as the record that `core.plan` takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from midstance.core.plan.book import (
    Avoid,
    Block,
    Dose,
    DoseForm,
    Exercise,
    ExerciseBook,
    Routine,
    Suit,
    Swap,
    TissueLoad,
)
from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records import Certainty
from midstance.knowledge.records_plan import (
    AvoidRecord,
    BlockRecord,
    DoseRecord,
    DoseUse,
    EquipmentRecord,
    ExerciseRecord,
    LoadRecord,
    Pair,
    RoutineRecord,
)
from midstance.knowledge.version import version_of_content

FORM = "exercises-1"
"""Raised when the meaning of a field changes."""


@dataclass(frozen=True)
class PlanRecords:
    """Every record that plans are made from, by kind and id."""

    doses: Mapping[str, DoseRecord]
    equipment: Mapping[str, EquipmentRecord]
    exercises: Mapping[str, ExerciseRecord]
    routines: Mapping[str, RoutineRecord]


@cache
def read_plan_records() -> PlanRecords:
    """Every record that plans are made from."""
    return PlanRecords(
        doses=read_folder(DATA / "doses", DoseRecord),
        equipment=read_folder(DATA / "equipment", EquipmentRecord),
        exercises=read_folder(DATA / "exercises", ExerciseRecord),
        routines=read_folder(DATA / "routines", RoutineRecord),
    )


@cache
def load_exercise_book() -> ExerciseBook:
    """The whole library, stamped with a version drawn from it."""
    return build_exercise_book(read_plan_records())


def build_exercise_book(records: PlanRecords) -> ExerciseBook:
    """Bring the records into the form that the planner takes; exercises by their number."""
    doses = {record.id: build_dose(record) for record in records.doses.values()}
    numbered = sorted(records.exercises.values(), key=lambda record: record.number)
    weights = frozenset(record.id for record in records.equipment.values() if record.is_weight)
    exercises = {record.id: _build_exercise(record, doses, weights) for record in numbered}
    routines = {record.id: _build_routine(record) for record in records.routines.values()}
    equipment = tuple(records.equipment)
    return ExerciseBook(
        exercises=MappingProxyType(exercises),
        routines=MappingProxyType(routines),
        doses=MappingProxyType(doses),
        equipment=equipment,
        version=version_of_content(FORM, (exercises, routines, doses, equipment)),
    )


def build_dose(record: DoseRecord) -> Dose:
    """A form of dose as it is usually done."""
    return Dose(
        form=record.id,
        sets=_pair(record.sets),
        reps=_pair(record.reps),
        hold_s=_pair(record.hold_s) if record.hold_s is not None else None,
        rest_s=record.rest_s,
        tempo_s=None if record.tempo_s is None else (*record.tempo_s,),  # type: ignore[arg-type] # three numbers, checked
        effort_rpe=_pair(record.effort_rpe),
        per_week=_pair(record.per_week),
        least_hours_between=record.least_hours_between,
        weight_rises=record.weight_rises,
    )


def _used(use: DoseUse, doses: Mapping[DoseForm, Dose], *, has_weight: bool) -> Dose:
    usual = doses[use.form]
    is_timed = use.hold_s is not None or usual.hold_s is not None
    return Dose(
        form=use.form,
        sets=_pair(use.sets) if use.sets is not None else usual.sets,
        reps=_pair(use.reps) if use.reps is not None else usual.reps,
        hold_s=_pair(use.hold_s) if use.hold_s is not None else usual.hold_s,
        rest_s=usual.rest_s,
        tempo_s=None if is_timed else usual.tempo_s,
        effort_rpe=usual.effort_rpe,
        per_week=usual.per_week,
        least_hours_between=usual.least_hours_between,
        weight_rises=usual.weight_rises and has_weight,
    )


def _pair(values: Pair) -> tuple[int, int]:
    low, high = values
    return low, high


def _build_exercise(
    record: ExerciseRecord, doses: Mapping[DoseForm, Dose], weights: frozenset[str]
) -> Exercise:
    has_weight = not weights.isdisjoint(record.needs)
    return Exercise(
        id=record.id,
        number=record.number,
        region=record.region,
        targets=record.targets,
        doses=tuple(_used(use, doses, has_weight=has_weight) for use in record.doses),
        sides=record.sides,
        patellofemoral=_build_load(record.load.patellofemoral),
        patellar_tendon=_build_load(record.load.patellar_tendon),
        suits=tuple(Suit(item.who, item.period) for item in record.suits),
        avoid=tuple(map(_build_avoid, record.avoid)),
        knee_flexion_deg=_pair(record.knee_flexion_deg),
        is_loaded=record.is_loaded,
        needs=record.needs,
        heavier_with=record.heavier_with,
        positions=record.positions,
        easier=record.easier,
        harder=record.harder,
        stop_if=record.stop_if,
        motion=record.motion,
    )


def _build_load(record: LoadRecord) -> TissueLoad:
    return TissueLoad(
        tier=record.tier,
        low_tier=record.low_tier,
        index=record.index,
        peak_bw=record.peak_bw,
        same_move=record.same_move,
        judged=record.certainty in {Certainty.JUDGEMENT, Certainty.RECALLED},
    )


def _build_avoid(record: AvoidRecord) -> Avoid:
    return Avoid(
        when=record.when,
        period=record.period,
        change=record.change,
        most_flexion_deg=record.most_flexion_deg,
        instead=record.instead,
    )


def _build_routine(record: RoutineRecord) -> Routine:
    def blocks(told: tuple[BlockRecord, ...]) -> tuple[Block, ...]:
        return tuple(_build_block(block, record.motions.get(block.id)) for block in told)

    return Routine(
        id=record.id,
        seconds=record.seconds,
        blocks=blocks(record.blocks),
        swaps=tuple(Swap(item.when, item.replaces, blocks(item.blocks)) for item in record.swaps),
    )


def _build_block(record: BlockRecord, motion: str | None) -> Block:
    return Block(record.id, record.exercise, record.start_s, record.seconds, record.side, motion)
