"""Running again: staged walking and running, one thing at a time, never far past the longest run.

A runner who cannot run, or paused for four weeks, goes through the stages of the table. One who can
run keeps running, with edits that take load off the knee. Sore tendons learn to hop on the way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import inf, isinf

from midstance.core.base.errors import InvalidValueError
from midstance.core.plan.constants import PlanConstants
from midstance.core.plan.pain_rules import BONE_STRESS, TENDONS, Light, PainState

ILIOTIBIAL = "iliotibial_band_pain"
KNEECAP = "patellofemoral_pain"
NO_PAIN = "no_pain"
WEEK_DAYS = 7
MINUTE_S = 60
QUARTER_S = 15
"""Runs are told in whole minutes, those between walks in quarters of one."""
LEAST_RUN_S = 5 * MINUTE_S
"""A run below it is not worth its warm-up."""


class OutingKind(StrEnum):
    """What an outing is; hops stand in the place of a run."""

    WALK = "walk"
    WALK_RUN = "walk_run"
    RUN = "run"
    HOPS_TWO_LEGS = "hops_two_legs"
    HOPS_ONE_LEG = "hops_one_leg"


class RunMode(StrEnum):
    """How she runs now."""

    NONE = "none"
    WALK_FIRST = "walk_first"
    RETURN = "return"
    EDITED = "edited"
    FREE = "free"


class RunChange(StrEnum):
    """The one thing about runs that may rise."""

    NONE = "none"
    DISTANCE = "distance"
    HILLS = "hills"
    PACE = "pace"


class Edit(StrEnum):
    """How runs change while the knee is sore and she can run."""

    SHORTER_MORE_OFTEN = "shorter_more_often"
    SLOWER = "slower"
    RUN_WALK = "run_walk"
    FLAT = "flat"
    CADENCE_TRIAL = "cadence_trial"
    BELOW_ONSET = "below_onset"
    WIDER_STEP = "wider_step"
    BRISK_SHORT = "brisk_short"


class Criterion(StrEnum):
    """What she must be able to do before she runs."""

    WALK = "walk"
    NO_LIMP = "no_limp"
    STAIRS = "stairs"
    SQUAT = "squat"
    SQUAT_CONTROL = "squat_control"
    HEEL_RAISE = "heel_raise"
    HOP = "hop"
    NO_SWELLING = "no_swelling"
    TIER_2_WORK = "tier_2_work"


@dataclass(frozen=True)
class EntryAnswers:
    """What she can do, pain 0 to 10; None was not tried and counts as not met.

    Parameters
    ----------
    walk_pain : in half an hour of brisk walking.
    stairs_pain : down two flights, twice.
    squat_pain, squat_faults : in ten single-leg squats, on a decline board for tendons.
    heel_raises, heel_raise_frac : on the sore side, and as a share of the other side's.
    hop_pain : in twenty hops on one leg.
    tier_2_work_ok : whether exercises of moderate tendon load stay within the pain rules.
    """

    walk_pain: int | None = None
    limps: bool | None = None
    stairs_pain: int | None = None
    squat_pain: int | None = None
    squat_faults: int | None = None
    heel_raises: int | None = None
    heel_raise_frac: float | None = None
    hop_pain: int | None = None
    is_swollen: bool | None = None
    tier_2_work_ok: bool | None = None


@dataclass(frozen=True)
class Stage:
    """One step of the return; `number` is that of the table, hops have that of the stage after."""

    number: int
    kind: OutingKind
    repeats: int
    walk_s: float
    run_s: float

    @property
    def total_s(self) -> float:
        """Length of the outing [s]."""
        return self.repeats * (self.walk_s + self.run_s)

    @property
    def running_s(self) -> float:
        """Running in it [s]."""
        return self.repeats * self.run_s


@dataclass(frozen=True)
class OutingLog:
    """An outing that was done.

    Parameters
    ----------
    place : its place among the stages, None for an outing that belonged to none.
    total_s, continuous_s : its length and its longest stretch of running [s].
    distance_m : None where it was not measured.
    change : what was more than before.
    """

    day: int
    light: Light
    place: int | None
    total_s: float
    continuous_s: float
    distance_m: float | None = None
    change: RunChange = RunChange.NONE

    def __post_init__(self) -> None:
        if self.total_s <= 0 or not 0 <= self.continuous_s <= self.total_s:
            raise InvalidValueError(
                f"Expected an outing longer than its running, got {self.total_s} s with "
                f"{self.continuous_s} s on day {self.day}."
            )


@dataclass(frozen=True)
class RunState:
    """What the next outing depends on.

    Parameters
    ----------
    is_returning : whether she cannot run now and comes back to it.
    onset_s : running until the outside of the knee hurts [s], where she knows it.
    onset_on : day on which she told it; None where that is not known.
    goal_s : the length of run that she wants [s].
    hills_back : whether hills are in her runs again.
    edited_since : day from which on her runs were planned with edits; None where they were not.
    most_by_load_s : length of an ordinary run of hers that loads the knee as much as one run may,
        by the largest load of the last 30 days [s]; None where too few loads are known.
    """

    today: int
    condition: str
    is_returning: bool
    pain: PainState
    outings: tuple[OutingLog, ...] = ()
    entry: EntryAnswers = EntryAnswers()
    onset_s: float | None = None
    onset_on: int | None = None
    goal_s: float | None = None
    hills_back: bool = False
    cadence_spm: float | None = None
    edited_since: int | None = None
    most_by_load_s: float | None = None


@dataclass(frozen=True)
class RunPlan:
    """How she runs this week.

    Parameters
    ----------
    outing : the outing of the week; None where she waits.
    place : its place among the stages, None outside of them.
    most_s, most_m : no outing may be longer; None where nothing is known to measure by.
    rest_day_between : whether runs on two days in a row are ruled out.
    missing : what stands before running.
    is_bound_by_load : whether it is the load on the knee, and not the length, that limits it.
    """

    mode: RunMode
    outing: Stage | None
    place: int | None
    most_s: float | None
    most_m: float | None
    rest_day_between: bool
    may_change: RunChange
    edits: tuple[Edit, ...]
    missing: tuple[Criterion, ...]
    is_bound_by_load: bool = False

    @property
    def is_staged(self) -> bool:
        """Whether its outing is one of the stages."""
        return self.place is not None

    @property
    def is_edited(self) -> bool:
        """Whether it is a run as ever, with edits; not a stage of one who takes those."""
        return self.mode is RunMode.EDITED and not self.is_staged


def stages_of(condition: str, constants: PlanConstants) -> tuple[Stage, ...]:
    """The stages in order; for sore tendons with hops on two legs and on one leg in between."""
    rows = zip(constants.stage_repeats, constants.stage_walk_s, constants.stage_run_s, strict=True)
    stages = [_stage(number, *row) for number, row in enumerate(rows)]
    if condition in TENDONS:
        at = round(constants.hop_stages_before)
        stages[at:at] = [
            Stage(at, OutingKind.HOPS_TWO_LEGS, 1, 0.0, 0.0),
            Stage(at, OutingKind.HOPS_ONE_LEG, 1, 0.0, 0.0),
        ]
    return tuple(stages)


def _stage(number: int, repeats: float, walk_s: float, run_s: float) -> Stage:
    kind = OutingKind.WALK_RUN if walk_s > 0 else OutingKind.RUN
    return Stage(number, kind if run_s > 0 else OutingKind.WALK, round(repeats), walk_s, run_s)


def missing_criteria(
    entry: EntryAnswers, condition: str, constants: PlanConstants, *, asks_proof: bool = True
) -> tuple[Criterion, ...]:
    """What stands before running; whatever was not tried is among it.

    Parameters
    ----------
    entry : what she can do.
    condition : id of the pattern; tendons may hurt a little more and need work of tier 2 first.

    Returns
    -------
    tuple of Criterion
        In the order in which they are tried; empty when she may run. Without proof being asked,
        as of a well knee that never stopped, only what was tried and went badly.
    """
    is_tendon = condition in TENDONS
    most = constants.entry_tendon_pain if is_tendon else constants.entry_pain
    met = {
        Criterion.NO_SWELLING: entry.is_swollen is False,
        Criterion.NO_LIMP: entry.limps is False,
        Criterion.WALK: _at_most(entry.walk_pain, most),
        Criterion.STAIRS: _at_most(entry.stairs_pain, most),
        Criterion.SQUAT: _at_most(entry.squat_pain, most),
        Criterion.SQUAT_CONTROL: _at_most(entry.squat_faults, constants.entry_squat_faults),
        Criterion.HEEL_RAISE: _raises_enough(entry, constants),
        Criterion.HOP: _at_most(entry.hop_pain, most),
        Criterion.TIER_2_WORK: entry.tier_2_work_ok is True or not is_tendon,
    }
    if not asks_proof:
        met = {name: is_met or _is_untold(entry, name) for name, is_met in met.items()}
    if is_tendon:  # hops are stages of their own there, control is not asked
        met[Criterion.HOP] = met[Criterion.SQUAT_CONTROL] = True
    return tuple(name for name, is_met in met.items() if not is_met)


def _is_untold(entry: EntryAnswers, name: Criterion) -> bool:
    told = {
        Criterion.NO_SWELLING: (entry.is_swollen,),
        Criterion.NO_LIMP: (entry.limps,),
        Criterion.WALK: (entry.walk_pain,),
        Criterion.STAIRS: (entry.stairs_pain,),
        Criterion.SQUAT: (entry.squat_pain,),
        Criterion.SQUAT_CONTROL: (entry.squat_faults,),
        Criterion.HEEL_RAISE: (entry.heel_raises, entry.heel_raise_frac),
        Criterion.HOP: (entry.hop_pain,),
        Criterion.TIER_2_WORK: (entry.tier_2_work_ok,),
    }
    return all(value is None for value in told[name])


def is_work_ok(lights: Sequence[Light]) -> bool | None:
    """Whether work went well, by the lights of its sessions in order of time.

    Yes where of the last two that were told none was red and one was green, no where all were red.
    """
    known = [light for light in lights if light is not Light.UNKNOWN][-2:]
    if known and set(known) == {Light.RED}:
        return False
    return True if Light.GREEN in known and Light.RED not in known else None


def _at_most(value: float | None, most: float) -> bool:
    return value is not None and value <= most


def _raises_enough(entry: EntryAnswers, constants: PlanConstants) -> bool:
    count, share = entry.heel_raises, entry.heel_raise_frac
    return (count is not None and count >= constants.entry_heel_raises) or (
        share is not None and share >= constants.entry_heel_raise_frac
    )


def longest_s(state: RunState, constants: PlanConstants, *, comfortable: bool) -> float | None:
    """The longest outing of the last 30 days [s], of the green ones alone where that is asked."""
    lengths = [log.total_s for log in _recent(state, constants, comfortable=comfortable)]
    return max(lengths, default=None)


def _recent(
    state: RunState, constants: PlanConstants, *, comfortable: bool
) -> tuple[OutingLog, ...]:
    return tuple(
        log
        for log in _since_restart(state, constants)
        if log.day > state.today - constants.longest_days
        and (log.light is Light.GREEN or not comfortable)
    )


def _since_restart(state: RunState, constants: PlanConstants) -> tuple[OutingLog, ...]:
    """The outings after the last long pause, in order of time; none when it lasts until today."""
    kept: list[OutingLog] = []
    later = state.today
    for log in sorted(state.outings, key=lambda log: log.day, reverse=True):
        if log.day > state.today:
            raise InvalidValueError(f"Expected no outing after {state.today}, got {log.day}.")
        if later - log.day >= constants.long_pause_days:
            break
        kept.append(log)
        later = log.day
    return tuple(reversed(kept))


def place_reached(state: RunState, constants: PlanConstants) -> int:
    """The place among the stages where she stands, from what she did since she restarted.

    Parameters
    ----------
    state : outings, how each went, and what the other days said.
    constants : how many green outings a stage asks for.

    Returns
    -------
    int
        Two green outings in a row lead on; amber and silence repeat; red goes one back, a second
        red within a week two. A pause of two weeks halves the running. The number of stages
        when all are done.
    """
    stages = stages_of(state.condition, constants)
    logs = [log for log in _since_restart(state, constants) if log.place is not None]
    place = greens = 0
    last_red: int | None = None
    for log in logs:
        if log.light is Light.RED:
            is_second = last_red is not None and log.day - last_red < constants.step_back_days
            place, greens, last_red = max(place - 1 - is_second, 0), 0, log.day
        elif log.light is not Light.GREEN or log.place != place:
            greens = 0 if log.place == place else greens
        else:
            greens += 1
            if greens >= constants.stage_greens:
                place, greens = min(place + 1, len(stages)), 0
    first = state.today - constants.step_back_days
    if not any(log.light is Light.RED and log.day > first for log in logs):
        place = max(place - state.pain.steps_back, 0)  # a red outing has stepped back by itself
    return _after_pause(place, state, stages, constants)


def _after_pause(
    place: int, state: RunState, stages: Sequence[Stage], constants: PlanConstants
) -> int:
    logs = _since_restart(state, constants)
    if not logs or state.today - logs[-1].day < constants.pause_days:
        return place
    most_s = constants.pause_frac * stages[min(place, len(stages) - 1)].running_s
    fitting = [at for at, stage in enumerate(stages) if stage.running_s <= most_s and at <= place]
    return max(fitting, default=0)


def plan_running(state: RunState, constants: PlanConstants) -> RunPlan:
    """How she runs this week.

    Parameters
    ----------
    state : her outings, tests and pain.
    constants : stages and limits.

    Returns
    -------
    RunPlan
        Without an outing for a bone stress injury, for swelling, and where walking hurts.

    Notes
    -----
    No outing is ever longer than 110 % of the longest of the last 30 days: of the longest green
    one for her who comes back. Who has none yet begins with the half hour of walking. The table
    keeps all outings near half an hour, so what grows is the running in it. Who is between the
    stages and half an hour in one go never runs more than the stages allow, also when she no longer
    counts as coming back. Who can run, but whose band hurts within minutes, takes the stages too.

    Source: `frandsen_2025` for the limit; the stages are expert judgement.
    """
    asks_proof = state.condition != NO_PAIN or state.is_returning
    missing = missing_criteria(state.entry, state.condition, constants, asks_proof=asks_proof)
    if state.condition == BONE_STRESS or state.entry.is_swollen:
        return _waiting(RunMode.NONE, missing)
    if _comes_back(state, constants):
        return _return(state, missing, constants)
    if Criterion.TIER_2_WORK in missing and _waits_for_tendon(state):
        return _waiting(RunMode.NONE, (Criterion.TIER_2_WORK,))
    kept = _keep_running(state, constants, is_sore=state.condition != NO_PAIN)
    if _most_running_s(state, constants) < LEAST_RUN_S or _has_edited_stages(state, constants):
        return min(_edited_stages(state, kept, constants), kept, key=_running_in)
    if not _is_on_the_way(state, constants):
        return kept
    return min(_return(state, missing, constants), kept, key=_running_in)


def _waits_for_tendon(state: RunState) -> bool:
    """Whether a sore tendon does not run: before its first edited run, or where the work hurts.

    One red day takes a runner back a step; it does not end her running.
    """
    return state.edited_since is None or state.entry.tier_2_work_ok is False


def _has_edited_stages(state: RunState, constants: PlanConstants) -> bool:
    """Whether she is between the stages and began them while she could run."""
    if state.edited_since is None or not _is_on_the_way(state, constants):
        return False
    placed = [log.day for log in _since_restart(state, constants) if log.place is not None]
    return min(placed) >= state.edited_since


def _edited_stages(state: RunState, kept: RunPlan, constants: PlanConstants) -> RunPlan:
    """The stages for a runner who never stopped: no proof is asked, and her edits stay."""
    missing = missing_criteria(state.entry, state.condition, constants, asks_proof=False)
    staged = _return(state, missing, constants)
    if staged.mode is not RunMode.RETURN:
        return staged
    return replace(staged, mode=RunMode.EDITED, edits=kept.edits)


def _running_in(plan: RunPlan) -> float:
    return 0.0 if plan.outing is None else plan.outing.running_s


def _is_on_the_way(state: RunState, constants: PlanConstants) -> bool:
    """Whether she began the stages of late and has not run half an hour in one go since.

    Her walks are no runs then, however well the knee feels.
    """
    recent = _recent(state, constants, comfortable=False)
    first = next((at for at, log in enumerate(recent) if log.place is not None), len(recent))
    since = recent[first:]
    return bool(since) and not any(
        log.light is Light.GREEN and log.continuous_s >= constants.continuous_s for log in since
    )


def _waiting(mode: RunMode, missing: tuple[Criterion, ...]) -> RunPlan:
    return RunPlan(
        mode=mode,
        outing=None,
        place=None,
        most_s=None,
        most_m=None,
        rest_day_between=True,
        may_change=RunChange.NONE,
        edits=(),
        missing=missing,
    )


def _comes_back(state: RunState, constants: PlanConstants) -> bool:
    ran = [log for log in _since_restart(state, constants) if log.continuous_s > 0]
    return state.is_returning or not ran


def _return(state: RunState, missing: tuple[Criterion, ...], constants: PlanConstants) -> RunPlan:
    if {Criterion.WALK, Criterion.NO_LIMP} & set(missing):
        return _waiting(RunMode.NONE, missing)
    stages = stages_of(state.condition, constants)
    known = longest_s(state, constants, comfortable=True)
    most_s = stages[0].total_s if known is None else constants.longest_times * known
    place = 0 if missing else place_reached(state, constants)
    if place == len(stages):
        return _keep_running(state, constants, is_sore=False)
    running_s = min(_most_running_s(state, constants), _most_by_steps_s(state, stages, constants))
    place, outing = _fit(place, stages, most_s, running_s)
    return RunPlan(
        mode=RunMode.WALK_FIRST if missing else RunMode.RETURN,
        outing=outing,
        place=place,
        most_s=most_s,
        most_m=_most_m(state, constants, comfortable=True),
        rest_day_between=not _runs_on(state, constants),
        may_change=RunChange.NONE,
        edits=_return_edits(state.condition, outing),
        missing=missing,
    )


def _return_edits(condition: str, outing: Stage) -> tuple[Edit, ...]:
    if condition == ILIOTIBIAL:
        first = (Edit.BRISK_SHORT,) if outing.number in {1, 2} else ()
        return (Edit.FLAT, Edit.BELOW_ONSET, *first)
    return (Edit.FLAT,)


def _most_running_s(state: RunState, constants: PlanConstants) -> float:
    """A share of the running until the band hurts, or a step more than what went well since."""
    if state.condition != ILIOTIBIAL or state.onset_s is None:
        return inf
    told_s = constants.onset_frac * state.onset_s
    went_well = _running_since_onset_s(state, constants)
    if went_well is None:
        return told_s
    if went_well >= constants.continuous_s:
        return max(told_s, constants.longest_times * went_well)
    step_s = min(_largest_step(constants) * went_well, constants.continuous_s)
    return max(told_s, step_s, LEAST_RUN_S)


def _running_since_onset_s(state: RunState, constants: PlanConstants) -> float | None:
    """Running that was green as often as a stage asks for since the onset and the last red [s]."""
    if state.onset_on is None:
        return None
    reds = [log.day for log in state.outings if log.light is Light.RED]
    since = max([state.onset_on, *reds])
    stages = stages_of(state.condition, constants)
    green = sorted(
        _ran_s(log, stages)
        for log in _recent(state, constants, comfortable=True)
        if log.day > since
    )
    fewest = round(constants.stage_greens)
    return green[-fewest] if len(green) >= fewest else None


def _ran_s(log: OutingLog, stages: Sequence[Stage]) -> float:
    """Running in an outing [s]; of one outside the stages, its longest stretch."""
    if log.place is None or log.place >= len(stages) or stages[log.place].total_s == 0:
        return log.continuous_s
    stage = stages[log.place]
    return stage.running_s * min(log.total_s / stage.total_s, 1.0)


def _largest_step(constants: PlanConstants) -> float:
    """The largest growth of running from one stage of the table to the next."""
    rows = zip(constants.stage_repeats, constants.stage_run_s, strict=True)
    ran = [repeats * run_s for repeats, run_s in rows if run_s > 0]
    return max(later / one for one, later in pairwise(ran))


def _most_by_steps_s(state: RunState, stages: Sequence[Stage], constants: PlanConstants) -> float:
    """The most running that went well of late, and a step as large as the largest of the table.

    So an outing that was shortened leads to a short one of the next stage.
    """
    done = [
        _ran_s(log, stages)
        for log in _recent(state, constants, comfortable=True)
        if log.place is not None and 0 < log.place < len(stages) and stages[log.place].total_s
    ]
    return _largest_step(constants) * max(done) if done and max(done) > 0 else inf


def _fit(
    place: int, stages: Sequence[Stage], most_s: float, most_running_s: float
) -> tuple[int, Stage]:
    """The stage in fewer blocks if it is too long, or an earlier one if a block is."""
    for at in range(place, 0, -1):
        stage = stages[at]
        if stage.total_s == 0:
            return at, stage
        fitting = int(most_s // (stage.walk_s + stage.run_s))
        below_onset = stage.repeats if isinf(most_running_s) else int(most_running_s // stage.run_s)
        repeats = min(stage.repeats, fitting, below_onset)
        if repeats > 0:
            return at, replace(stage, repeats=repeats)
    return 0, replace(stages[0], walk_s=min(stages[0].walk_s, most_s))


def _runs_on(state: RunState, constants: PlanConstants) -> bool:
    """Whether half an hour of running in one go went well of late."""
    recent = _recent(state, constants, comfortable=True)
    return any(log.continuous_s >= constants.continuous_s for log in recent)


def _most_m(state: RunState, constants: PlanConstants, *, comfortable: bool) -> float | None:
    told = [
        log.distance_m
        for log in _recent(state, constants, comfortable=comfortable)
        if log.distance_m is not None
    ]
    return constants.longest_times * max(told) if told else None


def _keep_running(state: RunState, constants: PlanConstants, *, is_sore: bool) -> RunPlan:
    known = longest_s(state, constants, comfortable=False) or 0.0
    by_length_s = constants.longest_times * known
    by_load_s = inf if state.most_by_load_s is None else state.most_by_load_s
    most_s = min(by_length_s, by_load_s)
    length_s = min(_length_s(state, known, constants, is_sore=is_sore), most_s)
    edits = _edits(state, constants) if is_sore else ()
    outing = _shaped(length_s, edits, constants)
    grows_back = is_sore or _grows_back(state, constants)
    return RunPlan(
        mode=RunMode.EDITED if is_sore else RunMode.FREE,
        outing=outing if is_sore else _with_walks(outing, state, constants),
        place=None,
        most_s=most_s,
        most_m=_most_m(state, constants, comfortable=False),
        rest_day_between=is_sore or not _runs_on(state, constants),
        may_change=_sore_change(state, constants)
        if grows_back
        else _may_change(state, known, constants),
        edits=edits,
        missing=(),
        is_bound_by_load=by_load_s < by_length_s,
    )


def _length_s(state: RunState, known_s: float, constants: PlanConstants, *, is_sore: bool) -> float:
    length_s = known_s
    if is_sore or _grows_back(state, constants):
        length_s = _sore_length_s(state, known_s, constants, is_sore=is_sore)
    elif _may_change(state, known_s, constants) is RunChange.DISTANCE:
        goal_s = known_s if state.goal_s is None else max(state.goal_s, known_s)
        length_s = min(constants.longest_times * known_s, goal_s)
    length_s *= constants.edit_distance_frac**state.pain.steps_back
    if state.today - max(log.day for log in state.outings) >= constants.pause_days:
        length_s = min(length_s, constants.pause_frac * known_s)
    return min(length_s, _most_running_s(state, constants))


def _with_walks(outing: Stage, state: RunState, constants: PlanConstants) -> Stage:
    """A free run after weeks of walks in between keeps them, with the next longer stretch.

    From half an hour in one go on the stretch grows as the longest run does.
    """
    if state.edited_since is None:
        return outing
    recent = _recent(state, constants, comfortable=False)
    since = [log.continuous_s for log in recent if log.day >= state.edited_since]
    stretch_s = max(since, default=constants.edit_run_walk_s[0])
    if stretch_s >= min(outing.run_s, constants.continuous_s):
        most_s = MINUTE_S * (constants.longest_times * stretch_s // MINUTE_S)
        return replace(outing, run_s=min(outing.run_s, max(most_s, stretch_s)))
    walk_s = constants.edit_run_walk_s[1]
    next_s = min(each for each in constants.stage_run_s if each > stretch_s)
    repeats = int(outing.total_s // (next_s + walk_s))
    if repeats == 0:
        return outing
    return replace(outing, kind=OutingKind.WALK_RUN, repeats=repeats, walk_s=walk_s, run_s=next_s)


def edited_since(weeks: Sequence[tuple[int, RunMode, str]], condition: str) -> int | None:
    """The first day of the weeks up to now that held edited runs for this pattern.

    Parameters
    ----------
    weeks : first day, mode and pattern of each week in order of time; weeks of free running in
        between break nothing off, so that a knee that flares again is not cut short anew.
    """
    first = None
    for day, mode, pattern in reversed(weeks):
        if mode is RunMode.FREE:
            continue
        if mode is not RunMode.EDITED or condition not in {pattern, NO_PAIN}:
            break
        first = day
    return first


def _sore_length_s(
    state: RunState, known_s: float, constants: PlanConstants, *, is_sore: bool
) -> float:
    """A share of the longest run before the edits, or what went well since, and then a little more.

    It grows up to the goal, or to the longest run from before.
    """
    usual_s = _usual_s(state, constants) or known_s
    held_s = _held_s(state, constants, is_sore=is_sore)
    if _sore_change(state, constants) is RunChange.DISTANCE:
        held_s = min(constants.longest_times * held_s, max(state.goal_s or 0.0, usual_s))
    return max(constants.edit_distance_frac * usual_s, held_s)


def _grows_back(state: RunState, constants: PlanConstants) -> bool:
    """Whether a knee that is well again has not yet run as long as before its edits."""
    if state.edited_since is None:
        return False
    return _held_s(state, constants, is_sore=False) < _usual_s(state, constants)


def _edits_began(state: RunState) -> int:
    return state.today if state.edited_since is None else state.edited_since


def _usual_s(state: RunState, constants: PlanConstants) -> float:
    """The longest run of the 30 days before the edits; 0 where there is none."""
    since = _edits_began(state)
    first = since - constants.longest_days
    return max((log.total_s for log in state.outings if first < log.day < since), default=0.0)


def _held_s(state: RunState, constants: PlanConstants, *, is_sore: bool) -> float:
    """The longest outing that was green since red; a step more where amber repeats it.

    Once two were green since a red that stood alone, it is a step less than what was green before.
    Of a knee that is well, silence is enough.
    """
    since = max(_edits_began(state), state.today - round(constants.longest_days) + 1)
    good = {Light.GREEN} if is_sore else {Light.GREEN, Light.UNKNOWN}
    ran = [log for log in state.outings if log.continuous_s > 0 and log.day >= since]
    reds = sorted(log.day for log in state.outings if log.light is Light.RED)
    last = max(reds, default=since - 1)
    told = [log for log in ran if log.day > last]
    green_s = _longest_in(told, good)
    if _stood_alone(reds, constants) and _greens_in(told) >= constants.stage_greens:
        before_s = _longest_in([log for log in ran if log.day < last], good)
        green_s = max(green_s, before_s / constants.longest_times)
    most_s = constants.longest_times * green_s
    ambers = [log for log in told if log.total_s <= most_s]
    return max(green_s, _longest_in(ambers, {Light.AMBER}))


def _longest_in(logs: Sequence[OutingLog], lights: Collection[Light]) -> float:
    return max((log.total_s for log in logs if log.light in lights), default=0.0)


def _greens_in(logs: Sequence[OutingLog]) -> int:
    return sum(log.light is Light.GREEN for log in logs)


def _stood_alone(reds: Sequence[int], constants: PlanConstants) -> bool:
    """Whether the last red outing came at least two weeks after the one before."""
    if len(reds) < 2:
        return bool(reds)
    return reds[-1] - reds[-2] >= constants.pause_days


def _sore_change(state: RunState, constants: PlanConstants) -> RunChange:
    """Distance alone, once the last two outings that she told of were green.

    They lie in the last two weeks; silence neither helps nor hinders.
    """
    if state.edited_since is None or state.pain.steps_back > 0:
        return RunChange.NONE
    first = max(state.edited_since, state.today - round(constants.pause_days) + 1)
    told = [log.light for log in state.outings if log.day >= first]
    known = [light for light in told if light is not Light.UNKNOWN]
    fewest = round(constants.stage_greens)
    well = len(known) >= fewest and all(light is Light.GREEN for light in known[-fewest:])
    return RunChange.DISTANCE if well else RunChange.NONE


def _shaped(length_s: float, edits: tuple[Edit, ...], constants: PlanConstants) -> Stage:
    run_s, walk_s = constants.edit_run_walk_s
    repeats = int(length_s // (run_s + walk_s))
    if Edit.RUN_WALK in edits and repeats > 0:
        each_s = QUARTER_S * ((length_s / repeats - walk_s) // QUARTER_S)
        return Stage(len(constants.stage_run_s), OutingKind.WALK_RUN, repeats, walk_s, each_s)
    whole_s = MINUTE_S * (length_s // MINUTE_S) or length_s
    return Stage(len(constants.stage_run_s), OutingKind.RUN, 1, 0.0, whole_s)


def _edits(state: RunState, constants: PlanConstants) -> tuple[Edit, ...]:
    found = [Edit.SHORTER_MORE_OFTEN, Edit.SLOWER, Edit.FLAT]
    if state.condition == KNEECAP:
        found.append(Edit.RUN_WALK)
    if state.condition == ILIOTIBIAL:
        found[1:2] = [Edit.BELOW_ONSET, Edit.WIDER_STEP]
    slow_steps = _at_most(state.cadence_spm, constants.edit_cadence_most_spm)
    if state.condition in {KNEECAP, ILIOTIBIAL} and slow_steps:
        found.append(Edit.CADENCE_TRIAL)
    return tuple(found)


def runs_grow(state: RunState, plan: RunPlan) -> bool:
    """Whether this week's outings hold more running than last week's: exercises get no harder then.

    Parameters
    ----------
    state : her outings, tests and pain.
    plan : what `plan_running` made of it.
    """
    if plan.may_change is RunChange.DISTANCE:
        return True
    week = [log.place for log in state.outings if log.day > state.today - WEEK_DAYS]
    done = [place for place in week if place is not None]
    return plan.place is not None and plan.place > max(done, default=0)


def _may_change(state: RunState, known_s: float, constants: PlanConstants) -> RunChange:
    """One thing at a time, and nothing in a week without a green outing or with a worse one."""
    week = [log for log in state.outings if log.day > state.today - WEEK_DAYS]
    changed = {log.change for log in week} - {RunChange.NONE}
    lights = [log.light for log in week]
    went_well = Light.GREEN in lights and max(lights) <= Light.UNKNOWN
    if not went_well or state.pain.steps_back > 0:
        return RunChange.NONE
    if state.goal_s is not None and known_s < state.goal_s:
        wanted = RunChange.DISTANCE
    else:
        wanted = RunChange.PACE if state.hills_back else RunChange.HILLS
    return wanted if changed <= {wanted} and _runs_on(state, constants) else RunChange.NONE
