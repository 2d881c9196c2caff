"""What a runner's history makes of today: the state of her tissues, her usual run, her heaviest.

Working it out reads every run that she has, and several pages ask for it: it is kept in memory
until a run, a load or the day changes.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import numpy as np
from django.db.models import Count, Max, Sum

from midstance.app.run_history import RunHistory, read_run_history
from midstance.app.usual import FEWEST_RUNS, USUAL_DAYS
from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.planned import PlannedRun
from midstance.core.tissue.damage import damage_of_index, damage_of_sides
from midstance.core.tissue.past import TissuePast, follow_tissues
from midstance.knowledge.parameters import load_parameters
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.knowledge.planned_constants import load_planned_constants
from midstance.knowledge.tissue_constants import load_tissue_constants
from midstance.store.models import Run, Runner, TissueLoadRow

LONGEST = timedelta(days=3653)
"""Ten years; what lies further back leaves nothing in a tissue."""

KEPT_IN_MEMORY = 8
WALK_SHARE = 0.05
"""A run with less walking than this is one in one go."""
CYCLE_S = 300.0
"""Length of running and walking in turn, where only the share of walking is known."""


@dataclass(frozen=True, eq=False)
class UsualRun:
    """The middle of her runs of the last ninety days; t tissues as in `planned`, e exponents.

    Parameters
    ----------
    run : the same as a run that might be planned.
    seconds : how long it takes, moving.
    load : (t,) on each tissue, as in `PlannedLoad`.
    damage : (t, 2, e) on each tissue and side; the unit is that of the load model.
    change_log_sd : spread of the change between two runs of hers, as a log.
    """

    run: PlannedRun
    seconds: float
    load: FloatArray
    damage: FloatArray
    change_log_sd: float


@dataclass(frozen=True, eq=False)
class RunnerPast:
    """All that the room and the what-if take from her history.

    Parameters
    ----------
    runs : how many runs of hers are known up to the day.
    usual : None below the fewest runs by which anything is usual.
    longest_m : longest run of the last 30 days [m]; None where there is none.
    heaviest : (t,) largest load of a run of the last 30 days; NaN where there is none.
    lacks_load : whether a run of the last 30 days has no load yet, so that nothing can be said.
    tissues : None while no usual day is known.
    """

    runs: int
    usual: UsualRun | None
    longest_m: float | None
    heaviest: FloatArray
    lacks_load: bool
    tissues: TissuePast | None


def read_past(runner: Runner, today: date) -> RunnerPast:
    """The past of a runner up to a day, which is kept while nothing of it changes."""
    return _past(runner.pk, today, _stamp(runner, today))


def _stamp(runner: Runner, today: date) -> tuple[object, ...]:
    """Equal while no run and no load of hers changed: both get another key when they do."""
    runs = Run.objects.owned_by(runner).shown().filter(local_day__lte=today)
    shown = runs.aggregate(Count("pk"), Sum("pk"), Sum("distance_m"), Max("imported_at"))
    loads = TissueLoadRow.objects.owned_by(runner).aggregate(Max("pk"), Count("pk"))
    versions = (load_parameters().version, load_tissue_constants().version)
    return *shown.values(), *loads.values(), *versions


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _past(pk: UUID, today: date, stamp: tuple[object, ...]) -> RunnerPast:
    del stamp
    return build_past(read_run_history(Runner(pk=pk), today, first=today - LONGEST), today)


def build_past(history: RunHistory, today: date) -> RunnerPast:
    """The same from a history at hand."""
    exponents = np.array(load_parameters().damage_exponents)
    damage = _damage(history, exponents)
    load = _loads(history)
    recent = _within(history, today, round(load_plan_constants().longest_days))
    known_m = history.distance_m[recent & (history.distance_m > 0)]
    return RunnerPast(
        runs=len(history),
        usual=_usual(history, damage, load, _within(history, today, USUAL_DAYS)),
        longest_m=float(known_m.max()) if known_m.size else None,
        heaviest=_largest(load[recent]),
        lacks_load=bool(np.isnan(damage[recent]).any()),
        tissues=follow_tissues(history.day, damage, today.toordinal(), load_tissue_constants()),
    )


def _within(history: RunHistory, today: date, days: int) -> BoolArray:
    return np.asarray(history.day > today.toordinal() - days)


def _damage(history: RunHistory, exponents: FloatArray) -> FloatArray:
    """(n, t, 2, e) of all tissues; a run in which nobody ran did nothing."""
    index = np.where(history.steps == 0, 0.0, history.iliotibial_index)
    band = damage_of_index(index, history.steps / 2, exponents)
    tissues = np.concatenate((history.damage, band[:, None]), axis=1)
    return damage_of_sides(tissues, exponents, history.left_share_frac)


def _loads(history: RunHistory) -> FloatArray:
    """(n, t) impulses, and the steps of one leg times the index for the outer band."""
    band = history.iliotibial_index * history.steps / 2
    return np.concatenate((history.impulse_bw_s, band[:, None]), axis=1)


def _largest(values: FloatArray) -> FloatArray:
    """The largest of each column, NaN where nothing is known."""
    return np.asarray(np.fmax.reduce(values, axis=0, initial=np.nan))


def _usual(
    history: RunHistory, damage: FloatArray, load: FloatArray, recent: BoolArray
) -> UsualRun | None:
    """The middle of each quantity for itself: of the metres, and of all else for each of them."""
    far, moving_s = history.distance_m, history.moving_s
    good = recent & (far > 0) & (moving_s > 0) & (history.steps > 0) & (load[:, 0] > 0)
    if np.count_nonzero(good) < FEWEST_RUNS:
        return None
    far, moving_s = far[good], moving_s[good]
    distance_m, speed_mps = float(np.median(far)), float(np.median(far / moving_s))
    seconds = distance_m / speed_mps
    run = _as_planned(history, good, distance_m, speed_mps)
    if run is None:
        return None
    return UsualRun(
        run=run,
        seconds=seconds,
        load=seconds * np.median(load[good] / moving_s[:, None], axis=0),
        damage=seconds * np.median(damage[good] / moving_s[:, None, None, None], axis=0),
        change_log_sd=float(np.median(history.change_log_sd[good, 0])),
    )


def _as_planned(
    history: RunHistory, good: BoolArray, distance_m: float, speed_mps: float
) -> PlannedRun | None:
    """The usual run as a plan would tell it; None for what is no running."""
    up, down = (
        _middle(metres[good] / history.distance_m[good])
        for metres in (history.ascent_m, history.descent_m)
    )
    walks = _middle(1 - history.modelled_s[good] / history.moving_s[good])
    run_s, walk_s, runs_mps = _walks_in_between(walks, speed_mps)
    cadence = history.cadence_spm[good]
    cadence = cadence[cadence > 0]
    try:
        return PlannedRun(
            distance_m=distance_m,
            speed_mps=runs_mps,
            ascent_m=up * distance_m,
            descent_m=down * distance_m,
            run_s=run_s,
            walk_s=walk_s,
            cadence_spm=float(np.median(cadence)) if cadence.size else None,
        )
    except InvalidValueError:
        return None


def _middle(values: FloatArray) -> float:
    """The median of what is known, 0 where nothing is."""
    known = values[np.isfinite(values)]
    return max(float(np.median(known)), 0.0) if known.size else 0.0


def _walks_in_between(walks: float, speed_mps: float) -> tuple[float, float, float]:
    """Running and walking in turn, and the speed of the running, from the share of walking."""
    if walks <= WALK_SHARE:
        return CYCLE_S, 0.0, speed_mps
    walk_mps = load_planned_constants().brisk_walk_mps
    runs_mps = max((speed_mps - walks * walk_mps) / (1 - walks), speed_mps)
    return CYCLE_S * (1 - walks), CYCLE_S * walks, runs_mps
