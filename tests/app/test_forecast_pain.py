"""The forecast of pain is shown when it earned it, says so modestly, and never before a warning."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.knee_answers import HOT, KNEECAP
from app.makers import add_run
from midstance.app.forecast_pain import forecast_line, forecast_pain
from midstance.app.save_check import save_check
from midstance.app.training.diary import WITH_SESSION
from midstance.app.training.forecast_words import band_words, days_of_ten, needs_words
from midstance.app.training.response_days import LEAD_IN, read_response_days
from midstance.core.base.errors import InvalidValueError
from midstance.core.tissue.response import When
from midstance.core.tissue.response_gate import Comparison, Verdict
from midstance.knowledge.response_constants import load_response_constants
from midstance.store.models import KneeCheck, PainEntry, Runner, SessionLog

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CONSTANTS = load_response_constants()
FEWEST = round(CONSTANTS.response_fewest_answers)
APP = Path(__file__).parents[2] / "src/midstance"


def ago(days):
    return TODAY - timedelta(days=days)


def at(day, hour=6):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def run_on(runner, days, times=1.0):
    return add_run(runner, at(ago(days)), impulse_bw_s=1000.0 * times)


def tell(runner, days, pain, moment="during", **more):
    more.setdefault("told_at", at(ago(days), 12))
    return PainEntry.objects.create(owner=runner, day=ago(days), moment=moment, pain=pain, **more)


def answers_load(runner, runs=40, every=3, seed=1):
    """A knee that answers load: easy runs hurt hardly, hard ones more."""
    rng = np.random.default_rng(seed)
    for place in range(runs):
        days = every * (runs - place) - 1
        times = float(rng.choice((0.5, 1.0, 1.7)))
        run = run_on(runner, days, times)
        if place > 4:
            tell(runner, days, round(1.2 * (times - 0.2)), run=run)
            tell(runner, days - 1, 0, "morning")


def as_usual(runner, pains, every=2):
    """Runs all alike, with these pains; the newest yesterday."""
    for place, pain in enumerate(reversed(pains)):
        days = 1 + every * place
        run = run_on(runner, days)
        if pain is not None:
            tell(runner, days, pain, run=run)


def forecast(runner, times=None, today=TODAY):
    return forecast_pain(runner, times, today)


def test_without_an_answer_it_says_what_it_takes(runner):
    found = forecast(runner)
    assert not found.is_shown
    assert found.verdict == "too_few"
    assert (found.answers, found.runs_missing) == (0, FEWEST)
    assert (
        found.needs
        == found.sentence
        == (
            "A forecast takes 20 runs with your pain during the run told. There is none yet. "
            "Then it is shown only if it does better than a guess."
        )
    )
    assert found.chances == ()
    assert found.moments == ()


def test_until_there_are_enough_it_counts_the_runs_that_are_missing(runner):
    as_usual(runner, [1, 2, None, 1, 0])
    found = forecast(runner)
    assert (found.answers, found.runs_missing) == (4, FEWEST - 4)
    assert "16 more to go" in found.needs


def test_one_answer_is_one_answer(runner):
    as_usual(runner, [3])
    assert forecast(runner).answers == 1
    assert "19 more to go" in forecast(runner).needs


def test_a_knee_that_answers_load_earns_a_forecast(runner):
    answers_load(runner)
    found = forecast(runner)
    assert found.is_shown
    assert found.verdict == "better"
    assert found.needs == ""
    assert found.answers >= FEWEST
    assert sum(found.chances) == pytest.approx(1)
    assert found.day == TODAY + timedelta(days=1)
    assert found.sentence.startswith("After a run like your usual one tomorrow you would most ")
    during = found.moments[0]
    assert during.times_closer > 1
    assert during.most[0] <= during.half[0] <= during.half[1] <= during.most[1]
    assert sum(found.chances[during.most[0] : during.most[1] + 1]) >= 0.9


def test_a_heavier_run_is_never_forecast_to_hurt_less(runner):
    answers_load(runner)
    spreads = [np.cumsum(forecast(runner, times).chances) for times in (0.1, 0.5, 1.0, 1.5)]
    for lighter, heavier in pairwise(spreads):
        assert np.all(heavier <= lighter + 1e-12)


def test_a_run_heavier_than_any_she_told_of_has_no_forecast(runner):
    answers_load(runner)
    found = forecast(runner, 4.0)
    assert not found.is_shown
    assert found.verdict == "beyond"
    assert "that heavy" in found.needs
    assert found.chances == ()


@pytest.mark.parametrize("times", [-0.1, 0.0, 5.1, float("nan"), float("inf")])
def test_a_load_that_cannot_be_is_refused(runner, times):
    with pytest.raises(InvalidValueError, match="up to 5 times"):
        forecast(runner, times)


@pytest.mark.parametrize("pain", [0, 1, 2])
def test_answers_that_never_change_need_no_forecast(runner, pain):
    as_usual(runner, [pain] * 30)
    found = forecast(runner)
    assert found.verdict == "not_better"
    assert found.needs == (
        "We tested a forecast on 30 of your runs. It did no better than a guess from your earlier "
        "answers, so we do not show it."
    )


def test_answers_by_chance_earn_no_forecast(runner):
    rng = np.random.default_rng(7)
    as_usual(runner, [int(pain) for pain in rng.integers(0, 3, 40)])
    assert forecast(runner).verdict == "not_better"


def test_only_tens_bring_warning_signs_and_no_forecast(runner):
    as_usual(runner, [10] * 30)
    found = forecast(runner)
    assert (found.is_shown, found.verdict) == (False, "held_back")
    assert found.needs.startswith("Warning signs come first.")


def test_a_lock_comes_before_any_forecast(runner):
    answers_load(runner)
    save_check(runner, {**KNEECAP, **HOT})
    found = forecast(runner)
    assert not found.is_shown
    assert found.lock is not None
    assert found.needs == found.lock.sentence
    assert found.chances == ()


def test_a_strong_pain_holds_the_forecast_back(runner):
    answers_load(runner)
    assert forecast(runner).is_shown
    tell(runner, 0, 8)
    found = forecast(runner)
    assert (found.is_shown, found.verdict, found.chances) == (False, "held_back", ())
    assert forecast_line(runner, 1.0, TODAY) == ""


def test_a_red_day_holds_the_forecast_back(runner):
    answers_load(runner)
    save_check(runner, KNEECAP)
    KneeCheck.objects.update(started_at=at(ago(70)), finished_at=at(ago(70)))
    assert forecast(runner).is_shown
    run = run_on(runner, 0)
    tell(runner, 0, 6, run=run)
    found = forecast(runner)
    assert (found.is_shown, found.verdict) == (False, "held_back")
    assert found.needs == "Your knee rests after its last pain, so there is no forecast of a run."


def test_the_line_for_other_pages_is_empty_or_the_sentence(runner):
    assert forecast_line(runner, None, TODAY) == ""
    answers_load(runner)
    assert forecast_line(runner, 1.0, TODAY) == forecast(runner).sentence


def test_it_claims_no_injury_and_changes_no_plan(runner):
    answers_load(runner)
    limits = forecast(runner).limits
    assert "not how likely an injury is" in limits
    assert "does not change your plan" in limits
    assert "trust your knee" in limits


def test_no_plan_reads_a_forecast():
    allowed = {
        "app/forecast_pain.py", "app/what_if.py", "app/training/forecast_words.py",
        "app/training/forecast_sheet.py", "app/training/response_days.py", "cli/pain.py",
        "web/api.py", "web/api_forecast.py", "knowledge/response_constants.py",
    }  # fmt: skip
    readers = set()
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and any(
                word in f"{node.module} {' '.join(each.name for each in node.names)}"
                for word in ("forecast", "tissue.response")
            ):
                readers.add(str(path.relative_to(APP)))
    pages = {name for name in readers if name.startswith(("web/pages/", "core/tissue/response"))}
    assert readers - pages <= allowed


def test_nobody_is_forecast_from_the_answers_of_another(runner):
    other = Runner.objects.create(name="Bea", time_zone="Europe/Berlin")
    answers_load(other)
    assert forecast(runner).answers == 0
    assert forecast(other).is_shown


def test_twice_gives_the_same(runner):
    answers_load(runner)
    assert forecast(runner) == forecast(runner)


def days_of(runner, today=TODAY):
    found = read_response_days(runner, today, CONSTANTS)
    return {found.first + timedelta(days=place): day for place, day in enumerate(found.days)}


def test_a_day_without_an_answer_is_no_answer(runner):
    as_usual(runner, [2, None, 1])
    days = days_of(runner)
    assert days[ago(3)].told == {}
    assert days[ago(3)].load_times == 1.0
    assert days[ago(2)].load_times == 0.0
    assert days[ago(1)].told == {When.DURING: 1}


def test_of_two_pains_in_one_moment_the_worse_counts(runner):
    run = run_on(runner, 1)
    tell(runner, 1, 4, run=run, told_at=at(ago(1), 8))
    tell(runner, 1, 1, run=run, told_at=at(ago(1), 20))
    assert days_of(runner)[ago(1)].told == {When.DURING: 4}


def test_a_slip_that_was_mended_at_once_does_not_count(runner):
    run = run_on(runner, 1)
    tell(runner, 1, 9, run=run, told_at=at(ago(1), 8))
    tell(runner, 1, 1, run=run, told_at=at(ago(1), 8) + timedelta(minutes=2))
    assert days_of(runner)[ago(1)].told == {When.DURING: 1}


def test_overlapping_pains_of_all_moments_stand_side_by_side(runner):
    run = run_on(runner, 2)
    for moment, pain in (("before", 1), ("during", 3), ("after", 2)):
        tell(runner, 2, pain, moment, run=run)
    tell(runner, 1, 1, "morning")
    days = days_of(runner)
    assert days[ago(2)].told == {When.REST: 1, When.DURING: 3, When.HOUR: 2}
    assert days[ago(1)].told == {When.REST: 1}


def test_pain_of_an_exercise_session_is_not_pain_of_a_run(runner):
    log = SessionLog.objects.create(
        owner=runner, key="k1", day=ago(1), kind="strength", started_at=at(ago(1)), seconds=900
    )
    run_on(runner, 1)
    tell(runner, 1, 7, key=f"{log.key}{WITH_SESSION}")
    tell(runner, 2, 1, "morning")
    day = days_of(runner)[ago(1)]
    assert day.told == {}
    assert day.strength == 1


def test_a_run_that_was_only_told_counts_as_a_usual_one(runner):
    SessionLog.objects.create(
        owner=runner, key="k2", day=ago(1), kind="run", started_at=at(ago(1)), seconds=1800
    )
    tell(runner, 1, 2, key=f"k2{WITH_SESSION}")
    assert days_of(runner)[ago(1)].load_times == 1.0
    assert days_of(runner)[ago(1)].told == {When.DURING: 2}


def test_load_is_held_against_the_usual_before_it(runner):
    for days in range(30, 2, -3):
        run_on(runner, days)
    run_on(runner, 1, 2.0)
    tell(runner, 1, 2)
    days = days_of(runner)
    assert days[ago(1)].load_times == pytest.approx(2.0)
    assert days[ago(3)].load_times == pytest.approx(1.0)


def test_two_runs_of_a_day_are_their_sum(runner):
    for days in range(30, 2, -3):
        run_on(runner, days)
    for hour, times in ((6, 0.5), (17, 0.7)):
        add_run(runner, at(ago(1), hour), impulse_bw_s=1000.0 * times)
    tell(runner, 1, 2)
    assert days_of(runner)[ago(1)].load_times == pytest.approx(1.2, rel=0.1)


def test_a_pain_without_a_run_teaches_nothing_about_runs(runner):
    tell(runner, 1, 5)
    assert days_of(runner)[ago(1)].told == {}
    assert forecast(runner).answers == 0


def test_answers_of_long_ago_are_left_out(runner):
    run = run_on(runner, 700)
    tell(runner, 700, 8, run=run)
    assert days_of(runner) == {}
    as_usual(runner, [1])
    days = days_of(runner)
    assert min(days) == ago(1) - LEAD_IN
    assert max(days) == TODAY


def test_after_years_of_gap_it_counts_anew(runner):
    answers_load(runner)
    later = TODAY + timedelta(days=1200)
    found = forecast(runner, today=later)
    assert (found.answers, found.is_shown) == (0, False)


def test_a_morning_forecast_needs_its_own_test(runner):
    answers_load(runner)
    found = forecast(runner)
    assert found.moments[0].id == "during"
    mornings = {each.id for each in found.moments[1:]}
    assert mornings in (set(), {"morning_after_run", "morning_after_rest"})


@pytest.mark.parametrize(("band", "words"), [((0, 0), "0"), ((1, 2), "1 or 2"), ((2, 5), "2 to 5")])
def test_bands_in_words(band, words):
    assert band_words(band) == words


@pytest.mark.parametrize(
    ("chance", "words"), [(0.31, "about 3"), (0.04, "less than 1"), (0.96, "about 10")]
)
def test_chances_are_told_as_days_of_ten(chance, words):
    assert days_of_ten(chance) == words


def test_each_reason_has_its_words():
    told = Comparison(Verdict.NOT_BETTER, 25, 1.0, 0.5, 0)
    assert "did no better" in needs_words(told, FEWEST)
    assert "Of late it did worse" in needs_words(
        replace(told, verdict=Verdict.BEHIND_OF_LATE), FEWEST
    )
