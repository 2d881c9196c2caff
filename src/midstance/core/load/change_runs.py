"""The runs and sessions of one runner as a search for changes reads them."""

from dataclasses import dataclass, fields, replace

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class ChangeRuns:
    """The runs in order of their days, (n,) each unless said; NaN is unknown.

    Parameters
    ----------
    day : local day as an ordinal.
    cadence_spm : measured; never what a model filled in.
    left_share_frac : left knee's share of the load.
    load : load on the tissue that is asked about, in any unit.
    shoe : number of the pair, 0 where none was told.
    shoe_days : days since the pair was first worn; infinite where it came used.
    shoe_m : distance in the pair before this run.
    seconds_by_speed : (n, b) seconds in bins of speed of equal width; zeros where not counted.
    """

    day: IntArray
    distance_m: FloatArray
    moving_s: FloatArray
    descent_m: FloatArray
    cadence_spm: FloatArray
    contact_time_s: FloatArray
    left_share_frac: FloatArray
    load: FloatArray
    shoe: IntArray
    shoe_days: FloatArray
    shoe_m: FloatArray
    is_treadmill: BoolArray
    is_trail: BoolArray
    seconds_by_speed: FloatArray

    def __len__(self) -> int:
        return int(self.day.size)

    def until(self, day: int) -> "ChangeRuns":
        """The runs up to a day, that day included."""
        return self.among(self.day <= day)

    def among(self, chosen: BoolArray) -> "ChangeRuns":
        """Some of the runs."""
        return replace(
            self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)}
        )

    @property
    def speed_mps(self) -> FloatArray:
        """Mean speed of each run; NaN where it cannot be told."""
        known = (self.moving_s > 0) & (self.distance_m > 0)
        return np.where(known, self.distance_m / np.where(known, self.moving_s, 1.0), np.nan)


@dataclass(frozen=True, eq=False)
class ChangeSessions:
    """What was done beside running: the days of each session, in order.

    Parameters
    ----------
    other_s : seconds of each session of other sport.
    """

    strength_day: IntArray
    mobility_day: IntArray
    other_day: IntArray
    other_s: FloatArray

    @classmethod
    def none(cls) -> "ChangeSessions":
        """Nothing was told."""
        days = np.empty(0, dtype=np.int64)
        return cls(days, days, days, np.empty(0))
