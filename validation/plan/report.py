"""The tables of `docs/science/plan.md` that come from simulated runners."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from midstance.core.plan.return_to_run import NO_PAIN
from validation.plan.runners import PATTERNS, Runner, draw_runners
from validation.plan.trial import COACHES, Outcome, run_trial
from validation.tables import Table

DOCS = Path(__file__).parents[2] / "docs" / "science" / "plan.md"
RUNNERS, OBEDIENT, SEED = 72, 24, 2026
MOST_ABOVE_FRAC = 0.05
"""The stated rate: the loop keeps sore runners below their ceiling on 95 of 100 days."""

WARNING = "simulated, not patients"
HEAD = (
    "runners",
    "bears at the start",
    "bears after 12 weeks",
    "days above the ceiling",
    "red days",
    "worst pain, mean and most",
    "a clinician is suggested at the end",
    "runs",
    "running at the end, of usual",
)
TITLE = "A simulation built from the plan's own assumptions; it says nothing about patients"


def tables(count: int = RUNNERS, obedient: int = OBEDIENT) -> tuple[Table, ...]:
    runners = tuple(draw_runners(count, SEED))
    trials = run_trial(runners)
    loop = trials["the loop"]
    few = [runner for runner in runners[:obedient] if runner.pattern != NO_PAIN]
    return (
        coach_table(trials),
        pattern_table(loop),
        answer_table(few, [each for each in loop if each.runner in few]),
    )


def sore(outcomes: Sequence[Outcome], *, can_run: bool) -> list[Outcome]:
    return [
        each
        for each in outcomes
        if each.runner.pattern != NO_PAIN and each.runner.can_run is can_run
    ]


def well(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.runner.pattern == NO_PAIN]


def coach_table(trials: dict[str, tuple[Outcome, ...]]) -> Table:
    groups = {
        "sore, can run": lambda outcomes: sore(outcomes, can_run=True),
        "sore, cannot run": lambda outcomes: sore(outcomes, can_run=False),
        "no pain": well,
    }
    rows = tuple(
        (group, name, *cells(choose(outcomes)))
        for group, choose in groups.items()
        for name, outcomes in trials.items()
    )
    return Table("plan_loop", f"{TITLE}: four ways", (WARNING, "goes by", *HEAD), rows)


def pattern_table(outcomes: Sequence[Outcome]) -> Table:
    rows = tuple(
        (pattern, "can run" if can_run else "cannot run", *cells(group))
        for pattern in PATTERNS
        for can_run in (True, False)
        if (group := of_pattern(outcomes, pattern, can_run=can_run))
    )
    head = (WARNING, "at the start", *HEAD)
    return Table("plan_patterns", f"{TITLE}: the loop for each pattern", head, rows)


def of_pattern(outcomes: Sequence[Outcome], pattern: str, *, can_run: bool) -> list[Outcome]:
    return [
        each
        for each in outcomes
        if each.runner.pattern == pattern and each.runner.can_run is can_run
    ]


def answer_table(runners: Sequence[Runner], as_drawn: Sequence[Outcome]) -> Table:
    told: dict[str, Sequence[Outcome]] = {"as drawn": as_drawn}
    for name, change in (("does all", does_all), ("does all, tells all rightly", obeys)):
        loop = {"the loop": COACHES["the loop"]}
        told[name] = run_trial(map(change, runners), loop)["the loop"]
    rows = tuple(
        (name, "can run" if can_run else "cannot run", *cells(sore(outcomes, can_run=can_run)))
        for name, outcomes in told.items()
        for can_run in (True, False)
    )
    head = (WARNING, "at the start", *HEAD)
    return Table("plan_answers", f"{TITLE}: the loop by what she does and tells", head, rows)


def does_all(runner: Runner) -> Runner:
    """The same runner, doing every session."""
    return replace(runner, adherence=1.0, run_adherence=1.0)


def obeys(runner: Runner) -> Runner:
    """The same runner, doing every session, her pain without noise and told as it is."""
    return replace(does_all(runner), forgets=0.0, misreports=0.0, wrong_day=0.0, pain_sd=0.0)


def cells(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    worst = [each.worst_pain for each in outcomes]
    return (
        str(len(outcomes)),
        percent(outcomes, lambda each: each.tolerable_start_frac),
        percent(outcomes, lambda each: each.tolerable_end_frac),
        f"{100 * mean(outcomes, lambda each: each.above_frac):.1f} %",
        f"{100 * mean(outcomes, lambda each: each.red_frac):.1f} %",
        f"{np.mean(worst):.1f}, {max(worst)}",
        percent(outcomes, lambda each: each.is_sent),
        f"{mean(outcomes, lambda each: each.runs):.0f}",
        percent(outcomes, lambda each: each.run_frac),
    )


def mean(outcomes: Sequence[Outcome], value: Callable[[Outcome], float]) -> float:
    return float(np.mean([value(each) for each in outcomes]))


def percent(outcomes: Sequence[Outcome], value: Callable[[Outcome], float]) -> str:
    return f"{100 * mean(outcomes, value):.0f} %"
