"""Typical runners, told by us: what to do and what comes first, in full and as the check asks."""

from pathlib import Path

import pytest
import yaml

from midstance.core.assess.answers import Known, read_answers
from midstance.core.assess.explain import assess
from midstance.core.assess.model import Action, QuestionKind, Stage
from midstance.core.assess.questions import choose_question
from midstance.knowledge.knee_check import load_check_model
from midstance.knowledge.load import RecordLoader

MODEL = load_check_model()
QUESTIONS = {item.id: item for item in MODEL.questions}
TABLE = (Path(__file__).parent / "presentations.yaml").read_text("utf-8")
PRESENTATIONS = yaml.load(TABLE, Loader=RecordLoader)  # noqa: S506 - a safe loader
KNOWN_BEFORE = ("age_y", "sex", "side")
CALM_NUMBERS = {"duration_w": 1, "pain_walking": 2, "worst_daily_pain": 2}
CALM_CHOICES = {"trend": "same", "breath_now": "no", "saddle_or_bladder": "no", "most_days": "no"}

each_presentation = pytest.mark.parametrize("row", PRESENTATIONS, ids=lambda row: row["name"])


def calm(question):
    if question.stage is Stage.SELF_TEST:
        return "unknown"
    if question.kind is QuestionKind.MANY:
        return [question.none_of_these] if question.none_of_these else []
    if question.kind in (QuestionKind.NUMBER, QuestionKind.SCALE):
        return CALM_NUMBERS.get(question.id, 0)
    return CALM_CHOICES.get(question.id, "no" if "no" in question.options else question.options[0])


def sheet_of(row):
    told = {item.id: calm(item) for item in MODEL.questions if not item.asks_again}
    return told | row["answers"]


def in_full(sheet):
    """Every question that the answers lead to, with the self-tests that were done."""
    told = {}
    for _ in range(4):
        answers = read_answers(MODEL.questions, told)
        told |= {
            name: sheet[name]
            for name, question in QUESTIONS.items()
            if name in sheet
            and all(answers.any_clause(line) >= Known.UNSURE for line in question.asked_when)
        }
    return told


def as_asked(sheet):
    told = {name: sheet[name] for name in KNOWN_BEFORE}
    while (
        name := choose_question(MODEL, read_answers(MODEL.questions, told), len(KNOWN_BEFORE))
    ) is not None:
        told[name] = sheet[name]
    return told


def what_is_wrong(row, told, names=1):
    found = assess(MODEL, read_answers(MODEL.questions, told))
    least = Action[row.get("least", row.get("action")).upper()]
    most = Action[row.get("most", row.get("action")).upper()]
    if not least <= found.action <= most:
        return f"{found.action.name} from {[flag.id for flag in found.red_flags]}"
    said = {fit.pattern for fit in found.fits[:names]}
    said |= {"cannot_say"} if found.cannot_say else set()
    if row["first"] != "any" and not said & set(row["first"]):
        return f"{[(fit.pattern, round(fit.probability, 2)) for fit in found.fits]}"
    return None


@each_presentation
def test_told_in_full_it_comes_out_as_it_should(row):
    assert what_is_wrong(row, in_full(sheet_of(row))) is None


@each_presentation
def test_told_as_asked_it_comes_out_as_it_should(row):
    told = as_asked(sheet_of(row))
    assert what_is_wrong(row, told, names=3) is None
    assert len(told) - len(KNOWN_BEFORE) <= MODEL.constants.most_questions


def test_there_are_enough_of_each_urgency():
    assert len(PRESENTATIONS) >= 40
    urgent = [row for row in PRESENTATIONS if row.get("least", row.get("action")) != "carry_on"]
    assert 20 <= len(urgent) <= len(PRESENTATIONS) - 10
