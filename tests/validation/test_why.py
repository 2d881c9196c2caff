"""The search for changes on a few made-up histories, beside the rules that others go by."""

import json
from pathlib import Path

import numpy as np
import pytest
from validation.why.planted import PLANTS, can_show, draw_history, draw_planted
from validation.why.recorded import HISTORIES, read_recorded
from validation.why.report import DOCS, by_search, cause_table, score_all, search, way_table
from validation.why.rules import RULES

from midstance.core.load.change_measures import Measure
from midstance.core.load.change_runs import ChangeSessions
from midstance.knowledge.why_constants import load_search_constants

GOLDEN = Path(__file__).parent / "golden_why.json"
SIGNS = 4


@pytest.fixture(scope="module")
def scores():
    return score_all(planted=4, ordinary=60)


def rate(found, name):
    return np.mean([getattr(each, name) for each in found])


def test_most_planted_causes_are_named_and_more_than_by_any_rule(scores):
    named = {
        way: rate([each for each in found if each.cause is not None], "three")
        for way, found in scores.items()
    }
    ours = named.pop("this search")
    assert ours >= 0.7
    assert ours > 2 * max(named.values())


def test_without_a_cause_something_is_called_no_more_often_than_stated(scores):
    """Sixty histories at one in ten: more than twelve come by chance in two of a hundred tries."""
    without = [each for each in scores["this search"] if each.cause is None]
    assert sum(each.calls for each in without) <= 12
    ten_percent = [each for each in scores["10 % rule"] if each.cause is None]
    assert rate(ten_percent, "calls") > 2 * load_search_constants().alarm_frac


def test_the_tables_hold_each_way_and_each_cause(scores):
    assert [row[0] for row in way_table(scores).rows] == ["this search", *RULES]
    assert len(cause_table(scores["this search"]).rows) == len(PLANTS)


def test_the_same_seed_is_the_same_runner():
    once, twice = (draw_history(7) for _ in range(2))
    assert np.array_equal(once.runs.distance_m, twice.runs.distance_m)
    assert by_search(once) == by_search(twice)


def test_a_cause_is_planted_only_where_it_can_be_seen():
    for history in draw_planted(Measure.CONTACT_TIME, 2, 1):
        assert history.has_foot_sensor
        assert can_show(Measure.CONTACT_TIME, history)


def test_the_page_holds_a_place_for_each_table_and_says_what_it_is():
    text = DOCS.read_text(encoding="utf-8")
    for name in ("why_planted", "why_causes", "why_sham"):
        assert f"<!-- validation: {name} -->" in text
    assert "are no patients" in text


def told(runs, day):
    """What is said of one day, to four signs; no place and no date."""
    found = search(runs, ChangeSessions.none(), int(day))
    known = [each for each in found.changes if each.change is not None]
    return {
        "windows": found.windows,
        "unusual": [str(each.rule.measure) for each in known if each.is_unusual],
        "changes": {
            str(each.rule.measure): [
                float(f"{value:.{SIGNS}g}") for value in (each.before, each.after)
            ]
            for each in known
        },
    }


@pytest.mark.real_data
@pytest.mark.parametrize("name", [pytest.param("history_a", marks=pytest.mark.long), "history_b"])
def test_fixed_days_of_real_histories_are_answered_as_before(name):
    runs = read_recorded(name)
    days = np.unique(runs.day)
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))[name]
    assert len(golden) >= 4
    assert name in HISTORIES
    for at, answer in golden.items():
        assert told(runs, days[int(at)]) == answer
