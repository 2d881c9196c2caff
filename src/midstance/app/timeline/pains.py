"""Pain and sessions, each in the one bar that holds its day."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from midstance.app.timeline.records import BarPain
from midstance.app.training.diary import pains_that_count
from midstance.core.base.arrays import IntArray
from midstance.store.models import Moment, PainEntry, Runner, SessionKind, SessionLog

SHOWN_KINDS = (SessionKind.STRENGTH, SessionKind.MOBILITY, SessionKind.CROSS)
COLUMNS = ("day", "moment", "pain", "run_id", "key", "told_at")
MOMENTS = {moment.value: moment for moment in Moment}
AT_REST = frozenset({Moment.MORNING, Moment.BEFORE})


@dataclass(frozen=True)
class ToldPain:
    """A pain that counts: no slip that was mended soon after."""

    day: date
    moment: Moment
    pain: int


def read_pains(runner: Runner, first: date, last: date) -> tuple[ToldPain, ...]:
    """Every pain between two days, both of them included, in order of days.

    When it was told is asked only of moments that were told more than once: it takes longest to
    read, and alone it tells a slip.
    """
    rows: Any = PainEntry.objects.owned_by(runner).filter(day__gte=first, day__lte=last)
    told = list(rows.values_list("day", "moment", "pain"))
    times = Counter((day, moment) for day, moment, _pain in told)
    again = {day for (day, _moment), count in times.items() if count > 1}
    found = [ToldPain(day, MOMENTS[moment], pain) for day, moment, pain in told if day not in again]
    found += _without_slips(rows.filter(day__in=again)) if again else []
    return tuple(sorted(found, key=lambda told: told.day))


def _without_slips(rows: Any) -> Iterator[ToldPain]:  # noqa: ANN401 # rows
    kept = pains_that_count(rows.order_by("told_at", "pk").values_list(*COLUMNS, named=True))
    for (day, moment), entries in kept.items():
        for entry in entries:
            yield ToldPain(day, MOMENTS[moment], entry.pain)


def fill_pains(edges: IntArray, pains: Sequence[ToldPain]) -> tuple[BarPain, ...]:
    """The worst pain of each bar."""
    bars: list[list[ToldPain]] = [[] for _ in edges[1:]]
    for told, bar in _placed(edges, [told.day for told in pains]):
        bars[bar].append(pains[told])
    return tuple(_worst(told) for told in bars)


def _worst(pains: Sequence[ToldPain]) -> BarPain:
    if not pains:
        return BarPain()
    worst = max(pains, key=lambda told: told.pain)  # of like ones the first

    def worst_of(moments: frozenset[Moment]) -> int | None:
        return max((told.pain for told in pains if told.moment in moments), default=None)

    return BarPain(
        day=worst.day,
        worst=worst.pain,
        during=worst_of(frozenset({Moment.DURING})),
        after=worst_of(frozenset({Moment.AFTER})),
        at_rest=worst_of(AT_REST),
        told=len(pains),
    )


def fill_sessions(runner: Runner, edges: IntArray, last: date) -> tuple[Mapping[str, int], ...]:
    """How many sessions of each kind lie in each bar, up to a day."""
    days = {"day__gte": date.fromordinal(int(edges[0])), "day__lte": last}
    logs = SessionLog.objects.owned_by(runner).filter(kind__in=SHOWN_KINDS, **days)
    rows = list(logs.values_list("day", "kind"))
    bars: list[Counter[str]] = [Counter() for _ in edges[1:]]
    for told, bar in _placed(edges, [day for day, _kind in rows]):
        bars[bar][rows[told][1]] += 1
    return tuple({kind.value: bar[kind] for kind in SHOWN_KINDS} for bar in bars)


def _placed(edges: IntArray, days: Sequence[date]) -> Iterator[tuple[int, int]]:
    """The place of each day that the bars hold, and its bar."""
    ordinals = np.array([day.toordinal() for day in days], dtype=np.int64)
    bars = np.searchsorted(edges, ordinals, side="right") - 1
    for place, bar in enumerate(bars.tolist()):
        if 0 <= bar < len(edges) - 1:
            yield place, bar
