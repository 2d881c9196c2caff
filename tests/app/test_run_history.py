"""Runs as columns hold what the rows hold, and nothing of anybody else."""

from datetime import timedelta

import numpy as np
import pytest

from app.makers import MORNING, add_run
from midstance.app.import_runs import import_paths
from midstance.app.run_history import read_run_history
from midstance.core.load.session import SPEED_BIN_MPS
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.store.models import Run, RunLoad, Runner, Shoe, TissueLoadRow

DAY = timedelta(days=1)


@pytest.fixture
def imported(runner, recordings):
    return import_paths(runner, [recordings])


def test_each_run_is_one_row_in_the_order_of_their_starts(runner):
    later = add_run(runner, MORNING + DAY, impulse_bw_s=2000.0, descent_m=90.0)
    shoe = Shoe.objects.create(owner=runner, name="Blue pair")
    first = add_run(runner, MORNING, shoe=shoe)
    found = read_run_history(runner)
    assert found.keys == (first.key, later.key)
    assert list(found.day) == [first.local_day.toordinal(), later.local_day.toordinal()]
    assert list(found.shoe) == [shoe.pk, 0]
    assert np.isnan(found.descent_m[0])
    assert found.descent_m[1] == 90.0
    assert found.impulse_bw_s[:, 0] == pytest.approx([1000.0, 2000.0])
    assert found.impulse_bw_s.shape == (2, len(FORCE_TISSUES))
    stored = TissueLoadRow.objects.get(run=first, tissue=FORCE_TISSUES[0])
    assert list(found.damage[0, 0]) == [stored.damage_m3, stored.damage_m6, stored.damage_m9]


def test_duplicates_other_runners_and_other_days_stay_out(runner):
    kept = add_run(runner, MORNING)
    add_run(runner, MORNING + DAY, duplicate_of=kept)
    add_run(Runner.objects.create(name="Somebody else"), MORNING)
    add_run(runner, MORNING - 9 * DAY)
    first = kept.local_day
    assert read_run_history(runner, first, first=first).keys == (kept.key,)


def test_a_run_without_load_is_unknown_and_not_zero(runner):
    run = add_run(runner, MORNING)
    TissueLoadRow.objects.filter(run=run).delete()
    RunLoad.objects.filter(run=run).delete()
    found = read_run_history(runner)
    assert np.isnan(found.impulse_bw_s).all()
    assert np.isnan(found.steps[0])
    assert found.seconds_by_speed == ((),)


def test_nobody_without_runs_is_refused(runner):
    assert len(read_run_history(runner)) == 0


@pytest.mark.parametrize("tissue", Tissue)
@pytest.mark.usefixtures("imported")
def test_one_tissue_alone_is_as_among_all(runner, tissue):
    every, alone = read_run_history(runner), read_run_history(runner, tissue=tissue)
    for name in ("day", "distance_m", "moving_s", "shoe"):
        assert np.array_equal(getattr(alone, name), getattr(every, name), equal_nan=True)
    if tissue in FORCE_TISSUES:
        column = FORCE_TISSUES.index(tissue)
        for name in ("impulse_bw_s", "change_log_sd"):
            told = getattr(alone, name)
            assert np.array_equal(told[:, column], getattr(every, name)[:, column])
            assert np.isnan(np.delete(told, column, axis=1)).all()
        assert np.isnan(alone.iliotibial_index).all()
    else:
        assert np.array_equal(alone.iliotibial_index, every.iliotibial_index)
        assert np.array_equal(alone.steps, every.steps)
        assert np.isnan(alone.impulse_bw_s).all()
    assert set(alone.seconds_by_speed) == {()}
    for name in ("start_s", "descent_m", "cadence_spm", "damage", "left_share_frac"):
        assert np.isnan(getattr(alone, name)).all()


@pytest.mark.usefixtures("imported")
def test_seconds_by_speed_add_up_to_the_running(runner):
    found = read_run_history(runner)
    for seconds, modelled_s, load in zip(
        found.seconds_by_speed, found.modelled_s, _loads(found.keys), strict=True
    ):
        assert sum(seconds) == modelled_s
        middles = (np.arange(len(seconds)) + 0.5) * SPEED_BIN_MPS
        within = SPEED_BIN_MPS / 2 * sum(seconds)
        assert float(middles @ seconds) == pytest.approx(load.distance_m, abs=within)


def _loads(keys):
    return [RunLoad.objects.get(run__key=key) for key in keys]


@pytest.mark.usefixtures("imported")
def test_contact_time_is_told_only_where_it_was_measured(runner):
    for run in Run.objects.owned_by(runner).shown().select_related("load"):
        is_measured = run.load.inputs["contact_time"] == "measured"
        assert (run.load.contact_time_s is not None) == is_measured
