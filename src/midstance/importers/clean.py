"""From what the file says to a run that can be computed with: repaired, and each repair named."""

from dataclasses import dataclass

from midstance.core.base.streams import Streams
from midstance.core.signal.view import AltitudeSource, RunView
from midstance.importers.activity import Activity, Device, Note, Source, Sport, Totals


@dataclass(frozen=True)
class CleanRun:
    """One run, repaired, at the sampling of its device.

    Parameters
    ----------
    start_s, end_s : first and last record, seconds since 1970-01-01 UTC.
    streams : the device's channels on the run's own clock.
    utc_offset_s : local time minus UTC [s] where the file tells it and it is believable.
    repairs : the reader's notes and then all that was repaired here.
    """

    start_s: float
    end_s: float
    sport: Sport
    source: Source
    member: str
    name: str
    gear: str
    streams: Streams
    device: Device
    totals: Totals
    utc_offset_s: float | None
    repairs: tuple[Note, ...]

    @property
    def altitude_source(self) -> AltitudeSource:
        """Which class of altitude its streams hold."""
        raise NotImplementedError

    @property
    def treadmill(self) -> bool:
        """Whether the slope of the ground is unknown because the belt's is not recorded."""
        return self.sport in {Sport.TREADMILL, Sport.VIRTUAL}


REPAIRS: dict[str, str] = {}


def clean_activity(activity: Activity) -> CleanRun:
    """Repair one activity."""
    raise NotImplementedError


def view_run(run: CleanRun) -> RunView:
    """Build the 1 Hz view of a cleaned run."""
    raise NotImplementedError
