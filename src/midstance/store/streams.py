"""The streams of a run, packed small and read back to the last digit that a device writes.

A channel is stored in whole steps of its resolution: the first value, then the differences of the
present values in the narrowest of three widths, with a mask where values are missing. All channels
of a run lie one after the other in one row, behind a list of what they are, compressed together and
with a checksum. `codec` tells how a row or a channel is packed and is never given a second meaning.
"""

import json
import struct
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.channels import CHANNELS
from midstance.core.base.errors import DamagedFileError, InvalidValueError, NotFoundError
from midstance.core.base.streams import Streams
from midstance.store.models import Run, RunStreams

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEPS_16, STEPS_32, STEPS_64, EXACT, TOGETHER = 1, 2, 3, 4, 5
WIDTHS: dict[int, np.dtype[np.signedinteger]] = {
    STEPS_16: np.dtype("<i2"),
    STEPS_32: np.dtype("<i4"),
    STEPS_64: np.dtype("<i8"),
}
WHOLE = np.dtype("<i8")
FLOAT = np.dtype("<f8")
NO_MASK, MASK = b"\0", b"\1"
LIST_LENGTH = struct.Struct("<I")
PACKING_FAULTS = (zstd.ZstdError, struct.error, ValueError, TypeError, LookupError)
"""What unpacking raises on bytes that nobody packed."""

TIME, BREAKS = "time_s", "breaks_s"
TIME_RESOLUTIONS_S = (1e-3, 1e-6)
CLOCK_ERROR_S = 5e-7  # seconds since 1970 in a float are no finer
LARGEST_STEP = 2**53

ZSTD_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 1,
    zstd.CompressionParameter.checksum_flag: 1,
}


@dataclass(frozen=True)
class PackedStreams:
    """All channels of a run as its row holds them."""

    codec: int
    blob: bytes


@dataclass(frozen=True)
class Packed:
    """One channel among them: `n` values in steps of `scale`."""

    codec: int
    scale: float
    n: int
    body: bytes


@dataclass(frozen=True)
class Rounded:
    """Values as they will be read back, and the same in steps of `scale`; None keeps every bit."""

    values: FloatArray
    steps: FloatArray | None
    scale: float

    def pack(self) -> Packed:
        if self.steps is None:
            return pack_exactly(self.values)
        return pack_steps(self.steps, self.scale)


@dataclass(frozen=True)
class RoundedStreams:
    """Streams as they will be read back, rounded once for every use."""

    time_s: Rounded
    breaks_s: Rounded
    channels: Mapping[str, Rounded]

    @property
    def streams(self) -> Streams:
        values = {name: channel.values for name, channel in self.channels.items()}
        breaks_s = self.breaks_s.values.reshape(-1, 2)
        return Streams(self.time_s.values, MappingProxyType(values), breaks_s)

    def pack(self) -> PackedStreams:
        parts = {TIME: self.time_s, BREAKS: self.breaks_s, **self.channels}
        return join_packed({name: part.pack() for name, part in parts.items()})


def write_streams(run: Run, streams: Streams) -> None:
    """Store the streams of a run in place of those it had."""
    packed = pack_streams(streams)
    RunStreams.objects.update_or_create(
        run=run, defaults={"codec": packed.codec, "blob": packed.blob}
    )


def read_streams(run: Run, channels: Collection[str] | None = None) -> Streams:
    """The streams of a run, all or only the named channels.

    Raises
    ------
    NotFoundError
        When the run has no streams.
    DamagedFileError
        When the row is not what was written.
    """
    found = RunStreams.objects.filter(run=run).values_list("codec", "blob").first()
    if found is None:
        raise NotFoundError(
            "Expected the stored streams of the run, found none; `midstance rebuild` makes them "
            "from the original."
        )
    return unpack_streams(PackedStreams(found[0], bytes(found[1])), channels)


def pack_streams(streams: Streams) -> PackedStreams:
    return round_streams(streams).pack()


def unpack_streams(packed: PackedStreams, channels: Collection[str] | None = None) -> Streams:
    wanted = None if channels is None else {TIME, BREAKS, *channels}
    values = unpack_values(packed, wanted)
    time_s, breaks_s = values.pop(TIME), values.pop(BREAKS)
    return Streams(time_s, MappingProxyType(values), breaks_s.reshape(-1, 2))


def unpack_values(
    packed: PackedStreams, wanted: Collection[str] | None = None
) -> dict[str, FloatArray]:
    """The values under each stored name, all or only the wanted ones."""
    try:
        parts = split_packed(packed)
        values = {
            name: unpack(part) for name, part in parts.items() if wanted is None or name in wanted
        }
    except PACKING_FAULTS as error:
        raise DamagedFileError(
            f"The stored streams of a run (packed by codec {packed.codec}) are damaged: {error}. "
            "`midstance rebuild` makes them again from the original."
        ) from error
    if not {TIME, BREAKS} <= values.keys():
        raise DamagedFileError("Stored streams of a run hold no clock; `midstance rebuild` helps.")
    return values


def as_stored(streams: Streams) -> Streams:
    """The streams as they will be read back, so that a first estimate equals every later one."""
    return round_streams(streams).streams


def round_streams(streams: Streams) -> RoundedStreams:
    return RoundedStreams(
        round_clock(streams.time_s),
        round_clock(streams.breaks_s.reshape(-1)),
        {name: round_channel(name, values) for name, values in streams.channels.items()},
    )


def join_packed(parts: Mapping[str, Packed]) -> PackedStreams:
    """One row: the length of the list, the list of the parts as JSON, the parts."""
    told = [[name, part.codec, part.scale, part.n, len(part.body)] for name, part in parts.items()]
    head = json.dumps(told, separators=(",", ":")).encode()
    bodies = (part.body for part in parts.values())
    return PackedStreams(TOGETHER, compress((LIST_LENGTH.pack(len(head)) + head, *bodies)))


def compress(parts: Iterable[bytes]) -> bytes:
    """One frame with a block for each part: unlike channels would spoil each other's codes."""
    compressor = zstd.ZstdCompressor(options=ZSTD_OPTIONS)
    blocks = [compressor.compress(part, compressor.FLUSH_BLOCK) for part in parts]
    return b"".join((*blocks, compressor.flush()))


def split_packed(packed: PackedStreams) -> dict[str, Packed]:
    if packed.codec != TOGETHER:
        raise ValueError(f"Expected codec {TOGETHER}, found {packed.codec}")
    joined = zstd.decompress(packed.blob)
    (head_bytes,) = LIST_LENGTH.unpack_from(joined)
    at = LIST_LENGTH.size + head_bytes
    parts = {}
    for name, codec, scale, n, size in json.loads(joined[LIST_LENGTH.size : at]):
        parts[name] = Packed(codec, scale, n, joined[at : at + size])
        at += size
    return parts


def pack_channel(name: str, values: FloatArray) -> Packed:
    return round_channel(name, values).pack()


def round_channel(name: str, values: FloatArray) -> Rounded:
    return round_to(values, resolution_of(name))


def round_to(values: FloatArray, resolution: float) -> Rounded:
    steps_per_unit = round(1 / resolution)
    steps = np.rint(values * steps_per_unit)
    return Rounded(steps / steps_per_unit + 0.0, steps, resolution)  # + 0.0 makes -0 a 0


def resolution_of(name: str) -> float:
    channel = CHANNELS.get(name)
    if channel is None:
        raise InvalidValueError(f"Expected a channel of `core.base.channels`, not {name!r}.")
    return channel.resolution


def pack_clock(time_s: FloatArray) -> Packed:
    return round_clock(time_s).pack()


def round_clock(time_s: FloatArray) -> Rounded:
    """Round times to the coarsest steps that keep both their order and their value."""
    order = np.sign(np.diff(time_s))
    for resolution_s in TIME_RESOLUTIONS_S:
        rounded = round_to(time_s, resolution_s)
        close = np.abs(rounded.values - time_s).max(initial=0) <= CLOCK_ERROR_S
        if close and np.array_equal(np.sign(np.diff(rounded.values)), order):
            return rounded
    return Rounded(time_s, None, 1.0)


def pack_steps(steps: FloatArray, scale: float) -> Packed:
    missing = np.isnan(steps)
    present = steps[~missing] if missing.any() else steps
    if not np.abs(present).max(initial=0) <= LARGEST_STEP:
        raise InvalidValueError("Expected finite values of a possible size; clean the run first.")
    whole = present.astype(WHOLE)
    differences = whole[1:] - whole[:-1]
    codec = choose_codec(differences)
    narrow = differences.astype(WIDTHS[codec])
    body = b"".join((pack_mask(missing), whole[:1].tobytes(), split_bytes(narrow)))
    return Packed(codec, scale, len(steps), body)


def choose_codec(differences: IntArray) -> int:
    largest = max(int(differences.max(initial=0)), -int(differences.min(initial=0)))
    if largest <= np.iinfo(np.int16).max:
        return STEPS_16
    return STEPS_32 if largest <= np.iinfo(np.int32).max else STEPS_64


def pack_mask(missing: BoolArray) -> bytes:
    return MASK + np.packbits(missing).tobytes() if missing.any() else NO_MASK


def split_bytes(whole: NDArray[np.signedinteger]) -> bytes:
    """All lowest bytes first, then all next ones: the high bytes compress to almost nothing."""
    mixed = whole.view(np.uint8)
    return b"".join([mixed[place :: whole.itemsize].tobytes() for place in range(whole.itemsize)])


def join_bytes(split: bytes, width: np.dtype[np.signedinteger]) -> NDArray[np.signedinteger]:
    planes = np.frombuffer(split, np.uint8).reshape(width.itemsize, -1)
    return np.ascontiguousarray(planes.T).view(width).reshape(-1)


def pack_exactly(values: FloatArray) -> Packed:
    return Packed(EXACT, 1.0, len(values), values.astype(FLOAT).tobytes())


def unpack(row: Packed) -> FloatArray:
    values = unpack_exactly(row.body) if row.codec == EXACT else unpack_steps(row.body, row)
    if len(values) != row.n:
        raise ValueError(f"{len(values)} values in place of {row.n}")
    return values


def unpack_exactly(body: bytes) -> FloatArray:
    return np.frombuffer(body, FLOAT).astype(np.float64)


def unpack_steps(body: bytes, row: Packed) -> FloatArray:
    missing, rest = unpack_mask(body, row.n)
    first = np.frombuffer(rest[: WHOLE.itemsize], WHOLE)
    steps = np.concatenate((first, join_bytes(rest[WHOLE.itemsize :], WIDTHS[row.codec])))
    present = np.cumsum(steps, dtype=np.int64) / round(1 / row.scale)
    if missing is None:
        return present
    values = np.full(row.n, np.nan)
    values[~missing] = present
    return values


def unpack_mask(body: bytes, n: int) -> tuple[BoolArray | None, bytes]:
    if body[:1] == NO_MASK:
        return None, body[1:]
    end = 1 + (n + 7) // 8
    bits = np.unpackbits(np.frombuffer(body[1:end], np.uint8), count=n)
    return bits.astype(np.bool_), body[end:]
