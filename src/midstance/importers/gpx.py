"""GPX 1.0 and 1.1: every track with times is an activity."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from midstance.core.base.arrays import FloatArray
from midstance.core.base.errors import LimitExceededError
from midstance.importers.activity import Activity, Device, Note, Source, Sport
from midstance.importers.limits import XML_MAX_ACTIVITIES
from midstance.importers.plain import PointKind
from midstance.importers.points import TIME, PointBlock, Points, PointTable, find_pauses
from midstance.importers.sports import detect_sport
from midstance.importers.xml import Elements, read_points

COLUMNS = {
    "ele": "altitude_m",
    "hr": "heart_rate_bpm",
    "heartrate": "heart_rate_bpm",
    "bpm": "heart_rate_bpm",
    "cad": "cadence_rpm",
    "cadence": "cadence_rpm",
    "runcadence": "cadence_rpm",
    "rpm": "cadence_rpm",
    "power": "power_w",
    "watts": "power_w",
    "powerinwatts": "power_w",
    "speed": "speed_mps",
    "distance": "distance_m",
    "atemp": "temperature_c",
    "temp": "temperature_c",
    "temperature": "temperature_c",
    "hacc": "gps_accuracy_m",
    "accuracy_horizontal": "gps_accuracy_m",
}
SPORT_WORDS = ("type", "activity", "typetranslated", "sport", "activitytype")
WHY_EMPTY = {
    "points": "The track has positions but no times: a planned route, not a recording.",
    "rte": "It holds a planned route, not a recording.",
    "wpt": "It holds waypoints, not a recording.",
    "": "It holds no recorded points; a run without GPS has to be exported as FIT or TCX.",
}
POINT_KIND = PointKind(
    around="trkseg",
    point="trkpt",
    attributes={"lat": "latitude_deg", "lon": "longitude_deg"},
    column_of=lambda path: TIME if path[-1] == "time" else COLUMNS.get(path[-1]),
)
EARTH_RADIUS_M = 6_371_009.0


@dataclass
class _Track:
    first: int
    breaks: list[int] = field(default_factory=list)
    name: str = ""
    sport: str = ""


class _Reader:
    def __init__(self) -> None:
        self.points = Points()
        self.tracks: list[_Track] = []
        self.creator = self.name = self.sport = ""
        self.plans: set[str] = set()
        self.elements = Elements(
            opens={
                "gpx": self._open_file,
                "trk": self._open_track,
                "trkseg": self._open_segment,
                "trkpt": self._open_point,
                "rte": lambda _: self.plans.add("rte"),
                "wpt": lambda _: self.plans.add("wpt"),
            },
            texts={
                **{name: self.points.sink(column) for name, column in COLUMNS.items()},
                "time": self.points.sink(TIME),
                "name": self._take_name,
                **dict.fromkeys(SPORT_WORDS, self._take_sport),
            },
            ends={"trkpt": self.points.close},
            point_kind=POINT_KIND,
            add_block=self._add_block,
        )
        self._latitude = self.points.sink("latitude_deg")
        self._longitude = self.points.sink("longitude_deg")

    def _open_file(self, attributes: Mapping[str, str]) -> None:
        self.creator = attributes.get("creator", "").strip()

    def _open_track(self, _attributes: Mapping[str, str]) -> None:
        self.tracks.append(_Track(self.points.count))
        if len(self.tracks) > XML_MAX_ACTIVITIES:
            raise LimitExceededError(
                f"A file may hold {XML_MAX_ACTIVITIES} tracks; this one holds more. Split it."
            )

    def _open_segment(self, _attributes: Mapping[str, str]) -> None:
        if self.tracks:
            self.tracks[-1].breaks.append(self.points.count)

    def _open_point(self, attributes: Mapping[str, str]) -> None:
        if not self.tracks:
            self._open_track(attributes)
        self.points.open()
        self._latitude(attributes.get("lat", ""))
        self._longitude(attributes.get("lon", ""))

    def _add_block(self, block: PointBlock) -> None:
        if not self.tracks:
            self._open_track({})
        self.points.add_block(block)

    def _take_name(self, text: str) -> None:
        parent = self.elements.path[-1] if self.elements.path else ""
        if parent == "trk":
            self.tracks[-1].name = text.strip()
        elif parent in {"metadata", "gpx"}:
            self.name = text.strip()

    def _take_sport(self, text: str) -> None:
        path = self.elements.path
        if self.points.inside or "link" in path:
            return
        if "trk" in path:
            self.tracks[-1].sport = self.tracks[-1].sport or text.strip()
        elif "metadata" in path or path == ["gpx"]:
            self.sport = self.sport or text.strip()

    def why_empty(self) -> str:
        plans = (
            ["points"]
            if self.points.count
            else [kind for kind in ("rte", "wpt") if kind in self.plans]
        )
        return WHY_EMPTY[next(iter(plans), "")]


def read_gpx(data: bytes) -> tuple[Activity, ...]:
    """Every recorded track of a GPX file; none where it holds only plans (`explain_empty_gpx`)."""
    reader, notes = _walk(data)
    table = reader.points.finish()
    starts = [track.first for track in reader.tracks]
    parts = zip(reader.tracks, [*starts[1:], table.time_s.size], strict=False)
    timed = [
        (track, table.part(track.first, last))
        for track, last in parts
        if np.isfinite(table.time_s[track.first : last]).any()
    ]
    return tuple(
        _read_track(reader, track, part, f"track-{number}" if len(timed) > 1 else "", notes)
        for number, (track, part) in enumerate(timed, 1)
    )


def explain_empty_gpx(data: bytes) -> str:
    """Say why a GPX file holds no activity."""
    return _walk(data)[0].why_empty()


def _walk(data: bytes) -> tuple[_Reader, tuple[Note, ...]]:
    reader = _Reader()
    return reader, read_points(data, reader.elements, reader.points, "GPX")


def _read_track(
    reader: _Reader, track: _Track, part: PointTable, member: str, notes: tuple[Note, ...]
) -> Activity:
    breaks = [at - track.first for at in track.breaks]
    timed = part.timed()
    columns = dict(timed.present_columns())
    distance_notes = _settle_distance(columns)
    return Activity(
        source=Source.GPX,
        member=member,
        sport=_choose_sport(track.sport, reader.sport),
        start_s=float(timed.time_s[0]),
        time_s=timed.time_s,
        columns=type(timed.present_columns())(columns),
        pauses_s=find_pauses(part.time_s, breaks),
        device=_read_device(reader.creator),
        utc_offset_s=timed.utc_offset_s(),
        name=track.name or reader.name,
        notes=notes + part.notes() + distance_notes,
    )


def _choose_sport(of_track: str, of_file: str) -> Sport:
    sport = detect_sport(of_track)
    return detect_sport(of_file) if sport is Sport.UNKNOWN else sport


def _read_device(creator: str) -> Device:
    return Device(product=creator, has_barometer=True if "barometer" in creator.lower() else None)


def _settle_distance(columns: dict[str, FloatArray]) -> tuple[Note, ...]:
    """Make the distance count up, as some exporters write it from point to point."""
    distance_m = columns.get("distance_m")
    if distance_m is None or not {"latitude_deg", "longitude_deg"} <= columns.keys():
        return ()
    known = distance_m[np.isfinite(distance_m)]
    way_m = _measure_way(columns["latitude_deg"], columns["longitude_deg"])
    if abs(known[-1] - known[0] - way_m) <= abs(known.sum() - way_m):
        return ()
    columns["distance_m"] = np.cumsum(np.nan_to_num(distance_m))
    return (Note("distance_added_up", len(known)),)


def _measure_way(latitude_deg: FloatArray, longitude_deg: FloatArray) -> float:
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    north = np.diff(latitude)
    east = np.diff(longitude) * np.cos((latitude[1:] + latitude[:-1]) / 2)
    return float(EARTH_RADIUS_M * np.nansum(np.hypot(north, east)))
