"""A document of answers: what each form of it means, and that all problems come at once."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.assess.answers import (
    Answers,
    InvalidAnswersError,
    Known,
    any_of,
    read_answer,
    read_answers,
)
from midstance.core.assess.model import Clause, Question, QuestionKind, Stage
from midstance.core.base.errors import InvalidValueError


def question(name, kind, options=(), *, none="", low=None, high=None, unit="1"):
    return Question(
        id=name,
        kind=QuestionKind(kind),
        options=options,
        none_of_these=none,
        low=low,
        high=high,
        unit=unit,
        stage=Stage.SCREEN,
        order=1,
        asked_when=(),
        unsafe_when=(),
        seconds=5.0,
    )


AGE = question("age_y", "number", low=8, high=100, unit="y")
PAIN = question("pain", "scale", low=0, high=10)
OPEN = question("open", "number")
TRIED = question("tried", "yes_no", ("yes", "no"))
STUCK = question("stuck", "choice", ("no", "clicks_only", "stuck_now"))
SIGNS = question("signs", "many", ("hot", "pale", "numb", "none"), none="none")
PLACES = question("places", "many", ("front", "back"))
QUESTIONS = (AGE, PAIN, OPEN, TRIED, STUCK, SIGNS, PLACES)
WORDS = st.sampled_from(("hot", "pale", "numb", "none", "unknown", "yes", "no", "front", "strange"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)


def options(name, *names):
    return Clause(name, names, None, None)


def read(**document):
    return read_answers(QUESTIONS, document)


def problems_of(document):
    with pytest.raises(InvalidAnswersError) as caught:
        read_answers(QUESTIONS, document)
    return caught.value.problems


def test_a_question_that_is_absent_was_not_asked():
    answers = read()
    assert answers.state("signs", "hot") is Known.NOT_ASKED
    assert answers.number("age_y") is None
    assert answers.clause(options("signs", "hot")) is Known.NOT_ASKED
    assert not answers.is_answered("signs")


@pytest.mark.parametrize(
    ("name", "answer", "option", "state"),
    [
        ("tried", "yes", "yes", Known.YES),
        ("tried", True, "yes", Known.YES),
        ("tried", False, "yes", Known.NO),
        ("tried", "unknown", "no", Known.UNSURE),
        ("stuck", "no", "stuck_now", Known.NO),
        ("stuck", False, "no", Known.YES),
        ("stuck", "unknown", "clicks_only", Known.UNSURE),
        ("signs", ["hot"], "hot", Known.YES),
        ("signs", ["hot"], "pale", Known.UNTICKED),
        ("signs", [], "pale", Known.UNTICKED),
        ("signs", ["hot", "unknown"], "pale", Known.UNSURE),
        ("signs", ["none"], "pale", Known.NO),
        ("signs", ["none", "unknown"], "pale", Known.UNSURE),
        ("signs", "unknown", "pale", Known.UNSURE),
        ("signs", {"hot": "yes"}, "pale", Known.NOT_ASKED),
        ("signs", {"hot": False}, "hot", Known.NO),
        ("signs", {"hot": "unknown"}, "hot", Known.UNSURE),
        ("signs", {"none": True}, "hot", Known.NO),
        ("signs", {"none": "unknown"}, "hot", Known.UNSURE),
        ("signs", {"none": "no"}, "hot", Known.UNSURE),
        ("signs", {"none": "no", "hot": "yes"}, "pale", Known.NOT_ASKED),
        ("places", ["front"], "back", Known.UNTICKED),
    ],
)
def test_each_form_of_an_answer_says_what_is_known(name, answer, option, state):
    assert read(**{name: answer}).state(name, option) is state


@pytest.mark.parametrize("answer", [8, 17.5, 100])
def test_a_number_within_its_range_is_kept(answer):
    assert read(age_y=answer).number("age_y") == answer


def test_a_number_may_be_unsure():
    assert read(age_y="unknown").number("age_y") is Known.UNSURE


def test_a_number_without_a_stated_range_has_a_wide_one():
    assert read(open=-5).number("open") == -5
    assert problems_of({"open": 10**400})


@pytest.mark.parametrize(
    ("document", "question_id", "came"),
    [
        ({"stange": 1}, "stange", "1"),
        ({3: "yes"}, "3", "yes"),
        ({"age_y": 7}, "age_y", "7"),
        ({"age_y": 101}, "age_y", "101"),
        ({"age_y": True}, "age_y", "True"),
        ({"age_y": float("nan")}, "age_y", "nan"),
        ({"age_y": 10**5000}, "age_y", "a number that is far too large"),
        ({"age_y": None}, "age_y", "nothing"),
        ({"pain": ""}, "pain", "nothing"),
        ({"pain": "4"}, "pain", "4"),
        ({"tried": "maybe"}, "tried", "maybe"),
        ({"stuck": ["no"]}, "stuck", "['no']"),
        ({"stuck": True}, "stuck", "True"),
        ({"signs": "hot"}, "signs", "hot"),
        ({"signs": ["none", "hot"]}, "signs", "['none', 'hot']"),
        ({"signs": {"none": "yes", "hot": "yes"}}, "signs", "{'hot': 'yes', 'none': 'yes'}"),
        ({"signs": [["hot"]]}, "signs", "['hot']"),
        ({"signs": {"hot": "maybe"}}, "signs.hot", "maybe"),
        ({"signs": {"cold": "yes"}}, "signs", "cold"),
    ],
)
def test_what_is_no_answer_is_a_problem_that_says_what_came(document, question_id, came):
    (problem,) = problems_of(document)
    assert problem.question == question_id
    assert problem.came == came
    assert problem.expected


def test_all_problems_come_at_once():
    document = {
        "age_y": 500,
        "strange": "yes",
        "signs": ["cold", "wet"],
        "places": {"front": "maybe", "left": "yes"},
        "stuck": "no",
    }
    found = problems_of(document)
    assert [item.question for item in found] == [
        "age_y",
        "strange",
        "signs",
        "signs",
        "places.front",
        "places",
    ]


def test_a_document_that_is_no_mapping_is_one_problem():
    for document in (None, [], "yes", 3):
        assert len(problems_of(document)) == 1


def test_the_message_says_what_was_expected_and_what_came():
    with pytest.raises(InvalidValueError, match=r"age_y: expected a number from 8 to 100 y.*got 7"):
        read(age_y=7)


@given(st.dictionaries(st.sampled_from([item.id for item in QUESTIONS]), VALUES) | VALUES)
def test_any_document_is_read_or_refused(document):
    with suppress(InvalidAnswersError):
        assert set(read_answers(QUESTIONS, document).given) == set(document)


@pytest.mark.parametrize(
    ("age", "state"),
    [(17.9, Known.NO), (18, Known.YES), (49, Known.YES), (50, Known.NO)],
)
def test_a_number_clause_holds_from_its_first_to_below_its_last(age, state):
    assert read(age_y=age).clause(Clause("age_y", (), 18, 50)) is state


def test_an_open_clause_has_one_end():
    answers = read(age_y=20)
    assert answers.clause(Clause("age_y", (), 18, None)) is Known.YES
    assert answers.clause(Clause("age_y", (), None, 18)) is Known.NO


def test_an_unsure_number_leaves_its_clauses_unsure():
    assert read(age_y="unknown").clause(Clause("age_y", (), 18, None)) is Known.UNSURE


def test_one_of_several_is_known_as_its_most_certain_sign():
    answers = read(signs={"hot": "no", "pale": "unknown", "numb": "yes"})
    assert answers.clause(options("signs", "hot", "pale")) is Known.UNSURE
    assert answers.any_clause((options("signs", "hot"), options("signs", "numb"))) is Known.YES


def test_a_no_to_a_part_is_a_weak_no_to_the_whole():
    answers = read(signs={"hot": "no"})
    assert answers.clause(options("signs", "hot")) is Known.NO
    assert answers.clause(options("signs", "hot", "pale")) is Known.UNTICKED
    assert any_of([]) is Known.NOT_ASKED


def test_a_number_has_no_options_and_options_are_no_number():
    answers = read(age_y=20, stuck="no")
    with pytest.raises(InvalidValueError):
        answers.state("age_y", "yes")
    with pytest.raises(InvalidValueError):
        answers.number("stuck")


def test_a_later_answer_replaces_an_earlier_one_and_leaves_the_old_answers_as_they_were():
    before = read(age_y=20)
    after = before.also("age_y", read_answer(AGE, 30)).also("stuck", read_answer(STUCK, "no"))
    assert (before.number("age_y"), after.number("age_y")) == (20, 30)
    assert after.state("stuck", "no") is Known.YES
    assert Answers({}).given == {}
