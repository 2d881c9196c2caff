"""What holds for any answers whatever, on a small model and on all that the check knows."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.assess.documents import any_document, is_self_test, read, take
from core.assess.small_model import SMALL
from laws import cases
from midstance.core.assess.answers import Known
from midstance.core.assess.explain import assess
from midstance.core.assess.model import Action, QuestionKind, Stage
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import choose_question, next_questions, questions_left
from midstance.core.assess.red_flags import action_of_flags
from midstance.core.assess.result import Band, CannotSay
from midstance.knowledge.knee_check import load_check_model

WHOLE = load_check_model()
MODELS = {"small": SMALL, "whole": WHOLE}
QUESTIONS = {model: {item.id: item for item in model.questions} for model in MODELS.values()}

both_models = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
unhurried = settings(
    deadline=None, max_examples=cases(60), suppress_health_check=[HealthCheck.too_slow]
)


def flags_of(model):
    """Options that some red flag asks for, without those that say that nothing is there."""
    return sorted(
        {
            (clause.question, option)
            for rule in model.red_flags
            for line in rule.when
            for clause in line
            for option in clause.options
            if QUESTIONS[model][clause.question].kind is QuestionKind.MANY
        }
    )


def with_sign(model, document, question, option, state):
    """The same answers with one option of a list of options set to yes, no or unknown."""
    states = read(model, document).given.get(question, {})
    words = {Known.YES: "yes", Known.NO: "no", Known.UNTICKED: "no", Known.UNSURE: "unknown"}
    none = QUESTIONS[model][question].none_of_these
    each = {name: words[known] for name, known in states.items() if known in words and name != none}
    return {**document, question: each | {option: state}}


@both_models
@unhurried
@given(data=st.data())
def test_any_part_of_the_answers_gives_a_sensible_result(model, data):
    found = assess(model, read(model, data.draw(any_document(model))))
    assert found.action in Action
    assert found.action >= action_of_flags(found.red_flags)
    assert len(found.fits) <= 3
    assert found.cannot_say == bool(found.cannot_say_because)
    assert set(found.cannot_say_because) <= set(CannotSay)
    assert sum(fit.probability for fit in found.fits) <= 1 + 1e-9
    for fit in found.fits:
        assert fit.probability_low <= fit.probability <= fit.probability_high
        assert fit.band is Band.FITS_PARTLY or not (fit.flips or found.cannot_say)
        assert fit.pattern not in found.unlikely


@both_models
@unhurried
@given(data=st.data())
def test_the_order_of_the_answers_changes_nothing(model, data):
    document = data.draw(any_document(model))
    names = data.draw(st.permutations(list(document)))
    shuffled = read(model, {name: document[name] for name in names})
    in_order = read(model, document)
    assert assess(model, shuffled) == assess(model, in_order)
    assert choose_question(model, shuffled) == choose_question(model, in_order)


@both_models
@unhurried
@given(data=st.data())
def test_the_same_answers_give_the_same_result(model, data):
    document = data.draw(any_document(model))
    assert assess(model, read(model, document)) == assess(model, read(model, document))


@unhurried
@given(data=st.data())
def test_left_and_right_give_the_same_result(data):
    document = data.draw(any_document(WHOLE))
    left = read(WHOLE, document | {"side": "left"})
    right = read(WHOLE, document | {"side": "right"})
    assert assess(WHOLE, left) == assess(WHOLE, right)
    assert choose_question(WHOLE, left) == choose_question(WHOLE, right)


@both_models
@unhurried
@given(data=st.data())
def test_not_sure_is_never_less_careful_than_no(model, data):
    document = data.draw(any_document(model))
    many = [item for item in model.questions if item.kind is QuestionKind.MANY]
    question = data.draw(st.sampled_from(many))
    none = question.none_of_these
    option = data.draw(st.sampled_from([item for item in question.options if item != none]))
    unsure = with_sign(model, document, question.id, option, "unknown")
    no = with_sign(model, document, question.id, option, "no")
    assert assess(model, read(model, unsure)).action >= assess(model, read(model, no)).action


@both_models
@unhurried
@given(data=st.data())
def test_not_sure_of_a_question_is_never_less_careful_than_none_of_these(model, data):
    document = data.draw(any_document(model))
    having = [item for item in model.questions if item.none_of_these]
    question = data.draw(st.sampled_from(having))
    unsure = read(model, document | {question.id: "unknown"})
    none = read(model, document | {question.id: [question.none_of_these]})
    assert assess(model, unsure).action >= assess(model, none).action


@both_models
@unhurried
@given(data=st.data())
def test_one_more_red_flag_never_lowers_the_action(model, data):
    document = data.draw(any_document(model))
    question, option = data.draw(st.sampled_from(flags_of(model)))
    with_flag = with_sign(model, document, question, option, "yes")
    before = with_sign(model, document, question, option, "no")
    assert assess(model, read(model, with_flag)).action >= assess(model, read(model, before)).action


@both_models
@unhurried
@given(data=st.data())
def test_the_check_ends_within_twenty_questions_and_never_asks_twice(model, data):
    asked, document = take(model, data.draw(any_document(model, whole=True)))
    assert len(asked) <= 20
    assert sum(is_self_test(model, name) for name in asked) <= model.constants.most_self_tests
    assert assess(model, read(model, document)).action in Action


@both_models
@unhurried
@given(data=st.data())
def test_no_self_test_is_asked_for_that_is_not_safe(model, data):
    sheet = data.draw(any_document(model, whole=True))
    asked, _ = take(model, sheet)
    for place, name in enumerate(asked):
        before = read(model, {earlier: sheet[earlier] for earlier in asked[:place]})
        unsafe = QUESTIONS[model][name].unsafe_when
        assert before.any_clause(unsafe) < Known.UNSURE


@both_models
@unhurried
@given(data=st.data())
def test_every_question_asked_is_led_to_by_the_answers_before_it(model, data):
    sheet = data.draw(any_document(model, whole=True))
    asked, _ = take(model, sheet)
    for place, name in enumerate(asked):
        before = read(model, {earlier: sheet[earlier] for earlier in asked[:place]})
        for line in QUESTIONS[model][name].asked_when:
            assert before.any_clause(line) >= Known.UNSURE


@both_models
@unhurried
@given(data=st.data())
def test_a_check_that_ended_below_same_day_has_left_no_red_flag_unasked(model, data):
    _, document = take(model, data.draw(any_document(model, whole=True)))
    found = assess(model, read(model, document))
    partly = any(isinstance(answer, dict) for answer in document.values())
    full = len(document) >= 20 - sum(item.stage is Stage.ABOUT for item in model.questions)
    assert found.screen_complete or found.action >= Action.SAME_DAY or partly or full


@both_models
@unhurried
@given(data=st.data())
def test_the_first_that_the_screen_lacks_is_the_first_of_all_that_it_lacks(model, data):
    picture = Picture.of(model, read(model, data.draw(any_document(model))))
    assert picture.first_missing == next(iter(picture.missing), None)


@both_models
@unhurried
@given(data=st.data())
def test_what_is_still_to_come_is_about_what_is_left(model, data):
    answers = read(model, data.draw(any_document(model)))
    left, following = questions_left(model, answers), next_questions(model, answers)
    assert 0 <= left <= 20
    assert (choose_question(model, answers) is None) == (left == 0)
    assert not set(following) & set(answers.given)
    assert len(set(following)) == len(following)
    if left:
        assert following[0] == choose_question(model, answers)
