"""The kind of a file is told from its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.activity_files import gzipped, read_one, simple_gpx, simple_tcx, zipped
from importers.apple_export import export_xml
from importers.fit_writer import write_run
from midstance.core.base.errors import UnknownFormatError
from midstance.importers.detect import Format, detect_format
from midstance.importers.limits import HEAD_BYTES

FIT = write_run(10)
KINDS = [
    (FIT, Format.FIT),
    (b"junk" + FIT, Format.FIT),
    (b"\0" * 20 + FIT, Format.FIT),
    (simple_gpx(), Format.GPX),
    (b"\n  " + simple_gpx(), Format.GPX),
    (simple_gpx().decode().encode("utf-16"), Format.GPX),
    (b"<!-- <tcx> --><x:gpx xmlns:x='y'/>", Format.GPX),
    (simple_tcx(), Format.TCX),
    (export_xml("", ""), Format.APPLE_HEALTH),
    (zipped({}), Format.ZIP),
    (zipped({"a": b"b"}), Format.ZIP),
    (gzipped(b""), Format.GZIP),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_known_files_are_told_apart(content, kind):
    assert detect_format(content[:HEAD_BYTES]) is kind


def kind_or_look(head):
    try:
        return detect_format(head)
    except UnknownFormatError as error:
        return str(error)


@given(st.binary(max_size=200))
def test_any_bytes_have_a_kind_or_a_look(head):
    found = kind_or_look(head)
    assert found in set(Format) or "looks like" in found


@pytest.mark.parametrize("wrap", [bytes, gzipped, lambda fit: zipped({"x.gpx": fit})])
def test_a_fit_file_is_read_wherever_it_lies(wrap):
    (activity,) = read_one(wrap(FIT), "run.gpx").outcome.activities
    assert len(activity.time_s) == 10


def test_a_fit_file_without_points_says_what_it_is():
    outcome = read_one(write_run(0)).outcome
    assert outcome.activities == ()
    assert "FIT file of the kind 'activity'" in outcome.why_empty
