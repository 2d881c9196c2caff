"""The laws of a view from behind, on a runner whose joints follow plain waves."""

from dataclasses import replace

import numpy as np
import pytest

from core.gait.made_rear import HIP_PX, a_runner_from_behind
from core.gait.made_runner import a_runner, without_runner
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.keypoints import JOINTS, mirror
from midstance.core.gait.records import (
    OF_EACH_LEG,
    REAR_METRICS,
    Confidence,
    GaitRunner,
    Reason,
    Setting,
    Side,
)
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
HER = GaitRunner(height_m=1.7)
PX_PER_M = HIP_PX / (C.gait_hip_height_frac * 1.7)
OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}


def turned(clip, degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array((640.0, 360.0))
    return replace(clip, position_px=(clip.position_px - middle) @ turn + middle)


def test_every_figure_is_told_once_for_each_leg_that_it_has():
    seen = assess_rear(a_runner_from_behind(), HER, C)
    wanted = [
        (name, side)
        for name in REAR_METRICS
        for side in ((Side.LEFT, Side.RIGHT) if name in OF_EACH_LEG else (Side.BOTH,))
    ]
    assert [(each.name, each.side) for each in seen.metrics] == wanted
    assert all(each.is_told for each in seen.metrics)
    assert seen.setting is Setting.TREADMILL
    assert seen.moments.left.contact_s < seen.moments.left.midstance_s < seen.moments.left.toe_off_s


def test_a_contact_time_from_behind_is_rough_and_wider_than_its_markers_ask():
    contact = assess_rear(a_runner_from_behind(), HER, C).metric("contact_time_s")
    assert contact.confidence is Confidence.LOW
    assert contact.sd > C.gait_rear_pose_s


def test_no_angle_from_behind_is_told_with_more_than_low_confidence():
    for metric in assess_rear(a_runner_from_behind(), HER, C).metrics:
        if metric.unit == "deg":
            assert (metric.confidence, metric.reason) == (Confidence.LOW, Reason.ONE_CAMERA)


@pytest.mark.parametrize("stride_s", [0.6, 0.7, 0.8])
def test_cadence_counts_both_feet(stride_s):
    metric = assess_rear(a_runner_from_behind(stride_s=stride_s), HER, C).metric("cadence_spm")
    assert metric.value == pytest.approx(2 * 60 / stride_s, rel=0.01)


def test_a_mirror_changes_the_legs_and_nothing_else():
    clip = a_runner_from_behind(noise_px=1.0)
    seen, mirrored = (assess_rear(each, HER, C) for each in (clip, mirror(clip)))
    for one in seen.metrics:
        other = mirrored.metric(one.name, OTHER[one.side])
        assert other.value == pytest.approx(one.value, abs=1e-6)


@pytest.mark.parametrize("factor", [0.7, 1.6])
def test_the_size_of_the_picture_changes_nothing(factor):
    clip = a_runner_from_behind(noise_px=1.0)
    larger = replace(clip, position_px=clip.position_px * factor)
    pairs = zip(assess_rear(clip, HER, C).metrics, assess_rear(larger, HER, C).metrics, strict=True)
    for one, other in pairs:
        assert other.value == pytest.approx(one.value, rel=1e-6, abs=1e-6)


def test_slow_motion_that_is_told_changes_nothing():
    clip = a_runner_from_behind()
    slow = replace(clip, time_s=clip.time_s * 4)
    seen = assess_rear(slow, replace(HER, frame_rate_factor=0.25), C)
    for one, other in zip(assess_rear(clip, HER, C).metrics, seen.metrics, strict=True):
        assert other.value == pytest.approx(one.value, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("degrees", [-5, 4])
def test_a_camera_that_leans_changes_no_drop_of_the_pelvis(degrees):
    clip = a_runner_from_behind()
    straight, leaning = (assess_rear(each, HER, C) for each in (clip, turned(clip, degrees)))
    for side in (Side.LEFT, Side.RIGHT):
        for name in ("pelvic_drop_deg", "frontal_knee_deg"):
            one, other = (seen.metric(name, side).value for seen in (straight, leaning))
            assert other == pytest.approx(one, abs=0.5)


def test_the_pelvis_that_drops_further_is_told_as_further():
    drops = [
        assess_rear(a_runner_from_behind(drop_deg=each), HER, C)
        .metric("pelvic_drop_deg", Side.LEFT)
        .value
        for each in (2.0, 5.0, 9.0)
    ]
    assert drops == sorted(drops)
    assert drops[2] - drops[0] == pytest.approx(7.0, abs=1.5)


@pytest.mark.parametrize("width_px", [-16.0, 0.0, 25.0])
def test_the_width_between_the_feet_is_that_of_the_heels(width_px):
    metric = assess_rear(a_runner_from_behind(width_px=width_px), HER, C).metric("step_width_m")
    assert metric.value == pytest.approx(width_px / PX_PER_M, abs=0.003)


@pytest.mark.parametrize(("width_px", "share"), [(-16.0, 1.0), (25.0, 0.0)])
def test_feet_that_cross_are_counted(width_px, share):
    metric = assess_rear(a_runner_from_behind(width_px=width_px), HER, C).metric("crossover_frac")
    assert metric.value == share
    assert 0 <= metric.low <= metric.value <= metric.high <= 1


def test_a_width_waits_for_the_height_and_a_share_does_not():
    seen = assess_rear(a_runner_from_behind(), GaitRunner(), C)
    assert seen.metric("step_width_m").reason is Reason.NO_HEIGHT
    assert seen.metric("crossover_frac").is_told


def test_more_tremble_never_narrows():
    calm, wild = (assess_rear(a_runner_from_behind(noise_px=n), HER, C) for n in (0.5, 4.0))
    for one, other in zip(calm.metrics, wild.metrics, strict=True):
        if other.is_told and one.name != "crossover_frac":
            assert other.sd > one.sd


def from_the_front(clip):
    position = clip.position_px.copy()
    position[..., 0] = clip.width_px - position[..., 0]
    return replace(clip, position_px=position)


def running_away(clip):
    shrink = np.linspace(1.0, 0.6, clip.time_s.size)[:, None, None]
    middle = np.array((640.0, 360.0))
    return replace(clip, position_px=(clip.position_px - middle) * shrink + middle)


@pytest.mark.parametrize(
    ("clip", "reason"),
    [
        (a_runner(), Reason.WRONG_VIEW),
        (from_the_front(a_runner_from_behind()), Reason.WRONG_VIEW),
        (running_away(a_runner_from_behind()), Reason.DISTANCE),
        (a_runner_from_behind(seconds=1.6), Reason.TOO_FEW_STEPS),
    ],
    ids=["side", "front", "away", "short"],
)
def test_what_is_no_film_from_behind_says_so(clip, reason):
    seen = assess_rear(clip, HER, C)
    assert not seen.quality.is_enough
    assert reason in seen.quality.problems
    assert not any(each.is_told for each in seen.metrics)
    assert seen.moments is None


@pytest.mark.parametrize("kind", ["empty", "one", "nan", "still"])
def test_what_shows_no_runner_says_so(kind):
    seen = assess_rear(without_runner(a_runner_from_behind(), kind), HER, C)
    assert not seen.quality.is_enough
    assert all(m.confidence is Confidence.NONE and m.reason for m in seen.metrics)


def test_a_knee_that_is_not_seen_takes_only_its_own_figures():
    clip = a_runner_from_behind()
    score = clip.score.copy()
    score[:, JOINTS.index("left_knee")] = 0.1
    seen = assess_rear(replace(clip, score=score), HER, C)
    for name in ("hip_adduction_deg", "frontal_knee_deg", "heel_angle_deg"):
        assert seen.metric(name, Side.LEFT).reason is Reason.OCCLUSION
        assert seen.metric(name, Side.RIGHT).is_told
    assert seen.metric("pelvic_drop_deg", Side.LEFT).is_told


def test_a_folded_knee_has_no_curve_once_the_foot_has_left():
    for curve in assess_rear(a_runner_from_behind(), HER, C).curves:
        assert np.isfinite(curve.middle[:20]).all()
        assert np.isfinite(curve.middle[80:]).any() == (
            curve.name in ("pelvis_tilt_deg", "hip_adduction_deg")
        )
