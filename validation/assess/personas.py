"""How people answer: truly, forgetting, exaggerating, or not sure."""

from collections.abc import Callable

import numpy as np

from midstance.core.assess.answers import UNKNOWN
from midstance.core.assess.model import Action, CheckModel, Question, QuestionKind
from validation.assess.runners import Answer

FORGOTTEN_FRAC = 0.15
ALARMING_FORGOTTEN_FRAC = 0.02
MOST_ADDED_FRAC = 0.06
MOST_ADDED = 0.5
ALARMING_ADDED_FRAC = 0.003
UNSURE_FRAC = 0.20

Persona = Callable[[Question, Answer, np.random.Generator], Answer]


def personas(model: CheckModel) -> dict[str, Persona]:
    """Every way of answering, by name."""
    alarming = alarming_options(model)

    def forgetful(question: Question, answer: Answer, rng: np.random.Generator) -> Answer:
        if not isinstance(answer, tuple):
            return answer
        kept = tuple(
            option
            for option in answer
            if rng.random() >= _share(question, option, ALARMING_FORGOTTEN_FRAC, FORGOTTEN_FRAC)
        )
        none = question.none_of_these
        return kept or ((none,) if none else ())

    def exaggerating(question: Question, answer: Answer, rng: np.random.Generator) -> Answer:
        if isinstance(answer, float) and question.kind is QuestionKind.SCALE:
            return float(min(answer + 2, question.high or answer))
        if not isinstance(answer, tuple):
            return answer
        added = min(MOST_ADDED_FRAC, MOST_ADDED / len(question.options))
        more = {
            option
            for option in question.options
            if option != question.none_of_these
            and rng.random() < _share(question, option, ALARMING_ADDED_FRAC, added)
        }
        more |= set(answer) - ({question.none_of_these} if more else set())
        return tuple(option for option in question.options if option in more)

    def _share(question: Question, option: str, if_alarming: float, otherwise: float) -> float:
        return if_alarming if (question.id, option) in alarming else otherwise

    return {
        "clean": lambda _question, answer, _rng: answer,
        "forgetful": forgetful,
        "exaggerating": exaggerating,
        "unsure": unsure(UNSURE_FRAC),
    }


def unsure(again_frac: float) -> Persona:
    """Not sure of one question in five, and as often as this where it is put once more."""

    def answer(question: Question, given: Answer, rng: np.random.Generator) -> Answer:
        share = again_frac if question.asks_again else UNSURE_FRAC
        return UNKNOWN if rng.random() < share else given

    return answer


def alarming_options(model: CheckModel) -> frozenset[tuple[str, str]]:
    """Answers that ask for care today: nobody forgets these, or makes them up, as easily."""
    return frozenset(
        (clause.question, option)
        for rule in model.red_flags
        if rule.level >= Action.SAME_DAY
        for line in rule.when
        for clause in line
        for option in clause.options
    )
