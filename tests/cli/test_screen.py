"""Movement screens on a terminal: listed, told for both sides, taken back, and refused whole."""

from datetime import UTC, datetime, timedelta

import pytest

from app.film_makers import made_filmed
from midstance.app.films.screen_sheet import tell_filmed
from midstance.cli.screen import show_filmed
from midstance.core.gait.screen_records import ScreenProblem
from midstance.knowledge.screens import read_screen_records

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
    ("screen", "kind"),
    [("single_leg_squat", "NotFoundError"), ("calf_raises", "RefusedError")],
)
def test_a_film_that_is_not_there_or_is_of_no_use_is_refused(midstance, screen, kind):
    told = midstance("screen", screen, "--film", "gone.mp4", "--leg", "left", "--json")
    assert (told.code, told.json["error"]["kind"]) == (1, kind)


@pytest.mark.parametrize(
    ("screen", "keep"),
    [
        ("single_leg_squat", "midstance screen single_leg_squat --left NUMBER_OF_SIGNS"),
        ("knee_to_wall_angle", "midstance screen knee_to_wall_angle --left 38"),
    ],
)
def test_what_a_film_saw_is_told_with_how_to_keep_it(capsys, screen, keep):
    sheet = tell_filmed(read_screen_records()[screen], made_filmed("left", screen), "en")
    show_filmed(sheet)
    told = capsys.readouterr().out
    assert sheet.sentence in told
    assert all(f"{mark.words} {mark.seen_words}" in told for mark in sheet.marks)
    assert sheet.limits in told
    assert keep in told


def test_a_film_that_tells_nothing_says_what_to_do_and_not_how_to_keep_it(capsys):
    record = read_screen_records()["single_leg_squat"]
    show_filmed(tell_filmed(record, made_filmed(problem=ScreenProblem.OTHER_LEG), "en"))
    told = capsys.readouterr().out
    assert "mirroring" in told
    assert "midstance screen" not in told


@pytest.mark.parametrize(
    "options",
    [
        ("--left", 1),
        ("--drop",),
        ("calf_raises", "--drop"),
        ("calf_raises", "--day", YESTERDAY),
        ("calf_raises", "--left", 1, "--drop", "--day", YESTERDAY),
        ("calf_raises", "--day", "soon", "--left", 1),
        ("--film", "squat.mp4", "--leg", "left"),
        ("single_leg_squat", "--film", "squat.mp4"),
        ("single_leg_squat", "--leg", "left"),
        ("single_leg_squat", "--film", "squat.mp4", "--leg", "left", "--left", 1),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(midstance, options):
    assert midstance("screen", *options).code == 2
