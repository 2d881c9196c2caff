"""What is computed around the networks, held against plain reckoning."""

import json
import subprocess
import sys

import numpy as np
import pytest

from midstance.core.base.errors import (
    InvalidValueError,
    MissingPartError,
    NobodyInFilmError,
    SeveralInFilmError,
)
from midstance.core.gait.keypoints import JOINTS, Keypoints
from midstance.pose import weights
from midstance.pose.clip import Box, Clip, Look, Print, SeenPerson, Tracked
from midstance.pose.detector import ANCHORS, body_square
from midstance.pose.frames import read_look, read_tracked, write_look, write_print, write_tracked
from midstance.pose.landmarks import refine
from midstance.pose.network import Network
from midstance.pose.orders import hear_look, hear_prints, hear_progress
from midstance.pose.people import Person, Way, between, choose_person
from midstance.pose.picture import Square, _sample
from midstance.sandbox.frames import FrameError


def test_what_is_cut_off_a_model_changes_nothing_of_the_rest():
    model = weights.read_weights(weights.LANDMARKS["lite"])
    wanted = (weights.POINTS, weights.PRESENCE, weights.HEATMAP)
    less = weights.drop_outputs(model, wanted)
    picture = np.random.default_rng(1).random((256, 256, 3), dtype=np.float32)
    whole, cut = Network(model).run(picture), Network(less).run(picture)
    assert set(cut) == set(wanted) < set(whole)
    for name in wanted:
        np.testing.assert_array_equal(cut[name], whole[name])


@pytest.mark.parametrize("content", [None, b"other weights"])
def test_other_weights_than_the_known_ones_are_refused(tmp_path, monkeypatch, content):
    known = (weights.MODELS / "weights.json").read_text("utf-8")
    (tmp_path / "weights.json").write_text(known, "utf-8")
    if content is not None:
        (tmp_path / weights.DETECTOR).write_bytes(content)
    monkeypatch.setattr(weights, "MODELS", tmp_path)
    with pytest.raises(MissingPartError, match="make models"):
        weights.read_weights(weights.DETECTOR)


def test_there_is_an_anchor_for_every_word_of_the_detector():
    assert ANCHORS.shape == (2254, 2)
    assert ANCHORS[0] == pytest.approx([0.5 / 28] * 2)
    assert ANCHORS[-1] == pytest.approx([6.5 / 7] * 2)


@pytest.mark.parametrize("turn_deg", [-120, 0, 30, 90])
def test_a_square_turns_with_the_body(turn_deg):
    turn = np.radians(turn_deg)
    hips = np.array([200.0, 300.0])
    body = hips + 80 * np.array([np.sin(turn), -np.cos(turn)])  # up along the turned trunk
    square = body_square(hips, body)
    assert square.size_px == pytest.approx(200)
    assert square.turn_rad == pytest.approx(turn)
    np.testing.assert_allclose(square.to_picture(np.array([0.5, 0.1])), body)


def test_sampling_between_points_is_the_mean_of_them():
    pixels = np.random.default_rng(2).integers(0, 256, (9, 7, 4), dtype=np.uint8)
    sampled = _sample(pixels, np.float32([[2.5, 2.0]]), np.float32([[3.0, 3.5]]))
    across = (pixels[3, 2, :3].astype(float) + pixels[3, 3, :3]) / 2
    down = (pixels[3, 2, :3].astype(float) + pixels[4, 2, :3]) / 2
    np.testing.assert_allclose(sampled[0, :, :3], [across, down], atol=1)


def test_heat_draws_a_point_to_its_middle_and_cold_leaves_it():
    heat = np.full((64, 64, 2), -20.0)
    heat[31:34, 40:43, 0] = 20.0
    inside = np.array([[40.5 / 64, 31.5 / 64], [0.2, 0.3]])
    refined = refine(inside, heat)
    assert refined[0] * 64 == pytest.approx([41, 32])
    assert refined[1] == pytest.approx(inside[1])


def person(x_px: float, size_px: float, start_s: float = 0.0, looks: int = 10) -> Person:
    return walk([Square(x_px, 0.0, size_px, 0.0)] * looks, start_s)


def walk(squares: list[Square], start_s: float = 0.0) -> Person:
    person = Person()
    for k, square in enumerate(squares):
        person.add(start_s + k / 15, square)
    return person


def calm(squares: list[Square]) -> list[Square]:
    way = Way(walk(squares))
    way.grow(is_over=True)
    return way.squares


def test_the_one_who_fills_the_film_is_followed():
    near, far = person(100, 400), person(500, 150)
    assert choose_person([far, near], None) is near


def test_who_comes_later_is_no_rival():
    first, later = person(100, 400), person(500, 350, start_s=5.0)
    assert choose_person([first, later], None) is first


def test_two_alike_have_to_be_told_apart():
    left, right = person(100, 400), person(500, 380)
    with pytest.raises(SeveralInFilmError):
        choose_person([left, right], None)
    assert choose_person([right, left], "left") is left
    assert choose_person([right, left], "right") is right


def test_calming_leaves_a_steady_way_as_it_is_and_calms_a_shaky_one():
    steady = [Square(10.0 * k, 5.0 - k, 300.0 + k, 0.01 * k) for k in range(9)]
    for before, after in zip(steady, calm(steady), strict=True):
        assert vars(after) == pytest.approx(vars(before))
    shaky = [Square(0.0, 0.0, 300.0 + (-1) ** k * 20, 0.0) for k in range(9)]
    assert np.ptp([s.size_px for s in calm(shaky)[2:-2]]) < 1


def test_what_is_settled_of_a_way_stays_whatever_comes_later():
    random = np.random.default_rng(4)
    squares = [Square(*row) for row in random.normal(0, 3, (12, 4))]
    person, settled = Person(), []
    way = Way(person)
    for k, square in enumerate(squares):
        person.add(k / 15, square)
        way.grow(is_over=k == 11)
        assert way.squares[: len(settled)] == settled
        settled = list(way.squares)
        assert way.is_settled_at((k - 2) / 15) == (k >= 2)
    assert settled == calm(squares)


def test_between_two_looks_a_square_turns_the_short_way():
    one, other = Square(0.0, 0.0, 1.0, 3.0), Square(4.0, 0.0, 2.0, -3.0)
    middle = between([0.0, 1.0], [one, other], 0.5)
    assert np.cos(middle.turn_rad) == pytest.approx(-1)
    assert (middle.x_px, middle.size_px) == (2.0, 1.5)
    assert between([0.0, 1.0], [one, other], 9.0) == other


def test_nobody_is_nobody():
    with pytest.raises(NobodyInFilmError):
        choose_person([], None)


def tracked(frames: int = 5) -> Tracked:
    random = np.random.default_rng(3)
    position_px = random.random((frames, len(JOINTS), 2)) * 90
    position_px[2] = np.nan
    score = random.random((frames, len(JOINTS)))
    keypoints = Keypoints(np.arange(frames) / 30, position_px, score, 100, 90)
    return Tracked(
        keypoints,
        Clip("mov", "h264", 100, 90, -90, 0.1, 30.0, frames, False, 240.0, False, 1),
    )


def line(tracked: Tracked):
    header, payload = write_tracked(tracked)
    return header, bytearray(b"".join(payload.parts))


def test_what_was_followed_crosses_the_line_to_the_last_bit():
    said = tracked()
    heard = read_tracked(*line(said))
    assert heard.clip == said.clip
    np.testing.assert_array_equal(heard.keypoints.position_px, said.keypoints.position_px)
    np.testing.assert_array_equal(heard.keypoints.score, said.keypoints.score)
    assert heard.clip.slow_motion == 8


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width_px", -1),
        ("width_px", 1 << 40),
        ("fps", float("inf")),
        ("duration_s", 0.0),
        ("frames", 6),
        ("is_cut_short", 1),
        ("codec", 7),
        ("filmed_fps", "fast"),
    ],
)
def test_no_fact_of_a_clip_is_believed(name, value):
    header, payload = line(tracked())
    header["clip"][name] = value
    with pytest.raises(FrameError):
        read_tracked(header, payload)


@pytest.mark.parametrize("name", ["time", "position", "score", "clip"])
def test_what_is_missing_is_noticed(name):
    header, payload = line(tracked())
    del header[name]
    with pytest.raises(FrameError):
        read_tracked(header, payload)


@pytest.mark.parametrize("value", [np.inf, 1e9])
def test_impossible_places_and_scores_are_noticed(value):
    for part, most in (("position_px", 150), ("score", 75)):
        said = tracked()
        getattr(said.keypoints, part).reshape(-1)[most - 1] = value
        with pytest.raises(FrameError):
            read_tracked(*line(said))


def test_times_that_fall_are_noticed():
    said = tracked()
    said.keypoints.time_s[3] = 0
    with pytest.raises((FrameError, InvalidValueError)):
        read_tracked(*line(said))


def looked() -> Look:
    people = (SeenPerson(2.0, Box(-3.0, 4.0, 50.0, 80.0), 76.0, 1.0, 0.5),)
    return Look(tracked().clip, people, has_rivals=False, light_frac=0.4, looked_s=2.0)


def test_a_look_crosses_the_line_as_it_is():
    assert read_look(json.loads(json.dumps(write_look(looked())))) == looked()


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ((), "light_frac", 1.1),
        ((), "light_frac", float("nan")),
        ((), "looked_s", -1.0),
        ((), "has_rivals", 0),
        ((), "people", {}),
        ((), "people", None),
        (("clip",), "fps", 0.0),
        (("clip",), "width_px", 0),
        (("people", 0), "head_frac", -0.1),
        (("people", 0), "body_px", float("inf")),
        (("people", 0), "box", []),
        (("people", 0, "box"), "left_px", 1e9),
        (("people", 0, "box"), "left_px", "0"),
    ],
)
def test_no_word_of_a_look_is_believed(where, name, value):
    header = json.loads(json.dumps(write_look(looked())))
    row = header
    for step in where:
        row = row[step]
    row[name] = value
    with pytest.raises(FrameError):
        read_look(header)


def printed(time_s: float = 0.5, height: int = 4, width: int = 6):
    pixels = np.arange(height * width * 3, dtype=np.uint8).reshape(height, width, 3)
    header, payload = write_print(Print(time_s, pixels))
    return header, bytearray(b"".join(payload.parts))


def test_a_picture_crosses_the_line_to_the_last_point():
    heard = hear_prints((6, 4), 1, rising=False)(*printed())
    np.testing.assert_array_equal(heard.pixels.ravel(), np.arange(72))
    assert heard.time_s == 0.5


@pytest.mark.parametrize(
    "said",
    [
        printed(time_s=-1.0),
        printed(time_s=float("nan")),
        printed(height=5),
        printed(height=3),
        ({"kind": "print", "time": 0.5}, bytearray()),
        ({"kind": "print"}, printed()[1]),
        ({"kind": "tracked", "time": 0.5}, printed()[1]),
    ],
)
def test_a_picture_that_nobody_asked_for_is_noticed(said):
    with pytest.raises(FrameError):
        hear_prints((6, 4), 1, rising=False)(*said)


def test_more_pictures_than_asked_for_and_times_that_fall_are_noticed():
    hear = hear_prints((6, 4), 1, rising=False)
    hear(*printed())
    with pytest.raises(FrameError, match="nobody asked"):
        hear(*printed())
    hear = hear_prints((6, 4), 9, rising=True)
    hear(*printed(0.5))
    with pytest.raises(FrameError, match="nobody asked"):
        hear(*printed(0.5))


@pytest.mark.parametrize("done", [-0.1, 1.1, float("nan"), "1", None])
def test_progress_beyond_the_whole_is_noticed(done):
    with pytest.raises(FrameError):
        hear_progress(hear_look)({"kind": "progress", "done": done}, bytearray())


def test_the_package_can_be_asked_for_where_films_cannot_be_read():
    without = (
        "import sys; sys.modules.update({'av': None, 'ai_edge_litert': None})\n"
        "import midstance.pose, midstance.pose.picture_file\n"
        "sys.modules.pop('av'); sys.modules.pop('ai_edge_litert')\n"
    )
    subprocess.run([sys.executable, "-c", without], check=True)
