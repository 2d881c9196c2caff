"""How full the tissues were, from the store: each day, and nothing that is not known."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from app.histories import add_history, add_one, tell_damage
from midstance.app.run_history import read_run_history
from midstance.app.tissue_state import read_tissue_state
from midstance.app.training.tissue_past import build_past, read_past
from midstance.core.load.planned import TISSUES
from midstance.store.models import Run, RunLoad, Runner, TissueLoadRow

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_each_day_has_each_tissue(runner):
    runs = add_history(runner, TODAY)
    state = read_tissue_state(runner, TODAY)
    assert state.first_day == runs[0].local_day
    assert state.tissues == TISSUES
    days = (TODAY - state.first_day).days + 1
    for values in (state.load, state.least, state.middle, state.most):
        assert values.shape == (days, len(TISSUES))
    assert np.all(state.least <= state.middle)
    assert np.all(state.middle <= state.most)
    ran = [(run.local_day - state.first_day).days for run in runs]
    assert np.flatnonzero(state.load[:, 0]).tolist() == ran


def test_a_usual_day_counts_days_of_rest_among_it(runner):
    add_history(runner, TODAY)
    state = read_tissue_state(runner, TODAY)
    last = state.load[-28 * 4 :, 0]
    assert last.mean() == pytest.approx(1, rel=0.02)


def test_a_heavy_usual_day_is_a_full_one(runner):
    add_history(runner, TODAY)
    ran = read_tissue_state(runner, TODAY)
    heavy = ran.middle[56:, 0][ran.load[56:, 0] > 0]
    assert np.quantile(heavy, 0.9) == pytest.approx(1, abs=0.05)


def test_a_spike_fills_and_rest_empties(runner):
    add_history(runner, TODAY)
    add_one(runner, TODAY - DAY, times=4)
    tell_damage(runner)
    spiked = read_tissue_state(runner, TODAY)
    assert spiked.most[-2, 0] > 1.5
    assert spiked.most[-1, 0] < spiked.most[-2, 0]
    assert spiked.load[-1, 0] == 0


def test_sides_count_where_a_watch_tells_them(runner):
    runs = add_history(runner, TODAY)
    even = read_tissue_state(runner, TODAY)
    TissueLoadRow.objects.filter(run=runs[-1], tissue=TISSUES[0]).update(
        left_impulse_bw_s=1300.0, right_impulse_bw_s=700.0
    )
    # the row keeps its key, so the memory of the page is told of it by another run
    add_one(runner, TODAY, times=0.01)
    tell_damage(runner)
    lopsided = read_tissue_state(runner, TODAY)
    at = (runs[-1].local_day - even.first_day).days
    assert lopsided.load[at, 0] > 1.2 * even.load[at, 0]


def test_what_is_kept_in_memory_never_outlives_a_change(runner):
    runs = add_history(runner, TODAY)
    before = read_past(runner, TODAY)
    assert read_past(runner, TODAY) is before
    assert read_past(runner, TODAY - DAY) is not before
    Run.objects.filter(pk=runs[-1].pk).update(duplicate_of=runs[-2])
    without = read_past(runner, TODAY)
    assert without.runs == before.runs - 1
    Run.objects.filter(pk=runs[-1].pk).update(duplicate_of=None)
    Run.objects.filter(pk=runs[-2].pk).update(duplicate_of=runs[-1])
    other = read_past(runner, TODAY)
    assert other.runs == without.runs
    assert other.tissues.load[-3, 0] != without.tissues.load[-3, 0]
    rows = list(TissueLoadRow.objects.filter(run=runs[0]))
    TissueLoadRow.objects.filter(run=runs[0]).delete()
    gone = read_past(runner, TODAY).tissues.load[0, 0]
    for row in rows:
        row.pk, row.damage_m3 = None, 3 * row.damage_m3
    TissueLoadRow.objects.bulk_create(rows)
    assert read_past(runner, TODAY).tissues.load[0, 0] > gone


def test_what_is_kept_in_memory_is_hers_alone(runner):
    add_history(runner, TODAY)
    other = Runner.objects.create(name="Somebody else")
    assert read_tissue_state(other, TODAY) is None
    assert read_past(other, TODAY).runs == 0


def test_asking_again_reads_no_run_anew(runner):
    add_history(runner, TODAY)
    read_tissue_state(runner, TODAY)
    with CaptureQueriesContext(connection) as asked:
        read_tissue_state(runner, TODAY)
    assert len(asked) == 2


def test_too_short_a_history_says_nothing(runner):
    assert read_tissue_state(runner, TODAY) is None
    add_history(runner, TODAY, days=20)
    assert read_tissue_state(runner, TODAY) is None


def test_one_run_says_nothing(runner):
    add_one(runner, TODAY - DAY)
    assert read_tissue_state(runner, TODAY) is None
    past = read_past(runner, TODAY)
    assert (past.runs, past.usual, past.longest_m) == (1, None, 8000.0)


def test_a_gap_of_years_leaves_an_empty_knee(runner):
    add_history(runner, TODAY - timedelta(days=1500), days=100)
    state = read_tissue_state(runner, TODAY)
    assert state.most[-1].max() < 1e-6
    past = read_past(runner, TODAY)
    assert past.usual is None
    assert past.longest_m is None
    assert np.isnan(past.heaviest).all()


def test_a_clock_that_was_wrong_counts_neither_ahead_nor_long_ago(runner):
    add_history(runner, TODAY)
    meant = read_tissue_state(runner, TODAY)
    add_one(runner, TODAY + 400 * DAY, times=9)
    add_one(runner, date(1990, 1, 1), times=9)
    tell_damage(runner)
    told = read_tissue_state(runner, TODAY)
    assert told.first_day == meant.first_day
    np.testing.assert_array_equal(told.most, meant.most)
    assert read_past(runner, TODAY).longest_m == read_past(runner, TODAY + DAY).longest_m


def test_runs_without_load_are_said_to_be_missing(runner):
    runs = add_history(runner, TODAY)
    assert not read_past(runner, TODAY).lacks_load
    TissueLoadRow.objects.filter(run=runs[-1]).delete()
    RunLoad.objects.filter(run=runs[-1]).delete()
    assert read_past(runner, TODAY).lacks_load
    assert not build_past(read_run_history(runner, TODAY + 40 * DAY), TODAY + 40 * DAY).lacks_load


def test_the_usual_run_is_the_middle_of_ninety_days(runner):
    add_history(runner, TODAY)
    add_one(runner, TODAY - timedelta(days=1), times=6)
    usual = read_past(runner, TODAY).usual
    assert usual.run.distance_m == 8000
    assert usual.run.speed_mps == pytest.approx(8000 / 2700)
    assert usual.seconds == pytest.approx(2700)
    assert usual.load[0] == pytest.approx(1000)
    assert usual.load[3] == pytest.approx(2700 * 2.6 / 2 * 0.9)
    assert usual.damage.shape == (len(TISSUES), 2, 3)
    assert usual.run.walk_s == 0
    assert usual.run.cadence_spm is None


def test_walks_hills_and_cadence_of_the_usual_run_are_hers(runner):
    add_history(runner, TODAY)
    Run.objects.update(ascent_m=80.0, descent_m=120.0, cadence_spm=172.0)
    RunLoad.objects.update(modelled_s=2160.0, steps=6000.0)
    Run.objects.filter(distance_m__gt=9000).update(moving_s=2700.0, distance_m=8000.0)
    run = read_past(runner, TODAY).usual.run
    assert (run.ascent_m, run.descent_m, run.cadence_spm) == (80, 120, 172)
    assert run.walk_s / (run.walk_s + run.run_s) == pytest.approx(0.2)
    assert run.speed_mps > 8000 / 2700


def test_who_only_walks_has_no_usual_run(runner):
    add_history(runner, TODAY)
    Run.objects.update(moving_s=9000.0)
    assert read_past(runner, TODAY).usual is None
