"""How long she ran in each run of the watch, and her longest stretch without a walk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

import numpy as np
from django.db.models import Max

from midstance.app.stored_runs import read_view
from midstance.app.usual import ImpulseHistory, read_impulse_history
from midstance.core.base.arrays import BoolArray
from midstance.core.load.running import detect_running
from midstance.core.load.tissue import Tissue
from midstance.knowledge.parameters import load_parameters
from midstance.store.models import Run, Runner, TissueLoadRow

YEAR = timedelta(days=365)
WALKED_FRAC = 0.05
"""With less walking than this, as at a crossing, a run counts as one stretch."""
KEPT_IN_MEMORY = 1024


@dataclass(frozen=True)
class RunTime:
    """One run of the watch.

    Parameters
    ----------
    total_s : moving time, walking included [s].
    running_s, continuous_s : running in it, and its longest stretch [s].
    impulse_bw_s : load of the kneecap joint, summed over its steps; None where unknown.
    usual_times : that over what was usual in the ninety days before; None where unknown.
    """

    key: str
    day: date
    end_s: float
    total_s: float
    running_s: float
    continuous_s: float
    distance_m: float | None
    cadence_spm: float | None
    impulse_bw_s: float | None
    usual_times: float | None


def read_run_times(runner: Runner, after: date, last: date) -> tuple[RunTime, ...]:
    """The shown runs after one day and up to another, in order of time."""
    rows = (
        Run.objects.owned_by(runner)
        .shown()
        .filter(local_day__gt=after, local_day__lte=last)
        .select_related("load")
        .defer("repairs", "totals", "load__inputs", "load__seconds_by_speed")
        .order_by("start_at")
    )
    runs = tuple(rows)
    if not runs:
        return ()
    usual = read_impulse_history(runner, runs[0].start_at, runs[-1].start_at)
    impulses = dict(
        TissueLoadRow.objects.owned_by(runner)
        .filter(tissue=Tissue.PATELLOFEMORAL, run__in=[run.pk for run in runs])
        .values_list("run_id", "impulse_bw_s")
    )
    return tuple(_time_of(run, impulses.get(run.pk), usual) for run in runs)


def _time_of(run: Run, impulse_bw_s: float | None, usual: ImpulseHistory) -> RunTime:
    load = getattr(run, "load", None)
    total_s = max(run.elapsed_s if run.moving_s is None else run.moving_s, 1.0)
    running_s = min(total_s if load is None else load.modelled_s, total_s)
    walked = load is not None and load.walking_s > WALKED_FRAC * total_s
    return RunTime(
        key=run.key,
        day=run.local_day,
        end_s=run.end_at.timestamp(),
        total_s=total_s,
        running_s=running_s,
        continuous_s=min(_longest_s(run), running_s) if walked else running_s,
        distance_m=run.distance_m,
        cadence_spm=run.cadence_spm,
        impulse_bw_s=impulse_bw_s,
        usual_times=usual.ratio(run.start_at, impulse_bw_s),
    )


def _longest_s(run: Run) -> float:
    version = f"{run.cleaner_version} {load_parameters().version}"
    return _longest_of(run.pk, run.key, version, run.imported_at)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _longest_of(pk: int, key: str, version: str, imported_at: datetime) -> float:
    """Kept, because each page asks for the runs of ten weeks, and their streams are long."""
    del key, version, imported_at
    return longest_stretch(detect_running(read_view(Run.objects.get(pk=pk)), load_parameters()))


def longest_stretch(is_running: BoolArray) -> float:
    """The longest row of running seconds [s].

    Parameters
    ----------
    is_running : whether each second is running (n,).
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_running, [False]))))
    return float(np.max(edges[1::2] - edges[::2], initial=0))


def longest_of_a_year_s(runner: Runner, today: date) -> float | None:
    """Her longest run of the last year [s], which a knee that was sore may grow back to."""
    runs = Run.objects.owned_by(runner).shown().filter(local_day__gt=today - YEAR)
    found = runs.filter(local_day__lte=today).aggregate(longest_s=Max("moving_s"))
    longest_s: float | None = found["longest_s"]
    return longest_s
