"""The streams of a run, packed small and read back to the last digit that a device writes.

A channel is stored in whole steps of its resolution: the first value, then the differences of the
present values in the narrowest of three widths, with a mask where values are missing, compressed
and with a checksum. `codec` tells how a row is packed and is never given a second meaning.
"""

import sys
from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.channels import CHANNELS
from midstance.core.base.errors import DamagedFileError, InvalidValueError, NotFoundError
from midstance.core.base.streams import Streams
from midstance.store.models import Run, StreamBlob

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEPS_16, STEPS_32, STEPS_64, EXACT = 1, 2, 3, 4
WIDTHS: dict[int, np.dtype[np.signedinteger]] = {
    STEPS_16: np.dtype("<i2"),
    STEPS_32: np.dtype("<i4"),
    STEPS_64: np.dtype("<i8"),
}
WHOLE = np.dtype("<i8")
FLOAT = np.dtype("<f8")
NO_MASK, MASK = b"\0", b"\1"

TIME, BREAKS = "time_s", "breaks_s"
TIME_RESOLUTIONS_S = (1e-3, 1e-6)
CLOCK_ERROR_S = 5e-7  # seconds since 1970 in a float are no finer
LARGEST_STEP = 2**53

ZSTD_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}


@dataclass(frozen=True)
class Packed:
    """One channel as its row holds it: `n` values in steps of `scale`."""

    codec: int
    scale: float
    n: int
    blob: bytes


def write_streams(run: Run, streams: Streams) -> None:
    """Store the streams of a run in place of those it had."""
    rows = [
        StreamBlob(run=run, channel=name, codec=row.codec, scale=row.scale, n=row.n, blob=row.blob)
        for name, row in pack_streams(streams).items()
    ]
    with transaction.atomic(savepoint=False):
        StreamBlob.objects.filter(run=run).delete()
        StreamBlob.objects.bulk_create(rows)


def read_streams(run: Run, channels: Collection[str] | None = None) -> Streams:
    """The streams of a run, all or only the named channels.

    Raises
    ------
    NotFoundError
        When the run has no streams.
    DamagedFileError
        When a row is not what was written.
    """
    rows = StreamBlob.objects.filter(run=run)
    if channels is not None:
        rows = rows.filter(channel__in=[TIME, BREAKS, *channels])
    found = rows.values_list("channel", "codec", "scale", "n", "blob")
    return unpack_streams(
        {name: Packed(codec, scale, n, bytes(blob)) for name, codec, scale, n, blob in found}
    )


def pack_streams(streams: Streams) -> dict[str, Packed]:
    return {
        TIME: pack_clock(streams.time_s),
        BREAKS: pack_clock(streams.breaks_s.reshape(-1)),
        **{name: pack_channel(name, values) for name, values in streams.channels.items()},
    }


def unpack_streams(rows: dict[str, Packed]) -> Streams:
    if TIME not in rows or BREAKS not in rows:
        raise NotFoundError(
            "Expected the stored streams of the run, found none; `midstance rebuild` makes them "
            "from the original."
        )
    values = {name: unpack(row) for name, row in rows.items()}
    time_s, breaks_s = values.pop(TIME), values.pop(BREAKS)
    return Streams(time_s, MappingProxyType(values), breaks_s.reshape(-1, 2))


def as_stored(streams: Streams) -> Streams:
    """The streams as they will be read back, so that a first estimate equals every later one."""
    return Streams(
        store_clock(streams.time_s),
        MappingProxyType(
            {name: store_channel(name, values) for name, values in streams.channels.items()}
        ),
        store_clock(streams.breaks_s.reshape(-1)).reshape(-1, 2),
    )


def pack_channel(name: str, values: FloatArray) -> Packed:
    return pack_steps(values, resolution_of(name))


def store_channel(name: str, values: FloatArray) -> FloatArray:
    return on_grid(values, resolution_of(name))


def resolution_of(name: str) -> float:
    channel = CHANNELS.get(name)
    if channel is None:
        raise InvalidValueError(f"Expected a channel of `core.base.channels`, not {name!r}.")
    return channel.resolution


def pack_clock(time_s: FloatArray) -> Packed:
    """Pack times in the coarsest steps that keep both their order and their value."""
    resolution_s = choose_clock(time_s)
    return pack_exactly(time_s) if resolution_s is None else pack_steps(time_s, resolution_s)


def store_clock(time_s: FloatArray) -> FloatArray:
    resolution_s = choose_clock(time_s)
    return time_s if resolution_s is None else on_grid(time_s, resolution_s)


def choose_clock(time_s: FloatArray) -> float | None:
    order = np.sign(np.diff(time_s))
    for resolution_s in TIME_RESOLUTIONS_S:
        stored_s = on_grid(time_s, resolution_s)
        close = np.abs(stored_s - time_s).max(initial=0) <= CLOCK_ERROR_S
        if close and np.array_equal(np.sign(np.diff(stored_s)), order):
            return resolution_s
    return None


def on_grid(values: FloatArray, resolution: float) -> FloatArray:
    steps_per_unit = round(1 / resolution)
    return np.round(values * steps_per_unit) / steps_per_unit + 0.0  # + 0.0 makes -0 a 0


def pack_steps(values: FloatArray, resolution: float) -> Packed:
    missing = np.isnan(values)
    steps = to_steps(values[~missing] if missing.any() else values, resolution)
    differences = np.diff(steps)
    codec = choose_codec(differences)
    body = b"".join(
        (
            pack_mask(missing),
            steps[:1].astype(WHOLE).tobytes(),
            split_bytes(differences.astype(WIDTHS[codec])),
        )
    )
    return Packed(codec, resolution, len(values), zstd.compress(body, options=ZSTD_OPTIONS))


def to_steps(values: FloatArray, resolution: float) -> IntArray:
    steps = np.round(values * round(1 / resolution))
    if not (np.abs(steps) <= LARGEST_STEP).all():
        raise InvalidValueError("Expected finite values of a possible size; clean the run first.")
    return steps.astype(np.int64)


def choose_codec(differences: IntArray) -> int:
    largest = int(np.abs(differences).max(initial=0))
    if largest <= np.iinfo(np.int16).max:
        return STEPS_16
    return STEPS_32 if largest <= np.iinfo(np.int32).max else STEPS_64


def pack_mask(missing: BoolArray) -> bytes:
    return MASK + np.packbits(missing).tobytes() if missing.any() else NO_MASK


def split_bytes(whole: NDArray[np.signedinteger]) -> bytes:
    """All lowest bytes first, then all next ones: the high bytes compress to almost nothing."""
    return whole.view(np.uint8).reshape(-1, whole.itemsize).T.tobytes()


def join_bytes(split: bytes, width: np.dtype[np.signedinteger]) -> NDArray[np.signedinteger]:
    planes = np.frombuffer(split, np.uint8).reshape(width.itemsize, -1)
    return np.ascontiguousarray(planes.T).view(width).reshape(-1)


def pack_exactly(values: FloatArray) -> Packed:
    body = values.astype(FLOAT).tobytes()
    return Packed(EXACT, 1.0, len(values), zstd.compress(body, options=ZSTD_OPTIONS))


def unpack(row: Packed) -> FloatArray:
    try:
        body = zstd.decompress(row.blob)
        values = unpack_exactly(body) if row.codec == EXACT else unpack_steps(body, row)
    except (zstd.ZstdError, ValueError, KeyError, IndexError) as error:
        raise DamagedFileError(
            f"A stored stream (packed by codec {row.codec}) is damaged: {error}. "
            "`midstance rebuild` makes it again from the original."
        ) from error
    if len(values) != row.n:
        raise DamagedFileError(f"A stored stream holds {len(values)} values, not {row.n}.")
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
