"""Sessions and laps: what was done when, and what the device counted."""

from dataclasses import dataclass, field, replace

import numpy as np

from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.importers.activity import Lap, Sport, Totals
from midstance.importers.fit.columns import Messages
from midstance.importers.fit.decode import FitPart
from midstance.importers.fit.records import place
from midstance.importers.fit.sports import MULTISPORT, name_sport

TIMER = 0
START = 0
STOPS = (1, 4, 8, 9)
BOTH_FEET = 2


@dataclass(frozen=True)
class Session:
    """One session; without a start where the file does not tell it."""

    start_s: float | None
    sport: Sport
    totals: Totals = field(default_factory=Totals)


def read_sessions(part: FitPart, shift_s: float) -> list[Session]:
    """The sessions of a file in the order of their starts; one made up where there is none."""
    messages = part.messages.get("session")
    sport = _read_file_sport(part)
    if messages is None:
        return [Session(None, sport)]
    rows = range(len(messages))
    sports, subs = _values(messages, "sport"), _values(messages, "sub_sport")
    kept = [row for row in rows if sports[row] != MULTISPORT] or list(rows)
    starts = _starts(messages, shift_s)
    strides, fractions = (
        _values(messages, "total_strides"),
        _values(messages, "total_fractional_cycles"),
    )
    sessions = [
        Session(
            start_s=starts[row],
            sport=name_sport(_whole(sports[row]), _whole(subs[row])),
            totals=_read_totals(messages, row, strides[row], fractions[row]),
        )
        for row in kept
    ]
    if len(sessions) == 1 and sessions[0].sport is Sport.UNKNOWN:
        sessions = [replace(sessions[0], sport=sport)]
    return sorted(sessions, key=lambda session: session.start_s or 0.0)


def _read_file_sport(part: FitPart) -> Sport:
    for name in ("sport", "lap"):
        messages = part.messages.get(name)
        if messages is None:
            continue
        sport, sub = _values(messages, "sport"), _values(messages, "sub_sport")
        found = name_sport(_whole(sport[0]), _whole(sub[0]))
        if found is not Sport.UNKNOWN:
            return found
    return Sport.UNKNOWN


def _read_totals(
    messages: Messages, row: int, strides: float | None, fraction: float | None
) -> Totals:
    def total(name: str) -> float | None:
        return _values(messages, name)[row]

    return Totals(
        elapsed_s=total("total_elapsed_time"),
        timer_s=total("total_timer_time"),
        distance_m=total("total_distance"),
        ascent_m=total("total_ascent"),
        descent_m=total("total_descent"),
        steps=None if strides is None else BOTH_FEET * (strides + (fraction or 0)),
    )


def read_laps(part: FitPart, shift_s: float) -> tuple[Lap, ...]:
    """The laps that have a start, in their order."""
    messages = part.messages.get("lap")
    if messages is None:
        return ()
    rows = zip(
        _starts(messages, shift_s),
        _values(messages, "total_elapsed_time"),
        _values(messages, "total_distance"),
        strict=True,
    )
    return tuple(
        Lap(start_s, elapsed_s, distance_m)
        for start_s, elapsed_s, distance_m in rows
        if start_s is not None
    )


def read_pauses(part: FitPart, shift_s: float) -> FloatArray:
    """(k, 2) from each stop of the timer to its next start; a stop without one ends the run."""
    messages = part.messages.get("event")
    columns = [
        None if messages is None else messages.numbers(name)
        for name in ("event", "event_type", "timestamp")
    ]
    if any(column is None for column in columns):
        return np.empty((0, 2))
    event, kind, stamps = (column for column in columns if column is not None)
    time_s = place(stamps, shift_s)
    stops = np.isin(kind, STOPS)
    timer = (event == TIMER) & np.isfinite(time_s) & (stops | (kind == START))
    stopped, at_s = stops[timer], time_s[timer]
    first = np.flatnonzero(stopped[:-1] & ~stopped[1:])
    opened = _first_of_each_state(stopped)
    pauses_s = np.column_stack((at_s[opened[first]], at_s[first + 1]))
    return pauses_s[pauses_s[:, 1] > pauses_s[:, 0]]


def _first_of_each_state(stopped: BoolArray) -> IntArray:
    """(n,) the row in which the current state began."""
    begins = np.concatenate(([True], stopped[1:] != stopped[:-1]))[: stopped.size]
    return np.maximum.accumulate(np.where(begins, np.arange(stopped.size), 0))


def _starts(messages: Messages, shift_s: float) -> list[float | None]:
    stamps = messages.numbers("start_time")
    if stamps is None:
        return [None] * len(messages)
    return _optional(place(stamps, shift_s))


def _values(messages: Messages, name: str) -> list[float | None]:
    values = messages.numbers(name)
    return [None] * len(messages) if values is None else _optional(values)


def _optional(values: FloatArray) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
