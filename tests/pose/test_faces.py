"""No face in a kept picture can be recognised, and nothing else of it is touched."""

import numpy as np
import pytest

from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.pose.faces import Disc, blur, find_head, find_heads

SIDE = 48
WHOLE = {
    "nose": (112, 40),
    "left_ear": (100, 38),
    "right_ear": (102, 38),
    "left_shoulder": (98, 70),
    "right_shoulder": (102, 70),
    "left_hip": (98, 140),
    "right_hip": (102, 140),
    "left_toe": (120, 270),
    "right_toe": (80, 268),
}


def body(**changes) -> np.ndarray:
    joints = np.full((len(JOINTS), 2), np.nan)
    for name, place in (WHOLE | changes).items():
        joints[JOINTS.index(name)] = np.nan if place is None else place
    return joints


def reaches(disc: Disc, x: float, y: float) -> bool:
    return np.hypot(disc.x_px - x, disc.y_px - y) <= disc.radius_px


@pytest.mark.parametrize("turned", [1, -1])
def test_a_head_is_covered_from_crown_to_chin_whichever_way_it_looks(turned):
    joints = body()
    joints[:, 0] = 100 + turned * (joints[:, 0] - 100)
    head = find_head(joints)
    for x, y in [(100, 22), (120, 40), (88, 35), (112, 55)]:
        assert reaches(head, 100 + turned * (x - 100), y)
    assert not reaches(head, 100, 110)


def test_a_head_that_was_not_found_is_covered_with_the_upper_part_of_the_body():
    head = find_head(body(nose=None, left_ear=None, right_ear=None))
    for x, y in [(100, 22), (120, 40), (80, 40)]:
        assert reaches(head, x, y)
    legs = {name: None for name in WHOLE if "hip" not in name and "toe" not in name}
    assert find_head(body(**legs)).y_px <= 140
    assert find_head(np.full((len(JOINTS), 2), np.nan)) is None


def test_where_she_was_lost_her_head_is_covered_where_it_was_and_will_be():
    position_px = np.stack([body(), np.full((len(JOINTS), 2), np.nan), body()])
    position_px[2, :, 0] += 60
    time_s = np.array([0.0, 0.1, 0.2])
    score = np.ones(position_px.shape[:2])
    lost = find_heads(Keypoints(time_s, position_px, score, 400, 300))[1]
    assert [reaches(disc, x, 40) for disc, x in zip(lost, (105, 165), strict=True)] == [True] * 2
    later = find_heads(Keypoints(10 * time_s, position_px, score, 400, 300))
    assert later[1] == ()
    assert len(later[0]) == len(later[2]) == 1


def faces(count: int) -> np.ndarray:
    """Patterns as different as faces are, with as much light as each other."""
    random = np.random.default_rng(7)
    coarse = random.normal(0, 40, (count, SIDE // 4, SIDE // 4, 1))
    fine = random.normal(0, 15, (count, SIDE, SIDE, 3))
    made = np.repeat(np.repeat(coarse, 4, axis=1), 4, axis=2) + fine
    made -= made.mean(axis=(1, 2, 3), keepdims=True)
    return np.clip(made + 135, 0, 255).astype(np.uint8)


def blurred(face: np.ndarray, disc: Disc) -> np.ndarray:
    picture = face.copy()
    blur(picture, [disc])
    return picture


INSIDE = Disc(SIDE / 2, SIDE / 2, SIDE / 3)


def is_inside(disc: Disc) -> np.ndarray:
    y, x = np.mgrid[:SIDE, :SIDE]
    return np.hypot(x - disc.x_px, y - disc.y_px) <= disc.radius_px


def test_inside_no_detail_is_left_and_outside_nothing_changes():
    inside = is_inside(INSIDE)
    for face in faces(4):
        picture = blurred(face, INSIDE)
        assert face[inside].std(axis=0).min() > 20
        assert picture[inside].std(axis=0).max() == 0
        np.testing.assert_array_equal(picture[~inside], face[~inside])


def test_a_blurred_face_cannot_be_told_from_others():
    inside = is_inside(INSIDE)
    known = faces(20)
    hidden = [blurred(face, INSIDE)[inside].astype(float) for face in known]

    def nearest(shown: np.ndarray) -> int:
        return int(np.argmin([((shown - face[inside]) ** 2).sum() for face in known]))

    assert [nearest(face[inside].astype(float)) for face in known] == list(range(20))
    assert sum(nearest(face) == number for number, face in enumerate(hidden)) <= 3
    assert len({tuple(face[0]) for face in hidden}) <= 3


def test_heads_that_touch_become_one_and_those_beyond_the_edge_do_no_harm():
    picture = faces(1)[0]
    one, other = Disc(12.0, 20.0, 9.0), Disc(26.0, 20.0, 7.0)
    blur(picture, [one, Disc(-50.0, 900.0, 8.0), other])
    assert len(np.unique(picture[is_inside(one) | is_inside(other)], axis=0)) == 1
