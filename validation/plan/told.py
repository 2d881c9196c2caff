"""What a simulated runner tells: with gaps, points off and days mixed up."""

from dataclasses import dataclass, field, replace

import numpy as np

from midstance.core.plan.pain_rules import DayLog, Light, ceiling_of, light_of
from midstance.core.plan.progression import Prescription
from midstance.core.plan.return_to_run import EntryAnswers, RunChange
from midstance.knowledge.plan_constants import load_plan_constants
from validation.plan.runners import Runner

ANSWERS = ("before", "during", "after_60_min", "next_morning")
CONSTANTS = load_plan_constants()


@dataclass(frozen=True)
class ToldOuting:
    """An outing as the app knows it: all but its light, which the day's answers give."""

    day: int
    place: int | None
    total_s: float
    continuous_s: float
    change: RunChange
    onset_s: float | None


@dataclass(frozen=True)
class ToldExercise:
    """An exercise that was done."""

    day: int
    prescription: Prescription
    sets_done: int
    effort_rpe: int | None


@dataclass
class Told:
    """All that is known of a runner on a morning.

    Parameters
    ----------
    screened_on : when she last answered the red-flag questions.
    done : day and kind of each session.
    """

    entry: EntryAnswers
    logs: dict[int, DayLog] = field(default_factory=dict)
    outings: list[ToldOuting] = field(default_factory=list)
    exercises: list[ToldExercise] = field(default_factory=list)
    last_hard_day: int | None = None
    last_run_day: int | None = None
    screened_on: int = -1
    done: set[tuple[int, str]] = field(default_factory=set)


def tell(truth: DayLog, told: Told, runner: Runner, rng: np.random.Generator) -> None:
    """Add a day's report to what is known, or not."""
    if rng.random() < runner.forgets:
        told.logs.setdefault(truth.day, DayLog(truth.day, truth.had_load))
        return
    log = replace(
        truth,
        before=_answered(truth.before, runner, rng),
        during=_answered(truth.during, runner, rng),
        after_60_min=_answered(truth.after_60_min, runner, rng),
        next_morning=_answered(truth.next_morning, runner, rng),
    )
    if _is_slip(log, truth, runner) and rng.random() < runner.notices:
        log = _as_it_was(truth, log)
    early = truth.day - 1
    if rng.random() < runner.wrong_day and early not in told.logs:
        log = replace(log, day=early)
    told.logs[log.day] = log


def _is_slip(log: DayLog, truth: DayLog, runner: Runner) -> bool:
    """Whether answers that are points off, and nothing else, ask her to rest."""
    ceiling = ceiling_of(runner.pattern, CONSTANTS)
    lights = [light_of(each, ceiling, CONSTANTS) for each in (log, _as_it_was(truth, log))]
    return lights[0] is Light.RED and lights[1] is not Light.RED


def _as_it_was(truth: DayLog, log: DayLog) -> DayLog:
    """The truth of all that was answered."""
    answers = {name: getattr(truth, name) for name in ANSWERS if getattr(log, name) is not None}
    return replace(log, **answers)


def _answered(value: int | None, runner: Runner, rng: np.random.Generator) -> int | None:
    if value is None or rng.random() < runner.forgets / 2:
        return None
    if rng.random() < runner.misreports:
        value += int(rng.choice((-2, -1, 1, 2)))
    return int(np.clip(value, 0, 10))
