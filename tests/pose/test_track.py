"""Following a person in the locked process: faithful, bounded, and nothing left behind."""

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from midstance.core.base.errors import (
    DamagedFileError,
    InvalidValueError,
    NobodyInFilmError,
    ParserKilledError,
    SeveralInFilmError,
    StoppedError,
    UnknownFormatError,
    UnreadableFileError,
)
from midstance.core.gait.keypoints import JOINTS
from midstance.pose import FilmReader, track
from midstance.sandbox.locked import LOCKS
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
def walk(tmp_path_factory) -> Path:
    """Most of a second in which one person walks to the left."""
    return films.cut_clip(tmp_path_factory.mktemp("walk") / "walk.mp4", 92, 24)


@pytest.fixture(scope="module")
def walked(reader, walk):
    return reader.track(walk)


def middle_of(tracked, name: str) -> np.ndarray:
    return np.nanmean(tracked.keypoints.joint(name), axis=0)


def test_every_lock_holds_while_networks_compute(reader, walked):
    assert walked.clip.frames == 24
    assert set(LOCKS) - set(reader.report().active) <= {"namespaces", "landlock", "processes"}


def test_a_walking_person_is_followed_from_head_to_foot(walked):
    heights = [middle_of(walked, f"right_{part}")[1] for part in ("ear", "hip", "knee", "ankle")]
    assert heights == sorted(heights)
    assert np.isfinite(walked.keypoints.position_px).mean() > 0.95
    hips_px = walked.keypoints.joint("left_hip")[:, 0]
    assert hips_px[-1] < hips_px[0] - 40  # to the left, as she walks
    assert walked.clip.people == 1


def test_the_toes_point_where_she_walks(walked):
    for side in ("left", "right"):
        assert middle_of(walked, f"{side}_toe")[0] < middle_of(walked, f"{side}_heel")[0]


def test_the_clip_says_what_it_is(walked):
    clip = walked.clip
    assert (clip.codec, clip.fps) == ("h264", pytest.approx(30, rel=0.01))
    assert walked.keypoints.score.shape == (24, len(JOINTS))
    assert clip.duration_s == pytest.approx(23 / 30, rel=0.01)
    assert clip.slow_motion == 1
    assert not clip.is_cut_short
    assert not clip.is_variable_rate


def test_a_film_stored_sideways_gives_the_same_person(reader, walk, walked, tmp_path):
    sideways = tmp_path / "sideways.mp4"
    sideways.write_bytes(walk.read_bytes())
    turned = reader.track(films.turn(sideways, 2))  # upside down: she is found all the same
    size = np.array([walked.clip.width_px, walked.clip.height_px])
    apart = size - turned.keypoints.position_px - walked.keypoints.position_px
    assert turned.clip.rotation_deg % 360 == 180
    assert np.nanmedian(np.abs(apart)) < 0.05 * walked.clip.height_px


def test_the_same_film_twice_gives_the_same_numbers(reader, walk, walked):
    again = reader.track(walk)
    assert again.clip == walked.clip
    np.testing.assert_array_equal(again.keypoints.position_px, walked.keypoints.position_px)


def test_a_part_of_a_film_is_that_part(reader, walk):
    part = reader.track(walk, start_s=0.2, end_s=0.7)
    assert part.clip.frames == 16
    assert part.keypoints.time_s[0] == 0


def test_progress_rises_to_the_end(reader, walk):
    told = []
    reader.track(walk, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] > 0.9


def test_stopping_ends_the_child_at_once(walk):
    with FilmReader("lite") as reader:
        reader.report()
        child = reader._child._process
        with pytest.raises(StoppedError):
            reader.track(walk, is_cancelled=lambda: True)
        assert child.poll() is not None
        assert reader.track(walk).clip.frames == 24


def test_a_film_without_people_says_so(reader, tmp_path):
    with pytest.raises(NobodyInFilmError, match="whole body"):
        reader.track(films.make_film(tmp_path / "empty.mp4"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n", UnknownFormatError),
        (b"\0\0\0\x18ftypisom\0\0\0\0" + bytes(64), DamagedFileError),
        (b"\x1a\x45\xdf\xa3" + bytes(range(256)), DamagedFileError),
    ],
)
def test_what_is_no_film_is_refused_in_words_and_the_next_is_read(
    reader, tmp_path, walk, content, error
):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(error):
        reader.track(path)
    assert reader.track(walk, end_s=0.4).clip.frames > 3


def test_any_damage_to_a_film_ends_in_a_word_or_in_numbers(reader, walk, tmp_path):
    content = walk.read_bytes()
    random = np.random.default_rng(5)
    for k in range(6):
        broken = bytearray(content)
        for at in random.integers(40, len(content), 30):
            broken[at] = random.integers(256)
        path = tmp_path / f"{k}.mp4"
        path.write_bytes(broken[: len(broken) - k * 700])
        try:
            tracked = reader.track(path)
        except ParserKilledError:
            raise
        except UnreadableFileError:
            continue
        assert (np.diff(tracked.keypoints.time_s) > 0).all()


def test_a_child_out_of_time_or_memory_is_ended_and_named(walk):
    for limits in (
        replace(track.LIMITS, cpu_s=0.001, wall_extra_s=0.0, wall_factor=1.0),
        replace(track.LIMITS, memory_bytes=300 << 20),
    ):
        with FilmReader("lite", limits) as reader:
            with pytest.raises(ParserKilledError) as caught:
                reader.track(walk)
            assert caught.value.reason
            assert reader._child is None


def test_nothing_is_written_and_nobody_is_called(walk, tmp_path, monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are enough
    with FilmReader("lite") as reader:
        reader.track(walk, end_s=0.5)
    assert list(tmp_path.iterdir()) == []
    assert len(os.listdir("/proc/self/fd")) <= len(before)  # noqa: PTH208


def test_another_model_is_refused():
    with pytest.raises(InvalidValueError, match="heavy or lite"):
        FilmReader("full")


@pytest.mark.long
def test_of_two_people_one_has_to_be_chosen():
    with FilmReader("heavy") as reader:
        with pytest.raises(SeveralInFilmError, match="left or on the right"):
            reader.track(films.CLIP)
        on_roof = reader.track(films.CLIP, whom="left")
        on_grass = reader.track(films.CLIP, whom="right")
    assert middle_of(on_roof, "left_hip")[1] < 400
    assert middle_of(on_grass, "left_hip")[1] > 650
    assert np.isfinite(on_grass.keypoints.joint("left_hip")[80:185]).mean() > 0.95
