"""The routines last as long as they say, whatever is swapped, and work both sides alike."""

from collections import Counter
from collections.abc import Iterable, Iterator

from midstance.core.plan.book import Change, RoutineSide, Sides, Situation
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_plan import BlockRecord, RoutineRecord, SwapRecord

RIGHT_SIDES = {
    Sides.ONE: {RoutineSide.RIGHT, RoutineSide.LEFT},
    Sides.BOTH: {RoutineSide.BOTH},
    Sides.ALTERNATING: {RoutineSide.BOTH},
    None: {RoutineSide.NONE, RoutineSide.BOTH},
}
"""Which sides a block may name, by how its exercise is done; None is no exercise."""

NEVER = frozenset({"bone_stress_injury"})
"""For these there is no routine."""


def problems_of_routines(base: KnowledgeBase) -> Iterator[str]:
    """Everything about routines but their citing."""
    for routine in base.plan.routines.values():
        where = f"routines/{routine.id}"
        yield from (f"{where} {fault}" for fault in _faults(routine, base))
        yield from _of_words(routine, base)


def _faults(routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    if _spans(routine.blocks) != [(0, routine.seconds)]:
        yield f"does not fill the {routine.seconds} s from its start without gap or overlap"
    yield from _faults_of_sides(routine.blocks)
    for block in _all_blocks(routine):
        yield from _faults_of_block(block, base)
    for swap in routine.swaps:
        yield from _faults_of_swap(swap, routine, base)
    for when in sorted(base.check.conditions.keys() - NEVER) + sorted(Situation):
        yield from _faults_for(when, routine, base)
    yield from _faults_of_motions(routine, base)
    yield from _faults_of_needs(routine, base)


def _all_blocks(routine: RoutineRecord) -> Iterator[BlockRecord]:
    yield from routine.blocks
    for swap in routine.swaps:
        yield from swap.blocks


def _spans(blocks: Iterable[BlockRecord]) -> list[tuple[int, int]]:
    """What the blocks fill, joined where they touch; an overlap is never joined."""
    spans: list[tuple[int, int]] = []
    for block in sorted(blocks, key=lambda each: each.start_s):
        end_s = block.start_s + block.seconds
        if spans and spans[-1][1] == block.start_s:
            spans[-1] = (spans[-1][0], end_s)
        else:
            spans.append((block.start_s, end_s))
    return spans


def _faults_of_sides(blocks: Iterable[BlockRecord]) -> Iterator[str]:
    seconds: Counter[tuple[str, RoutineSide]] = Counter()
    for block in blocks:
        seconds[block.id, block.side] += block.seconds
    for name in sorted({name for name, _ in seconds}):
        if seconds[name, RoutineSide.RIGHT] != seconds[name, RoutineSide.LEFT]:
            yield f"works the right and the left unequally in {name}"


def _faults_of_block(block: BlockRecord, base: KnowledgeBase) -> Iterator[str]:
    if block.seconds < 1:
        yield f"has the block {block.id}, which takes no time"
    exercise = base.plan.exercises.get(block.exercise or "")
    if block.exercise is not None and exercise is None:
        yield f"has the unknown exercise {block.exercise}"
    elif block.side not in RIGHT_SIDES[exercise.sides if exercise else None]:
        yield f"has the block {block.id} on a side on which it is not done"


def _faults_of_swap(swap: SwapRecord, routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    name = " and ".join(swap.when)
    for unknown in sorted(set(swap.when) - {*base.check.conditions, *Situation}):
        yield f"swaps for the unknown {unknown}"
    gone = [block for block in routine.blocks if block.id in swap.replaces]
    if {block.id for block in gone} != set(swap.replaces):
        yield f"swaps a block for {name} that is not there"
    if _spans(gone) != _spans(swap.blocks):
        yield f"swaps for {name} over other seconds"
    yield from _faults_of_sides(swap.blocks)


def _faults_for(when: str, routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    """Nothing that the pattern or situation leaves out, and no block swapped twice."""
    swaps = [swap for swap in routine.swaps if when in swap.when]
    replaced = [name for swap in swaps for name in swap.replaces]
    if len(set(replaced)) < len(replaced):
        yield f"swaps a block twice for {when}"
    kept = [block for block in routine.blocks if block.id not in replaced]
    for block in (*kept, *(block for swap in swaps for block in swap.blocks)):
        exercise = base.plan.exercises.get(block.exercise or "")
        for item in exercise.avoid if exercise else ():
            if item.when == when and item.change is Change.LEAVE_OUT:
                yield f"asks for {block.exercise}, which {when} leaves out"


def _faults_of_motions(routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    names = {block.id for block in _all_blocks(routine) if block.exercise is not None}
    for name, motion in routine.motions.items():
        if name not in names:
            yield f"moves {name}, which is none of its exercises"
        if motion not in base.motions:
            yield f"moves {name} by the unknown motion {motion}"


def _faults_of_needs(routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    names = {block.id for block in _all_blocks(routine) if block.exercise is not None}
    for name in sorted((routine.needs.keys() | routine.positions.keys()) - names):
        yield f"places {name}, which is none of its exercises"
    for need in sorted({need for needs in routine.needs.values() for need in needs}):
        if need not in base.plan.equipment:
            yield f"needs the unknown {need}"


def _of_words(routine: RoutineRecord, base: KnowledgeBase) -> Iterator[str]:
    wanted = {block.id for block in _all_blocks(routine)}
    for language, texts in base.words.items():
        if routine.id in texts["routines"]:
            for name in sorted(wanted ^ texts["routines"][routine.id].blocks.keys()):
                yield f"{language}/routines/{routine.id}: {name} lacks its words or its block"
