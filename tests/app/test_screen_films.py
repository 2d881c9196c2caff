"""A film of a movement screen suggests, and changes nothing until she keeps it."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from app.film_makers import (
    LOOK,
    TODAY,
    add_film,
    add_screen_film,
    made_filmed,
    made_gait,
    see_made_runners,
)
from app.knee_answers import CLEAN, HOT, KNEECAP
from app.test_films import film_of, row_of, upload, work
from core.gait.made_one_leg import a_lunge, a_squat
from midstance.app.drop_film import drop_film
from midstance.app.film_run import cancel_film, take_films
from midstance.app.films.files import films_there
from midstance.app.films.keep import keep_gait, read_filmed
from midstance.app.films.records import FilmTold
from midstance.app.films.screen_sheet import tell_filmed
from midstance.app.make_plan import make_plan
from midstance.app.read_films import read_film, read_films
from midstance.app.read_screens import read_screen, read_screens
from midstance.app.read_today import read_today
from midstance.app.save_check import save_check
from midstance.app.screen_movement import screen_movement
from midstance.app.screens.records import ScreenTold
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.state import build_inputs, situate
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.app.try_cue import start_trial
from midstance.core.base.errors import InvalidValuesError, NotFoundError, RefusedError
from midstance.core.gait.screen_records import ScreenProblem, Sign, SignCount
from midstance.knowledge.screens import read_screen_records
from midstance.store.models import Film, FilmPicture, KneeCheck, Runner, ScreenReading

BEFORE = TODAY - timedelta(days=5)
SQUAT, SHIN = "single_leg_squat", "knee_to_wall_angle"
SORE = KNEECAP | {"run_pattern": ["only_after"]}


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    reader = see_made_runners(monkeypatch)
    reader.made = staticmethod(lambda: a_squat(inwards_m=0.2))
    return reader


@pytest.fixture(scope="module")
def squat():
    return made_filmed()


def told(screen=SQUAT, leg="left", **changes):
    return FilmTold(**{"view": "side", "day": TODAY, "screen": screen, "leg": leg, **changes})


def hand_over(runner, *names, **changes):
    return take_films(runner, upload(runner, *(names or ("squat.mov",))), told(**changes))


def wanted(runner):
    return build_inputs(situate(runner, TODAY)).wanted


def test_a_film_of_a_squat_says_which_signs_it_saw_and_the_film_is_gone(runner):
    (line,) = hand_over(runner, keep_pictures=True)
    assert (line.view, line.screen, line.leg, line.speed_mps) == ("front", SQUAT, "left", None)
    assert work() == 1
    assert (film_of(line).state, films_there()) == ("done", frozenset())
    assert not FilmPicture.objects.exists()
    sheet = read_film(runner, line.id)
    marks = {mark.id: mark for mark in sheet.screen.marks}
    assert marks["knee_in"].seen == "seen"
    assert marks["knee_in"].seen_words == "The film saw it in 5 of 5."
    assert marks["foot_turns"].seen == "cannot_say"
    assert (sheet.screen.marks_seen, sheet.screen.marks_unclear) == (1, 3)
    assert sheet.line.sentence == sheet.screen.sentence
    assert sheet.screen.sentence == "The film saw 1 of 5 signs, and cannot tell 3."
    assert [moment.id for moment in sheet.moments] == [f"deepest_{each}" for each in range(1, 6)]
    assert sheet.moments[0].words == "Lowest point, 1 of 5"
    assert len(sheet.moments[0].points) == len(sheet.skeleton.joints)
    assert (sheet.near_side, sheet.metrics, sheet.cue, sheet.trial) == ("left", (), None, None)
    assert "second pair of eyes" in sheet.limits
    assert sheet.screen.limits_source


def test_a_film_of_a_lunge_says_the_angle_with_its_range(runner, reader):
    reader.made = staticmethod(lambda: a_lunge(leg="right", lean_deg=38, to_the="left"))
    (line,) = hand_over(runner, screen=SHIN, leg="right", view="front")
    work()
    sheet = read_film(runner, line.id).screen
    assert line.view == "side"
    assert sheet.low < sheet.value < sheet.high
    assert sheet.value == pytest.approx(38, abs=2)
    assert sheet.value == round(sheet.value), "as the box of the page takes it"
    assert sheet.sentence.startswith("Your right shin leans forward by")
    assert (sheet.marks, sheet.marks_seen) == ((), 0)
    assert read_film(runner, line.id).moments[0].words.startswith("Furthest point")


def test_a_film_that_cannot_tell_says_why_and_what_to_do(runner, reader):
    reader.made = staticmethod(lambda: a_squat(leg="right"))
    (line,) = hand_over(runner)
    work()
    sheet = read_film(runner, line.id)
    assert sheet.screen.problem == "other_leg"
    assert sheet.screen.sentence == sheet.screen.problem_words == sheet.line.sentence
    assert "mirror" in sheet.screen.what_to_do
    assert (sheet.screen.marks, sheet.moments) == ((), ())
    record = read_screen_records()[SQUAT]
    for problem in ScreenProblem:
        each = tell_filmed(record, made_filmed(problem=problem), "en")
        assert each.problem_words
        assert each.what_to_do


def test_what_is_kept_reads_back_as_it_was(runner, squat):
    film = add_screen_film(runner, TODAY, filmed=squat)
    back = read_filmed(Film.objects.select_related("gait").get(pk=film.pk).gait)
    assert (back.leg, back.problem, back.signs) == (squat.leg, squat.problem, squat.signs)
    assert back.repetitions == squat.repetitions
    assert np.allclose(back.keypoints.position_px, squat.keypoints.position_px, atol=0.006)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (SignCount(Sign.KNEE_WOBBLES, 0, 5, 0), "The film did not see it."),
        (SignCount(Sign.KNEE_WOBBLES, 1, 4, 0), "in 1 of 5, so mostly not"),
        (SignCount(Sign.KNEE_WOBBLES, 2, 1, 2), "in 2 of 5. That is not sure"),
        (SignCount(Sign.KNEE_WOBBLES, 4, 0, 1), "in 4 of 5."),
    ],
)
def test_a_sign_is_told_with_how_often_it_was_seen(squat, count, words):
    record = read_screen_records()[SQUAT]
    mark = next(
        each
        for each in tell_filmed(record, replace(squat, signs=(count,)), "en").marks
        if each.id == "knee_wobbles"
    )
    assert words in mark.seen_words


def test_slow_motion_and_few_pictures_a_second_are_no_flaw_of_a_slow_movement(runner, reader):
    reader.look_seen = replace(LOOK, clip=replace(LOOK.clip, fps=24.0))
    (line,) = hand_over(runner, slower_times=1.25)
    work()
    sheet = read_film(runner, line.id)
    assert sheet.verdict.level == "good"
    assert sheet.moments[0].time_s == pytest.approx(1.6, abs=0.1)


@pytest.mark.parametrize(
    "changes", [{"leg": ""}, {"leg": "middle"}, {"day": TODAY + timedelta(days=3)}, {"from_s": -1}]
)
def test_what_cannot_be_is_refused(runner, changes):
    with pytest.raises(InvalidValuesError):
        hand_over(runner, **changes)
    assert not Film.objects.exists()


@pytest.mark.parametrize("changes", [{"view": "front"}, {"leg": "left"}])
def test_a_film_of_running_is_neither_from_the_front_nor_of_one_leg(runner, changes):
    with pytest.raises(InvalidValuesError):
        hand_over(runner, screen="", **{"leg": "", **changes})


def test_a_screen_without_a_film_and_one_that_there_is_not_are_refused(runner):
    with pytest.raises(RefusedError, match="by eye"):
        hand_over(runner, screen="calf_raises")
    with pytest.raises(NotFoundError):
        hand_over(runner, screen="flying")
    assert not Film.objects.exists()


def test_under_a_lock_no_film_is_taken_and_nothing_of_one_is_shown(runner, squat):
    film = add_screen_film(runner, BEFORE, filmed=squat)
    save_check(runner, HOT)
    for screen, leg in ((SQUAT, "left"), ("", "")):
        with pytest.raises(RefusedError, match="asks you to get help"):
            hand_over(runner, screen=screen, leg=leg, day=BEFORE)
    assert (Film.objects.count(), films_there()) == (1, frozenset())
    sheet = read_film(runner, film.pk)
    assert (sheet.screen, sheet.moments, sheet.skeleton) == (None, (), None)
    assert "see somebody first" in sheet.sentence
    (line,) = read_screen(runner, SQUAT).films
    assert line.sentence == sheet.line.sentence == sheet.sentence


def test_a_film_of_a_test_that_is_not_safe_is_refused_today_and_not_kept(runner, squat):
    film = add_screen_film(runner, TODAY, filmed=squat)
    earlier = add_screen_film(runner, BEFORE, filmed=squat)
    assert read_film(runner, film.pk).screen.why_not == ""
    save_check(runner, SORE | {"run_pattern": ["builds_and_lingers"]})
    assert read_film(runner, film.pk).screen.why_not == read_screen(runner, SQUAT).line.unsafe
    assert read_film(runner, film.pk).screen.why_not.startswith("Not now")
    assert read_film(runner, earlier.pk).screen.why_not == ""
    with pytest.raises(RefusedError, match="Not now"):
        hand_over(runner)
    assert Film.objects.count() == 2


def test_a_warning_sign_without_a_lock_shows_nothing_of_a_film_either(runner, squat):
    film = add_screen_film(runner, BEFORE, filmed=squat)
    save_check(runner, SORE | {"swelling": "clear"})
    assert read_screens(runner).lock is None
    sheet = read_film(runner, film.pk)
    assert (sheet.screen, sheet.moments) == (None, ())
    assert read_screen(runner, SQUAT).films[0].sentence == sheet.sentence
    with pytest.raises(RefusedError, match="see somebody first"):
        hand_over(runner, day=BEFORE)


def test_a_sore_calf_closes_the_film_of_the_shin_today_alone(runner):
    film = add_screen_film(runner, TODAY, SHIN)
    set_up_plan(runner, replace(DEFAULT_WISHES, situations=("calf_or_achilles_pain",)))
    with pytest.raises(RefusedError, match="Not now"):
        hand_over(runner, screen=SHIN)
    assert read_film(runner, film.pk).screen.why_not.startswith("Not now")
    assert len(hand_over(runner, screen=SHIN, day=BEFORE)) == 1


def test_no_list_of_films_of_running_knows_a_film_of_a_screen(runner, squat):
    gait = made_gait()
    for day in (BEFORE, TODAY):
        add_screen_film(runner, day, filmed=squat)
        add_screen_film(runner, day, SHIN, leg="right")
    empty = read_films(runner)
    assert (empty.films, empty.days, empty.findings) == ((), (), ())
    run = add_film(runner, TODAY, gait, view="side")
    assert [line.id for line in read_films(runner).films] == [run.pk]
    shin = Film.objects.filter(screen=SHIN, day=BEFORE).get()
    with pytest.raises(NotFoundError):
        read_film(runner, run.pk, compare_with=shin.pk)
    with pytest.raises(RefusedError, match="worth a change"):
        start_trial(runner, shin.pk)


@pytest.mark.parametrize("answers", [CLEAN, SORE])
def test_no_film_of_a_screen_changes_check_plan_today_or_a_screen(runner, squat, answers):
    save_check(runner, answers)
    before = (make_plan(runner, TODAY)[0], read_today(runner), read_screens(runner))
    for day in (BEFORE, TODAY):
        add_screen_film(runner, day, filmed=squat)
    assert (make_plan(runner, TODAY)[0], read_today(runner), read_screens(runner)) == before
    assert wanted(runner) == ()
    assert not ScreenReading.objects.exists()
    other = Runner.objects.create(name="Eva", height_m=1.7, mass_kg=60, time_zone="Europe/Berlin")
    for each in (runner, other):
        save_check(each, SORE)
    newest, same = (
        KneeCheck.objects.owned_by(each).order_by("pk").last() for each in (runner, other)
    )
    assert (newest.action, newest.result) == (same.action, same.result)


def test_only_what_she_keeps_is_a_reading_and_it_says_that_a_film_helped(runner, squat):
    add_screen_film(runner, TODAY, filmed=squat)
    assert read_screen(runner, SQUAT).readings == ()
    sheet = screen_movement(runner, ScreenTold(SQUAT, TODAY, 3, is_filmed=True))
    assert [(each.left, each.is_filmed) for each in sheet.readings] == [(3, True)]
    sheet = screen_movement(runner, ScreenTold(SQUAT, BEFORE, 2))
    assert [each.is_filmed for each in sheet.readings] == [False, True]


def test_a_screen_lists_its_newest_films_but_those_that_were_called_off(runner, squat):
    films = [
        add_screen_film(runner, TODAY - timedelta(days=each), filmed=squat) for each in range(8)
    ]
    (line,) = hand_over(runner)
    cancel_film(runner, line.id)
    add_screen_film(runner, TODAY, SHIN)
    sheet = read_screen(runner, SQUAT)
    assert [each.id for each in sheet.films] == [film.pk for film in films[:6]]
    assert (sheet.film_view, len(sheet.film_how)) == ("front", 5)
    assert sheet.film_limits
    drop_film(runner, films[0].pk)
    assert read_screen(runner, SQUAT).films[0].id == films[1].pk
    none = read_screen(runner, "calf_raises")
    assert (none.film_view, none.film_how, none.film_limits, none.films) == ("", (), "", ())


def test_films_of_screens_are_those_of_one_runner(runner, squat):
    film = add_screen_film(runner, TODAY, filmed=squat)
    other = Runner.objects.create(name="Grace")
    assert read_screen(other, SQUAT).films == ()
    with pytest.raises(NotFoundError):
        read_film(other, film.pk)


def test_a_film_of_a_screen_that_is_no_more_can_still_be_forgotten(runner, squat):
    film = add_screen_film(runner, TODAY, filmed=squat)
    Film.objects.update(screen="gone")
    with pytest.raises(NotFoundError):
        read_film(runner, film.pk)
    drop_film(runner, film.pk)
    assert not Film.objects.exists()


def test_several_films_of_one_leg_are_each_their_own(runner):
    lines = hand_over(runner, "one.mov", "two.mov")
    assert work() == 2
    assert {row_of(line).state for line in lines} == {"done"}
    keep_gait(row_of(lines[0]), made_filmed("left"))
    assert len(read_screen(runner, SQUAT).films) == 2
