"""Twelve weeks of a simulated runner under one coach, and what came of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.plan.pain_rules import DayLog, Light, ceiling_of, light_of, read_days
from midstance.core.plan.problem import CROSS
from midstance.core.plan.progression import dose_of
from midstance.core.plan.return_to_run import OutingKind, RunChange, Stage
from midstance.core.plan.solution import Plan, Session
from midstance.knowledge.tissue_constants import load_tissue_constants
from validation.plan.coaches import (
    BOOK,
    CONSTANTS,
    Coach,
    FixedCoach,
    LoopCoach,
    rest_only,
    ten_percent,
)
from validation.plan.knee import Felt, Knee, run_seconds_of
from validation.plan.runners import WEEK_DAYS, Runner
from validation.plan.told import Told, ToldExercise, ToldOuting, tell

DAYS = 84
LIMP_PAIN, SWELL_PAIN, SWELL_FRAC = 6, 8, 0.3
RECENT_DAYS = 14
HEADROOM = load_tissue_constants().headroom_times
AS_PLANNED = 0.8
RUNNING = frozenset({OutingKind.WALK_RUN, OutingKind.RUN})


@dataclass(frozen=True)
class Outcome:
    """What twelve weeks did, by the truth and not by what was told.

    Parameters
    ----------
    tolerable_start_frac, tolerable_end_frac : longest run within the ceiling, over that before.
    above_frac, red_frac : of all days.
    above_load_frac : days above the ceiling, of the days with a session.
    worst_pain : 0 to 10.
    is_sent : whether at the end the rules suggest a clinician.
    runs : outings with running in them.
    run_frac : running of the last two weeks, as a share of the usual.
    """

    runner: Runner
    tolerable_start_frac: float
    tolerable_end_frac: float
    above_frac: float
    above_load_frac: float
    red_frac: float
    worst_pain: int
    is_sent: bool
    runs: int
    run_frac: float
    lights: tuple[Light, ...]
    plans: tuple[Plan, ...]


def worst_pain_of(runner: Runner) -> int:
    """The worst of a day before the plan, as the knee check asks for it."""
    knee = Knee(runner, HEADROOM)
    ran = knee.do(runner.usual_run_s if runner.can_run else 0.0)
    return round(max(ran.pain, knee.pain_of("stairs")))


COACHES: Mapping[str, Callable[[Runner], Coach]] = {
    "the loop": lambda runner: LoopCoach(runner, worst_pain_of(runner)),
    "rest only": rest_only,
    "fixed plan": lambda runner: FixedCoach(LoopCoach(runner, worst_pain_of(runner))),
    "10 % a week": ten_percent,
}


class Season:
    """One runner, one coach, day by day."""

    def __init__(self, runner: Runner, coach: Coach) -> None:
        self.runner, self.coach = runner, coach
        self.rng = np.random.default_rng(runner.seed)
        self.ceiling = ceiling_of(runner.pattern, CONSTANTS)
        self.knee = Knee(runner, HEADROOM)
        self.told = Told(self.knee.entry(limps=False))
        self.truth: list[DayLog] = []
        self.running: dict[int, float] = {}
        self.limped_on = -10
        if runner.can_run:
            self._remember_usual()

    def _remember_usual(self) -> None:
        """The runs of the month before, which hurt where the knee is sore."""
        for day in range(-28, 0, 7 // self.runner.usual_runs):
            length_s = self.runner.usual_run_s
            self.told.outings.append(
                ToldOuting(day, None, length_s, length_s, RunChange.NONE, self._first_onset())
            )

    def _first_onset(self) -> float | None:
        knee = self.knee
        hurts = knee.most_damage < knee.usual_days_of(self.runner.usual_run_s)
        per_s = knee.usual_days_of(1.0)
        return knee.most_damage / per_s if hurts else None

    def play(self) -> Outcome:
        start = self.knee.tolerable_frac(self.ceiling)
        for day in range(DAYS):
            self._live(day)
        return self._outcome(start)

    def _live(self, day: int) -> None:
        before = self._feel(self.knee.rest_pain)
        if day:
            self._close(day - 1, before)
        self._ask(day)
        felt = [
            self._do(session, day)
            for session in self.coach.sessions(day, self.told)
            if self._does(session) and before < self.runner.stop_pain
        ]
        worst = max((each.pain for each in felt), default=0.0)
        during = self._feel(worst) if felt else None
        rest = self.knee.rest_pain
        after = self._feel(rest + self.runner.linger * max(worst - rest, 0)) if felt else None
        swells = during is not None and during >= SWELL_PAIN and self.rng.random() < SWELL_FRAC
        limps = during is not None and during >= LIMP_PAIN
        self.limped_on = day if limps else self.limped_on
        self.truth.append(
            DayLog(day, bool(felt), before, during, after, None, limp=limps, swelling=swells)
        )
        self.knee.sleep()

    def _does(self, session: Session) -> bool:
        runs = session.outing is not None
        return self.rng.random() < (self.runner.run_adherence if runs else self.runner.adherence)

    def _feel(self, latent: float) -> int:
        noisy = latent + self.rng.normal(0, self.runner.pain_sd)
        return int(np.clip(round(noisy), 0, 10))

    def _close(self, day: int, morning: int) -> None:
        """The next morning completes a day; a day of rest is asked nothing."""
        log = self.truth[day]
        self.truth[day] = log = DayLog(
            day, log.had_load, log.before, log.during, log.after_60_min, morning, log.limp,
            log.swelling,
        )  # fmt: skip
        if log.had_load:
            tell(log, self.told, self.runner, self.rng)

    def _ask(self, day: int) -> None:
        """Once a week she tries again what she can do; red-flag questions she answers next day."""
        plan = self.coach.plan
        if plan is not None and plan.empty_because is not None:
            self.told.screened_on = day
        if day % WEEK_DAYS == 0:
            self.told.entry = self.knee.entry(limps=day - self.limped_on <= 1)

    def _do(self, session: Session, day: int) -> Felt:
        plan = self.coach.plan
        edits = plan.running.edits if plan and session.outing else ()
        felt = self.knee.do(run_seconds_of(session, self.runner, edits, BOOK))
        self.told.done.add((day, session.kind))
        if session.outing is not None:
            self._log_outing(session.outing, felt, day, plan)
        elif session.kind != CROSS:
            self._log_exercises(session, felt, day)
        return felt

    def _log_outing(self, outing: Stage, felt: Felt, day: int, plan: Plan | None) -> None:
        total_s = max(outing.total_s * felt.done_frac, 60.0)
        running_s = outing.running_s * felt.done_frac
        onset_s = None if felt.onset_frac is None else felt.onset_frac * outing.running_s
        running = plan.running if plan else None
        place = running.place if running else None
        longest_s = max((each.total_s for each in self.told.outings), default=0.0)
        grew = place is None and 0 < longest_s < total_s
        self.told.outings.append(
            ToldOuting(
                day,
                place if felt.done_frac >= AS_PLANNED else None,
                total_s,
                min(outing.run_s, total_s, running_s),
                RunChange.DISTANCE if grew else RunChange.NONE,
                onset_s if outing.kind in RUNNING else None,
            )
        )
        self.told.last_run_day = day
        if outing.kind in RUNNING:
            self.running[day] = running_s

    def _log_exercises(self, session: Session, felt: Felt, day: int) -> None:
        for item in session.items:
            dose = dose_of(BOOK.exercises[item.prescription.exercise], item.prescription.form)
            effort = int(self.rng.integers(dose.effort_rpe[0], dose.effort_rpe[1] + 1))
            effort += int(self.rng.random() < 0.1)
            is_told = self.rng.random() >= self.runner.forgets / 2
            done = felt.done_frac if self.rng.random() < 0.9 else 0.7 * felt.done_frac
            sets = round(done * item.prescription.sets)
            self.told.exercises.append(
                ToldExercise(day, item.prescription, sets, effort if is_told else None)
            )
        if session.is_hard:
            self.told.last_hard_day = day

    def _outcome(self, start: float) -> Outcome:
        self._close(DAYS - 1, self._feel(self.knee.rest_pain))
        lights = tuple(light_of(log, self.ceiling, CONSTANTS) for log in self.truth)
        above = [log.during is not None and log.during > self.ceiling for log in self.truth]
        loaded = sum(log.had_load for log in self.truth)
        told = [log for log in self.told.logs.values() if log.day <= DAYS]
        usual_s = self.runner.usual_runs * self.runner.usual_run_s
        late = [run_s for day, run_s in self.running.items() if day >= DAYS - RECENT_DAYS]
        return Outcome(
            runner=self.runner,
            tolerable_start_frac=start,
            tolerable_end_frac=self.knee.tolerable_frac(self.ceiling),
            above_frac=sum(above) / DAYS,
            above_load_frac=sum(above) / max(loaded, 1),
            red_frac=sum(light is Light.RED for light in lights) / DAYS,
            worst_pain=max(max(log.before or 0, log.during or 0) for log in self.truth),
            is_sent=bool(read_days(told, self.runner.pattern, DAYS, CONSTANTS).see_clinician),
            runs=len(self.running),
            run_frac=sum(late) * WEEK_DAYS / RECENT_DAYS / usual_s,
            lights=lights,
            plans=tuple(week.plan for week in getattr(self.coach, "weeks", ())),
        )


def run_trial(
    runners: Iterable[Runner], coaches: Mapping[str, Callable[[Runner], Coach]] = COACHES
) -> dict[str, tuple[Outcome, ...]]:
    """Every runner under every coach, from the same first day."""
    found: dict[str, list[Outcome]] = {name: [] for name in coaches}
    for runner in runners:
        for name, coach in coaches.items():
            found[name].append(Season(runner, coach(runner)).play())
    return {name: tuple(outcomes) for name, outcomes in found.items()}
