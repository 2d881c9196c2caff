"""Laws of the shares: exact, without an order, and right where the answer is known."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from load_views import view_of, views
from midstance.core.base.body import Body
from midstance.core.base.errors import InvalidValueError
from midstance.core.load.explain import Factor, LoadDescriptor, explain_difference, usual_load
from midstance.core.load.session import estimate_session_load
from midstance.core.load.shares import Circumstances, impulse_per_m, log_mean, shapley_logs
from midstance.core.load.tissue import FORCE_TISSUES, Tissue
from midstance.knowledge.parameters import load_parameters

PARAMETERS = load_parameters()
BODY = Body(height_m=1.7, mass_kg=62)
PFJ = Tissue.PATELLOFEMORAL
EXACT = 1e-9

small = st.floats(-0.5, 0.5)
descriptors = st.builds(
    LoadDescriptor,
    tissue=st.just(PFJ),
    logs=st.fixed_dictionaries({factor: st.floats(-5, 5) for factor in Factor}),
    incline_frac=st.floats(0, 0.2),
    decline_frac=st.floats(0, 0.2),
    change_log_sd=st.floats(0.05, 0.1),
)


def described(view, tissue=PFJ, body=BODY):
    return estimate_session_load(view, body, PARAMETERS).tissues[tissue]


def compared(run, usual, body=BODY):
    return explain_difference(
        described(run, body=body).descriptor, described(usual, body=body).descriptor, PARAMETERS
    )


@given(views(min_size=1))
def test_the_logs_of_a_run_sum_to_its_load(view):
    for tissue in FORCE_TISSUES:
        load = described(view, tissue)
        if load.impulse_bw_s > 0:
            assert load.descriptor.log_load == pytest.approx(np.log(load.impulse_bw_s), abs=EXACT)


@given(views(min_size=1), views(min_size=1))
def test_shares_sum_exactly_to_the_log_ratio_of_two_runs(run, usual):
    here, there = described(run), described(usual)
    assume(here.descriptor is not None)
    assume(there.descriptor is not None)
    shares = explain_difference(here.descriptor, there.descriptor, PARAMETERS)
    assert sum(shares.log_shares.values()) == pytest.approx(shares.log_ratio, abs=EXACT)
    assert shares.ratio == pytest.approx(here.impulse_bw_s / there.impulse_bw_s, rel=1e-8)
    assert shares.ratio_low < shares.ratio < shares.ratio_high


@given(descriptors, descriptors)
def test_comparing_the_other_way_round_turns_every_sign(run, usual):
    there = explain_difference(run, usual, PARAMETERS)
    back = explain_difference(usual, run, PARAMETERS)
    assert {factor: -share for factor, share in back.log_shares.items()} == there.log_shares
    assert back.ratio == pytest.approx(1 / there.ratio, rel=EXACT)


@given(descriptors, descriptors, descriptors)
def test_shares_add_up_over_a_third_run(first, second, third):
    direct = explain_difference(first, third, PARAMETERS)
    over = [
        explain_difference(first, second, PARAMETERS),
        explain_difference(second, third, PARAMETERS),
    ]
    for factor in Factor:
        both = sum(step.log_shares[factor] for step in over)
        assert both == pytest.approx(direct.log_shares[factor], abs=EXACT)


@given(st.lists(descriptors, min_size=1, max_size=6))
def test_the_usual_run_is_the_geometric_mean(runs):
    usual = usual_load(runs)
    assert usual.log_load == pytest.approx(np.mean([run.log_load for run in runs]), abs=EXACT)


def test_a_usual_of_nothing_or_of_two_tissues_is_refused():
    with pytest.raises(InvalidValueError, match="one or more runs"):
        usual_load([])
    first, second = (
        LoadDescriptor(tissue, dict.fromkeys(Factor, 0.0), 0, 0, 0.067)
        for tissue in (PFJ, Tissue.TIBIOFEMORAL)
    )
    with pytest.raises(InvalidValueError, match="one tissue"):
        usual_load([first, second])
    with pytest.raises(InvalidValueError, match="one tissue"):
        explain_difference(first, second, PARAMETERS)


EVEN = {"cadence_spm": 168.0, "grade_frac": 0.0, "contact_time_s": 0.24}


def only(shares):
    return {factor for factor, share in shares.log_shares.items() if abs(share) > EXACT}


def test_twice_as_far_is_all_distance():
    shares = compared(view_of(np.full(1200, 3.0), **EVEN), view_of(np.full(600, 3.0), **EVEN))
    assert shares.ratio == pytest.approx(2)
    assert only(shares) == {Factor.DISTANCE}
    assert shares.percent(Factor.DISTANCE) == pytest.approx(100)


@pytest.mark.parametrize(
    ("channel", "value", "factor", "heavier"),
    [
        ("grade_frac", -0.08, Factor.SLOPE, True),
        ("grade_frac", 0.08, Factor.SLOPE, False),
        ("contact_time_s", 0.26, Factor.CONTACT_TIME, True),
    ],
)
def test_one_change_is_one_share(channel, value, factor, heavier):
    usual = view_of(np.full(600, 3.0), **EVEN)
    shares = compared(view_of(np.full(600, 3.0), **EVEN | {channel: value}), usual)
    # what the reference lacks takes a part of the interplay, never more than a trace
    others = sum(abs(share) for name, share in shares.log_shares.items() if name is not factor)
    assert others < 0.1 * abs(shares.log_shares[factor])
    assert (shares.log_shares[factor] > 0) is heavier
    assert (shares.ratio > 1) is heavier


def test_slower_steps_are_a_share_of_cadence():
    timeless = {"cadence_spm": 168.0, "grade_frac": 0.0}
    usual = view_of(np.full(600, 3.0), **timeless)
    shares = compared(view_of(np.full(600, 3.0), **timeless | {"cadence_spm": 155.0}), usual)
    assert only(shares) == {Factor.CADENCE}
    assert shares.ratio > 1


def test_a_taller_body_is_a_share_of_the_body():
    view = view_of(np.full(600, 3.0))
    tall, short = (described(view, body=Body(height_m=height)).descriptor for height in (1.9, 1.6))
    shares = explain_difference(tall, short, PARAMETERS)
    assert only(shares) == {Factor.BODY}
    assert shares.ratio > 1


def test_hills_that_differ_widen_the_range_of_the_comparison():
    flat = view_of(np.full(600, 3.0), **EVEN)
    hill = view_of(np.full(600, 3.0), **EVEN | {"grade_frac": -0.1})
    alike, unlike = compared(flat, flat), compared(hill, flat)
    assert unlike.ratio_high / unlike.ratio > alike.ratio_high / alike.ratio
    # log spread 0.075 of a change, 90 %
    assert alike.ratio_high == pytest.approx(np.exp(1.645 * 0.075), rel=1e-6)


def test_what_is_too_quick_for_a_stretch_is_small():
    surges = np.where(np.arange(1200) % 10 < 5, 2.6, 3.6)
    shares = compared(view_of(surges, **EVEN), view_of(np.full(1200, 3.0), **EVEN))
    assert abs(shares.log_shares[Factor.REST]) < 0.03


@given(small, small, st.floats(-0.2, 0.2), st.floats(-0.15, 0.15))
def test_shapley_values_sum_to_the_whole(speed, step_time, slope, contact):
    reference = Circumstances.reference(PARAMETERS)
    here = Circumstances(
        reference.log_speed + speed,
        *(np.array([value]) for value in (step_time, slope, contact)),
    )
    evaluate = impulse_per_m(1.7, PARAMETERS)
    shares = shapley_logs(evaluate, here, reference)
    for tissue in FORCE_TISSUES:
        whole = np.log(evaluate(here)[tissue] / evaluate(reference)[tissue])
        assert sum(shares[tissue].values()) == pytest.approx(whole, abs=EXACT)


@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_the_log_mean_lies_between_and_knows_no_order(first, second):
    mean = log_mean(np.array(first), np.array(second))
    assert min(first, second) * (1 - EXACT) <= mean <= max(first, second) * (1 + EXACT)
    assert mean == pytest.approx(log_mean(np.array(second), np.array(first)), rel=EXACT)
