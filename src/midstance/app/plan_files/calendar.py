"""The plan as a calendar that other programs read, once or again and again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from midstance.core.base.errors import InvalidValueError

if TYPE_CHECKING:
    from icalendar import Event, Timezone

PRODUCT = "-//Midstance//Plan//EN"
LOOK_AGAIN = timedelta(hours=1)
LOOK_AGAIN_WORDS = "PT1H"
LONGEST_S = 24 * 3600
MOST_UID_BYTES = 255
LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class CalendarEvent:
    """Something that stands on a day.

    Parameters
    ----------
    uid : the same as long as it is the same thing, whatever becomes of it; no other has it.
    start_time : by the clock of wherever she is; None for the whole day.
    seconds : how long it lasts [s]; tells nothing where it stands for the whole day.
    title, notes : shown on lock screens, and to all with whom she shares her calendar.
    """

    uid: str
    day: date
    start_time: time | None
    seconds: int
    title: str
    notes: str = ""


def write_calendar(events: Sequence[CalendarEvent], *, name: str, made_at: datetime) -> bytes:
    """The bytes of an iCalendar file or feed; equal inputs give equal bytes.

    Parameters
    ----------
    events : all that the calendar holds; a reader drops what is in it no more.
    name : what the reader may call the calendar.
    made_at : when the events became what they are.

    Raises
    ------
    InvalidValueError
        An event has no id or that of another, no title, or a length or time that cannot be.
    """
    from icalendar import Calendar  # noqa: PLC0415 - takes 0.16 s, and few pages need it

    _check(events, made_at)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", _text(name))
    calendar.add("x-wr-calname", _text(name))
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", LOOK_AGAIN_WORDS)
    for event in events:
        calendar.add_component(_event(event, made_at.astimezone(UTC)))
    if not events:
        calendar.add_component(_placeholder())
    content: bytes = calendar.to_ical()
    return content


def _check(events: Sequence[CalendarEvent], made_at: datetime) -> None:
    if made_at.tzinfo is None:
        raise InvalidValueError(f"Expected a time with its zone, got {made_at}.")
    seen: set[str] = set()
    for event in events:
        if event.uid in seen:
            raise InvalidValueError(f"Expected an id for each event, got {event.uid} twice.")
        seen.add(event.uid)
        _check_event(event)


def _check_event(event: CalendarEvent) -> None:
    uid, start = event.uid, event.start_time
    if not (uid.strip() and uid.isprintable() and len(uid.encode()) <= MOST_UID_BYTES):
        raise InvalidValueError(f"Expected a short id in one line, got {uid!r}.")
    if not _text(event.title).strip():
        raise InvalidValueError(f"Expected a title for {uid}, got none.")
    if start is None:
        return
    if start.tzinfo is not None or not 0 < event.seconds <= LONGEST_S:
        raise InvalidValueError(
            f"Expected a time of the clock and 1 to {LONGEST_S} s for {uid}, got {start} and "
            f"{event.seconds} s."
        )


def _event(told: CalendarEvent, made_at: datetime) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", told.uid)
    event.add("dtstamp", made_at)
    event.add("summary", _text(told.title))
    if told.notes:
        event.add("description", _text(told.notes))
    event.add("class", "PRIVATE")
    if told.start_time is None:
        event.add("dtstart", told.day)
        event.add("dtend", told.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")  # leaves the day free for others to see
    else:
        start = datetime.combine(told.day, told.start_time.replace(microsecond=0))
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(seconds=told.seconds))
    return event


def _placeholder() -> "Timezone":
    """A calendar must hold something, and an empty plan must still empty the reader's."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415 - as above

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - by the clock, as the format asks
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone


def _text(words: str) -> str:
    """Without the signs that the format cannot hold."""
    return NOT_TEXT.sub("", LINE_END.sub("\n", words))
