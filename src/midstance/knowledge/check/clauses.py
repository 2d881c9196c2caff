"""Clauses name questions and options that exist, and numbers that can be answered."""

from collections.abc import Iterable, Iterator, Mapping

from midstance.core.assess.model import Clause, QuestionKind
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.check.base import KnowledgeBase
from midstance.knowledge.clauses import read_clause
from midstance.knowledge.records_check import QuestionRecord

Questions = Mapping[str, QuestionRecord]

NUMERIC = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})


def problems_of_clauses(base: KnowledgeBase) -> Iterator[str]:
    """What is wrong with any clause of any record."""
    for where, text in all_clauses(base):
        for problem in _of_text(text, base.check.questions):
            yield f"{where}: {problem}"


def all_clauses(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    """Every clause with the place where it stands."""
    check = base.check
    for question in check.questions.values():
        yield from _in(f"questions/{question.id}", (*question.asked_when, question.unsafe_when))
    for flag in check.red_flags.values():
        yield from _in(f"red_flags/{flag.id}", flag.when)
    for finding in check.findings.values():
        yield from _in(f"findings/{finding.id}", (finding.seen_when,))
    for condition in check.conditions.values():
        yield from _in(f"conditions/{condition.id}", (x.when for x in condition.multipliers))
    for contributor in check.contributors.values():
        yield from _in(f"contributors/{contributor.id}", (x.seen_when for x in contributor.signs))


def _in(where: str, lines: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((where, text) for line in lines for text in line)


def _of_text(text: str, questions: Questions) -> Iterator[str]:
    try:
        clause = read_clause(text)
    except InvalidValueError as error:
        yield str(error)
        return
    question = questions.get(clause.question)
    if question is None:
        yield f"{text} asks the unknown question {clause.question}"
    elif question.kind in NUMERIC:
        yield from _of_number(text, clause, question)
    else:
        yield from _of_options(text, clause, question)


def _of_options(text: str, clause: Clause, question: QuestionRecord) -> Iterator[str]:
    if not clause.options:
        yield f"{text} compares {question.id} with a number"
    for unknown in sorted(set(clause.options) - set(question.options)):
        yield f"{text} names the unknown option {unknown}"
    if len(set(clause.options)) < len(clause.options):
        yield f"{text} names an option twice"


def _of_number(text: str, clause: Clause, question: QuestionRecord) -> Iterator[str]:
    if clause.options:
        yield f"{text} looks for an option of {question.id}, which is a number"
        return
    low = -float("inf") if question.low is None else question.low
    high = float("inf") if question.high is None else question.high
    start = low if clause.at_least is None else clause.at_least
    end = high if clause.below is None else clause.below
    if not (low <= start <= high and low < end <= high and start <= end):
        yield f"{text} cannot be between {low:g} and {high:g}"
    if (clause.at_least, clause.below) in {(low, None), (None, high)}:
        yield f"{text} is always so"
