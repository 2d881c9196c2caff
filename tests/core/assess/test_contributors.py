"""What is asked for the sake of the plan, and how much that tells."""

from dataclasses import replace

import pytest

from core.assess.documents import read, take
from core.assess.small_model import CONSTANTS, QUESTIONS, SMALL, number, option, question
from midstance.core.assess.contributors import bits_of_contributors, bits_of_sign
from midstance.core.assess.model import Action, Contributor, ContributorSign
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import choose_question

CLEAR = {
    "age_y": 30,
    "sex": "female",
    "urgent": ["none"],
    "onset": "gradual",
    "walking": 1,
    "stuck": "no",
    "general": ["none"],
    "weeks": 2,
    "worry": "no",
    "where": ["outer"],
    "run": "same_distance",
}
FORM = question(
    "form_test",
    "many",
    ("knee_in", "hip_drops", "none"),
    stage="self_test",
    order=40,
    asked_when=((option("shoes", "new", "old"), option("stuck", "no")), (option("shoes", "new"),)),
    unsafe_when=(option("general", "night_pain"),),
)
SHOES = question("shoes", "choice", ("new", "old"), stage="pattern", order=41, seconds=5.0)
PLAN = replace(
    SMALL,
    questions=(*QUESTIONS, SHOES, FORM),
    contributors=(
        *SMALL.contributors,
        Contributor("form", 0.3, (ContributorSign((option("form_test", "knee_in"),), 2.0, 0.6),)),
    ),
    constants=replace(CONSTANTS, contributor_bits=0.03, stop_change_frac=0.9, stop_harm=0.5),
)


def following(model=PLAN, **document):
    return choose_question(model, read(model, CLEAR | document))


def with_constants(**other):
    return replace(PLAN, constants=replace(PLAN.constants, **other))


def test_the_most_telling_question_is_asked_for_the_plan():
    assert following() == "load_jump"


def test_then_what_opens_a_self_test_and_the_test_itself():
    assert following(load_jump="yes") == "shoes"
    assert following(load_jump="yes", shoes="new") == "form_test"
    assert following(load_jump="yes", shoes="new", form_test=["none"]) is None


def test_a_self_test_that_cannot_open_is_not_aimed_at():
    assert following(load_jump="yes", shoes="old") is None


def test_a_self_test_that_may_not_be_safe_is_not_aimed_at():
    assert following(load_jump="yes", general=["night_pain"]) is None


def test_no_more_self_tests_than_the_limit():
    assert following(with_constants(most_self_tests=0.0), load_jump="yes") is None


def test_only_within_the_usual_number_of_questions():
    assert following(with_constants(usual_questions=11.0)) is None
    assert following(with_constants(usual_questions=12.0)) == "load_jump"
    assert following(with_constants(usual_questions=13.0), load_jump="yes") is None


def test_only_where_a_pattern_stands_that_she_may_train_with():
    assert following(where=["back"], run="other") is None
    assert following(with_constants(say_frac=1.1)) is None
    assert following(stuck="stuck_now") is None


def test_beyond_the_usual_number_only_what_may_well_change_the_pattern_is_asked():
    eager = replace(SMALL, constants=replace(CONSTANTS, stop_harm=0.5, stop_change_frac=0.0))
    short = replace(eager, constants=replace(eager.constants, usual_questions=9.0))
    sheet = CLEAR | {"provoked": ["squat"], "load_jump": "no", "squat_test": "pain"}
    sheet |= {"hop_test": "no_pain", "press_test": ["none"], "injury": ["none"], "most_days": "no"}
    many, few = (take(model, sheet)[0] for model in (eager, short))
    assert many[: len(few)] == few
    assert len(few) < len(many)


def test_a_question_that_tells_too_little_is_not_asked():
    assert following(with_constants(contributor_bits=1.0)) is None


def test_there_is_no_way_to_what_was_answered():
    picture = Picture.of(PLAN, read(PLAN, CLEAR | {"load_jump": "no"}))
    assert picture.way_to(picture.tables.numbers["load_jump"]) == ()


def test_a_sign_that_is_as_common_without_tells_nothing():
    assert bits_of_sign(0.3, ContributorSign((number("weeks", below=6),), 1.0, 1.0)) == 0


def test_a_sign_that_only_they_show_who_have_it_tells_its_own_share():
    sure = ContributorSign((option("load_jump", "yes"),), 1e9, 1e-9)
    assert bits_of_sign(0.5, sure) == pytest.approx(1, abs=1e-6)


def test_the_bits_of_a_question_are_those_of_its_signs():
    strong = ContributorSign((option("load_jump", "yes"),), 3.0, 0.4)
    assert bits_of_contributors(SMALL, "load_jump") == pytest.approx(bits_of_sign(0.4, strong))
    assert bits_of_contributors(SMALL, "urgent") == 0


def test_care_today_asks_for_nothing_more():
    found = read(PLAN, CLEAR | {"urgent": ["hot_knee"]})
    assert choose_question(PLAN, found) is None
    assert Picture.of(PLAN, found).flag_action is Action.EMERGENCY
