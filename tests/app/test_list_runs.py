"""The list of runs: found, sorted, cut into pages."""

from datetime import timedelta

import pytest

from app.makers import MORNING, add_run
from midstance.app.list_runs import SORTS, list_runs
from midstance.core.base.errors import InvalidValueError
from midstance.store.models import Runner

DAY = timedelta(days=1)


@pytest.fixture
def week(runner):
    return [
        add_run(
            runner,
            MORNING + n * DAY,
            impulse_bw_s=500.0 + 100 * ((n * 3) % 7),
            distance_m=5000.0 + 1000 * ((n * 5) % 7),
            name=f"Run {n}",
        )
        for n in range(7)
    ]


@pytest.mark.usefixtures("week")
def test_the_newest_stands_first(runner):
    page = list_runs(runner)
    assert [row.name for row in page.runs] == [f"Run {n}" for n in range(6, -1, -1)]


@pytest.mark.parametrize("sort", SORTS)
def test_turning_a_sort_turns_the_list(runner, week, sort):
    up = [row.key for row in list_runs(runner, sort=sort).runs]
    down = [row.key for row in list_runs(runner, sort=f"-{sort}").runs]
    assert set(up) == set(down) == {run.key for run in week}
    if sort in {"start", "distance", "load", "name"}:
        assert up == down[::-1]


@pytest.mark.usefixtures("week")
def test_what_is_unknown_stands_last_either_way(runner):
    add_run(runner, MORNING + 9 * DAY, distance_m=None, name="No distance")
    for sort in ("distance", "-distance"):
        assert list_runs(runner, sort=sort).runs[-1].name == "No distance"


def test_pages_hold_every_run_once(runner, week):
    pages = [list_runs(runner, page=number, per_page=3) for number in (1, 2, 3)]
    keys = [row.key for page in pages for row in page.runs]
    assert sorted(keys) == sorted(run.key for run in week)
    assert {page.pages for page in pages} == {3}


@pytest.mark.usefixtures("week")
def test_a_page_past_the_end_is_the_last_one(runner):
    assert list_runs(runner, page=99, per_page=3).page == 3
    assert list_runs(runner, page=-1, per_page=3).page == 1


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("run 3", ["Run 3"]),
        ("2026-05-06", ["Run 2"]),
        ("2026-05", [f"Run {n}" for n in range(6, -1, -1)]),
        ("2026", [f"Run {n}" for n in range(6, -1, -1)]),
        ("2025", []),
        ("2026-99", []),
        ("RUNNING", [f"Run {n}" for n in range(6, -1, -1)]),
        ("%", []),
    ],
)
@pytest.mark.usefixtures("week")
def test_words_and_dates_find_their_runs(runner, search, found):
    assert [row.name for row in list_runs(runner, search=search).runs] == found


def test_a_run_is_found_by_its_local_day(runner):
    late = add_run(runner, MORNING.replace(hour=23), utc_offset_s=7200.0)
    assert [row.key for row in list_runs(runner, search="2026-05-05").runs] == [late.key]


def test_an_unknown_sort_is_refused(runner):
    with pytest.raises(InvalidValueError, match="sorted by"):
        list_runs(runner, sort="colour")


def test_the_usual_is_that_of_the_ninety_days_before(runner):
    for n in range(6):
        add_run(runner, MORNING + n * DAY, impulse_bw_s=1000.0)
    add_run(runner, MORNING + 6 * DAY, impulse_bw_s=1500.0)
    add_run(runner, MORNING + 200 * DAY, impulse_bw_s=1500.0)
    ratios = {row.start_at: row.usual_ratio for row in list_runs(runner).runs}
    assert ratios[MORNING + 6 * DAY] == pytest.approx(1.5)
    assert ratios[MORNING + 5 * DAY] == pytest.approx(1.0)
    assert ratios[MORNING + 4 * DAY] is None
    assert ratios[MORNING + 200 * DAY] is None


@pytest.mark.usefixtures("week")
def test_nobody_sees_the_runs_of_another():
    assert list_runs(Runner.objects.create()).total == 0
