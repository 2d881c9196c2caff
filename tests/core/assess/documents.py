"""Any documents of answers to a model, and the ways to take the check with them."""

from hypothesis import strategies as st

from midstance.core.assess.answers import read_answers
from midstance.core.assess.model import QuestionKind, Stage
from midstance.core.assess.questions import choose_question

NUMBERS = (QuestionKind.NUMBER, QuestionKind.SCALE)


def any_answer(question):
    """Anything that may be answered to a question."""
    unknown = st.just("unknown")
    if question.kind in NUMBERS:
        low, high = int(question.low), int(question.high)
        return unknown | st.integers(low, min(high, low + 60))
    if question.kind is not QuestionKind.MANY:
        return unknown | st.sampled_from(question.options)
    none = question.none_of_these
    others = [option for option in question.options if option != none]
    ticked = st.lists(st.sampled_from(others), unique=True, max_size=4)
    each = st.dictionaries(
        st.sampled_from(others), st.sampled_from(["yes", "no", "unknown"]), max_size=4
    )
    plain = st.just([none]) if none else st.just([])
    return unknown | ticked | each | plain


def any_document(model, *, whole=False):
    """Answers to some of the questions, or to all."""
    each = {question.id: any_answer(question) for question in model.questions}
    if whole:
        return st.fixed_dictionaries(each)
    return st.fixed_dictionaries({}, optional=each)


def plain_no(question):
    """The answer to a question by which nothing is there."""
    if question.kind is QuestionKind.MANY:
        return (
            [question.none_of_these]
            if question.none_of_these
            else dict.fromkeys(question.options, "no")
        )
    return None


def read(model, document):
    return read_answers(model.questions, document)


def take(model, sheet):
    """Take the check with a whole sheet of answers; the questions in the order of asking."""
    document, asked = {}, []
    while (name := choose_question(model, read(model, document))) is not None:
        assert name not in asked, f"{name} was asked twice"
        asked.append(name)
        document[name] = sheet[name]
    return asked, document


def is_self_test(model, name):
    return next(item.stage is Stage.SELF_TEST for item in model.questions if item.id == name)
