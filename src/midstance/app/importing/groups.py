"""Which stored runs are one run told twice: the richest is shown, the others are linked to it.

Being the same run is carried on: what is the same as a duplicate belongs to the group as well.
So the groups depend on what is stored and not on the order in which it came.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from midstance.importers.identity import WIDEST_SHIFT_H, same_run
from midstance.store.models import Run, Runner

COLUMNS = (
    "pk",
    "key",
    "start_at",
    "end_at",
    "original_id",
    "member",
    "device_serial",
    "device_created_at",
    "richness",
    "duplicate_of_id",
)
AT_ONCE = 50
WIDEST_SHIFT = timedelta(hours=WIDEST_SHIFT_H + 1)


@dataclass(frozen=True)
class Recording:
    """What tells two recordings of one run apart from two runs."""

    pk: int
    key: str
    start_at: datetime
    end_at: datetime
    original_id: int
    member: str
    device_serial: str
    device_created_at: datetime | None
    richness: int
    duplicate_of_id: int | None

    @property
    def rank(self) -> tuple[int, str]:
        """The first in this order is shown."""
        return (-self.richness, self.key)


def link_duplicates(runner: Runner, new: Collection[Run]) -> dict[int, frozenset[int]]:
    """Recompute the groups that new runs fall into; gives each new run's group."""
    known = _read_neighbourhood(runner, {run.pk for run in new})
    groups = _group(known)
    changes: dict[int, int | None] = {}
    for group in {frozenset(group) for group in groups.values()}:
        first, *others = sorted((known[pk] for pk in group), key=lambda one: one.rank)
        wanted = {first.pk: None} | {other.pk: first.pk for other in others}
        changes |= {pk: to for pk, to in wanted.items() if known[pk].duplicate_of_id != to}
    for pk, to in changes.items():
        Run.objects.owned_by(runner).filter(pk=pk).update(duplicate_of_id=to)
    return {run.pk: frozenset(groups[run.pk]) for run in new}


def _read_neighbourhood(runner: Runner, pks: set[int]) -> dict[int, Recording]:
    """The given runs, all that could be the same as one of them, and so on."""
    known: dict[int, Recording] = {}
    frontier = _read(runner, [Q(pk__in=pks)])
    while frontier:
        known |= {one.pk: one for one in frontier}
        near = _read(runner, [_nearby(one) for one in frontier])
        fresh = [one for one in near if one.pk not in known]
        frontier = [one for one in fresh if any(_is_same(one, other) for other in known.values())]
    return known


def _nearby(one: Recording) -> Q:
    near = Q(start_at__lt=one.end_at + WIDEST_SHIFT, end_at__gt=one.start_at - WIDEST_SHIFT)
    if one.device_serial and one.device_created_at is not None:
        near |= Q(device_serial=one.device_serial, device_created_at=one.device_created_at)
    return near


def _read(runner: Runner, wanted: list[Q]) -> list[Recording]:
    found: dict[int, Recording] = {}
    for first in range(0, len(wanted), AT_ONCE):
        either = Q()
        for one in wanted[first : first + AT_ONCE]:
            either |= one
        rows = Run.objects.owned_by(runner).filter(either).values_list(*COLUMNS)
        found |= {row[0]: Recording(*row) for row in rows}
    return list(found.values())


def _group(known: dict[int, Recording]) -> dict[int, set[int]]:
    """The connected groups of a handful of recordings."""
    groups = {pk: {pk} for pk in known}
    for one, other in _neighbours(known.values()):
        if groups[one.pk] is not groups[other.pk] and _is_same(one, other):
            joined = groups[one.pk] | groups[other.pk]
            for pk in joined:
                groups[pk] = joined
    return groups


def _neighbours(recordings: Iterable[Recording]) -> Iterable[tuple[Recording, Recording]]:
    ordered = sorted(recordings, key=lambda one: (one.start_at, one.key))
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            yield one, other


def _is_same(one: Recording, other: Recording) -> bool:
    if _is_same_device_file(one, other):
        return True
    return same_run(
        one.start_at.timestamp(),
        one.end_at.timestamp(),
        other.start_at.timestamp(),
        other.end_at.timestamp(),
    )


def _is_same_device_file(one: Recording, other: Recording) -> bool:
    """The parts of one file are never the same run; the same part of two copies is."""
    return (
        bool(one.device_serial)
        and one.device_created_at is not None
        and (one.device_serial, one.device_created_at, one.member)
        == (other.device_serial, other.device_created_at, other.member)
        and one.original_id != other.original_id
    )
