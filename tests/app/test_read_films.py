"""What a film is told as, what it leans, and what it never touches."""

from dataclasses import astuple, replace
from datetime import date, datetime, time, timedelta

import pytest

from app.film_makers import (
    HERE,
    RIVALS,
    TODAY,
    add_film,
    figure,
    made_gait,
    made_rear_gait,
    see_made_runners,
    seen_to_drop,
)
from app.knee_answers import CLEAN, HOT, KNEECAP
from app.makers import add_run
from app.test_films import hand_over, work
from midstance.app.drop_film import drop_film, drop_film_pictures
from midstance.app.make_plan import make_plan
from midstance.app.plain import to_plain
from midstance.app.read_films import read_film, read_film_picture, read_films
from midstance.app.read_today import read_today
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.state import build_inputs, situate
from midstance.app.training.wishes import DEFAULT_WISHES
from midstance.app.try_cue import end_trial, read_trial, start_trial
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.core.gait.keypoints import JOINTS
from midstance.core.gait.records import Confidence, Reason
from midstance.core.plan.problem import without_findings
from midstance.core.plan.week import plan_week
from midstance.store.models import CueTrial, Film, KneeCheck, Runner

BEFORE = TODAY - timedelta(days=5)
A_DAY = date(2026, 11, 25)
SORE = KNEECAP | {"run_pattern": ["only_after"]}
JPEG = b"\xff\xd8a picture"
SLOW = {"stride_s": 0.78}  # 154 steps a minute


@pytest.fixture(scope="module")
def gait():
    return made_gait()


@pytest.fixture(scope="module")
def slow():
    return made_gait(**SLOW)


def wanted(runner, day=TODAY):
    return build_inputs(situate(runner, day)).wanted


def two_days_of_drop(runner, gait):
    for day in (BEFORE, TODAY):
        add_film(runner, day, seen_to_drop(gait), view="side")


def test_a_film_is_told_with_ranges_joints_steps_and_reasons(runner, gait):
    film = add_film(runner, TODAY, gait, pictures={"contact": JPEG})
    sheet = read_film(runner, film.pk)
    assert sheet.line.state == "done"
    cadence = next(line for line in sheet.metrics if line.name == "cadence_spm")
    assert cadence.low <= cadence.value <= cadence.high
    assert cadence.place.low < cadence.place.high
    assert cadence.place.source
    assert {line.id for line in sheet.moments} == {"contact", "midstance", "toe_off"}
    assert [line.has_picture for line in sheet.moments] == [True, False, False]
    assert all(
        len(line.points) == len(JOINTS) == len(sheet.skeleton.joints) for line in sheet.moments
    )
    assert all(max(bone) < len(JOINTS) for bone in sheet.skeleton.bones)
    assert sheet.near_side == "right"
    knee = next(line for line in sheet.curves if line.name == "knee_flexion_deg")
    assert len(knee.phase_percent) == len(knee.middle) == len(knee.low) == 101
    assert 0 < knee.toe_off_percent < 100
    assert (knee.usual_low, knee.usual_source) == ((), "")
    foot = next(line for line in sheet.curves if line.name == "foot_angle_deg")
    assert len(foot.usual_low) == len(foot.usual_high) == 101
    assert "Fukuchi" in foot.usual_source
    steps, frames = sheet.timeline.steps, sheet.timeline.frames
    assert [step.side for step in steps[:2]] in (["left", "right"], ["right", "left"])
    assert sheet.timeline.to_s - sheet.timeline.from_s <= 10
    assert 20 <= len(frames) / (sheet.timeline.to_s - sheet.timeline.from_s) <= 31
    told = {line.name for line in sheet.metrics}
    assert not {name for line in sheet.untold for name in line.names} & told
    assert all(line.reason_words for line in sheet.untold)
    assert sheet.quicker.percent < 0
    assert "% less (" in sheet.quicker.sentence
    assert len(str(to_plain(sheet))) < 300_000


def test_the_list_speaks_of_the_newest_film_that_tells_something(runner, gait):
    assert "ten seconds" in read_films(runner).sentence
    add_film(runner, BEFORE, gait)
    nothing = tuple(
        replace(each, value=None, low=None, high=None, sd=None, confidence=Confidence.NONE,
                reason=Reason.OCCLUSION)
        for each in gait.metrics
    )  # fmt: skip
    empty = add_film(runner, TODAY, replace(gait, metrics=nothing))
    sentence = read_films(runner).sentence
    assert sentence.startswith("171 steps a minute, and each foot is down for")
    assert read_film(runner, empty.pk).sentence.startswith("It tells nothing.")


def test_a_film_from_behind_is_told_for_each_leg(runner):
    gait = made_rear_gait()
    film = add_film(runner, TODAY, gait, view="rear", pictures={"left_contact": JPEG})
    sheet = read_film(runner, film.pk)
    assert {(line.name, line.side) for line in sheet.curves} == {
        (curve.name, curve.side) for curve in gait.curves
    }
    assert {line.side for line in sheet.curves} == {"left", "right"}
    assert [line.id for line in sheet.moments][:2] == ["left_contact", "left_midstance"]
    assert len(sheet.moments) == 6
    assert sheet.moments[0].has_picture
    assert (sheet.near_side, len(sheet.timeline.steps) > 4) == ("", True)
    assert {line.side for line in sheet.metrics} == {"left", "right", "both"}
    assert len(str(to_plain(sheet))) < 300_000


def test_figures_told_and_untold_are_all_figures(runner, gait):
    film = add_film(runner, TODAY, gait)
    sheet = read_film(runner, film.pk)
    untold = [name for line in sheet.untold for name in line.names]
    assert len(sheet.metrics) + len(untold) == len(gait.metrics)


def test_without_a_speed_no_place_and_no_load_is_told(runner, gait):
    film = add_film(runner, TODAY, gait, treadmill_mps=None)
    sheet = read_film(runner, film.pk)
    assert {line.place for line in sheet.metrics} == {None}
    assert {line.usual_low for line in sheet.curves} == {()}
    assert sheet.quicker is None


def test_a_film_says_how_good_it_is_before_and_asks_who_she_is(runner, monkeypatch):
    reader = see_made_runners(monkeypatch)
    reader.look_seen = replace(RIVALS, light_frac=0.05)
    line = hand_over(runner)
    assert read_film(runner, line.id).verdict is None
    work()
    sheet = read_film(runner, line.id)
    assert sheet.verdict.level == "not_enough"
    assert [person.whom for person in sheet.verdict.people] == ["left", "right"]
    left, right = sheet.verdict.people
    assert left.left_frac < right.left_frac
    assert [choice.whom for choice in sheet.problem.choices] == ["left", "right"]
    assert sheet.problem.answer_until is not None
    away = next(fact for fact in sheet.verdict.facts if fact.name == "distance")
    assert away.words == "3 to 5 m"
    light = next(fact for fact in sheet.verdict.facts if fact.name == "light")
    assert (light.is_fine, bool(light.advice)) == (False, True)
    assert read_films(runner).sentence == sheet.line.sentence


def test_a_film_that_told_nothing_says_why_and_what_to_do(runner):
    for kind in ("nobody", "DamagedFileError", "stopped", "no_answer", "unheard of"):
        film = Film.objects.create(
            owner=runner, view="side", day=TODAY, state="failed",
            problem={"kind": kind, "reason": "Its end is missing."},
        )  # fmt: skip
        problem = read_film(runner, film.pk).problem
        assert problem.reason
        assert problem.what_to_do


def test_an_earlier_film_is_compared_and_only_what_is_beyond_noise_is_called_a_change(
    runner, gait, slow
):
    before = add_film(runner, BEFORE, slow)
    other_view = add_film(runner, BEFORE, gait, view="rear", state="failed")
    now = add_film(runner, TODAY, gait)
    sheet = read_film(runner, now.pk)
    assert [line.id for line in sheet.earlier] == [before.pk]
    changes = {
        line.name: line
        for line in read_film(runner, now.pk, compare_with=before.pk).compare.changes
    }
    assert changes["cadence_spm"].is_real
    assert changes["cadence_spm"].difference == pytest.approx(17, abs=2)
    same = add_film(runner, TODAY, slow)
    again = read_film(runner, same.pk, compare_with=before.pk).compare
    assert not any(line.is_real for line in again.changes)
    for wrong in (now.pk, other_view.pk):
        with pytest.raises(NotFoundError):
            read_film(runner, now.pk, compare_with=wrong)


def test_films_of_a_day_at_one_speed_are_one_answer(runner, gait):
    films = [add_film(runner, TODAY, gait) for _ in range(2)]
    add_film(runner, TODAY, gait, treadmill_mps=4.0)
    (day,) = read_films(runner).days
    assert set(day.films) == {film.pk for film in films}
    alone = {line.name: line for line in read_film(runner, films[0].pk).metrics}
    both = {line.name: line for line in day.metrics}
    assert both["contact_time_s"].steps == 2 * alone["contact_time_s"].steps
    assert read_film(runner, films[0].pk).together == day


def test_what_matters_goes_by_her_pattern_and_names_at_most_two(runner, slow):
    film = add_film(runner, TODAY, slow)
    assert read_film(runner, film.pk).matters == ()
    save_check(runner, SORE)
    matters = read_film(runner, film.pk).matters
    assert 1 <= len(matters) <= 2
    assert "Few steps" in matters[0].name
    assert matters[0].source


def test_a_lock_leaves_figures_and_no_advice(runner, slow):
    film = add_film(runner, TODAY, slow)
    save_check(runner, SORE)
    assert read_film(runner, film.pk).cue is not None
    save_check(runner, HOT)
    sheet = read_film(runner, film.pk)
    assert sheet.metrics
    assert (sheet.matters, sheet.cue) == ((), None)
    assert sheet.lock is not None
    assert sheet.no_cue
    with pytest.raises(RefusedError):
        start_trial(runner, film.pk)


def test_two_films_of_different_days_lean_the_plan_and_it_says_why(runner, gait):
    add_film(runner, TODAY, seen_to_drop(gait))
    assert wanted(runner) == ()
    before = add_film(runner, BEFORE, seen_to_drop(gait))
    assert ("pelvic_drop", "film:hip_drop") in wanted(runner)
    (finding,) = read_films(runner).findings
    assert finding.name == "hip_drop"
    reasons = {
        reason
        for day in make_plan(runner, TODAY)[0].days
        for session in day.sessions
        for item in session.items
        for reason in item.because
    }
    assert any("pelvis dropped" in reason for reason in reasons)
    drop_film(runner, before.pk)
    assert wanted(runner) == ()


def test_two_films_that_contradict_each_other_lean_nothing(runner, gait):
    add_film(runner, BEFORE, seen_to_drop(gait, 16, 1))
    add_film(runner, TODAY, seen_to_drop(gait, 20, 1))
    assert wanted(runner) == ()


@pytest.mark.parametrize("answers", [CLEAN, KNEECAP, HOT])
def test_no_film_changes_what_the_knee_check_says(runner, gait, answers):
    other = Runner.objects.create(name="Eva", height_m=1.7, mass_kg=60, time_zone="Europe/Berlin")
    two_days_of_drop(runner, gait)
    save_check(runner, answers)
    save_check(other, answers)
    one, same = (KneeCheck.objects.owned_by(each).get() for each in (runner, other))
    assert (one.action, one.result) == (same.action, same.result)


def test_a_film_never_fills_a_plan_that_a_lock_emptied(runner, gait):
    save_check(runner, HOT)
    two_days_of_drop(runner, gait)
    sheet = make_plan(runner, TODAY)[0]
    assert sheet.empty
    assert not any(day.sessions for day in sheet.days)


@pytest.mark.parametrize("answers", [CLEAN, SORE])
def test_a_week_with_findings_of_films_is_no_bolder(runner, gait, answers):
    save_check(runner, answers)
    two_days_of_drop(runner, gait)
    found = situate(runner, TODAY)
    inputs = build_inputs(found)
    assert inputs.wanted
    leaning, plain = (
        plan_week(each, found.book, found.constants).boldness
        for each in (inputs, without_findings(inputs))
    )
    pairs = zip(astuple(leaning), astuple(plain), strict=True)
    assert all(one <= other for one, other in pairs)


def test_a_trial_fades_run_by_run_and_is_hers_to_keep(runner, slow):
    save_check(runner, SORE)
    film = add_film(runner, TODAY, slow)
    trial = start_trial(runner, film.pk)
    assert (trial.state, trial.runs_done, trial.cue.id) == ("on", 0, "quicker_steps")
    assert trial.cue.beat_spm == pytest.approx(1.05 * 154, abs=2)
    shares = [run.on_frac for run in trial.runs]
    assert 8 <= len(shares) <= 18
    assert shares == sorted(shares, reverse=True)
    assert "beat" in trial.today
    with pytest.raises(RefusedError, match="One at a time"):
        start_trial(runner, film.pk)
    assert read_film(runner, film.pk).cue is None
    run_on(runner, TODAY)
    after = read_trial(runner, TODAY)
    assert (after.runs_done, after.today) == (1, "")
    for day in range(1, len(shares)):
        run_on(runner, TODAY + timedelta(days=2 * day))
    done = read_trial(runner, TODAY + timedelta(days=60))
    assert (done.is_over, done.today, done.runs_done) == (True, "", len(shares))
    assert end_trial(runner, keep=True).state == "kept"
    assert read_trial(runner, TODAY) is None
    with pytest.raises(NotFoundError):
        end_trial(runner, keep=False)
    assert read_film(runner, film.pk).cue is None
    with pytest.raises(RefusedError):
        start_trial(runner, film.pk)
    later = add_film(runner, TODAY + timedelta(days=61), slow)
    assert read_film(runner, later.pk).cue.id == "quicker_steps"


def run_on(runner, day):
    add_run(runner, datetime.combine(day, time(7), HERE))


def test_a_trial_after_the_run_of_a_day_begins_on_the_next(runner, slow):
    save_check(runner, SORE)
    film = add_film(runner, TODAY, slow)
    run_on(runner, TODAY)
    trial = start_trial(runner, film.pk)
    assert (trial.began_on, trial.runs_done) == (TODAY + timedelta(days=1), 0)
    assert end_trial(runner, keep=False).ended_on == trial.began_on


def test_a_film_without_a_cue_starts_no_trial(runner, gait):
    film = add_film(runner, TODAY, gait)
    assert read_film(runner, film.pk).no_cue
    with pytest.raises(RefusedError, match="worth a change"):
        start_trial(runner, film.pk)
    assert not CueTrial.objects.exists()


def test_the_run_of_today_says_what_a_trial_asks_and_never_under_a_lock(runner, slow):
    days = tuple(replace(day, outing_s=3600) for day in DEFAULT_WISHES.days)
    set_up_plan(runner, replace(DEFAULT_WISHES, days=days, runs_a_week=7))
    for back in range(2, 30, 2):
        run_on(runner, A_DAY - timedelta(days=back))
    film = add_film(runner, A_DAY, slow)
    CueTrial.objects.create(owner=runner, film=film, cue="quicker_steps", beat_spm=162,
                            began_on=A_DAY, version="1")  # fmt: skip
    assert [edit for edit in edits_of_today(runner) if "162" in edit]
    assert [outing.has_drill for outing in outings_of_today(runner)] == [True]
    save_check(runner, HOT)
    assert edits_of_today(runner) == []
    assert read_trial(runner, A_DAY).today == ""


def outings_of_today(runner):
    sheet = read_today(runner, datetime.combine(A_DAY, time(9), HERE))
    return [item.outing for item in sheet.sessions if item.outing]


def edits_of_today(runner):
    return [edit for outing in outings_of_today(runner) for edit in outing.edits]


def test_pictures_are_hers_and_can_be_forgotten(runner, gait):
    film = add_film(runner, TODAY, gait, pictures={"contact": JPEG})
    assert read_film_picture(runner, film.pk, "contact") == JPEG
    with pytest.raises(NotFoundError):
        read_film_picture(runner, film.pk, "toe_off")
    assert drop_film_pictures(runner, film.pk).has_pictures is False
    with pytest.raises(NotFoundError):
        read_film_picture(runner, film.pk, "contact")
    assert read_film(runner, film.pk).metrics


def test_films_are_those_of_one_runner(runner, gait):
    film = add_film(runner, TODAY, gait, pictures={"contact": JPEG})
    two_days_of_drop(runner, gait)
    other = Runner.objects.create(name="Grace")
    assert read_films(other).films == ()
    assert wanted(other) == ()
    for reach in (
        lambda: read_film(other, film.pk),
        lambda: read_film_picture(other, film.pk, "contact"),
        lambda: drop_film(other, film.pk),
        lambda: drop_film_pictures(other, film.pk),
        lambda: start_trial(other, film.pk),
        lambda: read_film(runner, film.pk, compare_with=add_film(other, BEFORE, gait).pk),
    ):
        with pytest.raises(NotFoundError):
            reach()
    assert Film.objects.owned_by(runner).count() == 3


def test_a_figure_that_is_only_told_once_is_named_when_films_are_compared(runner, gait):
    untold = replace(figure("trunk_lean_deg", 5, 2), value=None, low=None, high=None, sd=None,
                     confidence=Confidence.NONE, reason=Reason.OCCLUSION)  # fmt: skip
    kept = tuple(each if each.name != "trunk_lean_deg" else untold for each in gait.metrics)
    before = add_film(runner, BEFORE, replace(gait, metrics=kept))
    now = add_film(runner, TODAY, gait)
    compare = read_film(runner, now.pk, compare_with=before.pk).compare
    assert compare.untold == ("Lean of the trunk",)


def test_a_sore_calf_rules_a_cue_out(runner, slow):
    save_check(runner, SORE)
    film = add_film(runner, TODAY, slow)
    sore = replace(DEFAULT_WISHES, situations=("calf_or_achilles_pain",))
    assert read_film(runner, film.pk).cue is not None
    set_up_plan(runner, sore)
    assert read_film(runner, film.pk).cue is None
    set_up_plan(runner, DEFAULT_WISHES)
    assert start_trial(runner, film.pk).today
    set_up_plan(runner, sore)
    waits = read_trial(runner)
    assert (waits.today, waits.sentence.startswith("Your trial waits")) == ("", True)
