"""What is written of a film: whole or not at all, with its times, and with nothing else in it."""

import io
import os
from pathlib import Path

import av
import av.error
import numpy as np
import pytest

from midstance.core.base.errors import InvalidValueError
from midstance.core.gait.keypoints import JOINTS
from midstance.pose.clip import Picture
from midstance.pose.drawing import FAR, NEAR, TRUNK, draw_joints
from midstance.pose.film_file import FilmFile
from midstance.pose.picture_file import encode_jpeg

TRACES = (b"x264", b"Lavf", b"Lavc", b"Handler", b"Exif", b"encoder")


def picture(k: int = 0) -> np.ndarray:
    ramp = np.arange(128, dtype=np.uint8)
    made = np.stack(
        [np.tile(ramp * 2, (64, 1)), np.full((64, 128), 90 + k), np.tile(ramp, (64, 1))]
    )
    return made.astype(np.uint8).transpose(1, 2, 0)


def write(path: Path, times_s: list[float]) -> Path:
    with FilmFile(path, 128, 64, 30.0) as film:
        for k, time_s in enumerate(times_s):
            film.add(time_s, picture(k))
    return path


def test_a_film_keeps_pictures_and_uneven_times_and_says_nothing_else(tmp_path):
    times_s = [0.0, 0.03, 0.08, 0.09, 0.15, 0.4]
    path = write(tmp_path / "a.mp4", times_s)
    with av.open(str(path)) as film:
        shown = [(each.time, each.to_ndarray(format="rgb24")) for each in film.decode(video=0)]
        (stream,) = film.streams
        told = {**film.metadata, **stream.metadata}
    assert [time_s for time_s, _ in shown] == pytest.approx(times_s, abs=1e-4)
    for k, (_, pixels) in enumerate(shown):
        assert np.abs(pixels.astype(int) - picture(k)).mean() < 4
    assert set(told) <= {"major_brand", "minor_version", "compatible_brands", "language"}
    content = path.read_bytes()
    assert not [trace for trace in TRACES if trace in content]
    assert path.stat().st_mode & 0o077 == 0
    created = content.index(b"mvhd") + 8
    assert content[created : created + 8] == bytes(8)  # neither made nor changed at any time


def test_a_film_that_breaks_off_leaves_what_was_there_before(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"before")

    def write_half():
        with FilmFile(path, 128, 64, 30.0) as film:
            film.add(0.0, picture())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert path.read_bytes() == b"before"
    assert os.listdir(tmp_path) == ["a.mp4"]  # noqa: PTH208 - names are enough
    assert write(path, [0.0, 0.1]).read_bytes()[4:8] == b"ftyp"


def test_a_film_that_cannot_be_begun_leaves_nothing(tmp_path):
    with (
        pytest.raises(av.error.FFmpegError),
        FilmFile(tmp_path / "a.mp4", 127, 63, 30.0) as film,  # H.264 wants even sides
    ):
        film.add(0.0, picture())
    with pytest.raises(FileNotFoundError):
        FilmFile(tmp_path / "none" / "a.mp4", 128, 64, 30.0)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_a_jpeg_of_itself_and_says_nothing_else():
    content = encode_jpeg(Picture(0.0, picture(), 1.0))
    assert content[:2] == b"\xff\xd8"
    assert content[-2:] == b"\xff\xd9"
    assert not [trace for trace in TRACES if trace in content]
    with av.open(io.BytesIO(content), format="jpeg_pipe") as file:
        (shown,) = file.decode(video=0)
        assert file.metadata == {}
    assert np.abs(shown.to_ndarray(format="rgb24").astype(int) - picture()).mean() < 4
    assert content == encode_jpeg(Picture(1.0, picture(), 1.0))


def test_what_is_no_picture_is_not_written():
    with pytest.raises(InvalidValueError, match="red, green and blue"):
        encode_jpeg(Picture(0.0, np.zeros((4, 4), np.uint8), 1.0))


def joints(**places) -> np.ndarray:
    made = np.full((len(JOINTS), 2), np.nan)
    for name, place in places.items():
        made[JOINTS.index(name)] = place
    return made


def colours_of(pixels: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(map(int, colour)) for colour in pixels.reshape(-1, 3)}


def test_the_near_leg_and_the_far_one_are_told_apart_by_more_than_colour():
    legs = joints(
        left_hip=(100, 50), left_knee=(100, 400), right_hip=(300, 50), right_knee=(300, 400)
    )
    wide = {}
    for near in ("left", "right"):
        pixels = np.zeros((480, 720, 3), np.uint8)
        draw_joints(pixels, legs, near)
        wide[near] = [
            (np.abs(pixels[200].astype(int) - colour).sum(axis=1) < 30).sum()
            for colour in (NEAR, FAR)
        ]
        at = {"left": 100, "right": 300}[near]
        assert tuple(pixels[200, at]) == NEAR
        assert tuple(pixels[200, 400 - at]) == FAR
        assert TRUNK in colours_of(pixels[50, 150:250])
    assert all(near > far for near, far in wide.values())


def test_lines_are_smooth_and_end_where_joints_do():
    pixels = np.full((140, 140, 3), 128, np.uint8)
    draw_joints(pixels, joints(left_hip=(30, 30), left_knee=(100, 77)), "left")
    assert len(colours_of(pixels)) > 20
    assert (pixels[:20] == 128).all()
    assert (pixels[90:] == 128).all()


def test_what_is_unknown_or_beyond_the_edge_is_not_drawn():
    pixels = np.zeros((60, 60, 3), np.uint8)
    draw_joints(pixels, joints(left_hip=(30, 30)), None)
    draw_joints(pixels, joints(left_hip=(-300, 30), left_knee=(-200, 900)), "right")
    assert not pixels.any()
    draw_joints(pixels, joints(left_hip=(-30, 30), left_knee=(30, 30)), "left")
    assert tuple(pixels[30, 5]) == NEAR
