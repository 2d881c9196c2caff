"""Before and after following: the first look, pictures for keeping, and the drawn film."""

import os
import sys
from dataclasses import replace
from itertools import pairwise

import av
import numpy as np
import pytest

from midstance.core.base.errors import InvalidValueError, StoppedError
from midstance.core.gait.keypoints import JOINTS
from midstance.knowledge.gait_constants import load_gait_constants
from midstance.pose import FilmReader, Flaw, find_flaws
from midstance.pose.drawing import NEAR
from midstance.pose.orders import joints_at
from pose import films

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the locks are Linux's"),
    pytest.mark.skipif(not films.CLIP.is_file(), reason="no walking clip: make .venv/clips.stamp"),
]


@pytest.fixture(scope="module")
def reader():
    with FilmReader("lite") as reader:
        yield reader


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    return films.cut_clip(tmp_path_factory.mktemp("walk") / "walk.mp4", 92, 24)


@pytest.fixture(scope="module")
def walked(reader, walk):
    return reader.track(walk)


@pytest.fixture(scope="module")
def look(reader, walk):
    return reader.look(walk)


def flaws_of(look) -> set[Flaw]:
    return set(find_flaws(look, load_gait_constants()))


def read_film(path) -> list[tuple[float, np.ndarray]]:
    with av.open(str(path)) as film:
        return [(each.time, each.to_ndarray(format="rgb24")) for each in film.decode(video=0)]


def head_of(tracked, at: int) -> np.ndarray:
    return np.nanmean([tracked.keypoints.joint(f"{side}_ear")[at] for side in ("left", "right")], 0)


def around(picture: np.ndarray, middle: np.ndarray, reach: float) -> np.ndarray:
    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]]
    return np.hypot(x - middle[0], y - middle[1]) <= reach


def test_a_first_look_says_what_following_will_say(look, walked):
    assert replace(look.clip, duration_s=0.0, fps=0.0) == replace(
        walked.clip, duration_s=0.0, fps=0.0
    )
    assert (look.clip.fps, look.clip.duration_s) == (
        pytest.approx(walked.clip.fps),
        pytest.approx(walked.clip.duration_s),
    )
    assert not look.is_upright
    assert not look.has_rivals
    (person,) = look.people
    heels_px = np.nanmax(walked.keypoints.joint("left_heel")[:, 1])
    assert person.body_px == pytest.approx(heels_px - head_of(walked, 12)[1], rel=0.3)
    hips = walked.keypoints.joint("left_hip").mean(axis=0)
    assert person.box.left_px < hips[0] < person.box.right_px
    assert person.box.top_px < hips[1] < person.box.bottom_px
    assert (person.head_frac, person.feet_frac) == (1, 1)
    assert 0.3 < look.light_frac < 0.7


def test_a_short_film_of_a_small_person_has_just_these_flaws(look):
    assert flaws_of(look) - {Flaw.TOO_SMALL} == {Flaw.TOO_SHORT}
    good = replace(
        look,
        clip=replace(look.clip, duration_s=10.0),
        people=(replace(look.people[0], body_px=400.0),),
    )
    assert flaws_of(good) == set()
    assert flaws_of(replace(good, people=())) == {Flaw.NOBODY}
    assert flaws_of(replace(good, light_frac=0.05)) == {Flaw.TOO_DARK}
    assert flaws_of(replace(good, clip=replace(good.clip, fps=15.0))) == {Flaw.FEW_PICTURES}
    slow = replace(good.clip, filmed_fps=480.0)
    assert flaws_of(replace(good, clip=slow)) == {Flaw.TOO_SHORT}  # 10 s are 0.6 s of running


@pytest.mark.parametrize(
    ("rows", "flaw"), [(slice(0, 210), Flaw.FEET_CUT_OFF), (slice(92, 307), Flaw.HEAD_CUT_OFF)]
)
def test_what_the_edge_cuts_off_is_noticed(reader, walk, tmp_path, rows, flaw):
    def cut(picture):
        picture = picture[rows]
        return picture[: len(picture) // 2 * 2]

    path = films.change_film(walk, tmp_path / "cut.mp4", cut)
    cut_off = {Flaw.FEET_CUT_OFF, Flaw.HEAD_CUT_OFF}
    assert flaws_of(reader.look(path)) & cut_off == {flaw}


def test_a_dark_film_is_noticed(reader, walk, tmp_path):
    path = films.change_film(walk, tmp_path / "dark.mp4", lambda picture: picture // 8)
    assert Flaw.TOO_DARK in flaws_of(reader.look(path))


def test_pictures_are_those_of_their_times_without_a_face(reader, walk, walked):
    frames = read_film(walk)
    wanted = (0.5, 0.2, 0.21)
    pictures = reader.take_pictures(walk, wanted, walked.keypoints)
    assert [picture.time_s for picture in pictures] == pytest.approx([0.5, 0.2, 0.2], abs=0.001)
    for picture, at in zip(pictures, (15, 6, 6), strict=True):
        before = frames[at][1].astype(int)
        after = picture.pixels.astype(int)
        assert picture.scale == 1
        assert after.shape == before.shape
        head = head_of(walked, at)
        face = around(after, head, 10)
        assert before[face].std(axis=0).max() > 10
        assert after[face].std(axis=0).max() == 0
        far = ~around(after, head, 70)
        assert np.abs(after - before)[far].mean() < 3  # another way to reckon colours, no more


def test_a_film_on_its_side_gives_upright_pictures(reader, walk, walked, tmp_path):
    path = tmp_path / "turned.mp4"
    path.write_bytes(walk.read_bytes())
    films.turn(path, 1)
    tracked = reader.track(path)
    (picture,) = reader.take_pictures(path, [0.3], tracked.keypoints)
    height, width = picture.pixels.shape[:2]
    assert (width, height) == (walked.clip.height_px, walked.clip.width_px)


def test_pictures_of_nothing_that_was_followed_are_refused(reader, walk, walked):
    assert reader.take_pictures(walk, [], walked.keypoints) == ()
    for times_s in ([-0.1], [0.1, 9.0], [float("nan")], [0.1] * 25):
        with pytest.raises(InvalidValueError):
            reader.take_pictures(walk, times_s, walked.keypoints)


def test_a_drawn_film_shows_the_part_with_joints_and_without_a_face(reader, walk, tmp_path):
    part = reader.track(walk, start_s=0.2, end_s=0.7)
    out, told = tmp_path / "out.mp4", []
    reader.write_overlay(
        walk,
        out,
        part.keypoints,
        start_s=part.clip.start_s,
        near_side="left",
        on_progress=told.append,
    )
    frames, drawn = read_film(walk), read_film(out)
    assert told == sorted(told)
    assert [time_s for time_s, _ in drawn] == pytest.approx(part.keypoints.time_s, abs=1e-3)
    for at in (2, 9):
        before, after = frames[6 + at][1].astype(int), drawn[at][1].astype(int)
        face = around(after, head_of(part, at), 8)
        assert before[face].std() > 10
        assert after[face].std(axis=0).max() < 4
        knee = part.keypoints.joint("left_knee")[at]
        line = around(after, knee, 1.5)
        assert np.abs(after[line].mean(axis=0) - NEAR).max() < 60
        assert np.abs(after - before)[:, :40].mean() < 6


def test_uneven_times_and_turning_come_out_as_they_went_in(reader, walk, tmp_path):
    times_s = np.cumsum([0.0, *[0.02, 0.05] * 11, 0.03])
    path = films.change_film(walk, tmp_path / "uneven.mp4", lambda picture: picture, times_s)
    films.turn(path, 3)
    tracked = reader.track(path)
    reader.write_overlay(path, tmp_path / "out.mp4", tracked.keypoints)
    drawn = read_film(tmp_path / "out.mp4")
    assert tracked.clip.is_variable_rate
    assert [time_s for time_s, _ in drawn] == pytest.approx(list(times_s), abs=1e-3)
    assert drawn[0][1].shape[0] > drawn[0][1].shape[1]


def test_stopping_leaves_nothing_behind(walk, walked, tmp_path):
    with FilmReader("lite") as reader:
        calls = iter(range(10))
        for ask in (
            lambda stop: reader.look(walk, is_cancelled=stop),
            lambda _: reader.write_overlay(
                walk, tmp_path / "out.mp4", walked.keypoints, is_cancelled=lambda: next(calls) > 6
            ),
        ):
            with pytest.raises(StoppedError):
                ask(lambda: True)
            assert reader._child is None
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names are enough


def test_joints_are_those_of_the_picture_or_none(walked):
    keypoints = walked.keypoints
    for one, other in pairwise(range(4)):
        time_s = keypoints.time_s[one] + 0.01
        np.testing.assert_array_equal(joints_at(keypoints, time_s), keypoints.position_px[one])
        assert not np.array_equal(joints_at(keypoints, time_s), keypoints.position_px[other])
    assert np.isnan(joints_at(keypoints, 5.0)).all()
    assert joints_at(keypoints, 5.0).shape == (len(JOINTS), 2)


@pytest.mark.long
def test_the_whole_clip_is_followed_shown_and_drawn(tmp_path):
    with FilmReader("heavy") as reader:
        look = reader.look(films.CLIP)
        tracked = reader.track(films.CLIP, whom="right")
        pictures = reader.take_pictures(
            films.CLIP, [3.0, 4.0, 5.0], tracked.keypoints, start_s=tracked.clip.start_s
        )
        reader.write_overlay(
            films.CLIP, tmp_path / "out.mp4", tracked.keypoints, start_s=tracked.clip.start_s
        )
    assert look.clip.frames == 230
    assert look.has_rivals  # so does following find, where nobody says whom
    assert look.people[0].body_px > 300
    frames, drawn = dict(enumerate(read_film(films.CLIP))), read_film(tmp_path / "out.mp4")
    assert len(drawn) == tracked.clip.frames
    for picture, at in zip(pictures, (90, 120, 150), strict=True):
        assert picture.pixels.shape == (540, 960, 3)
        head = head_of(tracked, at) * picture.scale
        face = around(picture.pixels, head, 12)
        assert picture.pixels[face].std(axis=0).max() == 0
        assert frames[at][1].std() > 10
