"""What her knee bore and what she told, day by day, as the pain response reads it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import log

import numpy as np

from midstance.app.run_history import RunHistory, read_run_history
from midstance.app.training.diary import WITH_SESSION, build_diary
from midstance.app.usual import USUAL_DAYS, ImpulseHistory
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.plan.pain_rules import DayLog
from midstance.core.tissue.response import PainDay, When
from midstance.core.tissue.response_constants import ResponseConstants
from midstance.store.models import PainEntry, Runner, SessionKind, SessionLog

LEAD_IN = timedelta(days=28)
"""Load before the first answer, so that the knee is not taken for rested."""
AS_USUAL = 1.0
"""What counts for a run whose load, or whose usual, is not known."""

Rows = Iterable[tuple[date, str, str]]
"""Day, kind and key of sessions."""


@dataclass(frozen=True)
class ResponseDays:
    """One `PainDay` for each day from the first on; none while nothing was told.

    Parameters
    ----------
    ran : the days with a run.
    """

    first: date
    days: tuple[PainDay, ...]
    ran: frozenset[date]


def read_response_days(runner: Runner, today: date, constants: ResponseConstants) -> ResponseDays:
    """The days that the model learns from; days to come and answers of long ago are left out."""
    earliest = today - timedelta(days=round(constants.response_back_days) - 1)
    rows = PainEntry.objects.owned_by(runner).filter(day__gte=earliest, day__lte=today)
    told = tuple(rows.order_by("told_at", "pk"))
    if not told:
        return ResponseDays(today, (), frozenset())
    first = min(entry.day for entry in told) - LEAD_IN
    history = read_run_history(runner, today, first=first - timedelta(days=USUAL_DAYS))
    logs = SessionLog.objects.owned_by(runner).filter(day__gte=first, day__lte=today)
    sessions = list(logs.values_list("day", "kind", "key"))
    loads = _loads(history, sessions)
    strength = Counter(day for day, kind, _ in sessions if kind == SessionKind.STRENGTH)
    others = {f"{key}{WITH_SESSION}" for _, kind, key in sessions if kind != SessionKind.RUN}
    answers = _answers(told, others, today, frozenset(loads))
    return ResponseDays(
        first=first,
        days=tuple(
            PainDay(loads.get(day, 0.0), strength[day], answers.get(day, {}))
            for day in (first + timedelta(days=n) for n in range((today - first).days + 1))
        ),
        ran=frozenset(loads),
    )


def _answers(
    told: tuple[PainEntry, ...], others: set[str], today: date, ran: frozenset[date]
) -> dict[date, Mapping[When, int]]:
    """What counts of each day, as the diary has it; without the pain of other sessions."""
    of_runs = tuple(entry for entry in told if entry.key not in others)
    logs = build_diary(today, (), (), of_runs).logs
    return {date.fromordinal(each.day): _told(each, ran) for each in logs}


def _told(each: DayLog, ran: frozenset[date]) -> Mapping[When, int]:
    found = {When.REST: each.before}
    if date.fromordinal(each.day) in ran:
        found |= {When.DURING: each.during, When.HOUR: each.after_60_min}
    return {when: pain for when, pain in found.items() if pain is not None}


def _loads(history: RunHistory, sessions: Rows) -> dict[date, float]:
    """Load of each day with a run, in usual runs; a run that was only told counts as one."""
    found: dict[date, float] = defaultdict(float)
    for day, times in zip(history.day.tolist(), _usual_times(history), strict=True):
        found[date.fromordinal(day)] += times
    for day, kind, _ in sessions:
        if kind == SessionKind.RUN and day not in found:
            found[day] = AS_USUAL
    return dict(found)


def _usual_times(history: RunHistory) -> list[float]:
    """Load on the kneecap joint over what was usual in the ninety days before each run."""
    impulse = history.impulse_bw_s[:, FORCE_TISSUES.index(Tissue.PATELLOFEMORAL)]
    starts = [datetime.fromtimestamp(start, UTC) for start in history.start_s.tolist()]
    known = [at for at, value in enumerate(impulse) if value > 0]
    sums = np.concatenate(([0.0], np.cumsum([log(impulse[at]) for at in known])))
    usual = ImpulseHistory([starts[at] for at in known], sums.tolist())
    times = [
        usual.ratio(start, float(value)) if value > 0 else None
        for start, value in zip(starts, impulse, strict=True)
    ]
    return [AS_USUAL if each is None else each for each in times]
