"""What could be answered to each question, how often in each pattern, and what it would change.

The answers to a question with few findings are all listed. Those to a longer list of options are
a fixed sample: for each pattern, as many as `SAMPLES`, drawn at the points of a sequence that fills
the cube evenly and is the same on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from midstance.core.assess.answers import Answers, Known, read_answer
from midstance.core.assess.model import CheckModel, Clause, Question, QuestionKind
from midstance.core.assess.tables import Tables, tables_of
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

MOST_LISTED = 5
SAMPLES = 6


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Possible answers to several questions, those of one question side by side.

    Parameters
    ----------
    questions : numbers of the questions.
    starts : (questions,) where the answers of each begin.
    frequency : (answers, patterns) how often each is given in each pattern.
    ratio : (answers, patterns) by what it would multiply the odds.
    ratio_log_ratio : (answers, patterns) the same times its own log.
    """

    questions: tuple[int, ...]
    starts: IntArray
    frequency: FloatArray
    ratio: FloatArray
    ratio_log_ratio: FloatArray


@lru_cache(maxsize=1 << 10)
def outcomes_of(model: CheckModel, known: tuple[tuple[int, bytes], ...]) -> Outcomes:
    """The possible answers to some questions, each with the findings that are known already."""
    parts = [_outcomes(model, number, settled) for number, settled in known]
    frequency = np.concatenate([part[0] for part in parts])
    ratio = np.concatenate([part[1] for part in parts])
    lengths = [len(part[0]) for part in parts]
    return Outcomes(
        questions=tuple(number for number, _ in known),
        starts=np.cumsum([0, *lengths[:-1]]),
        frequency=frequency,
        ratio=ratio,
        ratio_log_ratio=ratio * np.log(ratio),
    )


@lru_cache(maxsize=8)
def asks_for(model: CheckModel) -> BoolArray:
    """(questions, findings) whether an answer can show a finding."""
    asked = np.zeros((len(model.questions), len(model.findings)), dtype=np.bool_)
    for number, findings in enumerate(findings_asked(model)):
        asked[number, findings] = True
    return asked


@lru_cache(maxsize=8)
def findings_asked(model: CheckModel) -> tuple[IntArray, ...]:
    """For each question the numbers of the findings that its answer can show."""
    return tuple(
        np.array(
            [
                number
                for number, finding in enumerate(model.findings)
                if any(clause.question == question.id for clause in finding.seen_when)
            ],
            dtype=np.int64,
        )
        for question in model.questions
    )


@lru_cache(maxsize=1 << 10)
def _outcomes(model: CheckModel, number: int, settled: bytes) -> tuple[FloatArray, FloatArray]:
    """How often each answer comes and by what it multiplies the odds; settled findings left out."""
    tables, question = tables_of(model), model.questions[number]
    is_settled = np.frombuffer(settled, dtype=np.bool_)
    findings = findings_asked(model)[number][~is_settled]
    present = tables.weights.present_frac[findings]
    if question.kind is not QuestionKind.MANY:
        seen = np.unique(_each_answer(question, model, findings), axis=0)
        often = _likelihood(seen, present)
        return often / often.sum(axis=0), _ratio(tables, findings, seen, Known.NO)
    if len(findings) <= MOST_LISTED:
        seen = np.array(list(product((False, True), repeat=len(findings))), dtype=np.bool_)
        return _likelihood(seen, present), _ratio(tables, findings, seen, Known.UNTICKED)
    seen, often = _sampled(present)
    return often, _ratio(tables, findings, seen, Known.UNTICKED)


def _likelihood(seen: BoolArray, present: FloatArray) -> FloatArray:
    """(answers, patterns) for findings that are independent within a pattern."""
    each = np.where(seen[:, :, None], present[None], 1 - present[None])
    product_: FloatArray = each.prod(axis=1)
    return product_


def _ratio(tables: Tables, findings: IntArray, seen: BoolArray, absent: Known) -> FloatArray:
    weights = tables.weights
    shown = np.zeros((len(seen), *weights.present_frac.shape))
    states = np.where(seen, Known.YES, absent)
    states[~seen.any(axis=1)] = Known.NO
    shown[:, findings] = weights.shown[states, findings]
    ratio: FloatArray = np.exp([weights.join_groups(each) for each in shown])
    return ratio


def _sampled(present: FloatArray) -> tuple[BoolArray, FloatArray]:
    """Answers drawn for each pattern, and the share of a pattern's draws that gave each."""
    points = even_points(SAMPLES, len(present))
    drawn = points[:, :, None] < present[None]
    seen, which = np.unique(
        drawn.transpose(2, 0, 1).reshape(-1, len(present)), axis=0, return_inverse=True
    )
    patterns = present.shape[1]
    often = np.zeros((len(seen), patterns))
    np.add.at(often, (which.ravel(), np.repeat(np.arange(patterns), SAMPLES)), 1 / SAMPLES)
    return seen, often


def even_points(count: int, dimensions: int) -> FloatArray:
    r"""(count, dimensions) points that fill the unit cube evenly.

    $x_{ij} = \mathrm{frac}((i + 1/2) \alpha_j)$, where $\alpha_j$ are the fractional parts of the
    square roots of the primes: the Richtmyer sequence.
    """
    steps = np.sqrt([prime for prime, _ in zip(_primes(), range(dimensions), strict=False)])
    points: FloatArray = np.mod((np.arange(count) + 0.5)[:, None] * steps, 1.0)
    return points


def _primes() -> Iterator[int]:
    found: list[int] = []
    number = 2
    while True:
        if all(number % prime for prime in found):
            found.append(number)
            yield number
        number += 1


def _each_answer(question: Question, model: CheckModel, findings: IntArray) -> BoolArray:
    """(answers, findings) which findings each answer to a choice or a number shows."""
    rows = []
    for answer in _answers_to(question, model):
        answers = Answers({question.id: read_answer(question, answer)})
        states = [answers.any_clause(model.findings[number].seen_when) for number in findings]
        rows.append([state is Known.YES for state in states])
    return np.array(rows, dtype=np.bool_).reshape(len(rows), len(findings))


def _answers_to(question: Question, model: CheckModel) -> tuple[str | float, ...]:
    if question.options:
        return question.options
    clauses = [clause for finding in model.findings for clause in finding.seen_when]
    low, high = question.low or 0.0, question.high or 0.0
    ends = {
        end for item in clauses if item.question == question.id for end in _ends(item) if end > low
    }
    return (low, *sorted(end for end in ends if end <= high))


def _ends(clause: Clause) -> tuple[float, ...]:
    return tuple(end for end in (clause.at_least, clause.below) if end is not None)
