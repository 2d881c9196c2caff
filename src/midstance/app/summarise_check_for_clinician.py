"""One printed page of a check for a clinician."""

from django.utils.translation import override

from midstance.app.checking.answer_words import still_applies
from midstance.app.checking.pages import page_of
from midstance.app.checking.records import CheckPage
from midstance.app.checking.stored import find_check
from midstance.app.checking.summary import summary_title, write_versions
from midstance.core.assess.answers import read_answers
from midstance.core.assess.model import Stage
from midstance.core.base.errors import RefusedError
from midstance.knowledge.knee_check import load_check_model
from midstance.knowledge.words import read_words
from midstance.store.models import Runner


def summarise_check_for_clinician(runner: Runner, key: str) -> bytes:
    """The check on one page as PDF: what it asks for and why, what it fits, what was answered.

    *Changes* nothing.
    *Refuses* an unknown check (NotFoundError) and one that is not finished (RefusedError).
    *Twice* gives the same bytes.
    *Privacy* the runner's own check only, with her name where she gave one.
    """
    from midstance.app.checking.print_page import print_page  # noqa: PLC0415 (PDF only here)

    check = find_check(runner, key)
    page = page_of(check)
    if page.report is None:
        raise RefusedError("This check is still open; finish it before you print it.")
    with override(check.language):
        versions = write_versions(runner, page, page.report, _unasked(page, check.language))
        return print_page(summary_title(page), check.language, versions)


def _unasked(page: CheckPage, language: str) -> list[str]:
    """Questions to which the answers lead and that were not asked; self-tests are extra."""
    model, texts = load_check_model(), read_words("questions", language)
    document = {line.question: line.answer for line in page.lines}
    answers = read_answers(model.questions, document)
    return [
        texts[question.id].text
        for question in model.questions
        if question.stage is not Stage.SELF_TEST
        and not answers.is_answered(question.id)
        and still_applies(question, document, answers)
    ]
