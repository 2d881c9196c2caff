"""The load of a run that was not run yet: distance, pace, hills, walks in between and cadence.

Three kinds of ground stand for the whole run, level, up and down, each with one steady step. What
comes out is compared with the same of the runner's usual run, so that what is wrong with steady
steps is wrong in both and falls out.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.inputs import KnownInputs
from midstance.core.load.parameters import LoadParameters
from midstance.core.load.session import reference_peaks_bw
from midstance.core.load.step import StepLoad, estimate_step_load, typical_step_time_s
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.load.uncertainty import change_log_sd, quadrature

PLANNABLE = {
    "distance_m": (100.0, 200_000.0),
    "speed_mps": (1.2, 8.0),
    "ascent_m": (0.0, 20_000.0),
    "descent_m": (0.0, 20_000.0),
    "run_s": (10.0, 36_000.0),
    "walk_s": (0.0, 3_600.0),
    "cadence_spm": (100.0, 260.0),
}
"""What a planned run may be, ends included."""

TISSUES = (*FORCE_TISSUES, Tissue.ILIOTIBIAL_BAND)


@dataclass(frozen=True)
class PlannedConstants:
    """What a planned run is taken to be like; each field is the id of a record in `knowledge/`.

    Parameters
    ----------
    hill_slope_frac : how steep hills are where only their metres are told.
    brisk_walk_mps : how fast the walks in between are.
    """

    version: str

    hill_slope_frac: float
    brisk_walk_mps: float


@dataclass(frozen=True)
class PlannedRun:
    """A run as it is planned.

    Parameters
    ----------
    distance_m : of the whole outing, walks in between among it [m].
    speed_mps : while she runs [m/s].
    ascent_m, descent_m : metres up and down in it.
    run_s, walk_s : running and walking in turn [s]; walking 0 for a run in one go.
    cadence_spm : steps of both feet a minute; None for the typical one of the speed.
    """

    distance_m: float
    speed_mps: float
    ascent_m: float = 0.0
    descent_m: float = 0.0
    run_s: float = 600.0
    walk_s: float = 0.0
    cadence_spm: float | None = None

    def __post_init__(self) -> None:
        for name, (low, high) in PLANNABLE.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise InvalidValueError(f"Expected {name} from {low:g} to {high:g}, got {value:g}.")
        if self.ascent_m + self.descent_m > self.distance_m:
            raise InvalidValueError(
                f"Expected fewer metres up and down than along, got {self.ascent_m:g} m up and "
                f"{self.descent_m:g} m down in {self.distance_m:g} m."
            )

    def times(self, ratio: float) -> Self:
        """The same run longer or shorter, its hills with it."""
        return replace(
            self,
            distance_m=self.distance_m * ratio,
            ascent_m=self.ascent_m * ratio,
            descent_m=self.descent_m * ratio,
        )


@dataclass(frozen=True, eq=False)
class PlannedLoad:
    """What a planned run would do to one knee.

    Parameters
    ----------
    running_s, walking_s : how long it takes, in both.
    running_m : how far she runs in it.
    steps : of both feet while running.
    load : (4,) impulse on each of `FORCE_TISSUES` [BW s], and steps of one leg times the index of
        the outer band.
    damage : (4, e) steps of one knee, each weighted with its force over the reference to the power.
    change_log_sd : spread of the ratio to another run of hers, as a log.
    """

    running_s: float
    walking_s: float
    running_m: float
    steps: float
    load: FloatArray
    damage: FloatArray
    change_log_sd: float

    @property
    def total_s(self) -> float:
        """Length of the outing [s]."""
        return self.running_s + self.walking_s


def estimate_planned_load(
    planned: PlannedRun,
    height_m: float | None,
    parameters: LoadParameters,
    constants: PlannedConstants,
) -> PlannedLoad:
    r"""Estimate what a planned run would do to each tissue.

    .. math:: L = \sum_{g \in \{level,\,up,\,down\}} n_g\,l(v, c, g), \qquad
              D = \sum_g \tfrac12 n_g (F_g / F_{ref})^m

    Parameters
    ----------
    planned : the run.
    height_m : height of the runner [m]; None for a typical one.

    Returns
    -------
    PlannedLoad

    Raises
    ------
    InvalidValueError
        The run is none that can be planned.

    Notes
    -----
    Hills are `hill_slope_frac` steep, or steeper where that many metres up and down need more way
    than there is. Walks in between load nothing here, as in recorded runs. A longer run of the same
    kind loads more in proportion. Pace is the same up and down.

    Source: rbds_2017, edwards_2018.
    """
    cycle_m = planned.run_s * planned.speed_mps + planned.walk_s * constants.brisk_walk_mps
    cycles = planned.distance_m / cycle_m
    running_s = cycles * planned.run_s
    shares, slopes = _ground(planned, constants)
    step = estimate_step_load(
        planned.speed_mps,
        parameters,
        slope_frac=slopes,
        height_m=height_m,
        cadence_spm=planned.cadence_spm,
    )
    steps = running_s * _steps_a_second(planned, height_m, parameters)
    half_steps = steps * shares / 2
    sloped = float(shares @ np.abs(slopes))
    return PlannedLoad(
        running_s=running_s,
        walking_s=cycles * planned.walk_s,
        running_m=running_s * planned.speed_mps,
        steps=steps,
        load=np.array([float(half_steps @ one) for one in _loads(step)]),
        damage=_damage(step, half_steps, parameters),
        change_log_sd=quadrature(
            change_log_sd(_known(planned), parameters), parameters.slope_log_sd_per_frac * sloped
        ),
    )


def _ground(planned: PlannedRun, constants: PlannedConstants) -> tuple[FloatArray, FloatArray]:
    """(3,) share and slope of the level, the way up and the way down."""
    up, down = planned.ascent_m / planned.distance_m, planned.descent_m / planned.distance_m
    steep = max(constants.hill_slope_frac, up + down)
    shares = np.array([1 - (up + down) / steep, up / steep, down / steep])
    return shares, np.array([0.0, steep, -steep])


def _steps_a_second(
    planned: PlannedRun, height_m: float | None, parameters: LoadParameters
) -> float:
    if planned.cadence_spm is not None:
        return planned.cadence_spm / 60
    height = parameters.reference_height_m if height_m is None else height_m
    speed = np.asarray(planned.speed_mps)
    return float(1 / typical_step_time_s(speed, np.asarray(height), parameters))


def shifted_cadence_spm(
    cadence_spm: float, from_mps: float, to_mps: float, parameters: LoadParameters
) -> float:
    """Her cadence at another speed: as far from the typical one of each as it was."""
    height = np.asarray(parameters.reference_height_m)
    typical_s = typical_step_time_s(np.array([from_mps, to_mps]), height, parameters)
    low, high = PLANNABLE["cadence_spm"]
    return float(np.clip(cadence_spm * typical_s[0] / typical_s[1], low, high))


def _known(planned: PlannedRun) -> KnownInputs:
    """Hills are told; so is a cadence that was chosen."""
    told = float(planned.cadence_spm is not None)
    return KnownInputs(
        cadence_frac=told, slope_frac=1.0, contact_time_frac=0.0, height_frac=1.0, mass_frac=1.0
    )


def _loads(step: StepLoad) -> tuple[FloatArray, ...]:
    return (*(step.impulse_bw_s(tissue) for tissue in FORCE_TISSUES), step.iliotibial_index)


def _damage(step: StepLoad, half_steps: FloatArray, parameters: LoadParameters) -> FloatArray:
    reference = reference_peaks_bw(parameters)
    forces = [step.peak_bw(tissue) / reference[tissue] for tissue in FORCE_TISSUES]
    ratios = np.stack((*forces, step.iliotibial_index))
    powers = ratios[..., None] ** np.array(parameters.damage_exponents)
    return np.asarray(np.einsum("g,tge->te", half_steps, powers))
