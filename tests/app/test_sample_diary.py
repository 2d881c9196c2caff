"""The sample runner tells what a runner could have told, and the pages have something to say."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from app.makers import add_run
from midstance.app.make_sample import SAMPLE_NAME
from midstance.app.read_today import read_today
from midstance.app.routine_lock import routine_lock
from midstance.app.sample import knee
from midstance.app.sample.diary import tell_sample_diary
from midstance.app.sample.story import tell_story
from midstance.app.show_progress import show_progress
from midstance.app.training.knee import read_knee
from midstance.app.training.records import DoneItem, PainTold, SessionTold
from midstance.app.training.told import OLDEST, problems_of_pain, problems_of_session
from midstance.store.models import (
    CheckIn,
    KneeCheck,
    OwnActivity,
    PainEntry,
    PlannedWeek,
    Runner,
    SessionLog,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = datetime.now(UTC).date()


@pytest.fixture
def sample(db) -> Runner:  # noqa: ARG001 # a fixture cannot use `usefixtures`
    """Her last ten weeks of runs without their files, and what she told."""
    runner = Runner.objects.create(
        name=SAMPLE_NAME, height_m=1.68, mass_kg=61, sex="female", birth_year=TODAY.year - 34
    )
    for run in tell_story(TODAY):
        if run.start_at.date() > TODAY - timedelta(days=90):
            add_run(runner, run.start_at, utc_offset_s=3600.0, distance_m=run.distance_m)
    tell_sample_diary(runner, TODAY)
    return runner


def told_again(pain: PainEntry) -> PainTold:
    return PainTold(
        day=pain.day,
        moment=pain.moment,
        pain=pain.pain,
        places=tuple(pain.places),
        run=pain.run.key if pain.run else "",
        told_at=pain.told_at,
    )


def done_again(log: SessionLog) -> SessionTold:
    return SessionTold(
        day=log.day,
        kind=log.kind,
        started_at=log.started_at,
        seconds=log.seconds,
        effort_rpe=log.effort_rpe,
        items=tuple(DoneItem(**item) for item in log.items),
        key=log.key,
    )


def test_every_row_is_one_that_she_could_have_told(sample):
    recent = {"day__gt": TODAY - OLDEST}
    pains = PainEntry.objects.filter(**recent)
    sessions = SessionLog.objects.filter(**recent)
    assert pains.count() > 60
    assert sessions.count() > 20
    assert [bad for pain in pains for bad in problems_of_pain(sample, told_again(pain))] == []
    assert [bad for log in sessions for bad in problems_of_session(sample, done_again(log))] == []
    assert not PainEntry.objects.filter(day__gt=TODAY).exists()
    assert not PainEntry.objects.filter(told_at__gt=datetime.now(UTC)).exists()


def test_the_check_fits_the_kneecap_and_holds_nothing_back(sample):
    state = read_knee(sample)
    assert state.condition == "patellofemoral_pain"
    assert state.checked_on == TODAY - timedelta(days=knee.CHECKED_DAYS_AGO)
    assert not state.has_red_flag
    assert routine_lock(sample) is None


def test_progress_has_something_to_say_everywhere(sample):
    sheet = show_progress(sample, today=TODAY)
    assert sheet.pains[0].change == "lower"
    assert all(pain.change != "cannot_say" for pain in sheet.pains)
    assert sheet.adherence.planned > 0
    assert sum(week.planned is not None for week in sheet.adherence.weeks) >= 8
    assert all(line.answered >= 5 for line in sheet.check_ins)
    assert all(line.score is None or line.score.change != "cannot_say" for line in sheet.check_ins)
    assert sheet.course.lines


def test_today_has_a_plan_and_asks_for_no_warning_signs(sample):
    today = read_today(sample)
    assert today.is_set_up
    assert today.lock is None
    assert today.light in {"carry_on", "adjust"}
    assert today.sessions


def test_the_story_of_the_knee_is_the_same_every_time(sample):
    def told():
        pains = PainEntry.objects.order_by("key").values_list("key", "day", "moment", "pain")
        sessions = SessionLog.objects.order_by("key").values_list("key", "day", "kind")
        return list(pains), list(sessions)

    before = told()
    counts = Counter(OwnActivity.objects.values_list("name", flat=True))
    tell_sample_diary(sample, TODAY)
    assert told() == before
    assert set(counts.values()) == {1}
    for rows in (PainEntry, SessionLog, CheckIn, KneeCheck, PlannedWeek, OwnActivity):
        rows.objects.all().delete()
    tell_sample_diary(sample, TODAY)
    assert told() == before


def test_she_never_tells_of_a_day_to_come():
    assert not any(knee.does_session(days_ago) for days_ago in range(-7, 3))
    assert knee.tell_run_pain(knee.LAST_RUN_DAYS_AGO) is not None
    assert knee.tell_run_pain(knee.BEGAN_DAYS_AGO + 1) is None


@pytest.mark.parametrize("days_ago", range(80))
def test_all_her_numbers_are_possible(days_ago):
    pains = knee.tell_run_pain(days_ago)
    if pains is not None:
        assert all(0 <= value <= 10 for value in vars(pains).values())
    assert all(0 <= value <= 10 for value in knee.pain_numbers(days_ago).values())
    assert all(0 <= value <= 4 for value in knee.recovery(days_ago).values())
    assert all(0 <= value <= 3 for value in knee.overuse(days_ago).values())
    assert all(0 <= value <= 10 for value in knee.activity_scores(days_ago))
