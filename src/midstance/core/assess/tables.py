"""The knowledge of the check as arrays, worked out once for each model.

Every clause that any record asks for has a place in one vector, those of a question side by side;
the last place is a clause that always holds. Lines, findings and rules are indices into it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

import numpy as np

from midstance.core.assess.answers import Answers, Given, Known
from midstance.core.assess.evidence import Weights, weigh_findings
from midstance.core.assess.model import CheckModel, Clause, Lines, Stage
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

ADULT_FROM_Y = 18
RAREST_FRAC = 1e-4
UNSURE = ("unsure",)  # apart from the number 3, which equals the state of that name
ADOLESCENT = Clause(question="age_y", options=(), at_least=None, below=ADULT_FROM_Y)


@dataclass(frozen=True, eq=False)
class LineTable:
    """Owners that hold when each of their lines does.

    Parameters
    ----------
    clauses : (lines, most clauses) places of clauses; short lines repeat their first.
    lines : (owners, most lines) rows of `clauses`; short owners repeat their first.
    """

    clauses: IntArray
    lines: IntArray

    def read_lines(self, states: IntArray) -> IntArray:
        """What is known of each line: its surest clause."""
        best: IntArray = states[self.clauses].max(axis=1)
        return best

    def read(self, states: IntArray) -> IntArray:
        """What is known of each owner: its least sure line."""
        least: IntArray = self.read_lines(states)[self.lines].min(axis=1)
        return least


@dataclass(frozen=True, eq=False)
class Tables:
    """A model as arrays.

    Parameters
    ----------
    clauses : every clause that is asked for, those of one question side by side.
    places : questions to the half-open range of their clauses.
    clause_question : (clauses + 1) number of each clause's question; the last belongs to none.
    findings, multipliers : (n, most clauses) places of the clauses that show them.
    asked_when, red_flags : lines of the questions and of the rules.
    unsafe : (questions, clauses + 1) clauses that forbid a question.
    levels, levels_if_unsure : (rules,) actions.
    adult_log, adolescent_log : (patterns,) prior.
    multiplier_log : (multipliers, patterns) what is added to the log of the prior.
    harm : (patterns, actions).
    is_about, is_screen, is_self_test : (questions,).
    numbers : question ids to their places in the order of asking.
    """

    model: CheckModel
    clauses: tuple[Clause, ...]
    places: Mapping[str, tuple[int, int]]
    clause_question: IntArray
    adolescent: int
    findings: IntArray
    multipliers: IntArray
    asked_when: LineTable
    red_flags: LineTable
    unsafe: BoolArray
    levels: IntArray
    levels_if_unsure: IntArray
    adult_log: FloatArray
    adolescent_log: FloatArray
    multiplier_log: FloatArray
    harm: FloatArray
    named: BoolArray
    is_about: BoolArray
    is_screen: BoolArray
    is_self_test: BoolArray
    numbers: Mapping[str, int]
    weights: Weights


@lru_cache(maxsize=8)
def tables_of(model: CheckModel) -> Tables:
    """The arrays of a model."""
    clauses = _all_clauses(model)
    at = {clause: place for place, clause in enumerate(clauses)}
    numbers = {question.id: number for number, question in enumerate(model.questions)}
    return Tables(
        model=model,
        clauses=clauses,
        places=_places(clauses),
        clause_question=np.array([*(numbers.get(item.question, -1) for item in clauses), -1]),
        adolescent=at[ADOLESCENT],
        findings=_padded([[at[clause] for clause in item.seen_when] for item in model.findings]),
        multipliers=_padded(
            [
                [at[clause] for clause in item.when]
                for pattern in model.patterns
                for item in pattern.multipliers
            ]
        ),
        asked_when=_line_table([question.asked_when for question in model.questions], at),
        red_flags=_line_table([rule.when for rule in model.red_flags], at),
        unsafe=_unsafe(model, clauses),
        levels=np.array([rule.level for rule in model.red_flags], dtype=np.int64),
        levels_if_unsure=np.array([rule.level_if_unsure for rule in model.red_flags], np.int64),
        adult_log=_logs((item.adult_frac for item in model.patterns), model),
        adolescent_log=_logs((item.adolescent_frac for item in model.patterns), model),
        multiplier_log=_multiplier_log(model),
        harm=np.array([pattern.harm for pattern in model.patterns], dtype=np.float64),
        named=np.array([pattern.named for pattern in model.patterns], dtype=np.bool_),
        is_about=np.array([item.stage is Stage.ABOUT for item in model.questions]),
        is_screen=np.array([item.stage is Stage.SCREEN for item in model.questions]),
        is_self_test=np.array([item.stage is Stage.SELF_TEST for item in model.questions]),
        numbers=numbers,
        weights=weigh_findings(model),
    )


def clause_states(tables: Tables, question: str, given: Given) -> IntArray:
    """What an answer says of each clause of its question."""
    key: tuple[object, ...]
    if isinstance(given, Mapping):
        return _clause_states(tables, question, tuple(given.items()))
    key = UNSURE if given is Known.UNSURE else (float(given),)
    return _clause_states(tables, question, key)


@lru_cache(maxsize=1 << 14)
def _clause_states(tables: Tables, question: str, key: tuple[object, ...]) -> IntArray:
    first, end = tables.places[question]
    answers = Answers({question: _given(key)})
    return np.array([answers.clause(item) for item in tables.clauses[first:end]], dtype=np.int64)


def _given(key: tuple[object, ...]) -> Given:
    if key == UNSURE:
        return Known.UNSURE
    return dict(key) if isinstance(key[0], tuple) else key[0]  # type: ignore[arg-type,return-value] # as packed above


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


def _places(clauses: Sequence[Clause]) -> Mapping[str, tuple[int, int]]:
    places, first = {}, 0
    for question, group in groupby(clauses, key=attrgetter("question")):
        end = first + len(list(group))
        places[question] = (first, end)
        first = end
    return places


def _line_table(owners: Sequence[Lines], at: Mapping[Clause, int]) -> LineTable:
    """An owner without lines has one that always holds."""
    always = len(at)
    clauses: list[list[int]] = []
    lines = []
    for owner in owners:
        rows = [[at[clause] for clause in line] for line in owner] or [[always]]
        lines.append(list(range(len(clauses), len(clauses) + len(rows))))
        clauses += rows
    return LineTable(clauses=_padded(clauses), lines=_padded(lines))


def _padded(rows: Sequence[Sequence[int]]) -> IntArray:
    width = max(map(len, rows), default=1)
    filled = [[*row, *[row[0]] * (width - len(row))] for row in rows]
    return np.array(filled, dtype=np.int64).reshape(len(rows), width)


def _unsafe(model: CheckModel, clauses: Sequence[Clause]) -> BoolArray:
    rows = [[item in question.unsafe_when for item in clauses] for question in model.questions]
    return np.pad(np.array(rows, dtype=np.bool_), ((0, 0), (0, 1)))


def _logs(fracs: Iterable[float], model: CheckModel) -> FloatArray:
    prior = np.maximum(np.array(list(fracs), dtype=np.float64), RAREST_FRAC)
    logs: FloatArray = model.constants.prior_exponent * np.log(prior / prior.sum())
    return logs


def _multiplier_log(model: CheckModel) -> FloatArray:
    rows = [
        np.where(np.arange(len(model.patterns)) == number, np.log(item.times), 0.0)
        for number, pattern in enumerate(model.patterns)
        for item in pattern.multipliers
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(model.patterns))
