"""Fields that stand for others: packed components, short forms, and names that depend on the sport.

The tables hold facts of the FIT format, as fitdecode 0.11 (MIT) lists them too.
"""

from types import MappingProxyType

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.importers.fit.accumulate import accumulate
from midstance.importers.fit.columns import Column, Columns
from midstance.importers.fit.profile import EVENT, HR, LAP, RECORD, SESSION

SPEED_SCALE, DISTANCE_SCALE, PACKED_BYTES = 100, 16, 3
HR_CLOCK_HZ, HR_BITS = 1024, 12
SHORT_FORMS = MappingProxyType(  # message to (short field, the field it stands for)
    {
        RECORD: (
            ("speed", "enhanced_speed"),
            ("altitude", "enhanced_altitude"),
            ("respiration_rate", "enhanced_respiration_rate"),
        ),
        SESSION: (
            ("avg_speed", "enhanced_avg_speed"),
            ("max_speed", "enhanced_max_speed"),
            ("avg_altitude", "enhanced_avg_altitude"),
            ("max_altitude", "enhanced_max_altitude"),
            ("min_altitude", "enhanced_min_altitude"),
            ("avg_respiration_rate", "enhanced_avg_respiration_rate"),
            ("max_respiration_rate", "enhanced_max_respiration_rate"),
            ("min_respiration_rate", "enhanced_min_respiration_rate"),
        ),
        LAP: (
            ("avg_speed", "enhanced_avg_speed"),
            ("max_speed", "enhanced_max_speed"),
            ("avg_altitude", "enhanced_avg_altitude"),
            ("max_altitude", "enhanced_max_altitude"),
            ("min_altitude", "enhanced_min_altitude"),
            ("avg_respiration_rate", "enhanced_avg_respiration_rate"),
            ("max_respiration_rate", "enhanced_max_respiration_rate"),
        ),
        EVENT: (("data16", "data"),),
        HR: (("time256", "fractional_timestamp"),),
    }
)
COUNTERS = (
    ("cycles", "total_cycles", 8),
    ("compressed_accumulated_power", "accumulated_power", 16),
)
RUNNING, CYCLING, SWIMMING, WALKING, ROWING, PADDLING = 1, 2, 5, 11, 15, 37
TIMER = 0
BY_SPORT = (
    ("total_cycles", "total_strides", "sport", (RUNNING, WALKING)),
    ("total_cycles", "total_strokes", "sport", (CYCLING, SWIMMING, ROWING, PADDLING)),
    ("avg_cadence", "avg_running_cadence", "sport", (RUNNING,)),
    ("max_cadence", "max_running_cadence", "sport", (RUNNING,)),
)
SUBFIELDS = MappingProxyType(  # message to (field, its other name, deciding field, its values)
    {
        SESSION: BY_SPORT,
        LAP: BY_SPORT,
        EVENT: (("data", "timer_trigger", "event", (TIMER,)),),
    }
)


def expand(message: int, columns: Columns) -> None:
    """Add what the fields of one kind of message stand for; what is written out goes first."""
    if message == RECORD:
        _unpack_speed_and_distance(columns)
        for packed, whole, bits in COUNTERS:
            _count_on(columns, packed, whole, bits)
    if message == HR:
        _unpack_beats(columns)
    for short, long in SHORT_FORMS.get(message, ()):
        if _is_plain(columns.get(short)):
            _fill(columns, long, columns[short])
    for field, name, decider, values in SUBFIELDS.get(message, ()):
        if _is_plain(columns.get(field)) and _is_plain(columns.get(decider)):
            decided = columns[decider]
            applies = np.logical_or.reduce([decided == value for value in values])
            columns[name] = np.where(applies, columns[field], np.nan)


def _is_plain(column: Column | None) -> bool:
    return column is not None and column.dtype != object and column.ndim == 1


def _fill(columns: Columns, name: str, values: Column) -> None:
    known = columns.get(name)
    if known is None:
        columns[name] = values
    elif _is_plain(known):
        columns[name] = np.where(np.isnan(known), values, known)


def _unpack_speed_and_distance(columns: Columns) -> None:
    packed = columns.get("compressed_speed_distance")
    if packed is None or packed.ndim == 1 or packed.shape[1] != PACKED_BYTES:
        return
    good = ~np.isnan(packed).any(axis=1)
    octets = packed[good].astype(np.int64)
    first, middle, last = octets[:, 0], octets[:, 1], octets[:, 2]
    speed = np.full(good.size, np.nan)
    distance = speed.copy()
    speed[good] = (first | (middle & 0x0F) << 8) / SPEED_SCALE
    low = middle >> 4 | last << 4
    distance[good] = accumulate(low, np.full(low.size, np.nan), 12) / DISTANCE_SCALE
    _fill(columns, "speed", speed)
    _fill(columns, "distance", distance)


def _count_on(columns: Columns, packed: str, whole: str, bits: int) -> None:
    column = columns.get(packed)
    if column is None or not _is_plain(column):
        return
    good = ~np.isnan(column)
    counted = np.full(column.size, np.nan)
    low = column[good].astype(np.int64)
    counted[good] = accumulate(low, np.full(low.size, np.nan), bits)
    _fill(columns, whole, counted)


def _unpack_beats(columns: Columns) -> None:
    """The times of heart beats: a full one now and then, twelve bits of each in between."""
    packed = columns.get("event_timestamp_12")
    if packed is None or packed.ndim == 1:
        return
    low, present = _split_twelve_bits(packed)
    count, width = low.shape
    if not width:
        return
    known = columns.get("event_timestamp")
    written = np.full((count, 1), np.nan)
    if known is not None and known.dtype != object:
        written = known.reshape(count, -1)
    full = np.full((count, width), np.nan)
    full[:, 0] = np.where(present[:, 0], np.nan, written[:, 0] * HR_CLOCK_HZ)
    anchored = ~np.isnan(full[:, 0])
    low[anchored, 0] = full[anchored, 0].astype(np.int64) & ((1 << HR_BITS) - 1)
    present[anchored, 0] = True
    beats = np.full(low.shape, np.nan)
    beats[present] = accumulate(low[present], full[present], HR_BITS) / HR_CLOCK_HZ
    width = min(written.shape[1], width)
    beats[anchored, :width] = written[anchored, :width]
    columns["event_timestamp"] = beats


def _split_twelve_bits(packed: FloatArray) -> tuple[IntArray, BoolArray]:
    triples = packed[:, : packed.shape[1] // 3 * 3].reshape(packed.shape[0], -1, 3)
    good = ~np.isnan(triples).any(axis=2)
    octets = np.nan_to_num(triples).astype(np.int64)
    low = np.empty((packed.shape[0], 2 * triples.shape[1]), dtype=np.int64)
    low[:, 0::2] = octets[:, :, 0] | (octets[:, :, 1] & 0x0F) << 8
    low[:, 1::2] = octets[:, :, 1] >> 4 | octets[:, :, 2] << 4
    return low, np.repeat(good, 2, axis=1)
