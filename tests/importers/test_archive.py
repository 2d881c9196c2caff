"""What is dropped comes apart into members, whatever it is called and whoever made it."""

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.activity_files import (
    gpx,
    gzipped,
    read_all,
    read_one,
    segment,
    simple_gpx,
    simple_tcx,
    track,
    trkpt,
    zipped,
)
from importers.fit_writer import (
    START_S,
    Definition,
    Field,
    run_messages,
    stamp,
    write_file,
    write_table,
)
from importers.same import fingerprint
from midstance.importers import limits
from midstance.importers.activity import Failed, Parsed, Sport
from midstance.importers.archive import LEAVES, Format, read_runs, read_source

RUN = simple_gpx()
OTHER = simple_tcx()


def kinds(members):
    return {
        member.path: member.outcome.kind if isinstance(member.outcome, Failed) else "parsed"
        for member in members
    }


def reason_of(content):
    outcome = read_one(content).outcome
    assert isinstance(outcome, Failed)
    return outcome.reason


@pytest.mark.parametrize("name", ["run.gpx", "run.fit", "run.zip", "run", "run.json"])
def test_content_decides_and_not_the_name(name):
    for content in (RUN, OTHER, gzipped(RUN), zipped({"x.fit": RUN}), gzipped(zipped({"x": RUN}))):
        member = read_one(content, name)
        assert isinstance(member.outcome, Parsed)
        assert member.outcome.activities


def test_the_identity_is_that_of_the_innermost_bytes():
    expected = hashlib.sha256(RUN).hexdigest()
    packed = gzipped(RUN)
    members = [
        read_one(RUN),
        read_one(packed),
        read_one(zipped({"a": RUN})),
        read_one(zipped({"a": packed})),
        read_one(zipped({"z.zip": zipped({"a": packed})})),
    ]
    assert {member.sha256 for member in members} == {expected}
    assert [member.data for member in members] == [None, None, RUN, packed, packed]


def test_members_are_announced_before_they_are_parsed_and_may_be_skipped():
    announced = []
    content = zipped({"a.gpx": RUN, "b.tcx": OTHER, "c.gpx.gz": gzipped(RUN)})
    members = read_source(
        io.BytesIO(content),
        "x.zip",
        lambda path: path == "x.zip/b.tcx",
        lambda path, sha256: announced.append((path, sha256)),
    )
    seen = []
    for member in members:
        assert announced[-1] == (member.path, member.sha256)
        seen.append(member.path)
    assert seen == ["x.zip/a.gpx", "x.zip/c.gpx.gz"]
    assert len(announced) == 2


def test_everything_skipped_is_no_failure():
    assert read_all(zipped({"a.gpx": RUN}), "x.zip", lambda path: path != "x.zip") == []
    assert read_all(RUN, "a.gpx", lambda _path: True) == []


def test_pictures_and_tables_in_an_archive_are_left_out():
    files = {
        "media/a.jpg": b"\xff\xd8\xff\xe0 picture",
        "profile.csv": b"a,b,c\n1,2,3\n",
        "x.json": b"{}",
        "empty.gpx": b"",
        "notes.csv.gz": gzipped(b"a,b,c\n"),
        "run.gpx": RUN,
    }
    assert kinds(read_all(zipped(files), "x.zip")) == {"x.zip/run.gpx": "parsed"}


@pytest.mark.parametrize(
    ("content", "look"),
    [
        (b"", "an empty file"),
        (b"\0" * 100, "an empty file"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b'{"a": 1}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"<kml></kml>", "<kml>"),
        (b"<!-- a --><html>log in</html>", "web page"),
        (b"Date,Name,Type\n", "table"),
        (b"hello there", "plain text"),
        (b"\x01\x02\x03", "binary"),
        (b"Rar!\x1a", "RAR"),
        (b"\0\0\0\x18ftypmp42", "video"),
        (gzipped(b"hello there"), "plain text"),
    ],
)
def test_an_unknown_file_fails_and_is_named_for_what_it_looks_like(content, look):
    outcome = read_one(content).outcome
    assert outcome.kind == "UnknownFormatError"
    assert look in outcome.reason


def test_an_archive_without_activities_says_so():
    outcome = read_one(zipped({"a.jpg": b"\xff\xd8\xff", "b.csv": b"a,b,c"}), "x.zip").outcome
    assert outcome.kind == "UnknownFormatError"
    assert "no activity files" in outcome.reason


def test_one_bad_member_never_stops_the_rest():
    files = {"a.gpx": RUN, "bad.gpx": b"<gpx><trk>", "c.tcx": OTHER}
    assert kinds(read_all(zipped(files), "x.zip")) == {
        "x.zip/a.gpx": "parsed",
        "x.zip/bad.gpx": "DamagedFileError",
        "x.zip/c.tcx": "parsed",
    }


def test_a_broken_reader_never_stops_the_rest(monkeypatch):
    def stumble(_content):
        raise ZeroDivisionError

    leaves = "midstance.importers.archive.LEAVES"
    monkeypatch.setattr(leaves, {**LEAVES, Format.GPX: replace(LEAVES[Format.GPX], read=stumble)})
    members = read_all(zipped({"a.gpx": RUN, "c.tcx": OTHER}), "x.zip")
    assert kinds(members) == {"x.zip/a.gpx": "DamagedFileError", "x.zip/c.tcx": "parsed"}
    assert "ZeroDivisionError" in members[0].outcome.reason


def test_a_planned_route_is_read_but_no_activity():
    outcome = read_one(gpx("<rte><rtept lat='1' lon='2'/></rte>")).outcome
    assert outcome.activities == ()
    assert "planned route" in outcome.why_empty


def test_a_gzip_that_breaks_off_keeps_what_was_read():
    packed = gzipped(simple_gpx(2000))
    (activity,) = read_one(packed[: len(packed) // 2]).outcome.activities
    assert 500 < len(activity.time_s) < 1800
    assert {"gzip_cut_short", "cut_short"} <= {note.kind for note in activity.notes}


def test_a_gzip_of_many_parts_is_one_file():
    whole = simple_gpx(100)
    packed = b"".join(gzipped(whole[at : at + 1000]) for at in range(0, len(whole), 1000))
    assert read_one(packed + b"\0" * 512).sha256 == hashlib.sha256(whole).hexdigest()


def test_a_gzip_of_too_many_parts_is_refused():
    assert "parts" in reason_of(gzipped(RUN) + gzipped(b"") * limits.GZIP_MAX_PARTS)


def test_zips_in_zips_are_read_two_deep_and_no_deeper():
    for compression in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        two = zipped({"in.zip": zipped({"a.gpx": RUN, "b.fit.gz": gzipped(OTHER)})}, compression)
        assert kinds(read_all(two, "x.zip")) == {
            "x.zip/in.zip/a.gpx": "parsed",
            "x.zip/in.zip/b.fit.gz": "parsed",
        }
        three = zipped({"out.zip": two, "c.gpx": RUN}, compression)
        assert kinds(read_all(three, "x.zip")) == {
            "x.zip/out.zip/in.zip": "LimitExceededError",
            "x.zip/c.gpx": "parsed",
        }


def test_a_gzip_in_a_gzip_is_refused():
    assert "gzip in a gzip" in reason_of(gzipped(gzipped(RUN)))


def test_zeros_that_grow_a_thousandfold_are_refused():
    bomb = zipped({"a.gpx": b"<gpx>" + b" " * 20 * limits.MIB, "b.gpx": RUN})
    assert len(bomb) < 40_000
    assert kinds(read_all(bomb, "x.zip"))["x.zip/a.gpx"] == "LimitExceededError"


def test_a_gzip_that_grows_a_thousandfold_is_refused():
    assert "grow" in reason_of(gzipped(b"<gpx>" + b" " * 20 * limits.MIB))


def test_small_files_may_be_dense():
    dense = gpx(track(segment([trkpt(0)])), head="<desc>" + "x" * 500_000 + "</desc>")
    assert kinds(read_all(zipped({"a.gpx": dense}), "x.zip")) == {"x.zip/a.gpx": "parsed"}


def test_the_bytes_of_all_members_are_counted(monkeypatch):
    monkeypatch.setattr("midstance.importers.archive.ARCHIVE_MAX_TOTAL_BYTES", 3 * len(RUN))
    found = kinds(read_all(zipped({f"{i}.gpx": RUN for i in range(4)}), "x.zip"))
    assert list(found.values()) == ["parsed", "LimitExceededError"] + ["LimitExceededError"] * 2


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr("midstance.importers.zips.ARCHIVE_MAX_MEMBERS", 3)
    assert "3 files" in reason_of(zipped({f"{i}.gpx": RUN for i in range(4)}))


def test_a_huge_directory_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr("midstance.importers.zips.ARCHIVE_MAX_DIRECTORY_BYTES", 100)
    assert "list of files" in reason_of(zipped({f"{i}.gpx": RUN for i in range(4)}))


def overlapping_zip():
    """Two entries of the directory that point at the same packed bytes."""
    content = zipped({"a.gpx": RUN, "b.gpx": RUN})
    end = content.rfind(b"PK\x05\x06")
    directory_at = struct.unpack_from("<L", content, end + 16)[0]
    second = content.find(b"PK\x01\x02", directory_at + 4)
    patched = bytearray(content)
    struct.pack_into("<L", patched, second + 42, 0)
    return bytes(patched)


def test_members_that_share_bytes_are_refused():
    assert "share the same bytes" in reason_of(overlapping_zip())


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.gpx", "a/../../b.gpx", "C:\\a.gpx", "..\\a.gpx", "c:a.gpx"]
)
def test_names_that_point_outside_are_refused(name):
    members = read_all(zipped([("a.gpx", RUN), (name, RUN)]), "x.zip")
    assert [isinstance(member.outcome, Failed) for member in members] == [False, True]
    assert "outside" in members[1].outcome.reason


def test_names_with_a_nul_are_refused():
    content = zipped({"a.gpxAb": RUN}).replace(b"a.gpxAb", b"a.gpx\0b")
    assert "outside" in reason_of(content)


def test_a_member_without_a_name_is_read():
    nameless = bytearray(zipped({"a": RUN}))
    for mark, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        start = nameless.find(mark) + at
        nameless[start : start + 4] = b"\0\0\x01\0"
    assert kinds(read_all(bytes(nameless), "x.zip")) == {"x.zip/": "parsed"}


def test_links_and_devices_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, mode in (("link.gpx", 0o120777), ("device.gpx", 0o020666), ("fifo", 0o010666)):
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, RUN)
    outcomes = [member.outcome for member in read_all(stream.getvalue())]
    assert ["link or a device" in outcome.reason for outcome in outcomes] == [True] * 3


def test_locked_members_are_refused():
    content = bytearray(zipped({"a.gpx": RUN}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(mark) + at] |= 1
    assert "password" in reason_of(bytes(content))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_comes_twice_is_read_twice_and_noted():
    later = simple_gpx(7)
    first, second = read_all(zipped([("a.gpx", RUN), ("a.gpx", later)]), "x.zip")
    assert (first.path, second.path) == ("x.zip/a.gpx", "x.zip/a.gpx (2)")
    assert len(second.outcome.activities[0].time_s) == 7
    assert [note.kind for note in second.outcome.activities[0].notes] == ["name_repeated"]


def test_a_member_whose_sum_is_wrong_fails():
    content = bytearray(zipped({"a.gpx": RUN, "b.gpx": RUN}, zipfile.ZIP_STORED))
    content[content.find(b"<trkpt") + 1] ^= 1
    assert kinds(read_all(bytes(content), "x.zip")) == {
        "x.zip/a.gpx": "DamagedFileError",
        "x.zip/b.gpx": "parsed",
    }


def test_a_damaged_zip_fails_with_a_reason():
    content = zipped({"a.gpx": RUN})
    assert "damaged" in reason_of(content[: len(content) // 2])


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    small = replace(LEAVES[Format.GPX], most_bytes=100)
    monkeypatch.setattr("midstance.importers.archive.LEAVES", {**LEAVES, Format.GPX: small})
    assert read_one(RUN).outcome.kind == "LimitExceededError"
    assert read_one(gzipped(RUN)).outcome.kind == "LimitExceededError"
    assert kinds(read_all(zipped({"a": RUN}), "x")) == {"x/a": "LimitExceededError"}


FILES = {
    "activities/1.gpx": RUN,
    "activities/2.tcx.gz": gzipped(OTHER),
    "activities.csv": (
        b"Activity ID,Activity Date,Activity Name,Activity Type,Activity Gear,Filename\n"
        b"1,x,Morning,Run,Red shoes,activities/1.gpx\n2,x,Noon,Run,,activities/2.tcx.gz\n"
    ),
    "shoes.csv": b"Shoe Name,Shoe Brand,Shoe Model\nRed shoes,Brand,Model\n",
    "in.zip": zipped({"3.gpx": simple_gpx(9)}),
    "picture.jpg": b"\xff\xd8\xff",
    "bad.gpx": b"<gpx>",
}


def test_an_import_reads_another_sport_whole_where_a_table_calls_it_a_run():
    sport = Definition(18, (Field(2, 6), Field(5, 0)), local=6)
    walk = write_file([*run_messages(60), *write_table(sport, [(stamp(START_S), 3)])])
    table = FILES["activities.csv"].replace(b"1.gpx", b"1.fit")
    for files, expected, size in (
        ({"1.fit": walk}, Sport.OTHER, 0),
        ({"1.fit": walk, "activities.csv": table}, Sport.ROAD, 60),
    ):
        stream = io.BytesIO(zipped(files))
        (member,) = read_runs(stream, "x", lambda _path: False, lambda _path, _sha256: None)
        (activity,) = member.outcome.activities
        assert (activity.sport, activity.time_s.size) == (expected, size)


@settings(deadline=None, max_examples=25)
@given(st.permutations(sorted(FILES)))
def test_any_order_of_a_zip_gives_the_same_members(order):
    expected = sorted(read_all(zipped(FILES), "x"), key=lambda member: member.path)
    members = sorted(
        read_all(zipped([(name, FILES[name]) for name in order]), "x"),
        key=lambda member: member.path,
    )
    assert [fingerprint(member) for member in members] == [fingerprint(each) for each in expected]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_damaged_archive_never_raises(data):
    content = bytearray(data.draw(st.sampled_from([zipped(FILES), gzipped(RUN)])))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    for member in read_all(bytes(content)):
        assert isinstance(member.outcome, Parsed | Failed)


def test_a_stored_zip_in_a_zip_is_not_copied(monkeypatch):
    monkeypatch.setattr("midstance.importers.zips.ARCHIVE_MAX_PACKED_INNER_BYTES", 10)
    inner = zipped({"a.gpx": RUN})
    assert kinds(read_all(zipped({"in.zip": inner}, zipfile.ZIP_STORED), "x")) == {
        "x/in.zip/a.gpx": "parsed"
    }
    assert kinds(read_all(zipped({"in.zip": inner}), "x")) == {"x/in.zip": "LimitExceededError"}


def test_junk_after_a_gzip_is_left_out():
    assert read_one(gzipped(RUN) + b"junk").sha256 == hashlib.sha256(RUN).hexdigest()


def test_a_gzip_with_a_wrong_sum_is_read_and_noted():
    packed = bytearray(gzipped(RUN))
    packed[-8:-4] = struct.pack("<L", zlib.crc32(b"other"))
    (activity,) = read_one(bytes(packed)).outcome.activities
    assert "gzip_cut_short" in {note.kind for note in activity.notes}
    assert activity.sport is Sport.ROAD


@pytest.mark.real_data
def test_every_real_file_is_in_exactly_one_class(unpacked):
    paths = [path for path in sorted(unpacked("device_files").rglob("*")) if path.is_file()]
    assert len(paths) == 475
    for path in paths:
        outcome = read_one(path.read_bytes(), path.name).outcome
        if isinstance(outcome, Failed):
            assert outcome.reason.endswith("."), path.name
            assert "stumbled" not in outcome.reason, path.name
        else:
            assert bool(outcome.activities) != bool(outcome.why_empty), path.name
