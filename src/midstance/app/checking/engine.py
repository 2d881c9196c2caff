"""Answers of any origin, read and judged."""

from collections.abc import Mapping

from midstance.app.checking.answer_words import plain_document, still_applies
from midstance.app.checking.records import Document
from midstance.app.checking.report import Checked
from midstance.app.checking.sheets import find_question
from midstance.core.assess.answers import Answers, InvalidAnswersError, read_answers
from midstance.core.assess.explain import assess
from midstance.core.assess.model import CheckModel
from midstance.knowledge.knee_check import load_check_model


def check_document(document: object) -> Checked:
    """Read a document of answers and judge it; InvalidAnswersError names all that is wrong."""
    model = load_check_model()
    answers = read_answers(model.questions, document)
    plain = plain_document(model, document if isinstance(document, Mapping) else {})
    return Checked(model, plain, answers, assess(model, answers))


def readable_part(model: CheckModel, document: Document) -> Document:
    """What still is an answer: an update may have changed the questions since it was stored."""
    return {
        question.id: document[question.id]
        for question in model.questions
        if question.id in document and _reads(model, question.id, document)
    }


def _reads(model: CheckModel, name: str, document: Document) -> bool:
    try:
        read_answers(model.questions, {name: document[name]})
    except InvalidAnswersError:
        return False
    return True


def without_moot_answers(model: CheckModel, document: Document) -> Document:
    """Only the answers to whose questions the others lead; one that goes may take more along."""
    kept = document
    while True:
        answers = read_answers(model.questions, kept)
        fewer = {name: kept[name] for name in kept if _applies(model, name, kept, answers)}
        if len(fewer) == len(kept):
            return fewer
        kept = fewer


def _applies(model: CheckModel, name: str, document: Document, answers: Answers) -> bool:
    question = find_question(model, name)
    return question is None or still_applies(question, document, answers)
