"""How far each pair went, when it may reach its band, and what cannot be said."""

from datetime import date, timedelta

import pytest

from app.makers import MORNING, add_run
from midstance.app.shoes.wear import expect_band, state_of
from midstance.app.watch_shoes import list_shoes
from midstance.knowledge.keep_well_constants import load_keep_well_constants
from midstance.store.models import Run, Runner, Shoe

TODAY = date(2026, 11, 29)
CONSTANTS = load_keep_well_constants()
BAND_M = CONSTANTS.shoe_band_m


@pytest.fixture
def shoe(runner):
    return Shoe.objects.create(owner=runner, name="Blue pair", before_m=40_000.0)


def wear_out(runner, shoe, days_ago, **columns):
    """A run in a pair, so many days before today."""
    start_at = MORNING.replace(year=2026, month=11, day=29) - timedelta(days=days_ago)
    return add_run(runner, start_at, shoe=shoe, shoe_told="hand", **columns)


def only(runner):
    (line,) = list_shoes(runner, TODAY)
    return line


def test_the_distance_is_the_sum_of_the_runs_and_what_was_before(runner, shoe):
    for days_ago, distance_m in ((3, 8000.0), (9, 10_500.0), (200, 4000.0)):
        wear_out(runner, shoe, days_ago, distance_m=distance_m)
    line = only(runner)
    assert line.distance_m == 40_000 + 22_500
    assert (line.runs, line.unknown_runs, line.lately_runs) == (3, 0, 2)
    assert line.lately_m == 18_500
    assert line.share == line.distance_m / 800_000


def test_another_record_of_the_same_run_is_not_counted(runner, shoe):
    shown = wear_out(runner, shoe, 3)
    wear_out(runner, shoe, 3, duplicate_of=shown, distance_m=8100.0)
    assert only(runner).distance_m == 48_000


def test_a_run_without_distance_is_told_apart(runner, shoe):
    wear_out(runner, shoe, 3, distance_m=None)
    line = only(runner)
    assert (line.distance_m, line.runs, line.unknown_runs) == (40_000, 1, 1)


@pytest.mark.usefixtures("shoe")
def test_a_pair_that_was_never_worn_is_listed(runner):
    line = only(runner)
    assert (line.runs, line.distance_m, line.first_day, line.load) == (0, 40_000, None, None)
    assert line.expected is None


def test_the_pair_worn_last_comes_first_and_retired_ones_come_last(runner):
    names = ("Old", "Newer", "Away")
    for name, days_ago in zip(names, (30, 5, 1), strict=True):
        retired_at = MORNING if name == "Away" else None
        shoe = Shoe.objects.create(owner=runner, name=name, retired_at=retired_at)
        wear_out(runner, shoe, days_ago)
    assert [line.name for line in list_shoes(runner, TODAY)] == ["Newer", "Old", "Away"]


def test_nobody_else_counts(runner, shoe):
    other_runner = Runner.objects.create(name="Eve")
    wear_out(other_runner, shoe, 2)
    assert list_shoes(other_runner, TODAY) == ()
    assert only(runner).runs == 0


def test_the_load_of_a_pair_is_the_sum_over_its_runs(runner, shoe):
    for days_ago in (2, 4):
        wear_out(runner, shoe, days_ago, impulse_bw_s=1000.0 * days_ago)
    load = only(runner).load
    assert load.runs == 2
    assert load.impulse_bw_s == pytest.approx(6000)
    assert load.impulse_low_bw_s == pytest.approx(4200)
    assert load.impulse_high_bw_s == pytest.approx(8400)
    assert load.impulse_bw_s_per_km == pytest.approx(6000 / 16)
    assert load.per_km_low < load.impulse_bw_s_per_km < load.per_km_high


def test_her_own_setting_is_reached_or_not(runner, shoe):
    Shoe.objects.update(most_m=45_000.0)
    assert only(runner).state == "below"
    wear_out(runner, shoe, 2)
    line = only(runner)
    assert (line.state, line.band_m) == ("within", (45_000, 45_000))
    assert line.share > 1


@pytest.mark.parametrize(
    ("distance_m", "state"),
    [(0.0, "below"), (499_999.0, "below"), (500_000.0, "within"), (800_000.0, "beyond")],
)
def test_a_pair_is_below_within_or_beyond_its_band(distance_m, state):
    assert state_of(distance_m, BAND_M) == state


def test_a_steady_runner_reaches_the_band_when_the_sums_say():
    steady = [(ago, 5000.0) for ago in range(0, 56, 7)]
    assert expect_band(480_000.0, BAND_M, steady, 56, CONSTANTS) == (28, 448)


def test_a_pair_worn_more_of_late_may_reach_it_sooner():
    late = [(ago, 5000.0) for ago in range(28)]
    assert expect_band(490_000.0, BAND_M, late, 400, CONSTANTS) == (2, 124)


@pytest.mark.parametrize(
    ("distance_m", "lately", "in_use_days"),
    [
        (480_000.0, [(3, 5000.0)], 27),
        (480_000.0, [], 400),
        (480_000.0, [(40, 5000.0)], 400),
        (500_000.0, [(3, 5000.0)], 400),
        (1000.0, [(3, 5000.0)], 400),
    ],
    ids=["too new", "not worn", "not of late", "there already", "years away"],
)
def test_what_cannot_be_said_is_not_said(distance_m, lately, in_use_days):
    assert expect_band(distance_m, BAND_M, lately, in_use_days, CONSTANTS) is None


def test_more_running_never_comes_later():
    days = [
        expect_band(450_000.0, BAND_M, [(ago, metres) for ago in range(56)], 90, CONSTANTS)
        for metres in (1000.0, 2000.0, 4000.0)
    ]
    assert days == sorted(days, reverse=True)


def test_five_thousand_runs_take_few_questions(runner, shoe, django_assert_max_num_queries):
    for days_ago in range(12):
        wear_out(runner, shoe, days_ago)
    with django_assert_max_num_queries(4):
        list_shoes(runner, TODAY)
    assert Run.objects.count() == 12
