"""What is written in a FIT file is what is read from it."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fit_writer import (
    FIT_EPOCH_S,
    RECORD,
    START_S,
    Definition,
    Developer,
    Field,
    crc,
    run_messages,
    stamp,
    write_file,
    write_run,
    write_table,
)
from midstance.core.base.errors import LimitExceededError, UnknownFormatError
from midstance.importers.fit import DeveloperKey, decode_fit
from midstance.importers.fit.accumulate import accumulate
from midstance.importers.fit.crc import compute_crc
from midstance.importers.limits import (
    FIT_MAX_BYTES,
    FIT_MAX_CHAINED_FILES,
    FIT_MAX_DEVELOPER_FIELDS,
    FIT_MAX_RECORDS,
)

FREE_MESSAGE = 0xFF10
EXACT = 2**53
INTEGERS = {  # base type number: lowest, highest, the value that means none
    0: (0, 0xFE, 0xFF),
    1: (-0x80, 0x7E, 0x7F),
    2: (0, 0xFE, 0xFF),
    3: (-0x8000, 0x7FFE, 0x7FFF),
    4: (0, 0xFFFE, 0xFFFF),
    5: (-0x80000000, 0x7FFFFFFE, 0x7FFFFFFF),
    6: (0, 0xFFFFFFFE, 0xFFFFFFFF),
    10: (1, 0xFF, 0),
    11: (1, 0xFFFF, 0),
    12: (1, 0xFFFFFFFF, 0),
    14: (-EXACT, EXACT, 0x7FFFFFFFFFFFFFFF),
    15: (0, EXACT, 0xFFFFFFFFFFFFFFFF),
    16: (1, EXACT, 0),
}
orders = st.sampled_from("<>")
headers = st.sampled_from([(12, False), (14, False), (14, True)])


@st.composite
def tables(draw: st.DrawFn):
    base = draw(st.sampled_from(sorted(INTEGERS)))
    low, high, none = INTEGERS[base]
    width = draw(st.integers(1, 4))
    values = st.lists(
        st.one_of(st.integers(low, high), st.just(none)), min_size=width, max_size=width
    )
    return base, width, draw(st.lists(values, min_size=1, max_size=40))


@given(tables(), orders, headers)
def test_integers_of_every_type_come_back(table, order, header):
    base, width, rows = table
    definition = Definition(FREE_MESSAGE, (Field(7, base, width),), order=order)
    data = write_file(
        write_table(definition, [[row] for row in rows]), header[0], header_crc=header[1]
    )
    column = decode_fit(data, unknown=True).parts[0].messages[f"message_{FREE_MESSAGE}"]
    none = INTEGERS[base][2]
    expected = np.array([[np.nan if v == none else v for v in row] for row in rows], dtype=float)
    np.testing.assert_array_equal(
        column.columns["field_7"], expected[:, 0] if width == 1 else expected
    )


@given(st.lists(st.floats(width=32), min_size=1, max_size=9), orders)
def test_floats_come_back_and_all_that_is_no_number_is_none(values, order):
    definition = Definition(FREE_MESSAGE, (Field(1, 8), Field(2, 9)), order=order)
    read = decode_one(write_table(definition, [(v, v) for v in values]))
    np.testing.assert_array_equal(read.columns["field_1"], values)
    np.testing.assert_array_equal(read.columns["field_2"], values)


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8),
                min_size=1, max_size=9))  # fmt: skip
def test_texts_come_back(texts):
    definition = Definition(FREE_MESSAGE, (Field(1, 7, 40),))
    read = decode_one(write_table(definition, [(text.encode(),) for text in texts]))
    assert read.texts("field_1") == texts


def test_text_that_is_not_utf8_is_replaced():
    definition = Definition(FREE_MESSAGE, (Field(1, 7, 4),))
    assert decode_one(write_table(definition, [(b"a\xffb",)])).texts("field_1") == ["a\ufffdb"]


def test_bytes_are_none_only_when_all_of_them_say_so():
    definition = Definition(FREE_MESSAGE, (Field(1, 13, 2),))
    read = decode_one(write_table(definition, [((255, 1),), ((255, 255),)]))
    np.testing.assert_array_equal(read.columns["field_1"], [[255, 1], [np.nan, np.nan]])


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_interleaved_kinds_keep_the_order_of_the_file(choices):
    one = Definition(20, (Field(5, 6),), local=1)
    other = Definition(20, (Field(5, 6), Field(3, 2)), local=2)
    messages = [one.define(), other.define()]
    for at, chosen in enumerate(choices):
        messages.append(one.message_bytes(at) if chosen else other.message_bytes(at, 99))
    record = decode_fit(write_file(messages)).parts[0].messages["record"]
    np.testing.assert_array_equal(record.columns["distance"], np.arange(len(choices)) / 100)
    assert np.all(np.diff(record.offsets) > 0)
    if not all(choices):
        heart_rate = [np.nan if chosen else 99 for chosen in choices]
        np.testing.assert_array_equal(record.columns["heart_rate"], heart_rate)


@given(st.integers(1, 900), st.integers(0, 3))
def test_unread_kinds_are_stepped_over_however_many_they_are(count, gap):
    unread = Definition(FREE_MESSAGE, (Field(1, 4),), local=3)
    messages = [unread.define(), RECORD.define()]
    for at in range(count):
        messages += [unread.message_bytes(0x0101)] * gap
        messages.append(RECORD.message_bytes(stamp(START_S) + at, at, 150, 80))
    part = decode_fit(write_file(messages)).parts[0]
    distance = part.messages["record"].columns["distance"]
    np.testing.assert_array_equal(distance, np.arange(count) / 100)
    assert FREE_MESSAGE in part.unread


def test_a_local_number_can_change_its_meaning():
    first, then = Definition(20, (Field(3, 2),)), Definition(20, (Field(4, 2),))
    messages = [*write_table(first, [(120,)]), *write_table(then, [(80,)])]
    columns = decode_fit(write_file(messages)).parts[0].messages["record"].columns
    np.testing.assert_array_equal(columns["heart_rate"], [120, np.nan])
    np.testing.assert_array_equal(columns["cadence"], [np.nan, 80])


def test_values_are_scaled_and_short_forms_fill_the_long_ones():
    definition = Definition(20, (Field(2, 4), Field(6, 4), Field(73, 6)))
    rows = [(2605, 3100, 0xFFFFFFFF), (0xFFFF, 0xFFFF, 2500)]
    columns = (
        decode_fit(write_file(write_table(definition, rows))).parts[0].messages["record"].columns
    )
    np.testing.assert_allclose(columns["enhanced_altitude"], [21, np.nan])
    np.testing.assert_allclose(columns["enhanced_speed"], [3.1, 2.5])


def test_running_cadence_of_a_session_has_its_own_name():
    definition = Definition(18, (Field(5, 0), Field(18, 2), Field(10, 6)))
    rows = [(1, 86, 4000), (2, 90, 5000)]
    columns = (
        decode_fit(write_file(write_table(definition, rows))).parts[0].messages["session"].columns
    )
    np.testing.assert_array_equal(columns["avg_running_cadence"], [86, np.nan])
    np.testing.assert_array_equal(columns["total_strides"], [4000, np.nan])
    np.testing.assert_array_equal(columns["total_strokes"], [np.nan, 5000])


@given(st.lists(st.tuples(st.integers(0, 4094), st.integers(0, 4095)), min_size=1, max_size=30))
def test_speed_and_distance_packed_in_three_bytes_come_apart(steps):
    definition = Definition(20, (Field(8, 13, 3),))
    distance, rows, expected = 0, [], []
    for speed, step in steps:
        distance += step if rows else step % 4096
        expected.append((speed / 100, distance / 16))
        low = distance % 4096
        rows.append(((speed & 0xFF, speed >> 8 | (low & 0x0F) << 4, low >> 4),))
    columns = (
        decode_fit(write_file(write_table(definition, rows))).parts[0].messages["record"].columns
    )
    np.testing.assert_allclose(columns["speed"], [speed for speed, _ in expected])
    np.testing.assert_allclose(columns["distance"], [metres for _, metres in expected])


@given(st.integers(0x10000000, 0x40000000), st.lists(st.integers(0, 31), min_size=1, max_size=50))
def test_compressed_headers_count_on_from_the_last_full_time(start, steps):
    full = Definition(20, (Field(253, 6), Field(3, 2)), local=0)
    short = Definition(20, (Field(3, 2),), local=1)
    times = [start, *(start + int(total) for total in np.cumsum(steps))]
    messages = [full.define(), short.define(), full.message_bytes(start, 100)]
    messages += [short.message_bytes(100, seconds=time) for time in times[1:]]
    record = decode_fit(write_file(messages)).parts[0].messages["record"]
    np.testing.assert_array_equal(record.columns["timestamp"] - FIT_EPOCH_S, times)


@given(st.integers(1, 20), st.data())
def test_a_counter_gets_its_high_bits_back(bits, drawn):
    most = (1 << bits) - 1
    steps = drawn.draw(st.lists(st.integers(0, most), min_size=1, max_size=40))
    whole = np.cumsum(steps).astype(float)
    full = np.where(np.arange(whole.size) == 0, whole, np.nan)
    np.testing.assert_array_equal(accumulate(whole.astype(np.int64) & most, full, bits), whole)


@given(st.binary(max_size=700))
def test_the_check_sum_is_that_of_the_plain_definition(data):
    assert compute_crc(data) == crc(data)


DESCRIPTION = Definition(
    206, (Field(0, 2), Field(1, 2), Field(2, 2), Field(3, 7, 16), Field(6, 2)), local=5
)


def describe(index: int, number: int, base: int, name: bytes, scale: int = 255) -> bytes:
    return DESCRIPTION.message_bytes(index, number, base, name, scale)


@given(tables(), orders)
def test_developer_fields_come_back_under_their_own_numbers(table, order):
    base, width, rows = table
    definition = Definition(20, (Field(3, 2),), (Developer(4, 9, base, width),), order=order)
    messages = [DESCRIPTION.define(), describe(4, 9, base, b"thing")]
    messages += write_table(definition, [(100, row) for row in rows])
    found = decode_fit(write_file(messages)).parts[0].messages["record"].developer
    column = found[DeveloperKey(4, 9)]
    none = INTEGERS[base][2]
    expected = np.array([[np.nan if v == none else v for v in row] for row in rows], dtype=float)
    assert column.name == "thing"
    np.testing.assert_array_equal(column.values, expected[:, 0] if width == 1 else expected)


def test_a_developer_field_named_distance_leaves_the_distance_alone():
    definition = Definition(20, (Field(5, 6),), (Developer(0, 5, 6),))
    messages = [DESCRIPTION.define(), describe(0, 5, 6, b"distance")]
    messages += write_table(definition, [(1000, 777), (2000, 888)])
    record = decode_fit(write_file(messages)).parts[0].messages["record"]
    np.testing.assert_array_equal(record.columns["distance"], [10, 20])
    np.testing.assert_array_equal(record.developer[DeveloperKey(0, 5)].values, [777, 888])


def test_a_developer_field_described_anew_is_read_anew():
    first = Definition(20, (), (Developer(0, 1, 2, 4),))
    messages = [DESCRIPTION.define(), describe(0, 1, 6, b"old", 10)]
    messages += [first.define(), first.message_bytes((1, 0, 0, 0))]
    messages += [DESCRIPTION.define(), describe(0, 1, 8, b"new")]
    messages += [first.define(), first.message_bytes(tuple(struct.pack("<f", 2.5)))]
    column = (
        decode_fit(write_file(messages)).parts[0].messages["record"].developer[DeveloperKey(0, 1)]
    )
    assert column.name == "new"
    np.testing.assert_allclose(column.values, [0.1, 2.5])


def test_an_undescribed_developer_field_is_kept_as_bytes():
    definition = Definition(20, (Field(3, 2),), (Developer(1, 2, 4),))
    record = (
        decode_fit(write_file(write_table(definition, [(99, 0x0102)]))).parts[0].messages["record"]
    )
    np.testing.assert_array_equal(record.developer[DeveloperKey(1, 2)].values, [[2, 1]])


@given(st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_chained_files_are_parts_of_one(lengths):
    file = decode_fit(b"".join(write_run(length) for length in lengths))
    assert [len(part.messages["record"]) for part in file.parts] == lengths
    assert file.notes == ()


def test_a_file_says_what_kind_it_is():
    for number, kind in ((4, "activity"), (6, "course"), (5, "workout"), (2, "settings")):
        assert decode_fit(write_file(run_messages(3, file_type=number))).kind == kind


def test_times_since_the_device_was_switched_on_stay_as_they_are():
    definition = Definition(20, (Field(253, 6),))
    rows = [(5000,), (stamp(START_S),)]
    times = decode_fit(write_file(write_table(definition, rows))).parts[0].messages["record"]
    np.testing.assert_array_equal(times.columns["timestamp"], [5000, START_S])


@pytest.mark.parametrize("data", [b"", b"FIT", b"<gpx/>", bytes(100), b"\x0e" * 60])
def test_bytes_without_a_header_are_of_no_known_kind(data):
    with pytest.raises(UnknownFormatError, match=r"\.FIT"):
        decode_fit(data)


def test_more_than_the_limits_is_refused():
    with pytest.raises(LimitExceededError, match="at most"):
        decode_fit(bytes(FIT_MAX_BYTES + 1))
    with pytest.raises(LimitExceededError, match="chained"):
        decode_fit(write_run(1) * (FIT_MAX_CHAINED_FILES + 1))
    with pytest.raises(LimitExceededError, match="messages of a kind"):
        decode_fit(write_many(Definition(20, ()), FIT_MAX_RECORDS + 1))
    many = [describe(at // 200, at % 200, 2, b"x") for at in range(FIT_MAX_DEVELOPER_FIELDS + 1)]
    with pytest.raises(LimitExceededError, match="developer fields"):
        decode_fit(write_file([DESCRIPTION.define(), *many]))


def test_as_many_records_as_allowed_are_read():
    file = decode_fit(write_many(Definition(20, (Field(3, 2),)), FIT_MAX_RECORDS, b"\x63"))
    assert len(file.parts[0].messages["record"]) == FIT_MAX_RECORDS


def write_many(definition: Definition, count: int, payload: bytes = b"") -> bytes:
    """So many equal messages, without the slow check sum."""
    body = definition.define() + (bytes([definition.local]) + payload) * count
    return struct.pack("<BBHI4s", 12, 0x20, 2100, len(body), b".FIT") + body + b"\0\0"


def decode_one(messages: list[bytes]):
    return (
        decode_fit(write_file(messages), unknown=True).parts[0].messages[f"message_{FREE_MESSAGE}"]
    )
