"""A squat on one leg from the front: signs counted, doubt kept, the wrong leg told."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.gait.made_one_leg import a_lunge, a_squat
from midstance.core.gait.keypoints import JOINTS, mirror
from midstance.core.gait.one_leg import assess_one_leg
from midstance.core.gait.records import Side
from midstance.core.gait.screen_records import ScreenProblem, Sign
from midstance.core.gait.slow import find_turns
from midstance.knowledge.screen_film_constants import load_screen_film_constants

C = load_screen_film_constants()
REPETITIONS = 5


def counts(clip, leg=Side.LEFT, constants=C):
    filmed = assess_one_leg(clip, leg, constants)
    assert filmed.problem is None
    return {each.sign: (each.seen, each.not_seen, each.unclear) for each in filmed.signs}


def test_a_still_clean_squat_shows_none_of_the_signs():
    told = counts(a_squat())
    assert set(told) == set(Sign)
    assert not any(seen for seen, _absent, _unclear in told.values())
    for sign in set(Sign) - {Sign.KNEE_PAST_SECOND_TOE}:
        assert told[sign] == (0, REPETITIONS, 0)


def test_a_knee_over_the_toe_cannot_be_told_from_one_past_the_second_toe():
    assert counts(a_squat())[Sign.KNEE_PAST_SECOND_TOE] == (0, 0, REPETITIONS)
    assert counts(a_squat(inwards_m=-0.08))[Sign.KNEE_PAST_SECOND_TOE] == (0, REPETITIONS, 0)


@pytest.mark.parametrize(
    ("sign", "how"),
    [
        (Sign.KNEE_PAST_SECOND_TOE, {"inwards_m": 0.06}),
        (Sign.KNEE_PAST_FOOT, {"inwards_m": 0.11}),
        (Sign.KNEE_WOBBLES, {"wobble_m": 0.04}),
        (Sign.PELVIS_TILTS, {"tilt_deg": 16}),
        (Sign.PELVIS_SHIFTS, {"shift_m": 0.12}),
        (Sign.TRUNK_LEANS, {"lean_deg": 20}),
        (Sign.FOOT_DOWN, {"free_foot_m": 0.0}),
    ],
)
def test_a_sign_that_is_there_is_seen_on_either_leg(sign, how):
    for leg in (Side.LEFT, Side.RIGHT):
        assert counts(a_squat(leg=str(leg), **how), leg)[sign][0] == REPETITIONS


def test_a_step_down_is_counted_though_the_free_foot_goes_lower():
    told = counts(a_squat(step_m=0.2, inwards_m=0.11))
    assert told[Sign.KNEE_PAST_FOOT] == (REPETITIONS, 0, 0)


def test_the_mirrored_leg_gives_the_same_counts():
    clip = a_squat(inwards_m=0.07, tilt_deg=9, noise_m=0.006)
    assert counts(mirror(clip), Side.RIGHT) == counts(clip)


def test_size_and_slow_motion_change_no_count():
    clip = a_squat(inwards_m=0.09, lean_deg=17)
    half = replace(
        clip, position_px=clip.position_px / 2, width_px=clip.width_px // 2, height_px=640
    )
    slow = replace(clip, time_s=4 * clip.time_s)
    assert counts(half) == counts(clip)
    told = assess_one_leg(slow, Side.LEFT, C, time_factor=0.25)
    assert {each.sign: each.seen for each in told.signs} == {
        sign: seen for sign, (seen, _absent, _unclear) in counts(clip).items()
    }
    assert told.keypoints.time_s[-1] == pytest.approx(clip.time_s[-1])


@given(
    inwards=st.floats(-0.1, 0.15),
    more=st.floats(0.0, 0.1),
    noise=st.sampled_from([0.0, 0.003, 0.008]),
)
@settings(max_examples=15, deadline=None)
def test_a_knee_further_inwards_is_never_seen_less(inwards, more, noise):
    less, further = (
        counts(a_squat(inwards_m=each, noise_m=noise)) for each in (inwards, inwards + more)
    )
    for sign in (Sign.KNEE_PAST_SECOND_TOE, Sign.KNEE_PAST_FOOT):
        assert further[sign][0] >= less[sign][0]
        assert further[sign][1] <= less[sign][1]


@given(inwards=st.floats(-0.1, 0.2), tilt=st.floats(-20, 20), aside=st.floats(-0.5, 0.5))
@settings(max_examples=15, deadline=None)
def test_more_doubt_never_makes_a_firmer_count(inwards, tilt, aside):
    clip = a_squat(inwards_m=inwards, tilt_deg=tilt, aside_m=aside)
    wide = replace(
        C,
        filmed_past_foot=(C.filmed_past_foot[0], 2 * C.filmed_past_foot[1]),
        filmed_pelvis_tilt_deg=(C.filmed_pelvis_tilt_deg[0], 7.0),
        filmed_nearer_frac=0.2,
    )
    firm, doubtful = counts(clip), counts(clip, constants=wide)
    for sign in Sign:
        assert doubtful[sign][0] <= firm[sign][0]
        assert doubtful[sign][1] <= firm[sign][1]
        assert sum(doubtful[sign]) == REPETITIONS


def test_far_from_the_middle_of_the_picture_the_knee_is_told_less():
    in_middle = counts(a_squat())[Sign.KNEE_PAST_FOOT]
    aside = counts(a_squat(aside_m=0.6))[Sign.KNEE_PAST_FOOT]
    assert in_middle == (0, REPETITIONS, 0)
    assert aside[1] == 0


def test_joints_that_are_lost_for_a_moment_are_bridged_and_lost_ones_are_unclear():
    clip = a_squat(inwards_m=0.11)
    position = clip.position_px.copy()
    position[40:44] = np.nan
    assert counts(replace(clip, position_px=position)) == counts(clip)
    deepest = (clip.time_s > 1.7) & (clip.time_s < 2.3)
    position = clip.position_px.copy()
    position[deepest, JOINTS.index("left_knee")] = np.nan
    assert counts(replace(clip, position_px=position))[Sign.KNEE_PAST_FOOT] == (4, 0, 1)


@pytest.mark.parametrize(
    ("clip", "problem"),
    [
        (a_squat(leg="right"), ScreenProblem.OTHER_LEG),
        (mirror(a_squat()), ScreenProblem.OTHER_LEG),
        (a_squat(leg="right", step_m=0.2), ScreenProblem.OTHER_LEG),
        (a_squat(count=2), ScreenProblem.TOO_FEW_REPETITIONS),
        (a_squat(bend_deg=20), ScreenProblem.TOO_FEW_REPETITIONS),
        (a_squat(away_m=12), ScreenProblem.TOO_SMALL),
        (a_lunge(), ScreenProblem.WRONG_VIEW),
    ],
)
def test_why_nothing_is_told(clip, problem):
    filmed = assess_one_leg(clip, Side.LEFT, C)
    assert (filmed.problem, filmed.signs, filmed.angle) == (problem, (), None)


def test_hips_that_bob_as_in_a_walk_are_no_repetitions():
    walk = a_squat()
    quick = assess_one_leg(walk, Side.LEFT, C, time_factor=0.25)
    assert quick.problem is ScreenProblem.TOO_FEW_REPETITIONS
    assert quick.repetitions == ()


def test_from_behind_is_the_wrong_view():
    clip = a_squat()
    other = [JOINTS.index(name) for name in _swapped()]
    behind = replace(clip, position_px=clip.position_px[:, other])
    assert assess_one_leg(behind, Side.RIGHT, C).problem is ScreenProblem.WRONG_VIEW


def _swapped():
    sides = {"left": "right", "right": "left"}
    for name in JOINTS:
        side, _, rest = name.partition("_")
        yield f"{sides[side]}_{rest}" if side in sides else name


def test_hidden_or_empty_films_tell_nothing():
    clip = a_squat()
    hidden = replace(clip, score=0.9 * clip.score * (np.arange(clip.time_s.size)[:, None] % 2))
    assert assess_one_leg(hidden, Side.LEFT, C).problem is ScreenProblem.OCCLUSION
    nobody = replace(clip, position_px=np.full_like(clip.position_px, np.nan))
    assert assess_one_leg(nobody, Side.LEFT, C).problem is ScreenProblem.NO_BODY
    for frames in (0, 1, 3):
        short = replace(
            clip,
            time_s=clip.time_s[:frames],
            position_px=clip.position_px[:frames],
            score=clip.score[:frames],
        )
        assert assess_one_leg(short, Side.LEFT, C).problem is ScreenProblem.NO_BODY


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=40), st.floats(0.1, 3))
def test_turns_alternate_and_each_swing_is_large_enough(values, least):
    series = np.array(values)
    turns = find_turns(series, least)
    for (one, rose), (other, rises) in pairwise(turns):
        assert one < other
        assert rose != rises
        assert abs(series[one] - series[other]) >= least
    mirrored = find_turns(-series, least)
    assert [(at, not rose) for at, rose in mirrored] == turns
