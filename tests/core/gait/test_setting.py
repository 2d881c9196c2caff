"""Where she runs and how the camera stands, on a runner whose joints follow plain waves."""

from dataclasses import replace

import numpy as np
import pytest

from core.gait.made_runner import a_runner
from midstance.core.gait.assess import assess_side
from midstance.core.gait.keypoints import mirror
from midstance.core.gait.records import Confidence, GaitRunner, Reason, Setting
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
HER = GaitRunner(height_m=1.7)
BELT_PX_S = 90 * 2 * np.pi / 0.7
"""How fast the standing foot of the made runner goes back, about."""


def carried(clip, share):
    """The runner moves over the ground, and the camera follows what is left of the way."""
    along = share * BELT_PX_S * clip.time_s
    return replace(clip, position_px=clip.position_px + np.stack((along, 0 * along), 1)[:, None])


def turned(clip, degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.array((640.0, 360.0))
    return replace(clip, position_px=(clip.position_px - middle) @ turn + middle)


def grown(clip):
    growth = 1 + 0.25 * np.sin(np.pi * clip.time_s / clip.time_s[-1])
    middle = np.array((640.0, 360.0))
    return replace(clip, position_px=(clip.position_px - middle) * growth[:, None, None] + middle)


@pytest.mark.parametrize(
    ("clip", "setting"),
    [
        (a_runner(), Setting.TREADMILL),
        (carried(a_runner(), 1.0), Setting.PASSING),
        (carried(a_runner(), 0.5), Setting.FOLLOWED),
        (grown(a_runner()), Setting.FOLLOWED),
    ],
    ids=["treadmill", "passing", "half followed", "grown"],
)
def test_the_joints_tell_where_the_camera_goes(clip, setting):
    for each in (clip, mirror(clip)):
        assert assess_side(each, HER, C).setting is setting


def test_one_who_passes_is_told_with_less_trust_and_wider():
    still, passing = (assess_side(each, HER, C) for each in (a_runner(), carried(a_runner(), 1.0)))
    order = list(Confidence)
    for one, other in zip(still.metrics, passing.metrics, strict=True):
        if one.is_told and other.is_told and "balance" not in one.name:
            assert other.sd > 1.5 * one.sd
            assert order.index(other.confidence) > order.index(one.confidence)
            assert other.reason is Reason.PASSING


@pytest.mark.parametrize("degrees", [-4.0, 3.0])
def test_a_camera_that_leans_is_put_right_on_a_treadmill(degrees):
    clip = a_runner()
    straight, leaning = (assess_side(each, HER, C) for each in (clip, turned(clip, degrees)))
    (was, _), (found, reach) = straight.quality.tilt_deg, leaning.quality.tilt_deg
    assert was - found == pytest.approx(degrees, abs=reach)
    for name in ("trunk_lean_deg", "shank_angle_deg", "foot_strike_angle_deg"):
        one, other = (seen.metric(name).value for seen in (straight, leaning))
        assert other == pytest.approx(one, abs=1.5)


def test_without_a_treadmill_no_tilt_is_told():
    assert assess_side(carried(a_runner(), 1.0), HER, C).quality.tilt_deg is None
