"""A day of data through the pain response, beside plain Python and a particle filter."""

import time
from collections.abc import Callable, Sequence
from math import exp, log
from statistics import median

import numpy as np

from midstance.core.tissue.response import (
    GRID,
    Members,
    PainDay,
    When,
    start_response,
    update_response,
    usual_members,
)
from midstance.core.tissue.response_constants import ANSWERS, ResponseConstants
from midstance.knowledge.response_constants import load_response_constants

DAYS, ROUNDS = 365, 5
PLAIN_DAYS = 12
PARTICLES = 1000
AIM_S = 0.05
CONSTANTS = load_response_constants()


def a_year(rng: np.random.Generator) -> list[PainDay]:
    days, ran = [], False
    for _ in range(DAYS):
        load = float(rng.lognormal(0, 0.4)) if rng.random() < 3 / 7 else 0.0
        told = {When.REST: int(rng.integers(0, 3))} if load or ran else {}
        if load:
            told |= {When.DURING: int(rng.integers(0, 5)), When.HOUR: int(rng.integers(0, 3))}
        days.append(PainDay(load, 0, told))
        ran = load > 0
    return days


def median_cpu_s(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    work()
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return median(seconds)


def arrays(days: Sequence[PainDay]) -> float:
    """The sum of what every answer was given, as a figure to compare."""
    state, total = start_response(CONSTANTS), 0.0
    for day in days:
        state, scored = update_response(state, day, CONSTANTS)
        total += sum(each.log_chance for each in scored)
    return total


def above_level(when: When, rest: float, added: float, hour_frac: float) -> float:
    if when is When.REST:
        return rest
    return rest + (added if when is When.DURING else hour_frac * added)


def chance_of(pain: int, eta: float, spread: float, constants: ResponseConstants) -> float:
    def least(k: int) -> float:
        return 1 / (1 + exp((constants.response_cuts[k - 1] - eta) / spread))

    high = 1.0 if pain == 0 else least(pain)
    low = 0.0 if pain == ANSWERS - 1 else least(pain + 1)
    slip = constants.response_slip_frac
    return (1 - slip) * max(high - low, 0.0) + slip / ANSWERS


def plain_loop(days: Sequence[PainDay], members: Members) -> float:
    """The same recursion, one number at a time; strength work is left out of this year."""
    constants, levels = CONSTANTS, GRID.tolist()
    chances = start_response(constants).chances.tolist()
    drifts = members.drifts.tolist()
    size = len(chances) // len(drifts)
    irritation, total = [0.0] * len(chances), 0.0
    columns = [members.run_points, members.load_power, members.hour_frac, members.left_frac,
               members.keep_frac, members.spread]  # fmt: skip
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for day in days:
        for at, row in enumerate(chances):
            drift = drifts[at // size]
            chances[at] = [
                sum(row[i] * drift[i][k] for i in range(len(levels))) for k in range(len(levels))
            ]
        if day.told:
            known = [sum(row) for row in chances]
            faded = [one**constants.response_keep_frac for one in known]
            whole = sum(faded)
            chances = [
                [value * new / whole / max(old, 1e-300) for value in row]
                for row, old, new in zip(chances, known, faded, strict=True)
            ]
        joint = [[1.0] * len(levels) for _ in chances]
        for when, pain in sorted(day.told.items()):
            given = 0.0
            for at, (points, power, hour, _, _, spread) in enumerate(rows):
                eta = above_level(when, irritation[at], points * day.load_times**power, hour)
                for k, level in enumerate(levels):
                    one = chance_of(pain, eta + level, spread, constants)
                    given += chances[at][k] * one
                    joint[at][k] *= one
            total += log(given)
        chances = [
            [value * one for value, one in zip(row, ones, strict=True)]
            for row, ones in zip(chances, joint, strict=True)
        ]
        whole = sum(map(sum, chances))
        chances = [[value / whole for value in row] for row in chances]
        irritation = [
            (left + kept * points * day.load_times**power) * keep
            for left, (points, power, _, kept, keep, _) in zip(irritation, rows, strict=True)
        ]
    return total


def particles(days: Sequence[PainDay], seed: int) -> float:
    """A bootstrap particle filter: constants and level are drawn, and drawn again by weight."""
    rng = np.random.default_rng(seed)
    members, total = usual_members(CONSTANTS), 0.0
    at = rng.integers(0, len(members.spread), PARTICLES)
    mean, sd = CONSTANTS.response_level
    level, irritation = rng.normal(mean, sd, PARTICLES), np.zeros(PARTICLES)
    days_of = np.repeat(CONSTANTS.response_level_days, len(members.spread) // 4)
    cuts = np.array((-np.inf, *CONSTANTS.response_cuts, np.inf))
    for day in days:
        keep = np.exp(-1 / days_of[at])
        level = mean + keep * (level - mean) + sd * np.sqrt(1 - keep**2) * rng.normal(size=len(at))
        added = members.run_points[at] * day.load_times ** members.load_power[at]
        weights = np.ones(PARTICLES)
        for when, pain in sorted(day.told.items()):
            share = {When.REST: 0.0, When.DURING: 1.0, When.HOUR: members.hour_frac[at]}[when]
            eta = level + irritation + share * added
            over = np.clip((cuts[pain : pain + 2, None] - eta) / members.spread[at], -99, 99)
            one = np.diff(1 / (1 + np.exp(-over)), axis=0)[0]
            slip = CONSTANTS.response_slip_frac
            weights *= (1 - slip) * one + slip / ANSWERS
        irritation = (irritation + members.left_frac[at] * added) * members.keep_frac[at]
        if day.told:
            total += float(np.log(weights.mean()))
            picked = rng.choice(PARTICLES, PARTICLES, p=weights / weights.sum())
            at, level, irritation = at[picked], level[picked], irritation[picked]
    return total


def main() -> None:
    days = a_year(np.random.default_rng(1))
    members = usual_members(CONSTANTS)
    ours = median_cpu_s(lambda: arrays(days)) / DAYS
    few = days[:PLAIN_DAYS]
    array_few = median_cpu_s(lambda: arrays(few)) / PLAIN_DAYS
    plain = median_cpu_s(lambda: plain_loop(few, members), rounds=1) / PLAIN_DAYS
    filter_s = median_cpu_s(lambda: particles(days, 1)) / DAYS
    spread = [particles(days, seed) for seed in range(5)]
    apart = abs(plain_loop(few, members) / arrays(few) - 1)
    print(f"{DAYS} days, {len(members.spread)} members, {len(GRID)} levels, {CONSTANTS.version}")
    print(f"arrays:            {1000 * ours:.2f} ms of CPU a day")
    times = plain / array_few, filter_s / ours
    print(f"plain Python:      {1000 * plain:.0f} ms a day, {times[0]:.0f} times as long")
    print(f"{PARTICLES} particles:    {1000 * filter_s:.2f} ms a day, {times[1]:.1f} times as long")
    print(f"log score of the year, arrays: {arrays(days):.1f} each time")
    print(f"log score of the year, particles: {min(spread):.1f} to {max(spread):.1f} over 5 seeds")
    print(f"arrays and plain Python differ by {apart:.0e}")
    print(f"aim {1000 * AIM_S:.0f} ms a day: {'met' if ours <= AIM_S else 'MISSED'}")


if __name__ == "__main__":
    main()
