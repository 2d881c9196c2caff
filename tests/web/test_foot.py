"""A foot alone: its bones keep their length, it stays on the ground, and only what works moves."""

from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midstance.core.base.errors import InvalidValueError
from midstance.web.components.body.foot import (
    ARCH,
    BALLS,
    LIMITS_DEG,
    TOES,
    FootPose,
    draw_foot,
    foot_parts,
    place_foot,
)

REST = place_foot(FootPose())
BONES = [
    ("heel", "navicular"),
    ("navicular", "ball1"),
    *((f"ball{toe}", f"knuckle{toe}") for toe in BALLS),
    *((f"knuckle{toe}", f"tip{toe}") for toe in BALLS),
]
POSES = st.builds(FootPose, **{name: st.floats(*limits) for name, limits in LIMITS_DEG.items()})
ON_THE_GROUND = ["heel", "cuboid", *(f"ball{toe}" for toe in BALLS)]


@given(POSES)
def test_bones_keep_their_length(pose):
    now = place_foot(pose).joints
    for one, other in BONES:
        assert dist(now[one], now[other]) == pytest.approx(
            dist(REST.joints[one], REST.joints[other])
        )


@given(POSES)
def test_heel_and_balls_stay_on_the_ground_and_nothing_goes_below(pose):
    now = place_foot(pose)
    assert now.bottom_m() > -1e-9
    assert now.joints["heel"] == REST.joints["heel"]
    for part in ON_THE_GROUND:
        assert now.bottom_m(part) == pytest.approx(REST.bottom_m(part))


def test_at_rest_every_toe_lies_on_the_ground():
    for toe in BALLS:
        assert REST.bottom_m(f"knuckle{toe}") == pytest.approx(0, abs=1e-9)
        assert REST.bottom_m(f"tip{toe}") == pytest.approx(0, abs=1e-9)


@given(st.floats(0, 19), st.floats(0.1, 1))
def test_more_arch_is_a_higher_and_a_shorter_foot(arch_deg, more_deg):
    less, more = (place_foot(FootPose(bend)).joints for bend in (arch_deg, arch_deg + more_deg))
    assert more["navicular"][2] > less["navicular"][2]
    assert more["ball1"][0] < less["ball1"][0]


@given(st.floats(0, 69), st.floats(0.1, 1))
def test_the_big_toe_lifts_alone(toe_deg, more_deg):
    less, more = (
        place_foot(FootPose(big_toe_deg=lift)).joints for lift in (toe_deg, toe_deg + more_deg)
    )
    assert more["tip1"][2] > less["tip1"][2]
    moved = {name for name in more if more[name] != less[name]}
    assert moved == {"knuckle1", "tip1"}


def test_the_other_toes_lift_without_the_big_one():
    lifted = place_foot(FootPose(toes_deg=40)).joints
    moved = {name for name, place in lifted.items() if place != REST.joints[name]}
    assert moved == {f"{part}{toe}" for part in ("knuckle", "tip") for toe in "2345"}


@pytest.mark.parametrize("name", LIMITS_DEG)
def test_a_foot_goes_no_further_than_a_foot_does(name):
    low, high = LIMITS_DEG[name]
    for angle_deg in (low - 1, high + 1):
        with pytest.raises(InvalidValueError, match=name):
            FootPose(**{name: angle_deg})


@pytest.mark.parametrize("working", [ARCH, TOES])
def test_what_works_is_in_the_accent(working):
    parts = draw_foot(REST, -70, {working})
    told = {part.name: part.tone for part in parts}
    assert [name for name, tone in told.items() if tone == "working"] == [
        part.name for part in foot_parts() if part.belongs_to == working
    ]
    assert [name for name, tone in told.items() if tone == "far"] == ["outer"]


def test_every_joint_belongs_to_a_part():
    assert {joint for part in foot_parts() for joint in part.joints} == set(REST.joints)
