"""How much she may run, told through the use cases: safety first, never bolder than the plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.histories import add_history, add_one, tell_damage
from app.knee_answers import CLEAN, HOT, KNEECAP
from app.test_plan_safety import RUNS, undone
from laws import cases
from midstance.app.make_plan import make_plan
from midstance.app.play_session import read_play_sheet
from midstance.app.read_today import read_today
from midstance.app.routine_lock import routine_lock
from midstance.app.run_room import read_run_room
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.training.records import DayWish
from midstance.app.training.room import room_of
from midstance.app.training.state import running_now, situate
from midstance.app.training.weeks import week_of
from midstance.core.plan.return_to_run import RunMode
from midstance.knowledge.plan_constants import load_plan_constants
from midstance.store.models import PainEntry, RunLoad, TissueLoadRow, Units

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
CONSTANTS = load_plan_constants()
pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(runner):
    runner.time_zone = "UTC"
    runner.save()
    return runner


@pytest.fixture
def well(runner):
    """A well runner with months of runs, the last the day before yesterday."""
    add_history(runner, TODAY)
    set_up_plan(runner, RUNS)
    return runner


def hurt(runner, day, moment, pain, **more):
    told_at = datetime.combine(day, time(7), UTC)
    return PainEntry.objects.create(
        owner=runner, day=day, moment=moment, pain=pain, told_at=told_at, **more
    )


def codes(room):
    return [each.code for each in room.limits]


def limit(room, code):
    return next(each for each in room.limits if each.code == code)


def test_a_well_runner_is_told_how_much_and_what_binds(well):
    room = read_run_room(well, TODAY)
    assert set(codes(room)) == {"plan", "distance", "load", "state"}
    assert room.most_s == min(each.most_s for each in room.limits)
    assert room.most_m == min(each.most_m for each in room.limits)
    assert room.binding == room.limits[0].code
    assert room.sentence.startswith("Today you may run up to ")
    assert not room.cannot_say
    assert not room.needs_care
    assert limit(room, "distance").most_m == pytest.approx(1.1 * 1.4 * 8000)
    assert limit(room, "distance").source == "Frandsen JSB and others 2025"
    assert limit(room, "load").most_s == pytest.approx(1.1 * 1.4 * 2700)
    others = [each for each in room.limits if each.code != "distance"]
    assert {each.source for each in others} == {"expert judgement"}
    assert all(each.words and each.relax for each in room.limits)


def test_the_week_holds_the_runs_of_the_plan_and_no_longer_ones(well):
    room, day = read_run_room(well, TODAY), room_of(situate(well, TODAY), week_of(well, TODAY))
    planned = [each.day for each in week_of(well, TODAY).plan.sessions if each.kind == "run"]
    assert [each.toordinal() for each, _ in day.week_s] == planned
    assert all(length_s <= room.most_s * 1.2 for _, length_s in day.week_s)
    assert room.week_most_s == pytest.approx(sum(length_s for _, length_s in day.week_s))
    assert f"in the {len(planned)} runs of your plan" in room.week_words


def test_her_units_are_hers(well):
    well.units = Units.IMPERIAL
    well.save()
    room = read_run_room(well, TODAY)
    assert " mi" in room.sentence
    assert " km" not in room.sentence + "".join(each.words for each in room.limits)


def test_asking_again_gives_the_same(well):
    assert read_run_room(well, TODAY) == read_run_room(well, TODAY)


def test_a_spike_leaves_little_room_and_rest_brings_it_back(well):
    add_one(well, TODAY - DAY, times=4)
    tell_damage(well)
    spiked = [limit(read_run_room(well, TODAY + n * DAY), "state").most_s for n in (0, 1, 3)]
    assert spiked[0] < limit(read_run_room(well, TODAY), "distance").most_s
    assert spiked == sorted(spiked)
    assert spiked[0] < spiked[2]


def test_who_ran_today_has_no_more_room_today(well):
    add_one(well, TODAY, times=0.5)
    tell_damage(well)
    room = read_run_room(well, TODAY)
    assert (room.binding, room.most_m, room.most_s) == ("ran", 0, 0)
    assert room.sentence == "You have run today."
    assert room.week_most_s > 0


def test_a_lock_comes_first_and_says_so(well):
    save_check(well, HOT)
    room = read_run_room(well, TODAY)
    assert (room.binding, room.most_m, room.most_s) == ("care", 0, 0)
    assert room.needs_care
    assert room.sentence == routine_lock(well).sentence
    assert not room.week_words
    assert not room.week_most_s


def test_a_red_flag_comes_first(well):
    save_check(well, KNEECAP | {"urgent_signs": "unknown"})
    found = situate(well, TODAY)
    assert found.knee.has_red_flag
    room = read_run_room(well, TODAY)
    assert room.needs_care
    assert room.most_m == 0
    assert room.sentence == read_today(well, datetime.now(UTC)).sentence


def test_much_pain_asks_for_the_warning_signs_first(well):
    hurt(well, TODAY, "during", 9)
    room = read_run_room(well, TODAY)
    assert room.needs_care
    assert "warning signs" in room.sentence


def test_a_red_day_leaves_nothing_until_the_rest_is_over(well):
    save_check(well, KNEECAP)
    hurt(well, TODAY - DAY, "during", 4)
    found = situate(well, TODAY)
    assert found.pain.first_day > TODAY.toordinal()
    room = read_run_room(well, TODAY)
    assert (room.binding, room.most_m) == ("rest", 0)
    assert room.sentence.startswith("No run before ")
    rested = date.fromordinal(found.pain.first_day)
    assert "rest" not in codes(read_run_room(well, rested))


def test_an_amber_day_repeats_the_last_run(well):
    save_check(well, CLEAN | {"worst_daily_pain": 1})
    add_one(well, TODAY - DAY, times=0.6)
    tell_damage(well)
    for day, moment, pain in ((DAY, "during", 3), (DAY, "after", 0), (0 * DAY, "morning", 0)):
        hurt(well, TODAY - day, moment, pain)
    room = read_run_room(well, TODAY)
    same = limit(room, "same_again")
    assert same.most_m == pytest.approx(0.6 * 8000)
    assert room.most_m <= same.most_m


def test_swelling_leaves_nothing(well):
    save_check(well, KNEECAP | {"swelling": "clear"})
    room = read_run_room(well, TODAY)
    assert (room.most_m, room.most_s) == (0, 0)


def test_a_tissue_is_that_of_the_pattern(well):
    assert str(room_of(situate(well, TODAY)).tissue) == "patellofemoral"
    found = replace(situate(well, TODAY), condition="iliotibial_band_pain")
    band = room_of(found)
    assert str(band.tissue) == "iliotibial_band"
    tendon = replace(found, condition="patellar_tendinopathy")
    assert str(room_of(tendon).tissue) == "patellar_tendon"


def test_too_few_runs_leave_the_plan_and_the_distance(runner):
    set_up_plan(runner, RUNS)
    add_one(runner, TODAY - 2 * DAY)
    room = read_run_room(runner, TODAY)
    assert set(codes(room)) == {"plan", "distance"}
    assert room.most_s > 0
    assert "too few runs" in room.cannot_say


def test_without_runs_the_plan_says_what(runner):
    room = read_run_room(runner, TODAY)
    assert codes(room) == ["plan_waits"]
    assert room.sentence == "No running yet: brisk walks come first."
    assert "no runs yet" in room.cannot_say


def test_a_young_history_has_no_heavy_usual_day_yet(runner):
    set_up_plan(runner, RUNS)
    add_history(runner, TODAY, days=40)
    room = read_run_room(runner, TODAY)
    assert "state" not in codes(room)
    assert "two months" in room.cannot_say


def test_a_gap_of_years_begins_with_walks(runner):
    set_up_plan(runner, RUNS)
    add_history(runner, TODAY - timedelta(days=900), days=120)
    room = read_run_room(runner, TODAY)
    assert (room.binding, room.most_m) == ("plan_waits", 0)


def test_runs_without_load_leave_load_and_state_unsaid(well):
    last = TissueLoadRow.objects.order_by("run__start_at").last().run
    TissueLoadRow.objects.filter(run=last).delete()
    RunLoad.objects.filter(run=last).delete()
    room = read_run_room(well, TODAY)
    assert not {"load", "state"} & set(codes(room))
    assert "no knee load yet" in room.cannot_say


def test_runs_of_tomorrow_say_nothing_of_today(well):
    before = read_run_room(well, TODAY)
    add_one(well, TODAY + 3 * DAY, times=9)
    tell_damage(well)
    assert read_run_room(well, TODAY) == before


def test_a_longer_run_far_back_raises_nothing(well):
    before = read_run_room(well, TODAY)
    add_one(well, TODAY - 31 * DAY, times=3)
    tell_damage(well)
    after = read_run_room(well, TODAY)
    assert limit(after, "distance") == limit(before, "distance")
    assert limit(after, "load").most_s == pytest.approx(limit(before, "load").most_s)


def test_the_run_of_today_keeps_to_the_room_on_every_page(well):
    """After a spike the plan still has its run; what is shown is what the day has room for."""
    add_one(well, TODAY - 2 * DAY, times=2.2)
    tell_damage(well)
    kept = next(each for each in week_of(well, TODAY).plan.sessions if each.kind == "run")
    day = date.fromordinal(kept.day)
    room = read_run_room(well, day)
    assert room.binding == "state"
    assert room.most_s < kept.outing.total_s
    sheet = make_plan(well, day)[0]
    shown = next(each for line in sheet.days for each in line.sessions if each.kind == "run")
    assert shown.day == day
    assert shown.seconds == shown.outing.seconds <= room.most_s
    told = read_today(well, datetime.combine(day, time(9), UTC))
    run = next(each for each in told.sessions if each.kind == "run")
    assert run.outing.seconds == shown.outing.seconds
    assert run.outing.most == room.limits[0].words
    assert read_play_sheet(well, shown.key, "en", day).seconds == shown.outing.seconds
    assert kept in week_of(well, day).plan.sessions


def test_a_day_without_room_shows_no_run(well):
    add_one(well, TODAY - DAY, times=12)
    tell_damage(well)
    busy = tuple(DayWish(900, 7200, "any") for _ in range(7))
    set_up_plan(well, replace(RUNS, days=busy, runs_a_week=7))
    room = read_run_room(well, TODAY)
    assert limit(room, "state").most_s == 0
    assert "No run today: your kneecap joint is still as full" in limit(room, "state").words
    sheet = make_plan(well, TODAY)[0]
    assert not [each for each in sheet.days[0].sessions if each.kind == "run"]


STORIES = st.fixed_dictionaries(
    {
        "back": st.integers(1, 20),
        "times": st.floats(0.2, 5),
        "pain": st.lists(
            st.tuples(
                st.integers(0, 9),
                st.sampled_from(["before", "during", "after", "morning"]),
                st.integers(0, 10),
            ),
            max_size=6,
        ),
        "check": st.sampled_from([None, CLEAN, KNEECAP, HOT, KNEECAP | {"swelling": "clear"}]),
        "returning": st.booleans(),
    }
)


@given(STORIES)
@settings(
    max_examples=cases(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_plan_and_room_agree_whatever_happened(well, story):
    with undone():
        add_one(well, TODAY - story["back"] * DAY, times=story["times"])
        tell_damage(well)
        set_up_plan(well, replace(RUNS, is_returning=story["returning"]))
        if story["check"] is not None:
            save_check(well, story["check"])
        for back, moment, pain in story["pain"]:
            hurt(well, TODAY - back * DAY, moment, pain)
        room, plan = read_run_room(well, TODAY), running_now(situate(well, TODAY))
        assert_agreed(well, room, plan)


def assert_agreed(runner, room, plan):
    if plan.outing is None or routine_lock(runner):
        assert (room.most_m, room.most_s) == (0, 0)
        return
    if room.most_s and plan.most_s is not None:
        assert room.most_s <= plan.most_s * (1 + 1e-9)
    if room.most_s and plan.mode is not RunMode.FREE:
        assert room.most_s <= plan.outing.total_s * (1 + 1e-9)
    today = make_plan(runner, TODAY)[0].days[0]
    runs = [each for each in today.sessions if each.outing and each.outing.run_s]
    hops = {"hops_two_legs", "hops_one_leg"}
    assert all(each.seconds <= room.most_s + 1 for each in runs if each.outing.kind not in hops)


def test_a_plan_without_runs_names_no_next_one(well):
    add_one(well, TODAY - DAY)
    set_up_plan(well, replace(RUNS, days=tuple(DayWish(900, 0, "any") for _ in range(7))))
    room = read_run_room(well, TODAY)
    assert room.week_words == "Your plan has no run in the next seven days."
    relaxed = {limit.code: limit.relax for limit in room.limits}
    assert relaxed["plan_rests"].startswith("Make more room for runs")
