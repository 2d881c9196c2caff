"""All that a week of a runner depends on, put together from what is stored of her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from midstance.app.films.findings import wanted_by_films
from midstance.app.screens.readings import wanted_exercises
from midstance.app.training.diary import Diary, read_diary
from midstance.app.training.kept_weeks import KeptWeek, read_weeks, week_in_force
from midstance.app.training.knee import KneeState, read_knee
from midstance.app.training.outings import read_entry, read_outings
from midstance.app.training.records import Wishes
from midstance.app.training.running_time import RunTime, longest_of_a_year_s
from midstance.app.training.screening import needs_screen, was_screened_since
from midstance.app.training.steps import plan_next_steps, read_current, read_waiting
from midstance.app.training.wishes import DEFAULT_WISHES, onset_day, stored_wishes
from midstance.app.usual import FEWEST_RUNS
from midstance.core.plan.book import DoseForm, ExerciseBook, Situation
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.irritability import estimate_irritability, is_well
from midstance.core.plan.pain_rules import (
    DayLog,
    Light,
    PainState,
    ceiling_of,
    read_days,
    worst_of,
)
from midstance.core.plan.problem import (
    CANNOT_SAY,
    CROSS,
    DAYS,
    RUN,
    STRENGTH,
    DayRoom,
    Irritability,
    PlanInputs,
    TimeOfDay,
)
from midstance.core.plan.progression import NextStep, WeekChange
from midstance.core.plan.return_to_run import (
    ILIOTIBIAL,
    NO_PAIN,
    OutingLog,
    RunPlan,
    RunState,
    edited_since,
    plan_running,
    runs_grow,
    stages_of,
)
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.store.models import Runner, SessionKind

HARD_FORMS = frozenset({DoseForm.STRENGTH, DoseForm.PLYOMETRIC})
RAN_OF_LATE = timedelta(days=14)
CADENCE_RUNS = 5


@dataclass(frozen=True)
class Situated:
    """A runner on a day: what is known, and what the day asks for.

    Parameters
    ----------
    condition : the pattern of the check, "no_pain" once the knee is well again.
    week : the week that holds, None before the first.
    is_new_week : whether a week of training begins today.
    needs_screen : whether the warning signs are to be asked before anything else.
    """

    runner: Runner
    today: date
    wishes: Wishes
    is_set_up: bool
    knee: KneeState
    condition: str
    diary: Diary
    weeks: tuple[KeptWeek, ...]
    week: KeptWeek | None
    is_new_week: bool
    needs_screen: bool
    pain: PainState
    irritability: Irritability
    lights: Mapping[int, Light]
    outings: tuple[OutingLog, ...]
    book: ExerciseBook
    constants: PlanConstants


def situate(runner: Runner, today: date) -> Situated:
    """All that is known of a runner on a day."""
    constants, book = load_plan_constants(), load_exercise_book()
    knee, diary = read_knee(runner), read_diary(runner, today)
    wishes = stored_wishes(runner)
    condition = condition_of(knee, diary.logs, today, constants)
    lights = diary.lights(condition, constants)
    weeks = read_weeks(runner, today)
    week = week_in_force(weeks, today)
    return Situated(
        runner=runner,
        today=today,
        wishes=wishes or DEFAULT_WISHES,
        is_set_up=wishes is not None,
        knee=knee,
        condition=condition,
        diary=diary,
        weeks=weeks,
        week=week,
        is_new_week=week is None or today >= week.began_on + timedelta(days=DAYS),
        needs_screen=needs_screen(runner, diary.pains, today, constants),
        pain=_pain(runner, diary, condition, constants),
        irritability=_irritability(knee, diary, condition, constants),
        lights=lights,
        outings=read_outings(diary, weeks, lights, stages_of(condition, constants)),
        book=book,
        constants=constants,
    )


def _pain(runner: Runner, diary: Diary, condition: str, constants: PlanConstants) -> PainState:
    """What the days say; a check after the last red day answers the warning signs."""
    found = read_days(diary.logs, condition, diary.today.toordinal(), constants)
    lights = diary.lights(condition, constants)
    red_days = {
        day + late for day, light in lights.items() if light is Light.RED for late in (0, 1)
    }
    reds = [entry for entry in diary.pains if entry.day.toordinal() in red_days]
    return replace(found, rescreen=False) if was_screened_since(runner, reds) else found


def condition_of(
    knee: KneeState, logs: Sequence[DayLog], today: date, constants: PlanConstants
) -> str:
    """The pattern of the check; "no_pain" once the knee was well for weeks after it.

    Pain without a check is pain of which nothing can be said.
    """
    day = today.toordinal()
    if knee.checked_on is None and not knee.is_locked:
        return CANNOT_SAY if _hurts(logs, day, constants) else NO_PAIN
    since = knee.checked_on or today
    rested = today - since >= timedelta(days=round(constants.well_days))
    return NO_PAIN if rested and is_well(logs, day, constants) else knee.condition


def _hurts(logs: Sequence[DayLog], today: int, constants: PlanConstants) -> bool:
    recent = [log for log in logs if log.day > today - constants.ceiling_raise_days]
    return any((worst_of(log) or 0) > constants.well_pain for log in recent)


def _irritability(
    knee: KneeState, diary: Diary, condition: str, constants: PlanConstants
) -> Irritability:
    since = date.min if knee.checked_on is None else knee.checked_on
    logs = [log for log in diary.logs if log.day >= since.toordinal()]
    ceiling = ceiling_of(condition, constants)
    today = diary.today.toordinal()
    return estimate_irritability(logs, knee.worst_pain, ceiling, today, constants)


def build_inputs(found: Situated) -> PlanInputs:
    """What the week of a runner depends on, her next steps among it."""
    running = running_now(found)
    bare = _bare_inputs(found, running)
    change, steps, grow = _next(found, bare, running)
    return replace(bare, steps=steps, change=change, runs_grow=grow)


def _bare_inputs(found: Situated, running: RunPlan) -> PlanInputs:
    wishes = found.wishes
    return PlanInputs(
        first_day=found.today.toordinal(),
        condition=found.condition,
        irritability=found.irritability,
        pain=found.pain,
        running=running,
        days=tuple(_room(found, day) for day in range(DAYS)),
        equipment=frozenset(wishes.equipment),
        situations=situations_of(found),
        contributors=found.knee.contributors,
        contra=frozenset(wishes.left_out),
        confidence=wishes.confidence,
        runs_a_week=wishes.runs_a_week,
        has_red_flag=found.knee.has_red_flag,
        is_locked=found.knee.is_locked or found.needs_screen,
        waiting=read_waiting(found.diary, found.lights, found.book, found.constants),
        last_hard_day=_last_hard_day(found),
        last_run_day=_last_run_day(found),
        done=_done(found),
        wanted=(
            *wanted_exercises(found.runner, found.today),
            *wanted_by_films(found.runner, found.today),
        ),
    )


def _next(
    found: Situated, bare: PlanInputs, running: RunPlan
) -> tuple[WeekChange, tuple[NextStep, ...], bool]:
    grow = runs_grow(_run_state(found), running)
    current = read_current(found.diary, found.weeks, found.lights, found.book, found.constants)
    change, steps = plan_next_steps(
        bare, current, found.diary, found.book, found.constants,
        may_rise=found.is_new_week, runs_grow=grow,
    )  # fmt: skip
    return change, steps, grow


def situations_of(found: Situated) -> frozenset[str]:
    """What stands against exercises and runs beside the pattern."""
    return frozenset(found.wishes.situations) | found.knee.situations | _told_swelling(found)


def _told_swelling(found: Situated) -> frozenset[str]:
    rest_days = round(found.constants.rest_after_red_h / 24)
    first = found.today.toordinal() - rest_days
    swollen = any(log.swelling and log.day >= first for log in found.diary.logs)
    return frozenset({str(Situation.EFFUSION)}) if swollen else frozenset()


def _room(found: Situated, day: int) -> DayRoom:
    """What a day has room for; a kind that was done today is not asked for again today."""
    date_ = found.today + timedelta(days=day)
    wish = found.wishes.days[date_.weekday()]
    did_exercise = day == 0 and found.diary.did_on(date_, SessionKind.STRENGTH)
    went_out = day == 0 and (
        found.diary.ran_on(date_) or found.diary.did_on(date_, SessionKind.CROSS)
    )
    return DayRoom(
        exercise_s=0.0 if did_exercise else float(wish.exercise_s),
        outing_s=0.0 if went_out else float(wish.outing_s),
        time=TimeOfDay(wish.time),
    )


def _done(found: Situated) -> tuple[tuple[int, str], ...]:
    """What was done in the six days before today, a day and a kind once."""
    return tuple(
        (day.toordinal(), kind)
        for back in range(DAYS - 1, 0, -1)
        for kind in (STRENGTH, CROSS, RUN)
        if found.diary.did_on(day := found.today - timedelta(days=back), kind)
    )


def _last_hard_day(found: Situated) -> int | None:
    """The last hard session; a run that loaded the knee far more than usual is one."""
    hard = [
        item.day.toordinal()
        for item in found.diary.sessions
        if any(each.get("form") in HARD_FORMS and each.get("sets_done") for each in item.items)
    ]
    return max([*hard, *(run.day.toordinal() for run in heavy_runs(found))], default=None)


def heavy_runs(found: Situated) -> tuple[RunTime, ...]:
    """The runs that loaded the knee far more than was usual for her."""
    most = found.constants.heavy_run_times
    return tuple(run for run in found.diary.runs if (run.usual_times or 0.0) >= most)


def most_by_load_s(found: Situated) -> float | None:
    """How long an ordinary run of hers may be by the largest knee load of the last 30 days [s].

    The limit of a session is that of the cohort for distance, taken for load; None below the
    fewest runs by which anything is usual.
    """
    known = [run for run in found.diary.runs if run.impulse_bw_s and run.running_s > 0]
    if len(known) < FEWEST_RUNS:
        return None
    first = found.today - timedelta(days=round(found.constants.longest_days))
    recent = [run.impulse_bw_s for run in known if run.day > first]
    a_second = median((run.impulse_bw_s or 0.0) / run.running_s for run in known)
    largest = max((impulse or 0.0 for impulse in recent), default=None)
    return None if largest is None else found.constants.longest_times * largest / a_second


def _last_run_day(found: Situated) -> int | None:
    return max((log.day for log in found.outings), default=None)


def _run_state(found: Situated) -> RunState:
    wishes, today = found.wishes, found.today
    entry = read_entry(
        dict(wishes.entry), found.condition, found.diary, found.book, found.constants
    )
    cadences = [run.cadence_spm for run in found.diary.runs if run.cadence_spm][-CADENCE_RUNS:]
    return RunState(
        today=today.toordinal(),
        condition=found.condition,
        is_returning=_is_returning(found),
        pain=found.pain,
        outings=found.outings,
        entry=entry,
        onset_s=wishes.onset_s,
        onset_on=_onset_on(found),
        goal_s=wishes.goal_s or longest_of_a_year_s(found.runner, today),
        hills_back=wishes.hills_back,
        cadence_spm=median(cadences) if cadences else None,
        edited_since=_edited_since(found),
        most_by_load_s=most_by_load_s(found),
    )


def _onset_on(found: Situated) -> int | None:
    if found.condition != ILIOTIBIAL or found.wishes.onset_s is None:
        return None
    told_on = onset_day(found.runner)
    return None if told_on is None else told_on.toordinal()


def _edited_since(found: Situated) -> int | None:
    weeks = [
        (week.first_day.toordinal(), week.plan.running.mode, week.inputs.condition)
        for week in found.weeks
    ]
    return edited_since(weeks, found.condition)


def _is_returning(found: Situated) -> bool:
    """As she said it; else a sore runner who did not run for two weeks comes back."""
    if found.wishes.is_returning is not None:
        return found.wishes.is_returning
    if found.condition == NO_PAIN:
        return False
    return not any(run.day > found.today - RAN_OF_LATE for run in found.diary.runs)


def running_now(found: Situated) -> RunPlan:
    """How she runs; within a week of training runs only grow by the stages of the return."""
    fresh = plan_running(_run_state(found), found.constants)
    if found.week is None or found.is_new_week:
        return fresh
    before = found.week.inputs.running
    if fresh.outing is None or before.outing is None or fresh.mode is not before.mode:
        return fresh
    if fresh.outing.running_s <= before.outing.running_s:
        return fresh
    gets_harder = found.week.plan.change is WeekChange.DIFFICULTY
    if fresh.is_staged and not gets_harder:
        return fresh
    return replace(fresh, outing=before.outing, place=before.place, may_change=before.may_change)
