"""What all answers together say of every clause, finding, rule and question."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from midstance.core.assess.answers import Answers, Given, Known
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.tables import LineTable, Tables, clause_states, tables_of
from midstance.core.base.arrays import BoolArray, IntArray

DEEPEST = 3
"""Questions that lead to questions that lead to questions: deeper than any chain in the model."""


@dataclass(frozen=True, eq=False)
class Picture:
    """The answers so far, seen through the tables of a model.

    Parameters
    ----------
    clauses : (clauses + 1,) what is known of each; the last one always holds.
    answered : (questions,).
    """

    tables: Tables
    answers: Answers
    clauses: IntArray
    answered: BoolArray

    @classmethod
    def blank(cls, model: CheckModel) -> "Picture":
        """Nothing asked yet."""
        tables = tables_of(model)
        clauses = np.full(len(tables.clauses) + 1, Known.NOT_ASKED, dtype=np.int64)
        clauses[-1] = Known.YES
        return cls(tables, Answers({}), clauses, np.zeros(len(tables.numbers), dtype=np.bool_))

    @classmethod
    def of(cls, model: CheckModel, answers: Answers) -> "Picture":
        """The picture that some answers give, in whatever order they came."""
        picture = cls.blank(model)
        clauses, answered = picture.clauses, picture.answered
        for question, given in answers.given.items():
            _put(picture.tables, clauses, answered, question, given)
        return cls(picture.tables, answers, clauses, answered)

    def also(self, question: str, given: Given) -> "Picture":
        """The same with one more answer."""
        clauses, answered = self.clauses.copy(), self.answered.copy()
        _put(self.tables, clauses, answered, question, given)
        return Picture(self.tables, self.answers.also(question, given), clauses, answered)

    @property
    def key(self) -> bytes:
        """Equal for pictures that the engine cannot tell apart."""
        return self.clauses.tobytes() + self.answered.tobytes()

    @cached_property
    def findings(self) -> IntArray:
        """(findings,) what is known of each."""
        return self._any(self.tables.findings)

    @cached_property
    def multipliers(self) -> BoolArray:
        """(multipliers,) whether each applies."""
        applies: BoolArray = self._any(self.tables.multipliers) == Known.YES
        return applies

    @cached_property
    def flag_levels(self) -> IntArray:
        """(rules,) the action that each rule asks for as things stand."""
        return self._levels(self.clauses)

    @property
    def flag_action(self) -> Action:
        """The most urgent of the red flags."""
        return Action(int(self.flag_levels.max(initial=Action.CARRY_ON)))

    @cached_property
    def possible(self) -> IntArray:
        """The clauses, with those that a question may still bring taken for held."""
        may_ask = np.append(~self.tables.is_self_test, False)[self.tables.clause_question]
        open_clause = may_ask
        for _ in range(DEEPEST):
            possible = np.where(
                (self.clauses == Known.NOT_ASKED) & open_clause, Known.YES, self.clauses
            )
            reachable = self.tables.asked_when.read(possible) >= Known.UNSURE
            open_clause = np.append(reachable, False)[self.tables.clause_question] & may_ask
        return possible

    @cached_property
    def is_open(self) -> BoolArray:
        """(questions,) not answered, and what leads to it holds or may hold."""
        leads: BoolArray = self.tables.asked_when.read(self.clauses) >= Known.UNSURE
        return leads & ~self.answered

    @cached_property
    def is_safe(self) -> BoolArray:
        """(questions,) nothing that forbids it holds, may hold, or is still to be screened."""
        waits = np.append(self.is_open & self.tables.is_screen, False)[self.tables.clause_question]
        unclear = (self.clauses >= Known.UNSURE) | ((self.clauses == Known.NOT_ASKED) & waits)
        safe: BoolArray = ~(self.tables.unsafe & unclear).any(axis=1)
        return safe

    @cached_property
    def could_raise(self) -> BoolArray:
        """(questions,) whose answer may raise a red flag above those that are up."""
        rules = self.tables.red_flags
        rises = (self._levels(self.possible) > self.flag_action).astype(np.int64)
        if not rises.any():
            return np.zeros(len(self.answered), dtype=np.bool_)
        undecided = _lines_of(rules, rises) & (rules.read_lines(self.clauses) < Known.YES)
        asked_for = np.zeros(len(self.clauses), dtype=np.bool_)
        asked_for[rules.clauses[undecided].ravel()] = True
        asked_for &= (self.possible == Known.YES) & (self.clauses == Known.NOT_ASKED)
        wanted = np.zeros(len(self.answered) + 1, dtype=np.bool_)
        wanted[self.tables.clause_question[asked_for]] = True
        return wanted[:-1]

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The questions of the screen that are still needed, in their order."""
        wanted = np.flatnonzero(self.is_open & (self.tables.is_about | self.could_raise))
        return tuple(int(number) for number in wanted)

    @property
    def screen_complete(self) -> bool:
        """Nothing that was left out could raise a red flag above those that are up."""
        return not self.missing and not (self.could_raise & self.answered).any()

    def _any(self, places: IntArray) -> IntArray:
        """One of several: a plain no only where each is a plain no."""
        states = self.clauses[places]
        best, least = states.max(axis=1), states.min(axis=1)
        partly = (best == Known.NO) & (least == Known.NOT_ASKED)
        return np.where(partly, Known.UNTICKED, best)

    def _levels(self, clauses: IntArray) -> IntArray:
        tables = self.tables
        states = tables.red_flags.read(clauses)
        maybe = np.where(states == Known.UNSURE, tables.levels_if_unsure, Action.CARRY_ON)
        return np.where(states == Known.YES, tables.levels, maybe)


def _put(
    tables: Tables, clauses: IntArray, answered: BoolArray, question: str, given: Given
) -> None:
    answered[tables.numbers[question]] = True
    if question in tables.places:
        first, end = tables.places[question]
        clauses[first:end] = clause_states(tables, question, given)


def _lines_of(rules: LineTable, holds: IntArray) -> BoolArray:
    """The lines of the rules that are picked out."""
    lines = np.zeros(len(rules.clauses), dtype=np.bool_)
    lines[rules.lines[holds == 1].ravel()] = True
    return lines
