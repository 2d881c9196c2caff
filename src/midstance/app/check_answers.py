"""What answers come to, without storing anything."""

from django.utils.translation import override

from midstance.app.checking.engine import check_document
from midstance.app.checking.records import CheckReport
from midstance.app.checking.report import build_report


def check_answers(document: object, language: str = "en") -> CheckReport:
    """Judge a document of answers: what to do, what it fits and why.

    *Changes* nothing.
    *Refuses* a document with problems (InvalidAnswersError, which names all of them).
    *Twice* gives the same, as long as the rules' version is the same.
    *Privacy* keeps nothing.
    """
    checked = check_document(document)
    with override(language):
        return build_report(checked, language)
