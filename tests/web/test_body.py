"""Laws of the jointed figure, and what the drawings of the self-tests owe to the eye."""

import re
from dataclasses import fields
from math import dist

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from midstance.app.read_questionnaire import read_questionnaire
from midstance.core.base.errors import InvalidValueError
from midstance.knowledge.words import read_words
from midstance.web.components.body.draw import (
    FRONT,
    HALF,
    SIDE,
    body_svg,
    draw_body,
    hull_path,
    project,
)
from midstance.web.components.body.pose import LIMITS_DEG, Arm, Leg, Pose, angles, blend, mirrored
from midstance.web.components.body.reach import reaching
from midstance.web.components.body.skeleton import (
    FOREARM_M,
    HALF_HIPS_M,
    SHANK_M,
    THIGH_M,
    UPPER_ARM_M,
    place,
    radius_m,
)
from midstance.web.components.self_test import FIGURES, self_test_svg, spot_figure
from midstance.web.components.self_test.figures import DRAWINGS, STAIR_M, STEP_M, stills_of
from midstance.web.components.self_test.knees import SPOTS

EYES = (FRONT, HALF, SIDE)
CLOSE_M = 1e-9
TOUCHING_M = 0.012
BONES = [
    ("hip", "knee", THIGH_M),
    ("knee", "ankle", SHANK_M),
    ("shoulder", "elbow", UPPER_ARM_M),
    ("elbow", "wrist", FOREARM_M),
]


def within_limits(kind):
    named = {each.name: LIMITS_DEG[each.name] for each in fields(kind)}
    return st.builds(kind, **{name: st.floats(*limits) for name, limits in named.items()})


def poses():
    alone = {
        each.name: st.floats(*LIMITS_DEG[each.name])
        for each in fields(Pose)
        if each.name in LIMITS_DEG
    }
    legs, arms = within_limits(Leg), within_limits(Arm)
    return st.builds(Pose, right_leg=legs, left_leg=legs, right_arm=arms, left_arm=arms, **alone)


def swapped(name):
    there = {"right": "left", "left": "right"}
    return re.sub("right|left", lambda side: there[side.group()], name)


@given(poses())
def test_bones_never_stretch(pose):
    joints = place(pose).joints
    for start, end, length_m in BONES:
        for side in ("right", "left"):
            assert dist(joints[f"{start}_{side}"], joints[f"{end}_{side}"]) == pytest.approx(
                length_m
            )
    assert dist(joints["hip_right"], joints["hip_left"]) == pytest.approx(2 * HALF_HIPS_M)


@given(poses())
def test_nothing_is_under_the_ground_and_something_stands_on_it(pose):
    lowest_m = min(point[2] - radius_m(name) for name, point in place(pose).joints.items())
    assert lowest_m == pytest.approx(0, abs=CLOSE_M)


@given(poses(), st.floats(0, 1))
def test_a_foot_stands_as_high_as_its_step(pose, step_m):
    body = place(pose, "left_foot", step_m)
    assert body.bottom_m("heel_left", "toe_left") == pytest.approx(step_m, abs=CLOSE_M)


@given(poses())
def test_mirroring_a_pose_mirrors_the_body(pose):
    body, other = place(pose).joints, place(mirrored(pose)).joints
    for name, (x, y, z) in body.items():
        assert other[swapped(name)] == pytest.approx((x, -y, z), abs=CLOSE_M)


@given(poses(), st.sampled_from(EYES))
def test_mirroring_a_pose_mirrors_its_drawing(pose, eye_deg):
    body, other = place(pose).joints, place(mirrored(pose)).joints
    for name, point in body.items():
        across, down = project(point, eye_deg)
        assert project(other[swapped(name)], -eye_deg) == pytest.approx((-across, down), abs=1e-6)


@given(poses())
def test_mirroring_twice_changes_nothing(pose):
    assert mirrored(mirrored(pose)) == pose


@given(poses(), poses())
def test_between_two_poses_every_joint_is_between_its_angles(start, end):
    assert dict(angles(blend(start, end, 0))) == pytest.approx(dict(angles(start)))
    assert dict(angles(blend(start, end, 1))) == pytest.approx(dict(angles(end)))
    middle = dict(angles(blend(start, end, 0.5)))
    for (name, first), (_, last) in zip(angles(start), angles(end), strict=True):
        assert middle[name] == pytest.approx((first + last) / 2)


@pytest.mark.parametrize("joint", LIMITS_DEG)
def test_a_joint_goes_to_its_limit_and_no_further(joint):
    kind = next(kind for kind in (Leg, Arm, Pose) if joint in {each.name for each in fields(kind)})
    for limit_deg, beyond_deg in zip(LIMITS_DEG[joint], (-1, 1), strict=True):
        turned = {joint: limit_deg}, {joint: limit_deg + beyond_deg}
        inside, outside = (
            turned
            if kind is Pose
            else [{f"right_{kind.__name__.lower()}": kind(**t)} for t in turned]
        )
        Pose(**inside)
        with pytest.raises(InvalidValueError, match=joint):
            Pose(**outside)


def test_flexion_moves_each_joint_the_way_that_its_name_says():
    standing = place(Pose()).joints
    raised = place(Pose(right_leg=Leg(hip_flexion_deg=60)), "left_foot").joints
    bent = place(Pose(right_leg=Leg(knee_flexion_deg=60)), "left_foot").joints
    toes_up = place(Pose(right_leg=Leg(ankle_dorsiflexion_deg=30)), "left_foot").joints
    aside = place(Pose(right_leg=Leg(hip_abduction_deg=30)), "left_foot").joints
    assert raised["knee_right"][0] > standing["knee_right"][0]
    assert bent["ankle_right"][0] < standing["ankle_right"][0]
    assert toes_up["toe_right"][2] > standing["toe_right"][2]
    assert aside["knee_right"][1] < standing["knee_right"][1]


@given(poses(), st.sampled_from(EYES))
def test_the_same_pose_is_always_drawn_the_same(pose, eye_deg):
    drawn = [str(body_svg(draw_body(place(pose), eye_deg, {"right_leg"}))) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "nan" not in drawn[0]


def test_the_farther_side_is_paler_and_behind():
    parts = {part.name: part for part in draw_body(place(Pose()), SIDE, {"right_leg"})}
    assert parts["thigh_left"].tone == "far"
    assert parts["thigh_right"].tone == "working"
    assert parts["upper_arm_right"].tone == "near"
    assert list(parts).index("thigh_left") < list(parts).index("thigh_right")
    assert {part.tone for part in draw_body(place(Pose()), FRONT)} == {"near"}


def test_a_band_around_one_circle_is_that_circle():
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", hull_path([(10, 20, 5)]))]
    assert len(re.findall("A", hull_path([(10, 20, 5)]))) == 2
    assert numbers[2:4] == [5, 5]


def test_a_hand_reaches_what_is_near_and_points_at_what_is_far():
    pose = Pose(pelvis_pitch_deg=20)
    body = place(pose)
    held = place(reaching(pose, body, "right", 0.45, 1.0)).joints["hand_right"]
    assert (held[0], held[2]) == pytest.approx((0.45, 1.0))
    far = place(reaching(pose, body, "right", 3, 1.0))
    assert far.joints["hand_right"][0] < 1.2


@pytest.mark.parametrize("test", DRAWINGS)
def test_no_still_sinks_into_the_floor(test):
    for still in stills_of(test):
        assert still.skeleton.bottom_m() > -TOUCHING_M


@pytest.mark.parametrize(
    ("test", "foot", "height_m"),
    [
        ("double_leg_squat", "right", 0),
        ("double_leg_squat", "left", 0),
        ("single_leg_squat", "right", 0),
        ("step_down", "right", STEP_M),
        ("stairs_test", "right", 2 * STAIR_M),
        ("sit_pain", "right", 0),
    ],
)
def test_a_standing_foot_is_flat(test, foot, height_m):
    for still in stills_of(test):
        for part in ("heel", "toe"):
            bottom_m = still.skeleton.bottom_m(f"{part}_{foot}")
            assert bottom_m == pytest.approx(height_m, abs=TOUCHING_M)


def test_the_heel_of_the_step_down_taps_the_floor():
    down = stills_of("step_down")[-1].skeleton
    assert down.bottom_m("heel_left") == pytest.approx(0, abs=TOUCHING_M)
    assert down.joints["heel_left"][0] > down.joints["toe_right"][0]


def test_the_straight_leg_is_lifted_as_high_as_the_other_knee():
    up = stills_of("straight_leg_raise")[-1].skeleton.joints
    assert up["ankle_right"][2] == pytest.approx(up["knee_left"][2], abs=0.1)


@pytest.mark.parametrize("figure", [*FIGURES, *(f"palpation/{spot}" for spot in SPOTS)])
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_drawing_says_what_it_shows(figure, side):
    template = engines["django"].from_string("{% self_test_figure figure alt side %}")
    svg = template.render({"figure": figure, "alt": "A person & <a chair>", "side": side})
    assert svg.startswith("<svg")
    assert 'role="img" aria-label="A person &amp; &lt;a chair&gt;"' in svg
    assert "style=" not in svg
    assert ("scale(-1 1)" in svg) or side == "right" or figure == "swelling_compare"


def test_left_is_the_right_drawing_turned_about():
    right, left = (self_test_svg("step_down", "", side) for side in ("right", "left"))
    assert re.findall(r' d="[^"]+"', right) == re.findall(r' d="[^"]+"', left)
    assert right != left


def test_an_unknown_drawing_is_refused():
    with pytest.raises(ValueError, match="no drawing is called"):
        self_test_svg("somersault", "")


def test_a_drawing_beside_the_same_words_is_hidden_from_readers():
    for figure in ("palpation/tendon", "step_down", "swelling_compare"):
        assert 'aria-hidden="true"' in self_test_svg(figure, "")
        assert "aria-label" not in self_test_svg(figure, "")


def test_every_spot_of_the_palpation_has_its_close_view():
    spots = set(read_words("questions", "en")["palpation"].options) - {"none"}
    assert {spot for spot in spots if not spot_figure(spot)} == set()


def test_every_self_test_of_the_check_has_its_drawing():
    figures = {sheet.id: sheet.test.figure for sheet in read_questionnaire("en") if sheet.test}
    assert len(figures) >= 10
    assert {test: figure for test, figure in figures.items() if figure not in FIGURES} == {}
