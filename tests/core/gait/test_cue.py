"""Where a figure lies among runners, and the one thing that may be worth a try."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.gait.cue import CueBook, CueRule, Session, choose_cue
from midstance.core.gait.norms import Norm, SpeedNorm, Where, compare
from midstance.core.gait.records import Confidence, Metric, Reason, Side
from midstance.core.gait.tell import untold

NORMS = {
    "cadence_spm": Norm(
        "cadence_spm",
        (SpeedNorm(2.5, 26, 160, 146, 176), SpeedNorm(3.5, 20, 170, 154, 188)),
        ("rbds_2017",),
    )
}
SESSIONS = (Session(0, 15, 1.0), Session(2, 20, 0.5))
QUICKER = CueRule(
    "quicker", 1, "cadence_spm", Where.BELOW, 170.0, ("patellofemoral_pain",), ("effusion",), 0.05
)
CLOSER = CueRule("closer", 2, "shank_angle_deg", Where.ABOVE, 12.0, (), ("effusion",), None)
USUAL = CueRule("usual", 3, "cadence_spm", Where.BELOW, None, (), (), 0.05)
BOOK = CueBook((CLOSER, USUAL, QUICKER), NORMS, SESSIONS)
KNEECAP = "patellofemoral_pain"


def told(value, reach=2.0, name="cadence_spm", confidence=Confidence.GOOD):
    return Metric(name, Side.BOTH, value, value - reach, value + reach, reach, confidence, None, 20)


SLOW_STEPS, FAR_AHEAD = told(160.0), told(20.0, 4.0, "shank_angle_deg", Confidence.FAIR)


def chosen(metrics, condition=KNEECAP, speed_mps=3.0, book=BOOK, **more):
    return choose_cue(metrics, speed_mps, condition, book, **{"is_locked": False, **more})


@pytest.mark.parametrize(
    ("value", "where"),
    [(140, Where.BELOW), (165, Where.WITHIN), (190, Where.ABOVE), (151, Where.CANNOT_SAY)],
)
def test_a_figure_is_placed_only_by_its_whole_range(value, where):
    place = compare(told(value), 3.0, NORMS)
    assert place.where is where
    assert (place.low, place.usual, place.high, place.people) == (150, 165, 182, 20)


@given(st.floats(120, 220), st.floats(0.1, 30), st.floats(2.5, 3.5))
def test_a_wider_range_never_says_more(value, reach, speed_mps):
    narrow, wide = (
        compare(told(value, times * reach), speed_mps, NORMS).where for times in (1, 1.5)
    )
    assert wide in (narrow, Where.CANNOT_SAY)


@pytest.mark.parametrize("speed_mps", [None, 2.4, 3.6])
def test_outside_of_the_speeds_measured_nothing_is_compared(speed_mps):
    assert compare(told(165), speed_mps, NORMS) is None


def test_what_is_not_told_or_not_known_is_not_compared():
    assert compare(untold("cadence_spm", Reason.OCCLUSION), 3.0, NORMS) is None
    assert compare(told(5.0, name="trunk_lean_deg"), 3.0, NORMS) is None


def test_the_first_rule_that_a_figure_meets_is_the_one_cue():
    cue = chosen([FAR_AHEAD, SLOW_STEPS])
    assert (cue.id, cue.because, cue.bound) == ("quicker", SLOW_STEPS, 170.0)
    assert cue.beat_spm == pytest.approx(168.0)
    assert cue.sessions == SESSIONS


def test_a_cue_for_another_pattern_is_passed_over():
    assert chosen([FAR_AHEAD, SLOW_STEPS], condition="meniscal_tear").id == "closer"
    assert chosen([SLOW_STEPS], condition=None) is None


def test_a_cue_by_the_usual_band_needs_the_speed():
    metrics = [told(140.0)]
    assert chosen(metrics, condition=None).place.where is Where.BELOW
    assert chosen(metrics, condition=None, speed_mps=None) is None


@given(st.lists(st.sampled_from([SLOW_STEPS, FAR_AHEAD, told(140.0)]), max_size=3))
def test_a_lock_or_a_trial_that_runs_leaves_no_cue(metrics):
    assert chosen(metrics, is_locked=True) is None
    assert chosen(metrics, is_trying=True) is None


@pytest.mark.parametrize("confidence", [Confidence.LOW, Confidence.FAIR])
def test_a_figure_of_low_confidence_speaks_for_nothing(confidence):
    cue = chosen([replace(SLOW_STEPS, confidence=confidence)])
    assert (cue is None) == (confidence is Confidence.LOW)


@given(st.floats(100, 220), st.floats(0.1, 40))
def test_a_range_that_reaches_over_the_bound_speaks_for_nothing(value, reach):
    cue = chosen([told(value, reach)], book=replace(BOOK, rules=(QUICKER,)))
    assert (cue is not None) == (value + reach < 170.0)


def test_what_speaks_against_a_cue_keeps_it_back():
    assert chosen([SLOW_STEPS], situations={"effusion"}) is None
    assert chosen([SLOW_STEPS], situations={"stairs"}).id == "quicker"


def test_no_figures_are_no_cue_and_a_beat_needs_the_cadence():
    assert chosen([]) is None
    rule = replace(CLOSER, step_frac=0.05)
    assert chosen([FAR_AHEAD], book=replace(BOOK, rules=(rule,))) is None
    cue = chosen([FAR_AHEAD, told(165.0)], book=replace(BOOK, rules=(rule,)))
    assert cue.beat_spm == pytest.approx(173.25)
