"""Which pair when."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
from django.db.models import Min

from midstance.app.timeline.records import ShoeStretch
from midstance.app.timeline.runs import TimelineRuns
from midstance.core.base.arrays import IntArray
from midstance.store.models import Run, Runner, Shoe

Names = Mapping[int, str]


def read_shoe_names(runner: Runner) -> Names:
    """The name of each pair."""
    return dict(Shoe.objects.owned_by(runner).values_list("pk", "name"))


def read_first_days(runner: Runner) -> Mapping[int, date]:
    """The day of the first run in each pair, or the one that she told."""
    runs = Run.objects.owned_by(runner).shown().filter(shoe__isnull=False)
    found = dict(runs.values_list("shoe_id").annotate(first=Min("local_day")))
    told = Shoe.objects.owned_by(runner).filter(first_day__isnull=False)
    return found | dict(told.values_list("pk", "first_day"))


def read_stretches(
    runs: TimelineRuns, names: Names, first: date, end: date, pause_days: int
) -> tuple[ShoeStretch, ...]:
    """The stretches of each pair in [first, end), in order of their beginnings."""
    inside = (runs.day >= first.toordinal()) & (runs.day < end.toordinal()) & (runs.shoe != 0)
    found = [
        ShoeStretch(names[shoe], date.fromordinal(began), date.fromordinal(ended), count)
        for shoe in np.unique(runs.shoe[inside]).tolist()
        for began, ended, count in _stretches(runs.day[inside & (runs.shoe == shoe)], pause_days)
    ]
    return tuple(sorted(found, key=lambda each: (each.first, each.name)))


def _stretches(days: IntArray, pause_days: int) -> Iterator[tuple[int, int, int]]:
    """First day, last day and number of runs, with no longer pause between two runs."""
    cuts = np.flatnonzero(np.diff(days) > pause_days) + 1
    for part in np.split(days, cuts):
        yield int(part[0]), int(part[-1]), len(part)


def fill_shoes(edges: IntArray, runs: TimelineRuns, names: Names) -> tuple[tuple[str, ...], ...]:
    """The pairs of each bar, the most used first."""
    inside = (runs.day >= edges[0]) & (runs.day < edges[-1]) & (runs.shoe != 0)
    bars = np.searchsorted(edges, runs.day[inside], side="right") - 1
    pairs, counts = np.unique(
        np.stack((bars, runs.shoe[inside]), axis=1), axis=0, return_counts=True
    )
    found: list[list[tuple[int, str]]] = [[] for _ in edges[1:]]
    for (bar, shoe), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        found[bar].append((-count, names[shoe]))
    return tuple(tuple(name for _count, name in sorted(bar)) for bar in found)
