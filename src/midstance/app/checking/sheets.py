"""Questions of the knee check with their words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from midstance.app.checking.records import OptionSheet, QuestionSheet, SelfTestSheet
from midstance.core.assess.model import CheckModel, Clause, Question, QuestionKind
from midstance.knowledge.knee_check import read_check_records
from midstance.knowledge.records_text import QuestionText
from midstance.knowledge.words import read_words

Texts = Mapping[str, QuestionText]

HOW_TO_ANSWER = {
    QuestionKind.YES_NO: gettext_lazy("yes, no, or unknown for “I am not sure”"),
    QuestionKind.CHOICE: gettext_lazy("the id of one option, or unknown for “I am not sure”"),
    QuestionKind.MANY: gettext_lazy(
        "a list of option ids, where what is left out counts as not ticked; or a mapping of option "
        "ids to yes, no or unknown, where what is left out counts as not asked; or unknown"
    ),
    QuestionKind.NUMBER: gettext_lazy("a number, or unknown for “I am not sure”"),
    QuestionKind.SCALE: gettext_lazy("a number, or unknown for “I am not sure”"),
}


def read_sheets(model: CheckModel, language: str) -> tuple[QuestionSheet, ...]:
    """Every question in the order of the model."""
    return tuple(sheet_of(model, question, language) for question in model.questions)


def sheet_of(model: CheckModel, question: Question, language: str) -> QuestionSheet:
    """One question with its words."""
    texts = read_words("questions", language)
    text = texts[question.id]
    return QuestionSheet(
        id=question.id,
        text=text.text,
        why=text.why,
        hint=text.hint or "",
        kind=question.kind,
        options=tuple(
            OptionSheet(option, option_label(question, option, text)) for option in question.options
        ),
        none_of_these=question.none_of_these,
        low=question.low,
        high=question.high,
        unit=question.unit,
        stage=question.stage,
        asked_when=_asked_when(model, question, texts),
        how_to_answer=_how_to_answer(question),
        test=_test_of(question, language),
    )


def find_question(model: CheckModel, name: str) -> Question | None:
    """The question of that id."""
    return next((question for question in model.questions if question.id == name), None)


def option_label(question: Question, option: str, text: QuestionText) -> str:
    """What a person reads for an option."""
    if question.kind is QuestionKind.YES_NO:
        return _("Yes") if option == "yes" else _("No")
    return text.options[option]


def _how_to_answer(question: Question) -> str:
    words = str(HOW_TO_ANSWER[question.kind])
    if question.low is None or question.high is None:
        return words
    return _("%(how)s; from %(low)s to %(high)s") % {
        "how": words,
        "low": f"{question.low:g}",
        "high": f"{question.high:g}",
    }


def _asked_when(model: CheckModel, question: Question, texts: Texts) -> str:
    if question.asks_again:
        first = texts[question.asks_again].text
        return _("Asked when the answer to “%(question)s” was not sure.") % {"question": first}
    if not question.asked_when:
        return ""
    lines = [
        _(" or ").join(_say_clause(model, clause, texts) for clause in line)
        for line in question.asked_when
    ]
    return _("Asked when %(conditions)s.") % {"conditions": _("; and when ").join(lines)}


def _say_clause(model: CheckModel, clause: Clause, texts: Texts) -> str:
    asked, text = find_question(model, clause.question), texts[clause.question]
    if asked is None or not clause.options:
        return _say_range(clause, text.text)
    labels = [_("“%s”") % option_label(asked, option, text) for option in clause.options]
    return _("“%(question)s” is %(options)s") % {
        "question": text.text,
        "options": _(" or ").join(labels),
    }


def _say_range(clause: Clause, text: str) -> str:
    words = {"question": text, "low": f"{clause.at_least or 0:g}", "high": f"{clause.below or 0:g}"}
    if clause.below is None:
        return _("“%(question)s” is %(low)s or more") % words
    if clause.at_least is None:
        return _("“%(question)s” is below %(high)s") % words
    return _("“%(question)s” is from %(low)s to below %(high)s") % words


def _test_of(question: Question, language: str) -> SelfTestSheet | None:
    record = read_check_records().tests.get(question.id)
    text = read_words("tests", language).get(question.id)
    if record is None or text is None:
        return None
    return SelfTestSheet(
        name=text.name,
        steps=text.steps,
        not_when=text.not_when,
        positive=text.positive,
        figure=record.figure,
        figure_alt=text.figure_alt,
    )
