"""Each habit week by week: what counts, and what there was nothing to see of."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from midstance.app.habits.records import WeekMark
from midstance.app.training.diary import Diary
from midstance.app.training.running_time import RunTime
from midstance.app.training.state import Situated
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import DayLog, Light
from midstance.knowledge.records_habits import HabitRecord
from midstance.store.models import SessionKind

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
HELPS = frozenset({SessionKind.STRENGTH, SessionKind.MOBILITY, SessionKind.CROSS})
LOADS = frozenset({SessionKind.STRENGTH, SessionKind.RUN})


@dataclass(frozen=True)
class Span:
    """Seven days, both ends included."""

    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Seen:
    """What was seen of a habit: of `counted` things `found` had it, and whether that says much."""

    weeks: tuple[WeekMark, ...]
    counted: int
    found: int
    is_known: bool
    reds: int = 0
    rested: int = 0


def spans(today: date, weeks: int) -> tuple[Span, ...]:
    """The last weeks up to today, the oldest first."""
    lasts = [today - back * WEEK for back in range(weeks - 1, -1, -1)]
    return tuple(Span(last - WEEK + DAY, last) for last in lasts)


def days_run(diary: Diary) -> list[date]:
    """Each day with a run of the watch, or one that she told."""
    told = {item.day for item in diary.sessions if item.kind == SessionKind.RUN}
    return sorted(told | {run.day for run in diary.runs})


def days_of(diary: Diary, kinds: Collection[str]) -> set[date]:
    return {item.day for item in diary.sessions if item.kind in kinds}


def see_warm_ups(found: Situated, record: HabitRecord) -> Seen:
    """A week counts when she warmed up on a fair share of the days on which she ran."""
    warm = days_of(found.diary, {SessionKind.WARM_UP})
    days = [day for day in days_run(found.diary) if _is_within(day, found.today, record)]
    marks = _share_marks(found.today, record, {day: day in warm for day in days})
    counted = len(days)
    return Seen(marks, counted, len(warm & set(days)), bool(warm) and counted >= record.fewest)


def see_sessions(found: Situated, record: HabitRecord) -> Seen:
    """A week counts from so many sessions on, a kind once a day."""
    done = {(item.day, item.kind) for item in found.diary.sessions if item.kind in HELPS}
    marks = tuple(
        WeekMark(
            span.first_day,
            span.last_day,
            sum(span.holds(day) for day, _kind in done) >= (record.least or 0),
        )
        for span in spans(found.today, record.weeks)
    )
    within = sum(_is_within(day, found.today, record) for day, _kind in done)
    return Seen(marks, within, within, len(done) >= record.fewest)


def see_growth(found: Situated, record: HabitRecord) -> Seen:
    """A week counts when no run went far beyond the longest of the month before it."""
    calm: dict[date, bool] = {}
    for day, is_jump in _jumps(found):
        if _is_within(day, found.today, record):
            calm[day] = calm.get(day, True) and not is_jump
    marks = _marks(found.today, record, calm, all)
    return Seen(marks, len(calm), sum(calm.values()), len(calm) >= record.fewest)


def _jumps(found: Situated) -> Iterator[tuple[date, bool]]:
    """Each run with an earlier one in the month before, and whether it went far beyond it."""
    runs = [run for run in found.diary.runs if run.distance_m]
    for run in runs:
        longest_m = _longest_before(runs, run, found.constants)
        if longest_m:
            most_m = found.constants.longest_times * longest_m
            yield run.day, (run.distance_m or 0.0) > most_m


def _longest_before(
    runs: Sequence[RunTime], run: RunTime, constants: PlanConstants
) -> float | None:
    first = run.day - timedelta(days=round(constants.longest_days))
    earlier = [
        other.distance_m or 0.0
        for other in runs
        if first <= other.day <= run.day and other.end_s < run.end_s
    ]
    return max(earlier, default=None)


def last_jump(found: Situated) -> date | None:
    """The last day with a run far beyond the longest of the month before it."""
    return max((day for day, is_jump in _jumps(found) if is_jump), default=None)


def see_listening(found: Situated, record: HabitRecord) -> Seen:
    """A week counts when she told of a fair share of her runs, and rested after each red day."""
    told = {date.fromordinal(log.day) for log in found.diary.logs if _says_something(log)}
    days = [day for day in days_run(found.diary) if _is_within(day, found.today, record)]
    rest = _rested_after(found)
    reds = [day for day in rest if _is_within(day, found.today, record)]
    shares = _share_marks(found.today, record, {day: day in told for day in days})
    marks = tuple(_with_reds(mark, rest) for mark in shares)
    answered = len(told & set(days))
    return Seen(
        marks,
        counted=len(days),
        found=answered,
        is_known=bool(told) and len(days) >= record.fewest,
        reds=len(reds),
        rested=sum(rest[day] for day in reds),
    )


def _says_something(log: DayLog) -> bool:
    return any(pain is not None for pain in (log.during, log.after_60_min, log.next_morning))


def _rested_after(found: Situated) -> Mapping[date, bool]:
    """Each red day, and whether no run and no strength stood on the days of rest after it."""
    rest_days = round(found.constants.rest_after_red_h / 24)
    loaded = days_of(found.diary, LOADS) | set(days_run(found.diary))
    reds = [date.fromordinal(day) for day, light in found.lights.items() if light is Light.RED]
    return {day: not any(day + n * DAY in loaded for n in range(1, rest_days + 1)) for day in reds}


def _with_reds(mark: WeekMark, rest: Mapping[date, bool]) -> WeekMark:
    """A red day that no rest followed counts against its week."""
    span = Span(mark.first_day, mark.last_day)
    if all(rested for day, rested in rest.items() if span.holds(day)):
        return mark
    return WeekMark(mark.first_day, mark.last_day, is_kept=False)


def _is_within(day: date, today: date, record: HabitRecord) -> bool:
    return today - record.weeks * WEEK < day <= today


def _share_marks(
    today: date, record: HabitRecord, days: Mapping[date, bool]
) -> tuple[WeekMark, ...]:
    least = record.least or 0.0
    return _marks(today, record, days, lambda told: sum(told) >= least * len(told))


def _marks(
    today: date,
    record: HabitRecord,
    days: Mapping[date, bool],
    is_kept: Callable[[list[bool]], bool],
) -> tuple[WeekMark, ...]:
    """Each week by what its days say; None for a week with no such day."""
    marks = []
    for span in spans(today, record.weeks):
        told = [said for day, said in days.items() if span.holds(day)]
        marks.append(WeekMark(span.first_day, span.last_day, is_kept(told) if told else None))
    return tuple(marks)
