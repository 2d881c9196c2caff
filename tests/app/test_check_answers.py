"""What answers come to: the same for a page, a command and a program, and nothing kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.knee_answers import CLEAN, HOT, KNEECAP
from midstance.app.check_answers import check_answers
from midstance.app.checking.answer_words import plain_answer, plain_document, say_answers
from midstance.app.checking.engine import check_document, without_moot_answers
from midstance.app.checking.records import CheckReport
from midstance.app.checking.snapshot import read_plain, read_snapshot, to_plain, write_snapshot
from midstance.app.choose_next_question import choose_next_question
from midstance.app.read_questionnaire import read_questionnaire
from midstance.core.assess.answers import InvalidAnswersError, read_answers
from midstance.core.assess.model import QuestionKind
from midstance.knowledge.knee_check import load_check_model

MODEL = load_check_model()
STATES = st.sampled_from(["yes", "no", "unknown", True, False])


def answers_to(question):
    """Any answer that a question takes."""
    match question.kind:
        case QuestionKind.NUMBER | QuestionKind.SCALE:
            own = st.integers(int(question.low), int(question.high))
        case QuestionKind.YES_NO:
            own = STATES
        case QuestionKind.CHOICE:
            own = st.sampled_from(question.options)
        case _:
            others = [name for name in question.options if name != question.none_of_these]
            own = st.lists(st.sampled_from(others), unique=True, max_size=4) | st.dictionaries(
                st.sampled_from(others), STATES, max_size=4
            )
    return own | st.just("unknown")


DOCUMENTS = st.fixed_dictionaries(
    {}, optional={question.id: answers_to(question) for question in MODEL.questions}
)


def test_every_question_has_words_for_all_that_it_asks():
    sheets = read_questionnaire()
    assert [sheet.id for sheet in sheets] == [question.id for question in MODEL.questions]
    for sheet in sheets:
        assert sheet.text
        assert sheet.why
        assert sheet.how_to_answer
        assert all(option.label for option in sheet.options)
        assert (sheet.stage == "self_test") == (sheet.test is not None) or not sheet.test


def test_what_a_question_depends_on_is_said_in_words():
    sheets = {sheet.id: sheet for sheet in read_questionnaire()}
    assert "How did the pain begin?" in sheets["injury_signs"].asked_when
    assert "below 18" in sheets["most_days"].asked_when
    assert sheets["age_y"].asked_when == ""


def test_a_red_flag_names_the_answer_that_raised_it():
    report = check_answers(HOT)
    assert report.action == report.care.level == "emergency"
    assert report.red_flags[0].sure
    assert "hot, red and swollen" in report.red_flags[0].because[0]


def test_not_sure_counts_towards_caution_and_is_told():
    report = check_answers(CLEAN | {"urgent_signs": {"hot_red_swollen_knee": "unknown"}})
    assert report.action != "carry_on"
    assert not all(flag.sure for flag in report.red_flags)
    assert any("not sure" in words for flag in report.red_flags for words in flag.because)


def test_the_side_is_said_in_words():
    sides = {"left": "left knee", "right": "right knee", "both": "both knees"}
    for side, words in sides.items():
        assert check_answers(CLEAN | {"side": side}).side_words == words
    for unsaid in ({}, {"side": "unknown"}):
        report = check_answers({"age_y": 30} | unsaid)
        assert report.side == ""
        assert "not said" in report.side_words


def test_a_pattern_has_reasons_sources_and_how_sure_it_is():
    (fit, *_rest) = check_answers(KNEECAP).fits
    assert fit.condition == "patellofemoral_pain"
    assert fit.for_
    assert fit.against
    assert "in 10 runners" in fit.share_words
    for claim in (fit.summary, *fit.helps, *fit.course):
        assert claim.certainty
        assert claim.sources or claim.certainty == "expert judgement"


def test_nothing_is_said_where_nothing_is_known():
    report = check_answers({})
    assert report.cannot_say
    assert report.cannot_say_because[0].text
    assert report.next_questions


def test_problems_come_all_at_once():
    with pytest.raises(InvalidAnswersError) as caught:
        check_answers({"shoe": 1, "age_y": -1, "general": ["none", "unwell"]})
    assert [one.question for one in caught.value.problems] == ["shoe", "age_y", "general"]


@pytest.mark.parametrize("document", [None, [], "yes", 3, [("age_y", 3)]])
def test_what_is_no_document_is_refused(document):
    with pytest.raises(InvalidAnswersError):
        check_answers(document)


def test_the_next_question_is_none_once_help_is_needed_now():
    turn = choose_next_question(HOT)
    assert turn.question is None
    assert turn.left == 0
    assert turn.stop is not None


def test_answers_that_no_longer_apply_are_named():
    document = {"age_y": 34, "onset": "gradual", "injury_signs": ["pop"]}
    assert choose_next_question(document).no_longer_asked == ("injury_signs",)
    assert choose_next_question(document | {"onset": "twist"}).no_longer_asked == ()


@settings(max_examples=60)
@given(DOCUMENTS)
def test_any_answers_give_a_report_that_reads_back_as_it_was(document):
    checked, report = check_document(document), check_answers(document)
    text = write_snapshot(checked.document, list(checked.document), report)
    snapshot = read_snapshot(text)
    assert snapshot.report == report
    assert write_snapshot(snapshot.answers, snapshot.asked, snapshot.report) == text
    assert read_plain(CheckReport, json.loads(json.dumps(to_plain(report)))) == report


@settings(max_examples=60)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_another_spelling_and_order_changes_nothing(document, random):
    items = list(document.items())
    random.shuffle(items)
    plain = plain_document(MODEL, document)
    assert plain_document(MODEL, dict(items)) == plain
    assert plain_document(MODEL, plain) == plain
    assert read_answers(MODEL.questions, plain) == read_answers(MODEL.questions, document)
    assert list(plain) == [question.id for question in MODEL.questions if question.id in plain]


@settings(max_examples=60)
@given(DOCUMENTS)
def test_every_answer_can_be_said_and_what_is_left_always_applies(document):
    checked = check_document(document)
    lines = say_answers(MODEL, checked.document, checked.answers, list(checked.document), "en")
    assert len(lines) == len(document)
    assert all(line.text and line.said and all(line.said) for line in lines)
    kept = without_moot_answers(MODEL, checked.document)
    assert without_moot_answers(MODEL, kept) == kept
    assert not choose_next_question(kept).no_longer_asked


def test_a_list_and_a_mapping_keep_their_meaning():
    general = next(question for question in MODEL.questions if question.id == "general")
    assert plain_answer(general, ["weight_loss", "unwell"]) == ["unwell", "weight_loss"]
    mapping = {"weight_loss": True, "unwell": False}
    assert plain_answer(general, mapping) == {"unwell": "no", "weight_loss": "yes"}


def test_no_exercise_is_offered_while_somebody_has_to_look_first():
    report = check_answers(KNEECAP | {"urgent_signs": ["hot_red_swollen_knee"]})
    assert report.action == "emergency"
    assert not any(part.helps for part in (*report.fits, *report.contributors))
    assert any(fit.helps for fit in check_answers(KNEECAP).fits)


def test_a_snapshot_of_an_older_form_still_reads():
    report = to_plain(check_answers(CLEAN))
    assert read_plain(CheckReport, report | {"retired": 1}) == check_answers(CLEAN)


@pytest.mark.parametrize(
    ("answer", "said", "is_plain_no"),
    [
        (["none"], ("None of these",), True),
        ([], ("None ticked",), False),
        ({"unwell": "no", "weight_loss": "no"}, ("None of those asked",), True),
        ({"unwell": "no", "weight_loss": "unknown"}, None, False),
        ("unknown", ("Not sure",), False),
    ],
)
def test_a_plain_no_is_told_from_what_was_only_not_ticked(answer, said, is_plain_no):
    checked = check_document({"general": answer})
    (line,) = say_answers(MODEL, checked.document, checked.answers, ["general"], "en")
    assert line.is_plain_no is is_plain_no
    assert bool(line.denied) is is_plain_no
    assert said is None or line.said == said
