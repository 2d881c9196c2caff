"""A calendar says what the plan says and nothing else, and never doubles."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import ical.calendar_stream
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.isolated import environment
from midstance.app.plan_files.calendar import CalendarEvent, write_calendar
from midstance.core.base.errors import InvalidValueError

AT = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
RUN = CalendarEvent(
    "run-1@plan", date(2026, 11, 26), None, 1800, "Time for your run", "Half an hour"
)
RESET = CalendarEvent("reset-1@plan", date(2026, 11, 25), time(7, 15), 300, "Time for your routine")
WORD = re.compile(r"[^\W\d_]+")

TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), max_size=300
)
TITLES = TEXTS.filter(lambda text: bool(text.strip()))
UIDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-@.", min_size=1, max_size=60)
EVENTS = st.lists(
    st.builds(
        CalendarEvent,
        uid=UIDS,
        day=st.dates(date(2000, 1, 1), date(2099, 12, 30)),
        start_time=st.none() | st.times().map(lambda at: at.replace(microsecond=0)),
        seconds=st.integers(1, 86_400),
        title=TITLES,
        notes=TEXTS,
    ),
    max_size=6,
    unique_by=lambda event: event.uid,
)


def write(*events, name="My plan", made_at=AT):
    return write_calendar(events, name=name, made_at=made_at)


def read_with_icalendar(data: bytes) -> list[CalendarEvent]:
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar.errors == []
    found = []
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        start, end = event.decoded("dtstart"), event.decoded("dtend")
        notes = str(event.get("description", ""))
        found.append(tell(str(event["uid"]), start, end, str(event["summary"]), notes))
    return found


def read_with_ical(data: bytes) -> list[CalendarEvent]:
    calendar = ical.calendar_stream.IcsCalendarStream.calendar_from_ics(data.decode())
    return [
        tell(event.uid, event.dtstart, event.dtend, event.summary, event.description or "")
        for event in calendar.events
    ]


def tell(uid, start, end, title, notes) -> CalendarEvent:
    if not isinstance(start, datetime):
        assert end == start + timedelta(days=1)
        return CalendarEvent(uid, start, None, 0, title, notes)
    assert start.tzinfo is None, "floats with the clock of wherever she is"
    seconds = round((end - start).total_seconds())
    return CalendarEvent(uid, start.date(), start.time(), seconds, title, notes)


def as_told(event: CalendarEvent) -> CalendarEvent:
    return replace(event, seconds=event.seconds if event.start_time else 0)


READERS = {"icalendar": read_with_icalendar, "ical": read_with_ical}


@pytest.mark.parametrize("name", READERS)
@given(EVENTS)
def test_what_is_written_is_read(name, events):
    assert READERS[name](write(*events)) == [as_told(event) for event in events]


@given(EVENTS, TITLES)
def test_lines_are_short_and_end_as_the_format_asks(events, name):
    data = write(*events, name=name)
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(sign in line for line in lines for sign in (b"\n", b"\r"))
    data.decode()


@given(EVENTS)
def test_equal_inputs_give_equal_bytes(events):
    assert write(*events) == write(*events)


def test_the_zone_in_which_it_was_made_changes_nothing():
    there = AT.astimezone(timezone(timedelta(hours=-7)))
    assert write(RUN, RESET, made_at=there) == write(RUN, RESET)


@given(EVENTS, st.integers(1, 30))
def test_a_later_feed_updates_and_never_doubles(events, days):
    moved = [replace(event, day=event.day - timedelta(days=days)) for event in events]
    before, after = write(*events), write(*moved, made_at=AT + timedelta(days=days))
    held = {event.uid: event for event in read_with_icalendar(before)}
    held |= {event.uid: event for event in read_with_icalendar(after)}
    assert list(held.values()) == [as_told(event) for event in moved]


@given(EVENTS)
def test_it_adds_no_words_of_its_own(events):
    """What a lock screen or a shared calendar shows are the caller's words alone."""
    plain = [
        replace(event, uid=str(number), title="7", notes="7") for number, event in enumerate(events)
    ]
    shown = [
        line.partition(":")[2]
        for line in write(*plain, name="7").decode().splitlines()
        if line.startswith(("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"))
    ]
    assert not WORD.findall(" ".join(shown))
    properties = {
        line.partition(":")[0].partition(";")[0] for line in write(*plain).decode().splitlines()
    }
    assert not properties & {
        "LOCATION",
        "COMMENT",
        "CATEGORIES",
        "URL",
        "ORGANIZER",
        "ATTENDEE",
        "CONTACT",
    }
    assert b"knee" not in write(*plain).lower()


def test_it_asks_to_be_read_again_and_to_be_kept_private():
    text = write(RUN, RESET).decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert text.count("CLASS:PRIVATE\r\n") == 2
    assert text.count("TRANSP:TRANSPARENT\r\n") == 1  # the whole day stays free


@pytest.mark.parametrize("name", READERS)
def test_an_empty_plan_is_a_calendar_that_holds_nothing(name):
    data = write()
    assert READERS[name](data) == []
    assert b"BEGIN:VTIMEZONE" in data  # a calendar without any part is none


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\r\nb\rc\x0bd\x85e\u2028f", "a\nb\nc\nd\ne\nf"),
        ("a\x00b\x07c\ud800d\ufeffe", "abcde"),
        ("BEGIN:VEVENT\r\nSUMMARY:x", "BEGIN:VEVENT\nSUMMARY:x"),
        (r"a\nb, c; d\\", r"a\nb, c; d\\"),
    ],
)
def test_signs_that_would_break_the_file_do_not(name, written, read):
    (event,) = READERS[name](write(replace(RUN, notes=written)))
    assert event.notes == read


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (replace(RUN, uid=" "), "short id"),
        (replace(RUN, uid="a\r\nb"), "short id"),
        (replace(RUN, uid="a" * 256), "short id"),
        (replace(RUN, title=" \x07"), "title"),
        (replace(RESET, seconds=0), "1 to 86400 s"),
        (replace(RESET, seconds=86_401), "1 to 86400 s"),
        (replace(RESET, start_time=time(7, tzinfo=UTC)), "time of the clock"),
    ],
)
def test_an_event_that_cannot_be_is_refused(event, words):
    with pytest.raises(InvalidValueError, match=words):
        write(event)


def test_two_events_with_one_id_are_refused():
    with pytest.raises(InvalidValueError, match="run-1@plan twice"):
        write(RUN, replace(RESET, uid=RUN.uid))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InvalidValueError, match="with its zone"):
        write(RUN, made_at=AT.replace(tzinfo=None))


def test_the_library_is_loaded_only_to_write(tmp_path):
    code = "import sys, midstance.app.plan_files.calendar; sys.exit('icalendar' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], env=environment(tmp_path), check=True)
