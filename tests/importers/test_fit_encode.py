"""What is encoded is decoded again, by our decoder and by one that knows nothing of ours."""

import io
from datetime import UTC, datetime

import fitdecode
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.importers.fit import decode_fit
from midstance.importers.fit.encode import (
    ENUM,
    SECOND_PROTOCOL,
    SINT8,
    SINT32,
    UINT8,
    UINT16,
    UINT32,
    UINT32Z,
    encode_file,
    encode_messages,
    to_fit_time,
)
from midstance.importers.fit.profile import BASE_TYPES, FIT_EPOCH_S, STRING

KIND, NAME = 300, "message_300"
NUMBERS = (ENUM, SINT8, UINT8, UINT16, SINT32, UINT32, UINT32Z)


def values_of(base: int) -> st.SearchStrategy[int]:
    kind = BASE_TYPES[base]
    limits = np.iinfo(kind.code)
    return st.integers(int(limits.min), int(limits.max)).filter(lambda value: value != kind.invalid)


def columns(count: int):
    numbers = st.sampled_from(NUMBERS).flatmap(
        lambda base: st.tuples(
            st.just(base), st.lists(st.none() | values_of(base), min_size=count, max_size=count)
        )
    )
    plain = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
    texts = st.tuples(st.just(STRING), st.lists(plain, min_size=count, max_size=count))
    return st.lists(numbers | texts, min_size=1, max_size=9)


def decoded(data: bytes):
    file = decode_fit(data, unknown=True)
    assert file.notes == ()
    return file.parts[0].messages


@given(st.integers(1, 20).flatmap(columns))
def test_columns_come_back(told):
    fields = {(number, base): values for number, (base, values) in enumerate(told)}
    messages = decoded(encode_file([encode_messages(KIND, 3, fields)]))[NAME]
    for (number, base), values in fields.items():
        column = messages.columns[f"field_{number}"]
        if base == STRING:
            assert column.tolist() == values
        else:
            found = [None if np.isnan(value) else int(value) for value in column]
            assert found == values


def test_one_value_stands_in_every_message():
    fields = {(1, UINT16): 7, (2, UINT8): np.arange(3), (3, STRING): "easy"}
    messages = decoded(encode_file([encode_messages(KIND, 0, fields)]))[NAME]
    assert messages.numbers("field_1").tolist() == [7, 7, 7]
    assert messages.numbers("field_2").tolist() == [0, 1, 2]
    assert messages.texts("field_3") == ["easy"] * 3


@given(st.lists(st.tuples(st.integers(300, 340), st.integers(0, 15)), min_size=1, max_size=8))
def test_kinds_follow_each_other_in_one_file(kinds):
    data = encode_file(encode_messages(kind, local, {(1, UINT8): 5}) for kind, local in kinds)
    with fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
        processor=None,
    ) as reader:
        read = [
            (frame.global_mesg_num, frame.local_mesg_num)
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]
    assert read == kinds


@pytest.mark.parametrize("protocol", [None, SECOND_PROTOCOL])
def test_the_header_says_which_protocol_a_reader_must_know(protocol):
    more = {} if protocol is None else {"protocol": protocol}
    data = encode_file([encode_messages(KIND, 0, {(1, UINT8): 5})], **more)
    assert data[:2] == bytes([14, protocol or 0x10])
    assert data[8:12] == b".FIT"
    assert int.from_bytes(data[4:8], "little") == len(data) - 16


def test_times_count_from_the_epoch_of_the_format():
    assert to_fit_time(datetime(1989, 12, 31, tzinfo=UTC)) == 0
    assert to_fit_time(datetime.fromtimestamp(FIT_EPOCH_S + 1e9, UTC)) == 1_000_000_000
