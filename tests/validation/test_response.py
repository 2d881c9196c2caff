"""The trials of the pain response, small: its belief, its bands, and when it is shown."""

import re

import numpy as np
import pytest
from validation.response import report
from validation.response.calibration import BINS, NAMES, Ranks, rank_members
from validation.response.follow import follow, shown_before
from validation.response.logistic import chances_of, features_of, score_logistic
from validation.response.seasons import CONSTANTS, KINDS, draw_seasons

from midstance.core.tissue.response import PainDay, When

FEWEST = round(CONSTANTS.response_fewest_answers)


@pytest.fixture(scope="module")
def modelled():
    return [follow(season) for season in draw_seasons("as the model has it", 6, 3)]


def joined(seasons, name):
    return np.concatenate([getattr(each, name) for each in seasons])


def test_the_truth_lies_anywhere_in_the_belief_alike():
    ranks = rank_members(80, 25, 11)
    assert ranks.values.shape == (80, len(NAMES))
    assert min(ranks.chance(at) for at in range(len(NAMES))) > 0.002
    assert np.all(np.abs(ranks.values.mean(axis=0) - 0.5) < 0.12)


def test_uneven_ranks_are_noticed():
    sure = Ranks(np.random.default_rng(1).beta(0.4, 0.4, (200, 1)))
    shifted = Ranks(np.random.default_rng(2).beta(2, 1, (200, 1)))
    even = Ranks(np.linspace(0.001, 0.999, 200)[:, None])
    assert sure.chance(0) < 0.01
    assert shifted.chance(0) < 0.01
    assert even.chance(0) > 0.9
    assert even.counts(0).tolist() == [200 / BINS] * BINS


def test_bands_hold_what_they_say(modelled):
    for band in ("half", "most"):
        said, held = (joined(modelled, f"{band}_{name}").mean() for name in ("said", "held"))
        assert held == pytest.approx(said, abs=0.07)
    assert joined(modelled, "most_held").mean() >= 0.88


def test_it_beats_guess_and_logistic_on_runners_that_it_describes(modelled):
    scores = [joined(modelled, name).mean() for name in ("model", "naive", "logistic")]
    assert scores[0] > max(scores[1:]) + 0.05
    assert np.mean([each.shown.any() for each in modelled]) > 0.6


@pytest.mark.parametrize(
    "kind", ["answers by chance", "mostly the last answer again", "always the same answer"]
)
def test_it_is_not_shown_where_a_guess_does_as_well(kind):
    seasons = draw_seasons(kind, 4, 3)
    followed = [follow(season, with_logistic=False) for season in seasons]
    assert not any(each.shown.any() for each in followed)


def test_what_is_shown_was_decided_before_the_answer(modelled):
    one = max(modelled, key=lambda each: each.shown.sum())
    assert not one.shown[:FEWEST].any()
    assert one.shown.any()
    last = shown_before([*one.answers[:-1], 10], [*one.model[:-1], -9.0], CONSTANTS)
    np.testing.assert_array_equal(last, one.shown)


def test_the_logistic_baseline_learns_and_does_not_look_ahead():
    days = [
        PainDay(load, 0, {When.DURING: pain})
        for load, pain in [(0.5, 0), (1.0, 1), (2.0, 4), (1.5, 3)] * 8
    ]
    scores = score_logistic(days, CONSTANTS)
    assert scores[-8:].mean() > scores[:4].mean() + 0.3
    changed = [*days[:-1], PainDay(1.5, 0, {When.DURING: 9})]
    np.testing.assert_array_equal(score_logistic(changed, CONSTANTS)[:-1], scores[:-1])
    rows, answers = features_of(days)
    assert len(rows) == len(answers) == 32
    chances = chances_of(np.zeros(rows.shape[1] + 1), rows, CONSTANTS)
    np.testing.assert_allclose(chances.sum(axis=1), 1)


def test_every_kind_of_runner_can_be_drawn_and_drawn_again():
    for kind in KINDS:
        (one,), (other,) = draw_seasons(kind, 1, 5), draw_seasons(kind, 1, 5)
        assert one == other
        assert any(day.told for day in one)


def test_the_page_holds_a_place_for_each_table_and_says_what_it_is():
    text = report.DOCS.read_text(encoding="utf-8")
    for name in ("response_ranks", "response_forecast", "response_gate"):
        table = re.search(rf"<!-- validation: {name} -->\n\n(.*?)\n\n<!-- end -->", text, re.DOTALL)
        assert table[1].startswith(f"| {report.WARNING}")


def test_the_tables_name_every_kind():
    followed = {kind: (follow(draw_seasons(kind, 1, 5)[0], with_logistic=False),) for kind in KINDS}
    for table in (report.forecast_table(followed), report.gate_table(followed)):
        assert [row[0] for row in table.rows] == list(KINDS)
        assert all(len(row) == len(table.head) for row in table.rows)
