"""How long a week takes to plan, beside a greedy planner that takes the best exercise that fits.

The greedy planner reads the same problem and is given the solver's days, since it chooses none; its
exercises are judged by the same sum of wishes.
"""

import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from statistics import median

import numpy as np

from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import DayLog, read_days
from midstance.core.plan.problem import (
    SCALE,
    Candidate,
    DayRoom,
    Irritability,
    PlanInputs,
    PlanProblem,
    build_problem,
)
from midstance.core.plan.return_to_run import EntryAnswers, RunState, plan_running
from midstance.core.plan.solver import solve
from midstance.core.plan.week import plan_week
from midstance.knowledge.exercises import load_exercise_book
from midstance.knowledge.plan_constants import load_plan_constants

WEEKS = 120
AIM_S = 0.5
BOOK = load_exercise_book()
CONSTANTS = load_plan_constants()
CONDITIONS = (
    "patellofemoral_pain", "iliotibial_band_pain", "patellar_tendinopathy",
    "quadriceps_tendinopathy", "knee_osteoarthritis", "cannot_say", "no_pain",
)  # fmt: skip
IMPORT = (
    "import time; start = time.process_time(); from ortools.sat.python import cp_model; "
    "print(time.process_time() - start)"
)


def drawn_inputs(rng: np.random.Generator) -> PlanInputs:
    """A runner with some equipment, some room and perhaps a red day behind her."""
    condition = str(rng.choice(CONDITIONS))
    logs = [DayLog(0, had_load=True, before=0, during=8)] if rng.random() < 0.2 else []
    pain = read_days(logs, condition, 0, CONSTANTS)
    entry = EntryAnswers(0, False, 0, 0, 0, 25, 1.0, 0, False, True)
    running = plan_running(RunState(0, condition, True, pain, entry=entry), CONSTANTS)
    rooms = tuple(
        DayRoom(float(rng.choice((0, 600, 900))), float(rng.choice((0, 1800, 2700))))
        for _ in range(7)
    )
    owned = frozenset(item for item in BOOK.equipment if rng.random() < 0.5)
    irritability = tuple(Irritability)[int(rng.integers(3))]
    return PlanInputs(0, condition, irritability, pain, running, rooms, equipment=owned)


def greedy_sets(
    problem: PlanProblem, constants: PlanConstants, days: tuple[int, ...]
) -> tuple[int, ...]:
    """Sets of each candidate: again and again the set that is worth most and still fits."""
    if not days:
        return (0,) * len(problem.candidates)
    left_s = min(problem.most_session_s, *(problem.rooms[day].exercise_s for day in days))
    sets = [0] * len(problem.candidates)
    while True:
        gains = [
            (gain_of(problem, constants, sets, place), place)
            for place, item in enumerate(problem.candidates)
            if fits(problem, sets, place, item, left_s) and may_stand(problem, item, days)
        ]
        best, place = max(gains, default=(0, 0))
        if best <= 0:
            return tuple(sets)
        left_s -= length_of(problem.candidates[place], sets[place])
        sets[place] += 1


def fits(problem: PlanProblem, sets: list[int], place: int, item: Candidate, left_s: float) -> bool:
    chosen = [other for other, count in zip(problem.candidates, sets, strict=True) if count]
    names = {other.prescription.exercise for other in chosen}
    beside = any(item.prescription.exercise in other.harder for other in chosen)
    is_new = sets[place] == 0
    return (
        sets[place] < len(item.seconds)
        and length_of(item, sets[place]) <= left_s
        and not (is_new and len(chosen) >= problem.most_exercises)
        and not (is_new and (beside or names.intersection(item.harder)))
    )


def may_stand(problem: PlanProblem, item: Candidate, days: tuple[int, ...]) -> bool:
    close = any(later - one < 2 for one, later in pairwise((-problem.hard_before, *days)))
    return len(days) <= item.most_per_week and not (item.is_hard and close)


def length_of(item: Candidate, sets: int) -> int:
    return item.seconds[sets] - (item.seconds[sets - 1] if sets else 0)


def gain_of(problem: PlanProblem, constants: PlanConstants, sets: list[int], place: int) -> float:
    more = list(sets)
    more[place] += 1
    return worth_of(problem, constants, more) - worth_of(problem, constants, sets)


def worth_of(problem: PlanProblem, constants: PlanConstants, sets: list[int]) -> float:
    """The wishes for exercises, summed as the solver sums them; days are left aside."""
    total = 0.0
    regions: Counter[str] = Counter()
    for item, count in zip(problem.candidates, sets, strict=True):
        if count:
            regions[item.region] += 1
            total += item.worth + SCALE * sum(constants.worth_set[:count])
    for region, first, second in problem.emphasis:
        total += (0, first, first + second)[min(regions[region], 2)]
    return total


def main() -> None:
    rng = np.random.default_rng(4)
    inputs = [drawn_inputs(rng) for _ in range(WEEKS)]
    problems = [build_problem(each, BOOK, CONSTANTS) for each in inputs]
    loading = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, check=True)
    plan_week(inputs[0], BOOK, CONSTANTS)
    weeks, walls, bests = [], [], 0
    for each in inputs:
        wall, start = time.perf_counter(), time.process_time()
        bests += plan_week(each, BOOK, CONSTANTS).is_best
        weeks.append(time.process_time() - start)
        walls.append(time.perf_counter() - wall)
    greedy, shares = [], []
    for problem in problems:
        choice = solve(problem, CONSTANTS)
        start = time.process_time()
        simple = worth_of(
            problem, CONSTANTS, list(greedy_sets(problem, CONSTANTS, choice.strength))
        )
        greedy.append(time.process_time() - start)
        best = worth_of(problem, CONSTANTS, list(choice.sets))
        if best > 0:
            shares.append(100 * simple / best)
    print(f"{WEEKS} drawn runners, {len(BOOK.exercises)} exercises, {CONSTANTS.version}")
    print(f"a week, checked: median {1000 * median(weeks):.0f} ms of CPU, worst {max(weeks):.2f} s")
    print(f"  on the clock:  median {1000 * median(walls):.0f} ms, worst {max(walls):.2f} s")
    print(f"  best possible in {bests} of {WEEKS}")
    print(f"loading the solver, once: {float(loading.stdout):.2f} s of CPU")
    print(f"greedy baseline: median {1000 * median(greedy):.1f} ms of CPU")
    print(
        f"  on the solver's days its exercises are worth {median(shares):.0f} % of the solver's "
        f"(median; worst {min(shares):.0f} %, best {max(shares):.0f} %)"
    )
    print(f"aim {AIM_S} s a week: {'met' if max(weeks) <= AIM_S else 'MISSED'}")


if __name__ == "__main__":
    main()
