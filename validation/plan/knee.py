"""The hidden knee of a simulated runner: `core.tissue` with her own constants, and how it hurts."""

from dataclasses import dataclass

import numpy as np

from midstance.core.plan.book import ExerciseBook
from midstance.core.plan.return_to_run import Edit, EntryAnswers, OutingKind
from midstance.core.plan.solution import Session
from midstance.core.tissue.simulate import TissueState, simulate_tissue
from validation.plan.runners import PATELLAR, QUADRICEPS, Runner

WEEK_DAYS = 7
WALK_FORCE = 0.35
EASE_FORCE = {Edit.SLOWER: 0.95, Edit.CADENCE_TRIAL: 0.95}
SET_RUN_S = {1: 30.0, 2: 80.0, 3: 120.0}
"""Seconds of running that load a tissue like one set, by the tier of the exercise."""
HOPS_RUN_S = {OutingKind.HOPS_TWO_LEGS: 90.0, OutingKind.HOPS_ONE_LEG: 180.0}
TENDONS = frozenset({PATELLAR, QUADRICEPS})
TASK_PAIN = {"walk": 1.0, "stairs": 2.5, "squat": 3.0, "hop": 3.5}
"""Pain of a task above that at rest, if the sensitivity were 1."""
MOST_SENSITIVE = 0.9


@dataclass(frozen=True)
class Felt:
    """What a session did, were every feeling known: latent pain, and the part that she did."""

    pain: float
    done_frac: float
    onset_frac: float | None


class Knee:
    """Tissue and sensitivity from day to day."""

    def __init__(self, runner: Runner, constants_headroom: float) -> None:
        self.runner, self.headroom = runner, constants_headroom
        keep = np.exp(-1 / runner.tissue.repair_days[0])
        self.keep = float(keep)
        each = WEEK_DAYS / runner.usual_runs
        self.usual_peak = float(each / (1 - keep**each))
        self.state = TissueState(
            damage=np.array([[runner.used_to_frac / (1 - keep)]]),
            used_to=np.array([runner.used_to_frac]),
            capacity=np.array([[constants_headroom * runner.capacity_frac]]),
        )
        self.sensitivity, self.today, self.overload = runner.sensitivity, 0.0, 0.0

    @property
    def rest_pain(self) -> float:
        return self.runner.rest_pain * self.sensitivity

    @property
    def capacity_frac(self) -> float:
        return float(self.state.capacity[0, 0]) / self.headroom

    @property
    def most_damage(self) -> float:
        """Damage from which it hurts."""
        well = self.runner.margin * self.usual_peak
        return well * self.capacity_frac * (1 - self.sensitivity)

    def usual_days_of(self, run_s: float) -> float:
        """Seconds of usual running as usual days."""
        return run_s * WEEK_DAYS / (self.runner.usual_runs * self.runner.usual_run_s)

    def do(self, run_s: float) -> Felt:
        """A session worth so many seconds of usual running; she stops when it hurts too much."""
        before = self.keep * float(self.state.damage[0, 0]) + self.today
        load = self.usual_days_of(run_s)
        most, slope = self.most_damage, self.runner.pain_slope
        at_stop = most * (1 + max(self.runner.stop_pain - self.rest_pain, 0) / slope)
        done = 1.0 if load == 0 else float(np.clip((at_stop - before) / load, 0.05, 1))
        onset = None if load == 0 else (most - before) / load
        self.today += done * load
        overload = max((before + done * load) / most - 1, 0.0)
        self.overload = max(self.overload, overload)
        return Felt(
            pain=min(self.rest_pain + slope * overload, 10.0),
            done_frac=done,
            onset_frac=None if onset is None or onset > done else max(onset, 0.02),
        )

    def sleep(self) -> None:
        """The night: repair, adaptation, and the sensitivity that calms or flares."""
        history = simulate_tissue(np.array([[self.today]]), self.state, self.runner.tissue)
        self.state = history.end
        calmed = self.sensitivity * np.exp(-1 / self.runner.calm_days)
        flared = calmed + self.runner.flare * self.overload
        self.sensitivity = float(min(flared, MOST_SENSITIVE))
        self.today = self.overload = 0.0

    def tolerable_frac(self, ceiling: float) -> float:
        """Longest run from rest within the ceiling, over that before the knee was sore."""
        now = self.most_damage * (1 + max(ceiling - self.rest_pain, 0) / self.runner.pain_slope)
        well = self.runner.margin * self.usual_peak * (1 + ceiling / self.runner.pain_slope)
        return now / well

    def entry(self, *, limps: bool) -> EntryAnswers:
        """What she can do, were she asked and answered truly."""
        return EntryAnswers(
            walk_pain=self.pain_of("walk"),
            limps=limps,
            stairs_pain=self.pain_of("stairs"),
            squat_pain=self.pain_of("squat"),
            squat_faults=self.runner.squat_faults,
            heel_raises=25,
            heel_raise_frac=1.0,
            hop_pain=self.pain_of("hop"),
            is_swollen=False,
        )

    def pain_of(self, task: str) -> int:
        """Pain of a task that she tries."""
        return round(min(self.rest_pain + TASK_PAIN[task] * self.sensitivity, 10))


def run_seconds_of(
    session: Session, runner: Runner, edits: tuple[Edit, ...], book: ExerciseBook
) -> float:
    """A session as seconds of usual running that load the tissue alike."""
    if session.outing is None:
        return sum(
            item.prescription.sets * SET_RUN_S[tier_of(item.prescription.exercise, runner, book)]
            for item in session.items
        )
    outing = session.outing
    if outing.kind in HOPS_RUN_S:
        return HOPS_RUN_S[outing.kind]
    ease = float(np.prod([EASE_FORCE.get(edit, 1.0) ** runner.exponent for edit in edits]))
    walk_s = outing.total_s - outing.running_s
    walking: float = WALK_FORCE**runner.exponent
    return outing.running_s * ease + walk_s * walking


def tier_of(exercise: str, runner: Runner, book: ExerciseBook) -> int:
    """The tier of an exercise on the tissue that is sore."""
    record = book.exercises[exercise]
    is_tendon = runner.pattern in TENDONS
    return record.patellar_tendon.tier if is_tendon else record.patellofemoral.tier
