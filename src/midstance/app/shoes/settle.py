"""In which shoes a run was run: a hand says it, else a file, else a rule.

All recordings of one run are told alike, so that it does not matter which of them is shown, nor in
which order they came.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q

from midstance.app.shoes.kinds import ShoeBook
from midstance.store.models import Run, Runner, ShoeTold

Wearing = tuple[int | None, str]
"""The row of the shoes, and who told it."""

COLUMNS = (
    "pk",
    "key",
    "gear",
    "sport",
    "distance_m",
    "moving_s",
    "local_day",
    "duplicate_of_id",
    "shoe_id",
    "shoe_told",
)


def wearing_of(group: Sequence[Run], book: ShoeBook, *, by_rules: bool = True) -> Wearing:
    """What the recordings of one run say together; without rules, what a rule told stays."""
    first, *others = sorted(group, key=lambda run: (run.duplicate_of_id is not None, run.key))
    for run in (first, *others):
        if run.shoe_told == ShoeTold.HAND:
            return run.shoe_id, ShoeTold.HAND
    for gear in (first.gear, *sorted(run.gear for run in others)):
        shoe = book.of_gear(gear)
        if shoe is not None:
            return shoe.pk, ShoeTold.FILE
    if by_rules:
        shoe = book.by_rule(first)
        return (None, ShoeTold.UNTOLD) if shoe is None else (shoe.pk, ShoeTold.RULE)
    ruled = (run.shoe_id for run in (first, *others) if run.shoe_told == ShoeTold.RULE)
    shoe_id = next(ruled, None)
    return (None, ShoeTold.UNTOLD) if shoe_id is None else (shoe_id, ShoeTold.RULE)


def settle_shoes(
    runner: Runner, pks: Collection[int], book: ShoeBook, *, by_rules: bool = True
) -> None:
    """Tell all recordings of the given runs alike; the caller holds the transaction."""
    mine = Run.objects.owned_by(runner)
    shown = {to or pk for pk, to in mine.filter(pk__in=pks).values_list("pk", "duplicate_of_id")}
    groups: dict[int, list[Run]] = defaultdict(list)
    for run in mine.filter(Q(pk__in=shown) | Q(duplicate_of__in=shown)).only(*COLUMNS):
        groups[run.duplicate_of_id or run.pk].append(run)
    changed: dict[Wearing, list[int]] = defaultdict(list)
    for group in groups.values():
        wearing = wearing_of(group, book, by_rules=by_rules)
        changed[wearing] += [run.pk for run in group if wear(run, wearing)]
    put_on(runner, changed)


def put_on(runner: Runner, changed: Mapping[Wearing, Sequence[int]]) -> None:
    """Write which runs are told which shoes."""
    for (shoe, told), pks in changed.items():
        Run.objects.owned_by(runner).filter(pk__in=pks).update(shoe=shoe, shoe_told=told)


def wear(run: Run, wearing: Wearing) -> bool:
    """Put the shoes on a run; whether that changed anything."""
    before = (run.shoe_id, run.shoe_told)
    run.shoe_id, run.shoe_told = wearing
    return before != wearing
