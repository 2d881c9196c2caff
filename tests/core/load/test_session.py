"""Laws of a run's load."""

import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signal.recordings import make_streams
from load_views import views
from midstance.core.base.body import Body
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.inputs import InputSource
from midstance.core.load.running import detect_running
from midstance.core.load.session import estimate_session_load, reference_peaks_bw
from midstance.core.load.step import estimate_step_load
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.core.load.trace import estimate_load_trace, heaviest_minutes
from midstance.core.signal.gaps import find_gaps
from midstance.core.signal.view import RunView, build_view
from midstance.knowledge.parameters import load_parameters

PARAMETERS = load_parameters()
BODY = Body(height_m=1.7, mass_kg=62)
PFJ = Tissue.PATELLOFEMORAL
EXACT = 1e-9


def part(view, rows):
    return RunView(**{field.name: getattr(view, field.name)[rows] for field in fields(RunView)})


def joined(first, second):
    return RunView(
        **{
            field.name: np.concatenate([getattr(first, field.name), getattr(second, field.name)])
            for field in fields(RunView)
        }
    )


def even_view(time_s, speed_mps):
    streams = make_streams(time_s, find_gaps(time_s, 10), distance_m=time_s * speed_mps)
    return build_view(streams, "none", treadmill=False)


def load_of(view, body=BODY):
    return estimate_session_load(view, body, PARAMETERS)


def sums_of(load):
    tissues = load.tissues.values()
    return np.array(
        [load.steps, load.moving_s, load.modelled_s, load.walking_s, load.unknown_s]
        + [load.distance_m, load.unrecorded_m]
        + [tissue.impulse_bw_s for tissue in tissues]
        + [damage for tissue in tissues for damage in tissue.damage.values()]
    )


@given(views(), st.floats(0, 1))
def test_splitting_a_run_changes_nothing(view, where):
    cut = int(where * view.moving.size)
    first, second = load_of(part(view, slice(0, cut))), load_of(part(view, slice(cut, None)))
    assert sums_of(first) + sums_of(second) == pytest.approx(sums_of(load_of(view)), rel=EXACT)


@given(views(min_size=1))
def test_running_it_twice_is_twice_the_load(view):
    once, twice = load_of(view), load_of(joined(view, view))
    assert sums_of(twice) == pytest.approx(2 * sums_of(once), rel=EXACT)
    for tissue in FORCE_TISSUES:
        assert twice.tissues[tissue].mean_peak_bw == pytest.approx(
            once.tissues[tissue].mean_peak_bw, rel=EXACT
        )


@given(views())
def test_more_of_the_same_run_is_never_less_load(view):
    less = load_of(part(view, slice(0, view.moving.size // 2)))
    assert np.all(sums_of(load_of(view)) >= sums_of(less) - EXACT)


@given(views(), st.floats(35, 150))
def test_mass_changes_no_body_weights(view, mass):
    heavy = load_of(view, Body(height_m=1.7, mass_kg=mass))
    assert sums_of(heavy) == pytest.approx(sums_of(load_of(view)), rel=EXACT)


@given(views())
def test_mirror_left_and_right_and_the_result_mirrors(view):
    load, mirrored = (
        load_of(view),
        load_of(replace(view, balance_left_frac=1 - view.balance_left_frac)),
    )
    for tissue in FORCE_TISSUES:
        here, there = load.tissues[tissue], mirrored.tissues[tissue]
        if here.left_impulse_bw_s is None:
            assert there.left_impulse_bw_s is None
        else:
            assert there.left_impulse_bw_s == pytest.approx(here.right_impulse_bw_s, rel=EXACT)
            assert there.right_impulse_bw_s == pytest.approx(here.left_impulse_bw_s, rel=EXACT)


@given(views())
def test_both_knees_average_to_the_whole(view):
    for tissue in load_of(view).tissues.values():
        if tissue.left_impulse_bw_s is not None:
            both = tissue.left_impulse_bw_s + tissue.right_impulse_bw_s
            assert both == pytest.approx(2 * tissue.impulse_bw_s, rel=EXACT)


@given(views(), st.sampled_from([BODY, Body(), Body(mass_kg=80)]))
def test_no_nan_from_a_valid_run(view, body):
    load = load_of(view, body)
    assert np.all(np.isfinite(sums_of(load)))
    for tissue in load.tissues.values():
        assert 0 <= tissue.peak_low_bw <= tissue.peak_bw <= tissue.peak_high_bw
        assert 0 <= tissue.impulse_low_bw_s <= tissue.impulse_bw_s <= tissue.impulse_high_bw_s
        assert (tissue.impulse_bw_s_per_km is None) == (load.modelled_s == 0)


@given(views(), st.floats(0, 10_000))
def test_unrecorded_distance_raises_the_high_impulse_alone(view, more_m):
    unrecorded_m = view.unrecorded_m.copy()
    unrecorded_m[-1:] += more_m
    before, after = load_of(view), load_of(replace(view, unrecorded_m=unrecorded_m))
    assert 0 <= before.unrecorded_frac <= after.unrecorded_frac <= 1
    for tissue in FORCE_TISSUES:
        less, more = before.tissues[tissue], after.tissues[tissue]
        assert more.impulse_high_bw_s >= less.impulse_high_bw_s
        assert replace(more, impulse_high_bw_s=less.impulse_high_bw_s) == less


@given(st.integers(60, 600), st.integers(11, 400), st.floats(2.2, 5.5))
def test_a_hole_in_an_even_run_leaves_its_high_impulse_where_it_was(before_s, hole_s, speed_mps):
    second = np.arange(before_s + hole_s + 61.0)
    written = (second <= before_s) | (second >= before_s + hole_s)
    whole = load_of(even_view(second, speed_mps))
    holed = load_of(even_view(second[written], speed_mps))
    assert whole.unrecorded_m == 0
    assert holed.unrecorded_m == pytest.approx(hole_s * speed_mps)
    assert holed.unrecorded_frac == pytest.approx(hole_s / second[-1])
    for tissue in FORCE_TISSUES:
        told, left = whole.tissues[tissue], holed.tissues[tissue]
        assert left.impulse_bw_s < told.impulse_bw_s
        assert left.impulse_high_bw_s == pytest.approx(told.impulse_high_bw_s)


@given(views())
def test_every_moving_second_is_counted_once(view):
    load = load_of(view)
    assert load.modelled_s + load.not_modelled_s == load.moving_s


@given(views())
def test_the_trace_and_the_session_tell_the_same(view):
    load, trace = load_of(view), estimate_load_trace(view, BODY, PARAMETERS)
    assert np.sum(trace.modelled) == load.modelled_s
    for tissue in FORCE_TISSUES:
        along = trace.tissues[tissue]
        assert np.array_equal(
            np.isfinite(along.peak_bw), trace.modelled | (view.recorded & ~view.moving)
        )
        assert np.all(along.peak_bw[view.recorded & ~view.moving] == 0)
        seen = trace.modelled
        assert np.all(along.low_bw[seen] < along.peak_bw[seen])
        assert np.all(along.peak_bw[seen] < along.high_bw[seen])
        if load.modelled_s:
            mean = np.average(along.peak_bw[seen], weights=trace.cadence_spm[seen])
            assert mean == pytest.approx(load.tissues[tissue].mean_peak_bw, rel=EXACT)


@pytest.mark.parametrize("rows", [0, 1, 59, 60, 600])
def test_a_run_in_which_nobody_ran_is_zero(make_view, rows):
    load = load_of(make_view(np.zeros(rows)))
    assert np.all(sums_of(load) == 0)
    for tissue in load.tissues.values():
        assert (tissue.peak_bw, tissue.mean_peak_bw) == (0, 0)
        assert tissue.descriptor is None
    assert (load.iliotibial_band.index, load.iliotibial_band.peak_index) == (0, 0)
    trace = estimate_load_trace(make_view(np.zeros(rows)), BODY, PARAMETERS)
    assert heaviest_minutes(trace, BODY, PARAMETERS) == ()


def test_an_even_run_is_its_steps_times_one_step(make_view):
    load = load_of(make_view(np.full(1800, 3.0), cadence_spm=170.0, grade_frac=0.0))
    step = estimate_step_load(3.0, PARAMETERS, cadence_spm=170, height_m=1.7)
    tissue = load.tissues[PFJ]
    assert load.steps == pytest.approx(170 * 30)
    assert load.distance_m == pytest.approx(5400)
    assert tissue.peak_bw == pytest.approx(float(step.patellofemoral_bw))
    assert tissue.impulse_bw_s == pytest.approx(
        170 * 30 / 2 * float(step.patellofemoral_impulse_bw_s)
    )
    assert tissue.impulse_bw_s_per_km == pytest.approx(tissue.impulse_bw_s / 5.4)


def test_damage_counts_reference_steps(make_view):
    speed = PARAMETERS.reference_speed_mps
    load = load_of(make_view(np.full(60, speed)), Body())
    for tissue in load.tissues.values():
        assert tissue.damage == pytest.approx(dict.fromkeys((3, 6, 9), load.steps / 2))
    assert set(reference_peaks_bw(PARAMETERS)) == set(FORCE_TISSUES)


def test_harder_running_moves_high_powers_of_damage_most(make_view):
    easy, hard = (load_of(make_view(np.full(600, speed))) for speed in (2.5, 4.5))
    grown = [hard.tissues[PFJ].damage[m] / easy.tissues[PFJ].damage[m] for m in (3, 6, 9)]
    assert grown == sorted(grown)


def test_walking_breaks_and_unknown_speed_are_left_out_and_counted(make_view):
    speed = np.concatenate([np.full(300, 3.0), np.full(60, 1.4), np.full(30, np.nan)])
    cadence = np.where(speed == 1.4, 110.0, 168.0)
    load = load_of(make_view(speed, cadence_spm=cadence))
    assert (load.modelled_s, load.walking_s, load.unknown_s) == (300, 60, 30)
    only_running = load_of(make_view(np.full(300, 3.0), cadence_spm=168.0))
    assert load.tissues[PFJ].impulse_bw_s == pytest.approx(only_running.tissues[PFJ].impulse_bw_s)


@pytest.mark.parametrize(
    ("speed", "cadence", "running"),
    [
        (1.5, 165, True),  # shuffling uphill
        (1.8, 120, False),
        (2.4, 130, True),
        (1.9, np.nan, True),
        (1.6, np.nan, False),
        (3.0, 0, True),  # the cadence sensor dropped out
        (0.3, 170, False),
        (np.nan, 170, False),
    ],
)
def test_what_counts_as_running(make_view, speed, cadence, running):
    view = make_view(np.full(3, speed), cadence_spm=cadence)
    assert detect_running(view, PARAMETERS).tolist() == [running] * 3


def test_a_cadence_that_cannot_be_counts_as_missing(make_view):
    glitch = load_of(make_view(np.full(100, 3.0), cadence_spm=60.0))
    assert glitch.inputs.cadence is InputSource.ESTIMATED
    assert sums_of(glitch) == pytest.approx(sums_of(load_of(make_view(np.full(100, 3.0)))))


def test_what_no_device_can_have_measured_never_stops_a_run(make_view):
    speed = np.full(120, 3.0)
    speed[7] = 40.0
    wild = {
        "cadence_spm": 999.0,
        "grade_frac": -7.0,
        "contact_time_s": 30.0,
        "balance_left_frac": 51.0,
    }
    load = load_of(make_view(speed, **wild))
    assert (load.modelled_s, load.unknown_s) == (119, 1)
    assert load.inputs.cadence is InputSource.ESTIMATED
    assert load.inputs.contact_time is InputSource.ESTIMATED


def test_it_says_what_was_measured_and_widens_what_was_not(make_view):
    speed = np.full(120, 3.0)
    full = load_of(make_view(speed, cadence_spm=168.0, grade_frac=0.0, contact_time_s=0.24))
    bare = load_of(make_view(speed), Body())
    assert set(vars(full.inputs).values()) == {InputSource.MEASURED}
    assert bare.inputs.cadence is InputSource.ESTIMATED
    assert bare.inputs.contact_time is InputSource.ESTIMATED
    assert bare.inputs.slope is InputSource.ABSENT
    assert (bare.inputs.height, bare.inputs.mass) == (InputSource.ABSENT, InputSource.ABSENT)
    for tissue in FORCE_TISSUES:
        assert bare.tissues[tissue].level_log_sd > full.tissues[tissue].level_log_sd
        assert bare.tissues[tissue].change_log_sd > full.tissues[tissue].change_log_sd


def test_slopes_widen_the_range(make_view):
    speed = np.full(120, 3.0)
    level = load_of(make_view(speed, grade_frac=0.0)).tissues[PFJ]
    hill = load_of(make_view(speed, grade_frac=-0.1)).tissues[PFJ]
    assert hill.peak_high_bw / hill.peak_bw > level.peak_high_bw / level.peak_bw


def test_the_peak_is_the_mean_of_the_heaviest_minute(make_view):
    speed = np.full(600, 2.8)
    speed[200:260] = 4.0
    load = load_of(make_view(speed, cadence_spm=170.0))
    fast = estimate_step_load(4.0, PARAMETERS, cadence_spm=170, height_m=1.7)
    assert load.tissues[PFJ].peak_bw == pytest.approx(float(fast.patellofemoral_bw))


@given(views(min_size=1))
def test_the_heaviest_minutes_never_overlap_and_their_shares_sum(view):
    trace = estimate_load_trace(view, BODY, PARAMETERS)
    minutes = heaviest_minutes(trace, BODY, PARAMETERS)
    assert [minute.peak_bw for minute in minutes] == sorted(
        (minute.peak_bw for minute in minutes), reverse=True
    )
    spans = sorted((minute.start_s, minute.end_s) for minute in minutes)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    for minute in minutes:
        assert sum(minute.log_shares.values()) == pytest.approx(np.log(minute.ratio), abs=EXACT)
    if trace.modelled.any():
        heaviest = load_of(view).tissues[PFJ].peak_bw
        assert minutes[0].peak_bw == pytest.approx(heaviest, rel=EXACT)


def test_a_heavy_minute_knows_its_reason(make_view):
    grade = np.zeros(900)
    grade[300:360] = -0.1
    trace = estimate_load_trace(make_view(np.full(900, 3.0), grade_frac=grade), BODY, PARAMETERS)
    first = heaviest_minutes(trace, BODY, PARAMETERS)[0]
    assert (first.start_s, first.end_s) == (300, 360)
    assert max(first.log_shares, key=first.log_shares.get) == "slope"
    assert first.log_shares["slope"] == pytest.approx(np.log(first.ratio), rel=0.05)


def test_a_height_in_centimetres_is_refused(make_view):
    with pytest.raises(InvalidValueError, match="height_m"):
        load_of(make_view(np.full(10, 3.0)), Body(height_m=170))
