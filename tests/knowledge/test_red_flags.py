"""The red-flag rules as they are committed: each does its part, and none can be talked down."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.red_flag_mutants import judge_mutants
from knowledge.red_flag_scenarios import (
    FOLDER,
    WHOLE_CASES,
    misjudged,
    read_each,
    read_rows,
    read_scenarios,
)
from midstance.core.assess.answers import read_answers
from midstance.core.assess.model import Action, QuestionKind, Stage
from midstance.core.assess.red_flags import action_of_flags, raise_flags
from midstance.knowledge.knee_check import load_check_model, read_check_records

MODEL = load_check_model()
QUESTIONS = {question.id: question for question in MODEL.questions}
RULES = {rule.id: rule for rule in MODEL.red_flags}
SCENARIOS = read_scenarios(QUESTIONS)
READ = read_each(SCENARIOS, MODEL.questions)
WHOLE = read_rows(FOLDER / WHOLE_CASES)

LEVEL_OF_TRIGGER = {
    1: "emergency", 2: "emergency", 3: "emergency", 4: "emergency", 5: "same_day", 6: "emergency",
    7: "same_day", 8: "same_day", 9: "same_day", 10: "same_day", 11: "emergency",
    12: "within_days", 13: "same_day", 14: "same_day", 15: "emergency", 16: "same_day",
    17: "within_days", 18: "emergency", 19: "same_day", 20: "within_weeks", 21: "within_days",
    22: "within_weeks", 23: "emergency", 24: "within_weeks",
}  # fmt: skip
"""The most urgent level that the review gives to each of its triggers."""

UNSURE_SHARE = 0.2
DRAWS = 250


def action(document):
    answers = read_answers(MODEL.questions, document)
    return action_of_flags(raise_flags(MODEL.red_flags, answers))


def one_answer(question):
    if question.kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
        return st.integers(int(question.low), int(question.high)) | st.just("unknown")
    if question.kind is not QuestionKind.MANY:
        return st.sampled_from((*question.options, "unknown"))
    some = [option for option in question.options if option != question.none_of_these]
    none = [question.none_of_these] if question.none_of_these else []
    words = st.sampled_from(("yes", "no", "unknown"))
    return (
        st.dictionaries(st.sampled_from(some), words, max_size=3)
        | st.lists(st.sampled_from(some), max_size=3, unique=True)
        | st.sampled_from((none, "unknown"))
    )


ASKED = [
    question
    for question in MODEL.questions
    if question.stage is not Stage.SELF_TEST and not question.asks_again
]
documents = st.fixed_dictionaries({}, optional={each.id: one_answer(each) for each in ASKED})
lists = st.sampled_from([each for each in ASKED if each.kind is QuestionKind.MANY])


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_judges_its_scenarios(rule):
    own = tuple(pair for pair in READ if pair[0].rule == rule)
    assert list(misjudged(MODEL.red_flags, own)) == []


@pytest.mark.parametrize("kind", ["there", "unsure", "near_miss"])
def test_each_rule_is_tried_in_every_way(kind):
    assert {each.rule for each in SCENARIOS if each.kind == kind} == set(RULES)


def test_a_scenario_says_what_it_is():
    for each in SCENARIOS:
        assert (each.rule in each.flags) or each.kind != "there", each.name
        assert each.kind != "near_miss" or each.rule not in each.flags, each.name


def test_nearly_every_slip_in_a_rule_is_noticed():
    noticed = [is_seen for _, _, is_seen in judge_mutants(MODEL.red_flags, READ)]
    assert len(noticed) > 8 * len(RULES)
    assert sum(noticed) / len(noticed) >= 0.97


@pytest.mark.parametrize("trigger", sorted(LEVEL_OF_TRIGGER))
def test_each_trigger_of_the_review_has_rules_up_to_its_level(trigger):
    rules = read_check_records().red_flags.values()
    levels = [Action[item.level.upper()] for item in rules if item.trigger == trigger]
    assert max(levels) is Action[LEVEL_OF_TRIGGER[trigger].upper()]


@given(documents, lists, st.data())
def test_one_more_sign_never_lowers_what_to_do(document, question, data):
    option = data.draw(
        st.sampled_from([each for each in question.options if each != question.none_of_these])
    )
    before = document.get(question.id, {})
    if isinstance(before, str) or before == [question.none_of_these]:
        before = {}
    ticked = before if isinstance(before, dict) else dict.fromkeys(before, "yes")
    without, more = (
        {**document, question.id: ticked},
        {**document, question.id: {**ticked, option: "yes"}},
    )
    assert action(more) >= action(without)


@given(documents, lists)
def test_not_sure_is_never_less_careful_than_none_of_these(document, question):
    if question.none_of_these:
        none = action({**document, question.id: [question.none_of_these]})
        assert action({**document, question.id: "unknown"}) >= none


@given(documents)
def test_left_and_right_are_judged_alike(document):
    assert action({**document, "side": "left"}) is action({**document, "side": "right"})


@given(documents, st.sets(st.sampled_from(sorted(QUESTIONS))))
def test_any_part_of_the_answers_works_and_more_answers_never_calm(document, dropped):
    part = {name: given for name, given in document.items() if name not in dropped}
    assert action(part) <= action(document)


@given(documents, st.randoms())
def test_the_order_of_the_answers_does_not_matter(document, random: Random):
    items = list(document.items())
    random.shuffle(items)
    assert action(dict(items)) is action(document)


def test_each_urgent_sign_is_an_emergency_and_counts_when_unsure():
    signs = QUESTIONS["urgent_signs"]
    for option in signs.options:
        if option != signs.none_of_these:
            assert action({"urgent_signs": [option]}) is Action.EMERGENCY
            assert action({"urgent_signs": {option: "unknown"}}) >= Action.WITHIN_DAYS


def test_not_sure_of_anything_is_an_urgent_matter():
    unsure = dict.fromkeys((each.id for each in ASKED), "unknown")
    assert action(unsure) is Action.SAME_DAY


def test_nothing_said_raises_nothing():
    assert action({}) is Action.CARRY_ON


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case["name"])
def test_whole_cases_come_out_as_they_should(case):
    assert action(case["answers"]).name.lower() == case["action"]
    assert Action[case["action"].upper()] >= Action[case["least"].upper()]


def unsure_of_some(document, random):
    return {
        name: "unknown" if random.random() < UNSURE_SHARE else given
        for name, given in document.items()
    }


def actions_when_unsure(case):
    random = Random(case["name"])  # noqa: S311 - the same draws each time
    return Counter(action(unsure_of_some(case["answers"], random)) for _ in range(DRAWS))


def test_red_flags_are_still_seen_when_a_fifth_of_the_answers_is_not_sure():
    flagged = [case for case in WHOLE if case["least"] not in ("carry_on", "within_weeks")]
    seen = sum(
        count
        for case in flagged
        for level, count in actions_when_unsure(case).items()
        if level >= Action.WITHIN_DAYS
    )
    assert seen / (DRAWS * len(flagged)) >= 0.98


def test_a_fifth_of_not_sure_costs_at_most_one_level():
    flagged = [case for case in WHOLE if case["least"] != "carry_on"]
    seen = sum(
        count
        for case in flagged
        for level, count in actions_when_unsure(case).items()
        if level >= Action[case["least"].upper()] - 1
    )
    assert seen / (DRAWS * len(flagged)) >= 0.98


def test_plain_pain_is_mostly_left_alone_when_a_fifth_of_the_answers_is_not_sure():
    plain = [case for case in WHOLE if case["action"] == "carry_on"]
    left = sum(actions_when_unsure(case)[Action.CARRY_ON] for case in plain)
    assert left / (DRAWS * len(plain)) >= 0.55
