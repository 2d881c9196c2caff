"""Tens of thousands of damaged files of every format: no error but our own, and no hang.

Every file is a real or written one with a few random changes, drawn from a fixed seed, so that a
failure names the file that shows it again.
"""

import io
import random
import signal
import zipfile
from collections.abc import Callable
from contextlib import contextmanager

import pytest

from importers.activity_files import (
    gzipped,
    lap,
    simple_gpx,
    simple_tcx,
    tcx,
    tcx_activity,
    trackpoint,
    zipped,
)
from importers.apple_export import dynamics, export_xml, export_zip, route, route_reference, workout
from midstance.core.base.errors import UnreadableFileError
from midstance.importers.activity import Failed
from midstance.importers.archive import read_source
from midstance.importers.fit import read_fit
from midstance.importers.gpx import explain_empty_gpx, read_gpx
from midstance.importers.tcx import read_tcx

pytestmark = pytest.mark.long

FILES = 20_000
LONGEST_S = 10
BATCHES = 10
LARGEST_SEED_BYTES = 40_000
STUMBLED = "Midstance stumbled"
SEEDS_OF_A_KIND = 40


@contextmanager
def alarm(seconds: int):
    """Turn a hang into a failure."""

    def ring(_signal, _frame):
        raise TimeoutError(f"still reading after {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def flip_bits(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def set_bytes(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 20)):
        content[dice.randrange(len(content))] = dice.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, 60, 38))


def cut_short(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def cut_out(content: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(content))
    del content[at : at + dice.randint(1, 200)]


def repeat_part(content: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(content))
    part = bytes(content[at : at + dice.randint(1, 200)])
    content[at:at] = part * dice.randint(1, 5)


def move_part(content: bytearray, dice: random.Random) -> None:
    at, to = dice.randrange(len(content)), dice.randrange(len(content))
    content[to:to] = content[at : at + dice.randint(1, 400)]


def blank_part(content: bytearray, dice: random.Random) -> None:
    at, count = dice.randrange(len(content)), dice.randint(1, 512)
    content[at : at + count] = bytes(min(count, len(content) - at))


def put_junk_before(content: bytearray, dice: random.Random) -> None:
    content[:0] = dice.randbytes(dice.randint(1, 50))


CHANGES = (
    flip_bits,
    set_bytes,
    cut_short,
    cut_out,
    repeat_part,
    move_part,
    blank_part,
    put_junk_before,
)


def mutate(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.randint(1, 3)):
        if changed:
            dice.choice(CHANGES)(changed, dice)
    return bytes(changed)


def with_new_sum(content: bytes) -> bytes:
    """A FIT file whose last two bytes fit what stands before them, so that more of it is read."""
    body = content[:-2]
    return body + fit_sum(body).to_bytes(2, "little")


def fit_sum(content: bytes) -> int:
    table = (0, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401)
    table += (0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400)
    total = 0
    for byte in content:
        for half in (byte & 15, byte >> 4):
            total = (total >> 4) ^ table[total & 15] ^ table[half]
    return total


def read_archive(content: bytes) -> None:
    for member in read_source(io.BytesIO(content), "x", lambda _: False, lambda *_: None):
        if isinstance(member.outcome, Failed):
            assert STUMBLED not in member.outcome.reason, member.outcome.reason


def read_gpx_whole(content: bytes) -> None:
    if not read_gpx(content):
        explain_empty_gpx(content)


def small_files(folder, suffix: str) -> list[bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() == suffix)
    contents = [path.read_bytes() for path in paths]
    small = [content for content in contents if 0 < len(content) <= LARGEST_SEED_BYTES]
    return small[:: max(1, len(small) // SEEDS_OF_A_KIND)]


def written_tcx() -> bytes:
    points = "".join(
        trackpoint(s, "<HeartRateBpm><Value>150</Value></HeartRateBpm>", gps=bool(s % 3))
        for s in range(20)
    )
    return tcx(tcx_activity(lap(points, points), lap(points)), tcx_activity(sport="Other"))


def written_gpx() -> bytes:
    inside = "<extensions><gpxtpx:TPX><gpxtpx:hr>150</gpxtpx:hr></gpxtpx:TPX></extensions>"
    return simple_gpx(40, inside)


def written_zips() -> list[bytes]:
    inner = zipped({"b.gpx": simple_gpx(), "c.tcx.gz": gzipped(simple_tcx())})
    table = b"Activity ID,Date,Name,Type,Gear,Filename\n1,x,Run,Run,Red,activities/1.gpx\n"
    files = {"activities/1.gpx": simple_gpx(), "activities.csv": table, "in.zip": inner}
    stored = zipped(files, zipfile.ZIP_STORED)
    garmin = zipped({"a_gear.json": b'{"gearDTOS": []}', "in.zip": inner, "x.jpg": b"\xff\xd8"})
    return [zipped(files), stored, garmin]


def written_gzips() -> list[bytes]:
    gpx = simple_gpx(40)
    return [gzipped(gpx), gzipped(gpx[:500]) + gzipped(gpx[500:]), gzipped(zipped({"a": gpx}))]


def written_apple() -> bytes:
    references = route_reference("r.gpx")
    return export_xml(dynamics(0, 60), workout(0, 60, references) + workout(90, 120))


def apple_zip(xml: bytes) -> bytes:
    return export_zip(xml, {"r.gpx": route(0, 60)})


def fuzz(seeds: list[bytes], read: Callable[[bytes], object], batch: int) -> None:
    for number in range(FILES // BATCHES * batch, FILES // BATCHES * (batch + 1)):
        dice = random.Random(number)  # noqa: S311 - a failure has to come again
        content = mutate(dice.choice(seeds), dice)
        try:
            with alarm(LONGEST_S):
                read(content)
        except UnreadableFileError:
            continue
        except BaseException as error:
            error.add_note(f"mutated file number {number}, {len(content)} bytes")
            raise


every_batch = pytest.mark.parametrize("batch", range(BATCHES))


def fit_seeds(unpacked) -> list[bytes]:
    return small_files(unpacked("device_files"), ".fit")


@pytest.mark.real_data
@every_batch
def test_damaged_fit_files(batch, unpacked):
    fuzz(fit_seeds(unpacked), read_fit, batch)


@pytest.mark.real_data
@every_batch
def test_damaged_fit_files_with_a_right_sum(batch, unpacked):
    seeds = [seed for seed in fit_seeds(unpacked) if len(seed) < LARGEST_SEED_BYTES // 4]
    fuzz(seeds, lambda content: read_fit(with_new_sum(content)), batch)


@every_batch
def test_damaged_gpx_files(batch):
    fuzz([written_gpx()], read_gpx_whole, batch)


@pytest.mark.real_data
@every_batch
def test_damaged_real_gpx_files(batch, unpacked):
    fuzz(small_files(unpacked("device_files"), ".gpx"), read_gpx_whole, batch)


@every_batch
def test_damaged_tcx_files(batch):
    fuzz([written_tcx()], read_tcx, batch)


@pytest.mark.real_data
@every_batch
def test_damaged_real_tcx_files(batch, unpacked):
    fuzz(small_files(unpacked("device_files"), ".tcx"), read_tcx, batch)


@every_batch
def test_damaged_zips(batch):
    fuzz(written_zips(), read_archive, batch)


@every_batch
def test_damaged_gzips(batch):
    fuzz(written_gzips(), read_archive, batch)


@every_batch
def test_damaged_apple_records(batch):
    fuzz([written_apple()], read_archive, batch)


@every_batch
def test_damaged_apple_records_in_a_zip(batch):
    fuzz([written_apple()], lambda content: read_archive(apple_zip(content)), batch)


def test_the_sum_is_that_of_fit():
    assert fit_sum(b"123456789") == 0xBB3D
