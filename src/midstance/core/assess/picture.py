"""What all answers together say of every clause, finding, rule and question."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from midstance.core.assess.answers import Answers, Given, Known
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.tables import LineBits, Rule, Said, Tables, read_given, tables_of
from midstance.core.base.arrays import BoolArray, IntArray


@dataclass(frozen=True, eq=False)
class Picture:
    """The answers so far, seen through the tables of a model.

    Parameters
    ----------
    states : (clauses,) what is known of each.
    said : the same as bits, and a bit for every question that was answered.
    prefilled : how many of the answers were known before and never asked for.
    """

    tables: Tables
    answers: Answers
    states: IntArray
    said: Said
    prefilled: int = 0

    @classmethod
    def blank(cls, model: CheckModel, prefilled: int = 0) -> "Picture":
        """Nothing asked yet."""
        tables = tables_of(model)
        states = np.full(len(tables.clauses), Known.NOT_ASKED, dtype=np.int64)
        return cls(tables, Answers({}), states, tables.nothing, prefilled)

    @classmethod
    def of(cls, model: CheckModel, answers: Answers, prefilled: int = 0) -> "Picture":
        """The picture that some answers give, in whatever order they came."""
        blank = cls.blank(model)
        tables, states, said = blank.tables, blank.states, blank.said
        for question, given in answers.given.items():
            said = _put(tables, states, said, question, given)
        return cls(tables, answers, states, said, prefilled)

    def also(self, question: str, given: Given) -> "Picture":
        """The same with one more answer."""
        states = self.states.copy()
        said = _put(self.tables, states, self.said, question, given)
        answers = self.answers.also(question, given)
        return Picture(self.tables, answers, states, said, self.prefilled)

    @property
    def key(self) -> tuple[bytes, int, int]:
        """Equal for pictures that the engine cannot tell apart."""
        return self.states.astype(np.int8).tobytes(), self.said.answered, self.prefilled

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
    def flag_action(self) -> Action:
        """The most urgent of the red flags."""
        best = 0
        yes, maybe = self.said.yes, self.said.maybe
        for rule in self.tables.rules:
            if rule.level <= best:
                break
            if rule.lines[0] & maybe and holds(rule.lines, maybe):
                is_sure = holds(rule.lines, yes)
                best = max(best, rule.level if is_sure else rule.level_if_unsure)
        return Action(best)

    @cached_property
    def possible(self) -> int:
        """Bits of the clauses that hold, may hold, or may still come to hold by a question."""
        tables, maybe = self.tables, self.said.maybe
        unasked = tables.can_screen & ~self.said.asked
        possible, before = maybe | unasked, 0
        while possible != before:
            before = possible
            for bits, lines in tables.gates:
                if unasked & bits and not holds(lines, possible):
                    unasked &= ~bits
            possible = maybe | unasked
        return possible

    @cached_property
    def could_raise(self) -> int:
        """Bits of the unknown clauses that may raise a red flag above those that are up."""
        least, possible, yes = self.flag_action, self.possible, self.said.yes
        wanted = 0
        for rule in self.tables.rules:
            if rule.level <= least:
                break
            if holds(rule.lines, possible):
                for line in rule.lines:
                    wanted |= 0 if line & yes else line
        return self._with_what_leads_there(wanted & possible & ~self.said.asked)

    def _with_what_leads_there(self, wanted: int) -> int:
        """Bits of clauses and of those that open their questions, where nothing has yet."""
        before = 0
        while wanted != before:
            before = wanted
            for bits, lines in self.tables.gates:
                if wanted & bits and not holds(lines, self.said.maybe):
                    for line in lines:
                        wanted |= 0 if line & self.said.maybe else line
            wanted &= self.possible & ~self.said.asked
        return wanted

    def is_open(self, number: int) -> bool:
        """Whether a question was not answered and what leads to it holds or may hold."""
        if self.said.answered >> number & 1:
            return False
        return holds(self.tables.asked_when[number], self.said.maybe)

    def is_safe(self, number: int) -> bool:
        """Whether nothing that forbids a question holds, may hold, or is still to be screened."""
        unsafe = self.tables.unsafe[number]
        return not unsafe & (self.said.maybe | (self._screening & ~self.said.asked))

    @cached_property
    def _screening(self) -> int:
        """Bits of the clauses of the screen's questions that are open."""
        bits = 0
        for number in self.tables.screen:
            bits |= self.tables.clause_bits[number] if self.is_open(number) else 0
        return bits

    @cached_property
    def missing(self) -> tuple[int, ...]:
        """The questions that the screen still needs, in their order."""
        tables, wanted = self.tables, self.could_raise
        return tuple(
            number
            for number, bits in enumerate(tables.clause_bits)
            if (wanted & bits or number in tables.about) and self.is_open(number)
        )

    @property
    def first_missing(self) -> int | None:
        """The first of `missing`, found without the others, or None when there is none."""
        tables, answered, maybe = self.tables, self.said.answered, self.said.maybe
        for number in tables.screenable:
            if answered >> number & 1 or not holds(tables.asked_when[number], maybe):
                continue
            if number in tables.about or self._is_needed(number):
                return number
        return None

    def _is_needed(self, number: int) -> bool:
        """Whether its answer may raise a red flag, or lead to a question whose answer may."""
        tables, maybe = self.tables, self.said.maybe
        unasked = tables.clause_bits[number] & self.possible & ~self.said.asked
        return self._may_raise(tables.rules_of[number], unasked) or any(
            not (self.said.answered >> opened & 1)
            and any(line & unasked and not line & maybe for line in lines)
            and self._is_needed(opened)
            for opened, lines in tables.opens[number]
        )

    def _may_raise(self, rules: tuple[Rule, ...], unasked: int) -> bool:
        least, possible, yes = self.flag_action, self.possible, self.said.yes
        for rule in rules:
            if rule.level <= least:
                return False
            if holds(rule.lines, possible):
                for line in rule.lines:
                    if line & unasked and not line & yes:
                        return True
        return False

    @property
    def screen_complete(self) -> bool:
        """Nothing that was left out could raise a red flag above those that are up."""
        answered = self.said.answered
        partly = any(
            self.could_raise & bits and answered >> number & 1
            for number, bits in enumerate(self.tables.clause_bits)
        )
        return not self.missing and not partly

    def _any(self, places: IntArray) -> IntArray:
        """One of several: a plain no only where each is a plain no."""
        states = self.states[places]
        best, least = states.max(axis=1), states.min(axis=1)
        partly = (best == Known.NO) & (least == Known.NOT_ASKED)
        return np.where(partly, Known.UNTICKED, best)


def holds(lines: LineBits, bits: int) -> bool:
    """Whether each line has one of the bits."""
    for line in lines:  # noqa: SIM110 - `all` of a generator takes three times as long
        if not line & bits:
            return False
    return True


def _put(tables: Tables, states: IntArray, said: Said, question: str, given: Given) -> Said:
    """Write an answer into the states, and return the bits with it."""
    number = tables.numbers[question]
    bits = tables.clause_bits[number]
    read = read_given(tables, question, given)
    first = tables.first_clause[number]
    states[first : first + len(read.states)] = read.states
    return Said(
        yes=said.yes & ~bits | read.yes,
        maybe=said.maybe & ~bits | read.maybe,
        asked=said.asked & ~bits | read.asked,
        answered=said.answered | 1 << number,
    )
