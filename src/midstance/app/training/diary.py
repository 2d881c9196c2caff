"""What she told and did, day by day, as the plan reads it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from midstance.app.training.running_time import RunTime, read_run_times
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import DayLog, Light, ceiling_of, light_of
from midstance.store.models import Moment, PainEntry, Runner, SessionKind, SessionLog

WITH_SESSION = "-p"
"""How the key of a pain ends that came with a session."""

LOOK_BACK = timedelta(days=70)
"""Longer than every span that the rules of pain look back over."""

SLIP = timedelta(minutes=10)
"""Within this time a second answer about the same moment mends the first; later both count."""


@dataclass(frozen=True)
class Diary:
    """The days up to one day.

    Parameters
    ----------
    sessions : what was done, in order of time.
    runs : the runs of the watch, in order of time.
    logs : each day with something told or done.
    """

    today: date
    sessions: tuple[SessionLog, ...]
    runs: tuple[RunTime, ...]
    pains: tuple[PainEntry, ...]
    logs: tuple[DayLog, ...]

    def lights(self, condition: str, constants: PlanConstants) -> Mapping[int, Light]:
        """The light of each day that is known of."""
        ceiling = ceiling_of(condition, constants)
        return {log.day: light_of(log, ceiling, constants) for log in self.logs}

    def ran_on(self, day: date) -> bool:
        told = any(item.day == day and item.kind == SessionKind.RUN for item in self.sessions)
        return told or any(run.day == day for run in self.runs)

    def did_on(self, day: date, kind: str) -> bool:
        """Whether a session of this kind was done on a day; a run of the watch is one."""
        if kind == SessionKind.RUN:
            return self.ran_on(day)
        return any(item.day == day and item.kind == kind for item in self.sessions)


def read_diary(runner: Runner, today: date) -> Diary:
    """All that was told and done in the ten weeks up to a day."""
    span = {"day__gt": today - LOOK_BACK, "day__lte": today}
    sessions = SessionLog.objects.owned_by(runner).filter(**span).order_by("started_at", "pk")
    pains = (
        PainEntry.objects.owned_by(runner)
        .filter(**span)
        .select_related("run")
        .defer("run__repairs", "run__totals")
        .order_by("told_at", "pk")
    )
    runs = read_run_times(runner, today - LOOK_BACK, today)
    return build_diary(today, tuple(sessions), runs, tuple(pains))


def build_diary(
    today: date,
    sessions: tuple[SessionLog, ...],
    runs: tuple[RunTime, ...],
    pains: tuple[PainEntry, ...],
) -> Diary:
    """The same from rows at hand."""
    loaded = {run.day for run in runs} | {item.day for item in sessions if _is_load(item)}
    logs = tuple(_logs(pains, loaded, today))
    return Diary(today, sessions, runs, pains, logs)


def _is_load(session: SessionLog) -> bool:
    return session.kind not in {SessionKind.RESET, SessionKind.MOBILITY, SessionKind.WARM_UP}


def _logs(pains: Iterable[PainEntry], loaded: set[date], today: date) -> Iterable[DayLog]:
    told = pains_that_count(pains)
    with_pain = {day for day, _ in told}
    mornings_after = {day - timedelta(days=1) for day, moment in told if moment == Moment.MORNING}
    for day in sorted(with_pain | loaded | (mornings_after & loaded)):
        if day <= today:
            yield _log(day, told, has_load=day in loaded)


def _log(day: date, told: Mapping[tuple[date, str], list[PainEntry]], *, has_load: bool) -> DayLog:
    entries = [entry for moment in Moment.values for entry in told.get((day, moment), ())]
    during = _worst(told, day, Moment.DURING)
    before = _worst(told, day, Moment.BEFORE)
    return DayLog(
        day=day.toordinal(),
        had_load=has_load or during is not None,
        before=_worst(told, day, Moment.MORNING) if before is None else before,
        during=during,
        after_60_min=_worst(told, day, Moment.AFTER),
        next_morning=_worst(told, day + timedelta(days=1), Moment.MORNING),
        limp=any(entry.limp for entry in entries),
        swelling=any(entry.swelling for entry in entries),
    )


def pains_that_count(pains: Iterable[PainEntry]) -> dict[tuple[date, str], list[PainEntry]]:
    """What counts of each moment: no slips, and of the rest the worst of run, session and day.

    What came with a session is of that session alone.
    """
    alike: dict[tuple[object, ...], list[PainEntry]] = defaultdict(list)
    for entry in pains:
        alike[entry.day, entry.moment, entry.run_id, session_of(entry)].append(entry)
    found: dict[tuple[date, str], list[PainEntry]] = defaultdict(list)
    for told in alike.values():
        for entry in told:
            if len(told) == 1 or not _is_mended(entry, told):
                found[entry.day, entry.moment].append(entry)
    return found


def _is_mended(entry: PainEntry, told: Iterable[PainEntry]) -> bool:
    return any(timedelta(0) < later.told_at - entry.told_at <= SLIP for later in told)


def session_of(entry: PainEntry) -> str:
    """The key of the session that a pain came with, "" where it came by itself."""
    return entry.key.removesuffix(WITH_SESSION) if entry.key.endswith(WITH_SESSION) else ""


def _worst(told: Mapping[tuple[date, str], list[PainEntry]], day: date, moment: str) -> int | None:
    return max((entry.pain for entry in told.get((day, moment), ())), default=None)
