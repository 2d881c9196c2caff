"""The load along a run, second by second, and its heaviest minutes."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.body import Body
from midstance.core.load.explain import FACTOR_OF, Factor
from midstance.core.load.minutes import MINUTE_S, choose_minutes, minute_means
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.running import RunningSeconds, estimate_running_load, read_running
from midstance.core.load.shares import (
    Circumstances,
    read_circumstances,
    shapley_logs,
    step_peak,
)
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.load.uncertainty import peak_level_log_sd, slope_widening
from midstance.core.signal.view import RunView


@dataclass(frozen=True)
class TissueTrace:
    """Step peaks of one tissue along a run, (n,) rows of the view [body weights].

    NaN where the model does not speak (walking, unknown speed, breaks), zero while standing.
    """

    peak_bw: FloatArray
    low_bw: FloatArray
    high_bw: FloatArray


@dataclass(frozen=True)
class LoadTrace:
    """Load along a run, row i covers [i, i+1) seconds since its start.

    Parameters
    ----------
    modelled : (n,) True where the model speaks of running.
    speed_mps, cadence_spm, slope_frac, contact_time_s : (n,) as the model used them, NaN elsewhere.
    """

    modelled: BoolArray
    speed_mps: FloatArray
    cadence_spm: FloatArray
    slope_frac: FloatArray
    contact_time_s: FloatArray
    tissues: Mapping[Tissue, TissueTrace]


@dataclass(frozen=True)
class HeavyMinute:
    """One of the heaviest minutes of a run and why it was heavy.

    Parameters
    ----------
    start_s, end_s : half open, seconds since the run's start.
    peak_bw : mean step peak of the minute.
    ratio : that peak over the run's own mean peak.
    log_shares : speed, cadence, slope, contact time and rest, summing to log(ratio).
    """

    start_s: float
    end_s: float
    peak_bw: float
    ratio: float
    log_shares: Mapping[Factor, float]
    speed_mps: float
    cadence_spm: float
    slope_frac: float


def estimate_load_trace(view: RunView, body: Body, parameters: LoadParameters) -> LoadTrace:
    """Estimate the step peaks along a run, second by second.

    Parameters, what it raises and where it fails are those of `session.estimate_session_load`.

    Source: rbds_2017.
    """
    running = read_running(view, body, parameters)
    load = estimate_running_load(running, parameters)
    rows = view.moving.size
    modelled = np.zeros(rows, dtype=np.bool_)
    modelled[running.row] = True
    standing = view.recorded & ~view.moving
    return LoadTrace(
        modelled=modelled,
        speed_mps=_along(running.speed_mps, running, rows),
        cadence_spm=_along(running.cadence_spm, running, rows),
        slope_frac=_along(running.slope_frac, running, rows),
        contact_time_s=_along(load.contact_time_s, running, rows),
        tissues={
            tissue: _trace(tissue, load.peak_bw(tissue), running, standing, parameters)
            for tissue in FORCE_TISSUES
        },
    )


def _along(value: FloatArray, running: RunningSeconds, rows: int) -> FloatArray:
    along = np.full(rows, np.nan)
    along[running.row] = value
    return along


def _trace(
    tissue: Tissue,
    peak_bw: FloatArray,
    running: RunningSeconds,
    standing: BoolArray,
    parameters: LoadParameters,
) -> TissueTrace:
    level = peak_level_log_sd(tissue, running.known, 0.0, parameters)
    widening = slope_widening(running.slope_frac, level, parameters)
    ends = (peak_bw, peak_bw / widening, peak_bw * widening)
    return TissueTrace(
        *(np.where(standing, 0.0, _along(value, running, standing.size)) for value in ends)
    )


def heaviest_minutes(
    trace: LoadTrace,
    body: Body,
    parameters: LoadParameters,
    *,
    tissue: Tissue = Tissue.PATELLOFEMORAL,
    count: int = 3,
) -> tuple[HeavyMinute, ...]:
    """The heaviest minutes of a run, none overlapping, heaviest first, and why.

    Notes
    -----
    Heavy means the mean step peak, the same that `TissueLoad.peak_bw` is the highest of. The shares
    hold the minute against the mean circumstances of the whole run.
    """
    row = np.flatnonzero(trace.modelled)
    if not row.size:
        return ()
    height = parameters.reference_height_m if body.height_m is None else body.height_m
    circumstances = _read_trace(trace, row, height, parameters)
    usual = circumstances.mean(np.zeros(row.size, dtype=np.int64))
    peak, cadence = trace.tissues[tissue].peak_bw[row], trace.cadence_spm[row]
    usual_peak = float(np.average(peak, weights=cadence))
    means = minute_means(row, cadence, peak, trace.modelled.size)
    evaluate = step_peak(height, parameters)
    minutes = []
    for start in choose_minutes(means, count):
        inside = (row >= start) & (row < start + MINUTE_S)
        shares = shapley_logs(evaluate, circumstances.among(inside), usual)[tissue]
        minutes.append(
            _minute(
                trace,
                row[inside],
                start,
                peak_bw=float(means[start]),
                usual_peak_bw=usual_peak,
                shares=shares,
            )
        )
    return tuple(minutes)


def _read_trace(
    trace: LoadTrace, row: IntArray, height_m: float, parameters: LoadParameters
) -> Circumstances:
    return read_circumstances(
        speed_mps=trace.speed_mps[row],
        cadence_spm=trace.cadence_spm[row],
        slope_frac=trace.slope_frac[row],
        contact_time_s=trace.contact_time_s[row],
        height_m=height_m,
        parameters=parameters,
    )


def _minute(
    trace: LoadTrace,
    inside: IntArray,
    start: int,
    *,
    peak_bw: float,
    usual_peak_bw: float,
    shares: Mapping[str, FloatArray],
) -> HeavyMinute:
    ratio = peak_bw / usual_peak_bw
    logs = {FACTOR_OF[name]: float(share[0]) for name, share in shares.items()}
    logs[Factor.REST] = float(np.log(ratio)) - sum(logs.values())
    return HeavyMinute(
        start_s=float(start),
        end_s=float(min(start + MINUTE_S, trace.modelled.size)),
        peak_bw=peak_bw,
        ratio=ratio,
        log_shares=logs,
        speed_mps=float(np.mean(trace.speed_mps[inside])),
        cadence_spm=float(np.mean(trace.cadence_spm[inside])),
        slope_frac=float(np.mean(trace.slope_frac[inside])),
    )
