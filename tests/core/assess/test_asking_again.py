"""A question that is put once more in plainer words when the answer was "not sure"."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assess.documents import any_answer, any_document, read
from core.assess.small_model import QUESTIONS, SMALL, question
from laws import cases
from midstance.core.assess.answers import Answers, Known, read_answer
from midstance.core.assess.explain import assess
from midstance.core.assess.model import Action
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import choose_question, next_questions
from midstance.knowledge.knee_check import load_check_model

AGAIN = {
    "urgent_again": ("many", ("pale_foot", "hot_knee", "none"), "urgent"),
    "onset_again": ("choice", ("gradual", "twist", "fall"), "onset"),
}
TWICE = replace(
    SMALL,
    questions=tuple(
        item
        for asked in QUESTIONS
        for item in (
            asked,
            *(
                question(name, kind, options, stage="screen", order=asked.order, asks_again=first)
                for name, (kind, options, first) in AGAIN.items()
                if first == asked.id
            ),
        )
    ),
)
WHOLE = load_check_model()
MODELS = {"small": TWICE, "whole": WHOLE}
PAIRS = [
    (model, item.asks_again, item.id)
    for model in MODELS.values()
    for item in model.questions
    if item.asks_again
]
BEFORE = {"age_y": 30, "sex": "female"}

unhurried = settings(deadline=None, max_examples=cases(40))


def following(**document):
    return choose_question(TWICE, read(TWICE, BEFORE | document))


def test_it_comes_right_after_a_not_sure_and_only_then():
    assert following(urgent={"hot_knee": "unknown"}) == "urgent_again"
    assert following(urgent={"hot_knee": "unknown"}, urgent_again=["none"]) == "onset"
    assert following(urgent=["none"]) == "onset"


def test_it_comes_once():
    twice = {"hot_knee": "unknown"}
    assert following(urgent=twice, urgent_again=twice) == "general"


def test_it_is_not_asked_where_it_could_raise_nothing():
    pale = {"pale_foot": "yes", "hot_knee": "unknown"}
    assert following(urgent=pale) is None


def test_what_it_says_takes_the_place_of_a_not_sure():
    answers = read(TWICE, {"urgent": "unknown", "urgent_again": ["hot_knee"]})
    assert answers.state("urgent", "hot_knee") is Known.YES
    assert answers.state("urgent", "pale_foot") is Known.UNTICKED
    calm = read(TWICE, {"urgent": "unknown", "urgent_again": ["none"]})
    assert assess(TWICE, calm).action is Action.CARRY_ON
    assert assess(TWICE, read(TWICE, {"urgent": "unknown"})).action is Action.EMERGENCY


def test_not_sure_twice_stays_not_sure():
    once, twice = {"urgent": "unknown"}, {"urgent": "unknown", "urgent_again": "unknown"}
    assert read(TWICE, twice).given["urgent"] == read(TWICE, once).given["urgent"]


def test_a_sign_told_in_either_form_is_never_taken_back():
    for first, again in ((["hot_knee"], ["none"]), (["none"], ["hot_knee"])):
        answers = read(TWICE, {"urgent": first, "urgent_again": again})
        assert answers.state("urgent", "hot_knee") is Known.YES
    plain = read(TWICE, {"onset": "gradual", "onset_again": "unknown"})
    assert plain.state("onset", "fall") is Known.NO


def test_the_second_form_alone_speaks_for_the_first():
    answers = read(TWICE, {"urgent_again": ["hot_knee"]})
    assert answers.state("urgent", "hot_knee") is Known.YES
    assert choose_question(TWICE, read(TWICE, BEFORE | {"urgent_again": ["none"]})) == "onset"


def test_a_number_is_not_settled():
    answers = Answers({"weeks": 3.0, "weeks_again": 4.0, "urgent": {"pale_foot": Known.NO}})
    assert answers.settle("weeks", "weeks_again") is answers
    assert answers.settle("weeks", "urgent") is answers


def test_the_screen_is_complete_only_when_it_was_asked_again():
    told = dict.fromkeys(("stuck", "worry"), "no") | {"general": ["none"], "weeks": 1}
    unsure = BEFORE | told | {"urgent": ["none"], "onset": "unknown", "injury": ["none"]}
    open_ = read(TWICE, unsure | {"walking": 1})
    assert "onset_again" not in next_questions(TWICE, open_)
    doubtful = read(TWICE, unsure | {"urgent": {"hot_knee": "unknown"}, "walking": 1})
    assert next_questions(TWICE, doubtful)[0] == "urgent_again"
    assert not Picture.of(TWICE, doubtful).screen_complete


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@unhurried
@given(data=st.data())
def test_the_picture_grows_to_the_same_in_any_order(model, data):
    document = data.draw(any_document(model))
    by_id = {item.id: item for item in model.questions}
    grown = Picture.blank(model)
    for name in data.draw(st.permutations(list(document))):
        grown = grown.also(name, read_answer(by_id[name], document[name]))
    whole = Picture.of(model, read(model, document))
    assert grown.key == whole.key
    assert grown.flag_action is whole.flag_action
    assert dict(grown.answers.given) == dict(whole.answers.given)


@unhurried
@given(data=st.data())
def test_not_sure_again_is_never_less_careful_than_a_no(data):
    model, first, again = data.draw(st.sampled_from(PAIRS))
    document = data.draw(any_document(model)) | {first: "unknown"}
    none = next(item.none_of_these for item in model.questions if item.id == first)
    calm = [none] if none else next(item.options[0] for item in model.questions if item.id == first)
    calm = "no" if calm == "yes" else calm
    unsure = assess(model, read(model, document | {again: "unknown"})).action
    assert unsure >= assess(model, read(model, document | {again: calm})).action
    assert unsure == assess(model, read(model, {**document, again: "unknown"})).action


def is_plain(answer):
    return answer != "unknown" and not isinstance(answer, dict)


@unhurried
@given(data=st.data())
def test_a_plain_second_answer_is_as_good_as_a_plain_first(data):
    model, first, again = data.draw(st.sampled_from(PAIRS))
    document = data.draw(any_document(model))
    asked = next(item for item in model.questions if item.id == first)
    answer = data.draw(any_answer(asked).filter(is_plain))
    document = {name: given for name, given in document.items() if name not in (first, again)}
    late = assess(model, read(model, document | {first: "unknown", again: answer}))
    early = assess(model, read(model, document | {first: answer}))
    assert late.red_flags == early.red_flags
    assert late.action == early.action
