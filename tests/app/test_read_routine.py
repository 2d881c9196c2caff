"""A routine as a runner gets it: of the same length always, and not while a clinician is due."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.knee_answers import HOT, KNEECAP
from midstance.app.check_answers import check_answers
from midstance.app.read_routine import BONE_PAIN, STOPPING, read_routine, routine_reasons
from midstance.app.read_routine_reasons import read_routine_reasons
from midstance.app.routine_lock import routine_lock
from midstance.app.save_check import save_check
from midstance.app.set_up_runner import default_runner
from midstance.core.base.errors import InvalidValueError, NotFoundError, RefusedError
from midstance.knowledge.words import read_words

pytestmark = pytest.mark.django_db
SAFE = [when for when in routine_reasons() if when != BONE_PAIN and when not in STOPPING]


@pytest.fixture
def runner(db):  # noqa: ARG001 # a fixture cannot use `usefixtures`
    return default_runner()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(whens=st.lists(st.sampled_from(SAFE), max_size=3, unique=True))
def test_the_reset_sums_to_five_minutes_for_whatever_hurts(runner, whens):
    sheet = read_routine(runner, tuple(whens))
    assert sum(step.seconds for step in sheet.steps) == sheet.seconds == 300
    assert all(step.name and step.how for step in sheet.steps)


@pytest.mark.parametrize("name", ["post_run_reset", "short_mobility"])
def test_the_hip_is_stretched_standing_in_words_and_in_picture(runner, name):
    steps = [
        step
        for step in read_routine(runner, name=name).steps
        if step.exercise == "hip_flexor_stretch"
    ]
    assert {step.motion for step in steps} == {"hip_flexor_stretch_standing"}
    assert all("standing" in step.name and "Kneel" not in step.how for step in steps)


def test_a_block_without_a_way_of_its_own_moves_as_its_exercise_does(runner):
    motions = {step.exercise: step.motion for step in read_routine(runner).steps}
    assert motions["glute_bridge"] == "glute_bridge"
    assert motions[""] == ""
    sheet = read_routine(runner, ("straightening_pain",))
    assert "heel_slide" in {step.motion for step in sheet.steps}


def test_both_sides_are_named_in_words(runner):
    told = {step.side: step.side_words for step in read_routine(runner).steps}
    assert told == {
        "none": "",
        "right": "right side",
        "left": "left side",
        "both": "both sides",
    }


def test_while_a_check_waits_for_a_clinician_there_is_no_routine_but_the_care_words(runner):
    save_check(runner, HOT)
    assert routine_lock(runner) is not None
    with pytest.raises(RefusedError) as refused:
        read_routine(runner)
    care = read_words("care", "en")[routine_lock(runner).action]
    assert care.what in str(refused.value)
    assert routine_lock(runner).sentence in str(refused.value)


def test_bone_pain_is_sent_to_a_clinician(runner):
    with pytest.raises(RefusedError, match="clinician"):
        read_routine(runner, (BONE_PAIN, "kneeling_pain"))


@pytest.mark.parametrize("when", sorted(STOPPING))
def test_what_ends_a_routine_keeps_it_from_beginning(runner, when):
    with pytest.raises(RefusedError, match="knee check"):
        read_routine(runner, (when,))


def test_an_unknown_reason_or_routine_is_named(runner):
    with pytest.raises(InvalidValueError, match="rain"):
        read_routine(runner, ("rain",))
    with pytest.raises(NotFoundError, match="post_run_reset"):
        read_routine(runner, (), "marathon")


def test_the_checks_own_answer_file_is_what_locks():
    assert check_answers(HOT).action in {"same_day", "emergency"}


def test_the_newest_check_says_what_the_routine_is_for(runner):
    assert read_routine_reasons(runner) == ()
    save_check(runner, KNEECAP)
    assert "patellofemoral_pain" in read_routine_reasons(runner)
    save_check(runner, {"age_y": 34, "side": "left"})
    assert read_routine_reasons(runner) == ()
