"""What damage leaves of a FIT file is read, and the account says what was lost."""

# ruff: noqa: S311 (the same damage every time, no secrets)

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fit_writer import START_S, write_file, write_run
from midstance.core.base.errors import UnreadableFileError
from midstance.importers.fit import decode_fit, read_fit

SECONDS = 2000
WHOLE = write_run(SECONDS)
RECORD_BYTES = 11
FILES = 6
MUTATIONS_LONG = 20_000
MUTATIONS = 600

Damage = Callable[[bytes, Random], bytes]


def cut(share: float) -> Damage:
    return lambda data, _: data[: int(len(data) * share)]


def flip_bit(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) // 10, len(data) - 2)
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def overwrite(data: bytes, random: Random, block: bytes) -> bytes:
    at = random.randrange(len(data) // 10, len(data) - 1000)
    return data[:at] + block + data[at + len(block) :]


def remove(data: bytes, random: Random, count: int) -> bytes:
    at = random.randrange(len(data) // 10, len(data) - 1000)
    return data[:at] + data[at + count :]


# Damage, the least share of records that must survive on average, the notes that tell of it. The
# best of six parsers kept .29, .71, .97 of the cut files, .77 of those with zeros inside and .59 of
# those with bytes missing; none kept both the files without length and those behind junk but one.
DAMAGE: dict[str, tuple[Damage, float, set[str]]] = {
    "cut to 30 %": (cut(0.3), 0.28, {"cut_short", "last_message_cut"}),
    "cut to 70 %": (cut(0.7), 0.69, {"cut_short", "last_message_cut"}),
    "cut to 95 %": (cut(0.95), 0.94, {"cut_short", "last_message_cut"}),
    "no check sum": (lambda data, _: data[:-2], 1, {"check_sum_missing"}),
    "wrong check sum": (lambda data, _: data[:-1] + bytes([data[-1] ^ 1]), 1, {"check_sum_wrong"}),
    "zeros behind": (lambda data, _: data + bytes(300), 1, {"junk_after"}),
    "no length": (lambda data, _: data[:4] + bytes(4) + data[8:], 1, {"length_missing"}),
    "half the length": (
        lambda data, _: data[:4] + (len(data) // 2).to_bytes(4, "little") + data[8:],
        1,
        {"length_wrong", "check_sum_wrong"},
    ),
    "junk before": (lambda data, _: b"junk" * 9 + data, 1, {"junk_before"}),
    "one bit": (flip_bit, 0.9, {"check_sum_wrong"}),
    "zeros inside": (lambda data, r: overwrite(data, r, bytes(512)), 0.97, {"check_sum_wrong"}),
    "noise inside": (lambda data, r: overwrite(data, r, r.randbytes(512)), 0.97, set()),
    "37 bytes missing": (lambda data, r: remove(data, r, 37), 0.97, {"cut_short"}),
    "chained": (lambda data, _: data + data, 1, set()),
}


def read_times(data: bytes) -> np.ndarray:
    kinds = [part.messages.get("record") for part in decode_fit(data).parts]
    times = [records.numbers("timestamp") for records in kinds if records is not None]
    return np.unique(np.concatenate((np.empty(0), *times)))


@pytest.mark.parametrize("kind", DAMAGE)
def test_most_of_a_damaged_file_survives_and_nothing_is_made_up(kind: str):
    damage, least, notes = DAMAGE[kind]
    data = damage(WHOLE, Random(1))
    times = read_times(data)
    assert set(times) <= set(START_S + np.arange(SECONDS))
    assert times.size >= 0.9 * least * SECONDS
    assert notes <= {note.kind for note in decode_fit(data).notes}


@pytest.mark.real_data
@pytest.mark.parametrize("kind", DAMAGE)
def test_most_of_a_damaged_recording_survives(kind: str, recordings: list[bytes]):
    damage, least, _ = DAMAGE[kind]
    random, shares = Random(2), []
    for data in recordings:
        times, left = read_times(data), read_times(damage(data, random))
        shares.append(np.isin(left, times).sum() / times.size)
        torn = 1 if kind == "one bit" else 0  # the bit may be one of a time
        assert np.count_nonzero(~np.isin(left, times)) <= torn
    assert np.mean(shares) >= least


def test_a_whole_file_has_nothing_to_account_for():
    assert decode_fit(WHOLE).notes == ()


@given(st.integers(1, SECONDS - 1), st.integers(1, RECORD_BYTES - 1))
def test_a_cut_anywhere_loses_no_record_before_it(kept, torn):
    lost = (SECONDS - kept) * RECORD_BYTES - torn + 2
    file = decode_fit(WHOLE[:-lost])
    assert len(file.parts[0].messages["record"]) == kept
    assert {note.kind for note in file.notes} == {"cut_short", "last_message_cut"}


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_around_a_file_leave_it_readable(before, after):
    assert set(START_S + np.arange(50)) <= set(read_times(before + write_run(50) + after))


@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header_give_an_activity_or_one_of_our_errors(body):
    with suppress(UnreadableFileError):
        read_fit(write_file([body]))


@pytest.mark.real_data
def test_mutated_recordings_raise_only_our_errors(seeds: list[bytes]):
    assert_only_our_errors(seeds, MUTATIONS, Random(3))


@pytest.mark.real_data
@pytest.mark.long
def test_twenty_thousand_mutated_recordings_raise_only_our_errors(seeds: list[bytes]):
    assert_only_our_errors(seeds, MUTATIONS_LONG, Random(4))


@pytest.fixture(scope="module")
def recordings(unpacked: Callable[[str], Path]) -> list[bytes]:
    """Runs of both histories, of middling size."""
    found = []
    for name in ("history_a", "history_b"):
        paths = sorted(path for path in unpacked(name).iterdir() if in_range(path, 30_000, 200_000))
        found += [path.read_bytes() for path in Random(5).sample(paths, FILES)]
    return [data for data in found if read_times(data).size > 500]


@pytest.fixture(scope="module")
def seeds(unpacked: Callable[[str], Path]) -> list[bytes]:
    """Small device files of every kind, to be mutated."""
    paths = sorted(unpacked("device_files").rglob("*"))
    return [
        path.read_bytes()
        for path in paths
        if path.suffix.lower() == ".fit" and in_range(path, 100, 20_000)
    ]


def in_range(path: Path, low: int, high: int) -> bool:
    return path.is_file() and low <= path.stat().st_size <= high


def assert_only_our_errors(seeds: list[bytes], count: int, random: Random) -> None:
    for _ in range(count):
        data = mutate(random.choice(seeds), random)
        with suppress(UnreadableFileError):
            read_fit(data)


def mutate(data: bytes, random: Random) -> bytes:
    """A few bytes changed, cut out, put in or repeated, most often near the beginning."""
    octets = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        near = min(len(octets), 600) if random.random() < 0.6 else len(octets)
        at, count = random.randrange(near), random.choice((1, 1, 2, 4, 40))
        match random.randrange(5):
            case 0 | 1:
                octets[at : at + count] = random.randbytes(len(octets[at : at + count]))
            case 2:
                octets[at : at + 1] = bytes([random.choice((0, 1, 0x7F, 0x80, 0xFF, 0x40))])
            case 3 if len(octets) > count + 20:
                del octets[at : at + count]
            case _:
                octets[at:at] = octets[at : at + count] if random.random() < 0.5 else bytes(count)
    return bytes(octets)
