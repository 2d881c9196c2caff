"""Each record has its words in English, and no words stand alone in any language."""

from collections.abc import Iterator, Mapping
from typing import Any

from midstance.core.assess.model import QuestionKind
from midstance.core.plan.book import Situation, Stop
from midstance.core.plan.problem import Programme
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.records_check import Level, QuestionRecord
from midstance.knowledge.records_text import QuestionText
from midstance.knowledge.words import ENGLISH

WITH_LABELS = frozenset({QuestionKind.CHOICE, QuestionKind.MANY})


def problems_of_words(base: KnowledgeBase) -> Iterator[str]:
    """Words that are missing, stand alone or leave an option without a label."""
    for language, texts in base.words.items():
        for kind, ids in _ids_by_kind(base).items():
            if language == ENGLISH:
                yield from _missing(ids, texts[kind], f"{language}/{kind}")
            yield from _superfluous(ids, texts[kind], f"{language}/{kind}")
        for question in base.check.questions.values():
            if question.id in texts["questions"]:
                yield from _of_labels(question, texts["questions"][question.id], language)


def _ids_by_kind(base: KnowledgeBase) -> Mapping[str, frozenset[str]]:
    check, plan = base.check, base.plan
    return {
        "barriers": frozenset(base.barriers),
        "care": frozenset(Level),
        "check_ins": frozenset(base.check_ins),
        "conditions": frozenset(check.conditions),
        "contributors": frozenset(check.contributors),
        "cues": frozenset(base.cues),
        "doses": frozenset(plan.doses),
        "equipment": frozenset(plan.equipment),
        "exercises": frozenset(plan.exercises),
        "film_findings": frozenset(base.film_findings),
        "findings": frozenset(check.findings),
        "habits": frozenset(base.habits),
        "notes": frozenset(base.notes),
        "programmes": frozenset(Programme),
        "questions": frozenset(check.questions),
        "red_flags": frozenset(check.red_flags),
        "routines": frozenset(plan.routines),
        "screens": frozenset(base.screens),
        "situations": frozenset(Situation),
        "stops": frozenset(Stop),
        "tests": frozenset(check.tests),
    }


def _missing(ids: frozenset[str], texts: Mapping[str, Any], where: str) -> Iterator[str]:
    return (f"{where}/{id_} is missing" for id_ in sorted(ids - texts.keys()))


def _superfluous(ids: frozenset[str], texts: Mapping[str, Any], where: str) -> Iterator[str]:
    return (f"{where}/{id_} has words but no record" for id_ in sorted(texts.keys() - ids))


def _of_labels(question: QuestionRecord, text: QuestionText, language: str) -> Iterator[str]:
    wanted = set(question.options) if question.kind in WITH_LABELS else set()
    for option in sorted(wanted ^ text.options.keys()):
        yield f"{language}/questions/{question.id}: the option {option} lacks its label or record"
