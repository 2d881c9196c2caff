"""What was repaired, in words: every kind has its sentence, whatever was stored and when."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import midstance.importers
from midstance.app.importing.prepare import SPORT_ASSUMED
from midstance.app.number_words import decimal_words, duration_words
from midstance.app.repair_words import CHANNELS, PRECISE, REPAIRS, repair_sentence
from midstance.core.base import channels
from midstance.importers.activity import Note

IMPORTERS = Path(midstance.importers.__file__).parent


def test_every_note_that_any_importer_writes_has_words():
    source = "\n".join(path.read_text() for path in sorted(IMPORTERS.rglob("*.py")))
    written = set(re.findall(r"(?:Note\(|\.kept\([^\"]*)\s*\"(\w+)\"", source))
    assert len(written) > 30
    assert {*written, SPORT_ASSUMED} <= set(REPAIRS)
    assert set(PRECISE) <= set(REPAIRS)
    assert set(channels.CHANNELS) == set(CHANNELS)


def test_a_note_is_told_with_how_often():
    assert repair_sentence(Note("times_missing", 1)) == "1 record had no time and was left out."
    assert repair_sentence(Note("times_missing", 1200)).startswith("1,200 records had no time")


def test_seconds_are_said_as_people_say_them():
    note = Note("gaps", 2, amounts={"lasted_s": 80.4})
    assert "2 times, for 1 min 20 s in all" in repair_sentence(note)
    assert "for 20 s." in repair_sentence(Note("gaps", 1, amounts={"lasted_s": 20}))


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"kind": "gaps", "count": 1, "detail": "3700 s"}, "recorded for 1 h 1 min."),
        ({"kind": "clock_not_set", "count": 1, "detail": "1989"}, "believed that it was 1989"),
        ({"kind": "values_not_possible", "count": 3, "detail": "heart_rate_bpm"}, "heart rate."),
        ({"kind": "cut_short", "count": 1, "detail": "9 of 20 bytes are missing"}, "was kept."),
        ({"kind": "speed_spikes", "count": 4, "detail": "37 m"}, "4 moments were faster"),
        ({"kind": "of_tomorrow", "count": 1, "detail": "here"}, "put right (of_tomorrow)."),
        ({"kind": "gaps", "count": 2}, "Nothing was recorded for a while."),
    ],
)
def test_rows_of_earlier_and_later_versions_are_still_told(stored, said):
    assert said in repair_sentence(Note(**stored))


@given(
    st.sampled_from(sorted(REPAIRS)),
    st.integers(0, 1 << 40),
    st.dictionaries(st.sampled_from(["lasted_s", "year", "moved_m"]), st.floats(0, 1e6)),
)
def test_no_placeholder_is_ever_left_open(kind, count, amounts):
    note = Note(kind, count, amounts=amounts)
    sentence = repair_sentence(Note(**asdict(note)))
    assert "%(" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("duration_s", "words"),
    [(0, "1 s"), (59.4, "59 s"), (60, "1 min"), (80, "1 min 20 s"), (7500, "2 h 5 min")],
)
def test_durations_in_words(duration_s, words):
    assert duration_words(duration_s) == words


def test_numbers_have_no_minus_zero():
    assert decimal_words(-0.04, 1) == "0.0"
    assert decimal_words(2400) == "2,400"
