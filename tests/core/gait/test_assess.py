"""The laws of a side view, on a runner whose joints follow plain waves."""

from dataclasses import replace

import numpy as np
import pytest

from core.gait.made_rear import a_runner_from_behind
from core.gait.made_runner import a_runner, without_runner
from midstance.core.gait.assess import assess_side
from midstance.core.gait.keypoints import mirror, swap_sides
from midstance.core.gait.records import Confidence, GaitRunner, Reason, Side
from midstance.core.gait.tell import estimate_spread
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
HER = GaitRunner(height_m=1.7)


def test_cadence_counts_both_feet():
    metric = assess_side(a_runner(), HER, C).metric("cadence_spm")
    assert metric.low < 2 * 60 / 0.7 < metric.high


def test_a_mirror_changes_the_leg_and_nothing_else():
    seen, mirrored = (assess_side(clip, HER, C) for clip in (a_runner(), mirror(a_runner())))
    assert (seen.near_side, mirrored.near_side) == (Side.RIGHT, Side.LEFT)
    for one, other in zip(seen.metrics, mirrored.metrics, strict=True):
        if "balance" not in one.name and one.is_told:
            assert other.value == pytest.approx(one.value, abs=1e-6)


@pytest.mark.parametrize("factor", [0.6, 1.7])
def test_the_size_of_the_picture_changes_nothing(factor):
    clip = a_runner()
    larger = replace(clip, position_px=clip.position_px * factor)
    for one, other in zip(
        assess_side(clip, HER, C).metrics, assess_side(larger, HER, C).metrics, strict=True
    ):
        assert one.is_told == other.is_told
        if one.is_told:
            assert other.value == pytest.approx(one.value, rel=1e-6, abs=1e-6)


def test_legs_exchanged_in_single_pictures_are_put_right():
    clip = a_runner(noise_px=1.0)
    position = clip.position_px.copy()
    wrong = np.random.default_rng(1).random(clip.time_s.size) < 0.08
    position[wrong] = swap_sides(clip.position_px)[wrong]
    seen = assess_side(replace(clip, position_px=position), HER, C)
    assert seen.quality.swapped_frac > 0.02
    assert seen.metric("contact_time_s").value == pytest.approx(
        assess_side(clip, HER, C).metric("contact_time_s").value, abs=0.004
    )


def test_more_tremble_and_fewer_steps_never_narrow():
    for spread in (C.gait_contact_spread, C.gait_angle_spread, C.gait_length_spread):
        widths = [estimate_spread(spread, n, 0.01) for n in (4, 8, 40)]
        assert widths == sorted(widths, reverse=True)
        noisy = [estimate_spread(spread, 8, j) for j in (0.0, 0.01, 0.1)]
        assert noisy == sorted(noisy)
    calm, wild = (assess_side(a_runner(noise_px=n), HER, C) for n in (0.5, 6.0))
    for one, other in zip(calm.metrics, wild.metrics, strict=True):
        if one.is_told and other.is_told and one.steps == other.steps:
            assert other.sd > one.sd


def test_joints_that_tremble_too_much_tell_nothing_and_say_why():
    told = assess_side(a_runner(noise_px=14.0), HER, C)
    assert told.quality.jitter_frac > C.gait_most_jitter_frac
    assert {each.reason for each in told.metrics} == {Reason.TREMBLE}
    assert not told.quality.is_enough


@pytest.mark.parametrize("kind", ["empty", "one", "nan", "still"])
def test_what_shows_no_runner_says_so(kind):
    seen = assess_side(without_runner(a_runner(), kind), HER, C)
    assert not seen.quality.is_enough
    assert all(m.confidence is Confidence.NONE and m.reason for m in seen.metrics)


def test_slow_motion_is_suspected_and_undone_when_told():
    slow = replace(a_runner(), time_s=a_runner().time_s * 4)
    assert assess_side(slow, HER, C).metric("cadence_spm").reason is Reason.TIME_BASE
    told = assess_side(slow, replace(HER, frame_rate_factor=0.25), C)
    assert told.metric("cadence_spm").value == pytest.approx(2 * 60 / 0.7, rel=0.01)


def test_lengths_wait_for_the_height():
    seen = assess_side(a_runner(), GaitRunner(), C)
    assert seen.metric("overstride_m").reason is Reason.NO_HEIGHT
    assert seen.metric("contact_time_s").is_told or seen.metric("contact_time_s").reason


def test_a_film_from_behind_is_not_told_as_one_from_the_side():
    seen = assess_side(a_runner_from_behind(), HER, C)
    assert Reason.WRONG_VIEW in seen.quality.problems
    assert not any(each.is_told for each in seen.metrics)


def test_few_steps_are_not_enough():
    seen = assess_side(a_runner(seconds=2.0), HER, C)
    assert Reason.TOO_FEW_STEPS in seen.quality.problems
