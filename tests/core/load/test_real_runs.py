"""The load of real runs: finite, exact and within what knees bear."""

from itertools import islice

import numpy as np
import pytest

from midstance.core.base.body import Body
from midstance.core.base.errors import MidstanceError
from midstance.core.load.inputs import InputSource
from midstance.core.load.session import estimate_session_load
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.load.trace import estimate_load_trace, heaviest_minutes
from midstance.importers.clean import clean_activity, view_run
from midstance.importers.fit import read_fit
from midstance.knowledge.parameters import load_parameters

PARAMETERS = load_parameters()
BODY = Body(height_m=1.75, mass_kg=70)
EVERY = 12
RIDDEN = {"too_fast_to_run", "distance_burst"}
pytestmark = pytest.mark.real_data


def runs_of(folder, every=EVERY):
    for path in islice(sorted(folder.rglob("*.fit")), 0, None, every):
        try:
            activities = read_fit(path.read_bytes())
        except MidstanceError:
            continue
        yield from (activity for activity in activities if activity.sport.is_run)


@pytest.fixture(scope="module")
def views(unpacked):
    views = [view_run(clean_activity(run)) for run in runs_of(unpacked("history_b"))]
    assert len(views) >= 20
    return views


@pytest.fixture(scope="module")
def loads(views):
    return [estimate_session_load(view, BODY, PARAMETERS) for view in views]


@pytest.fixture(scope="module")
def smart_runs(unpacked):
    """Runs of a watch that writes only where something changes."""
    runs = [clean_activity(run) for run in runs_of(unpacked("history_a"), 24)]
    return [run for run in runs if run.totals.distance_m and not RIDDEN & kinds_of(run)]


def kinds_of(run):
    return {note.kind for note in run.repairs}


def metres_between_records(run, longest_s=10):
    """What the watch's own count grew by between records that lie apart."""
    distance_m = run.streams.channels["distance_m"]
    known = np.isfinite(distance_m)
    apart = np.diff(run.streams.time_s[known]) > longest_s
    return float(np.diff(distance_m[known])[apart].sum())


def test_what_a_smart_watch_did_not_write_is_counted(smart_runs):
    shares = []
    for run in smart_runs:
        view = view_run(run)
        load = estimate_session_load(view, BODY, PARAMETERS)
        told_m = np.nansum(view.speed_mps) + load.unrecorded_m
        assert told_m == pytest.approx(view.distance_m[-1], rel=0.01)
        assert load.unrecorded_m >= metres_between_records(run) - 1e-6
        shares.append(load.unrecorded_frac)
    assert np.median(shares) < 0.005
    assert 0.05 < max(shares) < 0.5


def test_peaks_and_impulses_are_those_of_running_knees(loads):
    for load in loads:
        if load.modelled_s > 300:
            tissue = load.tissues[Tissue.PATELLOFEMORAL]
            assert 3.5 <= tissue.mean_peak_bw <= tissue.peak_bw <= 12
            assert 200 <= tissue.impulse_bw_s_per_km <= 900
            assert 140 <= load.steps / load.modelled_s * 60 <= 200


def test_every_moving_second_is_told(loads):
    for load in loads:
        assert load.modelled_s + load.walking_s + load.unknown_s == load.moving_s


def test_the_logs_sum_to_the_load_and_little_is_left_to_the_rest(loads):
    rests = []
    for load in loads:
        for tissue in FORCE_TISSUES:
            told = load.tissues[tissue]
            if told.descriptor is not None:
                assert told.descriptor.log_load == pytest.approx(np.log(told.impulse_bw_s))
                rests.append(abs(told.descriptor.logs["rest"]))
    assert np.quantile(rests, 0.95) < 0.03


def test_running_dynamics_are_used_where_the_watch_gives_them(loads):
    sources = {load.inputs.contact_time for load in loads}
    assert sources == {InputSource.MEASURED, InputSource.ESTIMATED}


def test_three_heavy_minutes_of_each_long_run_are_found(views, loads):
    for view, load in zip(views, loads, strict=True):
        if load.modelled_s > 1200:
            trace = estimate_load_trace(view, BODY, PARAMETERS)
            minutes = heaviest_minutes(trace, BODY, PARAMETERS)
            assert len(minutes) == 3
            assert minutes[0].peak_bw == pytest.approx(load.tissues[Tissue.PATELLOFEMORAL].peak_bw)
