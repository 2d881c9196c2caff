"""What a runner has said, read once from a document of answers and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from reprlib import Repr
from types import MappingProxyType
from typing import Final, Literal

from midstance.core.assess.model import Clause, Question, QuestionKind
from midstance.core.base.errors import InvalidValueError

UNKNOWN = "unknown"
NUMERIC = frozenset({QuestionKind.NUMBER, QuestionKind.SCALE})
MANY: Final = QuestionKind.MANY
MOST = 1e6


class Known(IntEnum):
    """What is known of one option; the largest of several is what is known of any of them."""

    NOT_ASKED = 0
    NO = 1
    UNTICKED = 2
    UNSURE = 3
    YES = 4


NOT_ASKED: Final = Known.NOT_ASKED
NO: Final = Known.NO
UNTICKED: Final = Known.UNTICKED
UNSURE: Final = Known.UNSURE
YES: Final = Known.YES
"""The same by short names: looking a member up in its class costs ten times as much."""

Given = Mapping[str, Known] | float | Literal[Known.UNSURE]
"""One answer: the state of each option, or a number, or a number that she is not sure of."""

NOTHING: Mapping[str, Known] = MappingProxyType({})


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a document of answers."""

    question: str
    came: str
    expected: str


class InvalidAnswersError(InvalidValueError):
    """A document of answers that cannot be read; `problems` names everything that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        lines = [f"{item.question}: expected {item.expected}, got {item.came}" for item in problems]
        super().__init__("; ".join(lines))
        self.problems = problems


@dataclass(frozen=True)
class Answers:
    """All answers so far, by question; a question that is absent was not asked."""

    given: Mapping[str, Given]

    def is_answered(self, question: str) -> bool:
        """Whether there is any answer, "not sure" included."""
        return question in self.given

    def state(self, question: str, option: str) -> Known:
        """What is known of one option of a question that has options."""
        states = self.given.get(question, NOTHING)
        if isinstance(states, Mapping):
            return states.get(option, NOT_ASKED)
        raise InvalidValueError(f"Expected a question with options, got the number {question}.")

    def number(self, question: str) -> float | Literal[Known.UNSURE] | None:
        """The number, or that she is not sure of it, or None when it was not asked."""
        number = self.given.get(question)
        if isinstance(number, Mapping):
            raise InvalidValueError(f"Expected a question for a number, got {question}.")
        return number

    def clause(self, clause: Clause) -> Known:
        """What is known of a clause; where a part was not asked, a "no" is a weak one."""
        given = self.given.get(clause.question)
        if given is None:
            return NOT_ASKED
        if isinstance(given, Mapping):
            return any_of([given.get(option, NOT_ASKED) for option in clause.options])
        if given is UNSURE:
            return UNSURE
        low_enough = clause.below is None or given < clause.below
        high_enough = clause.at_least is None or given >= clause.at_least
        return YES if low_enough and high_enough else NO

    def any_clause(self, clauses: Iterable[Clause]) -> Known:
        """What is known of the first or the second or any other of some clauses."""
        return any_of([self.clause(clause) for clause in clauses])

    def also(self, question: str, given: Given) -> "Answers":
        """These answers and one more, which replaces an older one to the same question."""
        return Answers(MappingProxyType({**self.given, question: given}))

    def settle(self, first: str, again: str) -> "Answers":
        """These answers where what was said to a question asked again replaces a "not sure".

        Notes
        -----
        A yes to either stays a yes, and a plain answer to the first is never taken back.
        """
        later = self.given.get(again)
        before = self.given.get(first, NOTHING)
        if not isinstance(later, Mapping) or not isinstance(before, Mapping):
            return self
        both = {
            option: _settled(before.get(option, NOT_ASKED), later.get(option, NOT_ASKED))
            for option in {**before, **later}
        }
        return self.also(first, MappingProxyType(both))


def _settled(before: Known, later: Known) -> Known:
    if later is YES or (later is not NOT_ASKED and before in (NOT_ASKED, UNSURE)):
        return later
    return before


def any_of(states: Iterable[Known]) -> Known:
    """What is known of "one of these": a plain no only where each is a plain no."""
    best, is_partly = NOT_ASKED, False
    for state in states:
        is_partly = is_partly or state is NOT_ASKED
        best = max(best, state)
    return UNTICKED if is_partly and best is NO else best


def read_answers(questions: Iterable[Question], document: object) -> Answers:
    """The answers of a document that maps question ids to answers.

    Parameters
    ----------
    questions : all that may be answered.
    document : `yes | no | unknown` for a yes_no question; an option or `unknown` for a choice; a
        number or `unknown`; for a `many` question a list of options (those left out count as not
        ticked), a mapping of options to `yes | no | unknown` (those left out count as not
        asked), or `unknown`. What is said to a question that asks another again takes the place
        of a "not sure" there.

    Raises
    ------
    InvalidAnswersError
        Anything in it is not an answer; it names every problem, not only the first.
    """
    if not isinstance(document, Mapping):
        wanted = "a mapping of question ids to answers"
        raise InvalidAnswersError((Problem("document", _shown(document), wanted),))
    known = {question.id: question for question in questions}
    given: dict[str, Given] = {}
    problems: list[Problem] = []
    for name, answer in document.items():
        question = known.get(name) if isinstance(name, str) else None
        if question is None:
            problems.append(Problem(_shown(name), _shown(answer), "the id of a question"))
            continue
        try:
            given[question.id] = read_answer(question, answer)
        except InvalidAnswersError as error:
            problems.extend(error.problems)
    if problems:
        raise InvalidAnswersError(tuple(problems))
    answers = Answers(MappingProxyType(given))
    for question in known.values():
        if question.asks_again and question.id in given:
            answers = answers.settle(question.asks_again, question.id)
    return answers


def read_answer(question: Question, answer: object) -> Given:
    """One answer to one question.

    Raises
    ------
    InvalidAnswersError
        It is no answer to this question.
    """
    if question.kind in NUMERIC:
        return _read_number(question, answer)
    if question.kind is MANY:
        return _read_many(question, answer)
    return _read_choice(question, answer)


def _read_number(question: Question, answer: object) -> float | Literal[Known.UNSURE]:
    if answer == UNKNOWN:
        return UNSURE
    low = -MOST if question.low is None else question.low
    high = MOST if question.high is None else question.high
    number = answer if isinstance(answer, int | float) else None
    if number is not None and not isinstance(answer, bool) and low <= number <= high:
        return float(number)
    unit = "" if question.unit in ("", "1") else f" {question.unit}"
    raise _wrong(question, answer, f"a number from {low:g} to {high:g}{unit}, or unknown")


def _read_choice(question: Question, answer: object) -> Mapping[str, Known]:
    chosen = _word(answer)
    if chosen == UNKNOWN:
        return dict.fromkeys(question.options, UNSURE)
    if chosen in question.options:
        return dict.fromkeys(question.options, NO) | {str(chosen): YES}
    raise _wrong(question, answer, f"one of {_listed(question.options)}, or unknown")


def _read_many(question: Question, answer: object) -> Mapping[str, Known]:
    if answer == UNKNOWN:
        return dict.fromkeys(question.options, UNSURE)
    if question.none_of_these and answer == [question.none_of_these]:
        return dict.fromkeys(question.options, NO) | {question.none_of_these: YES}
    if isinstance(answer, Mapping):
        states = _read_each(question, answer)
    elif isinstance(answer, list | tuple):
        states = _read_list(question, answer)
    else:
        wanted = f"a list of some of {_listed(question.options)}, or unknown"
        raise _wrong(question, answer, wanted)
    return _settle_none(question, answer, states)


def _read_list(question: Question, answer: list[object] | tuple[object, ...]) -> dict[str, Known]:
    words = [_word(item) for item in answer]
    wanted = f"some of {_listed(question.options)}"
    strange = [word for word in words if word not in (*question.options, UNKNOWN)]
    if strange:
        problems = (Problem(question.id, _shown(word), wanted) for word in strange)
        raise InvalidAnswersError(tuple(problems))
    rest = UNSURE if UNKNOWN in words else UNTICKED
    return {option: YES if option in words else rest for option in question.options}


STATES = {"yes": YES, "no": NO, UNKNOWN: UNSURE}


def _read_each(question: Question, answer: Mapping[object, object]) -> dict[str, Known]:
    states: dict[str, Known] = {}
    problems = []
    for key, value in answer.items():
        option, state = _word(key), STATES.get(str(_word(value)))
        if option not in question.options:
            wanted = f"some of {_listed(question.options)}"
            problems.append(Problem(question.id, _shown(key), wanted))
        elif state is None:
            wanted = "yes, no or unknown"
            problems.append(Problem(f"{question.id}.{option}", _shown(value), wanted))
        else:
            states[str(option)] = state
    if problems:
        raise InvalidAnswersError(tuple(problems))
    return states


def _settle_none(
    question: Question, answer: object, states: dict[str, Known]
) -> Mapping[str, Known]:
    """Let "none of these" speak for each of the others that was left out."""
    none = question.none_of_these
    if none not in states:
        return states
    some = any(state is YES for option, state in states.items() if option != none)
    if some and states[none] is YES:
        raise _wrong(question, answer, f"{none} alone, or others without it")
    if some or states[none] is UNTICKED:
        return states
    rest = NO if states[none] is YES else UNSURE
    kept = {option: state for option, state in states.items() if state is not UNTICKED}
    return dict.fromkeys(question.options, rest) | kept


def _word(value: object) -> object:
    """The word for a truth value, which YAML makes of a plain yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _wrong(question: Question, answer: object, wanted: str) -> InvalidAnswersError:
    return InvalidAnswersError((Problem(question.id, _shown(answer), wanted),))


def _listed(options: tuple[str, ...]) -> str:
    return ", ".join(options)


BRIEF = Repr()
BRIEF.maxlevel, BRIEF.maxstring, BRIEF.maxother = 2, 60, 60


def _shown(value: object) -> str:
    if isinstance(value, str):
        return BRIEF.repr(value)[1:-1] or "nothing"
    if value is None:
        return "nothing"
    try:
        return BRIEF.repr(value)
    except ValueError:  # an integer of thousands of digits refuses to be written out
        return "a number that is far too large"
