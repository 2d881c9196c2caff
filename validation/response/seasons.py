"""Seasons of made-up runners: some as the model has them, some as it does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.tissue.response import (
    GRID,
    Members,
    PainDay,
    When,
    members_of,
    start_response,
    update_response,
)
from midstance.core.tissue.response_constants import ANSWERS, ResponseConstants
from midstance.knowledge.response_constants import load_response_constants
from midstance.knowledge.tissue_constants import load_tissue_constants
from validation.plan.knee import Knee
from validation.plan.runners import PATTERNS, draw_runners

CONSTANTS = load_response_constants()
HEADROOM = load_tissue_constants().headroom_times
DAYS = 180
WIDTH = 7
"""Quantities that a member holds beside the time constant of its level."""

SHORTER = 0.6
"""Of the usual running that a sore knee's capacity allows, as a plan that steps back has it."""

Season = tuple[PainDay, ...]


@dataclass(frozen=True)
class Habits:
    """What she does and how often she tells."""

    runs_a_day: float
    load_log_sd: float
    strength_a_day: float
    tells: float
    tells_hour: float


def draw_habits(rng: np.random.Generator) -> Habits:
    tells = float(rng.uniform(0.6, 1.0))
    return Habits(
        runs_a_day=float(rng.integers(2, 6)) / 7,
        load_log_sd=float(rng.uniform(0.25, 0.6)),
        strength_a_day=float(rng.choice((0, 0, 2, 3))) / 7,
        tells=tells,
        tells_hour=0.7 * tells,
    )


@dataclass(frozen=True)
class Truth:
    """One runner whom the model describes: a member, and with it the drift of its level."""

    members: Members
    at: int

    @property
    def drift(self) -> FloatArray:
        groups = len(self.members.drifts)
        return self.members.drifts[self.at * groups // len(self.members.spread)]

    def of(self, name: str) -> float:
        return float(getattr(self.members, name)[self.at])


def draw_truth(rng: np.random.Generator, constants: ResponseConstants = CONSTANTS) -> Truth:
    """Constants from anywhere in the priors, not only where a member stands."""
    count = len(constants.response_level_days)
    members = members_of(constants, rng.random((count, WIDTH)))
    return Truth(members, int(rng.integers(count)))


def play_truth(
    truth: Truth, days: int, rng: np.random.Generator, constants: ResponseConstants = CONSTANTS
) -> Season:
    """A season drawn from the model itself."""
    habits, members, at = draw_habits(rng), truth.members, truth.at
    level_chances = start_response(constants, members).chances[at]
    level = int(rng.choice(len(GRID), p=level_chances / level_chances.sum()))
    state, found, ran = start_response(constants, members), [], False
    for _ in range(days):
        level = int(rng.choice(len(GRID), p=truth.drift[level]))
        load = draw_load(habits, rng)
        added = float(members.added(load)[at])
        strength = state.strength * float(np.exp(-1 / constants.response_strength_days))
        rest = GRID[level] + state.irritation[at] - members.strength_points[at] * strength
        felt = {
            When.REST: rest,
            When.DURING: rest + added,
            When.HOUR: rest + members.hour_frac[at] * added,
        }
        told = {
            when: answer_of(felt[when], truth.of("spread"), constants, rng)
            for when in asked(load > 0, ran, habits, rng)
        }
        sessions = int(rng.random() < habits.strength_a_day)
        found.append(PainDay(load, sessions, told))
        quiet = PainDay(load, sessions)
        state, ran = update_response(state, quiet, constants, members)[0], load > 0
    return tuple(found)


def draw_load(habits: Habits, rng: np.random.Generator) -> float:
    runs = rng.random() < habits.runs_a_day
    return float(rng.lognormal(0, habits.load_log_sd)) if runs else 0.0


def asked(runs: bool, ran: bool, habits: Habits, rng: np.random.Generator) -> list[When]:  # noqa: FBT001 # two facts of a day
    """The moments that she tells: during and after a run, before it, and the morning after."""
    moments = []
    if (runs or ran) and rng.random() < habits.tells:
        moments.append(When.REST)
    if runs and rng.random() < habits.tells:
        moments.append(When.DURING)
    if runs and rng.random() < habits.tells_hour:
        moments.append(When.HOUR)
    return moments


def answer_of(
    felt: float, spread: float, constants: ResponseConstants, rng: np.random.Generator
) -> int:
    if rng.random() < constants.response_slip_frac:
        return int(rng.integers(ANSWERS))
    return int(np.sum(felt + spread * rng.logistic() > np.array(constants.response_cuts)))


def as_modelled(rng: np.random.Generator) -> Season:
    return play_truth(draw_truth(rng), DAYS, rng)


def other_knee(rng: np.random.Generator) -> Season:
    """The knee of the plan's simulation: damage, capacity, sensitivity that flares and calms."""
    number = int(rng.integers(len(PATTERNS) * 2))
    runner = tuple(draw_runners(number + 1, int(rng.integers(2**31))))[number]
    runner = replace(runner, adherence=1.0)
    habits, knee, found, ran = draw_habits(rng), Knee(runner, HEADROOM), [], False
    for _ in range(DAYS):
        rest = knee.rest_pain
        load, sessions = draw_load(habits, rng), int(rng.random() < habits.strength_a_day)
        felt = knee.do(load * SHORTER * runner.usual_run_s * runner.capacity_frac)
        done = load * felt.done_frac
        after = rest + runner.linger * max(felt.pain - rest, 0.0)
        latent = {When.REST: rest, When.DURING: felt.pain, When.HOUR: after}
        told = {
            when: noisy(latent[when], runner.pain_sd, runner.misreports, rng)
            for when in asked(load > 0, ran, habits, rng)
        }
        found.append(PainDay(done, sessions, told))
        knee.sleep()
        ran = load > 0
    return tuple(found)


def noisy(latent: float, sd: float, misreports: float, rng: np.random.Generator) -> int:
    value = round(latent + rng.normal(0, sd))
    if rng.random() < misreports:
        value += int(rng.choice((-2, -1, 1, 2)))
    return int(np.clip(value, 0, 10))


def no_pattern(rng: np.random.Generator) -> Season:
    """Answers by chance from a habit of her own: nothing that could be forecast."""
    habit = np.concatenate([rng.dirichlet(np.full(5, 0.7)), np.zeros(6)])
    return _by_chance(rng, lambda _: int(rng.choice(ANSWERS, p=habit)))


def sticky(rng: np.random.Generator) -> Season:
    """The last answer again, but for a change now and then: what persistence forecasts best."""
    last = {when: int(rng.integers(0, 4)) for when in When}

    def tell(when: When) -> int:
        if rng.random() < 0.15:
            last[when] = int(np.clip(last[when] + rng.choice((-1, 1)), 0, 10))
        return last[when]

    return _by_chance(rng, tell)


def one_number(rng: np.random.Generator) -> Season:
    """Always the same answer."""
    pain = int(rng.choice((0, 0, 0, 1, 2)))
    return _by_chance(rng, lambda _: pain)


def _by_chance(rng: np.random.Generator, tell: Callable[[When], int]) -> Season:
    habits, found, ran = draw_habits(rng), [], False
    for _ in range(DAYS):
        load = draw_load(habits, rng)
        told = {when: tell(when) for when in asked(load > 0, ran, habits, rng)}
        found.append(PainDay(load, 0, told))
        ran = load > 0
    return tuple(found)


KINDS: Mapping[str, Callable[[np.random.Generator], Season]] = {
    "as the model has it": as_modelled,
    "another knee (that of the plan's simulation)": other_knee,
    "answers by chance": no_pattern,
    "mostly the last answer again": sticky,
    "always the same answer": one_number,
}


def draw_seasons(kind: str, count: int, seed: int) -> tuple[Season, ...]:
    rngs = np.random.default_rng([seed, sorted(KINDS).index(kind)]).spawn(count)
    return tuple(KINDS[kind](rng) for rng in rngs)
