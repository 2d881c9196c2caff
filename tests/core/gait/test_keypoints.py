import numpy as np
import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import JOINTS, MIRRORED, Keypoints, mirror, swap_sides


def a_clip(frames=5, seed=0):
    rng = np.random.default_rng(seed)
    return Keypoints(
        np.arange(frames) / 30,
        rng.uniform(0, 400, (frames, len(JOINTS), 2)),
        rng.uniform(0, 1, (frames, len(JOINTS))),
        640,
        480,
    )


def test_a_joint_is_found_by_its_name():
    clip = a_clip()
    assert np.array_equal(clip.joint("left_heel"), clip.position_px[:, 11])
    assert np.array_equal(clip.score_of("right_toe"), clip.score[:, 14])


def test_every_side_has_its_other_side():
    for at, name in enumerate(JOINTS):
        other = JOINTS[MIRRORED[at]]
        assert other == name.replace("left", "#").replace("right", "left").replace("#", "right")
    assert np.array_equal(MIRRORED[MIRRORED], np.arange(len(JOINTS)))


def test_two_mirrors_show_the_clip():
    clip = a_clip()
    twice = mirror(mirror(clip))
    assert np.allclose(twice.position_px, clip.position_px)
    assert np.array_equal(twice.score, clip.score)
    assert np.array_equal(swap_sides(swap_sides(clip.score)), clip.score)


def test_a_clip_may_be_empty():
    assert a_clip(0).time_s.size == 0


@pytest.mark.parametrize(
    "change",
    [
        {"time_s": np.array([0, 1, 1, 2, 3.0])},
        {"time_s": np.array([0, 1, np.nan, 2, 3.0])},
        {"time_s": np.arange(4.0)},
        {"position_px": np.zeros((5, 33, 2))},
        {"score": np.zeros((5, 14))},
        {"width_px": 0},
    ],
)
def test_what_is_no_clip_is_refused(change):
    with pytest.raises(InvalidValueError):
        Keypoints(**(vars(a_clip()) | change))
