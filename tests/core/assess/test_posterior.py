"""Probabilities against a slow sum by hand, and what each kind of evidence may do to them."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest

from core.assess.documents import read
from core.assess.small_model import CONSTANTS, PATTERNS, SMALL, finding, option
from midstance.core.assess.answers import Known
from midstance.core.assess.model import Action
from midstance.core.assess.picture import Picture
from midstance.core.assess.posterior import (
    choose_action,
    estimate_contributors,
    estimate_posterior,
)

KNEECAP, OUTER_BAND, TENDON, BONE, SOMETHING_ELSE = range(5)


def picture(model=SMALL, **document):
    return Picture.of(model, read(model, document))


def shown(model=SMALL, **document):
    return estimate_posterior(picture(model, **document)).shown


def careful(**document):
    return estimate_posterior(picture(**document)).careful


def by_hand(model, document):
    """The same posterior with plain numbers, one finding and one pattern at a time."""
    answers, constants = read(model, document), model.constants
    shares = [item.adult_frac for item in model.patterns]
    logs = [constants.prior_exponent * log(share / sum(shares)) for share in shares]
    for number, pattern in enumerate(model.patterns):
        for item in pattern.multipliers:
            logs[number] += log(item.times) if answers.any_clause(item.when) is Known.YES else 0
        for group in sorted({item.group for item in model.findings}):
            joint = sum(
                weight_by_hand(model, item, answers.any_clause(item.seen_when), number)
                for item in model.findings
                if item.group == group
            )
            low, high = constants.group_ratio_range
            logs[number] += min(max(joint, log(low)), log(high))
    total = sum(exp(value) for value in logs)
    return [exp(value) / total for value in logs]


def weight_by_hand(model, item, state, number):
    shares = [pattern.adult_frac for pattern in model.patterns]
    base = sum(share * frac for share, frac in zip(shares, item.present_frac, strict=True))
    base /= sum(shares)
    low, high = (log(value) for value in model.constants.finding_ratio_range)
    frac = item.present_frac[number]
    if state is Known.YES:
        return min(max(item.exponent * log(frac / base), low), high)
    absent = min(max(item.exponent * log((1 - frac) / (1 - base)), low), high)
    counted = {Known.NO: 1.0, Known.UNTICKED: model.constants.unticked_exponent}
    return counted.get(state, 0.0) * absent


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"sex": "female", "where": ["front"]},
        {"where": ["tip", "outer"], "provoked": "unknown", "run": "builds"},
        {"where": {"front": "no"}, "provoked": ["none"], "load_jump": "yes", "walking": 5},
        {"press_test": ["outer", "bone"], "general": ["night_pain"], "hop_test": "pain"},
    ],
)
def test_the_posterior_is_that_of_a_sum_by_hand(document):
    assert shown(**document) == pytest.approx(by_hand(SMALL, document))


def test_without_answers_a_pattern_is_as_probable_as_it_is_common():
    expected = np.array([0.45, 0.25, 0.15, 0.08, 0.07]) ** CONSTANTS.prior_exponent
    assert shown() == pytest.approx(expected / expected.sum())


def test_the_action_rests_on_the_shares_as_they_are():
    assert careful() == pytest.approx([0.45, 0.25, 0.15, 0.08, 0.07])


def test_the_young_have_their_own_shares():
    assert careful(age_y=14) == pytest.approx([0.5, 0.1, 0.25, 0.08, 0.07])
    assert careful(age_y=18) == pytest.approx(careful())
    assert careful(age_y="unknown") == pytest.approx(careful())


def test_a_multiplier_applies_only_where_it_is_known_to():
    assert shown(sex="female")[KNEECAP] > shown()[KNEECAP]
    assert shown(sex="male")[TENDON] > shown()[TENDON]
    assert shown(sex="unknown") == pytest.approx(shown())


def test_not_sure_says_nothing_of_the_pattern():
    assert shown(where="unknown", provoked="unknown", run="unknown") == pytest.approx(shown())


def test_an_option_left_unticked_says_less_than_a_no():
    no = shown(provoked=["none"])[KNEECAP]
    unticked = shown(provoked=[])[KNEECAP]
    assert no < unticked < shown()[KNEECAP]


def test_a_sign_that_is_usual_in_a_pattern_makes_it_more_probable():
    for number, place in enumerate(("front", "outer", "tip", "shin_bone")):
        where = ("front", "outer", "tip", "shin_bone")[number]
        assert shown(where=[where])[number] > shown()[number], place


def test_signs_of_one_group_together_say_no_more_than_its_limit():
    many = tuple(
        finding(f"sign_{number}", "same", (option("where", "tip"),), (0.1, 0.1, 0.9, 0.1, 0.1))
        for number in range(9)
    )
    model = replace(SMALL, findings=many)
    ratio = shown(model, where=["tip"]) / shown(model)
    low, high = CONSTANTS.group_ratio_range
    assert ratio[TENDON] / ratio[KNEECAP] == pytest.approx(high / low)


def test_absence_calms_the_action_but_never_alarms_it():
    told = careful(provoked=["none"], run="other")
    assert told[BONE] <= careful()[BONE]
    assert shown(provoked=["none"])[BONE] > shown()[BONE]


def test_a_sign_that_a_red_flag_asks_for_never_calms_the_action():
    assert careful(general=["night_pain"])[BONE] >= careful()[BONE]
    assert careful(walking=9)[KNEECAP] <= careful()[KNEECAP]


@pytest.mark.parametrize(
    ("posterior", "action"),
    [
        ([1, 0, 0, 0, 0], Action.CARRY_ON),
        ([0, 0, 0, 1, 0], Action.WITHIN_DAYS),
        ([0, 0, 0, 0, 1], Action.WITHIN_WEEKS),
        ([0.85, 0, 0, 0.15, 0], Action.CARRY_ON),
        ([0.5, 0, 0, 0.5, 0], Action.WITHIN_DAYS),
    ],
)
def test_the_action_is_the_one_of_least_expected_harm(posterior, action):
    harm = np.array([item.harm for item in SMALL.patterns])
    assert choose_action(np.array(posterior, dtype=float), harm) is action


def test_a_contributor_stands_by_its_own_signs():
    def training(**document):
        return estimate_contributors(SMALL, picture(**document))[0]

    assert training().probability == pytest.approx(0.4)
    assert training(load_jump="yes").probability == pytest.approx(2 / 3)
    assert training(load_jump="no").probability == pytest.approx(
        0.4 / 0.6 * 0.4 / (1 + 0.4 * 2 / 3)
    )
    assert training(load_jump="unknown").probability == pytest.approx(0.4)
    assert training(load_jump="yes", weeks=2).because == (("load_jump", "yes"), ("weeks", ""))


def test_an_unticked_sign_of_a_contributor_counts_as_a_part_of_a_no():
    def strength(**document):
        return estimate_contributors(SMALL, picture(**document))[1].probability

    assert strength(provoked=["none"]) < strength(provoked=["squat"]) < strength()


def test_patterns_are_named_in_the_order_of_the_model():
    assert tuple(item.id for item in SMALL.patterns) == PATTERNS
