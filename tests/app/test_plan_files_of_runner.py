"""The plan of a runner as calendar and as watch files: private, empty while it has to wait."""

import re
from datetime import UTC, datetime, time, timedelta

import fitdecode
import pytest
from icalendar import Calendar

from app.knee_answers import HOT, KNEECAP
from midstance.app.log_pain import log_pain
from midstance.app.make_plan import make_plan
from midstance.app.remind import RemindingTold, set_reminding
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.share_calendar import (
    is_calendar_shared,
    read_shared_calendar,
    share_calendar,
    stop_sharing_calendar,
    write_plan_calendar,
)
from midstance.app.training.records import DayWish, PainTold, Wishes
from midstance.app.write_run_workout import write_run_workout
from midstance.core.base.errors import NotFoundError, RefusedError
from midstance.store.models import Reminding, Runner

TODAY = datetime.now(UTC).date()
HEALTH = re.compile(
    r"knee|pain|hurt|injur|sore|doctor|clinic|physio|swell|rehab|tendon|patell|band|symptom|red",
    re.IGNORECASE,
)


@pytest.fixture
def walking(runner):
    """Somebody who cannot run now: the plan begins with walking."""
    days = (DayWish(900, 2700, "any"),) * 7
    entry = (("limps", False), ("walk_pain", 0))
    set_up_plan(runner, Wishes(days=days, equipment=("mat",), is_returning=True, entry=entry))
    return runner


def events_of(content: bytes):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def outings(runner):
    (sheet,) = make_plan(runner)
    return [each for day in sheet.days for each in day.sessions if each.outing is not None]


def test_each_session_of_the_week_stands_on_its_day(runner):
    (sheet,) = make_plan(runner)
    wanted = [(each.day, each.kind) for day in sheet.days for each in day.sessions]
    events = events_of(write_plan_calendar(runner).content)
    assert sorted(str(event["uid"]).split(".")[0] for event in events) == sorted(
        f"{day.isoformat()}-{kind}" for day, kind in wanted
    )
    assert [event.decoded("dtstart") for event in events] == [day for day, _kind in wanted]


def test_titles_tell_nothing_about_health(walking):
    for content in (
        write_plan_calendar(walking).content,
        read_shared_calendar(share_calendar(walking)).content,
    ):
        for event in events_of(content):
            assert not HEALTH.search(str(event["summary"]))
            assert "description" not in event
            assert not list(event.walk("VALARM"))


def test_the_same_plan_gives_the_same_bytes(runner):
    assert write_plan_calendar(runner).content == write_plan_calendar(runner).content
    token = share_calendar(runner)
    assert read_shared_calendar(token).content == read_shared_calendar(token).content


def test_the_feed_reaches_a_week_further_than_the_file(runner):
    feed = events_of(read_shared_calendar(share_calendar(runner)).content)
    file = events_of(write_plan_calendar(runner).content)
    assert len(feed) > len(file)
    assert max(event.decoded("dtstart") for event in feed) > TODAY + timedelta(days=7)


def test_only_the_token_in_use_opens_it(runner):
    assert not is_calendar_shared(runner)
    first = share_calendar(runner)
    assert events_of(read_shared_calendar(first).content)
    second = share_calendar(runner)
    for wrong in (first, "", "none", second[:-1]):
        with pytest.raises(NotFoundError):
            read_shared_calendar(wrong)
    stop_sharing_calendar(runner)
    with pytest.raises(NotFoundError):
        read_shared_calendar(second)
    assert not is_calendar_shared(runner)


def test_an_address_that_was_never_made_opens_nothing(runner):
    Reminding.objects.create(owner=runner)
    for wrong in ("", "None", "0" * 64):
        with pytest.raises(NotFoundError):
            read_shared_calendar(wrong)


def test_the_token_is_kept_nowhere(runner):
    token = share_calendar(runner)
    row = Reminding.objects.get(owner=runner)
    assert token not in str(vars(row))


def test_each_runner_has_a_calendar_of_her_own(runner):
    other = Runner.objects.create(name="Eve", time_zone="Europe/Berlin")
    tokens = share_calendar(runner), share_calendar(other)
    uids = [{str(event["uid"]) for event in events_of(read_shared_calendar(t).content)}
            for t in tokens]  # fmt: skip
    assert not uids[0] & uids[1]


def test_a_lock_empties_calendar_and_watch(walking):
    token, key = share_calendar(walking), outings(walking)[0].key
    save_check(walking, HOT)
    assert events_of(read_shared_calendar(token).content) == []
    assert events_of(write_plan_calendar(walking).content) == []
    with pytest.raises(RefusedError):
        write_run_workout(walking, key)


def test_a_red_day_takes_its_sessions_out_of_the_calendar(runner):
    save_check(runner, KNEECAP)
    token = share_calendar(runner)
    first = make_plan(runner)[0].first_day
    rested = {first, first + timedelta(days=1)}
    assert rested & days_of(token)
    log_pain(runner, PainTold(first, "during", 6))
    assert days_of(token)
    assert not rested & days_of(token)


def days_of(token: str):
    events = events_of(read_shared_calendar(token).content)
    return {event.decoded("dtstart") for event in events}


def test_exercises_stand_at_the_time_of_the_reminder(walking):
    set_reminding(walking, RemindingTold(is_on=True, at=time(7, 30), quiet_until=time(7)))
    starts = {
        str(event["uid"]).split(".")[0].rsplit("-", 1)[1]: event.decoded("dtstart")
        for event in events_of(write_plan_calendar(walking).content)
    }
    assert starts["strength"].time() == time(7, 30)
    assert not hasattr(starts["run"], "hour")


def test_each_outing_of_the_week_is_a_workout(walking):
    found = outings(walking)
    assert found
    for session in found:
        workout = write_run_workout(walking, session.key)
        steps, seconds = read_workout(workout.content)
        assert steps
        assert seconds == session.outing.seconds
        assert workout == write_run_workout(walking, session.key)
        assert workout.name == f"{session.day.isoformat()}.fit"


def read_workout(content: bytes):
    """The steps, and how long all of them last with their repeats, by a second reader."""
    with fitdecode.FitReader(content) as reader:
        frames = [f for f in reader if isinstance(f, fitdecode.FitDataMessage)]
    steps = [f for f in frames if f.name == "workout_step"]
    lengths, total = [], 0.0
    for step in steps:
        if step.get_value("duration_type") == "repeat_until_steps_cmplt":
            back, times = step.get_value("duration_step"), step.get_value("repeat_steps")
            total += (times - 1) * sum(lengths[back:])
            lengths.append(0.0)
        else:
            lengths.append(step.get_value("duration_time"))
            total += lengths[-1]
    return steps, total


def test_only_an_outing_of_the_plan_has_a_file(runner):
    (sheet,) = make_plan(runner)
    strength = next(e.key for d in sheet.days for e in d.sessions if e.kind == "strength")
    for wrong in (strength, "2020-01-01-run", "routine-post_run_reset"):
        with pytest.raises(NotFoundError):
            write_run_workout(runner, wrong)
