"""Her runs as outings of a plan: which stage each was, and how the knee took it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from midstance.app.training.diary import Diary
from midstance.app.training.kept_weeks import KeptWeek, week_in_force
from midstance.core.plan.book import ExerciseBook
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import Light
from midstance.core.plan.return_to_run import (
    EntryAnswers,
    OutingLog,
    RunChange,
    RunPlan,
    Stage,
    is_work_ok,
)
from midstance.store.models import SessionKind

AS_PLANNED = 0.8
"""An outing of this share of the planned length was the planned one."""
LITTLE_MORE = 1.1
"""With more running than this many times the planned one it was another."""
MODERATE_TIER = 2
TRIED_DAYS = 14


def read_outings(
    diary: Diary,
    weeks: tuple[KeptWeek, ...],
    lights: Mapping[int, Light],
    stages: Sequence[Stage],
) -> tuple[OutingLog, ...]:
    """Every outing of the diary in order of time.

    A run of the watch counts as it was measured; where there is none, what she told counts. Its
    place is that among the stages of today's pattern.
    """
    return tuple(_with_growth(_outings(diary, weeks, lights, stages)))


def _outings(
    diary: Diary,
    weeks: tuple[KeptWeek, ...],
    lights: Mapping[int, Light],
    stages: Sequence[Stage],
) -> Iterator[OutingLog]:
    told = {item.day: item for item in diary.sessions if item.kind == SessionKind.RUN}
    for day in sorted({run.day for run in diary.runs} | set(told)):
        light = lights.get(day.toordinal(), Light.UNKNOWN)
        week = week_in_force(weeks, day)
        running = None if week is None else week.plan.running
        runs = [run for run in diary.runs if run.day == day]
        for run in runs:
            made = OutingLog(
                day.toordinal(), light, None, run.total_s, run.continuous_s, run.distance_m
            )
            yield replace(made, place=_place_of(run.total_s, run.running_s, running, stages))
        if not runs:
            yield _as_told(day, light, told[day].seconds, running, stages)


def _as_told(
    day: date, light: Light, seconds: int, running: RunPlan | None, stages: Sequence[Stage]
) -> OutingLog:
    outing = None if running is None else running.outing
    total_s = float(max(seconds, 1))
    running_s = total_s if outing is None else total_s * _running_frac(outing)
    stretch_s = running_s if outing is None else min(outing.run_s, running_s)
    place = _place_of(total_s, running_s, running, stages)
    return OutingLog(day.toordinal(), light, place, total_s, stretch_s)


def _running_frac(outing: Stage) -> float:
    return outing.running_s / outing.total_s if outing.total_s else 0.0


def _place_of(
    total_s: float, running_s: float, running: RunPlan | None, stages: Sequence[Stage]
) -> int | None:
    """The stage that an outing was, None where it was not the planned one."""
    if running is None or running.outing is None or not running.is_staged:
        return None
    outing = running.outing
    is_long_enough = total_s >= AS_PLANNED * outing.total_s
    is_not_more = running_s <= LITTLE_MORE * outing.running_s or outing.total_s == 0
    if not (is_long_enough and is_not_more):
        return None
    there = ((stage.number, stage.kind) for stage in stages)
    same = [place for place, each in enumerate(there) if each == (outing.number, outing.kind)]
    return same[0] if same else None


def _with_growth(outings: Iterator[OutingLog]) -> Iterator[OutingLog]:
    """Outings outside the stages that are longer than all before them grew in distance."""
    longest_s = 0.0
    for log in outings:
        grew = log.place is None and 0 < longest_s < log.total_s
        yield replace(log, change=RunChange.DISTANCE) if grew else log
        longest_s = max(longest_s, log.total_s)


def read_entry(
    told: Mapping[str, int | float | bool | None],
    condition: str,
    diary: Diary,
    book: ExerciseBook,
    constants: PlanConstants,
) -> EntryAnswers:
    """What she can do before she runs: as she told it, and what her days say since.

    Swelling of the last days counts as swelling now, and work of tier 2 goes by what her sessions
    that held it were like.
    """
    answers = EntryAnswers(**told)  # type: ignore[arg-type] # checked where it was told
    today, lights = diary.today.toordinal(), diary.lights(condition, constants)
    rest_days = round(constants.rest_after_red_h / 24)
    swollen = [log.day for log in diary.logs if log.swelling]
    if any(day >= today - rest_days for day in swollen):
        answers = replace(answers, is_swollen=True)
    tried = [
        lights.get(item.day.toordinal(), Light.UNKNOWN)
        for item in diary.sessions
        if item.day.toordinal() > today - TRIED_DAYS and _is_moderate(item.items, book)
    ]
    if any(light is not Light.UNKNOWN for light in tried):
        answers = replace(answers, tier_2_work_ok=is_work_ok(tried))
    return answers


def _is_moderate(items: list[Mapping[str, object]], book: ExerciseBook) -> bool:
    done = [str(item["exercise"]) for item in items if item.get("sets_done")]
    return any(
        book.exercises[name].patellar_tendon.tier >= MODERATE_TIER
        for name in done
        if name in book.exercises
    )
