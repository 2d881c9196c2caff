"""Who says what to do today: the loop around `core.plan`, and what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from midstance.core.plan.book import Situation
from midstance.core.plan.irritability import estimate_irritability, is_well
from midstance.core.plan.pain_rules import (
    Light,
    PainState,
    ceiling_of,
    light_of,
    read_days,
    worst_of,
)
from midstance.core.plan.problem import (
    MOBILITY,
    RUN,
    STRENGTH,
    DayRoom,
    PlanInputs,
    TimeOfDay,
    allowed_exercises,
)
from midstance.core.plan.progression import (
    ExerciseLog,
    Move,
    NextStep,
    Prescription,
    WeekChange,
    find_waiting,
    least_dose,
    plan_steps,
)
from midstance.core.plan.return_to_run import (
    ILIOTIBIAL,
    NO_PAIN,
    EntryAnswers,
    OutingKind,
    OutingLog,
    RunMode,
    RunPlan,
    RunState,
    Stage,
    edited_since,
    is_work_ok,
    plan_running,
    runs_grow,
)
from midstance.core.plan.solution import Plan, Session
from midstance.core.plan.week import plan_week
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.plan_constants import load_plan_constants
from validation.plan.runners import HOME, WEEK_DAYS, Runner
from validation.plan.told import Told

Lights = Mapping[int, Light]
BOOK = load_exercise_book()
CONSTANTS = load_plan_constants()
REST_DAYS = round(CONSTANTS.rest_after_red_h / 24)
TRIED_DAYS = 14
SCREEN_DAYS = 2
RISES = frozenset({Move.MORE, Move.HARDER})
BACK = frozenset({Move.LESS, Move.EASIER})
REST_WEEKS = 6
TEN_PERCENT = 1.1
TEN_PERCENT_START = {True: 0.6, False: 0.2}
"""Share of a usual run with which the ten per cent plan starts, for who can run and who cannot."""
USUAL_DAYS = {3: (0, 2, 4), 4: (0, 2, 4, 6)}


class Coach(Protocol):
    """Says in the morning what stands on a day."""

    def sessions(self, day: int, told: Told) -> tuple[Session, ...]: ...

    @property
    def plan(self) -> Plan | None: ...


@dataclass
class Week:
    """A week as it was planned; `began_on` is the first day of the week of training it is part of.

    A week planned anew within it goes on with it, and nothing rises.
    """

    began_on: int
    inputs: PlanInputs
    plan: Plan


@dataclass
class LoopCoach:
    """The app's loop: a week at a time, anew when the knee, an answer or a missed day says so.

    The rules of `midstance.app.training` told again without a database.
    """

    runner: Runner
    worst_pain: int
    weeks: list[Week] = field(default_factory=list)

    @property
    def plan(self) -> Plan | None:
        return self.weeks[-1].plan if self.weeks else None

    def sessions(self, day: int, told: Told) -> tuple[Session, ...]:
        """The plan of the day, made anew where something changed."""
        week = self.weeks[-1] if self.weeks else None
        is_new = week is None or day >= week.began_on + WEEK_DAYS
        inputs = self._inputs(day, told, is_new=is_new)
        if week is None or is_new or _is_stale(week, inputs, told, day):
            began_on = day if week is None or is_new else week.began_on
            self.weeks.append(Week(began_on, inputs, plan_week(inputs, BOOK, CONSTANTS)))
        return tuple(each for each in self.weeks[-1].plan.sessions if each.day == day)

    def _inputs(self, day: int, told: Told, *, is_new: bool) -> PlanInputs:
        logs = list(told.logs.values())
        is_well_now = day >= CONSTANTS.well_days and is_well(logs, day, CONSTANTS)
        condition = NO_PAIN if is_well_now else self.runner.pattern
        lights = lights_of(told, condition)
        pain = self._pain(condition, day, told, lights)
        state = replace(
            run_state(self.runner, condition, pain, told, lights, day=day),
            edited_since=self._edited_since(condition),
        )
        running = self._running(plan_running(state, CONSTANTS), is_new=is_new)
        swollen = any(log.swelling and log.day >= day - REST_DAYS for log in logs)
        bare = PlanInputs(
            day, condition,
            estimate_irritability(logs, self.worst_pain, pain.ceiling, day, CONSTANTS),
            pain, running,
            tuple(self.runner.rooms[(day + ahead) % WEEK_DAYS] for ahead in range(WEEK_DAYS)),
            equipment=HOME,
            situations=frozenset({str(Situation.EFFUSION)}) if swollen else frozenset(),
            confidence=round(10 * self.runner.adherence), runs_a_week=self.runner.usual_runs,
            is_locked=needs_screen(told, day),
            waiting=waiting_of(told, lights, day),
            last_hard_day=told.last_hard_day, last_run_day=told.last_run_day,
            done=tuple(
                sorted((at, kind) for at, kind in told.done if day - WEEK_DAYS < at < day)
            ),
        )  # fmt: skip
        grow = runs_grow(state, running)
        change, steps = self._steps(bare, told, lights, may_rise=is_new, runs_grow=grow)
        return replace(bare, steps=steps, change=change, runs_grow=grow)

    def _edited_since(self, condition: str) -> int | None:
        weeks = [
            (week.inputs.first_day, week.plan.running.mode, week.inputs.condition)
            for week in self.weeks
        ]
        return edited_since(weeks, condition)

    def _pain(self, condition: str, day: int, told: Told, lights: Lights) -> PainState:
        """What the days say; red-flag questions answered after the last red day are answered."""
        pain = read_days(list(told.logs.values()), condition, day, CONSTANTS)
        reds = [one for one, light in lights.items() if light is Light.RED]
        return replace(pain, rescreen=False) if told.screened_on > max(reds, default=day) else pain

    def _running(self, fresh: RunPlan, *, is_new: bool) -> RunPlan:
        """Within a week of training runs only grow by the stages of the return."""
        if is_new:
            return fresh
        week = self.weeks[-1]
        before = week.inputs.running
        if fresh.outing is None or before.outing is None or fresh.mode is not before.mode:
            return fresh
        if fresh.outing.running_s <= before.outing.running_s:
            return fresh
        gets_harder = week.plan.change is WeekChange.DIFFICULTY
        if fresh.mode is RunMode.RETURN and not gets_harder:
            return fresh
        return replace(
            fresh, outing=before.outing, place=before.place, may_change=before.may_change
        )

    def _steps(
        self, inputs: PlanInputs, told: Told, lights: Lights, *, may_rise: bool, runs_grow: bool
    ) -> tuple[WeekChange, tuple[NextStep, ...]]:
        current = [(each, _logs_of(each, told, lights)) for each in self._exercises()]
        allowed = allowed_exercises(inputs, BOOK, CONSTANTS)
        change, steps = plan_steps(current, allowed, BOOK, CONSTANTS, amount_taken=runs_grow)
        last = max((each.day for each in told.exercises), default=None)
        if last is not None and inputs.first_day - last >= CONSTANTS.pause_days:
            return WeekChange.NONE, tuple(_restarted(step.before) for step in steps)
        if may_rise:
            return change, steps
        held = tuple(
            NextStep(Move.KEEP, step.before, step.before) if step.move in RISES else step
            for step in steps
        )
        return WeekChange.AMOUNT if runs_grow else WeekChange.NONE, held

    def _exercises(self) -> tuple[Prescription, ...]:
        """Those of the last week that held any."""
        for week in reversed(self.weeks):
            for session in week.plan.sessions:
                if session.kind == STRENGTH:
                    return tuple(item.prescription for item in session.items)
        return ()


def _logs_of(told: Prescription, known: Told, lights: Lights) -> tuple[ExerciseLog, ...]:
    return tuple(
        ExerciseLog(
            each.day, lights.get(each.day, Light.UNKNOWN),
            min(each.sets_done / max(told.sets, 1), 1.0), each.effort_rpe,
        )
        for each in known.exercises
        if _is_at(each.prescription, told)
    )  # fmt: skip


def _is_at(one: Prescription, other: Prescription) -> bool:
    """Whether it is the same exercise at the same dose."""
    return replace(one, sets=0, most_flexion_deg=None) == replace(
        other, sets=0, most_flexion_deg=None
    )


def _restarted(before: Prescription) -> NextStep:
    after = least_dose(BOOK.exercises[before.exercise], before.form, before.sets)
    return NextStep(Move.KEEP if after == before else Move.LESS, before, after)


def _is_stale(week: Week, inputs: PlanInputs, told: Told, day: int) -> bool:
    """Whether more than the passing of days changed, or a session was missed."""
    gone = {
        (session.day, session.kind)
        for session in week.plan.sessions
        if session.day is not None and session.day < day and session.kind != MOBILITY
    }
    return (
        _at_rest(week.inputs, day) != _at_rest(inputs, day)
        or any(step.move in BACK for step in inputs.steps)
        or not gone <= told.done
    )


def _at_rest(inputs: PlanInputs, day: int) -> PlanInputs:
    """Without what moves within a week by itself."""
    return replace(
        inputs, first_day=0, last_hard_day=None, last_run_day=None, days=(DayRoom(),) * WEEK_DAYS,
        done=(), steps=(), change=WeekChange.NONE, runs_grow=False,
        pain=replace(inputs.pain, first_day=max(inputs.pain.first_day, day)),
        running=replace(inputs.running, most_s=None, most_m=None),
    )  # fmt: skip


@dataclass
class FixedCoach:
    """The plan of the first week, never changed."""

    first: LoopCoach

    @property
    def plan(self) -> Plan | None:
        return self.first.plan

    def sessions(self, day: int, told: Told) -> tuple[Session, ...]:
        if not self.first.weeks:
            self.first.sessions(day, told)
        week = self.first.weeks[0].plan.sessions
        return tuple(replace(each, day=day) for each in week if each.day == day % WEEK_DAYS)


@dataclass
class RunsOnly:
    """Runs on the usual days; the share of the usual length goes by the number of the week."""

    runner: Runner
    shares: tuple[float, ...]
    plan: Plan | None = None

    def sessions(self, day: int, told: Told) -> tuple[Session, ...]:
        del told
        share = self.shares[min(day // WEEK_DAYS, len(self.shares) - 1)]
        if share == 0 or day % WEEK_DAYS not in USUAL_DAYS[self.runner.usual_runs]:
            return ()
        length_s = share * self.runner.usual_run_s
        outing = Stage(0, OutingKind.RUN, 1, 0.0, length_s)
        return (Session(day, RUN, TimeOfDay.ANY, round(length_s), outing=outing),)


def rest_only(runner: Runner) -> RunsOnly:
    """Six weeks of rest, then back to usual."""
    return RunsOnly(runner, (0.0,) * REST_WEEKS + (1.0,))


def ten_percent(runner: Runner) -> RunsOnly:
    """A tenth more each week, whatever the knee says, up to the usual."""
    start = TEN_PERCENT_START[runner.can_run]
    return RunsOnly(runner, tuple(min(start * TEN_PERCENT**week, 1.0) for week in range(30)))


def needs_screen(told: Told, day: int) -> bool:
    """Whether a pain of late asks for the warning signs and she did not answer them since."""
    alarming = [
        log.day
        for log in told.logs.values()
        if log.limp or log.swelling or (worst_of(log) or 0) >= CONSTANTS.rescreen_pain
    ]
    return any(at >= max(day - SCREEN_DAYS, told.screened_on) for at in alarming)


def lights_of(told: Told, condition: str) -> Lights:
    """The light of each day that was told."""
    ceiling = ceiling_of(condition, CONSTANTS)
    return {day: light_of(log, ceiling, CONSTANTS) for day, log in told.logs.items()}


def waiting_of(told: Told, lights: Lights, day: int) -> frozenset[str]:
    """The exercises that went red of late and wait."""
    done = [
        (each.day, each.prescription.exercise, lights.get(each.day, Light.UNKNOWN))
        for each in told.exercises
        if each.sets_done
    ]
    return find_waiting(done, day, BOOK, CONSTANTS)


def run_state(
    runner: Runner, condition: str, pain: PainState, told: Told, lights: Lights, *, day: int
) -> RunState:
    """Her outings, tests and pain as the plan takes them."""
    outings = tuple(
        OutingLog(
            each.day, lights.get(each.day, Light.UNKNOWN), each.place, each.total_s,
            each.continuous_s, None, each.change,
        )
        for each in told.outings
    )  # fmt: skip
    onsets = [
        (each.onset_s, each.day)
        for each in told.outings
        if each.onset_s is not None and condition == ILIOTIBIAL
    ]
    onset_s, onset_on = onsets[-1] if onsets else (None, None)
    return RunState(
        day, condition, not runner.can_run and condition != NO_PAIN, pain, outings,
        entry_of(told, day, lights),
        onset_s=onset_s, onset_on=onset_on,
        goal_s=runner.usual_run_s, cadence_spm=runner.cadence_spm,
    )  # fmt: skip


def entry_of(told: Told, day: int, lights: Lights) -> EntryAnswers:
    """What she can do: as she told it, and what her days say since."""
    answers = told.entry
    if any(log.swelling and log.day >= day - REST_DAYS for log in told.logs.values()):
        answers = replace(answers, is_swollen=True)
    tried = [
        lights.get(each, Light.UNKNOWN)
        for each in sorted(
            {
                item.day
                for item in told.exercises
                if item.day > day - TRIED_DAYS
                and BOOK.exercises[item.prescription.exercise].patellar_tendon.tier >= 2
            }
        )
    ]
    if any(light is not Light.UNKNOWN for light in tried):
        answers = replace(answers, tier_2_work_ok=is_work_ok(tried))
    return answers
