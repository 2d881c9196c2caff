"""The weeks of the named runners in words: read and agreed upon, and none contradicts itself."""

import re
from functools import cache

import pytest

from app import golden_words
from app.golden_words import GOLDEN, tell
from core.plan.golden_weeks import situations
from midstance.core.plan.constants import PlanConstants
from midstance.knowledge.plan_constants import load_plan_constants

CONSTANTS: PlanConstants = load_plan_constants()
SITUATIONS = situations()
NAMES = sorted(SITUATIONS)
RAN = {
    "band_back_to_running", "form_and_foot_without_pain", "keep_well_with_a_goal",
    "kneecap_settled_in_the_gym", "patellar_tendon_late_in_the_gym", "pregnant_keep_well",
}  # fmt: skip
KINDS = ("strength", "mobility", "cross", "run")
sheets = cache(golden_words.sheets)


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def sheet(name):
    return sheets()[name]


def sessions_of(sheet, kind=None):
    there = [each for day in sheet.days for each in day.sessions]
    return [each for each in there if kind in {None, each.kind}]


def limits_say(sheet, words):
    return any(words in limit for limit in sheet.limits)


def test_each_runner_reads_her_week(name, sheet):
    assert tell(name, sheet) == (GOLDEN / f"{name}.md").read_text("utf-8")


def test_no_page_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.md")} == set(NAMES)


def test_an_empty_week_says_one_thing(sheet):
    if sheet.empty:
        assert sessions_of(sheet) == []
        assert sheet.least is None
        assert sheet.limits == ()
        assert sheet.running.words == "No running for now."
        assert (sheet.running.most, sheet.running.edits) == ("", ())


def test_what_is_said_of_runs_is_what_stands_on_the_days(sheet):
    runs, words = sessions_of(sheet, "run"), sheet.running.words
    if not runs:
        assert words.startswith("No ")
        assert not sheet.running.advice.because
        return
    kinds = {each.outing.kind for each in runs}
    assert not words.startswith("No ")
    assert ("walk" in kinds) == ("alks" in words)
    if "No running" in words or "running waits" in words:
        assert kinds == {"walk"}


def test_no_run_is_longer_than_the_limit_beside_it(sheet):
    told = re.match(r"At most (?:(\d+) h )?(\d+) min", sheet.running.most)
    runs = sessions_of(sheet, "run")
    assert bool(told) == bool(sheet.running.most)
    assert not runs or told
    for each in runs:
        assert each.seconds <= 3600 * int(told[1] or 0) + 60 * int(told[2])


def test_a_limit_that_leans_on_runs_has_runs_to_lean_on(name, sheet):
    if "your longest of the last" in sheet.running.most:
        assert name in RAN
    else:
        assert not limits_say(sheet, "the longest of your last 30 days")


def test_rest_is_told_when_and_only_when_it_stands_there(name, sheet):
    rests = all(not day.sessions for day in sheet.days[:2]) and bool(sessions_of(sheet))
    assert rests == (name == "one_red_yesterday")
    assert limits_say(sheet, "Two days of rest come first") == rests


def test_a_short_week_says_why(sheet):
    if not sheet.empty:
        is_short = len(sessions_of(sheet, "strength")) < CONSTANTS.strength_sessions[0]
        assert limits_say(sheet, "Fewer sessions") == is_short


def test_a_session_lasts_as_long_as_it_says_and_as_there_is_time(name, sheet):
    for each in sessions_of(sheet, "strength"):
        place = each.day.toordinal() - sheet.first_day.toordinal()
        assert sum(item.seconds for item in each.items) == each.seconds
        assert each.seconds <= SITUATIONS[name].days[place].exercise_s


def test_pain_stops_the_same_everywhere(name, sheet):
    ceiling = f"above {SITUATIONS[name].pain.ceiling:g} of 10"
    assert sheet.empty or ceiling in sheet.advice.stop_if
    stop_if = sheet.running.advice.stop_if
    if "Stop before the outside of the knee begins to hurt." in sheet.running.edits:
        assert "as soon as the outside of the knee hurts" in stop_if
    elif stop_if:
        assert ceiling in stop_if


def test_why_fits_what_the_check_found(name, sheet):
    if "do not point to one pattern" in sheet.advice.because:
        assert SITUATIONS[name].condition == "cannot_say"
    if "what your check fits" in sheet.advice.because:
        assert SITUATIONS[name].condition not in {"cannot_say", "no_pain"}
    for each in (item for session in sessions_of(sheet) for item in session.items):
        if "for what your check fits" in each.because:
            assert SITUATIONS[name].condition not in {"cannot_say", "no_pain"}


def test_every_exercise_of_strength_says_why_and_only_once(sheet):
    for each in sessions_of(sheet, "strength"):
        for item in each.items:
            assert item.because
            assert len(set(item.because)) == len(item.because)


def test_things_are_spoken_of_only_where_there_are_none(name, sheet):
    has_nothing = not SITUATIONS[name].equipment
    assert limits_say(sheet, "nothing at hand") == (has_nothing and not sheet.empty)


def test_each_recommendation_has_at_most_sixty_words(sheet):
    for advice in (sheet.advice, sheet.running.advice):
        told = f"{advice.because} {advice.expect} {advice.stop_if} {advice.source}"
        assert len(told.split()) <= 60


def test_every_kind_is_known(sheet):
    assert {each.kind for each in sessions_of(sheet)} <= set(KINDS)
