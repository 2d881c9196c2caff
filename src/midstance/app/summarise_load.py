"""Knee load by day, week or month, with its range and one plain sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from midstance.app.number_words import decimal_words
from midstance.app.tissue_words import TISSUE_WORDS
from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.store.models import Run, RunLoad, Runner, TissueLoadRow

Z90 = 1.645
USUAL_WEEKS = 12
FEWEST_WEEKS = 4
DEFAULT_WEEKS = 26
LONGEST_DAYS = 366 * 60
WEEK = timedelta(days=7)
ITB_STEPS = 1000

Kind = TypeVar("Kind", bound=StrEnum)


class Bucket(StrEnum):
    """How wide a bar is. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class LoadBucket:
    """One bar: the local days in [start, end). A bar without a run holds zeros."""

    start: date
    end: date
    value: float
    low: float
    high: float
    runs: int
    distance_m: float
    moving_s: float


@dataclass(frozen=True)
class LoadSummary:
    """Load of one tissue over time; `unit` is "bw_s", or "index" for the iliotibial band.

    low and high hold the within-person uncertainty: how far two bars can be compared. The index
    counts thousands of reference steps; it is not validated and has no range.
    """

    tissue: str
    unit: str
    bucket: Bucket
    start: date
    end: date
    buckets: tuple[LoadBucket, ...]
    sentence: str
    first_run: date | None
    last_run: date | None


@dataclass(frozen=True)
class RunLoads:
    """What each run gives to its bar, (n,) each; days as ordinals."""

    day: IntArray
    value: FloatArray
    log_sd: FloatArray
    distance_m: FloatArray
    moving_s: FloatArray

    def between(self, start: date, end: date) -> float:
        inside = (self.day >= start.toordinal()) & (self.day < end.toordinal())
        return float(self.value[inside].sum())


def summarise_load(
    runner: Runner,
    *,
    tissue: str = "patellofemoral",
    bucket: Bucket | str = Bucket.WEEK,
    start: date | None = None,
    end: date | None = None,
    today: date | None = None,
) -> LoadSummary:
    """Summarise load in [start, end); by default the last 26 weeks up to today.

    *Changes* nothing.
    *Refuses* an unknown tissue or bucket, and an end before its start.
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    which, width = known_kind(Tissue, tissue), known_kind(Bucket, bucket)
    today = today or local_today(runner)
    end = end or today + timedelta(days=1)
    start = start or end - DEFAULT_WEEKS * WEEK
    if not timedelta(0) < end - start <= timedelta(days=LONGEST_DAYS):
        raise InvalidValueError(f"The end ({end}) has to come after the start ({start}).")
    anchor = min(end, today + timedelta(days=1))
    edges = tuple(bar_edges(start, end, width))
    known = anchor - (USUAL_WEEKS + 1) * WEEK
    loads = _read_loads(runner, which, min(edges[0], known), max(edges[-1], anchor))
    first_run, last_run = _first_and_last(runner)
    return LoadSummary(
        tissue=which,
        unit="bw_s" if which in FORCE_TISSUES else "index",
        bucket=width,
        start=edges[0],
        end=edges[-1],
        buckets=_fill(edges, loads),
        sentence=_compare_week(which, loads, anchor, first_run),
        first_run=first_run,
        last_run=last_run,
    )


def local_today(runner: Runner) -> date:
    """The runner's calendar day."""
    now: datetime = timezone.now()
    return now.astimezone(ZoneInfo(runner.time_zone) if runner.time_zone else None).date()


def known_kind(kind: type[Kind], word: str) -> Kind:
    try:
        return kind(word)
    except ValueError:
        raise InvalidValueError(f"Expected one of {', '.join(kind)}, got “{word}”.") from None


def bar_edges(start: date, end: date, width: Bucket) -> Iterator[date]:
    """Edges of whole bars that cover [start, end)."""
    edge = _bar_start(start, width)
    while edge < end:
        yield edge
        edge = _next_bar(edge, width)
    yield edge


def _bar_start(day: date, width: Bucket) -> date:
    if width is Bucket.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if width is Bucket.MONTH else day


def _next_bar(edge: date, width: Bucket) -> date:
    if width is Bucket.MONTH:
        return (edge + timedelta(days=32)).replace(day=1)
    return edge + (WEEK if width is Bucket.WEEK else timedelta(days=1))


def _read_loads(runner: Runner, tissue: Tissue, start: date, end: date) -> RunLoads:
    days = {
        "run__duplicate_of": None,
        "run__local_day__gte": start,
        "run__local_day__lt": end,
    }
    told = ("run__local_day", "run__distance_m", "run__moving_s")
    if tissue in FORCE_TISSUES:
        forces = TissueLoadRow.objects.owned_by(runner).filter(tissue=tissue, **days)
        rows = list(forces.values_list(*told, "impulse_bw_s", "change_log_sd"))
    else:
        bands = RunLoad.objects.owned_by(runner).filter(**days)
        rows = [
            (*beside, index * steps / 2 / ITB_STEPS, 0.0)
            for *beside, index, steps in bands.values_list(*told, "iliotibial_index", "steps")
        ]
    day, far, moving, value, log_sd = zip(*rows, strict=True) if rows else ((),) * 5
    return RunLoads(
        day=np.array([one.toordinal() for one in day], dtype=np.int64),
        value=np.array(value, dtype=np.float64),
        log_sd=np.array(log_sd, dtype=np.float64),
        distance_m=np.array([one or 0.0 for one in far], dtype=np.float64),
        moving_s=np.array([one or 0.0 for one in moving], dtype=np.float64),
    )


def _fill(edges: tuple[date, ...], loads: RunLoads) -> tuple[LoadBucket, ...]:
    """The bars between the edges. Runs of one runner err together: their ranges add up."""
    ordinals = np.array([edge.toordinal() for edge in edges])
    inside = (loads.day >= ordinals[0]) & (loads.day < ordinals[-1])
    bar = np.searchsorted(ordinals, loads.day[inside], side="right") - 1
    widening = np.exp(Z90 * loads.log_sd)
    sums = [
        np.bincount(bar, weights=part[inside], minlength=len(edges) - 1).tolist()
        for part in (
            loads.value,
            loads.value / widening,
            loads.value * widening,
            loads.distance_m,
            loads.moving_s,
        )
    ]
    runs = np.bincount(bar, minlength=len(edges) - 1).tolist()
    return tuple(
        LoadBucket(first, last, value, low, high, count, distance_m, moving_s)
        for (first, last), count, value, low, high, distance_m, moving_s in zip(
            pairwise(edges), runs, *sums, strict=True
        )
    )


def _first_and_last(runner: Runner) -> tuple[date | None, date | None]:
    shown = Run.objects.owned_by(runner).shown()
    ends = shown.aggregate(first=Min("local_day"), last=Max("local_day"))
    return ends["first"], ends["last"]


def _compare_week(tissue: Tissue, loads: RunLoads, end: date, first_run: date | None) -> str:
    """The seven days before `end` against the median of the twelve weeks before them."""
    if first_run is None:
        return _("There are no runs yet. Bring your runs to see what they did to your knee.")
    told = {"tissue": TISSUE_WORDS[tissue], "weeks": FEWEST_WEEKS}
    week = loads.between(end - WEEK, end)
    weeks = [
        loads.between(end - (n + 1) * WEEK, end - n * WEEK)
        for n in range(1, USUAL_WEEKS + 1)
        if end - (n + 1) * WEEK >= first_run - WEEK
    ]
    usual = median(weeks) if len(weeks) >= FEWEST_WEEKS else 0.0
    if week == 0:
        return _("No run in the last 7 days, so no %(tissue)s load from running.") % told
    if usual == 0:
        return (
            _(
                "It is too early to say what %(tissue)s load is usual for you: that takes runs in "
                "at least %(weeks)s weeks."
            )
            % told
        )
    return _against_usual(tissue, week / usual)


def _against_usual(tissue: Tissue, ratio: float) -> str:
    """Rounded to what is known: steps of five per cent, and a plain word when it is little."""
    percent = 5 * round(20 * (ratio - 1))
    told = {
        "tissue": TISSUE_WORDS[tissue],
        "times": decimal_words(ratio, 1),
        "percent": abs(percent),
    }
    return _week_words(ratio, percent) % told


def _week_words(ratio: float, percent: int) -> str:
    if abs(percent) <= 10:  # noqa: PLR2004 (two like weeks differ by as much)
        return _(
            "In the last 7 days your %(tissue)s load was about the same as in your usual week."
        )
    if ratio >= 1.95:  # noqa: PLR2004 (from here on people count in times)
        return _(
            "In the last 7 days your %(tissue)s load was about %(times)s times that of your usual "
            "week."
        )
    if percent > 0:
        return _(
            "In the last 7 days your %(tissue)s load was about %(percent)s %% above that of your "
            "usual week."
        )
    return _(
        "In the last 7 days your %(tissue)s load was about %(percent)s %% below that of your "
        "usual week."
    )
