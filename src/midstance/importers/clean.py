"""From what the file says to a run that can be computed with: repaired, and each repair named."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.channels import CHANNELS
from midstance.core.base.errors import DamagedFileError
from midstance.core.base.streams import Streams
from midstance.core.signal.distance import add_up_positions, choose_distance_source
from midstance.core.signal.gaps import clip_intervals, merge_intervals
from midstance.core.signal.slope import AltitudeSource, choose_altitude_source
from midstance.core.signal.view import RunView, build_view
from midstance.importers.activity import Activity, Device, Note, Source, Sport, Totals
from midstance.importers.clean_channels import (
    Columns,
    count_both_feet,
    drop_empty_positions,
    drop_impossible,
    empty_false_standing,
    empty_positions,
)
from midstance.importers.clean_clock import (
    Records,
    check_clock,
    check_offset,
    find_breaks,
    order_records,
)
from midstance.importers.clean_way import (
    SHORTEST_WAY_M,
    find_position_jumps,
    find_rides,
    mend_distance,
    mend_speed,
)

CLEANER_VERSION = "1"
ON_FOOT = frozenset(Sport) - {Sport.CYCLING, Sport.SWIMMING, Sport.OTHER}


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
        altitude_m = self.streams.channel("altitude_m")
        return choose_altitude_source(altitude_m, has_barometer=self.device.has_barometer)

    @property
    def treadmill(self) -> bool:
        """Whether the slope under the feet is unknown, as on a belt."""
        return self.sport in {Sport.TREADMILL, Sport.VIRTUAL}


def clean_activity(activity: Activity) -> CleanRun:
    """Repair one activity and name each repair.

    Parameters
    ----------
    activity : as its reader found it; its arrays are not changed.

    Returns
    -------
    CleanRun

    Raises
    ------
    DamagedFileError
        No record has a time.
    """
    raw = {**activity.columns}
    records = order_records(Records(np.asarray(activity.time_s, dtype=np.float64), raw))
    if records.time_s.size == 0:
        raise DamagedFileError(
            "Expected records with a time, found none. The file may hold only a summary; "
            "export the recording itself."
        )
    start_s = float(records.time_s[0])
    time_s = records.time_s - start_s
    columns, notes = _clean_columns(time_s, dict(records.columns), activity.sport)
    breaks_s, break_notes = _clean_breaks(activity, time_s, start_s, columns)
    offset_s, offset_notes = check_offset(activity.utc_offset_s)
    return CleanRun(
        start_s=start_s,
        end_s=start_s + float(time_s[-1]),
        sport=activity.sport,
        source=activity.source,
        member=activity.member,
        name=activity.name,
        gear=activity.gear,
        streams=Streams(time_s, MappingProxyType(columns), breaks_s),
        device=activity.device,
        totals=activity.totals,
        utc_offset_s=offset_s,
        repairs=(
            *activity.notes,
            *records.notes,
            *check_clock(start_s),
            *offset_notes,
            *notes,
            *break_notes,
        ),
    )


def view_run(run: CleanRun) -> RunView:
    """Build the 1 Hz view of a cleaned run."""
    return build_view(run.streams, run.altitude_source, run.treadmill)


def _clean_columns(
    time_s: FloatArray, raw: Columns, sport: Sport
) -> tuple[Columns, tuple[Note, ...]]:
    columns = {name: raw[name] for name in raw if name in CHANNELS or name == "cadence_rpm"}
    notes = [*count_both_feet(columns, sport), *drop_impossible(columns)]
    notes += drop_empty_positions(columns)
    notes += _clean_positions(time_s, columns, sport)
    notes += _clean_distance(time_s, columns, sport)
    notes += empty_false_standing(time_s, columns)
    return columns, tuple(notes)


def _clean_positions(time_s: FloatArray, columns: Columns, sport: Sport) -> list[Note]:
    if "latitude_deg" not in columns:
        return []
    if sport is Sport.TREADMILL:
        empty_positions(columns, np.ones(time_s.shape, dtype=bool))
        return [Note("positions_indoors", 1)]
    jumped = find_position_jumps(time_s, columns["latitude_deg"], columns["longitude_deg"])
    if not jumped.any():
        return []
    empty_positions(columns, jumped)
    return [Note("positions_jumped", int(np.count_nonzero(jumped)))]


def _clean_distance(time_s: FloatArray, columns: Columns, sport: Sport) -> list[Note]:
    notes: list[Note] = []
    on_foot = sport in ON_FOOT
    if "speed_mps" in columns and on_foot:
        speed = mend_speed(columns["speed_mps"])
        columns["speed_mps"] = speed.values
        notes += speed.notes
    if "distance_m" in columns and _stands_still(columns):
        del columns["distance_m"]
        notes.append(Note("distance_stood_still", 1))
    if "distance_m" in columns:
        distance = mend_distance(time_s, columns["distance_m"], on_foot=on_foot)
        columns["distance_m"] = distance.values
        notes += distance.notes
    return [*notes, *_explain_other_distance(columns)]


def _stands_still(columns: Columns) -> bool:
    """A distance that never grows though the feet, the speed or the positions do move."""
    distance_m = columns["distance_m"]
    if np.nanmax(distance_m) > np.nanmin(distance_m):
        return False
    moves = [columns[name] for name in ("cadence_spm", "speed_mps") if name in columns]
    if any(np.nanmedian(values) > 0 for values in moves):
        return True
    latitude_deg = columns.get("latitude_deg")
    if latitude_deg is None:
        return False
    return bool((np.nanmax(latitude_deg) - np.nanmin(latitude_deg)) * 111_000 > SHORTEST_WAY_M)


OTHER_DISTANCE = {
    "positions": "distance_from_positions",
    "speed": "distance_from_speed",
    "none": "distance_unknown",
}


def _explain_other_distance(columns: Columns) -> list[Note]:
    source = choose_distance_source(columns)
    return [] if source == "distance" else [Note(OTHER_DISTANCE[source], 1)]


def _clean_breaks(
    activity: Activity, time_s: FloatArray, start_s: float, columns: Columns
) -> tuple[FloatArray, tuple[Note, ...]]:
    distance_m = columns.get("distance_m")
    pauses_s = activity.pauses_s.reshape(-1, 2) - start_s
    breaks_s, notes = find_breaks(time_s, pauses_s, distance_m)
    if distance_m is None:
        distance_m = _measure_positions(columns)
    if distance_m is None or activity.sport not in ON_FOOT:
        return breaks_s, notes
    rides_s, ride_notes = find_rides(time_s, distance_m)
    if not ride_notes:
        return breaks_s, notes
    united_s = merge_intervals(np.concatenate((breaks_s, rides_s)))
    return clip_intervals(united_s, 0.0, float(time_s[-1])), (*notes, *ride_notes)


def _measure_positions(columns: Columns) -> FloatArray | None:
    if choose_distance_source(columns) != "positions":
        return None
    return add_up_positions(columns["latitude_deg"], columns["longitude_deg"])
