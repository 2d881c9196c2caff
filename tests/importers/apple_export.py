"""An Apple Health export written by the tests: as long as wanted, records before workouts."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from importers.activity_files import START, gpx, iso, segment, track

DTD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record type CDATA #REQUIRED unit CDATA #IMPLIED value CDATA #IMPLIED>
]>
"""
HEAD = DTD + '<HealthData locale="de_DE">\n <ExportDate value="2024-06-01 10:00:00 +0200"/>\n'
WATCH = "Ana’s Apple\xa0Watch"
PHONE = "Ana’s iPhone"
DEVICE = (
    "&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, "
    "hardware:Watch6,1, software:10.4&gt;"
)
QUANTITY = "HKQuantityTypeIdentifier"


def moment(second: float, offset_h: int = 2) -> str:
    local = START + timedelta(seconds=second, hours=offset_h)
    return local.strftime("%Y-%m-%d %H:%M:%S") + f" +{offset_h:02d}00"


def record(  # noqa: PLR0917 - reads like the record that it writes
    kind: str, start: float, end: float, value: object, unit: str, source: str = WATCH
) -> str:
    return (
        f' <Record type="{QUANTITY}{kind}" sourceName="{source}" sourceVersion="10.4" '
        f'device="{DEVICE}" unit="{unit}" creationDate="{moment(end)}" '
        f'startDate="{moment(start)}" endDate="{moment(end)}" value="{value}"/>\n'
    )


def workout(
    start: float, end: float, inside: str = "", *, source: str = WATCH, kind: str = "Running"
) -> str:
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" '
        f'duration="{(end - start) / 60}" durationUnit="min" sourceName="{source}" '
        f'device="{DEVICE}" creationDate="{moment(end)}" startDate="{moment(start)}" '
        f'endDate="{moment(end)}">\n{inside} </Workout>\n'
    )


def statistics(kind: str, total: object, unit: str) -> str:
    return f'  <WorkoutStatistics type="{QUANTITY}{kind}" sum="{total}" unit="{unit}"/>\n'


def route_reference(name: str) -> str:
    return f'  <WorkoutRoute><FileReference path="/workout-routes/{name}"/></WorkoutRoute>\n'


def route(start: int, end: int) -> bytes:
    points = (
        f'<trkpt lon="{8 + s * 1e-5:.6f}" lat="{50 + s * 3e-5:.6f}"><ele>{100 + s / 100:.4f}</ele>'
        f"<time>{iso(s)}</time><extensions><speed>3.1</speed><course>1</course><hAcc>2.5</hAcc>"
        "<vAcc>1</vAcc></extensions></trkpt>\n"
        for s in range(start, end)
    )
    return gpx(track(segment(points), head="<name>Route</name>"), creator="Apple Health Export")


def dynamics(start: int, end: int, source: str = WATCH) -> str:
    """What a watch writes during a run, every five seconds."""
    return "".join(
        record("RunningSpeed", s, s + 5, 10.8, "km/hr", source)
        + record("RunningStrideLength", s, s + 5, 1.05, "m", source)
        + record("RunningGroundContactTime", s, s + 5, 251, "ms", source)
        + record("RunningVerticalOscillation", s, s + 5, 8.4, "cm", source)
        + record("RunningPower", s, s + 5, 240, "W", source)
        + record("HeartRate", s, s, 150, "count/min", source)
        + record("DistanceWalkingRunning", s, s + 5, 0.015, "km", source)
        + record("StepCount", s, s + 5, 14, "count", source)
        for s in range(start, end, 5)
    )


def export_xml(records: str, workouts: str) -> bytes:
    return f"{HEAD}{records}{workouts}</HealthData>\n".encode()


def export_zip(
    xml: bytes, routes: dict[str, bytes] | None = None, name: str = "apple_health_export/export.xml"
) -> bytes:
    folder = name.rpartition("/")[0]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, xml)
        archive.writestr(f"{folder}/export_cda.xml", b"<?xml version='1.0'?><ClinicalDocument/>")
        for route_name, content in (routes or {}).items():
            archive.writestr(f"{folder}/workout-routes/{route_name}", content)
    return stream.getvalue()


def long_export(records: int, runs: int) -> Iterator[bytes]:
    """An export.xml of any length: days of resting heart rate and steps, then runs."""
    yield HEAD.encode()
    day = datetime(2020, 1, 1, tzinfo=UTC) - START
    first = int(day.total_seconds())
    for block in range(0, records, 1000):
        yield "".join(
            record("HeartRate", first + 60 * i, first + 60 * i, 55 + i % 9, "count/min")
            if i % 2
            else record("StepCount", first + 60 * i, first + 60 * i + 30, i % 60, "count", PHONE)
            for i in range(block, min(block + 1000, records))
        ).encode()
    starts = [86_400 * run for run in range(runs)]
    for start in starts:
        yield dynamics(start, start + 1800).encode()
    yield "".join(workout(start, start + 1800) for start in starts).encode()
    yield b"</HealthData>\n"
