"""Where the inputs of the load model came from."""

from dataclasses import dataclass
from enum import StrEnum


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
class KnownInputs:
    """How much was known of each input: 1 all of the running time, 0 none of it."""

    cadence_frac: float
    slope_frac: float
    contact_time_frac: float
    height_frac: float
    mass_frac: float

    def sources(self) -> InputSources:
        """The words for it: half of the time or more counts as measured."""
        return InputSources(
            cadence=_source(self.cadence_frac, InputSource.ESTIMATED),
            slope=_source(self.slope_frac, InputSource.ABSENT),
            contact_time=_source(self.contact_time_frac, InputSource.ESTIMATED),
            height=_source(self.height_frac, InputSource.ABSENT),
            mass=_source(self.mass_frac, InputSource.ABSENT),
        )


def _source(known_frac: float, otherwise: InputSource) -> InputSource:
    return InputSource.MEASURED if known_frac >= 0.5 else otherwise
