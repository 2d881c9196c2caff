"""From the one-second view of a run to the load on each tissue of the knee."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.base.body import Body
from midstance.core.load.explain import LoadDescriptor
from midstance.core.load.tissue import Tissue

if TYPE_CHECKING:
    from midstance.core.load.parameters import LoadParameters
    from midstance.core.signal.view import RunView


class InputSource(StrEnum):
    """Where an input came from.

    Measured by the device or told by the runner; estimated by the model from the others; absent
    and replaced by a typical value.
    """

    MEASURED = "measured"
    ESTIMATED = "estimated"
    ABSENT = "absent"


@dataclass(frozen=True)
class InputSources:
    """Where each input of the model came from, by the greater part of the running seconds."""

    cadence: InputSource
    slope: InputSource
    contact_time: InputSource
    height: InputSource
    mass: InputSource


@dataclass(frozen=True)
class TissueLoad:
    """What one run did to one tissue of one knee (the mean of both knees).

    Low and high are the 90 % range of the absolute level. They say nothing of the comparison of two
    runs of the same runner, whose log standard deviation is `change_log_sd`.

    Parameters
    ----------
    peak_bw : mean step peak of the heaviest minute.
    mean_peak_bw : mean peak over all steps.
    impulse_bw_s : sum over the steps of one knee, which is half of all steps.
    impulse_bw_s_per_km : None where no distance was run.
    damage : m to the sum over the steps of one knee of (peak / reference force) ** m.
    left_impulse_bw_s, right_impulse_bw_s : None where the device records no balance.
    descriptor : compact logs for `explain_difference`; None where the load is zero.
    """

    peak_bw: float
    peak_low_bw: float
    peak_high_bw: float
    mean_peak_bw: float
    impulse_bw_s: float
    impulse_low_bw_s: float
    impulse_high_bw_s: float
    impulse_bw_s_per_km: float | None
    damage: Mapping[int, float]
    left_impulse_bw_s: float | None
    right_impulse_bw_s: float | None
    level_log_sd: float
    change_log_sd: float
    descriptor: LoadDescriptor | None


@dataclass(frozen=True)
class IliotibialIndex:
    """An unvalidated index of the load on the iliotibial band: 1 is the reference step.

    Parameters
    ----------
    index : mean over all steps (the command contract's `index`).
    peak_index : mean of the heaviest minute.
    """

    index: float
    peak_index: float


@dataclass(frozen=True)
class SessionLoad:
    """What one run did to the knee.

    Parameters
    ----------
    steps : of both feet, fractions kept.
    moving_s : seconds in which the runner moved.
    modelled_s : seconds of running that the model speaks of.
    walking_s : seconds of walking, which a running model cannot speak of; left out of the load.
    unknown_s : seconds moving at unknown speed; left out of the load.
    distance_m : run in the modelled seconds.
    tissues : patellofemoral, patellar tendon and tibiofemoral.
    """

    steps: float
    moving_s: float
    modelled_s: float
    walking_s: float
    unknown_s: float
    distance_m: float
    tissues: Mapping[Tissue, TissueLoad]
    iliotibial_band: IliotibialIndex
    inputs: InputSources
    model_version: str

    @property
    def not_modelled_s(self) -> float:
        return self.walking_s + self.unknown_s


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
    log_shares : speed, cadence, slope, contact_time, rest (names of `Factor`), summing to
        log(ratio).
    """

    start_s: float
    end_s: float
    peak_bw: float
    ratio: float
    log_shares: Mapping[str, float]
    speed_mps: float
    cadence_spm: float
    slope_frac: float


def estimate_session_load(view: "RunView", body: Body, parameters: "LoadParameters") -> SessionLoad:
    """Estimate what one run did to each tissue of the knee."""
    raise NotImplementedError


def estimate_load_trace(view: "RunView", body: Body, parameters: "LoadParameters") -> LoadTrace:
    """Estimate the step peaks along a run, second by second."""
    raise NotImplementedError


def heaviest_minutes(
    trace: LoadTrace,
    body: Body,
    parameters: "LoadParameters",
    *,
    tissue: Tissue = Tissue.PATELLOFEMORAL,
    count: int = 3,
) -> tuple[HeavyMinute, ...]:
    """The heaviest minutes of a run, none overlapping, heaviest first, and why."""
    raise NotImplementedError
