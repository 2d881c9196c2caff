"""Some stretches of a film decoded without the rest: the same pictures, only sooner."""

import numpy as np
import pytest

from midstance.pose.spans import Span, measure_film, read_outline, read_spans
from midstance.pose.video import Reading, read_frames
from pose import films

SPANS = [Span(0.4, 0.5), Span(1.0, 1.3), Span(1.85, 9.0)]


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mp4", "libx264"), ("a.mkv", "libx265"), ("a.webm", "libvpx-vp9")]
)
def test_stretches_hold_the_pictures_that_the_whole_film_has_there(tmp_path, name, codec):
    path = films.make_film(tmp_path / name, [3 + k / 30 for k in range(60)], codec=codec)
    with path.open("rb") as stream:
        whole = list(read_frames(stream, Reading()))
        outline = read_outline(stream)
        parts = list(read_spans(stream, outline, SPANS))
    expected = [
        (number, frame)
        for number, span in enumerate(SPANS)
        for frame in whole
        if span.start_s <= frame.time_s <= span.end_s
    ]
    assert np.nanmax(outline.times_s) == pytest.approx(whole[-1].time_s)
    assert [number for number, _ in parts] == [number for number, _ in expected]
    for (_, part), (_, frame) in zip(parts, expected, strict=True):
        assert part.time_s == pytest.approx(frame.time_s)
        np.testing.assert_array_equal(part.picture.to_ndarray(), frame.picture.to_ndarray())


def test_what_lies_between_is_not_decoded(tmp_path):
    path = films.make_film(tmp_path / "a.mp4", [k / 30 for k in range(120)])
    with path.open("rb") as stream:
        outline = read_outline(stream)
    wanted = outline.packets_of([Span(3.0, 3.1)])
    assert outline.times_s.size == 120
    assert 4 <= wanted.sum() < 12  # a key picture comes every sixth


@pytest.mark.parametrize("codec", ["libvpx-vp9", "libvpx"])
def test_a_film_that_a_browser_records_tells_no_length_and_is_measured(tmp_path, codec):
    times_s = [k / 30 for k in range(45)]
    path = films.make_film(tmp_path / "a.webm", times_s, codec=codec, options={"live": "1"})
    with path.open("rb") as stream:
        film = measure_film(stream)
        frames = list(read_frames(stream, Reading()))
    assert films.tells_no_length(path)
    assert film.duration_s == pytest.approx(44 / 30, abs=0.002)
    assert film.fps == pytest.approx(30, rel=0.05)
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-3)
