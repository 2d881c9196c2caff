"""Films: true times, upright pictures, and a plain word for whatever is none."""

import os
from itertools import pairwise

import numpy as np
import pytest

from midstance.core.base.errors import (
    DamagedFileError,
    LimitExceededError,
    UnknownFormatError,
    UnreadableFileError,
)
from midstance.pose import video
from midstance.pose.ahead import read_ahead
from midstance.pose.picture import Camera
from midstance.pose.tracker import check_length
from midstance.pose.video import Reading, probe_film, read_frames
from midstance.pose.wish import Wish
from pose import films


def read_all(path, **options):
    reading = Reading()
    with path.open("rb") as stream:
        frames = list(read_frames(stream, reading, **options))
    return frames, reading


def probe(path):
    with path.open("rb") as stream:
        return probe_film(stream)


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mov", "libx264", "yuv420p"),
        ("a.mkv", "libx265", "yuv420p10le"),
        ("a.webm", "libvpx-vp9", "yuv420p"),
        ("a.webm", "libvpx", "yuv420p"),
        ("a.mp4", "libsvtav1", "yuv420p"),
    ],
)
def test_each_kind_of_film_is_read_with_its_times(tmp_path, name, codec, pixels):
    times_s = [k / 60 for k in range(10)]
    path = films.make_film_aside(tmp_path / name, times_s, codec=codec, pixels=pixels)
    frames, reading = read_all(path)
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-3)
    assert reading.fps == pytest.approx(60, rel=0.07)  # WebM counts in whole milliseconds
    assert reading.broken == 0


def test_making_films_leaves_the_tests_an_ordinary_process(tmp_path):
    films.make_film_aside(tmp_path / "a.mp4", [0.0, 0.1, 0.2], codec="libsvtav1")
    assert os.sched_getscheduler(0) == os.SCHED_OTHER


def test_uneven_times_are_kept_as_they_are(tmp_path):
    times_s = [0.0, 0.03, 0.08, 0.09, 0.15, 0.16, 0.25, 0.3]
    frames, reading = read_all(films.make_film(tmp_path / "a.mp4", times_s))
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-3)
    assert reading.is_variable


def test_times_begin_at_zero_and_even_ones_are_even(tmp_path):
    frames, reading = read_all(films.make_film(tmp_path / "a.mp4", [3 + k / 30 for k in range(9)]))
    assert frames[0].time_s == 0
    assert reading.fps == pytest.approx(30, rel=0.01)
    assert not reading.is_variable


def test_240_pictures_a_second_are_read_and_more_are_not(tmp_path):
    path = films.make_film(tmp_path / "a.mp4", [k / 240 for k in range(24)])
    assert probe(path).fps == pytest.approx(240, rel=0.01)
    path = films.make_film(tmp_path / "b.mp4", [k / 300 for k in range(24)])
    with pytest.raises(LimitExceededError, match="240 pictures a second"):
        probe(path)


@pytest.mark.parametrize("quarter", range(4))
def test_a_turned_film_is_shown_upright(tmp_path, quarter):
    path = films.turn(films.make_film(tmp_path / "a.mp4", size=(128, 96)), quarter)
    stored, _ = read_all(films.turn(films.make_film(tmp_path / "b.mp4", size=(128, 96)), 0))
    frames, _ = read_all(path)
    camera = Camera(frames[0].picture)
    assert (camera.width_px, camera.height_px) == ((96, 128) if quarter % 2 else (128, 96))
    upright = camera.show(frames[0].picture, 1.0)
    plain = Camera(stored[0].picture).show(stored[0].picture, 1.0)
    assert np.abs(upright.astype(int) - np.rot90(plain, quarter).astype(int)).max() <= 2


def test_the_camera_tells_of_slow_motion_where_the_file_does(tmp_path):
    times_s = [k / 30 for k in range(12)]
    options = {"movflags": "use_metadata_tags"}
    tags = {"com.android.capture.fps": "240.0"}
    path = films.make_film(tmp_path / "a.mp4", times_s, tags=tags, options=options)
    assert probe(path).filmed_fps == 240
    tags = {"com.android.capture.fps": "nonsense"}
    path = films.make_film(tmp_path / "b.mp4", times_s, tags=tags, options=options)
    assert probe(path).filmed_fps is None


@pytest.mark.parametrize(
    ("content", "look"),
    [
        (b"", "an empty file"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a playlist"),
        (b"\xef\xbb\xbf#EXTM3U\nhttp://127.0.0.1/a.ts\n", "a playlist"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "a playlist"),
        (b"<MPD><BaseURL>http://127.0.0.1/</BaseURL></MPD>", "a playlist"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a photo"),
        (b"\xff\xd8\xff\xe0 nothing of a film", "a photo"),
        (b"RIFF\0\0\0\0AVI LIST", "an AVI film"),
        (b"no film at all", "another file"),
    ],
)
@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
def test_what_is_no_film_says_what_it_is(tmp_path, content, look, name):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnknownFormatError, match=look):
        probe(path)


def test_a_wrong_ending_of_the_name_does_not_matter(tmp_path):
    path = films.make_film(tmp_path / "a.mkv").rename(tmp_path / "a.mp4")
    assert len(read_all(path)[0]) == 12


def test_sound_alone_is_no_film(tmp_path):
    with pytest.raises(UnreadableFileError, match="no moving picture"):
        probe(films.make_sound(tmp_path / "a.mp4"))


def test_an_unknown_way_of_coding_is_named(tmp_path):
    path = films.make_film(tmp_path / "a.mkv", codec="ffv1")
    with pytest.raises(UnknownFormatError, match="got ffv1"):
        probe(path)


def test_a_film_without_its_end_says_to_copy_it_again(tmp_path):
    path = films.make_film(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(DamagedFileError, match="copy it again"):
        probe(path)


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4"])
def test_of_a_film_that_breaks_off_the_beginning_is_read(tmp_path, name):
    options = {"movflags": "faststart"} if name == "a.mp4" else None
    path = films.make_film(tmp_path / name, [k / 30 for k in range(60)], options=options)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 3 // 4])
    frames, reading = read_all(path)
    assert 6 <= len(frames) < 60
    assert reading.times_s[-1] < 1.9


def test_a_film_without_pictures_says_so(tmp_path):
    path = films.blank_pictures(films.make_film(tmp_path / "a.mp4"))
    with pytest.raises(DamagedFileError, match="no pictures"):
        read_all(path)


def test_a_huge_picture_is_refused_before_anything_is_decoded(tmp_path, monkeypatch):
    path = films.make_film(tmp_path / "a.mp4", size=(4112, 16))
    monkeypatch.setattr(video, "_pictures", None)
    with pytest.raises(LimitExceededError, match="got 4112 by 16"):
        probe(path)


def test_a_container_that_lies_about_the_size_gains_nothing(tmp_path):
    path = films.claim_size(films.make_film(tmp_path / "a.mp4"), 60_000, 60_000)
    try:
        film = probe(path)
    except LimitExceededError:
        return
    assert (film.width_px, film.height_px) == (128, 96)


def test_too_long_a_film_is_refused_before_anything_is_decoded(tmp_path, monkeypatch):
    path = films.make_film(tmp_path / "a.mp4", [*range(0, 599, 2), 602])
    monkeypatch.setattr(video, "_pictures", None)
    with pytest.raises(LimitExceededError, match="at most 10 minutes"):
        probe(path)


def test_too_many_bytes_are_refused_before_anything_is_read(tmp_path):
    path = films.make_film(tmp_path / "a.mp4")
    with path.open("r+b") as stream:
        stream.truncate(video.FILM_MAX_BYTES + 1)
    with pytest.raises(LimitExceededError, match="1024 MB"):
        probe(path)


def test_of_a_film_with_too_many_pictures_a_part_can_be_chosen():
    film = video.Film("mov", "h264", 1280, 720, 599.0, 240.0, 143_760, None)
    with pytest.raises(LimitExceededError, match="Choose the part"):
        check_length(film, Wish())
    check_length(film, Wish(start_s=100, end_s=160))


def test_working_ahead_changes_nothing_and_passes_errors_on():
    assert list(read_ahead(iter(range(100)))) == list(range(100))

    def breaks():
        yield 1
        raise DamagedFileError("Broken.")

    taken = read_ahead(breaks())
    assert next(taken) == 1
    with pytest.raises(DamagedFileError):
        next(taken)


def test_working_ahead_ends_with_its_reader():
    made = []

    def count():
        for k in range(1000):
            made.append(k)
            yield k

    taken = read_ahead(count())
    assert [next(taken), next(taken)] == [0, 1]
    taken.close()
    assert len(made) < 20


def test_times_never_fall(tmp_path):
    frames, _ = read_all(films.make_film(tmp_path / "a.mp4"), only_some=True)
    assert all(a.time_s < b.time_s for a, b in pairwise(frames))
