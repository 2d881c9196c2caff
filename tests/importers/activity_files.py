"""Activity files written by the tests themselves."""

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from midstance.importers.activity import Member
from midstance.importers.archive import read_source

START = datetime(2024, 5, 1, 7, 12, 3, tzinfo=UTC)
START_S = START.timestamp()
EXTENSIONS = (
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v2" '
    'xmlns:pwr="http://www.garmin.com/xmlschemas/PowerExtension/v1" '
    'xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0"'
)


def iso(second: float, zone: str = "Z") -> str:
    moment = START + timedelta(seconds=second)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + zone


def trkpt(second: float, inside: str = "", *, time: str | None = None) -> str:
    stamp = iso(second) if time is None else time
    lat, lon = 50 + second * 3e-5, 8 + second * 1e-5
    shown = f"<ele>{100 + second / 10:.1f}</ele>" + (f"<time>{stamp}</time>" if stamp else "")
    return f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}">{shown}{inside}</trkpt>'


def segment(points: Iterable[str]) -> str:
    return "<trkseg>" + "".join(points) + "</trkseg>"


def track(*segments: str, head: str = "<name>Morning run</name><type>running</type>") -> str:
    return f"<trk>{head}{''.join(segments)}</trk>"


def gpx(*tracks: str, creator: str = "test", head: str = "", version: str = "1.1") -> bytes:
    space = "http://www.topografix.com/GPX/" + version.replace(".", "/")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="{version}" creator="{creator}" '
        f'xmlns="{space}" {EXTENSIONS}>{head}{"".join(tracks)}</gpx>'
    ).encode()


def simple_gpx(points: int = 5, inside: str = "") -> bytes:
    return gpx(track(segment(trkpt(second, inside) for second in range(points))))


def trackpoint(second: float, inside: str = "", *, gps: bool = True) -> str:
    position = (
        f"<Position><LatitudeDegrees>{50 + second * 3e-5:.7f}</LatitudeDegrees>"
        f"<LongitudeDegrees>{8 + second * 1e-5:.7f}</LongitudeDegrees></Position>"
    )
    return f"<Trackpoint><Time>{iso(second)}</Time>{position if gps else ''}{inside}</Trackpoint>"


def lap(*tracks: str, start: float = 0, seconds: float = 60, distance_m: float = 200) -> str:
    return (
        f'<Lap StartTime="{iso(start)}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{distance_m}</DistanceMeters><AverageHeartRateBpm><Value>1</Value>"
        f"</AverageHeartRateBpm>{''.join(f'<Track>{points}</Track>' for points in tracks)}</Lap>"
    )


def tcx_activity(*laps: str, sport: str = "Running", tail: str = "") -> str:
    return f'<Activity Sport="{sport}"><Id>{iso(0)}</Id>{"".join(laps)}{tail}</Activity>'


def tcx(*activities: str, rest: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
        'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">'
        f"<Activities>{''.join(activities)}</Activities>{rest}</TrainingCenterDatabase>"
    ).encode()


def simple_tcx(points: int = 5) -> bytes:
    return tcx(tcx_activity(lap("".join(trackpoint(second) for second in range(points)))))


def zipped(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    stream = io.BytesIO()
    pairs = files.items() if isinstance(files, Mapping) else files
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return stream.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def read_all(content: bytes, name: str = "dropped", skip=lambda _path: False) -> list[Member]:
    return list(read_source(io.BytesIO(content), name, skip, lambda _path, _sha256: None))


def read_one(content: bytes, name: str = "dropped") -> Member:
    (member,) = read_all(content, name)
    return member
