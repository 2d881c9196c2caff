"""Answers in one form for storing, and in words for people."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from midstance.app.checking.records import Answer, AnswerLine, Document
from midstance.app.checking.sheets import find_question, option_label
from midstance.core.assess.answers import UNKNOWN, Answers, Known
from midstance.core.assess.model import CheckModel, Question, QuestionKind
from midstance.knowledge.records_text import QuestionText
from midstance.knowledge.words import read_words

YES, NO = "yes", "no"
NUMBERS = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})
UNITS: Mapping[str, Callable[[int], str]] = {
    "y": lambda count: ngettext("%(n)s year", "%(n)s years", count),
    "w": lambda count: ngettext("%(n)s week", "%(n)s weeks", count),
}


def plain_document(model: CheckModel, document: Mapping[str, object]) -> Document:
    """The same answers with one spelling each, in the order of the questions.

    Only for a document that `core.assess.answers.read_answers` has read.
    """
    return {
        question.id: plain_answer(question, document[question.id])
        for question in model.questions
        if question.id in document
    }


def plain_answer(question: Question, answer: object) -> Answer:
    """One answer with one spelling: words for truth values, options in their order."""
    match answer:
        case Mapping():
            return {
                option: str(_word(answer[option]))
                for option in question.options
                if option in answer
            }
        case list() | tuple():
            ticked = {_word(option) for option in answer}
            return [option for option in question.options if option in ticked]
        case _:
            return cast("Answer", _word(answer))


def _word(value: object) -> object:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def is_unsure(answer: Answer) -> bool:
    """Whether the answer, or a part of it, is "not sure"."""
    if isinstance(answer, Mapping):
        return UNKNOWN in answer.values()
    return answer == UNKNOWN


def is_plain_no(question: Question, answer: Answer) -> bool:
    """Whether the answer is a no to all that was asked."""
    if isinstance(answer, Mapping):
        none = question.none_of_these
        states = {state for option, state in answer.items() if option != none}
        return states <= {NO}
    if question.kind is QuestionKind.MANY:
        return answer == [question.none_of_these]
    return question.kind is QuestionKind.YES_NO and answer == NO


def still_applies(question: Question, document: Document, answers: Answers) -> bool:
    """Whether the other answers lead to this question, or may."""
    if question.asks_again:
        return is_unsure(document.get(question.asks_again, NO))
    return all(answers.any_clause(line) >= Known.UNSURE for line in question.asked_when)


def say_answers(
    model: CheckModel,
    document: Document,
    answers: Answers,
    asked: Sequence[str],
    language: str,
) -> tuple[AnswerLine, ...]:
    """Every answer in words: those of the profile first, then in the order of asking."""
    from_profile = [name for name in document if name not in asked]
    found = (find_question(model, name) for name in (*from_profile, *asked) if name in document)
    texts = read_words("questions", language)
    return tuple(
        _line(question, document, texts[question.id], answers, asked)
        for question in found
        if question is not None
    )


def _line(
    question: Question,
    document: Document,
    text: QuestionText,
    answers: Answers,
    asked: Sequence[str],
) -> AnswerLine:
    answer = document[question.id]
    plain_no = is_plain_no(question, answer)
    return AnswerLine(
        question=question.id,
        text=text.text,
        said=say_answer(question, answer, text),
        answer=answer,
        is_unsure=is_unsure(answer),
        is_plain_no=plain_no,
        denied=_denied(question, answer, text) if plain_no else (),
        from_profile=question.id not in asked,
        applies=still_applies(question, document, answers),
    )


def _denied(question: Question, answer: Answer, text: QuestionText) -> tuple[str, ...]:
    if question.kind is QuestionKind.YES_NO:
        return (text.text,)
    asked = answer if isinstance(answer, Mapping) else question.options
    return tuple(text.options[option] for option in asked if option != question.none_of_these)


def say_answer(question: Question, answer: Answer, text: QuestionText) -> tuple[str, ...]:
    """One answer in words, a line for each part of it."""
    if isinstance(answer, str):
        return (_("Not sure") if answer == UNKNOWN else option_label(question, answer, text),)
    if isinstance(answer, Mapping):
        return _say_each(question, answer, text)
    if isinstance(answer, list):
        ticked = tuple(option_label(question, option, text) for option in answer)
        return ticked or (_("None ticked"),)
    return (_say_number(question, answer),)


def _say_each(question: Question, answer: Mapping[str, str], text: QuestionText) -> tuple[str, ...]:
    labels = {option: option_label(question, option, text) for option in answer}
    there = tuple(labels[option] for option in answer if answer[option] == YES)
    maybe = tuple(
        _("%(option)s (not sure)") % {"option": labels[option]}
        for option in answer
        if answer[option] == UNKNOWN
    )
    return (*there, *maybe) or (_("None of those asked"),)


def _say_number(question: Question, number: float) -> str:
    if question.kind is QuestionKind.SCALE:
        return _("%(n)s out of %(most)s") % {"n": f"{number:g}", "most": f"{question.high:g}"}
    unit = UNITS.get(question.unit)
    return unit(round(number)) % {"n": f"{number:g}"} if unit else f"{number:g} {question.unit}"


def say_sign(model: CheckModel, document: Document, sign: tuple[str, str], language: str) -> str:
    """One thing that was answered, as "question: answer"."""
    name, option = sign
    question, text = find_question(model, name), read_words("questions", language)[name]
    if question is None:
        return name
    if question.kind in NUMBERS or not option:
        said = ", ".join(say_answer(question, document[name], text)) if name in document else ""
    else:
        said = option_label(question, option, text)
    told = _told(model, document, name)
    unsure = bool(told) and all(_is_unsure_of(given, option) for given in told)
    words = _("%(question)s %(answer)s (not sure)") if unsure else _("%(question)s %(answer)s")
    return words % {"question": text.text, "answer": said}


def _told(model: CheckModel, document: Document, name: str) -> tuple[Answer, ...]:
    """What was said to a question and, where it was asked again, to that."""
    again = (item.id for item in model.questions if item.asks_again == name)
    return tuple(document[each] for each in (name, *again) if each in document)


def _is_unsure_of(answer: Answer, option: str) -> bool:
    if isinstance(answer, Mapping):
        return answer.get(option, NO) == UNKNOWN
    return bool(option) and answer == UNKNOWN
