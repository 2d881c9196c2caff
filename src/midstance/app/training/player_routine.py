"""A routine as a guided session: every second of it stays where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from midstance.app.read_routine import RoutineSheet, RoutineStep
from midstance.app.training import player_words as words
from midstance.app.training.player import PlayItem, PlayStep, PlayWay, StepKind
from midstance.app.training.player_swaps import easier_in_time
from midstance.app.training.player_ways import alt_of, stop_words
from midstance.core.plan.book import Block, Exercise, ExerciseBook, Position, variant_of
from midstance.knowledge.exercises import read_plan_records
from midstance.knowledge.words import read_words
from midstance.store.models import SessionKind

REST = "rest"
"""Id of the blocks in which she rests."""

KINDS: Mapping[str, SessionKind] = {
    "post_run_reset": SessionKind.RESET,
    "warm_up": SessionKind.WARM_UP,
    "short_mobility": SessionKind.MOBILITY,
    "short_strength": SessionKind.STRENGTH,
}


@dataclass(frozen=True)
class Setting:
    """What a routine needs, and how the body rests in it, block by block."""

    needs: tuple[str, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Placed:
    """A block with its words and the number of its turn: the second squat is its second set."""

    block: Block
    told: RoutineStep
    set: int


def setting_of(sheet: RoutineSheet, book: ExerciseBook) -> Setting:
    """As each block has it where it is done in another way than its exercise."""
    record = read_plan_records().routines[sheet.id]
    needs: list[str] = []
    positions: list[Position] = []
    for block in variant_of(book.routines[sheet.id], frozenset(sheet.for_)):
        if block.exercise is not None:
            exercise = book.exercises[block.exercise]
            needs += record.needs.get(block.id, exercise.needs)
            positions += record.positions.get(block.id, exercise.positions)
    return Setting(tuple(needs), tuple(positions))


def items_of_routine(
    sheet: RoutineSheet, book: ExerciseBook, language: str
) -> tuple[tuple[PlayItem, ...], tuple[tuple[int, int], ...]]:
    """The blocks of each id as one item, and the order in which they come."""
    blocks = variant_of(book.routines[sheet.id], frozenset(sheet.for_))
    groups: dict[str, list[Placed]] = {}
    order = []
    for block, told in zip(blocks, sheet.steps, strict=True):
        group = groups.setdefault(block.id, [])
        turn = 1 + sum(each.block.side == block.side for each in group)
        order.append((list(groups).index(block.id), len(group)))
        group.append(Placed(block, told, turn))
    whens = frozenset(sheet.for_)
    items = tuple(_item(group, whens, book, language) for group in groups.values())
    return items, tuple(order)


def _item(
    group: Sequence[Placed], whens: frozenset[str], book: ExerciseBook, language: str
) -> PlayItem:
    first = group[0]
    exercise = book.exercises[first.block.exercise] if first.block.exercise else None
    planned = _way(group, exercise, first.told.name, first.told.how, language)
    if exercise is None:
        return PlayItem(planned)
    other = easier_in_time(exercise, first.block.side, whens, book)
    texts = read_words("exercises", language)
    if other is None:
        easier = texts[exercise.id].easier
        return PlayItem(planned, _way(group, exercise, first.told.name, easier, language))
    told = texts[other.id]
    return PlayItem(planned, _way(group, other, told.name, " ".join(told.steps), language))


def _way(
    group: Sequence[Placed], exercise: Exercise | None, name: str, how: str, language: str
) -> PlayWay:
    sets = max(each.set for each in group)
    block = group[0].block
    other_way = block.motion if exercise and exercise.id == block.exercise else None
    texts = read_words("exercises", language)
    return PlayWay(
        exercise=exercise.id if exercise else "",
        name=name,
        cue=how,
        how=texts[exercise.id].steps if exercise and not other_way else (),
        changes=(),
        stop_if=stop_words(exercise, language) if exercise else (),
        dose="",
        form=exercise.doses[0].form if exercise else "",
        sets=sets,
        reps=1,
        hold_s=block.seconds,
        motion=other_way or (exercise.motion if exercise else ""),
        figure_alt=alt_of(name) if exercise else "",
        steps=tuple(_step(each, name, how, sets) for each in group),
    )


def _step(each: Placed, name: str, how: str, sets: int) -> PlayStep:
    block = each.block
    is_rest = block.id == REST
    title = words.titled(name, block.side)
    is_second_side = block.side == "left"
    spoken = (
        words.change_words(block.side)
        if is_second_side
        else words.work_words(title, block.seconds, 0)
    )
    return PlayStep(
        kind=StepKind.REST if is_rest else StepKind.WORK,
        set=each.set,
        side=block.side,
        side_words=words.side_words(block.side),
        seconds=block.seconds,
        reps=0,
        beats=(),
        title=title,
        set_words="" if is_rest else words.set_words(each.set, sets),
        spoken=spoken,
        told="" if is_second_side or each.set > 1 else how,
    )
