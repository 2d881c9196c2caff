"""Shoes on a terminal: listed, told one change at a time, and refused whole with every reason."""

import pytest

from midstance.cli.shoes import pace_from


def test_a_pair_is_added_and_listed(midstance):
    assert "No shoes are known yet." in midstance("shoes").out
    added = midstance("shoes", "--add", "Trail 🏔", "--usual-for", "trail", "--before-km", 12)
    assert added.code == 0
    sheet = midstance("shoes", "--json").json
    (pair,) = sheet["shoes"]
    assert (pair["name"], pair["kinds"], pair["distance_m"]) == ("Trail 🏔", ["trail"], 12_000)
    assert pair["band_m"] == [500_000, 800_000]
    assert sheet["last_change"]["kind"] == "added"
    assert max(map(len, midstance("shoes").out.splitlines())) <= 80


def test_a_pair_is_changed_put_away_and_taken_back(midstance):
    midstance("shoes", "--add", "Blue")
    assert midstance("shoes", "--edit", "blue", "--name", "Red", "--most-km", 600).code == 0
    assert midstance("shoes", "--retire", "Red").code == 0
    (pair,) = midstance("shoes", "--json").json["shoes"]
    assert (pair["name"], pair["most_m"], pair["is_retired"]) == ("Red", 600_000, True)
    midstance("shoes", "--restore", "Red")
    midstance("shoes", "--undo")
    assert midstance("shoes", "--json").json["shoes"][0]["is_retired"]
    midstance("shoes", "--remove", "Red")
    assert midstance("shoes", "--json").json["shoes"] == []


def test_two_pairs_are_joined(midstance):
    midstance("shoes", "--add", "One", "--before-km", 5)
    midstance("shoes", "--add", "Two", "--before-km", 7)
    (pair,) = midstance("shoes", "--join", "One", "Two", "--json").json["shoes"]
    assert (pair["distance_m"], pair["also_named"]) == (12_000, ["Two"])


def test_everything_wrong_is_told_at_once_and_nothing_is_kept(midstance):
    wrong = ("--before-km", -3, "--most-km", 10_000, "--first-day", "2999-01-01")
    answer = midstance("shoes", "--add", "Blue", *wrong, "--json")
    assert answer.code == 1
    assert len(answer.json["problems"]) == 3
    assert midstance("shoes", "--json").json["shoes"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("--retire", "Nobody"),
        ("--wear", "0" * 16, "none"),
        ("--undo",),
    ],
)
def test_what_is_not_there_is_refused(midstance, words):
    assert midstance("shoes", *words, "--json").json["error"]["kind"] == "NotFoundError"


@pytest.mark.parametrize(
    "words",
    [
        ("--brand", "Any"),
        ("--add", "A", "--name", "B"),
        ("--day", "2026-01-01"),
        ("--add", "A", "--undo"),
        ("--add", "A", "--usual-for", "moon"),
        ("--add", "A", "--fast-pace", "soon"),
        ("--add", "A", "--first-day", "soon"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(midstance, words):
    assert midstance("shoes", *words).code == 2


def test_a_pace_is_minutes_and_seconds_for_a_kilometre():
    assert pace_from("5:00") == pytest.approx(1000 / 300)
    assert pace_from("4") == pytest.approx(1000 / 240)
