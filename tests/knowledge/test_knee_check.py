"""What the knee check knows is whole, safe to ask and fit to tell the patterns apart."""

import dataclasses
from itertools import combinations, pairwise

import pytest

from midstance.core.assess.answers import Known, read_answers
from midstance.core.assess.explain import assess
from midstance.core.assess.model import Action, QuestionKind, Stage
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.knee_check import (
    build_check_model,
    load_check_model,
    read_check_records,
)
from midstance.knowledge.load import read_parameters
from midstance.knowledge.words import languages, read_words

MODEL = load_check_model()
PATTERNS = {pattern.id: number for number, pattern in enumerate(MODEL.patterns)}
NAMED = [pattern.id for pattern in MODEL.patterns if pattern.named]
QUESTIONS = {question.id: question for question in MODEL.questions}
LOADED = ["double_leg_squat", "single_leg_squat", "stairs_test", "step_down", "step_down_form"]
DANGERS = [
    ("walking", "limp"),
    ("walking", "cannot_4_steps"),
    ("swelling", "little_after_running"),
    ("swelling", "clear"),
    ("stuck", "stuck_sometimes"),
    ("stuck", "cannot_straighten_now"),
    ("run_pattern", "builds_and_lingers"),
    ("general", "night_or_rest_pain"),
    ("bone_health", "stress_fracture_before"),
    ("palpation", "bone_pinpoint"),
    ("onset", "fall_or_blow"),
    ("onset", "twist"),
    ("injury_signs", "pop"),
    ("elsewhere", "groin_or_front_hip"),
]


def test_it_holds_the_patterns_of_the_review_and_one_without_a_name():
    assert len(NAMED) == 12
    assert len(MODEL.patterns) == 13
    assert len(MODEL.findings) > 60


def test_equal_records_have_equal_versions_and_any_number_changes_it():
    records, parameters = read_check_records(), read_parameters()
    assert build_check_model(records, parameters).version == MODEL.version
    condition = records.conditions["plica_syndrome"]
    changed = dataclasses.replace(condition, adult_frac=condition.adult_frac + 1e-6)
    planted = dataclasses.replace(records, conditions={**records.conditions, condition.id: changed})
    assert build_check_model(planted, parameters).version != MODEL.version


def test_an_exponent_of_several_numbers_is_refused():
    parameters = dict(read_parameters())
    name = "exponent_judgement"
    parameters[name] = dataclasses.replace(parameters[name], value=(0.5, 0.7))
    with pytest.raises(InvalidValueError, match="one number in exponent_judgement"):
        build_check_model(read_check_records(), parameters)


def test_questions_stand_in_the_order_of_their_stages():
    turns = [list(Stage).index(question.stage) for question in MODEL.questions]
    assert turns == sorted(turns)


def test_every_question_has_all_its_words():
    texts = read_words("questions", "en")
    for question in MODEL.questions:
        labelled = question.kind in (QuestionKind.CHOICE, QuestionKind.MANY)
        assert set(texts[question.id].options) == (set(question.options) if labelled else set())


@pytest.mark.parametrize(("first", "second"), list(combinations(NAMED, 2)))
def test_some_finding_tells_any_two_patterns_apart(first, second):
    one, other = PATTERNS[first], PATTERNS[second]
    ratios = [f.present_frac[one] / f.present_frac[other] for f in MODEL.findings]
    assert max(*ratios, 1 / min(ratios)) >= 3


def textbook(pattern: str) -> dict[str, object]:
    """The answers of a runner with all that is usual in a pattern, and nothing else."""
    number = PATTERNS[pattern]
    shown = [
        clause
        for f in MODEL.findings
        if f.present_frac[number] >= 0.7
        for clause in f.seen_when[:1]
    ]
    answers: dict[str, object] = {"age_y": 13 if pattern == "growth_plate_pain" else 40}
    for clause in shown:
        question = QUESTIONS[clause.question]
        if question.kind is QuestionKind.MANY:
            answers.setdefault(question.id, []).append(clause.options[0])
        elif question.kind is QuestionKind.CHOICE:
            answers[question.id] = clause.options[0]
    return answers


@pytest.mark.parametrize("pattern", NAMED)
def test_all_that_is_usual_in_a_pattern_puts_it_first(pattern):
    found = assess(MODEL, read_answers(MODEL.questions, textbook(pattern)))
    assert found.fits, found.cannot_say_because
    assert found.fits[0].pattern == pattern


def test_bone_stress_leads_to_a_clinician_within_days_at_least():
    found = assess(MODEL, read_answers(MODEL.questions, textbook("bone_stress_injury")))
    assert found.action >= Action.WITHIN_DAYS


def test_no_self_test_asks_to_hop_or_jump():
    words = read_words("tests", "en").values()
    said = " ".join(step for text in words for step in (text.name, *text.steps)).lower()
    assert not {"hop", "jump", "lunge"} & set(said.replace(".", " ").replace(",", " ").split())


@pytest.mark.parametrize("test", LOADED)
@pytest.mark.parametrize(("question", "option"), DANGERS)
def test_no_load_is_asked_of_a_knee_in_danger(test, question, option):
    forbidding = QUESTIONS[test].unsafe_when
    assert any(c.question == question and option in c.options for c in forbidding)


@pytest.mark.parametrize("test", LOADED)
def test_load_is_asked_only_after_the_screen_spoke_for_it(test):
    needed = {clause.question for line in QUESTIONS[test].asked_when for clause in line}
    wanted = {"walking", "onset", "swelling", "stuck", "run_pattern"}
    assert wanted <= needed or {"step_down"} <= needed


def test_steps_of_self_tests_are_short():
    for text in read_words("tests", "en").values():
        assert 3 <= len(text.steps) <= 7
        assert text.not_when
        assert all(len(step.split()) <= 40 for step in text.steps)


def test_no_statement_is_longer_than_sixty_words():
    texts = [*read_words("conditions", "en").values(), *read_words("contributors", "en").values()]
    for text in texts:
        lists = [getattr(text, name, ()) for name in ("helps", "helps_not", "course", "not_known")]
        for claim in (text.summary, *(claim for claims in lists for claim in claims)):
            assert len(claim.text.split()) <= 60, claim.text


@pytest.mark.parametrize("pattern", NAMED)
def test_each_pattern_says_what_helps_how_long_and_what_is_not_known(pattern):
    text = read_words("conditions", "en")[pattern]
    assert text.helps
    assert text.course
    assert text.not_known


def test_a_language_without_words_speaks_english():
    assert "xx" not in languages()
    assert read_words("findings", "xx") == read_words("findings", "en")


def test_words_of_an_unknown_kind_are_refused():
    with pytest.raises(InvalidValueError, match="Expected one of"):
        read_words("songs", "en")


def test_harm_is_least_at_the_action_of_each_pattern():
    for pattern in MODEL.patterns:
        assert pattern.harm[pattern.action] == 0
        assert all(a >= b for a, b in pairwise(pattern.harm[: pattern.action + 1]))


def test_unknown_shows_no_finding():
    unsure = dict.fromkeys(QUESTIONS, "unknown")
    answers = read_answers(MODEL.questions, unsure)
    for finding in MODEL.findings:
        assert all(answers.clause(clause) is not Known.YES for clause in finding.seen_when)
