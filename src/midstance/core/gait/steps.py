"""The steps of a clip beside the signals that they are read from: what both views share."""

from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray
from midstance.core.gait.constants import GaitConstants, Spread
from midstance.core.gait.records import (
    ClipQuality,
    Confidence,
    Curve,
    GaitEvents,
    Metric,
    Moments,
    Reason,
    Setting,
    Side,
)
from midstance.core.gait.signals import Signals
from midstance.core.gait.tell import tell, untold

PHASES = np.linspace(0, 1, 101)
FLAT_FROM, FLAT_TO = 0.3, 0.55
FLAT_SAMPLES = 7
HEEL_DOWN = 0.7
"""Share of the contact until which a heel has hardly risen."""
LEAST_STRIDES = 3


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps, signals and how good the clip is."""

    signals: Signals
    events: GaitEvents
    quality: ClipQuality
    setting: Setting
    constants: GaitConstants

    @property
    def contact_s(self) -> FloatArray:
        """(steps,) [s]; NaN where the foot was not seen to leave."""
        return self.events.toe_off_s - self.events.strike_s

    @property
    def step_s(self) -> FloatArray:
        """(steps,) time from each landing to that of the other foot [s]; NaN where missed."""
        return one_step_s(self.events, self.signals.stride_s)

    @property
    def is_slanted(self) -> bool:
        """Whether she crosses the picture, or a camera follows her."""
        return self.setting in (Setting.PASSING, Setting.FOLLOWED)

    def of(self, side: int) -> BoolArray:
        """(steps,) which steps are those of one foot."""
        return np.asarray(self.events.side == side)

    def at(self, values: FloatArray, when_s: FloatArray) -> FloatArray:
        """Read a signal at instants; NaN outside of the clip."""
        return np.interp(when_s, self.signals.grid_s, values, left=np.nan, right=np.nan)

    def in_stance(self, values: FloatArray, phase: FloatArray) -> FloatArray:
        """(steps, phases) a signal at shares of each contact."""
        when_s = self.events.strike_s[:, None] + phase * self.contact_s[:, None]
        return self.at(values, when_s)

    def while_flat(self, values: FloatArray) -> FloatArray:
        """(steps, samples) a signal while the foot stands flat."""
        return self.in_stance(values, np.linspace(FLAT_FROM, FLAT_TO, FLAT_SAMPLES))

    def tell(
        self,
        name: str,
        values: FloatArray,
        spread: Spread,
        *,
        side: Side = Side.BOTH,
        reason: Reason | None = None,
        confidence: Confidence = Confidence.GOOD,
    ) -> Metric:
        """Tell the mean of the steps; a runner who crosses the picture is told with less trust."""
        if self.is_slanted and confidence is not Confidence.NONE:
            spread = scaled(spread, self.constants.gait_passing_times)
            reason = Reason.PASSING
            lower = {Confidence.GOOD: Confidence.FAIR}
            confidence = lower.get(confidence, Confidence.LOW)
        elif values.size and np.isfinite(values).mean() < self.constants.gait_least_seen_frac / 2:
            return untold(name, Reason.OCCLUSION, side, int(np.isfinite(values).sum()))
        jitter, c = self.quality.jitter_frac, self.constants
        return tell(
            name, values, spread, jitter, c, side=side, reason=reason, confidence=confidence
        )


def one_step_s(events: GaitEvents, stride_s: float) -> FloatArray:
    """(steps,) time from each landing to that of the other foot [s]; NaN where it was missed."""
    step_s = np.append(np.diff(events.strike_s), np.nan)
    other = np.append(np.diff(events.side) != 0, False)
    return np.where(other & (np.abs(step_s - stride_s / 2) < stride_s / 4), step_s, np.nan)


def scaled(spread: Spread, factor: float) -> Spread:
    """The same spread in another unit."""
    fixed, step, tremble = (each * factor for each in spread)
    return fixed, step, tremble


def mean_of(values: FloatArray) -> float:
    """The mean of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else float("nan")


def tell_timing(steps: Steps, contact_spread: Spread, time_spread: Spread) -> list[Metric]:
    """Cadence, contact and flight time, and duty factor."""
    c, contact_s = steps.constants, steps.contact_s
    mean_step_s = mean_of(steps.step_s)
    slow = steps.quality.frame_rate_hz < c.gait_least_frame_rate_hz
    bar = (
        Reason.FRAME_RATE
        if slow
        else Reason.NO_FLIGHT
        if mean_of(contact_s) > mean_step_s
        else None
    )
    confidence = Confidence.NONE if bar else Confidence.FAIR
    pace = 60 / mean_step_s**2 if mean_step_s > 0 else np.nan
    share = 1 / (2 * mean_step_s)
    told = [steps.tell("cadence_spm", 60 / steps.step_s, scaled(time_spread, pace))]
    for name, values, spread in (
        ("contact_time_s", contact_s, contact_spread),
        ("flight_time_s", mean_step_s - contact_s, contact_spread),
        ("duty_factor_frac", contact_s * share, scaled(contact_spread, share)),
    ):
        told.append(steps.tell(name, values, spread, reason=bar, confidence=confidence))
    return told


def draw_curves(
    steps: Steps,
    side: int,
    angles: dict[str, FloatArray],
    of: Side,
    only_stance: Container[str] = (),
) -> list[Curve]:
    """Angles over the stride of one foot, where there are three whole ones.

    Parameters
    ----------
    only_stance : names of those that mean nothing once the heel has risen.
    """
    stride_s = steps.signals.stride_s
    down = HEEL_DOWN * mean_of(steps.contact_s[steps.of(side)]) / stride_s >= PHASES
    starts = [
        (start, end)
        for start, end in pairwise(steps.events.strike_s[steps.of(side)])
        if abs(end - start - stride_s) < stride_s / 4
    ]
    curves = []
    for name, values in angles.items():
        rows = np.array([steps.at(values, s + PHASES * (e - s)) for s, e in starts])
        rows = rows[np.isfinite(rows).all(axis=1)] if rows.size else rows
        if rows.shape[0] >= LEAST_STRIDES:
            band = np.quantile(rows, (0.05, 0.5, 0.95), axis=0)
            low, middle, high = np.where(down, band, np.nan) if name in only_stance else band
            curves.append(Curve(name, PHASES, middle, low, high, rows.shape[0], of))
    return curves


def find_typical_step(steps: Steps, side: int) -> Moments | None:
    """The step of a foot whose contact is nearest to the middle one."""
    contact_s = steps.contact_s[steps.of(side)]
    if not np.isfinite(contact_s).any():
        return None
    at = int(np.nanargmin(np.abs(contact_s - np.nanmedian(contact_s))))
    strike = float(steps.events.strike_s[steps.of(side)][at])
    return Moments(strike, strike + float(contact_s[at]) / 2, strike + float(contact_s[at]))
