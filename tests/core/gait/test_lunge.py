"""A knee to the wall from the side: the lean of the shin with the heel down, and its range."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gait.made_one_leg import a_lunge, a_squat
from midstance.core.gait.keypoints import mirror
from midstance.core.gait.lunge import assess_lunge
from midstance.core.gait.records import Side
from midstance.core.gait.screen_records import ScreenProblem
from midstance.knowledge.screen_film_constants import load_screen_film_constants

C = load_screen_film_constants()


def angle(clip, leg=Side.LEFT):
    filmed = assess_lunge(clip, leg, C)
    assert (filmed.problem, filmed.signs) == (None, ())
    return filmed.angle


@given(
    lean=st.floats(22, 55),
    noise=st.sampled_from([0.0, 0.003, 0.006]),
    to_the=st.sampled_from(["left", "right"]),
)
@settings(max_examples=15, deadline=None)
def test_the_lean_lies_in_its_range(lean, noise, to_the):
    told = angle(a_lunge(lean_deg=lean, noise_m=noise, to_the=to_the))
    assert told.low_deg < lean < told.high_deg
    assert told.value_deg == pytest.approx(lean, abs=2)


def test_a_heel_that_lifts_ends_what_counts():
    free, held = angle(a_lunge(lean_deg=45)), angle(a_lunge(lean_deg=45, lift_from_deg=32))
    assert free.value_deg == pytest.approx(45, abs=1)
    assert held.value_deg == pytest.approx(33, abs=2)


def test_mirror_side_and_size_say_the_same():
    clip = a_lunge(lean_deg=37)
    assert angle(mirror(clip), Side.RIGHT).value_deg == pytest.approx(angle(clip).value_deg)
    assert angle(a_lunge(lean_deg=37, px_per_m=150)).value_deg == pytest.approx(37, abs=1)
    assert angle(a_lunge(lean_deg=37, leg="right"), Side.RIGHT).value_deg == pytest.approx(
        angle(clip).value_deg
    )


def test_a_camera_that_leans_stays_within_the_range():
    told = angle(a_lunge(lean_deg=38, roll_deg=3))
    assert told.low_deg < 38 < told.high_deg


def test_more_repetitions_narrow_the_range_no_further_than_the_film_itself():
    three, eight = angle(a_lunge(count=3)), angle(a_lunge(count=8))
    assert three.high_deg - three.low_deg == pytest.approx(eight.high_deg - eight.low_deg)
    assert three.high_deg - three.low_deg >= 2 * C.filmed_shin_deg[0]


@pytest.mark.parametrize(
    ("clip", "leg", "problem"),
    [
        (a_lunge(count=2), Side.LEFT, ScreenProblem.TOO_FEW_REPETITIONS),
        (a_lunge(), Side.RIGHT, ScreenProblem.OTHER_LEG),
        (a_squat(), Side.LEFT, ScreenProblem.WRONG_VIEW),
        (a_lunge(px_per_m=60), Side.LEFT, ScreenProblem.TOO_SMALL),
    ],
)
def test_why_nothing_is_told(clip, leg, problem):
    filmed = assess_lunge(clip, leg, C)
    assert (filmed.problem, filmed.angle) == (problem, None)


def test_hidden_or_empty_films_tell_nothing():
    clip = a_lunge()
    hidden = replace(clip, score=0.9 * clip.score * (np.arange(clip.time_s.size)[:, None] % 2))
    assert assess_lunge(hidden, Side.LEFT, C).problem is ScreenProblem.OCCLUSION
    nobody = replace(clip, position_px=np.full_like(clip.position_px, np.nan))
    assert assess_lunge(nobody, Side.LEFT, C).problem is ScreenProblem.NO_BODY


def test_slow_motion_changes_no_angle():
    clip = a_lunge()
    slow = replace(clip, time_s=8 * clip.time_s)
    told = assess_lunge(slow, Side.LEFT, C, time_factor=1 / 8)
    assert told.angle.value_deg == pytest.approx(angle(clip).value_deg)
