"""Every value that fitdecode reads, read the same by us; each difference listed with its cause."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from importers.fit_oracle import compare

CAUSES = {
    "alert_unscaled": "the data of an event are kept as written; fitdecode scales some alerts",
    "damage": "fitdecode stops at the damage, we go on behind it; its last message is torn",
    "developer_scale": "the file's own description scales the field; fitdecode leaves it raw",
    "field_twice": "a definition names a field twice; the first one counts here",
    "gears_packed": "four bicycle gears packed into one number stay packed here",
    "order_bit_missing": "a number's type lacks its byte-order bit; fitdecode sees loose bytes",
    "short_form_fills": "the long form of a field is empty, so the short form fills it",
    "strap_clock": "beats count on from the strap's clock; fitdecode counts them from zero",
}
SPEEDS = {("short_form_fills", f"{kind}.enhanced_{which}_speed")
          for kind in ("lap", "session") for which in ("avg", "max")}  # fmt: skip
GEARS = {("gears_packed", f"event.{side}_gear{what}")
         for side in ("front", "rear") for what in ("", "_num")}  # fmt: skip
POOL = {("field_twice", f"lap.{name}")
        for name in ("total_distance", "avg_cadence", "avg_stroke_distance", "avg_speed",
                     "max_speed", "enhanced_avg_speed", "enhanced_max_speed")}  # fmt: skip
ALERT = {("alert_unscaled", "event.data")}
STRAP = {("strap_clock", "hr.event_timestamp")}
VERSION = {("order_bit_missing", "developer_data_id.application_version")}
KNOWN = {
    "2012_01_11_11_51_01.fit": ALERT,
    "2012_02_05_09_03_59.fit": ALERT,
    "2013-02-06-12-11-14.fit": ALERT,
    "20151130_virtualride_971150603.fit": {("order_bit_missing", "file_id.serial_number")},
    "2024-10-14-070422-Pool Swim-BingiWatch.fit": POOL,
    "2024-10-20-104352-Pool Swim-BingiWatch.fit": POOL,
    "3386684871-saved.fit": VERSION,
    "5e5fde38c2de24635a30d383-2.fit": {
        ("developer_scale", "session.developer.estimated_vo2_max"),
        ("developer_scale", "session.developer.peak_epoc"),
    },
    "FR55-loaded-and-saved-via-GC.fit": VERSION,
    "FR70-intervals.fit": ALERT,
    "Fr955v19.28andStryd-saved.fit": VERSION,
    "Garmin945swimRRdata.fit": STRAP,
    "HrmPluginTestActivity.fit": STRAP,
    "MultiSport-2019-11-24.fit": SPEEDS,
    "activity_poolswim_with_hr.fit": STRAP,
    "antfs-dump.63.fit": ALERT,
    "compressed-speed-distance.fit": ALERT,
    "downhill.fit": GEARS,
    "fit-sample.fit": ALERT,
    "garmin-edge-500-activity.fit": ALERT,
    "gearstest.fit": GEARS,
    "jumps-mtb.fit": GEARS,
    "onelap_20260427.fit": {("short_form_fills", "record.enhanced_altitude"),
                            ("short_form_fills", "record.enhanced_speed")},
    "running.fit": SPEEDS,
    "sample_mulitple_header.fit": STRAP,
    "sloatsburg.fit": SPEEDS,
    "spiros-02.fit": STRAP,
    "strava-android-app-201.10-b1218918.fit": {
        ("damage", name)
        for name in ("record", "event", "device_info", "record.timestamp", "record.speed",
                     "record.enhanced_speed", "record.enhanced_altitude", "record.gps_accuracy",
                     "record.position_lat", "record.position_long")
    },
    "tpv_dev_fields_20260222.fit": {("damage", "event")},
    "user_metrics_extended.fit": GEARS,
    "zwift_20250401.fit": {("short_form_fills", "record.enhanced_altitude"),
                           ("short_form_fills", "record.enhanced_speed")},
}  # fmt: skip
NO_FIT = {"empty.fit"}
QUICK_BYTES = 30_000


def test_each_known_difference_has_a_stated_cause():
    assert {cause for found in KNOWN.values() for cause, _ in found} <= CAUSES.keys()


@pytest.mark.real_data
def test_small_device_files_read_as_fitdecode_reads_them(unpacked: Callable[[str], Path]):
    small = [path for path in fit_files(unpacked("device_files")) if size(path) <= QUICK_BYTES]
    assert len(small) > 60
    assert_as_listed(small)


@pytest.mark.real_data
@pytest.mark.long
def test_large_device_files_read_as_fitdecode_reads_them(unpacked: Callable[[str], Path]):
    large = [path for path in fit_files(unpacked("device_files")) if size(path) > QUICK_BYTES]
    assert len(large) > 80
    assert_as_listed(large)


@pytest.mark.real_data
@pytest.mark.parametrize("name", ["history_a", "history_b"])
def test_a_sample_of_a_history_reads_as_fitdecode_reads_it(
    name: str, unpacked: Callable[[str], Path]
):
    paths = [path for path in fit_files(unpacked(name)) if size(path) <= QUICK_BYTES]
    for path in Random(2).sample(paths, 6):  # noqa: S311 - a stated sample
        causes = {cause for cause, _ in compare(path.read_bytes())}
        assert causes <= {"short_form_fills"}, path.name


def fit_files(folder: Path) -> list[Path]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".fit")
    return [path for path in paths if path.name not in NO_FIT]


def size(path: Path) -> int:
    return path.stat().st_size


def assert_as_listed(paths: list[Path]) -> None:
    found = {path.name: set(compare(path.read_bytes())) for path in paths}
    listed = {name: known for name, known in KNOWN.items() if name in found}
    assert {name: causes for name, causes in found.items() if causes} == listed
