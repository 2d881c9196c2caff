"""The questions of the knee check with their words."""

from django.utils.translation import override

from midstance.app.checking.records import QuestionSheet
from midstance.app.checking.sheets import read_sheets
from midstance.knowledge.knee_check import load_check_model


def read_questionnaire(language: str = "en") -> tuple[QuestionSheet, ...]:
    """Every question and self-test, in the order of their stages.

    *Changes* nothing.
    *Refuses* nothing; what the language lacks is said in English.
    *Twice* gives the same.
    *Privacy* the same for everyone.
    """
    with override(language):
        return read_sheets(load_check_model(), language)
