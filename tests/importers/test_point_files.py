"""GPX and TCX alike: broken files, damaged bytes, and real files against another parser."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import gpxpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.activity_files import simple_gpx, simple_tcx
from importers.same import fingerprint, without_blocks
from midstance.core.base.errors import DamagedFileError, UnreadableFileError
from midstance.importers.activity import Activity
from midstance.importers.gpx import read_gpx
from midstance.importers.tcx import read_tcx


def counts_of_gpxpy(content: bytes) -> list[int] | None:
    """Timed points of each track, by gpxpy; None where gpxpy cannot read the file."""
    try:
        tracks = gpxpy.parse(content.decode("utf-8-sig")).tracks
    except (ValueError, gpxpy.gpx.GPXException):
        return None
    counts = [
        sum(point.time is not None for seg in each.segments for point in seg.points)
        for each in tracks
    ]
    return [count for count in counts if count]


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def counts_of_element_tree(content: bytes) -> list[int] | None:
    """Timed trackpoints of each activity, by ElementTree; None where it cannot read the file."""
    try:
        root = ET.fromstring(content.lstrip())  # noqa: S314 - the oracle reads known files
    except ET.ParseError:
        return None
    activities = [element for element in root.iter() if local(element) == "Activity"]
    counts = [
        sum(
            any(local(child) == "Time" for child in point)
            for point in activity.iter()
            if local(point) == "Trackpoint"
        )
        for activity in activities
    ]
    return [count for count in counts if count]


@dataclass(frozen=True)
class Kind:
    """One kind of file: its reader, a file of so many points, and another parser's counts."""

    read: Callable[[bytes], tuple[Activity, ...]]
    write: Callable[[int], bytes]
    count: Callable[[bytes], list[int] | None]
    real_files: int


KINDS = {
    "gpx": Kind(read_gpx, simple_gpx, counts_of_gpxpy, 190),
    "tcx": Kind(read_tcx, simple_tcx, counts_of_element_tree, 45),
}
each_kind = pytest.mark.parametrize("name", KINDS)
some_or_all = pytest.mark.parametrize(
    "every", [pytest.param(4, id="some"), pytest.param(1, id="all", marks=pytest.mark.long)]
)


@each_kind
def test_a_file_that_breaks_off_keeps_what_was_read(name):
    whole = KINDS[name].write(100)
    (activity,) = KINDS[name].read(whole[: int(len(whole) * 0.6)])
    assert 50 < len(activity.time_s) < 65
    assert [note.kind for note in activity.notes].count("cut_short") == 1


@each_kind
def test_a_file_that_breaks_off_before_its_points_is_damaged(name):
    with pytest.raises(DamagedFileError, match="Export it again"):
        KINDS[name].read(KINDS[name].write(3)[:250])


@each_kind
@settings(deadline=None)
@given(data=st.data())
def test_damaged_bytes_raise_only_our_errors(name, data):
    content = bytearray(KINDS[name].write(20))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        for activity in KINDS[name].read(bytes(content)):
            assert np.isfinite(activity.time_s).all()
    except UnreadableFileError:
        pass


@pytest.mark.real_data
@each_kind
@some_or_all
def test_real_files_give_as_many_points_as_another_parser(unpacked, name, every):
    compared = 0
    for path in sorted(unpacked("device_files").rglob(f"*.{name}"))[::every]:
        content = path.read_bytes()
        expected = KINDS[name].count(content)
        try:
            counts = [len(activity.time_s) for activity in KINDS[name].read(content)]
        except UnreadableFileError:
            assert expected is None, path.name
            continue
        if expected is not None:
            assert counts == expected, path.name
            compared += 1
    assert compared > KINDS[name].real_files // every


@pytest.mark.real_data
@each_kind
@some_or_all
def test_real_files_read_the_same_in_blocks(unpacked, monkeypatch, name, every):
    read, readable = KINDS[name].read, []
    for path in sorted(unpacked("device_files").rglob(f"*.{name}"))[::every]:
        content = path.read_bytes()
        try:
            readable.append((path.name, content, fingerprint(read(content))))
        except UnreadableFileError:
            continue
    without_blocks(monkeypatch)
    assert len(readable) > KINDS[name].real_files // every
    for path_name, content, in_blocks in readable:
        assert fingerprint(read(content)) == in_blocks, path_name
