"""Times: the column at once reads what the standard library reads one by one."""

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.importers.times import LATEST_S, read_time, read_times

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 12, 30))  # noqa: DTZ001 - zone added below
ZONES = st.none() | st.integers(-14 * 4, 14 * 4).map(
    lambda quarters: timezone(timedelta(minutes=15 * quarters))
)


@given(st.lists(st.tuples(MOMENTS, ZONES, st.sampled_from(["auto", "seconds", "milliseconds"]))))
def test_iso_times_read_as_the_standard_library_reads_them(moments):
    stated = [(moment.replace(tzinfo=zone), style) for moment, zone, style in moments]
    texts = [moment.isoformat(timespec=style) for moment, style in stated]
    expected = [
        each if each.tzinfo else each.replace(tzinfo=UTC)
        for each in map(datetime.fromisoformat, texts)
    ]
    times = read_times([text.encode() for text in texts])
    assert times.time_s == pytest.approx([each.timestamp() for each in expected], abs=2e-6)
    naive = [moment.tzinfo is None for moment, _ in stated]
    assert np.isnan(times.zone_s).tolist() == naive


@given(st.lists(st.binary(max_size=30)))
def test_any_bytes_give_a_time_or_nothing(texts):
    time_s = read_times(texts).time_s
    assert len(time_s) == len(texts)
    assert np.all(np.isnan(time_s) | ((time_s >= 0) & (time_s <= LATEST_S)))


@given(st.integers(0, 19), st.sampled_from("0123456789-:TZ.+ x"))
def test_a_changed_letter_is_read_as_the_standard_library_reads_it(at, letter):
    text = "2024-02-29T07:12:03Z"
    text = text[:at] + letter + text[at + 1 :]
    try:
        moment = datetime.fromisoformat(text.strip())  # blanks around a time mean nothing
        expected = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except ValueError:
        expected = None
    read = read_time(text)
    if text[17:19] == "60" or expected is None:
        assert read is None or text[17:19] == "60"
    elif 0 <= expected <= LATEST_S:
        assert read == expected


@pytest.mark.parametrize(
    "text", ["2023-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "0001-01-01T00:00:00Z", "", "May 1"]
)
def test_days_that_never_were_are_no_times(text):
    assert read_time(text) is None
