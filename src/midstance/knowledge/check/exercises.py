"""The exercises are whole and agree with each other: doses, loads, reasons and neighbours."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from midstance.core.plan.book import ALL, Change, DoseForm, Position, Situation, meets
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_plan import (
    AvoidRecord,
    DoseRecord,
    DoseUse,
    ExerciseRecord,
    LoadRecord,
    Pair,
)

HOW_MANY = 82
"""As many as the evidence review lists."""

TIER_INDEX = {1: (0.0, 0.35), 2: (0.35, 0.65), 3: (0.65, 1.0)}
"""Published loading index of the patellar tendon in each tier, from the least to below the most."""

DEEPEST_SWOLLEN_DEG = 45
"""Deepest bend under load of a swollen or locking knee [deg]."""

NEEDED_REASON = {
    Position.KNEELING: Situation.KNEELING_PAIN,
    Position.QUADRUPED: Situation.KNEELING_PAIN,
    Position.PRONE: Situation.PREGNANCY,
    Position.LYING_BACK: Situation.PREGNANCY,
}
"""What has to stand against an exercise in that position."""

STEPS = range(3, 6)

RANGE_ENDS, TEMPO_PARTS = 2, 3

Exercises = Mapping[str, ExerciseRecord]


def problems_of_exercises(base: KnowledgeBase) -> Iterator[str]:
    """Everything about doses, equipment and exercises but their citing."""
    exercises = base.plan.exercises
    numbers = sorted(record.number for record in exercises.values())
    if numbers != list(range(1, HOW_MANY + 1)):
        yield f"exercises are not numbered from 1 to {HOW_MANY}"
    yield from _of_doses(base.plan.doses)
    for record in exercises.values():
        yield from (f"exercises/{record.id} {fault}" for fault in _faults(record, base))
    yield from _of_order(exercises)
    yield from _of_equipment(base)
    yield from _of_texts(base)


def _faults(record: ExerciseRecord, base: KnowledgeBase) -> Iterator[str]:
    yield from _faults_of_use(record, base)
    for use in record.doses:
        yield from _faults_of_dose_use(use)
    yield from _faults_of_load(record.load.patellofemoral)
    yield from _faults_of_load(record.load.patellar_tendon)
    yield from _faults_of_index(record.load.patellar_tendon)
    yield from _faults_of_reasons(record)
    for item in record.avoid:
        yield from _faults_of_avoid(item, record, base)
    yield from _faults_of_neighbours(record, base.plan.exercises)


def _of_doses(doses: Mapping[str, DoseRecord]) -> Iterator[str]:
    for form in sorted(frozenset(DoseForm) ^ doses.keys()):
        yield f"doses/{form} is a form without its record or a record without its form"
    for dose in doses.values():
        pairs = (dose.sets, dose.reps, dose.effort_rpe, dose.per_week)
        if not all(map(_is_range, (*pairs, dose.hold_s or (1, 1)))):
            yield f"doses/{dose.id} has a range that does not rise from at least one"
        if dose.tempo_s is not None and len(dose.tempo_s) != len(["lower", "pause", "lift"]):
            yield f"doses/{dose.id} needs a tempo of three parts"


def _is_range(pair: Pair) -> bool:
    return len(pair) == RANGE_ENDS and 1 <= pair[0] <= pair[1]


def _faults_of_dose_use(use: DoseUse) -> Iterator[str]:
    for pair in (use.sets, use.reps, use.hold_s):
        if pair is not None and not _is_range(pair):
            yield f"has a {use.form} dose whose range does not rise from at least one"


def _faults_of_use(record: ExerciseRecord, base: KnowledgeBase) -> Iterator[str]:
    known = {ALL, *base.check.conditions, *base.check.contributors}
    for who in sorted({item.who for item in record.suits} - known):
        yield f"suits the unknown {who}"
    if not (record.suits and record.doses and record.positions and record.stop_if):
        yield "lacks what it suits, a dose, a position or a reason to stop"
    for need in sorted({*record.needs, *record.heavier_with} - base.plan.equipment.keys()):
        yield f"needs the unknown {need}"
    for names in (record.needs, record.positions, record.stop_if, record.doses, record.suits):
        if len(set(names)) < len(names):
            yield "says something twice"


def _faults_of_load(load: LoadRecord) -> Iterator[str]:
    if not 1 <= load.low_tier <= load.tier <= max(TIER_INDEX):
        yield "has tiers that are not in order from 1 to 3"


def _faults_of_index(load: LoadRecord) -> Iterator[str]:
    if load.index is None:
        return
    low, high = TIER_INDEX[load.tier]
    if not low <= load.index < high:
        yield f"has the tendon index {load.index:g} in tier {load.tier}"


def _faults_of_reasons(record: ExerciseRecord) -> Iterator[str]:
    """What has to stand against it because of its position and its bend."""
    wanted = {NEEDED_REASON[place] for place in record.positions if place in NEEDED_REASON}
    if record.is_loaded and max(record.knee_flexion_deg) > DEEPEST_SWOLLEN_DEG:
        wanted |= {Situation.EFFUSION, Situation.LOCKING}
    for missing in sorted(wanted - {item.when for item in record.avoid}):
        yield f"lacks what to do with {missing}"
    reasons = [(item.when, item.period) for item in record.avoid]
    if len(set(reasons)) < len(reasons):
        yield "avoids the same twice"


def _faults_of_avoid(
    item: AvoidRecord, record: ExerciseRecord, base: KnowledgeBase
) -> Iterator[str]:
    if item.when not in {*base.check.conditions, *Situation}:
        yield f"avoids the unknown {item.when}"
    if item.change is Change.LEAVE_OUT and any(
        suit.who == item.when and meets(suit.period, item.period) for suit in record.suits
    ):
        yield f"both suits and leaves out {item.when}"
    if item.change is not Change.SHORTEN and item.most_flexion_deg is not None:
        yield f"bounds the bend for {item.when} without shortening it"
    if item.change is not Change.LEAVE_OUT and item.instead is not None:
        yield f"names another exercise for {item.when} although it stays"
    if item.instead is not None:
        yield from _faults_of_instead(item, item.instead, base.plan.exercises)


def _faults_of_instead(item: AvoidRecord, instead: str, exercises: Exercises) -> Iterator[str]:
    if instead not in exercises:
        yield f"names the unknown exercise {instead} instead"
    elif any(_leaves_out(other, item) for other in exercises[instead].avoid):
        yield f"names {instead} instead, which {item.when} leaves out as well"


def _leaves_out(other: AvoidRecord, item: AvoidRecord) -> bool:
    same = other.when == item.when and meets(other.period, item.period)
    return same and other.change is Change.LEAVE_OUT


def _faults_of_neighbours(record: ExerciseRecord, exercises: Exercises) -> Iterator[str]:
    for name in (*record.easier, *record.harder):
        if name not in exercises:
            yield f"has the unknown neighbour {name}"
    for name in (name for name in record.harder if name in exercises):
        if record.id not in exercises[name].easier:
            yield f"is not among the easier ones of {name}"
        if _lightens(record, exercises[name]):
            yield f"loads a tissue more than {name}, which is called harder"
    for name in (name for name in record.easier if name in exercises):
        if record.id not in exercises[name].harder:
            yield f"is not among the harder ones of {name}"


def _lightens(record: ExerciseRecord, harder: ExerciseRecord) -> bool:
    mine, other = record.load, harder.load
    return (
        other.patellofemoral.tier < mine.patellofemoral.low_tier
        or other.patellar_tendon.tier < mine.patellar_tendon.low_tier
    )


def _of_order(exercises: Exercises) -> Iterator[str]:
    try:
        TopologicalSorter({id_: each.easier for id_, each in exercises.items()}).prepare()
    except CycleError as error:
        yield f"exercises lead in a circle: {', '.join(error.args[1])}"


def _of_equipment(base: KnowledgeBase) -> Iterator[str]:
    used = {need for record in base.plan.exercises.values() for need in record.needs}
    for idle in sorted(base.plan.equipment.keys() - used):
        yield f"equipment/{idle} is needed by nothing"
    for language, texts in base.words.items():
        for name, text in _both(base.plan.equipment, texts["equipment"]):
            if base.plan.equipment[name].at_home == (text.household is None):
                yield f"{language}/equipment/{name} does not fit whether it is at home"


def _of_texts(base: KnowledgeBase) -> Iterator[str]:
    for language, texts in base.words.items():
        for name, text in _both(base.plan.exercises, texts["exercises"]):
            if len(text.steps) not in STEPS:
                yield f"{language}/exercises/{name} needs three to five steps"
            kept = {
                item.when
                for item in base.plan.exercises[name].avoid
                if item.change is not Change.LEAVE_OUT
            }
            for when in sorted(kept ^ text.changes.keys()):
                yield f"{language}/exercises/{name}: {when} lacks its words or its reason"


def _both(records: Mapping[str, Any], texts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, text) for name, text in texts.items() if name in records)
