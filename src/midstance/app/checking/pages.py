"""A stored check as a page shows it."""

from collections.abc import Sequence

from django.utils.translation import override

from midstance.app.checking.answer_words import say_answers
from midstance.app.checking.engine import check_document, readable_part, without_moot_answers
from midstance.app.checking.locks import holds_plan, is_locking
from midstance.app.checking.records import CheckPage, QuestionSheet
from midstance.app.checking.report import LOCKING, Checked, build_report, side_words
from midstance.app.checking.sheets import find_question, sheet_of
from midstance.app.checking.snapshot import read_snapshot
from midstance.app.checking.stored import clinician_lines
from midstance.core.assess.answers import read_answers
from midstance.core.assess.questions import choose_question, questions_left
from midstance.core.base.errors import NotFoundError
from midstance.knowledge.knee_check import load_check_model
from midstance.store.models import KneeCheck


def check_stored(check: KneeCheck) -> Checked:
    """The answers of an open check, judged by the rules of today."""
    return check_document(readable_part(load_check_model(), check.answers))


def page_of(check: KneeCheck, question: str | None = None) -> CheckPage:
    """An open check at one of its questions or at the next; or a finished one."""
    with override(check.language):
        return _open_page(check, question) if check.finished_at is None else _finished_page(check)


def _open_page(check: KneeCheck, name: str | None) -> CheckPage:
    checked, language = check_stored(check), check.language
    model = checked.model
    known = len(checked.document.keys() - set(check.asked))
    shown = name or choose_question(model, checked.answers, prefilled=known)
    lines = say_answers(model, checked.document, checked.answers, check.asked, language)
    kept = without_moot_answers(model, checked.document)
    return CheckPage(
        key=check.key,
        side=check.side,
        side_words=side_words(check.side),
        started_at=check.started_at,
        finished_at=None,
        question=None if shown is None else _sheet(checked, shown, language),
        answer=checked.document.get(shown or ""),
        before=question_before(check.asked, shown),
        asked=len(check.asked),
        left=questions_left(model, checked.answers, prefilled=known),
        lines=lines,
        no_longer_asked=tuple(line for line in lines if line.question not in kept),
        stop=build_report(checked, language) if checked.assessment.action >= LOCKING else None,
        report=None,
        clinician=(),
        is_locking=is_locking(check),
        holds_plan=holds_plan(check),
    )


def _finished_page(check: KneeCheck) -> CheckPage:
    snapshot, model = read_snapshot(check.result), load_check_model()
    document = readable_part(model, snapshot.answers)
    answers = read_answers(model.questions, document)
    return CheckPage(
        key=check.key,
        side=check.side,
        side_words=side_words(check.side),
        started_at=check.started_at,
        finished_at=check.finished_at,
        question=None,
        answer=None,
        before=None,
        asked=len(snapshot.asked),
        left=0,
        lines=say_answers(model, document, answers, snapshot.asked, check.language),
        no_longer_asked=(),
        stop=None,
        report=snapshot.report,
        clinician=clinician_lines(check),
        is_locking=is_locking(check),
        holds_plan=holds_plan(check),
    )


def _sheet(checked: Checked, name: str, language: str) -> QuestionSheet:
    question = find_question(checked.model, name)
    if question is None:
        raise NotFoundError(f"Expected the id of a question of the knee check, got “{name}”.")
    return sheet_of(checked.model, question, language)


def question_before(asked: Sequence[str], shown: str | None) -> str | None:
    """Where Back leads: the question asked before this one."""
    place = asked.index(shown) if shown in asked else len(asked)
    return asked[place - 1] if place else None
