"""All that happened to a knee on one axis of time: load, limits, pain, sessions, shoes, events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Max, Min

from midstance.app.checking.days import last_day_of
from midstance.app.summarise_load import (
    Bucket,
    bar_edges,
    known_kind,
    local_today,
    summarise_load,
)
from midstance.app.timeline import events, words
from midstance.app.timeline.events import Stretch
from midstance.app.timeline.limits import fill_limits
from midstance.app.timeline.pains import ToldPain, fill_pains, fill_sessions, read_pains
from midstance.app.timeline.records import (
    BUCKETS,
    SPAN_DAYS,
    Event,
    Span,
    Timeline,
    TimelineBar,
)
from midstance.app.timeline.runs import TimelineRuns, fill_loads, read_timeline_runs
from midstance.app.timeline.shoes import Names, fill_shoes, read_shoe_names, read_stretches
from midstance.app.timeline.state import fill_states
from midstance.core.base.arrays import IntArray
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.plan.constants import PlanConstants
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.store.models import PainEntry, Run, Runner, SessionLog

DAY = timedelta(days=1)
USUAL_SPANS = (Span.THREE_MONTHS, Span.YEAR, Span.TEN_YEARS)


@dataclass(frozen=True)
class Known:
    """The days of which something is known, up to today."""

    first_run: date | None
    last_run: date | None
    is_one_run: bool
    future: int  # runs that a wrong clock dates after today
    first_pain: date | None
    last_pain: date | None
    first_session: date | None

    @property
    def first_day(self) -> date | None:
        days = (self.first_run, self.first_session, self.first_pain)
        return min((day for day in days if day is not None), default=None)

    @property
    def last_day(self) -> date | None:
        days = (self.last_run, self.last_pain)
        return max((day for day in days if day is not None), default=None)


def read_timeline(
    runner: Runner,
    span: Span | str | None = None,
    today: date | None = None,
    *,
    tissue: str = Tissue.PATELLOFEMORAL,
    bucket: Bucket | str | None = None,
    until: date | None = None,
) -> Timeline:
    """Read what happened over a span of time that ends today, or on another day.

    Without a span it is three months, or more when the last run or pain lies further back. Ten
    years begin where the runner's own history does. The bars are days, weeks or months by the
    span, where no width is asked for.

    *Changes* nothing.
    *Refuses* an unknown span, tissue or width of bars (InvalidValueError).
    *Twice* gives the same.
    *Privacy* the runner's own runs and answers only.
    """
    latest = today or last_day_of(runner)
    known = _read_known(runner, latest)
    today = today or max(local_today(runner), min(known.last_run or date.min, latest))
    last = min(max(until or today, known.first_day or today), today)
    span = _usual_span(known, last) if span is None else known_kind(Span, span)
    width = BUCKETS[span] if bucket is None else known_kind(Bucket, bucket)
    edges = tuple(bar_edges(_first_day(span, last, known), last + DAY, width))
    reader = _Reader(runner, known_kind(Tissue, tissue), edges, min(edges[-1] - DAY, today), known)
    return reader.read(span, width, today)


def _read_known(runner: Runner, latest: date) -> Known:
    shown = Run.objects.owned_by(runner).shown()
    runs = shown.filter(local_day__lte=latest)
    run_ends = runs.aggregate(first=Min("local_day"), last=Max("local_day"))
    pains = PainEntry.objects.owned_by(runner).filter(day__lte=latest)
    pain_ends = pains.aggregate(first=Min("day"), last=Max("day"))
    sessions = SessionLog.objects.owned_by(runner).filter(day__lte=latest)
    return Known(
        first_run=run_ends["first"],
        last_run=run_ends["last"],
        is_one_run=runs[:2].count() == 1,
        future=shown.filter(local_day__gt=latest).count(),
        first_pain=pain_ends["first"],
        last_pain=pain_ends["last"],
        first_session=sessions.aggregate(first=Min("day"))["first"],
    )


def _usual_span(known: Known, last: date) -> Span:
    """Three months, or longer when what is known lies further back."""
    if known.last_day is None:
        return USUAL_SPANS[0]
    age = (last - known.last_day).days
    return next((span for span in USUAL_SPANS if age < SPAN_DAYS[span]), USUAL_SPANS[-1])


def _first_day(span: Span, last: date, known: Known) -> date:
    """Ten years of which one is known are one year."""
    first = last - timedelta(days=SPAN_DAYS[span] - 1)
    if span is not Span.TEN_YEARS:
        return first
    least = last - timedelta(days=SPAN_DAYS[Span.YEAR] - 1)
    return max(first, min(known.first_day or least, least))


@dataclass(frozen=True)
class _Reader:
    """One timeline while it is read; `last` is the last day of which something is shown."""

    runner: Runner
    tissue: Tissue
    edges: tuple[date, ...]
    last: date
    known: Known

    def read(self, span: Span, width: Bucket, today: date) -> Timeline:
        constants = load_plan_constants()
        first = self.edges[0]
        longest = timedelta(days=constants.longest_days)
        runs = read_timeline_runs(self.runner, self.tissue, first - longest, self.last)
        names = read_shoe_names(self.runner) if (runs.shoe != 0).any() else {}
        shown = Stretch(first, self.edges[-1], self.last)
        pains = read_pains(self.runner, first - events.onset_days(), self.last)
        happened = self._read_events(runs, pains, names, shown, constants)
        is_now = self.last == today
        bars = self._bars(runs, pains, names, constants, today)
        return Timeline(
            span=span,
            bucket=width,
            tissue=self.tissue,
            unit="bw_s" if self.tissue in FORCE_TISSUES else "index",
            start=first,
            end=self.edges[-1],
            today=today,
            is_now=is_now,
            bars=bars,
            shoes=read_stretches(
                runs, names, first, self.edges[-1], round(constants.long_pause_days)
            ),
            events=happened,
            sentence=words.pain_sentence(pains, first, self.last, is_now=is_now),
            load_sentence=self._load_sentence() if is_now else "",
            change_sentence=words.last_change(happened),
            notes=tuple(self._notes(span, bars)),
            first_day=self.known.first_day,
        )

    def _bars(
        self,
        runs: TimelineRuns,
        pains: Sequence[ToldPain],
        names: Names,
        constants: PlanConstants,
        today: date,
    ) -> tuple[TimelineBar, ...]:
        edges = np.array([edge.toordinal() for edge in self.edges])
        by_load, above_load = fill_limits(edges, runs.day, runs.load, constants)
        by_distance, above_distance = fill_limits(edges, runs.day, runs.distance_m, constants)
        columns = zip(  # the edges are one more than the bars
            self.edges,
            self.edges[1:],
            fill_loads(edges, runs),
            by_load,
            by_distance,
            _count(edges, runs.day[above_load | above_distance]),
            fill_pains(edges, pains),
            fill_sessions(self.runner, edges, self.last),
            fill_shoes(edges, runs, names),
            fill_states(self.runner, self.tissue, edges, self.last, today),
            strict=False,
        )
        return tuple(TimelineBar(*column) for column in columns)

    def _read_events(
        self,
        runs: TimelineRuns,
        pains: Sequence[ToldPain],
        names: Names,
        shown: Stretch,
        constants: PlanConstants,
    ) -> tuple[Event, ...]:
        pause_days = round(constants.pause_days)
        found = (
            *events.tell_onsets(pains, shown),
            *events.read_checks(self.runner, shown),
            *events.read_plan_start(self.runner, shown),
            *events.read_new_shoes(self.runner, names, self.known.first_run, shown),
            *events.read_pauses(self.runner, runs.day, shown, pause_days),
        )
        return tuple(sorted(found, key=lambda event: event.day))

    def _load_sentence(self) -> str:
        """The last seven days against the usual week, as the load page says it."""
        end = self.last + DAY
        start = end - timedelta(days=7)
        found = summarise_load(
            self.runner,
            tissue=self.tissue,
            bucket=Bucket.DAY,
            start=start,
            end=end,
            today=self.last,
        )
        return found.sentence

    def _notes(self, span: Span, bars: Sequence[TimelineBar]) -> Sequence[str]:
        known = self.known
        pains_before = (
            known.first_pain is not None
            and known.first_run is not None
            and known.first_pain < known.first_run
        )
        is_older = known.first_day is not None and known.first_day < self.edges[0]
        return tuple(
            words.note_words(
                future=known.future,
                is_one_run=known.is_one_run,
                unknown=sum(bar.load.unknown for bar in bars),
                pains_before=pains_before,
                is_older=is_older and span is Span.TEN_YEARS,
            )
        )


def _count(edges: IntArray, days: IntArray) -> list[int]:
    inside = days[(days >= edges[0]) & (days < edges[-1])]
    bars = np.searchsorted(edges, inside, side="right") - 1
    counts: list[int] = np.bincount(bars, minlength=len(edges) - 1).tolist()
    return counts
