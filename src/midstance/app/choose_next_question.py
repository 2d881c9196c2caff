"""What to ask next, without storing anything."""

from django.utils.translation import override

from midstance.app.checking.engine import check_document, without_moot_answers
from midstance.app.checking.records import Turn
from midstance.app.checking.report import LOCKING, build_report
from midstance.app.checking.sheets import find_question, sheet_of
from midstance.core.assess.questions import choose_question, questions_left


def choose_next_question(document: object, language: str = "en") -> Turn:
    """Choose the question that tells most after these answers.

    *Changes* nothing.
    *Refuses* a document with problems (InvalidAnswersError, which names all of them).
    *Twice* gives the same.
    *Privacy* keeps nothing.
    """
    checked = check_document(document)
    name = choose_question(checked.model, checked.answers)
    asked = find_question(checked.model, name or "")
    kept = without_moot_answers(checked.model, checked.document)
    with override(language):
        return Turn(
            question=None if asked is None else sheet_of(checked.model, asked, language),
            left=questions_left(checked.model, checked.answers),
            stop=build_report(checked, language) if checked.assessment.action >= LOCKING else None,
            no_longer_asked=tuple(name for name in checked.document if name not in kept),
        )
