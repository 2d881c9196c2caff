"""Simulated runners: what each is like, hidden from the plan.

Every range is expert judgement. Sore knees start with less capacity than usual running asks for and
with a sensitivity that calms down in its own time and flares when the knee is overloaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from midstance.core.plan.problem import CANNOT_SAY, DayRoom
from midstance.core.plan.return_to_run import ILIOTIBIAL, KNEECAP, NO_PAIN
from midstance.core.tissue.constants import TissueConstants
from midstance.knowledge.tissue_constants import load_tissue_constants

WEEK_DAYS = 7
PATELLAR, QUADRICEPS = "patellar_tendinopathy", "quadriceps_tendinopathy"
PATTERNS = (KNEECAP, ILIOTIBIAL, PATELLAR, QUADRICEPS, NO_PAIN, CANNOT_SAY)
HOME = frozenset({"mat", "wall", "chair", "step", "band", "towel"})
CALM_DAYS = {
    KNEECAP: (10, 30), ILIOTIBIAL: (10, 30), PATELLAR: (20, 50), QUADRICEPS: (20, 50),
    NO_PAIN: (7, 14), CANNOT_SAY: (10, 40),
}  # fmt: skip
FLARE = {
    KNEECAP: (0.05, 0.25), ILIOTIBIAL: (0.1, 0.3), PATELLAR: (0.02, 0.1), QUADRICEPS: (0.02, 0.1),
    NO_PAIN: (0.03, 0.15), CANNOT_SAY: (0.05, 0.25),
}  # fmt: skip


@dataclass(frozen=True)
class Runner:
    """One simulated runner and the whole truth about her on the first day.

    Parameters
    ----------
    can_run : whether she runs with a sore knee, or cannot now.
    tissue : her own time constants, one of each.
    exponent : by which her tissue weighs force.
    usual_run_s, usual_runs : length of a usual run [s], and how many a week.
    capacity_frac, used_to_frac : of what her usual running asks for.
    margin : how far above her heaviest usual day it began to hurt when she was well.
    pain_slope : pain for each whole of overload.
    sensitivity : share by which a sore knee bears less, 0 to 1.
    calm_days, flare : its time constant, and its rise for each whole of overload.
    rest_pain : pain at rest if the sensitivity were 1.
    linger : share of a session's pain that is left an hour later.
    stop_pain : pain at which she stops a run by herself.
    adherence, run_adherence : share of the planned exercise and of the runs that she does.
    forgets, misreports, wrong_day : share of answers left out, 1 or 2 points off, a day early.
    notices : share of the slips that she puts right when they would make her rest.
    """

    pattern: str
    can_run: bool
    tissue: TissueConstants
    exponent: float
    usual_run_s: float
    usual_runs: int
    capacity_frac: float
    used_to_frac: float
    margin: float
    pain_slope: float
    sensitivity: float
    calm_days: float
    flare: float
    rest_pain: float
    linger: float
    stop_pain: float
    pain_sd: float
    adherence: float
    run_adherence: float
    forgets: float
    misreports: float
    wrong_day: float
    notices: float
    rooms: tuple[DayRoom, ...]
    cadence_spm: float
    squat_faults: int
    seed: int


def draw_runners(count: int, seed: int) -> Iterator[Runner]:
    """Runners of every pattern in turn, who can run and who cannot."""
    rng = np.random.default_rng(seed)
    for number in range(count):
        pattern = PATTERNS[number % len(PATTERNS)]
        runner = _draw(pattern, can_run=number // len(PATTERNS) % 2 == 0, rng=rng)
        own = np.random.default_rng(runner.seed)
        yield replace(runner, notices=float(own.uniform(0.5, 0.9)))


def _draw(pattern: str, *, can_run: bool, rng: np.random.Generator) -> Runner:
    is_well = pattern == NO_PAIN
    adherence = float(rng.uniform(0.3, 1))
    usual_s = float(60 * rng.integers(25, 61))
    capacity = rng.uniform(0.6, 1.0) if can_run else rng.uniform(0.35, 0.75)
    sensitivity = rng.uniform(0.15, 0.5) if can_run else rng.uniform(0.5, 0.85)
    return Runner(
        pattern=pattern,
        can_run=can_run,
        tissue=_tissue(rng),
        exponent=float(rng.uniform(3, 9)),
        usual_run_s=usual_s,
        usual_runs=int(rng.integers(3, 5)),
        capacity_frac=1.0 if is_well and can_run else float(capacity),
        used_to_frac=1.0 if is_well and can_run else float(capacity * rng.uniform(0.6, 1)),
        margin=float(rng.uniform(1.15, 1.5)),
        pain_slope=float(rng.uniform(3, 8)),
        sensitivity=0.0 if is_well else float(sensitivity),
        calm_days=float(rng.uniform(*CALM_DAYS[pattern])),
        flare=float(rng.uniform(*FLARE[pattern])),
        rest_pain=float(rng.uniform(0.5, 3)),
        linger=float(rng.uniform(0, 0.3)),
        stop_pain=float(rng.uniform(4, 7)),
        pain_sd=float(rng.uniform(0.1, 0.35)),
        adherence=adherence,
        run_adherence=float(rng.uniform(adherence, 1)),
        forgets=float(rng.uniform(0, 0.2)),
        misreports=float(rng.uniform(0, 0.15)),
        wrong_day=float(rng.uniform(0, 0.05)),
        notices=0.0,
        rooms=_rooms(usual_s, rng),
        cadence_spm=float(rng.uniform(155, 180)),
        squat_faults=int(rng.integers(0, 3)),
        seed=int(rng.integers(2**31)),
    )


def _tissue(rng: np.random.Generator) -> TissueConstants:
    return replace(
        load_tissue_constants(),
        repair_days=(float(rng.uniform(1, 5)),),
        rise_days=(float(rng.uniform(28, 56)),),
        fall_days=float(rng.uniform(21, 28)),
        most_rise_frac=float(rng.uniform(0.04, 0.1)),
    )


def _rooms(usual_s: float, rng: np.random.Generator) -> tuple[DayRoom, ...]:
    """Five to seven days with room for exercise and a little more than a usual run."""
    free = set(rng.choice(7, 2, replace=False)[: rng.integers(0, 3)].tolist())
    room = DayRoom(900.0, max(2400.0, 1.2 * usual_s))
    return tuple(DayRoom() if day in free else room for day in range(7))
