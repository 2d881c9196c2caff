"""How good a film is: how far away the camera stands, and whether steps come evenly."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.gait.made_rear import a_runner_from_behind
from midstance.core.gait.assess_rear import assess_rear
from midstance.core.gait.keypoints import JOINTS
from midstance.core.gait.quality import estimate_distance, even_frac
from midstance.core.gait.records import NO_EVENTS, GaitEvents, GaitRunner, Reason
from midstance.knowledge.gait_constants import load_gait_constants

C = load_gait_constants()
NARROW, WIDE = C.gait_camera_view_deg


def seen_px(distance_m, height_m, view_deg, long_px):
    """How tall a body stands in the picture of a lens without bends."""
    focal_px = long_px / 2 / np.tan(np.radians(view_deg) / 2)
    return focal_px * height_m / distance_m


@given(
    st.floats(1, 12), st.floats(1.2, 2.2), st.floats(NARROW, WIDE), st.sampled_from([1280, 3840])
)
def test_the_range_holds_the_distance_whatever_the_lens_takes_in(away_m, height_m, view, long_px):
    low, high = estimate_distance(seen_px(away_m, height_m, view, long_px), height_m, long_px, C)
    assert low <= away_m * (1 + 1e-9)
    assert high >= away_m * (1 - 1e-9)


@pytest.mark.parametrize(("body_px", "height_m"), [(0, 1.7), (400, None)])
def test_nothing_is_said_without_her_size(body_px, height_m):
    assert estimate_distance(body_px, height_m, 1280, C) is None


def steps_at(strike_s, side):
    return GaitEvents(np.array(strike_s), np.full(len(strike_s), np.nan), np.array(side))


def test_steps_that_take_turns_are_even_and_others_are_not():
    strike_s, side = 0.35 * np.arange(12), np.arange(12) % 2
    assert even_frac(steps_at(strike_s, side), 0.7) == 1.0
    assert even_frac(steps_at(strike_s, side), 0.9) == 0.0
    assert even_frac(steps_at(strike_s, 0 * side), 0.7) == 0.0
    assert even_frac(steps_at(strike_s + 0.1 * side, side), 0.7) == 0.0
    assert even_frac(NO_EVENTS, 0.7) == 1.0


@given(st.lists(st.floats(-0.02, 0.02), min_size=4, max_size=20))
def test_small_errors_of_a_landing_leave_steps_even(errors):
    count = len(errors)
    strike_s = 0.35 * np.arange(count) + np.array(errors)
    assert even_frac(steps_at(strike_s, np.arange(count) % 2), 0.7) == 1.0


def test_a_foot_that_is_followed_badly_tells_nothing():
    clip = a_runner_from_behind()
    position = clip.position_px.copy()
    for joint in ("right_ankle", "right_heel", "right_toe"):
        at = JOINTS.index(joint)
        position[:, at] = np.roll(position[:, at], 13, axis=0)
    told = assess_rear(replace(clip, position_px=position), GaitRunner(1.7), C)
    assert {each.reason for each in told.metrics} == {Reason.TREMBLE}
