"""Answers that the profile gives, so that nobody is asked twice."""

from datetime import date

from midstance.app.checking.records import Answer
from midstance.app.checking.sheets import find_question
from midstance.core.assess.answers import UNKNOWN
from midstance.core.assess.model import CheckModel
from midstance.store.models import Runner, Sex

YOUNG_Y = 25
SEX_ANSWERS = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: UNKNOWN}


def answers_of_profile(model: CheckModel, runner: Runner, today: date) -> dict[str, Answer]:
    """Age and sex as answers, as far as she said them and the questions take them."""
    found: dict[str, Answer] = {}
    asked = find_question(model, "age_y")
    if runner.birth_year is not None and asked is not None:
        age_y = careful_age_y(today.year - runner.birth_year)
        if (asked.low or 0) <= age_y <= (asked.high or age_y):
            found["age_y"] = age_y
    if runner.sex in SEX_ANSWERS and find_question(model, "sex") is not None:
        found["sex"] = SEX_ANSWERS[Sex(runner.sex)]
    return found


def careful_age_y(years: int) -> int:
    """The age that asks for more care: the birthday is not known, so either of two may be right."""
    return years - 1 if years <= YOUNG_Y else years
