"""Which seconds of a run are running, and what is known of each of them."""

from dataclasses import dataclass, replace

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.body import Body
from midstance.core.load.inputs import KnownInputs
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.shares import Circumstances, read_circumstances, step_inputs
from midstance.core.load.step import (
    POSSIBLE,
    StepLoad,
    checked,
    estimate_step_load,
    typical_step_time_s,
)
from midstance.core.signal.view import RunView

CONTACT_RANGE_S = (0.05, 1.0)
"""Contact times beyond it are no running step's; they count as missing."""


@dataclass(frozen=True)
class RunningSeconds:
    """The (k,) running seconds of a run, complete: what was not measured is typical.

    Parameters
    ----------
    row : row of the view that each second comes from.
    cadence_spm : steps of both feet.
    contact_time_s : None where the device measured none in the whole run.
    balance_left_frac : NaN where unknown.
    walking_s, unknown_s : moving seconds that are not running, and that nobody can tell.
    unrecorded_m : distance gained where nothing was recorded, which is in no second.
    """

    row: IntArray
    speed_mps: FloatArray
    cadence_spm: FloatArray
    slope_frac: FloatArray
    contact_time_s: FloatArray | None
    balance_left_frac: FloatArray
    height_m: float
    known: KnownInputs
    walking_s: float
    unknown_s: float
    unrecorded_m: float

    @property
    def distance_m(self) -> float:
        return float(np.sum(self.speed_mps))

    @property
    def steps(self) -> FloatArray:
        """(k,) steps of both feet in each second."""
        return self.cadence_spm / 60

    def circumstances(self, parameters: LoadParameters) -> Circumstances:
        """The same, in parts that can change one without the others."""
        return read_circumstances(
            speed_mps=self.speed_mps,
            cadence_spm=self.cadence_spm,
            slope_frac=self.slope_frac,
            contact_time_s=self.contact_time_s,
            height_m=self.height_m,
            parameters=parameters,
        )


def estimate_running_load(running: RunningSeconds, parameters: LoadParameters) -> StepLoad:
    """The load of one step in each running second, (k,) or the shape of the contact times."""
    return estimate_step_load(
        running.speed_mps,
        parameters,
        cadence_spm=running.cadence_spm,
        slope_frac=running.slope_frac,
        height_m=running.height_m,
        contact_time_s=running.contact_time_s,
    )


def detect_running(view: RunView, parameters: LoadParameters) -> BoolArray:
    """(n,) seconds that a running model can speak of: on the move, at a known speed, not walking.

    Notes
    -----
    Walking is slow (`walking_speed_mps`) with a slow cadence (`walking_cadence_spm`), or without a
    cadence slower than any usual run (`walking_speed_without_cadence_mps`).
    """
    p = parameters
    speed, cadence = view.speed_mps, view.cadence_spm
    possible = (speed >= p.standing_speed_mps) & (speed <= POSSIBLE["speed_mps"][1])
    told = cadence > 0
    slow = speed < np.where(told, p.walking_speed_mps, p.walking_speed_without_cadence_mps)
    walking = slow & ~(told & (cadence >= p.walking_cadence_spm))
    return np.asarray(view.moving & possible & ~walking)


def read_running(view: RunView, body: Body, parameters: LoadParameters) -> RunningSeconds:
    """The running seconds of a view with every gap filled by the typical value.

    Raises
    ------
    InvalidValueError
        The body's height cannot be. What a device cannot have measured counts as missing.
    """
    running = detect_running(view, parameters)
    row = np.flatnonzero(running)
    height = parameters.reference_height_m if body.height_m is None else body.height_m
    speed = view.speed_mps[row]
    slope = np.clip(view.grade_frac[row], *POSSIBLE["slope_frac"])
    contact = _believed(view.contact_time_s[row], *CONTACT_RANGE_S)
    cadence = _believed(view.cadence_spm[row], *parameters.cadence_range_spm)
    stepped = np.isfinite(cadence)
    typical = 60 / typical_step_time_s(speed, checked("height_m", height), parameters)
    unknown = view.moving & ~(view.speed_mps <= POSSIBLE["speed_mps"][1])
    untimed = RunningSeconds(
        row=row,
        speed_mps=speed,
        cadence_spm=np.where(stepped, cadence, typical),
        slope_frac=np.where(np.isnan(slope), 0.0, slope),
        contact_time_s=None,
        balance_left_frac=view.balance_left_frac[row],
        height_m=height,
        known=KnownInputs(
            cadence_frac=_fraction(stepped),
            slope_frac=_fraction(np.isfinite(slope)),
            contact_time_frac=_fraction(np.isfinite(contact)),
            height_frac=float(body.height_m is not None),
            mass_frac=float(body.mass_kg is not None),
        ),
        walking_s=float(np.sum(view.moving & ~running & ~unknown)),
        unknown_s=float(np.sum(unknown)),
        unrecorded_m=float(np.sum(view.unrecorded_m)),
    )
    return replace(untimed, contact_time_s=_filled_contact(contact, untimed, parameters))


def _believed(measured: FloatArray, low: float, high: float) -> FloatArray:
    return np.where((measured >= low) & (measured <= high), measured, np.nan)


def _filled_contact(
    measured_s: FloatArray, untimed: RunningSeconds, parameters: LoadParameters
) -> FloatArray | None:
    timed = np.isfinite(measured_s)
    if not timed.any():
        return None
    inputs = step_inputs(untimed.circumstances(parameters), untimed.height_m, parameters)
    return np.where(timed, measured_s, inputs.contact_time_s)


def _fraction(known: BoolArray) -> float:
    return float(np.mean(known)) if known.size else 0.0
