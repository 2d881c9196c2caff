"""Size and CPU time of packing an hour of streams, beside npz and JSON with gzip.

The other two keep every bit of a float; ours keeps what a device writes.
"""

import gzip
import io
import json
import statistics
import time
from collections.abc import Callable
from types import MappingProxyType

import django
import numpy as np
from django.conf import settings

from midstance.core.base.streams import Streams

SECONDS, REPEATS = 3600, 25
APPS = ["django.contrib.auth", "django.contrib.contenttypes", "midstance.store"]


def make_run() -> Streams:
    """An hour of nine channels with the noise and the steps of a watch."""
    rng = np.random.default_rng(1)
    time_s = np.arange(SECONDS) * 1.0
    speed = 3 + np.clip(0.3 * np.cumsum(rng.normal(0, 0.03, SECONDS)), -1, 1)
    channels = {
        "latitude_deg": 50 + np.cumsum(speed * 9e-6 * np.cos(time_s / 100)),
        "longitude_deg": 8 + np.cumsum(speed * 9e-6 * np.sin(time_s / 100)),
        "altitude_m": np.round((100 + np.cumsum(rng.normal(0, 0.05, SECONDS))) * 5) / 5,
        "distance_m": np.round(np.cumsum(speed), 2),
        "speed_mps": np.round(speed, 3),
        "cadence_spm": np.round(170 + rng.normal(0, 1.5, SECONDS)),
        "heart_rate_bpm": np.round(150 + np.cumsum(rng.normal(0, 0.3, SECONDS))),
        "contact_time_s": np.round(0.25 + rng.normal(0, 0.004, SECONDS), 3),
        "vertical_oscillation_m": np.round(0.08 + rng.normal(0, 0.003, SECONDS), 3),
    }
    channels["altitude_m"][100:110] = np.nan
    return Streams(time_s, MappingProxyType(channels), np.array([[10.0, 20.0]]))


def pack_npz(streams: Streams) -> bytes:
    target = io.BytesIO()
    np.savez_compressed(target, time_s=streams.time_s, **streams.channels)
    return target.getvalue()


def unpack_npz(packed: bytes) -> dict:
    with np.load(io.BytesIO(packed)) as archive:
        return dict(archive)


def pack_json(streams: Streams) -> bytes:
    told = {name: values.tolist() for name, values in streams.channels.items()}
    return gzip.compress(json.dumps({"time_s": streams.time_s.tolist(), **told}).encode(), 6)


def unpack_json(packed: bytes) -> dict:
    return {name: np.array(values) for name, values in json.loads(gzip.decompress(packed)).items()}


def median_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    settings.configure(INSTALLED_APPS=APPS, USE_TZ=True)
    django.setup()
    from midstance.store.streams import (  # noqa: PLC0415 # its rows need Django set up
        pack_streams,
        unpack_streams,
    )

    run = make_run()
    row = pack_streams(run)
    measured = {
        "fixed point, delta, zstd": (
            len(row.blob),
            median_ms(lambda: pack_streams(run)),
            median_ms(lambda: unpack_streams(row)),
        )
    }
    for name, pack, unpack in (
        ("npz", pack_npz, unpack_npz),
        ("JSON, gzip", pack_json, unpack_json),
    ):
        packed = pack(run)
        measured[name] = (
            len(packed),
            median_ms(lambda pack=pack: pack(run)),
            median_ms(lambda unpack=unpack, packed=packed: unpack(packed)),
        )
    ours = next(iter(measured.values()))
    print(f"{SECONDS} s, {len(run.channels)} channels, median of {REPEATS}")
    for name, figures in measured.items():
        size, pack_ms, unpack_ms = figures
        ratios = " ".join(f"{one / own:5.1f}x" for one, own in zip(figures, ours, strict=True))
        print(
            f"{name:26} {size:8} B  pack {pack_ms:7.2f} ms  unpack {unpack_ms:6.2f} ms   {ratios}"
        )


if __name__ == "__main__":
    main()
