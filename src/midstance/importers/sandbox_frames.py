"""Members as frames: what the process that reads a stranger's files says, and how it is checked."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from midstance.core.base.arrays import FloatArray
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
from midstance.sandbox.frames import (
    LONGEST_PAYLOAD,
    FrameError,
    Header,
    Payload,
    Raw,
    each,
    maybe,
    read_as,
    read_count,
    read_hash,
    read_items,
    read_number,
    read_row,
    read_rows,
    read_text,
)

COLUMNS = frozenset(CHANNELS) | {"cadence_rpm", "grade_frac", "gps_accuracy_m"}

# --- writing, in the child ------------------------------------------------------------------------


def write_member(member: Member) -> tuple[Header, Payload]:
    """Write a member as header and payload."""
    payload = Payload([])
    header: Header = {"kind": "member", "path": member.path, "sha256": member.sha256, "size": None}
    if member.data is not None:
        header["size"] = len(member.data)
        if member.data:
            payload.parts.append(memoryview(member.data))
    if isinstance(member.outcome, Failed):
        header["failed"] = [member.outcome.kind, member.outcome.reason]
    else:
        header["parsed"] = _write_parsed(member.outcome, payload)
    return header, payload


def _write_parsed(parsed: Parsed, payload: Payload) -> Header:
    return {
        "activities": [_write_activity(activity, payload) for activity in parsed.activities],
        "shoes": [[shoe.name, shoe.brand, shoe.model] for shoe in parsed.shoes],
        "why_empty": parsed.why_empty,
    }


def _write_activity(activity: Activity, payload: Payload) -> Header:
    return {
        "source": activity.source.value,
        "member": activity.member,
        "sport": activity.sport.value,
        "start_s": activity.start_s,
        "time": payload.add(activity.time_s),
        "columns": [[name, payload.add(values)] for name, values in activity.columns.items()],
        "pauses": payload.add(activity.pauses_s),
        "laps": [[lap.start_s, lap.elapsed_s, lap.distance_m] for lap in activity.laps],
        "totals": [getattr(activity.totals, name) for name in TOTALS],
        "device": [getattr(activity.device, name) for name in DEVICE],
        "utc_offset_s": activity.utc_offset_s,
        "name": activity.name,
        "gear": activity.gear,
        "notes": [
            [note.kind, note.count, note.detail, list(note.amounts.items())]
            for note in activity.notes
        ],
    }


TOTALS = ("elapsed_s", "timer_s", "distance_m", "ascent_m", "descent_m", "steps")
DEVICE = ("manufacturer", "product", "serial", "created_s", "has_barometer")


# --- reading, in the parent -----------------------------------------------------------------------


def read_member(header: Header, payload: bytearray) -> Member:
    """Read a member, believing nothing.

    Raises
    ------
    FrameError
        Anything is missing, of another type or size, or left over.
    """
    raw = Raw(memoryview(payload).toreadonly())
    try:
        size = header["size"]
        data = None if size is None else bytes(raw.take(read_count(size, LONGEST_PAYLOAD)))
        outcome: Parsed | Failed
        if "failed" in header:
            kind, reason = map(read_text, read_items(header["failed"]))
            outcome = Failed(kind, reason)
        else:
            outcome = _read_parsed(read_as(dict, header["parsed"]), raw)
        member = Member(read_text(header["path"]), data, read_hash(header["sha256"]), outcome)
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        raise FrameError(f"a member that cannot be ({type(error).__name__})") from error
    raw.finish()
    return member


def _read_parsed(header: Header, raw: Raw) -> Parsed:
    return Parsed(
        activities=tuple(each(header["activities"], lambda item: _read_activity(item, raw))),
        shoes=tuple(ShoeRecord(*map(read_text, row)) for row in read_rows(header["shoes"], 3)),
        why_empty=read_text(header["why_empty"]),
    )


def _read_activity(item: object, raw: Raw) -> Activity:
    header: Header = read_as(dict, item)
    time_s = raw.array(header["time"], 1)
    columns = _read_columns(header["columns"], raw, time_s.size)
    pauses_s = raw.array(header["pauses"], 2)
    if pauses_s.shape[1] != 2:  # noqa: PLR2004 - a start and an end
        raise FrameError("pauses without an end")
    return Activity(
        source=Source(header["source"]),
        member=read_text(header["member"]),
        sport=Sport(header["sport"]),
        start_s=read_number(header["start_s"]),
        time_s=time_s,
        columns=columns,
        pauses_s=pauses_s,
        laps=tuple(
            Lap(read_number(start), maybe(read_number, elapsed), maybe(read_number, distance))
            for start, elapsed, distance in read_rows(header["laps"], 3)
        ),
        totals=Totals(
            *(maybe(read_number, value) for value in read_row(header["totals"], len(TOTALS)))
        ),
        device=_read_device(read_row(header["device"], len(DEVICE))),
        utc_offset_s=maybe(read_number, header["utc_offset_s"]),
        name=read_text(header["name"]),
        gear=read_text(header["gear"]),
        notes=tuple(
            Note(
                read_text(kind),
                read_count(count, 1 << 53),
                read_text(detail),
                _read_amounts(amounts),
            )
            for kind, count, detail, amounts in read_rows(header["notes"], 4)
        ),
    )


def _read_columns(items: object, raw: Raw, n: int) -> Mapping[str, FloatArray]:
    columns = {}
    for name, shape in read_rows(items, 2):
        if name not in COLUMNS or name in columns:
            raise FrameError("a column that there is not")
        columns[name] = raw.array(shape, 1)
        if columns[name].size != n:
            raise FrameError(f"{columns[name].size} values of {name} at {n} times")
    return MappingProxyType(columns)


def _read_amounts(items: object) -> dict[str, float]:
    amounts = {read_text(name): _amount(amount) for name, amount in read_rows(items, 2)}
    if not all(map(math.isfinite, amounts.values())):
        raise FrameError("an amount that is no number")
    return amounts


def _read_device(row: list[Any]) -> Device:
    manufacturer, product, serial, created_s, has_barometer = row
    return Device(
        manufacturer=read_text(manufacturer),
        product=read_text(product),
        serial=read_text(serial),
        created_s=maybe(read_number, created_s),
        has_barometer=maybe(lambda value: read_as(bool, value), has_barometer),
    )


def _amount(value: object) -> float:
    return value if type(value) is int else read_as(float, value)
