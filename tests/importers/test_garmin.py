"""A Garmin account export: recordings in zips inside the zip, names and gear from its tables."""

import json

from importers.activity_files import (
    START_S,
    gpx,
    read_all,
    segment,
    simple_tcx,
    track,
    trkpt,
    zipped,
)
from midstance.importers.activity import ShoeRecord
from midstance.importers.garmin import Summary, read_gear, read_summaries

FITNESS = "DI_CONNECT/DI-Connect-Fitness/"
UPLOADS = "DI_CONNECT/DI-Connect-Uploaded-Files/"
SUMMARIES = [
    {
        "summarizedActivitiesExport": [
            {"activityId": 77, "name": "Hill repeats", "beginTimestamp": START_S * 1000},
            {"activityId": 78, "name": None, "beginTimestamp": (START_S + 9999) * 1000},
            {"activityId": 79, "name": "No start"},
        ]
    }
]
GEAR = [
    {
        "gearDTOS": [
            {
                "gearPk": 5,
                "gearTypeName": "Shoes",
                "gearMakeName": "Brand",
                "gearModelName": "Fast 3",
                "displayName": "Race shoes",
            },
            {"gearPk": 6, "gearTypeName": "Bike", "gearMakeName": "B", "gearModelName": "C"},
        ],
        "gearActivityDTOs": {"5": [{"gearPk": 5, "activityId": 77}]},
    }
]


def test_summaries_give_names_by_start():
    assert read_summaries(json.dumps(SUMMARIES).encode()) == (
        Summary("77", START_S, "Hill repeats"),
        Summary("78", START_S + 9999, ""),
    )


def test_gear_gives_shoes_and_who_wore_them():
    shoes, gear_of = read_gear(json.dumps(GEAR).encode())
    assert shoes == (ShoeRecord("Race shoes", "Brand", "Fast 3"),)
    assert gear_of == {"77": "Race shoes"}


def test_an_export_is_read_through_its_inner_zips():
    nameless = gpx(track(segment([trkpt(1), trkpt(2)]), head=""))
    files = {
        UPLOADS + "UploadedFiles_0-_Part1.zip": zipped(
            {"a@b.c_1.fit": nameless, "x.txt": b"words"}
        ),
        UPLOADS + "UploadedFiles_0-_Part2.zip": zipped({"a@b.c_2.tcx": simple_tcx()}),
        FITNESS + "a@b.c_0_summarizedActivities.json": json.dumps(SUMMARIES).encode(),
        FITNESS + "a@b.c_gear.json": json.dumps(GEAR).encode(),
        "DI_CONNECT/DI-Connect-Wellness/sleep.json": b"[]",
    }
    members = {member.path: member.outcome for member in read_all(zipped(files), "g.zip")}
    first = members[f"g.zip/{UPLOADS}UploadedFiles_0-_Part1.zip/a@b.c_1.fit"].activities[0]
    assert (first.name, first.gear) == ("Hill repeats", "Race shoes")
    assert members[f"g.zip/{FITNESS}a@b.c_gear.json"].shoes[0].name == "Race shoes"
    assert len(members) == 3


def test_damaged_tables_cost_only_the_names():
    files = {
        "a_summarizedActivities.json": b"[" * 100_000,
        "a_gear.json": b"{",
        "in.zip": zipped({"1.tcx": simple_tcx()}),
    }
    (member,) = read_all(zipped(files), "g.zip")
    assert len(member.outcome.activities) == 1
