"""Frames: what is written is read, and nothing else is believed."""

import json
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from importers.same import fingerprint
from midstance.core.base.channels import CHANNELS
from midstance.importers.activity import (
    Activity,
    Device,
    Failed,
    Lap,
    Member,
    Note,
    Parsed,
    ShoeRecord,
    Source,
    Sport,
    Totals,
)
from midstance.importers.sandbox_frames import read_member, write_member
from midstance.sandbox.frames import (
    LENGTHS,
    LONGEST_PAYLOAD,
    FrameError,
    pack_lengths,
    unpack_header,
    unpack_lengths,
)

numbers = st.floats(allow_nan=True, allow_infinity=True)
texts = st.text(max_size=20)
hashes = st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64)
maybe_numbers = st.none() | numbers

finite = st.floats(allow_nan=False, allow_infinity=False)
amounts = st.dictionaries(texts, finite | st.integers(-(1 << 53), 1 << 53), max_size=2)
notes = st.builds(Note, texts, st.integers(0, 1 << 40), texts, amounts)


@st.composite
def activities(draw):
    n = draw(st.integers(0, 5))
    names = draw(st.lists(st.sampled_from([*CHANNELS, "cadence_rpm"]), unique=True, max_size=4))
    pauses = draw(hnp.arrays(np.float64, (draw(st.integers(0, 3)), 2)))
    return Activity(
        source=draw(st.sampled_from(Source)),
        member=draw(texts),
        sport=draw(st.sampled_from(Sport)),
        start_s=draw(numbers),
        time_s=draw(hnp.arrays(np.float64, n)),
        columns=MappingProxyType({name: draw(hnp.arrays(np.float64, n)) for name in names}),
        pauses_s=pauses,
        laps=tuple(
            draw(st.lists(st.builds(Lap, numbers, maybe_numbers, maybe_numbers), max_size=3))
        ),
        totals=draw(st.builds(Totals, maybe_numbers, maybe_numbers, steps=maybe_numbers)),
        device=draw(
            st.builds(Device, texts, texts, texts, maybe_numbers, st.none() | st.booleans())
        ),
        utc_offset_s=draw(maybe_numbers),
        name=draw(texts),
        gear=draw(texts),
        notes=tuple(draw(st.lists(notes, max_size=3))),
    )


members = st.builds(
    Member,
    path=texts,
    data=st.none() | st.binary(max_size=50),
    sha256=hashes,
    outcome=st.builds(Failed, texts, texts)
    | st.builds(
        Parsed,
        st.lists(activities(), max_size=3).map(tuple),
        st.lists(st.builds(ShoeRecord, texts, texts, texts), max_size=2).map(tuple),
        texts,
    ),
)


def send(member: Member) -> tuple[dict, bytearray]:
    header, payload = write_member(member)
    frame = pack_lengths(header, payload.length) + b"".join(payload.parts)
    header_bytes, payload_bytes = unpack_lengths(frame[: LENGTHS.size])
    start = LENGTHS.size + header_bytes
    assert len(frame) == start + payload_bytes
    return unpack_header(frame[LENGTHS.size : start]), bytearray(frame[start:])


@given(members)
def test_what_is_written_is_read_to_the_last_bit(member):
    assert fingerprint(read_member(*send(member))) == fingerprint(member)


@given(members, st.binary(min_size=1, max_size=20))
def test_a_payload_of_another_length_is_refused(member, extra):
    header, payload = send(member)
    with pytest.raises(FrameError):
        read_member(header, payload + extra)
    if payload:
        with pytest.raises(FrameError):
            read_member(header, payload[:-1])


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.just(10**400) | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(members, anything, st.data())
@settings(max_examples=300)
def test_a_header_changed_anywhere_is_refused_or_still_a_member(member, thing, data):
    header, payload = send(member)
    place, key = header, data.draw(st.sampled_from(sorted(header)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
    place[key] = thing
    with suppress(FrameError):
        assert isinstance(read_member(header, payload), Member)


@pytest.mark.parametrize("field", ["start_s", "utc_offset_s"])
def test_a_number_larger_than_any_is_refused(field):
    bare = Activity(
        Source.GPX, "", Sport.ROAD, 0.0, np.zeros(2), MappingProxyType({}), np.zeros((0, 2))
    )
    header, payload = send(Member("a", None, "0" * 64, Parsed((bare,))))
    header["parsed"]["activities"][0][field] = 10**400
    with pytest.raises(FrameError):
        read_member(header, payload)


@given(st.binary(max_size=200))
def test_bytes_are_a_header_or_refused(text):
    try:
        assert isinstance(unpack_header(text), dict)
    except FrameError:
        with pytest.raises((ValueError, AssertionError)):
            assert isinstance(json.loads(text), dict)


def test_an_amount_that_no_database_can_hold_is_refused():
    note = Note("gaps", 1, amounts={"lasted_s": float("inf")})
    bare = Activity(
        Source.GPX, "", Sport.ROAD, 0.0, np.zeros(2), MappingProxyType({}), np.zeros((0, 2))
    )
    with pytest.raises(FrameError):
        read_member(*send(Member("a", None, "0" * 64, Parsed((replace(bare, notes=(note,)),)))))


def test_absurd_lengths_are_refused_before_anything_is_allocated():
    with pytest.raises(FrameError):
        unpack_lengths(LENGTHS.pack(2, LONGEST_PAYLOAD + 1))
    with pytest.raises(FrameError):
        unpack_lengths(LENGTHS.pack(1 << 31, 0))


def test_the_arrays_cannot_be_written_to():
    activity = Activity(
        Source.GPX, "", Sport.ROAD, 0.0, np.zeros(2), MappingProxyType({}), np.zeros((0, 2))
    )
    read = read_member(*send(Member("a", None, "0" * 64, Parsed((activity,)))))
    assert not read.outcome.activities[0].time_s.flags.writeable
