"""What all answers together say of every clause, finding, rule and question."""

from dataclasses import dataclass

import numpy as np

from midstance.core.assess.answers import (
    NO,
    NOT_ASKED,
    UNSURE,
    UNTICKED,
    YES,
    Answers,
    Given,
)
from midstance.core.assess.model import Action, CheckModel
from midstance.core.assess.once import once
from midstance.core.assess.tables import (
    NOTHING_SAID,
    LineBits,
    Rule,
    Said,
    StateArray,
    Tables,
    read_given,
    tables_of,
)
from midstance.core.base.arrays import BoolArray, FloatArray, IntArray

ACTIONS = tuple(Action)
NEVER, PLAIN_NO, DOUBT, CERTAIN = (int(state) for state in (NOT_ASKED, NO, UNSURE, YES))
"""Plain numbers: an array is compared with one of them in half the time."""


@dataclass(frozen=True, eq=False)
class Picture:
    """The answers so far, seen through the tables of a model.

    Parameters
    ----------
    said : what is known of each clause, and which questions were answered, as bits.
    prefilled : how many of the answers were known before and never asked for.
    flagged : `flag_action` where it is known already.
    """

    tables: Tables
    answers: Answers
    said: Said
    prefilled: int = 0
    flagged: Action | None = None

    @classmethod
    def blank(cls, model: CheckModel, prefilled: int = 0) -> "Picture":
        """Nothing asked yet."""
        return cls(tables_of(model), Answers({}), NOTHING_SAID, prefilled)

    @classmethod
    def of(cls, model: CheckModel, answers: Answers, prefilled: int = 0) -> "Picture":
        """The picture that some answers give, in whatever order they came."""
        tables, said = tables_of(model), NOTHING_SAID
        for question, given in answers.given.items():
            said = _put(tables, said, question, given)
        return cls(tables, answers, said, prefilled)

    def also(self, question: str, given: Given) -> "Picture":
        """The same with one more answer, or with another in its place.

        Notes
        -----
        Where a question was asked again, what stood there stays if it was more careful.
        """
        tables = self.tables
        said = _put(tables, self.said, question, given)
        answers = self.answers.also(question, given)
        pair = tables.pairs.get(question)
        if pair is not None and pair[1] in answers.given:
            answers = answers.settle(*pair)
            said = _put(tables, said, pair[0], answers.given[pair[0]])
            return Picture(tables, answers, said, self.prefilled)
        number = tables.numbers[question]
        is_new = not self.said.answered >> number & 1
        raised = _flag_action(tables.rules_of[number], said, self.flag_action) if is_new else None
        return Picture(tables, answers, said, self.prefilled, raised)

    @property
    def key(self) -> tuple[Tables, Said, int]:
        """Equal for pictures that the engine cannot tell apart."""
        return self.tables, self.said, self.prefilled

    @once
    def states(self) -> StateArray:
        """(clauses,) what is known of each."""
        said, count = self.said, len(self.tables.clauses)
        asked, no, maybe, yes = (_places(bits, count) for bits in said[:4])
        return 2 * asked - no + maybe + yes

    @once
    def findings(self) -> StateArray:
        """(findings,) what is known of each."""
        return self._any(self.tables.findings)

    @once
    def known_groups(self) -> int:
        """How many groups of findings something is known of."""
        return int(np.count_nonzero(self.tables.weights.groups @ ~self.unknown))

    @once
    def unknown(self) -> BoolArray:
        """(findings,) whether nothing is known of it: not asked, or not sure."""
        unknown: BoolArray = (self.findings == NEVER) | (self.findings == DOUBT)
        return unknown

    @once
    def told(self) -> FloatArray:
        """(2 patterns,) log of what the findings multiply, for the picture and for the action."""
        weights, states = self.tables.weights, self.findings
        return weights.join_groups(weights.both[states, self.tables.each_finding])

    @once
    def multipliers(self) -> BoolArray:
        """(multipliers,) whether each applies."""
        applies: BoolArray = self.states[self.tables.multipliers].max(axis=1) == CERTAIN
        return applies

    @once
    def flag_action(self) -> Action:
        """The most urgent of the red flags."""
        if self.flagged is not None:
            return self.flagged
        return _flag_action(self.tables.rules, self.said, Action.CARRY_ON)

    @once
    def possible(self) -> int:
        """Bits of the clauses that hold, may hold, or may still come to hold by a question."""
        tables, maybe = self.tables, self.said.maybe
        unasked = tables.can_screen & ~self.said.asked
        possible = maybe | unasked
        for bits, line, lines in tables.gates:
            if unasked & bits and not (line & possible and holds(lines, possible)):
                unasked &= ~bits
                possible = maybe | unasked
        return possible

    @once
    def could_raise(self) -> int:
        """Bits of the unknown clauses that may raise a red flag above those that are up."""
        least, possible, yes = self.flag_action, self.possible, self.said.yes
        wanted = 0
        for level, _, lines in self.tables.rules:
            if level <= least:
                break
            if lines[0] & possible and holds(lines, possible):
                for line in lines:
                    wanted |= 0 if line & yes else line
        unasked = wanted & possible & ~self.said.asked
        return self._with_what_leads_there(unasked) | wanted & self._unsettled

    @once
    def _unsettled(self) -> int:
        """Bits of what she is not sure of and may still be asked again."""
        bits = 0
        for number, first in enumerate(self.tables.asks_again):
            bits |= self._unsure_of(first) if first >= 0 and self.is_open(number) else 0
        return bits

    def _unsure_of(self, number: int) -> int:
        """Bits of the clauses of a question that she is not sure of."""
        return self.tables.clause_bits[number] & self.said.maybe & ~self.said.yes

    def _with_what_leads_there(self, wanted: int) -> int:
        """Bits of clauses and of those that open their questions, where nothing has yet."""
        before = 0
        while wanted != before:
            before = wanted
            for bits, first, rest in self.tables.gates:
                if wanted & bits:
                    for line in (first, *rest):
                        wanted |= 0 if line & self.said.maybe else line
            wanted &= self.possible & ~self.said.asked
        return wanted

    def is_open(self, number: int) -> bool:
        """Whether a question was not answered and what leads to it holds or may hold."""
        if self.said.answered >> number & 1:
            return False
        if (first := self.tables.asks_again[number]) >= 0:
            return self._unsure_of(first) != 0
        return holds(self.tables.asked_when[number], self.said.maybe)

    def is_safe(self, number: int) -> bool:
        """Whether nothing that forbids a question holds, may hold, or is still to be screened."""
        unsafe = self.tables.unsafe[number]
        return not unsafe & (self.said.maybe | (self._screening & ~self.said.asked))

    def way_to(self, number: int) -> tuple[int, ...]:
        """A question after those that may open it; empty where it cannot be asked."""
        if self.said.answered >> number & 1 or not self.is_safe(number):
            return ()
        way: dict[int, None] = {}
        for line in self.tables.asked_when[number]:
            if line & self.said.maybe:
                continue
            opening = self._quickest(line & ~self.said.asked)
            if opening is None:
                return ()
            way[opening] = None
        return (*way, number)

    def _quickest(self, line: int) -> int | None:
        """The open question of least time that may show one of some clauses; no self-tests."""
        tables = self.tables
        may_open = [
            number
            for number, bits in enumerate(tables.clause_bits)
            if bits & line and number not in tables.self_tests and self.is_open(number)
        ]
        return min(
            may_open, key=lambda number: tables.model.questions[number].seconds, default=None
        )

    @once
    def _screening(self) -> int:
        """Bits of the clauses of the screen's questions that are open."""
        tables, answered, maybe = self.tables, self.said.answered, self.said.maybe
        bits = 0
        for number in tables.screen:
            if not answered >> number & 1 and holds(tables.asked_when[number], maybe):
                bits |= tables.clause_bits[number]
        return bits

    @once
    def missing(self) -> tuple[int, ...]:
        """The questions that the screen still needs, in their order."""
        tables, wanted = self.tables, self.could_raise
        return tuple(
            number
            for number in range(len(tables.clause_bits))
            if (wanted & self._tells(number) or number in tables.about) and self.is_open(number)
        )

    def _tells(self, number: int) -> int:
        """Bits of the clauses that the answer to a question may settle."""
        first = self.tables.asks_again[number]
        return self._unsure_of(first) if first >= 0 else self.tables.clause_bits[number]

    @once
    def first_missing(self) -> int | None:
        """The first of `missing`, found without the others, or None when there is none."""
        tables, answered, maybe = self.tables, self.said.answered, self.said.maybe
        unsure = maybe & ~self.said.yes
        for number, bit, doubted, lines in tables.screenable:
            if answered & bit or (doubted and not doubted & unsure):
                continue
            if lines and not holds(lines, maybe):
                continue
            if number in tables.about or self._is_needed(number):
                return number
        return None

    def _is_needed(self, number: int) -> bool:
        """Whether its answer may raise a red flag, or lead to a question whose answer may."""
        tables, maybe = self.tables, self.said.maybe
        if (first := tables.asks_again[number]) >= 0:
            return self._may_raise(tables.rules_of[number], self._unsure_of(first))
        unasked = tables.clause_bits[number] & self.possible & ~self.said.asked
        return self._may_raise(tables.rules_of[number], unasked) or any(
            not (self.said.answered >> opened & 1)
            and any(line & unasked and not line & maybe for line in lines)
            and self._is_needed(opened)
            for opened, lines in tables.opens[number]
        )

    def _may_raise(self, rules: tuple[Rule, ...], unasked: int) -> bool:
        least, possible, yes = self.flag_action, self.possible, self.said.yes
        for level, _, lines in rules:
            if level <= least:
                return False
            if lines[0] & possible and holds(lines, possible):
                for line in lines:
                    if line & unasked and not line & yes:
                        return True
        return False

    @property
    def screen_complete(self) -> bool:
        """Nothing that was left out could raise a red flag above those that are up."""
        answered, asked = self.said.answered, self.said.asked
        left_out = 0
        for number, bits in enumerate(self.tables.clause_bits):
            left_out |= bits & ~asked if answered >> number & 1 else 0
        partly = left_out and self.could_raise & left_out
        return self.first_missing is None and not partly

    def _any(self, places: IntArray) -> StateArray:
        """One of several: a plain no only where each is a plain no."""
        states = self.states[places]
        best: StateArray = states.max(axis=1)
        best[(best == PLAIN_NO) & (states.min(axis=1) == NEVER)] = UNTICKED
        return best


def holds(lines: LineBits, bits: int) -> bool:
    """Whether each line has one of the bits."""
    for line in lines:  # noqa: SIM110 - `all` of a generator takes three times as long
        if not line & bits:
            return False
    return True


def _flag_action(rules: tuple[Rule, ...], said: Said, least: Action) -> Action:
    """The most urgent of some red flags, the highest level first, and of what is up already."""
    best = int(least)
    yes, maybe = said.yes, said.maybe
    for level, level_if_unsure, lines in rules:
        if level <= best:
            break
        if lines[0] & maybe and holds(lines, maybe):
            best = max(best, level if holds(lines, yes) else level_if_unsure)
    return ACTIONS[best]


def _places(bits: int, count: int) -> StateArray:
    """(count,) 1 where a bit is set, else 0."""
    packed = np.frombuffer(bits.to_bytes(count // 8 + 1, "little"), dtype=np.uint8)
    return np.unpackbits(packed, count=count, bitorder="little").view(np.int8)


def _put(tables: Tables, said: Said, question: str, given: Given) -> Said:
    """What is said with one more answer."""
    number = tables.numbers[question]
    others = ~tables.clause_bits[number]
    read = read_given(tables, question, given)
    return Said(
        yes=said.yes & others | read.yes,
        maybe=said.maybe & others | read.maybe,
        asked=said.asked & others | read.asked,
        no=said.no & others | read.no,
        answered=said.answered | 1 << number,
    )
