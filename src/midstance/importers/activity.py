"""What every reader returns: one activity as its file tells it, nothing repaired."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from midstance.core.base.arrays import FloatArray


class Sport(StrEnum):
    """Sports as far as they matter here: kinds of running, and the rest."""

    ROAD = "running"
    TRAIL = "trail_running"
    TREADMILL = "treadmill_running"
    TRACK = "track_running"
    VIRTUAL = "virtual_running"
    WALKING = "walking"
    HIKING = "hiking"
    CYCLING = "cycling"
    SWIMMING = "swimming"
    STRENGTH = "strength"
    OTHER = "other"
    UNKNOWN = "unknown"

    @property
    def is_run(self) -> bool:
        return self in RUNS


RUNS = frozenset({Sport.ROAD, Sport.TRAIL, Sport.TREADMILL, Sport.TRACK, Sport.VIRTUAL})


class Source(StrEnum):
    """The kind of file, which says how far its columns can be trusted."""

    FIT = "fit"
    GPX = "gpx"
    TCX = "tcx"
    APPLE_HEALTH = "apple_health"


@dataclass(frozen=True)
class Device:
    """Who recorded it; empty text and None where the file does not say."""

    manufacturer: str = ""
    product: str = ""
    serial: str = ""
    created_s: float | None = None
    has_barometer: bool | None = None


@dataclass(frozen=True)
class Totals:
    """What the device itself counted, None where it did not."""

    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    descent_m: float | None = None
    steps: float | None = None


@dataclass(frozen=True)
class Lap:
    """One lap as the device marked it, in seconds since 1970-01-01 UTC."""

    start_s: float
    elapsed_s: float | None
    distance_m: float | None


@dataclass(frozen=True)
class Note:
    """One thing that the reader had to do or leave out, with how often.

    Parameters
    ----------
    kind : a code; `midstance.app.repair_words` says it to people.
    detail : the channel it happened to, or what another program said of it. No words for people.
    amounts : how much, each with its unit in its name: "lasted_s", "lost_bytes".
    """

    kind: str
    count: int
    detail: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Activity:
    """One recorded activity.

    Parameters
    ----------
    source : kind of file.
    member : place inside the file when it holds several ("session-2", "activity-3"), else "".
    sport : what was done.
    time_s : (n,) seconds since 1970-01-01 UTC in the order of the file, repeats and all.
    columns : name to (n,) values, NaN missing. Names are those of `core.base.channels.CHANNELS`,
        save that `cadence_rpm` (as the file counts it) stands for `cadence_spm`; `grade_frac` and
        `gps_accuracy_m` may stand beside them.
    pauses_s : (k, 2) seconds since 1970-01-01 UTC, half open, from the device's timer events.
    start_s : start of the activity in seconds since 1970-01-01 UTC.
    utc_offset_s : local time minus UTC where the file tells it and it is believable.
    """

    source: Source
    member: str
    sport: Sport
    start_s: float
    time_s: FloatArray
    columns: Mapping[str, FloatArray]
    pauses_s: FloatArray
    laps: tuple[Lap, ...] = ()
    totals: Totals = field(default_factory=Totals)
    device: Device = field(default_factory=Device)
    utc_offset_s: float | None = None
    name: str = ""
    gear: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ShoeRecord:
    """A pair of shoes that an export lists."""

    name: str
    brand: str = ""
    model: str = ""


@dataclass(frozen=True)
class Parsed:
    """The file was read; it may hold no activity (a course, a settings file, a list of shoes)."""

    activities: tuple[Activity, ...]
    shoes: tuple[ShoeRecord, ...] = ()
    why_empty: str = ""


@dataclass(frozen=True)
class Failed:
    """The file could not be read: an error class of `core.base.errors` by name, and its words."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Member:
    """One file found in what was dropped.

    Parameters
    ----------
    path : where it lay, from the dropped file's name down ("export.zip/activities/7.fit.gz").
    data : its bytes as they lay there; None when the dropped file itself is the original.
    sha256 : of the innermost bytes (after gunzip), in hexadecimal: the identity of the content.
    outcome : what reading it gave.
    """

    path: str
    data: bytes | None
    sha256: str
    outcome: Parsed | Failed
