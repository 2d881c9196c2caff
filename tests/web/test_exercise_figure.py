"""What every motion of an exercise owes to a body, and its drawing to the eye."""

import gzip
import json
import re
from dataclasses import replace
from functools import cache
from math import dist

import pytest
from django.template import engines

from midstance.knowledge.motions import read_motions
from midstance.knowledge.records_motion import FOOT_VIEWS, MotionFrame
from midstance.web.components.body import foot
from midstance.web.components.body.pose import LIMITS_DEG, angles, mirrored
from midstance.web.components.body.skeleton import Skeleton
from midstance.web.components.exercise_figure import exercise_figure_html, spec_of
from midstance.web.components.exercise_figure.stance import joints_of, numbers_of, spelled_out
from midstance.web.components.exercise_figure.timeline import Movement
from midstance.web.components.exercise_figure.track import ABOVE_FRAC, NEAREST_M, Track

MOTIONS = sorted(read_motions())
TOUCHING_M = 0.015
MOST_BYTES = 15_000
FASTEST_M_S = 4.5
LIMITS = LIMITS_DEG | foot.LIMITS_DEG
STEPS = 60
MOMENTS = [step / 20 for step in range(21)]

every_motion = pytest.mark.parametrize("name", MOTIONS)
of_a_body = pytest.mark.parametrize(
    "name", [name for name, motion in read_motions().items() if motion.view not in FOOT_VIEWS]
)


@cache
def stances(name):
    moving = Movement(read_motions()[name])
    return [moving.stance_at(moving.motion.lasts_s * part) for part in MOMENTS]


def figure(name, side="right", **more):
    return str(exercise_figure_html(name, "A person & a chair", side, **more))


def spec(name):
    return json.loads(json.dumps(spec_of(read_motions()[name])))


@every_motion
def test_every_joint_stays_within_its_limits(name):
    for stance in stances(name):
        for joint, angle_deg in angles(stance.pose):
            low, high = LIMITS[joint.rpartition(".")[2]]
            assert low <= angle_deg <= high


@every_motion
def test_nothing_is_under_the_ground(name):
    for stance in stances(name):
        assert stance.skeleton.bottom_m() > -TOUCHING_M


@every_motion
def test_what_carries_the_body_lies_on_something(name):
    motion = read_motions()[name]
    for stance in stances(name) if motion.resting_on else ():
        bottom_m = stance.skeleton.bottom_m(*motion.resting_on)
        assert bottom_m == pytest.approx(motion.height_m, abs=TOUCHING_M)


@every_motion
def test_a_body_that_lies_on_nothing_stands_on_its_feet(name):
    motion = read_motions()[name]
    frames = numbers_of(motion)
    assert motion.resting_on or "pelvis.z_m" not in frames[0] or placed_feet(frames[0])


def placed_feet(numbers):
    return [side for side in ("right", "left") if f"{side}_foot.x_m" in numbers]


@every_motion
def test_what_has_a_place_is_there_and_what_rests_does_not_slide(name):
    motion = read_motions()[name]
    frames = numbers_of(motion)
    for end, joint in PLACED.items():
        keys = [key for key in frames[0] if key.startswith(f"{end}.")]
        if not {f"{end}.x_m", f"{end}.z_m"} & set(keys):
            continue
        if any(frame[key] != frames[0][key] for frame in frames for key in keys):
            continue
        places = [stance.skeleton.joints[joint] for stance in stances(name)]
        assert max(dist(place, places[0]) for place in places) < TOUCHING_M


PLACED = {
    "right_foot": "toe_right",
    "left_foot": "toe_left",
    "right_hand": "hand_right",
    "left_hand": "hand_left",
}


@every_motion
def test_a_standing_foot_stands_as_high_as_its_place(name):
    motion = read_motions()[name]
    for frame, numbers in zip(motion.frames, numbers_of(motion), strict=True):
        body = Movement(motion).stance_at(frame.at_s).skeleton
        for side in placed_feet(numbers):
            bottom_m = body.bottom_m(f"heel_{side}", f"toe_{side}")
            assert bottom_m == pytest.approx(numbers.get(f"{side}_foot.z_m", 0), abs=TOUCHING_M)


@every_motion
def test_no_joint_jumps(name):
    motion = read_motions()[name]
    moving = Movement(motion)
    step_s = motion.lasts_s / STEPS
    before = first = moving.stance_at(0).skeleton.joints
    for step in range(1, STEPS + 1):
        now = moving.stance_at(step * step_s).skeleton.joints
        assert max(dist(now[joint], before[joint]) for joint in now) < FASTEST_M_S * step_s
        before = now
    if motion.loops:
        assert max(dist(first[joint], before[joint]) for joint in first) < TOUCHING_M


@of_a_body
def test_mirroring_the_pose_mirrors_the_body(name):
    for stance in stances(name)[::5]:
        body = Skeleton(joints_of(stance.pose)).joints
        other = joints_of(mirrored(stance.pose))
        for joint, (x, y, z) in body.items():
            there = joint.translate({}) if "_" not in joint else swapped(joint)
            assert other[there] == pytest.approx((x, -y, z), abs=1e-9)


def swapped(joint):
    return re.sub("right|left", lambda side: "left" if side[0] == "right" else "right", joint)


@every_motion
def test_left_is_the_right_drawing_turned_about(name):
    right, left = figure(name), figure(name, "left")
    assert re.findall(r' d="[^"]+"', right) == re.findall(r' d="[^"]+"', left)
    assert "scale(-1 1)" in left
    assert "scale(-1 1)" not in right
    assert ('data-turned="yes"' in left, 'data-turned="yes"' in right) == (True, False)


@every_motion
def test_a_figure_says_what_it_shows_and_stays_small(name):
    html = figure(name)
    assert 'role="img" aria-label="A person &amp; a chair"' in html
    assert "style=" not in html
    assert "nan" not in html.lower().replace("an", "")
    assert len(gzip.compress(html.encode())) < MOST_BYTES


@every_motion
def test_the_same_motion_is_always_drawn_the_same(name):
    assert spec(name) == spec(name)


@every_motion
def test_the_script_is_given_a_place_for_every_point_of_every_sample(name):
    given = spec(name)
    points = len(given["radii"]) + sum(count for _, count in given["lines"])
    for path in given["paths"]:
        assert len(path) == 2 * points
        assert {len(axis) for axis in path} <= {1, 9}
    for start_s, end_s, leaves, arrives, path, back in given["ways"]:
        assert 0 <= start_s < end_s <= given["lasts"]
        assert {leaves, arrives} <= {0, 1}
        assert path < len(given["paths"])
        assert back in {0, 1}


@every_motion
def test_a_way_begins_and_ends_at_its_frames_and_never_turns_back(name):
    for way in Movement(read_motions()[name]).ways:
        on_the_way = [
            way.part_frac(way.start_s + part * (way.end_s - way.start_s)) for part in MOMENTS
        ]
        assert (on_the_way[0], on_the_way[-1]) == (0, 1)
        assert on_the_way == sorted(on_the_way)


def test_without_motion_there_is_nothing_for_the_script():
    still = figure(MOTIONS[0], moves=False)
    assert "application/json" not in still
    assert "exercise-figure-moves" not in still


def test_the_tag_draws_the_figure():
    template = engines["django"].from_string("{% exercise_figure motion alt side %}")
    html = template.render({"motion": MOTIONS[0], "alt": "A chair", "side": "left"})
    assert "<ms-exercise-figure" in html


def test_an_unknown_motion_is_refused():
    with pytest.raises(ValueError, match="no motion is called"):
        exercise_figure_html("somersault", "")


def test_a_name_that_no_joint_has_is_refused():
    with pytest.raises(ValueError, match=r"right_leg\.tail_deg"):
        spelled_out({"right_leg.tail_deg": 3})


def test_a_name_that_a_foot_lacks_is_refused():
    lifted = replace(
        read_motions()["toe_yoga"], frames=(MotionFrame(0, 0, {"right_leg.knee_flexion_deg": 3}),)
    )
    with pytest.raises(ValueError, match=r"right_leg\.knee_flexion_deg"):
        numbers_of(lifted)


def test_from_above_what_is_nearer_is_lower_and_nothing_else_changes():
    track = Track(read_motions()["clam"])
    for moment in (0.0, 0.5, 1.0):
        seen, body = track.still(0, 1, moment).skeleton, track.stance_between(0, 1, moment).skeleton
        for joint, (x, y, z) in body.joints.items():
            assert seen.joints[joint][:2] == (x, y)
            assert seen.joints[joint][2] - z == pytest.approx(ABOVE_FRAC * (NEAREST_M - x))
        assert seen.bottom_m() > 0


def test_both_sides_are_named_at_once():
    assert spelled_out({"legs.knee_flexion_deg": 20}) == {
        "right_leg.knee_flexion_deg": 20,
        "left_leg.knee_flexion_deg": 20,
    }
