"""What could be answered to each question, how often in each pattern, and what it would change.

The answers to a question with few findings are all listed. Those to a longer list of options are
a fixed sample: for each pattern, as many as `SAMPLES`, drawn at the points of a sequence that fills
the cube evenly and is the same on every machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from midstance.core.assess.answers import NO, UNTICKED, YES, Answers, Known, read_answer
from midstance.core.assess.model import CheckModel, Clause, Finding, Question, QuestionKind
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
def outcomes_of(model: CheckModel, asked: tuple[tuple[int, int], ...]) -> Outcomes:
    """The possible answers to some questions, each with the bits of the findings to be told."""
    parts = [_outcomes(model, number, told) for number, told in asked]
    frequency = np.concatenate([part[0] for part in parts])
    ratio = np.concatenate([part[1] for part in parts])
    lengths = [len(part[0]) for part in parts]
    return Outcomes(
        questions=tuple(number for number, _ in asked),
        starts=np.cumsum([0, *lengths[:-1]]),
        frequency=frequency,
        ratio=ratio,
        ratio_log_ratio=ratio * np.log(ratio),
    )


@lru_cache(maxsize=8)
def telling(model: CheckModel) -> tuple[tuple[int, int], ...]:
    """The questions whose answers show findings, each with the bits of those."""
    pairs = (
        (number, bits_of([_shows(question, finding) for finding in model.findings]))
        for number, question in enumerate(model.questions)
    )
    return tuple((number, bits) for number, bits in pairs if bits)


def _shows(question: Question, finding: Finding) -> bool:
    return any(clause.question == question.id for clause in finding.seen_when)


def bits_of(places: Sequence[bool] | BoolArray) -> int:
    """A whole number with a bit for each place that is true."""
    return int.from_bytes(np.packbits(places, bitorder="little").tobytes(), "little")


@lru_cache(maxsize=1 << 10)
def _outcomes(model: CheckModel, number: int, told: int) -> tuple[FloatArray, FloatArray]:
    """How often each answer comes and by what it multiplies the odds, by the findings told."""
    tables, question = tables_of(model), model.questions[number]
    findings = np.flatnonzero([told >> place & 1 for place in range(len(model.findings))])
    present = tables.weights.present_frac[findings]
    if question.kind is not QuestionKind.MANY:
        seen = np.unique(_each_answer(question, model, findings), axis=0)
        often = _likelihood(seen, present)
        return often / often.sum(axis=0), _ratio(tables, findings, seen, NO)
    if len(findings) <= MOST_LISTED:
        seen = np.array(list(product((False, True), repeat=len(findings))), dtype=np.bool_)
        return _likelihood(seen, present), _ratio(tables, findings, seen, UNTICKED)
    seen, often = _sampled(present)
    return often, _ratio(tables, findings, seen, UNTICKED)


def _likelihood(seen: BoolArray, present: FloatArray) -> FloatArray:
    """(answers, patterns) for findings that are independent within a pattern."""
    each = np.where(seen[:, :, None], present[None], 1 - present[None])
    product_: FloatArray = each.prod(axis=1)
    return product_


def _ratio(tables: Tables, findings: IntArray, seen: BoolArray, absent: Known) -> FloatArray:
    weights = tables.weights
    shown = np.zeros((len(seen), *weights.present_frac.shape))
    states = np.where(seen, YES, absent)
    states[~seen.any(axis=1)] = NO
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
        rows.append([state is YES for state in states])
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
