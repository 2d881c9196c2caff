"""TCX: activities, laps, extensions, with and without GPS."""

import numpy as np
import pytest

from importers.activity_files import START_S, lap, tcx, tcx_activity, trackpoint
from midstance.importers.activity import Lap, Sport
from midstance.importers.tcx import explain_empty_tcx, read_tcx

HEART = "<HeartRateBpm><Value>{}</Value></HeartRateBpm>"
TPX = "<Extensions><ns3:TPX>{}</ns3:TPX></Extensions>"


def read_one_tcx(content):
    (activity,) = read_tcx(content)
    return activity


def test_a_treadmill_run_without_gps_keeps_its_points():
    points = [
        trackpoint(
            second, f"<DistanceMeters>{second * 2.5}</DistanceMeters>{HEART.format(140)}", gps=False
        )
        for second in range(4)
    ]
    activity = read_one_tcx(tcx(tcx_activity(lap("".join(points)))))
    assert activity.columns["distance_m"].tolist() == [0, 2.5, 5, 7.5]
    assert activity.columns["heart_rate_bpm"].tolist() == [140] * 4
    assert "latitude_deg" not in activity.columns


@pytest.mark.parametrize(
    ("inside", "column", "value"),
    [
        (TPX.format("<ns3:RunCadence>86</ns3:RunCadence>"), "cadence_rpm", 86),
        (TPX.format("<ns3:Speed>3.25</ns3:Speed>"), "speed_mps", 3.25),
        (TPX.format("<ns3:Watts>0</ns3:Watts>"), "power_w", 0),
        ("<Cadence>84</Cadence>", "cadence_rpm", 84),
        ("<AltitudeMeters>-3.5</AltitudeMeters>", "altitude_m", -3.5),
        (HEART.format(61), "heart_rate_bpm", 61),
    ],
)
def test_what_a_point_holds_becomes_columns(inside, column, value):
    content = tcx(tcx_activity(lap(trackpoint(0) + trackpoint(1, inside))))
    columns = read_one_tcx(content).columns
    assert np.array_equal(columns[column], [np.nan, value], equal_nan=True)


def test_laps_and_totals_are_those_of_the_file():
    laps = (
        lap(trackpoint(0), start=0, seconds=50, distance_m=150),
        lap(trackpoint(60), start=60, seconds=40.5, distance_m=0),
    )
    activity = read_one_tcx(tcx(tcx_activity(*laps)))
    assert activity.laps == (Lap(START_S, 50, 150), Lap(START_S + 60, 40.5, 0))
    assert (activity.totals.timer_s, activity.totals.distance_m) == (90.5, 150)
    assert activity.totals.elapsed_s is None


def test_the_device_is_the_creator():
    creator = (
        "<Creator><Name>Forerunner 255</Name><UnitId>345</UnitId><ProductID>3992</ProductID>"
        "</Creator>"
    )
    device = read_one_tcx(tcx(tcx_activity(lap(trackpoint(0)), tail=creator))).device
    assert (device.manufacturer, device.product, device.serial) == (
        "Garmin",
        "Forerunner 255",
        "345",
    )
    assert device.created_s == START_S


def test_each_activity_stands_for_itself():
    run = tcx_activity(lap(trackpoint(0)))
    ride = tcx_activity(lap(trackpoint(9), start=9), sport="Biking")
    first, second = read_tcx(tcx(run, ride))
    assert (first.sport, second.sport) == (Sport.ROAD, Sport.CYCLING)
    assert (first.member, second.member) == ("activity-1", "activity-2")


def test_a_new_track_in_a_lap_is_a_pause():
    content = tcx(tcx_activity(lap(trackpoint(0) + trackpoint(1), trackpoint(31))))
    assert read_one_tcx(content).pauses_s.tolist() == [[START_S + 1, START_S + 31]]


def test_a_course_is_no_activity():
    course = f"<Courses><Course><Name>x</Name><Track>{trackpoint(0)}</Track></Course></Courses>"
    content = tcx(rest=course)
    assert read_tcx(content) == ()
    assert "planned course" in explain_empty_tcx(content)


def test_a_course_beside_an_activity_adds_nothing():
    course = f"<Courses><Course><Track>{trackpoint(5)}{trackpoint(6)}</Track></Course></Courses>"
    activity = read_one_tcx(tcx(tcx_activity(lap(trackpoint(0))), rest=course))
    assert activity.time_s.tolist() == [START_S]
