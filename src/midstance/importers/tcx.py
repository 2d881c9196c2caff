"""TCX: every Activity with trackpoints, with or without GPS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from midstance.core.base.errors import LimitExceededError
from midstance.importers.activity import Activity, Device, Lap, Note, Source, Totals
from midstance.importers.limits import XML_MAX_ACTIVITIES
from midstance.importers.plain import PointKind
from midstance.importers.points import (
    TIME,
    PointBlock,
    Points,
    PointTable,
    find_pauses,
    read_number,
)
from midstance.importers.sports import detect_sport
from midstance.importers.times import read_time
from midstance.importers.xml import Elements, read_points

COLUMNS = {
    "latitudedegrees": "latitude_deg",
    "longitudedegrees": "longitude_deg",
    "altitudemeters": "altitude_m",
    "cadence": "cadence_rpm",
    "runcadence": "cadence_rpm",
    "speed": "speed_mps",
    "watts": "power_w",
    "temperature": "temperature_c",
}
LONGEST_NAME = 80


def column_of(path: Sequence[str]) -> str | None:
    """What the element at a path inside a Trackpoint holds."""
    if path[-1] == "value":
        return "heart_rate_bpm" if path[-2] == "heartratebpm" else None
    if path[-1] == "distancemeters":
        return "distance_m"
    return TIME if path[-1] == "time" else COLUMNS.get(path[-1])


POINT_KIND = PointKind("track", "trackpoint", {}, column_of)
NO_POINTS = "It holds no recorded points: a planned course, a workout or an entry made by hand."


@dataclass
class _Lap:
    start: str
    seconds: float = np.nan
    distance_m: float = np.nan
    steps: float = np.nan

    def read(self) -> Lap | None:
        start_s = read_time(self.start)
        if start_s is None:
            return None
        return Lap(start_s, _or_none(self.seconds), _or_none(self.distance_m))


@dataclass
class _Session:
    first: int
    sport: str
    identity: str = ""
    notes: str = ""
    laps: list[_Lap] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    creator: dict[str, str] = field(default_factory=dict)

    def total(self, of_lap: Callable[[_Lap], float]) -> float | None:
        values = np.array([of_lap(lap) for lap in self.laps])
        return float(np.nansum(values)) if np.isfinite(values).any() else None


class _Reader:
    def __init__(self) -> None:
        self.points = Points()
        self.sessions: list[_Session] = []
        self._distance = self.points.sink("distance_m")
        self._heart_rate = self.points.sink("heart_rate_bpm")
        self.elements = Elements(
            opens={
                "activity": self._open_activity,
                "lap": self._open_lap,
                "track": self._open_track,
                "trackpoint": self._open_point,
            },
            texts={
                **{name: self.points.sink(column) for name, column in COLUMNS.items()},
                "time": self.points.sink(TIME),
                "distancemeters": self._take_distance,
                "value": self._take_value,
                "totaltimeseconds": self._take_seconds,
                "steps": self._take_steps,
                "id": self._take_identity,
                "notes": self._take_notes,
                **{name: self._creator_sink(name) for name in ("name", "unitid", "productid")},
            },
            ends={"trackpoint": self.points.close},
            point_kind=POINT_KIND,
            add_block=self._add_block,
        )

    def _session(self, parent: str) -> _Session | None:
        path = self.elements.path
        return self.sessions[-1] if self.sessions and path and path[-1] == parent else None

    def _lap(self) -> _Lap | None:
        session = self._session("lap")
        return session.laps[-1] if session is not None and session.laps else None

    def _open_activity(self, attributes: Mapping[str, str]) -> None:
        self.sessions.append(_Session(self.points.count, attributes.get("Sport", "")))
        if len(self.sessions) > XML_MAX_ACTIVITIES:
            raise LimitExceededError(
                f"A file may hold {XML_MAX_ACTIVITIES} activities; this one holds more. Split it."
            )

    def _open_lap(self, attributes: Mapping[str, str]) -> None:
        if "activity" in self.elements.path:
            self.sessions[-1].laps.append(_Lap(attributes.get("StartTime", "")))

    def _open_track(self, _attributes: Mapping[str, str]) -> None:
        if "activity" in self.elements.path:
            self.sessions[-1].breaks.append(self.points.count)

    def _open_point(self, _attributes: Mapping[str, str]) -> None:
        if "activity" in self.elements.path:
            self.points.open()

    def _add_block(self, block: PointBlock) -> None:
        if "activity" in self.elements.path:
            self.points.add_block(block)

    def _take_distance(self, text: str) -> None:
        self._distance(text)
        lap = None if self.points.inside else self._lap()
        if lap is not None:
            lap.distance_m = read_number(text)

    def _take_value(self, text: str) -> None:
        if self.points.inside and self.elements.path[-1] == "heartratebpm":
            self._heart_rate(text)

    def _take_seconds(self, text: str) -> None:
        lap = self._lap()
        if lap is not None:
            lap.seconds = read_number(text)

    def _take_steps(self, text: str) -> None:
        if "lap" in self.elements.path and self.sessions and self.sessions[-1].laps:
            self.sessions[-1].laps[-1].steps = read_number(text)

    def _take_identity(self, text: str) -> None:
        session = self._session("activity")
        if session is not None:
            session.identity = text.strip()

    def _take_notes(self, text: str) -> None:
        session = self._session("activity")
        if session is not None:
            session.notes = text.strip()

    def _creator_sink(self, key: str) -> Callable[[str], None]:
        def take(text: str) -> None:
            session = self._session("creator")
            if session is not None:
                session.creator[key] = text.strip()

        return take


def read_tcx(data: bytes) -> tuple[Activity, ...]:
    """Every recorded activity; none where the file holds only plans (`explain_empty_tcx`)."""
    reader, notes = _walk(data)
    table = reader.points.finish()
    ends = [*[session.first for session in reader.sessions][1:], table.time_s.size]
    timed = [
        (session, table.part(session.first, last))
        for session, last in zip(reader.sessions, ends, strict=False)
        if np.isfinite(table.time_s[session.first : last]).any()
    ]
    return tuple(
        _read_session(session, part, f"activity-{number}" if len(timed) > 1 else "", notes)
        for number, (session, part) in enumerate(timed, 1)
    )


def explain_empty_tcx(_data: bytes) -> str:
    """Say why a TCX file holds no activity."""
    return NO_POINTS


def _walk(data: bytes) -> tuple[_Reader, tuple[Note, ...]]:
    reader = _Reader()
    return reader, read_points(data, reader.elements, reader.points, "TCX")


def _read_session(
    session: _Session, part: PointTable, member: str, notes: tuple[Note, ...]
) -> Activity:
    timed = part.timed()
    breaks = [at - session.first for at in session.breaks]
    laps = (lap.read() for lap in session.laps)
    return Activity(
        source=Source.TCX,
        member=member,
        sport=detect_sport(session.sport),
        start_s=float(timed.time_s[0]),
        time_s=timed.time_s,
        columns=timed.present_columns(),
        pauses_s=find_pauses(part.time_s, breaks),
        laps=tuple(lap for lap in laps if lap is not None),
        totals=_read_totals(session),
        device=_read_device(session),
        utc_offset_s=timed.utc_offset_s(),
        name=session.notes if len(session.notes) <= LONGEST_NAME else "",
        notes=notes + part.notes(),
    )


def _read_totals(session: _Session) -> Totals:
    return Totals(
        timer_s=session.total(lambda lap: lap.seconds),
        distance_m=session.total(lambda lap: lap.distance_m),
        steps=session.total(lambda lap: lap.steps),
    )


def _read_device(session: _Session) -> Device:
    serial = session.creator.get("unitid", "")
    return Device(
        manufacturer="Garmin" if session.creator.get("productid") else "",
        product=session.creator.get("name", ""),
        serial="" if serial == "0" else serial,
        created_s=read_time(session.identity),
    )


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value
