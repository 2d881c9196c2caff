"""The plan pages: set-up one question at a time, the week, the review, calendar and watch."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from app.knee_answers import HOT
from midstance.app.log_pain import log_pain
from midstance.app.make_plan import make_plan
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import read_wishes, set_up_plan
from midstance.app.set_up_runner import read_profile, set_up_runner
from midstance.app.training.advice import programme_advice
from midstance.app.training.records import DayWish, PainTold, Wishes
from midstance.app.training.wishes import DEFAULT_WISHES, problems_of
from midstance.core.plan.problem import Programme
from midstance.store.models import Reminding, WeekReview
from midstance.web.figures import METRES_PER_MILE, Units
from midstance.web.pages.plan import forms
from midstance.web.pages.plan.forms import EntryForm, GoalForm, Knows
from midstance.web.pages.plan.set_up import QUESTIONS
from midstance.web.security import Bind
from web.conftest import HERE

TODAY = datetime.now(UTC).date()
WALK = (("limps", False), ("walk_pain", 0))
GUILT = re.compile(
    r"\b(streak|missed|lazy|you should have|failed|fall behind|shame)\b", re.IGNORECASE
)


@pytest.fixture
def home(client, runner):  # noqa: ARG001 - whose pages they are
    return client


def text(response) -> str:
    return response.content.decode()


def answer(client, question: str, **said):
    return client.post(f"/plan/set-up/{question}/", said)


def minutes(exercise=10, outing=30) -> dict[str, str]:
    return {
        f"{kind}_{day}": str(value)
        for day in range(7)
        for kind, value in (("exercise", exercise), ("outing", outing))
    }


def test_at_most_eight_questions_of_which_each_may_be_skipped(home, runner):
    assert len(QUESTIONS) <= 8
    page = home.get("/plan/set-up/", follow=True)
    for _question in range(len(QUESTIONS)):
        if page.request["PATH_INFO"] == "/plan/set-up/answers/":
            break
        assert "Skip this question" in text(page)
        page = home.post(page.request["PATH_INFO"], {"skip": "1"}, follow=True)
    assert page.request["PATH_INFO"] == "/plan/set-up/answers/"
    assert read_wishes(runner) is None
    home.post("/plan/set-up/answers/")
    assert read_wishes(runner) == DEFAULT_WISHES


def test_all_answers_come_together(home, runner):
    answer(home, "days", **minutes(12, 40))
    answer(home, "when", time="after_run", place="living room")
    answer(home, "things", equipment=["chair", "wall"])
    answer(home, "running", can_run="no", onset="15")
    answer(home, "tests", walk_pain="1", limps="no", heel_raises="18", heel_raises_other="20")
    answer(home, "goal", runs="2", longest_min="50")
    answer(home, "leave-out", situations=["kneeling_pain"], left_out=["wall_sit"])
    answer(home, "sure", confidence="6")
    page = text(home.get("/plan/set-up/answers/"))
    for words in ("12 min on every day", "living room", ">Chair<", ">Wall<", "50 min", "6 of 10"):
        assert words in page
    assert "starts small" in page
    home.post("/plan/set-up/answers/")
    assert read_wishes(runner) == Wishes(
        days=(DayWish(720, 2400, "after_run"),) * 7,
        equipment=("chair", "wall"),
        situations=("kneeling_pain",),
        left_out=("wall_sit",),
        runs_a_week=2,
        goal_s=3000,
        is_returning=True,
        onset_s=900,
        confidence=6,
        place="living room",
        entry=(
            ("heel_raise_frac", 0.9), ("heel_raises", 18), ("limps", False), ("walk_pain", 1),
        ),
    )  # fmt: skip


def test_back_keeps_the_answer_and_a_reload_goes_on_where_she_was(home):
    answer(home, "days", **minutes(7))
    assert 'value="7"' in text(home.get("/plan/set-up/days/"))
    page = home.get("/plan/set-up/", follow=True)
    assert page.request["PATH_INFO"] == "/plan/set-up/when/"


def test_a_changed_answer_leads_back_to_the_answers(home):
    for question in QUESTIONS:
        home.post(f"/plan/set-up/{question.key}/", {"skip": "1"})
    page = home.post("/plan/set-up/sure/", {"confidence": "9", "then": "answers"})
    assert page.headers["Location"] == "/plan/set-up/answers/"
    page = home.post("/plan/set-up/running/", {"can_run": "no", "then": "answers"})
    assert page.headers["Location"] == "/plan/set-up/tests/"


def test_the_tests_are_asked_only_of_her_who_cannot_run(home):
    assert home.get("/plan/set-up/tests/").status_code == 404
    answer(home, "running", can_run="no")
    page = text(home.get("/plan/set-up/tests/"))
    assert "Not tried" in page
    assert "selected>Not tried" in page.replace('" selected>', " selected>")
    answer(home, "running", can_run="yes")
    assert home.get("/plan/set-up/tests/").status_code == 404


def test_what_was_not_tried_stays_so(home, runner):
    answer(home, "running", can_run="no")
    answer(home, "tests")
    home.post("/plan/set-up/answers/")
    assert read_wishes(runner).entry == ()
    (sheet,) = make_plan(runner)
    assert sheet.running.missing


def test_nobody_is_asked_to_hop_while_the_plan_is_empty(home, runner):
    answer(home, "running", can_run="no")
    assert home.get("/plan/set-up/tests/").status_code == 200
    log_pain(runner, PainTold(TODAY, "during", 9))
    assert home.get("/plan/set-up/tests/").status_code == 404


def test_when_and_where_stand_with_the_week(home):
    answer(home, "when", time="evening", place="living room")
    home.post("/plan/set-up/answers/")
    page = text(home.get("/plan/"))
    assert "Where: living room" in page
    assert "in the evening" in page


def test_a_preset_fills_in_the_week_and_keeps_nothing(home, runner):
    page = home.get("/plan/set-up/days/?preset=short")
    assert text(page).count('value="10"') == 6
    assert 'value="45"' in text(home.get("/plan/set-up/days/"))
    page = home.get("/plan/set-up/things/?preset=nothing")
    assert "checked" not in text(page)
    assert read_wishes(runner) is None


def test_no_day_at_all_is_said_once_and_then_taken(home, runner):
    page = answer(home, "days", **minutes(0, 0))
    assert page.status_code == 200
    assert "least that helps" in text(page)
    page = answer(home, "days", **minutes(0, 0), none="1")
    assert page.status_code == 302
    assert "least that helps" in text(home.get("/plan/set-up/answers/"))
    home.post("/plan/set-up/answers/")
    page = text(home.get("/plan/"))
    assert "The least that helps" in page
    (sheet,) = make_plan(runner)
    assert f"/session/{sheet.least.key}/" in page


def test_equipment_that_fits_nothing_gives_a_plan_with_none(home, runner):
    answer(home, "things", equipment=["machine"])
    home.post("/plan/set-up/answers/")
    (sheet,) = make_plan(runner)
    assert [each for day in sheet.days for each in day.sessions if each.kind == "strength"]


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        ("days", {"exercise_0": "121"}, "Monday, minutes for exercise: write a whole number"),
        ("days", {"outing_6": "soon"}, "Sunday, minutes for a run: write a whole number"),
        ("when", {"time": "noon"}, "Select a valid choice"),
        ("things", {"equipment": ["trampoline"]}, "Select a valid choice"),
        ("running", {}, "Choose one, or skip the question."),
        ("goal", {"runs": "8"}, "Select a valid choice"),
        ("goal", {"runs": "2", "longest_min": "-3"}, "write a whole number"),
        ("leave-out", {"left_out": ["nothing_like_it"]}, "Select a valid choice"),
        ("sure", {"confidence": "11"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_the_top_and_at_the_field(home, question, said, words):
    page = answer(home, question, **said)
    assert page.status_code == 422
    assert text(page).count(words) == 2 if question != "days" else words in text(page)
    assert "There is something to put right" in text(page)


def test_sending_twice_makes_one_plan(home, runner):
    answer(home, "days", **minutes(12))
    for _time in range(2):
        home.post("/plan/set-up/answers/")
    assert read_wishes(runner).days[0].exercise_s == 720


speeds = st.floats(1.2, 6.0)
typed = st.decimals(min_value=1, max_value=40, places=1)


def goal_form(distance, units, speed_mps) -> GoalForm:
    knows = Knows(units, speed_mps)
    sent = {"runs": "3", "longest_distance": str(distance)}
    form = GoalForm(sent, wishes=DEFAULT_WISHES, knows=knows)
    assert form.is_valid(), form.errors
    return form


@given(typed, speeds)
def test_kilometres_and_miles_are_never_mixed(distance, speed_mps):
    """The same number means 1.609344 times as far in miles, in the time and in the distance."""
    told = {units: goal_form(distance, units, speed_mps) for units in Units}
    metric, imperial = told[Units.METRIC], told[Units.IMPERIAL]
    assert metric.goal_m() == pytest.approx(float(distance) * 1000)
    assert imperial.goal_m() == pytest.approx(float(distance) * METRES_PER_MILE)
    for form in (metric, imperial):
        assert form.answered().goal_s == pytest.approx(form.goal_m() / speed_mps, abs=1)


@given(typed, speeds, st.sampled_from(Units), st.sampled_from(Units))
def test_a_distance_is_shown_again_in_the_units_of_the_day(distance, speed_mps, before, after):
    """Said in one unit and looked at in the other, it is as far as it was."""
    form = goal_form(distance, before, speed_mps)
    knows = Knows(after, speed_mps, form.goal_m())
    shown = GoalForm(None, wishes=form.answered(), knows=knows).typed()["longest_distance"]
    assert float(shown) * after.distance_m == pytest.approx(form.goal_m(), abs=0.01 * 1610)
    if before is after:
        assert float(shown) == float(distance)


def test_time_and_distance_together_are_refused():
    sent = {"runs": "3", "longest_distance": "10", "longest_min": "60"}
    form = GoalForm(sent, wishes=DEFAULT_WISHES, knows=Knows(Units.METRIC, 3.0))
    assert not form.is_valid()
    assert "not both" in str(form.errors)


@pytest.mark.usefixtures("runs")
def test_the_unit_beside_the_box_is_hers(home, runner):
    assert ">km<" in text(home.get("/plan/set-up/goal/"))
    set_up_runner(runner, replace(read_profile(runner), units="imperial"))
    page = text(home.get("/plan/set-up/goal/"))
    assert ">mi<" in page
    assert ">km<" not in page


def test_without_runs_only_a_time_is_asked(home):
    page = text(home.get("/plan/set-up/goal/"))
    assert "longest_min" in page
    assert "longest_distance" not in page


scores = st.none() | st.integers(0, 10)


@given(
    st.fixed_dictionaries(
        {
            "is_swollen": st.sampled_from(["", "yes", "no"]),
            "limps": st.sampled_from(["", "yes", "no"]),
            **{
                name: scores.map(lambda score: "" if score is None else str(score))
                for name in ("walk_pain", "stairs_pain", "squat_pain", "squat_faults", "hop_pain")
            },
            "heel_raises": st.sampled_from(["", "0", "19", "20"]),
            "heel_raises_other": st.sampled_from(["", "0", "24", "25"]),
        }
    )
)
def test_tests_are_kept_as_they_were_told(sent):
    form = EntryForm(sent, wishes=DEFAULT_WISHES, knows=Knows(Units.METRIC, None))
    assert form.is_valid(), form.errors
    told = dict(form.answered().entry)
    assert problems_of(form.answered()) == ()
    for name in ("walk_pain", "hop_pain", "squat_faults", "heel_raises"):
        assert told.get(name) == (int(sent[name]) if sent[name] else None)
    assert told.get("limps") == {"yes": True, "no": False, "": None}[sent["limps"]]
    if told.get("heel_raise_frac") is not None:
        assert told["heel_raise_frac"] <= int(sent["heel_raises"]) / int(sent["heel_raises_other"])
    again = EntryForm(None, wishes=form.answered(), knows=Knows(Units.METRIC, None)).typed()
    assert {name: again[name] for name in EntryForm.NAMES} == {
        name: sent[name] for name in EntryForm.NAMES
    }


def test_the_default_is_told_as_it_is():
    day = DEFAULT_WISHES.days[0]
    assert (day.exercise_s, len({*DEFAULT_WISHES.days})) == (900, 1)
    assert "15 minutes" in str(QUESTIONS[0].loss)
    assert set(DEFAULT_WISHES.equipment) == {"mat", "wall", "chair", "towel"}
    assert "a mat, a wall, a chair and a towel" in str(QUESTIONS[2].loss)
    assert DEFAULT_WISHES.runs_a_week == 3


def test_presets_are_weeks_that_can_be():
    for preset in forms.PRESETS:
        filled = forms.with_preset(DEFAULT_WISHES, preset.key)
        assert problems_of(filled) == ()
        assert filled != DEFAULT_WISHES
    assert forms.with_preset(DEFAULT_WISHES, "none") == DEFAULT_WISHES


def test_the_first_sentence_says_what_the_week_looks_like(home, runner):
    (sheet,) = make_plan(runner)
    page = text(home.get("/plan/"))
    strength = sum(each.kind == "strength" for day in sheet.days for each in day.sessions)
    assert f"Your week: strength {strength} times" in page
    for day in sheet.days:
        for session in day.sessions:
            assert f'href="/session/{session.key}/"' in page
    assert page.count("plan-rest") == sum(day.is_rest for day in sheet.days)
    for words in ("Because", "Expect", "Source", *sheet.limits):
        assert words in page


@pytest.mark.parametrize("programme", list(Programme))
def test_a_recommendation_has_at_most_sixty_words(programme):
    advice = programme_advice(programme, 2.0, "en")
    words = f"{advice.because} {advice.expect} {advice.stop_if} {advice.source}".split()
    assert all((advice.because, advice.expect, advice.stop_if, advice.source))
    assert len(words) <= 60


def test_a_walk_is_not_called_a_run(home, runner):
    set_up_plan(runner, Wishes(days=(DayWish(900, 2700, "any"),) * 7, entry=WALK))
    outings = [each for day in make_plan(runner)[0].days for each in day.sessions if each.outing]
    assert {each.outing.kind for each in outings} == {"walk"}
    page = text(home.get("/plan/"))
    assert f"{len(outings)} brisk walks" in page
    assert page.count("<span>Brisk walk</span>") == len(outings)


def test_an_empty_plan_says_why_and_what_to_do(home, runner):
    log_pain(runner, PainTold(TODAY, "during", 9))
    (sheet,) = make_plan(runner)
    page = text(home.get("/plan/"))
    assert sheet.empty
    assert sheet.empty in page
    assert 'href="/check/"' in page
    assert "/session/" not in page
    assert "plan-day" not in page


PAGES = (
    "/plan/", "/plan/set-up/", "/plan/set-up/tests/", "/plan/set-up/answers/", "/plan/review/",
    "/plan/calendar/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_lock_comes_before_everything(home, runner, path):
    answer(home, "running", can_run="no")
    save_check(runner, HOT)
    page = text(home.get(path, follow=True))
    assert "wait" in page
    assert "See what to do" in page or path == "/plan/calendar/"
    assert "/session/" not in page
    assert "hops" not in page


def test_a_lock_keeps_answers_of_a_review_out(home, runner):
    save_check(runner, HOT)
    home.post("/plan/review/", {"barrier": "away", "confidence": "9"})
    home.post("/plan/review/change/", {"agreed": "1"})
    home.post("/plan/set-up/answers/")
    assert not WeekReview.objects.exists()
    assert read_wishes(runner) is None


def test_the_review_shows_the_change_before_it_is_kept(home, runner):
    told = {"barrier": "no_time", "confidence": "9", "key": "k1"}
    page = home.post("/plan/review/", told, follow=True)
    assert "8 min instead of 15 min" in text(page)
    assert not WeekReview.objects.exists()
    for _time in range(2):
        home.post("/plan/review/change/", {"agreed": "1"})
    assert WeekReview.objects.count() == 1
    assert {day.exercise_s for day in read_wishes(runner).days} == {480}
    page = text(home.get("/plan/review/"))
    assert "Take it back" in page
    home.post("/plan/review/k1/take-back/")
    assert {day.exercise_s for day in read_wishes(runner).days} == {900}


def test_leaving_the_plan_as_it_is_keeps_only_how_sure_she_is(home, runner):
    home.post("/plan/review/", {"barrier": "away", "confidence": "8", "key": "k1"})
    home.post("/plan/review/change/")
    assert read_wishes(runner) == replace(DEFAULT_WISHES, confidence=8)


def test_without_a_review_there_is_nothing_to_change(home):
    assert home.get("/plan/review/change/").headers["Location"] == "/plan/review/"


def test_without_an_answer_a_review_changes_nothing(home, runner):
    page = home.post("/plan/review/", {"barrier": "", "key": "k1"}, follow=True)
    assert "stays as it is" in text(page)
    assert read_wishes(runner) is None


def test_exercises_that_bore_her_are_asked_for(home):
    page = home.post("/plan/review/", {"barrier": "boring"})
    assert page.status_code == 422
    assert "Tick at least one exercise" in text(page)


def test_pages_speak_without_guilt(home, runner):
    make_plan(runner, TODAY - timedelta(days=7))
    for path in ("/plan/", "/plan/review/", "/reminders/", "/plan/calendar/"):
        assert not GUILT.search(text(home.get(path)))


def test_the_calendar_address_is_told_once_and_opens_without_log_in(home, runner):
    page = text(home.post("/plan/calendar/address/", {"make": "1"}))
    address = re.search(r"http://[^\s\"]+/calendar/[\w-]+\.ics", page).group()
    assert address not in text(home.get("/plan/calendar/"))
    path = address.removeprefix(f"http://{HERE}")
    stranger = Client(HTTP_HOST=f"{HERE}:8600")
    with override_settings(BIND=Bind(host="0.0.0.0", port=8600)):  # noqa: S104 - what is tested
        feed = stranger.get(path)
        assert stranger.get("/plan/midstance.ics").status_code == 302
        assert stranger.get("/calendar/none.ics").status_code == 404
    assert feed.status_code == 200
    assert feed.headers["Content-Type"].startswith("text/calendar")
    assert feed.content.startswith(b"BEGIN:VCALENDAR")
    home.post("/plan/calendar/address/", {"stop": "1"})
    assert home.get(path).status_code == 404
    assert Reminding.objects.get(owner=runner).address_sha256 == ""


def test_a_workout_file_comes_for_an_outing_alone(home, runner):
    days = (DayWish(900, 2700, "any"),) * 7
    set_up_plan(runner, Wishes(days=days, is_returning=True, entry=WALK))
    page = text(home.get("/plan/calendar/"))
    path = re.search(r"/session/[\d-]+run/workout\.fit", page).group()
    file = home.get(path)
    assert file.content[8:12] == b".FIT"
    assert "attachment" in file.headers["Content-Disposition"]
    assert home.get("/session/2020-01-01-run/workout.fit").status_code == 404
    save_check(runner, HOT)
    assert home.get(path).status_code == 409


@pytest.mark.usefixtures("runner")
def test_a_draft_of_an_older_version_is_dropped(home):
    answer(home, "days", **minutes(7))
    session = home.session
    session["plan_set_up"] = {"wishes": {"days": [{"minutes": 3}]}, "seen": ["days"]}
    session.save()
    assert home.get("/plan/set-up/days/").status_code == 200
