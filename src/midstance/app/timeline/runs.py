"""The runs of the timeline as columns, and what they add up to in bars."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from midstance.app.run_history import RunHistory, read_run_history
from midstance.app.summarise_load import ITB_STEPS, Z90
from midstance.app.timeline.records import BarLoad
from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.store.models import Runner


@dataclass(frozen=True, eq=False)
class TimelineRuns:
    """What each run gives to its bar, (n,) each, in order of time; NaN is unknown."""

    day: IntArray
    load: FloatArray
    log_sd: FloatArray
    distance_m: FloatArray
    moving_s: FloatArray
    shoe: IntArray


def read_timeline_runs(runner: Runner, tissue: Tissue, first: date, last: date) -> TimelineRuns:
    """The shown runs of these days, with their load on one tissue."""
    history = read_run_history(runner, last, first=first, tissue=tissue)
    load, log_sd = _load_of(history, tissue)
    return TimelineRuns(
        day=history.day,
        load=load,
        log_sd=log_sd,
        distance_m=history.distance_m,
        moving_s=history.moving_s,
        shoe=history.shoe,
    )


def _load_of(history: RunHistory, tissue: Tissue) -> tuple[FloatArray, FloatArray]:
    if tissue in FORCE_TISSUES:
        column = FORCE_TISSUES.index(tissue)
        return history.impulse_bw_s[:, column], history.change_log_sd[:, column]
    index = history.iliotibial_index * history.steps / 2 / ITB_STEPS
    return index, np.zeros(len(history))


def fill_loads(edges: IntArray, runs: TimelineRuns) -> tuple[BarLoad, ...]:
    """What the runs of each bar add up to. Runs of one runner err together: ranges add up."""
    inside = (runs.day >= edges[0]) & (runs.day < edges[-1])
    bar = np.searchsorted(edges, runs.day[inside], side="right") - 1
    load = runs.load[inside]
    known = np.nan_to_num(load)
    widening = np.exp(Z90 * np.nan_to_num(runs.log_sd[inside]))
    bars = len(edges) - 1
    sums = [
        np.bincount(bar, weights=part, minlength=bars).tolist()
        for part in (
            known,
            known / widening,
            known * widening,
            np.nan_to_num(runs.distance_m[inside]),
            np.nan_to_num(runs.moving_s[inside]),
        )
    ]
    counts = np.bincount(bar, minlength=bars).tolist()
    unknown = np.bincount(bar, weights=np.isnan(load), minlength=bars).astype(int).tolist()
    return tuple(
        BarLoad(value, low, high, count, lacking, distance_m, moving_s)
        for count, lacking, value, low, high, distance_m, moving_s in zip(
            counts, unknown, *sums, strict=True
        )
    )
