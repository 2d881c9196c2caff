"""A Strava bulk export: names, gear and shoes from its tables, in every generation and language."""

import pytest

from importers.activity_files import (
    gpx,
    gzipped,
    read_all,
    segment,
    simple_tcx,
    track,
    trkpt,
    zipped,
)
from midstance.importers.activity import Parsed, ShoeRecord, Sport
from midstance.importers.strava import GearRow, read_gear_table, read_shoes

FIRST = "id,date,name,type,description,elapsed_time,distance,commute,gear,filename\n"
SECOND = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Relative Effort,Commute,Activity Gear,Filename,Athlete Weight,Bike Weight,"
    "Elapsed Time,Moving Time,Distance\n"
)
THIRD = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,"
    "Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed\n"
)
GERMAN = (
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,"
    "Verstrichene Zeit,Distanz,Relative Leistung,Pendelfahrt,Ausrüstung für Aktivität,Dateiname,"
    "Gewicht des Athleten,Gewicht Fahrrad,Verstrichene Zeit,Bewegungszeit,Distanz\n"
)
JAPANESE = (
    "アクティビティID,アクティビティ日,アクティビティ名,アクティビティタイプ,アクティビティの説明,"
    "経過時間,距離,相対的エフォート,通勤,アクティビティギア,ファイル名,体重,バイク重量,経過時間,"
    "移動時間,距離\n"
)


def row(*middle, sport="Run", name='"Morning, easy"', gear="Red shoes"):
    start = f'7,"May 1, 2024, 7:12:03 AM",{name},{sport},,600,2.5'
    return ",".join([start, *middle, gear, "activities/7.gpx"])


@pytest.mark.parametrize(
    "table",
    [
        FIRST + row("false"),
        SECOND + row("12", "false") + ",,,600,580,2500.0",
        THIRD + row("171", "12", "false", "my note") + ",,,600,580,2500.0,4.2",
        GERMAN + row("12", "false", sport="Lauf") + ",,,600,580,2500.0",
        JAPANESE + row("12", "false", sport="ランニング") + ",,,600,580,2500.0",
    ],
    ids=["first", "second", "third", "german", "japanese"],
)
def test_every_generation_and_language_is_understood(table):
    expected = {"7.gpx": GearRow("Morning, easy", "Red shoes", Sport.ROAD)}
    assert read_gear_table(table.encode()) == expected
    assert read_gear_table(b"\xef\xbb\xbf" + table.encode()) == expected


def test_other_tables_are_not_taken_for_it():
    assert read_gear_table(b"") == {}
    assert read_gear_table(b"a,b,c\n1,2,3\n") == {}
    assert read_gear_table(b"Media Filename,Media Caption\nmedia/7.jpg,Nice\n") == {}


def test_rows_without_a_file_are_passed_by():
    table = SECOND + '8,"x",By hand,Run,,600,2.5,,false,,,,,,,\n' + row("12", "false")
    assert list(read_gear_table(table.encode())) == ["7.gpx"]


@pytest.mark.parametrize(
    "header",
    [
        "Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types",
        "Schuhname,Marke,Modell,Sportarten",
    ],
)
def test_shoes_are_read(header):
    table = f"{header}\nRed shoes,Brand,Fast 3,Run\n,Brand,Slow,\n,,,\n".encode()
    assert read_shoes(table) == (
        ShoeRecord("Red shoes", "Brand", "Fast 3"),
        ShoeRecord("", "Brand", "Slow"),
    )


def test_bikes_are_no_shoes():
    assert read_shoes(b"Bike Name,Bike Brand,Bike Model\nFast,Brand,X\n") == ()


def test_an_export_comes_with_names_gear_and_shoes():
    nameless = gpx(track(segment([trkpt(0), trkpt(1)]), head=""))
    table = (
        SECOND
        + row("12", "false")
        + ",,,\n"
        + '8,"x",Intervals,Run,,6,2,,false,Blue,activities/8.tcx.gz'
    )
    files = {
        "activities/7.gpx": nameless,
        "activities/8.tcx.gz": gzipped(simple_tcx()),
        "activities.csv": table.encode(),
        "shoes.csv": b"Shoe Name,Shoe Brand,Shoe Model\nRed shoes,Brand,Model\n",
        "bikes.csv": b"Bike Name,Bike Brand,Bike Model\nFast,Brand,X\n",
        "media/1.jpg": b"\xff\xd8\xff",
        "messaging.json": b"[]",
    }
    outcomes = {member.path: member.outcome for member in read_all(zipped(files), "export.zip")}
    assert all(isinstance(outcome, Parsed) for outcome in outcomes.values())
    assert outcomes.pop("export.zip/shoes.csv").shoes == (
        ShoeRecord("Red shoes", "Brand", "Model"),
    )
    found = {
        path: (each.name, each.gear, each.sport)
        for path, outcome in outcomes.items()
        for each in outcome.activities
    }
    assert found == {
        "export.zip/activities/7.gpx": ("Morning, easy", "Red shoes", Sport.ROAD),
        "export.zip/activities/8.tcx.gz": ("Intervals", "Blue", Sport.ROAD),
    }


def test_the_file_knows_its_sport_better_than_the_table():
    trail = gpx(track(segment([trkpt(0)]), head="<type>trail_running</type>"))
    files = {"activities/7.gpx": trail, "activities.csv": (SECOND + row("1", "false")).encode()}
    (member,) = read_all(zipped(files), "export.zip")
    assert member.outcome.activities[0].sport is Sport.TRAIL
