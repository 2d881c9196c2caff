import json
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from midstance.core.base.channels import CHANNELS
from midstance.core.base.errors import DamagedFileError, InvalidValueError, NotFoundError
from midstance.core.base.streams import Streams
from midstance.store.models import RunStreams
from midstance.store.streams import (
    CLOCK_ERROR_S,
    EXACT,
    LIST_LENGTH,
    STEPS_16,
    STEPS_32,
    STEPS_64,
    TOGETHER,
    PackedStreams,
    as_stored,
    pack_channel,
    pack_clock,
    pack_streams,
    read_streams,
    unpack,
    unpack_streams,
    write_streams,
    zstd,
)
from store.makers import add_run, make_streams

NO_BREAKS = np.empty((0, 2))


@st.composite
def channel_values(draw):
    """A channel and values within its plausible range, some of them missing."""
    channel = CHANNELS[draw(st.sampled_from(sorted(CHANNELS)))]
    values = st.floats(channel.low, channel.high) | st.just(np.nan)
    return channel, draw(arrays(np.float64, st.integers(0, 40), elements=values))


def increasing(steps):
    return np.concatenate(([0.0], np.cumsum(steps)))


clocks = arrays(np.float64, st.integers(0, 40), elements=st.floats(1e-6, 1e5)).map(increasing)


def same(one: Streams, other: Streams) -> bool:
    return (
        np.array_equal(one.time_s, other.time_s)
        and np.array_equal(one.breaks_s, other.breaks_s)
        and one.breaks_s.shape == other.breaks_s.shape
        and one.channels.keys() == other.channels.keys()
        and all(
            np.array_equal(one.channels[name], other.channels[name], equal_nan=True)
            for name in one.channels
        )
    )


@given(channel_values())
def test_what_is_read_lies_within_half_a_step_of_what_was_written(drawn):
    channel, values = drawn
    read = unpack(pack_channel(channel.name, values))
    assert np.array_equal(np.isnan(read), np.isnan(values))
    error = np.abs(read - values)[~np.isnan(values)]
    assert (error <= channel.resolution / 2 * (1 + 1e-6)).all()


@given(channel_values())
def test_storing_again_what_was_read_changes_nothing(drawn):
    channel, values = drawn
    once = unpack(pack_channel(channel.name, values))
    twice = unpack(pack_channel(channel.name, once))
    assert np.array_equal(once, twice, equal_nan=True)


@given(st.sampled_from(sorted(CHANNELS)), st.data())
def test_values_on_the_grid_come_back_exactly(name, data):
    channel = CHANNELS[name]
    steps_per_unit = round(1 / channel.resolution)
    low, high = (int(edge * steps_per_unit) for edge in (channel.low, channel.high))
    steps = data.draw(st.lists(st.integers(low, high), max_size=40))
    values = np.array(steps, dtype=np.float64) / steps_per_unit
    assert np.array_equal(unpack(pack_channel(name, values)), values)


@given(clocks)
def test_times_keep_their_order_and_stay_within_the_clock_s_own_error(time_s):
    read_s = unpack(pack_clock(time_s))
    assert (np.diff(read_s) > 0).all()
    assert (np.abs(read_s - time_s) <= CLOCK_ERROR_S * (1 + 1e-6)).all()


def test_times_closer_than_any_step_are_kept_to_the_last_bit():
    time_s = np.array([0.0, 1e-9, 2e-9, 1.0])
    packed = pack_clock(time_s)
    assert packed.codec == EXACT
    assert np.array_equal(unpack(packed), time_s)


@pytest.mark.parametrize(
    ("values", "codec"),
    [
        ([0.0, 32.767], STEPS_16),
        ([5000.0, 5000.1], STEPS_16),  # the first value stands apart
        ([0.0, 32.768], STEPS_32),
        ([0.0, np.nan, np.nan, 0.001], STEPS_16),
        ([0.0, 3e6], STEPS_64),
    ],
)
def test_the_narrowest_width_that_holds_the_differences_is_taken(values, codec):
    packed = pack_channel("speed_mps", np.array(values))
    assert packed.codec == codec
    assert np.array_equal(unpack(packed), values, equal_nan=True)


@pytest.mark.parametrize("values", [[], [np.nan], [np.nan] * 9, [0.0], [-0.0, 1.0]])
def test_small_and_empty_channels_come_back(values):
    read = unpack(pack_channel("speed_mps", np.array(values)))
    assert np.array_equal(read, values, equal_nan=True)
    assert not np.signbit(read).any()


@pytest.mark.parametrize("value", [np.inf, -np.inf, 1e300])
def test_what_no_device_measures_is_refused(value):
    with pytest.raises(InvalidValueError, match="clean the run first"):
        pack_channel("speed_mps", np.array([value]))


def test_an_unknown_channel_is_refused():
    with pytest.raises(InvalidValueError, match="mood"):
        pack_channel("mood", np.array([1.0]))


@given(st.integers(0, 2**32 - 1))
def test_as_stored_is_what_will_be_read(seed):
    rng = np.random.default_rng(seed)
    raw = Streams(
        increasing(rng.uniform(0.5, 3, 20)),
        MappingProxyType({"speed_mps": rng.normal(3, 1, 21), "altitude_m": rng.normal(0, 90, 21)}),
        rng.uniform(0, 50, 6).cumsum().reshape(3, 2),
    )
    assert same(as_stored(raw), unpack_streams(pack_streams(raw)))
    assert same(as_stored(raw), as_stored(as_stored(raw)))


@given(st.data())
def test_one_flipped_bit_is_never_read_as_a_measurement(data):
    packed = pack_streams(make_streams(7))
    blob = bytearray(packed.blob)
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    blob[bit // 8] ^= 1 << bit % 8
    try:
        read = unpack_streams(PackedStreams(packed.codec, bytes(blob)))
    except DamagedFileError:
        return
    assert same(read, make_streams(7))  # a bit of the frame's head that means nothing


def test_a_run_s_streams_are_read_as_written(runner):
    run = add_run(runner, 3)
    assert same(read_streams(run), make_streams(3))


def test_writing_again_replaces_what_was_there(runner):
    run = add_run(runner, 3)
    fewer = Streams(np.array([0.0, 1.0]), MappingProxyType({}), NO_BREAKS)
    for _ in range(2):
        write_streams(run, fewer)
        assert same(read_streams(run), fewer)
    assert RunStreams.objects.filter(run=run).count() == 1


def test_single_channels_can_be_read(runner):
    run = add_run(runner, 3)
    read = read_streams(run, channels=("speed_mps", "power_w"))
    assert list(read.channels) == ["speed_mps"]
    assert read.channel("power_w") is None


def test_a_run_without_streams_says_so(runner):
    run = add_run(runner, 3)
    RunStreams.objects.filter(run=run).delete()
    with pytest.raises(NotFoundError, match="rebuild"):
        read_streams(run)


@pytest.mark.parametrize("changes", [{"codec": 77}, {"blob": b""}, {"blob": b"\0" * 40}])
def test_a_row_that_was_changed_is_damaged(runner, changes):
    run = add_run(runner, 3)
    RunStreams.objects.filter(run=run).update(**changes)
    with pytest.raises(DamagedFileError):
        read_streams(run)


def with_list(change):
    """A row that holds what was written, with another list of its parts."""
    joined = zstd.decompress(pack_streams(make_streams(3)).blob)
    (size,) = LIST_LENGTH.unpack_from(joined)
    told = json.loads(joined[LIST_LENGTH.size :][:size])
    change(told)
    head = json.dumps(told).encode()
    rest = joined[LIST_LENGTH.size + size :]
    return PackedStreams(TOGETHER, zstd.compress(LIST_LENGTH.pack(len(head)) + head + rest))


NAME, CODEC, COUNT, SIZE = 0, 1, 3, 4


@pytest.mark.parametrize(
    ("column", "value"),
    [(NAME, "other"), (CODEC, 77), (CODEC, EXACT), (COUNT, 3), (SIZE, 1), (SIZE, 10**9)],
)
def test_a_list_that_tells_of_other_parts_is_damaged(column, value):
    def change(told):
        told[0][column] = value

    assert same(unpack_streams(with_list(lambda _told: None)), make_streams(3))
    with pytest.raises(DamagedFileError):
        unpack_streams(with_list(change))
