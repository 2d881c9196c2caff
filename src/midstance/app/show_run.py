"""One run: what it did to the knee, against the usual, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from midstance.app import show_run_words as words
from midstance.app.list_runs import RunRow, read_rows, with_joint
from midstance.app.repair_words import repair_sentence
from midstance.app.stored_runs import find_run, read_view
from midstance.app.usual import (
    FEWEST_RUNS,
    USUAL_DAYS,
    read_descriptor,
    read_usual_descriptors,
)
from midstance.core.load.explain import Factor, LoadShares, explain_difference, usual_load
from midstance.core.load.tissue import Tissue
from midstance.core.load.trace import estimate_load_trace, heaviest_minutes
from midstance.core.signal.view import RunView
from midstance.importers.activity import Note
from midstance.knowledge.parameters import load_parameters
from midstance.store.blobs import blobs
from midstance.store.models import Run, RunLoad, Runner, TissueLoadRow


@dataclass(frozen=True)
class TissueFigures:
    """Load on one tissue, in body weights. None: the model gives no such figure for this tissue."""

    peak_bw: float | None
    peak_low_bw: float | None
    peak_high_bw: float | None
    impulse_bw_s: float | None
    impulse_low_bw_s: float | None
    impulse_high_bw_s: float | None
    impulse_bw_s_per_km: float | None
    damage: Mapping[int, float]
    left_impulse_bw_s: float | None
    right_impulse_bw_s: float | None
    index: float | None = None  # iliotibial band only: unvalidated


@dataclass(frozen=True)
class RunLoadFigures:
    """The whole load of a run; `inputs` maps cadence, slope, contact_time, height and mass to
    "measured", "estimated" or "absent". Walking, seconds of unknown speed and what was gained where
    nothing was recorded carry no load here. None: estimated before that was counted.
    """

    steps: float
    moving_s: float
    walking_s: float
    unknown_s: float
    distance_m: float
    unrecorded_m: float | None
    unrecorded_frac: float | None
    tissues: Mapping[str, TissueFigures]
    inputs: Mapping[str, str]
    model_version: str


@dataclass(frozen=True)
class VersusUsual:
    """The run over the usual one: `ratio` 1.2 means 20 % more, with a within-person range.

    `ratio` is None while there are too few runs; `sentence` then says so.
    """

    ratio: float | None
    low: float | None
    high: float | None
    runs: int
    days: int
    sentence: str


@dataclass(frozen=True)
class Share:
    """One reason of the difference: log-additive, so the factors multiply to the ratio."""

    name: str  # distance, speed, cadence, slope, contact_time
    factor: float
    log_share: float
    sentence: str


@dataclass(frozen=True)
class HeavyMinute:
    """One of the three heaviest minutes, in seconds since the start, and why it was heavy."""

    start_s: float
    end_s: float
    start_distance_m: float
    peak_bw: float
    speed_mps: float | None
    cadence_spm: float | None
    grade_frac: float | None
    sentence: str


@dataclass(frozen=True)
class Repair:
    """What was repaired, how often, in plain words."""

    kind: str
    count: int
    sentence: str


@dataclass(frozen=True)
class OriginalFile:
    """The file as it came, kept byte for byte."""

    name: str
    format: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class RunDetail:
    """All that the run page shows, save the trace."""

    row: RunRow
    elapsed_s: float
    device: str
    shoe: str
    load: RunLoadFigures | None
    versus_usual: VersusUsual
    shares: tuple[Share, ...]
    heaviest: tuple[HeavyMinute, ...]
    repairs: tuple[Repair, ...]
    duplicates: tuple[RunRow, ...]
    original: OriginalFile


def show_run(runner: Runner, key: str) -> RunDetail:
    """Show one run.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own run only.
    """
    run = find_run(runner, key)
    rows = {row.tissue: row for row in run.tissue_loads.all()}
    joint = rows.get(Tissue.PATELLOFEMORAL)
    versus, shares = _compare(run, joint)
    return RunDetail(
        row=replace(_row_of(runner, run), usual_ratio=versus.ratio),
        elapsed_s=run.elapsed_s,
        device=words.device_name(run.device_manufacturer, run.device_product),
        shoe=run.shoe.name if run.shoe else "",
        load=_figures(run.load, rows) if hasattr(run, "load") else None,
        versus_usual=versus,
        shares=shares,
        heaviest=_heaviest(runner, read_view(run)),
        repairs=tuple(_repair(Note(**note)) for note in run.repairs),
        duplicates=_duplicates(runner, run),
        original=_original(run),
    )


def original_path(runner: Runner, key: str) -> tuple[OriginalFile, Path]:
    """The original of a run and where its bytes lie, for a download.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own file only.
    """
    original = _original(find_run(runner, key))
    return original, blobs().path(original.sha256)


def compare_with_usual(runner: Runner, key: str) -> tuple[VersusUsual, tuple[Share, ...]]:
    """A run against the usual one of the ninety days before, and the reasons.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own runs only.
    """
    run = find_run(runner, key)
    return _compare(run, run.tissue_loads.filter(tissue=Tissue.PATELLOFEMORAL).first())


def read_load_figures(runner: Runner, key: str) -> RunLoadFigures | None:
    """The stored load of a run.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own run only.
    """
    run = find_run(runner, key)
    rows = {row.tissue: row for row in run.tissue_loads.all()}
    return _figures(run.load, rows) if hasattr(run, "load") else None


def _row_of(runner: Runner, run: Run) -> RunRow:
    return read_rows(with_joint(Run.objects.owned_by(runner).filter(pk=run.pk)))[0]


def _duplicates(runner: Runner, run: Run) -> tuple[RunRow, ...]:
    """The other recordings of the same run, the shown one first."""
    shown = run.duplicate_of_id or run.pk
    group = Run.objects.owned_by(runner).filter(pk=shown) | Run.objects.owned_by(runner).filter(
        duplicate_of=shown
    )
    rows = read_rows(with_joint(group.exclude(pk=run.pk)).order_by("-richness", "key"))
    return tuple(rows)


def _original(run: Run) -> OriginalFile:
    original = run.original
    return OriginalFile(original.name, original.format, original.size, original.sha256)


def _figures(load: RunLoad, rows: Mapping[str, TissueLoadRow]) -> RunLoadFigures:
    tissues = {tissue: _tissue_figures(row) for tissue, row in rows.items()}
    nothing = (None,) * 7
    tissues[Tissue.ILIOTIBIAL_BAND] = TissueFigures(
        *nothing, {}, None, None, index=load.iliotibial_index
    )
    return RunLoadFigures(
        steps=load.steps,
        moving_s=load.moving_s,
        walking_s=load.walking_s,
        unknown_s=load.unknown_s,
        distance_m=load.distance_m,
        unrecorded_m=load.unrecorded_m,
        unrecorded_frac=load.unrecorded_frac,
        tissues={str(tissue): tissues[tissue] for tissue in Tissue if tissue in tissues},
        inputs=load.inputs,
        model_version=load.model_version,
    )


def _tissue_figures(row: TissueLoadRow) -> TissueFigures:
    return TissueFigures(
        peak_bw=row.peak_bw,
        peak_low_bw=row.peak_low_bw,
        peak_high_bw=row.peak_high_bw,
        impulse_bw_s=row.impulse_bw_s,
        impulse_low_bw_s=row.impulse_low_bw_s,
        impulse_high_bw_s=row.impulse_high_bw_s,
        impulse_bw_s_per_km=row.impulse_bw_s_per_km,
        damage={3: row.damage_m3, 6: row.damage_m6, 9: row.damage_m9},
        left_impulse_bw_s=row.left_impulse_bw_s,
        right_impulse_bw_s=row.right_impulse_bw_s,
    )


def _compare(run: Run, joint: TissueLoadRow | None) -> tuple[VersusUsual, tuple[Share, ...]]:
    before = read_usual_descriptors(run, Tissue.PATELLOFEMORAL)
    if len(before) < FEWEST_RUNS or joint is None or joint.descriptor is None:
        sentence = words.too_few_sentence(len(before))
        return VersusUsual(None, None, None, len(before), USUAL_DAYS, sentence), ()
    own = read_descriptor(Tissue.PATELLOFEMORAL, joint.descriptor)
    shares = explain_difference(own, usual_load(before), load_parameters())
    sentence = words.usual_sentence(shares.ratio, len(before))
    versus = VersusUsual(
        shares.ratio, shares.ratio_low, shares.ratio_high, len(before), USUAL_DAYS, sentence
    )
    return versus, _shares(shares)


def _shares(shares: LoadShares) -> tuple[Share, ...]:
    """Every factor, the largest first; body only where it changed."""
    told = {
        factor: share
        for factor, share in shares.log_shares.items()
        if factor is not Factor.BODY or abs(share) > words.NOTHING
    }
    return tuple(
        Share(str(factor), float(np.exp(share)), share, words.share_sentence(factor, share))
        for factor, share in sorted(told.items(), key=lambda pair: -abs(pair[1]))
    )


def _heaviest(runner: Runner, view: RunView) -> tuple[HeavyMinute, ...]:
    parameters = load_parameters()
    trace = estimate_load_trace(view, runner.body, parameters)
    return tuple(
        HeavyMinute(
            start_s=minute.start_s,
            end_s=minute.end_s,
            start_distance_m=float(view.distance_m[int(minute.start_s)]),
            peak_bw=minute.peak_bw,
            speed_mps=_known(minute.speed_mps),
            cadence_spm=_known(minute.cadence_spm),
            grade_frac=_known(minute.slope_frac),
            sentence=words.minute_sentence(minute),
        )
        for minute in heaviest_minutes(trace, runner.body, parameters)
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _repair(note: Note) -> Repair:
    return Repair(note.kind, note.count, repair_sentence(note))
