"""Which question comes next, and why another does not."""

from dataclasses import replace

import numpy as np
import pytest

from core.assess.documents import read, take
from core.assess.small_model import CONSTANTS, QUESTIONS, SMALL, number, option, question, rule
from midstance.core.assess import questions
from midstance.core.assess.answers import Known, read_answer
from midstance.core.assess.model import Action, QuestionKind
from midstance.core.assess.outcomes import even_points, outcomes_of, telling
from midstance.core.assess.picture import Picture
from midstance.core.assess.questions import (
    choose_next,
    choose_question,
    forget_questions,
    next_questions,
    questions_left,
)
from midstance.core.base.errors import InvalidValueError

CALM = {
    "age_y": 30,
    "sex": "female",
    "urgent": ["none"],
    "onset": "gradual",
    "walking": 1,
    "stuck": "no",
    "general": ["none"],
    "weeks": 2,
    "worry": "no",
}
SHEET = CALM | {
    "injury": ["none"],
    "most_days": "no",
    "where": ["front"],
    "provoked": ["squat", "stairs"],
    "run": "other",
    "load_jump": "no",
    "squat_test": "pain",
    "hop_test": "no_pain",
    "press_test": ["none"],
}


def following(model=SMALL, **document):
    return choose_question(model, read(model, document))


def whole_screen(**other):
    return CALM | other


def test_the_screen_comes_first_and_in_its_order():
    asked, _ = take(SMALL, SHEET)
    assert asked[:8] == [
        "age_y",
        "sex",
        "urgent",
        "onset",
        "stuck",
        "general",
        "weeks",
        "worry",
    ]


def test_what_is_known_from_the_profile_is_not_asked():
    assert following(age_y=30, sex="unknown") == "urgent"


def test_an_injury_is_asked_about_only_after_one():
    assert following(**whole_screen(onset="gradual")) != "injury"
    assert following(**whole_screen(onset="fall")) == "injury"
    assert following(**whole_screen(onset="unknown")) == "injury"


def test_walking_is_not_asked_for_a_rule_that_cannot_hold():
    before = {name: CALM[name] for name in ("age_y", "sex", "urgent", "onset")}
    assert following(**before) == "stuck"
    assert following(**before | {"onset": "fall"}) == "injury"
    assert following(**before | {"onset": "fall", "injury": ["none"]}) == "walking"


def test_a_sign_is_not_asked_for_where_another_shows_the_same():
    shown = Picture.of(SMALL, read(SMALL, {"injury": ["swelling"]}))
    open_ = Picture.of(SMALL, read(SMALL, {"injury": ["none"]}))
    walking = shown.tables.numbers["walking"]
    assert not shown._is_needed(walking)
    assert open_._is_needed(walking)


def test_what_was_worked_out_may_be_forgotten_without_a_trace():
    before = following(**CALM)
    forget_questions()
    assert following(**CALM) == before


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    forget_questions()
    monkeypatch.setattr(questions._CHOSEN, "most", 1)
    asked = [following(**CALM | {"weeks": weeks}) for weeks in (1, 6, 30)]
    assert len(questions._CHOSEN.kept) == 1
    forget_questions()
    assert [following(**CALM | {"weeks": weeks}) for weeks in (1, 6, 30)] == asked


def test_an_emergency_ends_the_check():
    assert following(age_y=30, sex="male", urgent=["pale_foot"]) is None
    assert (
        questions_left(SMALL, read(SMALL, {"age_y": 30, "sex": "male", "urgent": ["pale_foot"]}))
        == 0
    )


def test_care_today_leaves_only_what_may_make_it_an_emergency():
    document = {"age_y": 30, "sex": "male", "stuck": "stuck_now"}
    assert following(**document) == "urgent"
    assert following(**document, urgent=["none"]) is None


def test_a_rule_below_the_action_is_not_asked_for():
    with_night = whole_screen(general=["night_pain"])
    del with_night["worry"], with_night["weeks"]
    assert following(**with_night) not in {"worry", "weeks"}


def test_after_the_screen_the_place_is_asked_first():
    assert following(**CALM) == "where"


def test_the_check_stops_when_it_is_clear():
    asked, _ = take(SMALL, SHEET)
    assert len(asked) < len(SHEET)
    assert asked[-1] != "press_test"


def test_the_check_goes_on_while_the_picture_may_change():
    eager = replace(SMALL, constants=replace(CONSTANTS, stop_harm=0.0, stop_change_frac=0.0))
    asked, _ = take(eager, SHEET)
    assert len(asked) > len(take(SMALL, SHEET)[0])


def test_no_more_self_tests_than_the_limit():
    eager = replace(SMALL, constants=replace(CONSTANTS, stop_harm=-1.0, most_self_tests=1.0))
    asked, _ = take(eager, SHEET | {"provoked": "unknown", "where": "unknown"})
    assert sum(name.endswith("_test") for name in asked) == 1


def test_no_more_questions_than_the_limit():
    short = replace(SMALL, constants=replace(CONSTANTS, most_questions=6.0))
    asked, _ = take(short, SHEET)
    assert len(asked) == 6


def test_what_was_known_before_counts_for_nothing_towards_the_limit():
    short = replace(SMALL, constants=replace(CONSTANTS, most_questions=6.0))
    known = {"age_y": 30, "sex": "female"}
    document = dict(known)
    while (name := choose_question(short, read(short, document), prefilled=2)) is not None:
        document[name] = SHEET[name]
    assert len(document) - len(known) == 6


@pytest.mark.parametrize("answer", ["stuck_now", "unknown"])
def test_a_self_test_that_may_not_be_safe_is_not_offered(answer):
    picture = Picture.of(SMALL, read(SMALL, whole_screen(stuck=answer)))
    place = picture.tables.numbers["squat_test"]
    assert not picture.is_safe(place)


def test_a_self_test_waits_for_the_screen():
    document = whole_screen()
    del document["general"]
    picture = Picture.of(SMALL, read(SMALL, document))
    assert not picture.is_safe(picture.tables.numbers["squat_test"])
    complete = Picture.of(SMALL, read(SMALL, whole_screen()))
    assert complete.is_safe(complete.tables.numbers["squat_test"])


def test_a_finding_that_is_known_is_not_asked_for_again():
    eager = replace(SMALL, constants=replace(CONSTANTS, stop_harm=-1.0))
    document = whole_screen(where=["front"], provoked=["squat"], run="other", load_jump="no")
    assert following(eager, **document) == "hop_test"
    assert following(eager, **document | {"hop_test": "pain"}) is None


def test_what_comes_next_begins_with_what_the_screen_lacks():
    found = next_questions(SMALL, read(SMALL, {"age_y": 30, "where": ["front"]}))
    assert found[:3] == ("sex", "urgent", "onset")
    assert next_questions(SMALL, read(SMALL, {"urgent": ["pale_foot"]})) == ("age_y", "sex")


def test_the_number_left_falls_to_nothing():
    document, left = {}, []
    while (name := following(**document)) is not None:
        left.append(questions_left(SMALL, read(SMALL, document)))
        document[name] = SHEET[name]
    assert left[0] > left[-1] >= 1
    assert questions_left(SMALL, read(SMALL, document)) == 0


def test_a_partly_answered_screen_is_not_complete():
    whole = Picture.of(SMALL, read(SMALL, whole_screen()))
    assert whole.screen_complete
    partly = Picture.of(SMALL, read(SMALL, whole_screen(general={"fever": "no"})))
    assert not partly.missing
    assert not partly.screen_complete


def test_one_answer_more_gives_the_picture_of_all_answers():
    document = whole_screen(where=["tip"])
    grown = Picture.blank(SMALL)
    by_id = {item.id: item for item in SMALL.questions}
    for name, answer in document.items():
        grown = grown.also(name, read_answer(by_id[name], answer))
    whole = Picture.of(SMALL, read(SMALL, document))
    assert grown.key == whole.key
    assert choose_next(grown) == choose_next(whole)
    assert np.array_equal(grown.findings, whole.findings)


def test_a_changed_answer_leaves_nothing_of_the_old_one():
    by_id = {item.id: item for item in SMALL.questions}
    changed = Picture.blank(SMALL)
    for answer in (["pale_foot"], ["none"]):
        changed = changed.also("urgent", read_answer(by_id["urgent"], answer))
    assert changed.flag_action is Action.CARRY_ON
    assert changed.key == Picture.of(SMALL, read(SMALL, {"urgent": ["none"]})).key


def test_the_number_three_is_not_taken_for_not_sure():
    three = Picture.of(SMALL, read(SMALL, {"walking": 3}))
    unsure = Picture.of(SMALL, read(SMALL, {"walking": "unknown"}))
    place = [item.id for item in SMALL.findings].index("sore_walking")
    assert three.findings[place] == Known.YES
    assert unsure.findings[place] == Known.UNSURE


def test_the_answers_foreseen_come_as_often_as_the_findings_say():
    numbers = {item.id: place for place, item in enumerate(SMALL.questions)}
    for name in ("where", "provoked", "run", "load_jump", "walking"):
        question_ = SMALL.questions[numbers[name]]
        found = outcomes_of(SMALL, ((numbers[name], dict(telling(SMALL))[numbers[name]]),))
        assert found.frequency.sum(axis=0) == pytest.approx(1), question_.id
        assert (found.ratio > 0).all()


def test_a_number_is_foreseen_between_the_bounds_of_its_findings():
    numbers = {item.id: place for place, item in enumerate(SMALL.questions)}
    walking = numbers["walking"]
    found = outcomes_of(SMALL, ((walking, dict(telling(SMALL))[walking]),))
    assert found.frequency[:, 3] == pytest.approx([0.4, 0.6])


def test_the_points_fill_the_cube_evenly():
    points = even_points(64, 7)
    assert points.shape == (64, 7)
    assert points.mean(axis=0) == pytest.approx(np.full(7, 0.5), abs=0.05)
    assert np.array_equal(points, even_points(64, 7))


def test_a_question_for_nothing_is_never_asked():
    idle = question("idle", "yes_no", ("yes", "no"), stage="pattern", order=40)
    model = replace(SMALL, questions=(*QUESTIONS, idle))
    sheet = SHEET | {"idle": "yes"}
    asked, _ = take(model, sheet)
    assert "idle" not in asked


def test_a_rule_may_wait_for_what_leads_to_its_question():
    deep = question(
        "deep",
        "yes_no",
        ("yes", "no"),
        stage="screen",
        order=19,
        asked_when=((option("worry", "afraid"),),),
    )
    flag = rule("deep_flag", Action.SAME_DAY, Action.SAME_DAY, (option("deep", "yes"),))
    questions = sorted((*QUESTIONS, deep), key=lambda item: item.order)
    model = replace(SMALL, questions=tuple(questions), red_flags=(*SMALL.red_flags, flag))
    assert following(model, **whole_screen(worry="afraid")) == "deep"
    assert following(model, **whole_screen(worry="no")) != "deep"


def test_questions_that_lead_to_each_other_are_refused():
    first = question(
        "first", "yes_no", ("yes", "no"), stage="screen", order=50,
        asked_when=((option("second", "yes"),),),
    )  # fmt: skip
    second = question(
        "second", "yes_no", ("yes", "no"), stage="screen", order=51,
        asked_when=((option("first", "yes"),),),
    )  # fmt: skip
    ring = replace(SMALL, questions=(*QUESTIONS, first, second))
    with pytest.raises(InvalidValueError, match="a ring of 2"):
        Picture.blank(ring)


def test_ages_and_kinds_of_the_small_model_are_as_the_tests_need_them():
    assert number("age_y", below=18).below == 18
    assert {item.kind for item in QUESTIONS} == set(QuestionKind)
