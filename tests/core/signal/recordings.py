"""Made-up recordings for the laws of the view."""

from types import MappingProxyType

import numpy as np
from hypothesis import strategies as st

from midstance.core.base.streams import Streams
from midstance.core.signal.gaps import NO_INTERVALS, find_gaps, merge_intervals


def make_streams(time_s, breaks_s=NO_INTERVALS, **channels) -> Streams:
    plain = {name: np.asarray(values, dtype=float) for name, values in channels.items()}
    return Streams(np.asarray(time_s, dtype=float), MappingProxyType(plain), breaks_s)


def cut(streams: Streams, second: int) -> tuple[Streams, Streams]:
    """Cut a recording in two; the sample at the cut belongs to both."""
    early, late = streams.time_s <= second, streams.time_s >= second
    parts = []
    for keep, shift_s in ((early, 0), (late, second)):
        channels = {name: values[keep] for name, values in streams.channels.items()}
        breaks_s = np.clip(streams.breaks_s, *((0, second) if shift_s == 0 else (second, None)))
        breaks_s = breaks_s[breaks_s[:, 1] > breaks_s[:, 0]]
        parts.append(
            Streams(streams.time_s[keep] - shift_s, MappingProxyType(channels), breaks_s - shift_s)
        )
    return parts[0], parts[1]


@st.composite
def recordings(draw, shortest=0, longest=250, *, each_second=False, gaps=True):
    """A run over hills, sampled each second or less often, with holes and pauses."""
    n = draw(st.integers(shortest, longest))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps_s = np.ones(n) if each_second else random.choice([1.0, 1.0, 2.0, 5.0], size=n)
    if gaps and n:
        steps_s[random.random(n) < 0.02] += 40.0
    time_s = np.cumsum(steps_s) - (steps_s[0] if n else 0)
    way_m = random.uniform(1.5, 5.0, size=n) * np.minimum(steps_s, 10)
    distance_m = np.cumsum(way_m)
    channels = {
        "distance_m": distance_m,
        "altitude_m": 100 + 20 * np.sin(distance_m / 300) + random.normal(0, 0.3, size=n),
        "cadence_spm": random.integers(150, 190, size=n).astype(float),
        "heart_rate_bpm": random.integers(100, 180, size=n).astype(float),
    }
    for values in channels.values():
        values[random.random(n) < draw(st.sampled_from([0, 0, 0.05, 0.4]))] = np.nan
    for name in draw(st.sets(st.sampled_from(sorted(channels)))):
        del channels[name]
    breaks_s = find_gaps(time_s, 10) if n else NO_INTERVALS
    if gaps and n > 10 and draw(st.booleans()):
        at_s = float(random.uniform(0, time_s[-1]))
        pause_s = np.array([[at_s, min(at_s + random.uniform(0.1, 30), time_s[-1])]])
        breaks_s = merge_intervals(np.concatenate((breaks_s, pause_s)))
    return make_streams(time_s, breaks_s, **channels)
