"""One run: what it did to the knee, against the usual, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from midstance.app.list_runs import RunRow
from midstance.store.models import Runner


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
    "measured", "estimated" or "absent".
    """

    steps: float
    moving_s: float
    distance_m: float
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
    raise NotImplementedError


def original_path(runner: Runner, key: str) -> tuple[OriginalFile, Path]:
    """The original of a run and where its bytes lie, for a download.

    *Changes* nothing.
    *Refuses* an unknown run (NotFoundError).
    *Twice* gives the same.
    *Privacy* the runner's own file only.
    """
    raise NotImplementedError
