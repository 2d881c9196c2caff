"""What films say, with a reader in place of the networks where these are not the point."""

from dataclasses import replace
from pathlib import Path

import pytest

from core.gait.made_runner import a_runner
from midstance.app import analyse_gait as use_case
from midstance.app.analyse_gait import Asked, analyse_gait
from midstance.core.base.errors import InvalidValueError, NobodyInFilmError, RefusedError
from midstance.core.gait.records import REAR_METRICS, RearGait
from midstance.pose import Clip, Tracked
from pose.films import make_film

CLIP = Clip("mp4", "h264", 1280, 720, 0, 8.0, 60.0, 480, False, None, False, 1)


class MadeReader:
    """Sees the same runner in each film, and nobody in one that is called empty."""

    clip = CLIP

    def __init__(self, model):
        self.model = model

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def track(self, path, *, on_progress, **_):
        if path.stem == "empty":
            raise NobodyInFilmError("Nobody runs in this film.")
        if on_progress is not None:
            on_progress(1.0)
        return Tracked(a_runner(), self.clip)

    def write_overlay(self, path, out, keypoints, *, near_side, **_):
        assert path.is_file()
        assert keypoints.time_s.size
        out.write_text(f"drawn, {near_side} in front", encoding="utf-8")


@pytest.fixture
def films(monkeypatch, tmp_path):
    monkeypatch.setattr(use_case, "FilmReader", MadeReader)
    paths = [tmp_path / f"{name}.mp4" for name in ("one", "empty", "two")]
    for path in paths:
        path.write_bytes(b"a film")
    return paths


def test_each_film_is_told_and_one_without_anybody_keeps_no_other_back(films):
    heard = []
    gait = analyse_gait(films, Asked(1.7), on_progress=lambda path, _: heard.append(path.stem))
    assert [film.path.stem for film in gait.films] == heard == ["one", "two"]
    assert [(each.path.stem, each.kind) for each in gait.problems] == [
        ("empty", "NobodyInFilmError")
    ]
    assert gait.films[0].gait.metric("cadence_spm").is_told


def test_quicker_steps_take_load_off_the_kneecap_and_need_the_speed(films):
    told = analyse_gait(films[:1], Asked(1.7, treadmill_mps=2.8)).quicker_steps
    assert told.raised_spm == pytest.approx(1.05 * told.cadence_spm)
    assert told.low < told.times < told.high
    assert told.times < 1
    assert analyse_gait(films[:1], Asked(1.7)).quicker_steps is None


def test_slow_motion_is_undone_as_the_file_tells_it_or_as_she_does(films, monkeypatch):
    filmed = analyse_gait(films[:1], Asked()).films[0].gait.metric("cadence_spm").value
    slow = replace(CLIP, filmed_fps=72.0)  # plays 1.2 times slower than life
    monkeypatch.setattr(MadeReader, "clip", slow)
    by_file = analyse_gait(films[:1], Asked()).films[0].gait.metric("cadence_spm").value
    by_her = (
        analyse_gait(films[:1], Asked(slower_times=1)).films[0].gait.metric("cadence_spm").value
    )
    assert by_file == pytest.approx(1.2 * filmed, rel=0.01)
    assert by_her == filmed


def test_several_films_are_one_answer_too_and_one_alone_is_its_own(films):
    gait = analyse_gait([films[0], films[2]], Asked(1.7))
    together = {each.name: each for each in gait.together}
    alone = gait.films[0].gait.metric("contact_time_s")
    assert together["contact_time_s"].steps == 2 * alone.steps
    assert together["contact_time_s"].value == pytest.approx(alone.value)
    assert analyse_gait(films[:1], Asked(1.7)).together == ()


def test_a_film_from_behind_is_told_as_one(films):
    gait = analyse_gait(films[:1], Asked(1.7, view="rear")).films[0].gait
    assert isinstance(gait, RearGait)
    assert {each.name for each in gait.metrics} == set(REAR_METRICS)


def test_a_film_is_drawn_in_and_no_file_goes_without_a_word(films, tmp_path):
    out = tmp_path / "drawn.mp4"
    assert analyse_gait(films[:1], Asked(overlay=out)).overlay == out
    assert out.read_text(encoding="utf-8") == "drawn, right in front"
    for asked, error in (
        (Asked(overlay=out), RefusedError),
        (Asked(overlay=films[0], may_replace=True), RefusedError),
        (Asked(overlay=tmp_path / "nowhere" / "drawn.mp4"), InvalidValueError),
    ):
        with pytest.raises(error):
            analyse_gait(films[:1], asked)
    with pytest.raises(InvalidValueError, match="one film"):
        analyse_gait(films[:2], Asked(overlay=out, may_replace=True))
    assert films[0].read_bytes() == b"a film"
    assert analyse_gait(films[:1], Asked(overlay=out, may_replace=True)).overlay == out


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "top"},
        {"height_m": 17.0},
        {"treadmill_mps": 40.0},
        {"slower_times": 0.2},
        {"from_s": 3.0, "to_s": 2.0},
        {"from_s": -1.0},
    ],
)
def test_what_cannot_be_is_refused_before_any_film_is_opened(asked):
    with pytest.raises(InvalidValueError, match="Expected"):
        Asked(**asked)


def test_none_and_too_many_films_are_refused():
    for paths in ([], [Path("one.mp4")] * 9):
        with pytest.raises(InvalidValueError, match="1 to 8 films"):
            analyse_gait(paths, Asked())


def test_a_film_of_nobody_and_what_is_no_film_are_problems_and_nothing_is_left_behind(tmp_path):
    empty = make_film(tmp_path / "empty.mp4")
    text = tmp_path / "notes.mp4"
    text.write_text("buy shoes", encoding="utf-8")
    gait = analyse_gait([empty, text, tmp_path / "gone.mp4"], Asked(model="lite"))
    assert [each.kind for each in gait.problems][::2] == ["NobodyInFilmError", "InvalidValueError"]
    assert len(gait.problems) == 3
    assert gait.films == ()
    assert {path.name for path in tmp_path.iterdir()} == {"empty.mp4", "notes.mp4"}
