"""The streams of one run: what the device recorded, repaired, at its own sampling."""

from dataclasses import dataclass
from types import MappingProxyType

from midstance.core.base.arrays import FloatArray


@dataclass(frozen=True)
class Streams:
    """Channels on one clock.

    Parameters
    ----------
    time_s : (n,) seconds since the run's start, strictly increasing.
    channels : name in `CHANNELS` to (n,) values; NaN means missing.
    breaks_s : (k, 2) half-open intervals, sorted and disjoint, in which the timer stood still or
        nothing was recorded; nothing is interpolated across them.
    """

    time_s: FloatArray
    channels: MappingProxyType[str, FloatArray]
    breaks_s: FloatArray

    def channel(self, name: str) -> FloatArray | None:
        """The values of a channel, or None where the device did not record it."""
        return self.channels.get(name)
