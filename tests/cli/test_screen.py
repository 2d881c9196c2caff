"""Movement screens on a terminal: listed, told for both sides, taken back, and refused whole."""

from datetime import UTC, datetime, timedelta

import pytest

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()


def test_the_list_and_a_screen_are_told(midstance):
    told = midstance("screen")
    assert (told.code, "calf_raises" in told.out) == (0, True)
    assert max(map(len, told.out.splitlines())) <= 100
    sheet = midstance("screen", "--json").json
    assert len(sheet["screens"]) == 11
    one = midstance("screen", "calf_raises")
    assert "Stop if" in one.out
    assert "1. Stand on one leg" in one.out


def test_a_test_is_kept_listed_and_taken_back(midstance):
    kept = midstance("screen", "calf_raises", "--left", 20, "--right", 22, "--json")
    assert kept.code == 0
    (reading,) = kept.json["readings"]
    assert (reading["left"], reading["right"], reading["both"]) == (20, 22, None)
    told = midstance("screen", "calf_raises", "--left", 21, "--day", YESTERDAY)
    assert "Left 21 times" in told.out
    dropped = midstance("screen", "calf_raises", "--drop", "--day", YESTERDAY, "--json")
    assert dropped.json["readings"] == kept.json["readings"]


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(midstance):
    wrong = midstance("screen", "calf_raises", "--left", -1, "--right", 1.5, "--json")
    assert (wrong.code, len(wrong.json["problems"])) == (1, 2)
    assert midstance("screen", "calf_raises", "--json").json["readings"] == []


def test_an_unknown_screen_is_refused(midstance):
    told = midstance("screen", "flying", "--json")
    assert (told.code, told.json["error"]["kind"]) == (1, "NotFoundError")


@pytest.mark.parametrize(
    "options",
    [
        ("--left", 1),
        ("--drop",),
        ("calf_raises", "--drop"),
        ("calf_raises", "--day", YESTERDAY),
        ("calf_raises", "--left", 1, "--drop", "--day", YESTERDAY),
        ("calf_raises", "--day", "soon", "--left", 1),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(midstance, options):
    assert midstance("screen", *options).code == 2
