"""GPX: what every exporter writes becomes the same columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.activity_files import START_S, gpx, iso, segment, simple_gpx, track, trkpt
from importers.same import fingerprint, without_blocks
from midstance.core.base.errors import UnreadableFileError
from midstance.importers.activity import Sport
from midstance.importers.gpx import explain_empty_gpx, read_gpx

TPX = "<extensions><gpxtpx:TrackPointExtension>{}</gpxtpx:TrackPointExtension></extensions>"


def read_one_gpx(content):
    (activity,) = read_gpx(content)
    return activity


def notes_of(activity):
    return {note.kind: note.count for note in activity.notes}


def with_points(*points, **kinds):
    return gpx(track(segment(points)), **kinds)


def test_positions_times_and_heights_are_read():
    activity = read_one_gpx(simple_gpx(3))
    assert activity.time_s.tolist() == [START_S, START_S + 1, START_S + 2]
    assert activity.columns["latitude_deg"].tolist() == [50, 50.00003, 50.00006]
    assert activity.columns["altitude_m"].tolist() == [100, 100.1, 100.2]
    assert (activity.name, activity.sport, activity.start_s) == (
        "Morning run",
        Sport.ROAD,
        START_S,
    )


@pytest.mark.parametrize(
    ("inside", "column", "value"),
    [
        (TPX.format("<gpxtpx:hr>151</gpxtpx:hr>"), "heart_rate_bpm", 151),
        (TPX.format("<gpxtpx:cad>87</gpxtpx:cad>"), "cadence_rpm", 87),
        (TPX.format("<gpxtpx:RunCadence>87</gpxtpx:RunCadence>"), "cadence_rpm", 87),
        (TPX.format("<gpxtpx:atemp>-4</gpxtpx:atemp>"), "temperature_c", -4),
        (TPX.format("<gpxtpx:speed>2.75</gpxtpx:speed>"), "speed_mps", 2.75),
        ("<extensions><power>0</power></extensions>", "power_w", 0),
        (
            "<extensions><pwr:PowerInWatts>231</pwr:PowerInWatts></extensions>",
            "power_w",
            231,
        ),
        ("<extensions><gpxdata:hr>99</gpxdata:hr></extensions>", "heart_rate_bpm", 99),
        ("<extensions><gpxdata:cadence>80</gpxdata:cadence></extensions>", "cadence_rpm", 80),
        ("<extensions><heartrate>99</heartrate></extensions>", "heart_rate_bpm", 99),
        ("<extensions><hAcc>3.2</hAcc></extensions>", "gps_accuracy_m", 3.2),
        ("<speed>1.5</speed>", "speed_mps", 1.5),
        ("<extensions><undeclared:hr>77</undeclared:hr></extensions>", "heart_rate_bpm", 77),
    ],
)
def test_extensions_count_by_their_local_name(inside, column, value):
    activity = read_one_gpx(with_points(trkpt(0), trkpt(1, inside), trkpt(2)))
    assert np.array_equal(activity.columns[column], [np.nan, value, np.nan], equal_nan=True)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_both_versions_read_alike(version):
    points = [trkpt(second, "<speed>2</speed>") for second in range(3)]
    assert read_one_gpx(with_points(*points, version=version)).columns["speed_mps"].tolist() == [
        2,
        2,
        2,
    ]


@pytest.mark.parametrize(
    ("text", "sport"),
    [
        ("running", Sport.ROAD),
        ("Run", Sport.ROAD),
        ("9", Sport.ROAD),
        ("TrailRun", Sport.TRAIL),
        ("trail_running", Sport.TRAIL),
        ("Treadmill", Sport.TREADMILL),
        ("treadmill_running", Sport.TREADMILL),
        ("VirtualRun", Sport.VIRTUAL),
        ("track_running", Sport.TRACK),
        ("Lauf", Sport.ROAD),
        ("Course à pied", Sport.ROAD),
        ("Hardlopen", Sport.ROAD),
        ("Carrera", Sport.ROAD),
        ("corrida", Sport.ROAD),
        ("ランニング", Sport.ROAD),
        ("1", Sport.CYCLING),
        ("road_biking", Sport.CYCLING),
        ("Hike", Sport.HIKING),
        ("walking", Sport.WALKING),
        ("kayaking", Sport.OTHER),
        ("driving", Sport.OTHER),
        ("", Sport.UNKNOWN),
    ],
)
def test_the_sport_is_known_in_many_spellings(text, sport):
    head = f"<type>{text}</type>"
    assert read_one_gpx(gpx(track(segment([trkpt(0)]), head=head))).sport is sport


def test_the_sport_may_stand_in_the_metadata():
    plain = track(segment([trkpt(0)]), head="")
    head = "<metadata><name>Out</name><type>running</type></metadata>"
    activity = read_one_gpx(gpx(plain, head=head))
    assert (activity.sport, activity.name) == (Sport.ROAD, "Out")


def test_a_link_in_the_track_says_nothing_of_the_sport():
    head = "<link href='x'><type>running</type></link><type>cycling</type>"
    assert read_one_gpx(gpx(track(segment([trkpt(0)]), head=head))).sport is Sport.CYCLING


def test_every_track_is_an_activity_of_its_own():
    second = track(segment([trkpt(100), trkpt(101)]), head="<type>cycling</type>")
    first, other = read_gpx(gpx(track(segment([trkpt(0)])), second))
    assert (first.member, other.member) == ("track-1", "track-2")
    assert (first.sport, other.sport) == (Sport.ROAD, Sport.CYCLING)
    assert other.time_s.tolist() == [START_S + 100, START_S + 101]


def test_a_new_segment_after_a_while_is_a_pause():
    pieces = segment([trkpt(0), trkpt(1)]), segment([trkpt(2), trkpt(3)]), segment([trkpt(60)])
    activity = read_one_gpx(gpx(track(*pieces)))
    assert activity.pauses_s.tolist() == [[START_S + 3, START_S + 60]]


@pytest.mark.parametrize(
    ("zone", "shift_s", "offset_s"),
    [("Z", 0, None), ("+00:00", 0, None), ("+02:00", -7200, 7200), ("-04:30", 16200, -16200)],
)
def test_times_with_an_offset_are_utc_and_tell_the_offset(zone, shift_s, offset_s):
    activity = read_one_gpx(with_points(trkpt(0, time=iso(0, zone)), trkpt(1, time=iso(1, zone))))
    assert activity.time_s.tolist() == [START_S + shift_s, START_S + shift_s + 1]
    assert activity.utc_offset_s == offset_s
    assert "naive_times" not in notes_of(activity)


def test_naive_times_are_taken_as_utc_and_noted():
    activity = read_one_gpx(with_points(trkpt(0, time=iso(0, "")), trkpt(1, time=iso(1, ".250"))))
    assert activity.time_s.tolist() == [START_S, START_S + 1.25]
    assert notes_of(activity)["naive_times"] == 2


def test_points_without_a_time_are_left_out_and_noted():
    activity = read_one_gpx(with_points(trkpt(0), trkpt(1, time=""), trkpt(2, time="late")))
    assert activity.time_s.tolist() == [START_S]
    assert notes_of(activity)["points_without_time"] == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gpx("<rte><rtept lat='1' lon='2'/></rte>"), "planned route"),
        (gpx("<wpt lat='1' lon='2'><time>2024-05-01T00:00:00Z</time></wpt>"), "waypoints"),
        (gpx(track(segment([trkpt(0, time="")]))), "no times"),
        (gpx("<trk/>"), "no recorded points"),
    ],
)
def test_a_file_without_a_recording_says_why(content, why):
    assert read_gpx(content) == ()
    assert why in explain_empty_gpx(content)


def test_times_and_heights_outside_of_points_are_not_points():
    waypoint = "<wpt lat='1' lon='1'><ele>9</ele></wpt>"
    head = f"<metadata><time>2001-01-01T00:00:00Z</time></metadata>{waypoint}"
    activity = read_one_gpx(gpx(track(segment([trkpt(0)])), head=head))
    assert activity.time_s.tolist() == [START_S]
    assert activity.columns["altitude_m"].tolist() == [100]


def test_distances_from_point_to_point_are_added_up():
    inside = "<extensions><gpxdata:distance>3.4</gpxdata:distance></extensions>"
    activity = read_one_gpx(with_points(*(trkpt(second, inside) for second in range(100))))
    assert activity.columns["distance_m"][-1] == pytest.approx(340)
    assert notes_of(activity)["distance_added_up"] == 100


def test_distances_that_count_up_stay():
    inside = "<extensions><distance>{}</distance></extensions>"
    points = [trkpt(second, inside.format(second * 3.4)) for second in range(100)]
    activity = read_one_gpx(with_points(*points))
    assert activity.columns["distance_m"].tolist() == [s * 3.4 for s in range(100)]
    assert "distance_added_up" not in notes_of(activity)


def test_distances_without_positions_stay():
    point = f"<trkpt><time>{iso(0)}</time><extensions><distance>7</distance></extensions></trkpt>"
    assert read_one_gpx(with_points(point)).columns["distance_m"].tolist() == [7]


def test_a_creator_with_barometer_is_believed():
    creator = "Garmin Forerunner 965 with barometer"
    device = read_one_gpx(with_points(trkpt(0), creator=creator)).device
    assert (device.product, device.has_barometer) == (creator, True)


def test_something_after_the_end_is_left_out():
    activity = read_one_gpx(simple_gpx(3) + b"<more/>")
    assert len(activity.time_s) == 3
    assert "junk_after_end" in notes_of(activity)


def test_points_in_comments_are_not_points():
    content = gpx(track("<trkseg>" + trkpt(0) + "<!--" + trkpt(1) + "-->" + trkpt(2) + "</trkseg>"))
    assert read_one_gpx(content).time_s.tolist() == [START_S, START_S + 2]


def test_commented_segments_are_not_segments():
    content = gpx(track("<!--" + segment([trkpt(1)]) + "-->" + segment([trkpt(2)])))
    assert read_one_gpx(content).time_s.tolist() == [START_S + 2]


POINTS = st.lists(
    st.tuples(
        st.integers(0, 10**6),
        st.sampled_from(["hr", "cad", "power", "desc", "", "single", "cdata", "note", "twice"]),
        st.floats(0, 300, allow_nan=False).map(lambda value: round(value, 2)),
    ),
    max_size=30,
)


def mixed_point(second, kind, value):
    return {
        "hr": trkpt(second, TPX.format(f"<gpxtpx:hr>{value}</gpxtpx:hr>")),
        "cad": trkpt(second, TPX.format(f"\n  <gpxtpx:cad>{value}</gpxtpx:cad>\n ")),
        "power": trkpt(second, f"<extensions>\n<power>{value}</power></extensions>"),
        "desc": trkpt(second, f"<desc>a &amp; b {value}</desc>"),
        "": trkpt(second),
        "single": f"<trkpt lat='{value / 10}' lon=\"2\"><time>{iso(second)}</time></trkpt>",
        "cdata": f'<trkpt lat="1" lon="{value}"><time><![CDATA[{iso(second)}]]></time></trkpt>',
        "note": f'<!-- trkpt --><trkpt lat="1" lon="{value}"/>',
        "twice": trkpt(second, f"<speed>1</speed><speed>{value}</speed>"),
    }[kind]


@given(POINTS, st.integers(0, 400))
def test_reading_in_blocks_changes_nothing(points, cut):
    content = gpx(track(segment(mixed_point(*point) for point in points)))
    content = content[: len(content) - cut]

    def read():
        try:
            return fingerprint(read_gpx(content))
        except UnreadableFileError as error:
            return repr(error)

    in_blocks = read()
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_blocks(monkeypatch)
        assert in_blocks == read()


@given(
    st.lists(
        st.tuples(
            st.floats(-90, 90).map(lambda value: round(value, 7)),
            st.floats(-180, 180).map(lambda value: round(value, 7)),
            st.integers(0, 4_000_000_000).map(lambda value: value / 4),
            st.none() | st.integers(30, 220),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_write_then_read_is_identity(rows):
    points = [
        f'<trkpt lat="{lat}" lon="{lon}"><time>{np.datetime64(int(second * 1000), "ms")}Z</time>'
        + ("" if hr is None else TPX.format(f"<gpxtpx:hr>{hr}</gpxtpx:hr>"))
        + "</trkpt>"
        for lat, lon, second, hr in rows
    ]
    activity = read_one_gpx(gpx(track(segment(points))))
    assert activity.time_s.tolist() == [second for _, _, second, _ in rows]
    assert activity.columns["latitude_deg"].tolist() == [lat for lat, *_ in rows]
    assert activity.columns["longitude_deg"].tolist() == [lon for _, lon, *_ in rows]
    rates = np.array([np.nan if hr is None else hr for *_, hr in rows])
    read = activity.columns.get("heart_rate_bpm", np.full(len(rows), np.nan))
    assert np.array_equal(read, rates, equal_nan=True)
