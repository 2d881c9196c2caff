"""What a run would do before it is run: against her usual run, her tissues and her limits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.histories import add_history, add_one, tell_damage
from app.knee_answers import HOT, KNEECAP
from app.test_plan_safety import RUNS
from laws import cases
from midstance.app.routine_lock import routine_lock
from midstance.app.run_room import read_run_room
from midstance.app.save_check import save_check
from midstance.app.set_up_plan import set_up_plan
from midstance.app.what_if import FIRST_RUN, changed_run, usual_run, what_if
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.planned import PlannedRun
from midstance.store.models import Run, Units

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
ONCE = settings(
    max_examples=cases(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(runner):
    runner.time_zone = "UTC"
    runner.save()
    return runner


@pytest.fixture
def well(runner):
    add_history(runner, TODAY)
    Run.objects.update(ascent_m=60.0, descent_m=60.0, cadence_spm=168.0)
    set_up_plan(runner, RUNS)
    return runner


def ask(runner, **changes):
    return what_if(runner, replace(usual_run(runner, TODAY), **changes), TODAY)


def share(asked, code):
    return next(each.share for each in asked.limits if each.limit.code == code)


def kneecap(asked):
    return next(each for each in asked.tissues if each.tissue == "patellofemoral")


def test_her_usual_run_is_her_usual_run(well):
    asked = ask(well)
    assert asked.planned == asked.usual
    assert asked.planned.distance_m == 8000
    for tissue in asked.tissues:
        assert tissue.times == pytest.approx(1)
        assert tissue.low < 1 < tissue.high
        assert 0 < tissue.least <= tissue.middle <= tissue.most
    assert asked.is_within
    assert "about as much as your usual run" in asked.sentence
    assert "within all of your limits" in asked.sentence
    assert asked.total_s == pytest.approx(2700)


@given(st.floats(0.3, 3), st.floats(1, 3))
@ONCE
def test_a_longer_run_loads_and_fills_more_and_takes_more_of_each_limit(well, times, more):
    run = usual_run(well, TODAY)
    one, other = (what_if(well, run.times(each), TODAY) for each in (times, times * more))
    for less, much in zip(one.tissues, other.tissues, strict=True):
        assert much.times == pytest.approx(less.times * more)
        assert much.usual_days >= less.usual_days
        assert (much.least, much.middle, much.most) >= (less.least, less.middle, less.most)
    for code in ("distance", "load", "state", "plan"):
        assert share(other, code) == pytest.approx(share(one, code) * more)
    assert other.fits_m == pytest.approx(one.fits_m)


@given(st.floats(0.3, 4))
@ONCE
def test_what_fits_is_within_all_limits_and_no_more(well, times):
    fits_m = what_if(well, usual_run(well, TODAY).times(times), TODAY).fits_m
    run = usual_run(well, TODAY)
    assert what_if(well, run.times(fits_m / run.distance_m * 0.999), TODAY).is_within
    assert not what_if(well, run.times(fits_m / run.distance_m * 1.001), TODAY).is_within


def test_what_fits_of_her_usual_run_is_the_room(well):
    room, asked = read_run_room(well, TODAY), ask(well)
    assert asked.fits_m == pytest.approx(room.most_m)
    assert asked.binding == room.binding
    for each in asked.limits:
        assert each.limit in room.limits


def test_downhill_takes_more_and_walks_take_less(well):
    usual, down, walks = ask(well), ask(well, descent_m=400.0), ask(well, run_s=240.0, walk_s=60.0)
    assert kneecap(walks).times < 1 < kneecap(down).times
    assert share(walks, "state") < share(usual, "state") < share(down, "state")
    assert kneecap(down).high / kneecap(down).times > kneecap(usual).high / kneecap(usual).times
    assert walks.running_s < walks.total_s
    assert walks.total_s > usual.total_s


def test_quicker_steps_take_less(well):
    assert kneecap(ask(well, cadence_spm=180.0)).times < 1
    assert share(ask(well, cadence_spm=180.0), "state") < share(ask(well), "state")


def test_far_past_its_limits_says_how_far_is_within(well):
    asked = ask(well, distance_m=30_000.0, ascent_m=0.0, descent_m=0.0)
    assert not asked.is_within
    past = [each for each in asked.limits if not each.is_within]
    assert f"past {len(past)} of your limits" in asked.sentence
    assert "so past it" in past[0].words
    assert [each.share for each in asked.limits] == sorted(
        (each.share for each in asked.limits), reverse=True
    )
    assert asked.relax.startswith("A run of this kind may be up to ")
    assert " km" in asked.relax
    well.units = Units.IMPERIAL
    well.save()
    assert " mi" in what_if(well, asked.planned, TODAY).relax


@pytest.mark.parametrize(
    ("times", "words"),
    [(0.5, "50 % less"), (1.3, "30 % more"), (2.5, "2.5 times")],
)
def test_the_load_is_told_in_plain_words(well, times, words):
    assert words in what_if(well, usual_run(well, TODAY).times(times), TODAY).sentence


def test_a_lock_says_what_to_do_and_nothing_else(well):
    save_check(well, HOT)
    asked = ask(well)
    assert asked.needs_care
    assert asked.sentence == routine_lock(well).sentence
    assert asked.tissues == ()
    assert [each.limit.code for each in asked.limits] == ["care"]
    assert (asked.is_within, asked.fits_m, asked.relax) == (False, 0.0, "")


def test_a_run_of_today_leaves_no_second_one(well):
    add_one(well, TODAY, times=0.5)
    tell_damage(well)
    asked = ask(well)
    assert not asked.is_within
    assert asked.sentence.endswith("You have run today.")
    assert asked.limits[0].share is None
    assert asked.relax == "Tomorrow has room of its own."


def test_the_run_of_today_fills_the_evening_too(well):
    before = kneecap(ask(well)).middle
    add_one(well, TODAY, times=1.0)
    tell_damage(well)
    assert kneecap(ask(well)).middle > 1.2 * before


def test_a_step_of_walks_allows_no_running_in_one_go(well):
    """The same length without its walks is more than the plan has it."""
    save_check(well, KNEECAP)
    room = read_run_room(well, TODAY)
    outing = next(each for each in room.limits if each.code == "plan")
    speed = usual_run(well, TODAY).speed_mps
    whole = ask(well, distance_m=outing.most_s * speed, ascent_m=0.0, descent_m=0.0)
    assert share(whole, "plan") > 1
    walked = ask(
        well, distance_m=0.8 * outing.most_s * speed, run_s=240.0, walk_s=60.0,
        ascent_m=0.0, descent_m=0.0,
    )  # fmt: skip
    assert share(walked, "plan") <= 1


def test_without_runs_a_short_run_is_asked_about_and_nothing_is_said_of_load(runner):
    assert usual_run(runner, TODAY) == FIRST_RUN
    asked = ask(runner)
    assert asked.usual is None
    assert all(each.times is None and each.most is None for each in asked.tissues)
    assert "Nothing is usual for you yet" in asked.sentence
    assert "brisk walks come first" in asked.sentence
    assert not asked.is_within


def test_a_young_history_has_load_and_no_state(runner):
    set_up_plan(runner, RUNS)
    add_history(runner, TODAY, days=40)
    asked = ask(runner)
    assert kneecap(asked).times == pytest.approx(1)
    assert kneecap(asked).usual_days > 0
    assert kneecap(asked).most is None
    assert "state" not in [each.limit.code for each in asked.limits]
    assert asked.cannot_say


def test_a_changed_run_takes_its_hills_and_its_cadence_along():
    run = PlannedRun(8000.0, 3.0, 80.0, 40.0, cadence_spm=168.0)
    longer = changed_run(run, {"distance_m": 16_000.0, "ascent_m": None})
    assert (longer.ascent_m, longer.descent_m, longer.cadence_spm) == (160, 80, 168)
    assert changed_run(run, {"distance_m": 16_000.0, "ascent_m": 10.0}).ascent_m == 10
    faster = changed_run(run, {"speed_mps": 3.6})
    assert faster.cadence_spm > 168
    assert changed_run(run, {"speed_mps": 3.6, "cadence_spm": 170.0}).cadence_spm == 170
    assert changed_run(replace(run, cadence_spm=None), {"speed_mps": 3.6}).cadence_spm is None
    assert changed_run(run, {}) == run


@pytest.mark.parametrize("changes", [{"distance_m": 0.0}, {"speed_mps": -3.0}, {"walk_s": 1e9}])
def test_a_run_that_cannot_be_is_refused(changes):
    with pytest.raises(InvalidValueError):
        changed_run(FIRST_RUN, changes)


def test_nothing_of_another_runner_is_in_it(well):
    from midstance.store.models import Runner  # noqa: PLC0415 - only here

    other = Runner.objects.create(name="Somebody else", time_zone="UTC")
    assert usual_run(other, TODAY) == FIRST_RUN
    assert usual_run(well, TODAY) != FIRST_RUN
