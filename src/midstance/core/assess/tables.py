"""The knowledge of the check as arrays and bits, worked out once for each model.

Every clause that any record asks for has a place in one vector, those of a question side by side,
and a bit in whole numbers of any length: a line of clauses is the sum of its bits.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import attrgetter, or_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from midstance.core.assess.answers import NO, NOT_ASKED, UNSURE, YES, Answers, Given
from midstance.core.assess.contributors import bits_of_contributors
from midstance.core.assess.evidence import Weights, weigh_findings
from midstance.core.assess.model import CheckModel, Clause, Lines, RedFlag, Stage
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray
from midstance.core.base.errors import InvalidValueError

ADULT_FROM_Y = 18
ADOLESCENT = Clause(question="age_y", options=(), at_least=None, below=ADULT_FROM_Y)
RAREST_FRAC = 1e-4
NOT_SURE = ("not sure",)  # apart from the number 3, which equals the state of that name

StateArray = NDArray[np.int8]
"""What is known of several clauses or findings, each a `Known`."""

LineBits = tuple[int, ...]
"""Lines that all must hold, each as the bits of its clauses."""


class Rule(NamedTuple):
    """A red flag as bits."""

    level: int
    level_if_unsure: int
    lines: LineBits


class Said(NamedTuple):
    """Bits of the clauses that were asked, are a plain no, hold or may hold, hold; of questions.

    A clause that was asked and is none of these was left unticked; see `Known`.
    """

    asked: int
    no: int
    maybe: int
    yes: int
    answered: int


NOTHING_SAID = Said(asked=0, no=0, maybe=0, yes=0, answered=0)


@dataclass(frozen=True, eq=False)
class Read:
    """One answer: what it says of the clauses of its question, as bits in their places."""

    yes: int
    maybe: int
    asked: int
    no: int


@dataclass(frozen=True, eq=False)
class Tables:
    """A model as arrays and bits; questions go by their number in the order of asking.

    Parameters
    ----------
    clauses : every clause that is asked for, those of one question side by side.
    first_clause, clause_bits : for each question its place among them, and their bits.
    findings, multipliers : (n, most clauses) places of the clauses that show them.
    each_finding : (n,) the numbers of the findings.
    asked_when : for each question the lines that lead to it.
    gates : bits of each question that something leads to, its first line, the others; each after
        those that lead to it; no self-tests.
    unsafe : for each question the bits that forbid it.
    asks_again : for each question the number of the one that it puts once more, or -1.
    pairs : each question that is put twice and its second form, under the names of both.
    rules : the red flags, the highest level first.
    rules_of : for each question the rules that ask for it, the highest level first.
    opens : for each question the numbers of those that it can lead to, with the lines for it.
    about, about_bits, screen, self_tests : the questions of these stages.
    for_the_plan : the questions that tell enough of contributors, the most telling first.
    screenable : the questions whose answers may matter to a red flag, and those about the runner:
        number, bit, bits of the clauses of the one that it asks again, lines that lead to it.
    can_screen : bits of all clauses but those of self-tests.
    adult_log, adolescent_log : (2 patterns,) prior for the picture, and for the action.
    multiplier_log : (multipliers, 2 patterns) what is added to the log of the prior.
    harm : (patterns, actions).
    """

    model: CheckModel
    numbers: Mapping[str, int]
    clauses: tuple[Clause, ...]
    first_clause: tuple[int, ...]
    clause_bits: tuple[int, ...]
    adolescent: int
    findings: IntArray
    each_finding: IntArray
    multipliers: IntArray
    asked_when: tuple[LineBits, ...]
    gates: tuple[tuple[int, int, LineBits], ...]
    unsafe: tuple[int, ...]
    asks_again: tuple[int, ...]
    pairs: Mapping[str, tuple[str, str]]
    rules: tuple[Rule, ...]
    rules_of: tuple[tuple[Rule, ...], ...]
    opens: tuple[tuple[tuple[int, LineBits], ...], ...]
    about: frozenset[int]
    about_bits: int
    screen: tuple[int, ...]
    self_tests: tuple[int, ...]
    for_the_plan: tuple[int, ...]
    screenable: tuple[tuple[int, int, int, LineBits], ...]
    can_screen: int
    adult_log: FloatArray
    adolescent_log: FloatArray
    multiplier_log: FloatArray
    harm: FloatArray
    named: BoolArray
    weights: Weights


@lru_cache(maxsize=8)
def tables_of(model: CheckModel) -> Tables:
    """The arrays and bits of a model."""
    clauses = _all_clauses(model)
    at = {clause: place for place, clause in enumerate(clauses)}
    bits = {clause: 1 << place for place, clause in enumerate(clauses)}
    owners = [clause.question for clause in clauses]
    asked_when = tuple(_lines(item.asked_when, bits) for item in model.questions)
    clause_bits = tuple(
        sum(bits[clause] for clause in clauses if clause.question == item.id)
        for item in model.questions
    )
    self_tests = _of_stage(model, Stage.SELF_TEST)
    about = frozenset(_of_stage(model, Stage.ABOUT))
    opens = tuple(_opened(own, asked_when, self_tests) for own in clause_bits)
    rules = tuple(sorted((_rule(item, bits) for item in model.red_flags), key=_by_level))
    asks_again = tuple(_first_of(item.asks_again, model) for item in model.questions)
    rules_of = tuple(
        tuple(rule for rule in rules if any(line & clause_bits[owner] for line in rule.lines))
        for owner in (first if first >= 0 else number for number, first in enumerate(asks_again))
    )
    applied = [item.when for pattern in model.patterns for item in pattern.multipliers]
    return Tables(
        model=model,
        numbers={item.id: number for number, item in enumerate(model.questions)},
        clauses=clauses,
        first_clause=tuple(
            owners.index(item.id) if item.id in owners else 0 for item in model.questions
        ),
        clause_bits=clause_bits,
        adolescent=at[ADOLESCENT],
        findings=_padded([[at[clause] for clause in item.seen_when] for item in model.findings]),
        each_finding=np.arange(len(model.findings)),
        multipliers=_padded([[at[clause] for clause in when] for when in applied]),
        asked_when=asked_when,
        gates=tuple(
            (clause_bits[number], asked_when[number][0], asked_when[number][1:])
            for number in _in_turn(asked_when, clause_bits)
            if number not in self_tests
        ),
        unsafe=tuple(_together(item.unsafe_when, bits) for item in model.questions),
        asks_again=asks_again,
        pairs={
            name: (item.asks_again, item.id)
            for item in model.questions
            if item.asks_again
            for name in (item.asks_again, item.id)
        },
        rules=rules,
        rules_of=rules_of,
        opens=opens,
        about=about,
        about_bits=sum(1 << number for number in about),
        screen=_of_stage(model, Stage.SCREEN),
        self_tests=self_tests,
        for_the_plan=_for_the_plan(model),
        screenable=tuple(
            (
                number,
                1 << number,
                clause_bits[asks_again[number]] if asks_again[number] >= 0 else 0,
                lines,
            )
            for number, lines in enumerate(asked_when)
            if number not in self_tests and (number in about or rules_of[number] or opens[number])
        ),
        can_screen=sum(clause_bits) - sum(clause_bits[number] for number in self_tests),
        adult_log=_logs((item.adult_frac for item in model.patterns), model),
        adolescent_log=_logs((item.adolescent_frac for item in model.patterns), model),
        multiplier_log=_multiplier_log(model),
        harm=np.array([pattern.harm for pattern in model.patterns], dtype=np.float64),
        named=np.array([pattern.named for pattern in model.patterns], dtype=np.bool_),
        weights=weigh_findings(model),
    )


def read_given(tables: Tables, question: str, given: Given) -> Read:
    """What an answer says of each clause of its question."""
    key: tuple[object, ...]
    if isinstance(given, Mapping):
        return _read_given(tables, question, tuple(given.items()))
    key = NOT_SURE if given is UNSURE else (float(given),)
    return _read_given(tables, question, key)


@lru_cache(maxsize=1 << 12)
def _read_given(tables: Tables, question: str, key: tuple[object, ...]) -> Read:
    answers = Answers({question: _given(key)})
    first = tables.first_clause[tables.numbers[question]]
    own = [clause for clause in tables.clauses if clause.question == question]
    states = np.array([answers.clause(clause) for clause in own], dtype=np.int8)
    return Read(
        yes=_bits(states == YES) << first,
        maybe=_bits(states >= UNSURE) << first,
        asked=_bits(states != NOT_ASKED) << first,
        no=_bits(states == NO) << first,
    )


def _given(key: tuple[object, ...]) -> Given:
    if key == NOT_SURE:
        return UNSURE
    if key and not isinstance(key[0], tuple):
        return key[0]  # type: ignore[return-value] # a number, as packed above
    return dict(key)  # type: ignore[arg-type] # pairs, as packed above


def _bits(holds: BoolArray) -> int:
    return sum(1 << place for place, bit in enumerate(holds) if bit)


def _in_turn(asked_when: Sequence[LineBits], clause_bits: Sequence[int]) -> Iterator[int]:
    """The questions that something leads to, each after those that lead to it."""
    waiting = {number: reduce(or_, lines) for number, lines in enumerate(asked_when) if lines}
    while waiting:
        blocked = reduce(or_, (clause_bits[number] for number in waiting))
        free = [number for number, lines in waiting.items() if not lines & blocked]
        if not free:
            raise InvalidValueError(
                f"Expected questions of which one comes first, got a ring of {len(waiting)}."
            )
        for number in free:
            del waiting[number]
        yield from free


def _of_stage(model: CheckModel, stage: Stage) -> tuple[int, ...]:
    return tuple(number for number, item in enumerate(model.questions) if item.stage is stage)


def _for_the_plan(model: CheckModel) -> tuple[int, ...]:
    bits = [bits_of_contributors(model, item.id) for item in model.questions]
    order = sorted(range(len(bits)), key=lambda number: (-bits[number], number))
    return tuple(number for number in order if bits[number] >= model.constants.contributor_bits)


def _first_of(name: str, model: CheckModel) -> int:
    names = [item.id for item in model.questions]
    return names.index(name) if name else -1


def _all_clauses(model: CheckModel) -> tuple[Clause, ...]:
    lines: list[Iterable[Clause]] = [[ADOLESCENT]]
    for owner in model.questions:
        lines += [*owner.asked_when, owner.unsafe_when]
    for rule in model.red_flags:
        lines += rule.when
    lines += [finding.seen_when for finding in model.findings]
    lines += [item.when for pattern in model.patterns for item in pattern.multipliers]
    unique = dict.fromkeys(clause for line in lines for clause in line)
    return tuple(sorted(unique, key=attrgetter("question")))


def _lines(lines: Lines, bits: Mapping[Clause, int]) -> LineBits:
    return tuple(_together(line, bits) for line in lines)


def _together(clauses: Iterable[Clause], bits: Mapping[Clause, int]) -> int:
    return reduce(or_, (bits[clause] for clause in clauses), 0)


def _rule(rule: RedFlag, bits: Mapping[Clause, int]) -> Rule:
    return Rule(int(rule.level), int(rule.level_if_unsure), _lines(rule.when, bits))


def _opened(
    own: int, asked_when: Sequence[LineBits], self_tests: Sequence[int]
) -> tuple[tuple[int, LineBits], ...]:
    """Questions whose lines ask for some clauses, with those lines; no self-tests."""
    pairs = (
        (number, tuple(line for line in lines if line & own))
        for number, lines in enumerate(asked_when)
        if number not in self_tests
    )
    return tuple((number, lines) for number, lines in pairs if lines)


def _by_level(rule: Rule) -> int:
    return -rule.level


def _padded(rows: Sequence[Sequence[int]]) -> IntArray:
    """Rows of one length: short ones repeat their first."""
    width = max(map(len, rows), default=1)
    filled = [[*row, *[row[0]] * (width - len(row))] for row in rows]
    return np.array(filled, dtype=np.int64).reshape(len(rows), width)


def _logs(fracs: Iterable[float], model: CheckModel) -> FloatArray:
    prior = np.maximum(np.array(list(fracs), dtype=np.float64), RAREST_FRAC)
    logs = np.log(prior / prior.sum())
    both: FloatArray = np.concatenate((model.constants.prior_exponent * logs, logs))
    return both


def _multiplier_log(model: CheckModel) -> FloatArray:
    rows = [
        np.where(np.arange(len(model.patterns)) == number, np.log(item.times), 0.0)
        for number, pattern in enumerate(model.patterns)
        for item in pattern.multipliers
    ]
    once = np.array(rows, dtype=np.float64).reshape(len(rows), len(model.patterns))
    return np.tile(once, 2)
