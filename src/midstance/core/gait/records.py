"""What is told of a clip: metrics with range and confidence, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from midstance.core.base.arrays import FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import Keypoints


class Reason(StrEnum):
    """Why something is not good enough to say, or why it is said with less confidence."""

    NO_RUNNER = "no_runner"
    """Nobody was seen for long enough, or what was seen does not move."""
    TOO_FEW_STEPS = "too_few_steps"
    FRAME_RATE = "frame_rate"
    """Too few pictures a second."""
    OCCLUSION = "occlusion"
    """The joints that it needs were hidden or lost too often."""
    TREMBLE = "tremble"
    """The joints tremble, as under loose clothing or in dim light, or steps come unevenly."""
    FAR_LEG = "far_leg"
    """The leg on the far side is hidden by the near one; no angle is told of it."""
    TIME_BASE = "time_base"
    """The steps are implausibly slow or fast: slow motion, or a wrong frame rate."""
    NO_HEIGHT = "no_height"
    """Lengths need the runner's height."""
    NO_FLIGHT = "no_flight"
    """There is no moment with both feet in the air: walking."""
    NOISE_FLOOR = "noise_floor"
    """The difference is smaller than what the camera tells apart."""
    TOO_SMALL = "too_small"
    """The runner fills too little of the picture."""
    PASSING = "passing"
    """She crosses the picture or the camera turns with her: seen at a slant."""
    WRONG_VIEW = "wrong_view"
    """The film is not from where it is said to be."""
    DISTANCE = "distance"
    """She comes nearer or runs away from the camera."""
    ONE_CAMERA = "one_camera"
    """One camera from behind flattens what turns; the figure is a rough trend at best."""
    FILMS_DISAGREE = "films_disagree"
    """Two films of hers differ by more than their ranges."""
    OTHER_SPEED = "other_speed"
    """The two films are of runs at different speeds."""


class Confidence(StrEnum):
    """How far a metric can be trusted; NONE comes with a reason and no value."""

    GOOD = "good"
    FAIR = "fair"
    LOW = "low"
    NONE = "none"


class Side(StrEnum):
    """Whose leg."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Setting(StrEnum):
    """Where she ran, as far as the film tells."""

    TREADMILL = "treadmill"
    PASSING = "passing"
    """She crosses a picture that stands still."""
    FOLLOWED = "followed"
    """The camera turns with her."""
    UNKNOWN = "unknown"


class FootStrike(StrEnum):
    """Which part of the foot lands first."""

    REARFOOT = "rearfoot"
    MIDFOOT = "midfoot"
    FOREFOOT = "forefoot"


SIDE_METRICS: dict[str, str] = {
    "cadence_spm": "1/min",
    "contact_time_s": "s",
    "flight_time_s": "s",
    "duty_factor_frac": "1",
    "contact_balance_left_frac": "1",
    "step_time_balance_left_frac": "1",
    "overstride_m": "m",
    "shank_angle_deg": "deg",
    "foot_strike_angle_deg": "deg",
    "knee_flexion_contact_deg": "deg",
    "knee_flexion_peak_deg": "deg",
    "trunk_lean_deg": "deg",
    "vertical_oscillation_m": "m",
}
"""Name and unit of what a film from the side tells, in the order in which it is told."""

REAR_METRICS: dict[str, str] = {
    "cadence_spm": "1/min",
    "contact_time_s": "s",
    "step_width_m": "m",
    "crossover_frac": "1",
    "pelvic_drop_deg": "deg",
    "hip_adduction_deg": "deg",
    "frontal_knee_deg": "deg",
    "heel_angle_deg": "deg",
}
"""Name and unit of what a film from behind tells, in the order in which it is told."""

OF_EACH_LEG = ("pelvic_drop_deg", "hip_adduction_deg", "frontal_knee_deg", "heel_angle_deg")
"""What a film from behind tells of the left and of the right leg."""

METRICS: dict[str, str] = SIDE_METRICS | REAR_METRICS
"""Name and unit of every figure, in the order in which films of both kinds are told together."""


@dataclass(frozen=True)
class Metric:
    """One figure of a clip.

    Parameters
    ----------
    name : one of `METRICS`.
    side : whose leg; BOTH where it belongs to the body or to both legs.
    value, low, high : the figure and its 90 % range; None where it is not good enough to say.
    sd : standard deviation that the range was made from; None where there is no value.
    confidence : NONE exactly where there is no value.
    reason : why there is none, or what takes confidence away; None where nothing does.
    steps : steps that it rests on.
    """

    name: str
    side: Side
    value: float | None
    low: float | None
    high: float | None
    sd: float | None
    confidence: Confidence
    reason: Reason | None
    steps: int

    def __post_init__(self) -> None:
        told = [each is not None for each in (self.value, self.low, self.high, self.sd)]
        if any(told) != all(told) or any(told) == (self.confidence is Confidence.NONE):
            raise InvalidValueError(f"Expected {self.name} with value, range and spread or none.")
        if not any(told) and self.reason is None:
            raise InvalidValueError(f"Expected a reason why {self.name} is not told.")

    @property
    def unit(self) -> str:
        """SI, degrees, or "1"; one is a step of both feet in a minute for the cadence."""
        return METRICS[self.name]

    @property
    def is_told(self) -> bool:
        """Whether there is a value."""
        return self.value is not None


@dataclass(frozen=True, eq=False)
class GaitEvents:
    """Steps in the order in which the feet landed.

    Parameters
    ----------
    strike_s : (steps,) when the foot first touched [s].
    toe_off_s : (steps,) when that foot left; NaN where it was not seen [s].
    side : (steps,) 0 left, 1 right.
    """

    strike_s: FloatArray
    toe_off_s: FloatArray
    side: IntArray

    @property
    def count(self) -> int:
        """Number of steps."""
        return int(self.strike_s.size)


NO_EVENTS = GaitEvents(np.empty(0), np.empty(0), np.empty(0, np.int64))


@dataclass(frozen=True)
class ClipQuality:
    """How good the film is, before any metric.

    Parameters
    ----------
    frame_rate_hz : pictures a second, the middle one; 0 of fewer than two pictures.
    duration_s : length of the clip [s].
    seen_frac : share of the pictures in which hips, ankles and heels were seen.
    body_px : how tall the runner stands in the picture [px]; 0 unknown.
    px_per_m : scale from the runner's height; None without it.
    scale_log_sd : how far that scale may be off, as a log.
    jitter_frac : how much the joints of the foot tremble, in heights of the hip above the ground.
    swapped_frac : share of the pictures in which left and right were exchanged and put right.
    problems : what is wrong, worst first; empty for a good film.
    is_enough : whether anything at all can be said.
    tilt_deg : how far the ground rises in the picture in the direction of running, and the half
        width of its 90 % range; None where the film does not tell.
    distance_m : how near and how far the camera may stand; None without her height.
    """

    frame_rate_hz: float
    duration_s: float
    seen_frac: float
    body_px: float
    px_per_m: float | None
    scale_log_sd: float
    jitter_frac: float
    swapped_frac: float
    problems: tuple[Reason, ...]
    is_enough: bool
    tilt_deg: tuple[float, float] | None = None
    distance_m: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Curve:
    """One angle of a leg over the stride, from one landing to the next of that foot.

    Parameters
    ----------
    name : from the side `knee_flexion_deg`, `shank_angle_deg`, `foot_angle_deg` or
        `trunk_lean_deg`, where the foot counts from where it stands flat; from behind those of
        `measure_leg_angles`.
    phase_frac : (101,) from 0 to 1 of the stride.
    middle, low, high : (101,) median and the middle 90 % of the strides; NaN where the angle means
        nothing, as that of a folded knee from behind.
    strides : how many.
    side : whose leg; from the side it is the near one.
    """

    name: str
    phase_frac: FloatArray
    middle: FloatArray
    low: FloatArray
    high: FloatArray
    strides: int
    side: Side = Side.BOTH


@dataclass(frozen=True)
class Moments:
    """Three moments of one typical step of one leg, for pictures [s]."""

    contact_s: float
    midstance_s: float
    toe_off_s: float


@dataclass(frozen=True, eq=False)
class SideGait:
    """What a film from the side tells.

    Parameters
    ----------
    metrics : one each of `SIDE_METRICS`, in that order; angles are those of the near leg.
    near_side : the leg next to the camera; None where nobody ran.
    direction : 1 running to the right of the picture, -1 to the left, 0 unknown.
    foot_strike : the class of the foot's angle, None where it cannot be told apart.
    keypoints : the joints after cleaning, on the clip's own times, for drawing.
    moments : a typical step; None where there is none.
    curves : angles over the stride; empty where there is no full stride.
    version : of equations and constants.
    """

    quality: ClipQuality
    setting: Setting
    near_side: Side | None
    direction: int
    events: GaitEvents
    metrics: tuple[Metric, ...]
    foot_strike: FootStrike | None
    curves: tuple[Curve, ...]
    moments: Moments | None
    keypoints: Keypoints
    version: str

    def metric(self, name: str) -> Metric:
        """One metric by its name."""
        return next(each for each in self.metrics if each.name == name)


@dataclass(frozen=True)
class RearMoments:
    """A typical step of each leg; None where there is none."""

    left: Moments | None
    right: Moments | None


@dataclass(frozen=True, eq=False)
class RearGait:
    """What a film from behind tells.

    Parameters
    ----------
    metrics : one each of `REAR_METRICS`, in that order; those of `OF_EACH_LEG` left, then right.
    curves : angles of each leg over its stride; empty where there is no full stride.
    moments : a typical step of each leg; None where nobody ran.
    keypoints : the joints after cleaning, on the clip's own times, for drawing.
    version : of equations and constants.
    """

    quality: ClipQuality
    setting: Setting
    events: GaitEvents
    metrics: tuple[Metric, ...]
    curves: tuple[Curve, ...]
    moments: RearMoments | None
    keypoints: Keypoints
    version: str

    def metric(self, name: str, side: Side = Side.BOTH) -> Metric:
        """One metric by its name and leg."""
        return next(each for each in self.metrics if (each.name, each.side) == (name, side))


@dataclass(frozen=True)
class GaitRunner:
    """What is known of the runner.

    Parameters
    ----------
    height_m : body height [m]; None leaves lengths untold.
    frame_rate_factor : true time over the clip's own, where the runner told it (slow motion of
        240 pictures a second shown at 30 has 0.125); 1 as filmed.
    """

    height_m: float | None = None
    frame_rate_factor: float = 1.0

    def __post_init__(self) -> None:
        if self.height_m is not None and not 1.0 <= self.height_m <= 2.3:
            raise InvalidValueError(f"Expected a height from 1 to 2.3 m, got {self.height_m:g} m.")
        if not 0.01 <= self.frame_rate_factor <= 100:
            raise InvalidValueError(
                f"Expected a time factor from 0.01 to 100, got {self.frame_rate_factor:g}."
            )
