"""Ask the questions of the knee check, one at a time."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from midstance.app.checking.records import Document, QuestionSheet, Turn
from midstance.app.choose_next_question import choose_next_question
from midstance.app.read_questionnaire import read_questionnaire
from midstance.cli._answer import write_note
from midstance.cli._check_words import wrapped
from midstance.core.assess.answers import UNKNOWN, InvalidAnswersError

BACK, WHY, UNSURE = "b", "?", "u"
YES_NO = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}


@dataclass
class Conversation:
    """What was said so far; `place` is where in it she is."""

    sheets: Mapping[str, QuestionSheet]
    document: dict[str, object]
    asked: list[str] = field(default_factory=list)
    place: int = 0

    def turn(self) -> Turn:
        return choose_next_question(self.document)

    def question(self, turn: Turn) -> QuestionSheet | None:
        """The one that she went back to, or the next."""
        if self.place < len(self.asked):
            return self.sheets[self.asked[self.place]]
        return turn.question

    def keep(self, question: str, answer: object) -> None:
        self.document[question] = answer
        if question not in self.asked:
            self.asked.append(question)
        self.place += 1

    def drop(self, questions: tuple[str, ...]) -> None:
        for name in questions:
            del self.document[name]
        self.asked = [name for name in self.asked if name not in questions]
        self.place = len(self.asked)


def ask_all(known: Document) -> Mapping[str, object]:
    """Ask until nothing useful is left; what is known already is not asked."""
    sheets = {sheet.id: sheet for sheet in read_questionnaire()}
    talk = Conversation(sheets, dict(known))
    _say(_("Type the number of an answer. u: not sure, b: back, ?: why we ask, Ctrl-C: stop."))
    if known:
        _say(_("Known from your settings: %(names)s.") % {"names": ", ".join(known)})
    warned = False
    while True:
        turn = talk.turn()
        if turn.stop is not None and not warned:
            _say(turn.stop.care.heading, turn.stop.care.what)
            warned = True
        sheet = talk.question(turn)
        if sheet is not None:
            _ask_one(talk, sheet, turn.left)
        elif not turn.no_longer_asked or _agrees_to_drop(talk, turn):
            return talk.document


def _agrees_to_drop(talk: Conversation, turn: Turn) -> bool:
    """Nothing goes silently; with b she goes back instead."""
    _say(_("These answers no longer apply, because of what you said later:"))
    for name in turn.no_longer_asked:
        _say(f"  - {talk.sheets[name].text}")
    if _read(_("Enter leaves them out, b goes back: ")) == BACK:
        talk.place = max(0, len(talk.asked) - 1)
        return False
    talk.drop(turn.no_longer_asked)
    return talk.turn().question is None


def _ask_one(talk: Conversation, sheet: QuestionSheet, left: int) -> None:
    _show(sheet, talk, left)
    while True:
        said = _read("> ")
        if said == WHY:
            _say(sheet.why)
        elif said == BACK:
            talk.place = max(0, talk.place - 1)
            return
        elif not said and sheet.id in talk.document:
            talk.place += 1
            return
        elif _keeps(talk, sheet, said):
            return


def _keeps(talk: Conversation, sheet: QuestionSheet, said: str) -> bool:
    """Keep what was said when it is an answer, else say what was expected."""
    try:
        answer = answer_of(sheet, said)
        choose_next_question({sheet.id: answer})
    except InvalidAnswersError as error:
        _say(*(_expected(sheet) for _problem in error.problems))
        return False
    except ValueError:
        _say(_expected(sheet))
        return False
    talk.keep(sheet.id, answer)
    return True


def answer_of(sheet: QuestionSheet, said: str) -> object:
    """What was typed, as an answer of a file; ValueError where it is none.

    In a list, `u` beside numbers means that the others are not sure.
    """
    words = said.lower().replace(",", " ").split()
    if words == [UNSURE]:
        return UNKNOWN
    if sheet.kind in {"number", "scale"}:
        return float(said.replace(",", "."))
    if sheet.kind == "many":
        return _list_of(sheet, words)
    (word,) = words
    return YES_NO[word] if sheet.kind == "yes_no" and word in YES_NO else _option(sheet, word)


def _list_of(sheet: QuestionSheet, words: list[str]) -> object:
    ticked = [_option(sheet, word) for word in words if word != UNSURE]
    if not ticked:
        raise ValueError
    if UNSURE not in words:
        return ticked
    others = [option.id for option in sheet.options if option.id != sheet.none_of_these]
    return dict.fromkeys(others, UNKNOWN) | dict.fromkeys(ticked, "yes")


def _option(sheet: QuestionSheet, word: str) -> str:
    number = int(word)
    if not 1 <= number <= len(sheet.options):
        raise ValueError
    return sheet.options[number - 1].id


def _expected(sheet: QuestionSheet) -> str:
    if sheet.kind in {"number", "scale"}:
        words = {"low": f"{sheet.low:g}", "high": f"{sheet.high:g}"}
        return _("Expected a number from %(low)s to %(high)s, or u.") % words
    if sheet.kind == "many":
        return _("Expected numbers from 1 to %(most)s with blanks between, or u.") % {
            "most": len(sheet.options)
        }
    return _("Expected a number from 1 to %(most)s, or u.") % {"most": len(sheet.options)}


def _show(sheet: QuestionSheet, talk: Conversation, left: int) -> None:
    words = {"number": talk.place + 1, "left": left}
    _say("", _("Question %(number)s, about %(left)s to go") % words, sheet.text)
    if sheet.hint:
        _say(sheet.hint)
    if sheet.test is not None:
        _say(*(f"  {step}" for step in sheet.test.steps))
        _say(_("Leave it out (u) if: %(when)s") % {"when": " ".join(sheet.test.not_when)})
    for number, option in enumerate(sheet.options, 1):
        _say(f"  {number}  {option.label}")
    if sheet.id in talk.document:
        _say(_("Enter keeps what you said before."))


def _say(*paragraphs: str) -> None:
    """The talk goes to standard error: standard output is for the result."""
    for words in paragraphs:
        indent = " " * (len(words) - len(words.lstrip()))
        for line in wrapped(words.lstrip(), indent, f"{indent}   " if indent else ""):
            write_note(line)


def _read(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip().lower()
