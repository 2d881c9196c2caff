"""Broken and hostile films through the whole reader: a plain word, soon, and nothing is left."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from midstance.core.base.errors import (
    DamagedFileError,
    LimitExceededError,
    NobodyInFilmError,
    ParserKilledError,
    UnknownFormatError,
    UnreadableFileError,
)
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.pose import FilmReader
from pose import films

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the locks are Linux's"
)
LONGEST_CPU_S = 20.0


def playlist(path: Path) -> Path:
    secret = path.with_name("secret.ts")
    secret.write_bytes(b"secret")
    path.write_text(f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n", "utf-8")
    return path


def concat(path: Path) -> Path:
    path.write_text("ffconcat version 1.0\nfile /etc/passwd\n", "utf-8")
    return path


def cut_off(path: Path) -> Path:
    films.make_film(path)
    path.write_bytes(path.read_bytes()[:-400])
    return path


def without_pictures(path: Path) -> Path:
    films.make_film(path, options={"movflags": "empty_moov+frag_keyframe"})
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moof") - 4])
    return path


def blank(path: Path) -> Path:
    return films.blank_pictures(films.make_film(path))


def huge(path: Path) -> Path:
    return films.make_film(path, size=(4112, 16))


def too_quick(path: Path) -> Path:
    return films.make_film(path, [k / 300 for k in range(24)])


def too_long(path: Path) -> Path:
    return films.make_film(path, [*range(0, 599, 2), 602])


def too_long_untold(path: Path) -> Path:
    webm = path.with_suffix(".webm")
    options = {"live": "1"}
    films.make_film(webm, [0, 100, 200, 300, 400, 500, 602], codec="libvpx", options=options)
    return webm.rename(path)


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def page(path: Path) -> Path:
    path.write_text("<html></html>", "utf-8")
    return path


REFUSED = [
    (playlist, UnknownFormatError, "a playlist"),
    (concat, UnknownFormatError, "a playlist"),
    (empty, UnknownFormatError, "an empty file"),
    (page, UnknownFormatError, "a web page"),
    (cut_off, DamagedFileError, "copy it again"),
    (without_pictures, DamagedFileError, "no pictures"),
    (blank, DamagedFileError, "no pictures"),
    (huge, LimitExceededError, "4112 by 16"),
    (too_quick, LimitExceededError, "240 pictures a second"),
    (too_long, LimitExceededError, "10 minutes"),
    (too_long_untold, LimitExceededError, "10 minutes"),
    (films.make_sound, UnreadableFileError, "no moving picture"),
]


@pytest.fixture(scope="module")
def reader():
    with FilmReader("lite") as reader:
        yield reader


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "films").mkdir()
    return tmp_path / "films"


def seen(path: Path) -> set[str]:
    return {each.name for each in path.iterdir()}


def cpu_s_of(process: int) -> float:
    """Computing of a process so far, its threads included."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def standing() -> Keypoints:
    """Somebody who stands still for a third of a second in a picture of 128 x 96."""
    position_px = np.full((11, len(JOINTS), 2), 40.0)
    return Keypoints(np.arange(11) / 30, position_px, np.ones((11, len(JOINTS))), 128, 96)


@pytest.mark.parametrize(("make", "error", "word"), REFUSED)
def test_it_is_refused_in_words_whatever_is_asked(reader, folder, make, error, word):
    path: Path = make(folder / "a.mp4")
    before = seen(folder)
    asks = [
        lambda: reader.look(path),
        lambda: reader.track(path),
        lambda: reader.take_pictures(path, [0.1], standing()),
        lambda: reader.write_overlay(path, folder / "out.mp4", standing()),
    ]
    for ask in asks if make in (playlist, blank) else asks[:2]:
        with pytest.raises(error, match=word) as caught:
            ask()
        assert not isinstance(caught.value, ParserKilledError)
    assert seen(folder) == before


def test_a_film_in_which_nobody_is_is_looked_at_and_not_followed(reader, folder):
    path = films.make_film(folder / "a.mp4", [k / 30 for k in range(30)])
    look = reader.look(path)
    assert look.people == ()
    assert look.clip.frames == 30
    with pytest.raises(NobodyInFilmError, match="whole body"):
        reader.track(path)


def test_a_wrong_ending_does_not_matter(reader, folder):
    path = films.make_film(folder / "a.mkv").rename(folder / "a.mp4")
    assert reader.look(path).clip.container == "matroska"


def test_a_film_that_a_browser_records_is_looked_at_with_its_length(reader, folder):
    times_s = [k / 30 for k in range(30)]
    path = films.make_film(folder / "a.webm", times_s, codec="libvpx-vp9", options={"live": "1"})
    clip = reader.look(path).clip
    assert clip.duration_s == pytest.approx(29 / 30, abs=0.002)
    assert clip.fps == pytest.approx(30, rel=0.02)  # it counts in whole milliseconds
    assert not clip.is_cut_short


def test_ten_minutes_are_looked_at_within_seconds_and_following_asks_for_a_part(reader, folder):
    path = films.repeat_picture(folder / "long.mp4", 18_500, 31)
    reader.report()
    used_s = cpu_s_of(reader._child._process.pid)
    with pytest.raises(LimitExceededError, match="Choose the part"):
        reader.track(path)
    with pytest.raises(LimitExceededError, match="Choose the part"):
        reader.look(path)
    look = reader.look(path, start_s=300.0, end_s=330.0)
    assert look.clip.start_s == pytest.approx(300.0, abs=0.05)
    assert look.looked_s <= 8
    assert cpu_s_of(reader._child._process.pid) - used_s < LONGEST_CPU_S


def test_240_pictures_a_second_are_looked_at(reader, folder):
    path = films.make_film(folder / "a.mp4", [k / 240 for k in range(120)])
    look = reader.look(path)
    assert look.clip.fps == pytest.approx(240, rel=0.01)
    assert look.clip.frames == 120


def test_a_child_that_dies_leaves_no_film(folder):
    path = films.make_film(folder / "a.mp4", [k / 30 for k in range(11)])
    with FilmReader("lite") as reader:
        reader.report()
        child = reader._child._process

        def kill(_: float) -> None:
            child.kill()

        with pytest.raises(ParserKilledError):
            reader.write_overlay(path, folder / "out.mp4", standing(), on_progress=kill)
    assert seen(folder) == {"a.mp4"}


def test_no_file_stays_open(reader, folder):
    path = films.make_film(folder / "a.mp4", [k / 30 for k in range(11)])
    reader.report()
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - names are enough
    reader.look(path)
    reader.take_pictures(path, [0.1], standing())
    reader.write_overlay(path, folder / "out.mp4", standing())
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208
