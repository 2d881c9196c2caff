"""The progress page says no more than was told, and says what was not."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.knee_answers import HOT, KNEECAP
from app.makers import add_run
from app.questionnaire_document import as_bytes, made_up
from midstance.app.add_questionnaire import add_questionnaire
from midstance.app.check_in import save_check_in
from midstance.app.own_activities import add_own_activity, drop_own_activity
from midstance.app.save_check import save_check
from midstance.app.show_progress import show_progress
from midstance.app.training.adherence import build_week, free_misses
from midstance.app.training.diary import WITH_SESSION
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.progress_constants import load_progress_constants
from midstance.store.models import CheckIn, KneeCheck, PainEntry, Runner, SessionLog

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)  # a Monday
MONDAY = TODAY - timedelta(days=14)
RECOVERY = (
    "everyday", "mind", "way_back", "on_the_run", "after_the_run",
    "week", "longest", "speed", "trust",
)  # fmt: skip


def shown(runner, **asked):
    return show_progress(runner, today=TODAY, **asked)


def ago(days):
    return TODAY - timedelta(days=days)


def tell(runner, days, pain, moment="during", **more):
    return PainEntry.objects.create(owner=runner, day=ago(days), moment=moment, pain=pain, **more)


def run_on(runner, days, impulse_bw_s=1000.0):
    start = datetime.combine(ago(days), datetime.min.time(), UTC) + timedelta(hours=6)
    return add_run(runner, start, impulse_bw_s=impulse_bw_s)


def runs_with_pain(runner, now, before):
    """A run with its pain, every third day of both stretches."""
    for start, pains in ((0, now), (28, before)):
        for place, pain in enumerate(pains):
            run = run_on(runner, start + 3 * place)
            tell(runner, start + 3 * place, pain, run=run)


def test_without_anything_it_says_that_it_cannot_say(runner):
    sheet = shown(runner)
    assert sheet.sentence == "We cannot say yet how your pain changes."
    assert sheet.pains[0].basis == (
        "There are 0 answers in the last 14 days and 0 in as many days 4 weeks before. "
        "It takes 3 in each."
    )
    assert sheet.missing == "There is no run in the last 28 days."
    assert not sheet.has_answers
    assert sheet.load_sentence == ""
    assert sheet.adherence.planned == 0


@pytest.mark.parametrize(
    ("now", "before", "change", "meaning", "words"),
    [
        ([1, 2, 1], [4, 4, 3], "lower", "better", "is lower than 4 weeks ago"),
        ([3, 4, 3], [4, 4, 3], "same", "same", "is about the same as 4 weeks ago"),
        ([5, 6, 5], [2, 3, 3], "higher", "worse", "is higher than 4 weeks ago"),
        ([5, 6], [2, 3, 3], "cannot_say", "cannot_say", "cannot say yet"),
    ],
)
def test_pain_of_two_stretches_is_compared(runner, *, now, before, change, meaning, words):
    runs_with_pain(runner, now, before)
    pain = shown(runner).pains[0]
    assert (pain.change, pain.meaning) == (change, meaning)
    assert words in shown(runner).sentence
    assert f"answers: {len(now)}" in pain.basis or f"are {len(now)} answers" in pain.basis


def test_a_fitting_check_brings_the_limit_of_its_pattern_with_it(runner):
    runs_with_pain(runner, [2, 2, 2], [3, 4, 4])
    runs = shown(runner).pains[0]
    assert (runs.same_within, runs.change) == (2.0, "lower")
    assert "Salaffi and others, 2004" in runs.published
    save_check(runner, KNEECAP)
    fitted = shown(runner).pains[0]
    assert fitted.same_within == 1.16
    assert fitted.published == "Smallest meaningful change: 1.16 points (Piva and others, 2009)."


def test_a_change_within_the_noise_says_about_the_same(runner):
    runs_with_pain(runner, [2, 3, 2, 3], [4, 4, 3, 4])
    assert shown(runner).pains[0].change == "same"
    save_check(runner, KNEECAP)
    assert shown(runner).pains[0].change == "lower"


def test_of_one_run_the_later_answer_counts_and_of_a_day_the_worst(runner):
    run, other = run_on(runner, 1), run_on(runner, 2)
    early = datetime(2026, 11, 22, 8, tzinfo=UTC)
    tell(runner, 1, 7, run=run, told_at=early)
    tell(runner, 1, 2, run=run, told_at=early + timedelta(hours=1))
    tell(runner, 2, 3, run=other)
    tell(runner, 2, 4)
    assert [point.value for point in shown(runner).pains[0].points] == [4, 2]


def test_pain_of_sessions_is_not_called_pain_of_runs(runner):
    run = run_on(runner, 1)
    tell(runner, 1, 2, run=run)
    tell(runner, 3, 9)
    during = shown(runner).pains[0]
    assert during.title == "Pain during runs"
    assert [point.value for point in during.points] == [2]
    SessionLog.objects.create(
        owner=runner, key="legs", day=ago(1), kind="strength", started_at=run.start_at
    )
    tell(runner, 1, 8, key=f"legs{WITH_SESSION}")
    assert [point.value for point in shown(runner).pains[0].points] == [2]
    PainEntry.objects.exclude(pain=9).delete()
    during = shown(runner).pains[0]
    assert during.title == "Pain during sessions"
    assert [point.value for point in during.points] == [9]


def test_all_three_moments_are_told_apart(runner):
    tell(runner, 2, 5, moment="after")
    tell(runner, 1, 1, moment="morning")
    tell(runner, 1, 4, moment="before")
    assert [[p.value for p in pain.points] for pain in shown(runner).pains] == [[], [5], [1]]


def test_what_was_not_told_is_said(runner):
    for days in (0, 5, 9, 20):
        run_on(runner, days)
    tell(runner, 5, 2)
    assert shown(runner).missing.startswith(
        "You ran on 4 of the last 28 days and told your pain for 1 of them."
    )


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (1000, 1000, "about as much load"),
        (1400, 1000, "about 40 % more load"),
        (600, 1000, "about 40 % less load"),
    ],
)
def test_the_load_of_the_same_days_stands_beside_the_pain(runner, now, before, words):
    run_on(runner, 3, now)
    run_on(runner, 31, before)
    sheet = shown(runner)
    assert words in sheet.load_sentence
    assert sum(bucket.value for bucket in sheet.load.buckets) == now + before


def test_load_without_runs_in_one_stretch_is_not_compared(runner):
    run_on(runner, 31)
    assert "cannot be compared" in shown(runner).load_sentence


def test_a_red_flag_stands_before_everything(runner):
    assert shown(runner).lock is None
    save_check(runner, HOT)
    assert shown(runner).lock is not None


def test_it_looks_back_far_enough_for_a_trend_and_not_without_end(runner):
    assert shown(runner).since == ago(84)
    assert shown(runner, since=ago(3)).since <= ago(41)
    assert shown(runner, since=ago(300)).since == ago(301)
    for since in (TODAY + timedelta(days=1), ago(366 * 6)):
        with pytest.raises(InvalidValueError):
            shown(runner, since=since)


def answer_recovery(runner, days, value):
    save_check_in(runner, "running_recovery", dict.fromkeys(RECOVERY, value), ago(days))


def line_of(runner, kind):
    return next(each for each in shown(runner).check_ins if each.kind == kind)


def test_a_check_in_has_its_score_its_limit_and_its_parts(runner):
    answer_recovery(runner, 30, 2)
    answer_recovery(runner, 2, 3)
    line = line_of(runner, "running_recovery")
    assert (line.score.change, line.score.meaning) == ("higher", "better")
    assert line.score.sentence == "“Way back to running” is better than 4 weeks ago."
    assert line.score.limit.endswith("(expert judgement).")
    assert line.score.published == ""
    assert [point.value for point in line.score.points] == [2, 3]
    assert len(line.items) == 9
    assert all(item.change == "same" for item in line.items)
    assert "do not hold" in line.note


def test_pain_in_numbers_has_no_score_and_lower_is_better(runner):
    save_check_in(runner, "pain_numbers", {"stairs": 6, "sitting": 2}, ago(30))
    save_check_in(runner, "pain_numbers", {"stairs": 2, "sitting": 3}, ago(2))
    line = line_of(runner, "pain_numbers")
    assert line.score is None
    said = {item.id: item.meaning for item in line.items}
    assert said["stairs"] == "better"
    assert said["sitting"] == "same"
    assert said["morning"] == "cannot_say"


def test_of_two_of_a_day_the_later_counts_and_other_questions_are_left_out(runner):
    answer_recovery(runner, 2, 1)
    answer_recovery(runner, 2, 3)
    CheckIn.objects.create(
        owner=runner, kind="running_recovery", day=ago(9), answers={"mood": 9}, version="old"
    )
    line = line_of(runner, "running_recovery")
    assert [point.value for point in line.score.points] == [3]
    assert (line.answered, line.older) == (1, 1)


def test_an_activity_that_was_taken_off_plays_no_part(runner):
    stairs, park = add_own_activity(runner, "Stairs"), add_own_activity(runner, "Park run")
    save_check_in(runner, "own_activities", {stairs.key: 4, park.key: 8}, ago(2))
    drop_own_activity(runner, park.key)
    line = line_of(runner, "own_activities")
    assert [item.title for item in line.items] == ["Stairs"]
    assert line.score.points[0].value == 4


def test_a_licensed_score_has_the_published_change_of_the_real_questionnaire(runner):
    kind = add_questionnaire(runner, as_bytes(made_up())).kind
    save_check_in(runner, kind, {"sing": 0, "limp": 1, "fly": 0}, ago(30))
    save_check_in(runner, kind, {"sing": 2, "limp": 1, "fly": 2}, ago(2))
    line = line_of(runner, kind)
    assert line.score.published == "Smallest meaningful change: 16.4 points (Wren 2019)."
    assert line.score.change == "higher"
    assert [point.value for point in line.score.points] == [25, 75]


def test_without_a_published_change_no_change_is_called_one(runner):
    kind = add_questionnaire(runner, as_bytes(made_up(smallest_change=None))).kind
    save_check_in(runner, kind, {"sing": 0, "limp": 1, "fly": 0}, ago(30))
    save_check_in(runner, kind, {"sing": 2, "limp": 1, "fly": 2}, ago(2))
    score = line_of(runner, kind).score
    assert (score.change, score.published, score.same_within) == ("cannot_say", "", None)
    assert "no change is called one" in score.limit


def test_how_long_it_takes_others_comes_with_its_source(runner):
    assert shown(runner).course.lines == ()
    save_check(runner, KNEECAP)
    course = shown(runner).course.lines
    assert course
    assert all(line.source for line in course)


def test_nobody_sees_what_another_told(runner):
    other = Runner.objects.create(name="Bea", time_zone="Europe/Berlin")
    runs_with_pain(other, [1, 2, 1], [4, 4, 3])
    answer_recovery(other, 2, 3)
    sheet = shown(runner)
    assert not sheet.has_answers
    assert sheet.missing == "There is no run in the last 28 days."


# Weeks


def planned(made, began, *sessions, first=None):
    """A week that was made on a day, with (day, kind) sessions after its Monday."""
    plan = SimpleNamespace(
        sessions=[
            SimpleNamespace(day=(MONDAY + timedelta(days=day)).toordinal(), kind=kind)
            for day, kind in sessions
        ]
    )
    return SimpleNamespace(
        made_on=MONDAY + timedelta(days=made),
        began_on=MONDAY + timedelta(days=began),
        first_day=MONDAY + timedelta(days=made if first is None else first),
        plan=plan,
    )


def week(weeks, done, today=TODAY):
    days = {MONDAY + timedelta(days=day): kinds for day, kinds in done.items()}
    return build_week(MONDAY, today, tuple(weeks), days, load_progress_constants())


THREE = ((0, "strength"), (2, "run"), (4, "strength"))


def test_a_week_counts_what_was_planned_and_done():
    line = week([planned(0, 0, *THREE)], {0: {"strength"}, 2: {"run", "reset"}})
    assert (line.planned, line.done, line.least) == (3, 2, 2)
    assert line.words == "2 of 3"


def test_a_week_without_a_plan_counts_what_was_done():
    line = week([], {0: {"strength"}})
    assert (line.planned, line.least, line.done) == (None, None, 1)
    assert line.words == "1 done, no plan"


def test_a_session_that_moved_on_is_asked_for_once():
    moved = planned(1, 0, (2, "run"), (3, "strength"), (5, "strength"))
    assert week([planned(0, 0, *THREE), moved], {}).planned == 3


def test_a_plan_that_was_emptied_after_pain_leaves_nothing_to_miss():
    line = week([planned(0, 0, *THREE), planned(1, 0)], {0: {"strength"}})
    assert (line.planned, line.done) == (1, 1)


def test_the_week_that_goes_on_counts_up_to_today():
    wednesday = MONDAY + timedelta(days=2)
    line = week([planned(0, 0, *THREE)], {0: {"strength"}}, wednesday)
    assert (line.planned, line.done, line.is_over) == (1, 1, False)
    assert line.words == "1 of 1 so far"
    ran = week([planned(0, 0, *THREE)], {2: {"run"}}, wednesday)
    assert (ran.planned, ran.done) == (2, 1)


def test_a_week_of_rest_is_no_week_that_was_missed():
    line = week([planned(0, 0)], {})
    assert (line.planned, line.least) == (0, 0)
    assert line.words == "0 done, rest was planned"


@pytest.mark.parametrize(
    ("sessions", "misses"), [(0, 0), (1, 0), (2, 0), (3, 1), (5, 1), (6, 2), (14, 2)]
)
def test_one_or_two_may_fall_out(sessions, misses):
    assert free_misses(sessions, load_progress_constants()) == misses


def test_sessions_and_runs_of_the_watch_are_done(runner):
    SessionLog.objects.create(
        owner=runner, day=ago(2), kind="strength", started_at=datetime(2026, 11, 21, tzinfo=UTC)
    )
    run_on(runner, 3)
    run_on(runner, 3, 500.0)
    sheet = shown(runner)
    assert sheet.adherence.sentence == (
        "No plan in these weeks, so nothing was planned. You did 2 sessions."
    )
    assert sheet.adherence.weeks[-2].done == 2


def test_hers_stands_beside_the_course_of_others(runner):
    save_check(runner, KNEECAP)
    KneeCheck.objects.update(started_at=datetime.combine(ago(14), datetime.min.time(), UTC))
    course = shown(runner).course
    assert course.weeks == KNEECAP["duration_w"] + 2
    assert course.sentence == "Yours began about 5 weeks ago, by your last knee check."
    assert course.see_now == ()


def test_without_a_check_or_pain_hers_has_no_beginning(runner):
    assert shown(runner).course.weeks is None
    save_check(runner, {name: value for name, value in KNEECAP.items() if name != "duration_w"})
    assert shown(runner).course.weeks is None
    assert shown(runner).course.sentence == ""


def test_pain_that_has_lasted_long_asks_for_someone_to_look_at_it(runner):
    long_weeks = round(load_progress_constants().trend_long_weeks)
    save_check(runner, {**KNEECAP, "duration_w": long_weeks - 1})
    assert shown(runner).course.see_now == ()
    save_check(runner, {**KNEECAP, "duration_w": long_weeks})
    (words,) = shown(runner).course.see_now
    assert words.startswith(f"It has lasted {long_weeks} weeks.")


def test_red_days_ask_for_someone_to_look_at_it(runner):
    for days in (3, 12, 25):
        tell(runner, days, 6)
    assert any("three times in six weeks" in words for words in shown(runner).course.see_now)


def test_each_rule_of_when_to_see_someone_says_what_it_rests_on(runner):
    rules = shown(runner).course.see_when
    assert len(rules) == 4
    assert {rule.source for rule in rules} == {"expert judgement"}
    assert rules[0].text == "No better after 6 weeks."
