"""Red flags: a table of rules that comes first, takes "not sure" for caution, never softened.

A sign is there, may be there, or is not. A line of a rule is its surest sign; a rule is its least
sure line. Signs are bits of two whole numbers, so a screen of all rules costs microseconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from midstance.core.assess.answers import UNSURE, YES, Answers
from midstance.core.assess.model import Action, Clause, RedFlag
from midstance.core.base.errors import InvalidValueError

Sign = tuple[str, str]
"""A question and the option that raised a flag; the option is "" where the answer is a number."""


@dataclass(frozen=True)
class RaisedFlag:
    """A rule that holds, or may hold.

    Parameters
    ----------
    sure : False when it rests on something that she is not sure of.
    because : the answers that raised it.
    """

    id: str
    level: Action
    sure: bool
    because: tuple[Sign, ...]


def raise_flags(rules: tuple[RedFlag, ...], answers: Answers) -> tuple[RaisedFlag, ...]:
    """Every rule that holds or may hold, the most urgent first.

    Parameters
    ----------
    rules : all of them; what was not asked counts as "no", so ask before you trust a silence.
    answers : in any order, any part of them.

    Raises
    ------
    InvalidValueError
        A rule has no lines or a line has no signs, so that it would hold always or never; or a
        rule weighs more when it is not sure.

    Notes
    -----
    One more sign, or "not sure" in place of "no", never lowers what comes out. A rule that may
    hold, but whose level for that is to carry on, is not raised.

    Source: expert judgement, on the rules in `knowledge/data/red_flags`.
    """
    table = _compile(_Same(rules))
    sure, maybe = table.read(answers)
    flags = [
        flag
        for first, row in table.rows
        if maybe & first and (flag := _raise(row, sure, maybe)) is not None
    ]
    return tuple(sorted(flags, key=lambda flag: (-flag.level, not flag.sure, flag.id)))


def action_of_flags(flags: Iterable[RaisedFlag]) -> Action:
    """The most urgent level of some flags; carry on when there are none."""
    return max((flag.level for flag in flags), default=Action.CARRY_ON)


@dataclass(frozen=True, slots=True)
class _Row:
    """One rule: its lines as bits, and the bit of each sign in them."""

    rule: RedFlag
    lines: tuple[int, ...]
    signs: tuple[tuple[int, Sign], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """All rules, each after its first line, which most of them fail, and the bit of each sign."""

    rows: tuple[tuple[int, _Row], ...]
    options: Mapping[str, Mapping[str, int]]
    ranges: Mapping[str, tuple[tuple[Clause, int], ...]]

    def read(self, answers: Answers) -> tuple[int, int]:
        """The bits of the signs that are there, and of those that are or may be there."""
        sure = maybe = 0
        for question, given in answers.given.items():
            if isinstance(given, Mapping):
                for option, bit in self.options.get(question, NO_OPTIONS).items():
                    state = given.get(option)
                    if state is YES:
                        sure |= bit
                    elif state is UNSURE:
                        maybe |= bit
                continue
            for clause, bit in self.ranges.get(question, ()):
                if given is UNSURE:
                    maybe |= bit
                elif _within(clause, given):
                    sure |= bit
        return sure, sure | maybe


NO_OPTIONS: Mapping[str, int] = {}


class _Same:
    """Rules told apart by identity: comparing them by value would cost more than the screen."""

    __slots__ = ("rules",)

    def __init__(self, rules: tuple[RedFlag, ...]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


@lru_cache(maxsize=8)
def _compile(same: _Same) -> _Table:
    bits: dict[Clause | Sign, int] = {}
    rows = tuple(_row(rule, bits) for rule in same.rules)
    options: dict[str, dict[str, int]] = {}
    ranges: dict[str, list[tuple[Clause, int]]] = {}
    for sign, bit in bits.items():
        if isinstance(sign, Clause):
            ranges.setdefault(sign.question, []).append((sign, bit))
        else:
            options.setdefault(sign[0], {})[sign[1]] = bit
    by_first = tuple((row.lines[0], row) for row in rows)
    return _Table(by_first, options, {name: tuple(each) for name, each in ranges.items()})


def _row(rule: RedFlag, bits: dict[Clause | Sign, int]) -> _Row:
    if not rule.when or not all(rule.when):
        raise InvalidValueError(
            f"Expected lines of signs in the red flag {rule.id}, got none. It could not be judged."
        )
    if rule.level < rule.level_if_unsure:
        raise InvalidValueError(
            f"Expected the red flag {rule.id} to weigh most when it is sure, got {rule.level.name} "
            f"and {rule.level_if_unsure.name} if unsure."
        )
    signs = tuple(tuple(sign for clause in line for sign in _signs(clause)) for line in rule.when)
    for sign in chain(*signs):
        bits.setdefault(sign, 1 << len(bits))
    lines = tuple(sum({bits[sign] for sign in line}) for line in signs)
    return _Row(rule, lines, tuple((bits[sign], _name(sign)) for sign in chain(*signs)))


def _signs(clause: Clause) -> tuple[Clause | Sign, ...]:
    if clause.options:
        return tuple((clause.question, option) for option in clause.options)
    return (clause,)


def _name(sign: Clause | Sign) -> Sign:
    return (sign.question, "") if isinstance(sign, Clause) else sign


def _within(clause: Clause, number: float) -> bool:
    at_least = clause.at_least is None or number >= clause.at_least
    return at_least and (clause.below is None or number < clause.below)


def _raise(row: _Row, sure: int, maybe: int) -> RaisedFlag | None:
    for line in row.lines:
        if not maybe & line:
            return None
    is_sure = all(sure & line for line in row.lines)
    level = row.rule.level if is_sure else row.rule.level_if_unsure
    if level is Action.CARRY_ON:
        return None
    seen = sure if is_sure else maybe
    because = dict.fromkeys(name for bit, name in row.signs if seen & bit)
    return RaisedFlag(row.rule.id, level, is_sure, tuple(because))
