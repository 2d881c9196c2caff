"""GPX into columns against gpxpy: points per CPU second, medians of runs on the same files."""

import os
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import gpxpy

from midstance.importers.gpx import read_gpx

REAL = Path(os.environ.get("MIDSTANCE_TEST_DATA", Path(__file__).parents[2] / "shared" / "data"))
ROUNDS = 5
AIM = 5.0
POINT = (
    '<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><ele>{ele:.1f}</ele>'
    "<time>2024-05-01T{h:02d}:{m:02d}:{s:02d}{fraction}Z</time><extensions>"
    "<gpxtpx:TrackPointExtension><gpxtpx:hr>{hr}</gpxtpx:hr><gpxtpx:cad>{cad}</gpxtpx:cad>"
    "</gpxtpx:TrackPointExtension></extensions></trkpt>\n"
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="benchmark" '
    'xmlns="http://www.topografix.com/GPX/1/1" '
    'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
    "<trk><name>Long run</name><type>running</type><trkseg>\n"
)
TAIL = "</trkseg></trk></gpx>\n"


def generate(points: int, fraction: str = "") -> bytes:
    rows = (
        POINT.format(
            lat=50 + i * 2e-5,
            lon=8 + i * 1e-5,
            ele=100 + i % 50,
            h=i // 3600,
            m=i // 60 % 60,
            s=i % 60,
            fraction=fraction,
            hr=120 + i % 60,
            cad=80 + i % 10,
        )
        for i in range(points)
    )
    return (HEAD + "".join(rows) + TAIL).encode()


def real_files() -> list[bytes]:
    path = REAL / "activities" / "device_files.tar.gz"
    if not path.exists():
        return []
    with tarfile.open(path) as archive:
        members = [m for m in archive if m.isfile() and m.name.lower().endswith(".gpx")]
        contents = [archive.extractfile(member).read() for member in members]
    return [content for content in contents if gpxpy_points([content])]


def midstance_points(contents: list[bytes]) -> int:
    return sum(len(a.time_s) for content in contents for a in read_gpx(content))


def gpxpy_points(contents: list[bytes]) -> int:
    try:
        files = [gpxpy.parse(content.decode("utf-8-sig")) for content in contents]
    except (ValueError, gpxpy.gpx.GPXException):
        return 0
    return sum(
        point.time is not None
        for gpx in files
        for track in gpx.tracks
        for segment in track.segments
        for point in segment.points
    )


def cpu_s(read: Callable[[list[bytes]], int], contents: list[bytes]) -> float:
    start = time.process_time()
    read(contents)
    return time.process_time() - start


def compare(label: str, contents: list[bytes]) -> float:
    points = gpxpy_points(contents)
    if points != midstance_points(contents):
        raise SystemExit(f"{label}: the two do not read the same number of points")
    pairs = [
        (cpu_s(midstance_points, contents), cpu_s(gpxpy_points, contents)) for _ in range(ROUNDS)
    ]
    ours, theirs = median(p[0] for p in pairs), median(p[1] for p in pairs)
    ratio = median(theirs / ours for ours, theirs in pairs)
    print(
        f"{label:32s} {len(contents):4d} files {points:7d} points  "
        f"midstance {points / ours:8.0f}/s  gpxpy {points / theirs:7.0f}/s  ratio {ratio:4.1f}"
    )
    return ratio


def main() -> None:
    ratios = [
        compare("generated, whole seconds", [generate(20_000)]),
        compare("generated, fractions", [generate(20_000, ".250")]),
    ]
    files = real_files()
    if files:
        ratios.append(compare("device files", files))
    print(f"lowest ratio {min(ratios):.1f}, aim {AIM:.0f}")


if __name__ == "__main__":
    main()
